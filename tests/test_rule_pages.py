"""The pages of the rules: each has its headings, and what they name exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from rrdocs.agreement.interpretations import TABLE
from rrdocs.agreement.terms import Terms
from rrdocs.cli import main
from rrdocs.rules import RULES
from rrdocs.rules.pages import HEADINGS, RulePage, rule_pages

REPOSITORY = Path(__file__).parents[1]
WITHOUT_A_RULE = {
    "assignment": "who becomes a holder: facts/record/holders.py",
    "counterparts": "how instruments are signed: documents/signing",
    "governing_law": "how time is counted: facts/time",
    "loss_of_rights": "who is shut out: facts/requests/loss_of_rights.py, asked by other rules",
    "representations": "nothing is due under it",
}
"""Terms that no rule applies as its own, and where they count."""


@pytest.mark.parametrize("page", rule_pages(), ids=lambda page: page.module)
def test_a_rule_has_every_heading_and_names_what_there_is(page: RulePage) -> None:
    assert tuple(page.parts) == HEADINGS
    assert all(text.strip() for text in page.parts.values())
    assert page.title and page.title[0].islower()
    assert set(page.readings) <= TABLE.keys()
    for number, name in re.findall(r"^`(\w+)` \((A\d+)\)", page.parts["Readings"], re.MULTILINE):
        assert TABLE[number].number == name
    cases = re.split(r",\s+", page.parts["Cases"])
    assert [case for case in cases if not (REPOSITORY / case).is_file()] == []


def test_every_term_is_applied_by_a_rule_or_somewhere_else_by_name() -> None:
    applied = {name for terms in RULES.values() for name in terms}
    assert applied <= Terms.model_fields.keys()
    assert applied | WITHOUT_A_RULE.keys() == Terms.model_fields.keys()
    assert not applied & WITHOUT_A_RULE.keys()


def clause(*arguments: str, code: int = 0) -> str:
    ran = CliRunner().invoke(main, ["clause", *arguments])
    assert ran.exit_code == code, ran.output
    return ran.output


def test_a_clause_of_the_first_agreement_prints_its_rule() -> None:
    said = clause("3(d)")
    assert said.startswith("3(d): piggyback registration\n\nRequires\n  When the issuer proposes")
    headings = [line for line in said.splitlines() if line in HEADINGS]
    assert headings[: len(HEADINGS)] == list(HEADINGS)
    assert said in clause("Section 3(d)")


def test_a_clause_finds_what_stands_within_it_and_what_speaks_of_it() -> None:
    assert "standstill" in clause("3(c)") and "deferral" in clause("3(c)")
    assert clause("3(c)(v)") == clause("3(c)(iii)")
    assert "3(j)" in clause("3(j)")


def test_a_clause_of_a_deal_prints_its_rule_with_the_readings_chosen() -> None:
    said = clause(str(REPOSITORY / "data" / "ardenvale-2019"), "2.2")
    assert "2.2" in said.splitlines()[0]
    assert "Chosen for this deal: " in said


def test_an_unknown_clause_is_refused_with_what_is_close() -> None:
    assert clause("33(d)", code=1).startswith("no rule applies clause 33(d); did you mean ")
    ran = CliRunner().invoke(main, ["clause", "a", "b", "c"])
    assert ran.exit_code == 2
