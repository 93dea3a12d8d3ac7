"""3(c)(ii): a prior registration, of which each Investor was told, lets the issuer put off a
required registration.

The prior registration statement was filed before the request was delivered, is for common stock to
be sold to the public on a form open to the Restricted Stock, and has not been withdrawn; each
Investor was given the Piggyback Notice in compliance with 3(d). It holds up filing, never the
Further Notice, and no longer than some days after its effectiveness. The request stays pending. Of
several prior registrations the one that holds it up longest counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.registration_rights import Standstill
from rrdocs.dates.moments import DAY, Moment, long_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock, Finding, Flag, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.dispatches import dispatches, was_notified
from rrdocs.facts.record.holders import investors
from rrdocs.facts.record.names import called, form_name, is_form
from rrdocs.facts.record.position import Position, Registration, running
from rrdocs.facts.requests.proposals import proposal_findings
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, request_of
from rrdocs.facts.requests.standing import is_good, still_stands
from rrdocs.facts.requests.windows import notices_combined
from rrdocs.facts.time.time_limits import length_in_force, restraint_end
from rrdocs.rules.giving import to_send
from rrdocs.rules.registrations.piggyback import notice_due, still_told


@dataclass(frozen=True)
class Case:
    """What one prior registration does for a request.

    ``findings`` are the conditions at its delivery, ``since`` what has happened to end the
    standstill; ``last`` is the last day of permitted delay, None where no day ends it.
    """

    prior: Registration
    findings: tuple[Finding, ...]
    since: tuple[Finding, ...]
    last: date | None
    line: str

    @property
    def holds(self) -> bool | None:
        holds = [finding.holds for finding in self.findings]
        return False if False in holds else None if None in holds else True

    @property
    def rank(self) -> tuple[bool, bool, bool, date]:
        """How much the issuer may rely on it."""
        over = any(finding.holds is False for finding in self.since)
        return bool(self.holds), self.holds is None, not over, self.last or date.max


def standstill(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(ii): the standstill, and the letter that tells the requesters of it."""
    rule = deal.terms.standstill
    if rule is None:
        return
    for request in all_requests(position):
        if is_good(position, request) is False:
            continue
        filed = [
            prior
            for prior in position.registrations().values()
            if prior.id not in request.ids and prior.filed
        ]
        cases = [_case(position, rule, request, prior) for prior in filed]
        if cases:
            yield from _held_up(position, rule, request, max(cases, key=lambda case: case.rank))


def _case(
    position: Position, rule: Standstill, request: RegistrationRequest, prior: Registration
) -> Case:
    last, line = _until(position, rule, request, prior)
    findings = tuple(_conditions(position, rule, request, prior))
    over = last is not None and last < request.received.day
    ended: list[Finding] = []
    if over and prior.effective:
        findings = (
            *findings,
            Finding(rule.clause, f"{line}, before the request", False, prior.effective.place),
        )
    elif last is not None and last < position.as_of.date():
        # beyond the filing of one that never became effective, relying on it is for counsel
        ended.append(
            Finding(
                rule.clause, f"the time has run out: {line}", False if prior.effective else None
            )
        )
    if prior.ended:
        how = "withdrawn" if prior.withdrawn else "abandoned, and is taken as withdrawn,"
        gone = Finding(
            rule.clause,
            f"it was {how} on {long_date(prior.ended.date.day)}",
            False,
            prior.ended.place,
        )
        if prior.ended.date.at <= delivered(position, request).at:
            findings = (*findings, gone)
        else:
            ended.append(gone)
    return Case(prior, findings, (*ended, *still_stands(position, request)), last, line)


def _conditions(
    position: Position, rule: Standstill, request: RegistrationRequest, prior: Registration
) -> Iterator[Finding]:
    came = delivered(position, request)
    assert prior.filed is not None  # asked only of a filed registration
    filed = prior.filed.date
    before: bool | None = filed.at < came.at
    if filed.day == came.day and not (filed.timed and came.timed):
        before = None
    order = {
        True: "before the request",
        False: "not before the request",
        None: "and which came first is not on record",
    }
    yield Finding(
        rule.clause,
        f"it was filed on {long_date(filed.day)}, {order[before]}",
        before,
        prior.filed.place,
    )
    if is_form(prior.form, rule.excluded_forms):
        yield Finding(
            rule.clause, f"{form_name(prior.form or '')} is excluded", False, prior.filed.place
        )
    if prior.proposal:
        yield from (
            proposal_findings(position, prior.proposal) if position.deal.terms.piggyback else ()
        )
    elif earlier := request_of(position, prior.id):
        counts = (
            reading(position, "required_reg_as_prior", request.id, prior.id) == "if_d_notice_given"
        )
        yield Finding(
            rule.clause,
            f"it is the registration required by {earlier.id}",
            counts,
            earlier.letters[0].place,
        )
    yield _all_told(position, rule, request, prior, came)


