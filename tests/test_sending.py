"""8(f): the address in force on the day of a notice, who is told by whom, whose address is
missing, and how things are called.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest

from rrdocs.deal.events import NoticeSent
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.addresses import address_is_good
from rrdocs.facts.notices.dispatches import was_notified
from rrdocs.facts.record.names import called, form_name, in_shares, is_form, shelf_says
from rrdocs.facts.record.position import Position, fold, running
from rrdocs.rules.giving import first_giving, recipient_finding, to_send
from tests.support.scenarios import Data, counsel_said, deal_of

AT = datetime(2001, 6, 20)
PARK_AVENUE = "320 Park Avenue, Suite 2500, New York, NY 10022"
ELM_STREET = "1 Elm Street, Rye, NY 10580"
ADDRESS: Data = {
    "lines": ["320 Park Avenue, Suite 2500", "New York, NY 10022"],
    "attention": "Mr. Jonathan M. Rather",
}
DEMAND: Data = {
    "id": "demand-1",
    "type": "demand_notice",
    "date": "2001-06-06T10:15",
    "disposition": "firm_commitment",
    "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
    "delivery": {"method": "hand", "received": "2001-06-06T10:15"},
}


def notice(
    to: str, address: str = "", *, name: str = "", sent: str = "2001-06-06", **more: str
) -> Data:
    """A notice by courier."""
    delivery: Data = {"method": "courier", "sent": sent, "received": sent} | (
        {"address": address} if address else {}
    )
    return {
        "id": name or f"n-{to}",
        "type": "notice_sent",
        "date": sent,
        "document": "demand_further_notice",
        "about": "demand-1",
        "to": to,
        "delivery": delivery,
        **more,
    }


def moved(
    address: str, on: str = "2001-06-01", *, told_to: tuple[str, ...] = ("savvis",), **more: object
) -> Data:
    """A new address of Mr. Lee's."""
    return {
        "id": "move",
        "type": "address_changed",
        "date": on,
        "party": "lee",
        "address": address,
        "told": list(told_to),
        **more,
    }


def position_of(*events: Data, **more: object) -> Position:
    """The position after a demand and these events."""
    return fold(deal_of({"as_of": "2001-06-20", "holdings": "H0", "events": [*events], **more}), AT)


def judged(
    address: str, *events: Data, sent: str = "2001-06-06", by: str = "savvis", **more: object
) -> Finding | None:
    """What is found of the address to which a notice to Mr. Lee went."""
    position = position_of(
        DEMAND, *events, notice("lee", address, sent=sent, **{"from": by}), **more
    )
    return address_is_good(position, next(iter(position.all(NoticeSent))))


def is_good(
    address: str, *events: Data, sent: str = "2001-06-06", by: str = "savvis", **more: object
) -> bool | None:
    found = judged(address, *events, sent=sent, by=by, **more)
    assert found is not None
    return found.holds


@pytest.mark.parametrize(
    ("sent_to", "good"),
    [("212-555-0100", True), ("+1 212 555 0100", True), ("212-555-01", False), ("212", False)],
)
def test_a_part_of_a_number_reaches_nobody(sent_to: str, good: bool) -> None:
    assert is_good(sent_to, moved("212-555-0100")) is good


@pytest.mark.parametrize(
    ("sent_to", "good"),
    [
        ("320 Park Avenue, Suite 2500, New York, NY 10022", True),
        ("Eric J. Lee, 320 Park Avenue, Suite 2500, New York, NY 10022, by hand", True),
        ("320 Park Avenue", True),
        ("320 Park", True),
        ("320 Par", False),
        ("New York, NY 10022", False),
        ("Park Avenue, Suite 2500, New York, NY 10022", False),
        ("320 Park Avenue, Boston", False),
    ],
)
def test_a_part_of_an_address_finds_its_recipient_where_it_names_the_street(
    sent_to: str, good: bool
) -> None:
    assert is_good(sent_to, moved("320 Park Avenue, Suite 2500, New York, NY 10022")) is good


