"""An amount divided in whole cents: to whom the odd cent goes."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rrdocs.rules.expenses import money_shares


@pytest.mark.parametrize(
    ("amount", "weights", "given"),
    [
        # 0.015 and 0.005: the fractions of a cent are alike, and the odd cent goes to the larger weight, named first or last
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
def test_odd_cents_go_by_the_fraction_then_the_weight_then_the_order(amount: str, weights: dict[str, int], given: dict[str, str]) -> None:
    assert money_shares(Decimal(amount), weights) == {name: Decimal(value) for name, value in given.items()}
