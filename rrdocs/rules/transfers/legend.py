"""2(c): the legend on certificates, and its removal.

Requires:
    Certificates for stock that a holder has under the agreement bear the legend from their issue
    or from the holder's joinder. The legend comes off when the shares are sold to the public
    under a registration or under Rule 144, or when the holder requests new certificates in
    writing and delivers an opinion of counsel. Registration alone, freedom under Rule 144(k)
    alone, and a request without an opinion do not take it off. An agreement may name other ways
    (the passing of time, evidence that satisfies the transfer agent, effectiveness) and further
    legends, each with its own ways.
Decides:
    legend_instruction, legend_removal_instruction: to the transfer agent.
Readings:
    `legend_to_such_effect` (A57): what an opinion must cover to take the legend off.
Not modelled:
    Shares without certificates, for which a notation is advised.
Cases:
    tests/scenarios/legend.yaml, tests/parameters/legend.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rrdocs.agreement.transfer_terms import Legend
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    CertificateIssued,
    Event,
    Joinder,
    LegendRemovalRequested,
    NoteConverted,
    PublicSale,
    RegistrationEffective,
    SharesIssued,
    SharesSold,
    StockChanged,
    Succession,
    Transfer,
)
from rrdocs.docket.decisions import Finding, Item
from rrdocs.facts.offerings.sellers import covered_by
from rrdocs.facts.record.holders import has_rights, investors
from rrdocs.facts.record.names import in_shares, shares_were
from rrdocs.facts.record.position import Position
from rrdocs.rules.giving import to_send
from rrdocs.rules.transfers.legend_removal import (
    REMOVAL,
    already_free,
    anniversary_of,
    legends,
    removal_by_sale,
    removal_requested,
    removes_a_legend,
    turn_of,
    which_legend,
)

INSTANT = timedelta(microseconds=1)


# Long: the events that put a legend on or take it off, case by case.
def legend(deal: Deal, position: Position) -> Iterator[Item]:
    """2(c): the instructions to the transfer agent, legends on and off."""
    rule = deal.terms.legend
    if rule is None:
        return
    agent = deal.role("transfer_agent") or "transfer_agent"
    for event in position.events:
        match event:
            case SharesIssued() | NoteConverted():
                yield _legend_on(
                    position,
                    rule,
                    agent,
                    event,
                    event.holder,
                    f"{shares_were(event.shares)} issued",
                )
            case CertificateIssued():
                words = f"certificate {event.certificate} for {in_shares(event.shares)} was issued"
                yield _legend_on(
                    position,
                    rule,
                    agent,
                    event,
                    event.holder,
                    words,
                    already_free(position, rule, event),
                )
            case Transfer(kind="pledge"):
                pass
            case Transfer() if event.basis == "exempt" or event.kind != "sale":
                yield _legend_on(
                    position,
                    rule,
                    agent,
                    event,
                    event.to,
                    f"{shares_were(event.shares)} transferred",
                )
            case Succession():
                held = position.ledger.holding(event.to, event.date.at)
                yield _legend_on(
                    position,
                    rule,
                    agent,
                    event,
                    event.to,
                    f"{in_shares(held)} came to stand in the successor's name",
                )
            case Joinder():
                # what comes to it with its joinder or later has an instruction of its own
                name, held = (
                    deal.party_name(event.investor),
                    position.ledger.holding(event.investor, event.date.at - INSTANT),
                )
                words = (
                    f"{name} held {f'{in_shares(held)} of' if held else 'no'}"
                    f" {deal.agreement.words.stock}"
                )
                holds = Finding(rule.clause, words, bool(held), event.place)
                yield _legend_on(
                    position, rule, agent, event, event.investor, f"{name} joined", holds
                )
            case StockChanged():
                yield _legend_on(
                    position,
                    rule,
                    agent,
                    event,
                    None,
                    f"a {event.kind} called for new certificates",
                )
            case PublicSale():
                yield removal_by_sale(
                    position, rule, agent, event, event.shares, under_144=event.under == "rule_144"
                )
            case Transfer():
                yield removal_by_sale(
                    position, rule, agent, event, event.shares, under_144=event.basis == "rule_144"
                )
            case SharesSold():
                sold = sum(count for name, count in event.sold.items() if name != deal.issuer)
                yield removal_by_sale(position, rule, agent, event, sold, under_144=False)
            case LegendRemovalRequested():
                findings, day, ways = removal_requested(position, rule, event, position.as_of)
                findings += which_legend(rule, ways)
                to = None if any(finding.holds is False for finding in findings) else agent
                yield to_send(position, REMOVAL, rule.clause, event.id, to, findings, day)
            case RegistrationEffective() if removes_a_legend(rule, ("effectiveness",)):
                yield _effective(position, rule, agent, event)
    if removes_a_legend(rule, ("anniversary",)):
        yield from _in_time(position, rule, agent)


def _effective(position: Position, rule: Legend, agent: str, event: RegistrationEffective) -> Item:
    """The effectiveness of a registration that covers shares of holders."""
    covers = covered_by(event.covers, position.deal.issuer)
    total, stock = sum(covers.values()), position.deal.agreement.words.stock
    says = (
        f"a registration of {in_shares(total)} of {stock} became effective on"
        f" {long_date(event.date.day)}"
    )
    holds: bool | None = bool(covers)
    if event.covers is None:
        says, holds = (
            f"which shares the registration of {long_date(event.date.day)} covers is not on record",
            None,
        )
    findings = (
        Finding(rule.clause, says, holds, event.place_of("covers")),
        *which_legend(rule, ("effectiveness",)),
    )
    to = None if any(finding.holds is False for finding in findings) else agent
    return to_send(position, REMOVAL, rule.clause, event.id, to, findings, event.date.day)


# Long: the lots of one holder as time frees them, in order.
def _in_time(position: Position, rule: Legend, agent: str) -> Iterator[Item]:
    """The legends that come off by the passing of time: from each lot, each once its day has
    come.
    """
    today, at = position.as_of.date(), position.as_of
    for holder, lots in position.ledger.acquisitions.items():
        by_event = {
            lot.event.id: [each for each in lots if each.event.id == lot.event.id] for lot in lots
        }
        for about, lot in by_event.items():
            since, count = max(each.held_since for each in lot), sum(each.shares for each in lot)
            days = {
                name: day
                for name, each in legends(rule)
                if (day := anniversary_of(each, since)) and day <= today
            }
            if not days or not has_rights(position, holder, at):
                continue
            turn = turn_of(position, rule, about, agent, sorted(days.values()))
            when = "; ".join(
                f"{name} comes off on {weekday_date(day)}"
                for name, day in days.items()
                if day in turn.days
            )
            held, place = position.ledger.holding(holder, at), lot[0].event.place
            findings = [
                Finding(
                    rule.clause,
                    f"{shares_were(count)} issued on {long_date(since)}: {when}",
                    True,
                    place,
                ),
                Finding(
                    rule.clause,
                    f"{position.deal.party_name(holder)} holds {in_shares(held)}",
                    bool(held),
                    place,
                ),
            ]
            if turn.before:
                off = [name for name, day in days.items() if day not in turn.days]
                says = f"{' and '.join(off)} came off by an earlier instruction"
                findings.append(Finding(rule.clause, says, True, turn.before.finding.evidence))
            on = [name for name, _ in legends(rule) if name not in days]
            if on:
                findings.append(
                    Finding(
                        rule.clause,
                        f"{' and '.join(on)} stay{'s' if len(on) < 2 else ''} on",
                        True,
                        place,
                    )
                )
            to = agent if held else None
            yield to_send(
                position, REMOVAL, rule.clause, about, to, findings, turn.days[0], since=turn.since
            )


def _legend_on(
    position: Position,
    rule: Legend,
    agent: str,
    event: Event,
    holder: str | None,
    words: str,
    besides: Finding | None = None,
) -> Item:
    """A certificate that is issued to a holder (None: to all that hold stock) bears the legend."""
    names, day, at = position.deal.agreement.words, event.date.day, event.date.at
    findings = [Finding(rule.clause, f"{words} on {long_date(day)}", True, event.place)]
    if day < position.deal.agreement.date:
        findings.append(
            Finding(rule.clause, f"that was before the {names.agreement}", False, event.place)
        )
    if holder is None:
        held = any(position.ledger.holding(name, at) for name in investors(position, at))
        findings.append(
            Finding(
                rule.clause,
                f"{names.holders} {'hold' if held else 'do not hold'} {names.stock}",
                held,
            )
        )
    else:
        bound = has_rights(position, holder, at)
        says = f"{position.deal.party_name(holder)} is {'' if bound else 'not '}{names.a_holder}"
        findings.append(Finding(rule.clause, says, bound, event.place))
    if besides:
        findings.append(besides)
    findings += [
        Finding(rule.clause, f"it bears the {each.name} too", True, event.place)
        for each in rule.further
    ]
    to = agent if all(finding.holds for finding in findings) else None
    return to_send(position, "legend_instruction", rule.clause, event.id, to, findings, day)
