"""3(c)(iii), 3(c)(v), 3(d): how many shares each may sell when the managing underwriter advises
that fewer can be sold than are requested.

In a requested registration the issuer's own shares are left out first, down to none; then all
Investors are cut in proportion to the shares they requested, requesters and joiners alike. In a
piggyback the issuer's shares and those of the holders for whom the registration is made stay in;
the Investors are cut in proportion among themselves, or together with other requesting stockholders
where there are any. Shares for sale in the open market are not in the underwriting. Fractions go to
the largest remainders; ties go to the larger request, then follow the order of signature pages. An
agreement may name another order of classes, another proportion, or a least part for the holders
(`rrdocs.facts.offerings.priorities`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from rrdocs.agreement.offering_terms import Cutback
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
from rrdocs.facts.offerings.priorities import Requests, Split, ranked, with_floor
from rrdocs.facts.record.groups import members
from rrdocs.facts.record.names import rank_words
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.participation import is_underwritten, participants
from rrdocs.facts.requests.requests import RegistrationRequest, request_of

A = TypeVar("A", bound=AboutEvent)


@dataclass(frozen=True)
class Allocation:
    """The shares that each may sell.

    ``basis`` and ``lines``: how they were cut. ``lacks``: findings on what is not on record and
    would decide the cut.
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
    """The shares that each Investor may include, in the order of signature pages.

    ``open_market``: with the shares for sale in the open market.
    """
    order = {name: place for place, name in enumerate(position.deal.parties)}
    shares: dict[str, int] = {}
    for part in sorted(
        participants(position, about), key=lambda part: order.get(part.investor, len(order))
    ):
        if part.included and (open_market or not part.open_market):
            shares[part.investor] = shares.get(part.investor, 0) + part.shares
    return shares


def latest(position: Position, kind: type[A], about: str) -> A | None:
    """The last event of a type about a registration, under the id of any letter of its request;
    None if there is none.
    """
    request = request_of(position, about)
    events = [
        event
        for key in (request.ids if request else (about,))
        for event in position.about(kind, key)
    ]
    return max(events, key=lambda event: event.date.at, default=None)


def shares_now(position: Position, count: int, event: Event) -> int:
    """A number of shares that an event states, adjusted for splits since its day."""
    return int(count * position.ledger.factor(event.date.at, position.as_of))


def allocation(position: Position, about: str) -> Allocation | None:
    """The allocation on the latest advice; None without advice, or if the offering is not
    underwritten.
    """
    return position.once(_allocate, about)


def rule_of(position: Position, about: str) -> Cutback | None:
    """The cutback term of a registration: that of a requested one, or that of a piggyback."""
    terms = position.deal.terms
    return terms.demand_cutback if request_of(position, about) else terms.piggyback_cutback


def _allocate(position: Position, about: str) -> Allocation | None:
    advice = latest(position, UnderwriterAdvice, about)
    if advice is None or not is_underwritten(position, about):
        return None
    own, rule = latest(position, IssuerSharesProposed, about), rule_of(position, about)
    issuer = shares_now(position, own.shares, own) if own else 0
    opinion = opinion_findings(position, rule, advice) if rule else ()
    unfit = next((finding.says for finding in opinion if finding.holds is False), None)
    if not advice.good_faith or unfit:
        asked = included(position, about, open_market=True)
        others = {
            event.holder: shares_now(position, event.shares, event)
            for event in position.about(OtherHolderRequest, about)
        }
        return Allocation(
            issuer, asked, others, "no reduction", (unfit or "the advice is not in good faith",)
        )
    most = shares_now(position, advice.maximum_shares, advice)
    if rule and (rule.order or rule.basis == "owned" or rule.floor is not None):
        return _in_order(position, rule, about, issuer, most)
    return (_required if request_of(position, about) else _joined)(position, about, issuer, most)


REQUIRED_ORDER = (("holders",), ("issuer",), ("others",))
JOINED_ORDER = (("issuer", "initiating"), ("holders", "others"))
"""The order of classes under the two clauses where they name none."""


