"""One fact, one place: the decision, the letter and the service log say the same of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from rrdocs.agreement.vocabulary import CURES, METHODS, Cure, MethodName
from rrdocs.dates.moments import period
from rrdocs.deal.days_on_record import outside_calendars
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import EVENT_TYPES, DemandNotice, Event
from rrdocs.docket.decisions import Docket, all_hold
from rrdocs.documents.packets.drafting import bundle
from rrdocs.documents.wording.common_fields import taking_part
from rrdocs.documents.wording.delivery_words import mail_rule
from rrdocs.documents.wording.letter_fields import LetterFields
from rrdocs.documents.wording.phrases import ordinal
from rrdocs.facts.offerings.sellers import holders_shares, selling
from rrdocs.facts.record.position import fold
from rrdocs.facts.record.terms_in_force import position_at
from rrdocs.facts.requests.requests import request_of
from rrdocs.pipeline.packets import on_the_record
from rrdocs.service.record.proof_of_service import proofs
from tests.support.packets import read_fields
from tests.support.scenarios import deal_of

OLD, NEW = "1133 Avenue of the Americas", "1 Elm Street, Rye, NY 10580"


def deal_with(*events: dict[str, Any], **readings: str) -> Deal:
    """The first deal with these events alone."""
    deal = deal_of({"readings": readings, "events": [], "as_of": "2001-06-30"})
    return replace(deal, events=tuple(map(event, events)))


def event(fields: dict[str, Any]) -> Event:
    return EVENT_TYPES[fields["type"]].model_validate(fields)


HOLDINGS: tuple[dict[str, Any], ...] = (
    {
        "id": "viii",
        "type": "shares_issued",
        "date": "2001-02-20",
        "holder": "wcas_viii",
        "tranche": "february_2001",
        "shares": "6000000",
    },
    {
        "id": "sorrels",
        "type": "shares_issued",
        "date": "2001-02-20",
        "holder": "sorrel",
        "tranche": "february_2001",
        "shares": "100000",
    },
)
DEMAND: dict[str, Any] = {
    "id": "demand-1",
    "type": "demand_notice",
    "date": "2001-06-06T10:15",
    "requesting": {"wcas_viii": "3000000"},
    "disposition": "firm_commitment",
    "delivery": {"method": "hand", "received": "2001-06-06T10:15"},
}


def moved(told: list[str], **delivery: str) -> dict[str, Any]:
    """Sorrel's new address, mailed on June 1 (received on the fifth business day, June 8)."""
    return {
        "id": "move-1",
        "type": "address_changed",
        "date": "2001-06-04",
        "party": "sorrel",
        "address": NEW,
        "told": told,
        "delivery": delivery or {"method": "mail", "sent": "2001-06-01"},
    }


def sent(method: MethodName = "courier", **delivery: str) -> dict[str, Any]:
    return {
        "id": "notice-1",
        "type": "notice_sent",
        "date": "2001-06-06T15:00",
        "document": "demand_further_notice",
        "about": "demand-1",
        "to": "sorrel",
        "delivery": {"method": method, "sent": "2001-06-06T15:00", **delivery},
    }


def addressee(deal: Deal) -> str:
    """The address on the letter to Sorrel, in one line."""
    drafts = bundle(deal, next(e for e in deal.events if e.id == "demand-1"), on_the_record).drafts
    letter = next(
        d for d in drafts if d.document == "demand_further_notice" and d.party == "sorrel"
    )
    return ", ".join(read_fields(letter)["addressee_lines"][1:])


