"""The tools with which lawyers own the templates: what they say, and that the house style is
one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from rrdocs.cli import main
from rrdocs.documents import house_templates
from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates import outline
from rrdocs.documents.templates import styles as style
from rrdocs.documents.templates.checking import fresh, packed, problems
from rrdocs.documents.templates.render import render
from rrdocs.documents.templates.template_files import Library
from rrdocs.pipeline.sample_deal import sample_drafts
from tests.support.packets import SAVVIS

HOUSE = house_templates()


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(main, ["template", *arguments])
    assert done.exit_code == code, done.output
    return done.output


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    """A deal with a folder of its own for templates."""
    folder = tmp_path / SAVVIS.name
    shutil.copytree(SAVVIS, folder)
    (folder / "templates").mkdir()
    return folder


def changed(deal: Path, name: str, before: str, after: str) -> None:
    """Put a changed copy of a house template among the deal's own."""
    package = word.read_package(HOUSE / f"{name}.docx")
    text = package["word/document.xml"].decode()
    assert before in text
    package["word/document.xml"] = text.replace(before, after).encode()
    (deal / "templates" / f"{name}.docx").write_bytes(packed(package))


def test_the_text_of_each_template_is_what_it_would_be_written_from() -> None:
    for path in sorted([*HOUSE.glob("*.docx"), *HOUSE.glob("blocks/*.docx")]):
        package = word.read_package(path)
        text = outline.outline_of(package)
        body = text.partition("\n")[2].partition("\n--- ")[0]
        if style.STYLES in package:
            assert outline.outline_of(outline.replaced(package, body)) == text, path


def test_an_outline_that_cannot_be_written_says_why() -> None:
    package = word.read_package(HOUSE / "refusal_letter.docx")
    for text, words in (
        ("[No Such Style] x", "there is no style “No Such Style”"),
        ("<table Ruled Table 1 2>\n¦ a ¦ b ¦ c\n</table>", "has 3 cells, and the table 2 columns"),
        ("<table Ruled Table 1 2>\nnot a row\n</table>", "is no row of a table"),
        ("<table Ruled Table 1 2>\n¦ a ¦ b", "is not closed"),
        ("[Body Text] x\n<section>\n[Body Text] y", "2 kinds of pages"),
    ):
        with pytest.raises(outline.OutlineError, match=words):
            outline.replaced(package, text)


def test_the_list_names_each_template_its_paper_and_whose_it_is(deal: Path) -> None:
    changed(deal, "waiver", "Everything else stands.", "All else stands.")
    text = run("list", "--deal", str(deal), "--fields")
    assert "D-35 Waiver (of this deal), " in text
    assert "D-04 Suspension Notice, " in text
    assert "waiver_clause" in text
    assert len([line for line in text.splitlines() if not line.startswith(" ")]) == len(
        Library([HOUSE]).names()
    )


@pytest.mark.parametrize(
    ("name", "before", "after", "words"),
    [
        (
            "waiver",
            "{{ waiver_date }}",
            "{{ waiver_dat }}",
            "there is no field `waiver_dat`; did you mean `waiver_date`?",
        ),
        (
            "suspension_notice",
            "{{ happened }}",
            "that day",
            "the law requires that an event has happened, under its clause",
        ),
        (
            "waiver",
            "{{ waiver_date }}",
            "{{ waiver_date }",
            "without its other half in this paragraph",
        ),
        ("waiver", "{% if note %}", "{% note %}", "paragraph 4"),
        (
            "waiver",
            'w:val="Subtitle"',
            'w:val="Fancy"',
            "paragraph 2 “under the {{ agreement_short }}”: the house has no style “Fancy”",
        ),
    ],
)
def test_the_check_says_what_is_wrong_and_where(
    deal: Path, name: str, before: str, after: str, words: str
) -> None:
    changed(deal, name, before, after)
    assert words in run("check", name, "--deal", str(deal), code=1)


def test_a_check_of_what_is_no_template_is_refused() -> None:
    assert "did you mean `waiver`?" in run("check", "waver", code=1)


def test_a_template_is_shown_by_name_and_by_path() -> None:
    text = run("show", "waiver")
    assert text == run("show", str(HOUSE / "waiver.docx"))
    assert "[Title] {{ document_title }}" in text
    assert "is not among the templates" in run("show", "waver", code=1)
    assert "is not a Word document" in run("show", str(HOUSE.parents[1] / "README.md"), code=1)


@pytest.mark.parametrize("name", ["suspension_notice", "demand_notice", "clock_sheet"])
def test_a_new_template_has_every_field_and_renders(deal: Path, name: str) -> None:
    run("new", name, "--deal", str(deal))
    library = Library([deal / "templates", HOUSE])
    context = sample_drafts()[name][0].context
    assert set(context) - {"signature_blocks"} <= library.template(name).fields
    assert problems(library, name, context) == []
    assert render(library.template(name), context)
    assert "is there already" in run("new", name, "--deal", str(deal), code=1)


def test_a_new_template_of_a_paper_that_is_not_known_is_refused(deal: Path) -> None:
    assert "no known document" in run("new", "no_such", "--deal", str(deal), code=1)
    assert fresh(Library([HOUSE]), "letter", {}).startswith(b"PK")


def test_a_preview_is_word_pdf_and_pictures(tmp_path: Path) -> None:
    run("preview", "waiver", "--out", str(tmp_path))
    assert {path.suffix for path in tmp_path.iterdir()} == {".docx", ".pdf", ".png"}
    assert (tmp_path / "waiver-1.png").read_bytes().startswith(b"\x89PNG")
    assert "no template with sample data" in run("preview", "packet_index", code=1)


def test_a_change_of_the_house_style_changes_every_template(tmp_path: Path) -> None:
    house = word.read_package(HOUSE / f"{style.HOUSE_STYLE}.docx")
    house[style.STYLES] = house[style.STYLES].replace(b'w:val="23"', b'w:val="25"')
    (tmp_path / f"{style.HOUSE_STYLE}.docx").write_bytes(packed(house))
    before, after = Library([HOUSE]), Library([tmp_path, HOUSE])
    for name in before.names():
        assert before.digest(name) != after.digest(name)
        assert after.package(name)[style.STYLES] != before.package(name)[style.STYLES]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_template_that_libreoffice_has_saved_still_makes_the_same_letter(deal: Path) -> None:
    own = deal / "templates"
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(own),
                str(HOUSE / "refusal_letter.docx"),
            ],
            check=True,
            capture_output=True,
            timeout=120,
            env={
                name: value
                for name, value in os.environ.items()
                if not name.startswith("FONTCONFIG_")
            },
        )
    ours, saved = Library([HOUSE]), Library([own, HOUSE])
    assert saved.path("refusal_letter").parent == own
    context = sample_drafts()["refusal_letter"][0].context
    assert problems(saved, "refusal_letter", context) == []
    texts = []
    for library in (ours, saved):
        (deal / "made.docx").write_bytes(render(library.template("refusal_letter"), context))
        texts.append(
            outline.outline_of(word.read_package(deal / "made.docx")).partition("\n--- ")[0]
        )
    assert texts[0] == texts[1]
