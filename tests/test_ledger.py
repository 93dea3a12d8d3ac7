"""Who holds which stock at every instant."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest

from rrdocs.deal.events import EVENT_TYPES, Event
from rrdocs.deal.stock_ledger import START, Acquisition, Ledger, Overdraft, Series

COUNT = 0


def event(type_: str, day: str, **fields: Any) -> Event:
    """An event; a field named ``from`` is written ``from_``."""
    global COUNT  # noqa: PLW0603 - every event has an id of its own
    COUNT += 1
    fields = {"from" if key == "from_" else key: value for key, value in fields.items()}
    return EVENT_TYPES[type_].model_validate(
        {"id": f"e{COUNT}", "type": type_, "date": day, **fields}
    )


def issued(holder: str, shares: int, day: str = "2001-03-15", tranche: str = "new") -> Event:
    return event("shares_issued", day, holder=holder, tranche=tranche, shares=shares)


def note(
    holder: str, principal: str, price: str = "2.00", day: str = "2001-02-20", tranche: str = "new"
) -> Event:
    return event(
        "note_issued",
        day,
        holder=holder,
        tranche=tranche,
        principal=principal,
        conversion_price=price,
    )


def moved(from_: str, to: str, shares: int, day: str = "2001-05-07", **fields: Any) -> Event:
    terms = {"tranche": "new", "kind": "sale", "basis": "exempt", **fields}
    return event("transfer", day, from_=from_, to=to, shares=shares, **terms)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


LATER = at("2003-01-01")


# ---- a number that changes


def test_a_series_is_nought_until_something_is_put() -> None:
    series = Series()
    assert (series.now, series.at(START), series.at(LATER)) == (0, 0, 0)
    series.put(at("2001-03-15"), 5)
    series.put(at("2001-03-16"), 7)
    assert series.now == 7
    assert [
        series.at(at(day))
        for day in ("2001-03-14", "2001-03-15", "2001-03-15T23:59", "2001-03-16", "2002-01-01")
    ] == [0, 5, 5, 7, 7]


def test_what_is_put_at_the_same_instant_takes_the_place_of_what_was() -> None:
    series = Series()
    series.put(at("2001-03-15"), 5)
    series.put(at("2001-03-15"), 6)
    assert (series.instants, series.values) == ([START, at("2001-03-15")], [0, 6])


# ---- issue and transfer


def test_shares_are_held_from_the_instant_of_their_issue() -> None:
    ledger = Ledger(
        [issued("lee", 100, "2001-03-15T10:00"), issued("lee", 50, "2001-03-16", "old")]
    )
    assert ledger.holding("lee", at("2001-03-15T09:59")) == 0
    assert ledger.holding("lee", at("2001-03-15T10:00")) == 100
    assert ledger.holding("lee", LATER) == 150
    assert ledger.total(at("2001-03-15T10:00")) == 100
    assert ledger.total(LATER) == 150
    assert ledger.by_tranche("lee", LATER) == {"new": 100, "old": 50}
    assert ledger.by_tranche("lee", at("2001-03-15T10:00")) == {"new": 100}
    assert ledger.holding("nobody", LATER) == 0 and ledger.by_tranche("nobody", LATER) == {}


def test_holders_stand_in_order_of_first_acquisition_and_without_those_who_have_none() -> None:
    ledger = Ledger(
        [issued("rather", 1), issued("lee", 2), issued("paul", 3), moved("lee", "paul", 2)]
    )
    assert list(ledger.holders(LATER)) == [("rather", 1), ("paul", 5)]
    assert list(ledger.holders(at("2001-04-01"))) == [("rather", 1), ("lee", 2), ("paul", 3)]


@pytest.mark.parametrize(
    ("kind", "basis", "left", "arrived", "total"),
    [
        ("sale", "exempt", 60, 40, 100),
        ("gift", "exempt", 60, 40, 100),
        ("distribution", "exempt", 60, 40, 100),
        ("other", "exempt", 60, 40, 100),
        ("sale", "rule_144", 60, 0, 60),
        ("sale", "registered", 60, 0, 60),
        ("distribution", "registered", 60, 40, 100),
        ("pledge", "exempt", 100, 0, 100),
    ],
)
def test_what_a_transfer_does(kind: str, basis: str, left: int, arrived: int, total: int) -> None:
    ledger = Ledger([issued("lee", 100), moved("lee", "fund", 40, kind=kind, basis=basis)])
    assert (ledger.holding("lee", LATER), ledger.holding("fund", LATER), ledger.total(LATER)) == (
        left,
        arrived,
        total,
    )
    assert ledger.total(at("2001-05-06")) == 100
    assert ledger.overdrafts == []


def test_a_public_sale_takes_shares_out() -> None:
    sale = event(
        "public_sale", "2002-03-18", seller="lee", tranche="new", shares=30, under="rule_144"
    )
    ledger = Ledger([issued("lee", 100), issued("lee", 5, tranche="old"), sale])
    assert ledger.by_tranche("lee", LATER) == {"new": 70, "old": 5}
    assert ledger.total(LATER) == 75


def test_shares_sold_without_a_tranche_come_from_the_tranches_in_order() -> None:
    sold = event("shares_sold", "2001-09-18", registration="d1", sold={"lee": 120, "savvis": 900})
    ledger = Ledger([issued("lee", 100), issued("lee", 50, tranche="old"), sold])
    assert ledger.by_tranche("lee", LATER) == {"old": 30}
    assert ledger.total(LATER) == 30
    assert ledger.overdrafts == []


# ---- more than is held


def test_more_than_is_held_is_an_overdraft_and_only_what_is_there_is_taken() -> None:
    sale = event(
        "public_sale", "2002-03-18", seller="lee", tranche="new", shares=101, under="rule_144"
    )
    ledger = Ledger([issued("lee", 100), sale])
    assert ledger.overdrafts == [Overdraft(sale, "lee", "new", 100, 101, "shares")]
    assert (ledger.holding("lee", LATER), ledger.total(LATER)) == (0, 0)


def test_exactly_what_is_held_is_no_overdraft() -> None:
    ledger = Ledger([issued("lee", 100), moved("lee", "fund", 100)])
    assert ledger.overdrafts == []
    assert ledger.holding("fund", LATER) == 100


def test_shares_sold_beyond_all_tranches_are_an_overdraft() -> None:
    sold = event("shares_sold", "2001-09-18", registration="d1", sold={"lee": 151})
    ledger = Ledger([issued("lee", 100), issued("lee", 50, tranche="old"), sold])
    assert ledger.overdrafts == [Overdraft(sold, "lee", "", 150, 151, "shares")]


def test_a_transfer_of_more_than_is_held_brings_only_what_there_is() -> None:
    ledger = Ledger([issued("lee", 100), moved("lee", "fund", 130)])
    assert ledger.holding("fund", LATER) == 100
    assert [(over.held, over.taken) for over in ledger.overdrafts] == [(100, 130)]


# ---- notes


def test_a_note_yields_shares_at_its_price_until_it_is_converted() -> None:
    conversion = event(
        "note_converted",
        "2001-03-15",
        holder="carson",
        tranche="new",
        principal="3000001.00",
        shares=1500000,
    )
    ledger = Ledger([note("carson", "6000001.00"), note("paul", "3.00"), conversion])
    before, after = at("2001-03-14"), at("2001-03-15")
    assert ledger.issuable("carson", before) == 3000000  # 6,000,001 / 2, the half left out
    assert ledger.total(before) == 0 and ledger.total(before, issuable=True) == 3000001
    assert (
        ledger.holding("carson", before) == 0
        and ledger.holding("carson", before, issuable=True) == 3000000
    )
    assert ledger.issuable("carson", after) == 1500000
    assert (
        ledger.holding("carson", after) == 1500000
        and ledger.holding("carson", after, issuable=True) == 3000000
    )
    assert ledger.total(after) == 1500000 and ledger.total(after, issuable=True) == 3000001
    assert ledger.overdrafts == []


def test_a_conversion_without_principal_takes_its_shares_from_the_note() -> None:
    conversion = event("note_converted", "2001-03-15", holder="carson", tranche="new", shares=400)
    ledger = Ledger([note("carson", "1000.00"), conversion])
    assert ledger.issuable("carson", LATER) == 100


def test_a_conversion_uses_up_its_principal_whatever_shares_it_brought() -> None:
    conversion = event(
        "note_converted",
        "2001-03-15",
        holder="carson",
        tranche="new",
        principal="1000.00",
        shares=490,
    )
    ledger = Ledger([note("carson", "1000.00"), conversion])
    assert (ledger.issuable("carson", LATER), ledger.holding("carson", LATER)) == (0, 490)
    assert ledger.overdrafts == []


def test_a_conversion_without_a_note_on_record_is_an_overdraft() -> None:
    conversion = event(
        "note_converted",
        "2001-03-15",
        holder="carson",
        tranche="new",
        principal="1000.00",
        shares=490,
    )
    ledger = Ledger([conversion])
    assert ledger.overdrafts == [
        Overdraft(conversion, "carson", "new", 0, 490, "shares of its notes")
    ]


def test_more_converted_than_the_note_yields_is_an_overdraft() -> None:
    conversion = event(
        "note_converted",
        "2001-03-15",
        holder="carson",
        tranche="new",
        principal="1002.00",
        shares=501,
    )
    ledger = Ledger([note("carson", "1000.00"), conversion])
    assert ledger.overdrafts == [
        Overdraft(conversion, "carson", "new", 500, 501, "shares of its notes")
    ]
    assert ledger.issuable("carson", LATER) == 0 and ledger.holding("carson", LATER) == 501


def test_a_note_without_a_price_yields_nothing() -> None:
    ledger = Ledger([note("carson", "1000.00", "0.00")])
    assert ledger.issuable("carson", LATER) == 0 and ledger.total(LATER, issuable=True) == 0


# ---- how long stock has been held


def test_converted_shares_count_as_held_since_the_note() -> None:
    first = event(
        "note_converted", "2001-03-15", holder="carson", tranche="new", principal="2.00", shares=1
    )
    ledger = Ledger([note("carson", "1000.00"), note("carson", "1000.00", day="2001-03-01"), first])
    assert ledger.acquisitions["carson"] == [
        Acquisition(at("2001-03-15"), 1, "new", date(2001, 2, 20), first)
    ]


def test_bought_shares_count_as_held_since_the_sellers_first() -> None:
    bought = moved("lee", "fund", 10)
    ledger = Ledger([issued("lee", 100, "2001-03-15"), issued("lee", 100, "2001-04-15"), bought])
    assert ledger.acquisitions["fund"] == [
        Acquisition(at("2001-05-07"), 10, "new", date(2001, 3, 15), bought)
    ]
    assert [lot.held_since for lot in ledger.acquisitions["lee"]] == [
        date(2001, 3, 15),
        date(2001, 4, 15),
    ]


def test_what_was_bought_twice_counts_on_from_the_earlier_day() -> None:
    events = [
        issued("lee", 100, "2001-04-15"),
        issued("paul", 100, "2001-03-15"),
        moved("paul", "lee", 1, "2001-05-01"),
    ]
    onward = moved("lee", "fund", 10, "2001-05-07")
    assert Ledger([*events, onward]).acquisitions["fund"][0].held_since == date(2001, 3, 15)


# ---- succession


def test_a_successor_takes_shares_notes_and_the_time_they_were_held() -> None:
    death = event("succession", "2001-06-01", from_="carson", to="estate", kind="death")
    conversion = event(
        "note_converted",
        "2001-07-01",
        holder="estate",
        tranche="new",
        principal="100.00",
        shares=50,
    )
    ledger = Ledger(
        [issued("carson", 100, tranche="old"), note("carson", "1000.00"), death, conversion]
    )
    day = at("2001-06-01")
    assert ledger.holding("carson", at("2001-05-31"), issuable=True) == 600
    assert ledger.holding("carson", day, issuable=True) == 0
    assert (
        ledger.by_tranche("estate", day) == {"old": 100} and ledger.issuable("estate", day) == 500
    )
    assert ledger.total(day) == 100 and ledger.total(day, issuable=True) == 600
    assert ledger.issuable("estate", LATER) == 450
    assert [lot.held_since for lot in ledger.acquisitions["estate"]] == [
        date(2001, 3, 15),
        date(2001, 2, 20),
    ]
    assert ledger.overdrafts == []


def test_a_successor_of_nothing_has_nothing() -> None:
    ledger = Ledger([event("succession", "2001-06-01", from_="carson", to="estate", kind="merger")])
    assert ledger.holding("estate", LATER) == 0 and "estate" not in ledger.acquisitions


# ---- changes of the stock


@pytest.mark.parametrize(
    ("kind", "ratio", "factor", "shares"),
    [
        ("split", "2:1", Fraction(2), 202),
        ("split", "3:2", Fraction(3, 2), 151),
        ("combination", "1:15", Fraction(1, 15), 6),
        ("dividend", "1:10", Fraction(11, 10), 111),
        ("dividend", "1:1", Fraction(2), 202),
        ("split", "1:1", Fraction(1), 101),
        ("dividend", "11:10", Fraction(11, 10), 111),
    ],
)
def test_a_change_of_the_stock_changes_every_balance(
    kind: str, ratio: str, factor: Fraction, shares: int
) -> None:
    change = event("stock_changed", "2001-07-16", kind=kind, ratio=ratio)
    ledger = Ledger([issued("lee", 101), issued("paul", 30), note("carson", "600.00"), change])
    assert ledger.holding("lee", at("2001-07-15")) == 101
    assert ledger.holding("lee", at("2001-07-16")) == shares
    assert ledger.total(LATER) == shares + int(30 * factor)
    assert ledger.issuable("carson", LATER) == int(300 * factor)
    assert ledger.total(LATER, issuable=True) == ledger.total(LATER) + int(300 * factor)
    assert ledger.factor(at("2001-07-15"), LATER) == factor
    assert ledger.factor(at("2001-07-16"), LATER) == 1
    assert ledger.factor(at("2001-07-15"), at("2001-07-16")) == factor
    assert ledger.factor(START, at("2001-07-15T23:59")) == 1


def test_changes_multiply() -> None:
    changes = [
        event("stock_changed", day, kind="split", ratio="2:1")
        for day in ("2001-07-16", "2001-08-16")
    ]
    ledger = Ledger([issued("lee", 100), *changes])
    assert ledger.holding("lee", LATER) == 400
    assert ledger.factor(START, LATER) == 4
    assert ledger.factor(at("2001-08-01"), LATER) == 2


def test_after_a_split_a_note_is_converted_at_its_new_price() -> None:
    split = event("stock_changed", "2001-07-16", kind="split", ratio="2:1")
    conversion = event(
        "note_converted",
        "2001-08-01",
        holder="carson",
        tranche="new",
        principal="100.00",
        shares=100,
    )
    ledger = Ledger([note("carson", "1000.00"), split, conversion])
    assert ledger.issuable("carson", at("2001-07-16")) == 1000
    assert ledger.issuable("carson", LATER) == 900  # $1.00 a share: 100 shares


def test_events_of_one_instant_are_applied_in_their_order() -> None:
    ledger = Ledger(
        [
            issued("lee", 100),
            moved("lee", "fund", 100, "2001-03-15"),
            moved("fund", "paul", 60, "2001-03-15"),
        ]
    )
    day = at("2001-03-15")
    assert [ledger.holding(name, day) for name in ("lee", "fund", "paul")] == [0, 40, 60]
    assert ledger.total(day) == 100 and ledger.overdrafts == []
