"""The recipient's own window to reply: its last day, or how that day will be counted."""

from __future__ import annotations

from datetime import date

from rrdocs.dates.deadlines import Deadline
from rrdocs.dates.moments import DAY, calendar, weekday_date
from rrdocs.deal.events import (
    Request,
)
from rrdocs.documents.wording.delivery_words import mail_rule, receipt_text
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import (
    anchor_words,
    period_words,
)
from rrdocs.documents.wording.shapes import ExpectedReceipt
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.time.period_ends import end_of_period


def window_fields(
    fields: LetterFields, about: str, party: str, clock: str, length: Deadline, test: str
) -> Context:
    """The recipient's own window: the last day where its receipt is known, and otherwise how
    it will be counted.
    """
    found = next((c for c in fields.docket.clocks if c.key == (clock, about, party)), None)
    known: Context = {
        "window_known": found is not None,
        "receipt_day": "",
        "last_day": "",
        "last_permitted": "",
        "rolled": False,
        "roll_reason": "",
        "expected": [],
    }
    anchor = next(filter(None, length.anchors), "")
    if found:
        known |= _last(fields, found.starts, found.last_day, found.last_permitted)
    elif anchor in ("", "receipt", "delivery"):
        known["expected"] = _expected(fields, party, length)
    elif end := end_of_period(
        fields.deal, fields.today, length, lambda name: _day(fields, about, name)
    ):
        known |= {"window_known": True} | _last(fields, fields.today, *end[:2])
    plain = length.which == "only" and anchor in ("", "receipt", "delivery")
    return known | {
        "reply_period": period_words(length.length if plain or length.which == "only" else length),
        "reply_from": "" if plain or length.which != "only" else anchor_words(length),
        "reply_test": test,
        "receipt_text": receipt_text(fields.deal),
        "mail_rule": mail_rule(fields.deal),
    }


def _day(fields: LetterFields, about: str, anchor: str) -> date | None:
    """The day of an anchor, for a notice that goes out today."""
    if anchor in ("", "giving", "sending", "mailing"):
        return fields.today
    event = fields.position.by_id.get(about)
    if anchor == "request" and isinstance(event, Request):
        return fields.came(event).day
    registration = fields.position.registrations().get(about)
    planned = (
        registration.proposal.planned_filing if registration and registration.proposal else None
    )
    return planned.day if anchor == "filing" and planned else None


def _last(fields: LetterFields, starts: date, last: date | None, permitted: date | None) -> Context:
    assert last is not None and permitted is not None  # a window has both
    holidays = calendar(fields.deal.terms.governing_law.public_holidays)
    return {
        "receipt_day": weekday_date(starts),
        "last_day": weekday_date(last),
        "last_permitted": weekday_date(permitted),
        "rolled": permitted != last,
        "roll_reason": holidays.why_not(last) if permitted != last else "",
    }


def _expected(fields: LetterFields, party: str, length: Deadline) -> list[ExpectedReceipt]:
    """The last day for each way in which a letter of today would ordinarily come."""
    known, there = fields.deal.terms.notices.methods, fields.address(party)
    ways = []
    if "fax" in known and there and there.fax:
        ways.append(("By facsimile", fields.today))
    if "email" in known and there and there.email:
        open_only = known["email"].business_hours is not None
        ways.append(
            (
                "By e-mail",
                business_days(fields.deal).on_or_after(fields.today) if open_only else fields.today,
            )
        )
    if "courier" in known:
        ways.append(("By overnight courier", calendar("federal").on_or_after(fields.today + DAY)))
    rows: list[ExpectedReceipt] = []
    for method, day in ways:
        if end := end_of_period(fields.deal, day, length):
            rows.append(
                {
                    "method": method,
                    "day": weekday_date(day),
                    "last_day": weekday_date(end[0]),
                    "last_permitted": weekday_date(end[1]),
                }
            )
    return rows
