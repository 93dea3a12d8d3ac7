"""The notices clause: what a delivery amounts to, by method, direction and reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Literal

import pytest

from rrdocs.covenants import Method
from rrdocs.dates import moment
from rrdocs.deal import Deal
from rrdocs.events import AddressChanged, Delivery, DemandNotice, JoinRequest, NoticeSent, RequestWithdrawn
from rrdocs.loading import load
from rrdocs.readings import Readings
from rrdocs.receipt import Receipt, Way, awaits, binds_issuer, business_calendars, document_of, of_event, receipt, settled, untold
from tests.test_scenarios import DEAL

LATER = datetime(2001, 12, 31, 23, 59, 59)
LATE = datetime(2003, 1, 1)


@cache
def _loaded() -> Deal:
    deal, problems = load(DEAL)
    assert deal is not None, problems
    return deal


def deal_with(readings: Mapping[str, str] | None = None, counsel: Mapping[tuple[str, str], str] | None = None) -> Deal:
    return replace(_loaded(), readings=Readings(readings or {}, counsel or {}))


def judged(
    delivery: dict[str, str],
    way: Way,
    happened: str = "2001-06-06",
    *,
    as_of: datetime = LATER,
    dated: Literal["sent", "arrived"] | None = None,
    abouts: tuple[str, ...] = (),
    counsel: Mapping[tuple[str, str], str] | None = None,
    **readings: str,
) -> Receipt:
    deal = deal_with(readings, counsel)
    return receipt(deal, Delivery.model_validate(delivery), moment(happened), way, as_of, dated=dated, abouts=abouts)


def said(got: Receipt) -> tuple[object, str | None, str | None, str | None]:
    """Whether it is sufficient, and when it was dispatched, counts as received, and came to hand."""
    return got.sufficient, *(str(when) if when else None for when in (got.dispatched, got.at, got.actual))  # type: ignore[return-value]


# ---- by hand and by courier


@pytest.mark.parametrize("way", ["outbound", "inbound", "inbound_duty"])
@pytest.mark.parametrize("method", ["hand", "courier"])
def test_hand_and_courier_count_on_delivery(method: str, way: Way) -> None:
    got = judged({"method": method, "sent": "2001-06-06", "received": "2001-06-08T09:00"}, way)
    assert said(got) == (True, "2001-06-06", "2001-06-08T09:00", "2001-06-08T09:00")
    assert got.why == f"delivered by {method} on Friday, June\u00a08, 2001"


def test_what_is_handed_over_arrives_as_it_is_sent() -> None:
    assert said(judged({"method": "hand"}, "outbound")) == (True, "2001-06-06", "2001-06-06", "2001-06-06")
    assert said(judged({"method": "hand", "sent": "2001-06-05"}, "outbound")) == (True, "2001-06-05", "2001-06-05", "2001-06-05")


def test_our_courier_without_a_delivery_on_record_is_sent_and_not_received() -> None:
    got = judged({"method": "courier", "sent": "2001-06-05"}, "outbound")
    assert said(got) == (True, "2001-06-05", None, None)
    assert got.why == "sent by courier; no receipt is on record"


def test_what_came_to_us_came_on_the_day_of_its_event() -> None:
    assert said(judged({"method": "courier", "sent": "2001-06-05"}, "inbound")) == (
        True, "2001-06-05", "2001-06-06", "2001-06-06",
    )  # fmt: skip
    assert said(judged({"method": "courier"}, "inbound_duty")) == (True, "2001-06-06", "2001-06-06", "2001-06-06")


def test_a_notice_to_us_dated_by_its_sending_needs_its_courier_on_record() -> None:
    assert said(judged({"method": "courier"}, "inbound", dated="sent")) == (True, "2001-06-06", None, None)
    assert said(judged({"method": "hand"}, "inbound", dated="sent")) == (True, "2001-06-06", "2001-06-06", "2001-06-06")
    assert said(judged({"method": "fax"}, "inbound", dated="sent")) == (True, "2001-06-06", "2001-06-06", "2001-06-06")


def test_what_lies_in_the_future_is_not_known() -> None:
    as_of = datetime(2001, 6, 7, 12)
    got = judged({"method": "courier", "sent": "2001-06-06", "received": "2001-06-08"}, "outbound", as_of=as_of)
    assert said(got) == (True, "2001-06-06", None, None)
    got = judged({"method": "hand", "received": "2001-06-07T12:00"}, "inbound", as_of=as_of)
    assert said(got) == (True, "2001-06-07T12:00", "2001-06-07T12:00", "2001-06-07T12:00")
    got = judged({"method": "hand", "received": "2001-06-07T12:01"}, "inbound", as_of=as_of)
    assert said(got) == (True, None, None, None)


# ---- on days that are no business days


def test_a_saturday_counts_unless_only_business_days_do() -> None:
    delivery = {"method": "courier", "sent": "2001-06-06", "received": "2001-06-09T10:00"}
    assert said(judged(delivery, "outbound"))[2] == "2001-06-09T10:00"
    got = judged(delivery, "outbound", nonbusiness_receipt="next_business_day")
    assert said(got) == (True, "2001-06-06", "2001-06-11", "2001-06-09T10:00")
    assert got.why == "delivered by courier on Saturday, June\u00a09, 2001, which counts on Monday, June\u00a011, 2001"
    got = judged({**delivery, "received": "2001-06-08T10:00"}, "outbound", nonbusiness_receipt="next_business_day")
    assert said(got)[2] == "2001-06-08T10:00"


@pytest.mark.parametrize(("way", "day"), [("outbound", "2001-10-09"), ("inbound_duty", "2001-10-08"), ("inbound", "2001-10-09")])
def test_of_several_calendars_the_cautious_one_is_taken(way: Way, day: str) -> None:
    got = judged({"method": "hand", "received": "2001-10-08"}, way, nonbusiness_receipt="next_business_day")
    assert said(got)[2] == day  # Columbus Day, on which the exchange trades


# ---- by mail


@pytest.mark.parametrize(
    ("sent", "way", "calendar", "counts"),
    [
        ("2001-06-29", "outbound", "cautious", "2001-07-09"),  # across Independence Day
        ("2001-09-10", "outbound", "cautious", "2001-09-21"),
        ("2001-09-10", "outbound", "federal_banking", "2001-09-17"),
        ("2001-09-10", "outbound", "ny_gcl24", "2001-09-18"),
        ("2001-09-10", "outbound", "nyse", "2001-09-21"),
        ("2001-09-10", "inbound_duty", "cautious", "2001-09-17"),
        ("2001-09-10", "inbound", "cautious", "2001-09-17"),
        ("2001-10-01", "inbound_duty", "cautious", "2001-10-08"),  # Columbus Day
        ("2001-10-01", "inbound", "cautious", "2001-10-09"),
        ("2001-10-01", "outbound", "cautious", "2001-10-09"),
        ("2001-10-01", "inbound_duty", "federal_banking", "2001-10-09"),
        ("2001-11-05", "outbound", "cautious", "2001-11-14"),  # Election Day and Veterans Day
        ("2001-11-05", "inbound", "cautious", "2001-11-13"),
        ("2001-11-05", "inbound_duty", "cautious", "2001-11-12"),
    ],
)
def test_mail_counts_on_the_fifth_business_day(sent: str, way: Way, calendar: str, counts: str) -> None:
    got = judged({"method": "mail", "sent": sent}, way, sent, business_day_calendar=calendar)
    assert said(got) == (True, sent, counts, None)


def test_the_arithmetic_of_mail_names_the_calendar_and_what_it_leaves_out() -> None:
    got = judged({"method": "mail", "sent": "2001-06-29"}, "outbound", "2001-06-29")
    assert got.why == (
        "mailed Friday, June\u00a029, 2001 + 5 business days (by federal holidays; not counted: "
        "Independence Day on July\u00a04, 2001) = Monday, July\u00a09, 2001"
    )
    got = judged({"method": "mail", "sent": "2001-06-06"}, "outbound")
    assert got.why == "mailed Wednesday, June\u00a06, 2001 + 5 business days (by federal holidays) = Wednesday, June\u00a013, 2001"
    got = judged({"method": "mail", "sent": "2002-02-05"}, "outbound", "2002-02-05", business_day_calendar="ny_gcl24", as_of=LATE)
    assert "(by New York holidays; not counted: Lincoln's Birthday on February\u00a012, 2002)" in got.why
    got = judged({"method": "mail", "sent": "2001-09-10"}, "outbound", "2001-09-10")
    assert " on September\u00a011, 2001, Closed" in got.why
    assert "(by exchange holidays; not counted: " in got.why and got.why.count(" on September\u00a01") == 4


def test_the_arrival_of_mail_is_kept_and_does_not_count() -> None:
    got = judged({"method": "mail", "sent": "2001-06-06", "received": "2001-06-08"}, "inbound", "2001-06-08")
    assert said(got) == (True, "2001-06-06", "2001-06-13", "2001-06-08")


@pytest.mark.parametrize(("arrives", "counts"), [("2001-06-12", "2001-06-12"), ("2001-06-13", "2001-06-13"), ("2001-06-15", "2001-06-13")])
def test_where_arrival_counts_the_earlier_day_does(arrives: str, counts: str) -> None:
    delivery = {"method": "mail", "sent": "2001-06-06", "received": arrives}
    got = judged(delivery, "inbound", arrives, mail_actual_receipt="earlier_of_actual")
    assert said(got) == (True, "2001-06-06", counts, arrives)
    if arrives == "2001-06-13":
        assert got.why.startswith("mailed")
    if arrives == "2001-06-12":
        assert got.why == "received by mail on Tuesday, June\u00a012, 2001, before June\u00a013, 2001"


def test_mail_to_us_arrived_on_the_day_of_its_event_unless_that_is_the_day_of_mailing() -> None:
    assert said(judged({"method": "mail", "sent": "2001-06-05"}, "inbound"))[3] == "2001-06-06"
    assert said(judged({"method": "mail", "sent": "2001-06-06"}, "inbound"))[3] is None
    assert said(judged({"method": "mail"}, "inbound", dated="sent")) == (True, "2001-06-06", "2001-06-13", None)


def test_mail_whose_mailing_is_not_on_record_counts_from_its_arrival() -> None:
    got = judged({"method": "mail", "received": "2001-06-08"}, "inbound_duty")
    assert said(got) == (True, "2001-06-08", "2001-06-08", "2001-06-08")
    assert got.why == "received by mail on Friday, June\u00a08, 2001; the day of mailing is not on record"
    got = judged({"method": "mail", "received": "2001-06-08"}, "inbound_duty", as_of=datetime(2001, 6, 7))
    assert said(got) == (True, None, None, None)
    assert got.why == "sent by mail; the day of mailing is not on record"


# ---- by facsimile

FAX = {"method": "fax", "sent": "2001-06-06T15:00", "received": "2001-06-06T15:01"}
FOLLOWED = {**FAX, "courier_followup": "2001-06-08"}


def test_our_facsimile_counts_when_received_if_a_courier_copy_followed() -> None:
    got = judged(FOLLOWED, "outbound")
    assert said(got) == (True, "2001-06-06T15:00", "2001-06-06T15:01", "2001-06-06T15:01")
    assert got.why == "received by facsimile on Wednesday, June\u00a06, 2001"
    got = judged(FAX, "outbound")
    assert said(got) == (True, None, None, "2001-06-06T15:01")
    assert got.why == "sent by facsimile; no courier copy is on record"
    assert said(judged(FOLLOWED, "outbound", as_of=datetime(2001, 6, 7))) == (True, None, None, "2001-06-06T15:01")


def test_our_facsimile_must_be_received_on_record() -> None:
    got = judged({"method": "fax", "sent": "2001-06-06T15:00", "courier_followup": "2001-06-08"}, "outbound")
    assert said(got) == (True, "2001-06-06T15:00", None, None)
    assert got.why == "sent by facsimile; no receipt is on record"


@pytest.mark.parametrize("way", ["inbound", "inbound_duty"])
def test_a_facsimile_to_us_is_acted_on_at_once(way: Way) -> None:
    assert said(judged(FAX, way)) == (True, "2001-06-06T15:00", "2001-06-06T15:01", "2001-06-06T15:01")


@pytest.mark.parametrize("way", ["outbound", "inbound_duty"])
def test_a_facsimile_may_count_only_with_its_courier_copy(way: Way) -> None:
    got = judged(FOLLOWED, way, fax_followup="receipt_at_courier")
    assert said(got) == (True, "2001-06-06T15:00", "2001-06-08", "2001-06-06T15:01")
    assert got.why == "received by facsimile with its courier copy on Friday, June\u00a08, 2001"
    got = judged(FAX, way, fax_followup="receipt_at_courier")
    assert said(got) == (True, None, None, "2001-06-06T15:01")
    assert got.why == "sent by facsimile; no courier copy is on record"


def test_a_facsimile_may_count_alone() -> None:
    got = judged(FAX, "outbound", fax_followup="fax_alone_ok")
    assert said(got) == (True, "2001-06-06T15:00", "2001-06-06T15:01", "2001-06-06T15:01")


def test_a_facsimile_awaits_its_courier_copy() -> None:
    deal = deal_with()
    assert awaits(deal, Delivery.model_validate(FAX), LATER, "")
    assert not awaits(deal, Delivery.model_validate(FOLLOWED), LATER, "")
    assert awaits(deal, Delivery.model_validate(FOLLOWED), datetime(2001, 6, 7), "")
    assert not awaits(deal, Delivery.model_validate({"method": "hand"}), LATER, "")
    assert not awaits(deal, Delivery.model_validate({"method": "email"}), LATER, "")


# ---- by other ways

MAIL = {"method": "email", "sent": "2001-06-06T10:00", "received": "2001-06-06T10:01"}


def test_an_e_mail_is_a_question_for_counsel() -> None:
    got = judged(MAIL, "inbound_duty")
    assert said(got) == (None, None, None, "2001-06-06T10:01")
    assert got.why == "sent by e-mail, which stands outside the notices clause"
    got = judged(MAIL, "inbound_duty", email_notice="invalid")
    assert said(got) == (False, None, None, "2001-06-06T10:01")
    assert got.why == "sent by e-mail, which is no method of notice"
    got = judged(MAIL, "inbound_duty", email_notice="actual_receipt_ok")
    assert said(got) == (True, "2001-06-06T10:00", "2001-06-06T10:01", "2001-06-06T10:01")
    assert got.why == "sent by e-mail, taken as received when it arrived"
    got = judged({"method": "email", "received": "2001-06-06T10:01"}, "inbound_duty", email_notice="actual_receipt_ok")
    assert said(got)[1] == "2001-06-06T10:01"


def test_our_e_mail_without_an_arrival_on_record_has_none() -> None:
    assert said(judged({"method": "email", "sent": "2001-06-06"}, "outbound")) == (None, None, None, None)
    assert said(judged({"method": "email", "sent": "2001-06-06"}, "inbound", dated="sent"))[3] == "2001-06-06"


@pytest.mark.parametrize(("name", "how"), [("hand", "by hand"), ("courier", "by courier"), ("mail", "by mail"), ("fax", "by facsimile")])
def test_a_method_that_the_agreement_leaves_out_is_none(name: str, how: str) -> None:
    deal = deal_with()
    methods = {key: method for key, method in deal.terms.notices.methods.items() if key != name}
    terms = deal.terms.model_copy(update={"notices": deal.terms.notices.model_copy(update={"methods": methods})})
    deal = replace(deal, agreement=deal.agreement.model_copy(update={"terms": terms}))
    got = receipt(deal, Delivery.model_validate({**FAX, "method": name}), moment("2001-06-06"), "inbound", LATER)
    assert said(got) == (False, None, None, "2001-06-06T15:01")
    assert got.why == f"sent {how}, which is no method of notice"


# ---- counsel


def test_counsel_settles_a_reading_for_a_matter_under_any_of_its_names() -> None:
    counsel = {("demand-1", "email_notice"): "actual_receipt_ok"}
    assert judged(MAIL, "inbound_duty", abouts=("demand-2", "demand-1"), counsel=counsel).sufficient is True
    assert judged(MAIL, "inbound_duty", abouts=("demand-2",), counsel=counsel).sufficient is None
    readings = Readings({"email_notice": "invalid"}, counsel)
    assert settled(readings, "email_notice", ()) == "invalid"
    assert settled(readings, "email_notice", ("demand-1",)) == "actual_receipt_ok"


def test_the_readings_that_were_consulted_are_noted() -> None:
    deal = deal_with()
    with deal.readings.noting() as asked:
        receipt(deal, Delivery.model_validate(FAX), moment("2001-06-06"), "inbound", LATER)
    assert asked == {"fax_followup", "nonbusiness_receipt"}
    with deal.readings.noting() as asked:
        receipt(deal, Delivery.model_validate({"method": "mail", "sent": "2001-06-06"}), moment("2001-06-06"), "inbound", LATER)
    assert asked == {"business_day_calendar"}


@pytest.mark.parametrize(("way", "names"), [("outbound", 3), ("inbound_duty", 3), ("inbound", 1)])
def test_the_cautious_reading_compares_calendars(way: Way, names: int) -> None:
    assert len(business_calendars(deal_with(), way)) == names
    assert len(business_calendars(deal_with({"business_day_calendar": "nyse"}), way)) == 1
    one = business_calendars(deal_with(), "inbound")[0]
    assert one.is_business_day(date(2001, 11, 6)) and not one.is_business_day(date(2001, 10, 8))  # federal and banking days


# ---- methods on other terms

Data = dict[str, object]
UNKNOWN = "the time of day is not on record, and the recipient's hours are 9:00-17:00"


def with_notices(**change: object) -> Deal:
    """The deal with another clause of notices."""
    deal = deal_with()
    terms = deal.terms.model_copy(update={"notices": deal.terms.notices.model_copy(update=change)})
    return replace(deal, agreement=deal.agreement.model_copy(update={"terms": terms}))


def by_rule(rule: Data, delivery: Data, way: Way = "outbound", happened: str = "2001-06-06", zone: str | None = None) -> Receipt:
    """What a delivery to Rupert amounts to, who is told by his own clock, where its method counts by a rule of its own."""
    deal = with_notices(methods={delivery["method"]: Method.model_validate(rule)})
    deal = replace(deal, parties={**deal.parties, "rupert": deal.parties["rupert"].model_copy(update={"time_zone": zone})})
    return receipt(deal, Delivery.model_validate(delivery), moment(happened), way, LATER, recipient="rupert")


def test_what_comes_back_was_not_received_and_counts_only_where_sending_is_enough() -> None:
    back: Data = {"method": "courier", "sent": "2001-06-06", "bounced": "true"}
    for received in ("on_delivery", "when_received"):
        got = by_rule({"received": received}, back)
        assert said(got) == (False, None, None, None)
        assert got.why == "sent by courier, and came back undelivered"
    # Wednesday, June 6 + 5 business days = Wednesday, June 13
    post: Data = {"method": "mail", "sent": "2001-06-06", "bounced": "true"}
    rule: Data = {"received": "after_mailing", "after": "5 business days"}
    assert said(by_rule(rule, post)) == (True, "2001-06-06", "2001-06-13", None)
    got = by_rule({**rule, "void_if_returned": "true"}, post)
    assert said(got) == (False, None, None, None)
    assert got.why == "sent by mail, and came back undelivered"


def test_what_counts_from_its_sending_counts_from_its_arrival_where_that_alone_is_on_record() -> None:
    got = by_rule({"received": "on_deposit"}, {"method": "email", "received": "2001-06-08T10:00"}, "inbound_duty")
    assert said(got) == (True, "2001-06-08T10:00", "2001-06-08T10:00", "2001-06-08T10:00")
    assert got.why == "received by e-mail on Friday, June\u00a08, 2001; the day of sending is not on record"


def test_what_counts_with_its_sending_counts_whenever_it_comes_to_hand() -> None:
    sent: Data = {"method": "email", "sent": "2001-06-06T15:00", "received": "2001-06-07T09:02"}
    got = by_rule({"received": "on_deposit"}, sent)
    assert said(got) == (True, "2001-06-06T15:00", "2001-06-06T15:00", "2001-06-07T09:02")
    assert got.why == "sent by e-mail on Wednesday, June\u00a06, 2001" and not got.unsure


def test_what_was_sent_at_an_unknown_hour_counts_on_the_next_business_day_and_that_is_said() -> None:
    got = by_rule({"received": "on_deposit", "business_hours": "9:00-17:00"}, {"method": "email", "sent": "2001-06-06"})
    assert said(got) == (True, "2001-06-06", "2001-06-07", None)
    assert got.why == f"sent by e-mail on Wednesday, June\u00a06, 2001 ({UNKNOWN}), which counts on Thursday, June\u00a07, 2001"
    assert got.unsure == UNKNOWN


BY_MAIL = "mailed Wednesday, June 6, 2001 + 5 business days (by federal holidays) = Wednesday, June 13, 2001"


# Mailed Wednesday, June 6, + 5 business days = Wednesday, June 13; what comes earlier counts within the recipient's hours
@pytest.mark.parametrize(
    ("arrives", "counts", "why", "unsure"),
    [
        ("2001-06-12T10:00", "2001-06-12T10:00", "received by mail on Tuesday, June 12, 2001, before June 13, 2001", ""),
        (
            "2001-06-11", "2001-06-12",
            f"received by mail on Monday, June 11, 2001 ({UNKNOWN}), which counts on Tuesday, June 12, 2001, before June 13, 2001", UNKNOWN,
        ),
        # after hours on Tuesday it counts on Wednesday, no earlier than the mailing has it
        ("2001-06-12T18:00", "2001-06-13", BY_MAIL, ""),
        ("2001-06-13T10:00", "2001-06-13", BY_MAIL, ""),
    ],
)  # fmt: skip
def test_mail_that_comes_earlier_counts_from_within_the_hours(arrives: str, counts: str, why: str, unsure: str) -> None:
    rule: Data = {"received": "after_mailing", "after": "5 business days", "earlier_of_actual": "true", "business_hours": "9:00-17:00"}
    got = by_rule(rule, {"method": "mail", "sent": "2001-06-06", "received": arrives})
    assert said(got) == (True, "2001-06-06", counts, arrives)
    assert (got.why.replace("\u00a0", " "), got.unsure) == (why, unsure)


@pytest.mark.parametrize(("arrives", "asked"), [("2001-06-12", True), ("2001-06-13", False), ("2001-06-14", False)])
def test_whether_arrival_counts_is_asked_only_where_it_came_earlier(arrives: str, asked: bool) -> None:
    deal = deal_with()
    delivery = Delivery.model_validate({"method": "mail", "sent": "2001-06-06", "received": arrives})
    with deal.readings.noting() as consulted:
        receipt(deal, delivery, moment("2001-06-06"), "outbound", LATER)
    assert ("mail_actual_receipt" in consulted) is asked


OFFERED = "offered by courier and refused on Thursday, June 7, 2001"
REFUSED: Data = {"method": "courier", "sent": "2001-06-06", "refused": "true"}


@pytest.mark.parametrize(
    ("counts", "day", "at", "why"),
    [
        ("true", "2001-06-07T11:00", "2001-06-07T11:00", f"{OFFERED}, as good as received"),
        ("false", "2001-06-07T11:00", None, f"{OFFERED}, which is no receipt"),
        ("true", None, None, "offered by courier and refused"),  # nobody knows when it was refused
        ("false", None, None, "offered by courier and refused, which is no receipt"),
    ],
)  # fmt: skip
def test_a_refusal_is_receipt_where_the_agreement_says_so(counts: str, day: str | None, at: str | None, why: str) -> None:
    got = by_rule({"received": "on_delivery", "refusal_counts": counts}, {**REFUSED, "received": day})
    assert said(got) == (True, "2001-06-06", at, at)
    assert (got.why.replace("\u00a0", " "), got.unsure) == (why, "")


def test_a_refusal_at_an_unknown_hour_counts_on_the_next_business_day_and_that_is_said() -> None:
    rule: Data = {"received": "on_delivery", "refusal_counts": "true", "business_hours": "9:00-17:00"}
    got = by_rule(rule, {**REFUSED, "received": "2001-06-07"})
    assert said(got) == (True, "2001-06-06", "2001-06-08", "2001-06-07")
    assert got.unsure == UNKNOWN
    # refused on Saturday, June 9, it counts on Monday, whatever the hour
    got = by_rule(rule, {**REFUSED, "received": "2001-06-09"})
    assert said(got) == (True, "2001-06-06", "2001-06-11", "2001-06-09")
    assert not got.unsure and got.why.replace("\u00a0", " ") == (
        "offered by courier and refused on Saturday, June 9, 2001, as good as received (no business day), which counts on "
        "Monday, June 11, 2001"
    )


@pytest.mark.parametrize(
    ("answerback", "sufficient", "at", "why"),
    [
        ("true", True, "2001-06-06T15:01", "delivered by facsimile on Wednesday, June 6, 2001"),
        ("false", True, None, "sent by facsimile; no answerback came"),
        (None, None, None, "sent by facsimile; whether an answerback came is not on record"),
    ],
)
def test_a_facsimile_may_need_its_answerback(answerback: str | None, sufficient: bool | None, at: str | None, why: str) -> None:
    got = by_rule({"received": "when_received", "answerback": "true"}, {**FAX, "answerback": answerback})
    assert said(got) == (sufficient, "2001-06-06T15:00" if at else None, at, "2001-06-06T15:01")
    assert got.why.replace("\u00a0", " ") == why


# Monday, June 11, in Chicago, where it is an hour earlier than in New York
@pytest.mark.parametrize(
    ("received", "counts", "unsure"),
    [
        ("2001-06-11T09:59", "2001-06-12", ""),  # 8:59
        ("2001-06-11T10:00", "2001-06-11T10:00", ""),
        ("2001-06-11T18:00", "2001-06-11T18:00", ""),  # 17:00
        ("2001-06-11T18:01", "2001-06-12", ""),
        ("2001-06-12T00:30", "2001-06-12", ""),  # still Monday there
        ("2001-06-11", "2001-06-12", UNKNOWN),  # a day is the same day everywhere
    ],
)
def test_hours_run_by_the_recipients_clock(received: str, counts: str, unsure: str) -> None:
    rule: Data = {"received": "on_delivery", "business_hours": "9:00-17:00"}
    got = by_rule(rule, {"method": "courier", "sent": "2001-06-08", "received": received}, zone="America/Chicago")
    assert said(got) == (True, "2001-06-08", counts, received)
    assert got.unsure == unsure


# ---- what an event records


def test_a_request_came_on_its_day_and_a_notice_was_sent_on_its_day() -> None:
    delivery = {"method": "courier"}
    demand = DemandNotice.model_validate(
        {"id": "demand", "type": "demand_notice", "date": "2001-06-06T10:15", "requesting": {"rupert": "300000"}, "delivery": delivery}
    )
    got = of_event(deal_with(), demand, demand.delivery, "inbound_duty", LATER)
    assert said(got) == (True, "2001-06-06T10:15", "2001-06-06T10:15", "2001-06-06T10:15")
    notice = NoticeSent.model_validate({
        "id": "notice", "type": "notice_sent", "date": "2001-06-07", "document": "demand_further_notice", "about": "demand", "to": "rupert",
        "delivery": delivery,
    })  # fmt: skip
    assert said(of_event(deal_with(), notice, notice.delivery, "outbound", LATER)) == (True, "2001-06-07", None, None)
    assert (document_of(demand), document_of(notice)) == ("demand_notice", "demand_further_notice")


def test_an_event_that_is_no_letter_records_no_document() -> None:
    withdrawn = RequestWithdrawn.model_validate(
        {"id": "withdrawn", "type": "request_withdrawn", "date": "2001-06-07", "about": "demand", "investor": "rupert"}
    )
    joined = JoinRequest.model_validate({
        "id": "joined", "type": "join_request", "date": "2001-06-07", "about": "demand", "investor": "rupert", "shares": "1",
        "delivery": {"method": "hand"},
    })  # fmt: skip
    assert (document_of(withdrawn), document_of(joined)) == ("", "joining_request")


def test_what_must_follow_a_notice_goes_by_the_methods_for_its_document() -> None:
    alone = {"demand_further_notice": {"fax": Method.model_validate({"received": "when_received"})}}
    deal, sent = with_notices(exceptions=alone), Delivery.model_validate(FAX)
    assert awaits(deal, sent, LATER, "demand_further_notice") == ""
    assert awaits(deal, sent, LATER, "piggyback_notice") == "courier copy"
    assert awaits(deal, sent, LATER, "") == "courier copy"


# ---- where a party is told


def moved(*told: str) -> AddressChanged:
    """Rupert has a new address, and has told some of it."""
    return AddressChanged.model_validate(
        {"id": "moved", "type": "address_changed", "date": "2001-06-06", "party": "rupert", "address": "1 Main Street", "told": list(told)}
    )


def test_a_new_address_is_to_be_told_to_the_issuer_and_all_other_investors() -> None:
    deal = with_notices(address="furnished")
    names = ("savvis", "carson", "issuer_counsel", "rupert", "transfer_agent")
    deal = replace(deal, parties={name: deal.parties[name] for name in names})
    assert untold(deal, moved()) == ("savvis", "carson")  # neither counsel nor the transfer agent; nor he himself
    assert untold(deal, moved("savvis")) == ("carson",) and untold(deal, moved("carson")) == ("savvis",)
    assert untold(deal, moved("carson", "savvis")) == ()
    assert not binds_issuer(deal, moved("savvis")) and binds_issuer(deal, moved("carson", "savvis"))


def test_where_the_issuers_records_count_the_issuer_alone_is_told() -> None:
    deal = with_notices(address="records")
    assert untold(deal, moved("carson")) == ("savvis",) and not binds_issuer(deal, moved("carson"))
    assert untold(deal, moved("savvis")) == () and binds_issuer(deal, moved("savvis"))
