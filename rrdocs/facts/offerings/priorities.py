"""Whose shares go in first where a cutback names its classes, and how much of an offering stays
with the holders.

The classes are satisfied in order, each in full before the next; within the one that cannot be, all
are cut in proportion to what they asked for or to what they own, none beyond what it asked for.
Where a least part is kept for the holders, they have it in the order of their own classes, and the
others share the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from rrdocs.agreement.registration_rights import Cutback

Split = Callable[[Mapping[str, int], int], dict[str, int]]
"""Shares some in proportion to weights, together as many as are there, in whole shares."""


@dataclass(frozen=True)
class Requests:
    """What is asked for in an offering: by the issuer, by holders under the agreement, by others;
    who began it; who is in a group.
    """

    issuer: str
    asked: Mapping[str, int]
    holders: frozenset[str]
    requesting: frozenset[str]
    initiating: frozenset[str]
    groups: Mapping[str, Sequence[str]]

    def classes(self, order: Sequence[Sequence[str]]) -> list[list[str]]:
        """Those who ask, by class; whoever belongs to none comes last."""
        of = {
            name: self._class(name, {rank for ranks in order for rank in ranks})
            for name in self.asked
        }
        found = [[name for name in self.asked if of[name] in ranks] for ranks in order]
        return [*found, [name for name in self.asked if of[name] == ""]]

    def _class(self, name: str, named: set[str]) -> str:
        """The class that someone belongs to, the narrowest first."""
        if name == self.issuer:
            return "issuer" if "issuer" in named else ""
        own = [rank for rank, people in self.groups.items() if name in people]
        for rank, belongs in (
            *((rank, True) for rank in own),
            ("initiating", name in self.initiating),
            (
                "requesting",
                name in self.requesting or ("holders" not in named and name in self.holders),
            ),
            ("holders", name in self.holders),
            ("others", name not in self.holders),
        ):
            if belongs and rank in named:
                return rank
        return ""


def ranked(
    requests: Requests,
    order: Sequence[Sequence[str]],
    most: int,
    weights: Mapping[str, int],
    split: Split,
) -> Iterator[tuple[str, int]]:
    """What each may sell of ``most`` shares, class after class; ``weights`` are those of the
    proportion.
    """
    left = most
    for names in requests.classes(order):
        given = within({name: requests.asked[name] for name in names}, left, weights, split)
        left -= sum(given.values())
        yield from given.items()


def within(
    asked: Mapping[str, int], available: int, weights: Mapping[str, int], split: Split
) -> dict[str, int]:
    """One class: all of it where there is room; otherwise in proportion, nobody beyond its
    request, what is left over shared again.
    """
    given = dict.fromkeys(asked, 0)
    open_, left = dict(asked), max(available, 0)
    if sum(asked.values()) <= left:
        return dict(asked)
    while open_:
        total = sum(weights[name] for name in open_)
        full = [
            name
            for name, wanted in open_.items()
            if total and Fraction(weights[name] * left, total) >= wanted
        ]
        if not full:
            # more than there is, as what is split must be, and in the same proportion
            return {**given, **split({name: weights[name] * (left + 1) for name in open_}, left)}
        for name in full:
            given[name] = open_.pop(name)
        left -= sum(given[name] for name in full)
    return given


def with_floor(
    requests: Requests,
    rule: Cutback,
    order: Sequence[Sequence[str]],
    most: int,
    weights: Mapping[str, int],
    split: Split,
) -> tuple[dict[str, int], str]:
    """The allocation that keeps the least part for the holders, and the floor in words."""
    assert rule.floor is not None  # asked only where there is one
    own = {name: count for name, count in requests.asked.items() if name in requests.holders}
    whole, what = (
        (sum(own.values()), "their requests")
        if rule.floor_of == "requested"
        else (most, "the offering")
    )
    floor = min(ceil(rule.floor * whole), sum(own.values()), most)
    first = dict(ranked(requests, order, most, weights, split))
    line = f"at least {rule.floor} of {what}, {floor:,} shares, stays with them"
    if sum(first[name] for name in own) >= floor:
        return first, line
    kept = _only(requests, own)
    rest = _only(
        requests, {name: count for name, count in requests.asked.items() if name not in own}
    )
    return {
        **dict(ranked(kept, order, floor, weights, split)),
        **dict(ranked(rest, order, most - floor, weights, split)),
    }, line


def _only(requests: Requests, asked: Mapping[str, int]) -> Requests:
    return Requests(
        requests.issuer,
        asked,
        requests.holders,
        requests.requesting,
        requests.initiating,
        requests.groups,
    )
