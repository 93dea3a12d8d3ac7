"""The terms of an agreement: no field is there that nothing reads, and what is not expressed is
said in every decision of its clause.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rrdocs.agreement import covenants
from rrdocs.agreement import registration_rights as grants
from rrdocs.agreement.terms import Terms
from rrdocs.docket.as_json import as_data
from rrdocs.docket.decisions import same_clause
from rrdocs.docket.explanation import memorandum
from rrdocs.yamlfiles.records import Record
from tests.test_scenarios import deal_of, docket_of

PACKAGE = Path(__file__).parents[1] / "rrdocs"
UNREAD = {
    "clause",  # every rule reads it as a part of the term
}


def _fields() -> set[tuple[str, str]]:
    """Every field of every provision, by the name of its record."""
    records = {
        each
        for module in (grants, covenants)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Record)
    }
    return {
        (each.__name__, name)
        for each in records
        for name in each.model_fields
        if name not in UNREAD
    }


def _sources() -> str:
    packages = ("dates", "deal", "docket", "facts", "rules", "documents", "service")
    files = [path for package in packages for path in (PACKAGE / package).rglob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize(("record", "name"), sorted(_fields()))
def test_every_field_of_a_term_is_read_somewhere(record: str, name: str) -> None:
    own = "".join(
        (PACKAGE / "agreement" / f"{module}.py").read_text("utf-8")
        for module in ("registration_rights", "covenants")
    )
    used = re.search(rf"\.{name}\b", _sources()) or re.search(rf"self\.{name}\b", own)
    assert used, f"nothing reads `{name}` of {record}"


def test_every_term_is_read_somewhere() -> None:
    sources = _sources()
    unread = [
        name
        for name in Terms.model_fields
        if not re.search(rf"\bterms\.{name}\b|\"{name}\"", sources)
    ]
    assert unread == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2(b)", "2(b)", True),
        ("2(b)", "2(b)(x)", True),
        ("2(b)(x)", "2(b)", True),
        ("2(b)", "2(c)", False),
        ("3(a), 8(f)", "8(f)", True),
        ("2", "21", False),
    ],
)
def test_a_clause_agrees_with_its_parts(one: str, other: str, same: bool) -> None:
    assert same_clause(one, other) is same


def test_what_is_not_expressed_is_said_in_every_decision_of_its_clause() -> None:
    case = {
        "as_of": "2001-06-06",
        "holdings": ["H0", "demand"],
        "agreement": {"unmodelled": [{"clause": "3(a)", "says": "who pays for the printing"}]},
    }
    docket, as_of = docket_of(case)
    decisions = as_data("a deal", as_of, docket, everything=True)["decisions"]
    said = {each["clause"] for each in decisions if each["unmodelled"]}
    assert (
        said
        == {each["clause"] for each in decisions if each["clause"].startswith("3(a)")}
        == {"3(a)"}
    )
    assert any(
        "Not expressed in the data. who pays for the printing." in line
        for line in memorandum(deal_of(case), docket, as_of)
    )