# ---- the address in force


@pytest.mark.parametrize(
    ("address", "good"),
    [
        (PARK_AVENUE, True),
        (
            "Mr. Jonathan M. Rather, 320 Park Avenue - Suite 2500, New York NY 10022",
            True,
        ),  # with the attention line
        ("320 PARK AVENUE", True),  # as far as it goes it is the same
        ("320 Park Street, Suite 2500, New York, NY 10022", False),
        ("(212) 893-9575", True),
        ("212-893-9575 (Mr. Rather)", True),
        ("(212) 893-9576", False),
        ("lee@example.com", True),
        ("Lee@Example.com", True),
        ("lee@example.org", False),
    ],
)
def test_a_notice_goes_to_an_address_on_record_however_it_is_written(
    address: str, good: bool
) -> None:
    party: Data = {
        "lee": {"address": {**ADDRESS, "fax": "(212) 893-9575", "email": "lee@example.com"}}
    }
    assert is_good(address, parties=party) is good


def test_the_address_to_which_a_notice_went_is_shown_where_it_is_recorded() -> None:
    found = judged(ELM_STREET)
    assert found is not None and found.evidence is not None
    assert (found.says, found.holds) == (f"sent to {ELM_STREET}", False)
    assert found.evidence.text[found.evidence.column - 1 :].startswith(
        '{"method": "courier", "sent": "2001-06-06"'
    )


def test_a_notice_without_an_address_on_record_is_not_judged_by_it() -> None:
    assert judged("") is None


# A courier brought the change on Monday, June 4; it is in force from the arrival on, on that day
# too
@pytest.mark.parametrize(
    ("sent", "old", "new"),
    [
        ("2001-06-01", True, False),
        ("2001-06-03", True, False),
        ("2001-06-04", False, True),
        ("2001-06-05", False, True),
    ],
)
def test_a_change_of_address_is_in_force_from_the_day_on_which_it_came(
    sent: str, old: bool, new: bool
) -> None:
    change = moved(
        ELM_STREET,
        "2001-06-01",
        delivery={"method": "courier", "sent": "2001-06-01", "received": "2001-06-04"},
    )
    demand = {
        **DEMAND,
        "id": "demand-0",
        "date": "2001-05-31",
        "delivery": {"method": "hand", "received": "2001-05-31"},
    }
    assert is_good(PARK_AVENUE, demand, change, sent=sent) is old
    assert is_good(ELM_STREET, demand, change, sent=sent) is new


# The receipt of what was mailed on June 1 is on June 8; a change by electronic mail is no notice at
# all
@pytest.mark.parametrize(
    "delivery",
    [
        {"method": "email", "sent": "2001-06-01", "received": "2001-06-01"},
        {"method": "mail", "sent": "2001-06-01"},
    ],
)
def test_a_change_of_address_that_did_not_come_as_a_notice_leaves_the_old_address_in_force(
    delivery: Data,
) -> None:
    change = moved(ELM_STREET, delivery=delivery)
    assert is_good(PARK_AVENUE, change)
    assert not is_good(ELM_STREET, change)


# The change was told to WCAS VIII and not to the issuer
@pytest.mark.parametrize(
    ("rule", "by", "good"),
    [
        ("signature_page", "wcas_viii", ELM_STREET),  # the sender had it
        ("signature_page", "savvis", PARK_AVENUE),
        ("signature_page", "carson", PARK_AVENUE),
        (
            "records",
            "wcas_viii",
            PARK_AVENUE,
        ),  # it stands in no record of the issuer's, whoever writes
        ("furnished", "wcas_viii", PARK_AVENUE),  # nor have all others had it
    ],
)
def test_whom_a_change_of_address_binds_that_one_holder_alone_was_told(
    rule: str, by: str, good: str
) -> None:
    change = moved(ELM_STREET, told_to=("wcas_viii",))
    terms: Data = {"terms": {"notices": {"address": rule}}}
    assert [
        where
        for where in (PARK_AVENUE, ELM_STREET)
        if is_good(where, change, by=by, agreement=terms)
    ] == [good]


