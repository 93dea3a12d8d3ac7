"""4(b), 4(d): the caps on what a seller pays."""

from __future__ import annotations

from collections.abc import Iterator
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
from rrdocs.docket.figures import ContributionCapFigures, IndemnityCapFigures
from rrdocs.facts.record.position import Position


# Long: both caps come from the same sums of what was sold.
def indemnity_caps(position: Position, claim: ClaimCommenced) -> Iterator[Tally | Flag]:
    """Both caps of 4(b), and that of 4(d), for each seller of Restricted Stock; open while the
    price of a sale is not on record.
    """
    gross: dict[str, Fraction] = {}
    net: dict[str, Fraction] = {}

    def sold(name: str, count: int, price: Decimal, discount: Decimal = Decimal(0)) -> None:
        gross[name] = gross.get(name, Fraction(0)) + count * Fraction(price)
        net[name] = net.get(name, Fraction(0)) + count * Fraction(price - discount)

    terms = position.deal.terms
    offered, public = (
        position.about(SharesSold, claim.registration),
        position.about(PublicSale, claim.registration),
    )
    caps = terms.seller_indemnity or terms.contribution
    unpriced: list[Event] = [
        *(sale for sale in offered if sale.price is None),
        *(sale for sale in public if sale.price is None),
    ]
    if not caps:
        return
    if unpriced:
        words = (
            f"the price of the shares sold on {long_date(unpriced[0].date.day)} is not on record:"
            " the caps of the sellers wait for it"
        )
        yield Flag(caps.clause, claim.id, words, evidence=unpriced[0].place)
        return
    for sale in offered:
        assert sale.price is not None  # just tested, here and below
        for name, count in sale.sold.items():
            sold(name, count, sale.price, sale.discount or Decimal(0))
        if sale.discount is None and terms.seller_indemnity:
            words = (
                f"no underwriting discount on the shares sold on {long_date(sale.date.day)} is on"
                " record: net proceeds are taken as gross"
            )
            yield Flag(terms.seller_indemnity.clause, claim.id, words, evidence=sale.place)
    for one in public:
        assert one.price is not None
        sold(one.seller, one.shares, one.price)
    total = sum(gross.values())
    sellers = [name for name in gross if name in position.ledger.acquisitions and gross[name]]
    names = {name: position.deal.party_name(name) for name in sellers}
    if sellers and terms.seller_indemnity:
        lines, by_seller = [], {}
        for name, who in names.items():
            part = gross[name] / total
            share = Fraction(claim.loss) * part if claim.loss is not None else net[name]
            by_seller[name] = {
                "proportion": f"{float(part):.6f}",
                "net_proceeds": _dollars(net[name]),
                "cap": _dollars(min(share, net[name])),
            }
            of_loss = (
                f"{_shown(share)}, its share of the loss,"
                if claim.loss is not None
                else "its share of the loss, which is not on record,"
            )
            lines.append(f"{who}: the lesser of {of_loss} and {_shown(net[name])} net")
        yield Tally(
            terms.seller_indemnity.clause,
            claim.id,
            IndemnityCapFigures(by_seller),
            tuple(lines),
        )
    if sellers and terms.contribution:
        other = Fraction(claim.other_damages or 0)
        by_seller = {
            name: {"cap": _dollars(max(gross[name] - other, Fraction(0)))} for name in sellers
        }
        lines = [f"{who}: {_shown(gross[name])} - {_shown(other)}" for name, who in names.items()]
        yield Tally(
            terms.contribution.clause,
            claim.id,
            ContributionCapFigures(by_seller),
            tuple(lines),
        )


def _shown(value: Fraction) -> str:
    return f"${Decimal(_dollars(value)):,.2f}"


def _dollars(value: Fraction) -> str:
    """Dollars and cents, to the nearest cent."""
    return str(
        (Decimal(value.numerator) / Decimal(value.denominator)).quantize(
            Decimal("0.01"), ROUND_HALF_UP
        )
    )
