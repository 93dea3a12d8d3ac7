"""3(c)(ii): a prior registration lets the issuer delay a requested one.

Requires:
    The issuer need not file a requested registration while a prior registration statement stands in
    its way, until the stated time after the prior one became effective. The prior statement was
    filed before the request was delivered, is for common stock to be sold to the public on a form
    open to the holders' stock, and has not been withdrawn; each Investor was given the Piggyback
    Notice of it. The standstill delays the filing, never the Further Notice; the request stays
    pending. Of several prior registrations the one that permits the longest delay counts.
Decides:
    standstill: the clock of the delay. standstill_letter: to the requesters. Flags: a prior
    registration that is not effective yet; a request that lapses.
Readings:
    `standstill_never_effective` (A24): how long a prior registration that never becomes effective
    permits delay.
    `standstill_precondition` (A25): whether one Investor that was not notified defeats it.
    `standstill_effect` (A26): whether the request waits or lapses.
    `required_reg_as_prior` (A27): whether an earlier requested registration can be the prior one.
    `cii_delivery_instant` (A82): when the request is delivered.
Not modelled:
    Whether the issuer chooses to rely on the standstill.
Cases:
    tests/scenarios/standstill.yaml, tests/parameters/block_on_demand.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.registration_rights import Standstill
from rrdocs.dates.moments import DAY, Moment, long_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item, all_hold
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
class PriorRegistration:
    """What one prior registration does for a request.

    ``findings``: the conditions when the request was delivered. ``since``: what has ended the
    standstill since then. ``last``: the last day of permitted delay, None where no day ends it.
    ``line``: how that day is counted.
    """

    prior: Registration
    findings: tuple[Finding, ...]
    since: tuple[Finding, ...]
    last: date | None
    line: str

    @property
    def holds(self) -> bool | None:
        """Whether every condition holds; None where one is unknown and none fails."""
        return all_hold(finding.holds for finding in self.findings)

    @property
    def rank(self) -> tuple[bool, bool, bool, date]:
        """How far the issuer may rely on it; the greatest counts."""
        over = any(finding.holds is False for finding in self.since)
        return bool(self.holds), self.holds is None, not over, self.last or date.max


def standstill(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(ii): the standstill, and the letter that notifies the requesters of it."""
    rule = deal.terms.standstill
    if rule is None:
        return
    for request in all_requests(position):
        if is_good(position, request) is False:
            continue
        priors = [
            _prior_registration(position, rule, request, other)
            for other in position.registrations().values()
            if other.id not in request.ids and other.filed
        ]
        if priors:
            yield from _delayed(position, rule, request, max(priors, key=lambda each: each.rank))


def _prior_registration(
    position: Position, rule: Standstill, request: RegistrationRequest, prior: Registration
) -> PriorRegistration:
    """The conditions on one prior registration, what has ended the standstill, and its last day."""
    last, line = _last_day(position, rule, request, prior)
    findings = list(_conditions(position, rule, request, prior))
    since: list[Finding] = []
    if last is not None and last < request.received.day and prior.effective:
        words = f"{line}, before the request"
        findings.append(Finding(rule.clause, words, False, prior.effective.place))
    elif last is not None and last < position.as_of.date():
        # if the prior registration never became effective, counsel decides
        over = False if prior.effective else None
        since.append(Finding(rule.clause, f"the standstill has run out: {line}", over))
    if prior.ended:
        how = "withdrawn" if prior.withdrawn else "abandoned, and is taken as withdrawn,"
        words = f"the prior registration was {how} on {long_date(prior.ended.date.day)}"
        gone = Finding(rule.clause, words, False, prior.ended.place)
        before = prior.ended.date.at <= delivered(position, request).at
        (findings if before else since).append(gone)
    ended = (*since, *still_stands(position, request))
    return PriorRegistration(prior, tuple(findings), ended, last, line)


def _conditions(
    position: Position, rule: Standstill, request: RegistrationRequest, prior: Registration
) -> Iterator[Finding]:
    """What the clause requires of a prior registration. Readings consulted:
    ``required_reg_as_prior`` where it is itself a requested one.
    """
    delivery = delivered(position, request)
    assert prior.filed is not None  # asked only of a filed registration
    filed, place = prior.filed.date, prior.filed.place
    before: bool | None = filed.at < delivery.at
    if filed.day == delivery.day and not (filed.timed and delivery.timed):
        before = None
    order = {
        True: ", before the request",
        False: ", not before the request",
        None: "; the record does not show whether that was before the request",
    }
    says = f"it was filed on {long_date(filed.day)}{order[before]}"
    yield Finding(rule.clause, says, before, place)
    if is_form(prior.form, rule.excluded_forms):
        yield Finding(rule.clause, f"{form_name(prior.form or '')} is excluded", False, place)
    if prior.proposal:
        yield from (
            proposal_findings(position, prior.proposal) if position.deal.terms.piggyback else ()
        )
    elif earlier := request_of(position, prior.id):
        value = reading(position, "required_reg_as_prior", request.id, prior.id)
        says = f"it is the registration required by {earlier.id}"
        counts = value == "if_d_notice_given"
        yield Finding(rule.clause, says, counts, earlier.letters[0].place)
    yield _all_notified(position, rule, request, prior, delivery)


