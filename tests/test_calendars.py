"""The checked-in calendars: against their library, against rules computed here, and on days often
got wrong.
"""

import json
import runpy
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
import pytest

ROOT = Path(__file__).parent.parent
YEARS = range(1990, 2071)
DAY = timedelta(days=1)
NAMES = ["de_501", "federal", "ny_gcl24", "nyse"]


def raw(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(
        (ROOT / "rrdocs" / "dates" / "data" / f"{name}.json").read_text("utf-8")
    )
    return data


def days(name: str) -> dict[date, str]:
    return {date.fromisoformat(day): words for day, words in raw(name)["days"].items()}


def nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month; counted from its end if n is negative."""
    found = [
        day
        for k in range(31)
        if (day := date(year, month, 1) + k * DAY).month == month and day.weekday() == weekday
    ]
    return found[n - 1 if n > 0 else n]


def common(year: int) -> Iterator[date]:
    """What banks and New York keep alike, before Sundays are moved."""
    yield from (
        date(year, 1, 1),
        nth(year, 1, 0, 3),
        nth(year, 2, 0, 3),
        nth(year, 5, 0, -1),
        date(year, 7, 4),
    )
    yield from (
        nth(year, 9, 0, 1),
        nth(year, 10, 0, 2),
        date(year, 11, 11),
        nth(year, 11, 3, 4),
        date(year, 12, 25),
    )
    if year >= 2021:
        yield date(year, 6, 19)


def kept(given: Iterator[date] | list[date]) -> set[date]:
    return {day for day in (d + DAY if d.weekday() == 6 else d for d in given) if day.weekday() < 5}


@pytest.mark.parametrize("name", NAMES)
def test_a_calendar_is_sorted_weekdays_of_its_years_with_its_source(name: str) -> None:
    data, holidays_of = raw(name), days(name)
    assert data["name"] == name
    assert data["source"]
    assert range(data["first"], data["last"] + 1) == YEARS
    assert list(holidays_of) == sorted(holidays_of)
    assert {day.year for day in holidays_of} == set(YEARS)
    assert all(day.weekday() < 5 and words for day, words in holidays_of.items())


def test_the_files_are_what_the_generator_writes() -> None:
    files = runpy.run_path(str(ROOT / "tools" / "calendars.py"))["files"]()
    assert sorted(files) == [f"{name}.json" for name in NAMES]
    for file, content in files.items():
        assert (ROOT / "rrdocs" / "dates" / "data" / file).read_text("utf-8") == content


def test_federal_days_follow_the_statute() -> None:
    assert set(days("federal")) == {day for year in YEARS for day in kept(common(year))}


def test_federal_days_are_those_of_the_federal_reserve() -> None:
    since = range(1999, 2071)  # the library knows no earlier year of the banks
    library = holidays.financial_holidays("FED", years=range(1998, 2072))
    assert {day for day in days("federal") if day.year in since} == {
        day for day in library if day.year in since and day.weekday() < 5
    }


def test_new_york_days_follow_section_24() -> None:
    expected = {date(2001, 9, 14)}
    for year in YEARS:
        election = nth(year, 11, 0, 1) + DAY
        expected |= kept([*common(year), date(year, 2, 12)]) | {election}
    assert set(days("ny_gcl24")) == expected


def test_exchange_days_are_those_of_the_library() -> None:
    library = holidays.financial_holidays("NYSE", years=range(1989, 2072))
    assert set(days("nyse")) == {day for day in library if day.year in YEARS and day.weekday() < 5}


def test_exchange_days_follow_the_rules_of_the_exchange() -> None:
    expected = {
        date(1994, 4, 27),  # a day of mourning
        date(2001, 9, 11),
        date(2001, 9, 12),
        date(2001, 9, 13),
        date(2001, 9, 14),  # the attacks
        date(2004, 6, 11),
        date(2007, 1, 2),
        date(2018, 12, 5),
        date(2025, 1, 9),  # days of mourning
        date(2012, 10, 29),
        date(2012, 10, 30),  # the hurricane
    }
    for year in YEARS:
        fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 12, 25)] + [date(year, 6, 19)] * (
            year >= 2022
        )
        moved = [day - DAY if day.weekday() == 5 and day.month > 1 else day for day in fixed]
        floating = [
            nth(year, 2, 0, 3),
            nth(year, 5, 0, -1),
            nth(year, 9, 0, 1),
            nth(year, 11, 3, 4),
        ]
        if year >= 1998:  # the first year in which the exchange kept the day of Dr. King
            floating.append(nth(year, 1, 0, 3))
        expected |= kept([*moved, *floating, easter(year) - 2 * DAY])
    assert set(days("nyse")) == expected


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


OPEN, CLOSED = False, True


@pytest.mark.parametrize(
    ("day", "federal", "new_york", "exchange"),
    [
        ("1999-12-31", OPEN, OPEN, OPEN),  # New Year's Day 2000 is a Saturday
        ("2000-02-11", OPEN, OPEN, OPEN),  # Lincoln's Birthday is a Saturday
        ("2000-11-10", OPEN, OPEN, OPEN),  # Veterans Day is a Saturday
        ("2001-02-12", OPEN, CLOSED, OPEN),  # Lincoln's Birthday
        ("2001-04-13", OPEN, OPEN, CLOSED),  # Good Friday
        ("2001-07-04", CLOSED, CLOSED, CLOSED),
        ("2001-09-11", OPEN, OPEN, CLOSED),
        ("2001-09-13", OPEN, OPEN, CLOSED),
        ("2001-09-14", OPEN, CLOSED, CLOSED),  # appointed for prayer
        ("2001-10-08", CLOSED, CLOSED, OPEN),  # Columbus Day
        ("2001-11-06", OPEN, CLOSED, OPEN),  # a general election, in an odd year
        ("2001-11-12", CLOSED, CLOSED, OPEN),  # Veterans Day, kept on Monday
        ("2001-12-24", OPEN, OPEN, OPEN),  # closed by executive order only
        ("2004-06-11", OPEN, OPEN, CLOSED),
        ("2004-07-05", CLOSED, CLOSED, CLOSED),  # July 4 is a Sunday
        ("2004-12-24", OPEN, OPEN, CLOSED),  # Christmas is a Saturday
        ("2006-02-13", OPEN, CLOSED, OPEN),  # Lincoln's Birthday, kept on Monday
        ("2007-01-02", OPEN, OPEN, CLOSED),
        ("2010-12-31", OPEN, OPEN, OPEN),
        ("2012-10-30", OPEN, OPEN, CLOSED),
        ("2018-12-05", OPEN, OPEN, CLOSED),
        ("2020-06-19", OPEN, OPEN, OPEN),  # before Juneteenth was a holiday
        ("2021-06-18", OPEN, OPEN, OPEN),  # Juneteenth is a Saturday
        ("2021-06-21", OPEN, OPEN, OPEN),
        ("2022-06-20", CLOSED, CLOSED, CLOSED),
        ("2025-01-09", OPEN, OPEN, CLOSED),
        ("2035-12-25", CLOSED, CLOSED, CLOSED),
        ("1996-01-15", CLOSED, CLOSED, OPEN),  # the day of Dr. King, not yet kept by the exchange
        ("1997-07-04", CLOSED, CLOSED, CLOSED),
        ("2036-07-04", CLOSED, CLOSED, CLOSED),
    ],
)
def test_a_day_that_is_often_got_wrong(
    day: str, federal: bool, new_york: bool, exchange: bool
) -> None:
    at = date.fromisoformat(day)
    assert at.weekday() < 5
    assert [at in days(name) for name in NAMES[1:]] == [federal, new_york, exchange]


@pytest.mark.parametrize(
    ("name", "mailed", "expected"),
    [
        ("federal", "2001-06-29", "2001-07-09"),
        ("ny_gcl24", "2001-06-29", "2001-07-09"),
        ("nyse", "2001-06-29", "2001-07-09"),
        ("federal", "2001-11-05", "2001-11-13"),
        ("ny_gcl24", "2001-11-05", "2001-11-14"),
        ("nyse", "2001-11-05", "2001-11-12"),
        ("nyse", "2001-09-10", "2001-09-21"),
    ],
)
def test_the_fifth_business_day_after_mailing(name: str, mailed: str, expected: str) -> None:
    day, left, closed = date.fromisoformat(mailed), 5, days(name)
    while left:
        day += DAY
        left -= day.weekday() < 5 and day not in closed
    assert day == date.fromisoformat(expected)


EASTERS = {
    2001: date(2001, 4, 15),
    2016: date(2016, 3, 27),
    2021: date(2021, 4, 4),
    2024: date(2024, 3, 31),
}


@pytest.mark.parametrize("year", EASTERS)
def test_delaware_keeps_its_own_days(year: int) -> None:
    given = [
        date(year, 1, 1),
        nth(year, 1, 0, 3),
        EASTERS[year] - 2 * DAY,
        nth(year, 5, 0, -1),
        date(year, 7, 4),
        nth(year, 9, 0, 1),
    ]
    thanksgiving = nth(year, 11, 3, 4)
    given += [date(year, 11, 11), thanksgiving, thanksgiving + DAY, date(year, 12, 25)]
    if year % 2 == 0:
        given.append(nth(year, 11, 0, 1) + DAY)
    if year >= 2022:
        given.append(date(year, 6, 19))
    moved = {
        day - DAY if day.weekday() == 5 else day + DAY if day.weekday() == 6 else day
        for day in given
    }
    if date(year + 1, 1, 1).weekday() == 5:
        moved.add(date(year, 12, 31))
    assert {day for day in days("de_501") if day.year == year} == {
        day for day in moved if day.year == year
    }
