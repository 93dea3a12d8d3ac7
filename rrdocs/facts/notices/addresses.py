"""8(f): whether a notice went to the address in force."""

from __future__ import annotations

import re

from rrdocs.deal.events import (
    AddressChanged,
    NoticeSent,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.notices.receipt import binds_issuer, untold
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import under_terms


def _plain(address: str) -> str:
    return re.sub(r"[\W_]+", " ", address).casefold().strip()


def reaches(position: Position, notice: NoticeSent) -> bool:
    """Whether a notice went to a good address, as far as its record names one."""
    found = address_is_good(position, notice)
    return found is None or found.holds is True


STREET = 8


"""How many signs of a street and its number a notice must name, at least, to be sent there."""


def _is_at(sent_to: str, address: str) -> bool:
    """Whether what a notice was sent to is an address: it names all of it, or of a place as much
    as finds it, the street with its number and what follows.
    """
    if address in sent_to:
        return True
    street = None if _is_number(address) else re.search(r"\d", address)
    return (
        street is not None
        and sent_to in address
        and sent_to.startswith(address[street.start() :][:STREET])
    )


def _is_number(address: str) -> bool:
    """Whether an address is a facsimile number."""
    return not re.search(r"[^\W\d_]", address)


def address_is_good(position: Position, notice: NoticeSent) -> Finding | None:
    """8(f): a notice goes to the address, number or e-mail address in force; None where the record
    of it names no address.

    A new one is in force towards the sender from its own receipt of the change, or
    (``address_change_effect``, or where the agreement says so) from when all other parties had it;
    or from when it stands in the issuer's records.
    """
    if not notice.delivery.address:
        return None
    deal, party = under_terms(position, notice.date.at).deal, position.deal.parties.get(notice.to)
    known = party.address if party else None
    places = [_plain(", ".join(known.lines))] if known and known.lines else []
    numbers = [_plain(known.fax)] if known and known.fax else []
    boxes = [_plain(known.email)] if known and known.email else []
    for change in position.about(AddressChanged, notice.to):
        if _in_force(position, change, notice):
            if _is_number(change.address):
                numbers = [_plain(change.address)]
            elif "@" in change.address:
                boxes = [_plain(change.address)]
            else:
                places = [_plain(change.address)]
    sent_to, good = _plain(notice.delivery.address), [*places, *numbers, *boxes]
    holds = not good or any(_is_at(sent_to, address) for address in good)
    says = f"sent to {notice.delivery.address}{AGAINST[deal.terms.notices.address]}"
    return Finding(deal.terms.notices.clause, says, holds, notice.place_of("delivery"))


AGAINST = {
    "signature_page": "",
    "schedule": ", by the schedule of addresses",
    "records": ", by the issuer’s records",
    "furnished": ", by what was furnished to all parties",
}


"""By what an address is tested."""


def _in_force(position: Position, change: AddressChanged, notice: NoticeSent) -> bool:
    """Whether a change of address bound the sender of a notice when the notice went out."""
    deal, told = under_terms(position, notice.date.at).deal, set(change.told)
    since = change.date
    if change.delivery:
        got = received(position, change, "inbound")
        if not got.sufficient or got.at is None:
            return False
        since = got.at
    if since.at > notice.date.at:
        return False
    if deal.terms.notices.address in ("records", "furnished"):
        return binds_issuer(deal, change)
    return not untold(deal, change) or (
        (notice.from_ or deal.issuer) in told
        and deal.readings("address_change_effect", "each_recipient_on_its_receipt")
    )
