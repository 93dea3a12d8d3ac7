"""3(c)(iii), (v), 3(d): whose shares are left out when the managing underwriter advises that fewer
can be sold.

In a required registration the issuer's own shares go first, down to none, and then all Investors
are cut pro rata by the shares they requested, those who began it like those who joined. In a
piggyback the issuer's shares and those of holders for whom the registration is made stand; the
Investors are cut pro rata among themselves, or with other requesting stockholders where there are
any. Shares for sale in the open market are not in the underwriting. Fractions go by largest
remainder, ties to the larger request and then the order of signature pages. An agreement may name
another order, in proportion to other shares, or a least part for the holders
(`rrdocs.facts.offerings.priorities`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from rrdocs.agreement.registration_rights import Cutback
from rrdocs.deal.events import (
    AboutEvent,
    Event,
    IssuerSharesProposed,
    OtherHolderRequest,
    UnderwriterAdvice,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.offerings.offerings import initial, opinion_findings
from rrdocs.facts.offerings.priorities import Requests, ranked, with_floor
from rrdocs.facts.record.groups import members
from rrdocs.facts.record.names import rank_words
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.participation import is_underwritten, participants
from rrdocs.facts.requests.requests import request_of

A = TypeVar("A", bound=AboutEvent)


@dataclass(frozen=True)
class Allocation:
    """The shares that each may sell, and how the cut was made; ``lacks``: what is not on record
    and would decide it.
    """

    issuer: int
    investors: dict[str, int]
    others: dict[str, int]
    basis: str
    lines: tuple[str, ...]
    lacks: tuple[Finding, ...] = ()


def pro_rata(
    requests: Mapping[str, int], available: int, rounding: str = "largest_remainder"
) -> dict[str, int]:
    """Whole shares for each of ``requests``, in proportion, together at most ``available``.

    ``rounding``: ``largest_remainder`` (ties to the larger request, then the order given),
    ``floor`` or ``round``.
    """
    total = sum(requests.values())
    if total <= available:
        return dict(requests)
    exact = {name: Fraction(count * max(available, 0), total) for name, count in requests.items()}
    if rounding == "round":
        return {name: int(value + Fraction(1, 2)) for name, value in exact.items()}
    given = {name: int(value) for name, value in exact.items()}
    if rounding == "largest_remainder":
        order = {name: place for place, name in enumerate(requests)}
        left = max(available, 0) - sum(given.values())
        ranked = sorted(
            requests, key=lambda name: (given[name] - exact[name], -requests[name], order[name])
        )
        for name in ranked[:left]:
            given[name] += 1
    return given


def included(position: Position, about: str, *, open_market: bool) -> dict[str, int]:
    """The shares of all whose requests count, by Investor, in the order of signature pages."""
    order = {name: place for place, name in enumerate(position.deal.parties)}
    found: dict[str, int] = {}
    for part in sorted(
        participants(position, about), key=lambda part: order.get(part.investor, len(order))
    ):
        if part.included and (open_market or not part.open_market):
            found[part.investor] = found.get(part.investor, 0) + part.shares
    return found


def latest(position: Position, kind: type[A], about: str) -> A | None:
    """The last event of a type about a registration, under the id of any letter of the request for
    it.
    """
    request = request_of(position, about)
    events = [
        event
        for key in (request.ids if request else (about,))
        for event in position.about(kind, key)
    ]
    return max(events, key=lambda event: event.date.at, default=None)


def _now(position: Position, count: int, event: Event) -> int:
    """A number of shares of an earlier day as it now is, after splits."""
    return int(count * position.ledger.factor(event.date.at, position.as_of))


def allocation(position: Position, about: str) -> Allocation | None:
    """The cut that the latest advice calls for; None without advice, or where the offering is not
    underwritten.
    """
    return position.once(_allocate, about)


def rule_of(position: Position, about: str) -> Cutback | None:
    """The cutback of a required registration, or that of one that the holders join."""
    terms = position.deal.terms
    return terms.demand_cutback if request_of(position, about) else terms.piggyback_cutback


def _allocate(position: Position, about: str) -> Allocation | None:
    advice = latest(position, UnderwriterAdvice, about)
    if advice is None or not is_underwritten(position, about):
        return None
    own, rule = latest(position, IssuerSharesProposed, about), rule_of(position, about)
    issuer = _now(position, own.shares, own) if own else 0
    opinion = opinion_findings(position, rule, advice) if rule else ()
    unfit = next((finding.says for finding in opinion if finding.holds is False), None)
    if not advice.good_faith or unfit:
        asked = included(position, about, open_market=True)
        others = {
            event.holder: _now(position, event.shares, event)
            for event in position.about(OtherHolderRequest, about)
        }
        return Allocation(
            issuer, asked, others, "no reduction", (unfit or "the advice is not in good faith",)
        )
    most = _now(position, advice.maximum_shares, advice)
    if rule and (rule.order or rule.basis == "owned" or rule.floor is not None):
        return _in_order(position, rule, about, issuer, most)
    return (_required if request_of(position, about) else _joined)(position, about, issuer, most)


REQUIRED_ORDER = (("holders",), ("issuer",), ("others",))
JOINED_ORDER = (("issuer", "initiating"), ("holders", "others"))
"""How the two clauses are read where they name no order."""


def _in_order(position: Position, rule: Cutback, about: str, issuer: int, most: int) -> Allocation:
    """The classes that the clause names, one after the other. Readings consulted where there is a
    cut: ``rounding``.
    """
    deal, at, request = position.deal, position.as_of, request_of(position, about)
    everyone, under = included(position, about, open_market=True), _in_the_offering(position, about)
    others = {event.holder: event for event in position.about(OtherHolderRequest, about)}
    asked = {
        deal.issuer: issuer,
        **under,
        **{name: _now(position, event.shares, event) for name, event in others.items()},
    }
    order = rule.order or (REQUIRED_ORDER if request else JOINED_ORDER)
    requests = Requests(
        deal.issuer,
        asked,
        frozenset(under),
        frozenset(request.requesters) & under.keys() if request else frozenset(under),
        (
            frozenset(request.requesters) & under.keys()
            if request
            else frozenset(name for name, event in others.items() if event.initiating)
        ),
        {
            rank: members(position, rank, at)
            for ranks in order
            for rank in ranks
            if rank in deal.agreement.groups
        },
    )
    owned = {name: position.ledger.holding(name, at) for name in under}
    owned |= {
        name: _now(position, event.owned, event) for name, event in others.items() if event.owned
    }
    weights = (
        asked
        if rule.basis == "requested"
        else {name: owned.get(name, count) for name, count in asked.items()}
    )

    def split(shares_of: Mapping[str, int], left: int) -> dict[str, int]:
        return _share_out(position, about, shares_of, left)

    given, floor = dict(ranked(requests, order, most, weights, split)), ""
    lacks = []
    if rule.floor is not None:
        kept, words = with_floor(requests, rule, order, most, weights, split)
        first = initial(position, about) if rule.no_floor_in_ipo and kept != given else False
        if first is None:
            says = (
                f"{words}, but not in the initial public offering; whether it is that is not on"
                " record"
            )
            lacks.append(Finding(rule.clause, says, None))
        elif first:
            floor = "; no least part is kept in the initial public offering"
        else:
            given, floor = kept, f"; {words}"
    if rule.basis == "owned":
        for name in _cut_together(requests, order, given):
            if name in others and name not in owned:
                says = f"how many shares {deal.party_name(name)} owns is not on record"
                lacks.append(Finding(rule.clause, says, None, others[name].place))
    total = sum(under.values())
    line = (
        f"{most:,} in all; the {deal.agreement.words.holders} asked for {total:,},"
        f" {deal.agreement.words.issuer} for {issuer:,}"
        + (f" and others for {sum(asked[name] for name in others):,}" if others else "")
        + f": {', then '.join(rank_words(position.deal, ranks) for ranks in order)}{floor}"
    )
    return Allocation(
        given[deal.issuer],
        {name: given.get(name, count) for name, count in everyone.items()},
        {name: given[name] for name in others},
        f"{rule.basis}, in order",
        (line,),
        tuple(lacks),
    )


def _cut_together(
    requests: Requests, order: Sequence[Sequence[str]], given: Mapping[str, int]
) -> list[str]:
    """Those of the class within which the cut falls; of no class where it falls between two."""
    for names in requests.classes(order):
        if 0 < sum(given[name] for name in names) < sum(requests.asked[name] for name in names):
            return names
    return []


def _required(position: Position, about: str, issuer: int, most: int) -> Allocation:
    """3(c)(iii), (v): the issuer's shares go first, then all Investors pro rata
    (``demand_cut_order``).
    """
    deal, words = position.deal, position.deal.agreement.words
    everyone, requests = (
        included(position, about, open_market=True),
        _in_the_offering(position, about),
    )
    total = sum(requests.values())
    line = (
        f"{most:,} in all; the {words.holders} asked for {total:,} and {words.issuer} for"
        f" {issuer:,}"
    )
    if (
        issuer
        and total + issuer > most
        and reading(position, "demand_cut_order", about) == "concurrent"
    ):
        pool = _share_out(position, about, {**requests, deal.issuer: issuer}, most)
        return Allocation(
            pool.pop(deal.issuer), everyone | pool, {}, "requested, with the issuer", (line,)
        )
    kept, given = min(issuer, max(most - total, 0)), _share_out(position, about, requests, most)
    return Allocation(
        kept, everyone | given, {}, "requested", (f"{line}: {kept:,} are left for it",)
    )


def _joined(position: Position, about: str, issuer: int, most: int) -> Allocation:
    """3(d): the issuer's shares and those of initiating holders stand; the others who asked share
    what is left.
    """
    asked = position.about(OtherHolderRequest, about)
    initiating = [e for e in asked if e.initiating]
    if (
        initiating
        and reading(position, "piggyback_cut_pool", about) == "all_holders_incl_initiators"
    ):
        initiating = []
    protected = {e.holder: _now(position, e.shares, e) for e in initiating}
    others = {e.holder: _now(position, e.shares, e) for e in asked if e.holder not in protected}
    everyone, requests = (
        included(position, about, open_market=True),
        _in_the_offering(position, about),
    )
    stands = issuer + sum(protected.values())
    pool = {**requests, **others}
    available = max(most - stands, 0)
    given = _share_out(position, about, pool, available)
    line = (
        f"{most:,} in all - {stands:,} that are not cut = {available:,} for requests of"
        f" {sum(pool.values()):,}"
    )
    if stands > most:
        line = (
            f"{most:,} in all, less than the {stands:,} that are not cut: nothing is left for"
            f" requests of {sum(pool.values()):,}"
        )
    return Allocation(
        (
            issuer if protected else min(issuer, most)
        ),  # who yields to whom the text does not say; to itself it may
        {name: given.get(name, count) for name, count in everyone.items()},
        {**{name: given[name] for name in others}, **protected},
        (
            "requested by all stockholders"
            if others
            else f"requested by {position.deal.agreement.words.holders}"
        ),
        (line,),
    )


def _in_the_offering(position: Position, about: str) -> dict[str, int]:
    """The requests that share in a cut. Readings consulted where some are for the open market:
    ``open_market_shares_cut``.
    """
    in_the_market = any(part.open_market for part in participants(position, about))
    return included(
        position,
        about,
        open_market=in_the_market and reading(position, "open_market_shares_cut", about) == "cut",
    )


def _share_out(
    position: Position, about: str, pool: Mapping[str, int], available: int
) -> dict[str, int]:
    """Readings consulted where there is a cut: ``rounding``."""
    cut = sum(pool.values()) > available
    return pro_rata(pool, available, reading(position, "rounding", about)) if cut else dict(pool)
