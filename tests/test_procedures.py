"""3(f): the draft for review, the period of distribution, and requests to see the records, each
answered by itself.
"""

from __future__ import annotations

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.docket.decisions import Decision
from rrdocs.rules.engine import decide
from tests.support.scenarios import Data, deal_of


def test_each_request_for_records_is_answered_under_its_own_name() -> None:
    """carson sells under the registration, paul does not."""
    asked: list[Data] = [
        {
            "id": f"look-{name}",
            "type": "inspection_requested",
            "date": "2001-09-14",
            "registration": "demand-1",
            "investor": name,
        }
        for name in ("carson", "paul")
    ]
    deal = deal_of({"holdings": ["H0", "shelf"], "events": asked})
    docket = decide(deal, end_of_day(moment("2001-09-14")), readings=False)
    carson, paul = (
        [flag.says for flag in docket.about(f"look-{name}").flags] for name in ("carson", "paul")
    )
    assert len(carson) == len(paul) == 1
    assert carson[0].startswith("Russel Carson asked on") and carson[0].endswith(
        "records and people are to be made available to it"
    )
    assert paul[0].startswith("Andrew Paul asked on") and paul[0].endswith(
        "it has no right to inspect"
    )


DEMAND: Data = {
    "id": "demand-1",
    "type": "demand_notice",
    "date": "2001-06-06",
    "disposition": "non_underwritten",
    "delivery": {"method": "hand"},
    "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
}
DRAFT: Data = {
    "id": "draft",
    "type": "notice_sent",
    "date": "2001-06-12",
    "document": "draft_registration_transmittal",
    "about": "demand-1",
    "to": "investors_counsel",
    "delivery": {"method": "courier", "sent": "2001-06-12", "received": "2001-06-13"},
}
GONE: Data = {
    "id": "gone",
    "type": "registration_withdrawn",
    "date": "2001-06-20",
    "registration": "demand-1",
}


def drafts(events: list[Data], **case: object) -> list[Decision]:
    """What is said on June 29, 2001 of the draft for review."""
    docket = decide(
        deal_of({"holdings": "H0", "events": events, **case}),
        end_of_day(moment("2001-06-29")),
        readings=False,
    )
    return [
        decision
        for decision in docket.decisions
        if decision.document == "draft_registration_transmittal"
    ]


def test_the_draft_waits_while_nobody_knows_who_is_counsel_for_the_sellers() -> None:
    (known,) = drafts([DEMAND])
    (unknown,) = drafts([DEMAND], parties={"investors_counsel": "null"})
    assert (known.to, known.outcome) == ("investors_counsel", "due")
    assert (unknown.to, unknown.outcome) == (None, "open")
    assert unknown.findings[1].says == "who is counsel for the selling holders is not on record"


def test_of_several_firms_the_last_is_counsel_for_the_sellers() -> None:
    firm = {
        "name": "Made-up Counsel LLP",
        "kind": "firm",
        "role": "counsel",
        "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
    }
    (draft,) = drafts([DEMAND], parties={"another_firm": firm})
    assert draft.to == "another_firm"


def test_a_draft_that_was_sent_stays_given_though_the_registration_is_given_up() -> None:
    filed: Data = {
        "id": "filed",
        "type": "registration_filed",
        "date": "2001-06-15",
        "registration": "demand-1",
    }
    (sent,) = drafts([DEMAND, DRAFT, filed, GONE])
    (unsent,) = drafts([DEMAND, filed, GONE])
    assert (sent.outcome, unsent.outcome) == ("given", "not_due")
    assert "it was withdrawn or abandoned" in [finding.says for finding in unsent.findings]


def test_there_is_no_draft_for_a_request_that_is_not_good() -> None:
    """lee has 100,000 of 16,250,000 shares."""
    filed: Data = {
        "id": "filed",
        "type": "registration_filed",
        "date": "2001-06-15",
        "registration": "demand-1",
    }
    assert drafts([DEMAND | {"requesting": {"lee": "50000"}}, filed]) == []


def test_the_period_of_distribution_is_over_when_the_distribution_is_complete() -> None:
    """In a firm commitment with the underwriters' word, on the day of which it still runs; in any
    other with the sale of all.
    """
    done: Data = {
        "id": "done",
        "type": "distribution_completed",
        "date": "2001-09-20",
        "registration": "demand-1",
    }
    covers: Data = {
        "wcas_viii": "3000000",
        "carson": "1000000",
        "rupert": "300000",
        "savvis": "500000",
    }
    effective: Data = {
        "id": "e",
        "type": "registration_effective",
        "date": "2001-09-10",
        "registration": "demand-1",
        "covers": covers,
    }
    sold: Data = {
        "id": "s",
        "type": "shares_sold",
        "date": "2001-09-20",
        "registration": "demand-1",
        "sold": covers | {"savvis": "0"},
    }
    rest: Data = sold | {"sold": covers | {"rupert": "299999"}}
    for opening, events, at, on in (
        ("demand", [effective], "2001-09-21", True),
        ("demand", [effective, done], "2001-09-20", True),
        ("demand", [effective, done], "2001-09-21", False),
        ("demand", [effective, sold], "2001-09-21", True),
        ("shelf", [done], "2001-09-21", True),
        ("shelf", [effective, sold], "2001-09-20", True),
        ("shelf", [effective, sold], "2001-09-21", False),
        ("shelf", [effective, rest], "2001-09-21", True),
    ):
        docket = decide(
            deal_of({"holdings": ["H0", opening], "events": events}),
            end_of_day(moment(at)),
            readings=False,
        )
        clocks = [
            clock
            for clock in docket.clocks
            if clock.name in ("period_of_distribution", "registration_lock")
        ]
        assert [clock.running for clock in clocks] == [on, on], (opening, at)