def _in_order(position: Position, rule: Cutback, about: str, issuer: int, most: int) -> Allocation:
    """The classes that the clause names, one after the other.

    ``issuer``: the issuer's own shares. ``most``: the number advised. Readings consulted where
    there is a cut: ``rounding``.
    """
    deal = position.deal
    request = request_of(position, about)
    everyone = included(position, about, open_market=True)
    under = _in_the_offering(position, about)
    others = {event.holder: event for event in position.about(OtherHolderRequest, about)}
    order = rule.order or (REQUIRED_ORDER if request else JOINED_ORDER)
    requests = _requests(position, request, under, others, order, issuer)
    owned = _shares_owned(position, under, others)
    weights = dict(requests.asked)
    if rule.basis != "requested":
        weights = {name: owned.get(name, count) for name, count in requests.asked.items()}

    def split(shares_of: Mapping[str, int], left: int) -> dict[str, int]:
        return _share_out(position, about, shares_of, left)

    given, floor, lacks = _with_least_part(
        position, rule, about, requests, order, most, weights, split
    )
    if rule.basis == "owned":
        for name in _cut_together(requests, order, given):
            if name in others and name not in owned:
                says = f"how many shares {deal.party_name(name)} owns is not on record"
                lacks.append(Finding(rule.clause, says, None, others[name].place))
    return Allocation(
        given[deal.issuer],
        {name: given.get(name, count) for name, count in everyone.items()},
        {name: given[name] for name in others},
        f"{rule.basis}, in order",
        (_line_of_classes(position, requests, under, others, order, most) + floor,),
        tuple(lacks),
    )


def _requests(
    position: Position,
    request: RegistrationRequest | None,
    under: Mapping[str, int],
    others: Mapping[str, OtherHolderRequest],
    order: Sequence[Sequence[str]],
    issuer: int,
) -> Requests:
    """All requests in an offering, with the classes to which each person may belong.

    ``under``: the requests under the agreement. ``others``: those of other holders.
    """
    deal = position.deal
    requesting = frozenset(under)
    initiating = frozenset(name for name, event in others.items() if event.initiating)
    if request:
        requesting = initiating = frozenset(request.requesters) & under.keys()
    groups = {
        rank: members(position, rank, position.as_of)
        for ranks in order
        for rank in ranks
        if rank in deal.agreement.groups
    }
    asked = {deal.issuer: issuer, **under}
    asked |= {name: shares_now(position, event.shares, event) for name, event in others.items()}
    return Requests(deal.issuer, asked, frozenset(under), requesting, initiating, groups)


def _shares_owned(
    position: Position, under: Mapping[str, int], others: Mapping[str, OtherHolderRequest]
) -> dict[str, int]:
    """The shares that each requesting person owns, where the record shows them."""
    owned = {name: position.ledger.holding(name, position.as_of) for name in under}
    for name, event in others.items():
        if event.owned:
            owned[name] = shares_now(position, event.owned, event)
    return owned


def _with_least_part(
    position: Position,
    rule: Cutback,
    about: str,
    requests: Requests,
    order: Sequence[Sequence[str]],
    most: int,
    weights: Mapping[str, int],
    split: Split,
) -> tuple[dict[str, int], str, list[Finding]]:
    """The allocation with the least part that the clause keeps for the holders, that part in
    words, and what is not on record and would decide it.
    """
    given = dict(ranked(requests, order, most, weights, split))
    if rule.floor is None:
        return given, "", []
    kept, words = with_floor(requests, rule, order, most, weights, split)
    first = initial(position, about) if rule.no_floor_in_ipo and kept != given else False
    if first is None:
        says = (
            f"{words}, but not in the initial public offering; the record does not show whether"
            " this is the initial public offering"
        )
        return given, "", [Finding(rule.clause, says, None)]
    if first:
        return given, "; no least part is kept in the initial public offering", []
    return kept, f"; {words}", []


