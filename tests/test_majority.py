"""3(a): the votes counted for a demand, in figures and in words."""

from __future__ import annotations

from datetime import datetime
from typing import cast

import pytest

from rrdocs.deal.events import DemandNotice
from rrdocs.facts.record.position import Position, fold
from rrdocs.facts.requests.majority import (
    MajorityCount,
    majority_count,
    majority_finding,
    measured_at,
)
from tests.support.scenarios import Data, counsel_said, deal_of

AT = datetime(2003, 6, 4)


def demand(**asking: str) -> Data:
    """A demand of some holders, each with the number of shares that it asks to sell."""
    return {
        "id": "demand-1",
        "type": "demand_notice",
        "date": "2003-06-04",
        "requesting": asking,
        "disposition": "firm_commitment",
        "delivery": {"method": "hand"},
    }


def free(holder: str) -> Data:
    """A record that shuts a holder out under 3(j)."""
    return {
        "id": f"free-{holder}",
        "type": "rule_144_status",
        "date": "2003-05-01",
        "investor": holder,
        "may_sell_all": "true",
    }


def settled(question: str, decision: str, about: str = "demand-1") -> Data:
    return counsel_said("2003-06-04", about, question, decision)


def counted(
    events: list[Data], holdings: str = "H0", **case: object
) -> tuple[Position, list[DemandNotice], MajorityCount]:
    position = fold(
        deal_of({"holdings": holdings, "events": events, **case}), datetime(2003, 12, 1)
    )
    letters = [cast("DemandNotice", letter) for letter in position.requests]
    return position, letters, majority_count(position, list(letters[0].requesting), AT, letters)


def figures(found: MajorityCount) -> tuple[int, int, bool | None]:
    return found.numerator, found.denominator, found.holds


# ---- shares of notes: HN has 6,250,000 shares, and notes for 10,000,000 of which carson's yields
# 3,000,000


BOTH = demand(wcas_viii="1000000", carson="1000000")


# 9,250,000 of 16,250,000 are 56.92%, 6,250,000 of 6,250,000 all; without wcas_viii, who is shut
# out, 3,000,000 are 18.46% and none
@pytest.mark.parametrize(
    ("basis", "shut_out", "found", "other"),
    [
        ("cautious", False, (9_250_000, 16_250_000, True), (6_250_000, 6_250_000, True)),
        ("as_converted", False, (9_250_000, 16_250_000, True), None),
        ("issued_only", False, (6_250_000, 6_250_000, True), None),
        ("cautious", True, (3_000_000, 16_250_000, False), (0, 6_250_000, False)),
        ("as_converted", True, (3_000_000, 16_250_000, False), None),
        ("issued_only", True, (0, 6_250_000, False), None),
    ],
)
def test_the_shares_of_notes_count_as_the_reading_has_it(
    basis: str, shut_out: bool, found: tuple[int, int, bool], other: tuple[int, int, bool] | None
) -> None:
    events = [free("wcas_viii")] if shut_out else []
    said = [] if basis == "cautious" else [settled("restricted_stock_basis_3a", basis)]
    position, letters, votes = counted([*events, BOTH, *said], "HN")
    assert (figures(votes), votes.other, votes.on_both) == (found, other, True)
    assert len(votes.excluded) == int(shut_out)
    words = majority_finding(position, votes, letters, letters[0].requesting).says
    assert (
        "; not counted: Welsh, Carson, Anderson & Stowe VIII, L.P. may sell all its stock" in words
    ) is shut_out
    if other:
        assert f"; counting issued shares alone, {other[0]:,} of 6,250,000" in words


def test_a_part_of_all_the_stock_is_the_same_part_with_and_without_those_words() -> None:
    for text in ("more than 1/2", "more than 1/2 of all"):
        agreement = {"terms": {"demand": {"more_than": "null", "requires": text}}}
        _, _, votes = counted([BOTH], "HN", agreement=agreement)
        assert (figures(votes), votes.other, votes.tests) == (
            (9_250_000, 16_250_000, True),
            (6_250_000, 6_250_000, True),
            (),
        ), text


@pytest.mark.parametrize(
    ("needed", "holds"),
    [("at least 3,000,000 shares", True), ("more than 3,000,000 shares", False)],
)
def test_the_shares_of_a_note_count_towards_a_number_of_shares(needed: str, holds: bool) -> None:
    agreement = {"terms": {"demand": {"more_than": "null", "requires": needed}}}
    _, _, votes = counted([demand(carson="1000000")], "HN", agreement=agreement)
    assert figures(votes) == (3_000_000, 16_250_000, holds)
    assert votes.tests and votes.excluded == ()


def test_proceeds_are_not_enough_where_nobody_is_left_to_ask() -> None:
    agreement = {"terms": {"demand": {"more_than": "null", "requires": "at least $1,000,000"}}}
    asked = demand(carson="1000000") | {"gross_proceeds": "2000000.00"}
    _, _, votes = counted([asked], agreement=agreement)
    assert (votes.holds, votes.excluded) == (True, ())
    _, _, votes = counted([free("carson"), asked], agreement=agreement)
    assert votes.holds is False
    assert [
        words.startswith("Russel Carson may sell all its stock") for words in votes.excluded
    ] == [True]


