"""Days that the issuer may take, so many in each period; days and periods counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from rrdocs.dates.moments import Period, calendar
from rrdocs.facts.time.day_allowances import Allowance

BUSINESS = calendar("ny_gcl24")
FIVE_BUSINESS_DAYS, FIVE_DAYS = (
    Period(5, "business days", "5 business days"),
    Period(5, "days", "5 days"),
)
JUNE_28, JUNE_29, JULY_3, JULY_5, JULY_6, JULY_9 = (
    date(2001, 6, 28),
    date(2001, 6, 29),
    date(2001, 7, 3),
    date(2001, 7, 5),
    date(2001, 7, 6),
    date(2001, 7, 9),
)


# July 6, 2001 is a Friday, and Wednesday, July 4 a holiday: the last five business days are June
# 29, July 2, 3, 5 and 6
@pytest.mark.parametrize(
    ("period", "since", "used"),
    [(FIVE_BUSINESS_DAYS, JUNE_28, 3), (FIVE_DAYS, date(2001, 7, 1), 2), (None, date.min, 4)],
)
def test_days_are_counted_that_lie_in_the_period_that_ends_with_a_day(
    period: Period | None, since: date, used: int
) -> None:
    allowance = Allowance(10, period, BUSINESS)
    assert allowance.since(JULY_6) == since
    assert allowance.used([JUNE_28, JUNE_29, JULY_3, JULY_6, JULY_9], JULY_6) == used


# June 29 and July 3 are taken. With July 6 they are three in five business days; June 29 no longer
# counts on July 7 or 9. Of two, July 9
# is the last: July 3, 9 and 10 would be three. Of three, July 7 is the last: July 3, 6, 7 and 8
# would be four
@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        (2, JULY_6, JULY_5),
        (2, JULY_9, JULY_9),
        (3, JULY_6, date(2001, 7, 7)),
        (None, JULY_6, date(2001, 7, 31)),
    ],
)
def test_days_may_be_taken_until_a_period_has_as_many_as_it_may(
    days: int | None, first: date, last: date
) -> None:
    assert (
        Allowance(days, FIVE_BUSINESS_DAYS, BUSINESS).last(
            [JUNE_29, JULY_3], first, date(2001, 7, 31)
        )
        == last
    )
