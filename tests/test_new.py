"""`rrdocs new` and `rrdocs terms`: a deal made by answering questions, and the terms of a deal in
words.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader

from rrdocs.agreement.terms import Terms
from rrdocs.cli import main
from rrdocs.deal.loading import load
from rrdocs.interview.answers import reader
from rrdocs.interview.dialogue import asked
from rrdocs.interview.questions import PROVISIONS
from tests.support.answers import ALL, CLOSING, DEMAND, OPENING, PARTIES, REST
from tests.support.packets import SAVVIS

REPOSITORY = Path(__file__).parents[1]


def answered(folder: Path, answers: list[str]) -> Result:
    return CliRunner().invoke(
        main, ["new", str(folder)], input="".join(f"{answer}\n" for answer in answers)
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A deal whose agreement grants demands and nothing else."""
    folder = tmp_path_factory.mktemp("new") / "larkfield"
    found = answered(folder, ALL)
    assert (found.exit_code, found.stderr) == (0, ""), found.output
    return folder


def test_the_answers_make_a_deal_that_passes_the_check(made: Path) -> None:
    deal, problems = load(made)
    assert deal is not None and problems == []
    demand, terms = deal.terms.demand, deal.terms
    assert demand is not None and demand.clause == "2.1" and str(demand.threshold) == "at least 25%"
    assert (str(demand.notice), str(demand.response), demand.reply, demand.limit) == (
        "10 days",
        "20 days after giving",
        "given",
        None,
    )
    assert [name for name in Terms.model_fields if getattr(terms, name) is not None] == [
        "demand",
        "notices",
        "governing_law",
    ]
    assert (
        list(terms.notices.methods) == ["hand", "courier", "mail"]
        and str(terms.notices.methods["mail"].after) == "5 business days"
    )
    assert (terms.governing_law.state, terms.governing_law.public_holidays) == (
        "Delaware",
        "de_501",
    )
    assert deal.agreement.tranches["series_a"].shares == 1_500_000
    assert [(party, found.role) for party, found in deal.parties.items()] == [
        ("larkfield", "issuer"),
        ("tern_partners", "investor"),
    ]
    assert deal.parties["larkfield"].address is not None and deal.parties[
        "larkfield"
    ].address.lines == (
        "12 Mill Lane",
        "Wilmington, DE 19801",
    )
    assert [(item.clause, item.says) for item in deal.agreement.unmodelled] == [
        ("2.9(b)", "rights end on a sale of the company")
    ]


def test_the_file_says_above_each_term_what_it_is_and_what_else_it_may_state(made: Path) -> None:
    text = (made / "agreement.yaml").read_text("utf-8")
    assert "  # Holders may demand a registration. It may also state: more_than, by, tell, " in text
    assert '    clause: 2.1\n    requires: "at least 25%"\n' in text
    assert sorted(path.name for path in made.iterdir()) == [
        "agreement.yaml",
        "events",
        "parties.yaml",
    ]


def test_a_bad_answer_is_refused_at_once_and_asked_again(tmp_path: Path) -> None:
    demand = [
        "2.1",
        "a quarter",
        "at least 25%",
        "shares, metod",
        "",
        "10 dayz",
        "10 days",
        "20 days after giving",
        "gven",
        "given",
        "",
        "",
    ]
    answers = [
        OPENING[0],
        "January 31",
        *OPENING[1:],
        PARTIES[0],
        "corporatoin",
        *PARTIES[1:],
        *demand,
        *[""] * REST,
        *CLOSING,
    ]
    found = answered(tmp_path / "deal", answers)
    assert found.exit_code == 0, found.output
    for words in (
        "`January 31` must be a date",
        "`corporatoin` must be one of person, ",
        "did you mean `corporation`?",
        "`a quarter` must be a threshold such as",
        "did you mean `method`?",
        "`10 dayz` must be a period such as",
        "did you mean `given`?",
    ):
        assert words in found.output
    assert load(tmp_path / "deal")[0] is not None


