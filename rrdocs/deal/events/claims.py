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
from rrdocs.yamlfiles.records import Flag, Id, Money, Name

ClaimId = Annotated[Id, Reference("event", kinds=("claim_commenced",), called="claim")]
NoticeId = Annotated[Id, Reference("event", kinds=("notice_sent",), called="notice")]


class ReportingStatementRequested(Event):
    subject_field: ClassVar[str] = "investor"
    type: Literal["reporting_statement_requested"]
    investor: PartyId
    delivery: Delivery


class ClaimCommenced(RegistrationEvent):
    type: Literal["claim_commenced"]
    against: MetPartyId
    indemnitor: PartyId
    served: When
    loss: Money | None = None
    other_damages: Money | None = None


class DefenceStep(AboutEvent):
    about: ClaimId
    party: PartyId
    consent: Flag | None = None


class DefenceAssumed(DefenceStep):
    type: Literal["defence_assumed"]


class SettlementProposed(DefenceStep):
    type: Literal["settlement_proposed"]


class RightsGrantProposed(Event):
    type: Literal["rights_grant_proposed"]
    grantee: AnyPartyId
    conflicts: Flag


class Consent(AboutEvent):
    type: Literal["consent"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)


class Waiver(AboutEvent):
    """A right is waived by those who sign; where ``document`` names one, the notice of what it is
    about.
    """

    type: Literal["waiver"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)
    document: DocumentName | None = None


class Amendment(Event):
    subject_field: ClassVar[str] = "about"
    type: Literal["amendment"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)
    sets: dict[Name, Name] = Field(default_factory=dict)
    about: EventId | None = None


class NoticeSent(AboutEvent):
    type: Literal["notice_sent"]
    document: DocumentName
    from_: MetPartyId | None = Field(default=None, alias="from")
    to: RecipientId
    delivery: Delivery
    states: dict[Name, Name | dict[Name, Name] | tuple[Name, ...]] = Field(default_factory=dict)


class NoticeReceived(Event):
    subject_field: ClassVar[str] = "notice"
    type: Literal["notice_received"]
    notice: NoticeId
    received: When | None = None
    courier_followup: When | None = None


class SignatureReturned(AboutEvent):
    type: Literal["signature_returned"]
    document: DocumentName
    signer: PartyId


class CounselDecided(AboutEvent):
    type: Literal["counsel_decided"]
    question: QuestionName
    decision: Name
    by: Name
