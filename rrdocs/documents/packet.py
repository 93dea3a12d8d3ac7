"""Packets: many PDFs bound into one, with an index whose entries are links, bookmarks and page labels."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, OutlineItem
from pypdf import PageObject, PdfReader

from rrdocs.documents import archival
from rrdocs.documents.pdf import draw, save

# How far apart baselines of one line may lie, and how far a line reaches above and below its baseline, in points.
_SAME_LINE = 2.0
_ABOVE, _BELOW = 10.0, 3.0
# The width of a figure in ems, which suffices for the end of a line that ends in one.
_DIGIT = 0.5


PRINTED = 4
"""The flag of a link that is printed, as PDF/A asks of all."""


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


@dataclass(frozen=True)
class Piece:
    """Pages of a PDF, all of them unless some are named by their indices from 0; `drawing` is drawn over each."""

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
    """The page on which each of several documents begins, as its label and the index say it: the first one begins on page 1."""
    return list(accumulate(counts, initial=1))[:-1]


def bind(cover: bytes, sheets: Sequence[Sheet], to: BytesIO | Path, *, title: str, author: str = "", subject: str = "") -> None:
    """Write one PDF: the cover's pages (i, ii, …), then the sheets (1, 2, …).

    The cover lists the sheets in their order, each `label` with its `start_pages` number on one of its lines; there it
    becomes a link. Raises PacketError if an entry is not found.
    """
    bound = _Bound()
    first = bound.append(cover)
    *starts, _ = accumulate((bound.append(sheet.pdf) for sheet in sheets), initial=1)
    labels = [0, Dictionary(S=Name.r), *([first, Dictionary(S=Name.D, St=1)] if sheets else [])]
    bound.pdf.Root.PageLabels = Dictionary(Nums=labels)
    targets = [first + start - 1 for start in starts]
    _bookmark(bound.pdf, sheets, targets)
    for (page, rectangle), target in zip(_entries(cover, sheets, starts), targets, strict=True):
        bound.link(page, rectangle, target)
    save(bound.pdf, to, title=title, author=author, subject=subject)


def concatenate(pieces: Iterable[Piece], *, title: str) -> bytes:
    """The pages of all `pieces` in one PDF."""
    bound, out = _Bound(), BytesIO()
    for piece in pieces:
        bound.append(piece.pdf, piece.indices, piece.drawing)
    save(bound.pdf, out, title=title)
    return out.getvalue()


def _opened(pdf: bytes | Path) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf) if isinstance(pdf, bytes) else pdf)


class _Bound:
    """A PDF that pages are added to; what many of them share, it holds once."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self._count = 0
        self._shared: dict[bytes, pikepdf.Object] = {}

    def append(self, pdf: bytes | Path, indices: Sequence[int] | None = None, drawing: bytes = b"") -> int:
        """Add pages, as a Piece names them; returns how many. Their structure for screen readers stays behind."""
        with _opened(pdf) as found:
            archival.carry(self.pdf, found)
            chosen = [found.pages[index] for index in (range(len(found.pages)) if indices is None else indices)]
            for page in chosen:
                if "/StructParents" in page:
                    del page.obj.StructParents
                self.pdf.pages.append(page)
                added = self.pdf.pages[self._count]
                self._count += 1
                self._share(added)
                if drawing:
                    draw(added, drawing)
        return len(chosen)

    def link(self, page: int, rectangle: tuple[float, float, float, float], target: int) -> None:
        """Make a rectangle of a page lead to another page."""
        here = self.pdf.pages[page].obj
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[round(edge, 2) for edge in rectangle], Border=[0, 0, 0],
            F=PRINTED, Dest=[self.pdf.pages[target].obj, Name.Fit],
        )  # fmt: skip
        if "/Annots" not in here:
            here.Annots = pikepdf.Array()
        here.Annots.append(self.pdf.make_indirect(note))

    def _share(self, page: pikepdf.Page) -> None:
        """Let a page's fonts be those that an earlier page brought, where they are the same."""
        fonts = page.resources.get("/Font", Dictionary())
        for name in fonts.keys():  # noqa: SIM118 - a PDF dictionary
            font = fonts[name]
            for face in font.get("/DescendantFonts", [font]):
                descriptor = face.get("/FontDescriptor", Dictionary())
                for kind in ("/FontFile2", "/FontFile3", "/FontFile"):
                    if kind in descriptor:
                        program = descriptor[kind]
                        digest = hashlib.sha256(program.read_raw_bytes()).digest()
                        descriptor[kind] = self._shared.setdefault(digest, program)


def _bookmark(pdf: pikepdf.Pdf, sheets: Sequence[Sheet], targets: Sequence[int]) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Index", 0, "Fit"))
        groups: dict[str, OutlineItem] = {}
        for sheet, target in zip(sheets, targets, strict=True):
            if sheet.group not in groups:
                groups[sheet.group] = OutlineItem(sheet.group, target, "Fit")
                outline.root.append(groups[sheet.group])
            groups[sheet.group].children.append(OutlineItem(sheet.title, target, "Fit"))


def _entries(cover: bytes, sheets: Sequence[Sheet], starts: Sequence[int]) -> Iterator[tuple[int, tuple[float, float, float, float]]]:
    """Where each sheet's entry stands on the cover: page and rectangle.

    An entry is found by its words, whatever the spaces, leaders and line breaks between them, and by its number at the
    end of one of its lines.
    """
    lines = [line for number, page in enumerate(PdfReader(BytesIO(cover)).pages) for line in _lines(page, number)]
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
