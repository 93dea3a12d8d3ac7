"""3(c)(vi): no other registration while a requested one is under way.

Requires:
    From receipt of a valid request until the distribution is complete, at most until the stated
    time after effectiveness, the issuer may not effect any other registration of its common stock.
    The clause makes no exception for the forms that the piggyback and the standstill leave out. A
    standstill does not postpone the lock.
Decides:
    registration_lock: the clock of each request. lock_memo: to the issuer's counsel. Flags: each
    other registration that the lock concerns; a request whose validity is open; withdrawal by all
    requesters.
Readings:
    `cvi_scope` (A33): whether the lock reaches the forms that other clauses leave out.
    `cvi_vs_prior_rs` (A34): whether a registration filed before the request may go on.
    `cvi_start` (A35): whether a request that is not valid starts the lock.
    `pd_cap_inclusive` (A42): whether the last day is inside the cap.
    `cii_delivery_instant` (A82): when a request is delivered.
    `cvi_vs_short_form` (A83): what becomes of a request made during the lock of another.
Not modelled:
    Waivers by the holders concerned: the flag says that one is needed.
Cases:
    tests/scenarios/registration_lock.yaml, tests/scenarios/period_of_distribution.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from rrdocs.agreement.covenants import Distribution
from rrdocs.agreement.registration_rights import Lock
from rrdocs.agreement.terms import Terms
from rrdocs.dates.moments import DAY, Period, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import DistributionCompleted
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.holders import by_heir, heir
from rrdocs.facts.record.names import called, is_form
from rrdocs.facts.record.position import Position, Registration, running
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, request_of
from rrdocs.facts.requests.satisfaction import registration_for, sales
from rrdocs.facts.requests.standing import is_good
from rrdocs.facts.time.time_limits import length_in_force, restraint_end
from rrdocs.rules.requests.standstill import delivered


def completed(position: Position, registration: Registration, *, firm: bool) -> date | None:
    """The day on which the distribution was complete; None if the record shows none. In a firm
    commitment the underwriters say so; otherwise it is the day on which all stock covered was sold.
    """
    if not firm:
        return _sold_out(position, registration)
    done = position.last(DistributionCompleted, registration.id)
    return done.date.day if done else None


def _sold_out(position: Position, registration: Registration) -> date | None:
    """The day on which the last of the covered shares was sold, after splits; None if some are
    left. Covered shares of persons who never held stock under the agreement do not count.
    """
    if not registration.covers or not registration.effective:
        return None
    start, known = registration.effective.date.at, position.ledger.acquisitions
    covered = {
        name: Fraction(count)
        for name, count in registration.covers.items()
        if count and name in known
    }
    left = by_heir(position, covered, position.as_of)
    for when, name, count in sorted(sales(position, registration.id)):
        seller = heir(position, name, position.as_of)
        if seller in left:
            left[seller] -= count / position.ledger.factor(start, when)
            if all(count <= 0 for count in left.values()):
                return when.date()
    return None


def distribution_end(
    position: Position, registration: Registration, rule: Lock | Distribution, *, firm: bool
) -> tuple[date | None, str]:
    """The last day of a period of distribution and how it is counted: completion, or the cap after
    effectiveness if that is earlier. None where no day ends it yet.

    Readings consulted where there is a cap: ``pd_cap_inclusive``.
    """
    done = completed(position, registration, firm=firm)
    complete = f"the distribution was complete on {long_date(done)}" if done else ""
    if registration.effective is None:
        return done, complete or "the registration is not effective, so no day ends it yet"
    if rule.cap is None:
        unknown = (
            "the registration is effective and the distribution not complete, so no day ends it yet"
        )
        return done, complete or unknown
    effective = registration.effective.date.day
    length = length_in_force(position, effective, lambda terms: _cap(terms, rule))
    cap, line = restraint_end(position, effective, length)
    line = f"effective {line}"
    if position.deal.readings("pd_cap_inclusive", "before"):
        cap -= DAY
        line += f", that day not included: {weekday_date(cap)}"
    if done and done < cap:
        return done, f"{complete}, before the last permitted day: {line}"
    return cap, line


def _cap(terms: Terms, rule: Lock | Distribution) -> Period:
    same = terms.registration_lock if isinstance(rule, Lock) else terms.period_of_distribution
    cap = (same or rule).cap
    assert cap is not None  # asked only of what has a cap
    return cap


def registration_lock(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(vi): the lock of each valid request, and the registrations that it bars."""
    rule = deal.terms.registration_lock
    if rule is None:
        return
    for request in all_requests(position):
        if request.elsewhere:
            continue
        valid = is_good(position, request)
        if valid or reading(position, "cvi_start", request.id) == "any_notice":
            yield from _locked(position, rule, request)
        elif valid is None:
            yield from _validity_open(position, rule, request)


