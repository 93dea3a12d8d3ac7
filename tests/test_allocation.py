"""What holds of every cutback and of every division of an amount."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rrdocs.facts.offerings.allocation import pro_rata
from rrdocs.rules.registrations.expenses import CENT, money_shares

NAMES = [f"holder_{number}" for number in range(8)]
requests = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 10**7), max_size=len(NAMES))
available = st.integers(0, 10**7)
roundings = st.sampled_from(["largest_remainder", "floor", "round"])
amounts = st.integers(0, 10**9).map(lambda cents: cents * CENT)


@given(requests, available)
def test_an_allocation_gives_out_all_that_can_be_sold_or_all_that_was_asked(
    asked: dict[str, int], most: int
) -> None:
    assert sum(pro_rata(asked, most).values()) == min(most, sum(asked.values()))


@given(requests, available, roundings)
def test_nobody_is_given_more_than_asked_or_less_than_nothing(
    asked: dict[str, int], most: int, rounding: str
) -> None:
    given_out = pro_rata(asked, most, rounding)
    assert given_out.keys() == asked.keys()
    assert all(0 <= given_out[name] <= asked[name] for name in asked)


@given(requests, available, roundings)
def test_everyone_is_within_one_share_of_the_exact_proportion(
    asked: dict[str, int], most: int, rounding: str
) -> None:
    total = sum(asked.values())
    for name, count in pro_rata(asked, most, rounding).items():
        exact = Fraction(asked[name] * min(most, total), total) if total else Fraction(0)
        assert abs(count - exact) < 1


# 99 for 200 are 49.5 for each 100; 2 for 5 are 0.4, 0.4 and 1.2; 1,000 for three alike are 333.33,
# and 2 are 0.67
@pytest.mark.parametrize(
    ("asked", "most", "each"),
    [
        ((100, 100), 99, (50, 50)),
        ((1, 1, 3), 2, (0, 0, 1)),
        ((1000, 1000, 1000), 1000, (333, 333, 333)),
        ((1, 1, 1), 2, (1, 1, 1)),
    ],
)
def test_a_fraction_is_rounded_up_from_half_a_share(
    asked: tuple[int, ...], most: int, each: tuple[int, ...]
) -> None:
    assert tuple(pro_rata(dict(zip(NAMES, asked, strict=False)), most, "round").values()) == each


@given(requests, available)
def test_a_larger_request_is_never_given_less(asked: dict[str, int], most: int) -> None:
    ranked = sorted(asked, key=lambda name: asked[name])
    given_out = pro_rata(asked, most)
    for less, more in pairwise(ranked):
        assert given_out[less] <= given_out[more] or asked[less] == asked[more]


@given(requests, available, st.randoms(use_true_random=False))
def test_the_order_of_requests_matters_only_between_equal_ones(
    asked: dict[str, int], most: int, random: Random
) -> None:
    shuffled = list(asked)
    random.shuffle(shuffled)
    one, other = pro_rata(asked, most), pro_rata({name: asked[name] for name in shuffled}, most)
    assert sorted((asked[name], one[name]) for name in asked) == sorted(
        (asked[name], other[name]) for name in asked
    )


@given(requests, st.integers(0, 10))
def test_a_cut_that_comes_out_even_gives_everyone_the_exact_part(
    tens: dict[str, int], tenths: int
) -> None:
    given_out = pro_rata(
        {name: 10 * count for name, count in tens.items()}, tenths * sum(tens.values())
    )
    assert given_out == {name: tenths * count for name, count in tens.items()}


@given(requests, available, st.integers(1, 50))
def test_after_a_split_nobody_is_further_than_one_old_share_from_its_part(
    asked: dict[str, int], most: int, factor: int
) -> None:
    split = pro_rata({name: count * factor for name, count in asked.items()}, most * factor)
    assert all(
        abs(split[name] - factor * count) <= factor for name, count in pro_rata(asked, most).items()
    )


@given(amounts, requests)
def test_a_divided_amount_adds_up_to_the_cent(amount: Decimal, weights: dict[str, int]) -> None:
    parts = money_shares(amount, weights)
    assert sum(parts.values()) == (amount if sum(weights.values()) else 0)
    assert all(part == part.quantize(CENT) and part >= 0 for part in parts.values())


@given(amounts, requests)
def test_every_part_of_an_amount_is_within_one_cent_of_the_exact_proportion(
    amount: Decimal, weights: dict[str, int]
) -> None:
    for name, part in money_shares(amount, weights).items():
        assert abs(
            Fraction(part) - Fraction(amount) * weights[name] / sum(weights.values())
        ) < Fraction(CENT)
