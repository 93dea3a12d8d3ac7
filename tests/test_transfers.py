"""What is found of a paper that comes on a transfer: whether it suffices, in which words, and from which fact."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from rrdocs.dates import end_of_day, moment
from rrdocs.decision import Finding
from rrdocs.events import OpinionDelivered
from rrdocs.position import fold
from rrdocs.rules.transfers import _firm, _suffices
from tests.phrases import facts
from tests.test_scenarios import Data, deal_of

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
