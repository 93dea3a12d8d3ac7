"""2(a): notice of a transfer.

Requires:
    A holder that transfers stock in any way (sale, pledge, distribution or gift, registered or
    not) must deliver notice of it to the issuer within a stated number of days of consummation.
    An agreement may require the notice some time before the transfer, require others to be
    notified too, except some transfers, give the issuer time to object, or require the transferee
    to join.
Decides:
    notice_of_transfer: from the holder to the issuer. joinder: from a transferee that must join.
    transfer_notice, transfer_objection: the clocks. Flags: a transfer whose conditions are open.
Readings:
    `transfer_notice_scope` (A53): whether a sale under a registration needs a notice too.
    `transfer_notice_timeliness` (A54): whether the notice must be sent or received in time.
    `transferee_status` (A47): whether a transferee that has not joined is an Investor.
Not modelled:
    The price and terms that a notice may have to state.
Cases:
    tests/scenarios/transfer_notice.yaml, tests/parameters/transfer_notice.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.transfer_terms import TransferNotice
from rrdocs.dates.deadlines import Deadline
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    Joinder,
    Succession,
    Transfer,
    TransferTerms,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Giving, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.groups import members
from rrdocs.facts.record.holders import has_rights, investors
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position, running
from rrdocs.facts.time.time_limits import deadline_in_force, own_day, period_end
from rrdocs.rules.giving import counsel
from rrdocs.rules.transfers.disposals import (
    Disposal,
    approval_clock,
    backward,
    disposals,
    excepted_transfer,
    notices_of_transfer,
)


def transfer_notices(deal: Deal, position: Position) -> Iterator[Item]:
    """2(a): the notice of each transfer, with its clock."""
    rule = deal.terms.transfer_notice
    if rule is None:
        return
    for sale in disposals(position, planned=backward(rule.within)):
        if sale.seller != deal.issuer:
            yield from _notices(position, rule, sale)
    for transfer in position.all(Transfer) if rule.joinder else ():
        yield from _joins(position, rule, transfer)
    for event in position.all(Succession):
        words = (
            f"{deal.party_name(event.from_)} is succeeded by {deal.party_name(event.to)}: notice of"
            " it is prudent to request it"
        )
        yield Flag(rule.clause, event.id, words, evidence=event.place)


def _last(position: Position, start: date, due: Deadline) -> tuple[date, date, tuple[str, ...]]:
    """The last day for a notice of a transfer made on a day, the day to which it is accepted, and
    the arithmetic.
    """
    end = period_end(position, start, due, {"consummation": start})
    if end is not None:
        return end
    day, line = own_day(position, start, due, {"consummation": start})
    day = (
        day or start
    )  # what else it counts from has not happened, so that only the transfer itself is left
    return day, day, (line,)


def _told(position: Position, rule: TransferNotice, sale: Disposal) -> list[str]:
    """The issuer, and the others that must be notified."""
    found = [position.deal.issuer]
    for name in rule.also_to:
        if name == "holders":
            found += investors(position, sale.event.date.at)
        elif name in position.deal.agreement.groups:
            found += members(position, name, sale.event.date.at)
        else:
            found.append(name)
    return [name for name in dict.fromkeys(found) if name != sale.seller]


# Long: the conditions of the clause in its order, each a finding.
def _notices(position: Position, rule: TransferNotice, sale: Disposal) -> Iterator[Item]:
    deal, start = position.deal, sale.day
    due = deadline_in_force(position, start, lambda terms: (terms.transfer_notice or rule).within)
    last, permitted, lines = _last(position, start, due)
    name, words = deal.party_name(sale.seller), deal.agreement.words
    bound = has_rights(position, sale.seller, sale.event.date.at)
    findings = [
        Finding(rule.clause, sale.words, True, sale.event.place),
        Finding(
            rule.clause,
            f"{name} is {words.a_holder if bound else f'no {words.holder}'} bound by the"
            f" {words.agreement}",
            bound,
        ),
        *excepted_transfer(position, rule, sale.event),
    ]
    if (
        sale.registered
        and reading(position, "transfer_notice_scope", sale.event.id) == "not_registered_sales"
    ):
        findings.append(
            Finding(rule.clause, "a registered sale is not notified", False, sale.event.place)
        )
    for to in _told(position, rule, sale):
        given = _given(position, rule, sale, to, permitted)
        yield Decision(
            "notice_of_transfer",
            rule.clause,
            sale.event.id,
            sale.seller,
            to,
            "required",
            tuple(findings),
            last,
            permitted,
            given,
            counsel(position, sale.event.id, "notice_of_transfer"),
            position.as_of.date(),
            lines,
        )
        if to == deal.issuer and all(finding.holds for finding in findings):
            starts = min(last, sale.event.date.day)
            yield Clock(
                "transfer_notice",
                rule.clause,
                sale.event.id,
                sale.seller,
                starts,
                last,
                permitted,
                running=given is None and running(position, starts, permitted),
                arithmetic=lines,
                evidence=sale.event.place,
            )
    if isinstance(sale.event, TransferTerms):
        yield from approval_clock(position, rule, sale.event)


def _given(
    position: Position, rule: TransferNotice, sale: Disposal, to: str, permitted: date
) -> Giving | None:
    """The notice of a transfer that came first; judged by deemed receipt
    (``transfer_notice_timeliness``).

    One whose receipt is not on record is late once the time for it is over.
    """
    best: Giving | None = None
    by_sending = reading(position, "transfer_notice_timeliness", sale.event.id) == "dispatched"
    for notice, got in notices_of_transfer(position, sale.event, sale.seller, to):
        assert got.dispatched is not None  # only such come
        test = got.dispatched if by_sending else got.at
        late = test.day > permitted if test else position.as_of.date() > permitted
        words = f"{position.deal.party_name(sale.seller)} gave notice: {got.why}"
        one = Giving(
            Finding(rule.clause, words, True, notice.place), (test or got.dispatched).day, late
        )
        if best is None or (one.late, one.day) < (best.late, best.day):
            best = one
    return best


# ---- what follows


def _joins(position: Position, rule: TransferNotice, event: Transfer) -> Iterator[Decision]:
    """The joinder of a transferee that is no party."""
    deal, name = position.deal, position.deal.party_name(event.to)
    if event.kind == "pledge" or event.basis != "exempt" or event.to == deal.issuer:
        return
    joined = [e for e in position.all(Joinder) if e.investor == event.to]
    party = deal.parties.get(event.to)
    signed = party is not None and party.role == "investor" and not party.joined
    words, place = deal.agreement.words, event.place_of("to")
    says = f"{name} is {'already a' if signed else 'no'} party to the {words.agreement}"
    findings = (
        Finding(
            rule.clause,
            f"{name} got {in_shares(event.shares)} of {words.stock} on {long_date(event.date.day)}",
            True,
            event.place,
        ),
        Finding(rule.clause, says, not signed, place),
    )
    given = None
    if joined:
        day = joined[0].date.day
        given = Giving(
            Finding(rule.clause, f"joined on {long_date(day)}", True, joined[0].place),
            day,
            late=False,
        )
    yield Decision(
        "joinder",
        rule.clause,
        event.id,
        event.to,
        deal.issuer,
        "condition",
        findings,
        given=given,
        settled=counsel(position, event.id, "joinder"),
    )
