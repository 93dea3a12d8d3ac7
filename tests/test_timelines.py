"""The histories of the deals in data/: what must be said of each, day by day. One table a deal, named after it.

``expect`` is read as in tests/scenarios/ (test_scenarios.py says how).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rrdocs.dates import end_of_day, moment
from rrdocs.loading import load
from rrdocs.report import as_data
from rrdocs.rules import decide
from tests.test_scenarios import DATA, EXPECT, Data, _read, _typed, compare, consistent

TABLES = {path.stem: _read(path)["cases"] for path in sorted((Path(__file__).parent / "timelines").glob("*.yaml"))}


@pytest.mark.parametrize(
    ("name", "case"), [pytest.param(name, case, id=f"{name}: {case['title']}") for name, cases in TABLES.items() for case in cases]
)
def test_what_is_said_of_a_history(name: str, case: Data) -> None:
    assert case.keys() == {"title", "as_of", "expect"} and case["expect"].keys() <= EXPECT
    deal, problems = load(DATA / name)
    assert deal is not None, problems
    as_of = end_of_day(moment(case["as_of"]))
    docket = decide(deal, as_of, readings=False)
    consistent(docket, as_of)
    failures = list(compare(_typed(case["expect"]), as_data(name, as_of, docket, everything=True)))
    assert not failures, "\n".join(failures)
