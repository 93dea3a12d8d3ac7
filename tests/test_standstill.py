"""3(c)(ii): what a prior registration holds up, on counsel's word too; how many of the holders may
have been missed.
"""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from rrdocs.dates.moments import long_date
from rrdocs.docket.decisions import Clock, Decision, Flag, Item
from rrdocs.facts.record.position import fold
from rrdocs.rules.requests.standstill import standstill
from tests.support.scenarios import INVESTORS, Data, counsel_said, deal_of

PROPOSED: Data = {
    "id": "s1",
    "type": "registration_proposed",
    "date": "2001-04-20",
    "registration": "s1",
    "form": "S-1",
    "security": "common",
    "account": "issuer",
    "underwriting": "firm_commitment",
}
FILED: Data = {
    "id": "s1-filed",
    "type": "registration_filed",
    "date": "2001-05-25",
    "registration": "s1",
    "form": "S-1",
}
EFFECTIVE: Data = {
    "id": "s1-effective",
    "type": "registration_effective",
    "date": "2001-06-15",
    "registration": "s1",
}
REQUESTERS = ("wcas_viii", "carson", "rupert")
BYSTANDERS = [name for name in INVESTORS if name not in REQUESTERS]
DECEMBER_12 = date(2001, 12, 12)
"""The 180th day after June 15, 2001: 15 + 31 + 31 + 30 + 31 + 30 days to the end of November, and
12.
"""


def demand(name: str = "demand-1", date: str = "2001-06-20T10:00", **more: object) -> Data:
    return {
        "id": name,
        "type": "demand_notice",
        "date": date,
        "disposition": "firm_commitment",
        "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
        "delivery": {"method": "hand", "received": date},
        **more,
    }


def told_to(
    *names: str, about: str = "s1", document: str = "piggyback_notice", sent: str = "2001-04-20"
) -> list[Data]:
    """The notice of a registration to each of them, by courier."""
    return [
        {
            "id": f"pn-{about}-{name}",
            "type": "notice_sent",
            "date": sent,
            "document": document,
            "about": about,
            "to": name,
            "delivery": {"method": "courier", "sent": sent, "received": "2001-06-21"},
        }
        for name in names
    ]


def counsel(question: str, decision: str, about: str) -> Data:
    return counsel_said("2001-06-21", about, question, decision)


def said(*events: Data, as_of: date = date(2001, 6, 22), **readings: str) -> list[Item]:
    """What the rule says at the end of a day."""
    deal = deal_of(
        {"as_of": str(as_of), "holdings": "H0", "readings": readings, "events": [*events]}
    )
    position = fold(deal, datetime.combine(as_of, time(23, 59, 59)))
    return list(standstill(position.deal, position))


def held_until(
    *events: Data, as_of: date = date(2001, 6, 22), **readings: str
) -> list[tuple[str, date | None]]:
    """The requests that are held up, and the last day of each."""
    return [
        (item.about, item.last_day)
        for item in said(*events, as_of=as_of, **readings)
        if isinstance(item, Clock)
    ]


ALL_TOLD = [PROPOSED, *told_to(*INVESTORS), FILED, EFFECTIVE]


# Mr. Carson's 1,500,000 of 16,250,000 shares are no majority
def test_a_demand_that_is_not_good_takes_nothing_from_the_next() -> None:
    small = demand("demand-0", "2001-06-19T10:00", requesting={"carson": "1000000"})
    assert held_until(*ALL_TOLD, small, demand()) == [("demand-1", DECEMBER_12)]


# ---- who was told of it


@pytest.mark.parametrize(
    ("missed", "held"),
    [(0, True), (1, True), (7, True), (8, True), (9, False), (10, False), (15, False)],
)
def test_where_substance_is_enough_fewer_than_half_of_the_eighteen_may_be_missed(
    missed: int, held: bool
) -> None:
    events = [PROPOSED, *told_to(*REQUESTERS, *BYSTANDERS[missed:]), FILED, EFFECTIVE, demand()]
    assert held_until(*events, standstill_precondition="substantial") == (
        [("demand-1", DECEMBER_12)] if held else []
    )
    assert bool(held_until(*events)) is (
        missed == 0
    )  # to the letter each of them must have been told


@pytest.mark.parametrize(("about", "held"), [("demand-1", True), ("s1", True), ("demand-0", False)])
def test_counsel_settles_for_one_request_or_one_registration_that_substance_is_enough(
    about: str, held: bool
) -> None:
    small = demand("demand-0", "2001-06-19T10:00", requesting={"carson": "1000000"})
    events = [PROPOSED, *told_to(*REQUESTERS, *BYSTANDERS[1:]), FILED, EFFECTIVE, small, demand()]
    assert (
        bool(held_until(*events, counsel("standstill_precondition", "substantial", about))) is held
    )


# Proposed at eight and filed at nine on the day of the demand, which came at ten: by then it must
# have been given
@pytest.mark.parametrize(
    ("sent", "held"),
    [("2001-06-20T09:59", True), ("2001-06-20T10:00", True), ("2001-06-20T10:01", False)],
)
def test_the_notice_of_a_registration_must_have_been_given_when_the_demand_came(
    sent: str, held: bool
) -> None:
    proposed, filed = (
        {**PROPOSED, "date": "2001-06-20T08:00"},
        {**FILED, "date": "2001-06-20T09:00"},
    )
    assert bool(held_until(proposed, filed, *told_to(*INVESTORS, sent=sent), demand())) is held


