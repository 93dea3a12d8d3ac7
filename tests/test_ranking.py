"""Classes in a cutback, by themselves: who is in which, and what a class and a least part come to,
share by share.
"""

from __future__ import annotations

import pytest

from rrdocs.agreement.offering_terms import Cutback
from rrdocs.facts.offerings.allocation import pro_rata
from rrdocs.facts.offerings.priorities import Requests, ranked, with_floor, within

Counts = dict[str, int]


def requests(
    asked: Counts,
    *,
    holders: str,
    requesting: str = "",
    initiating: str = "",
    groups: dict[str, list[str]] | None = None,
) -> Requests:
    """What each asks for; the issuer is "i", and each other letter of a name is one who asks."""
    return Requests(
        "i", asked, frozenset(holders), frozenset(requesting), frozenset(initiating), groups or {}
    )


@pytest.mark.parametrize(
    ("order", "classes"),
    [
        # a began it, b and c are holders, d is another; c is in a group that has a class of its own
        (
            [["issuer"], ["requesting"], ["holders"], ["others"]],
            [["i"], ["a"], ["b", "c"], ["d"], []],
        ),
        ([["requesting"], ["issuer"], ["others"]], [["a", "b", "c"], ["i"], ["d"], []]),
        ([["holders"], ["group"], ["issuer"]], [["a", "b"], ["c"], ["i"], ["d"]]),
        ([["holders"], ["others"]], [["a", "b", "c"], ["d"], ["i"]]),
        ([["initiating"], ["holders", "others"], ["issuer"]], [["a"], ["b", "c", "d"], ["i"], []]),
        ([["group"]], [["c"], ["i", "a", "b", "d"]]),
        ([], [["i", "a", "b", "c", "d"]]),
    ],
)
def test_everyone_is_in_the_narrowest_class_named_and_last_where_none_is(
    order: list[list[str]], classes: list[list[str]]
) -> None:
    asked = dict.fromkeys("iabcd", 10)
    found = requests(asked, holders="abc", requesting="a", initiating="a", groups={"group": ["c"]})
    assert found.classes(order) == classes


@pytest.mark.parametrize(
    ("asked", "available", "owned", "given"),
    [
        # room for all: each has what it asked for, whatever it owns, and though it owns nothing
        ({"a": 5, "b": 7}, 12, {"a": 1, "b": 100}, {"a": 5, "b": 7}),
        ({"a": 5, "b": 7}, 13, {"a": 1, "b": 100}, {"a": 5, "b": 7}),
        ({"a": 5}, 5, {"a": 0}, {"a": 5}),
        # 11 in proportion to 1 and 100: 0.11 and 10.89, of which b asked for 7; the other 4 are a's
        ({"a": 5, "b": 7}, 11, {"a": 1, "b": 100}, {"a": 4, "b": 7}),
        # 8 in proportion to 3 and 1 is 6 and 2: a asked for exactly 6
        ({"a": 6, "b": 5}, 8, {"a": 3, "b": 1}, {"a": 6, "b": 2}),
        # 7 in proportion to 3 and 1 is 5.25 and 1.75: neither has all it asked for, and the odd
        # share is b's
        ({"a": 6, "b": 5}, 7, {"a": 3, "b": 1}, {"a": 5, "b": 2}),
        # 10 in proportion to 5, 4 and 1 is 5, 4 and 1: a is full, and of the other 5 b has 4 and c
        # 1
        ({"a": 2, "b": 6, "c": 6}, 10, {"a": 5, "b": 4, "c": 1}, {"a": 2, "b": 6, "c": 2}),
        ({"a": 5, "b": 7}, 0, {"a": 1, "b": 100}, {"a": 0, "b": 0}),
        ({"a": 5, "b": 7}, -3, {"a": 1, "b": 100}, {"a": 0, "b": 0}),
        ({}, 5, {}, {}),
    ],
)
def test_a_class_shares_by_what_it_owns_and_nobody_has_more_than_it_asked_for(
    asked: Counts, available: int, owned: Counts, given: Counts
) -> None:
    assert within(asked, available, owned, pro_rata) == given


def floor_of(share: str, of: str = "offering") -> Cutback:
    return Cutback.model_validate({"clause": "3(d)", "floor": share, "floor_of": of})


JOINED = (("issuer", "initiating"), ("holders", "others"))


@pytest.mark.parametrize(
    ("floor", "of", "most", "given", "least"),
    [
        # asked: the issuer 40, holders a 10 and b 5, another d 10
        (
            "30%",
            "offering",
            49,
            {"i": 34, "a": 10, "b": 5, "d": 0},
            15,
        ),  # 14.7, and so 15, which is all that the holders ask for
        (
            "20%",
            "offering",
            49,
            {"i": 39, "a": 7, "b": 3, "d": 0},
            10,
        ),  # 9.8, and so 10: 6.67 and 3.33
        ("75%", "requested", 49, {"i": 37, "a": 8, "b": 4, "d": 0}, 12),  # 11.25, and so 12
        ("100%", "requested", 49, {"i": 34, "a": 10, "b": 5, "d": 0}, 15),
        (
            "100%",
            "requested",
            14,
            {"i": 0, "a": 9, "b": 5, "d": 0},
            14,
        ),  # no more than there is: 9.33 and 4.67
        # one in ten of 60 is 6; without it they have 12 of the 20 left, 8 and 4, and d 8: the least
        # part changes nothing
        ("10%", "offering", 60, {"i": 40, "a": 8, "b": 4, "d": 8}, 6),
        # exactly what they have without it
        ("20%", "offering", 60, {"i": 40, "a": 8, "b": 4, "d": 8}, 12),
        # 13 of 61, which without it would leave them 12.6: 8.4, 4.2 and 8.4, and so 9, 4 and 8
        ("21%", "offering", 61, {"i": 40, "a": 9, "b": 4, "d": 8}, 13),
    ],
)
def test_a_least_part_stays_with_the_holders(
    floor: str, of: str, most: int, given: Counts, least: int
) -> None:
    asked = {"i": 40, "a": 10, "b": 5, "d": 10}
    found, words = with_floor(
        requests(asked, holders="ab"), floor_of(floor, of), JOINED, most, asked, pro_rata
    )
    assert found == given
    assert f", {least} shares" in words


def test_where_the_holders_have_their_least_part_without_it_the_cut_stands_as_it_was_made() -> None:
    """12 shares for 1,200 asked for in one class: 1.45, 10.44 and 0.11, so that the odd one is
    a's. The least part is 11.4, and so 12, which the holders have; shared between the two alone
    it would be 1.46 and 10.54, and the odd one b's.
    """
    asked = {"a": 145, "b": 1044, "i": 11}
    everyone, order = requests(asked, holders="ab"), [["issuer", "holders"]]
    found, _ = with_floor(everyone, floor_of("95%"), order, 12, asked, pro_rata)
    assert found == dict(ranked(everyone, order, 12, asked, pro_rata)) == {"a": 2, "b": 10, "i": 0}
    assert pro_rata({"a": 145, "b": 1044}, 12) == {"a": 1, "b": 11}
