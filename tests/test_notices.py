"""8(f): what is flagged of each notice and each request; whose opinion an opinion is and to whom
it is given.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.deal.events import UnderwriterAdvice
from rrdocs.docket.decisions import Flag
from rrdocs.facts.offerings.offerings import opinion_findings
from rrdocs.facts.record.position import fold
from rrdocs.rules.agreement.incoming_notices import notices
from tests.support.scenarios import Data, counsel_said, deal_of

AT = datetime(2001, 6, 20)


def demand(delivery: Data, date: str = "2001-06-06") -> Data:
    return {
        "id": "demand-1",
        "type": "demand_notice",
        "date": date,
        "disposition": "firm_commitment",
        "delivery": delivery,
        "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
    }


def notice(to: str, delivery: Data) -> Data:
    return {
        "id": f"n-{to}",
        "type": "notice_sent",
        "date": "2001-06-07",
        "document": "demand_further_notice",
        "about": "demand-1",
        "to": to,
        "delivery": delivery,
    }


def flagged(events: list[Data], *, about: str = "demand-1", **terms: object) -> list[str]:
    """What is flagged under the notices clause about a demand."""
    case = {
        "holdings": "H0",
        "events": events,
        "agreement": {"terms": {"notices": terms}} if terms else {},
    }
    deal = deal_of(case)
    found = [item for item in notices(deal, fold(deal, AT)) if isinstance(item, Flag)]
    return [flag.says for flag in found if (flag.clause, flag.about) == ("8(f)", about)]


HAND: Data = {"method": "hand"}


@pytest.mark.parametrize(
    ("method", "what"), [("fax", "facsimile"), ("email", "e-mail"), ("telephone", "notice")]
)
def test_of_a_notice_without_its_courier_copy_it_is_said_what_the_copy_is_of(
    method: str, what: str
) -> None:
    methods = {method: {"received": "when_received", "followed_by": "courier"}}
    sent = notice("lee", {"method": method, "sent": "2001-06-07", "received": "2001-06-07"})
    assert flagged([demand(HAND), sent], methods=methods) == [
        f"n-lee: no courier copy of the {what} is on record"
    ]


def test_a_kind_of_notice_that_needs_no_courier_copy_is_not_flagged_without_one() -> None:
    by_fax = {"fax": {"received": "when_received"}}
    delivery = {"method": "fax", "sent": "2001-06-06", "received": "2001-06-06"}
    events = [
        demand(delivery),
        notice("lee", {**delivery, "sent": "2001-06-07", "received": "2001-06-07"}),
    ]
    assert len(flagged(events)) == 2
    assert (
        flagged(events, exceptions={"demand_further_notice": by_fax, "demand_notice": by_fax}) == []
    )


def test_a_demand_by_telephone_is_followed_up_by_its_confirmation() -> None:
    methods = {"telephone": {"received": "on_delivery", "followed_by": "confirmation"}}
    assert flagged([demand({"method": "telephone"})], methods=methods) == [
        "its confirmation is to be chased"
    ]


def test_a_mailed_demand_in_hand_before_it_counts_is_not_left_to_lie() -> None:
    """Mailed on Monday, June 4 it counts on June 11, the fifth business day, and it came on June
    6.
    """
    found = flagged([demand({"method": "mail", "sent": "2001-06-04", "received": "2001-06-06"})])
    assert found == [
        "in hand since June\u00a06, 2001, it counts as received on June\u00a011, 2001: it is not"
        " left to lie"
    ]


def test_each_copy_that_goes_with_a_notice_is_asked_for_by_itself() -> None:
    rule = [
        {"of_notices_to": of, "to": to}
        for of, to in (
            ("clark", "issuer_counsel"),
            ("lee", "investors_counsel"),
            ("lee", "issuer_counsel"),
        )
    ]
    delivery = {"method": "courier", "sent": "2001-06-07", "received": "2001-06-08"}
    events = [demand(HAND), notice("lee", delivery)]
    both = flagged(events, copies=rule)
    assert len(both) == 2 and all(words.startswith("n-lee: no copy to ") for words in both)
    assert flagged([*events, notice("investors_counsel", delivery)], copies=rule) == both[1:]


@pytest.mark.parametrize(("about", "asked"), [("demand-1", False), ("demand-2", True)])
def test_counsel_settles_for_one_demand_that_it_is_not_asked_about_the_other_agreement(
    about: str, asked: bool
) -> None:
    said = counsel_said("2001-06-07", about, "original_rra_overlap", "this_agreement_only")
    deal = deal_of(
        {"holdings": "H0", "events": [demand(HAND), demand(HAND) | {"id": "demand-2"}, said]}
    )
    flags = [
        item
        for item in notices(deal, fold(deal, AT))
        if isinstance(item, Flag) and item.about == "demand-1"
    ]
    assert any("does not say whether it is made under" in flag.says for flag in flags) is asked


@pytest.mark.parametrize(
    ("addressee", "says", "holds"),
    [
        ("issuer", "the opinion is given to Savvis; the clause asks for one to Savvis", True),
        (
            "holders",
            "the opinion is given to the Investors; the clause asks for one to Savvis",
            False,
        ),
        (None, "its addressee is not on record; the clause asks for one to Savvis", None),
    ],
)
def test_to_whom_an_opinion_is_given(addressee: str | None, says: str, holds: bool | None) -> None:
    advice: Data = {
        "id": "advice",
        "type": "underwriter_advice",
        "date": "2001-06-14",
        "about": "demand-1",
        "maximum_shares": "3500000",
        "good_faith": "true",
        **({"addressee": addressee} if addressee else {}),
    }
    agreement = {"terms": {"demand_cutback": {"opinion_to": "issuer"}}}
    deal = deal_of({"holdings": "H0", "events": [demand(HAND), advice], "agreement": agreement})
    position, rule = fold(deal, AT), deal.terms.demand_cutback
    assert rule is not None
    (found,) = opinion_findings(position, rule, position.about(UnderwriterAdvice, "demand-1")[0])
    assert (found.says, found.holds) == (says, holds)


def test_a_request_of_which_the_hour_is_not_on_record_is_flagged_where_hours_count() -> None:
    methods = {"email": {"received": "when_received", "business_hours": "9:00-17:00"}}
    found = flagged([demand({"method": "email", "received": "2001-06-06"})], methods=methods)
    assert found == ["the time of day is not on record, and the recipient's hours are 9:00-17:00"]


def test_a_demand_by_e_mail_that_is_no_sufficient_notice_is_for_counsel() -> None:
    found = flagged([demand({"method": "email", "received": "2001-06-06"})])
    assert (
        "e-mail is no sufficient notice, but the request is in hand: counsel decides what it"
        " calls for" in found
    )
