"""Days that the issuer may take, so many at once and so many in a rolling period: deferrals, and
suspensions of a prospectus.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from rrdocs.dates.moments import DAY, Calendar, Period, first_day, last_day
from rrdocs.deal.deal import Deal
from rrdocs.facts.record.business_days import business_days


@dataclass(frozen=True)
class Allowance:
    """At most ``days`` in each ``period`` (in all, where there is none); None: no such limit."""

    days: int | None
    period: Period | None
    business: Calendar

    @classmethod
    def of(cls, deal: Deal, days: int | None, period: Period | None) -> Allowance:
        """An allowance whose business days, if it counts such, are those of the agreement."""
        return cls(days, period, business_days(deal))

    def since(self, day: date) -> date:
        """The day after which the period begins that ends with a day."""
        return first_day(day, self.period, self.business) if self.period else date.min

    def used(self, taken: Collection[date], day: date) -> int:
        """The days taken in the period that ends with a day."""
        return sum(self.since(day) < each <= day for each in taken)

    def end(self, start: date, longest: Period) -> date:
        """The last day of the longest time from a start, which is itself left out."""
        return last_day(start, longest, self.business)

    def last(self, taken: Collection[date], first: date, most: date) -> date:
        """The last day, from ``first`` and no later than ``most``, that leaves no period with too
        many; the eve where none is left.
        """
        day, every = first - DAY, frozenset(taken)
        while day < most:
            every |= {day + DAY}
            if self.days is not None and self.used(every, day + DAY) > self.days:
                break
            day += DAY
        return day
