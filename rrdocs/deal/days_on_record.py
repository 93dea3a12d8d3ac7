"""Days that no calendar reaches: a delivery counts by business days, so its days must lie in the
years for which the holidays are on record, and so must the periods that it starts.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.dates.moments import Moment, known_years
from rrdocs.deal.events import Delivery, Event
from rrdocs.yamlfiles.records import Problem

MARGIN = 10
"""How many years of holidays must follow a delivery, for the periods that run from it."""


def outside_calendars(event: Event) -> Iterator[Problem]:
    """The days of a delivery that lie outside the years of the calendars, each at its place."""
    delivery = getattr(event, "delivery", None)
    if not isinstance(delivery, Delivery):
        return
    years = known_years()[:-MARGIN]
    days: list[tuple[Moment | None, Event | Delivery, str]] = [
        (event.date, event, "date"),
        (delivery.sent, delivery, "sent"),
        (delivery.received, delivery, "received"),
        (delivery.courier_followup, delivery, "courier_followup"),
        (delivery.confirmed, delivery, "confirmed"),
    ]
    for when, record, name in days:
        if when and when.day.year not in years:
            yield Problem(
                record.place_of(name),
                f"a delivery is counted by business days, and {when.day} lies outside the years"
                f" {years[0]} to {years[-1]}, for which holidays are on record",
            )
