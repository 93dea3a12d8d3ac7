"""The notices clause: what a delivery amounts to, by method, direction and reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

import pytest

from rrdocs.agreement.interpretations import Readings
from rrdocs.agreement.vocabulary import METHODS, MethodName
from rrdocs.dates.moments import moment
from rrdocs.deal.events import Delivery
from rrdocs.facts.notices.receipt import awaits, receipt
from rrdocs.facts.notices.receipt_cases import Receipt, settled
from rrdocs.facts.record.business_days import Way, business_calendars
from tests.support.receipts import FAX, LATER, deal_with, said

LATE = datetime(2003, 1, 1)


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
    return receipt(
        deal,
        Delivery.model_validate(delivery),
        moment(happened),
        way,
        as_of,
        dated=dated,
        abouts=abouts,
    )


# ---- by hand and by courier


@pytest.mark.parametrize("way", ["outbound", "inbound", "inbound_duty"])
@pytest.mark.parametrize("method", ["hand", "courier"])
def test_hand_and_courier_count_on_delivery(method: MethodName, way: Way) -> None:
    got = judged({"method": method, "sent": "2001-06-06", "received": "2001-06-08T09:00"}, way)
    assert said(got) == (True, "2001-06-06", "2001-06-08T09:00", "2001-06-08T09:00")
    assert got.why == f"delivered {METHODS[method]} on Friday, June\u00a08, 2001"


def test_what_is_handed_over_arrives_as_it_is_sent() -> None:
    assert said(judged({"method": "hand"}, "outbound")) == (
        True,
        "2001-06-06",
        "2001-06-06",
        "2001-06-06",
    )
    assert said(judged({"method": "hand", "sent": "2001-06-05"}, "outbound")) == (
        True,
        "2001-06-05",
        "2001-06-05",
        "2001-06-05",
    )


def test_our_courier_without_a_delivery_on_record_is_sent_and_not_received() -> None:
    got = judged({"method": "courier", "sent": "2001-06-05"}, "outbound")
    assert said(got) == (True, "2001-06-05", None, None)
    assert got.why == "sent by national overnight courier; no receipt is on record"


def test_what_came_to_us_came_on_the_day_of_its_event() -> None:
    assert said(judged({"method": "courier", "sent": "2001-06-05"}, "inbound")) == (
        True,
        "2001-06-05",
        "2001-06-06",
        "2001-06-06",
    )
    assert said(judged({"method": "courier"}, "inbound_duty")) == (
        True,
        "2001-06-06",
        "2001-06-06",
        "2001-06-06",
    )


def test_a_notice_to_us_dated_by_its_sending_needs_its_courier_on_record() -> None:
    assert said(judged({"method": "courier"}, "inbound", dated="sent")) == (
        True,
        "2001-06-06",
        None,
        None,
    )
    assert said(judged({"method": "hand"}, "inbound", dated="sent")) == (
        True,
        "2001-06-06",
        "2001-06-06",
        "2001-06-06",
    )
    assert said(judged({"method": "fax"}, "inbound", dated="sent")) == (
        True,
        "2001-06-06",
        "2001-06-06",
        "2001-06-06",
    )


def test_what_lies_in_the_future_is_not_known() -> None:
    as_of = datetime(2001, 6, 7, 12)
    got = judged(
        {"method": "courier", "sent": "2001-06-06", "received": "2001-06-08"},
        "outbound",
        as_of=as_of,
    )
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
    assert (
        got.why
        == "delivered by national overnight courier on Saturday, June\u00a09, 2001, which counts on"
        " Monday, June\u00a011, 2001"
    )
    got = judged(
        {**delivery, "received": "2001-06-08T10:00"},
        "outbound",
        nonbusiness_receipt="next_business_day",
    )
    assert said(got)[2] == "2001-06-08T10:00"


@pytest.mark.parametrize(
    ("way", "day"),
    [("outbound", "2001-10-09"), ("inbound_duty", "2001-10-08"), ("inbound", "2001-10-09")],
)
def test_of_several_calendars_the_cautious_one_is_taken(way: Way, day: str) -> None:
    got = judged(
        {"method": "hand", "received": "2001-10-08"}, way, nonbusiness_receipt="next_business_day"
    )
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
def test_mail_counts_on_the_fifth_business_day(
    sent: str, way: Way, calendar: str, counts: str
) -> None:
    got = judged({"method": "mail", "sent": sent}, way, sent, business_day_calendar=calendar)
    assert said(got) == (True, sent, counts, None)


def test_the_arithmetic_of_mail_names_the_calendar_and_what_it_leaves_out() -> None:
    got = judged({"method": "mail", "sent": "2001-06-29"}, "outbound", "2001-06-29")
    assert (
        got.why
        == "mailed Friday, June\u00a029, 2001 + 5 business days (by federal holidays; not counted: "
        "Independence Day on July\u00a04, 2001) = Monday, July\u00a09, 2001"
    )
    got = judged({"method": "mail", "sent": "2001-06-06"}, "outbound")
    assert (
        got.why == "mailed Wednesday, June\u00a06, 2001 + 5 business days (by federal holidays) ="
        " Wednesday, June\u00a013, 2001"
    )
    got = judged(
        {"method": "mail", "sent": "2002-02-05"},
        "outbound",
        "2002-02-05",
        business_day_calendar="ny_gcl24",
        as_of=LATE,
    )
    assert (
        "(by New York holidays; not counted: Lincoln's Birthday on February\u00a012, 2002)"
        in got.why
    )
    got = judged({"method": "mail", "sent": "2001-09-10"}, "outbound", "2001-09-10")
    assert " on September\u00a011, 2001, Closed" in got.why
    assert (
        "(by exchange holidays; not counted: " in got.why
        and got.why.count(" on September\u00a01") == 4
    )


def test_the_arrival_of_mail_is_kept_and_does_not_count() -> None:
    got = judged(
        {"method": "mail", "sent": "2001-06-06", "received": "2001-06-08"}, "inbound", "2001-06-08"
    )
    assert said(got) == (True, "2001-06-06", "2001-06-13", "2001-06-08")


@pytest.mark.parametrize(
    ("arrives", "counts"),
    [("2001-06-12", "2001-06-12"), ("2001-06-13", "2001-06-13"), ("2001-06-15", "2001-06-13")],
)
def test_where_arrival_counts_the_earlier_day_does(arrives: str, counts: str) -> None:
    delivery = {"method": "mail", "sent": "2001-06-06", "received": arrives}
    got = judged(delivery, "inbound", arrives, mail_actual_receipt="earlier_of_actual")
    assert said(got) == (True, "2001-06-06", counts, arrives)
    if arrives == "2001-06-13":
        assert got.why.startswith("mailed")
    if arrives == "2001-06-12":
        assert (
            got.why
            == "received by first-class certified mail on Tuesday, June\u00a012, 2001, before"
            " June\u00a013, 2001"
        )


def test_mail_to_us_arrived_on_the_day_of_its_event_unless_that_is_the_day_of_mailing() -> None:
    assert said(judged({"method": "mail", "sent": "2001-06-05"}, "inbound"))[3] == "2001-06-06"
    assert said(judged({"method": "mail", "sent": "2001-06-06"}, "inbound"))[3] is None
    assert said(judged({"method": "mail"}, "inbound", dated="sent")) == (
        True,
        "2001-06-06",
        "2001-06-13",
        None,
    )


def test_mail_whose_mailing_is_not_on_record_counts_from_its_arrival() -> None:
    got = judged({"method": "mail", "received": "2001-06-08"}, "inbound_duty")
    assert said(got) == (True, "2001-06-08", "2001-06-08", "2001-06-08")
    assert (
        got.why
        == "received by first-class certified mail on Friday, June\u00a08, 2001; the day of mailing"
        " is not on record"
    )
    got = judged(
        {"method": "mail", "received": "2001-06-08"}, "inbound_duty", as_of=datetime(2001, 6, 7)
    )
    assert said(got) == (True, None, None, None)
    assert got.why == "sent by first-class certified mail; the day of mailing is not on record"


# ---- by facsimile

FOLLOWED = {**FAX, "courier_followup": "2001-06-08"}


def test_our_facsimile_counts_when_received_if_a_courier_copy_followed() -> None:
    got = judged(FOLLOWED, "outbound")
    assert said(got) == (True, "2001-06-06T15:00", "2001-06-06T15:01", "2001-06-06T15:01")
    assert got.why == "received by facsimile on Wednesday, June\u00a06, 2001"
    got = judged(FAX, "outbound")
    assert said(got) == (True, None, None, "2001-06-06T15:01")
    assert got.why == "sent by facsimile; no courier copy is on record"
    assert said(judged(FOLLOWED, "outbound", as_of=datetime(2001, 6, 7))) == (
        True,
        None,
        None,
        "2001-06-06T15:01",
    )


def test_our_facsimile_must_be_received_on_record() -> None:
    got = judged(
        {"method": "fax", "sent": "2001-06-06T15:00", "courier_followup": "2001-06-08"}, "outbound"
    )
    assert said(got) == (True, "2001-06-06T15:00", None, None)
    assert got.why == "sent by facsimile; no receipt is on record"


@pytest.mark.parametrize("way", ["inbound", "inbound_duty"])
def test_a_facsimile_to_us_is_acted_on_at_once(way: Way) -> None:
    assert said(judged(FAX, way)) == (
        True,
        "2001-06-06T15:00",
        "2001-06-06T15:01",
        "2001-06-06T15:01",
    )


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
    got = judged(
        {"method": "email", "received": "2001-06-06T10:01"},
        "inbound_duty",
        email_notice="actual_receipt_ok",
    )
    assert said(got)[1] == "2001-06-06T10:01"


def test_our_e_mail_without_an_arrival_on_record_has_none() -> None:
    assert said(judged({"method": "email", "sent": "2001-06-06"}, "outbound")) == (
        None,
        None,
        None,
        None,
    )
    assert (
        said(judged({"method": "email", "sent": "2001-06-06"}, "inbound", dated="sent"))[3]
        == "2001-06-06"
    )


@pytest.mark.parametrize(
    ("name", "how"),
    [(name, METHODS[name]) for name in ("hand", "courier", "mail", "fax")],
)
def test_a_method_that_the_agreement_leaves_out_is_none(name: str, how: str) -> None:
    deal = deal_with()
    methods = {key: method for key, method in deal.terms.notices.methods.items() if key != name}
    terms = deal.terms.model_copy(
        update={"notices": deal.terms.notices.model_copy(update={"methods": methods})}
    )
    deal = replace(deal, agreement=deal.agreement.model_copy(update={"terms": terms}))
    got = receipt(
        deal,
        Delivery.model_validate({**FAX, "method": name}),
        moment("2001-06-06"),
        "inbound",
        LATER,
    )
    assert said(got) == (False, None, None, "2001-06-06T15:01")
    assert got.why == f"sent {how}, which is no method of notice"


# ---- counsel


def test_counsel_settles_a_reading_for_a_matter_under_any_of_its_names() -> None:
    counsel = {("demand-1", "email_notice"): "actual_receipt_ok"}
    assert (
        judged(MAIL, "inbound_duty", abouts=("demand-2", "demand-1"), counsel=counsel).sufficient
        is True
    )
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
        receipt(
            deal,
            Delivery.model_validate({"method": "mail", "sent": "2001-06-06"}),
            moment("2001-06-06"),
            "inbound",
            LATER,
        )
    assert asked == {"business_day_calendar"}


@pytest.mark.parametrize(("way", "names"), [("outbound", 3), ("inbound_duty", 3), ("inbound", 1)])
def test_the_cautious_reading_compares_calendars(way: Way, names: int) -> None:
    assert len(business_calendars(deal_with(), way)) == names
    assert len(business_calendars(deal_with({"business_day_calendar": "nyse"}), way)) == 1
    one = business_calendars(deal_with(), "inbound")[0]
    assert one.is_business_day(date(2001, 11, 6)) and not one.is_business_day(
        date(2001, 10, 8)
    )  # federal and banking days
