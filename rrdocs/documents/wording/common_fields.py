"""What the fields of many documents share: registrations, clauses, what the docket counted, and the
shapes of documents.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.registration_rights import Term
from rrdocs.dates.moments import long_date
from rrdocs.deal.events import (
    AgreementSigned,
    Event,
    MilestoneReached,
    RegistrationProposed,
    ShelfRequested,
)
from rrdocs.docket.decisions import Clock, Decision, Tally
from rrdocs.docket.figures import Figures
from rrdocs.documents.wording.delivery_words import receipt_text
from rrdocs.documents.wording.event_titles import event_title, request_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import NBSP, capital, in_figures, initials, sentence
from rrdocs.documents.wording.phrases import section as section_words
from rrdocs.documents.wording.shapes import (
    FindingRow,
    FormHead,
    InstrumentHead,
    LetterHead,
    RecordHead,
    ShareRow,
)
from rrdocs.documents.wording.signature_blocks import block, blocks
from rrdocs.facts.offerings.sellers import holders_shares
from rrdocs.facts.offerings.underwriters import managing_underwriter
from rrdocs.facts.record.position import Registration
from rrdocs.facts.requests.requests import RegistrationRequest, request_of

# ---- clauses, clocks and counts

F = TypeVar("F", bound=Figures)


def clause(term: Term | None) -> str:
    """A clause as a sentence names it; nothing where the agreement has none."""
    return section_words(term.clause) if term else ""


def event_of(fields: LetterFields, decision: Decision) -> Event:
    """The event that a document is about."""
    return fields.position.by_id[decision.about]


def tally(fields: LetterFields, kind: type[Figures], *abouts: str | None) -> Tally | None:
    """What the rules counted about an event, under the first of these ids that has such a count."""
    found = {item.about: item for item in fields.docket.tallies if isinstance(item.figures, kind)}
    return next((found[about] for about in abouts if about in found), None)


def figures_of(fields: LetterFields, kind: type[F], *abouts: str | None) -> F | None:
    """The figures of that count; None where there is none."""
    found = tally(fields, kind, *abouts)
    return found.figures if found and isinstance(found.figures, kind) else None


def request_named(fields: LetterFields, about: str) -> RegistrationRequest:
    """A demand or short form as a whole, by the id of any of its letters. Raises KeyError where
    there is none.
    """
    found = request_of(fields.position, about)
    if found is None:
        raise KeyError(about)
    return found


def requesters(fields: LetterFields, about: str) -> dict[str, int | None]:
    """Those who require a registration, with the shares each asks for; nobody where it was not
    required.
    """
    found = request_of(fields.position, about)
    return found.requesters if found else {}


def clock(fields: LetterFields, name: str, about: str, party: str | None = None) -> Clock | None:
    """A clock of the docket."""
    return next((item for item in fields.docket.clocks if item.key == (name, about, party)), None)


def reasons(decision: Decision) -> list[FindingRow]:
    """The findings that hold, each with its clause, as sentences."""
    return [
        {"clause": section_words(f.clause or decision.clause), "words": sentence(f.says)}
        for f in decision.findings
        if f.holds
    ]


def dollars(amount: object) -> str:
    """An amount of money in figures: $1,250.50; without cents where there are none."""
    return f"${Decimal(str(amount)):,.2f}".removesuffix(".00")


# ---- registrations


def registration_of(fields: LetterFields, about: str) -> Registration:
    """The registration that an event is about: a demand's, a proposal's, or the one that a later
    event names.
    """
    position = fields.position
    event = position.by_id.get(about)
    names = [about, *([str(getattr(event, "registration", "") or event.subject)] if event else [])]
    known = position.registrations()
    for name in names:
        if name in known:
            return known[name]
        found = position.by_id.get(name)
        if isinstance(found, RegistrationProposed):
            return known[found.registration]
        if found is not None and found.subject in known:
            return known[found.subject]
    shelf = fields.deal.terms.shelf
    if shelf and isinstance(event, BEGINS_SHELF):
        return known.get(shelf.registration) or Registration(
            shelf.registration, None, None, None, None, None, None
        )
    raise KeyError(about)


BEGINS_SHELF = (AgreementSigned, MilestoneReached, ShelfRequested)
"""The events with which the time of a mandatory shelf may begin, before anything of it is on
record.
"""


def registration(fields: LetterFields, about: str) -> Context:
    """A registration in words: what it is, when it was filed and became effective, and its
    managing underwriter.
    """
    found = registration_of(fields, about)
    shelf = fields.deal.terms.shelf
    on_form = f" on Form{NBSP}{found.form}" if found.form else ""
    if shelf and found.id == shelf.registration:
        when = f", filed on {long_date(found.filed.date.day)}" if found.filed else ""
        line = (
            f"the registration statement for resale on Form{NBSP}{found.form or shelf.form} under"
            f" {clause(shelf)}{when}"
        )
    elif found.filed:
        line = f"the registration statement{on_form} filed on {long_date(found.filed.date.day)}"
    elif found.request:
        line = (
            f"the registration asked for by the {request_title(found.request)} received"
            f" {long_date(fields.came(found.request).day)}"
        )
    else:
        line = f"the proposed registration{on_form}"
    firm = managing_underwriter(fields.position, found)
    return {
        "registration_line": line,
        "effective_day": long_date(found.effective.date.day) if found.effective else "",
        "underwriter": fields.name(firm) if firm else "",
    }


def taking_part(fields: LetterFields, about: str) -> dict[str, int]:
    """The holders whose shares a registration covers or is to cover, with their numbers."""
    return holders_shares(fields.position, registration_of(fields, about))


def share_rows(fields: LetterFields, held: Mapping[str, int]) -> list[ShareRow]:
    """A row for each holder with its shares."""
    return [
        {"name": fields.name(name), "shares": in_figures(number)} for name, number in held.items()
    ]


# ---- shapes


def subject_line(fields: LetterFields, decision: Decision) -> str:
    """What a document is about, as its reference line says it."""
    return event_title(fields, event_of(fields, decision))


def letter(
    fields: LetterFields, decision: Decision, line: str = "", *, enclosures: tuple[str, ...] = ()
) -> LetterHead:
    """What every letter has; about the event of its decision unless another line is given."""
    return fields.letter(decision, line or subject_line(fields, decision), enclosures=enclosures)


def form_fields(
    fields: LetterFields, decision: Decision, *, party: str = "", others: Sequence[str] = ()
) -> FormHead:
    """What every form of a holder has: who it is for, about what, where it goes, who signs.

    ``others`` sign too; who acts for several by one hand has one page for each capacity.
    """
    party = party or decision.sender or ""
    there, title = fields.address(party, party), DOCUMENT_TYPES[decision.document].title
    lines = [*(there.lines if there else ())]
    if there and there.attention:
        lines.append(f"Attention: {initials(there.attention)}")
    signing = list(dict.fromkeys((party, *others)))
    subject = subject_line(fields, decision).removeprefix(title).lstrip(", ")
    return {
        **fields.agreement(),
        "document_title": title,
        "clause": section_words(decision.clause),
        "subject_line": capital(subject),
        "investor_name": fields.name(party),
        "investor_lines": lines,
        "issuer_reply_lines": fields.reply_lines(),
        "receipt_text": receipt_text(fields.deal),
        "signature_blocks": (
            blocks(fields.deal, signing) if len(signing) > 1 else [block(fields.deal, party)]
        ),
        "signature_page_of": (
            f"{title} of {fields.name(party)}"
            f"{' and others' if len(signing) > 1 else ''},\n{subject}"
        ),
    }


def instrument_fields(
    fields: LetterFields, decision: Decision, signing: Sequence[str]
) -> InstrumentHead:
    """What an instrument of several parties has: its title, what it is about, and a page for each
    who signs.
    """
    title, day = (
        DOCUMENT_TYPES[decision.document].title,
        long_date(event_of(fields, decision).date.day),
    )
    return {
        **fields.agreement(),
        "document_title": title,
        "clause": section_words(decision.clause),
        "subject_line": subject_line(fields, decision),
        "paper_date": long_date(fields.today),
        "counterparts_clause": clause(fields.deal.terms.counterparts),
        "signature_blocks": blocks(fields.deal, signing),
        "signature_page_of": f"{title} of {day}, under the {fields.agreement()['agreement_short']}",
    }


def record_fields(fields: LetterFields, decision: Decision, re: str = "") -> RecordHead:
    """What a record or memorandum of the file has: to whom, from whom, when and about what."""
    deal = fields.deal
    counsel = deal.role("counsel")
    return {
        **fields.agreement(),
        "document_title": DOCUMENT_TYPES[decision.document].title,
        "clause": section_words(decision.clause),
        "memo_to": (
            deal.party_name(counsel) if counsel else f"Counsel to {deal.party_name(deal.issuer)}"
        ),
        "memo_from": fields.clerk(),
        "memo_date": long_date(fields.today),
        "memo_re": re or subject_line(fields, decision),
        "signature_blocks": [],
        "findings": reasons(decision),
        "arithmetic": [sentence(line) for line in decision.arithmetic],
    }
