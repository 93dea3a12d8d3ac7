"""The fields that documents of one shape share, each with its type.

A maker adds the fields of its own document; those are checked against the document's template by a
test.
"""

from __future__ import annotations

from typing import Literal, TypedDict


class SignatureBlock(TypedDict):
    """How one signer signs in one capacity; ``parties`` are the ids of those whom that binds."""

    kind: Literal["entity", "person", "attorney"]
    of: str
    entity: str
    tiers: list[str]
    by: str
    name: str
    title: str
    principals: list[str]
    capacity: str
    anchor: str
    parties: list[str]


class AgreementFields(TypedDict):
    """The agreement and its own words."""

    agreement_short: str
    agreement_reference: str
    other_agreement: str
    issuer_name: str
    issuer_term: str
    holder_term: str
    holders_term: str
    stock_term: str
    notices_clause: str


class DocumentHead(AgreementFields):
    """What every document has: its title, its clause, and who signs it."""

    document_title: str
    clause: str
    signature_blocks: list[SignatureBlock]


class LetterHead(DocumentHead):
    """What every letter has: sender, day, delivery, addressee, reference, closing."""

    sender_name: str
    sender_lines: list[str]
    sender_contact: str
    letter_date: str
    delivery_lines: list[str]
    addressee_lines: list[str]
    attention: str
    addressee_name: str
    salutation: str
    event_line: str
    enclosures: list[str]
    copies: list[str]
    issuer_reply_lines: list[str]


class FormHead(DocumentHead):
    """What every form of a holder has: who it is for, about what, where it goes."""

    subject_line: str
    investor_name: str
    investor_lines: list[str]
    issuer_reply_lines: list[str]
    receipt_text: str
    signature_page_of: str


class InstrumentHead(DocumentHead):
    """What an instrument of several parties has."""

    subject_line: str
    paper_date: str
    counterparts_clause: str
    signature_page_of: str


class FindingRow(TypedDict):
    """A finding with its clause, as a sentence."""

    clause: str
    words: str


class RecordHead(DocumentHead):
    """What a record or memorandum of the file has: to whom, from whom, when and about what."""

    memo_to: str
    memo_from: str
    memo_date: str
    memo_re: str
    findings: list[FindingRow]
    arithmetic: list[str]


class ExpectedReceipt(TypedDict):
    """The last day of a window, for one way in which a letter of today would come."""

    method: str
    day: str
    last_day: str
    last_permitted: str


class ShareRow(TypedDict):
    """A holder with its shares, in figures."""

    name: str
    shares: str
