"""Events in a few words, for a reference line or a row of a record."""

from __future__ import annotations

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.vocabulary import MILESTONES
from rrdocs.dates.moments import long_date
from rrdocs.deal.events import (
    Event,
    MilestoneReached,
    RegistrationProposed,
    Request,
    ShortFormNotice,
)
from rrdocs.documents.wording.letter_fields import LetterFields
from rrdocs.documents.wording.phrases import (
    NBSP,
    capital,
)

EVENT_TITLES = {
    "shares_issued": "Issue of shares",
    "note_converted": "Conversion of a note",
    "transfer": "Transfer of shares",
    "public_sale": "Sale to the public",
    "join_request": "Joining request",
    "opinion_delivered": "Delivery of an opinion of counsel",
    "legend_removal_requested": "Request for removal of a legend",
    "stock_changed": "Change of the stock",
    "shares_sold": "Sale under a registration",
    "registration_abandoned": "Abandonment of a registration",
    "defence_assumed": "Defense taken over",
}


def request_title(event: Request) -> str:
    """Demand Notice, Short Form Registration Notice."""
    return DOCUMENT_TYPES[
        "short_form_notice" if isinstance(event, ShortFormNotice) else "demand_notice"
    ].title


def event_title(fields: LetterFields, event: Event) -> str:
    """An event in a few words, as a reference line has it."""
    day = long_date(event.date.day)
    match event:
        case Request():
            return f"{request_title(event)} received {long_date(fields.came(event).day)}"
        case RegistrationProposed():
            return f"Proposed registration on Form{NBSP}{event.form}"
        case MilestoneReached():
            return f"{MILESTONES[event.milestone]}, {day}"
        case _:
            title = EVENT_TITLES.get(event.type) or capital(event.type.replace("_", " "))
            return f"{title}, {day}"


def about_words(fields: LetterFields, about: str) -> str:
    """What a row of a record is about: the event, or the registration, in a few words."""
    event, found = fields.position.by_id.get(about), fields.position.registrations().get(about)
    if event is None and found and found.form:
        return f"Registration on Form{NBSP}{found.form}"
    whose = next(
        (
            name
            for field in ("holder", "to", "investor")
            if isinstance(name := getattr(event, field, None), str)
        ),
        "",
    )
    return (
        (event_title(fields, event) + (f" ({fields.name(whose)})" if whose else ""))
        if event
        else about
    )
