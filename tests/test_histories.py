"""That generated histories meet what the laws are about: a law cannot pass for want of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from rrdocs.deal.deal import Deal
from rrdocs.deal.events import EVENT_TYPES, StockChanged
from rrdocs.facts.record.position import fold
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.deferrals import deferral_spans
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.participation import requests_to_participate
from rrdocs.facts.requests.requests import all_requests
from rrdocs.rules.engine import judge
from tests.support.histories import end_of, histories
from tests.support.story import INVESTORS

CLOCKS = (
    "join_window",
    "piggyback_window",
    "transfer_notice",
    "standstill",
    "registration_lock",
    "deferral",
    "holdback_automatic",
    "holdback_requested",
    "period_of_distribution",
    "prospectus_stop",
)
TALLIES = (
    "majority",
    "demands",
    "deferrals",
    "cutback",
    "restricted_stock",
    "shares_to_register",
    "net_proceeds",
    "underwriter_acceptance",
    "expenses",
    "indemnity_caps",
    "contribution_caps",
)
CUTS = ("requested", "requested by Investors", "requested by all stockholders", "no reduction")
WANTED = (
    *(f"clock {name}, {state}" for name in CLOCKS for state in ("running", "not running")),
    *(f"tally {name}" for name in TALLIES),
    *(f"cutback {basis}" for basis in CUTS),
    "cutback to fewer shares",
    "cutback that reduces nobody",
    "cutback with the issuer's shares",
    *(f"outcome {outcome}" for outcome in ("due", "given", "not_due", "open")),
    "late",
    "settled by counsel",
    *(f"majority {holds}" for holds in (True, False)),
    "majority only with the shares of notes",
    "majority of a closing",
    "demand that counts",
    "two demands that count",
    "several demands",
    "demand beyond two",
    "request that is withdrawn",
    "request of several letters",
    "deferral that is permitted",
    "deferral that is refused",
    "second deferral",
    "split after a request",
    "fraction of a share dropped",
    *(f"reply that is {state}" for state in ("in", "late", "defective", "doubtful")),
    "holder shut out",
    "buyer that joined",
    "estate",
    "recorded later",
    "history of 150 events",
)
MISSING_TYPES = {
    "private_placement",
    "opinion_requested",
    "copies_requested",
    "inspection_requested",
    "blue_sky_requested",
    "defence_assumed",
    "settlement_proposed",
    "waiver",
    "signature_returned",
}
"""Events that stand alone in one rule each and touch no count, clock or other party's rights: the
scenario tables try them.
"""
ELSEWHERE = {
    "milestone_reached",
    "opted_out",
    "opted_in",
    "stock_outstanding",
    "transfer_objection",
    "counter_notice",
    "holdback_condition",
    "research_extension",
    "shelf_requested",
    "damages_paid",
    "evidence_delivered",
}
"""Events on which nothing turns under the agreement of these histories: tests/parameters/ has
those of other agreements.
"""


@cache
def met() -> Counter[str]:
    """How many of a fixed sample of histories meet each kind of case."""
    found: Counter[str] = Counter()

    @settings(
        max_examples=250,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(histories(200))
    def collect(deal: Deal) -> None:
        found.update(_cases(deal))

    collect()
    return found


def _cases(deal: Deal) -> set[str]:
    at = end_of(deal)
    position = under_terms(fold(deal, at), at)
    docket = judge(position, readings=False)
    cases = {f"event {happened.type}" for happened in deal.events} | (
        {"history of 150 events"} if len(deal.events) >= 150 else set()
    )
    cases |= {
        f"clock {clock.name}, {'' if clock.running else 'not '}running" for clock in docket.clocks
    }
    cases |= {f"tally {tally.name}" for tally in docket.tallies}
    cases |= {f"outcome {decision.outcome}" for decision in docket.decisions}
    cases |= {"late" for decision in docket.decisions if decision.late} | {
        "settled by counsel" for d in docket.decisions if d.settled
    }
    cases |= set(
        chain.from_iterable(
            _counted(tally.name, tally.clause, tally.values) for tally in docket.tallies
        )
    )
    asked = {
        tally.about: tally.values["total"]
        for tally in docket.tallies
        if tally.name == "shares_to_register"
    }
    for tally in docket.tallies:
        if tally.name == "cutback":
            fewer = sum(tally.values["investors"].values()) < asked.get(tally.about, 0)
            cases.add("cutback to fewer shares" if fewer else "cutback that reduces nobody")
            if tally.values["issuer"]:
                cases.add("cutback with the issuer's shares")
    permitted = [span.permitted for span in deferral_spans(position)]
    cases |= {f"deferral that is {'permitted' if one else 'refused'}" for one in permitted}
    if sum(permitted) > 1:
        cases.add("second deferral")
    requests = all_requests(position)
    if sum(found.demand for found in requests) > 1:
        cases.add("several demands")
    if any(
        finding.says.startswith("2 of 2")
        for decision in docket.decisions
        for finding in decision.findings
    ):
        cases.add("demand beyond two")
    cases |= {"request that is withdrawn" for found in requests if found.withdrawn}
    cases |= {"request of several letters" for found in requests if len(found.letters) > 1}
    if any(
        isinstance(e, StockChanged) and any(e.date.at > r.received.at for r in requests)
        for e in deal.events
    ):
        cases.add("split after a request")
    lots = chain.from_iterable(position.ledger.acquisitions.values())
    if any((lot.shares * position.ledger.factor(lot.instant, at)).denominator > 1 for lot in lots):
        cases.add("fraction of a share dropped")
    for part in chain.from_iterable(
        requests_to_participate(position, name) for name in position.registrations()
    ):
        state = {None: "doubtful", False: "late", True: "in" if part.complete else "defective"}[
            part.timely
        ]
        cases.add(f"reply that is {state}")
    cases |= {"holder shut out" for name in INVESTORS if exclusion_of(position, name, at).shut_out}
    if "buyer" in deal.parties:
        cases.add("buyer that joined")
    if position.ledger.holding("estate", at):
        cases.add("estate")
    if any(e.recorded for e in deal.events):
        cases.add("recorded later")
    return cases


def _counted(name: str, clause: str, values: Mapping[str, Any]) -> set[str]:
    match name:
        case "majority" if clause == "3(h)":
            return {"majority of a closing"}
        case "majority":
            only = (
                values.get("issued_numerator", 0) != 0
                and values["holds"]
                and "issued_numerator" in values
            )
            return {f"majority {values['holds']}"} | (
                {"majority only with the shares of notes"} if only else set()
            )
        case "cutback":
            return {f"cutback {values['basis']}"}
        case "demands":
            return {
                words
                for words, used in (
                    ("demand that counts", (1, 2)),
                    ("two demands that count", (2,)),
                )
                if values["used"] in used
            }
        case _:
            return set()


@pytest.mark.parametrize("case", WANTED)
def test_generated_histories_meet(case: str) -> None:
    assert met()[case]


def test_generated_histories_meet_every_type_of_event_but_those_named() -> None:
    assert {name for name in EVENT_TYPES if not met()[f"event {name}"]} == MISSING_TYPES | ELSEWHERE
