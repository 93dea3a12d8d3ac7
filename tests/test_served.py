"""Proof of service: what was sent, when it counts as received and why, what is wanting, and the
papers that say so.
"""

from __future__ import annotations

import json
import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from rrdocs.cli import main
from tests.support.packets import SAVVIS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The illustrative deal, in which a further notice went out in ways that do not suffice."""
    target = tmp_path_factory.mktemp("served") / SAVVIS.name
    shutil.copytree(SAVVIS, target)
    (target / "events" / "lee.pdf").write_bytes(b"%PDF")
    common = "notice-sent --about demand-3 --document demand_further_notice"
    for words in (
        "--to paul --method email",
        "--to lee --method fax --received 2002-05-07T10:05 --evidence lee.pdf",
        "--to sorrel --method courier --address 320#Park#Avenue,#Suite#2500,#New#York,#NY#10022",
        "--to rather --method mail",
        "--to clark --method hand",
        "--to swani --method courier",
        "--to mathews --method email",
    ):
        record(
            target,
            *[word.replace("#", " ") for word in f"{common} {words}".split()],
            as_of="2002-05-07T10:00",
        )
    record(target, *f"{common} --to mathews --method hand".split(), as_of="2002-05-08T10:00")
    return target


def record(folder: Path, *words: str, as_of: str) -> None:
    result = CliRunner().invoke(main, ["record", str(folder), *words, "--as-of", as_of])
    assert result.exit_code == 0, result.output


def served(folder: Path, *words: str, as_of: str = "2002-05-10") -> Result:
    return CliRunner().invoke(
        main, ["served", str(folder), "--about", "demand-3", "--as-of", as_of, *words]
    )


@pytest.fixture(scope="module")
def log(folder: Path) -> dict[str, Any]:
    result = served(folder, "--json")
    return {
        entry["notice"].removeprefix("demand-3-demand-further-notice-"): entry
        for entry in json.loads(result.stdout)
    }


def test_when_each_counts_as_received_and_why(log: dict[str, Any]) -> None:
    assert {
        name: (entry["sufficient"], entry["counts_as_received"]) for name, entry in log.items()
    } == {
        "paul": (None, None),
        "lee": (True, None),
        "sorrel": (True, None),
        "rather": (True, "2002-05-14"),
        "clark": (True, "2002-05-07"),
        "swani": (True, None),
        "mathews": (None, None),
        "mathews-2": (True, "2002-05-08"),
    }
    assert (
        log["rather"]["why"]
        == "mailed Tuesday, May\xa07, 2002 + 5 business days (by federal holidays) = Tuesday,"
        " May\xa014, 2002"
    )
    assert {entry["clause"] for entry in log.values()} == {"8(f)"}


def test_what_is_wanting_and_what_mends_it(log: dict[str, Any]) -> None:
    assert {name: entry["remedy"] for name, entry in log.items()} == {
        "paul": "send it again by a method that Section\xa08(f) names",
        "lee": "send the courier copy, or record its delivery",
        "sorrel": (
            "send it again to the address in force"
        ),  # his new address was furnished to all in October
        "rather": None,
        "clark": None,
        "mathews-2": None,
        "swani": "obtain and record proof of delivery",
        "mathews": "it was sent again",
    }
    assert log["sorrel"]["warnings"] == [
        "sent to 320 Park Avenue, Suite 2500, New York, NY 10022, not the address in force"
    ]
    assert log["rather"]["warnings"] == ["it counts as received only on Tuesday, May\xa014, 2002"]
    assert (log["lee"]["evidence"], log["lee"]["missing_evidence"]) == (["lee.pdf"], [])


def test_an_address_that_was_not_recorded_is_that_in_force_on_its_day(log: dict[str, Any]) -> None:
    assert (log["lee"]["address"], log["lee"]["address_recorded"]) == ("(212) 893-9575", False)
    assert log["swani"]["address"] == "320 Park Avenue, Suite 2500, New York, NY 10022"
    assert log["paul"]["address"] == "an address that is not on record"


def test_the_exit_code_says_whether_something_is_to_be_sent_again(folder: Path) -> None:
    assert served(folder).exit_code == 1
    assert (
        CliRunner()
        .invoke(main, ["served", str(SAVVIS), "--about", "demand-2", "--as-of", "2001-07-01"])
        .exit_code
        == 0
    )
    nobody = CliRunner().invoke(main, ["served", str(SAVVIS), "--about", "demand-22"])
    assert (nobody.exit_code, nobody.stderr) == (
        1,
        "no notice on record is named by `demand-22`; did you mean `demand-2`?\n",
    )


def test_evidence_that_is_not_there_is_missed(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / SAVVIS.name
    shutil.copytree(folder, target)
    (target / "events" / "lee.pdf").unlink()
    assert "! the file lee.pdf is not beside the events" in served(target).stdout


def test_later_evidence_completes_the_record(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / SAVVIS.name
    shutil.copytree(folder, target)
    notice = "demand-3-demand-further-notice"
    record(
        target,
        *f"notice-received --notice {notice}-lee --courier-followup 2002-05-08".split(),
        as_of="2002-05-09",
    )
    record(
        target,
        *f"notice-received --notice {notice}-swani --received 2002-05-09".split(),
        as_of="2002-05-09",
    )
    said = served(target).stdout
    assert (
        "Eric J. Lee: by facsimile to (212) 893-9575, sent May\xa07, 2002, at 10:00\xa0a.m.; counts"
        " as received May\xa07, 2002" in said
    )
    assert "  Sanjay Swani: by national overnight courier to 320 Park Avenue" in said
    assert [
        line.strip().partition(":")[0].removeprefix(f"{notice}-")
        for line in said.partition("To be done\n")[2].splitlines()
    ] == [
        "paul",
        "sorrel",
    ]


DECLARATION = "declaration_of_service-demand-3-demand_further_notice-savvis"


def words_of(path: Path) -> str:
    """All the text of a Word document, in order of paragraphs and then tables."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells]).replace(
        "\xa0", " "
    )


