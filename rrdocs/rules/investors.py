"""Preamble, 8(d), 3(j): who is an Investor, who may use its rights, and who holds enough.

"Investor" is a status, not a holding: original parties stay Investors without stock. A successor takes the place of the one it
succeeds. A transferee is told (``transferee_status``) but has rights and duties only by joinder. An Investor that may sell all
its stock under Rule 144(k) may not use the rights of 3(a), (b) and (d) meanwhile. Not modelled: tacking across an affiliate's
hands.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from rrdocs.dates import add_months, long_date
from rrdocs.decision import Finding
from rrdocs.events import (
    AffiliateStatus,
    Event,
    Joinder,
    NoteIssued,
    PublicSale,
    Rule144Status,
    SharesIssued,
    SharesSold,
    StockChanged,
    Succession,
    Transfer,
)
from rrdocs.position import Position
from rrdocs.rules.sending import reading, shares


def investors(position: Position, at: datetime) -> tuple[str, ...]:
    """Everyone who is told as an Investor at an instant, in the order of the signature pages.

    Readings consulted: ``transferee_status``, ``successor_by_death_or_merger``.
    """
    changes = position.once("changes of investors", lambda: _changes(position))
    return position.once(("investors", bisect_right(changes, at)), lambda: tuple(_investors(position, at)))


def _changes(position: Position) -> list[datetime]:
    """The instants at which the answer may change: joinders and successions, and where strangers hold stock any move of it."""
    kinds: tuple[type[Event], ...] = (Joinder, Succession)
    if any(not _signed(position, event.to) for event in position.all(Transfer)):
        kinds += (Transfer, PublicSale, SharesSold, StockChanged)
    return sorted(event.date.at for kind in kinds for event in position.all(kind))


def _investors(position: Position, at: datetime) -> list[str]:
    deal = position.deal
    joined = _joined(position, at)
    successions = [event for event in position.all(Succession) if event.date.at <= at]
    gone = {event.from_ for event in successions}
    heirs = dict.fromkeys(event.to for event in successions)
    found = []
    for name, party in deal.parties.items():
        if party.role != "investor" or name in gone or name in heirs:
            continue
        if _signed(position, name) or (name in joined and not deal.readings("transferee_status", "never")):
            found.append(name)
    by_right = bool(heirs) and deal.readings("successor_by_death_or_merger", "successor_is_investor")
    found += [name for name in heirs if name not in gone and (by_right or name in joined)]
    found += [name for name in _transferees(position, at) if name not in found and name not in gone]
    order = {name: place for place, name in enumerate(deal.parties)}
    return sorted(dict.fromkeys(found), key=lambda name: order.get(name, len(order)))


def _joined(position: Position, at: datetime) -> set[str]:
    return {event.investor for event in position.all(Joinder) if event.date.at <= at}


def _transferees(position: Position, at: datetime) -> list[str]:
    """Those who hold stock through private transfers and have not joined."""
    met = [
        event.to
        for event in position.all(Transfer)
        if event.date.at <= at and event.kind != "pledge" and event.basis == "exempt" and event.to != position.deal.issuer
    ]
    strangers = [name for name in dict.fromkeys(met) if not _signed(position, name) and position.ledger.holding(name, at)]
    if strangers and not position.deal.readings("transferee_status", "compliant_transferee_notified"):
        return []
    return strangers


def _signed(position: Position, name: str) -> bool:
    """Whether a party is an original one."""
    party = position.deal.parties.get(name)
    return party is not None and party.role == "investor" and not party.joined and not party.succeeds


def has_rights(position: Position, name: str, at: datetime) -> bool:
    """Whether someone is an Investor that may use rights: an original party, a successor, or one that has joined."""
    changes = position.once("changes of investors", lambda: _changes(position))
    return name in position.once(("with rights", bisect_right(changes, at)), lambda: _with_rights(position, at))


def _with_rights(position: Position, at: datetime) -> frozenset[str]:
    succeeded = {event.to for event in position.all(Succession) if event.date.at <= at}
    joined = _joined(position, at)
    return frozenset(name for name in investors(position, at) if _signed(position, name) or name in succeeded or name in joined)


# ---- 3(j)


@dataclass(frozen=True, slots=True)
class Bar:
    """Whether an Investor is shut out, and the finding that says so; ``counsel`` when the repeal of the rule leaves it open."""

    shut_out: bool
    finding: Finding
    counsel: bool = False


def barred(position: Position, investor: str, at: datetime, about: str = "") -> Bar:
    """3(j): whether an Investor is shut out of demands, short forms and piggybacks at an instant.

    ``about`` is the request in question, for which counsel may have settled a reading.

    An exclusion that is not on record does not apply; a later lot that is not free defeats an earlier record.
    Readings consulted where a record exists: ``j_all_shares``, ``rule144k_after_20080215``.
    """
    return position.once(("barred", investor, at, about), lambda: _barred(position, investor, at, about))


def _barred(position: Position, investor: str, at: datetime, about: str) -> Bar:
    right = position.deal.terms.loss_of_rights
    if right is None:
        return Bar(False, Finding("", "no right is lost by free saleability", False))
    name = position.deal.party_name(investor)
    statuses = [event for event in position.about(Rule144Status, investor) if event.date.at <= at]
    if not statuses or not statuses[-1].may_sell_all:
        words = f"no record that {name} may sell all its stock under Rule {right.rule}"
        return Bar(False, Finding(right.clause, words, False, statuses[-1].place if statuses else None))
    status = statuses[-1]
    affiliate = [e for e in position.about(AffiliateStatus, investor) if status.date.at <= e.date.at <= at]
    if affiliate and affiliate[-1].affiliate:
        return Bar(False, Finding(right.clause, f"{name} has become an affiliate of the issuer", False, affiliate[-1].place))
    repealed = right.repealed is not None and at.date() >= right.repealed
    if repealed and reading(position, "rule144k_after_20080215", about, status.id) == "human_decision_no_exclusion":
        words = f"Rule {right.rule} has been repealed: without counsel's decision {name} is not shut out"
        return Bar(False, Finding(right.clause, words, False, status.place), counsel=True)
    young = _young_lots(position, investor, status.date.at, at)
    if young and reading(position, "j_all_shares", about, status.id) == "literal_all":
        words = f"{name} has {shares(young)} that came later and are not free under Rule {right.rule}"
        return Bar(False, Finding(right.clause, words, False, status.place))
    words = f"{name} may sell all its stock under Rule {right.rule} since {long_date(status.date.day)}"
    return Bar(True, Finding(right.clause, words, True, status.place))


def _young_lots(position: Position, investor: str, since: datetime, at: datetime) -> int:
    """Shares (issued, or to come of notes) acquired after a record of free saleability that are still held and still young."""
    right = position.deal.terms.loss_of_rights
    assert right is not None  # asked only where the right exists
    if right.holding_period is None:
        return 0
    months = right.holding_period.count * (12 if right.holding_period.unit == "years" else 1)
    lots = position.ledger.acquisitions.get(investor, ())
    late = [lot for lot in lots if since < lot.instant <= at and add_months(lot.held_since, months) > at.date()]
    young = min(sum(lot.shares for lot in late), position.ledger.holding(investor, at))
    notes = [e for e in position.all(NoteIssued) if e.holder == investor and since < e.date.at <= at]
    if any(add_months(note.date.day, months) > at.date() for note in notes):
        young += position.ledger.issuable(investor, at)
    return young


# ---- Section 6


def in_force(position: Position, at: datetime) -> Finding:
    """Section 6: the agreement lasts as long as an Investor owns Restricted Stock.

    Readings consulted where only notes are left: ``duration_notes``.
    """
    return position.once(("in force", at), lambda: _in_force(position, at))


def _in_force(position: Position, at: datetime) -> Finding:
    duration = position.deal.terms.duration
    words = position.deal.agreement.words
    if duration is None:
        return Finding("", "the agreement has no end", True)
    people = [name for name in investors(position, at) if has_rights(position, name, at)]
    held = sum(position.ledger.holding(name, at) for name in people)
    if held:
        return Finding(duration.clause, f"the {words.holders} own {shares(held)} of {words.stock}", True)
    issuable = sum(position.ledger.issuable(name, at) for name in people)
    if issuable:
        lasts = position.deal.readings("duration_notes", "continues_while_notes")
        return Finding(duration.clause, f"the {words.holders} own only notes, for {shares(issuable)}", lasts)
    if not position.all(SharesIssued) and not position.all(NoteIssued):
        return Finding(duration.clause, f"nothing is on record of any {words.stock}", None)
    return Finding(duration.clause, f"no {words.holder} owns {words.stock} any longer", False)
