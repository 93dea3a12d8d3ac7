"""Who belongs to a group of holders, and whether some of them have enough of the stock.

A group is of those named, of those that hold certain tranches, of those that hold enough; all its
conditions must be met. Where the agreement counts affiliates together, each holder is measured with
its affiliates. What a holder first had is what was issued to it, and what its notes were first to
yield, after splits. Not modelled: a group of another agreement's holders that are no party.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from fractions import Fraction

from rrdocs.agreement.registration_rights import Group
from rrdocs.agreement.thresholds import Measure, Met, Threshold, meets
from rrdocs.deal.events import NoteConverted, SharesIssued, StockOutstanding
from rrdocs.docket.decisions import Finding
from rrdocs.facts.record.holders import investors
from rrdocs.facts.record.position import Position
from rrdocs.yamlfiles.records import Place

Dollars = Callable[[], Fraction | None]


def group(position: Position, name: str) -> Group:
    """The group of that id. Raises KeyError where there is none; loaded agreements name only known
    groups.
    """
    return position.deal.agreement.groups[name]


def members(position: Position, name: str, at: datetime) -> tuple[str, ...]:
    """The members of a group at an instant, in the order of the signature pages."""
    return position.once(_members, name, at)


def _members(position: Position, group_: str, at: datetime) -> tuple[str, ...]:
    rule = group(position, group_)
    found = []
    known = [
        *investors(position, at),
        *(name for name in rule.members if name not in investors(position, at)),
    ]
    for name in known:
        party = position.deal.parties.get(name)
        if rule.members and name not in rule.members:
            continue
        if rule.tranches and not any(
            position.ledger.by_tranche(name, at).get(tranche) for tranche in rule.tranches
        ):
            continue
        if rule.kinds and (party is None or party.kind not in rule.kinds):
            continue
        counted = together(position, name) if rule.affiliates_together else (name,)
        if rule.holds and measured(position, rule.holds, counted, at).holds is not True:
            continue
        found.append(name)
    return tuple(found)


def together(position: Position, name: str) -> tuple[str, ...]:
    """A party and its affiliates, as the parties' file names them on either side."""
    parties = position.deal.parties
    own = parties[name].affiliates if name in parties else ()
    others = (other for other, party in parties.items() if name in party.affiliates)
    return tuple(dict.fromkeys((name, *own, *others)))


def held(
    position: Position, names: Iterable[str], at: datetime, of: str = "", *, issuable: bool
) -> int:
    """The stock that some hold at an instant: all of it, or that of one tranche."""
    ledger = position.ledger
    if of in position.deal.agreement.tranches:
        return sum(ledger.by_tranche(name, at).get(of, 0) for name in names)
    return sum(ledger.holding(name, at, issuable=issuable) for name in names)


def original(position: Position, names: Sequence[str], at: datetime) -> int:
    """What some first had, as it would now stand after splits."""
    ledger = position.ledger
    total = Fraction(0)
    for kind in (SharesIssued, NoteConverted):
        for event in position.all(kind):
            if event.holder in names and event.date.at <= at:
                total += event.shares * ledger.factor(event.date.at, at)
    return int(total)


def outstanding(position: Position, at: datetime) -> StockOutstanding | None:
    """The last word on how much common stock the issuer has outstanding."""
    known = [event for event in position.all(StockOutstanding) if event.date.at <= at]
    return known[-1] if known else None


def measured(
    position: Position,
    rule: Threshold,
    names: Sequence[str],
    at: datetime,
    *,
    issuable: bool = False,
    dollars: Dollars = lambda: None,
    shares: int | None = None,
) -> Met:
    """Whether some have enough: what they hold (or ``shares`` asked for), as each test of the
    threshold measures it.

    A group stands for the stock that its members hold; ``original`` for what these holders first
    had; ``outstanding`` for all common stock of the issuer. ``dollars`` gives the amount for tests
    in dollars; None where it is not on record.
    """
    agreement, ledger = position.deal.agreement, position.ledger

    def amounts(each: Measure) -> tuple[Fraction | None, Fraction]:
        if each.unit == "dollars":
            return dollars(), Fraction(0)
        some = names
        if each.of in agreement.groups:
            some = [name for name in names if name in members(position, each.of, at)]
        have = (
            shares if shares is not None else held(position, some, at, each.of, issuable=issuable)
        )
        if each.of == "original":
            return Fraction(have), Fraction(original(position, names, at))
        if each.of == "outstanding":
            last = outstanding(position, at)
            return (Fraction(have), Fraction(last.shares)) if last else (None, Fraction(0))
        if each.of in agreement.groups:
            return Fraction(have), Fraction(
                held(position, members(position, each.of, at), at, issuable=issuable)
            )
        if each.of in agreement.tranches:
            return Fraction(have), Fraction(
                sum(ledger.by_tranche(name, at).get(each.of, 0) for name, _ in ledger.holders(at))
            )
        return Fraction(have), Fraction(ledger.total(at, issuable=issuable))

    return meets(rule, amounts)


def of_group(
    position: Position,
    clause: str,
    name: str | None,
    who: Iterable[str],
    at: datetime,
    place: Place,
) -> tuple[Finding, ...]:
    """That all who act belong to the group that may; nothing where any holder may."""
    if name is None:
        return ()
    some, what = members(position, name, at), group(position, name).name
    out = [position.deal.party_name(each) for each in who if each not in some]
    says = (
        f"{', '.join(out)} {'is' if len(out) == 1 else 'are'} not among the {what}"
        if out
        else f"all who ask are among the {what}"
    )
    return (Finding(clause, says, not out, place),)