# ---- what was furnished before an offering was given up


EFFECTIVE: Data = {
    "id": "e", "type": "registration_effective", "date": "2001-09-10", "registration": "demand-1",
    "covers": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
}  # fmt: skip
ASKED: list[Data] = [
    {
        "id": "copies",
        "type": "copies_requested",
        "date": "2001-09-11",
        "registration": "demand-1",
        "investor": "rupert",
    },
    {
        "id": "comfort",
        "type": "comfort_requested",
        "date": "2001-09-11",
        "registration": "demand-1",
        "investor": "carson",
    },
    {
        "id": "chosen",
        "type": "underwriter_selected",
        "date": "2001-09-11",
        "about": "demand-1",
        "underwriter": "first_bank",
    },
    {
        "id": "closing",
        "type": "closing_scheduled",
        "date": "2001-09-11",
        "registration": "demand-1",
        "closing": "2001-09-14",
    },
]
ENDED: Data = {
    "id": "ended",
    "type": "registration_withdrawn",
    "date": "2001-09-17",
    "registration": "demand-1",
}


def sent(document: str, about: str, to: str) -> Data:
    return {
        "id": f"{document}-{to}",
        "type": "notice_sent",
        "date": "2001-09-13",
        "document": document,
        "about": about,
        "to": to,
        "delivery": {"method": "hand", "sent": "2001-09-13", "received": "2001-09-13"},
    }


def outcomes(document: str, *events: Data, **case: object) -> dict[str | None, str]:
    """What becomes of a document at the end of September 20, by its recipient."""
    deal = deal_of({"holdings": ["H0", "demand"], "events": [EFFECTIVE, *ASKED, *events], **case})
    docket = decide(deal, end_of_day(moment("2001-09-20")), readings=False)
    return {
        decision.to: decision.outcome
        for decision in docket.decisions
        if decision.document == document
    }


def test_what_was_furnished_stays_furnished_and_the_rest_is_not_due_any_more() -> None:
    told = sent("effectiveness_notice", "demand-1", "carson")
    found = outcomes("effectiveness_notice", told, ENDED)
    assert (found["carson"], found["wcas_viii"], found["first_bank"]) == (
        "given",
        "not_due",
        "not_due",
    )
    assert outcomes("effectiveness_notice", told)["wcas_viii"] == "due"
    copies = sent("prospectus_delivery_letter", "copies", "rupert")
    assert outcomes("prospectus_delivery_letter", copies, ENDED) == {"rupert": "given"}
    assert outcomes("prospectus_delivery_letter", ENDED) == {"rupert": "not_due"}
    letter = sent("comfort_letter", "comfort", "first_bank")
    assert outcomes("comfort_letter", letter, ENDED) == {"first_bank": "given"}
    assert outcomes("issuer_counsel_opinion", letter, ENDED) == {None: "not_due"}


def test_who_sold_when_it_asked_is_furnished_though_it_has_died_since() -> None:
    estate = {
        "name": "Estate",
        "kind": "estate",
        "role": "investor",
        "succeeds": "rupert",
        "address": {"lines": ["1 Elm Street", "Rye"]},
    }
    death = {
        "id": "death",
        "type": "succession",
        "date": "2001-09-12",
        "from": "rupert",
        "to": "estate",
        "kind": "death",
    }
    assert outcomes("prospectus_delivery_letter", death, parties={"estate": estate}) == {
        "rupert": "due"
    }
    sky = {
        "id": "sky",
        "type": "blue_sky_requested",
        "date": "2001-09-11",
        "registration": "demand-1",
        "by": "rupert",
        "states": {"OH": "none"},
    }
    deal = deal_of(
        {"holdings": ["H0", "shelf"], "events": [sky, death], "parties": {"estate": estate}}
    )
    docket = decide(deal, end_of_day(moment("2001-09-20")), readings=False)
    assert [
        decision.outcome for decision in docket.decisions if decision.document == "blue_sky_memo"
    ] == ["due"]


def test_how_recent_comfort_must_be_is_as_agreed_at_the_closing() -> None:
    """Five business days before Friday, September 14 is September 7; ten would be August 30, after
    the closing to no purpose.
    """
    signed = ["savvis", "wcas_viii", "carson", "anderson", "paul"]
    change = {
        "id": "a",
        "type": "amendment",
        "signed_by": signed,
        "sets": {"comfort.cutoff": "10 business days"},
    }

    def line(*events: Data) -> str:
        deal = deal_of({"holdings": ["H0", "demand"], "events": [EFFECTIVE, *ASKED, *events]})
        docket = decide(deal, end_of_day(moment("2001-09-20")), readings=False)
        return next(
            decision.arithmetic[0]
            for decision in docket.decisions
            if decision.document == "comfort_letter"
        )

    assert line() == line(change | {"date": "2001-09-17"})
    assert "5 business days earlier" in line() and "10 business days earlier" in line(
        change | {"date": "2001-09-12"}
    )
