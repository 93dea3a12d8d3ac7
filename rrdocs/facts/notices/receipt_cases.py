"""8(f): when a delivery counts as received, method by method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from rrdocs.agreement.covenants import Method
from rrdocs.agreement.interpretations import Readings
from rrdocs.agreement.vocabulary import METHODS, POST
from rrdocs.dates.moments import (
    NEW_YORK,
    Calendar,
    Moment,
    last_day,
    long_date,
    spoken,
    weekday_date,
)
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    Delivery,
)
from rrdocs.facts.record.business_days import Way, business_calendars

HOLIDAYS = {
    "federal": "federal holidays",
    "ny_gcl24": "New York holidays",
    "nyse": "exchange holidays",
}


FOLLOWS = {"courier": "courier copy", "confirmation": "confirmation"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a delivery amounts to at one instant.

    ``sufficient``: whether the method satisfies the notices clause (None: counsel must decide).
    ``dispatched``: when it was sent by such a method, as a whole. ``at``: when it counts as
    received; None when it does not, or not yet. ``actual``: when it really came to hand. ``why``
    says how in words. ``unsure``: what the record does not tell and the answer rests on.
    """

    sufficient: bool | None
    dispatched: Moment | None
    at: Moment | None
    actual: Moment | None
    why: str
    unsure: str = field(default="", compare=False)


def _counted(deal: Deal, way: Way, count: Callable[[Calendar], date]) -> tuple[date, Calendar]:
    """A day counted in business days: the latest calendar's for our notices, the earliest's for a
    duty of ours.
    """
    counted = [(count(days), days) for days in business_calendars(deal, way)]
    best = (min if way == "inbound_duty" else max)(day for day, _ in counted)
    return next(pair for pair in counted if pair[0] == best)


def known_by(when: Moment | None, as_of: datetime) -> Moment | None:
    return when if when and when.at <= as_of else None


def _whole(day: date) -> Moment:
    return Moment(datetime.combine(day, time()))


@dataclass(frozen=True, slots=True)
class DeliveryCase:
    """One delivery at one instant: whose, how, when it was sent and came to hand, and for which
    recipient.
    """

    deal: Deal
    delivery: Delivery
    way: Way
    as_of: datetime
    abouts: Sequence[str]
    rule: Method
    sent: Moment | None
    arrived: Moment | None
    zone: str
    own_days: Calendar | None

    @property
    def how(self) -> str:
        return METHODS[self.delivery.method]

    def open_day(self, count: Callable[[Calendar], date]) -> date:
        """A day counted by the recipient's own business days, otherwise by the agreement's."""
        return count(self.own_days) if self.own_days else _counted(self.deal, self.way, count)[0]

    def reading(self, parameter: str) -> str:
        return settled(self.deal.readings, parameter, self.abouts)


def from_sending(case: DeliveryCase) -> Receipt:
    """What counts as received from its mailing, deposit or sending, or (where the clause or a
    reading says so) as it really came.
    """
    rule, sent, arrived = case.rule, case.sent, case.arrived
    if sent is None:
        step = "mailing" if case.delivery.method in POST else "sending"
        why = (
            f"received {case.how} on {weekday_date(arrived.day)}" if arrived else f"sent {case.how}"
        )
        return Receipt(
            True, arrived, arrived, arrived, f"{why}; the day of {step} is not on record"
        )
    if (lacks := _lacks(case)) is not None:
        return lacks
    if rule.received == "on_deposit":
        at, why, unsure = _in_hours(case, sent, f"sent {case.how} on {weekday_date(sent.day)}")
        return Receipt(True, sent, at, arrived, why, unsure)
    at, why = _after(case, sent)
    if (
        arrived
        and arrived.day < at.day
        and (rule.earlier_of_actual or case.reading("mail_actual_receipt") == "earlier_of_actual")
    ):
        came, early, unsure = arrived, f"received {case.how} on {weekday_date(arrived.day)}", ""
        if rule.business_hours:
            came, early, unsure = _in_hours(case, arrived, early)
        if came.day < at.day:
            return Receipt(
                True, sent, came, arrived, f"{early}, before {long_date(at.day)}", unsure
            )
    return Receipt(True, sent, at, arrived, why)


