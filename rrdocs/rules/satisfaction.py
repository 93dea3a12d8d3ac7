"""3(c)(i): when a required registration is satisfied, and how many demands have been used up.

A request is satisfied when a registration statement covering all its shares has become effective and, in a firm commitment
underwriting, all of them have been sold. What joining Investors add does not count. A demand cut back below its own shares is
not satisfied.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rrdocs.deal import Deal
from rrdocs.decision import Item, Tally
from rrdocs.events import PublicSale, SharesSold, Waiver
from rrdocs.position import Position, Registration
from rrdocs.rules.requests import Matter, matters


def registration_of(position: Position, found: Matter) -> Registration:
    """The registration made on a request, under the id of any of its letters."""
    known = [position.registration(key) for key in found.ids]
    return next((item for item in known if item.filed or item.effective), known[0])


def _required(position: Position, found: Matter, registration: Registration) -> dict[str, int]:
    """The shares of the request, adjusted for splits to the day of effectiveness."""
    effective = registration.effective
    until = effective.date.at if effective else position.as_of
    return {
        name: int((count or 0) * position.ledger.factor(letter.date.at, until))
        for letter in found.letters
        for name, count in letter.requesting.items()
    }


def sold_under(position: Position, name: str) -> dict[str, int]:
    """The shares sold under a registration, by seller, as they were when sold."""
    sold: dict[str, int] = {}
    for event in position.about(SharesSold, name):
        for seller, count in event.sold.items():
            sold[seller] = sold.get(seller, 0) + count
    for sale in position.about(PublicSale, name):
        sold[sale.seller] = sold.get(sale.seller, 0) + sale.shares
    return sold


def satisfied(position: Position, found: Matter) -> bool:
    """Whether a request has been satisfied."""
    rule = position.deal.terms.satisfaction
    registration = registration_of(position, found)
    if registration.effective is None:
        return False
    if rule is None:
        return True
    required = _required(position, found, registration)
    covers = registration.covers
    consent = {name for event in position.about(Waiver, found.id) for name in event.signed_by}
    agreed = consent >= required.keys() and position.deal.readings(
        "satisfied_after_cutback", "satisfied_if_investor_consents", found.id
    )
    if not agreed and (covers is None or any(covers.get(name, 0) < count for name, count in required.items())):
        return False
    if found.disposition not in rule.all_sold_for:
        return True
    sold: dict[str, int] = {}
    for key in found.ids:
        sold |= sold_under(position, key)
    wanted = covers if agreed and covers else required
    return all(sold.get(name, 0) >= wanted.get(name, 0) for name in required)


def demands_used(position: Position, before: Matter | None = None) -> list[Matter]:
    """The demands that have been used up, or had been when another one was received.

    Readings consulted: ``demand_count_rule``, ``demand_withdrawal``, ``satisfied_after_cutback``.
    """
    used = []
    for found in matters(position):
        if not found.demand or found.valid is False or found is before or (before and found.id == before.id):
            continue
        registration = registration_of(position, found)
        counted = False
        if registration.effective and registration.effective.date.at <= _limit(position, before):
            if position.deal.readings("demand_count_rule", "filed_and_effective"):
                counted = True
            else:
                counted = satisfied(position, found)
        if found.withdrawn and not counted:
            counted = position.deal.readings("demand_withdrawal", "counts", found.id)
        if counted:
            used.append(found)
    return used


def _limit(position: Position, before: Matter | None) -> datetime:
    return min(before.received.at, position.as_of) if before else position.as_of


def satisfaction(deal: Deal, position: Position) -> Iterator[Item]:
    """3(a), 3(c)(i): how many demands are used and left."""
    right = deal.terms.demand
    if right is None or right.limit is None:
        return
    made = [found for found in matters(position) if found.demand]
    if not made:
        return
    used = demands_used(position)
    lines = tuple(f"{found.id}: {'used' if found in used else 'not used'}" for found in made)
    rule = deal.terms.satisfaction
    clause = rule.clause if rule else right.clause
    values = {"used": len(used), "left": max(right.limit - len(used), 0)}
    yield Tally("demands", clause, made[-1].id, values, lines)