def delivered(position: Position, request: RegistrationRequest) -> Moment:
    """When a request was delivered: for this clause the earlier of actual and deemed receipt.
    Readings consulted where they differ: ``cii_delivery_instant``.
    """
    if (
        request.actual == request.received
        or reading(position, "cii_delivery_instant", request.id) == "deemed_receipt"
    ):
        return request.received
    return request.actual


def _all_notified(
    position: Position,
    rule: Standstill,
    request: RegistrationRequest,
    prior: Registration,
    delivery: Moment,
) -> Finding:
    """Whether each Investor was given the Piggyback Notice of the prior registration when it was
    due, and before the request.

    Readings consulted where one was not: ``standstill_precondition``.
    """
    event, words = prior.event, position.deal.agreement.words
    at = min(event.date.at, position.as_of)
    people = [name for name in investors(position, at) if still_told(position, name, at, event.id)]
    missed = [name for name in people if not _was_notified_in_time(position, prior, name, delivery)]
    if not missed:
        says = f"each of the {len(people)} {words.holders} was given notice of it when it was due"
        return Finding(rule.clause, says, True, event.place)
    few = len(missed) * 2 < len(people) and not set(missed) & request.requesters.keys()
    enough = few and (
        position.deal.terms.notices.failure_harmless
        or reading(position, "standstill_precondition", request.id, prior.id) == "substantial"
    )
    names = ", ".join(position.deal.party_name(name) for name in missed)
    says = f"the record shows no timely notice of it to {names}"
    return Finding(rule.clause, says, enough, event.place)


def _was_notified_in_time(
    position: Position, prior: Registration, name: str, delivery: Moment
) -> bool:
    due = notice_due(position, prior)
    documents = ("piggyback_notice", *notices_combined(position, prior.id))
    sent = [got.dispatched for _, got in dispatches(position, prior.event.id, name, *documents)]
    return any(
        when and when.at <= delivery.at and (due is None or when.day <= due) for when in sent
    )


def _last_day(
    position: Position, rule: Standstill, request: RegistrationRequest, prior: Registration
) -> tuple[date | None, str]:
    """The last day of permitted delay, and how it is counted. Readings consulted before
    effectiveness: ``standstill_never_effective``.
    """
    assert prior.filed is not None  # asked only of a filed registration
    effective, filed = prior.effective, prior.filed.date.day
    start = effective.date.day if effective else filed
    if not effective:
        value = reading(position, "standstill_never_effective", request.id, prior.id)
        if value == "literal_until_withdrawn":
            return None, "it is not effective, so no day ends the standstill"
    length = length_in_force(
        position, start, lambda terms: (terms.standstill or rule).after_effectiveness
    )
    day, line = restraint_end(position, start, length)
    return day, f"effective {line}" if effective else f"not effective; filed {line}"


def _delayed(
    position: Position, rule: Standstill, request: RegistrationRequest, case: PriorRegistration
) -> Iterator[Item]:
    """The clock of the delay, what counsel must decide, and the letter to the requesters."""
    prior, starts = case.prior, request.received.day
    assert prior.filed is not None  # asked only of a filed registration
    filed = prior.filed.place
    if case.holds and (case.last is None or case.last >= starts) and not prior.ended:
        yield Clock(
            "standstill",
            rule.clause,
            request.id,
            None,
            starts,
            case.last,
            free_from=case.last + DAY if case.last else None,
            running=running(position, starts, case.last) and not request.withdrawn,
            arithmetic=(case.line,),
            evidence=filed,
        )
    if case.holds and prior.effective is None and not prior.ended:
        words = (
            f"{called(prior)} is not effective, so no day ends the standstill by itself: counsel"
            " must decide how long the issuer may rely on it"
        )
        yield Flag(rule.clause, request.id, words, evidence=filed)
    if case.holds and reading(position, "standstill_effect", request.id) == "demand_lapses":
        words = (
            "a request received during a standstill is taken to lapse: the requesters must make it"
            " again"
        )
        yield Flag(rule.clause, request.id, words, evidence=filed)
    yield from _letters(position, rule, request, case)


def _letters(
    position: Position, rule: Standstill, request: RegistrationRequest, case: PriorRegistration
) -> Iterator[Decision]:
    """The letters that notify the requesters of the standstill."""
    valid = is_good(position, request)
    says = "the request is valid" if valid else "whether the request is valid is open"
    own = Finding(rule.clause, says, valid)
    every = (*case.findings, *case.since, own)
    for name in _recipients(position, request, every):
        # a letter that was sent stays sent although the time then ran out
        was_sent = name and was_notified(position, request.id, name, "standstill_letter")
        yield to_send(
            position,
            "standstill_letter",
            rule.clause,
            request.id,
            name,
            (*case.findings, own) if was_sent else every,
            request.received.day,
            class_="customary",
            arithmetic=(case.line,),
        )


def _recipients(
    position: Position, request: RegistrationRequest, findings: Sequence[Finding]
) -> Sequence[str | None]:
    """The requesters while no condition fails; afterwards those that got the letter, or nobody."""
    if False not in (finding.holds for finding in findings):
        return tuple(request.requesters)
    notified: list[str | None] = [
        name
        for name in request.requesters
        if was_notified(position, request.id, name, "standstill_letter")
    ]
    return notified or (None,)