def _after(case: DeliveryCase, sent: Moment) -> tuple[Moment, str]:
    """When what was sent counts as received: so long after, or on the next business day, and the
    arithmetic in words.
    """
    begun = "mailed" if case.delivery.method in POST else f"sent {case.how}"
    if case.rule.received == "next_business_day":
        best, days = _counted(case.deal, case.way, lambda days: days.after(sent.day, 1))
        by = _holidays(days, sent.day, best)
        return (
            _whole(best),
            f"{begun} {weekday_date(sent.day)}; next business day (by {by}) {weekday_date(best)}",
        )
    after = case.rule.after
    assert (
        after is not None
    )  # loaded terms carry the period of every method that counts from mailing
    if after.unit == "hours" and sent.timed:
        at = Moment(sent.at + timedelta(hours=after.count), timed=True)
        return at, f"{begun} {spoken(sent)} + {after} = {spoken(at)}"
    best, days = _counted(case.deal, case.way, lambda days: last_day(sent.day, after, days))
    by = f" (by {_holidays(days, sent.day, best)})" if after.unit == "business days" else ""
    return _whole(best), f"{begun} {weekday_date(sent.day)} + {after}{by} = {weekday_date(best)}"


def _holidays(days: Calendar, first: date, last: date) -> str:
    """Whose holidays were used, and which of them were passed over."""
    skipped = ", ".join(
        f"{days.days[day]} on {long_date(day)}" for day in days.skipped(first, last)
    )
    return HOLIDAYS[days.name] + (f"; not counted: {skipped}" if skipped else "")


def on_arrival(case: DeliveryCase) -> Receipt:
    """What counts as received when it is delivered or received."""
    rule, sent, arrived, how = case.rule, case.sent, case.arrived, case.how
    if (lacks := _lacks(case)) is not None:
        return lacks
    if case.delivery.refused:
        when = f" on {weekday_date(arrived.day)}" if arrived else ""
        if not rule.refusal_counts or arrived is None:
            tells = "" if rule.refusal_counts else ", which is no receipt"
            return Receipt(
                True, sent or arrived, None, None, f"offered {how} and refused{when}{tells}"
            )
        at, why, unsure = _in_hours(
            case, arrived, f"offered {how} and refused{when}, as good as received"
        )
        return Receipt(True, sent or arrived, at, arrived, why, unsure)
    came, why, dispatched = (
        arrived,
        f"{'received' if rule.followed_by else 'delivered'} {how}",
        sent or arrived,
    )
    if rule.followed_by and case.reading("fax_followup") == "receipt_at_courier":
        came = _followed(case)
        if came is None:
            return Receipt(
                True,
                None,
                None,
                arrived,
                f"sent {how}; no {FOLLOWS[rule.followed_by]} is on record",
            )
        why += f" with its {FOLLOWS[rule.followed_by]}"
    if came is None:
        return Receipt(True, dispatched, None, None, f"sent {how}; no receipt is on record")
    at, why, unsure = _in_hours(case, came, f"{why} on {weekday_date(came.day)}")
    return Receipt(True, dispatched, at, arrived, why, unsure)


def _lacks(case: DeliveryCase) -> Receipt | None:
    """What a delivery amounts to that has not all that its method calls for: a proof of receipt, a
    courier copy, a confirmation.
    """
    rule = case.rule
    if rule.answerback and not case.delivery.answerback:
        unknown = case.delivery.answerback is None
        tells = "whether an answerback came is not on record" if unknown else "no answerback came"
        return Receipt(
            None if unknown else True, None, None, case.arrived, f"sent {case.how}; {tells}"
        )
    if rule.followed_by is None:
        return None
    needed = case.reading("fax_followup") == "receipt_at_fax_if_followed"
    # what comes to us by facsimile is acted on, and its copy chased; a call alone is no writing
    needed = needed and (case.way == "outbound" or rule.followed_by == "confirmation")
    if needed and _followed(case) is None:
        return Receipt(
            True,
            None,
            None,
            case.arrived,
            f"sent {case.how}; no {FOLLOWS[rule.followed_by]} is on record",
        )
    return None