def test_what_was_answered_before_it_was_broken_off_is_kept(tmp_path: Path, made: Path) -> None:
    folder = tmp_path / "larkfield"
    for count in (5, 20, 30):
        stopped = answered(
            folder,
            (
                ALL[:count]
                if count == 5
                else ALL[sum(1 for _ in json.loads((folder / ".answers.json").read_text())) : count]
            ),
        )
        assert stopped.exit_code == 1
        assert f"stopped; {count} answers are kept: `rrdocs new " in stopped.stderr
        assert not (folder / "agreement.yaml").exists() and not (folder / "parties.yaml").exists()
    done = answered(folder, ALL[30:])
    assert done.exit_code == 0 and "30 answers are there already" in done.output
    for name in ("agreement.yaml", "parties.yaml"):
        assert (folder / name).read_bytes() == (made / name).read_bytes()


def test_one_question_back(tmp_path: Path, made: Path) -> None:
    answers = [*OPENING[:2], "A slip", "<", *OPENING[2:], *PARTIES, *DEMAND, *[""] * REST, *CLOSING]
    found = answered(tmp_path / "larkfield", ["<", *answers])
    assert found.exit_code == 0, found.output
    assert (tmp_path / "larkfield" / "agreement.yaml").read_bytes() == (
        made / "agreement.yaml"
    ).read_bytes()


def test_a_deal_that_is_there_is_not_overwritten(made: Path) -> None:
    before = (made / "agreement.yaml").read_bytes()
    found = answered(made, ALL)
    assert (found.exit_code, found.stdout) == (1, "") and "there is a deal already" in found.stderr
    assert (made / "agreement.yaml").read_bytes() == before


def test_kept_answers_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / ".answers.json").write_text("[1", "utf-8")
    found = answered(tmp_path, ALL)
    assert found.exit_code == 1 and "these are no answers" in found.stderr


def test_every_provision_is_asked_for_and_all_that_it_needs() -> None:
    assert list(asked({each.name: each for each in PROVISIONS})) == []
    assert sorted(each.name for each in PROVISIONS) == sorted(Terms.model_fields)


@pytest.mark.parametrize("provision", PROVISIONS, ids=lambda each: each.name)
def test_what_enter_means_is_an_answer(provision: object) -> None:
    each = next(found for found in PROVISIONS if found is provision)
    for name, _, default in each.asks:
        if default:
            assert reader(each.record.model_fields[name])(default) not in (None, [])


# ---- terms


def terms(*words: str) -> str:
    found = CliRunner().invoke(main, ["terms", *words])
    assert (found.exit_code, found.stderr) == (0, ""), found.output
    return found.stdout


def test_terms_in_a_pipe_are_plain_lines() -> None:
    text = terms(str(SAVVIS), "--as-of", "2001-06-06")
    lines = (
        "3(a)          Demand",
        "more than: 1/2",
        "must state: shares, method",
        "notice: immediately",
    )
    assert f"\n{' ' * 16}".join(lines) in text
    assert "                tell: others *\n" in text  # a default, which is marked
    assert "                net proceeds over: $5,000,000.00\n" in text
    assert (
        "same day                                How soon is immediately (A06) [default]\n" in text
    )
    assert "NOT EXPRESSED IN THE DATA\n3(c)(viii)    whether disclosure would be required" in text
    assert "\x1b" not in text


def test_terms_of_another_deal_are_its_own() -> None:
    text = terms(str(REPOSITORY / "data" / "ardenvale-2019"), "--as-of", "2023-01-10")
    assert "requires: at least 40%" in text and "holds: at least 500,000 shares" in text
    assert "gives no roll" in text  # counsel's reason for a reading


def test_the_sheet_of_terms_is_a_document_with_a_line_for_each_provision(tmp_path: Path) -> None:
    paths = [
        Path(line)
        for line in terms(str(SAVVIS), "--as-of", "2001-06-06", "--out", str(tmp_path)).splitlines()
    ]
    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "savvis-2001/terms_sheet.docx",
        "savvis-2001/terms_sheet.pdf",
    ]
    reader = PdfReader(paths[1])
    assert reader.metadata and str(reader.metadata.title).startswith("Sheet of Terms: ")
    text = "".join(page.extract_text() for page in reader.pages)
    words = " ".join(text.split())
    assert (
        "Sheet of Terms" in words
        and "3(c)(viii) Deferral longest: 90 days" in words
        and "Counsel, with the date: ____" in words
    )
    assert words.count("______") >= 40
    again = terms(
        str(SAVVIS), "--as-of", "2001-06-06", "--out", str(tmp_path / "again")
    ).splitlines()
    assert [Path(line).read_bytes() for line in again] == [path.read_bytes() for path in paths]
