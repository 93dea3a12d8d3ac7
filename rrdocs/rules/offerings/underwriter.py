"""3(c)(iv): the managing underwriter of a requested offering.

Requires:
    The issuer selects the managing underwriter of a requested underwritten offering. Every
    requesting Investor must accept the firm, and so must Investors with the stated majority of the
    stock being sold, counted after any cutback. In a registration of the issuer's own no Investor's
    acceptance is needed.
Decides:
    underwriter_selection_notice: to each seller. underwriter_acceptance: the tally of acceptances.
    engagement_letter: to the firm, once both groups accept. Flags: a majority that depends on
    whether it is counted before or after the cutback.
Readings:
    `underwriter_acceptance_threshold` (A77): of what the majority is taken.
Not modelled:
    Whether a firm is nationally recognized.
Cases:
    tests/scenarios/underwriter.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rrdocs.agreement.registration_rights import UnderwriterChoice
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import UnderwriterAccepted, UnderwriterSelected
from rrdocs.docket.decisions import Decision, Finding, Flag, Item, Tally
from rrdocs.docket.figures import AcceptanceFigures
from rrdocs.facts.offerings.allocation import allocation, included, latest
from rrdocs.facts.record.holders import by_heir
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.requests.participation import is_underwritten, participants
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests
from rrdocs.rules.giving import to_send
from rrdocs.yamlfiles.records import Place


def underwriter(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(iv): the selection notice, the count of acceptances, and the engagement letter that
    waits for them.
    """
    rule = deal.terms.underwriter_choice
    if rule is None:
        return
    for request in all_requests(position):
        chosen = latest(position, UnderwriterSelected, request.id)
        if chosen and request.valid is not False:
            yield from _required(position, rule, request, chosen)
    for registration in position.registrations().values():
        picked = position.last(UnderwriterSelected, registration.id)
        if picked and registration.request is None:
            yield from _own(position, rule, registration, picked)


def being_sold(position: Position, about: str) -> dict[str, int]:
    """The shares of each Investor that are being sold in an offering: as the registration became
    effective, as allocated where there was a cut, or as requested. Shares for sale in the open
    market are not sold in it.
    """
    step = position.registration(about).effective
    if step and step.covers is not None:
        in_market = {part.investor for part in participants(position, about) if part.open_market}
        holders = position.ledger.acquisitions
        covers = {
            name: count
            for name, count in step.covers.items()
            if count and name in holders and name not in in_market
        }
        return by_heir(position, covers, position.as_of)
    cut, requested = allocation(position, about), included(position, about, open_market=False)
    return {name: cut.investors[name] for name in requested} if cut else requested


def _required(
    position: Position,
    rule: UnderwriterChoice,
    request: RegistrationRequest,
    chosen: UnderwriterSelected,
) -> Iterator[Item]:
    """The underwriter of a requested offering: the notice to the sellers, the count of their
    acceptances, and the engagement.
    """
    firm, day = position.deal.party_name(chosen.underwriter), chosen.date.day
    place = request.letters[0].place_of("disposition")
    gate = _underwritten(rule, place, holds=request.underwritten)
    pick = Finding(rule.clause, f"{firm} was chosen on {long_date(day)}", True, chosen.place)
    sold = being_sold(position, request.id)
    for name in sold if request.underwritten else (None,):
        yield to_send(
            position,
            "underwriter_selection_notice",
            rule.clause,
            request.id,
            name,
            (gate, pick),
            day,
            class_="customary",
        )
    if not request.underwritten:
        yield _engagement(position, rule, request.id, chosen.underwriter, day, (gate, pick))
        return
    yield from _accepted(position, rule, request, chosen, (gate, pick))


def _accepted(
    position: Position,
    rule: UnderwriterChoice,
    request: RegistrationRequest,
    chosen: UnderwriterSelected,
    findings: Sequence[Finding],
) -> Iterator[Item]:
    """Whether both groups accept the chosen firm, and the engagement that waits for them."""
    sold, replies = being_sold(position, request.id), _replies(position, request, chosen)
    accepting = {name for name, event in replies.items() if event.accepts}
    requesting = [
        part.investor
        for part in participants(position, request.id)
        if part.investor in request.requesters and part.included
    ]
    all_requesters = bool(requesting) and accepting.issuperset(requesting)
    above, below, most = _acceptance(rule, sold, accepting)
    figures = AcceptanceFigures(all_requesters, above, below, all_requesters and most)
    line = f"{above:,} of {below:,} shares being sold accept; {rule.threshold} must"
    yield Tally(rule.clause, request.id, figures, (line,))
    uncut = included(position, request.id, open_market=False)
    if most != _acceptance(rule, uncut, accepting)[2]:
        words = (
            "whether the holders of enough of the stock being sold accept depends on whether it is"
            " counted after the cutback, as here, or before: counsel must decide"
        )
        yield Flag(rule.clause, request.id, words, evidence=chosen.place)
    names = [position.deal.party_name(name) for name in requesting if name not in accepting]
    every = f"every requesting {position.deal.agreement.words.holder} accepts"
    says = f"not accepted by {', '.join(names)}" if names else every
    findings = (
        *findings,
        Finding(rule.clause, says, all_requesters),
        Finding(rule.clause, line, most),
    )
    last = max((chosen.date.day, *(event.date.day for event in replies.values())))
    yield _engagement(position, rule, request.id, chosen.underwriter, last, findings)


def _replies(
    position: Position, request: RegistrationRequest, chosen: UnderwriterSelected
) -> dict[str, UnderwriterAccepted]:
    """The last answer of each Investor since the firm was chosen."""
    return {
        event.investor: event
        for key in request.ids
        for event in position.about(UnderwriterAccepted, key)
        if event.date.at >= chosen.date.at
        or (event.date.day == chosen.date.day and not event.date.timed)
    }


def _acceptance(
    rule: UnderwriterChoice, sold: Mapping[str, int], accepting: set[str]
) -> tuple[int, int, bool]:
    """The shares of those who accept, all shares being sold, and whether they are enough."""
    above = sum(count for name, count in sold.items() if name in accepting)
    below = sum(sold.values())
    return above, below, rule.threshold.passes(above, below)


def _underwritten(rule: UnderwriterChoice, place: Place, *, holds: bool) -> Finding:
    says = f"the offering is {'' if holds else 'not '}underwritten"
    return Finding(rule.clause, says, holds, place)


def _own(
    position: Position,
    rule: UnderwriterChoice,
    registration: Registration,
    chosen: UnderwriterSelected,
) -> Iterator[Decision]:
    """A registration of the issuer's own, whose underwriter needs no Investor's acceptance."""
    words, place = position.deal.agreement.words, registration.event.place
    says = f"the registration is not one that {words.holders} required"
    about, day = registration.event.id, chosen.date.day
    yield to_send(
        position,
        "underwriter_selection_notice",
        rule.clause,
        about,
        None,
        (Finding(rule.clause, says, False, place),),
        day,
        class_="customary",
    )
    gate = _underwritten(rule, place, holds=is_underwritten(position, registration.id))
    says = f"no {words.holder} need accept: the registration is not one that they required"
    findings = (gate, Finding(rule.clause, says, True, place))
    yield _engagement(position, rule, about, chosen.underwriter, day, findings)


def _engagement(
    position: Position,
    rule: UnderwriterChoice,
    about: str,
    firm: str,
    due: date,
    findings: Sequence[Finding],
) -> Decision:
    return to_send(
        position, "engagement_letter", rule.clause, about, firm, findings, due, class_="customary"
    )
