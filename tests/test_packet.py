"""A packet's bookmarks, page labels and links all lead to the same pages."""

import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Inches
from pypdf import PdfReader
from pypdf.generic import ArrayObject

from rrdocs.documents.pdf.engines import DxpdfEngine
from rrdocs.documents.pdf.packet import (
    BoundDocument,
    PacketError,
    Piece,
    bind,
    concatenate,
    page_count,
    start_pages,
)

LENGTHS = (2, 1, 3)
LABELS = (
    "Further Notice to Mr. Anderson",
    "Further Notice to " + "a very long partnership " * 12 + "2001",
    "Legend 3",
)


def word(*texts: str) -> bytes:
    """A .docx with a page for each text; a tab in it leads to a number at the right."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    for number, text in enumerate(texts):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.page_break_before = number > 0
        for line in text.split("\n"):
            paragraph = paragraph if not paragraph.text else document.add_paragraph()
            paragraph.add_run(line)
            paragraph.paragraph_format.tab_stops.add_tab_stop(
                Inches(6), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
            )
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def papers() -> list[bytes]:
    """The documents of the packet."""
    drafts = [
        word(*(f"document {name} page {page}" for page in range(1, n + 1)))
        for name, n in enumerate(LENGTHS, 1)
    ]
    return DxpdfEngine().convert(drafts)


@pytest.fixture(scope="module")
def sheets(papers: list[bytes]) -> list[BoundDocument]:
    """The packet's sheets."""
    groups = ("Further Notices", "Further Notices", "Legends")
    titles = ("Mr. Anderson", "The partnership", "Legend")
    return [BoundDocument(*each) for each in zip(titles, groups, papers, LABELS, strict=True)]


@pytest.fixture(scope="module")
def cover(sheets: list[BoundDocument]) -> bytes:
    """A cover of two pages: an index after a page of words in which a label stands too."""
    starts = start_pages(page_count(sheet.pdf) for sheet in sheets)
    index = "\n".join(f"{sheet.label}\t{page}" for sheet, page in zip(sheets, starts, strict=True))
    return DxpdfEngine().convert([word("A cover", index)])[0]


@pytest.fixture(scope="module")
def packet(cover: bytes, sheets: list[BoundDocument]) -> PdfReader:
    """The bound packet."""
    return PdfReader(BytesIO(bound(cover, sheets, author="Counsel")))


def bound(cover: bytes, sheets: list[BoundDocument], author: str = "") -> bytes:
    """A packet's bytes."""
    out = BytesIO()
    bind(cover, sheets, out, title="Packet", author=author)
    return out.getvalue()


def links(reader: PdfReader) -> list[tuple[int, list[float], int]]:
    """Every link: the page it stands on, its rectangle, the page it leads to."""
    found = []
    for number, page in enumerate(reader.pages):
        for reference in page.get("/Annots", ArrayObject()):
            note: Any = reference.get_object()
            goal = reader.get_destination_page_number(reader.named_destinations[note["/Dest"]])
            assert goal is not None
            found.append((number, [float(edge) for edge in note["/Rect"]], goal))
    return found


def test_sheets_begin_where_the_pages_before_them_end(sheets: list[BoundDocument]) -> None:
    assert start_pages(page_count(sheet.pdf) for sheet in sheets) == [1, 3, 4]
    assert start_pages([]) == []


def test_the_covers_pages_are_roman_and_the_rest_count_from_one(packet: PdfReader) -> None:
    assert packet.page_labels == ["i", "ii", "1", "2", "3", "4", "5", "6"]


def test_bookmarks_are_two_levels_deep(packet: PdfReader) -> None:
    outline: Any = packet.outline
    index, notices, two, legends, one = outline
    assert [index.title, notices.title, legends.title] == ["Index", "Further Notices", "Legends"]
    assert [(each.title, packet.get_destination_page_number(each)) for each in two + one] == [
        ("Mr. Anderson", 2),
        ("The partnership", 4),
        ("Legend", 5),
    ]


