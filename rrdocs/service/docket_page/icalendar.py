"""The docket's calendar file: every deadline and every end of a period, with alarms, for calendar
programs.

An entry keeps its identity from run to run: its UID follows from the deal and what the entry is
about, its stamp from the latest event on record, and its sequence from how many events there are.
So a program that imports the file again moves what has moved.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import DAY, NEW_YORK
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Docket
from rrdocs.docket.explanation import clocks_together, conclusion, whose
from rrdocs.documents.packets.counsel_memo import to_whom
from rrdocs.documents.wording.phrases import capital, section, sentence
from rrdocs.facts.record.position import Position
from rrdocs.service.docket_page import timeline
from rrdocs.service.docket_page.page import alike

if TYPE_CHECKING:
    from icalendar import Event

SPACE = uuid.UUID("6d7f6f0e-55b1-5b0e-9d4e-0e2b5c1f7a43")
ALARMS = (timedelta(days=-6, hours=-15), timedelta(hours=-15), timedelta(hours=9))
"""Nine in the morning a week before, the day before, and on the day, from the midnight with which
the day begins.
"""


@dataclass(frozen=True)
class Entry:
    """A day in the calendar: its lasting name, what it says, and whether it still rings."""

    name: tuple[str, ...]
    day: date
    summary: str
    text: str
    rings: bool
    category: str


def docket_calendar(deals: Sequence[tuple[Position, Docket]]) -> bytes:
    """The deadlines of deals as an iCalendar file; the same bytes for the same record."""
    from icalendar import Calendar  # noqa: PLC0415 - only this needs it, and it takes a while

    found = Calendar()
    found.add("prodid", "-//rrdocs//docket//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", "Registration rights docket")
    for position, docket in deals:
        stamp, sequence = _stamp(position), len(position.events)
        for entry in sorted(
            entries(position.deal, docket, position.as_of.date()), key=lambda e: (e.day, e.name)
        ):
            found.add_component(_event(entry, stamp, sequence))
    return bytes(found.to_ical())


def entries(deal: Deal, docket: Docket, today: date) -> Iterator[Entry]:
    """Every deadline of a deal: what is or was due on a day, and where a period ends."""
    issuer = deal.parties[deal.issuer]
    short = issuer.short or issuer.name
    for group in alike(docket.decisions):
        d = group.first
        if d.due is None or d.outcome == "not_due":
            continue
        state = {"due": "Due", "given": "Given", "open": "Open"}[d.outcome]
        title, whom = DOCUMENT_TYPES[d.document].title, to_whom(deal, group)
        yield Entry(
            (deal.name, d.document, d.about, d.sender or "", d.to or ""),
            d.due,
            (
                f"{state}: {title} to {whom} ({short})"
                if d.class_ != "internal"
                else f"{state}: {title} ({short})"
            ),
            _text(deal, d.clause, d.about, conclusion(deal, group), d.arithmetic),
            d.outcome in ("due", "open") and d.due >= today,
            "Deadline",
        )
    for clocks in clocks_together(docket.clocks):
        clock = clocks[0]
        last = (
            clock.last_permitted
            or clock.last_day
            or (clock.free_from - DAY if clock.free_from else None)
        )
        if last is None:
            continue
        name, who = clock.title, whose(deal, clocks)
        yield Entry(
            (deal.name, clock.name, clock.about, clock.clause, clock.party or ""),
            last,
            f"Last day: {name}{f', {who}' if who else ''} ({short})",
            _text(
                deal,
                clock.clause,
                clock.about,
                f"{name}{f' of {who}' if who else ''}: {timeline.dates_of(clock)}",
                clock.arithmetic,
            ),
            clock.running or clock.starts > today,
            "Period",
        )


def _text(deal: Deal, clause: str, about: str, says: str, arithmetic: Sequence[str]) -> str:
    where = f"{capital(section(clause))}, on {about}."
    lines = [
        sentence(says),
        *map(sentence, arithmetic),
        where,
        f"{deal.agreement.title}, {deal.name}.",
    ]
    return "\n".join(lines).replace("\u00a0", " ")


def _stamp(position: Position) -> datetime:
    """The instant of the latest event on record, in universal time."""
    latest = max((event.date.at for event in position.events), default=datetime(2000, 1, 1))
    return latest.replace(microsecond=0, tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)


def _event(entry: Entry, stamp: datetime, sequence: int) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415

    event = Event()
    event.add("uid", f"{uuid.uuid5(SPACE, chr(0).join(entry.name))}@rrdocs.invalid")
    event.add("dtstamp", stamp)
    event.add("sequence", sequence)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + DAY)
    event.add("summary", entry.summary.replace("\u00a0", " "))
    event.add("description", entry.text)
    event.add("categories", [entry.category])
    event.add("transp", "TRANSPARENT")
    for before in ALARMS if entry.rings else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary.replace("\u00a0", " "))
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event
