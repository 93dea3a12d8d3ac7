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
from rrdocs.yamlfiles.records import Record, YesNo
from tests.support.field_reads import Read, fields_read, modules
from tests.support.scenarios import deal_of, docket_of

PACKAGE = Path(__file__).parents[1] / "rrdocs"
UNREAD = {
    "clause",  # every rule reads it as a part of the term
}


RECORDS = {
    each.__name__: each
    for module in (grants, covenants)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, Record)
}
FIELDS = sorted(
    (name, field) for name, each in RECORDS.items() for field in each.model_fields.keys() - UNREAD
)
"""Every field of every provision, by the name of its record."""


@pytest.fixture(scope="module")
def reads() -> set[Read]:
    """What the program reads; that a field is checked does not count, for nothing follows."""
    return fields_read({"rrdocs.deal.validation": ""})


def is_read(record: type[Record], field: str, reads: set[Read]) -> bool:
    """Whether something reads a field of this record, be it as one of the classes above it."""
    declaring = [each for each in record.__mro__ if field in vars(each).get("__annotations__", {})]
    return any((each.__name__, field) in reads for each in declaring)


def _sources() -> str:
    packages = ("dates", "deal", "docket", "facts", "rules", "documents", "service")
    files = [path for package in packages for path in (PACKAGE / package).rglob("*.py")]
    return "\n".join(path.read_text("utf-8") for path in files)


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_every_field_of_a_term_is_read_somewhere(name: str, field: str, reads: set[Read]) -> None:
    assert is_read(RECORDS[name], field, reads), f"nothing reads `{field}` of {name}"


def test_a_field_that_only_another_record_has_read_is_not_read(reads: set[Read]) -> None:
    class Confirmed(grants.OptOut):
        confirmed: YesNo = False

    assert ("Delivery", "confirmed") in reads
    assert is_read(Confirmed, "lasts", reads)
    assert not is_read(Confirmed, "confirmed", reads)


def test_what_a_pattern_reads_counts_and_what_is_left_out_does_not() -> None:
    text = "match each:\n    case OptOut(scope=scope):\n        print(scope)\n"
    found = fields_read(dict.fromkeys(modules(), "") | {"rrdocs.cli": text})
    assert found == {("OptOut", "scope")}


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
