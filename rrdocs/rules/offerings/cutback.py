"""3(c)(iii), 3(c)(v), 3(d): the cutback on the managing underwriter's advice.

Requires:
    If the managing underwriter advises in good faith that fewer shares can be sold than are
    requested, the issuer includes only that number. In a requested registration the issuer's own
    shares are left out first, then all Investors are cut in proportion to their requests. In a
    piggyback the issuer's shares and those of the holders for whom the registration is made stay
    in, and the others are cut in proportion. An agreement may name another order of classes,
    another proportion, or a least part for the holders.
Decides:
    shares_to_register: the tally of the shares of all who take part. cutback: the tally of the
    allocation. cutback_allocation_notice: to each holder when requests are reduced. Flags: a
    request for more than the holder owned; stock sold after the request; shares that are not cut
    but exceed the advice.
Readings:
    `piggyback_cut_pool` (A43): whether the holders for whom a registration is made share the cut.
    `open_market_shares_cut` (A44): whether shares for sale in the open market are cut.
    `demand_cut_order` (A45): who is cut first in a requested registration.
    `rounding` (A46): how fractions of shares are settled.
Not modelled:
    Who yields when the shares that are not cut exceed the advice: the text does not say.
Cases:
    tests/scenarios/demand_cutback.yaml, tests/scenarios/piggyback_cutback.yaml,
    tests/parameters/cutback_in_a_demand.yaml, tests/parameters/cutback_in_a_piggyback.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rrdocs.agreement.offering_terms import Cutback
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import UnderwriterAdvice
from rrdocs.docket.decisions import Decision, Finding, Flag, Item, Tally
from rrdocs.docket.figures import CutbackFigures, RegisteredFigures
from rrdocs.facts.offerings.allocation import (
    Allocation,
    allocation,
    included,
    latest,
    rule_of,
    shares_now,
)
from rrdocs.facts.offerings.offerings import FIRMS, opinion_findings
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.participation import participants
from rrdocs.facts.requests.requests import all_requests, clause_of
from rrdocs.facts.requests.standing import may_register
from rrdocs.rules.giving import to_send


def cutback(deal: Deal, position: Position) -> Iterator[Item]:
    """The shares to register, the allocation of an underwritten registration, and the notice of
    it.
    """
    clauses = {
        request.id: clause_of(position, request)
        for request in all_requests(position)
        if may_register(position, request)
    }
    if right := deal.terms.piggyback:
        clauses |= {
            registration.id: right.clause
            for registration in position.registrations().values()
            if registration.proposal and not registration.request
        }
    for about, clause in clauses.items():
        requested = included(position, about, open_market=True)
        if requested:
            lines = tuple(
                part.finding.says for part in participants(position, about) if part.finding
            )
            figures = RegisteredFigures(sum(requested.values()), requested)
            yield Tally(clause, about, figures, lines)
            yield from _more_than_held(position, clause, about)
            yield from _sold_since(position, clause, about, requested)
        rule = rule_of(position, about)
        advice = latest(position, UnderwriterAdvice, about)
        if rule and advice:
            yield from _advised(position, rule, about, requested, advice)


def _more_than_held(position: Position, clause: str, about: str) -> Iterator[Flag]:
    """Requests for more shares than the holder owned; only the owned number counts."""
    for part in participants(position, about):
        if part.included and part.asked > part.held:
            name = position.deal.party_name(part.investor)
            words = (
                f"{name} requested {in_shares(part.asked)} and held {in_shares(part.held)}: only"
                " what it held is included"
            )
            yield Flag(clause, about, words, evidence=part.event.place)


def _sold_since(
    position: Position, clause: str, about: str, requested: Mapping[str, int]
) -> Iterator[Flag]:
    """Holders that now have less stock than they requested to register, before the filing."""
    if position.registration(about).filed:
        return
    for name, count in requested.items():
        left = position.ledger.holding(name, position.as_of, issuable=True)
        if left < count:
            words = (
                f"{position.deal.party_name(name)} requested {in_shares(count)} and now holds"
                f" {in_shares(left)}: counsel must decide how many are registered for it"
            )
            yield Flag(clause, about, words)


def _advised(
    position: Position,
    rule: Cutback,
    about: str,
    requested: dict[str, int],
    advice: UnderwriterAdvice,
) -> Iterator[Tally | Decision | Flag]:
    """The allocation on the latest advice, and the notice of it to each holder."""
    cut = allocation(position, about)
    says = f"the offering is {'' if cut else 'not '}underwritten"
    advises = f"the {FIRMS[rule.opinion_by]} advises {in_shares(advice.maximum_shares)}"
    findings = [
        Finding(rule.clause, says, cut is not None, advice.place),
        Finding(rule.clause, advises, True, advice.place),
    ]
    reduced = False
    if cut:
        opinion = opinion_findings(position, rule, advice)
        if not cut.lacks and None not in [finding.holds for finding in opinion]:
            figures = CutbackFigures(cut.issuer, cut.investors, cut.others, cut.basis)
            yield Tally(rule.clause, about, figures, cut.lines)
        reduced = cut.investors != requested
        findings += [*opinion, *cut.lacks, *_why_reduced(rule, requested, advice, reduced=reduced)]
        yield from _beyond_advice(position, rule, about, cut, advice)
    for name in requested if reduced else (None,):
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


def _why_reduced(
    rule: Cutback, requested: Mapping[str, int], advice: UnderwriterAdvice, *, reduced: bool
) -> Iterator[Finding]:
    """That the opinion is in good faith, and that the requests are reduced."""
    says = f"the opinion is {'' if advice.good_faith else 'not '}in good faith"
    yield Finding(rule.clause, says, advice.good_faith, advice.place_of("good_faith"))
    total = sum(requested.values())
    words = f"requests of {total:,} are {'' if reduced else 'not '}reduced"
    yield Finding(rule.clause, words, reduced)


def _beyond_advice(
    position: Position, rule: Cutback, about: str, cut: Allocation, advice: UnderwriterAdvice
) -> Iterator[Flag]:
    """That the shares that no holder must yield exceed what the firm advises."""
    uncut = cut.issuer + sum(cut.others.values())
    if advice.good_faith and uncut > shares_now(position, advice.maximum_shares, advice):
        words = (
            f"the {uncut:,} shares that are not cut exceed those advised: the text does not say"
            " who yields, so counsel must decide"
        )
        yield Flag(rule.clause, about, words, evidence=advice.place)
