"""3(j): what is found of each holder, whether or not it is shut out; the holdings are those of opening H0."""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.position import fold
from rrdocs.rules.loss_of_rights import barred
from tests.test_scenarios import Data, deal_of

NONE = {"rule": "null", "repealed": "null", "holding_period": "null"}


def outstanding(shares: str, date: str = "2001-06-01") -> Data:
    """How much common stock there is, as the issuer said on a day."""
    return {"id": f"outstanding-{shares}", "type": "stock_outstanding", "date": date, "shares": shares}


# Rudolph Rupert holds 400,000: 1% of 40,000,000
@pytest.mark.parametrize(
    ("events", "shut_out", "counsel"),
    [
        ([outstanding("40000000")], False, False),
        ([outstanding("40000100")], True, False),
        ([outstanding("40000000"), outstanding("40000100", "2001-06-06T12:00")], True, False),  # as of that instant
        ([outstanding("40000000"), outstanding("40000100", "2001-06-06T12:01")], False, False),
        ([], False, True),
    ],
)
def test_a_holder_is_shut_out_while_it_is_found_to_have_too_little(events: list[Data], shut_out: bool, counsel: bool) -> None:
    terms = {"loss_of_rights": {**NONE, "below": "at least 1% of outstanding"}}
    case: Data = {"as_of": "2001-06-06", "holdings": "H0", "events": events, "agreement": {"terms": terms}}
    at = datetime(2001, 6, 6, 12)
    bar = barred(fold(deal_of(case), datetime(2001, 6, 7)), "rupert", at)
    assert (bar.shut_out, bar.finding.holds, bar.counsel) == (shut_out, shut_out, counsel)
    assert bar.finding.clause == "3(j)" and bar.finding.says.startswith("Rudolph Rupert holds ")


# February 20, 2001 + 5 years = Monday, February 20, 2006
@pytest.mark.parametrize(
    ("at", "over", "says"),
    [
        (datetime(2006, 2, 19, 23, 59), False, "the rights have not ended: "),
        (datetime(2006, 2, 20), True, "the rights ended: "),
        (datetime(2006, 2, 21), True, "the rights ended: "),
    ],
)
def test_rights_end_with_their_day(at: datetime, over: bool, says: str) -> None:
    terms = {"loss_of_rights": {**NONE, "after": "5 years after agreement"}}
    case: Data = {"as_of": "2006-03-01", "holdings": "H0", "events": [], "agreement": {"terms": terms}}
    bar = barred(fold(deal_of(case), at), "rupert", at)
    assert (bar.shut_out, bar.finding.holds, bar.counsel) == (over, over, False)
    assert bar.finding.says == says + "February\u00a020, 2001 + 5 years = Monday, February\u00a020, 2006"


def free(*later: Data) -> list[Data]:
    """Rupert may sell all its stock from May 1, 2002 on, and what came after that."""
    return [{"id": "free", "type": "rule_144_status", "date": "2002-05-01", "investor": "rupert", "may_sell_all": "true"}, *later]


LOT: Data = {"id": "lot", "type": "shares_issued", "date": "2002-06-03", "holder": "rupert", "tranche": "february_2001", "shares": "1000"}


# of a lot of June 3, 2002, two years end on June 3, 2004, eighteen months on December 3, 2003, one year on June 3, 2003
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
def test_a_later_lot_keeps_a_holder_in_until_its_holding_period_is_over(period: str, at: datetime, shut_out: bool) -> None:
    agreement = {"terms": {"loss_of_rights": {"holding_period": period}}}
    bar = barred(fold(deal_of({"holdings": "H0", "events": free(LOT), "agreement": agreement}), at), "rupert", at)
    assert (bar.shut_out, bar.finding.holds, bar.counsel) == (shut_out, shut_out, False)
    assert ("1,000 shares that came later" in bar.finding.says) is not shut_out
