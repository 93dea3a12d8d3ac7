"""What happens in the life of a registration."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rrdocs.agreement.references import (
    MetPartyId,
    NewPartyId,
    NewPartyName,
    NewRegistrationId,
    PartyId,
    Reference,
    TrancheId,
)
from rrdocs.agreement.vocabulary import Account, Certifier, Disposition, Security
from rrdocs.dates.moments import When
from rrdocs.deal.events.base import AboutEvent, Delivery, Event, RegistrationEvent, RequestId
from rrdocs.yamlfiles.records import Count, Flag, Id, Money, Name, Positive

DeferralId = Annotated[Id, Reference("event", kinds=("deferral_determined",), called="deferral")]


class RegistrationProposed(RegistrationEvent):
    type: Literal["registration_proposed"]
    registration: NewRegistrationId
    form: Name
    security: Security
    account: Account
    for_resale: Flag | None = None
    underwriting: Literal["firm_commitment", "best_efforts", "none"]
    underwriter: NewPartyName | None = None
    planned_filing: When | None = None
    purpose: Name | None = None
    for_cash: Flag | None = None
    initial: Flag | None = None


class RegistrationStep(RegistrationEvent):
    form: Name | None = None
    covers: dict[MetPartyId, Count] | None = None


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
    investor: PartyId
    shares: Positive
    disposition: Disposition | None = None
    election: Literal["underwriting", "open_market"] | None = None
    delivery: Delivery


class OtherHolderRequest(RegistrationEvent):
    """A holder that is no party asks to be included; ``owned``: the shares that it has in all."""

    type: Literal["other_holder_request"]
    holder: NewPartyId
    shares: Positive
    initiating: Flag = False
    owned: Positive | None = None


class IssuerSharesProposed(AboutEvent):
    type: Literal["issuer_shares_proposed"]
    shares: Count


class UnderwriterSelected(AboutEvent):
    type: Literal["underwriter_selected"]
    underwriter: NewPartyId


class UnderwriterAccepted(AboutEvent):
    type: Literal["underwriter_accepted"]
    investor: PartyId
    accepts: Flag


class UnderwriterAdvice(AboutEvent):
    """How many shares can be sold, in the opinion of a firm, given to an addressee, in writing or
    not.
    """

    type: Literal["underwriter_advice"]
    maximum_shares: Count
    good_faith: Flag
    firm: Literal["managing_underwriter", "lead_underwriter"] | None = None
    addressee: Literal["issuer", "holders"] | None = None
    written: Flag | None = None


class HoldbackRequested(RegistrationEvent):
    type: Literal["holdback_requested"]
    underwriter: NewPartyId


class HoldbackCondition(RegistrationEvent):
    """Whether those whom a holdback requires to be bound likewise are."""

    type: Literal["holdback_condition"]
    condition: Literal[
        "officers_and_directors",
        "one_percent_holders",
        "five_percent_holders",
        "other_rights_holders",
    ]
    met: Flag


class ResearchExtension(RegistrationEvent):
    """Rules on research reports call for a longer holdback."""

    type: Literal["research_extension"]


class SharesSold(RegistrationEvent):
    type: Literal["shares_sold"]
    sold: dict[MetPartyId, Count] = Field(min_length=1)
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
    """The determination that puts off a registration, and by whom it is certified."""

    type: Literal["deferral_determined"]
    about: RequestId
    disclosure_required: Flag
    material_adverse_effect: Flag
    certified_by: Certifier | None = None


class DeferralEnded(AboutEvent):
    type: Literal["deferral_ended"]
    about: DeferralId
    because: Literal["disclosed", "immaterial"]


class ProspectusMisleading(RegistrationEvent):
    type: Literal["prospectus_misleading"]
    delivery_required: Flag


class ProspectusSupplemented(RegistrationEvent):
    type: Literal["prospectus_supplemented"]


class ProcedureRequested(RegistrationEvent):
    investor: PartyId


class CopiesRequested(ProcedureRequested):
    type: Literal["copies_requested"]


class InspectionRequested(ProcedureRequested):
    type: Literal["inspection_requested"]


class ComfortRequested(ProcedureRequested):
    type: Literal["comfort_requested"]


class BlueSkyRequested(RegistrationEvent):
    type: Literal["blue_sky_requested"]
    by: MetPartyId
    states: dict[Id, Literal["none", "general_consent", "qualify_to_do_business", "taxation"]] = (
        Field(min_length=1)
    )


class ShelfRequested(Event):
    """Holders ask for the shelf that the agreement grants on request."""

    type: Literal["shelf_requested"]
    requesting: tuple[PartyId, ...] = Field(min_length=1)
    delivery: Delivery


class DamagesPaid(RegistrationEvent):
    """The issuer pays liquidated damages to one holder."""

    type: Literal["damages_paid"]
    holder: PartyId
    amount: Money


class ExpenseIncurred(RegistrationEvent):
    """What a registration costs: its own expenses, those of selling, and the fees of counsel to
    the holders.
    """

    type: Literal["expense_incurred"]
    kind: Literal["registration", "selling", "counsel"]
    amount: Money
    tranche: TrancheId | None = None
