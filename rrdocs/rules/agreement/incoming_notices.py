"""8(f): defects in how notices were sent and received.

Requires:
    A notice must be in writing, sent by a method that the agreement names to the address in
    force. A facsimile is followed by a courier copy. Requests made under an overlapping agreement
    are dealt with under that agreement.
Decides:
    Flags: a facsimile without its courier copy; a notice to an address that is not in force; one
    that came back; an e-mail in place of a notice; mail in hand before it counts as received; a
    copy that is missing, which leaves the notice good; a request under an overlapping agreement.
Readings:
    `original_rra_overlap` (A60): under which of two overlapping agreements a request is made.
    `address_change_effect` (A51): from when a change of address is in force.
    `mail_actual_receipt` (A81): whether mail that arrives early counts on arrival.
    `fax_followup` (A11): when a facsimile with its courier copy counts.
    `email_notice` (A12): whether an e-mail is a notice.
Not modelled:
    The terms of the overlapping agreement.
Cases:
    tests/scenarios/notices.yaml, tests/scenarios/original_agreement.yaml,
    tests/parameters/notice_methods.yaml
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.agreement.vocabulary import METHODS
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import AddressChanged, Delivery, Event, NoticeSent, Request
from rrdocs.docket.decisions import Flag, Item
from rrdocs.facts.notices.addresses import address_is_good, not_notified
from rrdocs.facts.notices.deliveries import reading, received
from rrdocs.facts.notices.receipt import awaits, document_of, methods
from rrdocs.facts.record.position import Position


def notices(deal: Deal, position: Position) -> Iterator[Item]:
    """8(f) and the recitals: flags on what was sent and what came."""
    for notice in position.all(NoticeSent):
        yield from _sent(position, notice)
    for request in position.requests:
        yield from _came(position, request)
        yield from _overlap(position, request)
    clause = deal.terms.notices.clause
    for change in position.all(AddressChanged):
        missing = not_notified(deal, change)
        if missing:
            name, others = deal.party_name(change.party), ", ".join(map(deal.party_name, missing))
            words = (
                f"the new address of {name} has not been furnished to {others}: send to the old and"
                " to the new"
            )
            yield Flag(clause, change.id, words, evidence=change.place)


def _sent(position: Position, notice: NoticeSent) -> Iterator[Flag]:
    deal = position.deal
    clause = deal.terms.notices.clause
    if follows := awaits(deal, notice.delivery, position.as_of, notice.document):
        words = (
            f"no courier copy of the {_what(notice.delivery)}"
            if follows == "courier copy"
            else f"no {follows}"
        )
        yield Flag(
            clause, notice.about, f"{words} is on record", evidence=notice.place, of=notice.id
        )
    if notice.delivery.method not in methods(deal, notice.document):
        how = METHODS[notice.delivery.method]
        words = (
            f"sent {how}, which is no method of notice; send it again by one that {clause} names"
        )
        yield Flag(clause, notice.about, words, evidence=notice.place, of=notice.id)
    address = address_is_good(position, notice)
    if address and not address.holds:
        yield Flag(
            clause,
            notice.about,
            f"{address.says}, not the address in force",
            evidence=notice.place,
            of=notice.id,
        )
    if notice.delivery.bounced:
        good = received(position, notice, "outbound").at is not None
        counts = "counts as received all the same" if good else "is no notice: send it again"
        yield Flag(
            clause,
            notice.about,
            f"it came back undelivered and {counts}",
            evidence=notice.place,
            of=notice.id,
        )
    if unsure := received(position, notice, "outbound").unsure:
        yield Flag(clause, notice.about, unsure, evidence=notice.place, of=notice.id)
    if notice.from_ in (None, deal.issuer):
        yield from _copies(position, notice, notice.to, notice.delivery, notice.about)


def _what(delivery: Delivery) -> str:
    """What a courier copy is a copy of."""
    return {"fax": "facsimile", "email": "e-mail"}.get(delivery.method, "notice")


def _copies(
    position: Position, event: Event, to: str, delivery: Delivery, about: str
) -> Iterator[Flag]:
    """A copy that goes with every notice to a party; without it the notice is good all the same."""
    deal, rule = position.deal, position.deal.terms.notices
    document = document_of(event)
    for copy in rule.copies:
        if copy.of_notices_to != to or not copy.required or copy.to in delivery.copied:
            continue
        if any(True for _ in position.sent(about, copy.to, document)):
            continue
        name = deal.party_name(copy.to)
        words = (
            f"{event.id}: no copy to {name} is on record; a copy is no notice, and the notice to"
            f" {deal.party_name(to)} stands"
        )
        yield Flag(rule.clause, about, words, evidence=event.place)


def _came(position: Position, request: Request) -> Iterator[Flag]:
    deal, clause = position.deal, position.deal.terms.notices.clause
    got = received(position, request, "inbound_duty")
    if follows := awaits(deal, request.delivery, position.as_of, document_of(request)):
        words = (
            f"the courier copy of the {_what(request.delivery)} is"
            if follows == "courier copy"
            else f"its {follows} is"
        )
        yield Flag(clause, request.id, f"{words} to be chased", evidence=request.place)
    if got.sufficient is None and request.delivery.method == "email":
        words = (
            "e-mail is no sufficient notice, but the request is in hand: counsel decides what it"
            " calls for"
        )
        yield Flag(clause, request.id, words, evidence=request.place)
    if got.at and got.actual and got.actual.day < got.at.day:
        words = (
            f"in hand since {long_date(got.actual.day)}, it counts as received on"
            f" {long_date(got.at.day)}: it is not left to lie"
        )
        yield Flag(clause, request.id, words, evidence=request.place)
    if got.unsure:
        yield Flag(clause, request.id, got.unsure, evidence=request.place)
    yield from _copies(position, request, deal.issuer, request.delivery, request.id)


def _overlap(position: Position, request: Request) -> Iterator[Flag]:
    """Stock that another agreement reaches too: which of them is invoked must be asked."""
    if (
        request.under_agreement
        or reading(position, "original_rra_overlap", request.id) != "ask_and_protect"
    ):
        return
    for other in position.deal.agreement.other_agreements:
        at = min(request.date.at, position.as_of)
        held = any(
            set(position.ledger.by_tranche(name, at)) & set(other.tranches)
            for name in request.requesting
        )
        if held:
            words = f"the request does not say whether it is made under the {other.name} too: ask"
            yield Flag(other.clause, request.id, words, evidence=request.place)
