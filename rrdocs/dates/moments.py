"""Moments, periods and calendars: counting as the contract counts.

New York law counts days as calendar days and leaves out the day from which they run (General
Construction Law §§ 19, 20); a contract period that ends on a Saturday, Sunday or public holiday
lets the act be done on the next business day (§ 25). All moments are New York time.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import core_schema

from rrdocs.errors import RrdocsError

NEW_YORK = "America/New_York"
DAY = timedelta(days=1)
_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?")

CALENDARS = ("federal", "ny_gcl24", "nyse", "de_501")
CalendarName = Literal["federal", "ny_gcl24", "nyse", "de_501"]


class ReadValue:
    """A value that a function reads from text: a record takes one that is read already as it is."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: object
    ) -> core_schema.CoreSchema:
        return core_schema.is_instance_schema(cls)


@dataclass(frozen=True, slots=True, order=True)
class Moment(ReadValue):
    """An instant in New York, or a whole day when no time of day is known (``timed`` is false;
    ``at`` is its midnight).
    """

    at: datetime
    timed: bool = False

    @property
    def day(self) -> date:
        return self.at.date()

    def __str__(self) -> str:
        return self.at.isoformat(timespec="minutes") if self.timed else self.day.isoformat()


def moment(value: object) -> Moment:
    """Read an ISO date, or a date and time (New York unless an offset is given).

    Raises ValueError, in words, for anything else.
    """
    if isinstance(value, Moment):
        return value
    if isinstance(value, datetime):
        return Moment(value, timed=True)
    if isinstance(value, date):
        return Moment(datetime.combine(value, time()))
    text = str(value)
    if not _ISO.fullmatch(text):
        raise ValueError(
            "must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15"
        )
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            at = at.astimezone(ZoneInfo(NEW_YORK)).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise ValueError("is not a day of the calendar, or not a time of day") from None
    if not 1900 <= at.year <= 2100:
        raise ValueError("lies outside the years 1900 to 2100")
    return Moment(at, timed=len(text) > 10)


def end_of_day(when: Moment) -> datetime:
    """The instant up to which a day reaches: the moment itself, or 23:59:59 where no time of day
    is known.
    """
    return when.at if when.timed else datetime.combine(when.day, time(23, 59, 59))


def _whole_day(value: object) -> date:
    when = moment(value)
    if when.timed:
        raise ValueError("must be a date without a time of day")
    return when.day


_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-(?:([01]?\d|2[0-3]):([0-5]\d)|24:00)")


@dataclass(frozen=True, slots=True)
class Hours(ReadValue):
    """The hours of a business day, from the first to the last minute that lies in them."""

    opens: time
    closes: time
    text: str

    def __str__(self) -> str:
        return self.text

    def holds(self, at: time) -> bool:
        """Whether a time of day lies in them; the closing minute does."""
        return self.opens <= at.replace(second=0) <= self.closes


def hours(value: object) -> Hours:
    """Read "9:00-17:00". Raises ValueError, in words, for anything else."""
    if isinstance(value, Hours):
        return value
    match = _HOURS.fullmatch(str(value))
    if not match:
        raise ValueError("must be hours of the day such as 9:00-17:00")
    opens, closes = (
        time(int(match[1]), int(match[2])),
        time(int(match[3]), int(match[4])) if match[3] else time.max,
    )
    if opens >= closes:
        raise ValueError("must end after they begin")
    return Hours(opens, closes, str(value))


def _zone(value: object) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise ValueError("must be a time zone such as America/Chicago") from None


HoursField = Annotated[
    Hours,
    BeforeValidator(hours),
    WithJsonSchema({"type": "string", "pattern": f"^{_HOURS.pattern}$"}),
]
Zone = Annotated[str, BeforeValidator(_zone), WithJsonSchema({"type": "string"})]
When = Annotated[
    Moment,
    BeforeValidator(moment),
    WithJsonSchema({"type": "string", "pattern": f"^{_ISO.pattern}$"}),
]
Day = Annotated[
    date, BeforeValidator(_whole_day), WithJsonSchema({"type": "string", "format": "date"})
]


# ---- periods

Unit = Literal["hours", "days", "business days", "trading days", "weeks", "months", "years", "word"]
Word = Literal[
    "immediately", "promptly", "at such time", "as soon as practicable", "reasonable time"
]
WORDS: tuple[Word, ...] = get_args(Word)
_PERIOD = re.compile(
    rf"(?:(?:{'|'.join(WORDS)}),? but no later than )?(\d{{1,5}}) (hour|day|calendar day|business"
    r" day|trading day|week|month|year)s?"
)


@dataclass(frozen=True, slots=True)
class Period(ReadValue):
    """A length of time as a contract writes it: a count and a unit, or a word such as
    "immediately".

    Where a word is joined to an outer limit ("promptly, but no later than 10 days"), the limit is
    what is counted.
    """

    count: int
    unit: Unit
    text: str
    word: Word | None = None

    def __str__(self) -> str:
        return self.text


