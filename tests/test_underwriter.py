"""3(c)(iv): which answers to the choice of an underwriter count, and what is said where nobody is
asked.
"""

from __future__ import annotations

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.docket.decisions import Decision, Flag, Item, Tally
from rrdocs.facts.record.position import fold
from rrdocs.rules.offerings.underwriter import underwriter
from tests.support.scenarios import Data, deal_of


def said(
    *events: Data, holdings: tuple[str, ...] = ("H0", "demand"), day: str = "2001-07-31"
) -> list[Item]:
    deal = deal_of({"holdings": list(holdings), "events": [*events]})
    return list(underwriter(deal, fold(deal, end_of_day(moment(day)))))


def joins(name: str, shares: str) -> list[Data]:
    """An Investor is told of the demand and asks in time that its shares be sold with it, in the
    open market.
    """
    return [
        {
            "id": f"told-{name}",
            "type": "notice_sent",
            "date": "2001-06-06",
            "document": "demand_further_notice",
            "about": "demand-1",
            "to": name,
            "delivery": {"method": "courier", "sent": "2001-06-06", "received": "2001-06-11"},
        },
        {
            "id": f"request-{name}",
            "type": "piggyback_request",
            "date": "2001-06-20",
            "registration": "demand-1",
            "investor": name,
            "shares": shares,
            "election": "open_market",
            "delivery": {"method": "hand", "received": "2001-06-20"},
        },
    ]


def chosen(day: str, about: str = "demand-1") -> Data:
    return {
        "id": "chosen",
        "type": "underwriter_selected",
        "date": day,
        "about": about,
        "underwriter": "first_bank",
    }


def accepted(day: str) -> Data:
    return {
        "id": "accepted",
        "type": "underwriter_accepted",
        "date": day,
        "about": "demand-1",
        "investor": "wcas_viii",
        "accepts": "true",
    }


# wcas_viii sells 3,000,000 of 4,300,000 shares
@pytest.mark.parametrize(
    ("choice", "answer", "counts"),
    [
        ("2001-07-23", "2001-07-23", True),
        ("2001-07-23", "2001-07-24", True),
        ("2001-07-23", "2001-07-22", False),
        # of one day, an answer without an hour is to what was chosen then; one with an hour must
        # not come before
        ("2001-07-23T12:00", "2001-07-23", True),
        ("2001-07-23T12:00", "2001-07-23T12:00", True),
        ("2001-07-23T12:00", "2001-07-23T12:01", True),
        ("2001-07-23T12:00", "2001-07-23T11:59", False),
    ],
)
def test_an_answer_counts_that_comes_with_or_after_the_choice(
    choice: str, answer: str, counts: bool
) -> None:
    events = sorted([chosen(choice), accepted(answer)], key=lambda event: str(event["date"]))
    (tally,) = (item for item in said(*events) if isinstance(item, Tally))
    assert (
        tally.values["numerator"] == (3_000_000 if counts else 0)
        and tally.values["denominator"] == 4_300_000
    )


# lee joins with 100,000 shares for the open market, which the underwriter does not sell; of the
# others' 4,300,000 it sells 3,440,000
@pytest.mark.parametrize(
    ("advised", "above", "below"), [(None, 3_000_000, 4_300_000), ("3440000", 2_400_000, 3_440_000)]
)
def test_shares_for_the_open_market_have_no_say_in_who_underwrites(
    advised: str | None, above: int, below: int
) -> None:
    advice: Data = {
        "id": "advice",
        "type": "underwriter_advice",
        "date": "2001-07-25",
        "about": "demand-1",
        "maximum_shares": advised,
        "good_faith": "true",
    }
    items = said(
        *joins("lee", "100000"),
        chosen("2001-07-23"),
        accepted("2001-07-24"),
        *([advice] if advised else []),
    )
    (tally,) = (item for item in items if isinstance(item, Tally))
    assert (tally.values["numerator"], tally.values["denominator"]) == (above, below)
    notices = [
        item
        for item in items
        if isinstance(item, Decision) and item.document == "underwriter_selection_notice"
    ]
    assert {item.to for item in notices} == {"wcas_viii", "carson", "rupert"}
    assert not any(isinstance(item, Flag) for item in items)


# with 1,500,000 + 200,000 for the open market 3,000,000 would be just half of 6,000,000; of
# 4,300,000 it is more
def test_what_accepts_is_more_than_half_whatever_is_sold_in_the_open_market() -> None:
    others = sorted(
        [*joins("anderson", "1500000"), *joins("minicucci", "200000")],
        key=lambda event: str(event["date"]),
    )
    items = said(*others, chosen("2001-07-23"), accepted("2001-07-24"))
    (tally,) = (item for item in items if isinstance(item, Tally))
    assert (tally.values["numerator"], tally.values["denominator"]) == (3_000_000, 4_300_000)
    (letter,) = (
        item
        for item in items
        if isinstance(item, Decision) and item.document == "engagement_letter"
    )
    assert letter.findings[-1].holds is True
    assert not any(isinstance(item, Flag) for item in items)


@pytest.mark.parametrize(
    ("underwriting", "says", "outcome"),
    [
        ("firm_commitment", "the offering is underwritten", "due"),
        ("none", "the offering is not underwritten", "not_due"),
    ],
)
def test_in_a_registration_of_the_issuers_own_it_is_said_whether_it_is_underwritten(
    underwriting: str, says: str, outcome: str
) -> None:
    proposed = {
        "id": "s1",
        "type": "registration_proposed",
        "date": "2001-04-20",
        "registration": "s1",
        "form": "S-1",
        "security": "common",
        "account": "issuer",
        "underwriting": underwriting,
    }
    items = said(proposed, chosen("2001-04-23", "s1"), holdings=("H0",))
    (letter,) = (
        item
        for item in items
        if isinstance(item, Decision) and item.document == "engagement_letter"
    )
    assert (letter.findings[0].says, letter.outcome) == (says, outcome)
