"""Which entry of the record an answer points to, where several would look alike: cases of the
tables, by their titles.
"""

from __future__ import annotations

import pytest

from tests.support.scenarios import CASES as SCENARIOS
from tests.support.scenarios import PARAMETER_CASES as PARAMETERS
from tests.support.scenarios import Data, deal_of, docket_of

CASES: dict[str, Data] = {
    case["title"]: case
    for case in [case for cases in SCENARIOS.values() for case in cases] + PARAMETERS
}


@pytest.mark.parametrize(
    ("title", "says", "event", "field"),
    [
        # the last of three, of which two are about another demand
        (
            "For one demand counsel decides that each registration may be put off twice",
            "have been determined in all",
            "deferral-3",
            "",
        ),
        # the reply itself, by the way it came
        (
            (
                "Mail that counts from after the thirtieth day but arrived on it stays in until"
                " counsel decides"
            ),
            "is included until counsel",
            "join-lee",
            "delivery",
        ),
    ],
)
def test_a_flag_points_to_what_raised_it(title: str, says: str, event: str, field: str) -> None:
    case = CASES[title]
    flags = [flag for flag in docket_of(case)[0].flags if says in flag.says]
    found = next(each for each in deal_of(case).events if each.id == event)
    assert [flag.evidence for flag in flags] == [found.place_of(field) if field else found.place]
