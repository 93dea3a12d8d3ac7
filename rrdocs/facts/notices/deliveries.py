"""What a delivery amounts to at the position's instant, and the interpretation that counsel
settled for a request.
"""

from __future__ import annotations

from rrdocs.deal.events import (
    AddressChanged,
    CounterNotice,
    JoinRequest,
    NoticeSent,
    PiggybackRequest,
    ReportingStatementRequested,
    Request,
    ShelfRequested,
)
from rrdocs.facts.notices.receipt import of_event
from rrdocs.facts.notices.receipt_cases import Receipt, settled
from rrdocs.facts.notices.request_letters import names
from rrdocs.facts.record.business_days import Way
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import under_terms

Delivered = (
    AddressChanged
    | CounterNotice
    | JoinRequest
    | NoticeSent
    | PiggybackRequest
    | ReportingStatementRequested
    | Request
    | ShelfRequested
)
"""What one party delivers to another, with the record of how."""


def reading(position: Position, parameter: str, *abouts: str) -> str:
    """The reading in force, as counsel settled it for a matter that these ids (or any letter of
    the same request) name.
    """
    known = [name for about in abouts for name in names(position, about)]
    return settled(position.deal.readings, parameter, known)


def received(position: Position, event: Delivered, way: Way) -> Receipt:
    """What a delivery amounts to at the position's instant, under the terms in force when it
    happened.

    A notice is dated by its sending, all else by its arrival.
    """
    return position.once(_received, event.id, way)


def _received(position: Position, name: str, way: Way) -> Receipt:
    event = position.by_id[name]
    assert isinstance(event, Delivered) and event.delivery is not None
    deal = under_terms(position, event.date.at).deal
    return of_event(deal, event, event.delivery, way, position.as_of, names(position, name))
