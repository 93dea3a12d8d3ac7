"""Claims, reports, consents, amendments, and our own evidence of notices."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from rrdocs.agreement.references import (
    AnyPartyId,
    DocumentName,
    EachPartyId,
    EventId,
    MetPartyId,
    PartyId,
    QuestionName,
    RecipientId,
    Reference,
)
from rrdocs.dates.moments import When
from rrdocs.deal.events.base import AboutEvent, Delivery, Event, RegistrationEvent
from rrdocs.yamlfiles.records import Id, Money, Name, YesNo

ClaimId = Annotated[Id, Reference("event", kinds=("claim_commenced",), called="claim")]
NoticeId = Annotated[Id, Reference("event", kinds=("notice_sent",), called="notice")]


class ReportingStatementRequested(Event):
    """Record a holder's written request for a statement of compliance with the reporting
    requirements.
    """

    subject_field: ClassVar[str] = "investor"
    type: Literal["reporting_statement_requested"]
    investor: PartyId
    """The holder that asks. Example: `lee`."""
    delivery: Delivery
    """How the request was delivered. Example: `{method: courier, sent: 2001-06-20, received:
    2001-06-21}`.
    """


class ClaimCommenced(RegistrationEvent):
    """Record an action against a party that may be indemnified."""

    type: Literal["claim_commenced"]
    against: MetPartyId
    """The party that is sued. Example: `carson`."""
    indemnitor: PartyId
    """The party from which it would be indemnified. Example: `savvis`."""
    served: When
    """When it was served on the party. Example: `2002-03-04`."""
    loss: Money | None = None
    """The loss, in US dollars. Example: `1000000`."""
    other_damages: Money | None = None
    """Other damages that the party must pay, in US dollars. Example: `250000`."""


class DefenceStep(AboutEvent):
    """A step in the defense of an action."""

    about: ClaimId
    """The claim, by its id. Example: `claim-1`."""
    party: PartyId
    """The party that takes it. Example: `savvis`."""
    consent: YesNo | None = None
    """Whether the other side consents. Left out, it has not said. Example: `true`."""


class DefenceAssumed(DefenceStep):
    """Record that a party assumes the defense."""

    type: Literal["defence_assumed"]


class SettlementProposed(DefenceStep):
    """Record that a settlement is proposed."""

    type: Literal["settlement_proposed"]


class RightsGrantProposed(Event):
    """Record that the issuer proposes to grant registration rights to another."""

    type: Literal["rights_grant_proposed"]
    grantee: AnyPartyId
    """To whom. It needs no entry among the parties. Example: `harbor_fund`."""
    conflicts: YesNo
    """Whether the rights conflict with those of the agreement. Example: `true`."""


class Consent(AboutEvent):
    """Record a consent."""

    type: Literal["consent"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)
    """The parties that signed it. Example: `[wcas_viii, carson]`."""


class Waiver(AboutEvent):
    """Record a waiver of a right or, where `document` names one, of a notice."""

    type: Literal["waiver"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)
    """The parties that signed it. Example: `[lee]`."""
    document: DocumentName | None = None
    """The document whose giving is waived. Left out, the right that the event calls for. Example:
    `demand_further_notice`.
    """


class Amendment(Event):
    """Record an amendment of the agreement, on the day from which it applies."""

    subject_field: ClassVar[str] = "about"
    type: Literal["amendment"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)
    """The parties that signed it. Example: `[savvis, wcas_viii]`."""
    sets: dict[Name, Name] = Field(default_factory=dict)
    """The terms that change, each with its new value. Example: `{demand.response: 45 days}`."""
    about: EventId | None = None
    """The event with which it goes, by its id. Example: `demand-1`."""


class NoticeSent(AboutEvent):
    """Record that a document was sent: the evidence that a notice was given."""

    type: Literal["notice_sent"]
    document: DocumentName
    """The document, by its name. Example: `demand_further_notice`."""
    from_: MetPartyId | None = Field(default=None, alias="from")
    """The party that sent it. Left out, the party that owes it. Example: `savvis`."""
    to: RecipientId
    """The party to which it was sent. Example: `lee`."""
    delivery: Delivery
    """How it was delivered. Example: `{method: courier, sent: 2001-06-06, received: 2001-06-08}`.
    """
    states: dict[Name, Name | dict[Name, Name] | tuple[Name, ...]] = Field(default_factory=dict)
    """The figures that the document gave, where they differ from what the data say. Example:
    `{net_proceeds: "5000000"}`.
    """


class NoticeReceived(Event):
    """Record the evidence of receipt that comes in later."""

    subject_field: ClassVar[str] = "notice"
    type: Literal["notice_received"]
    notice: NoticeId
    """The notice, by the id of its `notice_sent` event. Example: `notice-1`."""
    received: When | None = None
    """When the notice came to hand. Example: `2001-06-08`."""
    courier_followup: When | None = None
    """When the courier copy of a facsimile was delivered. Example: `2001-06-07`."""


class SignatureReturned(AboutEvent):
    """Record that a signed page came back."""

    type: Literal["signature_returned"]
    document: DocumentName
    """The document, by its name. Example: `amendment`."""
    signer: PartyId
    """The party that signed. Example: `lee`."""


class CounselDecided(AboutEvent):
    """Record what counsel decided on a question that the data leave open."""

    type: Literal["counsel_decided"]
    question: QuestionName
    """The question: a reading's parameter, or the name of a document. Example: `email_notice`."""
    decision: Name
    """The answer: a value of that parameter, or `due` or `not_due`. Example: `not_notice`."""
    by: Name
    """Who decided. Example: `Issuer's counsel`."""