# ---- who was told


def test_a_letter_from_another_is_no_notice_of_the_issuers_and_hides_none() -> None:
    letter = notice("lee", name="letter", **{"from": "wcas_viii"})
    assert not was_notified(position_of(DEMAND, letter), "demand-1", "lee", "demand_further_notice")
    assert was_notified(
        position_of(DEMAND, letter, notice("lee")), "demand-1", "lee", "demand_further_notice"
    )


# By the reading in force each of the sixteen for whom Mr. Rather signs is told by a notice of his
# own; counsel may settle it for one demand
@pytest.mark.parametrize(("about", "enough"), [("demand-1", True), ("demand-2", False)])
def test_counsel_settles_for_one_demand_that_one_notice_to_their_attorney_is_enough(
    about: str, enough: bool
) -> None:
    decided = counsel_said("2001-06-08", about, "wcas_persons_service", "one_notice")
    second = {**DEMAND, "id": "demand-2"}
    position = position_of(DEMAND, second, notice("rather"), decided)
    assert was_notified(position, "demand-1", "lee", "demand_further_notice") is enough
    assert not was_notified(
        position, "demand-1", "wcas_management", "demand_further_notice"
    )  # another signs for it


# Mr. Rather was told of the first demand and not of the second; where one notice is enough it tells
# Mr. Lee of the first alone
def test_one_notice_to_their_attorney_is_one_of_that_demand_alone() -> None:
    terms: Data = {"readings": {"wcas_persons_service": "one_notice"}}
    position = position_of(DEMAND, {**DEMAND, "id": "demand-2"}, notice("rather"), agreement=terms)
    assert [
        was_notified(position, about, "lee", "demand_further_notice")
        for about in ("demand-2", "demand-1")
    ] == [False, True]


# Mr. Rather is told on June 6, Mr. Lee himself on June 7: where one notice is enough, he was told
# on June 6
@pytest.mark.parametrize(
    ("chosen", "day"),
    [("individual_notices_one_package", date(2001, 6, 7)), ("one_notice", date(2001, 6, 6))],
)
def test_where_one_notice_is_enough_an_earlier_one_to_their_attorney_counts_before_ones_own(
    chosen: str, day: date
) -> None:
    terms: Data = {"readings": {"wcas_persons_service": chosen}}
    position = position_of(
        DEMAND, notice("lee", sent="2001-06-07"), notice("rather"), agreement=terms
    )
    given = first_giving(
        position, "3(a)", "demand-1", "lee", date(2001, 6, 6), "demand_further_notice"
    )
    assert given is not None and (given.day, given.late) == (day, chosen != "one_notice")
    with position.deal.readings.noting() as asked:
        first_giving(position, "3(a)", "demand-1", "rather", None, "demand_further_notice")
    assert "wcas_persons_service" not in asked  # nobody was told before him


# Sent on Thursday, June 7 and again on Monday, June 11
@pytest.mark.parametrize(
    ("due", "since", "day", "late"),
    [
        (date(2001, 6, 7), None, date(2001, 6, 7), False),
        (date(2001, 6, 6), None, date(2001, 6, 7), True),
        (None, None, date(2001, 6, 7), False),
        (date(2001, 6, 12), date(2001, 6, 7), date(2001, 6, 7), False),
        (date(2001, 6, 11), date(2001, 6, 8), date(2001, 6, 11), False),
        (date(2001, 6, 8), date(2001, 6, 8), date(2001, 6, 11), True),
        (date(2001, 6, 8), date(2001, 6, 11), date(2001, 6, 11), True),
        (date(2001, 6, 8), date(2001, 6, 12), None, False),
    ],
)
def test_of_two_notices_the_earlier_counts_unless_it_was_about_what_came_before(
    due: date | None, since: date | None, day: date | None, late: bool
) -> None:
    events = (notice("lee", name="again", sent="2001-06-11"), notice("lee", sent="2001-06-07"))
    given = first_giving(
        position_of(DEMAND, *events),
        "3(a)",
        "demand-1",
        "lee",
        due,
        "demand_further_notice",
        since=since,
    )
    assert (given and given.day, given is not None and given.late) == (day, late)
    if given:
        assert given.finding.clause == "3(a)" and given.finding.evidence is not None
        assert (
            given.finding.says
            == f"sent by national overnight courier on June\u00a0{given.day.day}, 2001"
        )


