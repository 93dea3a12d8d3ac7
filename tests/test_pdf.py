"""A PDF says what its Word document says, in the same bytes on each run, by either engine."""

import shutil
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from rrdocs.documents.pdf.engines import (
    FONTS,
    ConversionError,
    DxpdfEngine,
    Engine,
    EngineMissingError,
    LibreOfficeEngine,
    engine_named,
    finish,
)

TEXT = "Smith & Co <LLP>, of Zürich, holds 1,250,000 shares — “restricted” under Section 2(a)."
libreoffice = pytest.param(
    LibreOfficeEngine,
    marks=pytest.mark.skipif(
        shutil.which("soffice") is None, reason="LibreOffice is not installed"
    ),
    id="libreoffice",
)
both = pytest.mark.parametrize("make", [pytest.param(DxpdfEngine, id="dxpdf"), libreoffice])


def draft(text: str = TEXT, paragraphs: int = 1) -> bytes:
    """A .docx in the house's face."""
    document = Document()
    document.styles["Normal"].font.name = "Times New Roman"
    for _ in range(paragraphs):
        document.add_paragraph(text)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def words(pdf: bytes) -> list[str]:
    """The words of a PDF."""
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split()


@both
def test_the_pdf_says_what_the_document_says(make: Callable[[], Engine]) -> None:
    one, two = make().convert([draft(), draft("Another.", 3)])
    assert words(one) == TEXT.split()
    assert words(two) == ["Another."] * 3


@both
def test_no_documents_make_no_pdfs(make: Callable[[], Engine]) -> None:
    assert make().convert([]) == []


@both
def test_a_finished_pdf_is_the_same_bytes_on_each_run(make: Callable[[], Engine]) -> None:
    runs = [
        finish(make().convert([draft()])[0], title="Notice", author="Savvis", subject="3(a)")
        for _ in range(2)
    ]
    assert runs[0] == runs[1]
    reader = PdfReader(BytesIO(runs[0]))
    assert reader.metadata == {
        "/Title": "Notice",
        "/Author": "Savvis",
        "/Subject": "3(a)",
        "/Producer": "rrdocs",
    }
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert words(runs[0]) == TEXT.split()
    assert set(reader.trailer) & {"/DocChecksum", "/Encrypt"} == set()
    assert "/Metadata" not in reader.root_object


@both
def test_another_document_has_another_identifier(make: Callable[[], Engine]) -> None:
    one, two = (
        PdfReader(BytesIO(finish(pdf, title="x")))
        for pdf in make().convert([draft(), draft("Another.")])
    )
    assert one.trailer["/ID"] != two.trailer["/ID"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_tells_readers_aloud_what_stands_where() -> None:
    root: Any = PdfReader(
        BytesIO(finish(LibreOfficeEngine().convert([draft()])[0], title="x"))
    ).root_object
    assert root["/MarkInfo"] == {"/Marked": True}
    assert "/StructTreeRoot" in root


def test_what_is_not_a_document_is_refused() -> None:
    with pytest.raises(ConversionError, match="dxpdf"):
        DxpdfEngine().convert([b"PK nothing"])


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_libreoffice_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(ConversionError, match="took longer than"):
        LibreOfficeEngine(timeout=0.01).convert([draft()])


@both
def test_an_engine_names_itself_and_its_version(make: Callable[[], Engine]) -> None:
    made = make()
    assert made.name in {"dxpdf", "libreoffice"}
    assert made.version[0].isdigit()


def test_threads_make_the_same_bytes_in_the_same_order() -> None:
    drafts = [draft(f"Document {number}.") for number in range(6)]
    assert DxpdfEngine(threads=2).convert(drafts) == DxpdfEngine(threads=1).convert(drafts)


def test_the_embedded_engine_draws_the_shipped_fonts_only() -> None:
    pdf = PdfReader(BytesIO(DxpdfEngine().convert([draft()])[0]))
    fonts: Any = pdf.pages[0]["/Resources"]
    faces = {str(font.get_object()["/BaseFont"]) for font in fonts["/Font"].values()}
    assert {face.partition("+")[2] for face in faces} == {"LiberationSerif"}
    assert sorted(path.suffix for path in FONTS.iterdir()) == ["", ".ttf", ".ttf", ".ttf", ".ttf"]


def test_the_engine_is_chosen_by_name() -> None:
    assert engine_named("none") is None
    assert isinstance(engine_named("auto"), DxpdfEngine)
    assert isinstance(engine_named("dxpdf"), DxpdfEngine)
    with pytest.raises(ValueError, match="no PDF engine is called 'word'"):
        engine_named("word")


def test_a_missing_libreoffice_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(EngineMissingError, match="LibreOffice is not installed"):
        engine_named("libreoffice")
