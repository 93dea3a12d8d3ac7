"""The plan of a packet: what its folder will hold, what that depends on, and what stands there
already.

What a document depends on is its key. A document whose key stands in the folder's manifest is kept
as it is, and a folder all of whose keys stand there is not touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rrdocs.documents.packets.bundle import Bundle, Draft
from rrdocs.documents.packets.manifest import folder_name, intact, manifest, sha256
from rrdocs.documents.pdf.engines import Engine
from rrdocs.documents.signing.codes import Marks
from rrdocs.documents.templates.template_files import Library

RENDERER = "6"
"""Raised whenever the same fields and template would give other bytes."""


@dataclass(frozen=True)
class KeptFile:
    """A file of a folder as it stands, with the hash that the folder's manifest gives it."""

    path: Path
    sha256: str

    def content(self) -> bytes | None:
        """Its bytes, if they are those of the manifest."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        return data if sha256(data) == self.sha256 else None


@dataclass(frozen=True)
class PlannedDocument:
    """A document to be made or kept: its draft, its key, and the files of that key which stand
    there already, by their endings.
    """

    draft: Draft
    key: str
    kept: Mapping[str, KeptFile]


@dataclass(frozen=True)
class StoredDocument:
    """A document in the folder: its draft and key, its version (the hash of its Word file), and how
    many pages its PDF has (None where it has none).
    """

    draft: Draft
    key: str
    version: str
    pages: int | None


@dataclass(frozen=True)
class PacketPlan:
    """A packet before anything of it is made.

    ``folder`` is where it will stand, ``standing`` the manifest that stands there (empty where
    there is none), ``made_with`` the program, engine and marks in one line. ``kept`` are the files
    that stand there and may be kept, by their keys and endings. ``against`` is the folder as it was
    sent before, with which the documents are compared. ``messages`` are the packet's messages
    without what is attached to them.
    """

    bundle: Bundle
    templates: Library
    engine: Engine | None
    marks: Marks
    folder: Path
    standing: Mapping[str, Any]  # JSON of the manifest
    made_with: str
    kept: Mapping[str, Mapping[str, KeptFile]]
    documents: tuple[PlannedDocument, ...]
    messages: Mapping[str, bytes]
    against: Path | None = None

    @property
    def compared_with(self) -> str:
        """The key of the folder with which the documents are compared; without one, what the
        manifest that stands there says of its redlines.
        """
        if self.against:
            return str(manifest(self.against).get("key"))
        return str(self.standing.get("against", ""))

    @property
    def is_made(self) -> bool:
        """Whether the whole packet stands there already, unchanged."""
        return self.standing.get("key") == self.key(self.compared_with) and intact(
            self.folder, dict(self.standing)
        )

    def key(self, compared_with: str) -> str:
        """What the packet depends on, as a hash: its documents, its cover, its redlines, and its
        messages but for what is attached to them.
        """
        parts = [
            self.bundle.event.id,
            self.bundle.fields.position.as_of.isoformat(),
            self.bundle.deal_title,
            compared_with,
            self.templates.digest("packet_index"),
            self.templates.digest("signature_instructions"),
            *(planned.key for planned in self.documents),
            *(f"{name} {sha256(data)}" for name, data in self.messages.items()),
        ]
        return sha256("\n".join(parts).encode())

    def kept_pdf(self, key: str) -> bytes | None:
        """The PDF of a key, where it stands there whole."""
        files = self.kept.get(key, {})
        return files[".pdf"].content() if ".pdf" in files else None


def plan_packet(
    bundle: Bundle,
    library: Library,
    engine: Engine | None,
    marks: Marks,
    out: Path,
    messages: Mapping[str, bytes],
    against: Path | None = None,
) -> PacketPlan:
    """The plan of one event's packet below ``out`` (the deal's folder of results).

    Raises TemplateError where a template cannot be read.
    """
    bundle = bundle.anchored() if marks.anchors else bundle
    folder = out / folder_name(bundle.event.id, bundle.narrowed)
    standing = manifest(folder)
    made_by = f"{engine.name} {engine.version} {version('pikepdf')}" if engine else "none"
    made_with = f"{RENDERER} {made_by} {version('rrdocs')} {marks.name}"
    kept = _kept_files(folder, standing)
    return PacketPlan(
        bundle,
        library,
        engine,
        marks,
        folder,
        standing,
        made_with,
        kept,
        _planned(bundle, library, made_with, kept),
        messages,
        against,
    )


def _planned(
    bundle: Bundle,
    library: Library,
    made_with: str,
    kept: Mapping[str, Mapping[str, KeptFile]],
) -> tuple[PlannedDocument, ...]:
    about = (made_with, bundle.title, bundle.author, bundle.fields.today.isoformat())
    planned = []
    for draft in bundle.drafts:
        key = draft.key(library.digest(draft.template), *about)
        planned.append(PlannedDocument(draft, key, kept.get(key, {})))
    return tuple(planned)


def _kept_files(folder: Path, standing: Mapping[str, Any]) -> dict[str, dict[str, KeptFile]]:
    """The documents and the signers' pages of a folder as it stands: key -> ending -> file."""
    found: dict[str, dict[str, KeptFile]] = {}
    entries: Sequence[Mapping[str, str]] = standing.get("files", ())
    for entry in entries:
        if entry.get("key"):
            path = folder / entry["path"]
            found.setdefault(entry["key"], {})[path.suffix] = KeptFile(path, entry["sha256"])
    return found
