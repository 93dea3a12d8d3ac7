"""3(a), 3(b), 3(d): each window to join, and each request to take part as it is judged; the
holdings are those of opening H0.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rrdocs.facts.record.position import Position, fold
from rrdocs.facts.requests.participation import Participant, participants, requests_to_participate
from rrdocs.facts.requests.windows import notices_combined, window
from tests.support.scenarios import Data, counsel_said, deal_of


def standing(events: list[Data], at: datetime, **case: object) -> Position:
    """How things stand at an instant; the events of one day in the order given."""
    ordered = sorted(events, key=lambda event: str(event["date"]).partition("T")[0])
    return fold(deal_of({"holdings": "H0", "events": ordered, **case}), at)


DEMAND: Data = {
    "id": "demand-1",
    "type": "demand_notice",
    "date": "2001-06-06",
    "disposition": "firm_commitment",
    "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
    "delivery": {"method": "hand"},
}
S1: Data = {
    "id": "s1",
    "type": "registration_proposed",
    "date": "2001-04-20",
    "registration": "s1",
    "form": "S-1",
    "security": "common",
    "account": "issuer",
    "underwriting": "firm_commitment",
}
ELIGIBLE: Data = {
    "id": "s3",
    "type": "form_eligibility",
    "date": "2001-03-01",
    "form": "S-3",
    "registrant": "true",
    "transaction": "true",
}
SHORT_FORM: Data = {**DEMAND, "type": "short_form_notice", "net_proceeds": "6000000.00"}


def notice(
    to: str,
    sent: str,
    came: str | None,
    *,
    document: str = "demand_further_notice",
    about: str = "demand-1",
    **more: object,
) -> Data:
    """A notice by courier; of one that is still under way it is not said when it came."""
    delivery = {"method": "courier", "sent": sent} | (
        {"received": came} if came else {"received": "null"}
    )
    return {
        "id": f"{about}-{to}-{sent}",
        "type": "notice_sent",
        "date": sent,
        "document": document,
        "about": about,
        "to": to,
        "delivery": delivery,
        **more,
    }


def join(investor: str, came: str, delivery: Data, **more: object) -> Data:
    """A request to join the demand."""
    return {
        "id": f"join-{investor}",
        "type": "join_request",
        "date": came,
        "about": "demand-1",
        "investor": investor,
        "shares": "50000",
        "same_terms": "true",
        "delivery": delivery,
        **more,
    }


def piggyback(investor: str, came: str, delivery: Data) -> Data:
    """A request to be in the issuer's own registration."""
    return {
        "id": f"with-{investor}",
        "type": "piggyback_request",
        "date": came,
        "registration": "s1",
        "investor": investor,
        "shares": "50000",
        "election": "underwriting",
        "delivery": delivery,
    }


def part_of(position: Position, about: str, investor: str) -> Participant:
    (found,) = (
        part for part in requests_to_participate(position, about) if part.investor == investor
    )
    return found


HAND: Data = {"method": "hand"}


# ---- what counsel settles for one request or one reply only


# told on June 11, lee has time until July 11; a letter of July 10 counts on July 17, the fifth
# business day, and comes on July 16
@pytest.mark.parametrize(
    ("about", "timely"), [("demand-1", True), ("join-lee", True), ("join-paul", False)]
)
def test_counsel_settles_for_a_demand_or_a_reply_that_sending_is_enough(
    about: str, timely: bool
) -> None:
    mailed = {"method": "mail", "sent": "2001-07-10", "received": "2001-07-16"}
    events = [DEMAND, *(notice(name, "2001-06-06", "2001-06-11") for name in ("lee", "paul"))]
    events += [join("lee", "2001-07-16", mailed), join("paul", "2001-07-09", HAND)]
    position = standing(
        [*events, counsel_said("2001-07-20", about, "join_timeliness_ab", "dispatched")],
        datetime(2001, 7, 20, 12),
    )
    assert part_of(position, "demand-1", "lee").timely is timely
    assert part_of(position, "demand-1", "paul").timely is True


