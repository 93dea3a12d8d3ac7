"""The position at an instant: what was known by then, what counsel had settled, and which
conclusions another reading leaves standing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from rrdocs.agreement.amending import amended
from rrdocs.deal.events import NoticeSent
from rrdocs.facts.record.position import Position, fold
from tests.support.scenarios import Data, counsel_said, deal_of

LATER = datetime(2001, 12, 31)


def outstanding(name: str, date: str, **more: str) -> Data:
    """How much common stock there was on a day."""
    return {"id": name, "type": "stock_outstanding", "date": date, "shares": "40000000", **more}


# ---- what was known


# The second became known at noon on Tuesday, June 5, 2001
@pytest.mark.parametrize(
    ("at", "then", "now"),
    [
        (datetime(2001, 5, 31, 23, 59), [], []),
        (datetime(2001, 6, 1), ["first"], ["first"]),
        (datetime(2001, 6, 2), ["first"], ["first", "second"]),
        (datetime(2001, 6, 5, 11, 59, 59), ["first"], ["first", "second"]),
        (datetime(2001, 6, 5, 12), ["first", "second"], ["first", "second"]),
        (datetime(2001, 6, 6), ["first", "second", "third"], ["first", "second", "third"]),
    ],
)
def test_what_had_not_been_recorded_was_not_known(
    at: datetime, then: list[str], now: list[str]
) -> None:
    events = [
        outstanding("first", "2001-06-01"),
        outstanding("second", "2001-06-02", recorded="2001-06-05T12:00"),
        outstanding("third", "2001-06-06"),
    ]
    deal = deal_of({"as_of": "2001-12-31", "events": events})
    assert [event.id for event in fold(deal, at).events] == then
    assert [event.id for event in fold(deal, at, known=False).events] == then
    assert [event.id for event in fold(deal, at, known=True).events] == now


def test_what_comes_after_an_event_of_the_same_day_may_be_left_out() -> None:
    deal = deal_of(
        {
            "as_of": "2001-12-31",
            "events": [outstanding(name, "2001-06-01") for name in ("first", "second", "third")],
        }
    )
    assert [event.id for event in fold(deal, LATER, until=deal.events[1]).events] == [
        "first",
        "second",
    ]


def test_a_notice_stands_with_what_later_became_known_of_its_receipt() -> None:
    sent: Data = {
        "id": "told",
        "type": "notice_sent",
        "date": "2001-06-06",
        "document": "demand_further_notice",
        "about": "demand",
        "to": "lee",
        "delivery": {"method": "fax", "sent": "2001-06-06"},
    }
    came: Data = {"type": "notice_received", "notice": "told"}
    events = [
        {**DEMAND, "requesting": {"wcas_viii": "3000000", "carson": "1500000"}},
        sent,
        came | {"id": "came", "date": "2001-06-08", "received": "2001-06-07"},
        came | {"id": "copy", "date": "2001-06-09", "courier_followup": "2001-06-08"},
    ]
    deal = deal_of({"as_of": "2001-12-31", "holdings": "H0", "events": events})

    def known(day: int) -> list[int | None]:
        position = fold(deal, datetime(2001, 6, day))
        (notice,) = position.all(NoticeSent)
        assert (
            [notice]
            == position.sent("demand", "lee", "demand_further_notice")
            == [position.by_id["told"]]
        )
        assert notice in position.events
        return [
            when.day.day if when else None
            for when in (notice.delivery.received, notice.delivery.courier_followup)
        ]

    assert [known(day) for day in (7, 8, 9)] == [[None, None], [7, None], [7, 8]]


# ---- what counsel settled

DEMAND: Data = {
    "id": "demand",
    "type": "demand_notice",
    "date": "2001-06-06T10:15",
    "requesting": {"wcas_viii": "3000000"},
    "delivery": {"method": "email", "received": "2001-06-06T10:15"},
}
DECIDED = counsel_said("2001-06-08", "demand", "email_notice", "actual_receipt_ok")


def test_counsel_settles_a_reading_for_one_matter_from_its_decision_on() -> None:
    deal = deal_of({"as_of": "2001-12-31", "holdings": "H0", "events": [DEMAND, DECIDED]})
    assert (
        fold(deal, datetime(2001, 6, 7)).deal.readings.value("email_notice", "demand")
        == "insufficient_protective"
    )
    assert (
        fold(deal, datetime(2001, 6, 8)).deal.readings.value("email_notice", "demand")
        == "actual_receipt_ok"
    )
    assert (
        fold(deal, LATER).deal.readings.value("email_notice", "another")
        == "insufficient_protective"
    )


def test_a_reading_that_is_tried_goes_before_what_counsel_settled() -> None:
    deal = deal_of({"as_of": "2001-12-31", "holdings": "H0", "events": [DEMAND, DECIDED]}).reading(
        "email_notice", "invalid"
    )
    assert fold(deal, LATER).deal.readings.value("email_notice", "demand") == "invalid"
    assert (
        fold(deal, LATER).deal.readings.value("fax_followup", "demand")
        == "receipt_at_fax_if_followed"
    )


# ---- what another reading leaves standing


ASKED: list[str] = []
"""What was concluded anew, in order."""


def days(position: Position) -> str:
    ASKED.append("days")
    return position.deal.readings.value("day_count")


def value(position: Position, parameter: str, times: int) -> str:
    ASKED.append(parameter)
    return position.deal.readings.value(parameter) * times


def later(position: Position) -> Position:
    ASKED.append("later")
    terms = amended(position.deal.terms, {"notices.methods.mail.after": "7 business days"})
    return position.under(replace(position.deal, amended=terms))


def test_a_conclusion_stands_unless_it_rests_on_the_reading_that_is_changed() -> None:
    ASKED.clear()
    position = fold(deal_of({"as_of": "2001-12-31"}), LATER)
    assert position.once(days) == position.once(days) == "calendar_gcl20"
    assert position.once(value, "fax_followup", 1) == "receipt_at_fax_if_followed"
    assert position.once(value, "email_notice", 2) == "insufficient_protective" * 2
    assert position.once(value, "email_notice", 1) == "insufficient_protective"
    assert ASKED == ["days", "fax_followup", "email_notice", "email_notice"]
    tried = position.trying("fax_followup", "fax_alone_ok")
    assert (tried.once(days), tried.once(value, "fax_followup", 1)) == (
        "calendar_gcl20",
        "fax_alone_ok",
    )
    assert ASKED[4:] == ["fax_followup"]


def test_who_asks_again_consults_what_was_consulted_at_first() -> None:
    position = fold(deal_of({"as_of": "2001-12-31"}), LATER)
    for _ in range(2):
        with position.deal.readings.noting() as asked:
            position.once(days)
        assert asked == {"day_count"}


def test_the_position_under_other_terms_keeps_them_under_another_reading() -> None:
    ASKED.clear()
    position = fold(deal_of({"as_of": "2001-12-31"}), LATER)
    amended_later = position.once(later)
    assert amended_later.once(days) == "calendar_gcl20"
    tried = position.trying("email_notice", "invalid")
    found = tried.once(later)
    assert str(found.deal.terms.notices.methods["mail"].after) == "7 business days"
    assert (
        str(tried.deal.terms.notices.methods["mail"].after) == "5 business days"
    )  # as first agreed
    assert (
        found.deal.readings.value("email_notice")
        == tried.deal.readings.value("email_notice")
        == "invalid"
    )
    assert amended_later.deal.readings.value("email_notice") == "insufficient_protective"
    assert found.once(days) == "calendar_gcl20"
    assert ASKED == ["later", "days"]


# ---- registrations


def test_registrations_are_found_by_their_own_name_and_by_that_of_their_proposal() -> None:
    proposed: Data = {
        "id": "proposal",
        "type": "registration_proposed",
        "date": "2001-06-07",
        "registration": "s1",
        "form": "S-1",
        "security": "common",
        "account": "issuer",
        "underwriting": "firm_commitment",
    }
    filed: Data = {
        "id": "filing",
        "type": "registration_filed",
        "date": "2001-07-09",
        "registration": "s1",
        "form": "S-1",
    }
    position = fold(
        deal_of({"as_of": "2001-12-31", "holdings": "H0", "events": [DEMAND, proposed, filed]}),
        LATER,
    )
    assert list(position.registrations()) == ["s1", "demand"]
    found = position.registration("proposal")
    assert found is position.registration("s1")
    assert (found.event.id, found.filed and found.filed.id, found.request) == (
        "proposal",
        "filing",
        None,
    )
    assert (
        position.registration("demand").event.id == "demand"
        and position.registration("demand").filed is None
    )
    with pytest.raises(KeyError):
        position.registration("s3")
