"""2(c): which step calls for a legend and which takes it off, and where there are several legends
which come off and which stay.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.docket.decisions import Decision
from rrdocs.facts.record.position import fold
from rrdocs.rules.transfers.legend import legend
from tests.support.scenarios import Data, deal_of


def instructions(events: list[Data], at: datetime, about: str, **case: object) -> list[Decision]:
    """The instructions to the transfer agent about one step, that for the legend itself first."""
    deal = deal_of({"holdings": "H0", "events": events, **case})
    return [
        item
        for item in legend(deal, fold(deal, at))
        if isinstance(item, Decision) and item.about == about
    ]


def instruction(events: list[Data], at: datetime, about: str, **case: object) -> Decision:
    return instructions(events, at, about, **case)[-1]


def says(decision: Decision) -> list[str]:
    return [finding.says for finding in decision.findings]


def transfer(kind: str, basis: str) -> Data:
    """1,000 of lee's shares to carson, who is a holder too."""
    return {
        "id": "step",
        "type": "transfer",
        "date": "2001-05-07",
        "from": "lee",
        "to": "carson",
        "tranche": "february_2001",
        "shares": "1000",
        "kind": kind,
        "basis": basis,
        "relation": "none",
    }


SPLIT: Data = {
    "id": "split",
    "type": "stock_changed",
    "date": "2001-07-16",
    "kind": "split",
    "ratio": "2:1",
}


def test_the_instruction_goes_to_the_transfer_agent_on_record_and_else_to_that_office() -> None:
    at = datetime(2001, 7, 17)
    named: Data = {
        "trust": {"name": "Made-up Trust Company", "kind": "corporation", "role": "transfer_agent"}
    }
    assert (
        instruction([SPLIT], at, "split", parties={"transfer_agent": "null", **named}).to == "trust"
    )
    assert (
        instruction([SPLIT], at, "split", parties={"transfer_agent": "null"}).to == "transfer_agent"
    )


# what is sold to the public comes free of the legend, what goes on otherwise keeps it, what is
# pledged does not change hands
@pytest.mark.parametrize(
    ("kind", "basis", "document"),
    [
        ("sale", "exempt", "legend_instruction"),
        ("other", "exempt", "legend_instruction"),
        ("distribution", "registered", "legend_instruction"),
        ("sale", "registered", "legend_removal_instruction"),
        ("sale", "rule_144", "legend_removal_instruction"),
        ("pledge", "exempt", None),
    ],
)
def test_each_kind_of_transfer_calls_for_its_own_instruction(
    kind: str, basis: str, document: str | None
) -> None:
    found = instructions([transfer(kind, basis)], datetime(2001, 5, 8), "step")
    assert [decision.document for decision in found] == ([document] if document else [])
    how = {"registered": "under an effective registration", "rule_144": "under Rule 144"}
    if document == "legend_removal_instruction":
        assert says(found[0])[0] == f"1,000 shares were sold to the public {how[basis]}"


def test_of_shares_sold_under_a_registration_those_of_the_holders_count() -> None:
    """1,000,000 of carson's and 500,000 of the issuer's own."""
    sold: Data = {
        "id": "sold",
        "type": "shares_sold",
        "date": "2001-06-15",
        "registration": "s1",
        "sold": {"carson": "1000000", "savvis": "500000"},
    }
    found = instruction([sold], datetime(2001, 6, 16), "sold", holdings=["H0", "s1"])
    assert (found.document, found.outcome) == ("legend_removal_instruction", "due")
    assert (
        says(found)[0] == "1,000,000 shares were sold to the public under an effective registration"
    )


def of_legend(**terms: object) -> Data:
    return {"terms": {"legend": terms}}


LOCK_UP: Data = {
    "name": "Lock-up Legend",
    "text": "These shares may not be sold before the date stated on the reverse",
}
TAX: Data = {"name": "Tax Legend", "text": "These shares may be subject to withholding"}


