"""What happens to the parties and their stock."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from rrdocs.agreement.references import (
    EachPartyId,
    MetPartyId,
    NewPartyId,
    PartyId,
    Reference,
    RegistrationId,
    TrancheId,
)
from rrdocs.agreement.vocabulary import Milestone
from rrdocs.dates.moments import When
from rrdocs.deal.events.base import AboutEvent, Delivery, Event, Ratio
from rrdocs.yamlfiles.records import Flag, Id, Money, Name, Positive

TransferId = Annotated[
    Id, Reference("event", kinds=("transfer", "transfer_presented"), called="transfer")
]
LegendRequestId = Annotated[
    Id,
    Reference(
        "event", kinds=("legend_removal_requested",), called="request for removal of a legend"
    ),
]
SaleId = Annotated[Id, Reference("registration", words=("rule_144",))]
"""The registration of a sale, or the rule under which it is made without one."""


class AgreementSigned(Event):
    type: Literal["agreement_signed"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)


class Lot(Event):
    """Shares that one holder has of one tranche."""

    holder: PartyId
    tranche: TrancheId
    shares: Positive


class SharesIssued(Lot):
    type: Literal["shares_issued"]
    certificates: tuple[Name, ...] = ()
    price: Money | None = None


class NoteIssued(Event):
    type: Literal["note_issued"]
    holder: PartyId
    tranche: TrancheId
    principal: Money
    conversion_price: Money


class NoteConverted(Lot):
    type: Literal["note_converted"]
    principal: Money | None = None


class TransferTerms(Event):
    from_: MetPartyId = Field(alias="from")
    to: NewPartyId
    tranche: TrancheId
    shares: Positive
    kind: Literal["sale", "gift", "pledge", "distribution", "other"]
    basis: Literal["registered", "rule_144", "exempt"]
    relation: Literal["affiliate", "partner", "member", "none"] | None = None
    certificates: tuple[Name, ...] = ()


class Transfer(TransferTerms):
    type: Literal["transfer"]


class TransferPresented(TransferTerms):
    """A transfer that is to be made, on its own date or as planned."""

    type: Literal["transfer_presented"]
    planned: When | None = None


class PublicSale(Event):
    subject_field: ClassVar[str] = "under"
    type: Literal["public_sale"]
    seller: MetPartyId
    tranche: TrancheId
    shares: Positive
    under: SaleId
    price: Money | None = None


class Succession(Event):
    type: Literal["succession"]
    from_: MetPartyId = Field(alias="from")
    to: NewPartyId
    kind: Literal["death", "merger", "other"]


class Joinder(Event):
    type: Literal["joinder"]
    investor: PartyId
    told: tuple[EachPartyId, ...] = ()


class AddressChanged(Event):
    subject_field: ClassVar[str] = "party"
    type: Literal["address_changed"]
    party: PartyId
    address: Name
    told: tuple[EachPartyId, ...] = ()
    delivery: Delivery | None = None


class StockChanged(Event):
    type: Literal["stock_changed"]
    kind: Literal["split", "dividend", "combination"]
    ratio: Ratio


class PrivatePlacement(Event):
    type: Literal["private_placement"]
    holder: NewPartyId
    shares: Positive


class Rule144Status(Event):
    subject_field: ClassVar[str] = "investor"
    type: Literal["rule_144_status"]
    investor: PartyId
    may_sell_all: Flag


class AffiliateStatus(Event):
    subject_field: ClassVar[str] = "party"
    type: Literal["affiliate_status"]
    party: PartyId
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
    """An opinion of counsel, or what an agreement takes in its place."""

    type: Literal["opinion_delivered"]
    kind: Literal["opinion", "no_action_letter", "broker_letter"] = "opinion"
    counsel: Name | None = None
    covers: tuple[Literal["federal", "state"], ...] | None = None


class TransferObjection(AboutEvent):
    """The issuer does not agree to a transfer."""

    type: Literal["transfer_objection"]
    about: TransferId


class EvidenceDelivered(AboutEvent):
    """What a holder shows the transfer agent to have a legend taken off, and whether the agent is
    satisfied.
    """

    type: Literal["evidence_delivered"]
    about: LegendRequestId
    satisfactory: Flag | None = None


class StockOutstanding(Event):
    """How many shares of its common stock the issuer has outstanding, those under the agreement
    and all others.
    """

    type: Literal["stock_outstanding"]
    shares: Positive


class OptedOut(Event):
    """A holder asks to be left out of notices, until a day where it names one."""

    subject_field: ClassVar[str] = "investor"
    type: Literal["opted_out"]
    investor: PartyId
    scope: Literal["piggyback", "all"]
    until: When | None = None


class OptedIn(Event):
    """A holder asks to be told again."""

    subject_field: ClassVar[str] = "investor"
    type: Literal["opted_in"]
    investor: PartyId


class MilestoneReached(Event):
    """What happens once in a deal, or once in a registration, and starts periods."""

    subject_field: ClassVar[str] = "milestone"
    type: Literal["milestone_reached"]
    milestone: Milestone
    registration: RegistrationId | None = None
