"""2(b): what is found of a paper that comes on a transfer, in which words and from which fact; and whether one may be asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rrdocs.dates import end_of_day, moment
from rrdocs.deal import Deal
from rrdocs.decision import Decision, Finding
from rrdocs.events import OpinionDelivered
from rrdocs.position import fold
from rrdocs.rules.transfers import _firm, _suffices, opinions
from tests.phrases import facts
from tests.test_scenarios import Data, counsel_said, deal_of

NAMED = "Schulte Roth & Zabel LLP"


def found(
    paper: Data, instead: Sequence[str] = (), readings: Data | None = None, settled: str = "", decided: str = ""
) -> tuple[Finding, str]:
    """What is found of one paper under an agreement that takes these instead of an opinion, and the fact that it points to.

    ``settled``: of what counsel says that a firm which goes on under another name is agreed to as well. ``decided``: what counsel
    says of the firm itself.
    """
    sale = {
        "id": "sale-1", "type": "transfer_presented", "date": "2001-05-07", "from": "sorrel", "to": "made_up_fund",
        "tranche": "february_2001", "shares": "100000", "kind": "sale", "basis": "exempt", "relation": "none",
    }  # fmt: skip
    given = {"id": "paper-1", "type": "opinion_delivered", "date": "2001-05-10", "about": "sale-1", **paper}
    events = [sale, given]
    if settled:
        said = {"question": "named_counsel_successor", "decision": "automatic", "by": "issuer_counsel"}
        events.append({"id": "said-1", "type": "counsel_decided", "date": "2001-05-10", "about": settled, **said})
    if decided:
        said = {"question": "counsel_opinion", "decision": decided, "by": "issuer_counsel"}
        events.append({"id": "decided-1", "type": "counsel_decided", "date": "2001-05-10", "about": "paper-1", **said})
    terms = {"transfer_compliance": {"instead_of_opinion": list(instead)}}
    deal = deal_of({"holdings": "H0", "agreement": {"terms": terms, "readings": readings or {}}, "events": events})
    position = fold(deal, end_of_day(moment("2001-05-10")))
    rule = deal.terms.transfer_compliance
    assert rule is not None
    finding = _suffices(position, rule, position.all(OpinionDelivered)[0])
    assert finding.clause == "2(b)" and finding.evidence is not None
    return finding, facts(deal)[finding.evidence]


@pytest.mark.parametrize(
    ("paper", "instead", "holds", "says", "fact"),
    [
        # 2(b) asks for an opinion that the sale is exempt under all applicable laws, which are the federal act and those of the states
        ({"counsel": NAMED, "covers": ["federal", "state"]}, [], True, f"the opinion is by {NAMED}, agreed to be satisfactory", "counsel"),
        ({"counsel": NAMED, "covers": ["state", "federal"]}, [], True, f"the opinion is by {NAMED}, agreed to be satisfactory", "counsel"),
        ({"counsel": NAMED}, [], True, f"the opinion is by {NAMED}, agreed to be satisfactory", "counsel"),
        ({"counsel": NAMED, "covers": ["federal"]}, [], False, "the opinion covers federal law, and not all applicable laws", "covers"),
        ({"counsel": NAMED, "covers": ["state"]}, [], False, "the opinion covers state law, and not all applicable laws", "covers"),
        ({"counsel": NAMED, "covers": []}, [], False, "the opinion covers no law, and not all applicable laws", "covers"),
        # another paper is taken only where the agreement names it
        ({"kind": "no_action_letter"}, ["no_action_letter"], True, "a no-action letter is taken in place of an opinion", "kind"),
        ({"kind": "no_action_letter"}, ["broker_letter"], False, "a no-action letter is not taken in place of an opinion", "kind"),
        ({"kind": "broker_letter"}, ["broker_letter"], True, "a broker's letter is taken in place of an opinion", "kind"),
        ({"kind": "broker_letter"}, [], False, "a broker's letter is not taken in place of an opinion", "kind"),
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
    assert finding.says == f"the opinion is by {paper['counsel']}: whether it is acceptable is for the issuer"
    assert (finding.holds, points_to) == (holds, "opinion_delivered.counsel")


@pytest.mark.parametrize(("decision", "says"), [("due", "which Savvis accepts"), ("not_due", "which Savvis does not accept")])
def test_a_decision_on_a_firm_is_told_as_what_it_is(decision: str, says: str) -> None:
    finding, points_to = found(STRANGER, decided=decision)
    assert (finding.holds, points_to) == (decision == "due", "counsel_decided")
    assert finding.says == f"the opinion is by Made-up & Partners, {says}"


def test_an_opinion_of_nobody_named_is_open() -> None:
    finding, points_to = found({"covers": ["federal", "state"]})
    assert (finding.holds, finding.says, points_to) == (None, "whose opinion it is, is not on record", "opinion_delivered")


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
        "id": "sale-1", "type": "transfer", "date": "2001-05-07", "from": "sorrel", "to": "made_up_fund", "tranche": "february_2001",
        "shares": "100000", "kind": "sale", "basis": "exempt", "relation": "none", **changed,
    }  # fmt: skip


def opinion_on(*events: Data, parties: Data | None = None, **terms: object) -> tuple[Decision, Deal]:
    """The decision on the opinion, with the deal."""
    case = {"holdings": "H0", "events": [*events], "parties": parties or {}, "agreement": {"terms": {"transfer_compliance": terms}}}
    deal = deal_of(case)
    items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
    (found,) = (item for item in items if isinstance(item, Decision) and item.document == "counsel_opinion")
    return found, deal


def held(decision: Decision) -> list[tuple[str, bool | None]]:
    return [(finding.says.replace("\u00a0", " "), finding.holds) for finding in decision.findings]


OUTSIDE = ("the transfer is not made in a registered public offering", True)
INSIDE = ("the transfer is made in a registered public offering", False)
PROPOSED: Data = {
    "id": "r", "type": "registration_proposed", "date": "2001-05-01", "registration": "r", "form": "S-1", "security": "common",
    "account": "issuer", "underwriting": "firm_commitment",
}  # fmt: skip


@pytest.mark.parametrize(
    ("event", "first"),
    [
        (sale(), OUTSIDE),
        (sale(basis="registered"), INSIDE),
        (sale(basis="rule_144"), OUTSIDE),
        (sale(type="transfer_presented"), OUTSIDE),
        ({"type": "shares_sold", "date": "2001-06-05", "registration": "r", "sold": {"carson": "7"}}, INSIDE),
        ({"type": "public_sale", "date": "2001-06-05", "seller": "lee", "tranche": "february_2001", "shares": "7", "under": "r"}, INSIDE),
        ({"type": "public_sale", "date": "2001-06-05", "seller": "lee", "tranche": "february_2001", "shares": "7", "under": "rule_144"},
         OUTSIDE),
    ],
)  # fmt: skip
def test_it_is_said_of_each_transfer_whether_it_is_registered(event: Data, first: tuple[str, bool]) -> None:
    decision, _ = opinion_on(PROPOSED, {"id": "sale-1"} | event)
    assert held(decision)[0] == first
    assert "no opinion may be asked for a sale under Rule 144" not in dict(held(decision))


@pytest.mark.parametrize(("about", "said"), [("sale-1", True), ("r", False)])
@pytest.mark.parametrize(("basis", "under_144"), [("rule_144", True), ("exempt", False), ("registered", False)])
def test_counsel_settles_for_one_sale_that_under_rule_144_none_may_be_asked_for(
    about: str, said: bool, basis: str, under_144: bool
) -> None:
    settled = counsel_said("2001-05-08", about, "opinion_for_rule144_sale", "no")
    decision, _ = opinion_on(PROPOSED, sale(basis=basis), settled)
    assert ("no opinion may be asked for a sale under Rule 144" in dict(held(decision))) is (said and under_144)


@pytest.mark.parametrize("basis", ["rule_144", "exempt"])
def test_on_that_reading_of_the_agreement_none_may_be_asked_for_any_sale_under_rule_144(basis: str) -> None:
    deal = deal_of({"holdings": "H0", "events": [sale(basis=basis)], "readings": {"opinion_for_rule144_sale": "no"}})
    items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
    (found,) = (item for item in items if isinstance(item, Decision) and item.document == "counsel_opinion")
    assert ("no opinion may be asked for a sale under Rule 144" in dict(held(found))) is (basis == "rule_144")


NOT_ENTITLED = ("Made-up Fund LLC is neither an affiliate nor a partner or member", True)
FUND: Data = {"name": "Made-up Fund LLC", "kind": "llc", "role": "other", "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]}}


@pytest.mark.parametrize(
    ("relation", "no_opinion_for", "last"),
    [
        ("none", ["affiliate", "partner", "member"], NOT_ENTITLED),
        ("affiliate", ["affiliate"], ("Made-up Fund LLC is an affiliate: no opinion may be asked for", False)),
        ("affiliate", ["partner", "member"], NOT_ENTITLED),
        ("partner", ["partner"], ("a partnership transfers to its partner: no opinion may be asked for", False)),
        ("partner", ["affiliate", "member"], NOT_ENTITLED),
        ("member", ["member"], ("a partnership transfers to its member: no opinion may be asked for", False)),
        ("member", ["affiliate", "partner"], NOT_ENTITLED),
    ],
)
def test_none_may_be_asked_for_a_transfer_to_those_whom_the_clause_names(
    relation: str, no_opinion_for: list[str], last: tuple[str, bool]
) -> None:
    given = sale(**{"from": "wcas_viii", "tranche": "february_2000", "relation": relation})
    decision, deal = opinion_on(given, parties={"made_up_fund": FUND}, no_opinion_for=no_opinion_for)
    assert held(decision)[1] == last
    place = decision.findings[1].evidence
    assert place is not None and facts(deal)[place] == "transfer.relation"


def test_of_a_stranger_that_transfers_to_its_partner_it_is_open_what_kind_of_entity_it_is() -> None:
    first = sale(id="first")
    second = sale(**{"id": "sale-2", "date": "2001-05-08", "from": "made_up_fund", "to": "made_up_partner", "relation": "partner"})
    deal = deal_of({"holdings": "H0", "events": [first, second]})
    items = opinions(deal, fold(deal, end_of_day(moment("2001-12-31"))))
    (found,) = (item for item in items if isinstance(item, Decision) and (item.document, item.about) == ("counsel_opinion", "sale-2"))
    assert held(found)[1] == ("what kind of entity made_up_fund is, is not on record", None)
    place = found.findings[1].evidence
    assert place is not None and facts(deal)[place] == "transfer"
