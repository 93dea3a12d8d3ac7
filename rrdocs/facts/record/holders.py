"""Preamble, 8(d), Section 6: who is an Investor, who may use its rights, and how long the
agreement lasts.

"Investor" is a status, not a holding: original parties stay Investors without stock. A successor
takes the place of the one it succeeds. A transferee is notified (``transferee_status``) but has
rights and duties only by joinder. Not modelled: tacking across an affiliate's hands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import partial
from typing import TypeVar

from rrdocs.dates.deadlines import count
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    Event,
    Joinder,
    NoteIssued,
    PublicSale,
    SharesIssued,
    SharesSold,
    StockChanged,
    Succession,
    Transfer,
)
from rrdocs.deal.stock_ledger import START
from rrdocs.docket.decisions import Finding
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.milestones import milestone
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position

T = TypeVar("T", int, Fraction)


def investors(position: Position, at: datetime) -> tuple[str, ...]:
    """Everyone who is notified as an Investor at an instant, in the order of the signature pages.

    Readings consulted: ``transferee_status``, ``successor_by_death_or_merger``.
    """
    return position.once(_investors, _since(position, at))


def _since(position: Position, at: datetime) -> datetime:
    """The last instant by another at which the answer may have changed."""
    changes = position.once(_changes)
    return changes[bisect_right(changes, at) - 1]


def _changes(position: Position) -> list[datetime]:
    """The instants at which the answer may change: joinders and successions, and where strangers
    hold stock any move of it.
    """
    kinds: tuple[type[Event], ...] = (Joinder, Succession)
    if any(not _signed(position, event.to) for event in position.all(Transfer)):
        kinds += (Transfer, PublicSale, SharesSold, StockChanged)
    return [START, *sorted(event.date.at for kind in kinds for event in position.all(kind))]


def _investors(position: Position, at: datetime) -> tuple[str, ...]:
    deal = position.deal
    joined = _joined(position, at)
    successions = [event for event in position.all(Succession) if event.date.at <= at]
    gone = {event.from_ for event in successions}
    heirs = dict.fromkeys(event.to for event in successions)
    found = []
    for name, party in deal.parties.items():
        if (
            party.role != "investor"
            or name in gone
            or (name in heirs and not _signed(position, name))
        ):
            continue
        by_joinder = (
            name in joined
            and not deal.readings("transferee_status", "never")
            and not _too_small(position, name, at)
        )
        if _signed(position, name) or by_joinder:
            found.append(name)
    by_right = bool(heirs) and deal.readings(
        "successor_by_death_or_merger", "successor_is_investor"
    )
    found += [name for name in heirs if name not in gone and (by_right or name in joined)]
    found += [name for name in _transferees(position, at) if name not in found and name not in gone]
    order = {name: place for place, name in enumerate(deal.parties)}
    return tuple(sorted(dict.fromkeys(found), key=lambda name: order.get(name, len(order))))


def heir(position: Position, name: str, at: datetime) -> str:
    """Who stands in a holder's place at an instant: its successor by death or merger, or the
    holder itself.
    """
    for event in position.all(Succession):
        if event.from_ == name and event.date.at <= at:
            name = event.to
    return name


def by_heir(position: Position, shares_of: Mapping[str, T], at: datetime) -> dict[str, T]:
    """Numbers of shares of holders as those of their successors at an instant."""
    found: dict[str, T] = {}
    for name, number in shares_of.items():
        own = heir(position, name, at)
        found[own] = found[own] + number if own in found else number
    return found


def _joined(position: Position, at: datetime) -> set[str]:
    return {event.investor for event in position.all(Joinder) if event.date.at <= at}


def _transferees(position: Position, at: datetime) -> list[str]:
    """Those who hold stock through private transfers and have not joined."""
    met = [
        event.to
        for event in position.all(Transfer)
        if event.date.at <= at
        and event.kind != "pledge"
        and event.basis == "exempt"
        and event.to != position.deal.issuer
    ]
    notice = position.deal.terms.transfer_notice
    if notice and notice.joinder:
        return []  # only those that have joined
    strangers = [
        name
        for name in dict.fromkeys(met)
        if not _signed(position, name) and position.ledger.holding(name, at)
    ]
    strangers = [name for name in strangers if not _too_small(position, name, at)]
    if strangers and not position.deal.readings(
        "transferee_status", "compliant_transferee_notified"
    ):
        return []
    return strangers


def _too_small(position: Position, name: str, at: datetime) -> bool:
    """Whether a transferee has got fewer shares in all than carry rights, splits since then
    included.
    """
    notice = position.deal.terms.transfer_notice
    if notice is None or notice.smallest is None:
        return False
    got = [
        event
        for event in position.all(Transfer)
        if event.to == name and event.kind != "pledge" and event.date.at <= at
    ]
    return (
        sum(event.shares * position.ledger.factor(event.date.at, at) for event in got)
        < notice.smallest
    )


def _signed(position: Position, name: str) -> bool:
    """Whether a party is an original one."""
    party = position.deal.parties.get(name)
    return (
        party is not None and party.role == "investor" and not party.joined and not party.succeeds
    )


def has_rights(position: Position, name: str, at: datetime) -> bool:
    """Whether someone is an Investor that may use rights: an original party, a successor, or one
    that has joined.
    """
    return name in position.once(_with_rights, _since(position, at))


def _with_rights(position: Position, at: datetime) -> frozenset[str]:
    succeeded = {event.to for event in position.all(Succession) if event.date.at <= at}
    joined = _joined(position, at)
    return frozenset(
        name
        for name in investors(position, at)
        if _signed(position, name) or name in succeeded or name in joined
    )


# ---- Section 6


def _ended(position: Position) -> datetime | None:
    """The first instant at which the Investors had parted with all Restricted Stock, notes for it
    included.
    """
    moves: list[tuple[datetime, tuple[str, ...]]] = [
        (sale.date.at, (sale.seller,)) for sale in position.all(PublicSale)
    ]
    moves += [(event.date.at, (event.from_,)) for event in position.all(Transfer)]
    moves += [(event.date.at, tuple(event.sold)) for event in position.all(SharesSold)]
    ledger = position.ledger
    for at, sellers in sorted(moves):
        if any(not ledger.holding(name, at) for name in sellers):
            people = (name for name in investors(position, at) if has_rights(position, name, at))
            if not any(ledger.holding(name, at, issuable=True) for name in people):
                return at
    return None


def agreement_in_force(position: Position, at: datetime) -> Finding:
    """Section 6: the agreement lasts as long as an Investor owns Restricted Stock.

    Readings consulted where only notes are left: ``duration_notes``.
    """
    return position.once(_in_force, at)


def _in_force(position: Position, at: datetime) -> Finding:
    duration = position.deal.terms.duration
    words = position.deal.agreement.words
    if duration is None:
        return Finding("", "the agreement has no end", True)
    if duration.until:
        until = count(duration.until, partial(milestone, position), business_days(position.deal))
        if until.day is not None and at.date() > until.day:
            return Finding(
                duration.clause,
                f"the {words.agreement} ended on {weekday_date(until.day)}:"
                f" {'; '.join(until.lines)}",
                False,
            )
    if not duration.while_held:
        return Finding(
            duration.clause, f"the {words.agreement} lasts whoever owns {words.stock}", True
        )
    people = [name for name in investors(position, at) if has_rights(position, name, at)]
    held, ended = sum(position.ledger.holding(name, at) for name in people), position.once(_ended)
    if held and ended and ended < at:
        gone = f"no {words.holder} owned {words.stock} on {long_date(ended.date())}"
        return Finding(
            duration.clause,
            f"{gone}; counsel must decide whether a later one revives the {words.agreement}",
            None,
        )
    if held:
        return Finding(
            duration.clause,
            f"the {words.holders} own {in_shares(held)} of {words.stock}",
            True,
        )
    issuable = sum(position.ledger.issuable(name, at) for name in people)
    if issuable:
        lasts = position.deal.readings("duration_notes", "continues_while_notes")
        return Finding(
            duration.clause,
            f"the {words.holders} own only notes, for {in_shares(issuable)}",
            lasts,
        )
    if not position.all(SharesIssued) and not position.all(NoteIssued):
        return Finding(duration.clause, f"nothing is on record of any {words.stock}", None)
    return Finding(duration.clause, f"no {words.holder} owns {words.stock} any longer", False)