def test_the_log_and_the_declaration_are_papers(folder: Path, tmp_path: Path) -> None:
    result = served(folder, "--out", str(tmp_path))
    home = tmp_path / SAVVIS.name / "_served"
    names = {path.name for path in home.iterdir()}
    papers = [f"{name}.{kind}" for name in ("service_log", DECLARATION) for kind in ("docx", "pdf")]
    assert names == set(papers)
    assert result.stderr.splitlines() == [f"{home.as_posix()}/{name}" for name in papers]
    log = words_of(home / "service_log.docx")
    assert (
        "From SAVVIS Communications Corporation, sent eight times; three of them count as received."
        in log
    )
    assert "Send it again to the address in force." in log
    declaration = words_of(home / f"{DECLARATION}.docx")
    assert "On May 7, 2002, at 10:00 a.m., by first-class certified mail, on:" in declaration
    assert "On May 8, 2002, at 10:00 a.m., by delivery in person, on:" in declaration
    assert "true and correct" in declaration
    for left_out in (
        "Andrew Paul",
        "Eric J. Lee",
        "Lawrence Sorrel",
    ):  # what is not good service is not declared
        assert left_out not in declaration
        assert left_out in log
    for path in home.glob("*.pdf"):
        reader = PdfReader(BytesIO(path.read_bytes()))
        assert reader.metadata is not None
        assert reader.metadata.title in ("Service Log", "Declaration of Service")
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    served(folder, "--out", str(tmp_path))
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_nothing_is_declared_where_nothing_was_well_served(tmp_path: Path) -> None:
    target = tmp_path / SAVVIS.name
    shutil.copytree(SAVVIS, target)
    words = "notice-sent --about demand-3 --document demand_further_notice --to paul --method email"
    record(target, *words.split(), as_of="2002-05-07")
    result = served(target, "--out", str(tmp_path / "out"), "--pdf-engine", "none")
    assert (
        "no declaration on demand_further_notice, demand-3: nothing was sent by a method"
        in result.stderr
    )
    assert [path.name for path in (tmp_path / "out" / SAVVIS.name / "_served").iterdir()] == [
        "service_log.docx"
    ]
