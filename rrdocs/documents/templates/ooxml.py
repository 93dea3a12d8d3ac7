"""Word files as packages: zip members, and a part's XML turned into Jinja source.

What a .docx *is*; what a template means is the business of `templates`.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

# Blank text between elements goes, as in python-docx; text inside <w:t> stays.
_PARSER = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
_PLACES = re.compile(r"<w:(p|tr|tc)(?=[ />])")
_TAGS = re.compile(r"\0(\d+)\0|\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)

# 1980-01-01, the first day a zip file can name: the same document is the same bytes on every day.
_DATE = 0 << 9 | 1 << 5 | 1
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_UTF8 = 1 << 11
_DEFLATED = 8


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a .docx, deflated."""

    name: bytes
    crc: int
    size: int
    data: bytes


def deflate(name: str, content: bytes, level: int = 9) -> Member:
    """`content` as a member called `name`."""
    return Member(
        name.encode(), zlib.crc32(content), len(content), zlib.compress(content, level, wbits=-15)
    )


def archive(members: Iterable[Member]) -> bytes:
    """The zip file of `members`, in their order, without times."""
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for member in members:
        shared = (
            20,
            _UTF8,
            _DEFLATED,
            0,
            _DATE,
            member.crc,
            len(member.data),
            member.size,
            len(member.name),
            0,
        )
        header = _LOCAL.pack(b"PK\3\4", *shared)
        files += (header, member.name, member.data)
        directory += (_CENTRAL.pack(b"PK\1\2", 20, *shared, 0, 0, 0, 0, offset), member.name)
        offset += len(header) + len(member.name) + len(member.data)
    count, size = len(directory) // 2, sum(map(len, directory))
    return b"".join((*files, *directory, _END.pack(b"PK\5\6", 0, 0, count, count, size, offset, 0)))


def read_package(path: Path) -> dict[str, bytes]:
    """The files inside the .docx at `path`, content types first. Raises ValueError if it is not a
    zip file.
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = sorted(
                package.namelist(), key=lambda name: (name != "[Content_Types].xml", name)
            )
            return {name: package.read(name) for name in names if not name.endswith("/")}
    except zipfile.BadZipFile as error:
        raise ValueError("is not a Word document (.docx)") from error


@dataclass(frozen=True)
class Source:
    """A part, or the body of a block, as Jinja reads it: every tag begins a line of its own.

    `tags` are the tags in order, each with the number of its paragraph, which counts from 1 over
    the part, table cells included; `paragraphs` are the paragraphs' texts.
    """

    text: str
    tags: Sequence[tuple[str, int]]
    paragraphs: Sequence[str]


def source(xml: bytes, *, block: bool = False) -> Source:
    """The Jinja source of a part; with `block`, of what its body holds. Raises ValueError if it
    cannot be read.
    """
    root = _parse(xml)
    for element in root.iter():
        # Paragraph ids must be unique in a document, which a loop or a block used twice would
        # break.
        for attribute in (f"{W14}paraId", f"{W14}textId"):
            if attribute in element.attrib:
                del element.attrib[attribute]
    paragraphs = ["".join(text.text or "" for text in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]
    text = _body(root) if block else etree.tostring(root, encoding="unicode")
    return Source(*_lined(_patched(text)), paragraphs)


def regrid(xml: str) -> str:
    """`xml` with the grid of each table counted again, for tables whose cells come and go."""
    # only where a template is read or its columns come and go
    from docxtpl import DocxTemplate  # noqa: PLC0415

    return str(etree.tostring(DocxTemplate("").fix_tables(xml), encoding="unicode"))


def _parse(xml: bytes) -> "etree._Element":
    try:
        return etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"is damaged: {error}") from error


def _body(root: "etree._Element") -> str:
    """What the body of a block holds, fit to stand in another part."""
    body = root[0]
    for section in body.findall(f"{W}sectPr"):
        body.remove(section)
    if any(
        name.startswith(RELATIONSHIPS)
        for element in body.iter()
        for name in map(str, element.attrib)
    ):
        raise ValueError(
            "a block cannot hold pictures, links or sections: they belong to one document"
        )
    for element in body:
        etree.cleanup_namespaces(element)
    xml = "".join(etree.tostring(element, encoding="unicode", with_tail=False) for element in body)
    # Every part declares w; saying it again on each paragraph would only make documents longer.
    return xml.replace(f' xmlns:w="{W[1:-1]}"', "")


def _patched(xml: str) -> str:
    """`xml` after docxtpl mended its tags, with the number of the paragraph, between NULs,
    wherever one may begin.

    The numbers stand before rows and cells too, since a {%tr %} takes the paragraphs around it
    away.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 - only where a template is read

    number = 0

    def place(match: re.Match[str]) -> str:
        nonlocal number
        number += match[1] == "p"
        return f"\0{number + (match[1] != 'p')}\0{match[0]}"

    return str(DocxTemplate("").patch_xml(_PLACES.sub(place, xml.replace("\n", " "))))


def _lined(patched: str) -> tuple[str, list[tuple[str, int]]]:
    """The text with every tag on a new line instead of the numbers, and the tags with their
    paragraphs.
    """
    tags: list[tuple[str, int]] = []
    paragraph = 1

    def line(match: re.Match[str]) -> str:
        nonlocal paragraph
        if match[1]:
            paragraph = int(match[1])
            return ""
        tag = re.sub(r"\0\d+\0", "", match[0])
        if tag.startswith("{#"):
            return ""
        tags.append((tag, paragraph))
        return f"\n{tag}"

    return _TAGS.sub(line, patched), tags
