"""3(a): whether those who demand hold a majority in interest of the Restricted Stock.

What counts is what the requesters hold, not what they ask to sell. Those shut out under 3(j) and those without rights do not
count above the line. Strictly more than the share that the terms name is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from rrdocs.decision import Finding
from rrdocs.events import DemandNotice
from rrdocs.grants import Demand
from rrdocs.position import Position
from rrdocs.rules.investors import barred, has_rights, investors
from rrdocs.rules.sending import instant, reading
from rrdocs.thresholds import Threshold


@dataclass(frozen=True)
class Majority:
    """A count of votes: the figures reported, whether it holds, and the count of issued shares where two were made."""

    numerator: int
    denominator: int
    holds: bool
    other: tuple[int, int, bool] | None = None
    on_both: bool = True
    excluded: tuple[str, ...] = ()


def measured(position: Position, received: datetime, letters: Sequence[DemandNotice]) -> datetime:
    """The instant at which holdings count. Readings consulted: ``majority_measured_at``."""
    match reading(position, "majority_measured_at", letters[0].id):
        case "demand_date":
            last = letters[-1]
            return instant(last.delivery.sent or last.date, position.as_of)
        case "filing_date":
            filings = (position.registration(letter.id).filed for letter in letters)
            return next((filed.date.at for filed in filings if filed), received)
        case _:
            return received


def majority(position: Position, names: Sequence[str], at: datetime, letters: Sequence[DemandNotice]) -> Majority:
    """The count at an instant.

    Readings consulted: ``restricted_stock_basis_3a`` where notes are outstanding, ``majority_denominator`` where others hold
    stock, ``denominator_144k`` where somebody is shut out.
    """
    right, about = position.deal.terms.demand, letters[0].id
    assert right is not None  # only granted requests are judged
    votes, excluded = [], []
    for name in names:
        bar = barred(position, name, at, about)
        if bar.shut_out:
            excluded.append(bar.finding.says)
        elif not has_rights(position, name, at):
            words = position.deal.agreement.words
            excluded.append(f"{position.deal.party_name(name)} may not use rights under the {words.agreement}")
        else:
            votes.append(name)
    converted = _count(position, right, votes, at, about, issuable=True)
    issued = _count(position, right, votes, at, about, issuable=False)
    left_out = tuple(excluded)
    if converted == issued:
        return Majority(*converted, excluded=left_out)
    match reading(position, "restricted_stock_basis_3a", about):
        case "as_converted":
            return Majority(*converted, excluded=left_out)
        case "issued_only":
            return Majority(*issued, excluded=left_out)
        case _:
            either = converted[2] or issued[2]
            return Majority(*converted[:2], either, issued, converted[2] == issued[2], left_out)


def _count(position: Position, right: Demand, votes: Sequence[str], at: datetime, about: str, *, issuable: bool) -> tuple[int, int, bool]:
    """The votes, the stock, and whether the votes are more than the share needed."""
    people, ledger = [name for name in investors(position, at) if has_rights(position, name, at)], position.ledger

    def held(names: Sequence[str]) -> int:
        return sum(ledger.holding(name, at, issuable=issuable) for name in names)

    below = ledger.total(at, issuable=issuable)
    if below != held(people) and reading(position, "majority_denominator", about) == "investors_only":
        below = held(people)
    shut_out = [name for name in people if barred(position, name, at, about).shut_out]
    if shut_out and reading(position, "denominator_144k", about) == "exclude":
        below -= held(shut_out)
    return held(votes), below, right.threshold.passes(held(votes), below)


def majority_finding(position: Position, count: Majority, letters: Sequence[DemandNotice], requesters: Mapping[str, int | None]) -> Finding:
    """The count in words, and whether one holder may demand alone (``single_investor_majority``)."""
    right = position.deal.terms.demand
    assert right is not None  # only granted requests are judged
    holds = count.holds
    words = (
        f"the requesters hold {count.numerator:,} of {count.denominator:,} shares "
        f"({_percent(count.numerator, count.denominator)}); {_asked(right.threshold, count.denominator)} are needed"
    )
    if count.other:
        words += f"; of shares issued, {count.other[0]:,} of {count.other[1]:,}"
    for says in count.excluded:
        words += f"; not counted: {says}"
    if len(requesters) == 1 and holds and reading(position, "single_investor_majority", letters[0].id) == "plural_required":
        holds, words = False, f"{words}; one alone may not demand"
    return Finding(right.clause, words, holds, letters[0].place_of("requesting"))


def _asked(rule: Threshold, below: int) -> str:
    """What the first test of a threshold asks for, in shares."""
    first = rule.measures[0] if rule.measures else None
    return f"{'more than' if first is None or first.strict else 'at least'} {_number(rule.needed(below)) if first else '0'}"


def _percent(above: int, below: int) -> str:
    return f"{100 * above / below:.2f}%" if below else "no stock"


def _number(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{int(value):,} and a fraction"
