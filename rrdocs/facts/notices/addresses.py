"""8(f): the address in force, towards a sender at an instant, and whether a notice went there.

Rules, letters and the service log all ask here. A change of address that is still in the mail is
not in force; one that has arrived is in force towards the sender from its own receipt or, where
the agreement or the reading ``address_change_effect`` says so, once all other parties have it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from rrdocs.agreement.parties import Address
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import AddressChanged, NoticeSent
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import under_terms

STREET = 8
"""How many characters of the street and number a recorded address must have to name the place."""
TESTED_BY = {
    "signature_page": "",
    "schedule": ", by the schedule of addresses",
    "records": ", by the issuer’s records",
    "furnished": ", by what was furnished to all parties",
}
"""The list against which the agreement tests an address, as the end of a sentence."""


@dataclass(frozen=True)
class AddressInForce:
    """Where a party may be sent a notice.

    ``address`` is what goes on an envelope. A new street takes the attention line and the facsimile
    number off it, as these belonged to the old one. ``fax`` is the facsimile number that still
    counts under the notices clause, with the address or without it.
    """

    address: Address
    fax: str | None

    def for_method(self, method: str) -> str | None:
        """The number, e-mail address or street address for a method of delivery, in one line."""
        if method == "fax":
            return self.fax
        if method == "email":
            return self.address.email
        return ", ".join(self.address.lines) or None

    def furnished(self, text: str) -> AddressInForce:
        """The same with a new street, facsimile number or e-mail address in place of the old."""
        old = self.address
        if _is_number(text):
            return AddressInForce(old.model_copy(update={"fax": text}), text)
        if "@" in text:
            return replace(self, address=old.model_copy(update={"email": text}))
        return replace(self, address=Address(lines=_envelope_lines(text), email=old.email))


def address_in_force(
    position: Position, party: str, sender: str, at: datetime
) -> AddressInForce | None:
    """The address of a party towards a sender at an instant; None where none is on record.

    A party's own change is in force towards itself from its date. Readings consulted:
    ``address_change_effect``.
    """
    entry = position.deal.parties.get(party)
    known = entry.address if entry else None
    found = AddressInForce(known, known.fax) if known else None
    for change in position.about(AddressChanged, party):
        if _in_force(position, change, sender, at):
            found = (found or AddressInForce(Address(), None)).furnished(change.address)
    return found


def _in_force(position: Position, change: AddressChanged, sender: str, at: datetime) -> bool:
    if sender == change.party:
        return change.date.at <= at
    deal, notified = under_terms(position, at).deal, set(change.told)
    since = change.date
    if change.delivery:
        got = received(position, change, "inbound")
        if not got.sufficient or got.at is None:
            return False
        since = got.at
    if since.at > at:
        return False
    if deal.terms.notices.address == "records":
        return deal.issuer in (change.party, *change.told)
    return not not_notified(deal, change) or (
        deal.terms.notices.address != "furnished"
        and sender in notified
        and deal.readings("address_change_effect", "each_recipient_on_its_receipt")
    )


def not_notified(deal: Deal, change: AddressChanged) -> tuple[str, ...]:
    """The parties that must be notified of a new address and were not: the issuer where its records
    decide, otherwise all other parties.
    """
    if deal.terms.notices.address == "records":
        owed = {deal.issuer}
    else:
        owed = {
            name for name, party in deal.parties.items() if party.role in ("issuer", "investor")
        }
    return tuple(name for name in deal.parties if name in owed - {change.party} - set(change.told))


def reaches(position: Position, notice: NoticeSent) -> bool:
    """Whether a notice went to the address in force, as far as its record names an address."""
    found = address_is_good(position, notice)
    return found is None or found.holds is True


def address_is_good(position: Position, notice: NoticeSent) -> Finding | None:
    """8(f): a notice goes to the address, number or e-mail address in force when it is sent; None
    where the record of it names no address.
    """
    if not notice.delivery.address:
        return None
    deal = under_terms(position, notice.date.at).deal
    found = address_in_force(position, notice.to, notice.from_ or deal.issuer, notice.date.at)
    known = (found.for_method(method) for method in ("courier", "fax", "email")) if found else ()
    good = [_plain(address) for address in known if address]
    sent_to = _plain(notice.delivery.address)
    holds = not good or any(_is_at(sent_to, address) for address in good)
    says = f"sent to {notice.delivery.address}{TESTED_BY[deal.terms.notices.address]}"
    return Finding(deal.terms.notices.clause, says, holds, notice.place_of("delivery"))


def _plain(address: str) -> str:
    return re.sub(r"[\W_]+", " ", address).casefold().strip()


def _is_at(sent_to: str, address: str) -> bool:
    """Whether a recorded address names an address in force: all of it or, of a place, the street
    with its number and what follows.
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
    """Whether an address is a facsimile number: it has no letter."""
    return not re.search(r"[^\W\d_]", address)


def _envelope_lines(text: str) -> tuple[str, ...]:
    """An address furnished in one line as the lines of an envelope: city and state stand below."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 3:
        return (text,)
    return ", ".join(parts[:-2]), ", ".join(parts[-2:])
