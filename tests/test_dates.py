"""Moments, periods and calendars: read as written, counted as the contract counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from rrdocs.dates import moments as dates
from rrdocs.dates.moments import (
    CALENDARS,
    Calendar,
    CalendarError,
    Day,
    Hours,
    HoursField,
    Moment,
    Period,
    PeriodField,
    When,
    Zone,
    add_months,
    calendar,
    clock_time,
    end_of_day,
    first_day,
    hours,
    last_day,
    long_date,
    moment,
    period,
    spoken,
    weekday_date,
)

JUNE_6 = date(2001, 6, 6)


# ---- moments


def refusal(read: Callable[[str], object], text: str) -> str:
    """The words in which a text is refused."""
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are compared by the tests
        read(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "at", "timed"),
    [
        ("2001-06-06", datetime(2001, 6, 6), False),
        ("2001-06-06T10:15", datetime(2001, 6, 6, 10, 15), True),
        ("2001-06-06 10:15", datetime(2001, 6, 6, 10, 15), True),
        ("2001-06-06T10:15:30", datetime(2001, 6, 6, 10, 15, 30), True),
        ("2001-06-06T00:00", datetime(2001, 6, 6), True),
        ("2001-06-07T03:30Z", datetime(2001, 6, 6, 23, 30), True),  # summer time: four hours behind
        ("2001-01-07T03:30Z", datetime(2001, 1, 6, 22, 30), True),  # winter: five
        ("2001-06-06T10:15+02:00", datetime(2001, 6, 6, 4, 15), True),
        ("2001-06-06T10:15:00-07:00", datetime(2001, 6, 6, 13, 15), True),
        ("1900-01-01", datetime(1900, 1, 1), False),
        ("2100-12-31", datetime(2100, 12, 31), False),
    ],
)
def test_a_moment_is_read_as_new_york_has_it(text: str, at: datetime, timed: bool) -> None:
    found = moment(text)
    assert (found.at, found.timed) == (at, timed)
    assert found.at.tzinfo is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15"),
        (
            "June 6, 2001",
            "must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15",
        ),
        (
            "20010606",
            "must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15",
        ),
        (
            "2001-6-6",
            "must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15",
        ),
        (
            "2001-06-06T10",
            "must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15",
        ),
        (
            "2001-06-06T10:15 ",
            "must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15",
        ),
        ("2001-06-31", "is not a day of the calendar, or not a time of day"),
        ("2001-02-29", "is not a day of the calendar, or not a time of day"),
        ("2001-06-06T24:01", "is not a day of the calendar, or not a time of day"),
        ("1899-12-31", "lies outside the years 1900 to 2100"),
        ("2101-01-01", "lies outside the years 1900 to 2100"),
        ("0001-01-01T00:00+14:00", "is not a day of the calendar, or not a time of day"),
    ],
)
def test_what_is_no_moment_is_refused_in_words(text: str, words: str) -> None:
    assert refusal(moment, text) == words


def test_a_moment_is_taken_as_it_is_and_made_of_what_python_has() -> None:
    when = Moment(datetime(2001, 6, 6, 10, 15), timed=True)
    assert moment(when) is when
    assert moment(datetime(2001, 6, 6, 10, 15)) == when
    assert moment(JUNE_6) == Moment(datetime(2001, 6, 6), timed=False)


def test_a_moment_knows_its_day_and_its_words() -> None:
    assert moment("2001-06-06T10:15").day == JUNE_6
    assert str(moment("2001-06-06T10:15:30")) == "2001-06-06T10:15"
    assert str(moment("2001-06-06")) == "2001-06-06"
    assert spoken(moment("2001-06-06T10:15")) == "June\u00a06, 2001, at 10:15\u00a0a.m."
    assert spoken(moment("2001-06-06")) == "June\u00a06, 2001"


def test_moments_stand_in_order_of_time() -> None:
    assert moment("2001-06-06") < moment("2001-06-06T00:01") < moment("2001-06-07")


def test_a_day_reaches_to_its_last_second_and_an_instant_to_itself() -> None:
    assert end_of_day(moment("2001-06-06")) == datetime(2001, 6, 6, 23, 59, 59)
    assert end_of_day(moment("2001-06-06T10:15")) == datetime(2001, 6, 6, 10, 15)


def test_fields_of_records_take_moments_days_and_periods() -> None:
    class Record(BaseModel):
        when: When
        day: Day
        length: PeriodField
        open: HoursField

    made = Record.model_validate(
        {"when": "2001-06-06T10:15", "day": "2001-06-06", "length": "30 days", "open": "9:00-17:00"}
    )
    assert made.when == moment("2001-06-06T10:15")
    assert made.day == JUNE_6
    assert made.length == Period(30, "days", "30 days")
    assert made.open == Hours(time(9), time(17), "9:00-17:00")
    schema = Record.model_json_schema()["properties"]
    assert schema["when"]["type"] == schema["day"]["type"] == schema["length"]["type"] == "string"
    pattern = re.compile(schema["when"]["pattern"])
    assert (
        pattern.search("2001-06-06T10:15")
        and not pattern.search("on 2001-06-06")
        and not pattern.search("2001-06-06 it was")
    )
    assert schema["day"]["format"] == "date"
    pattern = re.compile(schema["open"]["pattern"])
    assert (
        pattern.search("9:00-17:00")
        and not pattern.search("from 9:00-17:00")
        and not pattern.search("9:00-17:000")
    )


def test_a_whole_day_has_no_time() -> None:
    day: TypeAdapter[date] = TypeAdapter(Day)
    with pytest.raises(ValidationError) as refused:
        day.validate_python("2001-06-06T10:15")
    assert str(refused.value.errors()[0]["ctx"]["error"]) == "must be a date without a time of day"


# ---- hours of the day and time zones


@pytest.mark.parametrize(
    ("text", "opens", "closes"),
    [
        ("9:00-17:00", time(9), time(17)),
        ("09:00-17:00", time(9), time(17)),
        ("8:30-17:45", time(8, 30), time(17, 45)),
        ("0:00-17:00", time(0), time(17)),  # only the evening lies outside
        ("9:24-9:25", time(9, 24), time(9, 25)),
        ("9:00-23:24", time(9), time(23, 24)),
        ("9:00-24:00", time(9), time.max),  # to the end of the day
    ],
)
def test_hours_are_read_as_a_contract_writes_them(text: str, opens: time, closes: time) -> None:
    found = hours(text)
    assert (found.opens, found.closes, found.text, str(found)) == (opens, closes, text, text)
    assert hours(found) is found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must be hours of the day such as 9:00-17:00"),
        ("9-17", "must be hours of the day such as 9:00-17:00"),
        ("9:00 - 17:00", "must be hours of the day such as 9:00-17:00"),
        ("9:00 a.m. to 5:00 p.m.", "must be hours of the day such as 9:00-17:00"),
        ("9:60-17:00", "must be hours of the day such as 9:00-17:00"),
        ("9:00-24:30", "must be hours of the day such as 9:00-17:00"),
        ("23:59-24:59", "must be hours of the day such as 9:00-17:00"),
        ("24:00-24:00", "must be hours of the day such as 9:00-17:00"),
        ("9:00-25:00", "must be hours of the day such as 9:00-17:00"),
        ("17:00-9:00", "must end after they begin"),
        ("9:30-9:15", "must end after they begin"),
        ("9:00-9:00", "must end after they begin"),
    ],
)
def test_what_are_no_hours_is_refused_in_words(text: str, words: str) -> None:
    assert refusal(hours, text) == words


@pytest.mark.parametrize(
    ("text", "at", "holds"),
    [
        ("9:30-17:00", time(9, 29, 59), False),
        ("9:30-17:00", time(9, 30), True),
        ("9:30-17:00", time(17, 0, 59), True),  # the closing minute lies in them to its end
        ("9:30-17:00", time(17, 1), False),
        ("0:00-17:00", time(0), True),
        ("9:00-24:00", time(23, 59, 59), True),
        ("9:00-24:00", time(0), False),
    ],
)
def test_hours_hold_their_first_minute_and_their_last(text: str, at: time, holds: bool) -> None:
    assert hours(text).holds(at) is holds


@pytest.mark.parametrize(
    "name",
    ["America/Chicago", "America/New_York", "America/Argentina/Buenos_Aires", "Europe/London"],
)
def test_a_time_zone_is_named_as_the_zone_tables_have_it(name: str) -> None:
    zone: TypeAdapter[str] = TypeAdapter(Zone)
    assert zone.validate_python(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "Chicago", "America", "America/Gotham", "../America/Chicago", "/America/Chicago", "5"],
)
def test_what_is_no_time_zone_is_refused_in_words(name: str) -> None:
    zone: TypeAdapter[str] = TypeAdapter(Zone)
    with pytest.raises(ValidationError) as refused:
        zone.validate_python(name)
    assert (
        str(refused.value.errors()[0]["ctx"]["error"])
        == "must be a time zone such as America/Chicago"
    )


# ---- periods


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("3 days", 3, "days"),
        ("1 day", 1, "days"),
        ("10 calendar days", 10, "days"),
        ("5 business days", 5, "business days"),
        ("1 business day", 1, "business days"),
        ("2 weeks", 2, "weeks"),
        ("12 months", 12, "months"),
        ("48 hours", 48, "hours"),
        ("5 trading days", 5, "trading days"),
        ("promptly, but no later than 10 days", 10, "days"),
        ("immediately but no later than 2 business days", 2, "business days"),
        ("2 years", 2, "years"),
        ("immediately", 0, "word"),
        ("promptly", 0, "word"),
        ("at such time", 0, "word"),
        ("as soon as practicable", 0, "word"),
        ("reasonable time", 0, "word"),
    ],
)
def test_a_period_is_read_as_a_contract_writes_it(text: str, count: int, unit: str) -> None:
    found = period(text)
    assert (found.count, found.unit, found.text, str(found)) == (count, unit, text, text)
    assert period(found) is found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "days",
        "3",
        "3days",
        "three days",
        "-3 days",
        "3 days ",
        "3 fortnights",
        "123456 days",
        "soon",
    ],
)
def test_what_is_no_period_is_refused_in_words(text: str) -> None:
    assert (
        refusal(period, text)
        == "must be a period such as 3 days, 5 business days, 12 months, immediately or promptly"
    )


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2001, 3, 15), 24, date(2003, 3, 15)),
        (date(2001, 1, 31), 1, date(2001, 2, 28)),
        (date(2000, 1, 31), 1, date(2000, 2, 29)),
        (date(2001, 12, 31), 2, date(2002, 2, 28)),
        (date(2001, 11, 30), 1, date(2001, 12, 30)),
        (date(2001, 10, 31), 1, date(2001, 11, 30)),
        (date(2001, 12, 15), 1, date(2002, 1, 15)),
        (date(2001, 1, 15), -1, date(2000, 12, 15)),
        (date(2001, 3, 31), -1, date(2001, 2, 28)),
        (date(2001, 6, 6), 0, date(2001, 6, 6)),
        (date(2000, 2, 29), 12, date(2001, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day: date, months: int, then: date) -> None:
    assert add_months(day, months) == then


@pytest.mark.parametrize(
    ("start", "length", "last"),
    [
        (date(2001, 6, 6), "0 days", date(2001, 6, 6)),
        (date(2001, 6, 6), "1 day", date(2001, 6, 7)),
        (date(2001, 6, 7), "30 days", date(2001, 7, 7)),  # a Saturday: no roll is applied
        (date(2001, 6, 15), "180 days", date(2001, 12, 12)),
        (date(2001, 9, 10), "90 days", date(2001, 12, 9)),
        (date(2001, 6, 6), "2 weeks", date(2001, 6, 20)),
        (date(2001, 6, 6), "12 months", date(2002, 6, 6)),
        (date(2001, 6, 6), "2 years", date(2003, 6, 6)),
        (date(2001, 6, 29), "5 business days", date(2001, 7, 9)),  # across Independence Day
        (date(2001, 6, 29), "5 trading days", date(2001, 7, 9)),
        (date(2001, 6, 6), "48 hours", date(2001, 6, 8)),
        (date(2001, 6, 6), "49 hours", date(2001, 6, 9)),
        (date(2001, 6, 6), "promptly, but no later than 10 days", date(2001, 6, 16)),
    ],
)
def test_a_period_leaves_out_the_day_from_which_it_runs(
    start: date, length: str, last: date
) -> None:
    assert last_day(start, period(length), calendar("ny_gcl24")) == last


@pytest.mark.parametrize("length", ["immediately", "5 business days"])
def test_a_period_without_a_number_of_days_has_no_last_day(length: str) -> None:
    with pytest.raises(
        ValueError, match=f"{length} has no last day that can be counted from 2001-06-06"
    ):
        last_day(JUNE_6, period(length))


@pytest.mark.parametrize(
    ("end", "length", "first"),
    [
        (date(2001, 6, 6), "0 days", date(2001, 6, 6)),
        (date(2001, 7, 7), "30 days", date(2001, 6, 7)),
        (date(2001, 6, 20), "2 weeks", date(2001, 6, 6)),
        (date(2001, 6, 6), "12 months", date(2000, 6, 6)),
        (date(2001, 3, 31), "1 month", date(2001, 2, 28)),
        (date(2003, 6, 6), "2 years", date(2001, 6, 6)),
        (date(2004, 2, 29), "1 year", date(2003, 2, 28)),
        (
            date(2001, 7, 9),
            "5 business days",
            date(2001, 6, 29),
        ),  # July 6, 5, 3 and 2, and June 29: July 4 is a holiday
        (date(2001, 11, 7), "1 business day", date(2001, 11, 5)),  # not Election Day
        (date(2001, 11, 7), "1 trading day", date(2001, 11, 6)),  # on which the exchange trades
    ],
)
def test_a_period_before_a_day_is_counted_back_from_it(end: date, length: str, first: date) -> None:
    assert first_day(end, period(length), calendar("ny_gcl24")) == first


@pytest.mark.parametrize("length", ["immediately", "5 business days"])
def test_a_period_without_a_number_of_days_has_no_first_day(length: str) -> None:
    with pytest.raises(
        ValueError, match=f"{length} has no last day that can be counted from 2001-06-06"
    ):
        first_day(JUNE_6, period(length))


# ---- calendars


def test_the_calendars_are_read_once_and_named() -> None:
    assert {calendar(name).name for name in CALENDARS} and calendar("federal") is calendar(
        "federal"
    )
    with pytest.raises(FileNotFoundError):
        calendar("julian")


@pytest.mark.parametrize(
    ("name", "day", "business"),
    [
        ("federal", date(2001, 7, 4), False),
        ("federal", date(2001, 7, 5), True),
        ("federal", date(2001, 7, 7), False),  # a Saturday
        ("federal", date(2001, 7, 8), False),  # a Sunday
        ("federal", date(2001, 11, 6), True),  # Election Day
        ("ny_gcl24", date(2001, 11, 6), False),
        ("nyse", date(2001, 11, 6), True),
        ("federal", date(2002, 2, 12), True),  # Lincoln's Birthday
        ("ny_gcl24", date(2002, 2, 12), False),
        ("federal", date(2001, 10, 8), False),  # Columbus Day
        ("nyse", date(2001, 10, 8), True),
        ("nyse", date(2001, 4, 13), False),  # Good Friday
        ("ny_gcl24", date(2001, 4, 13), True),
        ("nyse", date(2001, 9, 11), False),
        ("nyse", date(2001, 9, 14), False),
        ("nyse", date(2001, 9, 17), True),
        ("ny_gcl24", date(2001, 9, 14), False),
        ("federal", date(2001, 9, 14), True),
    ],
)
def test_business_days(name: str, day: date, business: bool) -> None:
    assert calendar(name).is_business_day(day) is business


MADE_UP = Calendar(
    "made up",
    {date(2001, 6, 6): "a Feast", date(2001, 6, 9): "a Fair", date(2001, 6, 11): "a Fast"},
    range(2001, 2002),
)


@pytest.mark.parametrize("name", CALENDARS)
def test_a_day_of_a_year_without_holidays_on_record_is_never_counted(name: str) -> None:
    known = calendar(name)
    assert known.is_business_day(date(1990, 1, 2))
    assert known.is_business_day(date(2070, 12, 30))
    for day in (date(1989, 12, 29), date(2071, 1, 5)):
        with pytest.raises(CalendarError) as error:
            known.is_business_day(day)
        assert (error.value.calendar, error.value.day) == (name, day)
    assert not known.is_business_day(date(2071, 1, 3))  # a Saturday in any calendar
    with pytest.raises(CalendarError):
        known.after(date(2070, 12, 30), 2)
    with pytest.raises(CalendarError):
        known.before(date(1990, 1, 2), 1)
    with pytest.raises(CalendarError):
        known.on_or_after(date(2071, 1, 1))


def test_why_a_day_is_no_business_day() -> None:
    assert MADE_UP.why_not(date(2001, 6, 6)) == "a Feast"
    assert MADE_UP.why_not(date(2001, 6, 9)) == "a Fair"  # a Saturday too
    assert MADE_UP.why_not(date(2001, 6, 16)) == "a Saturday"
    assert MADE_UP.why_not(date(2001, 6, 10)) == "a Sunday"
    assert MADE_UP.why_not(date(2001, 6, 7)) == ""


def test_the_next_business_day_may_be_the_day_itself() -> None:
    assert MADE_UP.on_or_after(date(2001, 6, 5)) == date(2001, 6, 5)
    assert MADE_UP.on_or_after(date(2001, 6, 6)) == date(2001, 6, 7)
    assert MADE_UP.on_or_after(date(2001, 6, 9)) == date(2001, 6, 12)


def test_business_days_are_counted_after_the_day() -> None:
    assert MADE_UP.after(date(2001, 6, 5), 0) == date(2001, 6, 5)
    assert MADE_UP.after(date(2001, 6, 5), 1) == date(2001, 6, 7)
    assert MADE_UP.after(date(2001, 6, 5), 3) == date(2001, 6, 12)
    assert MADE_UP.after(date(2001, 6, 9), 1) == date(2001, 6, 12)


def test_skipped_days_are_holidays_that_are_no_weekend() -> None:
    assert MADE_UP.skipped(date(2001, 6, 5), date(2001, 6, 12)) == [
        date(2001, 6, 6),
        date(2001, 6, 11),
    ]
    assert MADE_UP.skipped(date(2001, 6, 6), date(2001, 6, 11)) == [
        date(2001, 6, 6),
        date(2001, 6, 11),
    ]
    assert MADE_UP.skipped(date(2001, 6, 7), date(2001, 6, 10)) == []


# ---- words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2001, 6, 6, 0, 5), "12:05\u00a0a.m."),
        (datetime(2001, 6, 6, 1, 0), "1:00\u00a0a.m."),
        (datetime(2001, 6, 6, 11, 59), "11:59\u00a0a.m."),
        (datetime(2001, 6, 6, 12, 0), "12:00\u00a0p.m."),
        (datetime(2001, 6, 6, 13, 7), "1:07\u00a0p.m."),
        (datetime(2001, 6, 6, 23, 59), "11:59\u00a0p.m."),
    ],
)
def test_times_of_day_in_words(at: datetime, words: str) -> None:
    assert clock_time(at) == words


def test_days_in_words() -> None:
    assert long_date(JUNE_6) == "June\u00a06, 2001"
    assert long_date(date(2001, 12, 31)) == "December\u00a031, 2001"
    assert weekday_date(JUNE_6) == "Wednesday, June\u00a06, 2001"


def test_values_that_are_no_records_pass_through_pydantic_unchanged() -> None:
    for kind, value, text in (
        (Moment, moment("2001-06-06"), "2001-06-06"),
        (Period, period("3 days"), "3 days"),
        (Hours, hours("9:00-17:00"), "9:00-17:00"),
    ):
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        assert adapter.validate_python(value) is value
        with pytest.raises(ValidationError):
            adapter.validate_python(text)
    assert dates.NEW_YORK == "America/New_York"