# told on April 23, lee has time until May 23; a letter of that day comes on May 29 and counts on
# May 31, the fifth business day
# after it, as Monday, May 28 is Memorial Day
@pytest.mark.parametrize(
    ("about", "timely"), [("s1", False), ("with-lee", False), ("with-paul", True)]
)
def test_counsel_settles_for_a_registration_or_a_reply_that_it_must_be_received(
    about: str, timely: bool
) -> None:
    mailed = {"method": "mail", "sent": "2001-05-23", "received": "2001-05-29"}
    events = [
        S1,
        *(
            notice(name, "2001-04-20", "2001-04-23", document="piggyback_notice", about="s1")
            for name in ("lee", "paul")
        ),
    ]
    events += [piggyback("paul", "2001-05-23", HAND), piggyback("lee", "2001-05-29", mailed)]
    position = standing(
        [*events, counsel_said("2001-06-01", about, "join_timeliness_d", "deemed_received")],
        datetime(2001, 6, 1, 12),
    )
    lee = part_of(position, "s1", "lee")
    assert (lee.timely, lee.included) == (timely, timely)
    assert lee.finding and (lee.finding.clause, lee.finding.holds) == ("3(d)", timely)
    assert part_of(position, "s1", "paul").timely is True


# anderson has no stock but a note that yields 3,000,000 shares, minicucci one that yields 2,500,000
@pytest.mark.parametrize(
    ("about", "left"),
    [("demand-1", (0, 0)), ("join-anderson", (0, 50_000)), ("join-minicucci", (50_000, 0))],
)
def test_counsel_settles_for_a_demand_or_a_reply_that_the_shares_of_notes_may_not_join(
    about: str, left: tuple[int, int]
) -> None:
    events = [DEMAND | {"requesting": {"wcas_viii": "6250000", "carson": "3000000"}}]
    events += [join(name, "2001-06-20", HAND) for name in ("anderson", "minicucci")]
    position = standing(
        [*events, counsel_said("2001-06-25", about, "joining_shares_unissued", "no")],
        datetime(2001, 6, 26),
        holdings="HN",
    )
    assert (
        part_of(position, "demand-1", "anderson").shares,
        part_of(position, "demand-1", "minicucci").shares,
    ) == left


@pytest.mark.parametrize(
    ("about", "entitled"),
    [("demand-1", (False, False)), ("join-lee", (False, True)), ("join-paul", (True, False))],
)
def test_counsel_settles_for_a_demand_or_a_reply_that_one_shut_out_since_is_out(
    about: str, entitled: tuple[bool, bool]
) -> None:
    free = [
        {
            "id": f"free-{n}",
            "type": "rule_144_status",
            "date": "2001-06-25",
            "investor": n,
            "may_sell_all": "true",
        }
        for n in ("lee", "paul")
    ]
    events = [DEMAND, *(join(name, "2001-06-20", HAND) for name in ("lee", "paul")), *free]
    settles = counsel_said(
        "2001-06-26", about, "j_and_requests_already_in", "status_through_effectiveness"
    )
    position = standing([*events, settles], datetime(2001, 6, 27))
    found = [part_of(position, "demand-1", name) for name in ("lee", "paul")]
    assert tuple(part.entitled for part in found) == entitled
    assert all(part.now_barred for part in found)


def test_counsel_settles_for_one_demand_that_it_calls_for_a_piggyback_notice_of_its_own() -> None:
    second = DEMAND | {"id": "demand-2", "date": "2001-06-07"}
    settles = counsel_said(
        "2001-06-08", "demand-1", "piggyback_on_required_registration", "separate"
    )
    position = standing([DEMAND, second, settles], datetime(2001, 6, 9))
    assert notices_combined(position, "demand-1") == ()
    assert notices_combined(position, "demand-2") == ("demand_further_notice",)


# lee is told on June 11, paul on June 14: from then a time common to all ends on July 14
@pytest.mark.parametrize(
    ("about", "last"), [("demand-1", date(2001, 7, 14)), ("join-lee", date(2001, 7, 11))]
)
def test_counsel_settles_for_one_demand_that_one_window_serves_all(about: str, last: date) -> None:
    events = [
        DEMAND,
        notice("lee", "2001-06-06", "2001-06-11"),
        notice("paul", "2001-06-06", "2001-06-14"),
        join("lee", "2001-06-15", HAND),
    ]
    position = standing(
        [*events, counsel_said("2001-06-18", about, "window_basis", "last_recipient")],
        datetime(2001, 6, 20),
    )
    frame = window(position, "demand-1", "demand_further_notice", "lee")
    assert frame and frame.last_day == last


