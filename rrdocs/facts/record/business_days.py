"""The calendar by which a deal counts its business days."""

from __future__ import annotations

from typing import Literal

from rrdocs.dates.moments import Calendar, calendar
from rrdocs.deal.deal import Deal


def business_days(deal: Deal) -> Calendar:
    """The calendar by which periods for an act count business days: the agreement's own, otherwise
    that of its law.
    """
    law = deal.terms.governing_law
    return calendar(law.business_days or law.public_holidays)


Way = Literal["outbound", "inbound_duty", "inbound"]
"""From the issuer; to the issuer, starting a duty of its own; to the issuer otherwise."""


def business_calendars(deal: Deal, way: Way) -> tuple[Calendar, ...]:
    """The calendars whose business days count: the agreement's own; otherwise several, where the
    cautious reading compares them.
    """
    if own := deal.terms.governing_law.business_days:
        return (calendar(own),)
    match deal.readings.value("business_day_calendar"):
        case "federal_banking":
            names: tuple[str, ...] = ("federal",)
        case "cautious":
            names = ("federal",) if way == "inbound" else ("federal", "ny_gcl24", "nyse")
        case name:
            names = (name,)
    return tuple(calendar(name) for name in names)
