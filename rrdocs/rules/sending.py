"""What decisions share: the evidence that a document went out and counsel's word on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any

from rrdocs.dates import Moment, long_date
from rrdocs.decision import Decision, Finding, Giving
from rrdocs.events import (
    AddressChanged,
    CounterNotice,
    JoinRequest,
    NoticeSent,
    PiggybackRequest,
    ReportingStatementRequested,
    Request,
    ShelfRequested,
)
from rrdocs.position import Position
from rrdocs.receipt import METHODS, Receipt, Way, binds_issuer, of_event, settled, untold
from rrdocs.rules.amendments import under_terms
from rrdocs.rules.letters import names

Delivered = (
    AddressChanged | CounterNotice | JoinRequest | NoticeSent | PiggybackRequest | ReportingStatementRequested | Request | ShelfRequested
)
"""What one party tells another, with the record of how."""
Sent = tuple[NoticeSent, Receipt]
"""A notice that went out, and what became of it."""
Block = tuple[object, str]
"""Who signs for a person, and the address that both have."""
MAILED = {**METHODS, "mail": "by certified mail"}


def reading(position: Position, parameter: str, *abouts: str) -> str:
    """The reading in force, as counsel settled it for a matter that these ids (or any letter of the same request) name."""
    known = [name for about in abouts for name in names(position, about)]
    return settled(position.deal.readings, parameter, known)


def received(position: Position, event: Delivered, way: Way) -> Receipt:
    """What a delivery amounts to at the position's instant, under the terms in force when it happened.

    A notice is dated by its sending, all else by its arrival.
    """
    return position.once(_received, event.id, way)


def _received(position: Position, name: str, way: Way) -> Receipt:
    event = position.by_id[name]
    assert isinstance(event, Delivered) and event.delivery is not None
    deal = under_terms(position, event.date.at).deal
    return of_event(deal, event, event.delivery, way, position.as_of, names(position, name))


def _plain(address: str) -> str:
    return re.sub(r"[\W_]+", " ", address).casefold().strip()


def reaches(position: Position, notice: NoticeSent) -> bool:
    """Whether a notice went to a good address, as far as its record names one."""
    found = address_is_good(position, notice)
    return found is None or found.holds is True


STREET = 8
"""How many signs of a street and its number a notice must name, at least, to be sent there."""


def _is_at(sent_to: str, address: str) -> bool:
    """Whether what a notice was sent to is an address: it names all of it, or of a place as much as finds it, the street with its
    number and what follows.
    """
    if address in sent_to:
        return True
    street = None if _is_number(address) else re.search(r"\d", address)
    return street is not None and sent_to in address and sent_to.startswith(address[street.start() :][:STREET])


def _is_number(address: str) -> bool:
    """Whether an address is a facsimile number."""
    return not re.search(r"[^\W\d_]", address)


def address_is_good(position: Position, notice: NoticeSent) -> Finding | None:
    """8(f): a notice goes to the address, number or e-mail address in force; None where the record of it names no address.

    A new one is in force towards the sender from its own receipt of the change, or (``address_change_effect``, or where the
    agreement says so) from when all other parties had it; or from when it stands in the issuer's records.
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
    "signature_page": "", "schedule": ", by the schedule of addresses", "records": ", by the issuer’s records",
    "furnished": ", by what was furnished to all parties",
}  # fmt: skip
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
        (notice.from_ or deal.issuer) in told and deal.readings("address_change_effect", "each_recipient_on_its_receipt")
    )


def dispatches(position: Position, about: str, to: str, *documents: str) -> Iterator[Sent]:
    """The notices of these kinds that went to a party from the issuer by a good method to a good address.

    A notice about one letter of a request is about the request. One that went earlier to another person for whom the same hand
    signs at the same address is one to this person too, on that reading (``wcas_persons_service``).
    """
    own = list(_dispatched(position, about, to, documents))
    first = min(map(_sent_on, own), default=date.max)
    earlier = takewhile(lambda sent: _sent_on(sent) < first, _beside(position, about, to, documents))
    beside = [sent for sent in earlier if sent[0].to != to]
    if beside and reading(position, "wcas_persons_service", about) == "one_notice":
        yield from beside
    yield from own


def _sent_on(sent: Sent) -> date:
    _, got = sent
    assert got.dispatched is not None  # only such are yielded
    return got.dispatched.day


def _dispatched(position: Position, about: str, to: str, documents: tuple[str, ...]) -> Iterator[Sent]:
    for name in names(position, about):
        for notice in position.sent(name, to, *documents):
            if notice.from_ not in (None, position.deal.issuer):
                continue
            got = received(position, notice, "outbound")
            if got.dispatched and got.sufficient and reaches(position, notice):
                yield notice, got


