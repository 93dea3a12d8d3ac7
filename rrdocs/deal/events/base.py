"""What every event has, and how one party notified another."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, WithJsonSchema

from rrdocs.agreement.references import EventId, PartyId, Reference, RegistrationId
from rrdocs.agreement.vocabulary import MethodName
from rrdocs.dates.moments import When
from rrdocs.yamlfiles.records import Id, Name, Record, YesNo

RequestId = Annotated[
    Id,
    Reference("event", kinds=("demand_notice", "short_form_notice"), called="demand or short form"),
]


def _ratio(value: object) -> tuple[int, int]:
    if isinstance(value, tuple):
        return value
    match = re.fullmatch(r"([1-9]\d{0,8}):([1-9]\d{0,8})", str(value))
    if not match:
        raise ValueError("must look like 2:1, new shares first")
    return int(match[1]), int(match[2])


_RATIO = WithJsonSchema({"type": "string", "pattern": r"^[1-9]\d*:[1-9]\d*$"})
Ratio = Annotated[tuple[int, int], BeforeValidator(_ratio), _RATIO]


class Delivery(Record):
    """How one party delivered a notice to another. When it counts as received is computed from this
    under the notices clause.
    """

    method: MethodName
    """How it was delivered; `mail` is first-class certified mail. Example: `courier`."""
    sent: When | None = None
    """When it was sent, New York time. Left out, a notice recorded by `notice_sent` was sent on the
    date of that event; when anything else was sent is then not on record. Example: `2001-06-06`.
    """
    received: When | None = None
    """When it came to hand. Left out, it has not come or nobody knows. Example: `2001-06-08T09:00`.
    """
    courier_followup: When | None = None
    """When the courier copy of a facsimile was delivered. Example: `2001-06-07`."""
    confirmed: When | None = None
    """When a confirmation followed that the method requires. Example: `2001-06-07`."""
    answerback: YesNo | None = None
    """Whether the recipient's machine confirmed receipt. Example: `true`."""
    refused: YesNo = False
    """Whether the recipient refused it, on the day of `received`. Example: `false`."""
    bounced: YesNo = False
    """Whether it came back undelivered. Example: `false`."""
    copied: tuple[PartyId, ...] = ()
    """The parties that were sent a copy. Example: `[issuer_counsel]`."""
    address: Name | None = None
    """The address, facsimile number or e-mail address it was sent to, in one line. Left out, the
    one in force that day. Example: `320 Park Avenue, New York, NY 10022`.
    """


class Event(Record):
    """What every event has."""

    subject_field: ClassVar[str] = ""

    id: Id
    """The name of the event, unique in the deal. Example: `demand-1`."""
    type: str
    """The type of the event. Example: `demand_notice`."""
    date: When
    """When it happened or, for something received, when it came to hand. A day, or a day and time,
    New York time unless an offset is given. Example: `2001-06-06T10:15`.
    """
    recorded: When | None = None
    """When it was entered, if that matters. An answer for an earlier instant leaves it out unless
    `--known` is given. Example: `2001-06-08`.
    """
    note: Name | None = None
    """A remark for people; nothing is decided from it. Example: `Original filed in the closing
    set.`.
    """
    evidence: Name | None = None
    """A file beside the events that proves it. Example: `receipt.pdf`."""

    @property
    def subject(self) -> str:
        """The id of what the event is about (a demand, a registration, a transfer); empty when it
        stands alone.
        """
        return str(getattr(self, self.subject_field) or "") if self.subject_field else ""


class AboutEvent(Event):
    """An event about another event or a registration."""

    subject_field: ClassVar[str] = "about"
    about: EventId
    """The event or registration that it is about, by its id. Example: `demand-1`."""


class RegistrationEvent(Event):
    """An event about a registration."""

    subject_field: ClassVar[str] = "registration"
    registration: RegistrationId
    """The registration, by its id; the registration made for a demand or a short form request bears
    the id of that notice. Example: `s1`.
    """
