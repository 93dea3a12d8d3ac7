"""PDF/A-2b: what a file for the archive says of itself, and that it is the same bytes on each run.

A file claims to be PDF/A by its output intent: what is made of such files alone keeps the intent,
and what keeps it is given metadata that agree with its properties (ISO 19005-2, 6.2.3 and 6.6).
What the pages hold is their engine's matter.
"""

from __future__ import annotations

from pikepdf import Array, Name, Pdf

_PROFILE_TIME = slice(24, 36)
_SOME_TIME = b"\x07\xd0\x00\x01\x00\x01" + bytes(
    6
)  # January 1, 2000: a profile must have a time, and an engine's is that of the run


def carry(pdf: Pdf, other: Pdf, *, first: bool) -> None:
    """Before pages of ``other`` are added: the first file's claim to be PDF/A is taken over, and
    given up with one that makes another or none, such as a scan.
    """
    theirs = _profiles(other)
    if theirs and first:
        intents = other.Root.OutputIntents.as_list()
        pdf.Root.OutputIntents = Array(
            [pdf.copy_foreign(other.make_indirect(intent)) for intent in intents]
        )
    elif Name.OutputIntents in pdf.Root and _profiles(pdf) != theirs:
        del pdf.Root.OutputIntents


def set_archival_properties(pdf: Pdf) -> None:
    """Give a file that claims to be PDF/A metadata of its properties, and its profile a time that
    stays; any other file no metadata.
    """
    if Name.Metadata in pdf.Root:
        del pdf.Root.Metadata
    profiles = _profiles(pdf)
    if not profiles:
        return
    for intent, profile in zip(pdf.Root.OutputIntents.as_list(), profiles, strict=True):
        intent.DestOutputProfile.write(profile)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["pdfaid:part"], metadata["pdfaid:conformance"] = "2", "B"
        metadata.load_from_docinfo(pdf.docinfo)


def _profiles(pdf: Pdf) -> list[bytes]:
    """The profile of each output intent, as of some time."""
    found = []
    for intent in pdf.Root.get(Name.OutputIntents, Array()).as_list():
        profile = bytearray(intent.DestOutputProfile.read_bytes())
        profile[_PROFILE_TIME] = _SOME_TIME
        found.append(bytes(profile))
    return found
