"""8(e): the vote on an amendment, test by test; the holdings are those of opening H50, 12,500,000 shares in all."""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.position import fold
from rrdocs.rules.amendments import Count, vote
from tests.test_scenarios import Data, deal_of

AT = datetime(2001, 6, 12)
SIGNERS = ("savvis", "wcas_viii", "queally")
"""The fund has 6,250,000 shares, Queally 500,000."""


def counted(terms: Data, *events: Data) -> Count:
    case: Data = {"holdings": "H50", "events": list(events), "agreement": {"terms": {"amendment": terms}}}
    position = fold(deal_of(case), AT)
    rule = position.deal.terms.amendment
    assert rule is not None
    return vote(position, rule, SIGNERS, AT)


def test_each_test_of_a_vote_is_said_and_all_must_be_met() -> None:
    assert counted({"also": ["queally", "carson"]}) == Count(
        6750000, 12500000, False,
        ("6,750,000 of 12,500,000 outstanding; more than 1/2", "Paul B. Queally agrees", "Russel Carson does not agree"),
    )  # fmt: skip


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
def test_a_vote_is_open_where_a_figure_that_matters_is_not_on_record(shares: str | None, also: str, holds: bool | None) -> None:
    known: Data = {"id": "outstanding", "type": "stock_outstanding", "date": "2001-06-01", "shares": shares}
    terms = {"more_than": "null", "requires": "more than 1/2 and at least 10% of outstanding", "also": [also]}
    assert counted(terms, *([known] if shares else [])).holds is holds
