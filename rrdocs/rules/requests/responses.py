"""3(a), (b), (c)(vii), (d): what the issuer answers to a request that is incomplete, or that it
may decline.

A deficiency letter says what is missing and how to cure it; a refusal letter gives the ground on
which the right is not there. Both are customary: the text calls for neither.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import JoinRequest, PiggybackRequest
from rrdocs.docket.decisions import Finding, Flag, Item
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.participation import (
    Participant,
    piggyback_lacks,
    requests_to_participate,
)
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, clause_of, request_of
from rrdocs.facts.requests.standing import left_to_demand, still_stands
from rrdocs.rules.giving import to_send


def responses(_: Deal, position: Position) -> Iterator[Item]:
    """The deficiency and refusal letters."""
    for request in all_requests(position):
        yield from _to_requesters(position, request)
        yield from _to_joiners(position, request.id)
    for registration in position.registrations().values():
        if registration.proposal:
            yield from _to_joiners(position, registration.id)


def _to_joiners(position: Position, about: str) -> Iterator[Item]:
    request = request_of(position, about)
    for part in requests_to_participate(position, about):
        if isinstance(part.event, JoinRequest | PiggybackRequest):
            yield _cure(position, part, about, part.event)
            if request and part.investor in request.requesters:
                name = position.deal.party_name(part.investor)
                words = (
                    f"{name} asked for the registration itself: what it asks for besides its own"
                    " request is for counsel"
                )
                yield Flag(
                    clause_of(position, request), part.event.id, words, evidence=part.event.place
                )


def _cure(
    position: Position, part: Participant, about: str, event: JoinRequest | PiggybackRequest
) -> Item:
    """A request to join that leaves out what its clause calls for, or came in a way that the
    notices clause does not know.
    """
    clause, unsaid = _unsaid(position, about, event)
    name, notices = position.deal.party_name(part.investor), position.deal.terms.notices
    came = received(position, event, "inbound").sufficient
    lacks = [
        *([] if part.complete else unsaid),
        *([] if came else [f"notice in a way that {notices.clause} names"]),
    ]
    if lacks:
        says = f"the request does not give {' and '.join(lacks)}"
    elif unsaid:
        says = f"the request does not give {' and '.join(unsaid)}, and counts without it"
    else:
        says = "the request states what the clause calls for"
    findings = [Finding(clause, says, bool(lacks), event.place)]
    if part.complete is False:
        findings.append(
            Finding(
                clause,
                "a request that leaves this out does not count, and is not asked for again",
                False,
                event.place,
            )
        )
    if part.finding:
        in_time = part.timely is not False
        words = part.finding.says if in_time else f"{part.finding.says}: it came too late"
        findings.append(Finding(part.finding.clause, words, in_time, part.finding.evidence))
    if not part.entitled:
        findings.append(Finding(clause, f"{name} may not take part", False, event.place))
    if part.withdrawn:
        findings.append(Finding(clause, f"{name} has withdrawn the request", False, event.place))
    mended = next((other for other in _others(position, about, part) if other.included), None)
    if mended:
        words = f"the request of {long_date(mended.event.date.day)} is complete"
        findings.append(Finding(clause, words, False, mended.event.place))
    return to_send(
        position,
        "deficiency_letter",
        clause,
        event.id,
        part.investor,
        findings,
        event.date.day,
        class_="customary",
    )


def _unsaid(
    position: Position, about: str, event: JoinRequest | PiggybackRequest
) -> tuple[str, list[str]]:
    """The clause of a request to join, and what the request leaves out that it calls for."""
    terms, request = position.deal.terms, request_of(position, about)
    if isinstance(event, PiggybackRequest):
        assert terms.piggyback is not None  # no other agreement hears such a request
        return terms.piggyback.clause, piggyback_lacks(position, about, event)
    assert request is not None  # it joins a demand or short form
    if request.underwritten and terms.same_terms:
        return terms.same_terms.clause, (
            [] if event.same_terms else ["the statement that the terms are the same"]
        )
    return clause_of(position, request), []


def _others(position: Position, about: str, part: Participant) -> Iterator[Participant]:
    """The same holder's other requests to join."""
    for other in requests_to_participate(position, about):
        if (
            other.investor == part.investor
            and other.event.id != part.event.id
            and isinstance(other.event, type(part.event))
        ):
            yield other


# ---- those who began it


def _to_requesters(position: Position, request: RegistrationRequest) -> Iterator[Item]:
    """What the requesters of a demand or short form are told when it is not good."""
    clause, place = clause_of(position, request), request.letters[0].place
    day = request.actual.day
    over = _over(position, request)
    lacks = () if over else tuple(finding for finding in request.form if not finding.holds)
    missing = over or tuple(Finding(f.clause, f.says, True, f.evidence) for f in lacks)
    complete = (Finding(clause, "the request is complete", False, place),)
    for name in request.requesters if lacks else (None,):
        yield to_send(
            position,
            "deficiency_letter",
            clause,
            request.id,
            name,
            missing or complete,
            day,
            class_="customary",
        )
    failing = () if over else (*request.grounds, *left_to_demand(position, request))
    # a ground that is there is a reason to decline; one that is open, and a doubt that only counsel
    # can settle, leave it open
    grounds = tuple(
        Finding(f.clause, f.says, True if f.holds is False else None, f.evidence)
        for f in failing
        if not f.holds
    )
    if any(f.holds for f in grounds):
        grounds = tuple(f for f in grounds if f.holds)
    elif not over and not lacks:
        grounds = (*grounds, *_doubts(position, request))
    none = over or (Finding(clause, "no ground to decline the request", False, place),)
    for name in request.requesters if grounds else (None,):
        yield to_send(
            position,
            "refusal_letter",
            clause,
            request.id,
            name,
            grounds or none,
            day,
            class_="customary",
        )


def _over(position: Position, request: RegistrationRequest) -> tuple[Finding, ...]:
    """Why there is nothing to answer: the request was withdrawn, or is made under another
    agreement.
    """
    if request.elsewhere:
        return tuple(finding for finding in request.grounds if finding.holds is False)
    return still_stands(position, request)


def _doubts(position: Position, request: RegistrationRequest) -> Iterator[Finding]:
    """What counsel could still refuse in a good request: notes in the majority, the repeal of the
    rule behind 3(j).
    """
    clause, place = clause_of(position, request), request.letters[0].place
    count = request.majority
    if count and count.other and count.holds and not count.on_both:
        words = (
            "whether shares of unconverted notes count towards the majority"
            f" ({in_shares(count.numerator)}) is for counsel"
        )
        yield Finding(clause, words, None, place)
    at = min(request.received.at, position.as_of)
    for name in request.requesters:
        exclusion = exclusion_of(position, name, at, request.id)
        if exclusion.counsel:
            yield Finding(
                exclusion.finding.clause, exclusion.finding.says, None, exclusion.finding.evidence
            )
