"""3(c)(iv): the issuer chooses the managing underwriter of a required offering, and two groups
must accept it.

Every requesting Investor must accept, and Investors with more than half of the Restricted Stock
being sold, counted after any cutback; in a piggyback no Investor has a say. Not modelled: whether a
firm is nationally recognized.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from rrdocs.agreement.registration_rights import UnderwriterChoice
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import UnderwriterAccepted, UnderwriterSelected
from rrdocs.docket.decisions import Decision, Finding, Flag, Item, Tally
from rrdocs.facts.offerings.allocation import allocation, included, latest
from rrdocs.facts.record.holders import by_heir
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.requests.participation import is_underwritten, participants
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests
from rrdocs.rules.giving import to_send


def underwriter(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(iv): the selection notice, the count of acceptances, and the engagement letter that
    waits for it.
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
    """The Restricted Stock being sold in an offering, by Investor: as the registration became
    effective, as allocated where there was a cut, or as asked for. What is sold in the open
    market is not sold in it.
    """
    cut, asked = allocation(position, about), included(position, about, open_market=False)
    step = position.registration(about).effective
    if step and step.covers is not None:
        market = {part.investor for part in participants(position, about) if part.open_market}
        known = position.ledger.acquisitions
        covers = {
            name: count
            for name, count in step.covers.items()
            if count and name in known and name not in market
        }
        return by_heir(position, covers, position.as_of)
    return {name: cut.investors[name] for name in asked} if cut else asked


def _required(
    position: Position,
    rule: UnderwriterChoice,
    request: RegistrationRequest,
    chosen: UnderwriterSelected,
) -> Iterator[Item]:
    firm, place = (
        position.deal.party_name(chosen.underwriter),
        request.letters[0].place_of("disposition"),
    )
    gate = Finding(
        rule.clause,
        f"the offering is {'' if request.underwritten else 'not '}underwritten",
        request.underwritten,
        place,
    )
    pick = Finding(
        rule.clause, f"{firm} was chosen on {long_date(chosen.date.day)}", True, chosen.place
    )
    sold = being_sold(position, request.id)
    for name in sold if request.underwritten else (None,):
        yield to_send(
            position,
            "underwriter_selection_notice",
            rule.clause,
            request.id,
            name,
            (gate, pick),
            chosen.date.day,
            class_="customary",
        )
    if not request.underwritten:
        yield _engagement(
            position, rule, request.id, chosen.underwriter, chosen.date.day, (gate, pick)
        )
        return
    said = {
        event.investor: event
        for key in request.ids
        for event in position.about(UnderwriterAccepted, key)
        if event.date.at >= chosen.date.at
        or (event.date.day == chosen.date.day and not event.date.timed)
    }
    yes = {name for name, event in said.items() if event.accepts}
    asked = [
        part.investor
        for part in participants(position, request.id)
        if part.investor in request.requesters and part.included
    ]
    requesting = bool(asked) and yes.issuperset(asked)
    above, below, most = _majority(rule, sold, yes)
    values = {
        "requesting": requesting,
        "numerator": above,
        "denominator": below,
        "holds": requesting and most,
    }
    line = f"{above:,} of {below:,} shares being sold accept; {rule.threshold} must"
    yield Tally("underwriter_acceptance", rule.clause, request.id, values, (line,))
    if most != _majority(rule, included(position, request.id, open_market=False), yes)[2]:
        says = (
            "whether enough of the stock being sold accepts depends on whether it is counted after"
            " the cutback, as it is here"
        )
        yield Flag(rule.clause, request.id, says, evidence=chosen.place)
    words = position.deal.agreement.words
    names = ", ".join(position.deal.party_name(name) for name in asked if name not in yes)
    findings = (
        gate,
        pick,
        Finding(
            rule.clause,
            f"not accepted by {names}" if names else f"every requesting {words.holder} accepts",
            requesting,
        ),
        Finding(rule.clause, line, most),
    )
    last = (
        max(chosen.date.day, *(event.date.day for event in said.values()))
        if said
        else chosen.date.day
    )
    yield _engagement(position, rule, request.id, chosen.underwriter, last, findings)


def _majority(
    rule: UnderwriterChoice, sold: Mapping[str, int], yes: set[str]
) -> tuple[int, int, bool]:
    above, below = sum(count for name, count in sold.items() if name in yes), sum(sold.values())
    return above, below, rule.threshold.passes(above, below)


def _own(
    position: Position,
    rule: UnderwriterChoice,
    registration: Registration,
    chosen: UnderwriterSelected,
) -> Iterator[Decision]:
    """A registration of the issuer's own: nobody is asked to accept its underwriter."""
    words, place = position.deal.agreement.words, registration.event.place
    own = Finding(
        rule.clause, f"the registration is not one that {words.holders} required", False, place
    )
    about = registration.event.id
    yield to_send(
        position,
        "underwriter_selection_notice",
        rule.clause,
        about,
        None,
        (own,),
        chosen.date.day,
        class_="customary",
    )
    underwritten = is_underwritten(position, registration.id)
    gate = Finding(
        rule.clause,
        f"the offering is {'' if underwritten else 'not '}underwritten",
        underwritten,
        place,
    )
    free = Finding(
        rule.clause,
        f"no {words.holder} need accept: the registration is not one that they required",
        True,
        place,
    )
    yield _engagement(position, rule, about, chosen.underwriter, chosen.date.day, (gate, free))


def _engagement(
    position: Position,
    rule: UnderwriterChoice,
    about: str,
    firm: str,
    due: date,
    findings: tuple[Finding, ...],
) -> Decision:
    return to_send(
        position, "engagement_letter", rule.clause, about, firm, findings, due, class_="customary"
    )
