"""2(b): what is found of a paper that comes on a transfer, in which words and from which fact; and
whether one may be asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import OpinionDelivered
from rrdocs.docket.decisions import Decision, Finding
from rrdocs.facts.record.position import fold
from rrdocs.rules.transfers.opinions import _firm, _suffices, opinions
from tests.support.phrases import facts
from tests.support.scenarios import Data, counsel_said, deal_of

NAMED = "Schulte Roth & Zabel LLP"


def found(
    paper: Data,
    instead: Sequence[str] = (),
    readings: Data | None = None,
    settled: str = "",
    decided: str = "",
) -> tuple[Finding, str]:
    """What is found of one paper under an agreement that takes these instead of an opinion, and
    the fact that it points to.

    ``settled``: of what counsel says that a firm which goes on under another name is agreed to as
    well. ``decided``: what counsel says of the firm itself.
    """
    sale = {
        "id": "sale-1",
        "type": "transfer_presented",
        "date": "2001-05-07",
        "from": "sorrel",
        "to": "made_up_fund",
        "tranche": "february_2001",
        "shares": "100000",
        "kind": "sale",
        "basis": "exempt",
        "relation": "none",
    }
    given = {
        "id": "paper-1",
        "type": "opinion_delivered",
        "date": "2001-05-10",
        "about": "sale-1",
        **paper,
    }
    events = [sale, given]
    if settled:
        said = {
            "question": "named_counsel_successor",
            "decision": "automatic",
            "by": "issuer_counsel",
        }
        events.append(
            {
                "id": "said-1",
                "type": "counsel_decided",
                "date": "2001-05-10",
                "about": settled,
                **said,
            }
        )
    if decided:
        said = {"question": "counsel_opinion", "decision": decided, "by": "issuer_counsel"}
        events.append(
            {
                "id": "decided-1",
                "type": "counsel_decided",
                "date": "2001-05-10",
                "about": "paper-1",
                **said,
            }
        )
    terms = {"transfer_compliance": {"instead_of_opinion": list(instead)}}
    deal = deal_of(
        {
            "holdings": "H0",
            "agreement": {"terms": terms, "readings": readings or {}},
            "events": events,
        }
    )
    position = fold(deal, end_of_day(moment("2001-05-10")))
    rule = deal.terms.transfer_compliance
    assert rule is not None
    finding = _suffices(position, rule, position.all(OpinionDelivered)[0])
    assert finding.clause == "2(b)" and finding.evidence is not None
    return finding, facts(deal)[finding.evidence]


@pytest.mark.parametrize(
    ("paper", "instead", "holds", "says", "fact"),
    [
        # 2(b) asks for an opinion that the sale is exempt under all applicable laws, which are the
        # federal act and those of the states
        (
            {"counsel": NAMED, "covers": ["federal", "state"]},
            [],
            True,
            f"the opinion is by {NAMED}, agreed to be satisfactory",
            "counsel",
        ),
        (
            {"counsel": NAMED, "covers": ["state", "federal"]},
            [],
            True,
            f"the opinion is by {NAMED}, agreed to be satisfactory",
            "counsel",
        ),
        (
            {"counsel": NAMED},
            [],
            True,
            f"the opinion is by {NAMED}, agreed to be satisfactory",
            "counsel",
        ),
        (
            {"counsel": NAMED, "covers": ["federal"]},
            [],
            False,
            "the opinion covers federal law, and not all applicable laws",
            "covers",
        ),
        (
            {"counsel": NAMED, "covers": ["state"]},
            [],
            False,
            "the opinion covers state law, and not all applicable laws",
            "covers",
        ),
        (
            {"counsel": NAMED, "covers": []},
            [],
            False,
            "the opinion covers no law, and not all applicable laws",
            "covers",
        ),
        # another paper is taken only where the agreement names it
        (
            {"kind": "no_action_letter"},
            ["no_action_letter"],
            True,
            "a no-action letter is taken in place of an opinion",
            "kind",
        ),
        (
            {"kind": "no_action_letter"},
            ["broker_letter"],
            False,
            "a no-action letter is not taken in place of an opinion",
            "kind",
        ),
        (
            {"kind": "broker_letter"},
            ["broker_letter"],
            True,
            "a broker's letter is taken in place of an opinion",
            "kind",
        ),
        (
            {"kind": "broker_letter"},
            [],
            False,
            "a broker's letter is not taken in place of an opinion",
            "kind",
        ),
    ],
)
def test_a_paper_suffices_that_covers_all_laws_or_that_the_agreement_takes(
    paper: Data, instead: list[str], holds: bool, says: str, fact: str
) -> None:
    finding, points_to = found(paper, instead)
    assert (finding.holds, finding.says, points_to) == (holds, says, f"opinion_delivered.{fact}")


SUCCESSOR = {"counsel": "Reboul & Successors LLP", "covers": ["federal", "state"]}
"""A firm whose name begins as one agreed does."""
STRANGER = {"counsel": "Made-up & Partners", "covers": ["federal", "state"]}


@pytest.mark.parametrize(
    ("paper", "readings", "settled", "holds"),
    [
        (SUCCESSOR, {}, "", None),
        (SUCCESSOR, {"named_counsel_successor": "automatic"}, "", True),
        (SUCCESSOR, {}, "paper-1", True),
        (SUCCESSOR, {}, "sale-1", True),
        (STRANGER, {}, "", None),
        (STRANGER, {"named_counsel_successor": "automatic"}, "", None),
        (STRANGER, {}, "paper-1", None),
    ],
)
def test_a_firm_that_follows_one_agreed_is_for_the_issuer_unless_it_is_read_as_agreed_too(
    paper: Data, readings: Data, settled: str, holds: bool | None
) -> None:
    finding, points_to = found(paper, readings=readings, settled=settled)
    taken = (
        ", taken as the firm that was agreed to be satisfactory"
        if holds
        else ": whether it is acceptable is for the issuer"
    )
    assert finding.says == f"the opinion is by {paper['counsel']}{taken}"
    assert (finding.holds, points_to) == (holds, "opinion_delivered.counsel")


@pytest.mark.parametrize(
    ("decision", "says"),
    [("due", "which Savvis accepts"), ("not_due", "which Savvis does not accept")],
)
def test_a_decision_on_a_firm_is_told_as_what_it_is(decision: str, says: str) -> None:
    finding, points_to = found(STRANGER, decided=decision)
    assert (finding.holds, points_to) == (decision == "due", "counsel_decided")
    assert finding.says == f"the opinion is by Made-up & Partners, {says}"


def test_an_opinion_of_nobody_named_is_open() -> None:
    finding, points_to = found({"covers": ["federal", "state"]})
    assert (finding.holds, finding.says, points_to) == (
        None,
        "whose opinion it is, is not on record",
        "opinion_delivered",
    )


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Reboul, MacMurray, Hewitt, Maynard & Kristol", "reboul macmurray hewitt maynard kristol"),
        ("Schulte Roth & Zabel LLP", "schulte roth zabel"),
        ("SCHULTE, ROTH AND ZABEL, LLP.", "schulte roth zabel"),
        ("Schulte Roth and Zabel", "schulte roth zabel"),
        ("Schulte Roth & Zabel, PC", "schulte roth zabel"),
        ("Schulte Roth & Zabel LP", "schulte roth zabel"),
        ("Schulte-Roth", "schulte roth"),
        ("Schulte Roth & Zabel L.L.P.", "schulte roth zabel"),
        ("Schulte Roth & Zabel, L. L. P.", "schulte roth zabel"),
        ("Schulte Roth & Zabel, P.C.", "schulte roth zabel"),
        ("J. P. Schulte L.P.", "jp schulte"),
        ("J.P. Schulte", "jp schulte"),
        # an ampersand is the word, and parts two letters that would else be one word
        ("R&G LLP", "r g"),
        ("R and G LLP", "r g"),
        # a name of nothing but these is taken as it is
        ("LLP", "LLP"),
        ("& and", "& and"),
    ],
)
def test_a_firm_is_known_by_its_name_without_points_and_legal_form(name: str, plain: str) -> None:
    assert _firm(name) == plain


# ---- whether an opinion may be asked for


def sale(**changed: str) -> Data:
    """A transfer that was made."""
    return {
        "id": "sale-1",
        "type": "transfer",
        "date": "2001-05-07",
        "from": "sorrel",
        "to": "made_up_fund",
        "tranche": "february_2001",
        "shares": "100000",
        "kind": "sale",
        "basis": "exempt",
        "relation": "none",
        **changed,
    }


def opinion_on(
    *events: Data, parties: Data | None = None, **terms: object
) -> tuple[Decision, Deal]:
    """The decision on the opinion, with the deal."""
    case = {
        "holdings": "H0",
        "events": [*events],
        "parties": parties or {},
        "agreement": {"terms": {"transfer_compliance": terms}},
    }
    deal = deal_of(case)
    items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
    (found,) = (
        item for item in items if isinstance(item, Decision) and item.document == "counsel_opinion"
    )
    return found, deal


ASKED: Data = {"id": "asked", "type": "opinion_requested", "date": "2001-05-07", "about": "sale-1"}
GIVEN: Data = {
    "id": "given",
    "type": "opinion_delivered",
    "date": "2001-05-09",
    "about": "sale-1",
    "counsel": NAMED,
    "covers": ["federal", "state"],
}
HALF: Data = {**GIVEN, "covers": ["federal"]}


def held(decision: Decision) -> list[tuple[str, bool | None]]:
    return [(finding.says.replace("\u00a0", " "), finding.holds) for finding in decision.findings]


def pointed(decision: Decision, deal: Deal) -> list[str]:
    """The facts to which the findings point."""
    known = facts(deal)
    return [known[finding.evidence] if finding.evidence else "" for finding in decision.findings]


OUTSIDE = ("the transfer is not made in a registered public offering", True)
INSIDE = ("the transfer is made in a registered public offering", False)
PROPOSED: Data = {
    "id": "r",
    "type": "registration_proposed",
    "date": "2001-05-01",
    "registration": "r",
    "form": "S-1",
    "security": "common",
    "account": "issuer",
    "underwriting": "firm_commitment",
}


SOLD: Data = {
    "id": "sale-1",
    "type": "shares_sold",
    "date": "2001-06-05",
    "registration": "r",
    "sold": {"carson": "7"},
}
PUBLIC: Data = {
    "id": "sale-1",
    "type": "public_sale",
    "date": "2001-06-05",
    "seller": "lee",
    "tranche": "february_2001",
    "shares": "7",
}


@pytest.mark.parametrize(
    ("event", "by", "first", "fact"),
    [
        (sale(), "sorrel", OUTSIDE, "transfer.basis"),
        (sale(basis="registered"), "sorrel", INSIDE, "transfer.basis"),
        (sale(basis="rule_144"), "sorrel", OUTSIDE, "transfer.basis"),
        (sale(type="transfer_presented"), "sorrel", OUTSIDE, "transfer_presented.basis"),
        (SOLD, None, INSIDE, "shares_sold"),
        (PUBLIC | {"under": "r"}, "lee", INSIDE, "public_sale"),
        (PUBLIC | {"under": "rule_144"}, "lee", OUTSIDE, "public_sale"),
    ],
)
def test_it_is_said_of_each_transfer_whether_it_is_registered(
    event: Data, by: str | None, first: tuple[str, bool], fact: str
) -> None:
    decision, deal = opinion_on(PROPOSED, event)
    assert (held(decision)[0], pointed(decision, deal)[0], decision.sender) == (first, fact, by)
    assert "no opinion may be requested for a sale under Rule 144" not in dict(held(decision))


def test_of_what_the_issuer_itself_disposes_no_opinion_is_asked_for() -> None:
    own = [
        sale(**{"from": "savvis", "kind": "other"}),
        PUBLIC | {"id": "sale-2", "seller": "savvis", "under": "rule_144"},
    ]
    issued = {
        "id": "own",
        "type": "shares_issued",
        "date": "2001-05-01",
        "holder": "savvis",
        "tranche": "february_2001",
        "shares": "200000",
    }
    deal = deal_of({"holdings": "H0", "events": [issued, *own]})
    assert list(opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))) == []


@pytest.mark.parametrize(("about", "said"), [("sale-1", True), ("r", False)])
@pytest.mark.parametrize(
    ("basis", "under_144"), [("rule_144", True), ("exempt", False), ("registered", False)]
)
def test_counsel_settles_for_one_sale_that_under_rule_144_none_may_be_asked_for(
    about: str, said: bool, basis: str, under_144: bool
) -> None:
    settled = counsel_said("2001-05-08", about, "opinion_for_rule144_sale", "no")
    decision, _ = opinion_on(PROPOSED, sale(basis=basis), settled)
    assert ("no opinion may be requested for a sale under Rule 144" in dict(held(decision))) is (
        said and under_144
    )


@pytest.mark.parametrize(
    ("event", "under_144"),
    [
        (sale(basis="rule_144"), True),
        (sale(basis="exempt"), False),
        (sale(basis="registered"), False),
        (PUBLIC | {"under": "rule_144"}, True),
        (PUBLIC | {"under": "r"}, False),
        (SOLD, False),
    ],
)
def test_on_that_reading_of_the_agreement_none_may_be_asked_for_any_sale_under_rule_144(
    event: Data, under_144: bool
) -> None:
    deal = deal_of(
        {
            "holdings": "H0",
            "events": [PROPOSED, event],
            "readings": {"opinion_for_rule144_sale": "no"},
        }
    )
    items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
    (found,) = (
        item for item in items if isinstance(item, Decision) and item.document == "counsel_opinion"
    )
    said = [
        (words, holds, fact)
        for (words, holds), fact in zip(held(found), pointed(found, deal), strict=True)
        if "Rule 144" in words
    ]
    assert said == (
        [("no opinion may be requested for a sale under Rule 144", False, event["type"])]
        if under_144
        else []
    )


NOT_ENTITLED = ("Made-up Fund LLC is neither an affiliate nor a partner or member", True)
FUND: Data = {
    "name": "Made-up Fund LLC",
    "kind": "llc",
    "role": "other",
    "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
}


@pytest.mark.parametrize(
    ("relation", "no_opinion_for", "last"),
    [
        ("none", ["affiliate", "partner", "member"], NOT_ENTITLED),
        (
            "affiliate",
            ["affiliate"],
            ("Made-up Fund LLC is an affiliate: no opinion may be requested", False),
        ),
        (
            "affiliate",
            ["partner", "member"],
            ("Made-up Fund LLC is an affiliate: an opinion may be requested all the same", True),
        ),
        (
            "partner",
            ["partner"],
            ("a partnership transfers to its partner: no opinion may be requested", False),
        ),
        (
            "partner",
            ["affiliate", "member"],
            ("Made-up Fund LLC is a partner: an opinion may be requested all the same", True),
        ),
        (
            "member",
            ["member"],
            ("a partnership transfers to its member: no opinion may be requested", False),
        ),
        (
            "member",
            ["affiliate", "partner"],
            ("Made-up Fund LLC is a member: an opinion may be requested all the same", True),
        ),
    ],
)
def test_none_may_be_asked_for_a_transfer_to_those_whom_the_clause_names(
    relation: str, no_opinion_for: list[str], last: tuple[str, bool]
) -> None:
    given = sale(**{"from": "wcas_viii", "tranche": "february_2000", "relation": relation})
    decision, deal = opinion_on(
        given, parties={"made_up_fund": FUND}, no_opinion_for=no_opinion_for
    )
    assert held(decision)[1] == last
    assert pointed(decision, deal)[1] == "transfer.relation"


@pytest.mark.parametrize(
    ("seller", "relation", "second", "fact"),
    [
        # the partners and members are those of a partnership or limited liability company
        (
            "wcas_management",
            "partner",
            (
                (
                    "WCAS Management Corporation is a corporation: the exemption for partners does"
                    " not reach it"
                ),
                True,
            ),
            "transfer.relation",
        ),
        (
            "lee",
            "member",
            ("Eric J. Lee is a person: the exemption for partners does not reach it", True),
            "transfer.relation",
        ),
        (
            "lee",
            None,
            ("how made_up_fund stands to the transferor is not on record", None),
            "transfer",
        ),
    ],
)
def test_an_opinion_may_be_asked_for_another_holders_transfer_to_its_partners(
    seller: str, relation: str | None, second: tuple[str, bool | None], fact: str
) -> None:
    given = {key: value for key, value in sale(**{"from": seller}).items() if key != "relation"}
    decision, deal = opinion_on(given | ({"relation": relation} if relation else {}))
    assert (held(decision)[1], pointed(decision, deal)[1]) == (second, fact)


@pytest.mark.parametrize(
    ("decided", "outcome"), [("due", "due"), ("not_due", "not_due"), (None, "open")]
)
def test_counsel_decides_on_an_opinion_of_which_it_is_open_whether_it_may_be_asked_for(
    decided: str | None, outcome: str
) -> None:
    given = {key: value for key, value in sale().items() if key != "relation"}
    said = [counsel_said("2001-05-08", "sale-1", "counsel_opinion", decided)] if decided else []
    decision, _ = opinion_on(given, ASKED, *said)
    assert decision.outcome == outcome


def test_of_a_stranger_that_transfers_to_its_partner_it_is_open_what_kind_of_entity_it_is() -> None:
    first = sale(id="first")
    second = sale(
        **{
            "id": "sale-2",
            "date": "2001-05-08",
            "from": "made_up_fund",
            "to": "made_up_partner",
            "relation": "partner",
        }
    )
    deal = deal_of({"holdings": "H0", "events": [first, second]})
    items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
    (found,) = (
        item
        for item in items
        if isinstance(item, Decision)
        and (item.document, item.about) == ("counsel_opinion", "sale-2")
    )
    assert held(found)[1:3] == [
        ("made_up_fund is no Investor bound by the Agreement", False),
        ("what kind of entity made_up_fund is, is not on record", None),
    ]
    assert pointed(found, deal)[1:3] == ["transfer", "transfer"]


# ---- the opinion once it is asked for


REQUESTED = ("Savvis requested an opinion on May 7, 2001", True)
SHORT = (
    (
        "what was delivered on May 9, 2001 is not enough: the opinion covers federal law, and not"
        " all applicable laws"
    ),
    True,
)
UNKNOWN = ("the opinion is by Made-up & Partners: whether it is acceptable is for the issuer", None)


@pytest.mark.parametrize(
    ("papers", "given", "outcome", "more"),
    [
        ([], None, "due", []),
        # the first that is enough gives it, and nothing is left to say of the others
        ([GIVEN], 9, "given", []),
        ([GIVEN, GIVEN | {"id": "later", "date": "2001-05-10"}], 9, "given", []),
        ([HALF, GIVEN | {"id": "later", "date": "2001-05-10"}], 10, "given", []),
        ([GIVEN, HALF | {"id": "later", "date": "2001-05-10"}], 9, "given", []),
        # what is not enough leaves it due; what may be enough leaves it open
        ([HALF], None, "due", [SHORT]),
        ([GIVEN | {"counsel": "Made-up & Partners"}], None, "open", [UNKNOWN]),
        (
            [HALF, GIVEN | {"id": "later", "counsel": "Made-up & Partners"}],
            None,
            "open",
            [SHORT, UNKNOWN],
        ),
        # an opinion on another sale gives nothing
        ([GIVEN | {"about": "sale-2"}], None, "due", []),
    ],
)
def test_an_opinion_asked_for_is_given_by_the_first_that_is_enough(
    papers: list[Data], given: int | None, outcome: str, more: list[tuple[str, bool | None]]
) -> None:
    other = sale(**{"id": "sale-2", "from": "lee"})
    deal = deal_of({"holdings": "H0", "events": [sale(), other, ASKED, *papers]})
    items = [
        item
        for item in opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
        if isinstance(item, Decision)
    ]
    (decision,) = (
        item for item in items if (item.document, item.about) == ("counsel_opinion", "sale-1")
    )
    assert decision.outcome == outcome
    assert (decision.given and (decision.given.day, decision.given.late)) == (
        given and (date(2001, 5, given), False)
    )
    assert held(decision)[2:] == [REQUESTED, *more]
    assert pointed(decision, deal)[2] == "opinion_requested"
    assert (decision.sender, decision.to, decision.class_, decision.due) == (
        "sorrel",
        "savvis",
        "condition",
        None,
    )


def test_until_it_is_asked_for_none_is_due() -> None:
    decision, deal = opinion_on(sale())
    assert (decision.outcome, decision.due, held(decision)[2:]) == (
        "not_due",
        None,
        [("Savvis has not requested an opinion", False)],
    )
    assert pointed(decision, deal)[2] == "transfer"


def test_on_the_day_on_which_it_is_asked_for_it_is_not_late() -> None:
    deal = deal_of({"holdings": "H0", "events": [sale(), ASKED]})
    items = opinions(deal, fold(deal, end_of_day(moment("2001-05-07"))))
    (found,) = (
        item for item in items if isinstance(item, Decision) and item.document == "counsel_opinion"
    )
    assert (found.outcome, found.late) == ("due", False)


def test_it_is_said_where_the_issuer_pays_for_it() -> None:
    decision, deal = opinion_on(sale(), ASKED, opinion_paid_by="issuer")
    assert held(decision)[2:] == [REQUESTED, ("Savvis pays for the opinion", True)]
    assert pointed(decision, deal)[3] == "transfer"


@pytest.mark.parametrize("asked", [True, False])
def test_to_ask_is_the_issuers_to_do_and_done_on_the_day_on_which_it_asks(asked: bool) -> None:
    deal = deal_of(
        {"holdings": "H0", "events": [sale(), *([ASKED | {"date": "2001-05-08"}] if asked else [])]}
    )
    items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
    (request,) = (
        item for item in items if isinstance(item, Decision) and item.document == "opinion_request"
    )
    assert (request.sender, request.to, request.class_, request.due) == (
        "savvis",
        "sorrel",
        "customary",
        date(2001, 5, 7),
    )
    assert held(request)[:2] == [
        OUTSIDE,
        ("made_up_fund is neither an affiliate nor a partner or member", True),
    ]
    assert (request.outcome, request.given is None) == (
        ("given", False) if asked else ("due", True)
    )
    if request.given:
        assert (request.given.day, request.given.late) == (date(2001, 5, 8), False)
        found = request.given.finding
        assert (found.says.replace("\u00a0", " "), found.holds) == (
            "the opinion was requested on May 8, 2001",
            True,
        )
        assert found.evidence is not None and facts(deal)[found.evidence] == "opinion_requested"


# ---- what the transfer agent is told


PRESENTED = sale(**{"type": "transfer_presented", "from": "lee"})
NOTHING, WAITS = "nothing is outstanding", "the opinion requested is outstanding"


def told(
    *events: Data,
    holdings: Sequence[str] = ("H0",),
    on: str = "2001-05-09",
    parties: Data | None = None,
    terms: Data | None = None,
) -> tuple[Decision, Decision]:
    """Whether the transfer agent is told of the sale, by the end of a day, to stop it; and whether
    to release it.
    """
    deal = deal_of(
        {
            "holdings": [*holdings],
            "events": [*events],
            "parties": parties or {},
            "agreement": {"terms": terms or {}},
        }
    )
    items = opinions(deal, fold(deal, end_of_day(moment(on))))
    found = {
        item.document: item
        for item in items
        if isinstance(item, Decision) and item.about == "sale-1"
    }
    return found["stop_transfer_instruction"], found["transfer_release_instruction"]


@pytest.mark.parametrize(
    ("events", "stopped", "says", "fact"),
    [
        # an opinion is waited for while it was asked for and is due, or while it is open whether it
        # is
        ([PRESENTED], False, NOTHING, "transfer_presented"),
        ([PRESENTED, ASKED], True, WAITS, "opinion_requested"),
        ([PRESENTED, ASKED, HALF], True, WAITS, "opinion_requested"),
        ([PRESENTED, ASKED, GIVEN], False, NOTHING, "opinion_requested"),
        (
            [{key: value for key, value in PRESENTED.items() if key != "relation"}, ASKED],
            True,
            WAITS,
            "opinion_requested",
        ),
        ([PRESENTED | {"relation": "affiliate"}, ASKED], False, NOTHING, "opinion_requested"),
        ([PRESENTED | {"basis": "registered"}, ASKED], False, NOTHING, "opinion_requested"),
        # a transfer that was made before it comes to the books is told of only where an opinion is
        # asked for
        ([sale(), ASKED], True, WAITS, "opinion_requested"),
    ],
)
def test_a_transfer_is_stopped_while_its_opinion_is_outstanding_and_released_otherwise(
    events: list[Data], stopped: bool, says: str, fact: str
) -> None:
    stop, release = told(*events)
    assert [(one.outcome, one.to) for one in (stop, release)] == (
        [("due", "transfer_agent"), ("not_due", None)]
        if stopped
        else [("not_due", None), ("due", "transfer_agent")]
    )
    assert (held(stop), held(release)) == ([(says, stopped)], [(says, not stopped)])
    assert (stop.class_, release.class_) == ("required", "customary")
    deal = deal_of(
        {"holdings": ["H0"], "events": events, "parties": {}, "agreement": {"terms": {}}}
    )
    for one in (stop, release):
        assert (one.clause, one.sender) == ("2(b)", "savvis")
        assert pointed(one, deal) == [fact]


def test_it_is_told_on_the_day_on_which_a_transfer_is_presented() -> None:
    """So it is where an opinion is asked for on that day, or none."""
    assert told(PRESENTED)[1].due == date(2001, 5, 7)
    assert told(PRESENTED, ASKED)[0].due == date(2001, 5, 7)


def test_what_follows_later_is_told_on_its_own_day() -> None:
    """The transfer is stopped as the opinion is asked for, and released as it comes."""
    later = ASKED | {"date": "2001-05-08"}
    assert told(PRESENTED, later)[0].due == date(2001, 5, 8)
    assert told(PRESENTED, ASKED, GIVEN | {"date": "2001-05-09"})[1].due == date(2001, 5, 9)
    assert told(PRESENTED | {"relation": "affiliate"}, later)[1].due == date(2001, 5, 7)


def test_no_instruction_is_due_on_a_transfer_that_nobody_presents() -> None:
    for events in (
        [sale()],
        [PROPOSED, SOLD, ASKED | {"date": "2001-06-06"}],
        [PUBLIC | {"under": "rule_144"}],
    ):
        deal = deal_of({"holdings": "H0", "events": events})
        items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
        assert {item.document for item in items if isinstance(item, Decision)} <= {
            "counsel_opinion",
            "opinion_request",
        }


TRUST: Data = {
    "name": "Made-up Trust Company",
    "kind": "firm",
    "role": "transfer_agent",
    "address": {"lines": ["1 Broad Street", "NY"]},
}


@pytest.mark.parametrize(
    ("parties", "to"),
    [
        ({"trust": TRUST, "transfer_agent": "null"}, "trust"),
        ({"transfer_agent": "null"}, "transfer_agent"),
    ],
)
def test_it_is_the_transfer_agent_on_record_that_is_told_or_whoever_will_be(
    parties: Data, to: str
) -> None:
    assert told(PRESENTED, ASKED, parties=parties)[0].to == to
    assert told(PRESENTED, parties=parties)[1].to == to


HELD_BACK = ("a sale is barred until December 12, 2001", True)
"""The offering is effective on June 15, and the 180th day from it is December 12, still barred as
the clause is read.
"""
ASKED_FOR: Data = {
    "id": "holdback",
    "type": "holdback_requested",
    "date": "2001-06-10",
    "registration": "s1",
    "underwriter": "first_bank",
}


@pytest.mark.parametrize(
    ("changed", "day", "first"),
    [
        ({}, "2001-06-15", HELD_BACK),
        ({}, "2001-12-12", HELD_BACK),
        ({}, "2001-06-14", (NOTHING, False)),
        ({}, "2001-12-13", (NOTHING, False)),
        # it bars sales by those whom it binds
        ({"kind": "gift"}, "2001-12-12", (NOTHING, False)),
        ({"kind": "pledge"}, "2001-12-12", (NOTHING, False)),
        ({"from": "made_up_fund", "to": "rupert"}, "2001-12-12", (NOTHING, False)),
    ],
)
def test_a_sale_presented_in_a_holdback_is_stopped(
    changed: Data, day: str, first: tuple[str, bool]
) -> None:
    got: Data = sale(id="got", date="2001-06-01")
    events = [got, ASKED_FOR, PRESENTED | {"date": day} | changed]
    holdings = ["H0", "s1", "s1_filed", "s1_effective"]
    stop, release = told(*events, holdings=holdings, on=day)
    says, stops = first
    assert (held(stop), held(release)) == ([(says, stops)], [(says, not stops)])
    deal = deal_of(
        {"holdings": holdings, "events": events, "parties": {}, "agreement": {"terms": {}}}
    )
    assert pointed(stop, deal) == pointed(release, deal) == ["transfer_presented"]
    assert stop.findings[0].clause == ("3(e)(ii)" if stops else "2(b)")


NOTICE: Data = {
    "id": "notice",
    "type": "notice_sent",
    "date": "2001-05-07",
    "document": "notice_of_transfer",
    "about": "sale-1",
    "from": "lee",
    "to": "savvis",
    "delivery": {"method": "hand", "sent": "2001-05-07", "received": "2001-05-07"},
}
OBJECTION: Data = {
    "id": "objection",
    "type": "transfer_objection",
    "date": "2001-05-17",
    "about": "sale-1",
}


@pytest.mark.parametrize(
    ("events", "day", "stops", "says", "fact"),
    [
        # ten days from the notice of May 7 run to Thursday, May 17; once they are over only the
        # opinion may be outstanding
        (
            [],
            "2001-05-18",
            True,
            "Savvis has no notice of the transfer, and so has not agreed to it",
            "transfer_presented",
        ),
        (
            [NOTICE],
            "2001-05-17",
            True,
            "Savvis may still object until Thursday, May 17, 2001",
            "transfer_presented",
        ),
        (
            [NOTICE, ASKED],
            "2001-05-17",
            True,
            "Savvis may still object until Thursday, May 17, 2001",
            "transfer_presented",
        ),
        (
            [NOTICE, OBJECTION],
            "2001-05-18",
            True,
            "Savvis objected on May 17, 2001",
            "transfer_objection",
        ),
        ([NOTICE], "2001-05-18", False, NOTHING, "transfer_presented"),
        ([NOTICE, ASKED], "2001-05-18", True, WAITS, "opinion_requested"),
        (
            [NOTICE, OBJECTION | {"date": "2001-05-18"}],
            "2001-05-18",
            False,
            NOTHING,
            "transfer_presented",
        ),
    ],
)
def test_a_transfer_waits_for_the_agreement_of_the_issuer_where_it_has_a_say(
    events: list[Data], day: str, stops: bool, says: str, fact: str
) -> None:
    terms: Data = {"transfer_notice": {"approval": "10 days"}}
    stop, release = told(PRESENTED, *events, on=day, terms=terms)
    assert (held(stop), held(release)) == ([(says, stops)], [(says, not stops)])
    assert (stop.outcome, release.outcome) == (("due", "not_due") if stops else ("not_due", "due"))
    deal = deal_of(
        {
            "holdings": ["H0"],
            "events": [PRESENTED, *events],
            "parties": {},
            "agreement": {"terms": terms},
        }
    )
    assert pointed(stop, deal) == pointed(release, deal) == [fact]
    assert stop.findings[0].clause == ("2(b)" if says in (NOTHING, WAITS) else "2(a)")
