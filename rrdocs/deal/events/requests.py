"""Requests for registration, and what is said in answer."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from rrdocs.agreement.references import EarlierRequestId, PartyId
from rrdocs.agreement.vocabulary import Disposition
from rrdocs.deal.events.base import AboutEvent, Delivery, Event, RequestId
from rrdocs.yamlfiles.records import Flag, Money, Name, Positive


class FormEligibility(Event):
    subject_field: ClassVar[str] = "form"
    type: Literal["form_eligibility"]
    form: Name
    registrant: Flag
    transaction: Flag


class Request(Event):
    """A written request to register: by whom, how many shares each, and how they are to be sold."""

    requesting: dict[PartyId, Positive | None] = Field(min_length=1)
    disposition: Disposition | None = None
    delivery: Delivery
    under_agreement: Name | None = None
    completes: EarlierRequestId | None = None
    net_proceeds: Money | None = None
    gross_proceeds: Money | None = None
    price_range: Name | None = None
    shelf: Flag | None = None


class DemandNotice(Request):
    type: Literal["demand_notice"]


class ShortFormNotice(Request):
    type: Literal["short_form_notice"]


class JoinRequest(AboutEvent):
    type: Literal["join_request"]
    about: RequestId
    investor: PartyId
    shares: Positive
    same_terms: Flag | None = None
    delivery: Delivery


class RequestWithdrawn(AboutEvent):
    type: Literal["request_withdrawn"]
    investor: PartyId
    because: Literal["adverse_change", "other"] | None = None
    expenses_paid: Flag | None = None


class CounterNotice(AboutEvent):
    """The issuer answers a request by saying that it will register stock of its own."""

    type: Literal["counter_notice"]
    delivery: Delivery
