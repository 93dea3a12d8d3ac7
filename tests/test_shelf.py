"""The mandatory shelf: the days beyond those on which it may be unusable, and how long it is kept;
days counted by hand.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from rrdocs.agreement.covenants import Shelf
from rrdocs.rules.registrations.shelf_days import days_beyond_limit
from tests.support.scenarios import Data, docket_of

DAY = timedelta(1)
LOT = {"holder": "alder", "tranche": "purchased", "shares": "1000", "price": "8"}
OPENING: list[Data] = [
    {"id": "closing", "type": "milestone_reached", "date": "2021-03-15", "milestone": "closing"},
    {"id": "issue", "type": "shares_issued", "date": "2021-03-15", **LOT},
    {
        "id": "filed",
        "type": "registration_filed",
        "date": "2021-04-14",
        "registration": "resale-shelf",
        "form": "S-1",
    },
    {
        "id": "effective",
        "type": "registration_effective",
        "date": "2021-06-25",
        "registration": "resale-shelf",
    },
]


def rule(**limits: int) -> Shelf:
    """A shelf that may be unusable for so long."""
    words: dict[str, Any] = {
        "clause": "2(a)",
        "form": "S-1",
        "file_by": "30 days",
        "effective_by": "90 days",
        **limits,
    }
    return Shelf.model_validate(words)


def harborline(as_of: str, *events: Data, shelf: Data | None = None) -> Data:
    """A shelf that is effective for its only holder, and what happened then."""
    return {
        "deal": "harborline-2021",
        "parties": {"fir": {"role": "other", "joined": "null"}},
        "as_of": as_of,
        "events": [*OPENING, *events],
        "agreement": {"terms": {"shelf": shelf or {}}},
    }


def days(first: date, count: int) -> list[date]:
    """So many days without a break."""
    return [first + n * DAY for n in range(count)]


AUGUST = date(2021, 8, 2)


@pytest.mark.parametrize(
    ("unusable", "beyond"),
    [
        (days(AUGUST, 2), []),
        (days(AUGUST, 3), [(date(2021, 8, 4), date(2021, 8, 4))]),
        (days(AUGUST, 5), [(date(2021, 8, 4), date(2021, 8, 6))]),
        # a year on the day itself has left the twelve months: they begin on August 3
        ([AUGUST, date(2022, 8, 1), date(2022, 8, 2)], []),
        (
            [AUGUST + DAY, date(2022, 8, 1), date(2022, 8, 2)],
            [(date(2022, 8, 2), date(2022, 8, 2))],
        ),
        ([AUGUST, date(2022, 7, 31), date(2022, 8, 1)], [(date(2022, 8, 1), date(2022, 8, 1))]),
    ],
)
def test_of_two_days_in_twelve_months_the_third_is_beyond(
    unusable: list[date], beyond: list[tuple[date, date]]
) -> None:
    assert days_beyond_limit(rule(unavailable=2), unusable) == beyond


@pytest.mark.parametrize(
    ("unusable", "beyond"),
    [
        (days(AUGUST, 2), []),
        (days(AUGUST, 4), [(date(2021, 8, 4), date(2021, 8, 5))]),
        (days(AUGUST, 2) + days(date(2021, 8, 5), 2), []),
        (days(AUGUST, 3) + days(date(2021, 8, 9), 1), [(date(2021, 8, 4), date(2021, 8, 4))]),
        (
            days(AUGUST, 3) + days(date(2021, 8, 9), 3),
            [(date(2021, 8, 4), date(2021, 8, 4)), (date(2021, 8, 11), date(2021, 8, 11))],
        ),
    ],
)
def test_of_two_days_at_once_the_third_is_beyond(
    unusable: list[date], beyond: list[tuple[date, date]]
) -> None:
    assert days_beyond_limit(rule(unavailable_at_once=2), unusable) == beyond


def test_without_a_limit_no_day_is_beyond_it() -> None:
    assert days_beyond_limit(rule(), days(AUGUST, 400)) == []
    stop: Data = {
        "id": "stop",
        "type": "prospectus_misleading",
        "date": "2021-08-02",
        "registration": "resale-shelf",
        "delivery_required": "true",
    }
    limits = {"unavailable": "null", "unavailable_at_once": "null"}
    docket, _ = docket_of(harborline("2021-12-01", stop, shelf=limits))
    assert [tally for tally in docket.tallies if tally.name == "shelf_unavailable"] == []


@pytest.mark.parametrize(
    ("sold", "last", "by_sale"),
    [
        ("2024-06-24", date(2024, 6, 24), True),
        (
            "2024-06-25",
            date(2024, 6, 25),
            False,
        ),  # the last day of the three years, which end it by themselves
        ("2024-06-26", date(2024, 6, 25), False),
    ],
)
def test_a_sale_of_all_stock_ends_the_time_of_a_shelf_before_its_last_day(
    sold: str, last: date, by_sale: bool
) -> None:
    sale: Data = {
        "id": "sale",
        "type": "public_sale",
        "date": sold,
        "seller": "alder",
        "tranche": "purchased",
        "shares": "1000",
        "under": "resale-shelf",
    }
    docket, _ = docket_of(harborline("2024-07-01", sale))
    clock = next(clock for clock in docket.clocks if clock.name == "keep_effective")
    assert clock.last_day == last
    assert clock.arithmetic[0] == "June\u00a025, 2021 + 3 years = Tuesday, June\u00a025, 2024"
    assert ["sold by June\u00a024, 2024" in line for line in clock.arithmetic[1:]] == [
        True
    ] * by_sale


def kept_until(as_of: str, *events: Data, **more: Data) -> date | None:
    """The last day on which the shelf is kept effective."""
    docket, _ = docket_of({**harborline(as_of, *events), **more})
    return next(clock for clock in docket.clocks if clock.name == "keep_effective").last_day


SALE: Data = {
    "id": "sale",
    "type": "public_sale",
    "date": "2022-02-14T10:00",
    "seller": "alder",
    "tranche": "purchased",
    "shares": "1000",
    "under": "resale-shelf",
}
THREE_YEARS = date(2024, 6, 25)


@pytest.mark.parametrize(
    ("as_of", "last"), [("2022-02-14T09:59", THREE_YEARS), ("2022-02-14T10:00", date(2022, 2, 14))]
)
def test_the_sale_of_the_last_share_ends_it_at_that_minute(as_of: str, last: date) -> None:
    assert kept_until(as_of, SALE) == last


FREE: Data = {
    "id": "free",
    "type": "rule_144_status",
    "date": "2022-02-14",
    "investor": "alder",
    "may_sell_all": "true",
}


def affiliate(on: str, said: str = "true") -> Data:
    return {
        "id": f"affiliate-{on}",
        "type": "affiliate_status",
        "date": on,
        "party": "alder",
        "affiliate": said,
    }


def bought(on: str) -> Data:
    return {"id": "more", "type": "shares_issued", "date": on, **LOT}


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ([FREE], date(2022, 2, 14)),
        ([affiliate("2022-02-13"), FREE], date(2022, 2, 14)),  # the record of that day knows of it
        (
            [affiliate("2022-02-14"), FREE],
            THREE_YEARS,
        ),  # which of the two came first is not on record
        ([FREE, affiliate("2022-02-14")], THREE_YEARS),
        ([FREE, affiliate("2022-02-15")], date(2022, 2, 14)),  # it had ended by then
        (
            [bought("2022-02-14"), FREE],
            date(2022, 2, 14),
        ),  # and tells of all that the holder has on that day
    ],
)
def test_it_is_kept_until_its_holder_is_on_record_as_free(events: list[Data], last: date) -> None:
    assert kept_until("2022-03-01", *events) == last


def test_a_shelf_of_no_stock_is_kept_for_its_three_years() -> None:
    case = harborline("2022-03-01")
    events: Any = [event for event in case["events"] if event["id"] != "issue"]
    assert kept_until("2022-03-01", events=events) == THREE_YEARS
