"""Writes the calendars that rrdocs counts by: ``python tools/calendars.py``.

Each file lists the weekdays from 1990 to 2070 that are no business days; Saturdays and Sundays
never are, and are left out. Nothing here is imported by rrdocs, and the same library gives the same
bytes.

Sources:

federal
    5 U.S.C. § 6103(a) for the days; the Federal Reserve Banks' holiday schedule for the rest. A
    holiday on a Sunday is kept on the Monday, one on a Saturday is not moved, and days off by
    executive order do not count. Juneteenth became law on June 17, 2021 (Pub. L. 117-17), too
    late for the banks to move or keep it that year; June 19, 2021 was a Saturday, so the first
    day on which it closes them is June 20, 2022.
ny_gcl24
    New York General Construction Law § 24, with Juneteenth as added by chapter 249 of the laws of
    2020. A day that falls on a Sunday is kept on the Monday, one on a Saturday is not moved; a
    general election is held each year (Election Law § 8-100) on the Tuesday after the first
    Monday in November. Of the days that a president or governor appoints for prayer, only
    September 14, 2001 (Proclamation 7462) is listed.
de_501
    Delaware Code title 1, § 501, as it has read since 2010, for every year. A day that falls on a
    Sunday is kept on the Monday, one on a Saturday on the Friday before; general elections are
    held in even years; Juneteenth from 2022.
nyse
    The New York Stock Exchange's trading holidays and its special closings of whole days. The days
    come from the library python-holidays; what it does not hold, or holds otherwise than the
    source, is below.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import holidays

FIRST, LAST = 1990, 2070
YEARS = range(
    FIRST - 1, LAST + 2
)  # a year of margin: a New Year's Day may be kept in the year before
CALENDARS = Path(__file__).parent.parent / "rrdocs" / "dates" / "data"
DAY = timedelta(days=1)

FEDERAL = (
    "Federal legal holidays (5 U.S.C. 6103) as the Federal Reserve Banks keep them: a Sunday"
    " holiday on the Monday, a Saturday holiday not moved; no days off by executive order;"
    " Juneteenth from 2022"
)
NEW_YORK = (
    "New York General Construction Law section 24: a Sunday holiday on the Monday, a Saturday"
    " holiday not moved; each general election day; of the days appointed for prayer only September"
    " 14, 2001 (Proclamation 7462); Juneteenth from 2021"
)
DELAWARE = (
    "Delaware Code title 1, section 501, as it has read since 2010: a Sunday holiday on the Monday,"
    " a Saturday holiday on the Friday; Good Friday, the day after Thanksgiving and general"
    " election days in even years; Juneteenth from 2022"
)
EXCHANGE = "New York Stock Exchange: trading holidays and special closings of whole days"


def monday_if_sunday(days: Mapping[date, str]) -> dict[date, str]:
    """Each holiday on the day it is kept."""
    return {
        day + DAY if day.weekday() == 6 else day: (
            f"{name} (observed)" if day.weekday() == 6 else name
        )
        for day, name in days.items()
    }


def election_day(year: int) -> date:
    """The Tuesday after the first Monday in November."""
    return next(day for n in range(2, 9) if (day := date(year, 11, n)).weekday() == 1)


def new_york(statutory: Mapping[date, str]) -> dict[date, str]:
    """The days of section 24, which are the federal ones and New York's own."""
    own = {date(year, 2, 12): "Lincoln's Birthday" for year in YEARS}
    prayer = {date(2001, 9, 14): "National Day of Prayer and Remembrance"}
    elections = {election_day(year): "General Election Day" for year in YEARS}
    return monday_if_sunday({**statutory, **own}) | prayer | elections


def delaware(statutory: Mapping[date, str]) -> dict[date, str]:
    """The days of section 501, each on the day on which it is kept."""
    dropped = {"Presidents' Day"}  # since 2010
    elections = {election_day(year): "General Election Day" for year in YEARS if year % 2 == 0}
    early = {
        day for day, name in statutory.items() if name.startswith("Juneteenth") and day.year < 2022
    }
    days = {
        day: name for day, name in statutory.items() if name not in dropped and day not in early
    } | elections
    moved = {
        day: -DAY if day.weekday() == 5 else DAY if day.weekday() == 6 else timedelta(0)
        for day in days
    }
    return {
        day + moved[day]: f"{name} (observed)" if moved[day] else name for day, name in days.items()
    }


def text(name: str, source: str, days: Mapping[date, str]) -> str:
    """A calendar's file."""
    kept = {
        day.isoformat(): days[day]
        for day in sorted(days)
        if FIRST <= day.year <= LAST and day.weekday() < 5
    }
    return (
        json.dumps(
            {"days": kept, "first": FIRST, "last": LAST, "name": name, "source": source},
            indent=1,
            sort_keys=True,
        )
        + "\n"
    )


def files() -> dict[str, str]:
    """The files of the calendars, by name."""
    statutory = dict(holidays.country_holidays("US", years=YEARS, observed=False, language="en_US"))
    of_delaware = dict(
        holidays.country_holidays("US", subdiv="DE", years=YEARS, observed=False, language="en_US")
    )
    exchange = dict(holidays.financial_holidays("NYSE", years=YEARS, language="en_US"))
    return {
        "de_501.json": text("de_501", DELAWARE, delaware(of_delaware)),
        "federal.json": text("federal", FEDERAL, monday_if_sunday(statutory)),
        "ny_gcl24.json": text("ny_gcl24", NEW_YORK, new_york(statutory)),
        "nyse.json": text("nyse", EXCHANGE, exchange),
    }


if __name__ == "__main__":
    for file, content in files().items():
        (CALENDARS / file).write_text(content, encoding="utf-8")