# the first legend comes off in one way, a second in another, a third in neither
@pytest.mark.parametrize(
    ("first", "second", "basis", "outcome", "last"),
    [
        ("rule_144_sale", None, "rule_144", "due", "such a sale takes the legend off"),
        (
            "rule_144_sale",
            None,
            "registered",
            "not_due",
            "such a sale does not take the legend off",
        ),
        ("registered_sale", None, "registered", "due", "such a sale takes the legend off"),
        (
            "registered_sale",
            None,
            "rule_144",
            "not_due",
            "such a sale does not take the legend off",
        ),
        (
            "rule_144_sale",
            "registered_sale",
            "rule_144",
            "due",
            "the legend comes off, the Lock-up Legend and the Tax Legend stay on",
        ),
        (
            "rule_144_sale",
            "rule_144_sale",
            "rule_144",
            "due",
            "the legend and the Lock-up Legend come off, the Tax Legend stays on",
        ),
        (
            "rule_144_sale",
            "rule_144_sale",
            "registered",
            "not_due",
            "none comes off, the legend and the Lock-up Legend and the Tax Legend stay on",
        ),
    ],
)
def test_a_sale_takes_off_the_legends_that_it_is_a_way_off_for(
    first: str, second: str | None, basis: str, outcome: str, last: str
) -> None:
    further = (
        [{**LOCK_UP, "removal": [second]}, {**TAX, "removal": ["transfer_agent_evidence"]}]
        if second
        else []
    )
    agreement = of_legend(removal=[first], further=further)
    found = instruction(
        [transfer("sale", basis)], datetime(2001, 5, 8), "step", agreement=agreement
    )
    assert (found.outcome, says(found)[-1]) == (outcome, last)


def test_the_third_of_three_instructions_is_due_when_the_first_two_were_sent() -> None:
    """Those of rupert's shares of March 15, 2001 come off on Friday, March 15, 2002, a Saturday in
    2003 and Monday, March 15, 2004.
    """
    further = [
        {**each, "removal": ["anniversary"], "anniversary": time}
        for each, time in ((LOCK_UP, "2 years"), (TAX, "3 years"))
    ]
    agreement = of_legend(removal=["anniversary"], anniversary="1 year", further=further)
    sent: list[Data] = [
        {
            "id": f"off-{day}",
            "type": "notice_sent",
            "date": day,
            "document": "legend_removal_instruction",
            "about": "open-rupert",
            "to": "transfer_agent",
            "delivery": {"method": "courier", "sent": day, "received": day},
        }
        for day in ("2002-03-15", "2003-03-17")
    ]
    before = instruction(sent, datetime(2004, 3, 14, 12), "open-rupert", agreement=agreement)
    assert (before.outcome, before.due and before.due.isoformat(), before.late) == (
        "given",
        "2003-03-15",
        True,
    )
    assert says(before)[2:4] == [
        "the legend came off by an earlier instruction",
        "the Tax Legend stays on",
    ]
    third = instruction(sent, datetime(2004, 3, 15, 12), "open-rupert", agreement=agreement)
    assert (third.outcome, third.due and third.due.isoformat(), third.late) == (
        "due",
        "2004-03-15",
        False,
    )
    assert says(third)[2] == "the legend and the Lock-up Legend came off by an earlier instruction"


def test_new_certificates_of_a_split_are_no_matter_while_nobody_holds_stock() -> None:
    found = instruction([SPLIT], datetime(2001, 7, 17), "split", holdings="none")
    assert (found.to, found.outcome, says(found)[-1]) == (
        None,
        "not_due",
        "Investors do not hold Restricted Stock",
    )
    held = instruction([SPLIT], datetime(2001, 7, 17), "split")
    assert (held.outcome, says(held)[-1]) == ("due", "Investors hold Restricted Stock")


def test_a_certificate_issued_on_the_day_on_which_the_evidence_is_shown_has_no_legend() -> None:
    of_rupert = {"holder": "rupert", "tranche": "february_2001", "shares": "400000"}
    events: list[Data] = [
        {"id": "asked", "type": "legend_removal_requested", "date": "2003-03-03", **of_rupert},
        {
            "id": "evidence",
            "type": "evidence_delivered",
            "date": "2003-03-06",
            "about": "asked",
            "satisfactory": "true",
        },
        {
            "id": "paper",
            "type": "certificate_issued",
            "date": "2003-03-06",
            "certificate": "R-9",
            **of_rupert,
        },
    ]
    agreement = of_legend(removal=["transfer_agent_evidence"])
    found = instruction(events, datetime(2003, 3, 7), "paper", agreement=agreement)
    assert (found.document, found.outcome) == ("legend_instruction", "not_due")
