"""The notices clause: from a delivery to the instant at which it counts as received.

A notice runs by the method used: delivery by hand or courier counts on delivery, a facsimile when received (and followed by a
courier copy), certified mail on a business day after mailing. E-mail stands outside the clause. Not modelled: refusal of
delivery, and a facsimile that arrives at night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from rrdocs.dates import Calendar, Moment, calendar, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.events import Delivery
from rrdocs.readings import Readings

Way = Literal["outbound", "inbound_duty", "inbound"]
"""From the issuer; to the issuer, starting a duty of its own; to the issuer otherwise."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a delivery amounts to at one instant.

    ``sufficient``: whether the method satisfies the notices clause (None: a question for counsel). ``dispatched``: when it was
    sent by such a method, as a whole. ``at``: when it counts as received; None when it does not, or not yet. ``actual``: when
    it really came to hand. ``why`` says how in words.
    """

    sufficient: bool | None
    dispatched: Moment | None
    at: Moment | None
    actual: Moment | None
    why: str

    def by(self, instant: datetime) -> bool:
        """Whether it counts as received by then."""
        return self.at is not None and self.at.at <= instant


def business_calendars(readings: Readings, way: Way) -> tuple[Calendar, ...]:
    """The calendars whose business days count; several where the cautious reading compares them."""
    match readings.value("business_day_calendar"):
        case "federal_banking":
            names: tuple[str, ...] = ("federal",)
        case "cautious":
            names = ("federal",) if way == "inbound" else ("federal", "ny_gcl24", "nyse")
        case name:
            names = (name,)
    return tuple(calendar(name) for name in names)


def _mailed(deal: Deal, way: Way, sent: date) -> tuple[date, str]:
    """The day on which mail counts as received: the latest calendar for our notices, the earliest for a duty of ours."""
    rule = deal.terms.notices.methods["mail"]
    assert rule.after is not None  # loaded terms carry the period of every method that counts from mailing
    counted = [(last_day(sent, rule.after, days), days) for days in business_calendars(deal.readings, way)]
    best = (min if way == "inbound_duty" else max)(day for day, _ in counted)
    days = next(days for day, days in counted if day == best)
    skipped = days.skipped(sent, best)
    names = ", ".join(f"{days.days[day]} on {long_date(day)}" for day in skipped)
    return best, (
        f"mailed {weekday_date(sent)} + {rule.after} ({days.name}"
        f"{'; not counted: ' + names if names else ''}) = {weekday_date(best)}"
    )


def _known(when: Moment | None, as_of: datetime) -> Moment | None:
    return when if when and when.at <= as_of else None


def receipt(deal: Deal, delivery: Delivery, happened: Moment, way: Way, as_of: datetime) -> Receipt:
    """What a delivery amounts to at ``as_of``; ``happened`` is the date of its event, used where the delivery has no own.

    Readings consulted: ``email_notice``, ``fax_followup``, ``business_day_calendar``, ``mail_actual_receipt``,
    ``nonbusiness_receipt``.
    """
    notices, readings = deal.terms.notices, deal.readings
    arrived = _known(delivery.received, as_of)
    if way != "outbound" and arrived is None and delivery.method != "mail":
        arrived = happened  # what came to us came to hand on the event's own day
    sent = _known(delivery.sent, as_of) or (happened if way == "outbound" or delivery.sent is None else None)
    copy = _known(delivery.courier_followup, as_of)
    rule = notices.methods.get(delivery.method)
    if rule is None:
        if delivery.method != "email":
            return Receipt(False, None, None, arrived, f"{delivery.method} is no method of notice")
        match readings.value("email_notice"):
            case "actual_receipt_ok":
                return Receipt(True, sent or arrived, arrived, arrived, "e-mail, taken as received when it arrived")
            case "invalid":
                return Receipt(False, None, None, arrived, "e-mail is no method of notice")
            case _:
                return Receipt(None, None, None, arrived, "e-mail stands outside the notices clause")
    if rule.received == "after_mailing":
        if sent is None:
            return Receipt(True, None, arrived, arrived, "the day of mailing is not on record")
        day, why = _mailed(deal, way, sent.day)
        deemed = Moment(datetime.combine(day, time()))
        if arrived and readings("mail_actual_receipt", "earlier_of_actual") and arrived < deemed:
            return Receipt(True, sent, arrived, arrived, f"arrived {weekday_date(arrived.day)}, before {long_date(day)}")
        return Receipt(True, sent, deemed, arrived, why)
    at, why, dispatched = arrived, f"{delivery.method}, received on delivery", sent or arrived
    if rule.followed_by:
        reading = readings.value("fax_followup")
        why = "facsimile, received when it arrived"
        if reading == "receipt_at_courier":
            at, why = copy, "facsimile, received with its courier copy"
            dispatched = dispatched if copy else None
        elif reading == "receipt_at_fax_if_followed" and way == "outbound" and copy is None:
            at, dispatched, why = None, None, "facsimile without a courier copy on record"
    if at and readings("nonbusiness_receipt", "next_business_day"):
        days = business_calendars(readings, way)[0]
        if not days.is_business_day(at.day):
            at = Moment(datetime.combine(days.on_or_after(at.day), time()))
            why += f", moved to the next business day, {weekday_date(at.day)}"
    if at:
        why = f"{why}, {weekday_date(at.day)}"
    return Receipt(True, dispatched, at, arrived, why)


def awaits_courier_copy(deal: Deal, delivery: Delivery, as_of: datetime) -> bool:
    """Whether a facsimile has no courier copy on record that its method calls for."""
    rule = deal.terms.notices.methods.get(delivery.method)
    return bool(rule and rule.followed_by and _known(delivery.courier_followup, as_of) is None)