# ---- what is counted below the line: H0 has 16,250,000, of which wcas_viii 6,250,000 and rupert
# 400,000


@pytest.mark.parametrize(("about", "below"), [("demand-1", 15_850_000), ("elsewhere", 16_250_000)])
def test_counsel_settles_for_one_demand_that_those_shut_out_do_not_count_below_the_line(
    about: str, below: int
) -> None:
    other = demand(carson="1") | {"id": "elsewhere"}
    said = settled("denominator_144k", "exclude", about)
    _, _, votes = counted([free("rupert"), demand(wcas_viii="1000000"), other, said])
    assert (votes.numerator, votes.denominator) == (6_250_000, below)


def test_who_may_demand_all_the_same_counts_below_the_line() -> None:
    agreement = {"terms": {"loss_of_rights": {"suspends": ["short_form"]}}}
    events = [free("rupert"), demand(wcas_viii="1000000", rupert="1")]
    _, _, votes = counted(events, agreement=agreement, readings={"denominator_144k": "exclude"})
    assert (votes.numerator, votes.denominator, votes.excluded) == (6_650_000, 16_250_000, ())


# lee sold 50,000 to one who has not joined: stock under the agreement, and none of an Investor's
@pytest.mark.parametrize(("about", "below"), [("demand-1", 16_200_000), ("elsewhere", 16_250_000)])
def test_counsel_settles_for_one_demand_that_a_strangers_stock_does_not_count_below_the_line(
    about: str, below: int
) -> None:
    sold: Data = {
        "id": "sold",
        "type": "transfer",
        "date": "2002-05-07",
        "from": "lee",
        "to": "made_up_fund",
        "tranche": "february_2001",
        "shares": "50000",
        "kind": "sale",
        "basis": "exempt",
        "relation": "none",
    }
    other = demand(carson="1") | {"id": "elsewhere"}
    _, _, votes = counted(
        [
            sold,
            demand(wcas_viii="1000000"),
            other,
            settled("majority_denominator", "investors_only", about),
        ]
    )
    assert votes.denominator == below


# ---- when, and in words


FILED: Data = {
    "id": "filed",
    "type": "registration_filed",
    "date": "2003-07-18",
    "registration": "demand-1",
}
MAILED: Data = demand(wcas_viii="1") | {
    "date": "2003-06-09",
    "delivery": {"method": "mail", "sent": "2003-06-02", "received": "2003-06-09"},
}


@pytest.mark.parametrize(
    ("events", "decision", "at"),
    [
        ([MAILED, FILED], None, datetime(2003, 6, 9)),
        ([MAILED, FILED], "filing_date", datetime(2003, 7, 18)),
        ([MAILED], "filing_date", datetime(2003, 6, 9)),
        ([MAILED, FILED], "demand_date", datetime(2003, 6, 2)),
    ],
)
def test_counsel_settles_for_one_demand_when_holdings_count(
    events: list[Data], decision: str | None, at: datetime
) -> None:
    said = [settled("majority_measured_at", decision) | {"date": "2003-07-18"}] if decision else []
    position, letters, _ = counted([*events, *said])
    assert measured_at(position, datetime(2003, 6, 9), letters) == at


# half of 16,250,000 is 8,125,000
@pytest.mark.parametrize(
    ("asking", "words"),
    [
        (
            {"wcas_viii": "1"},
            (
                "the requesters hold 6,250,000 of 16,250,000 shares (38.46%); more than 8,125,000"
                " are needed"
            ),
        ),
        (
            {"wcas_viii": "1", "carson": "1", "rupert": "1"},
            (
                "the requesters hold 8,150,000 of 16,250,000 shares (50.15%); more than 8,125,000"
                " are needed"
            ),
        ),
    ],
)
def test_the_count_in_words(asking: dict[str, str], words: str) -> None:
    position, letters, votes = counted([demand(**asking)])
    assert majority_finding(position, votes, letters, letters[0].requesting).says == words


@pytest.mark.parametrize(("about", "holds"), [("demand-1", False), ("elsewhere", True)])
def test_counsel_settles_for_one_demand_that_one_alone_may_not_make_it(
    about: str, holds: bool
) -> None:
    """At least a quarter is needed, of which wcas_viii has more alone."""
    agreement = {"terms": {"demand": {"more_than": "1/4"}}}
    other = demand(carson="1") | {"id": "elsewhere"}
    events = [
        demand(wcas_viii="1"),
        other,
        settled("single_investor_majority", "plural_required", about),
    ]
    position, letters, votes = counted(events, agreement=agreement)
    finding = majority_finding(position, votes, letters, letters[0].requesting)
    assert finding.holds is holds
    assert finding.says.endswith("; one holder alone may not demand") is not holds
