"""Claims, reports, consents, amendments, and our own evidence of notices."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from rrdocs.dates.moments import When
from rrdocs.deal.events.base import AboutEvent, Delivery, Event, RegistrationEvent
from rrdocs.yamlfiles.records import Flag, Id, Money, Name


class ReportingStatementRequested(Event):
    subject_field: ClassVar[str] = "investor"
    type: Literal["reporting_statement_requested"]
    investor: Id
    delivery: Delivery


class ClaimCommenced(RegistrationEvent):
    type: Literal["claim_commenced"]
    against: Id
    indemnitor: Id
    served: When
    loss: Money | None = None
    other_damages: Money | None = None


class DefenceStep(AboutEvent):
    party: Id
    consent: Flag | None = None


class DefenceAssumed(DefenceStep):
    type: Literal["defence_assumed"]


class SettlementProposed(DefenceStep):
    type: Literal["settlement_proposed"]


class RightsGrantProposed(Event):
    type: Literal["rights_grant_proposed"]
    grantee: Id
    conflicts: Flag


class Consent(AboutEvent):
    type: Literal["consent"]
    signed_by: tuple[Id, ...] = Field(min_length=1)


class Waiver(AboutEvent):
    """A right is waived by those who sign; where ``document`` names one, the notice of what it is
    about.
    """

    type: Literal["waiver"]
    signed_by: tuple[Id, ...] = Field(min_length=1)
    document: Id | None = None


class Amendment(Event):
    subject_field: ClassVar[str] = "about"
    type: Literal["amendment"]
    signed_by: tuple[Id, ...] = Field(min_length=1)
    sets: dict[Name, Name] = Field(default_factory=dict)
    about: Id | None = None


class NoticeSent(AboutEvent):
    type: Literal["notice_sent"]
    document: Id
    from_: Id | None = Field(default=None, alias="from")
    to: Id
    delivery: Delivery
    states: dict[Name, Name | dict[Name, Name] | tuple[Name, ...]] = Field(default_factory=dict)


class NoticeReceived(Event):
    subject_field: ClassVar[str] = "notice"
    type: Literal["notice_received"]
    notice: Id
    received: When | None = None
    courier_followup: When | None = None


class SignatureReturned(AboutEvent):
    type: Literal["signature_returned"]
    document: Id
    signer: Id


class CounselDecided(AboutEvent):
    type: Literal["counsel_decided"]
    question: Name
    decision: Name
    by: Name
