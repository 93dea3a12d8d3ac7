"""Papers of worked cases: what a paper says of a request, a takedown or a legend is what the rules
found, whatever the event.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.documents.packets.bundle import Draft
from rrdocs.documents.packets.drafting import bundle, bundles
from rrdocs.documents.templates.render import render
from rrdocs.pipeline.packets import deal_library, on_the_record
from tests.support.packets import SAVVIS
from tests.support.scenarios import CASES, PARAMETER_CASES, Data, deal_of
from tests.support.slips import SLIPS

LONG = os.environ.get("RRDOCS_LONG") == "1"
EVERY = [case for cases in CASES.values() for case in cases] + PARAMETER_CASES
SOME = EVERY if LONG else EVERY[::100]


def papers(*events: Data, **more: Any) -> list[Draft]:
    """All papers that a few events call for, each as of its event."""
    deal = deal_of({"holdings": "H0", "events": list(events), **more})
    return [draft for each in bundles(deal, on_the_record) for draft in each.drafts]


def plain(value: Any) -> Any:
    """Fields of a paper with ordinary spaces."""
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value.replace("\u00a0", " ") if isinstance(value, str) else value


def paper(found: list[Draft], document: str, party: str, about: str) -> dict[str, Any]:
    """The fields of the last paper of its kind to a party, with ordinary spaces."""
    fitting = [
        d
        for d in found
        if (d.document, d.party) == (document, party) and d.decision and d.decision.about == about
    ]
    return {name: plain(value) for name, value in fitting[-1].context.items()}


def by_hand(
    name: str, kind: str, date: str, requesting: dict[str, str | None], **more: Any
) -> Data:
    """A request that is delivered by hand."""
    return {
        "id": name,
        "type": kind,
        "date": date,
        "requesting": requesting,
        "disposition": "firm_commitment",
        "delivery": {"method": "hand", "received": date},
        **more,
    }


# ---- a request by several letters


LETTERS = (
    by_hand("demand-1", "demand_notice", "2001-06-06", {"wcas_viii": "3000000", "lee": None}),
    by_hand(
        "demand-1b",
        "demand_notice",
        "2001-06-08",
        {"carson": "1000000", "anderson": "500000", "wcas_viii": "2500000"},
        completes="demand-1",
    ),
    by_hand("demand-1c", "demand_notice", "2001-06-11", {"lee": "90000"}, completes="demand-1"),
)


def test_the_notice_of_a_demand_by_several_letters_states_each_number_once_as_stated_last() -> None:
    notice = paper(papers(*LETTERS), "demand_further_notice", "paul", "demand-1")
    assert {row["name"]: row["shares"] for row in notice["requesters"]} == {
        "Welsh, Carson, Anderson & Stowe VIII, L.P.": "2,500,000",
        "Russel Carson": "1,000,000",
        "Bruce K. Anderson": "500,000",
        "Eric J. Lee": "90,000",
    }
    assert notice["requested_total"] == "4,090,000"
    assert "June 11, 2001" in notice["received_line"]
    copies = [f"Demand Notice received June {day}, 2001 (copy)" for day in (6, 8, 11)]
    assert [each for each in notice["enclosures"] if "(copy)" in each] == copies


def test_an_event_is_drafted_as_of_a_later_day_with_what_is_on_record_by_then() -> None:
    deal = deal_of({"holdings": "H0", "events": list(LETTERS)})
    first = next(event for event in deal.events if event.id == "demand-1")
    then, later = (
        bundle(deal, first, on_the_record),
        bundle(deal, first, on_the_record, end_of_day(moment("2001-06-11"))),
    )
    assert "deficiency_letter" in {draft.document for draft in then.drafts}
    assert "deficiency_letter" not in {draft.document for draft in later.drafts}


def test_the_letter_received_last_completes_a_demand_whichever_is_recorded_first() -> None:
    posted = {"method": "mail", "sent": "2001-06-04"}  # the fifth business day after is June 11
    first = by_hand("demand-1", "demand_notice", "2001-06-06", {"wcas_viii": "3000000"}) | {
        "delivery": posted
    }
    second = by_hand(
        "demand-1b",
        "demand_notice",
        "2001-06-08",
        {"carson": "1000000", "anderson": "500000"},
        completes="demand-1",
    )
    notice = paper(papers(first, second), "demand_further_notice", "paul", "demand-1")
    assert "June 11, 2001" in notice["received_line"]


def test_whoever_makes_a_demand_is_a_requester_whichever_letter_it_signed() -> None:
    chosen = {
        "id": "chosen",
        "type": "underwriter_selected",
        "date": "2001-07-20",
        "about": "demand-1",
        "underwriter": "first_bank",
    }
    found = papers(*LETTERS, chosen)
    for party in ("wcas_viii", "carson", "anderson", "lee"):
        notice = paper(found, "underwriter_selection_notice", party, "demand-1")
        assert notice["is_requester"], party
        assert "Carson" in notice["requesters"] and "Lee" in notice["requesters"]


def test_the_notice_of_a_short_form_states_the_proceeds_of_all_its_letters() -> None:
    eligible = {
        "id": "s3",
        "type": "form_eligibility",
        "date": "2001-03-01",
        "form": "S-3",
        "registrant": "true",
        "transaction": "true",
    }
    first = by_hand(
        "short-1",
        "short_form_notice",
        "2001-08-15",
        {"carson": "1000000"},
        net_proceeds="3000000.00",
    )
    second = by_hand(
        "short-2",
        "short_form_notice",
        "2001-08-16",
        {"paul": "900000"},
        net_proceeds="2500000.50",
        completes="short-1",
    )
    notice = paper(papers(eligible, first, second), "short_form_further_notice", "lee", "short-1")
    assert notice["net_proceeds"] == "$5,500,000.50"


# ---- a takedown that is a proposal


READ_SO = {"readings": {"shelf_takedown": "new_proposal"}}
TAKEDOWN = {
    "id": "takedown-1",
    "type": "shelf_takedown",
    "date": "2001-08-01",
    "registration": "s1",
}


def test_a_takedown_is_told_as_what_the_shelf_was_proposed_to_be() -> None:
    proposed = {
        "id": "s1",
        "type": "registration_proposed",
        "date": "2001-05-01",
        "registration": "s1",
        "form": "S-3",
        "security": "common",
        "account": "both",
        "underwriting": "firm_commitment",
        "underwriter": "first_bank",
    }
    notice = paper(papers(proposed, TAKEDOWN, **READ_SO), "piggyback_notice", "lee", "takedown-1")
    assert notice["registration_form"] == "Form S-3"
    assert notice["account_text"] == "for its own account and that of other security holders"
    assert notice["underwritten"] is True


def test_a_takedown_of_a_shelf_that_was_required_is_told_as_the_holders_own() -> None:
    asked = by_hand(
        "s1",
        "demand_notice",
        "2001-05-01",
        {"wcas_viii": "6250000", "carson": "1500000", "anderson": "1500000"},
    )
    filed = {
        "id": "s1-filed",
        "type": "registration_filed",
        "date": "2001-06-01",
        "registration": "s1",
        "form": "S-3",
    }
    notice = paper(
        papers(asked, filed, TAKEDOWN, **READ_SO), "piggyback_notice", "lee", "takedown-1"
    )
    assert notice["registration_form"] == "Form S-3"
    assert notice["account_text"] == "for the account of other security holders"
    assert notice["underwritten"] is True


# ---- the legend


FUND = {
    "parties": {
        "made_up_fund": {
            "name": "Made-up Fund LLC", "kind": "llc", "role": "investor", "joined": "joins",
            "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
        },
    },
}  # fmt: skip
SALE = {
    "id": "sold",
    "type": "transfer",
    "date": "2001-05-07",
    "from": "lee",
    "to": "made_up_fund",
    "tranche": "february_2001",
    "shares": "40000",
    "kind": "sale",
    "basis": "exempt",
    "relation": "none",
}
JOINS = {
    "id": "joins",
    "type": "joinder",
    "date": "2001-05-09",
    "investor": "made_up_fund",
    "told": ["savvis"],
}
DEATH = {
    "id": "death",
    "type": "succession",
    "date": "2001-05-10",
    "from": "paul",
    "to": "clark",
    "kind": "death",
}
CERTIFICATE = {
    "id": "issued",
    "type": "certificate_issued",
    "date": "2001-05-11",
    "holder": "carson",
    "tranche": "february_2001",
    "shares": "1500000",
    "certificate": "C-7",
}
SPLIT = {
    "id": "split",
    "type": "stock_changed",
    "date": "2001-05-12",
    "kind": "split",
    "ratio": "2:1",
}


@pytest.mark.parametrize(
    ("about", "holder", "shares", "total"),
    [
        ("open-wcas_viii", "Welsh, Carson, Anderson & Stowe VIII, L.P.", "6,250,000", "6,250,000"),
        ("joins", "Made-up Fund LLC", "40,000", "40,000"),
        ("death", "John D. Clark", "1,150,000", "1,150,000"),
        ("issued", "Russel Carson", "1,500,000", "1,500,000"),
        ("split", "Eric J. Lee", "120,000", "32,500,000"),
    ],
)
def test_every_instruction_to_put_a_legend_on_lists_its_certificates(
    about: str, holder: str, shares: str, total: str
) -> None:
    found = papers(SALE, JOINS, DEATH, CERTIFICATE, SPLIT, **FUND)
    instruction = paper(found, "legend_instruction", "transfer_agent", about)
    assert (holder, shares) in {(row["holder"], row["shares"]) for row in instruction["rows"]}
    assert instruction["total"] == total


# ---- all


def texts(value: Any) -> list[str]:
    """Every text in the fields of a paper."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in texts(item)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("case", SOME, ids=[case["title"] for case in SOME])
def test_every_paper_of_a_case_can_be_made_and_holds_no_slip_of_the_pen(case: Data) -> None:
    """Of every hundredth case; the long run makes those of all."""
    library = deal_library(SAVVIS)
    for each in bundles(deal_of(case), on_the_record):
        for draft in each.drafts:
            assert render(library.template(draft.template), draft.context)
            said = [
                text for text in texts(draft.context) if SLIPS.search(text.replace("\u00a0", " "))
            ]
            assert not said, (draft.document, draft.party, said)
