"""Section 4: who tells whom of an action, and the caps on what a seller pays.

An indemnified party tells the indemnifying party in writing, promptly after notice of the commencement of an action; what an
omission does is a reading. A seller's indemnity is the lesser of its share of the loss by public offering price and its own net
proceeds (4(b)); its contribution is its gross price less the damages it would otherwise pay (4(d)). Not modelled: relative
fault, and whose information a statement came from.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from rrdocs.dates import long_date, period
from rrdocs.deal import Deal
from rrdocs.decision import Decision, Finding, Flag, Giving, Item, Tally
from rrdocs.events import ClaimCommenced, DefenceAssumed, PublicSale, SettlementProposed, SharesSold
from rrdocs.position import Position
from rrdocs.receipt import receipt
from rrdocs.rules.sending import counsel, own_day


def indemnity(deal: Deal, position: Position) -> Iterator[Item]:
    """Section 4: the notice of each claim, what the indemnitor may answer, and the caps."""
    for claim in position.all(ClaimCommenced):
        if deal.terms.claim_notice:
            yield from _told(position, claim)
        yield from _caps(position, claim)


def _told(position: Position, claim: ClaimCommenced) -> Iterator[Item]:
    rule, deal = position.deal.terms.claim_notice, position.deal
    assert rule is not None  # asked only where the clause is granted
    due, line = own_day(position, claim.served.day, period("promptly"))
    finding = Finding(
        rule.clause, f"an action against {deal.party_name(claim.against)} was served on {long_date(claim.served.day)}", True,
        claim.place_of("served"),
    )  # fmt: skip
    yield Decision(
        "notice_of_claim", rule.clause, claim.id, claim.against, claim.indemnitor, "required", (finding,), due,
        given=_given(position, claim, "notice_of_claim"), settled=counsel(position, claim.id, "notice_of_claim"),
        as_of=position.as_of.date(), arithmetic=(line,),
    )  # fmt: skip
    if deal.readings("indemnity_omission", "literal_relieves"):
        yield Flag(rule.clause, claim.id, "an omission to tell relieves the indemnitor under this Section, without more")
    for step in (*position.about(DefenceAssumed, claim.id), *position.about(SettlementProposed, claim.id)):
        settles = isinstance(step, SettlementProposed)
        words = "a settlement was proposed" if settles else f"{deal.party_name(step.party)} took over the defence"
        if settles:
            words += {True: ", with the indemnitor's consent", False: ", without its consent: it is not liable for it"}.get(
                step.consent, "; whether the indemnitor consents is not on record"
            )
        to = claim.against if step.party == claim.indemnitor else claim.indemnitor
        yield Decision(
            "defence_notice", rule.clause, step.id, step.party, to, "required",
            (Finding(rule.clause, words, True, step.place),), step.date.day, given=_given(position, step, "defence_notice", to),
            settled=counsel(position, step.id, "defence_notice"), as_of=position.as_of.date(),
        )  # fmt: skip


def _given(position: Position, event: ClaimCommenced | DefenceAssumed | SettlementProposed, document: str, to: str = "") -> Giving | None:
    target = to or (event.indemnitor if isinstance(event, ClaimCommenced) else "")
    for notice in position.sent(event.id, target, document):
        got = receipt(position.deal, notice.delivery, notice.date, "inbound", position.as_of)
        if got.sufficient and got.dispatched:
            finding = Finding("", f"sent on {long_date(got.dispatched.day)}", True, notice.place)
            return Giving(finding, got.dispatched.day, late=False)
    return None


def _caps(position: Position, claim: ClaimCommenced) -> Iterator[Tally]:
    """Both caps of 4(b), and that of 4(d), for each seller whose price is on record."""
    gross: dict[str, Fraction] = {}
    net: dict[str, Fraction] = {}
    for sale in position.about(SharesSold, claim.registration):
        for name, count in sale.sold.items():
            if sale.price is not None:
                gross[name] = gross.get(name, Fraction(0)) + count * Fraction(sale.price)
                net[name] = net.get(name, Fraction(0)) + count * (Fraction(sale.price) - Fraction(sale.discount or 0))
    for public in position.about(PublicSale, claim.registration):
        if public.price is not None:
            gross[public.seller] = gross.get(public.seller, Fraction(0)) + public.shares * Fraction(public.price)
            net[public.seller] = net.get(public.seller, Fraction(0)) + public.shares * Fraction(public.price)
    total = sum(gross.values())
    terms, sellers = position.deal.terms, [name for name in gross if name != position.deal.issuer]
    if not total or not sellers:
        return
    if terms.seller_indemnity:
        by_seller = {}
        for name in sellers:
            proportion = gross[name] / total
            share = Fraction(claim.loss) * proportion if claim.loss is not None else None
            cap = min(share, net[name]) if share is not None else net[name]
            by_seller[name] = {
                "proportion": f"{float(proportion):.6f}", "net_proceeds": _dollars(net[name]), "cap": _dollars(cap),
            }  # fmt: skip
        lines = tuple(f"{name}: the lesser of its share of the loss and ${by_seller[name]['net_proceeds']}" for name in sellers)
        yield Tally("indemnity_caps", terms.seller_indemnity.clause, claim.id, {"by_seller": by_seller}, lines)
    if terms.contribution:
        other = Fraction(claim.other_damages or 0)
        caps = {name: {"cap": _dollars(max(gross[name] - other, Fraction(0)))} for name in sellers}
        yield Tally("contribution_caps", terms.contribution.clause, claim.id, {"by_seller": caps})


def _dollars(value: Fraction) -> str:
    """Dollars and cents, rounded down: a cap is not exceeded."""
    return f"{Decimal(int(value * 100)) / 100:.2f}"
