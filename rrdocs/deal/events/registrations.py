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
from rrdocs.yamlfiles.records import Id, Money, Name, Positive, WholeNumber, YesNo

DeferralId = Annotated[Id, Reference("event", kinds=("deferral_determined",), called="deferral")]


class RegistrationProposed(RegistrationEvent):
    """Record the issuer's decision to register, on the day on which it is proposed."""

    type: Literal["registration_proposed"]
    registration: NewRegistrationId
    """The id of the new registration; by custom the id of the event. Example: `s1`."""
    form: Name
    """The form that is planned. Example: `S-1`."""
    security: Security
    """What is registered: common stock, debt or another security. Example: `common`."""
    account: Account
    """For whose account: the issuer's, that of holders, or both. Example: `issuer`."""
    for_resale: YesNo | None = None
    """Whether stock of holders could be sold on the form. Left out, the form decides. Example:
    `true`.
    """
    underwriting: Literal["firm_commitment", "best_efforts", "none"]
    """How it is underwritten; `none` for sales without underwriters. Example: `firm_commitment`."""
    underwriter: NewPartyName | None = None
    """The managing underwriter, if one is named. It needs no entry among the parties. Example:
    `first_bank`.
    """
    planned_filing: When | None = None
    """The day on which the issuer plans to file. Example: `2001-10-19`."""
    purpose: Name | None = None
    """What it is for, where the agreement excludes some purposes. Example: `acquisition`."""
    for_cash: YesNo | None = None
    """Whether it is for cash. Left out, it is not on record. Example: `true`."""
    initial: YesNo | None = None
    """Whether it is the initial public offering. Left out, it is not on record. Example: `false`.
    """


class RegistrationStep(RegistrationEvent):
    """A step in the life of a registration."""

    form: Name | None = None
    """The form, if it differs from the one proposed. Example: `S-3`."""
    covers: dict[MetPartyId, WholeNumber] | None = None
    """The shares that the statement covers, by holder; the issuer's own stand under its id.
    Example: `{wcas_viii: 3000000, lee: 100000}`.
    """


class RegistrationFiled(RegistrationStep):
    """Record the filing of a registration statement."""

    type: Literal["registration_filed"]


class RegistrationEffective(RegistrationStep):
    """Record that a registration statement was declared effective."""

    type: Literal["registration_effective"]


class RegistrationWithdrawn(RegistrationStep):
    """Record that a registration statement was withdrawn after it was filed."""

    type: Literal["registration_withdrawn"]


class RegistrationAbandoned(RegistrationStep):
    """Record that a registration was given up before it was filed."""

    type: Literal["registration_abandoned"]


class ShelfTakedown(RegistrationEvent):
    """Record that securities are to be taken down from an effective shelf."""

    type: Literal["shelf_takedown"]
    planned: When | None = None
    """The day for which the sale is planned. Example: `2001-10-19`."""


class PiggybackRequest(RegistrationEvent):
    """Record a holder's request to be included in a registration that the issuer proposes."""

    type: Literal["piggyback_request"]
    investor: PartyId
    """The holder that asks to be included. Example: `paul`."""
    shares: Positive
    """The number of shares it asks to include. Example: `400000`."""
    disposition: Disposition | None = None
    """The intended method of disposition. Left out, the request states none. Example:
    `firm_commitment`.
    """
    election: Literal["underwriting", "open_market"] | None = None
    """Whether it elects the underwriting or sales in the open market. Left out, it does not say.
    Example: `underwriting`.
    """
    delivery: Delivery
    """How it was delivered to the issuer. Example: `{method: hand, received: 2001-09-20}`."""


class OtherHolderRequest(RegistrationEvent):
    """Record that a holder that is not a party asks to be included in a registration."""

    type: Literal["other_holder_request"]
    holder: NewPartyId
    """The holder. It needs no entry among the parties. Example: `harbor_fund`."""
    shares: Positive
    """The number of shares it asks to include. Example: `250000`."""
    initiating: YesNo = False
    """Whether the registration is made for its account. Example: `false`."""
    owned: Positive | None = None
    """All shares that it owns, where a cutback is counted by shares owned. Example: `1000000`."""


class IssuerSharesProposed(AboutEvent):
    """Record how many shares the issuer wants to sell itself in a registration."""

    type: Literal["issuer_shares_proposed"]
    shares: WholeNumber
    """The number of the issuer's own shares. Example: `500000`."""


class UnderwriterSelected(AboutEvent):
    """Record the choice of the managing underwriter."""

    type: Literal["underwriter_selected"]
    underwriter: NewPartyId
    """The firm. It needs no entry among the parties. Example: `first_bank`."""


class UnderwriterAccepted(AboutEvent):
    """Record whether a holder accepts the managing underwriter."""

    type: Literal["underwriter_accepted"]
    investor: PartyId
    """The holder that answers. Example: `lee`."""
    accepts: YesNo
    """Whether it accepts the firm. Example: `true`."""


class UnderwriterAdvice(AboutEvent):
    """Record a firm's advice on how many shares can be sold."""

    type: Literal["underwriter_advice"]
    maximum_shares: WholeNumber
    """The most shares that can be sold. Example: `650000`."""
    good_faith: YesNo
    """Whether the advice is given in good faith. Example: `true`."""
    firm: Literal["managing_underwriter", "lead_underwriter"] | None = None
    """In which role the firm advises. Left out, it is the managing underwriter where the clause
    requires that firm's advice, and not on record otherwise. Example: `managing_underwriter`.
    """
    addressee: Literal["issuer", "holders"] | None = None
    """To whom the advice is given. Left out, it is not on record. Example: `issuer`."""
    written: YesNo | None = None
    """Whether it is in writing. Left out, it is not on record. Example: `true`."""


