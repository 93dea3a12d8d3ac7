"""3(c)(iii), (v), 3(d): how many shares each may sell on the managing underwriter's advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rrdocs.agreement.registration_rights import Cutback
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import UnderwriterAdvice
from rrdocs.docket.decisions import Decision, Finding, Flag, Item, Tally
from rrdocs.facts.offerings.allocation import _now, allocation, included, latest, rule_of
from rrdocs.facts.offerings.offerings import FIRMS, opinion_findings
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.participation import participants
from rrdocs.facts.requests.requests import all_requests, clause_of
from rrdocs.facts.requests.standing import is_good
from rrdocs.rules.giving import to_send


def cutback(deal: Deal, position: Position) -> Iterator[Item]:
    """The shares to register, the allocation of an underwritten registration, and the notice of
    it.
    """
    standing = [
        request
        for request in all_requests(position)
        if is_good(position, request) is not False and not request.withdrawn
    ]
    clauses = {request.id: clause_of(position, request) for request in standing}
    if right := deal.terms.piggyback:
        clauses |= {
            r.id: right.clause
            for r in position.registrations().values()
            if r.proposal and not r.request
        }
    for about, clause in clauses.items():
        asked = included(position, about, open_market=True)
        if asked:
            lines = tuple(
                part.finding.says for part in participants(position, about) if part.finding
            )
            yield Tally(
                "shares_to_register",
                clause,
                about,
                {"total": sum(asked.values()), "by_investor": asked},
                lines,
            )
            yield from _asked_too_much(position, clause, about)
            yield from _sold_meanwhile(position, clause, about, asked)
        rule = rule_of(position, about)
        advice = latest(position, UnderwriterAdvice, about)
        if rule and advice:
            yield from _advised(position, rule, about, asked, advice)


def _asked_too_much(position: Position, clause: str, about: str) -> Iterator[Flag]:
    """Of a holder that asked for more stock than it had, that what it had is what counts."""
    for part in participants(position, about):
        if part.included and part.asked > part.held:
            name = position.deal.party_name(part.investor)
            words = (
                f"{name} asked for {in_shares(part.asked)} and held {in_shares(part.held)}: it is"
                " in with what it held"
            )
            yield Flag(clause, about, words, evidence=part.event.place)


def _sold_meanwhile(
    position: Position, clause: str, about: str, asked: Mapping[str, int]
) -> Iterator[Flag]:
    """Of a holder that has parted with stock that it asked to register, that it has less left."""
    if position.registration(about).filed:
        return
    for name, count in asked.items():
        left = position.ledger.holding(name, position.as_of, issuable=True)
        if left < count:
            words = (
                f"{position.deal.party_name(name)} asked for {in_shares(count)} and holds"
                f" {in_shares(left)} now"
            )
            yield Flag(clause, about, f"{words}: what is registered for it is for counsel")


def _advised(
    position: Position, rule: Cutback, about: str, asked: dict[str, int], advice: UnderwriterAdvice
) -> Iterator[Tally | Decision | Flag]:
    """What the advice of the managing underwriter leads to."""
    cut = allocation(position, about)
    gate = Finding(
        rule.clause,
        f"the offering is {'' if cut else 'not '}underwritten",
        cut is not None,
        advice.place,
    )
    says = f"the {FIRMS[rule.opinion_by]} advises {in_shares(advice.maximum_shares)}"
    findings = [gate, Finding(rule.clause, says, True, advice.place)]
    reduced = False
    if cut:
        figures = {
            "issuer": cut.issuer,
            "investors": cut.investors,
            "others": cut.others,
            "basis": cut.basis,
        }
        opinion = opinion_findings(position, rule, advice)
        if not cut.lacks and None not in [finding.holds for finding in opinion]:
            yield Tally("cutback", rule.clause, about, figures, cut.lines)
        findings += [*opinion, *cut.lacks]
        reduced = cut.investors != asked
        findings += [
            Finding(
                rule.clause,
                f"the opinion is {'' if advice.good_faith else 'not '}in good faith",
                advice.good_faith,
                advice.place_of("good_faith"),
            ),
            Finding(
                rule.clause,
                f"requests of {sum(asked.values()):,} are {'' if reduced else 'not '}reduced",
                reduced,
            ),
        ]
        stands = cut.issuer + sum(cut.others.values())
        if advice.good_faith and stands > _now(position, advice.maximum_shares, advice):
            words = (
                f"the {stands:,} shares that are not cut exceed those advised: the text does not"
                " say who then yields"
            )
            yield Flag(rule.clause, about, words, evidence=advice.place)
    for name in asked if reduced else (None,):
        yield to_send(
            position,
            "cutback_allocation_notice",
            rule.clause,
            about,
            name,
            findings,
            advice.date.day,
            class_="customary",
            arithmetic=cut.lines if cut else (),
        )