def _locked(
    position: Position, rule: Lock, request: RegistrationRequest
) -> Iterator[Clock | Flag | Decision]:
    """The clock and the memorandum of a lock, and a flag on each registration that it concerns."""
    starts, place = request.received.day, request.letters[-1].place
    firm = request.disposition == "firm_commitment"
    registration = registration_for(position, request)
    last, line = distribution_end(position, registration, rule, firm=firm)
    withdrawn = request.withdrawn_on
    if withdrawn:
        if last is None or withdrawn < last:
            last, line = withdrawn, f"all requesters withdrew by {long_date(withdrawn)}"
        words = (
            "all requesters withdrew in writing, so the lock is taken to end; ask the holders that"
            " joined whether they still want to register"
        )
        yield Flag(rule.clause, request.id, words)
    runs = running(position, starts, last)
    yield Clock(
        "registration_lock",
        rule.clause,
        request.id,
        None,
        starts,
        last,
        free_from=last + DAY if last else None,
        running=runs,
        arithmetic=(f"from receipt on {weekday_date(starts)}", line),
        evidence=place,
    )
    words = f"the lock runs from {long_date(starts)}; {line}"
    memo = _memo(position, rule, request, Finding(rule.clause, words, runs, place))
    yield replace(memo, as_of=position.as_of.date())
    for other in position.registrations().values():
        if other.id not in request.ids and _is_inside(other, starts, last):
            yield from _barred(position, rule, request, other, last)


def _memo(
    position: Position, rule: Lock, request: RegistrationRequest, finding: Finding
) -> Decision:
    """The memorandum of counsel to the issuer on a lock."""
    return Decision(
        "lock_memo",
        rule.clause,
        request.id,
        position.deal.role("counsel"),
        position.deal.issuer,
        "internal",
        (finding,),
        request.received.day,
    )


def _validity_open(
    position: Position, rule: Lock, request: RegistrationRequest
) -> Iterator[Decision | Flag]:
    """A request whose validity is open: until that is settled, so is the lock."""
    words = (
        "whether the request is valid is open, and so is whether another registration may be"
        " effected meanwhile: counsel must decide"
    )
    finding = Finding(rule.clause, words, None, request.letters[-1].place)
    yield _memo(position, rule, request, finding)
    for other in position.registrations().values():
        if other.id in request.ids or other.request:
            continue
        if _is_inside(other, request.received.day, None):
            says = (
                f"{called(other)} came while the validity of the request is open: counsel must"
                " decide whether it waits"
            )
            yield Flag(rule.clause, request.id, says, evidence=other.event.place)


def _is_inside(other: Registration, starts: date, last: date | None) -> bool:
    """Whether a registration was proposed during the lock, or was pending when it began."""
    for over in (other.effective, other.ended):
        if over and over.date.day < starts:
            return False
    return last is None or other.event.date.day <= last


def _barred(
    position: Position,
    rule: Lock,
    request: RegistrationRequest,
    other: Registration,
    last: date | None,
) -> Iterator[Flag]:
    """What the lock of a request means for another registration. Readings consulted: ``cvi_scope``,
    ``cvi_vs_prior_rs``, ``cvi_vs_short_form``.
    """
    is_over = last is not None and position.as_of.date() > last
    other_stock = other.proposal is not None and other.proposal.security != "common"
    if other.ended or other_stock or is_form(other.form, rule.released_forms):
        return
    if (
        is_form(other.form, _forms_left_out_elsewhere(position))
        and reading(position, "cvi_scope", request.id, other.id) == "carve_out_s8_s4"
    ):
        return
    if other.request:
        # no request waits for a lock that is over
        words = "" if is_over else _requested_inside(position, request, other, last)
        if words:
            says = f"{called(other)} {words}"
            yield Flag(rule.clause, request.id, says, evidence=other.event.place)
        return
    if other.filed and other.filed.date.at < delivered(position, request).at:
        if reading(position, "cvi_vs_prior_rs", request.id, other.id) == "prior_may_complete":
            words = "was filed before the request and may be completed"
        else:
            words = "was filed before the request, but may not be effected while the lock runs"
    else:
        holder = position.deal.agreement.words.holder
        when = (
            "was not to be effected while the lock ran"
            if is_over
            else "may not be effected while the lock runs"
        )
        words = f"{when}, without a waiver from each {holder} concerned"
    yield Flag(rule.clause, request.id, f"{called(other)} {words}", evidence=other.event.place)


def _forms_left_out_elsewhere(position: Position) -> tuple[str, ...]:
    """The forms that the piggyback and the standstill leave out and this clause does not."""
    terms = position.deal.terms
    return tuple(
        form
        for right in (terms.piggyback, terms.standstill)
        if right
        for form in right.excluded_forms
    )


def _requested_inside(
    position: Position, request: RegistrationRequest, other: Registration, last: date | None
) -> str:
    """What becomes of a valid request made during the lock of an earlier one; empty for any other
    request. Readings consulted: ``cvi_vs_short_form``.
    """
    later = request_of(position, other.id)
    if later is None or later.id != other.id or later.received <= request.received:
        return ""
    if later.withdrawn or (last is not None and later.received.day > last):
        return ""
    if is_good(position, later) is False:
        return ""
    names = ", ".join(position.deal.party_name(name) for name in later.requesters)
    during = f"was requested by {names} during the lock"
    if reading(position, "cvi_vs_short_form", later.id, request.id) == "notice_now_file_after_lock":
        return (
            f"{during}: its notice goes out now, and its filing waits until the lock ends or those"
            " concerned consent"
        )
    return f"{during} and may proceed with the consent of those concerned"