def logged(deal: Deal, notice: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The address in the service log, and what it warns of."""
    deal = replace(deal, events=(*deal.events, event(notice)))
    found = list(proofs(fold(deal, datetime(2001, 6, 7, 12)), there=lambda _: True))
    return found[0].address, found[0].warnings


@pytest.mark.parametrize(
    ("told", "readings", "in_force"),
    [
        # in the mail on June 6, so that it is not in force yet
        (moved(["savvis"]), {}, "old"),
        # received by the issuer on June 5
        (moved(["savvis"], method="hand", received="2001-06-05"), {}, "new"),
        # received by the issuer alone, where all parties must have it
        (
            moved(["savvis"], method="hand", received="2001-06-05"),
            {"address_change_effect": "all_parties"},
            "old",
        ),
        # sent by a method that the agreement does not know
        (moved(["savvis"], method="email", sent="2001-06-04"), {}, "old"),
        # furnished to somebody else
        (moved(["carson"], method="hand", received="2001-06-05"), {}, "old"),
    ],
)
def test_letter_log_and_rule_know_one_address(
    told: dict[str, Any], readings: dict[str, str], in_force: str
) -> None:
    deal = deal_with(*HOLDINGS, told, DEMAND, **readings)
    old = ", ".join(deal.parties["sorrel"].address.lines)  # type: ignore[union-attr]  # he has one
    address = NEW if in_force == "new" else old
    assert addressee(deal) == address
    assumed, _ = logged(deal, sent())
    assert assumed == address
    for there in (old, NEW):
        recorded, warnings = logged(deal, sent(address=there))
        assert recorded == there
        assert any("address" in words for words in warnings) == (there != address)


def test_a_new_facsimile_number_leaves_the_street_as_it_was() -> None:
    change = moved(["savvis"], method="hand", received="2001-06-05") | {"address": "212 555 0199"}
    deal = deal_with(*HOLDINGS, change, DEMAND)
    signed = deal.parties["sorrel"].address
    assert signed is not None
    assert addressee(deal) == ", ".join(signed.lines)
    assert logged(deal, sent("fax"))[0] == "212 555 0199"


def offering(*asked: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """A firm commitment without a named underwriter, effective on June 15."""
    yield from HOLDINGS
    yield {
        "id": "s1",
        "type": "registration_proposed",
        "date": "2001-05-01",
        "registration": "s1",
        "form": "S-1",
        "security": "common",
        "account": "issuer",
        "underwriting": "firm_commitment",
    }
    for number, (firm, day) in enumerate(asked, 1):
        yield {
            "id": f"holdback-{number}",
            "type": "holdback_requested",
            "date": day,
            "registration": "s1",
            "underwriter": firm,
        }
    yield {
        "id": "effective",
        "type": "registration_effective",
        "date": "2001-06-15",
        "registration": "s1",
        "covers": {"savvis": "1000000"},
    }


def test_the_letter_names_the_firm_that_the_rules_find_and_the_day_on_which_it_asked() -> None:
    deal = deal_with(*offering(("first_bank", "2001-06-10"), ("second_bank", "2001-06-12")))
    at = datetime(2001, 6, 15, 23, 59, 59)
    position, docket = on_the_record(deal, at, None)
    due = [d for d in docket.decisions if d.document == "holdback_notice" and d.outcome == "due"]
    assert {d.about for d in due if d.clause.startswith("3(e)(ii)")} == {"holdback-1"}
    first = next(e for e in deal.events if e.id == "holdback-1")
    letters = bundle(deal, first, on_the_record, at).drafts
    notices = [read_fields(d) for d in letters if d.document == "holdback_notice"]
    assert notices
    for context in notices:
        assert context["firm"].replace("\xa0", " ") == position.deal.party_name("first_bank")
        assert context["asked_day"].replace("\xa0", " ") == "June 10, 2001"


@pytest.mark.parametrize("method", ["courier", "mail"])
def test_a_delivery_method_has_one_name(method: MethodName) -> None:
    deal = deal_with(*HOLDINGS, DEMAND, sent(method))
    _, docket = on_the_record(deal, datetime(2001, 6, 7, 12), None)
    given = next(d.given for d in docket.decisions if d.to == "sorrel" and d.given)
    assert f"sent {METHODS[method]} on" in given.finding.says
    drafts = bundle(deal, deal.events[-2], on_the_record).drafts
    letter = next(d for d in drafts if "receipt_text" in d.context)
    assert METHODS[method].removeprefix("by ") in read_fields(letter)["receipt_text"]


@pytest.mark.parametrize(
    ("results", "together"),
    [
        ([], True),
        ([True, True], True),
        ([True, None], None),
        ([None, False], False),
        ([False, True], False),
    ],
)
def test_all_hold(results: list[bool | None], together: bool | None) -> None:
    assert all_hold(results) is together


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "first"),
        (10, "tenth"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (20, "20th"),
        (21, "21st"),
        (22, "22nd"),
        (23, "23rd"),
        (24, "24th"),
        (101, "101st"),
        (111, "111th"),
        (112, "112th"),
        (1013, "1013th"),
    ],
)
def test_ordinals(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_mail_that_counts_on_the_22nd_business_day_says_so() -> None:
    agreement = {"terms": {"notices": {"methods": {"mail": {"after": "22 business days"}}}}}
    deal = deal_of({"events": [], "as_of": "2001-06-30", "agreement": agreement})
    assert mail_rule(deal) == "on the 22nd business day after the day of mailing"


def dated(year: str) -> dict[str, Any]:
    """A notice of a demand handed over on June 4 of a year."""
    issued = [held | {"date": "1996-02-20"} for held in HOLDINGS]
    demand = DEMAND | {
        "date": f"{year}-06-04T10:15",
        "delivery": {"method": "hand", "received": f"{year}-06-04T10:15"},
    }
    given = sent("hand") | {
        "date": f"{year}-06-04",
        "delivery": {"method": "hand", "received": f"{year}-06-04"},
    }
    return {
        "holdings": "none",
        "events": [*issued, demand, given],
        "as_of": f"{year}-06-10",
        "agreement": {"date": "1996-02-20"},
    }


@pytest.mark.parametrize("year", ["1997", "2031", "2036"])
def test_a_window_that_ends_on_independence_day_rolls_in_every_year(year: str) -> None:
    deal = deal_of(dated(year))
    _, docket = on_the_record(deal, datetime(int(year), 6, 10), None)
    windows = [each for each in docket.clocks if each.name == "join_window"]
    assert [(str(each.last_day), str(each.last_permitted)) for each in windows] == [
        (f"{year}-07-04", f"{year}-07-07")
    ]


def test_a_delivery_beyond_the_calendars_is_refused_with_its_place() -> None:
    (problem,) = outside_calendars(event(DEMAND | {"date": "2061-06-03T10:15"}))
    assert "2061-06-03 lies outside the years 1990 to 2060" in str(problem)
    assert not list(outside_calendars(event(DEMAND)))


def test_what_needs_a_day_beyond_the_calendars_is_said_to_be_incomplete() -> None:
    """A window of thirty days from December 4, 2070 ends on a Saturday of 2071, and would roll."""
    *others, given = dated("2070")["events"]
    late = {"date": "2070-12-04", "delivery": {"method": "hand", "received": "2070-12-04"}}
    deal = deal_with(*others, given | late)  # as data that is read, these days would be refused
    _, docket = on_the_record(deal, datetime(2070, 12, 10), None)
    said = [flag.says for flag in docket.flags if "holidays for 1990 to 2070 only" in flag.says]
    assert said
    assert all(
        "are incomplete" in words and "Monday, January\xa05, 2071" in words for words in said
    )
    assert any(each.document == "legend_instruction" for each in docket.decisions)


def test_the_letter_of_effectiveness_gives_a_successor_the_shares_of_the_holder_it_follows() -> (
    None
):
    """Sorrel dies before effectiveness: his estate sells, and its letter states his shares."""
    died = {
        "id": "died",
        "type": "succession",
        "date": "2001-06-20",
        "from": "sorrel",
        "to": "estate",
        "kind": "death",
    }
    covers = {"wcas_viii": "3000000", "sorrel": "50000"}
    filed = {
        "id": "filed",
        "type": "registration_filed",
        "date": "2001-06-18",
        "registration": "demand-1",
        "covers": covers,
    }
    position = position_at(deal_with(*HOLDINGS, DEMAND, filed, died), datetime(2001, 6, 30))
    found = position.registration("demand-1")
    assert selling(position, found) == ["wcas_viii", "estate"]
    assert holders_shares(position, found) == {"wcas_viii": 3000000, "estate": 50000}
    assert taking_part(LetterFields(position, Docket(), date(2001, 6, 30)), "demand-1") == (
        holders_shares(position, found)
    )


def test_a_letter_says_a_request_came_when_the_terms_of_that_day_say_it_came() -> None:
    """Mail of June 1 counts on the fifth business day; a later amendment to ten changes nothing."""
    mailed = DEMAND | {
        "date": "2001-06-08",
        "delivery": {"method": "mail", "sent": "2001-06-01"},
    }
    changed = {
        "id": "change",
        "type": "amendment",
        "date": "2001-06-20",
        "signed_by": ["savvis", "wcas_viii"],
        "sets": {"notices.methods.mail.after": "10 business days"},
    }
    position = position_at(deal_with(*HOLDINGS, mailed, changed), datetime(2001, 6, 30))
    request = request_of(position, "demand-1")
    assert request is not None
    letter = position.by_id["demand-1"]
    assert isinstance(letter, DemandNotice)
    fields = LetterFields(position, Docket(), date(2001, 6, 30))
    assert position.deal.terms.notices.methods["mail"].after == period("10 business days")
    assert fields.came(letter).day == request.received.day == date(2001, 6, 8)


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        ({"requesting": {"wcas_viii": None}}, "shares"),
        ({"disposition": None}, "method"),
        ({"requesting": {"sorrel": "100000"}}, "more_holders"),
        ({"delivery": {"method": "telephone", "received": "2001-06-06T10:15"}}, "send_again"),
    ],
)
def test_what_cures_a_request_is_a_code_that_the_letter_puts_in_words(
    fault: dict[str, Any], cure: Cure
) -> None:
    deal = deal_with(*HOLDINGS, DEMAND | fault)
    at = datetime(2001, 6, 7, 12)
    request = request_of(position_at(deal, at), "demand-1")
    assert request is not None
    assert [finding.cures for finding in request.form if not finding.holds] == [(cure,)]
    (letter, *_) = [
        draft
        for draft in bundle(deal, deal.events[-1], on_the_record, at).drafts
        if draft.document == "deficiency_letter"
    ]
    (defect,) = read_fields(letter)["defects"]
    assert defect["cure"].startswith(CURES.get(cure, "Please send it again"))