def _followed(case: DeliveryCase) -> Moment | None:
    """When what must follow a delivery did."""
    when = (
        case.delivery.courier_followup
        if case.rule.followed_by == "courier"
        else case.delivery.confirmed
    )
    return known_by(when, case.as_of)


def _in_hours(case: DeliveryCase, at: Moment, why: str) -> tuple[Moment, str, str]:
    """When something counts that came at an instant: then, or on the next business day if that was
    outside the recipient's hours.

    Where the time of day is not on record, the next business day counts, save for a duty of ours,
    which runs from the day itself.
    """
    hours = case.rule.business_hours
    if hours is None:
        if case.reading("nonbusiness_receipt") != "next_business_day":
            return at, why, ""
        day, _ = _counted(case.deal, case.way, lambda days: days.on_or_after(at.day))
        return (
            (at, why, "")
            if day == at.day
            else (_whole(day), f"{why}, which counts on {weekday_date(day)}", "")
        )
    there = at.at
    if at.timed and case.zone != NEW_YORK:
        there = (
            at.at.replace(tzinfo=ZoneInfo(NEW_YORK))
            .astimezone(ZoneInfo(case.zone))
            .replace(tzinfo=None)
        )
    open_day = case.open_day(lambda days: days.on_or_after(there.date())) == there.date()
    if open_day and at.timed and hours.holds(there.time()):
        return at, why, ""
    unsure = (
        ""
        if at.timed or not open_day
        else f"the time of day is not on record, and the recipient's hours are {hours}"
    )
    if unsure and case.way == "inbound_duty":
        return at, why, unsure
    day = case.open_day(lambda days: days.after(there.date(), 1))
    because = unsure or ("outside the recipient's hours" if open_day else "no business day")
    return _whole(day), f"{why} ({because}), which counts on {weekday_date(day)}", unsure


def when_arrived(
    delivery: Delivery,
    happened: Moment,
    sent: Moment | None,
    way: Way,
    as_of: datetime,
    dated: Literal["sent", "arrived"],
) -> Moment | None:
    """When something really came to hand, as far as the record tells.

    What came to us came on the day of its event, unless that is the day of mailing. What is handed
    over or said arrives as it is sent; to us a facsimile and an e-mail do too. A courier's
    delivery, and how our own notices fared, must be on record.
    """
    if delivery.received:
        return known_by(delivery.received, as_of)
    if dated == "arrived":
        same_day_mail = delivery.method in POST and sent is not None and happened.day <= sent.day
        return None if same_day_mail else happened
    at_once = delivery.method in ("hand", "telephone") or (
        way != "outbound" and delivery.method in ("fax", "email")
    )
    return sent if at_once else None


def outside_the_clause(
    delivery: Delivery, sent: Moment | None, arrived: Moment | None, reading: Callable[[str], str]
) -> Receipt:
    """A method that the notices clause does not name."""
    if delivery.method != "email":
        return Receipt(
            False,
            None,
            None,
            arrived,
            f"sent {METHODS[delivery.method]}, which is no method of notice",
        )
    match reading("email_notice"):
        case "actual_receipt_ok":
            return Receipt(
                True,
                sent or arrived,
                arrived,
                arrived,
                "sent by e-mail, taken as received when it arrived",
            )
        case "invalid":
            return Receipt(
                False, None, None, arrived, "sent by e-mail, which is no method of notice"
            )
        case _:
            return Receipt(
                None, None, None, arrived, "sent by e-mail, which stands outside the notices clause"
            )


def settled(readings: Readings, parameter: str, abouts: Sequence[str]) -> str:
    """The reading in force for a matter that may be named in several ways; counsel may have
    settled it under any of them.
    """
    about = next((name for name in abouts if (name, parameter) in readings.settled), "")
    return readings.value(parameter, about)
