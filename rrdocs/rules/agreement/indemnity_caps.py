"""4(b), 4(d): the caps on what a seller pays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rrdocs.dates.moments import long_date
from rrdocs.deal.events import (
    ClaimCommenced,
    Event,
    PublicSale,
    SharesSold,
)
from rrdocs.docket.decisions import Flag, Tally
from rrdocs.docket.figures import (
    ContributionCap,
    ContributionCapFigures,
    IndemnityCap,
    IndemnityCapFigures,
)
from rrdocs.facts.record.position import Position


@dataclass
class _Sold:
    """What each seller got for its shares, in US dollars: gross, and net of the discount."""

    gross: dict[str, Fraction] = field(default_factory=dict)
    net: dict[str, Fraction] = field(default_factory=dict)

    def add(self, name: str, count: int, price: Decimal, discount: Decimal = Decimal(0)) -> None:
        """Add shares that a seller sold, at the price and the discount of one share."""
        self.gross[name] = self.gross.get(name, Fraction(0)) + count * Fraction(price)
        self.net[name] = self.net.get(name, Fraction(0)) + count * Fraction(price - discount)


def indemnity_caps(position: Position, claim: ClaimCommenced) -> Iterator[Tally | Flag]:
    """Both caps of 4(b), and that of 4(d), for each seller of Restricted Stock; open while the
    price of a sale is not on record.
    """
    terms, sold = position.deal.terms, _Sold()
    caps = terms.seller_indemnity or terms.contribution
    if not caps:
        return
    offered = position.about(SharesSold, claim.registration)
    public = position.about(PublicSale, claim.registration)
    unpriced: Event | None = next((sale for sale in offered if sale.price is None), None)
    unpriced = unpriced or next((sale for sale in public if sale.price is None), None)
    if unpriced:
        words = (
            f"the price of the shares sold on {long_date(unpriced.date.day)} is not on record:"
            " the caps of the sellers wait for it"
        )
        yield Flag(caps.clause, claim.id, words, evidence=unpriced.place)
        return
    for sale in offered:
        assert sale.price is not None  # just tested, here and below
        for name, count in sale.sold.items():
            sold.add(name, count, sale.price, sale.discount or Decimal(0))
        if sale.discount is None and terms.seller_indemnity:
            words = (
                f"no underwriting discount on the shares sold on {long_date(sale.date.day)} is on"
                " record: net proceeds are taken as gross"
            )
            yield Flag(terms.seller_indemnity.clause, claim.id, words, evidence=sale.place)
    for one in public:
        assert one.price is not None
        sold.add(one.seller, one.shares, one.price)
    held = position.ledger.acquisitions
    sellers = [name for name in sold.gross if name in held and sold.gross[name]]
    if sellers and terms.seller_indemnity:
        yield _indemnity(position, terms.seller_indemnity.clause, claim, sold, sellers)
    if sellers and terms.contribution:
        yield _contribution(position, terms.contribution.clause, claim, sold, sellers)


def _indemnity(
    position: Position, clause: str, claim: ClaimCommenced, sold: _Sold, sellers: Sequence[str]
) -> Tally:
    """4(b): each seller's part of the loss, and no more than its net proceeds."""
    lines, by_seller, total = [], {}, sum(sold.gross.values())
    for name in sellers:
        part, net = sold.gross[name] / total, sold.net[name]
        share = Fraction(claim.loss) * part if claim.loss is not None else net
        by_seller[name] = IndemnityCap(
            f"{float(part):.6f}", _dollars(net), _dollars(min(share, net))
        )
        of_loss = (
            f"{_shown(share)}, its share of the loss,"
            if claim.loss is not None
            else "its share of the loss, which is not on record,"
        )
        who = position.deal.party_name(name)
        lines.append(f"{who}: the lesser of {of_loss} and {_shown(net)} net")
    return Tally(clause, claim.id, IndemnityCapFigures(by_seller), tuple(lines))


def _contribution(
    position: Position, clause: str, claim: ClaimCommenced, sold: _Sold, sellers: Sequence[str]
) -> Tally:
    """4(d): each seller's gross price less the damages that it must otherwise pay."""
    other = Fraction(claim.other_damages or 0)
    by_seller = {
        name: ContributionCap(_dollars(max(sold.gross[name] - other, Fraction(0))))
        for name in sellers
    }
    lines = tuple(
        f"{position.deal.party_name(name)}: {_shown(sold.gross[name])} - {_shown(other)}"
        for name in sellers
    )
    return Tally(clause, claim.id, ContributionCapFigures(by_seller), lines)


def _shown(value: Fraction) -> str:
    return f"${Decimal(_dollars(value)):,.2f}"


def _dollars(value: Fraction) -> str:
    """Dollars and cents, to the nearest cent."""
    return str(
        (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )
    )
