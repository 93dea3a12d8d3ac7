"""Periods for an act: the last day, counted plainly, and the day to which the act is accepted; and
periods of restraint.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rrdocs.dates.deadlines import Deadline, count
from rrdocs.dates.moments import Period, calendar, last_day, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.facts.record.business_days import business_days


def as_read(deal: Deal, length: Period) -> Period:
    """A period as the reading of "days" makes it. Readings consulted: ``day_count``."""
    if deal.readings("day_count", "business") and length.unit == "days":
        return Period(length.count, "business days", f"{length.count} business days")
    return length


def end_of_period(
    deal: Deal, start: date, due: Deadline, days: Callable[[str], date | None] | None = None
) -> tuple[date, date, tuple[str, ...]] | None:
    """The last day of another party's time, the day to which its act is accepted, and the
    arithmetic in words.

    ``days`` gives the day of an anchor that the deadline names; None, where it is not yet on
    record. Readings consulted: ``day_count``, ``period_end_roll``.
    """
    holidays = calendar(deal.terms.governing_law.public_holidays)
    found = count(
        due,
        days or (lambda anchor: None if anchor else start),
        business_days(deal),
        lambda length: as_read(deal, length),
    )
    if found.day is None:
        return None
    day = found.day
    # a period counted backward never rolls to the next business day
    permitted = (
        holidays.on_or_after(day)
        if not found.backward and deal.readings("period_end_roll", "gcl25_roll")
        else day
    )
    if permitted == day:
        return day, permitted, found.lines
    last = (
        f"{found.lines[-1]} ({holidays.why_not(day)}); next business day {weekday_date(permitted)}"
    )
    return day, permitted, (*found.lines[:-1], last)


def restrained(deal: Deal, start: date, length: Period) -> tuple[date, str]:
    """The last day of a period of restraint, which no weekend or holiday extends. Readings
    consulted: ``day_count``.
    """
    length = as_read(deal, length)
    day = last_day(start, length, business_days(deal))
    return day, f"{long_date(start)} + {length} = {weekday_date(day)}"
