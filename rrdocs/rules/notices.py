"""8(f): what counsel should look at in how notices were sent and came.

A facsimile without its courier copy, a notice to an address no longer in force, an e-mail in place of a notice, mail that is in
hand before it counts as received, and requests made under an agreement that overlaps with this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Flag, Item
from rrdocs.events import AddressChanged, NoticeSent, Request
from rrdocs.position import Position
from rrdocs.receipt import METHODS, awaits_courier_copy
from rrdocs.rules.sending import address_is_good, reading, received


def notices(deal: Deal, position: Position) -> Iterator[Item]:
    """8(f) and the recitals: flags on what was sent and what came."""
    for notice in position.all(NoticeSent):
        yield from _sent(position, notice)
    for request in position.requests:
        yield from _came(position, request)
        yield from _overlap(position, request)
    clause = deal.terms.notices.clause
    for change in position.all(AddressChanged):
        parties = {name for name, party in deal.parties.items() if party.role in ("issuer", "investor")}
        untold = [name for name in deal.parties if name in parties - {change.party} - set(change.told)]
        if untold:
            name, others = deal.party_name(change.party), ", ".join(map(deal.party_name, untold))
            words = f"the new address of {name} has not been furnished to {others}: send to the old and to the new"
            yield Flag(clause, change.id, words, evidence=change.place)


def _sent(position: Position, notice: NoticeSent) -> Iterator[Flag]:
    clause = position.deal.terms.notices.clause
    if awaits_courier_copy(position.deal, notice.delivery, position.as_of):
        yield Flag(clause, notice.about, f"{notice.id}: no courier copy of the facsimile is on record", evidence=notice.place)
    if notice.delivery.method not in position.deal.terms.notices.methods:
        how = METHODS[notice.delivery.method]
        words = f"{notice.id}: sent {how}, which is no method of notice; send it again by one that {clause} names"
        yield Flag(clause, notice.about, words, evidence=notice.place)
    address = address_is_good(position, notice)
    if address and not address.holds:
        yield Flag(clause, notice.about, f"{notice.id}: {address.says}, not the address in force", evidence=notice.place)


def _came(position: Position, request: Request) -> Iterator[Flag]:
    clause, got = position.deal.terms.notices.clause, received(position, request, request.delivery, "inbound_duty")
    if awaits_courier_copy(position.deal, request.delivery, position.as_of):
        yield Flag(clause, request.id, "the courier copy of the facsimile is to be chased", evidence=request.place)
    if got.sufficient is None:
        words = "e-mail is no sufficient notice, but the request is in hand: counsel decides what it calls for"
        yield Flag(clause, request.id, words, evidence=request.place)
    if got.at and got.actual and got.actual.day < got.at.day:
        words = f"in hand since {long_date(got.actual.day)}, it counts as received on {long_date(got.at.day)}: it is not left to lie"
        yield Flag(clause, request.id, words, evidence=request.place)


def _overlap(position: Position, request: Request) -> Iterator[Flag]:
    """Stock that another agreement reaches too: which of them is invoked must be asked."""
    if request.under_agreement or reading(position, "original_rra_overlap", request.id) != "ask_and_protect":
        return
    for other in position.deal.agreement.other_agreements:
        at = min(request.date.at, position.as_of)
        held = any(set(position.ledger.by_tranche(name, at)) & set(other.tranches) for name in request.requesting)
        if held:
            words = f"the request does not say whether it is made under the {other.name} too: ask"
            yield Flag(other.clause, request.id, words, evidence=request.place)
