"""2(c): the legend on certificates, and what takes it off.

Certificates for Restricted Stock that an Investor holds bear the legend from their issue, until the shares are sold to the
public under a registration or Rule 144, or the holder asks in writing for new certificates and delivers an opinion. Being
registered, or free under Rule 144(k), takes it off by itself no more than a request without an opinion. Not modelled: shares
without certificates, for which a notation is advised.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Finding, Item
from rrdocs.events import (
    CertificateIssued,
    Event,
    LegendRemovalRequested,
    NoteConverted,
    OpinionDelivered,
    PublicSale,
    SharesIssued,
    SharesSold,
    StockChanged,
    Succession,
    Transfer,
)
from rrdocs.grants import Legend
from rrdocs.position import Position
from rrdocs.rules.investors import has_rights, investors
from rrdocs.rules.sending import reading, shares, shares_were, to_send
from rrdocs.rules.transfers import accepted_counsel


def legend(deal: Deal, position: Position) -> Iterator[Item]:
    """2(c): the instructions to the transfer agent, legends on and off."""
    rule = deal.terms.legend
    if rule is None:
        return
    agent = deal.role("transfer_agent") or "transfer_agent"
    for event in position.events:
        match event:
            case SharesIssued() | NoteConverted():
                yield _on(position, rule, agent, event, event.holder, f"{shares_were(event.shares)} issued")
            case CertificateIssued():
                words = f"certificate {event.certificate} for {shares(event.shares)} was issued"
                yield _on(position, rule, agent, event, event.holder, words, _freed(position, rule, event))
            case Transfer(kind="pledge"):
                pass
            case Transfer() if event.basis == "exempt" or event.kind != "sale":
                yield _on(position, rule, agent, event, event.to, f"{shares_were(event.shares)} transferred")
            case Succession():
                held = position.ledger.holding(event.to, event.date.at)
                yield _on(position, rule, agent, event, event.to, f"{shares(held)} came to stand in the successor's name")
            case StockChanged():
                yield _on(position, rule, agent, event, None, f"a {event.kind} called for new certificates")
            case PublicSale():
                yield _sold(position, rule, agent, event, event.shares, under_144=event.under == "rule_144")
            case Transfer():
                yield _sold(position, rule, agent, event, event.shares, under_144=event.basis == "rule_144")
            case SharesSold():
                sold = sum(count for name, count in event.sold.items() if name != deal.issuer)
                yield _sold(position, rule, agent, event, sold, under_144=False)
            case LegendRemovalRequested():
                findings, day = _asked(position, rule, event)
                to = None if any(finding.holds is False for finding in findings) else agent
                yield to_send(position, "legend_removal_instruction", rule.clause, event.id, to, findings, day)


def _on(
    position: Position, rule: Legend, agent: str, event: Event, holder: str | None, words: str, freed: Finding | None = None
) -> Item:  # fmt: skip
    """A certificate that is issued to a holder (None: to all that hold stock) bears the legend."""
    names, day, at = position.deal.agreement.words, event.date.day, event.date.at
    findings = [Finding(rule.clause, f"{words} on {long_date(day)}", True, event.place)]
    if day < position.deal.agreement.date:
        findings.append(Finding(rule.clause, f"that was before the {names.agreement}", False, event.place))
    if holder is None:
        held = any(position.ledger.holding(name, at) for name in investors(position, at))
        findings.append(Finding(rule.clause, f"{names.holders} {'hold' if held else 'do not hold'} {names.stock}", held))
    else:
        bound = has_rights(position, holder, at)
        says = f"{position.deal.party_name(holder)} is {'' if bound else 'not '}{names.a_holder}"
        findings.append(Finding(rule.clause, says, bound, event.place))
    if freed:
        findings.append(freed)
    to = agent if all(finding.holds for finding in findings) else None
    return to_send(position, "legend_instruction", rule.clause, event.id, to, findings, day)


def _freed(position: Position, rule: Legend, event: CertificateIssued) -> Finding | None:
    """A certificate issued on the holder's request, with an opinion, is one without the legend."""
    for request in position.all(LegendRemovalRequested):
        same = (request.holder, request.tranche) == (event.holder, event.tranche)
        if same and request.date.at <= event.date.at:
            findings, _ = _asked(position, rule, request)
            if all(finding.holds for finding in findings):
                words = f"it was asked for on {long_date(request.date.day)} with an opinion that takes the legend off"
                return Finding(rule.clause, words, False, request.place)
    return None


def _sold(position: Position, rule: Legend, agent: str, event: Event, count: int, *, under_144: bool) -> Item:
    how = "under Rule 144" if under_144 else "under an effective registration"
    limb = ("rule_144_sale" if under_144 else "registered_sale") in rule.removal
    findings = (
        Finding(rule.clause, f"{shares_were(count)} sold to the public {how}", bool(count), event.place),
        Finding(rule.clause, f"such a sale {'takes' if limb else 'does not take'} the legend off", limb),
    )
    to = agent if all(finding.holds for finding in findings) else None
    return to_send(position, "legend_removal_instruction", rule.clause, event.id, to, findings, event.date.day)


def _asked(position: Position, rule: Legend, event: LegendRemovalRequested) -> tuple[list[Finding], date]:
    """The holder's request and the opinion, both of which are needed, and the day on which both were there."""
    name, day = position.deal.party_name(event.holder), event.date.day
    findings = [Finding(rule.clause, f"{name} asked in writing for new certificates for {shares(event.shares)}", True, event.place)]
    if "request_and_opinion" not in rule.removal:
        findings.append(Finding(rule.clause, "a request with an opinion does not take the legend off", False))
    opinions = position.about(OpinionDelivered, event.id)
    if opinions:
        judged = [(_judge(position, rule, opinion, event), opinion) for opinion in opinions]
        best, opinion = min(judged, key=lambda pair: (True, None, False).index(_all(pair[0])))
        findings += best
        day = max(day, opinion.date.day)
    else:
        findings.append(Finding(rule.clause, "no opinion of counsel is on record", False, event.place))
    held = position.ledger.by_tranche(event.holder, event.date.at).get(event.tranche, 0)
    says = f"{name} holds {shares(held)} of that tranche"
    findings.append(Finding(rule.clause, says, held >= event.shares, event.place))
    return findings, day


def _judge(position: Position, rule: Legend, opinion: OpinionDelivered, request: LegendRemovalRequested) -> list[Finding]:
    """An opinion "to such effect": that no registration is needed (``legend_to_such_effect``)."""
    found = [accepted_counsel(position, opinion, rule.opinion_counsel, rule.clause)]
    if opinion.covers is not None and "federal" not in opinion.covers:
        found.append(Finding(rule.clause, "the opinion does not speak to the federal act", False, opinion.place_of("covers")))
    if reading(position, "legend_to_such_effect", opinion.id, request.id) == "sold":
        words = "whether the opinion says that the shares have been sold to the public is not on record"
        found.append(Finding(rule.clause, words, None, opinion.place))
    return found


def _all(findings: list[Finding]) -> bool | None:
    holds = [finding.holds for finding in findings]
    return False if False in holds else None if None in holds else True
