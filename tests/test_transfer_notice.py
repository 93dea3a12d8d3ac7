"""2(a): which disposals are notified, from when and to whom; what a notice does for a transfer
that is still to be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.deal.events import TransferPresented
from rrdocs.docket.decisions import Clock, Decision, Flag
from rrdocs.facts.record.position import Position, fold
from rrdocs.rules.transfers.disposals import approval, disposals
from rrdocs.rules.transfers.transfer_notice import transfer_notices
from tests.support.phrases import facts, plain
from tests.support.scenarios import Data, counsel_said, deal_of

FUND: Data = {
    "name": "Made-up Fund LLC",
    "kind": "llc",
    "role": "other",
    "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
}


def transfer(date: str = "2001-05-07", /, **changed: str) -> Data:
    """A sale by one who signed to a made-up fund, as it was made; or as it is to be made, where
    its type is changed.
    """
    return {
        "id": "sale-1",
        "type": "transfer",
        "date": date,
        "from": "sorrel",
        "to": "made_up_fund",
        "tranche": "february_2001",
        "shares": "100000",
        "kind": "sale",
        "basis": "exempt",
        "relation": "none",
        **changed,
    }


def presented(date: str = "2001-06-01", /, **changed: str) -> Data:
    return transfer(date, type="transfer_presented", **changed)


def sale(name: str, seller: str, shares: str, under: str) -> Data:
    """A sale to the public, under a registration or Rule 144."""
    return {
        "id": name,
        "type": "public_sale",
        "date": "2001-06-04",
        "seller": seller,
        "tranche": "february_2001",
        "shares": shares,
        "under": under,
    }


def notice(
    date: str, /, method: str = "hand", about: str = "sale-1", to: str = "savvis", **delivery: str
) -> Data:
    """The seller's notice of it; by hand it is there on its day."""
    got = {"received": date} if method == "hand" else {}
    return {
        "id": f"notice-{to}-{date}",
        "type": "notice_sent",
        "date": date,
        "document": "notice_of_transfer",
        "about": about,
        "from": "sorrel",
        "to": to,
        "delivery": {"method": method, "sent": date, **got, **delivery},
    }


def at(
    day: str,
    events: Sequence[Data],
    *,
    readings: Data | None = None,
    parties: Data | None = None,
    **terms: object,
) -> Position:
    """The position at the end of a day, under a notice clause with other terms than the
    agreement's.
    """
    case: Data = {
        "holdings": "H0",
        "events": list(events),
        "readings": readings or {},
        "parties": parties or {},
    }
    case["agreement"] = {"terms": {"transfer_notice": terms}}
    return fold(deal_of(case), end_of_day(moment(day)))


def decided(
    position: Position, document: str = "notice_of_transfer", to: str = "savvis"
) -> Decision:
    """The one decision on a document to somebody."""
    items = transfer_notices(position.deal, position)
    (found,) = (
        each
        for each in items
        if isinstance(each, Decision) and (each.document, each.to) == (document, to)
    )
    return found


def clocks(position: Position, name: str) -> list[Clock]:
    return [
        each
        for each in transfer_notices(position.deal, position)
        if isinstance(each, Clock) and each.name == name
    ]


# ---- which disposals, and when


def test_of_each_disposal_it_is_known_whether_it_is_registered() -> None:
    events = [
        {
            "id": "proposed",
            "type": "registration_proposed",
            "date": "2001-05-01",
            "registration": "r",
            "form": "S-1",
            "security": "common",
            "account": "issuer",
            "underwriting": "firm_commitment",
        },
        transfer(id="private"),
        transfer(id="registered", basis="registered"),
        presented(id="to-be", planned="2001-06-15"),
        presented(id="to-be-registered", planned="2001-06-16", basis="registered"),
        sale("public", "paul", "1", "r"),
        sale("under-144", "lee", "2", "rule_144"),
        {
            "id": "sold",
            "type": "shares_sold",
            "date": "2001-06-05",
            "registration": "r",
            "sold": {"carson": "7", "rupert": "0"},
        },
    ]
    position = at("2001-06-05", events)
    found = {
        (each.event.id, each.seller, each.shares, each.registered, each.day)
        for each in disposals(position, planned=True)
    }
    may, june = date(2001, 5, 7), date(2001, 6, 4)
    made = {
        ("private", "sorrel", 100000, False, may),
        ("registered", "sorrel", 100000, True, may),
        ("public", "paul", 1, True, june),
        ("under-144", "lee", 2, False, june),
        ("sold", "carson", 7, True, date(2001, 6, 5)),
    }
    to_be = {
        ("to-be", "sorrel", 100000, False, date(2001, 6, 15)),
        ("to-be-registered", "sorrel", 100000, True, date(2001, 6, 16)),
    }
    assert found == made | to_be
    assert {each.event.id for each in disposals(position, planned=False)} == {
        event for event, *_ in made
    }


