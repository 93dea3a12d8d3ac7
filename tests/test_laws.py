"""Laws that hold for every history that could be recorded."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from rrdocs.agreement.parties import Party, Roster
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    ClosingScheduled,
    IssuerSharesProposed,
    OtherHolderRequest,
    SharesIssued,
    StockChanged,
    Transfer,
    UnderwriterAdvice,
)
from rrdocs.deal.stock_ledger import Ledger
from rrdocs.deal.validation import check_deal
from rrdocs.docket.as_json import as_data, as_json
from rrdocs.docket.decisions import Docket
from rrdocs.docket.explanation import digest, memorandum
from rrdocs.facts.offerings.allocation import included, latest
from rrdocs.facts.record.position import Position, fold
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.participation import is_underwritten, participants
from rrdocs.facts.requests.requests import all_requests, request_of
from rrdocs.facts.requests.standing import is_good
from rrdocs.rules.engine import decide, judge
from rrdocs.yamlfiles.records import Place
from tests.support.histories import end_of, histories, with_shares, written

LONG = os.environ.get("RRDOCS_LONG") == "1"
MOST = 200 if LONG else 60
law = settings(
    max_examples=int(os.environ.get("RRDOCS_EXAMPLES", "2000")) if LONG else 40,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


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
            or bool(
                decision.settled
                and not decision.settled.holds
                and any(f.holds is None for f in decision.findings)
            )
        )
    for items in (docket.decisions, docket.clocks, docket.tallies):
        keys = Counter(item.key for item in items)
        assert not [key for key, count in keys.items() if count > 1], "said more than once"
    assert as_json(deal.name, at, docket, everything=True, changes=True)
    assert list(memorandum(deal, docket, at))
    assert list(digest(deal, at, docket, everything=True, readings=True))


@law
@given(histories(MOST), st.integers(0, 10_000))
def test_tomorrow_changes_nothing_about_today(deal: Deal, which: int) -> None:
    at = deal.events[which % len(deal.events)].date.at
    past = replace(deal, events=tuple(event for event in deal.events if event.date.at <= at))
    assert decide(deal, at, readings=False) == decide(past, at, readings=False)


# ---- order


def _by_fact(deal: Deal, docket: Docket, at: datetime) -> dict[str, Any]:
    """A docket as printed, with each place of the record replaced by what stands there."""
    facts: dict[str, str] = {
        str(party.place): f"party {name}" for name, party in deal.parties.items()
    }
    for happened in deal.events:
        places: Mapping[str, Place] = happened._places
        facts |= {str(place): f"{happened.id}.{name}" for name, place in places.items()}
        facts |= {
            str(place): f"{happened.id}.{'.'.join(map(str, path))}"
            for path, place in happened._below.items()
        }
        facts[str(happened.place)] = happened.id
    data = as_data(deal.name, at, docket, everything=True)
    for item in (finding for decision in data["decisions"] for finding in decision["findings"]):
        item["evidence"] = facts[item["evidence"]] if item["evidence"] else None
    for item in data["flags"]:
        item["evidence"] = facts[item["evidence"]] if item["evidence"] else None
    return data


@law
@given(histories(MOST), st.randoms(use_true_random=False))
def test_the_order_of_files_changes_nothing(deal: Deal, chance: random.Random) -> None:
    """The events of a history, dealt out to files of any names and in any order, are loaded and
    answered alike.
    """
    at = end_of(deal)
    with TemporaryDirectory() as folder:
        in_order = written(deal, Path(folder) / "one" / deal.name, [deal.events])
        dealt: list[list[Any]] = [[] for _ in range(chance.randint(1, 6))]
        for happened in chance.sample(deal.events, len(deal.events)):
            chance.choice(dealt).append(happened)
        shuffled = written(deal, Path(folder) / "other" / deal.name, dealt)
    assert (
        [one.id for one in shuffled.events]
        == [one.id for one in in_order.events]
        == [one.id for one in deal.events]
    )
    one, other = (
        _by_fact(found, decide(found, at, readings=False), at) for found in (in_order, shuffled)
    )
    assert json.dumps(one) == json.dumps(other)


# ---- stock


@law
@given(histories(MOST))
def test_private_transfers_conserve_shares(deal: Deal) -> None:
    kept = [
        e
        for e in deal.events
        if isinstance(e, (SharesIssued, Transfer))
        and not (isinstance(e, Transfer) and e.kind == "pledge")
    ]
    issued = sum(e.shares for e in kept if isinstance(e, SharesIssued))
    ledger = Ledger(kept)
    taken = sum(
        over.taken - over.held for over in ledger.overdrafts
    )  # of notes, splits and sales that are left out here
    assert (
        ledger.total(end_of(deal))
        == issued
        == sum(shares for _, shares in ledger.holders(end_of(deal)))
    )
    assert taken >= 0


@law
@given(histories(MOST, whole=True), st.sampled_from([2, 3, 10]))
def test_scaling_all_stock_changes_no_majority_and_no_pro_rata_beyond_rounding(
    deal: Deal, factor: int
) -> None:
    """Of histories in which no split leaves a fraction, so that all scales: what is due, each
    clock and each count of votes.
    """
    event(f"{sum(isinstance(e, StockChanged) for e in deal.events)} splits")
    at = end_of(deal)
    more = with_shares(deal, lambda shares: shares * factor)
    before, after = decide(deal, at, readings=False), decide(more, at, readings=False)
    then = {tally.key: tally.values for tally in after.tallies}
    assert [tally.key for tally in before.tallies] == list(then)
    rounded = set()
    closings = {e.id: e.registration for e in deal.events if isinstance(e, ClosingScheduled)}
    for tally in before.tallies:
        small, large = tally.values, then[tally.key]
        match tally.name:
            case "majority" if tally.clause == "3(h)" and closings[tally.about or ""] in rounded:
                # of the stock being sold, as allocated: each Investor's may be rounded
                assert all(
                    abs(large[name] - factor * small[name]) <= factor * len(deal.parties)
                    for name in ("numerator", "denominator")
                )
            case "majority" | "restricted_stock" | "shares_to_register":
                assert _times(small, factor) == dict(large), tally.key
            case "cutback":
                assert (
                    small["issuer"] * factor == large["issuer"]
                    or "with the issuer" in small["basis"]
                )
                for kind in ("investors", "others"):
                    assert small[kind].keys() == large[kind].keys()
                    assert all(
                        abs(large[kind][name] - factor * count) <= factor
                        for name, count in small[kind].items()
                    )
                if _times(small, factor) != dict(large):
                    rounded.add(tally.about)
    event(f"a cutback was rounded: {bool(rounded)}")
    free = (
        "engagement_letter",
        "cutback_allocation_notice",
    )  # what a share more or less in a cutback may turn
    assert [
        (d.key, d.outcome, d.due, d.late)
        for d in before.decisions
        if d.about not in rounded or d.document not in free
    ] == [
        (d.key, d.outcome, d.due, d.late)
        for d in after.decisions
        if d.about not in rounded or d.document not in free
    ]
    assert [(c.key, c.answer) for c in before.clocks] == [(c.key, c.answer) for c in after.clocks]


def _times(values: Any, factor: int) -> Any:
    if isinstance(values, Mapping):
        return {name: _times(value, factor) for name, value in values.items()}
    return values * factor if isinstance(values, int) and not isinstance(values, bool) else values


# ---- cutbacks

CUTS = {
    "rounding": ("largest_remainder", "floor", "round"),
    "demand_cut_order": ("issuer_first", "concurrent"),
    "piggyback_cut_pool": ("requesting_only_excl_initiators", "all_holders_incl_initiators"),
    "open_market_shares_cut": ("not_cut", "cut"),
}
cuts = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CUTS.items()})


def _rounded(pool: Mapping[str, int], most: int, rounding: str) -> int:
    """What a pool is given together: all of it, or as much as there is room for, to the share
    under each rounding.
    """
    total = sum(pool.values())
    if total <= most:
        return total
    exact = [Fraction(count * most, total) for count in pool.values()]
    match rounding:
        case "largest_remainder":
            return most
        case "floor":
            return sum(part.numerator // part.denominator for part in exact)
        case _:
            return sum(
                (2 * part.numerator + part.denominator) // (2 * part.denominator) for part in exact
            )


def _now(position: Position, kind: Any, about: str, name: str) -> int:
    """The shares of the latest event of a kind, as they now are."""
    found = latest(position, kind, about)
    return (
        int(getattr(found, name) * position.ledger.factor(found.date.at, position.as_of))
        if found
        else 0
    )


@law
@given(histories(MOST), cuts)
def test_allocations_sum_to_the_lesser_of_maximum_and_requests(
    deal: Deal, chosen: dict[str, str]
) -> None:
    """Exactly, under every reading: the shares of the Investors and of the issuer in a required
    registration, and in a piggyback those of the Investors and the other stockholders, those
    aside that are protected.
    """
    for parameter, value in chosen.items():
        deal = deal.reading(parameter, value)
    position = under_terms(fold(deal, end_of(deal)), end_of(deal))
    tallies = {(t.name, t.about): t.values for t in judge(position, readings=False).tallies}
    abouts = [
        found.id
        for found in all_requests(position)
        if is_good(position, found) is not False and not found.withdrawn
    ]
    abouts += [
        name
        for name, found in position.registrations().items()
        if found.proposal and not found.request
    ]
    for about in abouts:
        advice = latest(position, UnderwriterAdvice, about)
        values = tallies.get(("cutback", about))
        assert (values is not None) == (advice is not None and is_underwritten(position, about))
        if values and advice:
            _adds_up(
                position,
                about,
                values,
                _now(position, UnderwriterAdvice, about, "maximum_shares"),
                advice.good_faith,
            )


def _adds_up(
    position: Position, about: str, values: Mapping[str, Any], most: int, good_faith: bool
) -> None:
    reading = position.deal.readings.value
    everyone, rounding = included(position, about, open_market=True), reading("rounding", about)
    market = {
        part.investor: part.shares
        for part in participants(position, about)
        if part.included and part.open_market
    }
    issuer = _now(position, IssuerSharesProposed, about, "shares")
    theirs = {
        e.holder: (e, int(e.shares * position.ledger.factor(e.date.at, position.as_of)))
        for e in position.about(OtherHolderRequest, about)
    }
    got, others = values["investors"], values["others"]
    assert got.keys() == everyone.keys()
    assert all(0 <= got[name] <= count for name, count in everyone.items())
    given_out = sum(got.values()) + values["issuer"] + sum(others.values())
    event(f"cut, {values['basis']}: {got != everyone}, {rounding}")
    if not good_faith:
        assert (got, values["issuer"]) == (everyone, issuer)
    elif request_of(position, about):
        assert not market and not others
        if reading("demand_cut_order", about) == "concurrent" and issuer:
            assert given_out == _rounded({**everyone, "issuer": issuer}, most, rounding)
            return
        assert sum(got.values()) == _rounded(everyone, most, rounding)
        assert values["issuer"] == min(issuer, max(most - sum(everyone.values()), 0))
        if rounding == "largest_remainder":
            assert given_out == min(most, sum(everyone.values()) + issuer)
    else:
        apart = reading("piggyback_cut_pool", about) == "requesting_only_excl_initiators"
        protected = {name: count for name, (e, count) in theirs.items() if e.initiating and apart}
        pool = {
            **everyone,
            **{name: count for name, (_, count) in theirs.items() if name not in protected},
        }
        if reading("open_market_shares_cut", about) == "not_cut":
            pool = {name: count - market.get(name, 0) for name, count in pool.items()}
            assert all(got[name] == count for name, count in market.items())
        else:
            market = {}
        room = max(most - issuer - sum(protected.values()), 0)
        assert {name: others[name] for name in protected} == protected
        assert values["issuer"] == (
            issuer if protected else min(issuer, most)
        )  # who yields to an initiating holder the text does not say
        pool = {name: count for name, count in pool.items() if count}
        stands = sum(protected.values()) + sum(market.values()) + values["issuer"]
        assert given_out - stands == _rounded(pool, room, rounding)


# ---- parties


def _told_like(deal: Deal, model: str, newcomer: str) -> tuple[Any, ...]:
    """The history in which a newcomer is told all that another Investor is told, in the same ways,
    and tells the same address.
    """
    copies: dict[str, str] = {}
    found: list[Any] = []
    for happened in deal.events:
        found.append(happened)
        also: dict[str, Any] = {}
        match happened.type:
            case "notice_sent" if happened.to == model:  # type: ignore[attr-defined]
                also = {"to": newcomer}
            case "notice_received" if happened.notice in copies:  # type: ignore[attr-defined]
                also = {"notice": copies[happened.notice]}  # type: ignore[attr-defined]
            case "address_changed" if happened.party == model:  # type: ignore[attr-defined]
                also = {"party": newcomer}
        if also:
            copies[happened.id] = f"{happened.id}-{newcomer}"
            found.append(happened.model_copy(update={**also, "id": copies[happened.id]}))
    return tuple(found)


@law
@given(histories(MOST))
def test_an_investor_without_shares_told_like_the_others_changes_only_lists_of_recipients(
    deal: Deal,
) -> None:
    name, at = "newcomer", end_of(deal)
    party = Party(
        name="A Further Investor",
        kind="person",
        role="investor",
        address=deal.parties["lee"].address,
    )
    more = replace(
        deal, parties={**deal.parties, name: party}, events=_told_like(deal, "lee", name)
    )
    before, after = decide(deal, at, readings=False), decide(more, at, readings=False)

    def without(docket: Docket) -> list[object]:
        return [
            (
                d.key,
                d.clause,
                d.class_,
                d.outcome,
                d.due,
                d.last_permitted,
                d.late,
                [(f.clause, f.holds) for f in d.findings],
            )
            for d in docket.decisions
            if name not in (d.to, d.sender)
        ]

    assert without(before) == without(after)
    assert [(c.key, c.answer) for c in before.clocks] == [
        (c.key, c.answer) for c in after.clocks if c.party != name
    ]
    assert [(t.key, t.values) for t in before.tallies] == [(t.key, t.values) for t in after.tallies]
    listed = [(f.clause, f.about, f.says.replace(f", {party.name}", "")) for f in after.flags]
    assert [flag.key for flag in before.flags] == [
        flag for flag in listed if party.name not in flag[2] and name not in flag[2]
    ]


@law
@given(histories(MOST), st.sampled_from([1, 30]))
def test_waiting_takes_back_nothing_that_was_given(deal: Deal, days: int) -> None:
    """Time alone makes things late or ends periods; what was given stays given, and no vote
    changes.
    """
    at = end_of(deal)
    before, after = (
        decide(deal, at + timedelta(days=later), known=True, readings=False) for later in (0, days)
    )
    assert all(decision.findings for decision in after.decisions)
    then = {decision.key: decision for decision in after.decisions}
    for decision in before.decisions:
        if decision.outcome == "given":
            assert then[decision.key].outcome == "given", decision.key
            assert then[decision.key].late == decision.late, decision.key
    votes = {tally.key: tally.values for tally in after.tallies if tally.name == "majority"}
    assert {
        tally.key: tally.values for tally in before.tallies if tally.name == "majority"
    }.items() <= votes.items()
