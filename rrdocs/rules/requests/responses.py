"""3(a), 3(b), 3(c)(vii), 3(d): answers to a request that is incomplete or that may be declined.

Requires:
    The clauses say what a request must state and who may make it. They require no answer to a
    request that does not comply; both letters are customary.
Decides:
    deficiency_letter: to those whose request lacks something that another letter can supply; it
    says what. refusal_letter: to requesters against whom there is a ground to decline. Flags: a
    request to join from a holder that is itself a requester.
Readings:
    `defective_join` (A71): what becomes of a request that lacks a required statement.
    `third_demand_notice` (A76): whether a demand beyond the number granted is passed on.
Not modelled:
    Whether the issuer in fact declines: counsel must decide.
Cases:
    tests/scenarios/demand.yaml, tests/scenarios/same_terms.yaml, tests/scenarios/piggyback.yaml,
    tests/scenarios/original_agreement.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rrdocs.agreement.vocabulary import STATEMENTS, Cure
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
    """The answers to the requests to join a registration."""
    request = request_of(position, about)
    for part in requests_to_participate(position, about):
        if not isinstance(part.event, JoinRequest | PiggybackRequest):
            continue
        yield _deficiency_letter(position, part, about, part.event)
        if request and part.investor in request.requesters:
            name = position.deal.party_name(part.investor)
            words = (
                f"{name} is itself a requester: counsel must decide whether this request to join"
                " adds to its own request"
            )
            yield Flag(
                clause_of(position, request), part.event.id, words, evidence=part.event.place
            )


def _deficiency_letter(
    position: Position, part: Participant, about: str, event: JoinRequest | PiggybackRequest
) -> Item:
    """The answer to a request to join that leaves out what its clause calls for, or that came by a
    method that the notices clause does not name.
    """
    clause, missing = _missing_statements(position, about, event)
    sufficient = received(position, event, "inbound").sufficient
    by_notice = f"notice in a way that {position.deal.terms.notices.clause} names"
    lacks: list[Cure] = [] if part.complete else [*missing]
    if not sufficient:
        lacks.append("send_again")
    words = STATEMENTS | {"send_again": by_notice}
    if lacks:
        says = f"the request lacks {' and '.join(words[lack] for lack in lacks)}"
    elif missing:
        left_out = " and ".join(words[lack] for lack in missing)
        says = f"the request lacks {left_out}, and counts without it"
    else:
        says = "the request states what the clause calls for"
    findings = [Finding(clause, says, bool(lacks), event.place, tuple(lacks))]
    if part.complete is False:
        says = "a request that lacks this does not count, and the issuer need not ask for it"
        findings.append(Finding(clause, says, False, event.place))
    findings += _why_not_asked(position, part, about, clause)
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


def _why_not_asked(
    position: Position, part: Participant, about: str, clause: str
) -> Iterator[Finding]:
    """Why the issuer need not ask a holder to complete its request: it came too late, the holder
    has no right, has withdrawn, or has made another that is complete.
    """
    name, place = position.deal.party_name(part.investor), part.event.place
    if part.finding:
        in_time = part.timely is not False
        words = part.finding.says if in_time else f"{part.finding.says}: it came too late"
        yield Finding(part.finding.clause, words, in_time, part.finding.evidence)
    if not part.entitled:
        yield Finding(clause, f"{name} has no right to take part", False, place)
    if part.withdrawn:
        yield Finding(clause, f"{name} has withdrawn the request", False, place)
    complete = next(
        (other for other in _other_requests(position, about, part) if other.included), None
    )
    if complete:
        words = f"its request of {long_date(complete.event.date.day)} is complete"
        yield Finding(clause, words, False, complete.event.place)


def _missing_statements(
    position: Position, about: str, event: JoinRequest | PiggybackRequest
) -> tuple[str, list[Cure]]:
    """The clause of a request to join, and what the clause calls for that the request leaves
    out.
    """
    terms, request = position.deal.terms, request_of(position, about)
    if isinstance(event, PiggybackRequest):
        assert terms.piggyback is not None  # other agreements have no such request
        return terms.piggyback.clause, piggyback_lacks(position, about, event)
    assert request is not None  # it joins a demand or short form
    if request.underwritten and terms.same_terms:
        return terms.same_terms.clause, ([] if event.same_terms else ["same_terms"])
    return clause_of(position, request), []


def _other_requests(position: Position, about: str, part: Participant) -> Iterator[Participant]:
    """The same holder's other requests to join, of the same type."""
    for other in requests_to_participate(position, about):
        if (
            other.investor == part.investor
            and other.event.id != part.event.id
            and isinstance(other.event, type(part.event))
        ):
            yield other


