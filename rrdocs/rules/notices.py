"""8(f): what counsel should look at in how notices were sent and came.

A facsimile without its courier copy, a notice to an address no longer in force, an e-mail in place of a notice, and requests
made under an agreement that overlaps with this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.deal import Deal
from rrdocs.decision import Flag, Item
from rrdocs.events import AddressChanged, NoticeSent, Request
from rrdocs.position import Position
from rrdocs.receipt import awaits_courier_copy
from rrdocs.rules.sending import address_is_good


def notices(deal: Deal, position: Position) -> Iterator[Item]:
    """8(f) and the recitals: flags on what was sent and what came."""
    clause = deal.terms.notices.clause
    for notice in position.all(NoticeSent):
        if awaits_courier_copy(deal, notice.delivery, position.as_of):
            yield Flag(clause, notice.about, f"{notice.id}: no courier copy of the facsimile is on record", evidence=notice.place)
        address = address_is_good(position, notice)
        if address and not address.holds:
            yield Flag(clause, notice.about, f"{notice.id}: {address.says}, not the address in force", evidence=notice.place)
    for request in position.requests:
        if awaits_courier_copy(deal, request.delivery, position.as_of):
            yield Flag(clause, request.id, "the courier copy of the facsimile is to be chased", evidence=request.place)
        yield from _overlap(position, request)
    for change in position.all(AddressChanged):
        parties = {name for name, party in deal.parties.items() if party.role in ("issuer", "investor")}
        untold = sorted(parties - {change.party} - set(change.told))
        if untold:
            words = f"the new address of {deal.party_name(change.party)} has not been furnished to {', '.join(untold)}: send to both"
            yield Flag(clause, change.id, words, evidence=change.place)


def _overlap(position: Position, request: Request) -> Iterator[Flag]:
    """Stock that another agreement reaches too: which of them is invoked must be asked."""
    if request.under_agreement or not position.deal.readings("original_rra_overlap", "ask_and_protect", request.id):
        return
    for other in position.deal.agreement.other_agreements:
        at = min(request.date.at, position.as_of)
        held = any(set(position.ledger.by_tranche(name, at)) & set(other.tranches) for name in request.requesting)
        if held:
            words = f"the request does not say whether it is made under the {other.name} too: ask"
            yield Flag(other.clause, request.id, words, evidence=request.place)
