"""D-63, proof of service: what was sent to whom, where and how, when it counts as received and
why, and what is still missing.

Whether a method and an address are good, and when a notice counts as received, is asked of the
rules of the notices clause; here it is set out for the file and for the one who declares the
service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.vocabulary import METHODS
from rrdocs.dates.moments import long_date, spoken, weekday_date
from rrdocs.deal.events import NoticeReceived, NoticeSent
from rrdocs.documents.wording.phrases import name_list, section
from rrdocs.facts.notices.addresses import address_in_force, address_is_good, reaches
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.notices.receipt import awaits, methods
from rrdocs.facts.notices.receipt_cases import Receipt
from rrdocs.facts.record.position import Position

MISSING = "an address that is not on record"


class Remedy(Enum):
    """What mends a sending."""

    PROVE_DELIVERY = "obtain and record proof of delivery"
    OTHER_METHOD = "send it again by a method that {clause} names"
    OTHER_ADDRESS = "send it again to the address in force"
    FOLLOW_UP = "send the {follows}, or record its delivery"
    AGAIN = "send it again"
    SENT_AGAIN = "it was sent again"


SEND_AGAIN = {Remedy.OTHER_METHOD, Remedy.OTHER_ADDRESS, Remedy.AGAIN}
"""The sending is of no use: it must be made again."""
TO_BE_SENT = SEND_AGAIN | {Remedy.FOLLOW_UP}
"""Something is still to be sent."""


@dataclass(frozen=True)
class ProofOfService:
    """One sending: the notice as now known, what it amounts to, its evidence, what is wrong with
    it, and what mends that.

    ``address`` is the one on record for this sending, otherwise that in force on its day
    (``assumed``). ``evidence`` names files beside the events, ``missing`` those of them that are
    not there.
    """

    notice: NoticeSent
    sender: str
    receipt: Receipt
    address: str
    assumed: bool
    evidence: tuple[str, ...]
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    remedy: Remedy | None
    remedy_words: str

    @property
    def good(self) -> bool:
        """Whether it went out in a way that the notices clause allows, and is complete."""
        return bool(self.receipt.sufficient and self.receipt.dispatched) and not self.to_be_sent

    @property
    def to_be_sent(self) -> bool:
        """Whether it, or what must follow it, is still to be sent."""
        return self.remedy in TO_BE_SENT

    @property
    def awaits_copy(self) -> bool:
        """Whether nothing is missing but the copy that must follow it."""
        return self.remedy is Remedy.FOLLOW_UP

    @property
    def proved(self) -> bool:
        """Whether it counts as received."""
        return self.good and self.receipt.at is not None


def proofs(
    position: Position, there: Callable[[str], bool] = lambda _: True
) -> list[ProofOfService]:
    """Every sending on record, in order; ``there`` says whether a file of evidence exists."""
    return [_proof(position, notice, there) for notice in position.all(NoticeSent)]


def _proof(position: Position, notice: NoticeSent, there: Callable[[str], bool]) -> ProofOfService:
    got = received(position, notice, "outbound" if _ours(position, notice) else "inbound")
    address, assumed = _address(position, notice)
    later = [event.evidence for event in position.about(NoticeReceived, notice.id)]
    evidence = tuple(dict.fromkeys(name for name in (notice.evidence, *later) if name))
    missing = tuple(name for name in evidence if not there(name))
    warnings, remedy, remedy_words = _missing(position, notice, got)
    if missing:
        warnings = (*warnings, f"the file {name_list(missing)} is not beside the events")
    return ProofOfService(
        notice,
        notice.from_ or position.deal.issuer,
        got,
        address,
        assumed,
        evidence,
        missing,
        warnings,
        remedy,
        remedy_words,
    )


def _ours(position: Position, notice: NoticeSent) -> bool:
    return notice.from_ in (None, position.deal.issuer)


def _missing(
    position: Position, notice: NoticeSent, got: Receipt
) -> tuple[tuple[str, ...], Remedy | None, str]:
    """What is wrong with a sending, and what would mend it, also in words; the gravest decides."""
    deal, clause = position.deal, section(position.deal.terms.notices.clause)
    warnings: list[str] = []
    remedies: list[Remedy] = []
    known = notice.delivery.method in methods(deal, notice.document)
    if got.sufficient is not True and known and not notice.delivery.bounced:
        warnings.append(got.why)
        remedies.append(Remedy.PROVE_DELIVERY)
    elif got.sufficient is not True and not known:
        doubt = (
            "is no method of notice"
            if got.sufficient is False
            else "stands outside the methods of notice; counsel decides"
        )
        warnings.append(f"{METHODS[notice.delivery.method]} {doubt}")
        remedies.append(Remedy.OTHER_METHOD)
    address = address_is_good(position, notice)
    if address and not address.holds:
        warnings.append(f"{address.says}, not the address in force")
        remedies.append(Remedy.OTHER_ADDRESS)
    if follows := awaits(deal, notice.delivery, position.as_of, notice.document):
        what = "courier copy of the facsimile" if follows == "courier copy" else follows
        warnings.append(f"no {what} is on record")
        remedies.append(Remedy.FOLLOW_UP)
    if notice.delivery.bounced:
        warnings.append("it came back undelivered")
        remedies.append(Remedy.AGAIN)
    if got.at is None and got.sufficient and not remedies:
        warnings.append("no receipt is on record")
        remedies.append(Remedy.PROVE_DELIVERY)
    elif got.at is not None and got.at.at > position.as_of:
        warnings.append(f"it counts as received only on {weekday_date(got.at.day)}")
    if _sent_again(position, notice):
        remedies = [Remedy.SENT_AGAIN if remedy in SEND_AGAIN else remedy for remedy in remedies]
    remedy = remedies[0] if remedies else None
    words = remedy.value.format(clause=clause, follows=follows) if remedy else ""
    return tuple(warnings), remedy, words


def _sent_again(position: Position, notice: NoticeSent) -> bool:
    """Whether the same document went to the same party later by a good method and to a good
    address.
    """
    for other in position.sent(notice.about, notice.to, notice.document):
        if other.id == notice.id or other.date.at < notice.date.at:
            continue
        if received(position, other, "outbound").sufficient and reaches(position, other):
            return True
    return False


def _address(position: Position, notice: NoticeSent) -> tuple[str, bool]:
    """Where it was sent, as recorded; otherwise the address or number in force on that day."""
    if notice.delivery.address:
        return notice.delivery.address, False
    sender = notice.from_ or position.deal.issuer
    found = address_in_force(position, notice.to, sender, notice.date.at)
    return (found.for_method(notice.delivery.method) if found else None) or MISSING, True


def again(found: Iterable[ProofOfService]) -> list[ProofOfService]:
    """The sendings about which something is to be done."""
    return [proof for proof in found if proof.remedy not in (None, Remedy.SENT_AGAIN)]


# ---- as data


def proofs_as_data(position: Position, found: Iterable[ProofOfService]) -> list[dict[str, Any]]:
    """The log as plain data, for JSON."""
    return [
        {
            "notice": p.notice.id,
            "document": p.notice.document,
            "about": p.notice.about,
            "from": p.sender,
            "to": p.notice.to,
            "method": p.notice.delivery.method,
            "address": p.address,
            "address_recorded": not p.assumed,
            "sent": str(p.notice.delivery.sent or p.notice.date),
            "received": str(p.receipt.actual) if p.receipt.actual else None,
            "courier_followup": (
                str(p.notice.delivery.courier_followup)
                if p.notice.delivery.courier_followup
                else None
            ),
            "sufficient": p.receipt.sufficient,
            "counts_as_received": p.receipt.at.day.isoformat() if p.receipt.at else None,
            "clause": position.deal.terms.notices.received_clause,
            "why": p.receipt.why,
            "evidence": list(p.evidence),
            "missing_evidence": list(p.missing),
            "warnings": list(p.warnings),
            "remedy": p.remedy_words or None,
            "recorded_in": str(p.notice.place),
        }
        for p in found
    ]


# ---- as words


def lines(position: Position, found: Sequence[ProofOfService]) -> Iterator[str]:
    """The log in short lines, by what was sent; then what is to be done."""
    deal = position.deal
    heading = None
    for p in sorted(found, key=lambda p: (_place(found, p), p.notice.date.at)):
        now = (
            f"{DOCUMENT_TYPES[p.notice.document].title}, on {p.notice.about}, from"
            f" {deal.party_name(p.sender)}"
        )
        if now != heading:
            yield from ([""] if heading else [])
            yield now
            heading = now
        counts = (
            f"counts as received {long_date(p.receipt.at.day)}"
            if p.receipt.at
            else "does not count as received"
        )
        how = (
            f"{METHODS[p.notice.delivery.method]} to {p.address}, sent"
            f" {spoken(p.notice.delivery.sent or p.notice.date)}"
        )
        yield f"  {deal.party_name(p.notice.to)}: {how}; {counts} ({p.receipt.why})"
        yield from (f"    ! {words}" for words in p.warnings)
        if p.evidence:
            yield f"    evidence: {', '.join(p.evidence)}"
    todo = again(found)
    if todo:
        yield ""
        yield "To be done"
        yield from (f"  {p.notice.id}: {p.remedy_words}" for p in todo)


def _place(found: Sequence[ProofOfService], proof: ProofOfService) -> int:
    """Where the sendings of one document about one event begin in the record."""
    first = (n for n, p in enumerate(found) if _subject(p) == _subject(proof))
    return next(first)


def _subject(proof: ProofOfService) -> tuple[str, str, str]:
    return proof.notice.about, proof.notice.document, proof.sender