def _line_of_classes(
    position: Position,
    requests: Requests,
    under: Mapping[str, int],
    others: Mapping[str, OtherHolderRequest],
    order: Sequence[Sequence[str]],
    most: int,
) -> str:
    """The arithmetic of a cut by classes, in words."""
    words, asked = position.deal.agreement.words, requests.asked
    total, issuer = sum(under.values()), asked[position.deal.issuer]
    rest = f" and others {sum(asked[name] for name in others):,}" if others else ""
    classes = ", then ".join(rank_words(position.deal, ranks) for ranks in order)
    return (
        f"{most:,} in all; the {words.holders} requested {total:,}, {words.issuer} {issuer:,}"
        f"{rest}: {classes}"
    )


def _cut_together(
    requests: Requests, order: Sequence[Sequence[str]], given: Mapping[str, int]
) -> list[str]:
    """The members of the class within which the cut falls; nobody if it falls between two
    classes.
    """
    for names in requests.classes(order):
        if 0 < sum(given[name] for name in names) < sum(requests.asked[name] for name in names):
            return names
    return []


def _required(position: Position, about: str, issuer: int, most: int) -> Allocation:
    """3(c)(iii), (v): the issuer's shares are left out first, then all Investors are cut in
    proportion. Readings consulted where there is a cut: ``demand_cut_order``.
    """
    deal, words = position.deal, position.deal.agreement.words
    everyone = included(position, about, open_market=True)
    requests = _in_the_offering(position, about)
    total = sum(requests.values())
    line = f"{most:,} in all; the {words.holders} requested {total:,} and {words.issuer} {issuer:,}"
    if (
        issuer
        and total + issuer > most
        and reading(position, "demand_cut_order", about) == "concurrent"
    ):
        pool = _share_out(position, about, {**requests, deal.issuer: issuer}, most)
        own = pool.pop(deal.issuer)
        return Allocation(own, everyone | pool, {}, "requested, with the issuer", (line,))
    kept, given = min(issuer, max(most - total, 0)), _share_out(position, about, requests, most)
    line = f"{line}; {kept:,} are left for {words.issuer}"
    return Allocation(kept, everyone | given, {}, "requested", (line,))


def _joined(position: Position, about: str, issuer: int, most: int) -> Allocation:
    """3(d): the shares of the issuer and of the initiating holders stay in; the others share what
    is left. Readings consulted where there are initiating holders: ``piggyback_cut_pool``.
    """
    asked = position.about(OtherHolderRequest, about)
    initiating = [event for event in asked if event.initiating]
    if (
        initiating
        and reading(position, "piggyback_cut_pool", about) == "all_holders_incl_initiators"
    ):
        initiating = []
    protected = {event.holder: shares_now(position, event.shares, event) for event in initiating}
    others = {
        event.holder: shares_now(position, event.shares, event)
        for event in asked
        if event.holder not in protected
    }
    everyone = included(position, about, open_market=True)
    uncut = issuer + sum(protected.values())
    pool = {**_in_the_offering(position, about), **others}
    available, total = max(most - uncut, 0), sum(pool.values())
    given = _share_out(position, about, pool, available)
    line = f"{most:,} in all - {uncut:,} that are not cut = {available:,} for requests of {total:,}"
    if uncut > most:
        line = (
            f"{most:,} in all, less than the {uncut:,} that are not cut: nothing is left for"
            f" requests of {total:,}"
        )
    by = "all stockholders" if others else position.deal.agreement.words.holders
    return Allocation(
        # the text ranks neither the issuer nor the initiating holders; alone, the issuer's own
        # shares are capped at the maximum
        issuer if protected else min(issuer, most),
        {name: given.get(name, count) for name, count in everyone.items()},
        {**{name: given[name] for name in others}, **protected},
        f"requested by {by}",
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
    """The shares of each of ``pool``, cut in proportion if they exceed what is available. Readings
    consulted where there is a cut: ``rounding``.
    """
    cut = sum(pool.values()) > available
    return pro_rata(pool, available, reading(position, "rounding", about)) if cut else dict(pool)
