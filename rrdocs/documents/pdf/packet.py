"""Packets: many PDFs bound into one, with an index whose entries are links, bookmarks and page
labels.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem, String
from pypdf import PageObject, PdfReader

from rrdocs.documents.pdf.writer import Binder
from rrdocs.errors import DocumentError

# How far apart baselines of one line may lie, and how far a line reaches above and below its
# baseline, in points.
_SAME_LINE = 2.0
_ABOVE, _BELOW = 10.0, 3.0
# The width of a figure in ems, which suffices for the end of a line that ends in one.
_DIGIT = 0.5


PRINTED = 4
"""The flag of a link that is printed, as PDF/A asks of all."""


class PacketError(DocumentError):
    """A packet that cannot be bound: its cover and its documents do not agree, or a PDF cannot be
    read.
    """


@dataclass(frozen=True)
class BoundDocument:
    """One document in a packet.

    `group` is its first level of bookmarks ("Further Notices") and `title` the second ("Mr.
    Anderson"); `label` is its entry in the cover's index, as printed there.
    """

    title: str
    group: str
    pdf: bytes | Path
    label: str


@dataclass(frozen=True)
class Piece:
    """Pages of a PDF, all of them unless some are named by their indices from 0; `drawing` is
    drawn over each.
    """

    pdf: bytes | Path
    indices: Sequence[int] | None = None
    drawing: bytes = b""


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
    with _opened(pdf) as found:
        return len(found.pages)


def start_pages(counts: Iterable[int]) -> list[int]:
    """The page on which each of several documents begins, as its label and the index say it: the
    first one begins on page 1.
    """
    return list(accumulate(counts, initial=1))[:-1]


def bind(
    cover: bytes,
    sheets: Sequence[BoundDocument],
    to: BinaryIO | Path,
    *,
    title: str,
    author: str = "",
    subject: str = "",
) -> None:
    """Write one PDF: the cover's pages (i, ii, …), then the sheets (1, 2, …).

    The cover lists the sheets in their order, each `label` with its `start_pages` number on one of
    its lines; there it becomes a link. Raises PacketError if an entry is not found.
    """
    starts = start_pages(page_count(sheet.pdf) for sheet in sheets)
    with _opened(cover) as front, _written(to) as file:
        for (page, rectangle), start in zip(_entries(cover, sheets, starts), starts, strict=True):
            _link(front, page, rectangle, start)
        bound, first = Binder(file), len(front.pages)
        bound.append(front, name=INDEX)
        for sheet, start in zip(sheets, starts, strict=True):
            with _opened(sheet.pdf) as pdf:
                bound.append(pdf, name=_place(start))
        labels = [0, Dictionary(S=Name.r), *([first, Dictionary(S=Name.D, St=1)] if sheets else [])]
        bound.frame.Root.PageLabels = Dictionary(Nums=labels)
        _bookmark(bound.frame, sheets, starts)
        bound.close(title=title, author=author, subject=subject)


def concatenate(pieces: Iterable[Piece], *, title: str) -> bytes:
    """The pages of all `pieces` in one PDF."""
    out = BytesIO()
    bound = Binder(out)
    for piece in pieces:
        with _opened(piece.pdf) as pdf:
            bound.append(pdf, piece.indices, piece.drawing)
    bound.close(title=title)
    return out.getvalue()


def _opened(pdf: bytes | Path) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf) if isinstance(pdf, bytes) else pdf)


def _written(to: BinaryIO | Path) -> AbstractContextManager[BinaryIO]:
    return to.open("wb") if isinstance(to, Path) else nullcontext(to)


INDEX = "index"


def _place(start: int) -> str:
    """The name of the place at which a document begins: of one length, as names are looked up in
    their order.
    """
    return f"page-{start:07}"


def _link(
    pdf: pikepdf.Pdf, page: int, rectangle: tuple[float, float, float, float], start: int
) -> None:
    """Make a rectangle of a page lead to where a document begins."""
    here = pdf.pages[page].obj
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[round(edge, 2) for edge in rectangle],
        Border=[0, 0, 0],
        F=PRINTED,
        Dest=String(_place(start)),
    )
    if "/Annots" not in here:
        here.Annots = pikepdf.Array()
    here.Annots.append(pdf.make_indirect(note))


def _bookmark(pdf: pikepdf.Pdf, sheets: Sequence[BoundDocument], starts: Sequence[int]) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Index", String(INDEX)))
        groups: dict[str, OutlineItem] = {}
        for sheet, start in zip(sheets, starts, strict=True):
            if sheet.group not in groups:
                groups[sheet.group] = OutlineItem(sheet.group, String(_place(start)))
                outline.root.append(groups[sheet.group])
            groups[sheet.group].children.append(OutlineItem(sheet.title, String(_place(start))))


def _entries(
    cover: bytes, sheets: Sequence[BoundDocument], starts: Sequence[int]
) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Where each sheet's entry stands on the cover: page and rectangle.

    An entry is found by its words, whatever the spaces, leaders and line breaks between them, and
    by its number at the end of one of its lines.
    """
    lines = [
        line
        for number, page in enumerate(PdfReader(BytesIO(cover)).pages)
        for line in _lines(page, number)
    ]
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
    """The pieces of text on a page: depth (the more, the lower), left edge, size, and words
    without spaces.
    """
    found: list[tuple[float, float, float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if piece := "".join(text.split()):
            found.append((-(tm[5] * cm[3] + cm[5]), tm[4] * cm[0] + cm[4], size, piece))

    page.extract_text(visitor_text=visit)
    return found
