"""Liquidated damages: the times for which they are counted, their periods, and cents; dates and
sums worked by hand.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from rrdocs.agreement.covenants import Damages
from rrdocs.rules.registrations.liquidated_damages import Failed, Part, Run, _cents, parts, runs
from tests.support.scenarios import Data, docket_of

APRIL_14, MAY_14, JUNE_1, JULY_13 = (
    date(2021, 4, 14),
    date(2021, 5, 14),
    date(2021, 6, 1),
    date(2021, 7, 13),
)
DAY = timedelta(1)
RULE = Damages.model_validate({"clause": "2(b)", "rate": "1%", "every": "30 days"})


def filing(mended: date | None) -> Failed:
    """The filing, missed on April 14."""
    return Failed("filing", APRIL_14, mended, None, "not filed")


def unusable(first: date, last: date | None) -> Failed:
    """Days on which the registration could not be used, from the one after ``first`` on."""
    return Failed("unavailable", first, last, None, "not usable")


# ---- the times for which they are counted


@pytest.mark.parametrize(
    ("mended", "end", "until", "over"),
    [
        (None, None, JUNE_1, False),
        (JUNE_1 + DAY, None, JUNE_1, False),  # tomorrow
        (JUNE_1, None, JUNE_1, True),
        (JUNE_1 - DAY, None, JUNE_1 - DAY, True),
        (None, JUNE_1 + DAY, JUNE_1, False),
        (None, JUNE_1, JUNE_1, True),  # nothing is left to register since today
        (None, MAY_14, MAY_14, True),
        (MAY_14, JUNE_1, MAY_14, True),
    ],
)
def test_a_time_is_over_on_the_day_on_which_it_is_made_good_or_nothing_is_left(
    mended: date | None, end: date | None, until: date, over: bool
) -> None:
    assert runs(RULE, [filing(mended)], JUNE_1, end) == [Run(APRIL_14, until, over, "not filed")]


@pytest.mark.parametrize(
    ("first", "second", "until", "over"),
    [
        (MAY_14, None, JUNE_1, False),  # the first was made good, the second goes on
        (None, MAY_14, JUNE_1, False),  # the second was made good within the first, which goes on
        (MAY_14, JUNE_1 - DAY, JUNE_1 - DAY, True),
        (JUNE_1 - DAY, MAY_14, JUNE_1 - DAY, True),
        (JUNE_1, None, JUNE_1, False),  # both reach to today, where only the first is made good
    ],
)
def test_failures_at_one_time_are_over_when_the_last_is(
    first: date | None, second: date | None, until: date, over: bool
) -> None:
    failed = [
        filing(first),
        Failed("effectiveness", date(2021, 5, 3), second, None, "not effective"),
    ]
    assert runs(RULE, failed, JUNE_1, None) == [
        Run(APRIL_14, until, over, "not filed; not effective")
    ]


def test_a_failure_that_begins_as_another_ends_has_a_time_of_its_own() -> None:
    found = runs(RULE, [filing(MAY_14), unusable(MAY_14, JUNE_1)], JULY_13, None)
    assert found == [
        Run(APRIL_14, MAY_14, True, "not filed"),
        Run(MAY_14, JUNE_1, True, "not usable"),
    ]


def test_the_same_failure_is_named_once() -> None:
    failed = [
        filing(None),
        unusable(date(2021, 5, 3), date(2021, 5, 5)),
        unusable(date(2021, 5, 10), date(2021, 5, 12)),
    ]
    assert [run.says for run in runs(RULE, failed, JUNE_1, None)] == ["not filed; not usable"]


# ---- their periods


@pytest.mark.parametrize(
    ("until", "over"),
    [
        (MAY_14 - DAY, [False]),
        (MAY_14, [True]),  # the thirtieth day
        (MAY_14 + DAY, [True, False]),
    ],
)
def test_a_period_is_over_on_its_last_day(until: date, over: list[bool]) -> None:
    assert [part.over for part in parts(RULE, Run(APRIL_14, until, False, ""))] == over


def test_damages_in_dollars_a_share_have_no_rate() -> None:
    rule = Damages.model_validate({"clause": "2(b)", "per_share": "0.05", "every": "30 days"})
    assert parts(rule, Run(APRIL_14, MAY_14, True, "")) == [
        Part(MAY_14, Fraction(1), Fraction(0), True)
    ]


# ---- dollars


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        (Fraction(1, 200), "0.01"),  # half a cent
        (Fraction(1, 201), "0.00"),
        (Fraction(1, 8), "0.13"),  # 12.5 cents
        (Fraction(3, 8), "0.38"),  # 37.5 cents
        (Fraction(14000, 3), "4666.67"),
    ],
)
def test_half_a_cent_is_a_cent(amount: Fraction, cents: str) -> None:
    assert str(_cents(amount)) == cents


def test_nothing_is_said_of_remedies_where_nothing_is_owed() -> None:
    closing = {
        "id": "closing",
        "type": "milestone_reached",
        "date": "2021-03-15",
        "milestone": "closing",
    }
    lot = {"holder": "alder", "tranche": "purchased", "shares": "5", "price": "8"}
    issue = {"id": "issue", "type": "shares_issued", "date": "2021-03-15", **lot}
    parties = {"fir": {"role": "other", "joined": "null"}}
    case: Data = {
        "deal": "harborline-2021",
        "parties": parties,
        "as_of": "2021-04-14",
        "events": [closing, issue],
    }
    docket, _ = docket_of(case)
    assert [tally.arithmetic for tally in docket.tallies if tally.name == "liquidated_damages"] == [
        ()
    ]
