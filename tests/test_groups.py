"""Whether some have enough of the stock: of all, of a class, of a group, with or without the
shares that notes would yield.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.agreement.thresholds import threshold
from rrdocs.facts.record.groups import measured
from rrdocs.facts.record.position import fold
from tests.support.scenarios import deal_of

AT = datetime(2001, 6, 6)
AGREEMENT = {
    "groups": {
        "people": {"name": "People", "clause": "1", "members": ["carson", "anderson", "paul"]}
    }
}


# H0: the fund has 6,250,000 shares; of 10,000,000 others Carson and Anderson have 1,500,000 each,
# Paul 900,000.
# HN: the fund has as many; notes of Carson and Anderson are for 3,000,000 each, and all notes for
# 10,000,000.
@pytest.mark.parametrize(
    ("holdings", "rule", "names", "issuable", "line"),
    [
        (
            "H0",
            "at least 1/2 of people",
            ["carson", "paul"],
            False,
            "2,400,000 of 3,900,000; at least 1/2 of people is met",
        ),
        (
            "H0",
            "at least 1/2 of people",
            ["carson", "wcas_viii"],
            False,
            "1,500,000 of 3,900,000; at least 1/2 of people is not met",
        ),
        (
            "H0",
            "at least 1/2 of people",
            ["wcas_viii"],
            False,
            "0 of 3,900,000; at least 1/2 of people is not met",
        ),
        (
            "HN",
            "at least 1/2 of people",
            ["carson"],
            True,
            "3,000,000 of 6,000,000; at least 1/2 of people is met",
        ),
        (
            "HN",
            "more than 1/2 of people",
            ["carson"],
            True,
            "3,000,000 of 6,000,000; more than 1/2 of people is not met",
        ),
        (
            "HN",
            "more than 1/2 of people",
            ["carson"],
            False,
            "0 of 0; more than 1/2 of people is not met",
        ),
        (
            "H0",
            "at least 15% of february_2001",
            ["carson"],
            False,
            "1,500,000 of 10,000,000; at least 15% of february_2001 is met",
        ),
        (
            "H0",
            "at least 16% of february_2001",
            ["carson"],
            False,
            "1,500,000 of 10,000,000; at least 16% of february_2001 is not met",
        ),
        (
            "H0",
            "at least 1% of february_2001",
            ["wcas_viii"],
            False,
            "0 of 10,000,000; at least 1% of february_2001 is not met",
        ),
        (
            "HN",
            "more than 1/2",
            ["wcas_viii"],
            False,
            "6,250,000 of 6,250,000; more than 1/2 is met",
        ),
        (
            "HN",
            "more than 1/2",
            ["wcas_viii"],
            True,
            "6,250,000 of 16,250,000; more than 1/2 is not met",
        ),
        (
            "HN",
            "more than 1/2",
            ["wcas_viii", "carson"],
            True,
            "9,250,000 of 16,250,000; more than 1/2 is met",
        ),
    ],
)
def test_a_part_is_of_what_the_test_names(
    holdings: str, rule: str, names: list[str], issuable: bool, line: str
) -> None:
    position = fold(deal_of({"holdings": holdings, "events": [], "agreement": AGREEMENT}), AT)
    met = measured(position, threshold(rule), names, AT, issuable=issuable)
    assert (met.holds, met.lines) == (line.endswith(" is met"), (line,))


def test_shares_of_notes_count_only_where_that_is_said() -> None:
    position = fold(deal_of({"holdings": "HN", "events": [], "agreement": AGREEMENT}), AT)
    assert measured(position, threshold("at least 1 share"), ["carson"], AT).lines == (
        "0; at least 1 share is not met",
    )
    assert (
        measured(position, threshold("at least 1 share"), ["carson"], AT, issuable=True).holds
        is True
    )
