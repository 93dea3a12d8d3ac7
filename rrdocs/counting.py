"""Periods for an act: the last day, counted plainly, and the day to which the act is accepted."""

from __future__ import annotations

from datetime import date

from rrdocs.dates import Period, calendar, last_day, long_date, weekday_date
from rrdocs.deal import Deal


def period_end(deal: Deal, start: date, length: Period) -> tuple[date, date, tuple[str, ...]]:
    """The last day of another party's period, the day to which its act is accepted, and the arithmetic in words.

    Readings consulted: ``day_count``, ``period_end_roll``. Raises ValueError for a period without a number of days.
    """
    holidays = calendar(deal.terms.governing_law.public_holidays)
    if deal.readings("day_count", "business") and length.unit == "days":
        length = Period(length.count, "business days", f"{length.count} business days")
    day = last_day(start, length, holidays)
    line = f"{long_date(start)} + {length} = {weekday_date(day)}"
    permitted = holidays.on_or_after(day) if deal.readings("period_end_roll", "gcl25_roll") else day
    if permitted == day:
        return day, permitted, (line,)
    return day, permitted, (f"{line} ({holidays.why_not(day)}); next business day {weekday_date(permitted)}",)
