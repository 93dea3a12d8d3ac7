"""Redlines: what has changed between two drafts of a document, as tracked changes in Word.

Needs the extra `redline` (python-redlines with its Docxodus engine).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from lxml import etree

from rrdocs.documents.packets.manifest import sha256
from rrdocs.documents.packets.plan import KeptFile, PacketPlan, StoredDocument
from rrdocs.documents.pdf.engines import Engine, finish
from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates.ooxml import W
from rrdocs.errors import DocumentError, MissingToolError

AUTHOR = "rrdocs"
_DATE = re.compile(rb'w:date="[^"]*"')


class RedlinerMissingError(DocumentError, MissingToolError):
    """The library that makes redlines is not installed."""


def redline(before: bytes, after: bytes, day: date, author: str = AUTHOR) -> bytes:
    """``after`` with its differences from ``before`` as tracked changes of ``author``, dated by a
    day of the deal; the same bytes each time.

    Raises RedlinerMissingError.
    """
    engine: Any = _engine()
    made, _, _ = engine.run_redline(author, before, after)
    with zipfile.ZipFile(BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    stamp = f'w:date="{day:%Y-%m-%d}T00:00:00Z"'.encode()
    for name, data in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            parts[name] = _DATE.sub(stamp, data)
    names = sorted(parts, key=lambda name: (name != "[Content_Types].xml", name))
    return word.archive(word.deflate(name, parts[name]) for name in names)


def marked(made: bytes) -> bytes:
    """A redline whose changes are looks instead of tracked changes, for a PDF: new words in blue
    with two lines under them, those taken out in red, struck through and on a red ground (not
    every engine draws the line).
    """
    with zipfile.ZipFile(BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, data in parts.items():
        if re.fullmatch(r"word/(document|header|footer)\d*\.xml", name):
            parts[name] = _looks(data)
    return word.archive(word.deflate(name, parts[name]) for name in parts)


_LOOKS = {
    f"{W}ins": (("color", "0033CC"), ("u", "double")),
    f"{W}del": (("strike", ""), ("color", "C00000"), ("shd", "F8DADA")),
}
_ORDER = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike")


def _looks(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for kind, looks in _LOOKS.items():
        for change in list(root.iter(kind)):
            parent = change.getparent()
            assert parent is not None  # a change stands in something
            if parent.tag in {f"{W}rPr", f"{W}trPr"}:
                parent.remove(
                    change
                )  # of a paragraph mark or a row, whose words are marked themselves
                continue
            for run in change.iter(f"{W}r"):
                _look(run, looks)
            place = parent.index(change)
            parent[place : place + 1] = list(change)
    for gone in root.iter(f"{W}delText"):
        gone.tag = f"{W}t"
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _look(run: etree._Element, looks: tuple[tuple[str, str], ...]) -> None:
    """Give a run a look, in the order that the schema asks for."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    for tag, value in looks:
        for old in properties.findall(f"{W}{tag}"):
            properties.remove(old)
        look = etree.Element(f"{W}{tag}")
        if tag == "shd":
            for name, text in (("val", "clear"), ("color", "auto"), ("fill", value)):
                look.set(f"{W}{name}", text)
        elif value:
            look.set(f"{W}val", value)
        before = [n for n, each in enumerate(properties) if etree.QName(each).localname in _ORDER]
        properties.insert(
            before[-1] + 1 if before and tag in {"strike", "color"} else len(properties), look
        )


def redline_of(name: str, ending: str = "docx") -> str:
    """Where the redline of a document stands in a folder; ``name`` is the document's own place,
    without its ending.
    """
    return f"redlines/{name.removeprefix('documents/')}.{ending}"


def redlines(before: Path, documents: Sequence[tuple[str, Path]], day: date) -> dict[str, bytes]:
    """Of each document that stood in another form in an earlier folder, its redline in Word, by its
    place.

    ``documents``: each with its path in the folder, without its ending, and where it stands now in
    Word. Raises RedlinerMissingError.
    """
    found: dict[str, bytes] = {}
    for name, now in documents:
        path = before / f"{name}.docx"
        if path.is_file() and (old := path.read_bytes()) != (after := now.read_bytes()):
            found[redline_of(name)] = redline(old, after, day)
    return found


def printed(found: Mapping[str, bytes], engine: Engine) -> dict[str, bytes]:
    """The PDFs of redlines in Word, beside them."""
    pdfs = engine.convert([marked(made) for made in found.values()]) if found else []
    return {
        str(Path(name).with_suffix(".pdf")): finish(
            pdf, title=f"Redline: {Path(name).parent.name} {Path(name).stem}"
        )
        for name, pdf in zip(found, pdfs, strict=True)
    }


def packet_redlines(
    plan: PacketPlan, documents: Sequence[StoredDocument], work: Path
) -> dict[str, bytes]:
    """The redlines of a packet in Word, by their places: of its documents against those that were
    sent before; without such a folder, those that stand there and still hold.

    ``work`` is the folder in which the documents stand now. Raises RedlinerMissingError.
    """
    if plan.against:
        now = [(each.draft.path, work / f"{each.draft.path}.docx") for each in documents]
        return redlines(plan.against, now, plan.bundle.fields.today)
    digests = {entry["path"]: entry["sha256"] for entry in plan.standing.get("files", ())}
    found = {}
    for each in documents:
        name = redline_of(each.draft.path)
        if name in digests and digests.get(f"{each.draft.path}.docx") == each.version:
            data = KeptFile(plan.folder / name, digests[name]).content()
            if data is not None:
                found[name] = data
    return found


def redlines_key(plan: PacketPlan, found: Mapping[str, bytes]) -> str:
    """What the redlines of a packet depend on, as its manifest says it: the key of the folder that
    was sent before, or the redlines that were kept; empty where there are none.
    """
    if plan.against:
        return plan.compared_with
    lines = [f"{name} {sha256(data)}" for name, data in found.items()]
    return sha256("\n".join(lines).encode()) if lines else ""


def _engine() -> Any:
    try:
        from python_redlines import DocxodusEngine  # noqa: PLC0415 - only where redlines are made
    except ImportError as error:
        raise RedlinerMissingError(
            "redlines need python-redlines: pip install 'rrdocs[redline]'"
        ) from error
    return DocxodusEngine()
