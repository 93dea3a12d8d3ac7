"""3(c)(i): when a requested registration is satisfied, and which requests have been used.

A request is satisfied when a registration statement that covers all its shares has become effective
and, in a firm commitment underwriting, all of them have been sold. Shares that joining Investors
add do not count. A demand cut back below its own shares is not satisfied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from rrdocs.agreement.registration_rights import Satisfaction
from rrdocs.dates.moments import last_day
from rrdocs.deal.events import (
    DeferralDetermined,
    DeferralEnded,
    PublicSale,
    RegistrationStep,
    RequestWithdrawn,
    SharesSold,
    Waiver,
)
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.holders import by_heir
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests


def registration_for(position: Position, request: RegistrationRequest) -> Registration:
    """The registration made on a request, under the id of any of its letters."""
    every = [position.registration(key) for key in request.ids]
    return next((each for each in every if each.filed or each.effective), every[0])


def sold_under(position: Position, name: str) -> dict[str, int]:
    """The shares sold under a registration, by seller, not adjusted for later splits."""
    sold: dict[str, int] = {}
    for _, seller, count in sales(position, name):
        sold[seller] = sold.get(seller, 0) + count
    return sold


def sales(position: Position, name: str) -> Iterator[tuple[datetime, str, int]]:
    """Each sale under a registration: when, by whom, how many shares."""
    for event in position.about(SharesSold, name):
        for seller, count in event.sold.items():
            yield event.date.at, seller, count
    for sale in position.about(PublicSale, name):
        yield sale.date.at, sale.seller, sale.shares


def sold_by(position: Position, request: RegistrationRequest, at: datetime) -> dict[str, int]:
    """The shares sold under a request's registration by an instant, by seller, adjusted for splits
    to that instant.
    """
    sold: dict[str, int] = {}
    for key in request.ids:
        for when, seller, count in sales(position, key):
            if when <= at:
                sold[seller] = sold.get(seller, 0) + int(count * position.ledger.factor(when, at))
    return sold


def _as_at(
    position: Position, shares: Mapping[str, int], since: datetime, at: datetime
) -> dict[str, int]:
    factor = position.ledger.factor(since, at)
    return {name: int(count * factor) for name, count in shares.items()}


def _counted_from(rule: Satisfaction | None, registration: Registration) -> RegistrationStep | None:
    """The step by which a registration counts: its effectiveness, or its filing where the agreement
    says so.
    """
    return registration.filed if rule and rule.counts == "filed" else registration.effective


def is_satisfied(
    position: Position, request: RegistrationRequest, since: datetime, at: datetime
) -> bool:
    """Whether a request was satisfied by ``at``, if its registration counts from ``since``.

    Readings consulted where its holders waived shares: ``satisfied_after_cutback``.
    """
    rule = position.deal.terms.satisfaction
    if rule is None:
        return True
    covers = registration_for(position, request).covers
    required = _required_shares(position, request, since, at)
    consented = _consented_to_less(position, request, set(required), at)
    if covers is None:
        return False
    if consented:
        required = {name: min(count, covers.get(name, 0)) for name, count in required.items()}
    covers, required = by_heir(position, covers, at), by_heir(position, required, at)
    if rule.included is not None:
        if sum(covers.get(name, 0) for name in required) < rule.included * sum(required.values()):
            return False
        required = {name: min(count, covers.get(name, 0)) for name, count in required.items()}
    if any(covers.get(name, 0) < count for name, count in required.items()):
        return False
    if request.disposition not in rule.all_sold_for:
        return True
    sold = by_heir(position, sold_by(position, request, at), at)
    wanted = _as_at(position, required, since, at)
    return all(sold.get(name, 0) >= count for name, count in wanted.items())


def _required_shares(
    position: Position, request: RegistrationRequest, since: datetime, at: datetime
) -> dict[str, int]:
    """The shares of each requester that has not withdrawn by ``at``, adjusted for splits to
    ``since``; of all requesters if all withdrew.
    """
    withdrew = {
        event.investor
        for key in request.ids
        for event in position.about(RequestWithdrawn, key)
        if event.date.at <= at
    }
    required = {}
    for name, count in request.requesters.items():
        if name not in withdrew or request.withdrawn:
            stated = request.letter_of(name).date.at
            required[name] = int((count or 0) * position.ledger.factor(stated, since))
    return required


def _consented_to_less(
    position: Position, request: RegistrationRequest, names: set[str], at: datetime
) -> bool:
    """Whether all requesters waived the shares that were cut, and that satisfies the request.
    Readings consulted where they did: ``satisfied_after_cutback``.
    """
    waived = {
        name
        for event in position.about(Waiver, request.id)
        if event.date.at <= at
        for name in event.signed_by
    }
    return waived >= names and (
        reading(position, "satisfied_after_cutback", request.id) == "satisfied_if_investor_consents"
    )


def used_requests(
    position: Position, before: RegistrationRequest | None, *, demands: bool
) -> list[tuple[RegistrationRequest, bool]]:
    """The demands, or the short forms, that have been used (True), or may have been because
    something is not on record (False).

    ``before``: those used when that request was received, itself left out; None for those used
    now. Readings consulted: ``demand_count_rule``, ``demand_withdrawal``,
    ``satisfied_after_cutback``.
    """
    at = min(before.received.at, position.as_of) if before else position.as_of
    found = []
    for each in position.once(_ever_used, demands):
        if before is None or each.id != before.id:
            counts = _used(position, each, at)
            if counts is not False:
                found.append((each, counts is True))
    return found


def _ever_used(position: Position, demands: bool) -> list[RegistrationRequest]:
    """The demands, or the short forms, that a registration or a withdrawal may have used."""
    rule = position.deal.terms.satisfaction
    good = (
        request
        for request in all_requests(position)
        if request.demand == demands and request.valid is not False
    )
    return [
        request
        for request in good
        if request.withdrawn_on or _counted_from(rule, registration_for(position, request))
    ]


def _used(position: Position, request: RegistrationRequest, at: datetime) -> bool | None:
    step = _counted_from(position.deal.terms.satisfaction, registration_for(position, request))
    if step and step.date.at <= at:
        counts = (
            not request.demand
            or reading(position, "demand_count_rule", request.id) == "filed_and_effective"
        )
        if counts or is_satisfied(position, request, step.date.at, at):
            return True
    gone = request.withdrawn_on
    if gone is None or gone > at.date():
        return False
    return _withdrawn_counts(position, request, at)


def _withdrawn_counts(
    position: Position, request: RegistrationRequest, at: datetime
) -> bool | None:
    """Whether a request that its requesters withdrew counts as used; None if the record does not
    show who paid for it.
    """
    rule = position.deal.terms.satisfaction
    if rule is None or rule.withdrawn == "reading":
        return reading(position, "demand_withdrawal", request.id) == "counts"
    steps = [
        e for key in request.ids for e in position.about(RequestWithdrawn, key) if e.date.at <= at
    ]
    if "adverse_change" in rule.not_if_withdrawn_in and all(
        step.because == "adverse_change" for step in steps
    ):
        return False
    if "deferral" in rule.not_if_withdrawn_in and _deferred(position, request, steps[-1].date.day):
        return False
    if rule.withdrawn != "counts_unless_paid":
        return rule.withdrawn == "counts"
    paid = [step.expenses_paid for step in steps]
    return None if None in paid else not all(paid)


def _deferred(position: Position, request: RegistrationRequest, day: date) -> bool:
    """Whether a deferral of a request had been determined and had not ended by a day."""
    rule = position.deal.terms.deferral
    for event in (e for key in request.ids for e in position.about(DeferralDetermined, key)):
        ended = position.last(DeferralEnded, event.id)
        last = last_day(event.date.day, rule.longest) if rule else event.date.day
        if event.date.day <= day <= min(last, ended.date.day if ended else last):
            return True
    return False
