"""The notices clause of other agreements: methods on other terms, what an event records, and where
a party is told.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from rrdocs.agreement.covenants import Method
from rrdocs.dates.moments import moment
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    AddressChanged,
    Delivery,
    DemandNotice,
    JoinRequest,
    NoticeSent,
    RequestWithdrawn,
)
from rrdocs.facts.notices.addresses import address_in_force, not_notified
from rrdocs.facts.notices.receipt import awaits, document_of, of_event, receipt
from rrdocs.facts.notices.receipt_cases import Receipt
from rrdocs.facts.record.business_days import Way
from rrdocs.facts.record.position import fold
from tests.support.receipts import FAX, LATER, deal_with, said

Data = dict[str, object]
UNKNOWN = "the time of day is not on record, and the recipient's hours are 9:00-17:00"


def with_notices(**change: object) -> Deal:
    """The deal with another clause of notices."""
    deal = deal_with()
    terms = deal.terms.model_copy(update={"notices": deal.terms.notices.model_copy(update=change)})
    return replace(deal, agreement=deal.agreement.model_copy(update={"terms": terms}))


def by_rule(
    rule: Data,
    delivery: Data,
    way: Way = "outbound",
    happened: str = "2001-06-06",
    zone: str | None = None,
) -> Receipt:
    """What a delivery to Rupert amounts to, who is told by his own clock, where its method counts
    by a rule of its own.
    """
    deal = with_notices(methods={delivery["method"]: Method.model_validate(rule)})
    deal = replace(
        deal,
        parties={
            **deal.parties,
            "rupert": deal.parties["rupert"].model_copy(update={"time_zone": zone}),
        },
    )
    return receipt(
        deal, Delivery.model_validate(delivery), moment(happened), way, LATER, recipient="rupert"
    )


def test_what_comes_back_was_not_received_and_counts_only_where_sending_is_enough() -> None:
    back: Data = {"method": "courier", "sent": "2001-06-06", "bounced": "true"}
    for received in ("on_delivery", "when_received"):
        got = by_rule({"received": received}, back)
        assert said(got) == (False, None, None, None)
        assert got.why == "sent by national overnight courier, and came back undelivered"
    # Wednesday, June 6 + 5 business days = Wednesday, June 13
    post: Data = {"method": "mail", "sent": "2001-06-06", "bounced": "true"}
    rule: Data = {"received": "after_mailing", "after": "5 business days"}
    assert said(by_rule(rule, post)) == (True, "2001-06-06", "2001-06-13", None)
    got = by_rule({**rule, "void_if_returned": "true"}, post)
    assert said(got) == (False, None, None, None)
    assert got.why == "sent by first-class certified mail, and came back undelivered"


def test_what_counts_from_its_sending_counts_from_its_arrival_where_that_alone_is_on_record() -> (
    None
):
    got = by_rule(
        {"received": "on_deposit"},
        {"method": "email", "received": "2001-06-08T10:00"},
        "inbound_duty",
    )
    assert said(got) == (True, "2001-06-08T10:00", "2001-06-08T10:00", "2001-06-08T10:00")
    assert (
        got.why
        == "received by e-mail on Friday, June\u00a08, 2001; the day of sending is not on record"
    )


def test_what_counts_with_its_sending_counts_whenever_it_comes_to_hand() -> None:
    sent: Data = {"method": "email", "sent": "2001-06-06T15:00", "received": "2001-06-07T09:02"}
    got = by_rule({"received": "on_deposit"}, sent)
    assert said(got) == (True, "2001-06-06T15:00", "2001-06-06T15:00", "2001-06-07T09:02")
    assert got.why == "sent by e-mail on Wednesday, June\u00a06, 2001" and not got.unsure


def test_what_was_sent_at_an_unknown_hour_counts_on_the_next_business_day_and_that_is_said() -> (
    None
):
    got = by_rule(
        {"received": "on_deposit", "business_hours": "9:00-17:00"},
        {"method": "email", "sent": "2001-06-06"},
    )
    assert said(got) == (True, "2001-06-06", "2001-06-07", None)
    assert (
        got.why
        == f"sent by e-mail on Wednesday, June\u00a06, 2001 ({UNKNOWN}), which counts on Thursday,"
        " June\u00a07, 2001"
    )
    assert got.unsure == UNKNOWN


BY_MAIL = (
    "mailed Wednesday, June 6, 2001 + 5 business days (by federal holidays) = Wednesday, June 13,"
    " 2001"
)


# Mailed Wednesday, June 6, + 5 business days = Wednesday, June 13; what comes earlier counts within
# the recipient's hours
@pytest.mark.parametrize(
    ("arrives", "counts", "why", "unsure"),
    [
        (
            "2001-06-12T10:00",
            "2001-06-12T10:00",
            (
                "received by first-class certified mail on Tuesday, June 12, 2001, before June 13,"
                " 2001"
            ),
            "",
        ),
        (
            "2001-06-11",
            "2001-06-12",
            (
                f"received by first-class certified mail on Monday, June 11, 2001 ({UNKNOWN}),"
                " which counts on Tuesday, June 12, 2001, before June 13, 2001"
            ),
            UNKNOWN,
        ),
        # after hours on Tuesday it counts on Wednesday, no earlier than the mailing has it
        ("2001-06-12T18:00", "2001-06-13", BY_MAIL, ""),
        ("2001-06-13T10:00", "2001-06-13", BY_MAIL, ""),
    ],
)
def test_mail_that_comes_earlier_counts_from_within_the_hours(
    arrives: str, counts: str, why: str, unsure: str
) -> None:
    rule: Data = {
        "received": "after_mailing",
        "after": "5 business days",
        "earlier_of_actual": "true",
        "business_hours": "9:00-17:00",
    }
    got = by_rule(rule, {"method": "mail", "sent": "2001-06-06", "received": arrives})
    assert said(got) == (True, "2001-06-06", counts, arrives)
    assert (got.why.replace("\u00a0", " "), got.unsure) == (why, unsure)


@pytest.mark.parametrize(
    ("arrives", "asked"), [("2001-06-12", True), ("2001-06-13", False), ("2001-06-14", False)]
)
def test_whether_arrival_counts_is_asked_only_where_it_came_earlier(
    arrives: str, asked: bool
) -> None:
    deal = deal_with()
    delivery = Delivery.model_validate(
        {"method": "mail", "sent": "2001-06-06", "received": arrives}
    )
    with deal.readings.noting() as consulted:
        receipt(deal, delivery, moment("2001-06-06"), "outbound", LATER)
    assert ("mail_actual_receipt" in consulted) is asked


OFFERED = "offered by national overnight courier and refused on Thursday, June 7, 2001"
REFUSED: Data = {"method": "courier", "sent": "2001-06-06", "refused": "true"}


@pytest.mark.parametrize(
    ("counts", "day", "at", "why"),
    [
        ("true", "2001-06-07T11:00", "2001-06-07T11:00", f"{OFFERED}, as good as received"),
        ("false", "2001-06-07T11:00", None, f"{OFFERED}, which is no receipt"),
        (
            "true",
            None,
            None,
            "offered by national overnight courier and refused",
        ),  # nobody knows when it was refused
        (
            "false",
            None,
            None,
            "offered by national overnight courier and refused, which is no receipt",
        ),
    ],
)
def test_a_refusal_is_receipt_where_the_agreement_says_so(
    counts: str, day: str | None, at: str | None, why: str
) -> None:
    got = by_rule(
        {"received": "on_delivery", "refusal_counts": counts}, {**REFUSED, "received": day}
    )
    assert said(got) == (True, "2001-06-06", at, at)
    assert (got.why.replace("\u00a0", " "), got.unsure) == (why, "")


def test_a_refusal_at_an_unknown_hour_counts_on_the_next_business_day_and_that_is_said() -> None:
    rule: Data = {
        "received": "on_delivery",
        "refusal_counts": "true",
        "business_hours": "9:00-17:00",
    }
    got = by_rule(rule, {**REFUSED, "received": "2001-06-07"})
    assert said(got) == (True, "2001-06-06", "2001-06-08", "2001-06-07")
    assert got.unsure == UNKNOWN
    # refused on Saturday, June 9, it counts on Monday, whatever the hour
    got = by_rule(rule, {**REFUSED, "received": "2001-06-09"})
    assert said(got) == (True, "2001-06-06", "2001-06-11", "2001-06-09")
    assert (
        not got.unsure
        and got.why.replace("\u00a0", " ")
        == "offered by national overnight courier and refused on Saturday, June 9, 2001, as good as"
        " received (no business day), which counts on Monday, June 11, 2001"
    )


@pytest.mark.parametrize(
    ("answerback", "sufficient", "at", "why"),
    [
        ("true", True, "2001-06-06T15:01", "delivered by facsimile on Wednesday, June 6, 2001"),
        ("false", True, None, "sent by facsimile; no answerback came"),
        (None, None, None, "sent by facsimile; whether an answerback came is not on record"),
    ],
)
def test_a_facsimile_may_need_its_answerback(
    answerback: str | None, sufficient: bool | None, at: str | None, why: str
) -> None:
    got = by_rule(
        {"received": "when_received", "answerback": "true"}, {**FAX, "answerback": answerback}
    )
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
    got = by_rule(
        rule,
        {"method": "courier", "sent": "2001-06-08", "received": received},
        zone="America/Chicago",
    )
    assert said(got) == (True, "2001-06-08", counts, received)
    assert got.unsure == unsure


# ---- what an event records


def test_a_request_came_on_its_day_and_a_notice_was_sent_on_its_day() -> None:
    delivery = {"method": "courier"}
    demand = DemandNotice.model_validate(
        {
            "id": "demand",
            "type": "demand_notice",
            "date": "2001-06-06T10:15",
            "requesting": {"rupert": "300000"},
            "delivery": delivery,
        }
    )
    got = of_event(deal_with(), demand, demand.delivery, "inbound_duty", LATER)
    assert said(got) == (True, "2001-06-06T10:15", "2001-06-06T10:15", "2001-06-06T10:15")
    notice = NoticeSent.model_validate(
        {
            "id": "notice",
            "type": "notice_sent",
            "date": "2001-06-07",
            "document": "demand_further_notice",
            "about": "demand",
            "to": "rupert",
            "delivery": delivery,
        }
    )
    assert said(of_event(deal_with(), notice, notice.delivery, "outbound", LATER)) == (
        True,
        "2001-06-07",
        None,
        None,
    )
    assert (document_of(demand), document_of(notice)) == ("demand_notice", "demand_further_notice")


def test_an_event_that_is_no_letter_records_no_document() -> None:
    withdrawn = RequestWithdrawn.model_validate(
        {
            "id": "withdrawn",
            "type": "request_withdrawn",
            "date": "2001-06-07",
            "about": "demand",
            "investor": "rupert",
        }
    )
    joined = JoinRequest.model_validate(
        {
            "id": "joined",
            "type": "join_request",
            "date": "2001-06-07",
            "about": "demand",
            "investor": "rupert",
            "shares": "1",
            "delivery": {"method": "hand"},
        }
    )
    assert (document_of(withdrawn), document_of(joined)) == ("", "joining_request")


def test_what_must_follow_a_notice_goes_by_the_methods_for_its_document() -> None:
    alone = {"demand_further_notice": {"fax": Method.model_validate({"received": "when_received"})}}
    deal, sent = with_notices(exceptions=alone), Delivery.model_validate(FAX)
    assert awaits(deal, sent, LATER, "demand_further_notice") == ""
    assert awaits(deal, sent, LATER, "piggyback_notice") == "courier copy"
    assert awaits(deal, sent, LATER, "") == "courier copy"


# ---- where a party receives notices


def moved(*told: str) -> AddressChanged:
    """Rupert has a new address, and has told some of it."""
    return AddressChanged.model_validate(
        {
            "id": "moved",
            "type": "address_changed",
            "date": "2001-06-06",
            "party": "rupert",
            "address": "1 Main Street",
            "told": list(told),
        }
    )


def test_a_new_address_is_furnished_to_the_issuer_and_all_other_investors() -> None:
    deal = with_notices(address="furnished")
    names = ("savvis", "carson", "issuer_counsel", "rupert", "transfer_agent")
    deal = replace(deal, parties={name: deal.parties[name] for name in names})
    # neither counsel nor the transfer agent; nor he himself
    assert not_notified(deal, moved()) == ("savvis", "carson")
    assert not_notified(deal, moved("savvis")) == ("carson",)
    assert not_notified(deal, moved("carson")) == ("savvis",)
    assert not_notified(deal, moved("carson", "savvis")) == ()
    assert street(deal, moved("savvis")) == OLD and street(deal, moved("carson", "savvis")) == NEW


def test_where_the_issuers_records_decide_the_issuer_alone_is_notified() -> None:
    deal = with_notices(address="records")
    assert not_notified(deal, moved("carson")) == ("savvis",)
    assert not_notified(deal, moved("savvis")) == ()
    assert street(deal, moved("carson")) == OLD and street(deal, moved("savvis")) == NEW
    own = moved().model_copy(update={"party": "savvis"})  # it need not notify itself
    assert not_notified(deal, own) == () and street(deal, own, "savvis") == NEW


def street(deal: Deal, change: AddressChanged, party: str = "rupert") -> str:
    """Where the issuer sends a notice after a change of address, in one line."""
    position = fold(replace(deal, events=(change,)), LATER)
    found = address_in_force(position, party, "savvis", LATER)
    assert found is not None
    return "old" if found.for_method("courier") != NEW else NEW


OLD, NEW = "old", "1 Main Street"
