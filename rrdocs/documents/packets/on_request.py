"""Documents that no rule decides: they are made when somebody requests them.

The entry of a document says about which events it may be requested, under which terms it stands
and, as a code, who makes it; here the codes become parties.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.document_types.entry import Occasion, People
from rrdocs.agreement.registration_rights import Term
from rrdocs.agreement.terms import Terms
from rrdocs.deal.events import Event, Request
from rrdocs.docket.decisions import Decision
from rrdocs.documents.wording.common_fields import registration_of, taking_part
from rrdocs.documents.wording.letter_fields import LetterFields
from rrdocs.errors import DocumentError
from rrdocs.facts.offerings.underwriters import managing_underwriter


class NoOccasionError(DocumentError):
    """A document that cannot be drafted about an event; its words say why."""


def makers_on_request(fields: LetterFields, event: Event, people: People) -> Iterator[str]:
    """The parties that make a document which is requested about an event."""
    match people:
        case "requesters":
            if isinstance(event, Request):
                yield next(iter(event.requesting))
        case "sellers":
            yield from taking_part(fields, event.id)
        case "newcomer":
            yield str(getattr(event, "to", None) or getattr(event, "investor", ""))
        case "transferor":
            yield str(getattr(event, "from_", ""))
        case "holders":
            for name, party in fields.deal.parties.items():
                if party.role == "investor" and fields.held(name):
                    yield name
        case "underwriter":
            named = getattr(event, "underwriter", None) or managing_underwriter(
                fields.position, registration_of(fields, event.id)
            )
            if named:
                yield str(named)
        case "issuer":
            yield fields.deal.issuer
        case "counsel":
            yield fields.deal.role("counsel") or fields.deal.issuer
        case "investor" | "holder" | "party":
            yield str(getattr(event, people))
        case _:
            assert_never(people)


def term_of(terms: Terms, occasion: Occasion) -> Term | None:
    """The first of the terms of an occasion that the agreement has."""
    found = (getattr(terms, name) for name in occasion.terms)
    return next((term for term in found if isinstance(term, Term)), None)


def asked_for(fields: LetterFields, event: Event, document: str) -> list[Decision]:
    """The documents of a kind that somebody requests about an event, as decisions without
    conditions.

    Raises NoOccasionError where the document is not made on request, not about such an event, not
    under
    such an agreement, or by nobody.
    """
    entry = DOCUMENT_TYPES[document]
    occasion, title = entry.on_request, entry.title
    if occasion is None:
        raise NoOccasionError(f"{title}: nothing in the file calls for it about `{event.id}`")
    if occasion.about and event.type not in occasion.about:
        wanted = ", ".join(sorted(occasion.about))
        raise NoOccasionError(
            f"{title}: is drafted about {wanted}, and `{event.id}` is {event.type}"
        )
    term = term_of(fields.deal.terms, occasion)
    if term is None:
        raise NoOccasionError(
            f"{title}: the {fields.deal.agreement.words.agreement}"
            " grants no right that calls for it"
        )
    issuer = fields.deal.issuer
    found = [
        Decision(
            document,
            term.clause,
            event.id,
            sender,
            issuer,
            entry.class_,
            (),
            event.date.day,
            as_of=fields.today,
        )
        for sender in makers_on_request(fields, event, occasion.people)
    ]
    if not found:
        raise NoOccasionError(f"{title}: nobody is concerned by it about `{event.id}`")
    return found