def test_counsel_settles_for_one_short_form_that_its_window_never_begins() -> None:
    two = [SHORT_FORM | {"id": name} for name in ("short-1", "short-2")]
    sent = [
        notice("lee", "2001-06-06", "2001-06-11", document="short_form_further_notice", about=name)
        for name in ("short-1", "short-2")
    ]
    position = standing(
        [
            ELIGIBLE,
            *two,
            *sent,
            counsel_said("2001-06-12", "short-1", "sf_window_start", "literal"),
        ],
        datetime(2001, 6, 13),
    )
    assert window(position, "short-1", "short_form_further_notice", "lee") is None
    other = window(position, "short-2", "short_form_further_notice", "lee")
    assert other and other.last_day == date(2001, 7, 11)


# ---- from when to when


def of_demand(**terms: object) -> Data:
    return {"terms": {"demand": terms}}


def test_of_two_notices_the_one_that_came_first_starts_the_window() -> None:
    """One by courier of June 6 comes on June 13, one handed over on June 8 that day: 30 days from
    June 8 end on July 8, a Sunday.
    """
    second = notice(
        "lee", "2001-06-08", "2001-06-08", delivery={"method": "hand", "received": "2001-06-08"}
    )
    position = standing(
        [DEMAND, notice("lee", "2001-06-06", "2001-06-13"), second], datetime(2001, 6, 20)
    )
    frame = window(position, "demand-1", "demand_further_notice", "lee")
    assert frame and (frame.starts, frame.last_day, frame.last_permitted) == (
        date(2001, 6, 8),
        date(2001, 7, 8),
        date(2001, 7, 9),
    )


def test_of_two_notices_that_came_on_one_day_the_one_sent_first_starts_a_time_from_sending() -> (
    None
):
    """A notice about the second letter went out on June 7, one about the first letter on June 8:
    June 7 + 20 days = June 27.
    """
    second = DEMAND | {"id": "demand-1b", "completes": "demand-1"}
    sent = [
        notice("lee", "2001-06-07", "2001-06-11", about="demand-1b"),
        notice("lee", "2001-06-08", "2001-06-11"),
    ]
    position = standing(
        [DEMAND, second, *sent],
        datetime(2001, 6, 20),
        agreement=of_demand(response="20 days after sending"),
    )
    frame = window(position, "demand-1", "demand_further_notice", "lee")
    assert frame and (frame.starts, frame.last_day) == (date(2001, 6, 7), date(2001, 6, 27))


# June 6 + 25 days = July 1, a Sunday; February 20 + 150 days = Friday, July 20
@pytest.mark.parametrize(
    ("response", "came", "starts", "last"),
    [
        ("25 days after request", "2001-06-11", date(2001, 6, 11), date(2001, 7, 1)),
        (
            "25 days after request",
            None,
            date(2001, 6, 8),
            date(2001, 7, 1),
        ),  # sent on June 8, and not yet there
        ("150 days after agreement", "2001-06-11", date(2001, 6, 11), date(2001, 7, 20)),
    ],
)
def test_a_time_counted_from_the_request_or_the_agreement_begins_for_each_as_it_is_told(
    response: str, came: str | None, starts: date, last: date
) -> None:
    position = standing(
        [DEMAND, notice("lee", "2001-06-08", came)],
        datetime(2001, 6, 20),
        agreement=of_demand(response=response),
    )
    frame = window(position, "demand-1", "demand_further_notice", "lee")
    assert frame and (frame.starts, frame.last_day) == (starts, last)


def test_one_time_for_all_that_is_counted_from_the_request_begins_as_the_last_is_told() -> None:
    events = [
        DEMAND,
        notice("lee", "2001-06-06", "2001-06-11"),
        notice("paul", "2001-06-06", "2001-06-14"),
    ]
    position = standing(
        events,
        datetime(2001, 6, 20),
        agreement=of_demand(response="25 days after request", clock="common"),
    )
    frame = window(position, "demand-1", "demand_further_notice", "lee")
    assert frame and (frame.starts, frame.last_day, frame.last_permitted) == (
        date(2001, 6, 14),
        date(2001, 7, 1),
        date(2001, 7, 2),
    )