def test_of_two_notices_of_one_day_the_first_is_the_evidence() -> None:
    mailed = {**notice("lee", name="mailed"), "delivery": {"method": "mail", "sent": "2001-06-06"}}
    for events, says in (
        ((notice("lee"), mailed), "sent by national overnight courier"),
        ((mailed, notice("lee")), "sent by first-class certified mail"),
    ):
        given = first_giving(
            position_of(DEMAND, *events), "3(a)", "demand-1", "lee", None, "demand_further_notice"
        )
        assert given is not None and given.finding.says == f"{says} on June\u00a06, 2001"


def test_of_two_notices_of_one_day_the_recipients_own_is_the_evidence() -> None:
    terms: Data = {"readings": {"wcas_persons_service": "one_notice"}}
    position = position_of(DEMAND, notice("rather"), notice("lee"), agreement=terms)
    given = first_giving(position, "3(a)", "demand-1", "lee", None, "demand_further_notice")
    assert given is not None and given.finding.evidence == position.by_id["n-lee"].place


# ---- whose address is missing

FIRM: Data = {"name": "Made-up Fund LLC", "kind": "llc", "role": "other"}
STOCK: Data = {
    "id": "bought",
    "type": "shares_issued",
    "date": "2001-03-15",
    "holder": "fund",
    "tranche": "february_2001",
    "shares": "1000",
}


def missing(to: str | None, *events: Data, **parties: Data) -> list[tuple[str, str, bool | None]]:
    found = recipient_finding(position_of(*events, parties=parties), to)
    return [(finding.clause, finding.says, finding.holds) for finding in found]


