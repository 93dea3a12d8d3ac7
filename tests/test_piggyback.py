"""3(d): which registration calls for the notice, by when, and who is told of it; the holdings are
those of opening H0.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rrdocs.docket.decisions import Decision, Flag, Item
from rrdocs.facts.record.position import fold
from rrdocs.rules.registrations.piggyback import piggyback, still_told
from tests.support.scenarios import INVESTORS, Data, counsel_said, deal_of

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
DEMAND: Data = {
    "id": "demand-1",
    "type": "demand_notice",
    "date": "2001-06-06",
    "disposition": "non_underwritten",
    "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
    "delivery": {"method": "hand"},
}
TAKEDOWN: Data = {
    "id": "takedown",
    "type": "shelf_takedown",
    "date": "2001-08-01",
    "registration": "s1",
}


def answers(
    events: list[Data], at: datetime, *, terms: Data | None = None, **case: object
) -> list[Item]:
    """What the rule says, the piggyback clause changed as ``terms`` says."""
    agreement = {"agreement": {"terms": {"piggyback": terms}}} if terms else {}
    deal = deal_of({"holdings": "H0", "events": events, **agreement, **case})
    return list(piggyback(deal, fold(deal, at)))


def notices(
    events: list[Data],
    at: datetime,
    about: str = "s1",
    *,
    terms: Data | None = None,
    **case: object,
) -> dict[str | None, Decision]:
    """The notices of a registration, by whom they go to."""
    found = answers(events, at, terms=terms, **case)
    return {item.to: item for item in found if isinstance(item, Decision) and item.about == about}


def says(decision: Decision) -> list[str]:
    return [finding.says for finding in decision.findings]


def notice(to: str, document: str, about: str, day: str, **more: object) -> Data:
    delivery = {"method": "hand", "received": day}
    names = {
        "id": f"{document}-{to}",
        "type": "notice_sent",
        "date": day,
        "document": document,
        "about": about,
        "to": to,
    }
    return {**names, "delivery": delivery, **more}


AT = datetime(2001, 5, 2)
FRIDAY = "at such time: Friday, April\u00a020, 2001"


def test_a_purpose_that_is_not_stated_is_not_excluded() -> None:
    found = notices([S1], AT, terms={"excluded_purposes": ["rights offering"]})["lee"]
    assert found.outcome == "due" and "its purpose (not stated) is not excluded" in says(found)


def test_a_sale_that_is_not_for_cash_calls_for_no_notice_where_only_cash_counts() -> None:
    found = notices([S1 | {"for_cash": "false"}], AT, terms={"cash_only": "true"})
    assert list(found) == [None]
    assert found[None].outcome == "not_due" and "the sale is not for cash" in says(found[None])
    assert found[None].arithmetic == (FRIDAY,)


def test_who_has_no_stock_but_a_note_is_told_on_any_reading() -> None:
    """In opening HN anderson has a note and lee has nothing."""
    found = notices([S1], AT, holdings="HN", readings={"notify_zero_holders": "no"})
    assert (found["anderson"].outcome, found["lee"].outcome) == ("due", "not_due")
    assert "Eric J. Lee holds no Restricted Stock and is not notified" in says(found["lee"])
    assert not any("holds no Restricted Stock" in words for words in says(found["anderson"]))
    position = fold(
        deal_of({"holdings": "HN", "events": [S1], "readings": {"notify_zero_holders": "no"}}), AT
    )
    assert [still_told(position, name, AT, "s1") for name in ("wcas_viii", "anderson", "lee")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("about", "outcome"), [("s1", "not_due"), ("s2", "due")])
def test_counsel_settles_for_one_registration_that_those_without_stock_are_not_told(
    about: str, outcome: str
) -> None:
    events = [
        S1,
        S1 | {"id": "s2", "registration": "s2"},
        counsel_said("2001-04-23", about, "notify_zero_holders", "no"),
    ]
    assert notices(events, AT, holdings="HN")["lee"].outcome == outcome


def test_only_the_group_that_has_the_right_is_told() -> None:
    groups = {"funds": {"name": "Funds", "clause": "1", "members": ["wcas_viii"]}}
    agreement = {"groups": groups, "terms": {"piggyback": {"by": "funds"}}}
    found = notices([S1], AT, agreement=agreement)
    assert (found["wcas_viii"].outcome, found["lee"].outcome) == ("due", "not_due")


def test_what_a_notice_leaves_out_is_flagged() -> None:
    sent = [
        notice(name, "piggyback_notice", "s1", "2001-04-20", states=states)
        for name, states in (("lee", {"form": "S-1"}), ("paul", {}))
    ]
    found = answers([S1, *sent], AT, terms={"notice_states": ["form"]})
    flags = [item.says for item in found if isinstance(item, Flag)]
    assert flags == ["the notice to Andrew Paul does not state form"]


# the day before Friday, June 29 is June 28; twenty business days before it is Friday, June 1;
# thirty days before it is May 30
@pytest.mark.parametrize(
    ("decision", "response", "due"),
    [
        ("before_filing", "30 days", date(2001, 6, 28)),
        ("30_days_before_filing", "30 days", date(2001, 5, 30)),
        ("30_days_before_filing", "20 business days", date(2001, 6, 1)),
    ],
)
def test_counsel_settles_for_one_registration_how_long_before_filing_all_are_told(
    decision: str, response: str, due: date
) -> None:
    planned = S1 | {"planned_filing": "2001-06-29"}
    said = counsel_said("2001-04-23", "s1", "piggyback_timing", decision)
    other = planned | {"id": "s2", "registration": "s2"}
    terms = {"response": response}
    assert notices([planned, other, said], AT, terms=terms)["lee"].due == due
    assert notices([planned, other, said], AT, "s2", terms=terms)["lee"].due == date(2001, 4, 20)


# April 20 + 30 days = May 20, a Sunday, and a reply of Monday, May 21 is accepted; the days before
# a filing are fewer
@pytest.mark.parametrize(
    ("response", "filing", "flagged"),
    [
        ("30 days", "2001-05-21", True),
        ("30 days", "2001-05-22", False),
        ("the later of 30 days and 5 days before filing", "2001-05-14", True),
        ("the later of 30 days and 5 days before filing", "2001-05-30", False),
    ],
)
def test_a_filing_planned_before_all_could_reply_is_flagged_though_nobody_was_told_yet(
    response: str, filing: str, flagged: bool
) -> None:
    found = answers(
        [S1 | {"planned_filing": filing}], datetime(2001, 4, 23), terms={"response": response}
    )
    flags = [item.says for item in found if isinstance(item, Flag)]
    assert bool(flags) is flagged
    assert all(
        "is before the last window ends, at the end of May\u00a02" in words for words in flags
    )


# ---- required by the holders


@pytest.mark.parametrize(("about", "outcome"), [("demand-1", "not_due"), ("demand-2", "due")])
def test_counsel_settles_for_one_demand_that_it_calls_for_no_piggyback_notice(
    about: str, outcome: str
) -> None:
    events = [
        DEMAND,
        DEMAND | {"id": "demand-2"},
        counsel_said("2001-06-07", about, "piggyback_on_required_registration", "none"),
    ]
    found = notices(events, datetime(2001, 6, 8), "demand-1")
    assert {decision.outcome for decision in found.values()} == {outcome}
    assert {decision.arithmetic for decision in found.values()} == {
        ("at such time: Wednesday, June\u00a06, 2001",)
    }


@pytest.mark.parametrize("document", ["piggyback_notice", "demand_further_notice"])
def test_of_a_demand_that_is_withdrawn_what_was_given_stays_given_and_nobody_else_is_told(
    document: str,
) -> None:
    gone: list[Data] = [
        {
            "id": f"gone-{name}",
            "type": "request_withdrawn",
            "date": "2001-06-12",
            "about": "demand-1",
            "investor": name,
        }
        for name in ("wcas_viii", "carson", "rupert")
    ]
    found = notices(
        [DEMAND, notice("lee", document, "demand-1", "2001-06-06"), *gone],
        datetime(2001, 6, 13),
        "demand-1",
    )
    assert (found["lee"].outcome, found["paul"].outcome) == ("given", "not_due")


def test_who_opted_out_of_piggybacks_is_not_told_of_a_demand_as_of_one() -> None:
    agreement = {"terms": {"opt_out": {"clause": "3(k)", "scope": "piggyback"}}}
    out: Data = {
        "id": "out",
        "type": "opted_out",
        "date": "2001-04-02",
        "investor": "lee",
        "scope": "piggyback",
    }
    found = notices([out, DEMAND], datetime(2001, 6, 8), "demand-1", agreement=agreement)
    assert (found["lee"].outcome, found["paul"].outcome) == ("not_due", "due")


# ---- takedowns


def test_a_takedown_that_the_clause_leaves_out_calls_for_no_notice() -> None:
    found = notices(
        [S1, TAKEDOWN], datetime(2001, 8, 2), "takedown", terms={"takedowns": "excluded"}
    )
    assert list(found) == [None] and found[None].outcome == "not_due"
    assert says(found[None]) == ["a takedown of a shelf, which the clause leaves out"]
    assert found[None].arithmetic == ("at such time: Wednesday, August\u00a01, 2001",)


@pytest.mark.parametrize(("about", "outcome"), [("takedown", "due"), ("second", "open")])
def test_counsel_settles_for_one_takedown_that_it_is_a_new_proposal(
    about: str, outcome: str
) -> None:
    events = [
        S1,
        TAKEDOWN,
        TAKEDOWN | {"id": "second"},
        counsel_said("2001-08-01", about, "shelf_takedown", "new_proposal"),
    ]
    assert notices(events, datetime(2001, 8, 2), "takedown")["lee"].outcome == outcome


def test_a_takedown_needs_no_notice_where_the_demand_notice_told_of_the_shelf() -> None:
    told = [notice(name, "demand_further_notice", "demand-1", "2001-06-06") for name in INVESTORS]
    found = notices(
        [DEMAND, *told, TAKEDOWN | {"registration": "demand-1"}], datetime(2001, 8, 2), "takedown"
    )
    assert list(found) == [None] and found[None].outcome == "not_due"


def test_a_takedown_is_nothing_new_though_a_successor_has_come_since_all_were_told() -> None:
    told = [notice(name, "piggyback_notice", "s1", "2001-04-20") for name in INVESTORS]
    address = {"lines": ["1 Elm Street", "Rye, NY 10580"]}
    parties = {
        "estate": {
            "name": "Estate of Eric J. Lee",
            "kind": "estate",
            "role": "investor",
            "succeeds": "lee",
            "address": address,
        }
    }
    death: Data = {
        "id": "death",
        "type": "succession",
        "date": "2001-06-04",
        "from": "lee",
        "to": "estate",
        "kind": "death",
    }
    found = notices([S1, *told, death, TAKEDOWN], datetime(2001, 8, 2), "takedown", parties=parties)
    assert list(found) == [None] and found[None].outcome == "not_due"
