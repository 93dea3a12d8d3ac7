"""By when a registration that holders require is filed and effective, where the agreement sets a
day.

The day is counted from what the agreement names: the request, the filing, clearance. A grace puts
off the consequence of being late and not the day. Not modelled: whether the issuer's efforts excuse
it, and by how much a deferral puts it off, which is for counsel.
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

DONE = {"file_by": ("filed", "it was filed"), "effective_by": ("effective", "it became effective")}
"""What is to be done by the day of each clock, and that it was."""


@dataclass(frozen=True, slots=True)
class Target:
    """By when something is to be done: from what day that is counted, the last day, the end of a
    grace, and the arithmetic.
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
) -> Target | Unknown:
    """The day of a deadline. ``start``: where it names no anchor; ``known``: the anchors of the
    matter.
    """
    at = days(position, start, known, registration)
    business = business_calendars(position.deal, "outbound")[0]
    found = count(due, at, business)
    if found.day is None:
        return Unknown(found.lines or (f"{due}: no day can be counted",))
    begun = [day for day in (at(anchor) for anchor in due.anchors) if day]
    if due.grace is None:
        return Target(min(begun), found.day, None, found.lines)
    grace = last_day(found.day, due.grace, business)
    return Target(
        min(begun),
        found.day,
        grace,
        (*found.lines, f"with {due.grace} of grace, to {weekday_date(grace)}"),
    )


def anchors(registration: Registration | None, **others: date | None) -> dict[str, date | None]:
    """The anchors that a registration gives by what was really done, and others."""
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
    found: Target | Unknown,
    done: RegistrationStep | None,
    note: str = "",
) -> Iterator[Clock | Flag]:
    """The clock of one such day, and what counsel should look at: a day that was missed, or one
    that is not known.
    """
    what, was = DONE[name]
    if isinstance(found, Unknown):
        if done is None:
            yield Flag(
                clause, about, f"by when it is to be {what} is not known: {'; '.join(found.lines)}"
            )
        return
    today = position.as_of.date()
    yield Clock(
        name,
        clause,
        about,
        position.deal.issuer,
        found.starts,
        found.last,
        found.grace,
        running=done is None and found.starts <= today <= found.accepted,
        arithmetic=found.lines,
        evidence=done.place if done else None,
    )
    late = ((done.date.day if done else today) - found.last).days
    if late > 0:
        on = (
            f"{was} on {long_date(done.date.day)}, {_days(late)} late"
            if done
            else f"nothing of it is on record {_days(late)} later"
        )
        grace = (
            f"; the grace {'ended' if found.grace < today else 'ends'} on"
            f" {weekday_date(found.grace)}"
            if found.grace
            else ""
        )
        words = f"it was to be {what} by {weekday_date(found.last)}; {on}{grace}{note}"
        yield Flag(clause, about, words, evidence=done.place if done else None)


def filing(deal: Deal, position: Position) -> Iterator[Item]:
    """The days of filing and effectiveness of each registration that holders require."""
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
    note = _put_off(position, request.ids)
    steps: tuple[tuple[str, Deadline | None, RegistrationStep | None], ...] = (
        ("file_by", right.file_by, registration.filed),
        ("effective_by", right.effective_by, registration.effective),
    )
    for name, due, done in steps:
        if due:
            day = target(position, due, request.received.day, known, request.id)
            yield from clocks(position, name, right.clause, request.id, day, done, note)


def _put_off(position: Position, ids: Sequence[str]) -> str:
    """That a deferral may put a day off."""
    determined = [event for name in ids for event in position.about(DeferralDetermined, name)]
    return (
        f"; a deferral was determined on {long_date(determined[-1].date.day)}: counsel says what it"
        " puts off"
        if determined
        else ""
    )


def _days(number: int) -> str:
    return f"{number} day{'' if number == 1 else 's'}"
