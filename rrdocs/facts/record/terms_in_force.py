"""8(e): which terms are in force at an instant.

A writing signed by the issuer and by Investors with more than half of the stock outstanding changes
the terms from its date, and not before: what was settled by then stays settled. A period that is
still running is measured by the new length; it ends no earlier than the day of the amendment. An
agreement may ask for more: so much of each class, certain parties or groups, another part after the
initial public offering.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rrdocs.agreement.amending import amended
from rrdocs.agreement.registration_rights import Vote
from rrdocs.agreement.terms import Terms
from rrdocs.agreement.thresholds import Threshold
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Amendment, Event
from rrdocs.deal.stock_ledger import START
from rrdocs.docket.decisions import all_hold
from rrdocs.facts.record.groups import group, held, measured, members, outstanding
from rrdocs.facts.record.holders import has_rights
from rrdocs.facts.record.milestones import milestone
from rrdocs.facts.record.position import Position, fold


@dataclass(frozen=True)
class VoteCount:
    """The shares of those who agree, those outstanding, whether that is enough (None: not on
    record), and each test in words.
    """

    above: int
    below: int
    holds: bool | None
    lines: tuple[str, ...]


def vote(position: Position, rule: Vote, signers: Sequence[str], at: datetime) -> VoteCount:
    """Whether those who signed are enough: of the stock, of each class that the terms name, and of
    those who must agree besides.

    Readings consulted where notes are outstanding: ``outstanding_8a_8e``.
    """
    ledger, issuable = position.ledger, _issuable(position, at)
    voting = [name for name in dict.fromkeys(signers) if has_rights(position, name, at)]
    above = sum(map(weight(position, at), voting))
    below = ledger.total(at, issuable=issuable)
    needed = required(position, rule, at)
    met = measured(position, needed, voting, at, issuable=issuable)
    lines: tuple[str, ...] = (
        f"{above:,} of {below:,} outstanding; {needed}",
        *(met.lines if len(needed.measures) > 1 else ()),
    )
    if any(each.of == "outstanding" for each in needed.measures):
        stock, known = position.deal.agreement.words.stock, outstanding(position, at)
        tests = (
            [in_words(line) for line in met.lines]
            if known
            else ["how much common stock is outstanding is not on record"]
        )
        lines = (f"{above:,} of {below:,} shares of {stock}; {in_words(needed)}", *tests)
    results: list[bool | None] = [met.holds]
    for name in rule.also:
        agrees, words = _besides(position, name, signers, at, issuable=issuable)
        results.append(agrees)
        lines += (words,)
    return VoteCount(above, below, all_hold(results), lines)


def in_words(said: object) -> str:
    """A threshold, or a test of it, with what it calls ``outstanding`` by its name."""
    return str(said).replace("of outstanding", "of all common stock outstanding")


def weight(position: Position, at: datetime) -> Callable[[str], int]:
    """How many shares each counts with in a vote at an instant; those without rights have none."""
    issuable = _issuable(position, at)
    return lambda name: (
        position.ledger.holding(name, at, issuable=issuable)
        if has_rights(position, name, at)
        else 0
    )


def _issuable(position: Position, at: datetime) -> bool:
    """Whether shares that outstanding notes may yield count."""
    notes = position.ledger.total(at) != position.ledger.total(at, issuable=True)
    return notes and position.deal.readings("outstanding_8a_8e", "as_converted")


def required(position: Position, rule: Vote, at: datetime) -> Threshold:
    """What is required: once there has been an initial public offering, perhaps something else."""
    ipo = milestone(position, "ipo")
    return rule.after_ipo if rule.after_ipo and ipo and ipo <= at.date() else rule.threshold


def _besides(
    position: Position, name: str, signers: Sequence[str], at: datetime, *, issuable: bool
) -> tuple[bool, str]:
    """Whether a party agrees, or the holders of more than half of a group's stock."""
    if name not in position.deal.agreement.groups:
        agrees = name in signers
        return (
            agrees,
            f"{position.deal.party_name(name)} {'agrees' if agrees else 'does not agree'}",
        )
    some = members(position, name, at)
    have, whole = (
        held(position, names, at, issuable=issuable)
        for names in ([each for each in some if each in signers], some)
    )
    return (
        2 * have > whole,
        f"of the {group(position, name).name}, {have:,} of {whole:,} agree; more than half must",
    )


def effective(position: Position, rule: Vote, change: Amendment) -> VoteCount:
    """Whether the issuer and enough of the stock have signed an amendment, with the shares that
    did.
    """
    count = vote(position, rule, change.signed_by, change.date.at)
    return replace(count, holds=False) if position.deal.issuer not in change.signed_by else count


def versions(position: Position) -> list[tuple[datetime, Terms]]:
    """The terms as first agreed, and from each effective amendment on; each is judged under those
    before it.
    """
    return position.once(_history)[0]


def before(position: Position, change: Amendment) -> Position:
    """The same position under the terms that an amendment meets: those that an earlier one of the
    same day set, too.
    """
    terms = position.once(_history)[1][change.id]
    return (
        position
        if terms == position.deal.terms
        else position.under(replace(position.deal, amended=terms))
    )


def _history(position: Position) -> tuple[list[tuple[datetime, Terms]], dict[str, Terms]]:
    """The terms from each instant on, and those that each amendment meets."""
    first = position.deal.agreement.terms
    found, met, sets = [(START, first)], dict[str, Terms](), dict[str, str]()
    for change in position.all(Amendment):
        terms = met[change.id] = found[-1][1]
        if change.sets and terms.amendment and effective(position, terms.amendment, change).holds:
            sets |= change.sets  # what may be set is checked against the terms first agreed
            found.append((change.date.at, amended(first, sets)))
    return found, met


def position_at(
    deal: Deal, as_of: datetime, *, known: bool = False, until: Event | None = None
) -> Position:
    """The position at an instant (New York time) under the terms in force then; ``known`` and
    ``until`` as for ``fold``.
    """
    return under_terms(fold(deal, as_of, known=known, until=until), as_of)


def under_terms(position: Position, at: datetime) -> Position:
    """The same position under the terms in force at an instant."""
    if len(versions(position)) == 1:
        return position
    since, terms = next(version for version in reversed(versions(position)) if version[0] <= at)
    return position if terms == position.deal.terms else position.once(_since, since)


def _since(position: Position, since: datetime) -> Position:
    return position.under(replace(position.deal, amended=dict(versions(position))[since]))
