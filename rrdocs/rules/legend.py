"""2(c): the legend on certificates, and what takes it off.

Certificates for Restricted Stock that an Investor holds bear the legend from their issue, until the shares are sold to the
public under a registration or Rule 144, or the holder asks in writing for new certificates and delivers an opinion. Being
registered, or free under Rule 144(k), takes it off by itself no more than a request without an opinion. Not modelled: shares
without certificates, for which a notation is advised.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Finding, Item
from rrdocs.events import (
    LegendRemovalRequested,
    NoteConverted,
    OpinionDelivered,
    PublicSale,
    SharesIssued,
    SharesSold,
    StockChanged,
    Transfer,
)
from rrdocs.position import Position
from rrdocs.rules.investors import investors
from rrdocs.rules.sending import shares, to_send
from rrdocs.rules.transfers import accepted_counsel
from rrdocs.terms import Legend


def legend(deal: Deal, position: Position) -> Iterator[Item]:
    """2(c): the instructions to the transfer agent, legends on and off."""
    rule = deal.terms.legend
    if rule is None:
        return
    agent = deal.role("transfer_agent") or "transfer_agent"
    for event in position.events:
        match event:
            case SharesIssued() | NoteConverted():
                yield from _on(position, rule, agent, event, event.holder, f"{shares(event.shares)} were issued")
            case Transfer(kind="pledge"):
                pass
            case Transfer(basis="exempt"):
                yield from _on(position, rule, agent, event, event.to, f"{shares(event.shares)} were transferred")
            case StockChanged():
                yield from _on(position, rule, agent, event, None, f"the {event.kind} calls for new certificates")
            case PublicSale():
                under = "rule_144_sale" if event.under == "rule_144" else "registered_sale"
                yield from _sold(position, rule, agent, event, under, event.shares)
            case SharesSold():
                held = sum(count for name, count in event.sold.items() if name != deal.issuer)
                yield from _sold(position, rule, agent, event, "registered_sale", held)
            case LegendRemovalRequested():
                yield from _asked(position, rule, agent, event)


def _on(
    position: Position, rule: Legend, agent: str, event: SharesIssued | NoteConverted | Transfer | StockChanged,
    holder: str | None, words: str,
) -> Iterator[Item]:  # fmt: skip
    names = position.deal.agreement.words
    day = event.date.day
    findings = [Finding(rule.clause, f"{words} on {long_date(day)}", True, event.place)]
    if day < position.deal.agreement.date:
        findings.append(Finding(rule.clause, f"that was before the {names.agreement}", False, event.place))
    if holder is None:
        held = any(position.ledger.holding(name, event.date.at) for name in investors(position, event.date.at))
        findings.append(Finding(rule.clause, f"{names.holders} {'hold' if held else 'do not hold'} {names.stock}", held))
    else:
        is_investor = holder in investors(position, event.date.at) and holder in position.deal.parties
        says = f"{position.deal.party_name(holder)} is {'an' if is_investor else 'not an'} {names.holder}"
        findings.append(Finding(rule.clause, says, is_investor, event.place))
    to = agent if all(finding.holds for finding in findings) else None
    yield to_send(position, "legend_instruction", rule.clause, event.id, to, findings, day)


def _sold(
    position: Position, rule: Legend, agent: str, event: PublicSale | SharesSold, ground: str, count: int
) -> Iterator[Item]:
    how = "under Rule 144" if ground == "rule_144_sale" else "under an effective registration"
    sold = Finding(rule.clause, f"{shares(count)} were sold to the public {how}", bool(count), event.place)
    limb = Finding(rule.clause, "such a sale takes the legend off", ground in rule.removal)
    findings = (sold, limb)
    to = agent if all(finding.holds for finding in findings) else None
    yield to_send(position, "legend_removal_instruction", rule.clause, event.id, to, findings, event.date.day)


def _asked(position: Position, rule: Legend, agent: str, event: LegendRemovalRequested) -> Iterator[Item]:
    """The holder's request and the opinion, both of which are needed."""
    name = position.deal.party_name(event.holder)
    findings = [
        Finding(rule.clause, f"{name} asked in writing for new certificates for {shares(event.shares)}", True, event.place),
        Finding(rule.clause, "a request with an opinion takes the legend off", "request_and_opinion" in rule.removal),
    ]
    day = event.date.day
    opinions = position.about(OpinionDelivered, event.id)
    if not opinions:
        findings.append(Finding(rule.clause, "no opinion of counsel is on record", False, event.place))
    else:
        judged = [_judge(position, rule, opinion) for opinion in opinions]
        best = min(judged, key=lambda pair: [True, None, False].index(_all(pair)))
        findings += best
        day = max(day, opinions[judged.index(best)].date.day)
    held = position.ledger.by_tranche(event.holder, event.date.at).get(event.tranche, 0)
    findings.append(Finding(rule.clause, f"{name} holds {shares(held)} of that tranche", held >= event.shares, event.place))
    to = None if any(finding.holds is False for finding in findings) else agent
    yield to_send(position, "legend_removal_instruction", rule.clause, event.id, to, findings, day)


def _judge(position: Position, rule: Legend, opinion: OpinionDelivered) -> list[Finding]:
    """An opinion "to such effect": that no registration is needed (``legend_to_such_effect``)."""
    found = [accepted_counsel(position, opinion, rule.opinion_counsel, rule.clause)]
    if opinion.covers is not None and "federal" not in opinion.covers:
        found.append(Finding(rule.clause, "the opinion does not speak to the federal act", False, opinion.place_of("covers")))
    return found


def _all(findings: list[Finding]) -> bool | None:
    holds = [finding.holds for finding in findings]
    return False if False in holds else None if None in holds else True
