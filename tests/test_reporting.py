"""The statement on the reporting requirements and the end of the agreement, where a table of cases
cannot say it.
"""

from __future__ import annotations

from tests.support.scenarios import Data, docket_of

ASKED = {
    "id": "ask-1",
    "type": "reporting_statement_requested",
    "date": "2003-05-05",
    "investor": "rupert",
    "delivery": {"method": "hand"},
}


def documents(case: Data) -> set[str]:
    return {
        decision.document for decision in docket_of({"as_of": "2003-05-07", **case})[0].decisions
    }


def test_who_asks_for_a_statement_gets_none_where_the_agreement_promises_none() -> None:
    case: Data = {"holdings": "H0", "events": [ASKED]}
    assert "reporting_statement" in documents(case)
    assert "reporting_statement" not in documents(
        {**case, "agreement": {"terms": {"reporting": None}}}
    )


def test_whether_the_agreement_lasts_is_open_where_no_stock_is_on_record() -> None:
    sold = {
        "id": "sold",
        "type": "shares_sold",
        "date": "2003-05-05",
        "registration": "s1",
        "sold": {"rupert": "100"},
    }
    proposed = {
        "id": "s1",
        "type": "registration_proposed",
        "date": "2003-05-01",
        "registration": "s1",
        "form": "S-1",
        "security": "common",
        "account": "issuer",
        "underwriting": "none",
    }
    found, _ = docket_of({"as_of": "2003-05-07", "holdings": "none", "events": [proposed, sold]})
    memo = next(decision for decision in found.decisions if decision.document == "duration_memo")
    assert memo.outcome == "open" and memo.due is None
