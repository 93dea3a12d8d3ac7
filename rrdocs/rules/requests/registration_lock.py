"""3(c)(vi): from receipt of a valid request the issuer effects no other registration of its common
stock.

The lock runs until the distribution is complete, at most to a day after effectiveness. It makes no
exception for Forms S-8 and S-4. A standstill does not put it off. Written withdrawal by all
requesters ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    """The day on which the distribution was complete: in a firm commitment by the underwriters'
    word, otherwise with the sale of all stock covered.
    """
    if not firm:
        return _sold_out(position, registration)
    done = position.last(DistributionCompleted, registration.id)
    return done.date.day if done else None


def _sold_out(position: Position, registration: Registration) -> date | None:
    """The day on which the last of the stock covered was sold, as it had become by then; shares of
    others do not count.
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
    """The last day of a period of distribution: completion, or the cap after effectiveness
    (``pd_cap_inclusive``).
    """
    done = completed(position, registration, firm=firm)
    if registration.effective is None:
        return (
            done,
            f"complete on {long_date(done)}" if done else "not effective: no day ends it yet",
        )
    effective = registration.effective.date.day
    if rule.cap is None:
        return (
            done,
            (
                f"complete on {long_date(done)}"
                if done
                else "effective, and not complete: no day ends it yet"
            ),
        )
    length = length_in_force(position, effective, lambda terms: _cap(terms, rule))
    cap, line = restraint_end(position, effective, length)
    line = f"effective {line}"
    if position.deal.readings("pd_cap_inclusive", "before"):
        cap -= DAY
        line += f", that day not included: {weekday_date(cap)}"
    if done and done < cap:
        return done, f"complete on {long_date(done)}, before {line}"
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
        good = is_good(position, request)
        if not request.elsewhere and (
            good or reading(position, "cvi_start", request.id) == "any_notice"
        ):
            yield from _locked(position, rule, request)
        elif not request.elsewhere and good is None:
            yield from _contested(position, rule, request)


def _locked(
    position: Position, rule: Lock, request: RegistrationRequest
) -> Iterator[Clock | Flag | Decision]:
    deal, registration, starts = (
        position.deal,
        registration_for(position, request),
        request.received.day,
    )
    last, line = distribution_end(
        position, registration, rule, firm=request.disposition == "firm_commitment"
    )
    if request.withdrawn_on:
        if last is None or request.withdrawn_on < last:
            last, line = (
                request.withdrawn_on,
                f"all requesters withdrew by {long_date(request.withdrawn_on)}",
            )
        words = (
            "the lock is taken to end with the written withdrawal of all requesters; those who"
            " joined are to be asked again"
        )
        yield Flag(rule.clause, request.id, words)
    on = running(position, starts, last)
    yield Clock(
        "registration_lock",
        rule.clause,
        request.id,
        None,
        starts,
        last,
        free_from=last + DAY if last else None,
        running=on,
        arithmetic=(f"from receipt on {weekday_date(starts)}", line),
        evidence=request.letters[-1].place,
    )
    finding = Finding(
        rule.clause,
        f"the lock runs from {long_date(starts)}; {line}",
        on,
        request.letters[-1].place,
    )
    yield Decision(
        "lock_memo",
        rule.clause,
        request.id,
        deal.role("counsel"),
        deal.issuer,
        "internal",
        (finding,),
        starts,
        as_of=position.as_of.date(),
    )
    for other in position.registrations().values():
        if other.id not in request.ids and _within(other, starts, last):
            yield from _barred(position, rule, request, other, last)


def _contested(
    position: Position, rule: Lock, request: RegistrationRequest
) -> Iterator[Decision | Flag]:
    """A request of which it is open whether it is good: until that is settled, so is the lock."""
    deal, place = position.deal, request.letters[-1].place
    words = (
        "whether the request is good is open, and so is whether another registration may be"
        " effected meanwhile"
    )
    yield Decision(
        "lock_memo",
        rule.clause,
        request.id,
        deal.role("counsel"),
        deal.issuer,
        "internal",
        (Finding(rule.clause, words, None, place),),
        request.received.day,
    )
    for other in position.registrations().values():
        if (
            other.id not in request.ids
            and not other.request
            and _within(other, request.received.day, None)
        ):
            says = (
                f"{called(other)} came while it is open whether the request is good: whether it"
                " waits is for counsel"
            )
            yield Flag(rule.clause, request.id, says, evidence=other.event.place)


def _within(other: Registration, starts: date, last: date | None) -> bool:
    """Whether a registration is proposed or filed inside the lock, or pending when it began."""
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
    form, over = called(other), last is not None and position.as_of.date() > last
    if (
        other.ended
        or (other.proposal and other.proposal.security != "common")
        or is_form(other.form, rule.released_forms)
    ):
        return
    if (
        is_form(other.form, _left_out(position))
        and reading(position, "cvi_scope", request.id, other.id) == "carve_out_s8_s4"
    ):
        return
    if other.request:
        words = (
            "" if over else _asked_inside(position, request, other, last)
        )  # nothing waits for a lock that is over
        if words:
            yield Flag(rule.clause, request.id, f"{form} {words}", evidence=other.event.place)
        return
    if other.filed and other.filed.date.at < delivered(position, request).at:
        if reading(position, "cvi_vs_prior_rs", request.id, other.id) == "prior_may_complete":
            words = "was filed before the request and is taken to be free to go on"
        else:
            words = "was filed before the request and is barred all the same"
    else:
        holder = position.deal.agreement.words.holder
        when = (
            "was not to be effected while the lock ran"
            if over
            else "may not be effected while the lock runs"
        )
        words = f"{when}, without a waiver from each {holder} concerned"
    yield Flag(rule.clause, request.id, f"{form} {words}", evidence=other.event.place)


def _left_out(position: Position) -> tuple[str, ...]:
    """The forms that the piggyback and the standstill leave out, and this clause does not."""
    terms = position.deal.terms
    return tuple(
        form
        for right in (terms.piggyback, terms.standstill)
        if right
        for form in right.excluded_forms
    )


def _asked_inside(
    position: Position, request: RegistrationRequest, other: Registration, last: date | None
) -> str:
    """What becomes of a good request that comes inside the lock of an earlier one; nothing for any
    other request.
    """
    later = request_of(position, other.id)
    if (
        later is None
        or later.id != other.id
        or later.received <= request.received
        or later.withdrawn
    ):
        return ""
    if last is not None and later.received.day > last:
        return ""
    if is_good(position, later) is False:
        return ""
    if reading(position, "cvi_vs_short_form", later.id, request.id) == "notice_now_file_after_lock":
        return (
            "is asked for inside the lock: its notice goes out now, its filing waits for the end of"
            " the lock or for consents"
        )
    return "is asked for inside the lock, and goes on with the consent of those concerned"
