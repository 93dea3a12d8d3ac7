"""PDF/A-2b: what a file for the archive says of itself, and that it is the same bytes on each run.

A file claims to be PDF/A by its output intent: what is made of such files alone keeps the intent, and what keeps it is given
metadata that agree with its properties (ISO 19005-2, 6.2.3 and 6.6). What the pages hold is their engine's matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, IndirectObject, NameObject, StreamObject

_INTENTS = "/OutputIntents"
_PROFILE_TIME = slice(24, 36)
_SOME_TIME = b"\x07\xd0\x00\x01\x00\x01" + bytes(6)  # January 1, 2000: a profile must have a time, and an engine's is that of the run

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
{properties}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_PROPERTIES = {
    "/Title": '   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:title>',
    "/Author": "   <dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>",
    "/Subject": '   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt></dc:description>',
    "/Producer": "   <pdf:Producer>{}</pdf:Producer>",
}


def carry(writer: PdfWriter, reader: PdfReader) -> None:
    """Before the pages of ``reader`` are added: the first file's claim to be PDF/A is taken over, and given up with one that makes none."""
    intents = reader.root_object.get(_INTENTS)
    if intents is None:
        writer.root_object.pop(_INTENTS, None)
    elif not len(writer.pages):
        writer.root_object[NameObject(_INTENTS)] = intents.get_object().clone(writer)


def state(writer: PdfWriter, properties: Mapping[str, str]) -> None:
    """Give a file that claims to be PDF/A the metadata of these properties, and its profile a time that stays; any other file none."""
    root = writer.root_object
    intents = root.get(_INTENTS)
    if intents is None:
        root.pop("/Metadata", None)
        return
    metadata = DecodedStreamObject()
    metadata.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    lines = [_PROPERTIES[name].format(escape(value)) for name, value in properties.items()]
    metadata.set_data(_XMP.format(properties="\n".join(lines)).encode())
    old = root.raw_get("/Metadata") if "/Metadata" in root else None
    if isinstance(old, IndirectObject):
        writer._replace_object(old, metadata)  # left to itself, the old one would stay in the file
    else:
        root[NameObject("/Metadata")] = writer._add_object(metadata)
    for intent in intents.get_object():
        _steady(intent.get_object())


def _steady(intent: DictionaryObject) -> None:
    profile = intent["/DestOutputProfile"].get_object()
    assert isinstance(profile, StreamObject)  # an output intent of PDF/A has a profile
    data = bytearray(profile.get_data())
    data[_PROFILE_TIME] = _SOME_TIME
    profile.set_data(bytes(data))