def test_an_agreement_without_piggyback_rights_sets_no_condition_on_the_proposal() -> None:
    terms: Data = {"terms": {"piggyback": "null"}}
    deal = deal_of(
        {
            "as_of": "2001-06-22",
            "holdings": "H0",
            "agreement": terms,
            "events": [*ALL_TOLD, demand()],
        }
    )
    position = fold(deal, datetime(2001, 6, 22, 12))
    assert [
        item.last_day for item in standstill(position.deal, position) if isinstance(item, Clock)
    ] == [DECEMBER_12]


# ---- what counsel settled

FIRST = demand(date="2001-03-20T10:00")
SECOND = demand("demand-2", "2001-06-20T10:00")
EARLIER = [
    FIRST,
    *told_to(*INVESTORS, about="demand-1", document="demand_further_notice", sent="2001-03-20"),
    {**FILED, "registration": "demand-1"},
]


# Filed on May 25 and never effective; 6 + 30 + 31 + 31 + 30 + 31 days to the end of October, and 21
@pytest.mark.parametrize(
    ("about", "held"), [("demand-2", False), ("demand-1", False), ("demand-3", True)]
)
def test_counsel_settles_for_either_that_a_required_registration_is_no_prior_one(
    about: str, held: bool
) -> None:
    third = demand("demand-3", "2001-06-20T11:00", requesting={"carson": "1000000"})
    events = [*EARLIER, SECOND, third, counsel("required_reg_as_prior", "never", about)]
    assert held_until(*events) == ([("demand-2", date(2001, 11, 21))] if held else [])


@pytest.mark.parametrize(
    ("about", "last"), [("demand-1", None), ("s1", None), ("demand-0", date(2001, 11, 21))]
)
def test_counsel_settles_for_either_that_no_day_ends_the_standstill(
    about: str, last: date | None
) -> None:
    small = demand("demand-0", "2001-06-19T10:00", requesting={"carson": "1000000"})
    events = [
        PROPOSED,
        *told_to(*INVESTORS),
        FILED,
        small,
        demand(),
        counsel("standstill_never_effective", "literal_until_withdrawn", about),
    ]
    assert held_until(*events) == [("demand-1", last)]


# In hand on June 21, deemed received on June 27; the registration was filed on June 25
@pytest.mark.parametrize(("about", "held"), [("demand-1", True), ("s1", False)])
def test_counsel_settles_for_one_request_that_it_is_delivered_when_deemed_received(
    about: str, held: bool
) -> None:
    mailed = demand(
        date="2001-06-21",
        delivery={"method": "mail", "sent": "2001-06-20", "received": "2001-06-21"},
    )
    events = [PROPOSED, *told_to(*INVESTORS), mailed, {**FILED, "date": "2001-06-25"}]
    word = counsel("cii_delivery_instant", "deemed_receipt", about)
    assert bool(held_until(*events, word, as_of=date(2001, 6, 28))) is held


@pytest.mark.parametrize(("about", "lapses"), [("demand-1", True), ("s1", False)])
def test_counsel_settles_for_one_request_that_it_lapses(about: str, lapses: bool) -> None:
    found = said(*ALL_TOLD, demand(), counsel("standstill_effect", "demand_lapses", about))
    assert any("taken to lapse" in item.says for item in found if isinstance(item, Flag)) is lapses


# ---- the end of it, and what is open


# At 10:00, when the demand was delivered, it was no longer pending; a minute later it had been when
# the demand came
@pytest.mark.parametrize("withdrawn", ["2001-06-20T10:00", "2001-06-20T10:01", "2001-06-20T09:59"])
def test_a_registration_withdrawn_about_the_minute_of_the_demand_holds_nothing_up(
    withdrawn: str,
) -> None:
    gone: Data = {
        "id": "s1-withdrawn",
        "type": "registration_withdrawn",
        "date": withdrawn,
        "registration": "s1",
    }
    found = said(PROPOSED, *told_to(*INVESTORS), FILED, demand(), gone)
    assert not [item for item in found if isinstance(item, Clock)]
    assert not any("is not effective" in item.says for item in found if isinstance(item, Flag))
    lapsed = said(
        PROPOSED, *told_to(*INVESTORS), FILED, demand(), gone, standstill_effect="demand_lapses"
    )
    assert any("is taken to lapse" in item.says for item in lapsed if isinstance(item, Flag)) is (
        withdrawn > "2001-06-20T10:00"
    )
    (letter,) = (item for item in found if isinstance(item, Decision))
    assert (letter.to, letter.outcome) == (None, "not_due")
    assert f"the prior registration was withdrawn on {long_date(date(2001, 6, 20))}" in [
        finding.says for finding in letter.findings
    ]


def test_a_demand_by_electronic_mail_leaves_it_open_whether_its_requesters_are_written_to() -> None:
    mail = demand(
        delivery={"method": "email", "sent": "2001-06-20T10:00", "received": "2001-06-20T10:00"}
    )
    letters = [item for item in said(*ALL_TOLD, mail) if isinstance(item, Decision)]
    assert [(letter.to, letter.outcome) for letter in letters] == [
        (name, "open") for name in REQUESTERS
    ]
    assert {(letter.findings[-1].says, letter.findings[-1].holds) for letter in letters} == {
        ("whether the request is valid is open", None)
    }
    letters = [item for item in said(*ALL_TOLD, demand()) if isinstance(item, Decision)]
    assert {(letter.findings[-1].says, letter.findings[-1].holds) for letter in letters} == {
        ("the request is valid", True)
    }
