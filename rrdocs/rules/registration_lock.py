"""3(c)(vi): from receipt of a valid request the issuer effects no other registration of its common stock.

The lock runs until the distribution is complete, at most to a day after effectiveness. It makes no exception for Forms S-8 and
S-4. A standstill does not put it off. Written withdrawal by all requesters ends it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.dates import DAY, Period, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Flag, Item
from rrdocs.events import DistributionCompleted, RequestWithdrawn
from rrdocs.position import Position, Registration
from rrdocs.rules.amendments import length_in_force
from rrdocs.rules.demand import left_to_demand
from rrdocs.rules.piggyback import is_form
from rrdocs.rules.requests import Matter, matters
from rrdocs.rules.satisfaction import registration_of, sold_under
from rrdocs.rules.sending import running
from rrdocs.terms import Distribution, Lock, Terms


def completed(position: Position, registration: Registration, *, firm: bool) -> date | None:
    """The day on which the distribution was complete: the underwriters' word, or the sale of all covered shares."""
    done = position.last(DistributionCompleted, registration.id)
    if done:
        return done.date.day
    if firm or not registration.covers or not registration.effective:
        return None
    start = registration.effective.date.at
    factor = position.ledger.factor(start, position.as_of)
    sold = sold_under(position, registration.id)
    if any(sold.get(name, 0) < int(count * factor) for name, count in registration.covers.items()):
        return None
    events = [e for e in position.events if e.subject == registration.id and e.type in ("shares_sold", "public_sale")]
    return events[-1].date.day if events else None


def distribution_end(
    position: Position, registration: Registration, rule: Lock | Distribution, *, firm: bool
) -> tuple[date | None, str]:
    """The last day of a period of distribution: completion, or the cap after effectiveness (``pd_cap_inclusive``)."""
    done = completed(position, registration, firm=firm)
    if registration.effective is None:
        return done, f"complete on {long_date(done)}" if done else "not effective: no day ends it yet"
    effective = registration.effective.date.day
    length = length_in_force(position, effective, lambda terms: _cap(terms, rule))
    cap = last_day(effective, length)
    line = f"effective {long_date(effective)} + {length} = {weekday_date(cap)}"
    if position.deal.readings("pd_cap_inclusive", "before"):
        cap -= DAY
        line += f", that day not included: {weekday_date(cap)}"
    if done and done < cap:
        return done, f"complete on {long_date(done)}, before {line}"
    return cap, line


def _cap(terms: Terms, rule: Lock | Distribution) -> Period:
    same = terms.registration_lock if isinstance(rule, Lock) else terms.period_of_distribution
    return (same or rule).cap


def registration_lock(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(vi): the lock of each valid request, and the registrations that it bars."""
    rule = deal.terms.registration_lock
    if rule is None:
        return
    for found in matters(position):
        good = found.valid and all(finding.holds for finding in left_to_demand(position, found))
        if good or deal.readings("cvi_start", "any_notice"):
            yield from _locked(position, found)


def _locked(position: Position, found: Matter) -> Iterator[Clock | Flag | Decision]:
    rule, deal = position.deal.terms.registration_lock, position.deal
    assert rule is not None  # asked only where the clause is granted
    registration = registration_of(position, found)
    starts = found.received.day
    last, line = distribution_end(position, registration, rule, firm=found.disposition == "firm_commitment")
    if found.withdrawn:
        gone = max(e.date.day for key in found.ids for e in position.about(RequestWithdrawn, key))
        if last is None or gone < last:
            last, line = gone, f"all requesters withdrew by {long_date(gone)}"
        yield Flag(rule.clause, found.id, "the lock is taken to end with the written withdrawal of all requesters")
    on = running(position, starts, last)
    yield Clock(
        "registration_lock", rule.clause, found.id, None, starts, last, free_from=last + DAY if last else None, running=on,
        arithmetic=(f"from receipt on {weekday_date(starts)}", line), evidence=found.letters[-1].place,
    )  # fmt: skip
    finding = Finding(rule.clause, f"the lock runs from {long_date(starts)}; {line}", on, found.letters[-1].place)
    yield Decision(
        "lock_memo", rule.clause, found.id, deal.role("counsel"), deal.issuer, "internal", (finding,), starts,
        as_of=position.as_of.date(),
    )  # fmt: skip
    for other in position.registrations().values():
        if other.id not in found.ids and _within(other, starts, last):
            yield from _barred(position, found, other)


def _within(other: Registration, starts: date, last: date | None) -> bool:
    """Whether a registration is proposed or filed inside the lock, or pending when it began."""
    day = other.event.date.day
    if other.effective and other.effective.date.day < starts:
        return False
    if other.ended and other.ended.date.day < starts:
        return False
    return last is None or day <= last


def _barred(position: Position, found: Matter, other: Registration) -> Iterator[Flag]:
    rule, readings = position.deal.terms.registration_lock, position.deal.readings
    assert rule is not None  # asked only where the clause is granted
    form = f"registration {other.id}" + (f" on Form {other.form}" if other.form else "")
    place = other.event.place
    if other.proposal and other.proposal.security != "common":
        return
    if is_form(other.form, ("S-8", "S-4")) and readings("cvi_scope", "carve_out_s8_s4"):
        return
    if is_form(other.form, rule.released_forms):
        return
    if other.request:
        if other.request.date.at <= found.letters[0].date.at:
            return
        if readings("cvi_vs_short_form", "notice_now_file_after_lock"):
            words = f"{form} is asked for inside the lock: its notice goes out now, its filing waits for the end or for consents"
        else:
            words = f"{form} is asked for inside the lock, and goes on with the consent of those concerned"
    elif other.filed and other.filed.date.at < found.received.at:
        if readings("cvi_vs_prior_rs", "prior_may_complete"):
            words = f"{form} was filed before the request and is taken to be free to go on"
        else:
            words = f"{form} was filed before the request and is barred all the same"
    else:
        words = f"{form} may not be effected while the lock runs, without a waiver from each Investor concerned"
    yield Flag(rule.clause, found.id, words, evidence=place)