def test_a_transfer_that_is_to_be_made_is_not_notified_where_the_notice_comes_after() -> None:
    position = at("2001-06-20", [presented()])
    assert not list(transfer_notices(position.deal, position))


# ---- how long the time is


def test_a_time_counted_from_consummation_runs_from_the_transfer() -> None:
    """Ten days before Tuesday, July 3 is Saturday, June 23; three days after Thursday, May 10 a
    Sunday, accepted on the Monday.
    """
    before = decided(
        at("2001-06-25", [presented(planned="2001-07-03")], within="10 days before consummation")
    )
    assert (before.due, before.last_permitted) == (date(2001, 6, 23), date(2001, 6, 23))
    after = decided(at("2001-05-14", [transfer("2001-05-10")], within="3 days after consummation"))
    assert (after.due, after.last_permitted) == (date(2001, 5, 13), date(2001, 5, 14))
    assert after.arithmetic[0].startswith("May\u00a010, 2001 + 3 days = Sunday")


def test_what_is_counted_from_something_that_has_not_happened_leaves_the_transfer_itself() -> None:
    found = decided(at("2001-05-08", [transfer()], within="3 days after ipo"))
    assert (found.due, found.last_permitted, found.late) == (
        date(2001, 5, 7),
        date(2001, 5, 7),
        True,
    )
    assert found.arithmetic == ("3 days after the initial public offering, which is not on record",)


def test_of_two_times_the_one_that_has_begun_counts() -> None:
    """The later of both is not known while one has not begun, so that nothing but the day of the
    transfer is left.
    """
    both = "3 days after consummation and 5 days after ipo"
    assert decided(at("2001-05-08", [transfer()], within=f"the earlier of {both}")).due == date(
        2001, 5, 10
    )
    later = decided(at("2001-05-08", [transfer()], within=f"the later of {both}"))
    assert later.due == date(2001, 5, 7)
    assert later.arithmetic[0].startswith(
        "May\u00a07, 2001 + 3 days = Thursday, May\u00a010, 2001; 5 days after the initial"
    )


def test_the_clock_starts_with_the_transfer_or_with_its_presentation() -> None:
    """Presented on June 1 for June 15; ten days before is June 5. What is presented later than
    that has no time left.
    """
    (after,) = clocks(at("2001-05-09", [transfer()]), "transfer_notice")
    assert (after.starts, after.last_day, after.last_permitted, after.running) == (
        date(2001, 5, 7),
        date(2001, 5, 10),
        date(2001, 5, 10),
        True,
    )
    before: Data = {"within": "10 days before consummation"}
    (early,) = clocks(
        at("2001-06-02", [presented(planned="2001-06-15")], **before), "transfer_notice"
    )
    assert (early.starts, early.last_day, early.running) == (
        date(2001, 6, 1),
        date(2001, 6, 5),
        True,
    )
    (late,) = clocks(
        at("2001-06-12", [presented("2001-06-12", planned="2001-06-15")], **before),
        "transfer_notice",
    )
    assert (late.starts, late.last_day, late.running) == (date(2001, 6, 5), date(2001, 6, 5), False)
    (today,) = clocks(
        at("2001-06-05", [presented(planned="2001-06-15")], **before), "transfer_notice"
    )
    assert today.running