def delivered(position: Position, request: RegistrationRequest) -> Moment:
    """When a request was delivered: for this clause the earlier of real and deemed arrival
    (``cii_delivery_instant``).
    """
    if (
        request.actual == request.received
        or reading(position, "cii_delivery_instant", request.id) == "deemed_receipt"
    ):
        return request.received
    return request.actual


def _all_told(
    position: Position,
    rule: Standstill,
    request: RegistrationRequest,
    prior: Registration,
    delivered: Moment,
) -> Finding:
    """Whether each Investor was given the Piggyback Notice of the prior registration when it was
    due, and before the request.

    Readings consulted where one was not: ``standstill_precondition``.
    """
    event, words = prior.event, position.deal.agreement.words
    at = min(event.date.at, position.as_of)
    people = [name for name in investors(position, at) if still_told(position, name, at, event.id)]
    missed = [name for name in people if not _was_told(position, prior, name, delivered)]
    if not missed:
        says = f"each of the {len(people)} {words.holders} was given notice of it when it was due"
        return Finding(rule.clause, says, True, event.place)
    names = ", ".join(position.deal.party_name(name) for name in missed)
    few = len(missed) * 2 < len(people) and not set(missed) & request.requesters.keys()
    harmless = position.deal.terms.notices.failure_harmless
    enough = few and (
        harmless
        or reading(position, "standstill_precondition", request.id, prior.id) == "substantial"
    )
    return Finding(
        rule.clause,
        f"no notice of it, given when it was due, is on record to {names}",
        enough,
        event.place,
    )


def _was_told(position: Position, prior: Registration, name: str, delivered: Moment) -> bool:
    due = notice_due(position, prior)
    documents = ("piggyback_notice", *notices_combined(position, prior.id))
    went = [got.dispatched for _, got in dispatches(position, prior.event.id, name, *documents)]
    return any(
        when and when.at <= delivered.at and (due is None or when.day <= due) for when in went
    )


def _until(
    position: Position, rule: Standstill, request: RegistrationRequest, prior: Registration
) -> tuple[date | None, str]:
    """The last day of permitted delay. Readings consulted before effectiveness:
    ``standstill_never_effective``.
    """
    assert prior.filed is not None  # asked only of a filed registration
    effective, filed = prior.effective, prior.filed.date.day
    start = effective.date.day if effective else filed
    if (
        not effective
        and reading(position, "standstill_never_effective", request.id, prior.id)
        == "literal_until_withdrawn"
    ):
        return None, "not effective: no day ends it"
    length = length_in_force(
        position, start, lambda terms: (terms.standstill or rule).after_effectiveness
    )
    day, line = restraint_end(position, start, length)
    return day, f"effective {line}" if effective else f"not effective; filed {line}"


def _held_up(
    position: Position, rule: Standstill, request: RegistrationRequest, case: Case
) -> Iterator[Item]:
    prior, starts = case.prior, request.received.day
    assert prior.filed is not None  # asked only of a filed registration
    if case.holds and (case.last is None or case.last >= starts) and not prior.ended:
        on = running(position, starts, case.last) and not request.withdrawn
        yield Clock(
            "standstill",
            rule.clause,
            request.id,
            None,
            starts,
            case.last,
            free_from=case.last + DAY if case.last else None,
            running=on,
            arithmetic=(case.line,),
            evidence=prior.filed.place,
        )
    if case.holds and prior.effective is None and not prior.ended:
        words = (
            f"{called(prior)} is not effective, so no day ends the standstill of its own: counsel"
            " should look at it"
        )
        yield Flag(rule.clause, request.id, words, evidence=prior.filed.place)
    if case.holds and reading(position, "standstill_effect", request.id) == "demand_lapses":
        words = (
            "a request that comes while a prior registration holds it up is taken to lapse, and"
            " must be made anew"
        )
        yield Flag(rule.clause, request.id, words, evidence=prior.filed.place)
    good = is_good(position, request)
    asked = Finding(
        rule.clause, "the request is good" if good else "whether the request is good is open", good
    )
    every = (*case.findings, *case.since, asked)
    for name in _recipients(position, request, every):
        # what was given stays given although the time then ran out
        findings = (
            (*case.findings, asked)
            if name and was_notified(position, request.id, name, "standstill_letter")
            else every
        )
        yield to_send(
            position,
            "standstill_letter",
            rule.clause,
            request.id,
            name,
            findings,
            starts,
            class_="customary",
            arithmetic=(case.line,),
        )


def _recipients(
    position: Position, request: RegistrationRequest, findings: Sequence[Finding]
) -> Sequence[str | None]:
    """The requesters while it stands; afterwards those who had the letter, or nobody."""
    if False not in (finding.holds for finding in findings):
        return tuple(request.requesters)
    return [
        name
        for name in request.requesters
        if was_notified(position, request.id, name, "standstill_letter")
    ] or (None,)