TOLD = [
    notice(name, "2001-04-20", came, document="piggyback_notice", about="s1")
    for name, came in (("lee", "2001-04-23"), ("paul", "2001-04-25"))
]


def test_one_window_for_all_is_a_reading_of_requests_and_not_of_the_issuers_own_registration() -> (
    None
):
    """April 23 + 30 days = May 23, April 25 + 30 days = May 25."""
    position = standing(
        [S1, *TOLD], datetime(2001, 4, 30), readings={"window_basis": "last_recipient"}
    )
    frames = [window(position, "s1", "piggyback_notice", name) for name in ("lee", "paul")]
    assert [frame and frame.last_day for frame in frames] == [date(2001, 5, 23), date(2001, 5, 25)]


def test_one_time_for_all_that_ends_before_the_filing_begins_as_the_last_is_told() -> None:
    """The filing is planned for Friday, June 29; ten days before it is Tuesday, June 19."""
    agreement = {"terms": {"piggyback": {"response": "10 days before filing", "clock": "common"}}}
    position = standing(
        [S1 | {"planned_filing": "2001-06-29"}, *TOLD], datetime(2001, 4, 30), agreement=agreement
    )
    for name in ("lee", "paul"):
        frame = window(position, "s1", "piggyback_notice", name)
        assert frame and (frame.starts, frame.last_day) == (
            date(2001, 4, 25),
            date(2001, 6, 19),
        ), name


# ten business days from Monday, June 11 end on Monday, June 25; twelve on Wednesday, June 27
@pytest.mark.parametrize(
    ("stated", "last"),
    [("5 business days", date(2001, 6, 25)), ("12 business days", date(2001, 6, 27))],
)
def test_a_notice_shortens_its_window_by_business_days_as_far_as_it_may(
    stated: str, last: date
) -> None:
    sent = notice("lee", "2001-06-06", "2001-06-11", states={"response": stated})
    position = standing(
        [DEMAND, sent],
        datetime(2001, 6, 20),
        agreement=of_demand(may_shorten_to="10 business days"),
    )
    frame = window(position, "demand-1", "demand_further_notice", "lee")
    assert frame and frame.last_day == last


# from Monday, February 4, 2002, thirty days end on March 6 and a month, that February being short,
# on March 4
@pytest.mark.parametrize(("shortest", "stated"), [("30 days", "1 month"), ("1 month", "30 days")])
def test_the_shortest_time_and_the_one_stated_are_compared_from_the_day_on_which_they_begin(
    shortest: str, stated: str
) -> None:
    sent = notice("lee", "2002-02-01", "2002-02-04", states={"response": stated})
    events = [DEMAND | {"date": "2002-02-01"}, sent]
    position = standing(
        events,
        datetime(2002, 2, 20),
        agreement=of_demand(response="60 days", may_shorten_to=shortest),
    )
    frame = window(position, "demand-1", "demand_further_notice", "lee")
    assert frame and frame.last_day == date(2002, 3, 6)


# April 20 + 30 days = Sunday, May 20; five days before the filing of May 24 is May 19, of May 25
# May 20, of June 1 Sunday, May 27
@pytest.mark.parametrize(
    ("which", "filing", "last", "accepted"),
    [
        ("later", "2001-05-24", date(2001, 5, 20), date(2001, 5, 21)),
        ("later", "2001-05-25", date(2001, 5, 20), date(2001, 5, 21)),
        ("later", "2001-06-01", date(2001, 5, 27), date(2001, 5, 27)),
        ("earlier", "2001-06-01", date(2001, 5, 20), date(2001, 5, 21)),
        ("earlier", "2001-05-25", date(2001, 5, 20), date(2001, 5, 20)),
        ("earlier", "2001-05-24", date(2001, 5, 19), date(2001, 5, 19)),
    ],
)
def test_only_the_time_that_is_counted_forward_is_put_off_from_a_sunday(
    which: str, filing: str, last: date, accepted: date
) -> None:
    agreement = {
        "terms": {"piggyback": {"response": f"the {which} of 30 days and 5 days before filing"}}
    }
    told = notice("lee", "2001-04-20", "2001-04-20", document="piggyback_notice", about="s1")
    position = standing(
        [S1 | {"planned_filing": filing}, told], datetime(2001, 4, 30), agreement=agreement
    )
    frame = window(position, "s1", "piggyback_notice", "lee")
    assert frame and (frame.last_day, frame.last_permitted) == (last, accepted)