# ---- to the requesters


def _to_requesters(position: Position, request: RegistrationRequest) -> Iterator[Item]:
    """The letters to the requesters of a demand or short form that does not comply."""
    clause, place = clause_of(position, request), request.letters[0].place
    closed = _nothing_to_answer(position, request)
    curable = () if closed else tuple(f for f in request.form if not f.holds)
    lacks = tuple(replace(finding, holds=True) for finding in curable)
    complete = (Finding(clause, "the request is complete", False, place),)
    yield from _letters(position, request, "deficiency_letter", lacks, closed or complete)
    grounds = () if closed else _grounds(position, request, curable=bool(curable))
    none = (Finding(clause, "there is no ground to decline the request", False, place),)
    yield from _letters(position, request, "refusal_letter", grounds, closed or none)


def _letters(
    position: Position,
    request: RegistrationRequest,
    document: str,
    findings: tuple[Finding, ...],
    otherwise: tuple[Finding, ...],
) -> Iterator[Item]:
    """A letter to each requester for the reasons given; a decision on none for the reasons
    ``otherwise`` if there are no such reasons.
    """
    for name in request.requesters if findings else (None,):
        yield to_send(
            position,
            document,
            clause_of(position, request),
            request.id,
            name,
            findings or otherwise,
            request.actual.day,
            class_="customary",
        )


def _grounds(
    position: Position, request: RegistrationRequest, *, curable: bool
) -> tuple[Finding, ...]:
    """The grounds to decline a request: a failed condition is a ground, an unknown one leaves the
    letter open.
    """
    failing = (*request.grounds, *left_to_demand(position, request))
    grounds = tuple(
        Finding(f.clause, f.says, True if f.holds is False else None, f.evidence)
        for f in failing
        if not f.holds
    )
    certain = tuple(f for f in grounds if f.holds)
    if certain:
        return certain
    return grounds if curable else (*grounds, *_doubts(position, request))


def _nothing_to_answer(position: Position, request: RegistrationRequest) -> tuple[Finding, ...]:
    """Why the request needs no answer: all requesters withdrew it, or it is made under another
    agreement. Empty if it needs one.
    """
    if request.elsewhere:
        return tuple(finding for finding in request.grounds if finding.holds is False)
    return still_stands(position, request)


def _doubts(position: Position, request: RegistrationRequest) -> Iterator[Finding]:
    """The questions on which counsel could still refuse a request that complies: notes in the
    majority, and the repeal of the rule behind 3(j).
    """
    clause, place = clause_of(position, request), request.letters[0].place
    count = request.majority
    if count and count.other and count.holds and not count.on_both:
        words = (
            "counsel must decide whether shares of unconverted notes count towards the majority;"
            f" with them the requesters hold {in_shares(count.numerator)}"
        )
        yield Finding(clause, words, None, place)
    at = min(request.received.at, position.as_of)
    for name in request.requesters:
        exclusion = exclusion_of(position, name, at, request.id)
        if exclusion.counsel:
            finding = exclusion.finding
            yield Finding(finding.clause, finding.says, None, finding.evidence)
