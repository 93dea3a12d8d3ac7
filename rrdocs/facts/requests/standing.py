"""Whether a request is valid and still stands: the conditions of its clause, the number of requests
left, and withdrawal by all requesters.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.registration_rights import Demand
from rrdocs.dates.moments import long_date
from rrdocs.docket.decisions import Finding, all_hold
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.conditions import UNSURE, Earlier, within_limits
from rrdocs.facts.requests.requests import RegistrationRequest, right_of
from rrdocs.facts.requests.satisfaction import registration_for, used_requests


def left_to_demand(position: Position, request: RegistrationRequest) -> Iterator[Finding]:
    """That a request of its kind was left when it was received: of the number granted, and within
    each limit of a group or a period.
    """
    at = min(request.received.at, position.as_of)
    position = under_terms(position, at)
    right = position.deal.terms.demand if request.demand else position.deal.terms.short_form
    if right is None:
        return
    if isinstance(right, Demand) and right.limit is not None:
        yield _left(position, right, right.limit, request)
    if right.limits:
        made = [
            Earlier(_day_used(position, each), tuple(each.requesters), sure, each.letters[0].place)
            for each, sure in used_requests(position, request, demands=request.demand)
        ]
        yield from within_limits(position, right, made, at, tuple(request.requesters))


def _left(position: Position, right: Demand, limit: int, request: RegistrationRequest) -> Finding:
    made = used_requests(position, request, demands=True)
    sure = [each for each, certain in made if certain]
    holds: bool | None = False if len(sure) >= limit else None if len(made) >= limit else True
    words = f"{len(sure)} of {limit} Demand Registrations were used before it"
    if holds is None:
        words += f"; {UNSURE}"
    if holds is False and reading(position, "third_demand_notice", request.id) == "due_literal":
        holds, words = True, words + "; the limit excuses the filing, not the notice"
    return Finding(right.clause, words, holds, sure[-1].letters[0].place if sure else None)


def _day_used(position: Position, request: RegistrationRequest) -> date:
    """The day on which a request was used: that of effectiveness or filing, otherwise that of its
    withdrawal.
    """
    registration = registration_for(position, request)
    step = registration.effective or registration.filed
    return step.date.day if step else request.withdrawn_on or request.received.day


def conditions(position: Position, request: RegistrationRequest) -> tuple[Finding, ...]:
    """The conditions of a valid request, the number granted included; not whether it still
    stands.
    """
    return (*request.findings, *left_to_demand(position, request))


def is_good(position: Position, request: RegistrationRequest) -> bool | None:
    """Whether a request is valid and binds the issuer; None where that is open."""
    return all_hold(finding.holds for finding in conditions(position, request))


def may_register(position: Position, request: RegistrationRequest) -> bool:
    """Whether shares may be registered on a request: it is good, or that is open, and it was not
    withdrawn.
    """
    return is_good(position, request) is not False and not request.withdrawn


def still_stands(position: Position, request: RegistrationRequest) -> tuple[Finding, ...]:
    """Nothing, or the finding that all requesters have withdrawn."""
    if request.withdrawn_on is None:
        return ()
    words = f"all requesters had withdrawn by {long_date(request.withdrawn_on)}"
    return (Finding(right_of(position, request).clause, words, False),)
