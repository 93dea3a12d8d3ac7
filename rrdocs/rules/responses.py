"""3(a), (b), (c)(vii), (d): what the issuer answers to a request that is incomplete, or that it may decline.

A deficiency letter says what is missing and how to cure it; a refusal letter gives the ground on which the right is not there.
Both are customary: the text calls for neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rrdocs.deal import Deal
from rrdocs.decision import Finding, Item
from rrdocs.events import JoinRequest, PiggybackRequest
from rrdocs.position import Position
from rrdocs.rules.demand import left_to_demand
from rrdocs.rules.investors import barred
from rrdocs.rules.joining import Part, parts, piggyback_lacks
from rrdocs.rules.requests import Matter, matters
from rrdocs.rules.sending import to_send


def responses(deal: Deal, position: Position) -> Iterator[Item]:
    """The deficiency and refusal letters."""
    for found in matters(position):
        yield from _to_requesters(position, found)
        if found.underwritten and deal.terms.same_terms:
            for part in parts(position, found.id):
                if isinstance(part.event, JoinRequest):
                    lacks = [] if part.event.same_terms else ["the statement that the terms are the same"]
                    yield from _cure(position, part, deal.terms.same_terms.clause, lacks)
    for registration in position.registrations().values():
        if deal.terms.piggyback and registration.proposal:
            for part in parts(position, registration.id):
                if isinstance(part.event, PiggybackRequest):
                    lacks = piggyback_lacks(position, registration.id, part.event)
                    yield from _cure(position, part, deal.terms.piggyback.clause, lacks)


def _cure(position: Position, part: Part, clause: str, lacks: Sequence[str]) -> Iterator[Item]:
    """A joining or piggyback request that leaves out what its clause calls for (``defective_join``)."""
    event = part.event
    says = f"the request does not give {' and '.join(lacks)}" if lacks else "the request states what the clause calls for"
    findings = (
        Finding(clause, says, bool(lacks), event.place),
        Finding(clause, "the request came in time" if part.timely is not False else "the request came too late",
                part.timely is not False, part.finding.evidence if part.finding else None),
    )  # fmt: skip
    yield to_send(
        position, "deficiency_letter", clause, event.id, part.investor, findings, event.date.day, class_="customary"
    )


def _to_requesters(position: Position, found: Matter) -> Iterator[Item]:
    """What the requesters of a demand or short form are told when it is not good."""
    terms = position.deal.terms
    right = terms.demand if found.demand else terms.short_form
    assert right is not None  # only granted requests are judged
    lacks = [finding for finding in found.lacks if _curable(position, finding, found)]
    grounds = [finding for finding in found.lacks if not _curable(position, finding, found)]
    if found.demand:
        grounds += [finding for finding in left_to_demand(position, found) if finding.holds is False]
    day = found.actual.day
    complete = Finding(right.clause, "the request is complete", False, found.letters[0].place)
    missing = tuple(Finding(f.clause, f.says, True, f.evidence) for f in lacks) or (complete,)
    for name in found.requesters if lacks else (None,):
        yield to_send(position, "deficiency_letter", right.clause, found.id, name, missing, day, class_="customary")
    declined = tuple(Finding(f.clause, f.says, _certain(f), f.evidence) for f in grounds) or _doubts(position, found)
    for name in found.requesters if grounds or any(f.holds is None for f in declined) else (None,):
        yield to_send(position, "refusal_letter", right.clause, found.id, name, declined, day, class_="customary")


def _certain(finding: Finding) -> bool | None:
    return True if finding.holds is False else None


def _curable(position: Position, finding: Finding, found: Matter) -> bool:
    """Whether a failing is one that another letter can mend: form, content, and a majority still to be made up."""
    terms = position.deal.terms
    limits = {terms.duration.clause if terms.duration else "", terms.loss_of_rights.clause if terms.loss_of_rights else ""}
    if finding.clause in limits:
        return False
    return found.demand or ("exceed" not in finding.says and "eligib" not in finding.says)


def _doubts(position: Position, found: Matter) -> tuple[Finding, ...]:
    """A good request that a recorded decision of counsel could still refuse: notes in the majority, the repeal of 144(k)."""
    right = position.deal.terms.demand if found.demand else position.deal.terms.short_form
    assert right is not None  # only granted requests are judged
    doubts = []
    majority = found.majority
    if majority and majority.other and majority.holds:
        words = "whether shares of unconverted notes count towards the majority is for counsel"
        if not majority.on_both:
            doubts.append(Finding(right.clause, words, None, found.letters[0].place))
    at = min(found.received.at, position.as_of)
    for name in found.requesters:
        bar = barred(position, name, at)
        if bar.counsel:
            doubts.append(Finding(bar.finding.clause, bar.finding.says, None, bar.finding.evidence))
    return tuple(doubts) or (Finding(right.clause, "no ground to decline the request", False, found.letters[0].place),)

