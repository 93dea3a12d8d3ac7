"""Requests for registration, and what is said in answer."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from rrdocs.agreement.references import EarlierRequestId, PartyId
from rrdocs.agreement.vocabulary import Disposition
from rrdocs.deal.events.base import AboutEvent, Delivery, Event, RequestId
from rrdocs.yamlfiles.records import Money, Name, Positive, YesNo


class FormEligibility(Event):
    """Record whether the issuer may use a form for registration, on the day from which that
    holds.
    """

    subject_field: ClassVar[str] = "form"
    type: Literal["form_eligibility"]
    form: Name
    """The form. Example: `S-3`."""
    registrant: YesNo
    """Whether the issuer meets the requirements for registrants. Example: `true`."""
    transaction: YesNo
    """Whether the sale meets the requirements for transactions. Example: `true`."""


class Request(Event):
    """A written request to register: by whom, for how many shares each, and how they are to be
    sold. Its date is when the letter came to hand.
    """

    requesting: dict[PartyId, Positive | None] = Field(min_length=1)
    """The holders that sign, each with the number of shares it asks to register; null where the
    letter states none. Example: `{wcas_viii: 3000000, carson: null}`.
    """
    disposition: Disposition | None = None
    """The intended method of disposition. Left out, the letter states none. Example:
    `firm_commitment`.
    """
    delivery: Delivery
    """How it was delivered to the issuer. Example: `{method: fax, received: 2001-06-06T10:15,
    courier_followup: 2001-06-07}`.
    """
    under_agreement: Name | None = None
    """Another agreement under which the letter says it is made, by name. Example: `Original
    Registration Rights Agreement`.
    """
    completes: EarlierRequestId | None = None
    """The earlier letter of the same request that this one completes. Example: `demand-1`."""
    net_proceeds: Money | None = None
    """The net proceeds that the letter proposes, in US dollars, to the requesting holders. Example:
    `5000000`.
    """
    gross_proceeds: Money | None = None
    """The gross proceeds that the letter proposes, in US dollars. Example: `5500000`."""
    price_range: Name | None = None
    """The price range that the letter states, in words. Example: `$12 to $14`."""
    shelf: YesNo | None = None
    """Whether the letter asks for a shelf registration. Left out, it does not say. Example:
    `false`.
    """


class DemandNotice(Request):
    """Record a demand for registration when it comes to hand."""

    type: Literal["demand_notice"]


class ShortFormNotice(Request):
    """Record a request for registration on the short form when it comes to hand."""

    type: Literal["short_form_notice"]


class JoinRequest(AboutEvent):
    """Record a holder's request to join a demand or a short form request when it comes to hand."""

    type: Literal["join_request"]
    about: RequestId
    """The demand or short form request to join, by its id. Example: `demand-1`."""
    investor: PartyId
    """The holder that asks to join. Example: `lee`."""
    shares: Positive
    """The number of shares it asks to include. Example: `100000`."""
    same_terms: YesNo | None = None
    """Whether it asks to join on the same terms. Left out, the request does not say. Example:
    `true`.
    """
    delivery: Delivery
    """How it was delivered to the issuer. Example: `{method: courier, sent: 2001-06-20, received:
    2001-06-21}`.
    """


class RequestWithdrawn(AboutEvent):
    """Record that a holder withdraws its request, on the day on which the withdrawal came to
    hand.
    """

    type: Literal["request_withdrawn"]
    investor: PartyId
    """The holder that withdraws. Example: `carson`."""
    because: Literal["adverse_change", "other"] | None = None
    """Why, where the agreement gives that a meaning. Left out, no reason is on record. Example:
    `adverse_change`.
    """
    expenses_paid: YesNo | None = None
    """Whether the holder paid the expenses, where that lets a demand not count. Example: `true`."""


class CounterNotice(AboutEvent):
    """Record the issuer's answer to a request that it will register stock of its own instead."""

    type: Literal["counter_notice"]
    delivery: Delivery
    """How it was delivered to the holders. Example: `{method: courier, sent: 2001-06-08, received:
    2001-06-11}`.
    """
