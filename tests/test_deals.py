"""Every deal in data/: its own history, and what must be answered on some of its days
(tests/answers/<deal>.yaml).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.deal.loading import load
from rrdocs.docket.as_json import as_data
from rrdocs.documents.packets.fingerprint import deals_below
from rrdocs.rules.engine import decide
from tests.support.scenarios import DATA, EXPECT, Data, compare, consistent, read_table, typed

ANSWERS = Path(__file__).parent / "answers"
CASES = [
    (path.stem, case)
    for path in sorted(ANSWERS.glob("*.yaml"))
    for case in read_table(path)["cases"]
]


@pytest.mark.parametrize(
    ("name", "case"),
    [pytest.param(name, case, id=f"{name}: {case['title']}") for name, case in CASES],
)
def test_a_deal_answers(name: str, case: Data) -> None:
    assert case.keys() == {"title", "as_of", "expect"} and case["expect"].keys() <= EXPECT
    deal, problems = load(DATA / name)
    assert deal is not None, problems
    as_of = end_of_day(moment(case["as_of"]))
    docket = decide(deal, as_of)
    consistent(docket, as_of)
    failures = list(compare(typed(case["expect"]), as_data(name, as_of, docket, everything=True)))
    assert not failures, "\n".join(failures)


def test_every_deal_but_the_first_has_its_table() -> None:
    """The Savvis agreement has tests/scenarios/, one table a clause."""
    assert {path.name for path in deals_below(DATA)} - {
        path.stem for path in ANSWERS.glob("*.yaml")
    } <= {"savvis-2001"}
