"""3(a), 3(b): the day by which a requested registration must be filed or effective.

Requires:
    An agreement may set a day for the filing and for the effectiveness of a registration that
    holders require. The day is counted from what the agreement names: the request, the filing, or
    clearance. A grace postpones the consequence of being late, not the day itself.
Decides:
    file_by, effective_by: the clocks. Flags: a day that was missed, or that cannot be counted yet.
Readings:
    none
Not modelled:
    Whether the issuer's efforts excuse it, and by how much a deferral extends the day: counsel must
    decide.
Cases:
    tests/parameters/file_and_effect_by.yaml, tests/parameters/effectiveness_and_damages.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rrdocs.dates.deadlines import Deadline, count
from rrdocs.dates.moments import last_day, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import DeferralDetermined, RegistrationStep
from rrdocs.docket.decisions import Clock, Flag, Item
from rrdocs.facts.record.business_days import business_calendars
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, right_of
from rrdocs.facts.requests.satisfaction import registration_for
from rrdocs.facts.requests.standing import is_good
from rrdocs.facts.time.time_limits import Days, days

STEPS = {"file_by": ("filed", "it was filed"), "effective_by": ("effective", "it became effective")}
"""For each clock: what must be done by its day, and that it was done."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """The day by which something must be done: the day it is counted from, the last day, the end
    of a grace, and the arithmetic.
    """

    starts: date
    last: date
    grace: date | None
    lines: tuple[str, ...]

    @property
    def accepted(self) -> date:
        """The last day without a consequence."""
        return self.grace or self.last


@dataclass(frozen=True, slots=True)
class Unknown:
    """A day that cannot be counted yet, and why."""

    lines: tuple[str, ...]


def target(
    position: Position, due: Deadline, start: date | None, known: Days, registration: str
) -> DueDay | Unknown:
    """The day of a deadline. ``start``: the anchor of a deadline that names none; ``known``: the
    anchors of the request or registration.
    """
    at = days(position, start, known, registration)
    business = business_calendars(position.deal, "outbound")[0]
    found = count(due, at, business)
    if found.day is None:
        return Unknown(found.lines or (f"{due}: no day can be counted",))
    begun = [day for day in (at(anchor) for anchor in due.anchors) if day]
    if due.grace is None:
        return DueDay(min(begun), found.day, None, found.lines)
    grace = last_day(found.day, due.grace, business)
    return DueDay(
        min(begun),
        found.day,
        grace,
        (*found.lines, f"with {due.grace} of grace, to {weekday_date(grace)}"),
    )


def anchors(registration: Registration | None, **others: date | None) -> dict[str, date | None]:
    """The anchors of a registration: the days on which it was in fact filed and became effective,
    and others that the caller knows.
    """
    filed = registration.filed if registration else None
    effective = registration.effective if registration else None
    return {
        "filing": filed.date.day if filed else None,
        "effectiveness": effective.date.day if effective else None,
        **others,
    }


def clocks(
    position: Position,
    name: str,
    clause: str,
    about: str,
    by: DueDay | Unknown,
    done: RegistrationStep | None,
    note: str = "",
) -> Iterator[Clock | Flag]:
    """The clock of such a day, and a flag if the day was missed or cannot be counted.

    ``name``: one of ``STEPS``. ``note``: added to the flag of a day that was missed.
    """
    must_be, was = STEPS[name]
    if isinstance(by, Unknown):
        if done is None:
            words = (
                f"the day by which the registration must be {must_be} cannot be counted:"
                f" {'; '.join(by.lines)}"
            )
            yield Flag(clause, about, words)
        return
    today = position.as_of.date()
    yield Clock(
        name,
        clause,
        about,
        position.deal.issuer,
        by.starts,
        by.last,
        by.grace,
        running=done is None and by.starts <= today <= by.accepted,
        arithmetic=by.lines,
        evidence=done.place if done else None,
    )
    late = ((done.date.day if done else today) - by.last).days
    if late > 0:
        happened = (
            f"{was} on {long_date(done.date.day)}, {_days(late)} late"
            if done
            else f"it was still not {must_be} {_days(late)} later"
        )
        words = (
            f"the registration had to be {must_be} by {weekday_date(by.last)};"
            f" {happened}{_grace(by, today)}{note}"
        )
        yield Flag(clause, about, words, evidence=done.place if done else None)


def _grace(by: DueDay, today: date) -> str:
    """When the grace ends; empty where there is none."""
    if by.grace is None:
        return ""
    return f"; the grace {'ended' if by.grace < today else 'ends'} on {weekday_date(by.grace)}"


def filing(deal: Deal, position: Position) -> Iterator[Item]:
    """The days by which each registration that holders require must be filed and effective."""
    if not any(
        right and (right.file_by or right.effective_by)
        for right in (deal.terms.demand, deal.terms.short_form)
    ):
        return
    for request in all_requests(position):
        if is_good(position, request) and request.withdrawn_on is None:
            yield from _required(position, request)


def _required(position: Position, request: RegistrationRequest) -> Iterator[Item]:
    right, registration = right_of(position, request), registration_for(position, request)
    if registration.ended:
        return
    known = anchors(registration, request=request.received.day, receipt=request.received.day)
    note = _deferred(position, request.ids)
    steps: tuple[tuple[str, Deadline | None, RegistrationStep | None], ...] = (
        ("file_by", right.file_by, registration.filed),
        ("effective_by", right.effective_by, registration.effective),
    )
    for name, due, done in steps:
        if due:
            day = target(position, due, request.received.day, known, request.id)
            yield from clocks(position, name, right.clause, request.id, day, done, note)


def _deferred(position: Position, ids: Sequence[str]) -> str:
    """The note that a deferral may extend a day; empty if none was determined."""
    determined = [event for name in ids for event in position.about(DeferralDetermined, name)]
    if not determined:
        return ""
    day = long_date(determined[-1].date.day)
    return f"; a deferral was determined on {day}: counsel must decide by how much it extends this"


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
