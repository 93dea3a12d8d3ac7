"""What all rules answer together: on which record, what other readings would change and in which
words, what the data does not express.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rrdocs.docket.decisions import (
    Change,
    Clock,
    Decision,
    Docket,
    Finding,
    Flag,
    Giving,
    Item,
    Outcome,
    Tally,
    answer_in_words,
)
from rrdocs.docket.figures import (
    BlueSkyFigures,
    CutbackFigures,
    DemandsFigures,
    HoldingsFigures,
    IndemnityCap,
    IndemnityCapFigures,
    MajorityFigures,
)
from rrdocs.facts.record.position import fold
from rrdocs.rules.engine import _subject, decide, judge
from tests.support.scenarios import Data, deal_of

# Mailed on Monday, October 1, 2001: the fifth business day after is October 8 where that day is one
# (the exchange trades on Columbus
# Day), October 9 where it is none.
MAILED: Data = {
    "id": "demand-1",
    "type": "demand_notice",
    "date": "2001-10-03",
    "disposition": "firm_commitment",
    "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
    "delivery": {"method": "mail", "sent": "2001-10-01", "received": "2001-10-03"},
}
AT = datetime(2001, 10, 8, 23, 59)
CASE: Data = {"holdings": "H0", "events": [MAILED]}


def notice(docket: Docket, to: str = "lee") -> Outcome | None:
    """The outcome of the notice of the demand to one Investor."""
    return next(
        (
            each.outcome
            for each in docket.decisions
            if (each.document, each.to) == ("demand_further_notice", to)
        ),
        None,
    )


# ---- on which record


def test_what_was_entered_later_is_left_out_unless_it_is_asked_for() -> None:
    deal = deal_of({**CASE, "events": [{**MAILED, "recorded": "2001-10-09"}]})
    assert (
        notice(decide(deal, AT, readings=False))
        is notice(decide(deal, AT, known=False, readings=False))
        is None
    )
    assert notice(decide(deal, AT, known=True, readings=False)) == "due"


def test_the_record_may_be_read_up_to_an_event() -> None:
    sent = {
        "type": "notice_sent",
        "date": "2001-10-08",
        "document": "demand_further_notice",
        "about": "demand-1",
    }
    by_hand = {"method": "hand", "received": "2001-10-08"}
    letters = [
        {**sent, "id": f"dfn-{name}", "to": name, "delivery": by_hand} for name in ("lee", "rather")
    ]
    deal = deal_of({**CASE, "events": [MAILED, *letters]})
    first = next(event for event in deal.events if event.id == "dfn-lee")
    docket = decide(deal, AT, until=first, readings=False)
    assert [notice(docket, name) for name in ("lee", "rather")] == ["given", "due"]
    whole = decide(deal, AT, readings=False)
    assert [notice(whole, name) for name in ("lee", "rather")] == ["given", "given"]


# ---- what other readings would change


def test_other_readings_are_tried_unless_they_are_not_asked_for() -> None:
    deal = deal_of(CASE)
    asked = decide(deal, AT)
    assert asked.changes and judge(fold(deal, AT)) == asked
    left = decide(deal, AT, readings=False)
    assert left.changes == () and not any(each.readings for each in left.decisions)


def test_each_answer_that_another_reading_gives_is_told_with_the_one_it_replaces() -> None:
    to_lee = ("demand_further_notice demand-1 to lee", "due, 2001-10-08")
    found = [
        change
        for change in decide(deal_of(CASE), AT).changes
        if change.subject in (to_lee[0], "flag demand-1")
    ]
    lies = (
        "in hand since October\u00a03, 2001, it counts as received on October\u00a0{}, 2001: it is"
        " not left to lie"
    )
    both = (
        "the request does not say whether it is made under the Original Registration Rights"
        " Agreement too: ask"
    )
    eighth, ninth = (("flag demand-1", lies.format(day)) for day in (8, 9))
    expected = [
        Change("business_day_calendar", "federal_banking", *to_lee, "due, 2001-10-09"),
        Change("business_day_calendar", "federal_banking", *eighth, "nothing"),
        Change("business_day_calendar", "federal_banking", ninth[0], "nothing", ninth[1]),
        Change("business_day_calendar", "ny_gcl24", *to_lee, "due, 2001-10-09"),
        Change("business_day_calendar", "ny_gcl24", *eighth, "nothing"),
        Change("business_day_calendar", "ny_gcl24", ninth[0], "nothing", ninth[1]),
        Change("immediately", "next_business_day", *to_lee, "due, 2001-10-09"),
        Change("immediately", "reasonable_promptness", *to_lee, "due, 2001-10-09"),
        Change("mail_actual_receipt", "earlier_of_actual", *to_lee, "due, 2001-10-03, late"),
        Change("mail_actual_receipt", "earlier_of_actual", *eighth, "nothing"),
        Change("original_rra_overlap", "this_agreement_only", "flag demand-1", both, "nothing"),
    ]
    assert found == expected


TO_LEE = Decision(
    "standstill_letter",
    "3(c)(ii)",
    "demand-1",
    "savvis",
    "lee",
    "required",
    (Finding("3(c)(ii)", "held up", True),),
)
NOBODY = Decision(
    "standstill_letter",
    "3(c)(ii)",
    "demand-1",
    "savvis",
    None,
    "required",
    (Finding("3(c)(ii)", "held up", False),),
)
SENT = Giving(Finding("3(c)(ii)", "sent", True), date(2001, 6, 8), late=True)
LATE = Decision(
    "standstill_letter",
    "3(c)(ii)",
    "demand-1",
    "savvis",
    "lee",
    "required",
    TO_LEE.findings,
    due=date(2001, 6, 7),
    given=SENT,
)
WINDOW = Clock("join_window", "3(a)", "demand-1", "lee", date(2001, 6, 8), date(2001, 7, 8))
LOCK = Clock("registration_lock", "3(c)(vi)", "demand-1", None, date(2001, 6, 6), None)
STOCK = Tally("1", None, HoldingsFigures(100, {}, {}, 0))


@pytest.mark.parametrize(
    ("item", "subject"),
    [
        (TO_LEE, "standstill_letter demand-1 to lee"),
        (NOBODY, "standstill_letter demand-1"),
        (WINDOW, "join_window demand-1 of lee"),
        (LOCK, "registration_lock demand-1"),
        (STOCK, "restricted_stock"),
        (Tally("3(a)", "demand-1", DemandsFigures(1, 1)), "demands demand-1"),
        (Flag("3(a)", "demand-1", "ask"), "flag demand-1"),
        (Flag("3(a)", None, "ask"), "flag"),
    ],
)
def test_an_answer_is_named_by_what_it_is_what_it_is_about_and_whom_it_concerns(
    item: Item, subject: str
) -> None:
    assert _subject(item) == subject


@pytest.mark.parametrize(
    ("item", "line"),
    [
        (None, "nothing"),
        (TO_LEE, "due"),
        (NOBODY, "not due"),
        (LATE, "given, 2001-06-07, late"),
        (Flag("3(a)", "demand-1", "ask"), "ask"),
        (
            Clock(
                "join_window",
                "3(a)",
                "d",
                "lee",
                date(2001, 6, 7),
                date(2001, 7, 7),
                date(2001, 7, 9),
                None,
                True,
            ),
            "from 2001-06-07 to 2001-07-07, accepted to 2001-07-09, running",
        ),
        (
            Clock(
                "join_window",
                "3(a)",
                "d",
                "lee",
                date(2001, 6, 7),
                date(2001, 7, 7),
                date(2001, 7, 7),
            ),
            "from 2001-06-07 to 2001-07-07",
        ),
        (
            Clock(
                "holdback",
                "3(e)",
                "d",
                "lee",
                date(2001, 6, 7),
                date(2001, 7, 7),
                None,
                date(2001, 7, 8),
            ),
            "from 2001-06-07 to 2001-07-07, free from 2001-07-08",
        ),
        (
            Clock("registration_lock", "3(c)(vi)", "d", None, date(2001, 6, 7), None, running=True),
            "from 2001-06-07, without a last day, running",
        ),
        (
            Tally("3(a)", "d", MajorityFigures(6250100, 6250100, True)),
            "numerator 6,250,100; denominator 6,250,100; holds yes",
        ),
        (
            Tally("3(a)", "d", MajorityFigures(1, 2, None)),
            "numerator 1; denominator 2; holds not on record",
        ),
        (
            Tally("3(a)", "d", CutbackFigures(0, {"lee": 1000, "fox": 5}, {}, "requested")),
            "issuer 0; investors: lee 1,000, fox 5; others: none; basis requested",
        ),
        (
            Tally("4(b)", "d", IndemnityCapFigures({"lee": IndemnityCap("0.5", "9.00", "5.00")})),
            "by seller: lee (proportion 0.5; net proceeds 9.00; cap 5.00)",
        ),
        (
            Tally("3(f)(iv)", "d", BlueSkyFigures(["NY"], ["CA", "TX"])),
            "qualify NY; refused CA, TX",
        ),
    ],
)
def test_an_answer_is_told_in_few_words(item: Item | None, line: str) -> None:
    assert answer_in_words(item) == line


# ---- what the data does not express


def test_a_decision_says_what_its_clause_and_no_other_says_besides() -> None:
    printing = {"clause": "3(a)", "says": "who pays for the printing"}
    paper, ink = (
        {"clause": "3(d)", "says": f"who pays for the {what}"} for what in ("paper", "ink")
    )
    deal = deal_of({**CASE, "agreement": {"unmodelled": [printing, paper, ink]}})
    decisions = decide(deal, AT, readings=False).decisions
    said = {each.document: each.unmodelled for each in decisions}
    assert said["demand_further_notice"] == ("who pays for the printing",)
    assert said["piggyback_notice"] == ("who pays for the paper", "who pays for the ink")
    silent = {each.clause for each in decisions if not each.unmodelled}
    assert "3(c)(vi)" in silent and not any(
        clause.startswith(("3(a)", "3(d)")) for clause in silent
    )


# ---- what no right is for


def test_an_agreement_without_a_right_to_join_counts_no_requests_to_join() -> None:
    proposed = {
        "id": "s1",
        "type": "registration_proposed",
        "date": "2001-05-01",
        "registration": "s1",
        "form": "S-1",
    }
    of_it = {"security": "common", "account": "issuer", "underwriting": "firm_commitment"}
    asks = {
        "id": "ask",
        "type": "piggyback_request",
        "date": "2001-05-02",
        "registration": "s1",
        "investor": "lee",
        "shares": "5",
    }
    how = {
        "disposition": "firm_commitment",
        "delivery": {"method": "hand", "received": "2001-05-02"},
    }
    told = {
        "id": "told",
        "type": "notice_sent",
        "date": "2001-05-01",
        "document": "piggyback_notice",
        "about": "s1",
        "to": "lee",
    }
    by_hand = {"delivery": {"method": "hand", "received": "2001-05-01"}}
    case: Data = {
        "holdings": "H0",
        "events": [
            {**proposed, **of_it},
            {**told, **by_hand},
            {**asks, **how, "election": "underwriting"},
        ],
    }
    at = datetime(2001, 6, 1)
    with_it, without = (
        decide(deal_of({**case, "agreement": {"terms": terms}}), at, readings=False).tallies
        for terms in ({}, {"piggyback": "null"})
    )
    assert [tally.values["total"] for tally in with_it if tally.name == "shares_to_register"] == [5]
    assert [tally for tally in without if tally.name == "shares_to_register"] == []
