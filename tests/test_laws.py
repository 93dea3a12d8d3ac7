"""Laws that hold for every history that could be recorded."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rrdocs.checks import check_deal
from rrdocs.deal import Deal
from rrdocs.decision import Docket
from rrdocs.events import SharesIssued, StockChanged, Transfer
from rrdocs.explain import digest, memorandum
from rrdocs.ledger import Ledger
from rrdocs.parties import Party, Roster
from rrdocs.report import as_json
from rrdocs.rules import decide
from tests.histories import end_of, histories

LONG = os.environ.get("RRDOCS_LONG") == "1"
MOST = 200 if LONG else 30
law = settings(
    max_examples=int(os.environ.get("RRDOCS_EXAMPLES", "2000")) if LONG else 40, deadline=None, derandomize=not LONG,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip


@law
@given(histories(MOST))
def test_every_generated_history_is_valid_and_is_answered(deal: Deal) -> None:
    roster = Roster(issuer=deal.issuer, parties=dict(deal.parties))
    assert [problem.words for problem in check_deal(deal, roster, deal.events)] == []
    at = end_of(deal)
    docket = decide(deal, at, readings=not LONG)
    for decision in docket.decisions:
        assert decision.findings, decision.key
        assert all(finding.says.strip() for finding in decision.findings), decision.key
        assert (decision.outcome == "not_due") == (
            any(f.holds is False for f in decision.findings)
            or bool(decision.settled and not decision.settled.holds and any(f.holds is None for f in decision.findings))
        )
    keys = [decision.key for decision in docket.decisions]
    assert len(keys) == len(set(keys))
    assert as_json(deal.name, at, docket, everything=True, changes=True)
    assert list(memorandum(deal, docket, at))
    assert list(digest(deal, at, docket, everything=True, readings=True))


@law
@given(histories(MOST), st.integers(0, 10_000))
def test_tomorrow_changes_nothing_about_today(deal: Deal, which: int) -> None:
    at = deal.events[which % len(deal.events)].date.at
    past = replace(deal, events=tuple(event for event in deal.events if event.date.at <= at))
    assert decide(deal, at, readings=False) == decide(past, at, readings=False)


@law
@given(histories(MOST), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(deal: Deal, chance: random.Random) -> None:
    shuffled = list(deal.events)
    chance.shuffle(shuffled)
    order = sorted(shuffled, key=lambda event: event.date.at)
    if [event.date for event in order] == [event.date for event in deal.events] and len({e.date for e in order}) == len(order):
        at = end_of(deal)
        assert decide(deal, at, readings=False) == decide(replace(deal, events=tuple(order)), at, readings=False)


@law
@given(histories(MOST))
def test_private_transfers_conserve_shares(deal: Deal) -> None:
    kept = [e for e in deal.events if isinstance(e, (SharesIssued, Transfer))]
    issued = sum(e.shares for e in kept if isinstance(e, SharesIssued))
    if not any(isinstance(e, StockChanged) for e in deal.events):
        ledger = Ledger(kept)
        assert ledger.total(end_of(deal)) == issued == sum(shares for _, shares in ledger.holders(end_of(deal)))


@law
@given(histories(MOST), st.sampled_from([2, 3, 10]))
def test_scaling_every_holding_changes_no_majority(deal: Deal, factor: int) -> None:
    if any(isinstance(event, StockChanged) for event in deal.events):
        return  # fractions of shares are dropped, which scaling cannot keep
    scaled = []
    for event in deal.events:
        found = {"shares": getattr(event, "shares") * factor} if isinstance(getattr(event, "shares", None), int) else {}  # noqa: B009
        if principal := getattr(event, "principal", None):
            # an odd dollar leaves a fraction of a share, which is dropped before it is scaled
            if principal % 2:
                return
            found["principal"] = principal * factor
        scaled.append(event.model_copy(update=found))
    at = end_of(deal)
    before = decide(deal, at, readings=False)
    after = decide(replace(deal, events=tuple(scaled)), at, readings=False)
    majorities = [(t.about, t.values["holds"]) for t in before.tallies if t.name == "majority"]
    assert majorities == [(t.about, t.values["holds"]) for t in after.tallies if t.name == "majority"]


@law
@given(histories(MOST))
def test_allocations_sum_to_the_lesser_of_maximum_and_requests(deal: Deal) -> None:
    docket = decide(deal, end_of(deal), readings=False)
    wanted = {t.about: t.values for t in docket.tallies if t.name == "shares_to_register"}
    for tally in docket.tallies:
        if tally.name == "cutback" and tally.values["basis"] == "requested":
            asked = wanted.get(tally.about, {"total": 0, "by_investor": {}})
            given_ = tally.values["investors"]
            assert sum(given_.values()) <= asked["total"]
            assert all(shares <= asked["by_investor"].get(name, 0) for name, shares in given_.items())


@law
@given(histories(MOST))
def test_an_investor_without_shares_changes_only_lists_of_recipients(deal: Deal) -> None:
    newcomer = Party(name="A Further Investor", kind="person", role="investor", address=deal.parties["lee"].address)
    more = replace(deal, parties={**deal.parties, "newcomer": newcomer})
    at = end_of(deal)
    before, after = decide(deal, at, readings=False), decide(more, at, readings=False)
    unaffected = ("standstill", "standstill_letter")  # each Investor must have been told of a prior registration

    def without(docket: Docket) -> list[object]:
        return [
            (d.key, d.outcome, d.due) for d in docket.decisions if "newcomer" not in (d.to, d.sender) and d.document not in unaffected
        ]  # fmt: skip

    assert without(before) == without(after)
    assert [t for t in before.tallies if t.name != "restricted_stock"] == [t for t in after.tallies if t.name != "restricted_stock"]


@pytest.mark.parametrize("days", [0, 1, 30])
@law
@given(histories(MOST))
def test_time_alone_makes_nothing_due_less_reasoned(days: int, deal: Deal) -> None:
    """Waiting may make things late or end periods; it never leaves a decision without its reasons."""
    docket = decide(deal, end_of(deal) + timedelta(days=days), readings=False)
    assert all(decision.findings for decision in docket.decisions)
