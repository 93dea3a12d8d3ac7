"""Every field that a data file may hold says what it means, with an example that it accepts."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from rrdocs.agreement.interpretations import Choice
from rrdocs.agreement.parties import Roster
from rrdocs.agreement.terms import Agreement
from rrdocs.deal.events import EVENT_TYPES
from rrdocs.yamlfiles.descriptions import described, example_of
from rrdocs.yamlfiles.records import Record

ROOT = Path(__file__).parents[1]
TOOL = runpy.run_path(str(ROOT / "tools" / "terms.py"))


def records() -> list[type[Record]]:
    found: dict[type[Record], None] = dict.fromkeys((Agreement, Roster, Choice))
    roots: list[type[Record]] = [Agreement, Roster, *EVENT_TYPES.values()]
    for root in roots:
        found[root] = None
        TOOL["below"](root, found)
    return list(found)


FIELDS = [(record, name) for record in records() for name in record.model_fields]


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_a_record_says_what_it_is(record: type[Record]) -> None:
    assert record.__doc__ and record.__doc__.strip().endswith(".")
    if record in EVENT_TYPES.values():
        assert record.__doc__.startswith("Record ")


@pytest.mark.parametrize(
    ("record", "name"), FIELDS, ids=[f"{record.__name__}-{name}" for record, name in FIELDS]
)
def test_a_field_says_what_it_means_with_an_example_that_it_accepts(
    record: type[Record], name: str
) -> None:
    found = described(record)[name]
    assert re.match(r"[A-Z]", found.text) and found.text.endswith(".")
    info = record.model_fields[name]
    value = example_of(found.example)
    assert found.example
    if name != "type":
        adapter = TypeAdapter(info.rebuild_annotation())
        adapter.validate_python(value)


@pytest.mark.parametrize("page", ["terms", "events"])
def test_the_reference_pages_are_what_the_code_says(page: str) -> None:
    assert (ROOT / "docs" / f"{page}.md").read_text("utf-8") == TOOL[page](), (
        "python tools/terms.py"
    )
