"""3(j): what is found of each holder, whether or not it is shut out; the holdings are those of
opening H0.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.docket.decisions import Finding
from rrdocs.facts.record.position import fold
from rrdocs.facts.requests.loss_of_rights import Exclusion, exclusion_of
from tests.support.scenarios import Data, counsel_said, deal_of

NONE = {"rule": "null", "repealed": "null", "holding_period": "null"}


def outstanding(shares: str, date: str = "2001-06-01") -> Data:
    """How much common stock there is, as the issuer said on a day."""
    return {
        "id": f"outstanding-{shares}",
        "type": "stock_outstanding",
        "date": date,
        "shares": shares,
    }


# Rudolph Rupert holds 400,000: 1% of 40,000,000
@pytest.mark.parametrize(
    ("events", "shut_out", "counsel"),
    [
        ([outstanding("40000000")], False, False),
        ([outstanding("40000100")], True, False),
        (
            [outstanding("40000000"), outstanding("40000100", "2001-06-06T12:00")],
            True,
            False,
        ),  # as of that instant
        ([outstanding("40000000"), outstanding("40000100", "2001-06-06T12:01")], False, False),
        ([], False, True),
    ],
)
def test_a_holder_is_shut_out_while_it_is_found_to_have_too_little(
    events: list[Data], shut_out: bool, counsel: bool
) -> None:
    terms = {"loss_of_rights": {**NONE, "below": "at least 1% of outstanding"}}
    case: Data = {
        "as_of": "2001-06-06",
        "holdings": "H0",
        "events": events,
        "agreement": {"terms": terms},
    }
    at = datetime(2001, 6, 6, 12)
    bar = exclusion_of(fold(deal_of(case), datetime(2001, 6, 7)), "rupert", at)
    assert (bar.shut_out, bar.finding.holds, bar.counsel) == (shut_out, shut_out, counsel)
    assert bar.finding.clause == "3(j)" and bar.finding.says.startswith("Rudolph Rupert holds ")


# February 20, 2001 + 5 years = Monday, February 20, 2006
@pytest.mark.parametrize(
    ("at", "over", "says"),
    [
        (datetime(2006, 2, 19, 23, 59), False, "the rights of Rudolph Rupert have not ended: "),
        (datetime(2006, 2, 20), True, "the rights of Rudolph Rupert ended: "),
        (datetime(2006, 2, 21), True, "the rights of Rudolph Rupert ended: "),
    ],
)
def test_rights_end_with_their_day(at: datetime, over: bool, says: str) -> None:
    terms = {"loss_of_rights": {**NONE, "after": "5 years after agreement"}}
    case: Data = {
        "as_of": "2006-03-01",
        "holdings": "H0",
        "events": [],
        "agreement": {"terms": terms},
    }
    bar = exclusion_of(fold(deal_of(case), at), "rupert", at)
    assert (bar.shut_out, bar.finding.holds, bar.counsel) == (over, over, False)
    assert (
        bar.finding.says
        == says + "February\u00a020, 2001 + 5 years = Monday, February\u00a020, 2006"
    )


def free(*later: Data) -> list[Data]:
    """Rupert may sell all its stock from May 1, 2002 on, and what came after that."""
    return [
        {
            "id": "free",
            "type": "rule_144_status",
            "date": "2002-05-01",
            "investor": "rupert",
            "may_sell_all": "true",
        },
        *later,
    ]


LOT: Data = {
    "id": "lot",
    "type": "shares_issued",
    "date": "2002-06-03",
    "holder": "rupert",
    "tranche": "february_2001",
    "shares": "1000",
}


# of a lot of June 3, 2002, two years end on June 3, 2004, eighteen months on December 3, 2003, one
# year on June 3, 2003
@pytest.mark.parametrize(
    ("period", "at", "shut_out"),
    [
        ("2 years", datetime(2004, 6, 2, 23, 59), False),
        ("2 years", datetime(2004, 6, 3), True),
        ("18 months", datetime(2003, 12, 2, 23, 59), False),
        ("18 months", datetime(2003, 12, 3), True),
        ("1 year", datetime(2003, 6, 2, 23, 59), False),
        ("1 year", datetime(2003, 6, 3), True),
        ("null", datetime(2002, 6, 3), True),  # where no period is named no lot is young
    ],
)
def test_a_later_lot_keeps_a_holder_in_until_its_holding_period_is_over(
    period: str, at: datetime, shut_out: bool
) -> None:
    agreement = {"terms": {"loss_of_rights": {"holding_period": period}}}
    bar = exclusion_of(
        fold(deal_of({"holdings": "H0", "events": free(LOT), "agreement": agreement}), at),
        "rupert",
        at,
    )
    assert (bar.shut_out, bar.finding.holds, bar.counsel) == (shut_out, shut_out, False)
    assert ("1,000 shares, acquired later" in bar.finding.says) is not shut_out


def test_without_the_clause_no_right_is_lost() -> None:
    at = datetime(2003, 6, 4)
    agreement = {"terms": {"loss_of_rights": "null"}}
    position = fold(deal_of({"holdings": "H0", "events": free(), "agreement": agreement}), at)
    assert exclusion_of(position, "rupert", at) == Exclusion(
        False, Finding("", "no right is lost by free saleability", False)
    )


DEMAND: Data = {
    "type": "demand_notice",
    "date": "2003-06-04",
    "requesting": {"rupert": "1000"},
    "disposition": "firm_commitment",
    "delivery": {"method": "hand"},
}
SHORT_FORM: Data = {**DEMAND, "type": "short_form_notice", "net_proceeds": "6000000.00"}
OWN: Data = {
    "type": "registration_proposed",
    "date": "2003-06-04",
    "registration": "asked",
    "form": "S-1",
    "security": "common",
    "account": "issuer",
    "underwriting": "firm_commitment",
}


@pytest.mark.parametrize(
    ("event", "suspends", "says"),
    [
        (DEMAND, ["short_form", "piggyback"], "the clause does not suspend a demand"),
        (SHORT_FORM, ["demand", "piggyback"], "the clause does not suspend a short form"),
        (OWN, ["demand", "short_form"], "the clause does not suspend a piggyback"),
    ],
)
def test_a_right_that_is_not_suspended_may_be_used(
    event: Data, suspends: list[str], says: str
) -> None:
    at = datetime(2003, 6, 4)
    agreement = {"terms": {"loss_of_rights": {"suspends": suspends}}}
    position = fold(
        deal_of(
            {"holdings": "H0", "events": free({"id": "asked", **event}), "agreement": agreement}
        ),
        at,
    )
    assert exclusion_of(position, "rupert", at, "asked") == Exclusion(
        False, Finding("3(j)", says, False)
    )
    assert exclusion_of(
        position, "rupert", at
    ).shut_out  # where no right in particular is in question


@pytest.mark.parametrize(
    ("event", "right"), [(DEMAND, "demand"), (SHORT_FORM, "short_form"), (OWN, "piggyback")]
)
def test_a_right_that_is_suspended_may_not_be_used(event: Data, right: str) -> None:
    at = datetime(2003, 6, 4)
    agreement = {"terms": {"loss_of_rights": {"suspends": [right]}}}
    position = fold(
        deal_of(
            {"holdings": "H0", "events": free({"id": "asked", **event}), "agreement": agreement}
        ),
        at,
    )
    assert exclusion_of(position, "rupert", at, "asked").shut_out


def affiliate(date: str, *, now: bool) -> Data:
    return {
        "id": f"affiliate-{date}",
        "type": "affiliate_status",
        "date": date,
        "party": "rupert",
        "affiliate": str(now).lower(),
    }


NO_RECORD = "no record that Rudolph Rupert may sell all its stock under Rule 144(k)"
FREE = "Rudolph Rupert may sell all its stock under Rule 144(k) since May\u00a01, 2002"
AFFILIATE = "Rudolph Rupert has become an affiliate of the issuer"
ENDED = (
    "Rudolph Rupert was an affiliate of the issuer until July\u00a01, 2002, less than 3 months"
    " before"
)
YOUNG = "Rudolph Rupert has 1,000 shares, acquired later, that are not free under Rule 144(k)"
REPEALED = "Rule 144(k) has been repealed: Rudolph Rupert is not shut out unless counsel so decides"
NOT_FREE: Data = {
    "id": "not-free",
    "type": "rule_144_status",
    "date": "2003-01-06",
    "investor": "rupert",
    "may_sell_all": "false",
}


# Rule 144(k) was repealed on February 15, 2008
@pytest.mark.parametrize(
    ("events", "at", "shut_out", "says", "fact"),
    [
        ([], datetime(2003, 6, 4), False, NO_RECORD, None),
        (free(), datetime(2002, 4, 30, 23, 59), False, NO_RECORD, None),
        (free(), datetime(2002, 5, 1), True, FREE, "free"),
        (free(NOT_FREE), datetime(2003, 1, 5, 23, 59), True, FREE, "free"),
        (free(NOT_FREE), datetime(2003, 1, 6), False, NO_RECORD, "not-free"),
        ([affiliate("2002-04-01", now=True), *free()], datetime(2003, 6, 4), True, FREE, "free"),
        (
            free(affiliate("2002-05-01", now=True)),
            datetime(2003, 6, 4),
            False,
            AFFILIATE,
            "affiliate-2002-05-01",
        ),
        (free(affiliate("2003-06-04", now=True)), datetime(2003, 6, 3, 23, 59), True, FREE, "free"),
        (
            free(affiliate("2003-06-04", now=True)),
            datetime(2003, 6, 4),
            False,
            AFFILIATE,
            "affiliate-2003-06-04",
        ),
        (
            free(affiliate("2002-06-03", now=True), affiliate("2002-07-01", now=False)),
            datetime(2003, 6, 4),
            True,
            FREE,
            "free",
        ),
        (
            free(affiliate("2002-06-03", now=True), affiliate("2002-07-01", now=False)),
            datetime(2002, 9, 30, 23, 59),
            False,
            ENDED,
            "affiliate-2002-07-01",
        ),
        (
            free(affiliate("2002-06-03", now=True), affiliate("2002-07-01", now=False)),
            datetime(2002, 10, 1),
            True,
            FREE,
            "free",
        ),
        (free(affiliate("2002-07-01", now=False)), datetime(2002, 7, 2), True, FREE, "free"),
        (
            free(
                affiliate("2002-05-06", now=True),
                affiliate("2002-06-03", now=True),
                affiliate("2002-07-01", now=False),
            ),
            datetime(2002, 7, 2),
            False,
            ENDED,
            "affiliate-2002-07-01",
        ),
        (free(LOT), datetime(2003, 6, 4), False, YOUNG, "free"),
        (free(), datetime(2008, 2, 14, 23, 59), True, FREE, "free"),
        (free(), datetime(2008, 2, 15), False, REPEALED, "free"),
    ],
)
def test_a_holder_is_shut_out_while_all_its_stock_is_free(
    events: list[Data], at: datetime, shut_out: bool, says: str, fact: str | None
) -> None:
    position = fold(deal_of({"holdings": "H0", "events": events}), datetime(2009, 1, 5))
    evidence = position.by_id[fact].place if fact else None
    assert exclusion_of(position, "rupert", at) == Exclusion(
        shut_out, Finding("3(j)", says, shut_out, evidence), counsel=says == REPEALED
    )


# with all grounds needed: free to sell, and below 1% of the stock outstanding, of which Rupert's
# 400,000 are more (30,000,000) or
# less (50,000,000). Rule 144(k) has been repealed by 2008, and what follows from that is for
# counsel.
@pytest.mark.parametrize(
    ("events", "at", "shut_out", "counsel", "says"),
    [
        (
            free(outstanding("50000000")),
            datetime(2003, 6, 4),
            True,
            False,
            "Rudolph Rupert may sell all its stock",
        ),
        (
            free(outstanding("30000000")),
            datetime(2003, 6, 4),
            False,
            False,
            "Rudolph Rupert holds 400,000 of 30,000,000",
        ),
        (free(), datetime(2003, 6, 4), False, True, "Rudolph Rupert holds not on record"),
        (
            [outstanding("50000000")],
            datetime(2003, 6, 4),
            False,
            False,
            "no record that Rudolph Rupert may sell",
        ),
        ([], datetime(2003, 6, 4), False, False, "no record that Rudolph Rupert may sell"),
        (
            free(outstanding("50000000")),
            datetime(2008, 3, 3),
            False,
            True,
            "Rule 144(k) has been repealed",
        ),
        (
            free(outstanding("30000000")),
            datetime(2008, 3, 3),
            False,
            False,
            "Rudolph Rupert holds 400,000 of 30,000,000",
        ),
    ],
)
def test_where_all_grounds_are_needed_the_one_that_surely_fails_is_named(
    events: list[Data], at: datetime, shut_out: bool, counsel: bool, says: str
) -> None:
    agreement = {
        "terms": {"loss_of_rights": {"below": "at least 1% of outstanding", "when": "all"}}
    }
    case: Data = {
        "holdings": "H0",
        "events": sorted(events, key=lambda event: str(event["date"])),
        "agreement": agreement,
    }
    position = fold(deal_of(case), at)
    bar = exclusion_of(position, "rupert", at)
    assert (bar.shut_out, bar.counsel) == (shut_out, counsel)
    assert bar.finding.says.startswith(says)
    if shut_out:  # both grounds are named, and the fact of the first
        assert bar.finding.says.endswith("; at least 1% of outstanding is not met")
        assert bar.finding.evidence == position.by_id["free"].place


def test_a_record_that_not_all_may_be_sold_is_the_fact_on_which_the_holder_stays_in() -> None:
    position = fold(deal_of({"holdings": "H0", "events": [NOT_FREE]}), datetime(2003, 6, 4))
    bar = exclusion_of(position, "rupert", datetime(2003, 6, 4))
    assert bar == Exclusion(
        False, Finding("3(j)", NO_RECORD, False, position.by_id["not-free"].place)
    )


def note(holder: str, date: str = "2002-06-03") -> Data:
    """A note that yields 1,000 shares."""
    words = {"tranche": "february_2001", "principal": "2000.00", "conversion_price": "2.00"}
    return {"id": f"note-{holder}", "type": "note_issued", "date": date, "holder": holder, **words}


# of what came on June 3, 2002 two years end on June 3, 2004; what came on May 1, 2002 came with the
# record of that day
@pytest.mark.parametrize(
    ("later", "at", "young"),
    [
        (note("rupert"), datetime(2002, 6, 2), 0),
        (note("rupert"), datetime(2002, 6, 3), 1_000),
        (note("rupert"), datetime(2004, 6, 2), 1_000),
        (note("rupert"), datetime(2004, 6, 3), 0),
        (note("rupert", "2002-05-01"), datetime(2002, 6, 3), 0),
        (note("carson"), datetime(2003, 6, 4), 0),
        (LOT, datetime(2002, 6, 3), 1_000),
        (LOT | {"date": "2002-05-01"}, datetime(2002, 6, 3), 0),
    ],
)
def test_what_came_after_the_record_and_is_young_keeps_its_holder_in(
    later: Data, at: datetime, young: int
) -> None:
    bar = exclusion_of(fold(deal_of({"holdings": "H0", "events": free(later)}), at), "rupert", at)
    assert bar.shut_out is not bool(young)
    assert bar.finding.says == (YOUNG if young else FREE)


def test_young_shares_and_those_to_come_of_a_young_note_are_counted_together() -> None:
    at = datetime(2003, 6, 4)
    bar = exclusion_of(
        fold(deal_of({"holdings": "H0", "events": free(LOT, note("rupert"))}), at), "rupert", at
    )
    assert (
        bar.finding.says
        == "Rudolph Rupert has 2,000 shares, acquired later, that are not free under Rule 144(k)"
    )


# what counsel settled for a request (asked), for the record (free), or for another request
@pytest.mark.parametrize(("about", "shut_out"), [("asked", True), ("free", True), ("other", False)])
@pytest.mark.parametrize(
    ("day", "question", "decision"),
    [
        ("2003-06-04", "j_all_shares", "by_lot"),
        ("2008-03-03", "rule144k_after_20080215", "frozen_2001"),
    ],
)
def test_counsel_settles_the_effect_of_a_record_for_a_request_or_for_the_record(
    day: str, question: str, decision: str, about: str, shut_out: bool
) -> None:
    lot = [LOT] if question == "j_all_shares" else []
    demands = [{"id": name, **DEMAND, "date": day} for name in ("asked", "other")]
    events = free(*lot, *demands, counsel_said(day, about, question, decision))
    at = datetime.fromisoformat(day)
    position = fold(deal_of({"holdings": "H0", "events": events}), at)
    assert exclusion_of(position, "rupert", at, "asked").shut_out is shut_out
