"""What decisions share: the evidence that a document went out and counsel's word on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from rrdocs.deal.events import (
    NoticeSent,
)
from rrdocs.facts.notices.addresses import reaches
from rrdocs.facts.notices.deliveries import reading, received
from rrdocs.facts.notices.receipt_cases import Receipt
from rrdocs.facts.notices.request_letters import names
from rrdocs.facts.record.position import Position

Sent = tuple[NoticeSent, Receipt]
"""A notice that went out, and what became of it."""
Block = tuple[object, str]
"""Who signs for a person, and the address that both have."""


def dispatches(position: Position, about: str, to: str, *documents: str) -> Iterator[Sent]:
    """The notices of these kinds that went to a party from the issuer by a good method to a good
    address.

    A notice about one letter of a request is about the request. One that went earlier to another
    person for whom the same hand signs at the same address is one to this person too, on that
    reading (``wcas_persons_service``).
    """
    own = list(_dispatched(position, about, to, documents))
    first = min(map(_sent_on, own), default=date.max)
    earlier = takewhile(
        lambda sent: _sent_on(sent) < first, _beside(position, about, to, documents)
    )
    beside = [sent for sent in earlier if sent[0].to != to]
    if beside and reading(position, "wcas_persons_service", about) == "one_notice":
        yield from beside
    yield from own


def _sent_on(sent: Sent) -> date:
    _, got = sent
    assert got.dispatched is not None  # only such are yielded
    return got.dispatched.day


def _dispatched(
    position: Position, about: str, to: str, documents: tuple[str, ...]
) -> Iterator[Sent]:
    for name in names(position, about):
        for notice in position.sent(name, to, *documents):
            if notice.from_ not in (None, position.deal.issuer):
                continue
            got = received(position, notice, "outbound")
            if got.dispatched and got.sufficient and reaches(position, notice):
                yield notice, got


def _beside(position: Position, about: str, to: str, documents: tuple[str, ...]) -> Sequence[Sent]:
    """What went about an event to those for whom the same hand signs at the same address as for a
    party, the first before.
    """
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
    """What went about an event to those whom another may sign for, by the hand and the address,
    the first before.
    """
    blocks = position.once(_blocks)
    found: dict[Block, list[Sent]] = {}
    for to in dict.fromkeys(
        to for name in names(position, about) for to in position.recipients(name)
    ):
        if to in blocks:
            found.setdefault(blocks[to], []).extend(_dispatched(position, about, to, documents))
    for sent in found.values():
        sent.sort(key=_sent_on)
    return found


def was_notified(position: Position, about: str, to: str, *documents: str) -> bool:
    """Whether any such notice went to a party."""
    return any(True for _ in dispatches(position, about, to, *documents))
