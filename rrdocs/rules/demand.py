"""3(a): holders of a majority may require a registration, and each other Investor is told of it at once.

The issuer must notify every Investor that did not request, on the day on which the Demand Notice counts as received; each has a
window of its own to join. Neither a standstill nor a deferral suspends this notice. A demand beyond the number granted may be
declined. Not modelled: whether the issuer's efforts are reasonable.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Flag, Item, Tally
from rrdocs.position import Position
from rrdocs.rules.amendments import under_terms
from rrdocs.rules.investors import barred, investors
from rrdocs.rules.joining import window
from rrdocs.rules.requests import Matter, matters
from rrdocs.rules.satisfaction import demands_used
from rrdocs.rules.sending import own_day, running, to_send


def demand(deal: Deal, position: Position) -> Iterator[Item]:
    """3(a): the Demand Further Notice, the windows to join, and the count of the majority."""
    right = deal.terms.demand
    if right is None:
        return
    for found in matters(position):
        if not found.demand:
            continue
        yield from further_notices(position, found, (*found.findings, *left_to_demand(position, found)))
        majority = found.majority
        assert majority is not None  # every demand is counted
        values = {"numerator": majority.numerator, "denominator": majority.denominator, "holds": majority.holds}
        if majority.other:
            values |= {"issued_numerator": majority.other[0], "issued_denominator": majority.other[1]}
        line = f"{majority.numerator:,} / {majority.denominator:,}, against more than {right.more_than}"
        yield Tally("majority", right.clause, found.id, values, (line,))
        if majority.holds and not majority.on_both:
            yield Flag(
                right.clause, found.id,
                "the majority depends on whether shares of unconverted notes count: the notice goes out under reservation, "
                "and refusing or filing is for counsel", evidence=found.letters[0].place,
            )  # fmt: skip


def left_to_demand(position: Position, found: Matter) -> Iterator[Finding]:
    """Whether a demand is left, and this one stands; nothing for a short form, of which there is no limit."""
    position = under_terms(position, min(found.received.at, position.as_of))
    right = position.deal.terms.demand
    if right is None or not found.demand:
        return
    if found.withdrawn:
        yield Finding(right.clause, "all who requested have withdrawn", False)
    if right.limit is None:
        return
    used = demands_used(position, before=found)
    holds: bool | None = len(used) < right.limit
    words = f"{len(used)} of {right.limit} Demand Registrations were used before it"
    if not holds and position.deal.readings("third_demand_notice", "due_literal", found.id):
        holds, words = True, words + "; the limit frees only from filing"
    yield Finding(right.clause, words, holds, used[-1].letters[0].place if used else None)


def further_notices(position: Position, found: Matter, findings: tuple[Finding, ...]) -> Iterator[Decision | Clock]:
    """The notice to each other Investor, and the window of each that received it."""
    deal, words = position.deal, position.deal.agreement.words
    terms = deal.terms
    right = terms.demand if found.demand else terms.short_form
    assert right is not None  # only granted requests are judged
    due, arithmetic = own_day(position, found.received.day, right.notice)
    about, at = found.id, min(found.received.at, position.as_of)
    if False in (finding.holds for finding in findings):
        yield to_send(position, found.document, right.clause, about, None, findings, due, arithmetic=(arithmetic,))
        return
    for name in investors(position, at):
        requesting = name in found.requesters
        own = Finding(
            right.clause, f"{deal.party_name(name)} is {'a' if requesting else 'not a'} requesting {words.holder}",
            not requesting, found.letters[0].place_of("requesting"),
        )  # fmt: skip
        yield to_send(
            position, found.document, right.clause, about, name,
            (*findings, own, *_still_told(position, right.clause, name, at)), due, arithmetic=(arithmetic,),
        )  # fmt: skip
        frame = window(position, about, found.document, name)
        if frame and not requesting:
            yield Clock(
                "join_window", right.clause, about, name, frame.starts, frame.last_day, frame.last_permitted,
                running=running(position, frame.starts, frame.last_permitted), arithmetic=frame.arithmetic,
            )  # fmt: skip


def _still_told(position: Position, clause: str, name: str, at: datetime) -> Iterator[Finding]:
    """Readings under which a holder shut out by 3(j), or one without stock, is left out."""
    readings = position.deal.readings
    bar = barred(position, name, at)
    if bar.shut_out:
        told = readings("j_notice", "send_with_reservation")
        yield Finding(bar.finding.clause, f"{bar.finding.says}; the notice reserves the point", told, bar.finding.evidence)
    if not position.ledger.holding(name, at, issuable=True) and readings("notify_zero_holders", "no"):
        stock = position.deal.agreement.words.stock
        yield Finding(clause, f"{position.deal.party_name(name)} holds no {stock}", False)