class HoldbackRequested(RegistrationEvent):
    """Record that an underwriter requests a holdback."""

    type: Literal["holdback_requested"]
    underwriter: NewPartyId
    """The firm that requests it. It needs no entry among the parties. Example: `first_bank`."""


class HoldbackCondition(RegistrationEvent):
    """Record whether others are bound by a holdback, where the agreement makes that a condition."""

    type: Literal["holdback_condition"]
    condition: Literal[
        "officers_and_directors",
        "one_percent_holders",
        "five_percent_holders",
        "other_rights_holders",
    ]
    """Whom the agreement requires to be bound likewise. Example: `officers_and_directors`."""
    met: YesNo
    """Whether all of them are bound. Example: `true`."""


class ResearchExtension(RegistrationEvent):
    """Record that rules on research reports extend a holdback."""

    type: Literal["research_extension"]


class SharesSold(RegistrationEvent):
    """Record shares sold under a registration. The shares leave the holdings by this event
    alone.
    """

    type: Literal["shares_sold"]
    sold: dict[MetPartyId, WholeNumber] = Field(min_length=1)
    """The shares sold, by seller. Example: `{wcas_viii: 3000000}`."""
    price: Money | None = None
    """The public offering price of one share, in US dollars. Example: `12.50`."""
    discount: Money | None = None
    """The underwriting discount on one share, in US dollars. Example: `0.75`."""


class ClosingScheduled(RegistrationEvent):
    """Record the time that is set for the closing of an offering."""

    type: Literal["closing_scheduled"]
    closing: When
    """The day of the closing, or its day and time. Example: `2001-11-06T10:00`."""


class DistributionCompleted(RegistrationEvent):
    """Record the underwriters' notice that the distribution is complete."""

    type: Literal["distribution_completed"]


class SyndicateTerminated(RegistrationEvent):
    """Record that the underwriting syndicate was terminated."""

    type: Literal["syndicate_terminated"]


class DeferralDetermined(AboutEvent):
    """Record the determination to defer a registration that was requested, on its day."""

    type: Literal["deferral_determined"]
    about: RequestId
    """The demand or short form request whose registration is deferred, by its id. Example:
    `demand-1`.
    """
    disclosure_required: YesNo
    """Whether it was determined that the filing would require a disclosure. Example: `true`."""
    material_adverse_effect: YesNo
    """Whether it was determined that the disclosure would be materially harmful. Example: `true`.
    """
    certified_by: Certifier | None = None
    """Who certified the determination. Left out, nobody did. Example: `president`."""


class DeferralEnded(AboutEvent):
    """Record that the reason for a deferral has ended."""

    type: Literal["deferral_ended"]
    about: DeferralId
    """The determination that ends, by its id. Example: `deferral-1`."""
    because: Literal["disclosed", "immaterial"]
    """Why it ended. Example: `disclosed`."""


class ProspectusMisleading(RegistrationEvent):
    """Record that a prospectus has become misleading."""

    type: Literal["prospectus_misleading"]
    delivery_required: YesNo
    """Whether a prospectus must still be delivered. Example: `true`."""


class ProspectusSupplemented(RegistrationEvent):
    """Record that a prospectus was supplemented or amended and may be used again."""

    type: Literal["prospectus_supplemented"]


class ProcedureRequested(RegistrationEvent):
    """A seller's request under the registration procedures."""

    investor: PartyId
    """The seller that asks. Example: `lee`."""


class CopiesRequested(ProcedureRequested):
    """Record a request for copies of a prospectus."""

    type: Literal["copies_requested"]


class InspectionRequested(ProcedureRequested):
    """Record a request to inspect the issuer's records."""

    type: Literal["inspection_requested"]


class ComfortRequested(ProcedureRequested):
    """Record a request for the opinion of counsel and the comfort letter."""

    type: Literal["comfort_requested"]


class BlueSkyRequested(RegistrationEvent):
    """Record a request to qualify the shares in states."""

    type: Literal["blue_sky_requested"]
    by: MetPartyId
    """Who asks. Example: `lee`."""
    states: dict[Id, Literal["none", "general_consent", "qualify_to_do_business", "taxation"]] = (
        Field(min_length=1)
    )
    """What each state would require of the issuer, by the abbreviation of the state. Example: `{NY:
    none, CA: general_consent}`.
    """


class ShelfRequested(Event):
    """Record the holders' request for the shelf that the agreement grants on request."""

    type: Literal["shelf_requested"]
    requesting: tuple[PartyId, ...] = Field(min_length=1)
    """The holders that ask. Example: `[alder, birch]`."""
    delivery: Delivery
    """How it was delivered to the issuer. Example: `{method: email, sent: 2021-03-15T10:00}`."""


class DamagesPaid(RegistrationEvent):
    """Record a payment of liquidated damages to one holder."""

    type: Literal["damages_paid"]
    holder: PartyId
    """The holder that was paid. Example: `alder`."""
    amount: Money
    """The amount paid, in US dollars. Example: `12500.00`."""


class ExpenseIncurred(RegistrationEvent):
    """Record an expense of a registration."""

    type: Literal["expense_incurred"]
    kind: Literal["registration", "selling", "counsel"]
    """An expense of the registration, of selling, or the fee of the holders' counsel. Example:
    `registration`.
    """
    amount: Money
    """The amount, in US dollars. Example: `45000.00`."""
    tranche: TrancheId | None = None
    """The tranche that it is for. Left out, it is for all shares of the registration. Example:
    `february_2001`.
    """
