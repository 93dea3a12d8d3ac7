"""The closed list of what can happen, each event with the facts that its record may hold."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from rrdocs.dates import When
from rrdocs.source import Count, Flag, Id, Money, Name, Positive, Record

Method = Literal["hand", "courier", "mail", "fax", "email"]
Disposition = Literal["firm_commitment", "best_efforts", "non_underwritten"]
Tranche = Id


def _ratio(value: object) -> tuple[int, int]:
    if isinstance(value, tuple):
        return value
    match = re.fullmatch(r"([1-9]\d{0,8}):([1-9]\d{0,8})", str(value))
    if not match:
        raise ValueError("must look like 2:1, new shares first")
    return int(match[1]), int(match[2])


Ratio = Annotated[tuple[int, int], BeforeValidator(_ratio), WithJsonSchema({"type": "string", "pattern": r"^[1-9]\d*:[1-9]\d*$"})]


class Delivery(Record):
    """How one party told another: method, when sent, when it arrived, and the courier copy that follows a facsimile."""

    method: Method
    sent: When | None = None
    received: When | None = None
    courier_followup: When | None = None
    address: Name | None = None


class Event(Record):
    """What every event has: an id unique in the deal, the day or instant it happened, and when it was entered."""

    subject_field: ClassVar[str] = ""

    id: Id
    type: str
    date: When
    recorded: When | None = None
    note: Name | None = None
    evidence: Name | None = None

    @property
    def subject(self) -> str:
        """The id of what the event is about (a demand, a registration, a transfer); empty when it stands alone."""
        return str(getattr(self, self.subject_field) or "") if self.subject_field else ""


class AboutEvent(Event):
    """An event about an earlier one."""

    subject_field: ClassVar[str] = "about"
    about: Id


class RegistrationEvent(Event):
    """An event in the life of a registration."""

    subject_field: ClassVar[str] = "registration"
    registration: Id


# ---- the parties and their stock


class AgreementSigned(Event):
    type: Literal["agreement_signed"]
    signed_by: tuple[Id, ...] = Field(min_length=1)


class Lot(Event):
    """Shares that one holder has of one tranche."""

    holder: Id
    tranche: Tranche
    shares: Positive


class SharesIssued(Lot):
    type: Literal["shares_issued"]
    certificates: tuple[Name, ...] = ()


class NoteIssued(Event):
    type: Literal["note_issued"]
    holder: Id
    tranche: Tranche
    principal: Money
    conversion_price: Money


class NoteConverted(Lot):
    type: Literal["note_converted"]
    principal: Money | None = None


class TransferTerms(Event):
    from_: Id = Field(alias="from")
    to: Id
    tranche: Tranche
    shares: Positive
    kind: Literal["sale", "gift", "pledge", "distribution", "other"]
    basis: Literal["registered", "rule_144", "exempt"]
    relation: Literal["affiliate", "partner", "member", "none"] | None = None
    certificates: tuple[Name, ...] = ()


class Transfer(TransferTerms):
    type: Literal["transfer"]


class TransferPresented(TransferTerms):
    type: Literal["transfer_presented"]


class PublicSale(Event):
    subject_field: ClassVar[str] = "under"
    type: Literal["public_sale"]
    seller: Id
    tranche: Tranche
    shares: Positive
    under: Id
    price: Money | None = None


class Succession(Event):
    type: Literal["succession"]
    from_: Id = Field(alias="from")
    to: Id
    kind: Literal["death", "merger", "other"]


class Joinder(Event):
    type: Literal["joinder"]
    investor: Id
    told: tuple[Id, ...] = ()


class AddressChanged(Event):
    subject_field: ClassVar[str] = "party"
    type: Literal["address_changed"]
    party: Id
    address: Name
    told: tuple[Id, ...] = ()
    delivery: Delivery | None = None


class StockChanged(Event):
    type: Literal["stock_changed"]
    kind: Literal["split", "dividend", "combination"]
    ratio: Ratio


class PrivatePlacement(Event):
    type: Literal["private_placement"]
    holder: Id
    shares: Positive


class Rule144Status(Event):
    subject_field: ClassVar[str] = "investor"
    type: Literal["rule_144_status"]
    investor: Id
    may_sell_all: Flag


class AffiliateStatus(Event):
    subject_field: ClassVar[str] = "party"
    type: Literal["affiliate_status"]
    party: Id
    affiliate: Flag


class CertificateIssued(Lot):
    subject_field: ClassVar[str] = "holder"
    type: Literal["certificate_issued"]
    certificate: Name


class LegendRemovalRequested(Lot):
    type: Literal["legend_removal_requested"]
    certificates: tuple[Name, ...] = ()


class OpinionRequested(AboutEvent):
    type: Literal["opinion_requested"]
    counsel: Name | None = None
    covers: tuple[Literal["federal", "state"], ...] | None = None


class OpinionDelivered(AboutEvent):
    type: Literal["opinion_delivered"]
    counsel: Name | None = None
    covers: tuple[Literal["federal", "state"], ...] | None = None


# ---- requests for registration


class FormEligibility(Event):
    subject_field: ClassVar[str] = "form"
    type: Literal["form_eligibility"]
    form: Name
    registrant: Flag
    transaction: Flag


class Request(Event):
    """A written request to register: by whom, how many shares each, and how they are to be sold."""

    requesting: dict[Id, Positive | None] = Field(min_length=1)
    disposition: Disposition | None = None
    delivery: Delivery
    under_agreement: Name | None = None
    completes: Id | None = None


class DemandNotice(Request):
    type: Literal["demand_notice"]


class ShortFormNotice(Request):
    type: Literal["short_form_notice"]
    net_proceeds: Money | None = None
    gross_proceeds: Money | None = None


class JoinRequest(AboutEvent):
    type: Literal["join_request"]
    investor: Id
    shares: Positive
    same_terms: Flag | None = None
    delivery: Delivery


class RequestWithdrawn(AboutEvent):
    type: Literal["request_withdrawn"]
    investor: Id


# ---- registrations


class RegistrationProposed(RegistrationEvent):
    type: Literal["registration_proposed"]
    form: Name
    security: Literal["common", "debt", "other"]
    account: Literal["issuer", "holders", "both"]
    for_resale: Flag | None = None
    underwriting: Literal["firm_commitment", "best_efforts", "none"]
    underwriter: Name | None = None
    planned_filing: When | None = None


class RegistrationStep(RegistrationEvent):
    form: Name | None = None
    covers: dict[Id, Count] | None = None


class RegistrationFiled(RegistrationStep):
    type: Literal["registration_filed"]


class RegistrationEffective(RegistrationStep):
    type: Literal["registration_effective"]


class RegistrationWithdrawn(RegistrationStep):
    type: Literal["registration_withdrawn"]


class RegistrationAbandoned(RegistrationStep):
    type: Literal["registration_abandoned"]


class ShelfTakedown(RegistrationEvent):
    type: Literal["shelf_takedown"]
    planned: When | None = None


class PiggybackRequest(RegistrationEvent):
    type: Literal["piggyback_request"]
    investor: Id
    shares: Positive
    disposition: Disposition | None = None
    election: Literal["underwriting", "open_market"] | None = None
    delivery: Delivery


class OtherHolderRequest(RegistrationEvent):
    type: Literal["other_holder_request"]
    holder: Id
    shares: Positive
    initiating: Flag = False


class IssuerSharesProposed(AboutEvent):
    type: Literal["issuer_shares_proposed"]
    shares: Count


class UnderwriterSelected(AboutEvent):
    type: Literal["underwriter_selected"]
    underwriter: Id


class UnderwriterAccepted(AboutEvent):
    type: Literal["underwriter_accepted"]
    investor: Id
    accepts: Flag


class UnderwriterAdvice(AboutEvent):
    type: Literal["underwriter_advice"]
    maximum_shares: Count
    good_faith: Flag


class HoldbackRequested(RegistrationEvent):
    type: Literal["holdback_requested"]
    underwriter: Id


class SharesSold(RegistrationEvent):
    type: Literal["shares_sold"]
    sold: dict[Id, Count] = Field(min_length=1)
    price: Money | None = None
    discount: Money | None = None


class ClosingScheduled(RegistrationEvent):
    type: Literal["closing_scheduled"]
    closing: When


class DistributionCompleted(RegistrationEvent):
    type: Literal["distribution_completed"]


class SyndicateTerminated(RegistrationEvent):
    type: Literal["syndicate_terminated"]


class DeferralDetermined(AboutEvent):
    type: Literal["deferral_determined"]
    disclosure_required: Flag
    material_adverse_effect: Flag


class DeferralEnded(AboutEvent):
    type: Literal["deferral_ended"]
    because: Literal["disclosed", "immaterial"]


class ProspectusMisleading(RegistrationEvent):
    type: Literal["prospectus_misleading"]
    delivery_required: Flag


class ProspectusSupplemented(RegistrationEvent):
    type: Literal["prospectus_supplemented"]


class ProcedureRequested(RegistrationEvent):
    investor: Id


class CopiesRequested(ProcedureRequested):
    type: Literal["copies_requested"]


class InspectionRequested(ProcedureRequested):
    type: Literal["inspection_requested"]


class ComfortRequested(ProcedureRequested):
    type: Literal["comfort_requested"]


class BlueSkyRequested(RegistrationEvent):
    type: Literal["blue_sky_requested"]
    by: Id
    states: dict[Id, Literal["none", "general_consent", "qualify_to_do_business", "taxation"]] = Field(min_length=1)


class ExpenseIncurred(RegistrationEvent):
    type: Literal["expense_incurred"]
    kind: Literal["registration", "selling"]
    amount: Money
    tranche: Tranche | None = None


# ---- claims, reports, consents


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
    type: Literal["waiver"]
    signed_by: tuple[Id, ...] = Field(min_length=1)


class Amendment(Event):
    subject_field: ClassVar[str] = "about"
    type: Literal["amendment"]
    signed_by: tuple[Id, ...] = Field(min_length=1)
    sets: dict[Name, Name] = Field(default_factory=dict)
    about: Id | None = None


# ---- our own evidence


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


def _kinds(base: type[Event]) -> dict[str, type[Event]]:
    found: dict[str, type[Event]] = {}
    for kind in base.__subclasses__():
        found |= _kinds(kind)
        if (name := kind.model_fields["type"].annotation) is not str:
            found[name.__args__[0]] = kind  # type: ignore[union-attr]  # always a Literal of one name
    return found


EVENT_TYPES: dict[str, type[Event]] = _kinds(Event)
