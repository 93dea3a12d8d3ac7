"""The notices clause: from a delivery to the instant at which it counts as received.

A notice runs by the method used, as the agreement's data says of each: it counts on delivery, when
received, with its deposit, on the business day after that, or some time after; what comes outside
the recipient's hours counts on the next business day. A method that the clause does not name is no
notice; of e-mail that it does not name, counsel must decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from rrdocs.agreement.covenants import Method
from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.vocabulary import MethodName
from rrdocs.dates.moments import (
    NEW_YORK,
    Moment,
    calendar,
)
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    Delivery,
    Event,
    NoticeSent,
)
from rrdocs.facts.notices.receipt_cases import (
    FOLLOWS,
    DeliveryCase,
    Receipt,
    from_sending,
    known_by,
    on_arrival,
    outside_the_clause,
    settled,
    when_arrived,
)
from rrdocs.facts.record.business_days import Way

DOCUMENT_OF_EVENT = {
    entry.recorded_by: entry.name for entry in DOCUMENT_TYPES.values() if entry.recorded_by
}
"""The document that an event records as having come to the issuer, by the event's type."""


def methods(deal: Deal, document: str) -> dict[MethodName, Method]:
    """The methods by which a document may be given: those of its exception, otherwise those of all
    notices.
    """
    rule = deal.terms.notices
    return rule.exceptions.get(document) or rule.methods


def document_of(event: Event) -> str:
    """The document that an event records; empty where it records none."""
    return (
        event.document if isinstance(event, NoticeSent) else DOCUMENT_OF_EVENT.get(event.type, "")
    )


# Long: the ways of receipt in the order in which the clause asks for them.
def receipt(
    deal: Deal,
    delivery: Delivery,
    happened: Moment,
    way: Way,
    as_of: datetime,
    *,
    dated: Literal["sent", "arrived"] | None = None,
    abouts: Sequence[str] = (),
    document: str = "",
    recipient: str | None = None,
) -> Receipt:
    """What a delivery amounts to at ``as_of``.

    ``happened`` is the date of its event, which says when it was sent or when it arrived
    (``dated``; left out, our own notices are dated by sending and all else by arrival). ``abouts``:
    the ids under which counsel may have settled a reading. ``document``: what was given, where the
    agreement has other methods for it. ``recipient``: by whose clock its hours run.

    Readings consulted: ``email_notice``, ``fax_followup``, ``business_day_calendar``,
    ``mail_actual_receipt``, ``nonbusiness_receipt``.
    """
    dated = dated or ("sent" if way == "outbound" else "arrived")
    rule = methods(deal, document).get(delivery.method)
    sent = known_by(delivery.sent, as_of) or (happened if dated == "sent" else None)
    arrived = when_arrived(delivery, happened, sent, way, as_of, dated)
    if rule is None:
        return outside_the_clause(
            delivery, sent, arrived, lambda parameter: settled(deal.readings, parameter, abouts)
        )
    party = deal.parties.get(recipient) if recipient else None
    zone, own = (party.time_zone or NEW_YORK, party.business_days) if party else (NEW_YORK, None)
    case = DeliveryCase(
        deal,
        delivery,
        way,
        as_of,
        abouts,
        rule,
        sent,
        arrived,
        zone,
        calendar(own) if own else None,
    )
    if delivery.bounced and (
        rule.void_if_returned or rule.received in ("on_delivery", "when_received")
    ):
        return Receipt(False, None, None, None, f"sent {case.how}, and came back undelivered")
    if rule.received in ("after_mailing", "next_business_day", "on_deposit"):
        return from_sending(case)
    return on_arrival(case)


def of_event(
    deal: Deal,
    event: Event,
    delivery: Delivery,
    way: Way,
    as_of: datetime,
    abouts: Sequence[str] = (),
) -> Receipt:
    """What an event's delivery amounts to. A notice is dated by its sending, all else by its
    arrival.
    """
    notice = isinstance(event, NoticeSent)
    return receipt(
        deal,
        delivery,
        event.date,
        way,
        as_of,
        dated="sent" if notice else "arrived",
        abouts=abouts,
        document=document_of(event),
        recipient=event.to if isinstance(event, NoticeSent) else deal.issuer,
    )


# ---- counted from its arrival


def awaits(deal: Deal, delivery: Delivery, as_of: datetime, document: str) -> str:
    """What must follow a delivery by its method and is not on record: a courier copy, a
    confirmation; empty where nothing is missed.
    """
    rule = methods(deal, document).get(delivery.method)
    if rule is None or rule.followed_by is None:
        return ""
    when = delivery.courier_followup if rule.followed_by == "courier" else delivery.confirmed
    return FOLLOWS[rule.followed_by] if known_by(when, as_of) is None else ""
