"""Redlines show what has changed between two drafts, and are the same each time."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from rrdocs.cli import main
from rrdocs.documents import house_templates
from rrdocs.documents.packets import redline as redlines
from rrdocs.documents.packets.manifest import intact, manifest
from rrdocs.documents.packets.redline import marked, redline
from rrdocs.documents.templates.render import render
from rrdocs.documents.templates.template_files import Library
from rrdocs.pipeline.sample_deal import sample_drafts
from tests.support.packets import SAVVIS, edit, files, make
from tools.whole import VALIDATOR, broken, invalid

try:
    import python_redlines  # noqa: F401 - whether it is there

    THERE = True
except ImportError:
    THERE = False

installed = pytest.mark.skipif(
    not THERE, reason="python-redlines is not installed: pip install 'rrdocs[redline]' (43 MB)"
)


def body(docx: bytes) -> str:
    with zipfile.ZipFile(BytesIO(docx)) as package:
        return package.read("word/document.xml").decode()


@installed
def test_a_changed_figure_is_a_tracked_change_of_a_day_of_the_deal() -> None:
    draft = sample_drafts()["cutback_allocation_notice"][0]
    template = Library([house_templates()]).template(draft.template)
    before = render(template, draft.context)
    after = render(template, {**draft.context, "own_given": "1,650,000\u00a0shares"})
    made = redline(before, after, date(2015, 9, 22))
    assert made == redline(before, after, date(2015, 9, 22))
    text = body(made)
    assert re.search(r"<w:ins [^>]*>.*?1,650,000", text)
    assert re.search(r"<w:del [^>]*>.*?<w:delText[^>]*>[^<]*1,702,128", text)
    assert set(re.findall(r'w:date="([^"]*)"', text)) == {"2015-09-22T00:00:00Z"}
    looks = body(marked(made))
    assert "<w:ins " not in looks
    assert "delText" not in looks
    assert "w:strike" in looks


@installed
def test_a_batch_keeps_redlines_until_the_documents_that_they_compare_change(
    few: Path, deal: Path, made: Path
) -> None:
    """An address that two papers bear has changed since the packet was sent; then a word changes
    in the template of one of them.
    """
    folder = made / SAVVIS.name / "sale-carson"

    def move(old: str, new: str) -> None:
        parties = (deal / "parties.yaml").read_text("utf-8")
        assert old in parties
        (deal / "parties.yaml").write_text(parties.replace(old, new), "utf-8")

    def redlined() -> set[str]:
        return {path.relative_to(folder).as_posix() for path in folder.glob("redlines/**/*.*")}

    move("320 Park Avenue", "14 Park Avenue")
    done = CliRunner().invoke(
        main,
        [
            "draft",
            str(deal),
            "--event",
            folder.name,
            "--against",
            str(few / folder.name),
            "--out",
            str(made),
        ],
    )
    assert done.exit_code == 0, done.output
    whole, first = files(folder), redlined()
    assert first == {
        f"redlines/{name}/carson.{ending}"
        for name in ("notice_of_transfer", "opinion_request")
        for ending in ("docx", "pdf")
    }
    make(deal, made)
    assert files(folder) == whole

    templates = deal / "templates"
    templates.mkdir()
    shutil.copy(house_templates() / "notice_of_transfer.docx", templates)
    edit(templates / "notice_of_transfer.docx", "The particulars of", "Particulars of")
    make(deal, made)
    assert redlined() == {name for name in first if "notice_of_transfer" not in name}
    assert all(files(folder)[name] == whole[name] for name in redlined() if name.endswith(".docx"))
    assert PdfReader(folder / "packet.pdf").pages[0].extract_text().count("Redline: ") == 1
    assert intact(folder, manifest(folder))
    again = files(folder)
    make(deal, made)
    assert files(folder) == again


@installed
def test_the_packet_holds_the_redlines_against_what_was_sent(packets: Path, tmp_path: Path) -> None:
    deal = tmp_path / "data" / SAVVIS.name
    shutil.copytree(SAVVIS, deal)
    parties = (deal / "parties.yaml").read_text("utf-8")
    (deal / "parties.yaml").write_text(
        parties.replace("12851 World Gate Drive", "14 World Gate Drive"), "utf-8"
    )
    sent = packets / "short-1"
    done = CliRunner().invoke(
        main,
        [
            "draft",
            str(deal),
            "--event",
            "short-1",
            "--against",
            str(sent),
            "--out",
            str(tmp_path / "out"),
        ],
    )
    assert done.exit_code == 0, done.output
    folder = tmp_path / "out" / SAVVIS.name / "short-1"
    assert sorted(
        path.relative_to(folder).as_posix() for path in folder.glob("redlines/**/*.*")
    ) == [
        "redlines/refusal_letter/carson.docx",
        "redlines/refusal_letter/carson.pdf",
    ]
    assert broken(list(folder.glob("redlines/**/*.pdf"))) == []
    assert not VALIDATOR.exists() or invalid(list(folder.glob("redlines/**/*.docx"))) == []
    assert "Redline: Refusal Letter" in PdfReader(folder / "packet.pdf").pages[0].extract_text()
    assert "refusal_letter - carson" in (next((folder / "mail").glob("*.eml")).read_text("utf-8"))


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "python_redlines", None)
    with pytest.raises(redlines.RedlinerMissingError, match=r"pip install 'rrdocs\[redline\]'"):
        redline(b"", b"", date(2001, 1, 1))
