"""When acts are due: deadlines of the terms, counted from what happened, by the reading in force.

The issuer works to the plain end of its own periods; another party's act is accepted to the next
business day where the governing law says so; a restraint ends on its day whatever that day is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from rrdocs.agreement.terms import Terms
from rrdocs.dates.deadlines import Deadline, count
from rrdocs.dates.moments import Period, calendar, last_day, weekday_date
from rrdocs.facts.record.business_days import business_calendars
from rrdocs.facts.record.milestones import milestone
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.record.terms_in_force import versions
from rrdocs.facts.time.period_ends import end_of_period, restrained

Days = Mapping[str, date | None]
"""What is known of the anchors of one matter: the day of each, None where it has not come."""
NONE: Days = {}


def of_registration(registration: Registration) -> Days:
    """The anchors that a registration gives: its proposal, the filing (as planned, until it is
    made) and effectiveness.
    """
    proposal, filed = registration.proposal, registration.filed
    planned = proposal.planned_filing if proposal else None
    filing = filed.date if filed else planned
    return {
        "proposal": proposal.date.day if proposal else None,
        "filing": filing.day if filing else None,
        "effectiveness": registration.effective.date.day if registration.effective else None,
    }


def days(
    position: Position, start: date | None, known: Days = NONE, registration: str | None = None
) -> Callable[[str], date | None]:
    """The day of each anchor: ``start`` where a deadline names none, then what is ``known``, then
    the deal's milestones.
    """

    def day(anchor: str) -> date | None:
        if not anchor:
            return start
        return known[anchor] if anchor in known else milestone(position, anchor, registration)

    return day


def own_day(
    position: Position, trigger: date, due: Deadline | Period, known: Days = NONE
) -> tuple[date | None, str]:
    """The day to which the issuer works: the deadline's own end, without any roll; a word means
    the day itself or the next.

    None where what it is counted from is not on record. Readings consulted: ``immediately`` where
    the clause uses that word.
    """
    due = Deadline.of(due) if isinstance(due, Period) else due
    if due.length.unit == "word":
        return _at_once(position, trigger, due.length)
    found = count(
        due, days(position, trigger, known), business_calendars(position.deal, "outbound")[0]
    )
    return found.day, "; ".join(found.lines)


def _at_once(position: Position, trigger: date, length: Period) -> tuple[date, str]:
    if length.word == "at such time":
        return trigger, f"at such time: {weekday_date(trigger)}"
    if length.word == "immediately" and position.deal.readings("immediately", "same_day"):
        return trigger, f"immediately: the day itself, {weekday_date(trigger)}"
    day = calendar("federal").after(trigger, 1)
    return day, f"{length}: the next business day, {weekday_date(day)}"


def period_end(
    position: Position, start: date, due: Deadline, known: Days = NONE
) -> tuple[date, date, tuple[str, ...]] | None:
    """The last day of another party's time, counted plainly, and the day to which its act is
    accepted; None if not yet known.

    Readings consulted: ``day_count``, ``period_end_roll``.
    """
    return end_of_period(position.deal, start, due, days(position, start, known))


def restraint_end(position: Position, start: date, length: Period) -> tuple[date, str]:
    """The last day of a period of restraint, which no weekend or holiday extends. Readings
    consulted: ``day_count``.
    """
    return restrained(position.deal, start, length)


def deadline_in_force(
    position: Position, start: date, pick: Callable[[Terms], Deadline]
) -> Deadline:
    """A deadline as in force on the day from which it runs, or as amended before it had run out.

    One that is counted from something else than that day is taken as it stood on that day.
    """
    found: Deadline | None = None
    holidays = calendar(position.deal.terms.governing_law.public_holidays)
    end = partial(last_day, business=holidays)
    for since, terms in versions(position):
        day, now = since.date(), pick(terms)
        if found is None or day <= start:
            found = now
        elif (
            found.length.unit != "word"
            and not any(found.anchors)
            and day <= end(start, found.length)
        ):
            found = now
            if not any(now.anchors) and end(start, now.length) < day:
                found = Deadline.of(
                    Period((day - start).days, "days", f"{(day - start).days} days")
                )
    assert found is not None  # there are always the terms first agreed
    return found


def length_in_force(position: Position, start: date, pick: Callable[[Terms], Period]) -> Period:
    """The length of a period that runs from a day: as then in force, or as amended before it had
    run out.
    """
    return deadline_in_force(position, start, lambda terms: Deadline.of(pick(terms))).length
