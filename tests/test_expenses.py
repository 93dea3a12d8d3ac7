"""3(i): an amount divided in whole cents, to whom the odd cent goes; and by which tranche a
registration counts.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.facts.record.position import fold
from rrdocs.rules.registrations.expenses import money_shares, registered_by_tranche
from tests.support.scenarios import Data, deal_of


@pytest.mark.parametrize(
    ("amount", "weights", "given"),
    [
        # 0.015 and 0.005: the fractions of a cent are alike, and the odd cent goes to the larger
        # weight, named first or last
        ("0.02", {"a": 3, "b": 1}, {"a": "0.02", "b": "0.00"}),
        ("0.02", {"b": 1, "a": 3}, {"a": "0.02", "b": "0.00"}),
        # alike in both: to whoever is named first
        ("0.01", {"a": 1, "b": 1}, {"a": "0.01", "b": "0.00"}),
        ("0.01", {"b": 1, "a": 1}, {"a": "0.00", "b": "0.01"}),
        # 0.333 each: one cent over; 0.666 each: two
        ("1.00", {"a": 1, "b": 1, "c": 1}, {"a": "0.34", "b": "0.33", "c": "0.33"}),
        ("2.00", {"a": 1, "b": 1, "c": 1}, {"a": "0.67", "b": "0.67", "c": "0.66"}),
        # 0.7002 and 0.2998: the larger fraction has the cent, though its weight is the smaller
        ("1.00", {"a": 7002, "b": 2998}, {"a": "0.70", "b": "0.30"}),
        ("1.00", {"a": 1, "b": 0}, {"a": "1.00", "b": "0.00"}),
        ("0.00", {"a": 1, "b": 2}, {"a": "0.00", "b": "0.00"}),
        # nothing to divide by
        ("1.00", {}, {}),
        ("1.00", {"a": 0}, {}),
    ],
)
def test_odd_cents_go_by_the_fraction_then_the_weight_then_the_order(
    amount: str, weights: dict[str, int], given: dict[str, str]
) -> None:
    assert money_shares(Decimal(amount), weights) == {
        name: Decimal(value) for name, value in given.items()
    }


def note(tranche: str, principal: str, date: str = "2001-02-20") -> Data:
    """A note of Mr. Carson's, convertible at two dollars."""
    return {
        "id": f"note-{tranche}",
        "type": "note_issued",
        "date": date,
        "holder": "carson",
        "tranche": tranche,
        "principal": principal,
        "conversion_price": "2.00",
    }


@pytest.mark.parametrize(
    ("holdings", "notes", "registered"),
    [
        # 3,000,000 of wcas_viii, 1,000,000 of carson and 300,000 of rupert, who has nothing here;
        # carson by what his notes would yield
        (
            "none",
            {"february_2000": "3000000.00", "february_2001": "1000000.00"},
            {"february_2000": 750000, "february_2001": 250000},
        ),
        ("none", {"february_2001": "6000000.00"}, {"february_2001": 1000000}),
        ("none", {}, {}),
        # where he holds stock, it is by that alone
        (
            "H0",
            {"february_2000": "3000000.00"},
            {"february_2000": 3000000, "february_2001": 1300000},
        ),
    ],
)
def test_a_registration_counts_to_the_tranches_of_the_stock_or_else_of_the_notes(
    holdings: str, notes: dict[str, str], registered: dict[str, int]
) -> None:
    demand = {
        "id": "demand-1",
        "type": "demand_notice",
        "date": "2001-06-06",
        "disposition": "firm_commitment",
        "delivery": {"method": "hand"},
        "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
    }
    covers = {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"}
    filed = {
        "id": "filed",
        "type": "registration_filed",
        "date": "2001-07-20",
        "registration": "demand-1",
        "covers": covers,
    }
    events = [*(note(tranche, principal) for tranche, principal in notes.items()), demand, filed]
    position = fold(
        deal_of({"holdings": holdings, "events": events}), end_of_day(moment("2001-07-20"))
    )
    assert registered_by_tranche(position, position.registration("demand-1")) == registered