def test_a_party_to_be_told_as_a_holder_needs_an_address() -> None:
    nowhere = [("8(f)", "the address of Made-up Fund LLC is not on record", None)]
    placed = {**FIRM, "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]}}
    assert missing("fund", STOCK, fund=FIRM) == nowhere
    assert missing("fund", STOCK, fund={**FIRM, "address": {"fax": "(914) 555-0100"}}) == nowhere
    assert missing("fund", STOCK, fund=placed) == []
    assert missing("fund", fund=FIRM) == []  # it never had stock
    assert missing("fund", STOCK, {**moved(ELM_STREET), "party": "fund"}, fund=FIRM) == []


def test_an_investor_needs_an_address_though_it_never_had_stock() -> None:
    joined: Data = {
        "id": "joinder-1",
        "type": "joinder",
        "date": "2001-05-09",
        "investor": "fund",
        "told": ["savvis"],
    }
    investor = {**FIRM, "role": "investor", "joined": "joinder-1"}
    assert missing("fund", joined, fund=investor) == [
        ("8(f)", "the address of Made-up Fund LLC is not on record", None)
    ]


def test_a_holder_without_an_entry_is_not_on_record_and_one_that_holds_nothing_need_not_be() -> (
    None
):
    sold: Data = {
        "id": "sold",
        "type": "transfer",
        "date": "2001-05-07",
        "from": "carson",
        "to": "fund",
        "tranche": "february_2001",
        "shares": "100",
        "kind": "sale",
        "basis": "exempt",
        "relation": "none",
    }
    assert missing("fund", sold) == [
        ("8(f)", "the name and address of fund are not on record", None)
    ]
    assert missing("fund") == []
    assert missing(None, sold) == []


def test_a_missing_address_is_shown_where_the_party_stands() -> None:
    (found,) = recipient_finding(position_of(STOCK, parties={"fund": FIRM}), "fund")
    assert found.evidence is not None and found.evidence.path.endswith("parties.yaml")
    assert found.evidence.text[found.evidence.column - 1 :].startswith(
        '{"name": "Made-up Fund LLC"'
    )


# A notice that went out is given, though where the holder is has not been entered; before, the
# decision is open
@pytest.mark.parametrize(
    ("sent", "outcome", "says"),
    [
        ((), "open", ["asked", "the address of Made-up Fund LLC is not on record"]),
        ((notice("fund", ELM_STREET),), "given", ["asked"]),
    ],
)
def test_what_went_out_to_a_holder_without_an_address_is_given(
    sent: tuple[Data, ...], outcome: str, says: list[str]
) -> None:
    position = position_of(STOCK, DEMAND, *sent, parties={"fund": FIRM})
    asked = [Finding("3(a)", "asked", True)]
    decision = to_send(
        position, "demand_further_notice", "3(a)", "demand-1", "fund", asked, date(2001, 6, 6)
    )
    assert (decision.outcome, [finding.says for finding in decision.findings]) == (outcome, says)


def test_what_goes_to_nobody_has_no_address_and_no_evidence_of_its_own() -> None:
    asked = [Finding("3(a)", "asked", False)]
    decision = to_send(
        position_of(DEMAND), "demand_further_notice", "3(a)", "demand-1", None, asked, None
    )
    assert (decision.outcome, decision.given, list(decision.findings)) == ("not_due", None, asked)


# ---- how things are called


@pytest.mark.parametrize(
    ("form", "is_one"),
    [
        ("S-1", True),
        ("Form S-1", True),
        ("form s-1", True),
        ("S-1/A", True),
        ("S-1MEF", True),
        ("S-11", False),
        ("S-11/A", False),
        ("S-3", False),
        ("S-8 POS", True),
        ("S-4EF", False),
        ("", False),
        (None, False),
    ],
)
def test_a_form_is_known_in_all_its_variants(form: str | None, is_one: bool) -> None:
    assert is_form(form, ("S-1", "S-8")) is is_one


def test_a_form_is_called_a_form_once() -> None:
    assert [form_name(form) for form in ("S-3", "Form S-3", "form S-3")] == [
        "Form S-3",
        "Form S-3",
        "form S-3",
    ]


# One is proposed on a form; of the one that was asked for on June 6 no form is on record
def test_a_registration_is_called_by_its_form_or_by_the_day_on_which_it_began() -> None:
    proposed: Data = {
        "id": "s1",
        "type": "registration_proposed",
        "date": "2001-04-20",
        "registration": "s1",
        "form": "S-1",
        "security": "common",
        "account": "issuer",
        "underwriting": "firm_commitment",
    }
    known = position_of(proposed, DEMAND).registrations()
    assert [called(known[name]) for name in ("s1", "demand-1")] == [
        "the registration on Form S-1",
        "the registration of June\u00a06, 2001",
    ]
    assert [shelf_says(found) for found in (known["s1"], known["demand-1"], None)] == [
        "a shelf registration on Form S-1 is effective",
        "a shelf registration is effective",
        "no shelf registration is effective",
    ]


def test_one_share_is_a_share() -> None:
    assert [in_shares(count) for count in (0, 1, 2, 1_500_000)] == [
        "0 shares",
        "1 share",
        "2 shares",
        "1,500,000 shares",
    ]


@pytest.mark.parametrize(
    ("starts", "last", "runs"),
    [
        (date(2001, 6, 20), None, True),
        (date(2001, 6, 21), None, False),
        (date(2001, 6, 1), date(2001, 6, 20), True),
        (date(2001, 6, 1), date(2001, 6, 19), False),
        (date(2001, 6, 21), date(2001, 6, 30), False),
    ],
)
def test_a_period_runs_on_its_first_day_and_on_its_last(
    starts: date, last: date | None, runs: bool
) -> None:
    assert running(position_of(), starts, last) is runs  # on June 20
