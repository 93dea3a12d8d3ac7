"""Sections 5 and 6, 8(h): statements on request, the end of the agreement, and what a change of the stock adjusts.

Any Investor that asks in writing is promptly given a statement of compliance with the reporting requirements, whether or not it
may sell under Rule 144(k). The agreement lasts as long as an Investor owns Restricted Stock. A split adjusts share numbers,
pending requests and allocations, and no dollar amount, day count or number of demands. Not modelled: the reports themselves.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.dates import long_date, period
from rrdocs.deal import Deal
from rrdocs.decision import Decision, Finding, Item, Tally
from rrdocs.events import ReportingStatementRequested, StockChanged
from rrdocs.position import Position
from rrdocs.rules.investors import in_force, investors
from rrdocs.rules.sending import own_day, received, to_send


def reporting(deal: Deal, position: Position) -> Iterator[Item]:
    """Section 5: the statement to each Investor that asked for it."""
    rule = deal.terms.reporting
    if rule is None:
        return
    for event in position.all(ReportingStatementRequested):
        got = received(position, event, event.delivery, "inbound_duty")
        came = got.at or got.actual or event.date
        due, line = own_day(position, came.day, period("promptly"))
        name = deal.party_name(event.investor)
        is_investor = event.investor in investors(position, min(came.at, position.as_of))
        findings = (
            Finding(deal.terms.notices.clause, f"{name} asked in writing: {got.why}", got.sufficient, event.place_of("delivery")),
            Finding(rule.clause, f"{name} is {'' if is_investor else 'not '}an {deal.agreement.words.holder}", is_investor, event.place),
        )
        yield to_send(
            position, "reporting_statement", rule.clause, event.id, event.investor, findings, due, arithmetic=(line,)
        )


def stock(deal: Deal, position: Position) -> Iterator[Item]:
    """Sections 1, 6, 8(h): the stock as it stands, whether the agreement lasts, and the memoranda on changes."""
    at, ledger = position.as_of, position.ledger
    holders = dict(ledger.holders(at))
    tranches = dict.fromkeys(deal.agreement.tranches, 0)
    for name in holders:
        for tranche, count in ledger.by_tranche(name, at).items():
            tranches[tranche] += count
    values = {
        "total": ledger.total(at), "by_holder": holders, "by_tranche": tranches,
        "issuable": ledger.total(at, issuable=True) - ledger.total(at),
    }  # fmt: skip
    yield Tally("restricted_stock", "1", None, values)
    counsel = deal.role("counsel")
    if deal.terms.stock_changes:
        for event in position.all(StockChanged):
            new, old = event.ratio
            words = f"a {event.kind} of {new} for {old} took effect on {long_date(event.date.day)}"
            finding = Finding(deal.terms.stock_changes.clause, words, True, event.place)
            yield Decision(
                "adjustment_memo", deal.terms.stock_changes.clause, event.id, counsel, deal.issuer, "internal", (finding,),
                event.date.day, as_of=at.date(),
            )  # fmt: skip
    lasts = in_force(position, at)
    if deal.terms.duration and lasts.holds is False and position.events:
        ended = Finding(lasts.clause, lasts.says, True, position.events[-1].place)
        yield Decision(
            "duration_memo", lasts.clause, position.events[-1].id, counsel, deal.issuer, "internal", (ended,),
            as_of=at.date(),
        )  # fmt: skip
