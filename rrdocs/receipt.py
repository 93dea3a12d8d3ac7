"""The notices clause: from a delivery to the instant at which it counts as received.

A notice runs by the method used: delivery by hand or courier counts on delivery, a facsimile when received (and followed by a
courier copy), certified mail on a business day after mailing. E-mail stands outside the clause. Not modelled: refusal of
delivery, and a facsimile that arrives at night.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from rrdocs.dates import Calendar, Moment, Period, calendar, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.events import Delivery
from rrdocs.readings import Readings

METHODS = {"hand": "by hand", "courier": "by courier", "mail": "by mail", "fax": "by facsimile", "email": "by e-mail"}
HOLIDAYS = {"federal": "federal holidays", "ny_gcl24": "New York holidays", "nyse": "exchange holidays"}
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


def settled(readings: Readings, parameter: str, abouts: Sequence[str]) -> str:
    """The reading in force for a matter that may be named in several ways; counsel may have settled it under any of them."""
    about = next((name for name in abouts if (name, parameter) in readings.settled), "")
    return readings.value(parameter, about)


def business_calendars(deal: Deal, way: Way) -> tuple[Calendar, ...]:
    """The calendars whose business days count: the agreement's own; otherwise several, where the cautious reading compares them."""
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


def _counted(deal: Deal, way: Way, count: Callable[[Calendar], date]) -> tuple[date, Calendar]:
    """A day counted in business days: the latest calendar's for our notices, the earliest's for a duty of ours."""
    counted = [(count(days), days) for days in business_calendars(deal, way)]
    best = (min if way == "inbound_duty" else max)(day for day, _ in counted)
    return next(pair for pair in counted if pair[0] == best)


def _mailed(deal: Deal, way: Way, sent: date, after: Period) -> tuple[date, str]:
    """The day on which mail counts as received."""
    best, days = _counted(deal, way, lambda days: last_day(sent, after, days))
    skipped = ", ".join(f"{days.days[day]} on {long_date(day)}" for day in days.skipped(sent, best))
    left_out = f"; not counted: {skipped}" if skipped else ""
    return best, f"mailed {weekday_date(sent)} + {after} (by {HOLIDAYS[days.name]}{left_out}) = {weekday_date(best)}"


def _known(when: Moment | None, as_of: datetime) -> Moment | None:
    return when if when and when.at <= as_of else None


def _whole(day: date) -> Moment:
    return Moment(datetime.combine(day, time()))


def receipt(
    deal: Deal,
    delivery: Delivery,
    happened: Moment,
    way: Way,
    as_of: datetime,
    *,
    dated: Literal["sent", "arrived"] | None = None,
    abouts: Sequence[str] = (),
) -> Receipt:
    """What a delivery amounts to at ``as_of``.

    ``happened`` is the date of its event, which says when it was sent or when it arrived (``dated``; left out, our own notices
    are dated by sending and all else by arrival). ``abouts``: the ids under which counsel may have settled a reading.

    Readings consulted: ``email_notice``, ``fax_followup``, ``business_day_calendar``, ``mail_actual_receipt``,
    ``nonbusiness_receipt``.
    """
    dated = dated or ("sent" if way == "outbound" else "arrived")
    rule = deal.terms.notices.methods.get(delivery.method)
    sent = _known(delivery.sent, as_of) or (happened if dated == "sent" else None)
    arrived = _arrived(delivery, happened, sent, way, as_of, dated)

    def reading(parameter: str) -> str:
        return settled(deal.readings, parameter, abouts)

    if rule is None:
        return _outside(delivery, sent, arrived, reading)
    if rule.received == "after_mailing":
        if sent is None:
            why = f"received by mail on {weekday_date(arrived.day)}" if arrived else "sent by mail"
            return Receipt(True, arrived, arrived, arrived, f"{why}; the day of mailing is not on record")
        assert rule.after is not None  # loaded terms carry the period of every method that counts from mailing
        day, why = _mailed(deal, way, sent.day, rule.after)
        if arrived and arrived.day < day and reading("mail_actual_receipt") == "earlier_of_actual":
            why = f"received by mail on {weekday_date(arrived.day)}, before {long_date(day)}"
            return Receipt(True, sent, arrived, arrived, why)
        return Receipt(True, sent, _whole(day), arrived, why)
    how = METHODS[delivery.method]
    at, why, dispatched = arrived, f"{'received' if rule.followed_by else 'delivered'} {how}", sent or arrived
    if rule.followed_by:
        copy = _known(delivery.courier_followup, as_of)
        follow = reading("fax_followup")
        if follow == "receipt_at_courier":
            at = copy
            if copy is None:
                return Receipt(True, None, None, arrived, f"sent {how}; no courier copy is on record")
            why += " with its courier copy"
        elif follow == "receipt_at_fax_if_followed" and way == "outbound" and copy is None:
            return Receipt(True, None, None, arrived, f"sent {how}; no courier copy is on record")
    if at is None:
        return Receipt(True, dispatched, None, arrived, f"sent {how}; no receipt is on record")
    why = f"{why} on {weekday_date(at.day)}"
    if reading("nonbusiness_receipt") == "next_business_day":
        came = at.day
        day, _ = _counted(deal, way, lambda days: days.on_or_after(came))
        if day != came:
            at, why = _whole(day), f"{why}, which counts on {weekday_date(day)}"
    return Receipt(True, dispatched, at, arrived, why)


def _arrived(
    delivery: Delivery, happened: Moment, sent: Moment | None, way: Way, as_of: datetime, dated: Literal["sent", "arrived"]
) -> Moment | None:
    """When something really came to hand, as far as the record tells.

    What came to us came on the day of its event, unless that is the day of mailing. What is handed over arrives as it is sent;
    to us a facsimile and an e-mail do too. A courier's delivery, and how our own notices fared, must be on record.
    """
    if delivery.received:
        return _known(delivery.received, as_of)
    if dated == "arrived":
        same_day_mail = delivery.method == "mail" and sent is not None and happened.day <= sent.day
        return None if same_day_mail else happened
    at_once = delivery.method == "hand" or (way != "outbound" and delivery.method in ("fax", "email"))
    return sent if at_once else None


def _outside(delivery: Delivery, sent: Moment | None, arrived: Moment | None, reading: Callable[[str], str]) -> Receipt:
    """A method that the notices clause does not name."""
    if delivery.method != "email":
        return Receipt(False, None, None, arrived, f"sent {METHODS[delivery.method]}, which is no method of notice")
    match reading("email_notice"):
        case "actual_receipt_ok":
            return Receipt(True, sent or arrived, arrived, arrived, "sent by e-mail, taken as received when it arrived")
        case "invalid":
            return Receipt(False, None, None, arrived, "sent by e-mail, which is no method of notice")
        case _:
            return Receipt(None, None, None, arrived, "sent by e-mail, which stands outside the notices clause")


def awaits_courier_copy(deal: Deal, delivery: Delivery, as_of: datetime) -> bool:
    """Whether a facsimile has no courier copy on record that its method calls for."""
    rule = deal.terms.notices.methods.get(delivery.method)
    return bool(rule and rule.followed_by and _known(delivery.courier_followup, as_of) is None)