def test_a_time_is_as_amended_before_it_has_run_out() -> None:
    signed = [
        "savvis",
        "wcas_viii",
        "carson",
        "anderson",
        "paul",
    ]  # 10,150,000 of 16,250,000 shares
    change = {
        "id": "a",
        "type": "amendment",
        "date": "2001-05-09",
        "signed_by": signed,
        "sets": {"transfer_notice.within": "9 days"},
    }
    assert decided(at("2001-05-09", [transfer(), change])).due == date(2001, 5, 16)
    assert decided(at("2001-05-09", [transfer("2001-05-04"), change])).due == date(2001, 5, 7)


# ---- who is told, and of what


def test_parties_groups_and_holders_are_told_besides_the_issuer() -> None:
    agreement: Data = {
        "groups": {
            "senior": {"name": "the seniors", "clause": "2", "members": ["wcas_viii", "sorrel"]}
        }
    }
    case: Data = {"holdings": "H0", "events": [transfer()]}

    def told(*to: str) -> set[str | None]:
        deal = deal_of(
            case | {"agreement": agreement | {"terms": {"transfer_notice": {"also_to": list(to)}}}}
        )
        items = transfer_notices(deal, fold(deal, end_of_day(moment("2001-05-08"))))
        return {each.to for each in items if isinstance(each, Decision)}

    assert told() == {"savvis"}
    assert told("issuer_counsel") == {"savvis", "issuer_counsel"}
    assert told("senior") == {"savvis", "wcas_viii"}
    everybody = told("holders")
    assert {"savvis", "carson", "rather", "made_up_fund"} <= everybody and "sorrel" not in everybody


def test_others_than_the_issuer_have_no_clock_of_their_own() -> None:
    position = at("2001-05-08", [transfer()], also_to=["issuer_counsel"])
    assert (
        len(clocks(position, "transfer_notice")) == 1
        and decided(position, to="issuer_counsel").outcome == "due"
    )


def test_what_is_no_transfer_to_be_notified_has_no_clock() -> None:
    excepted = at("2001-05-08", [transfer(relation="affiliate")], except_to=["affiliate"])
    assert decided(excepted).outcome == "not_due" and not clocks(excepted, "transfer_notice")


def test_the_reading_on_registered_sales_may_be_settled_for_one_sale() -> None:
    two = [transfer(basis="registered"), transfer(id="sale-2", basis="registered")]
    events = [
        *two,
        counsel_said("2001-05-08", "sale-1", "transfer_notice_scope", "not_registered_sales"),
    ]
    position = at("2001-05-08", events)
    found = {
        each.about: each.outcome
        for each in transfer_notices(position.deal, position)
        if isinstance(each, Decision)
    }
    assert found == {"sale-1": "not_due", "sale-2": "due"}


@pytest.mark.parametrize(("said", "outcome"), [("due", "due"), ("not_due", "not_due")])
def test_counsel_settles_whether_an_open_notice_is_due(said: str, outcome: str) -> None:
    unknown = transfer()
    del unknown["relation"]
    assert decided(at("2001-05-08", [unknown], except_to=["affiliate"])).outcome == "open"
    events = [unknown, counsel_said("2001-05-08", "sale-1", "notice_of_transfer", said)]
    assert decided(at("2001-05-08", events, except_to=["affiliate"])).outcome == outcome


@pytest.mark.parametrize(
    ("relation", "says"),
    [("affiliate", "an affiliate"), ("partner", "a partner"), ("member", "a member")],
)
def test_of_a_transfer_that_needs_no_notice_it_is_said_to_whom_it_is(
    relation: str, says: str
) -> None:
    position = at(
        "2001-05-08",
        [transfer(relation=relation)],
        except_to=["affiliate", "partner", "member"],
        parties={"made_up_fund": FUND},
    )
    found = decided(position)
    assert found.outcome == "not_due"
    last = found.findings[-1]
    assert (last.says, last.holds) == (
        f"Made-up Fund LLC is {says}: no notice is called for",
        False,
    )
    assert last.evidence is not None and facts(position.deal)[last.evidence] == "transfer.relation"