def _beside(position: Position, about: str, to: str, documents: tuple[str, ...]) -> Sequence[Sent]:
    """What went about an event to those for whom the same hand signs at the same address as for a party, the first before."""
    block = position.once(_blocks).get(to)
    return position.once(_went, about, documents).get(block, ()) if block else ()


def _blocks(position: Position) -> dict[str, Block]:
    """For each person that another may sign for: the hand and the address."""
    return {
        name: (party.signs.by, party.address.model_dump_json())
        for name, party in position.deal.parties.items()
        if party.kind == "person" and party.signs and party.address
    }


def _went(position: Position, about: str, documents: tuple[str, ...]) -> dict[Block, list[Sent]]:
    """What went about an event to those whom another may sign for, by the hand and the address, the first before."""
    blocks = position.once(_blocks)
    found: dict[Block, list[Sent]] = {}
    for to in dict.fromkeys(to for name in names(position, about) for to in position.recipients(name)):
        if to in blocks:
            found.setdefault(blocks[to], []).extend(_dispatched(position, about, to, documents))
    for sent in found.values():
        sent.sort(key=_sent_on)
    return found


def told(position: Position, about: str, to: str, *documents: str) -> bool:
    """Whether any such notice went to a party."""
    return any(True for _ in dispatches(position, about, to, *documents))


def recipient_finding(position: Position, to: str | None) -> tuple[Finding, ...]:
    """An Investor recipient must have an entry with an address; otherwise the decision is open and says what is missing."""
    if to is None:
        return ()
    party = position.deal.parties.get(to)
    clause = position.deal.terms.notices.clause
    if party is None:
        if to not in position.ledger.acquisitions:
            return ()  # it never had stock: an underwriter, say, addressed by its role
        return (Finding(clause, f"the name and address of {to} are not on record", None),)
    told_as_holder = party.role == "investor" or to in position.ledger.acquisitions
    if told_as_holder and not (party.address and party.address.lines):
        if position.about(AddressChanged, to):
            return ()
        return (Finding(clause, f"the address of {party.name} is not on record", None, party.place),)
    return ()


def to_send(
    position: Position,
    document: str,
    clause: str,
    about: str,
    to: str | None,
    findings: Sequence[Finding],
    due: date | None,
    *,
    class_: Any = "required",
    given_by: Sequence[str] = (),
    evidence: Giving | None = None,
    arithmetic: Sequence[str] = (),
    since: date | None = None,
) -> Decision:
    """The decision on a document of the issuer's, with the evidence that it went out and counsel's word on it.

    ``given_by``: the documents whose dispatch gives this one too. ``evidence``: giving that is proved otherwise.
    ``since``: what was sent before that day gave something else.
    """
    given = evidence
    if given is None and to is not None:
        given = first_giving(position, clause, about, to, due, document, *given_by, since=since)
    if to is not None and given is None:
        findings = (*findings, *recipient_finding(position, to))
    return Decision(
        document, clause, about, position.deal.issuer, to, class_, tuple(findings), due,
        given=given, settled=counsel(position, about, document), as_of=position.as_of.date(), arithmetic=tuple(arithmetic),
    )  # fmt: skip


def first_giving(
    position: Position, clause: str, about: str, to: str, due: date | None, *documents: str, since: date | None = None
) -> Giving | None:
    """The evidence that a notice of the issuer's went out, the earliest (``since`` a day) where it went out more than once."""
    best: Giving | None = None
    for notice, got in dispatches(position, about, to, *documents):
        assert got.dispatched is not None  # dispatches yields only what was sent
        day = got.dispatched.day
        if (since is None or day >= since) and (best is None or day < best.day):
            words = f"sent {MAILED[notice.delivery.method]} on {long_date(day)}"
            best = Giving(Finding(clause, words, True, notice.place), day, due is not None and day > due)
    return best


def counsel(position: Position, about: str, document: str) -> Finding | None:
    """What counsel decided about a document that was open."""
    said = next(filter(None, (position.counsel_on(name, document) for name in names(position, about))), None)
    if said is None:
        return None
    words = f"{position.deal.party_name(said.by)} decided on {long_date(said.date.day)}: {said.decision.replace('_', ' ')}"
    return Finding("", words, said.decision == "due", said.place)


def running(position: Position, starts: date, last: date | None) -> bool:
    """Whether a period runs on the position's day."""
    today = position.as_of.date()
    return starts <= today and (last is None or today <= last)


def instant(when: Moment, as_of: datetime) -> datetime:
    """An instant that is not later than the position's."""
    return min(when.at, as_of)
