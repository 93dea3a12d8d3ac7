"""3(c)(iii), (v), 3(d): whose shares are left out when the managing underwriter advises that fewer can be sold.

In a required registration the issuer's own shares go first, down to none, and then all Investors are cut pro rata by the shares
they requested, those who began it like those who joined. In a piggyback the issuer's shares and those of holders for whom the
registration is made stand; the Investors are cut pro rata among themselves, or with other requesting stockholders where there
are any. Shares for sale in the open market are not in the underwriting. Fractions go by largest remainder, ties to the larger
request and then the order of signature pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rrdocs.deal import Deal
from rrdocs.decision import Finding, Item, Tally
from rrdocs.events import IssuerSharesProposed, OtherHolderRequest, UnderwriterAdvice
from rrdocs.position import Position
from rrdocs.rules.joining import is_underwritten, parts
from rrdocs.rules.requests import matter, matters
from rrdocs.rules.sending import to_send


@dataclass(frozen=True)
class Allocation:
    """The shares that each may sell, and how the cut was made."""

    issuer: int
    investors: dict[str, int]
    others: dict[str, int]
    basis: str
    lines: tuple[str, ...]


def pro_rata(requests: Mapping[str, int], available: int, rounding: str = "largest_remainder") -> dict[str, int]:
    """Whole shares for each of ``requests``, in proportion, together at most ``available``.

    ``rounding``: ``largest_remainder`` (ties to the larger request, then the order given), ``floor`` or ``round``.
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
        ranked = sorted(requests, key=lambda name: (given[name] - exact[name], -requests[name], order[name]))
        for name in ranked[:left]:
            given[name] += 1
    return given


def included(position: Position, about: str, *, open_market: bool = False) -> dict[str, int]:
    """The shares of all whose requests count, by Investor, in the order of signature pages."""
    order = {name: place for place, name in enumerate(position.deal.parties)}
    found: dict[str, int] = {}
    for part in sorted(parts(position, about), key=lambda part: order.get(part.investor, len(order))):
        if part.included and (open_market or not part.open_market):
            found[part.investor] = found.get(part.investor, 0) + part.shares
    return found


def _now(position: Position, count: int, event: IssuerSharesProposed | OtherHolderRequest | UnderwriterAdvice) -> int:
    return int(count * position.ledger.factor(event.date.at, position.as_of))


def allocation(position: Position, about: str) -> Allocation | None:
    """The cut that the latest advice calls for; None without advice, or where the offering is not underwritten."""
    advice = position.last(UnderwriterAdvice, about)
    if advice is None or not is_underwritten(position, about):
        return None
    return position.once(("allocation", about), lambda: _allocate(position, about, advice))


def _allocate(position: Position, about: str, advice: UnderwriterAdvice) -> Allocation:
    deal = position.deal
    own = position.last(IssuerSharesProposed, about)
    issuer = _now(position, own.shares, own) if own else 0
    others = {e.holder: _now(position, e.shares, e) for e in position.about(OtherHolderRequest, about) if not e.initiating}
    initiators = {e.holder: _now(position, e.shares, e) for e in position.about(OtherHolderRequest, about) if e.initiating}
    most = _now(position, advice.maximum_shares, advice)
    if not advice.good_faith:
        requests = included(position, about)
        return Allocation(issuer, requests, {**others, **initiators}, "no reduction", ("the advice is not in good faith",))
    rounding = "largest_remainder"
    if matter(position, about):
        requests = included(position, about)
        total = sum(requests.values())
        if issuer and total + issuer > most and deal.readings("demand_cut_order", "concurrent"):
            pool = pro_rata({**requests, deal.issuer: issuer}, most, _rounding(position))
            kept = pool.pop(deal.issuer)
            return Allocation(kept, pool, {}, "requested, with the issuer", (f"{most:,} among all",))
        if total > most:
            rounding = _rounding(position)
        given = pro_rata(requests, most, rounding)
        kept = min(issuer, max(most - total, 0))
        lines = (f"{most:,} in all; the {deal.agreement.words.holders} asked for {total:,}; {kept:,} left for the issuer",)
        return Allocation(kept, given, {}, "requested", lines)
    cut_open = any(part.open_market for part in parts(position, about)) and deal.readings("open_market_shares_cut", "cut")
    requests = included(position, about, open_market=cut_open)
    untouched = {} if cut_open else _open_market(position, about)
    if initiators and deal.readings("piggyback_cut_pool", "all_holders_incl_initiators"):
        others, initiators = {**others, **initiators}, {}
    protected = issuer + sum(initiators.values())
    available = max(most - protected, 0)
    pool = {**requests, **others}
    if sum(pool.values()) > available:
        rounding = _rounding(position)
    given = pro_rata(pool, available, rounding)
    basis = "requested by all stockholders" if others else "requested by Investors"
    lines = (f"{most:,} in all - {protected:,} protected = {available:,} for requests of {sum(pool.values()):,}",)
    mine = {name: given[name] for name in requests} | untouched
    return Allocation(min(issuer, most), mine, {name: given[name] for name in others} | initiators, basis, lines)


def _rounding(position: Position) -> str:
    return position.deal.readings.value("rounding")


def _open_market(position: Position, about: str) -> dict[str, int]:
    everyone = included(position, about, open_market=True)
    return {name: everyone[name] for name in everyone if name not in included(position, about)}


def cutback(deal: Deal, position: Position) -> Iterator[Item]:
    """The allocation of an underwritten registration, the notice of it, and the shares to register."""
    abouts = [found.id for found in matters(position)]
    abouts += [r.id for r in position.registrations().values() if r.proposal]
    for about in abouts:
        found = matter(position, about)
        rule = deal.terms.demand_cutback if found else deal.terms.piggyback_cutback
        if rule is None or (found and found.valid is False):
            continue
        asked = included(position, about, open_market=True)
        cut = allocation(position, about)
        if asked:
            lines = tuple(part.finding.says for part in parts(position, about) if part.finding)
            shares = {"total": sum(asked.values()), "by_investor": asked}
            yield Tally("shares_to_register", rule.clause, about, shares, lines)
        if cut is None:
            continue
        figures = {"issuer": cut.issuer, "investors": cut.investors, "others": cut.others, "basis": cut.basis}
        yield Tally("cutback", rule.clause, about, figures, cut.lines)
        advice = position.last(UnderwriterAdvice, about)
        assert advice is not None  # an allocation rests on it
        reduced = any(cut.investors.get(name, 0) < count for name, count in asked.items())
        says = f"the managing underwriter advises {advice.maximum_shares:,} shares"
        findings = (
            Finding(rule.clause, says, True, advice.place),
            Finding(rule.clause, "the opinion is in good faith", advice.good_faith, advice.place_of("good_faith")),
            Finding(rule.clause, f"requests of {sum(asked.values()):,} are {'' if reduced else 'not '}reduced", reduced),
        )
        for name in asked if reduced else (None,):
            yield to_send(
                position, "cutback_allocation_notice", rule.clause, about, name, findings, advice.date.day,
                class_="customary", arithmetic=cut.lines,
            )  # fmt: skip