def test_a_relation_that_is_not_excepted_is_notified() -> None:
    assert (
        decided(at("2001-05-08", [transfer(relation="partner")], except_to=["affiliate"])).outcome
        == "due"
    )


# ---- what counts as notice


@pytest.mark.parametrize(("day", "late"), [("2001-05-10", False), ("2001-05-11", True)])
def test_a_courier_of_whom_nothing_is_known_is_late_on_the_day_after_the_last(
    day: str, late: bool
) -> None:
    found = decided(at(day, [transfer(), notice("2001-05-09", "courier")]))
    assert found.given is not None and (found.given.late, found.given.day) == (
        late,
        date(2001, 5, 9),
    )


@pytest.mark.parametrize(("about", "late"), [("sale-1", False), ("sale-2", True)])
def test_that_sending_is_enough_may_be_settled_for_one_transfer(about: str, late: bool) -> None:
    """Mailed on May 8 it counts on May 15, the fifth business day; the third day is May 10."""
    events = [transfer(), transfer(id="sale-2"), notice("2001-05-08", "mail")]
    position = at(
        "2001-05-15",
        [*events, counsel_said("2001-05-15", about, "transfer_notice_timeliness", "dispatched")],
    )
    found = [
        each
        for each in transfer_notices(position.deal, position)
        if isinstance(each, Decision) and each.about == "sale-1"
    ]
    assert [each.given.late for each in found if each.given] == [late]


def test_of_several_notices_the_first_in_time_counts() -> None:
    """Of two that came on one day the first on record is told; one in time goes before one whose
    receipt is not on record.
    """
    twice = [notice("2001-05-09"), notice("2001-05-09") | {"id": "again"}]
    position = at("2001-05-09", [transfer(), *twice])
    same = decided(position).given
    first = next(event for event in position.events if event.id == "notice-savvis-2001-05-09")
    assert same is not None and same.finding.evidence == first.place
    good = decided(
        at("2001-05-12", [transfer(), notice("2001-05-08", "courier"), notice("2001-05-10")])
    ).given
    assert good is not None and (good.day, good.late) == (date(2001, 5, 10), False)


@pytest.mark.parametrize(
    ("who", "outcome"), [("sorrel", "given"), (None, "given"), ("carson", "due")]
)
def test_a_notice_counts_that_comes_from_the_seller_or_does_not_say_from_whom(
    who: str | None, outcome: str
) -> None:
    said = {key: value for key, value in notice("2001-05-09").items() if key != "from"} | (
        {"from": who} if who else {}
    )
    assert decided(at("2001-05-09", [transfer(), said])).outcome == outcome


def test_a_notice_by_no_good_method_is_none() -> None:
    assert (
        decided(
            at("2001-05-09", [transfer(), notice("2001-05-09", "email", received="2001-05-09")])
        ).outcome
        == "due"
    )


def test_a_notice_of_a_transfer_to_be_made_counts_for_the_same_transfer_alone() -> None:
    """It may be presented at the instant at which it is made; one presented later was
    another one.
    """
    told = notice("2001-06-04", about="before")

    def outcome(made: Data, *before: Data) -> str:
        position = at("2001-06-16", [*before, told, made], within="10 days before consummation")
        items = transfer_notices(position.deal, position)
        (found,) = (each for each in items if isinstance(each, Decision) and each.about == "sale-1")
        return found.outcome

    before = presented(id="before", planned="2001-06-15")
    assert outcome(transfer("2001-06-15"), before) == "given"
    assert outcome(transfer("2001-06-15", shares="99999"), before) == "due"
    assert outcome(transfer("2001-06-15", to="carson"), before) == "due"
    assert outcome(transfer("2001-06-01"), before) == "given"
    assert outcome(transfer("2001-05-31"), before) == "due"


# ---- what the issuer says to it


APPROVAL: Data = {"within": "10 days before consummation", "approval": "10 days"}


def presented_in(position: Position) -> TransferPresented:
    return position.all(TransferPresented)[0]


