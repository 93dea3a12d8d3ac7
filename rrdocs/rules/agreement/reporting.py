"""1, 5, 6, 8(h): reporting statements, the stock as it stands, duration, and changes of the stock.

Requires:
    On the written request of a holder the issuer must promptly state in writing whether it has
    complied with its reporting requirements, whether or not the holder may sell under Rule
    144(k). The agreement lasts as long as a holder owns stock under it. A split adjusts share
    numbers, pending requests and allocations, and no dollar amount, number of days or number of
    demands.
Decides:
    reporting_statement: to the holder that requested it. deficiency_letter: where a request was
    not made in writing. adjustment_memo, duration_memo: to the file. restricted_stock: the tally
    of holdings. Flags: what the end of the agreement leaves open.
Readings:
    `transferee_status` (A47): whether a transferee that has not joined is an Investor.
    `duration_notes` (A63): whether notes alone keep the agreement in force.
    `successor_by_death_or_merger` (A84): whether a successor by death or merger is an Investor.
Not modelled:
    The reports themselves.
Cases:
    tests/scenarios/reporting.yaml, tests/scenarios/duration.yaml,
    tests/scenarios/stock_changes.yaml, tests/scenarios/definitions.yaml,
    tests/parameters/duration.yaml
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.agreement.covenants import Duration, OnRequest
from rrdocs.agreement.registration_rights import Term
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    Event,
    NoteIssued,
    PublicSale,
    ReportingStatementRequested,
    SharesSold,
    StockChanged,
    Transfer,
)
from rrdocs.docket.decisions import Decision, Finding, Flag, Item, Tally
from rrdocs.docket.figures import HoldingsFigures
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.record.holders import agreement_in_force, investors
from rrdocs.facts.record.position import Position
from rrdocs.facts.time.time_limits import deadline_in_force as deadline
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.giving import to_send


def reporting(deal: Deal, position: Position) -> Iterator[Item]:
    """Section 5: the statement to each Investor that asked for it."""
    for event in position.all(ReportingStatementRequested) if deal.terms.reporting else ():
        assert deal.terms.reporting is not None  # just tested
        yield from _asked(position, deal.terms.reporting, event)


# Long: the conditions of the clause in its order, each a finding.
def _asked(
    position: Position, rule: OnRequest, event: ReportingStatementRequested
) -> Iterator[Decision]:
    deal, notices = position.deal, position.deal.terms.notices
    got = received(position, event, "inbound_duty")
    came = got.at or got.actual or event.date
    at = min(came.at, position.as_of)
    due, line = own_day(
        position,
        came.day,
        deadline(position, came.day, lambda terms: (terms.reporting or rule).within),
    )
    name = deal.party_name(event.investor)
    is_investor, holder = event.investor in investors(position, at), deal.agreement.words.a_holder
    findings = (
        Finding(
            notices.clause,
            f"{name} asked in writing: {got.why}",
            got.sufficient,
            event.place_of("delivery"),
        ),
        Finding(
            rule.clause,
            f"{name} is {'' if is_investor else 'not '}{holder}",
            is_investor,
            event.place,
        ),
        agreement_in_force(position, at),
    )
    yield to_send(
        position,
        "reporting_statement",
        rule.clause,
        event.id,
        event.investor,
        findings,
        due,
        arithmetic=(line,),
    )
    if got.sufficient is None:
        again = Finding(
            notices.clause,
            f"{got.why}: {name} is asked to send it again",
            True,
            event.place_of("delivery"),
        )
        yield to_send(
            position,
            "deficiency_letter",
            notices.clause,
            event.id,
            event.investor,
            (again,),
            came.day,
            class_="customary",
        )


def stock(deal: Deal, position: Position) -> Iterator[Item]:
    """Sections 1, 6, 8(h): the stock as it stands, whether the agreement lasts, and the memoranda
    on changes.
    """
    if deal.terms.restricted_stock:
        yield _tally(position, deal.terms.restricted_stock)
    yield from _other_buyers(position)
    if deal.terms.stock_changes:
        for event in position.all(StockChanged):
            new, old = event.ratio
            words = f"a {event.kind} of {new} for {old} took effect on {long_date(event.date.day)}"
            finding = Finding(deal.terms.stock_changes.clause, words, True, event.place)
            yield Decision(
                "adjustment_memo",
                deal.terms.stock_changes.clause,
                event.id,
                deal.role("counsel"),
                deal.issuer,
                "internal",
                (finding,),
                event.date.day,
                as_of=position.as_of.date(),
            )
    if deal.terms.duration:
        yield from _duration(position, deal.terms.duration)


def _other_buyers(position: Position) -> Iterator[Flag]:
    """Recitals: notes sold to a signer of the agreement to whom it does not say that they are
    sold.
    """
    agreement = position.deal.agreement
    for note in position.all(NoteIssued):
        tranche, buyer = agreement.tranches[note.tranche], position.deal.parties[note.holder]
        signer = buyer.joined is None and buyer.succeeds is None
        if tranche.note_buyers and note.holder not in tranche.note_buyers and signer:
            words = (
                f"{buyer.name} is not one of those to whom the {agreement.words.agreement} says"
                f" that the notes are sold: shares of its notes are taken as {tranche.name}"
                " all the same"
            )
            yield Flag("recitals", note.id, words, evidence=note.place_of("holder"))


def _tally(position: Position, rule: Term) -> Tally:
    at, ledger = position.as_of, position.ledger
    holders = dict(ledger.holders(at))
    tranches = dict.fromkeys(position.deal.agreement.tranches, 0)
    for name in holders:
        for tranche, count in ledger.by_tranche(name, at).items():
            tranches[tranche] += count
    total = ledger.total(at)
    issuable = ledger.total(at, issuable=True) - total
    return Tally(rule.clause, None, HoldingsFigures(total, holders, tranches, issuable))


def _duration(position: Position, rule: Duration) -> Iterator[Decision]:
    """Section 6: the memorandum when the last stock has gone; after every sale or transfer,
    whether it has.
    """
    sales = (event for kind in (PublicSale, SharesSold, Transfer) for event in position.all(kind))
    gone: list[Event] = sorted(sales, key=lambda event: event.date)
    if not gone:
        return
    lasts = agreement_in_force(position, position.as_of)
    over = lasts.holds is False
    last = next(
        (
            event
            for event in gone
            if over and agreement_in_force(position, event.date.at).holds is False
        ),
        gone[-1],
    )
    finding = Finding(lasts.clause, lasts.says, None if lasts.holds is None else over, last.place)
    yield Decision(
        "duration_memo",
        rule.clause,
        last.id,
        position.deal.role("counsel"),
        position.deal.issuer,
        "internal",
        (finding,),
        last.date.day if over else None,
        as_of=position.as_of.date(),
    )
