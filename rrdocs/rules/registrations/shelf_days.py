"""Other agreements: on which days a required shelf was unusable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rrdocs.agreement.covenants import Shelf
from rrdocs.dates.moments import DAY, add_months
from rrdocs.deal.events import (
    ProspectusMisleading,
    ProspectusSupplemented,
)
from rrdocs.facts.record.position import Position, Registration

YEAR = 12


def unusable_days(position: Position, registration: Registration, over: date | None) -> list[date]:
    """The days on which the registration, once effective, could not be used: its prospectus
    misleading, or itself given up.
    """
    assert registration.effective is not None  # asked only of an effective one
    since, until = registration.effective.date.day, min(filter(None, (position.as_of.date(), over)))
    found: set[date] = set()
    spans: list[tuple[date, date | None]] = []
    mends = position.about(ProspectusSupplemented, registration.id)
    for event in position.about(ProspectusMisleading, registration.id):
        mended = next((mend.date.day for mend in mends if mend.date.at >= event.date.at), None)
        spans.append((event.date.day, mended))
    if registration.ended:
        spans.append((registration.ended.date.day, None))
    for first, end in spans:
        last = end - DAY if end else until
        found |= {first + n * DAY for n in range((min(last, until) - first).days + 1)}
    return sorted(day for day in found if day >= since)


def runs_of_days(found: Sequence[date]) -> list[list[date]]:
    """Days that follow each other without a break."""
    runs: list[list[date]] = []
    for day in found:
        if runs and day - runs[-1][-1] == DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def days_beyond_limit(rule: Shelf, unusable: Sequence[date]) -> list[tuple[date, date]]:
    """The first and last day of each run of days beyond what is allowed."""
    over: set[date] = set()
    for run in runs_of_days(unusable):
        over |= set(run[rule.unavailable_at_once :]) if rule.unavailable_at_once else set()
    if rule.unavailable:
        for number, day in enumerate(unusable):
            first = add_months(day, -YEAR)
            if sum(first < other for other in unusable[: number + 1]) > rule.unavailable:
                over.add(day)
    return [(run[0], run[-1]) for run in runs_of_days(sorted(over))]