def agreed(day: str, *events: Data) -> tuple[bool | None, str, str]:
    """Whether the issuer has agreed to what was presented on June 1, the words, and the fact to
    which they point.
    """
    position = at(day, [presented(planned="2001-06-20"), *events], **APPROVAL)
    found = approval(position, presented_in(position))
    assert found is not None and found.clause == "2(a)" and found.evidence is not None
    return found.holds, found.says.replace("\u00a0", " "), facts(position.deal)[found.evidence]


def objection(day: str, about: str = "sale-1") -> Data:
    return {"id": f"objection-{day}", "type": "transfer_objection", "date": day, "about": about}


def test_the_issuer_agrees_by_silence_once_its_time_from_the_first_notice_is_over() -> None:
    """The notice is received on Tuesday, June 5, and ten days are over with Friday, June 15; a
    second notice starts nothing anew.
    """
    told, again = notice("2001-06-05"), notice("2001-06-08")
    assert agreed("2001-06-04") == (
        None,
        "Savvis has no notice of the transfer, and so has not agreed to it",
        "transfer_presented",
    )
    assert agreed("2001-06-15", told, again) == (
        None,
        "Savvis may still object until Friday, June 15, 2001",
        "transfer_presented",
    )
    silent = (
        True,
        "Savvis did not object by June 15, 2001, and is taken to agree",
        "transfer_presented",
    )
    assert agreed("2001-06-16", told, again) == silent
    assert agreed("2001-06-16", told, objection("2001-06-16")) == silent
    assert agreed("2001-06-16", told, objection("2001-06-15")) == (
        False,
        "Savvis objected on June 15, 2001",
        "transfer_objection",
    )
    assert agreed("2001-06-16", told, objection("2001-06-16"), objection("2001-06-15"))[0] is False


def test_a_notice_whose_receipt_is_not_on_record_starts_no_time_to_object() -> None:
    sent = notice("2001-06-05", "courier")
    assert agreed("2001-06-20", sent)[0] is None
    assert agreed("2001-06-20", sent, notice("2001-06-08"))[:2] == (
        True,
        "Savvis did not object by June 18, 2001, and is taken to agree",
    )


def test_time_to_object_that_has_no_end_yet_leaves_the_issuer_free_to_object() -> None:
    terms = APPROVAL | {"approval": "10 days after ipo"}
    events = [presented(planned="2001-06-20"), notice("2001-06-05")]
    position = at("2001-06-30", events, **terms)
    found = approval(position, presented_in(position))
    assert found is not None and (found.holds, found.says) == (None, "Savvis may still object")
    assert not clocks(position, "transfer_objection")
    position = at("2001-06-30", [*events, objection("2001-06-29")], **terms)
    found = approval(position, presented_in(position))
    assert found is not None and found.holds is False


def test_time_to_object_may_be_counted_from_receipt_by_name() -> None:
    position = at(
        "2001-06-10",
        [presented(planned="2001-06-20"), notice("2001-06-05")],
        **APPROVAL | {"approval": "10 days after receipt"},
    )
    (clock,) = clocks(position, "transfer_objection")
    assert (clock.starts, clock.last_day) == (date(2001, 6, 5), date(2001, 6, 15))


@pytest.mark.parametrize(
    ("day", "running"), [("2001-06-05", True), ("2001-06-15", True), ("2001-06-16", False)]
)
def test_the_time_to_object_runs_from_receipt_to_its_last_day(day: str, running: bool) -> None:
    position = at(day, [presented(planned="2001-06-20"), notice("2001-06-05")], **APPROVAL)
    (clock,) = clocks(position, "transfer_objection")
    assert (clock.clause, clock.about, clock.party) == ("2(a)", "sale-1", "savvis")
    assert (clock.starts, clock.last_day, clock.running) == (
        date(2001, 6, 5),
        date(2001, 6, 15),
        running,
    )
    assert [plain(line) for line in clock.arithmetic] == [
        "MONTH #, # + # days = WEEKDAY, MONTH #, #"
    ]
    assert (
        clock.evidence is not None and facts(position.deal)[clock.evidence] == "transfer_presented"
    )


