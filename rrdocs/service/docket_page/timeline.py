"""The docket's timeline: windows, restraints and holdbacks as bars on one scale of days, with a
line for today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rrdocs.dates.moments import DAY, add_months
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock
from rrdocs.docket.explanation import clock_dates, clocks_together, whose

Kind = Literal["window", "restraint", "holdback"]

BEFORE, AFTER = 12, 2
"""How far the scale reaches, in months: back at most, and forward at least."""
MOST_TICKS = 7


@dataclass(frozen=True)
class Bar:
    """Clocks that differ only in their party, as one bar. Places and widths are in percent of the
    scale.
    """

    kind: Kind
    name: str
    who: str
    about: str
    clause: str
    dates: str
    state: str
    arithmetic: tuple[str, ...]
    left: float
    width: float
    roll: float
    open_end: bool
    cut: bool
    running: bool


@dataclass(frozen=True)
class Tick:
    """A mark of the scale: the first of a month."""

    at: float
    label: str


@dataclass(frozen=True)
class Timeline:
    """The bars in order of their beginning, the marks of the scale, and where today stands."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    today: float
    earlier: int
    """How many bars ended before the scale begins."""


def kind_of(clock: Clock) -> Kind:
    """A window lets somebody act; a restraint keeps somebody from acting; a holdback is a
    restraint on selling.
    """
    if clock.last_permitted is not None:
        return "window"
    return "holdback" if clock.name.startswith("holdback") else "restraint"


def timeline(deal: Deal, clocks: Sequence[Clock], today: date) -> Timeline:
    """The timeline of a deal as of a day; what ended more than a year before is counted and left
    out.
    """
    first = add_months(today, -BEFORE)
    groups = clocks_together(clocks)
    shown = [alike for alike in groups if (end := _end(alike[0])) is None or end >= first]
    begin = max(first, min((alike[0].starts for alike in shown), default=today))
    begin = min(begin, add_months(today, -1)).replace(day=1)
    ends = [end for alike in shown if (end := _end(alike[0]))]
    last = max([add_months(today, AFTER), *(end + 7 * DAY for end in ends)])
    days = (last - begin).days

    def at(day: date) -> float:
        return round(100 * max(0, min((day - begin).days, days)) / days, 3)

    bars = tuple(_bar(deal, alike, today, at, begin) for alike in shown)
    return Timeline(bars, tuple(_ticks(begin, last, at)), at(today), len(groups) - len(shown))


def _end(clock: Clock) -> date | None:
    """The day on which a clock stops, if that is known."""
    if clock.last_permitted or clock.last_day:
        return clock.last_permitted or clock.last_day
    return clock.free_from - DAY if clock.free_from else None


def _bar(
    deal: Deal, alike: Sequence[Clock], today: date, at: Callable[[date], float], begin: date
) -> Bar:
    clock = alike[0]
    end = _end(clock)
    left = at(clock.starts)
    right = at(end + DAY) if end else 100.0
    plain = (
        at(clock.last_day + DAY)
        if clock.last_day and clock.last_permitted and clock.last_permitted > clock.last_day
        else right
    )
    return Bar(
        kind_of(clock),
        clock.title,
        whose(deal, alike),
        clock.about,
        clock.clause,
        dates_of(clock),
        state(clock, today),
        clock.arithmetic,
        left,
        max(round(plain - left, 3), 0.4),
        round(right - plain, 3),
        end is None,
        clock.starts < begin,
        clock.running,
    )


def dates_of(clock: Clock) -> str:
    """From when to when, in words."""
    unknown = clock.running and not (clock.last_day or clock.last_permitted or clock.free_from)
    return clock_dates(clock) + (", its end is not yet known" if unknown else "")


def state(clock: Clock, today: date) -> str:
    """Running, with the days that are left; ended; or yet to begin."""
    end = _end(clock)
    if clock.running:
        return f"running, ends {left(today, end)}" if end else "running"
    return "begins later" if clock.starts > today else "ended"


def left(today: date, day: date) -> str:
    """How far a day is: today; tomorrow; in 5 days; 3 days ago."""
    days = (day - today).days
    if days in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[days + 1]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


def _ticks(begin: date, last: date, at: Callable[[date], float]) -> Iterable[Tick]:
    months = (last.year - begin.year) * 12 + last.month - begin.month + 1
    step = next((step for step in (1, 2, 3, 6, 12) if months / step <= MOST_TICKS), 24)
    for month in range(0, months, step):
        day = add_months(begin, month)
        yield Tick(at(day), f"{day:%b} {day.year}" if day.month == 1 or month == 0 else f"{day:%b}")
