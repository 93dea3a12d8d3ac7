"""D-63: the fields of the service log and of a declaration of service."""

from __future__ import annotations

from collections.abc import Sequence

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.vocabulary import METHODS, SERVED, MethodName
from rrdocs.dates.moments import long_date, spoken
from rrdocs.documents.wording.delivery_words import receipt_text
from rrdocs.documents.wording.event_titles import about_words
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import capital, name_list, number_words, section, sentence
from rrdocs.facts.notices.receipt import methods
from rrdocs.service.record.proof_of_service import MISSING, ProofOfService, again


def log(fields: LetterFields, found: Sequence[ProofOfService]) -> Context:
    """D-63: the service log, one part for each kind of document."""
    parts: dict[tuple[str, str], list[ProofOfService]] = {}
    for proof in found:
        parts.setdefault((proof.notice.document, proof.sender), []).append(proof)
    terms = fields.deal.terms.notices
    return fields.agreement() | {
        "as_of": long_date(fields.today),
        "receipt_clause": section(terms.received_clause),
        "receipt_rule": sentence(capital(receipt_text(fields.deal))),
        "parts": [
            {
                "heading": DOCUMENT_TYPES[document].title,
                "lead": sentence(_lead(fields, sender, proofs)),
                "rows": [_row(fields, proof) for proof in proofs],
            }
            for (document, sender), proofs in parts.items()
        ],
        "todo": [
            {
                "notice": (
                    f"{DOCUMENT_TYPES[p.notice.document].title} to {fields.name(p.notice.to)}"
                    f" ({p.notice.id})"
                ),
                "why": capital("; ".join(p.warnings)),
                "remedy": sentence(p.remedy_words),
            }
            for p in again(found)
        ],
    }


def _lead(fields: LetterFields, sender: str, found: Sequence[ProofOfService]) -> str:
    count, proved = len(found), sum(p.proved for p in found)
    times = "once" if count == 1 else f"{number_words(count)} times"
    said = (
        "it counts"
        if (count, proved) == (1, 1)
        else f"{number_words(proved)} of them count{'s' if proved == 1 else ''}"
    )
    return f"From {fields.name(sender)}, sent {times}; {said} as received"


def _row(fields: LetterFields, proof: ProofOfService) -> Context:
    at = proof.receipt.at
    return {
        "to": fields.name(proof.notice.to),
        "about": about_words(fields, proof.notice.about),
        "where": (
            "Not on record"
            if proof.address == MISSING
            else proof.address
            if not proof.assumed
            else f"{proof.address} (of record)"
        ),
        "how": capital(METHODS[proof.notice.delivery.method]),
        "sent": spoken(proof.notice.delivery.sent or proof.notice.date),
        "received": f"{long_date(at.day)}" if at else "Not received",
        "why": sentence(capital(proof.receipt.why)),
        "evidence": ", ".join(proof.evidence) or "—",
        "warnings": sentence(capital("; ".join(proof.warnings))) if proof.warnings else "",
    }


def declaration(fields: LetterFields, found: Sequence[ProofOfService]) -> Context:
    """D-63: the declaration of one who served a document, ready to sign: the good sendings, by
    method.

    Raises ValueError where no sending can be declared as good service.
    """
    good = [proof for proof in found if proof.good]
    if not good:
        raise ValueError(
            "nothing was sent by a method, to an address and with the copies that the notices"
            " clause asks for"
        )
    groups: dict[tuple[MethodName, str], list[ProofOfService]] = {}
    for proof in good:
        groups.setdefault((proof.notice.delivery.method, _when(proof)), []).append(proof)
    first = good[0]
    document = DOCUMENT_TYPES[first.notice.document].title
    return fields.agreement() | {
        "document": document,
        "re": f"{document}: {about_words(fields, first.notice.about)}",
        "sender": fields.name(first.sender),
        "services": [
            {
                "statement": (
                    f"On {when.partition(chr(0))[0]}, {SERVED[method]}{_copy(fields, proofs)}, on:"
                ),
                "rows": [
                    {
                        "to": fields.name(p.notice.to),
                        "where": p.address,
                        "received": (
                            capital(spoken(p.receipt.actual))
                            if p.receipt.actual
                            else "No receipt is on record"
                        ),
                    }
                    for p in proofs
                ],
            }
            for (method, when), proofs in groups.items()
        ],
        "evidence_list": name_list(
            list(dict.fromkeys(name for proof in good for name in proof.evidence))
        ),
    }


def _when(proof: ProofOfService) -> str:
    copy = proof.notice.delivery.courier_followup
    sent = spoken(proof.notice.delivery.sent or proof.notice.date)
    return f"{sent}\0{long_date(copy.day)}" if copy else sent


def _copy(fields: LetterFields, proofs: Sequence[ProofOfService]) -> str:
    rule = methods(fields.deal, proofs[0].notice.document).get(proofs[0].notice.delivery.method)
    copy = proofs[0].notice.delivery.courier_followup
    return (
        f", followed by a copy by overnight courier delivered {long_date(copy.day)}"
        if rule and rule.followed_by and copy
        else ""
    )
