"""What every event has, and how one party told another."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, WithJsonSchema

from rrdocs.agreement.references import EventId, PartyId, Reference, RegistrationId
from rrdocs.agreement.vocabulary import MethodName
from rrdocs.dates.moments import When
from rrdocs.yamlfiles.records import Flag, Id, Name, Record

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
    """How one party told another: method, when sent, when it arrived, and the courier copy that
    follows a facsimile.

    ``confirmed``: when a confirmation that the method calls for followed. ``answerback``: the
    machine's proof of receipt. ``refused``: the recipient would not take it, on the day of
    ``received``. ``bounced``: it came back undelivered. ``copied``: who got a copy.
    """

    method: MethodName
    sent: When | None = None
    received: When | None = None
    courier_followup: When | None = None
    confirmed: When | None = None
    answerback: Flag | None = None
    refused: Flag = False
    bounced: Flag = False
    copied: tuple[PartyId, ...] = ()
    address: Name | None = None


class Event(Record):
    """What every event has: an id unique in the deal, the day or instant it happened, and when it
    was entered.
    """

    subject_field: ClassVar[str] = ""

    id: Id
    type: str
    date: When
    recorded: When | None = None
    note: Name | None = None
    evidence: Name | None = None

    @property
    def subject(self) -> str:
        """The id of what the event is about (a demand, a registration, a transfer); empty when it
        stands alone.
        """
        return str(getattr(self, self.subject_field) or "") if self.subject_field else ""


class AboutEvent(Event):
    """An event about an earlier one."""

    subject_field: ClassVar[str] = "about"
    about: EventId


class RegistrationEvent(Event):
    """An event in the life of a registration."""

    subject_field: ClassVar[str] = "registration"
    registration: RegistrationId
