"""3(c)(v), 3(d): the order of classes in a cutback, and the least part kept for the holders.

The classes are satisfied in order, each in full before the next. In the class that cannot be
satisfied in full, all are cut in proportion to their requests or to what they own, and nobody gets
more than it requested. A least part for the holders goes to them in the order of their own classes;
the others share the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from rrdocs.agreement.offering_terms import Cutback

Split = Callable[[Mapping[str, int], int], dict[str, int]]
"""Splits a number of shares in proportion to weights, in whole shares."""


@dataclass(frozen=True)
class Requests:
    """The shares requested in an offering by each person, and the classes of those persons.

    ``holders``: holders under the agreement. ``requesting``: those of them whose request the
    registration follows. ``initiating``: the holders for whom it is made. ``groups``: the members
    of each group that the clause names.
    """

    issuer: str
    asked: Mapping[str, int]
    holders: frozenset[str]
    requesting: frozenset[str]
    initiating: frozenset[str]
    groups: Mapping[str, Sequence[str]]

    def classes(self, order: Sequence[Sequence[str]]) -> list[list[str]]:
        """The persons who request shares, class by class; those of no class come last."""
        named = {rank for ranks in order for rank in ranks}
        class_of = {name: self._class(name, named) for name in self.asked}
        classes = [[name for name in self.asked if class_of[name] in ranks] for ranks in order]
        return [*classes, [name for name in self.asked if class_of[name] == ""]]

    def _class(self, name: str, named: set[str]) -> str:
        """The narrowest of the named classes to which a person belongs; empty if none."""
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
    """The shares that each may sell of ``most``, class by class. ``weights``: the requests or the
    shares owned, to which a cut is in proportion.
    """
    left = most
    for names in requests.classes(order):
        given = within({name: requests.asked[name] for name in names}, left, weights, split)
        left -= sum(given.values())
        yield from given.items()


def within(
    asked: Mapping[str, int], available: int, weights: Mapping[str, int], split: Split
) -> dict[str, int]:
    """The shares of one class: all requests if they fit; otherwise in proportion, nobody beyond its
    request, and what that leaves over is shared again.
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
            # scale the weights above `left` (split only cuts when demand exceeds supply); the ratio
            # is unchanged
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
    """The allocation that keeps the least part for the holders, and that part in words."""
    assert rule.floor is not None  # asked only where there is one
    own = {name: count for name, count in requests.asked.items() if name in requests.holders}
    whole, what = (
        (sum(own.values()), "their requests")
        if rule.floor_of == "requested"
        else (most, "the offering")
    )
    floor = min(ceil(rule.floor * whole), sum(own.values()), most)
    first = dict(ranked(requests, order, most, weights, split))
    line = f"the holders keep at least {rule.floor} of {what}, {floor:,} shares"
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