def test_each_entry_of_the_index_is_a_link_to_its_documents_first_page(packet: PdfReader) -> None:
    found = links(packet)
    assert [goal for _, _, goal in found] == [2, 4, 5]
    assert {page for page, _, _ in found} == {1}
    for _, (left, bottom, right, top), _ in found:
        assert 72 < left < 100
        assert 500 < right < 540
        assert 0 < bottom < top < 792
    heights = [top - bottom for _, (_, bottom, _, top), _ in found]
    assert heights[1] > 2 * heights[0]
    tops = [rectangle[3] for _, rectangle, _ in found]
    assert tops == sorted(tops, reverse=True)
    for number, goal in enumerate((2, 4, 5), 1):
        assert packet.pages[goal].extract_text().split() == f"document {number} page 1".split()


def test_a_sheet_may_be_a_file(
    cover: bytes, sheets: list[BoundDocument], packet: PdfReader, tmp_path: Path
) -> None:
    filed = []
    for number, sheet in enumerate(sheets):
        path = tmp_path / f"{number}.pdf"
        assert isinstance(sheet.pdf, bytes)
        path.write_bytes(sheet.pdf)
        filed.append(BoundDocument(sheet.title, sheet.group, path, sheet.label))
    assert len(PdfReader(BytesIO(bound(cover, filed))).pages) == len(packet.pages)


def test_a_cover_without_an_entry_is_refused(cover: bytes, papers: list[bytes]) -> None:
    with pytest.raises(PacketError, match="no entry “Nobody” in its place"):
        bound(cover, [BoundDocument("x", "y", papers[0], "Nobody")])


def test_a_cover_with_another_page_number_is_refused(cover: bytes, papers: list[bytes]) -> None:
    with pytest.raises(PacketError, match="does not give page 1 for “Legend 3”"):
        bound(cover, [BoundDocument("x", "y", papers[0], LABELS[2])])


def test_the_same_packet_is_the_same_bytes_in_every_process(
    cover: bytes, papers: list[bytes], tmp_path: Path
) -> None:
    (tmp_path / "cover.pdf").write_bytes(cover)
    for number, paper in enumerate(papers):
        (tmp_path / f"{number}.pdf").write_bytes(paper)
    script = (
        "import hashlib, pathlib; from rrdocs.documents.pdf.packet import *\n"
        f"here, labels = pathlib.Path({str(tmp_path)!r}), {LABELS!r}\n"
        "sheets = [BoundDocument('t', 'g', here / f'{n}.pdf', label)"
        " for n, label in enumerate(labels)]\n"
        "bind((here / 'cover.pdf').read_bytes(), sheets, here / 'packet.pdf', title='Packet')\n"
        "print(hashlib.sha256((here / 'packet.pdf').read_bytes()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong(
    cover: bytes, sheets: list[BoundDocument], tmp_path: Path
) -> None:
    path = tmp_path / "packet.pdf"
    bind(cover, sheets, path, title="Packet")
    done = subprocess.run(["qpdf", "--check", path], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pages_are_pulled_out_and_put_together(papers: list[bytes]) -> None:
    signature = concatenate([Piece(papers[2], [2, 0])], title="Signature pages")
    both = PdfReader(BytesIO(concatenate([Piece(signature), Piece(papers[1])], title="All")))
    assert [page.extract_text().split() for page in both.pages] == [
        f"document {document} page {page}".split() for document, page in ((3, 3), (3, 1), (2, 1))
    ]
    assert both.metadata is not None
    assert both.metadata.title == "All"
    assert page_count(signature) == 2
    assert signature == concatenate([Piece(papers[2], [2, 0])], title="Signature pages")


def test_what_is_drawn_over_a_page_does_not_change_the_page_itself(papers: list[bytes]) -> None:
    plain, drawn = (
        concatenate([Piece(papers[2], [1], drawing)], title="x")
        for drawing in (b"", b"0 0 10 10 re f")
    )
    with pikepdf.open(BytesIO(plain)) as before, pikepdf.open(BytesIO(drawn)) as after:
        first, own, last = after.pages[0].obj.Contents
        assert own.read_bytes() == before.pages[0].obj.Contents.read_bytes()
        assert [first.read_bytes().split(), last.read_bytes().split()] == [
            [b"q"],
            [b"Q", b"0", b"0", b"10", b"10", b"re", b"f"],
        ]


def test_what_sheets_share_is_held_once(papers: list[bytes]) -> None:
    alone, tenfold = (len(concatenate([Piece(papers[0])] * times, title="x")) for times in (1, 10))
    assert tenfold < 2 * alone
