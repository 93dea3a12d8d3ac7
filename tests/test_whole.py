"""Every file that the main job writes is whole, valid, and says the same in Word and as PDF; what
is not is found.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from tests.support.packets import SAVVIS
from tools.whole import QPDF, VALIDATOR, broken, differing, faults, invalid, main, unchecked

validated = pytest.mark.skipif(
    not VALIDATOR.exists(), reason="the validator of Word documents is not installed: npm install"
)


@pytest.fixture(scope="module")
def papers(everything: Path) -> list[Path]:
    return sorted(everything.rglob("*.docx"))


def test_every_manifest_lists_every_file_with_its_hash(everything: Path) -> None:
    folders = [path.parent for path in everything.glob("*/*/manifest.json")]
    assert {folder.parent.name for folder in folders} == {
        folder.name for folder in SAVVIS.parent.iterdir()
    }
    assert [fault for folder in folders for fault in faults(folder)] == []


@validated
def test_every_word_document_is_valid(papers: list[Path]) -> None:
    assert len(papers) > 300
    assert invalid(papers) == []


@pytest.mark.skipif(QPDF is None, reason="qpdf is not installed")
def test_qpdf_finds_nothing_wrong_with_any_pdf(everything: Path, papers: list[Path]) -> None:
    pdfs = sorted(everything.rglob("*.pdf"))
    assert len(pdfs) > len(papers)  # one beside each document, packets, and pages to sign
    assert broken(pdfs) == []


def test_every_pdf_says_what_its_word_document_says(papers: list[Path]) -> None:
    assert differing(papers) == []


# ---- what is not whole


@pytest.fixture
def spoilt(few: Path, tmp_path: Path) -> Path:
    """A copy of a packet's folder, to spoil."""
    return Path(shutil.copytree(few / "short-1", tmp_path / "out" / "savvis-2001" / "short-1"))


def rewrite(docx: Path, old: bytes, new: bytes) -> None:
    """Change the XML of a document's body."""
    with zipfile.ZipFile(docx) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    assert old in parts["word/document.xml"]
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1)
    with zipfile.ZipFile(docx, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_a_file_too_few_too_many_or_changed_is_said(
    spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (spoilt / "memo.pdf").unlink()
    (spoilt / "notes.txt").write_text("mine", "utf-8")
    rewrite(spoilt / "memo.docx", b"</w:t>", b"!</w:t>")
    assert [fault.removeprefix(f"{spoilt}: ") for fault in faults(spoilt)] == [
        "memo.pdf is missing",
        "notes.txt is not in the manifest",
        "memo.docx has changed",
    ]
    shutil.rmtree(spoilt)
    assert (main(spoilt.parents[1]), "0 packets" in capsys.readouterr().out) == (1, True)


@validated
def test_a_document_that_word_would_refuse_is_said(spoilt: Path) -> None:
    letter = spoilt / "documents" / "refusal_letter" / "carson.docx"
    rewrite(letter, b"<w:body>", b"<w:body><w:nonsense/>")
    (fault,) = invalid([spoilt / "memo.docx", letter])
    assert fault.startswith(f"{letter}: ") and "nonsense" in fault
    letter.write_bytes(b"PK nothing")
    assert len(invalid([letter])) == 1


@pytest.mark.parametrize(
    "qpdf",
    [
        pytest.param(QPDF, marks=pytest.mark.skipif(QPDF is None, reason="qpdf is not installed")),
        None,
    ],
)
def test_a_pdf_that_is_cut_off_is_said_with_qpdf_and_without(
    spoilt: Path, qpdf: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.whole.QPDF", qpdf)
    assert (
        list(unchecked())[-1:] == ([] if qpdf else ["PDFs are only read: qpdf is not installed"])
        or not VALIDATOR.exists()
    )
    assert broken([spoilt / "memo.pdf", spoilt / "packet.pdf"]) == []
    (spoilt / "memo.pdf").write_bytes((spoilt / "memo.pdf").read_bytes()[:200])
    PdfWriter().write(spoilt / "none.pdf")
    assert len(broken([spoilt / "memo.pdf"])) == 1
    assert qpdf or broken([spoilt / "none.pdf"]) == [f"{spoilt / 'none.pdf'}: has no page"]


def test_a_pdf_that_says_something_else_is_said(spoilt: Path) -> None:
    letter = spoilt / "documents" / "refusal_letter" / "carson.docx"
    rewrite(letter, b"not intend", b"now intend")
    assert differing([spoilt / "memo.docx", letter]) == [f"{letter}: the PDF says something else"]
