"""What happens once in a deal, or once in a registration, and starts periods: the closing, the
initial public offering and so on.
"""

from __future__ import annotations

from datetime import date

from rrdocs.deal.events import MilestoneReached
from rrdocs.facts.record.position import Position


def milestone(position: Position, anchor: str, registration: str | None = None) -> date | None:
    """The day on which something happened that starts periods of the whole deal, or of one
    registration.
    """
    if anchor == "agreement":
        return position.deal.agreement.date
    found = [
        event
        for event in position.about(MilestoneReached, anchor)
        if event.registration in (None, registration)
    ]
    return found[0].date.day if found else None