def test_the_time_to_object_stops_with_an_objection() -> None:
    position = at(
        "2001-06-10",
        [presented(planned="2001-06-20"), notice("2001-06-05"), objection("2001-06-08")],
        **APPROVAL,
    )
    (clock,) = clocks(position, "transfer_objection")
    assert not clock.running
    items = transfer_notices(position.deal, position)
    (flag,) = (each for each in items if isinstance(each, Flag))
    assert (flag.clause, flag.about, flag.says) == (
        "2(a)",
        "sale-1",
        "Savvis objected on June\u00a08, 2001",
    )
    assert flag.evidence is not None and facts(position.deal)[flag.evidence] == "transfer_objection"


def test_the_issuer_has_no_say_where_the_clause_gives_none_or_excepts_the_transfer() -> None:
    plain_sale = at("2001-06-10", [presented()], within="10 days before consummation")
    assert approval(plain_sale, presented_in(plain_sale)) is None and not clocks(
        plain_sale, "transfer_objection"
    )
    terms = APPROVAL | {"except_to": ["affiliate"]}
    excepted = at("2001-06-10", [presented(relation="affiliate"), notice("2001-06-05")], **terms)
    assert approval(excepted, presented_in(excepted)) is None
    unknown = presented()
    del unknown["relation"]
    not_known = at("2001-06-10", [unknown], **terms)
    found = approval(not_known, presented_in(not_known))
    assert found is not None and found.holds is None


# ---- successors and those who must join


def test_notice_of_a_succession_is_asked_for_as_prudent() -> None:
    gone = {
        "id": "s",
        "type": "succession",
        "date": "2001-06-04",
        "from": "paul",
        "to": "made_up_heir",
        "kind": "death",
    }
    position = at("2001-06-05", [gone])
    (flag,) = (each for each in transfer_notices(position.deal, position) if isinstance(each, Flag))
    assert (flag.clause, flag.about) == ("2(a)", "s")
    assert (
        flag.says
        == "Andrew Paul is succeeded by made_up_heir: notice of it is prudent to request it"
    )
    assert flag.evidence is not None and facts(position.deal)[flag.evidence] == "succession"


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, True),
        ({"kind": "gift"}, True),
        ({"kind": "pledge"}, False),
        ({"basis": "registered"}, False),
        ({"basis": "rule_144"}, False),
        ({"to": "savvis"}, False),
    ],
)
def test_who_gets_stock_privately_must_join(changed: dict[str, str], asked: bool) -> None:
    position = at("2001-05-08", [transfer(**changed)], joinder="true")
    found = [
        each
        for each in transfer_notices(position.deal, position)
        if isinstance(each, Decision) and each.document == "joinder"
    ]
    assert [(each.sender, each.to, each.outcome) for each in found] == (
        [("made_up_fund", "savvis", "due")] if asked else []
    )


def test_a_joinder_is_given_by_the_first_and_stands_on_the_transfer_and_on_who_signed() -> None:
    joined = [
        {"id": f"j{day}", "type": "joinder", "date": f"2001-05-{day}", "investor": "made_up_fund"}
        for day in ("09", "11")
    ]
    fund = {"made_up_fund": FUND | {"role": "investor", "joined": "j09"}}
    position = at("2001-05-12", [transfer(), *joined], parties=fund, joinder="true")
    found = decided(position, "joinder")
    assert [(each.says.replace("\u00a0", " "), each.holds) for each in found.findings] == [
        ("Made-up Fund LLC got 100,000 shares of Restricted Stock on May 7, 2001", True),
        ("Made-up Fund LLC is no party to the Agreement", True),
    ]
    assert found.given is not None and (found.given.day, found.given.late) == (
        date(2001, 5, 9),
        False,
    )
    assert found.given.finding.says.replace("\u00a0", " ") == "joined on May 9, 2001"


def test_counsel_settles_whether_a_joinder_is_due() -> None:
    events = [transfer(), counsel_said("2001-05-08", "sale-1", "joinder", "not_due")]
    found = decided(at("2001-05-08", events, joinder="true"), "joinder")
    assert found.settled is not None and found.settled.holds is False
