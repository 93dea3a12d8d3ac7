"""Packets: many PDFs bound into one, with an index whose entries are links, bookmarks and page labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.constants import AnnotationFlag, PageLabelStyle
from pypdf.generic import Fit, IndirectObject

from rrdocs.documents import archival
from rrdocs.documents.pdf import written

# How far apart baselines of one line may lie, and how far a line reaches above and below its baseline, in points.
_SAME_LINE = 2.0
_ABOVE, _BELOW = 10.0, 3.0
# The width of a figure in ems, which suffices for the end of a line that ends in one.
_DIGIT = 0.5


class PacketError(Exception):
    """A packet that cannot be bound: its cover and its documents do not agree, or a PDF cannot be read."""


@dataclass(frozen=True)
class Sheet:
    """One document in a packet.

    `group` is its first level of bookmarks ("Further Notices") and `title` the second ("Mr. Anderson"); `label` is its
    entry in the cover's index, as printed there.
    """

    title: str
    group: str
    pdf: bytes | Path
    label: str


@dataclass
class _Line:
    """A line of text on the cover: its pieces from left to right, and where it stands."""

    page: int
    y: float
    left: float
    right: float
    pieces: list[str]

    def says(self, number: int) -> bool:
        """Whether it ends with this number."""
        return self.pieces[-1].endswith(str(number))

    def words(self, number: int) -> str:
        """Its words without spaces, and without the number if that stands by itself at the end."""
        return "".join(self.pieces[:-1] if self.pieces[-1] == str(number) else self.pieces)


def page_count(pdf: bytes | Path) -> int:
    """The number of pages in a PDF."""
    return len(_reader(pdf).pages)


def start_pages(sheets: Sequence[Sheet]) -> list[int]:
    """The page on which each sheet begins, as its label and the index say it: the first document begins on page 1."""
    return list(accumulate((page_count(sheet.pdf) for sheet in sheets), initial=1))[:-1]


def bind(cover: bytes, sheets: Sequence[Sheet], *, title: str, author: str = "", subject: str = "") -> bytes:
    """One PDF: the cover's pages (i, ii, …), then the sheets (1, 2, …).

    The cover lists the sheets in their order, each `label` with its `start_pages` number on one of its lines; there it
    becomes a link. Raises PacketError if an entry is not found.
    """
    writer = PdfWriter()
    first = _append(writer, cover)
    *starts, end = accumulate((_append(writer, sheet.pdf) for sheet in sheets), initial=1)
    writer.set_page_label(0, first - 1, style=PageLabelStyle.LOWERCASE_ROMAN)
    if sheets:
        writer.set_page_label(first, first + end - 2, style=PageLabelStyle.DECIMAL, start=1)
    _bookmark(writer, sheets, [first + start - 1 for start in starts])
    for (page, rectangle), start in zip(_entries(cover, sheets, starts), starts, strict=True):
        link = Link(rect=rectangle, target_page_index=first + start - 1, fit=Fit.fit())
        link.flags = AnnotationFlag.PRINT  # as PDF/A asks of every annotation
        writer.add_annotation(page, link)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=False)
    return written(writer, title=title, author=author, subject=subject)


def pages(pdf: bytes | Path, indices: Sequence[int], *, title: str) -> bytes:
    """The pages of `pdf` with these indices, which count from 0, as a PDF of its own."""
    writer = PdfWriter()
    reader = _reader(pdf)
    archival.carry(writer, reader)
    for index in indices:
        writer.add_page(reader.pages[index])
    return written(writer, title=title)


def concatenate(pdfs: Sequence[bytes | Path], *, title: str) -> bytes:
    """All pages of `pdfs` in one PDF."""
    writer = PdfWriter()
    for pdf in pdfs:
        _append(writer, pdf)
    writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=False)
    return written(writer, title=title)


def _reader(pdf: bytes | Path) -> PdfReader:
    return PdfReader(BytesIO(pdf if isinstance(pdf, bytes) else pdf.read_bytes()))


def _append(writer: PdfWriter, pdf: bytes | Path) -> int:
    reader = _reader(pdf)
    archival.carry(writer, reader)
    writer.append(reader, import_outline=False)
    return len(reader.pages)


def _bookmark(writer: PdfWriter, sheets: Sequence[Sheet], targets: Sequence[int]) -> None:
    writer.add_outline_item(title="Index", page_number=0)
    groups: dict[str, IndirectObject] = {}
    for sheet, target in zip(sheets, targets, strict=True):
        if sheet.group not in groups:
            groups[sheet.group] = writer.add_outline_item(title=sheet.group, page_number=target)
        writer.add_outline_item(title=sheet.title, page_number=target, parent=groups[sheet.group])


def _entries(cover: bytes, sheets: Sequence[Sheet], starts: Sequence[int]) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Where each sheet's entry stands on the cover: page and rectangle.

    An entry is found by its words, whatever the spaces, leaders and line breaks between them, and by its number at the
    end of one of its lines.
    """
    lines = [line for number, page in enumerate(_reader(cover).pages) for line in _lines(page, number)]
    cursor = 0
    for sheet, start in zip(sheets, starts, strict=True):
        label = "".join(sheet.label.split())
        text, end = "", cursor
        while label not in text:
            if end == len(lines):
                raise PacketError(f"the packet's index has no entry “{sheet.label}” in its place")
            text += lines[end].words(start)
            end += 1
        begin = end - 1
        while label not in "".join(line.words(start) for line in lines[begin:end]):
            begin -= 1
        entry = lines[begin:end]
        if not any(line.says(start) for line in entry):
            raise PacketError(f"the packet's index does not give page {start} for “{sheet.label}”")
        cursor = end
        # An entry broken over two pages is a link where it ends.
        page = entry[-1].page
        here = [line for line in entry if line.page == page]
        left, right = min(line.left for line in here), max(line.right for line in here)
        yield page, (left, here[-1].y - _BELOW, right, here[0].y + _ABOVE)


def _lines(page: PageObject, number: int) -> list[_Line]:
    """The lines of a page from top to bottom."""
    rows: list[list[tuple[float, float, float, str]]] = []
    for found in sorted(_pieces(page)):
        if not rows or found[0] - rows[-1][0][0] > _SAME_LINE:
            rows.append([])
        rows[-1].append(found)
    lines = []
    for row in rows:
        row.sort(key=lambda piece: piece[1])
        depth, left, _, _ = row[0]
        _, last, size, words = row[-1]
        right = last + len(words) * size * _DIGIT
        lines.append(_Line(number, -depth, left, right, [piece for _, _, _, piece in row]))
    return lines


def _pieces(page: PageObject) -> list[tuple[float, float, float, str]]:
    """The pieces of text on a page: depth (the more, the lower), left edge, size, and words without spaces."""
    found: list[tuple[float, float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if piece := "".join(text.split()):
            found.append((-(tm[5] * cm[3] + cm[5]), tm[4] * cm[0] + cm[4], size, piece))

    page.extract_text(visitor_text=visit)
    return found