# ---- each reply


def test_who_states_no_number_takes_part_with_no_shares() -> None:
    """The second letter of June 8 comes when the demand is complete, and is a request of paul's to
    join it.
    """
    first = DEMAND | {
        "requesting": {
            "wcas_viii": "6000000",
            "carson": "1500000",
            "anderson": "1500000",
            "rupert": "null",
        }
    }
    later = DEMAND | {
        "id": "demand-1b",
        "date": "2001-06-08",
        "requesting": {"paul": "null"},
        "completes": "demand-1",
    }
    agreement = of_demand(must_state=["method"])
    position = standing([first, later], datetime(2001, 6, 9), agreement=agreement)
    assert {part.investor: part.shares for part in participants(position, "demand-1")} == {
        "wcas_viii": 6_000_000,
        "carson": 1_500_000,
        "anderson": 1_500_000,
        "rupert": 0,
        "paul": 0,
    }


@pytest.mark.parametrize(
    ("date", "withdrawn"), [("2001-06-19", False), ("2001-06-20", True), ("2001-06-21", True)]
)
def test_a_withdrawal_on_the_day_of_the_request_or_later_takes_it_back(
    date: str, withdrawn: bool
) -> None:
    gone: Data = {
        "id": "gone",
        "type": "request_withdrawn",
        "date": date,
        "about": "demand-1",
        "investor": "lee",
    }
    events = [DEMAND, join("lee", "2001-06-20", HAND), gone]
    part = part_of(standing(events, datetime(2001, 6, 22)), "demand-1", "lee")
    assert (part.withdrawn, part.included) == (withdrawn, not withdrawn)


# sent by a way that the notices clause does not know; by e-mail, which is for counsel; as the
# clause says
@pytest.mark.parametrize(
    ("method", "timely"), [("telephone", False), ("email", None), ("hand", True)]
)
def test_a_reply_by_no_method_of_notice_is_not_in_time(method: str, timely: bool | None) -> None:
    events = [
        DEMAND,
        notice("lee", "2001-06-06", "2001-06-11"),
        join("lee", "2001-06-20", {"method": method}),
    ]
    part = part_of(standing(events, datetime(2001, 6, 22)), "demand-1", "lee")
    assert part.timely is timely
    assert part.finding and part.finding.holds is timely


@pytest.mark.parametrize(("reply", "timely"), [("made", True), ("sent", True), ("received", False)])
def test_a_piggyback_request_mailed_on_the_last_day_is_judged_as_the_clause_says(
    reply: str, timely: bool
) -> None:
    """April 23 + 30 days = May 23, the day of mailing; it comes on May 29."""
    mailed = {"method": "mail", "sent": "2001-05-23", "received": "2001-05-29"}
    events = [S1, *TOLD, piggyback("lee", "2001-05-29", mailed)]
    position = standing(
        events, datetime(2001, 6, 1), agreement={"terms": {"piggyback": {"reply": reply}}}
    )
    assert part_of(position, "s1", "lee").timely is timely


# by facsimile, which counts with its courier copy: sent with none, nobody can say when it was given
@pytest.mark.parametrize(
    ("copy", "timely", "says"),
    [
        ("2001-06-21", True, "given June\u00a020, 2001"),
        (None, False, "given on a day not on record"),
    ],
)
def test_a_reply_that_need_only_be_sent_is_given_by_facsimile_with_its_copy(
    copy: str | None, timely: bool, says: str
) -> None:
    delivery = {"method": "fax", "sent": "2001-06-20", "received": "2001-06-20"} | (
        {"courier_followup": copy} if copy else {}
    )
    events = [
        DEMAND,
        notice("lee", "2001-06-06", "2001-06-11"),
        join("lee", "2001-06-20", delivery),
    ]
    agreement, readings = of_demand(reply="sent"), {"fax_followup": "receipt_at_courier"}
    part = part_of(
        standing(events, datetime(2001, 6, 25), agreement=agreement, readings=readings),
        "demand-1",
        "lee",
    )
    assert part.timely is timely
    assert (
        part.finding
        and part.finding.says == f"Eric J. Lee: {says}; the last day is July\u00a011, 2001"
    )