def period(value: object) -> Period:
    """Read "3 days", "immediately", "promptly, but no later than 10 days". Raises ValueError, in
    words, for anything else.
    """
    if isinstance(value, Period):
        return value
    text = str(value)
    if text in WORDS:
        return Period(0, "word", text, text)
    match = _PERIOD.fullmatch(text)
    if not match:
        raise ValueError(
            "must be a period such as 3 days, 5 business days, 12 months, immediately or promptly"
        )
    units: dict[str, Unit] = {
        "hour": "hours",
        "day": "days",
        "calendar day": "days",
        "business day": "business days",
        "trading day": "trading days",
        "week": "weeks",
        "month": "months",
        "year": "years",
    }
    return Period(int(match[1]), units[match[2]], text)


PeriodField = Annotated[Period, BeforeValidator(period), WithJsonSchema({"type": "string"})]


def add_months(day: date, months: int) -> date:
    """The same day of a later (or earlier) month; the month's last day where it has no such day
    (GCL § 30).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# ---- calendars


class CalendarError(RrdocsError):
    """A weekday outside the years whose holidays are on record: whether it is a business day is
    not known. ``calendar`` is the name of the calendar, ``day`` the day.
    """

    def __init__(self, name: str, day: date, years: range) -> None:
        super().__init__(
            f"the calendar `{name}` has holidays for {years[0]} to {years[-1]} only, so that"
            f" business days cannot be counted over {weekday_date(day)}"
        )
        self.calendar, self.day = name, day


@dataclass(frozen=True)
class Calendar:
    """Which days are business days: not Saturday, not Sunday, and none of ``days`` (day -> name of
    the holiday). ``years`` are those for which the holidays are on record.
    """

    name: str
    days: dict[date, str]
    years: range

    def is_business_day(self, day: date) -> bool:
        """Whether a day is a business day. Raises CalendarError for a weekday of another year."""
        if day.weekday() >= 5:
            return False
        if day.year not in self.years:
            raise CalendarError(self.name, day, self.years)
        return day not in self.days

    def why_not(self, day: date) -> str:
        """Why a day is no business day: "a Saturday", "Independence Day"; empty for a business
        day.
        """
        if day in self.days:
            return self.days[day]
        return {5: "a Saturday", 6: "a Sunday"}.get(day.weekday(), "")

    def on_or_after(self, day: date) -> date:
        """The first business day that is not before ``day``."""
        while not self.is_business_day(day):
            day += DAY
        return day

    def after(self, day: date, count: int) -> date:
        """The ``count``-th business day following ``day``."""
        for _ in range(count):
            day = self.on_or_after(day + DAY)
        return day

    def before(self, day: date, count: int) -> date:
        """The ``count``-th business day before ``day``."""
        while count:
            day -= DAY
            count -= self.is_business_day(day)
        return day

    def skipped(self, first: date, last: date) -> list[date]:
        """The holidays (weekends aside) that lie from ``first`` to ``last``."""
        span = (first + DAY * n for n in range((last - first).days + 1))
        return [day for day in span if day in self.days and day.weekday() < 5]


@cache
def calendar(name: str) -> Calendar:
    """One of the checked-in calendars: ``federal``, ``ny_gcl24``, ``nyse`` or ``de_501``."""
    data = json.loads(
        resources.files("rrdocs.dates").joinpath(f"data/{name}.json").read_text("utf-8")
    )
    return Calendar(
        data["name"],
        {date.fromisoformat(day): words for day, words in data["days"].items()},
        range(data["first"], data["last"] + 1),
    )


def known_years() -> range:
    """The years for which every calendar has its holidays."""
    return calendar(CALENDARS[0]).years


def last_day(start: date, length: Period, business: Calendar | None = None) -> date:
    """The last day of a period that runs from ``start``, which is itself left out (GCL § 20); no
    roll is applied.

    Business days are counted by ``business``, trading days by the exchange's calendar. Hours count
    from the end of ``start``. Raises ValueError for a period without a number of days.
    """
    match length.unit:
        case "hours":
            return start + -(-length.count // 24) * DAY
        case "days":
            return start + length.count * DAY
        case "weeks":
            return start + 7 * length.count * DAY
        case "months":
            return add_months(start, length.count)
        case "years":
            return add_months(start, 12 * length.count)
        case "trading days":
            return calendar("nyse").after(start, length.count)
        case "business days" if business:
            return business.after(start, length.count)
        case _:
            raise ValueError(f"{length} has no last day that can be counted from {start}")


def first_day(end: date, length: Period, business: Calendar | None = None) -> date:
    """The day that lies a period before ``end``: the last on which an act is at least so long
    before it.

    Raises ValueError for a period without a number of days.
    """
    match length.unit:
        case "business days" if business:
            return business.before(end, length.count)
        case "trading days":
            return calendar("nyse").before(end, length.count)
        case "months" | "years":
            return add_months(end, -length.count * (12 if length.unit == "years" else 1))
        case _:
            return end - (last_day(end, length) - end)


# ---- words


def long_date(day: date) -> str:
    """June 6, 2001, with a non-breaking space between month and day."""
    return f"{day:%B}\u00a0{day.day}, {day.year}"


def weekday_date(day: date) -> str:
    """Wednesday, June 6, 2001."""
    return f"{day:%A}, {long_date(day)}"


def clock_time(at: datetime) -> str:
    """10:15 a.m."""
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02}\u00a0{'a.m.' if at.hour < 12 else 'p.m.'}"


def spoken(when: Moment) -> str:
    """June 6, 2001, at 10:15 a.m.; without the time where none is known."""
    return f"{long_date(when.day)}, at {clock_time(when.at)}" if when.timed else long_date(when.day)
