"""8(e): the vote on an amendment, test by test; the holdings are those of opening H50, 12,500,000
shares in all.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.facts.record.position import fold
from rrdocs.facts.record.terms_in_force import VoteCount, under_terms, vote, weight
from tests.support.scenarios import Data, deal_of

AT = datetime(2001, 6, 12)
SIGNERS = ("savvis", "wcas_viii", "queally")
"""The fund has 6,250,000 shares, Queally 500,000."""


def counted(terms: Data, *events: Data) -> VoteCount:
    case: Data = {
        "holdings": "H50",
        "events": list(events),
        "agreement": {"terms": {"amendment": terms}},
    }
    position = fold(deal_of(case), AT)
    rule = position.deal.terms.amendment
    assert rule is not None
    return vote(position, rule, SIGNERS, AT)


def test_each_test_of_a_vote_is_said_and_all_must_be_met() -> None:
    assert counted({"also": ["queally", "carson"]}) == VoteCount(
        6750000,
        12500000,
        False,
        (
            "6,750,000 of 12,500,000 outstanding; more than 1/2",
            "Paul B. Queally agrees",
            "Russel Carson does not agree",
        ),
    )


# 10% of 67,500,000 is 6,750,000
@pytest.mark.parametrize(
    ("shares", "also", "holds"),
    [
        ("67500000", "queally", True),
        ("67500010", "queally", False),
        (None, "queally", None),
        (None, "carson", False),  # whatever the stock outstanding is, he does not agree
    ],
)
def test_a_vote_is_open_where_a_figure_that_matters_is_not_on_record(
    shares: str | None, also: str, holds: bool | None
) -> None:
    known: Data = {
        "id": "outstanding",
        "type": "stock_outstanding",
        "date": "2001-06-01",
        "shares": shares,
    }
    terms = {
        "more_than": "null",
        "requires": "more than 1/2 and at least 10% of outstanding",
        "also": [also],
    }
    assert counted(terms, *([known] if shares else [])).holds is holds


# Queally sells 100,000 of his 500,000 on May 7; the buyer joins at noon on May 9, and no more than
# what he kept is his
@pytest.mark.parametrize(
    ("at", "buyer"),
    [
        (datetime(2001, 5, 7), 0),
        (datetime(2001, 5, 9, 11, 59), 0),
        (datetime(2001, 5, 9, 12), 100000),
        (AT, 100000),
    ],
)
def test_a_buyer_votes_with_its_shares_once_it_has_joined(at: datetime, buyer: int) -> None:
    fund = {
        "name": "Made-up Fund LLC",
        "kind": "llc",
        "role": "investor",
        "joined": "joinder-1",
        "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
    }
    sold = {
        "id": "sold",
        "type": "transfer",
        "date": "2001-05-07",
        "from": "queally",
        "to": "fund",
        "tranche": "february_2001",
        "shares": "100000",
        "kind": "sale",
        "basis": "exempt",
        "relation": "none",
    }
    joined = {
        "id": "joinder-1",
        "type": "joinder",
        "date": "2001-05-09T12:00",
        "investor": "fund",
        "told": ["savvis"],
    }
    shares = weight(
        fold(deal_of({"holdings": "H50", "parties": {"fund": fund}, "events": [sold, joined]}), AT),
        at,
    )
    assert (shares("fund"), shares("queally"), shares("nobody")) == (buyer, 400000, 0)


# 30 days to join as first agreed, 45 from June 12, 60 from July 2
@pytest.mark.parametrize(
    ("at", "response"),
    [
        (datetime(2001, 6, 11, 23, 59), "30 days"),
        (datetime(2001, 6, 12), "45 days"),
        (datetime(2001, 7, 1, 23, 59), "45 days"),
        (datetime(2001, 7, 2), "60 days"),
    ],
)
def test_terms_are_those_of_the_last_amendment_by_an_instant(at: datetime, response: str) -> None:
    signed = {"type": "amendment", "signed_by": list(SIGNERS)}
    first = {"id": "first", "date": "2001-06-12", "sets": {"demand.response": "45 days"}, **signed}
    second = {
        "id": "second",
        "date": "2001-07-02",
        "sets": {"demand.response": "60 days"},
        **signed,
    }
    position = fold(deal_of({"holdings": "H50", "events": [first, second]}), datetime(2001, 8, 1))
    for instant in (
        datetime(2001, 6, 20),
        datetime(2001, 7, 20),
        at,
    ):  # one after the other, of one position
        terms = under_terms(position, instant).deal.terms
    assert terms.demand is not None and str(terms.demand.response) == response
