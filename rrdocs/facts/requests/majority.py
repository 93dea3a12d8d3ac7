"""3(a): whether the holders that make a demand hold a majority in interest of the stock.

What counts is what the requesters hold, not what they request to sell. Holders shut out under 3(j)
and holders without rights do not count in the numerator. The terms say how much is needed. Readings
consulted: ``restricted_stock_basis_3a``, ``majority_denominator``, ``denominator_144k``,
``majority_measured_at``, ``single_investor_majority``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from rrdocs.agreement.registration_rights import Demand
from rrdocs.agreement.thresholds import Threshold
from rrdocs.deal.events import DemandNotice
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.groups import measured
from rrdocs.facts.record.holders import has_rights, investors
from rrdocs.facts.record.position import Position, instant
from rrdocs.facts.requests.conditions import proceeds
from rrdocs.facts.requests.loss_of_rights import exclusion_of


@dataclass(frozen=True)
class MajorityCount:
    """The count of a majority in shares.

    ``other``: the same count with issued shares alone, where the two differ. ``on_both``: whether
    both counts have the same result. ``excluded``: why holders were not counted. ``tests``: the
    results of a threshold with several tests.
    """

    numerator: int
    denominator: int
    holds: bool | None
    other: tuple[int, int, bool | None] | None = None
    on_both: bool = True
    excluded: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


def measured_at(
    position: Position, received: datetime, letters: Sequence[DemandNotice]
) -> datetime:
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


def majority_count(
    position: Position, names: Sequence[str], at: datetime, letters: Sequence[DemandNotice]
) -> MajorityCount:
    """The count at an instant.

    Readings consulted: ``restricted_stock_basis_3a`` where notes are outstanding,
    ``majority_denominator`` where others hold stock, ``denominator_144k`` where somebody is shut
    out.
    """
    right, about = position.deal.terms.demand, letters[0].id
    assert right is not None  # only granted requests are judged
    votes, excluded = [], []
    for name in names:
        exclusion = exclusion_of(position, name, at, about)
        if exclusion.shut_out:
            excluded.append(exclusion.finding.says)
        elif not has_rights(position, name, at):
            words = position.deal.agreement.words
            excluded.append(
                f"{position.deal.party_name(name)} may not use rights under the {words.agreement}"
            )
        else:
            votes.append(name)
    left_out = tuple(excluded)
    if not _is_plain(right.threshold):
        met = measured(
            position, right.threshold, votes, at, issuable=True, dollars=lambda: _dollars(letters)
        )
        held = sum(position.ledger.holding(name, at, issuable=True) for name in votes)
        total = position.ledger.total(at, issuable=True)
        return MajorityCount(
            held, total, met.holds if votes else False, excluded=left_out, tests=met.lines
        )
    converted = _count(position, right, votes, at, about, issuable=True)
    issued = _count(position, right, votes, at, about, issuable=False)
    if converted == issued:
        return MajorityCount(*converted, excluded=left_out)
    match reading(position, "restricted_stock_basis_3a", about):
        case "as_converted":
            return MajorityCount(*converted, excluded=left_out)
        case "issued_only":
            return MajorityCount(*issued, excluded=left_out)
        case _:
            either = converted[2] or issued[2]
            return MajorityCount(
                *converted[:2], either, issued, converted[2] == issued[2], left_out
            )


def _is_plain(rule: Threshold) -> bool:
    """Whether a threshold is one part of all the stock; only then do the readings on notes and on
    the stock of others apply.
    """
    return (
        len(rule.measures) == 1
        and rule.measures[0].unit == "part"
        and rule.measures[0].of in ("", "all")
    )


def _dollars(letters: Sequence[DemandNotice]) -> Fraction | None:
    """The proceeds that the letters state, net where they do."""
    net = proceeds(letters, "net")
    return proceeds(letters, "gross") if net is None else net


def _count(
    position: Position,
    right: Demand,
    votes: Sequence[str],
    at: datetime,
    about: str,
    *,
    issuable: bool,
) -> tuple[int, int, bool]:
    """The shares of the requesters, all shares, and whether the requesters have enough.

    ``issuable``: with the shares of unconverted notes.
    """
    people, ledger = (
        [name for name in investors(position, at) if has_rights(position, name, at)],
        position.ledger,
    )

    def held(names: Sequence[str]) -> int:
        return sum(ledger.holding(name, at, issuable=issuable) for name in names)

    below = ledger.total(at, issuable=issuable)
    if (
        below != held(people)
        and reading(position, "majority_denominator", about) == "investors_only"
    ):
        below = held(people)
    shut_out = [name for name in people if exclusion_of(position, name, at, about).shut_out]
    if shut_out and reading(position, "denominator_144k", about) == "exclude":
        below -= held(shut_out)
    return held(votes), below, right.threshold.passes(held(votes), below)


def majority_finding(
    position: Position,
    count: MajorityCount,
    letters: Sequence[DemandNotice],
    requesters: Mapping[str, int | None],
) -> Finding:
    """The count in words, and whether it suffices. Readings consulted for a single requester:
    ``single_investor_majority``.
    """
    right = position.deal.terms.demand
    assert right is not None  # only granted requests are judged
    holds = count.holds
    words = (
        f"the requesters hold {count.numerator:,} of {count.denominator:,} shares"
        f" ({_percent(count.numerator, count.denominator)});"
        f" {_asked(right.threshold, count.denominator)} are needed"
    )
    if count.tests:
        words = (
            f"the requesters hold {count.numerator:,} of {count.denominator:,} shares:"
            f" {'; '.join(count.tests)}"
        )
    if count.other:
        words += f"; counting issued shares alone, {count.other[0]:,} of {count.other[1]:,}"
    for says in count.excluded:
        words += f"; not counted: {says}"
    if (
        len(requesters) == 1
        and holds
        and reading(position, "single_investor_majority", letters[0].id) == "plural_required"
    ):
        holds, words = False, f"{words}; one holder alone may not demand"
    return Finding(right.clause, words, holds, letters[0].place_of("requesting"), ("more_holders",))


def _asked(rule: Threshold, below: int) -> str:
    """The shares that the first test of a threshold requires, in words."""
    first = rule.measures[0] if rule.measures else None
    return (
        f"{'more than' if first is None or first.strict else 'at least'}"
        f" {_number(rule.needed(below)) if first else '0'}"
    )


def _percent(above: int, below: int) -> str:
    return f"{100 * above / below:.2f}%" if below else "no stock"


def _number(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{int(value):,} and a fraction"
