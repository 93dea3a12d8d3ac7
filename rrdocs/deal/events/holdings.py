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
from rrdocs.yamlfiles.records import Id, Money, Name, Positive, YesNo

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
    """Record the signing of the agreement."""

    type: Literal["agreement_signed"]
    signed_by: tuple[EachPartyId, ...] = Field(min_length=1)
    """The parties that signed. Example: `[savvis, wcas_viii]`."""


class Lot(Event):
    """Shares that one holder has of one tranche."""

    holder: PartyId
    """The holder. Example: `wcas_viii`."""
    tranche: TrancheId
    """The tranche, by its id in agreement.yaml. Example: `february_2001`."""
    shares: Positive
    """The number of shares. Example: `6000000`."""


class SharesIssued(Lot):
    """Record an issue of shares under the agreement."""

    type: Literal["shares_issued"]
    certificates: tuple[Name, ...] = ()
    """The numbers of the certificates. Example: `[WC-1]`."""
    price: Money | None = None
    """What the holder paid for one share, in US dollars; liquidated damages are counted on it.
    Example: `16.00`.
    """


class NoteIssued(Event):
    """Record the issue of a convertible note."""

    type: Literal["note_issued"]
    holder: PartyId
    """The buyer of the note. Example: `carson`."""
    tranche: TrancheId
    """The tranche of the shares that the note yields. Example: `february_2001`."""
    principal: Money
    """The principal amount, in US dollars. Example: `10000000`."""
    conversion_price: Money
    """The price at which one share is issued on conversion, in US dollars. Example: `2.00`."""


class NoteConverted(Lot):
    """Record the conversion of a note, or of a part of it, into shares."""

    type: Literal["note_converted"]
    principal: Money | None = None
    """The principal amount converted, in US dollars. Left out, it follows from the shares. Example:
    `2000000`.
    """


class TransferTerms(Event):
    """What a transfer of stock is."""

    from_: MetPartyId = Field(alias="from")
    """The holder that transfers. Example: `carson`."""
    to: NewPartyId
    """The transferee. It needs no entry among the parties until a document must be sent to it.
    Example: `harbor_fund`.
    """
    tranche: TrancheId
    """The tranche of the shares. Example: `february_2001`."""
    shares: Positive
    """The number of shares. Example: `100000`."""
    kind: Literal["sale", "gift", "pledge", "distribution", "other"]
    """What the transfer is in law. Example: `sale`."""
    basis: Literal["registered", "rule_144", "exempt"]
    """How it complies with the securities laws: under a registration, under Rule 144, or under
    another exemption. Example: `exempt`.
    """
    relation: Literal["affiliate", "partner", "member", "none"] | None = None
    """What the transferee is to the holder. Left out, it is not on record. Example: `none`."""
    certificates: tuple[Name, ...] = ()
    """The numbers of the certificates transferred. Example: `[WC-1]`."""


class Transfer(TransferTerms):
    """Record a transfer of stock, on the day of its consummation."""

    type: Literal["transfer"]


class TransferPresented(TransferTerms):
    """Record a transfer that was presented to the transfer agent and not yet made."""

    type: Literal["transfer_presented"]
    planned: When | None = None
    """The day for which it is planned. Left out, its own date. Example: `2001-08-20`."""


class PublicSale(Event):
    """Record a sale to the public."""

    subject_field: ClassVar[str] = "under"
    type: Literal["public_sale"]
    seller: MetPartyId
    """The holder that sold. Example: `paul`."""
    tranche: TrancheId
    """The tranche of the shares. Example: `february_2001`."""
    shares: Positive
    """The number of shares sold. Example: `50000`."""
    under: SaleId
    """The registration under which they were sold, by its id, or `rule_144`. Example: `rule_144`.
    """
    price: Money | None = None
    """The price of one share, in US dollars. Example: `12.50`."""


class Succession(Event):
    """Record that another person takes a party's place."""

    type: Literal["succession"]
    from_: MetPartyId = Field(alias="from")
    """The party that is succeeded. Example: `clark`."""
    to: NewPartyId
    """The successor. Example: `clark_estate`."""
    kind: Literal["death", "merger", "other"]
    """By what it succeeds. Example: `death`."""


class Joinder(Event):
    """Record that a holder joins the agreement. The holder has an entry in parties.yaml whose
    `joined` is this event.
    """

    type: Literal["joinder"]
    investor: PartyId
    """The holder that joins. Example: `harbor_fund`."""
    told: tuple[EachPartyId, ...] = ()
    """The parties that were notified of the joinder. Example: `[savvis]`."""


class AddressChanged(Event):
    """Record a new address, facsimile number or e-mail address of a party."""

    subject_field: ClassVar[str] = "party"
    type: Literal["address_changed"]
    party: PartyId
    """The party whose address it is. Example: `sorrel`."""
    address: Name
    """The new address, facsimile number or e-mail address, in one line. Example: `1 Elm Street,
    Rye, NY 10580`.
    """
    told: tuple[EachPartyId, ...] = ()
    """The parties to which it was furnished. Example: `[savvis, carson]`."""
    delivery: Delivery | None = None
    """How the change was delivered; it is in force from its receipt. Left out, from the date of the
    event. Example: `{method: mail, sent: 2001-06-01}`.
    """


class StockChanged(Event):
    """Record a split, a stock dividend or a combination."""

    type: Literal["stock_changed"]
    kind: Literal["split", "dividend", "combination"]
    """What it is. Example: `split`."""
    ratio: Ratio
    """New shares for old ones, new shares first: two for one, or one for fifteen. Example: `2:1`.
    """


class PrivatePlacement(Event):
    """Record an issue of new stock outside the agreement and without registration."""

    type: Literal["private_placement"]
    holder: NewPartyId
    """The buyer. It needs no entry among the parties. Example: `harbor_fund`."""
    shares: Positive
    """The number of shares. Example: `1000000`."""


class Rule144Status(Event):
    """Record the determination whether a holder may sell all its stock under Rule 144 without
    limits.
    """

    subject_field: ClassVar[str] = "investor"
    type: Literal["rule_144_status"]
    investor: PartyId
    """The holder. Example: `sorrel`."""
    may_sell_all: YesNo
    """Whether it may sell all its stock. Example: `true`."""


class AffiliateStatus(Event):
    """Record whether a party is an affiliate of the issuer."""

    subject_field: ClassVar[str] = "party"
    type: Literal["affiliate_status"]
    party: PartyId
    """The party. Example: `wcas_viii`."""
    affiliate: YesNo
    """Whether it is one. Example: `true`."""


class CertificateIssued(Lot):
    """Record a certificate that was issued for shares."""

    subject_field: ClassVar[str] = "holder"
    type: Literal["certificate_issued"]
    certificate: Name
    """The number of the certificate. Example: `WC-2`."""


class LegendRemovalRequested(Lot):
    """Record a holder's request for certificates without the legend."""

    type: Literal["legend_removal_requested"]
    certificates: tuple[Name, ...] = ()
    """The numbers of the certificates. Example: `[WC-2]`."""


class OpinionRequested(AboutEvent):
    """Record that the issuer requested an opinion of counsel on a transfer or on a request to
    remove a legend.
    """

    type: Literal["opinion_requested"]
    counsel: Name | None = None
    """The firm from which it is to come. Example: `Reboul, MacMurray, Hewitt, Maynard & Kristol`.
    """
    covers: tuple[Literal["federal", "state"], ...] | None = None
    """The laws that the opinion must cover. Example: `[federal, state]`."""


class OpinionDelivered(AboutEvent):
    """Record an opinion of counsel that was delivered, or the paper that an agreement accepts in
    its place.
    """

    type: Literal["opinion_delivered"]
    kind: Literal["opinion", "no_action_letter", "broker_letter"] = "opinion"
    """What was delivered. Example: `opinion`."""
    counsel: Name | None = None
    """The firm that gave it. Example: `Reboul, MacMurray, Hewitt, Maynard & Kristol`."""
    covers: tuple[Literal["federal", "state"], ...] | None = None
    """The laws that it covers. Left out, it is not on record. Example: `[federal, state]`."""


class TransferObjection(AboutEvent):
    """Record that the issuer objects to a transfer."""

    type: Literal["transfer_objection"]
    about: TransferId
    """The transfer, by its id. Example: `transfer-1`."""


class EvidenceDelivered(AboutEvent):
    """Record what a holder showed the transfer agent to have a legend removed."""

    type: Literal["evidence_delivered"]
    about: LegendRequestId
    """The request to remove a legend, by its id. Example: `legend-1`."""
    satisfactory: YesNo | None = None
    """Whether the transfer agent is satisfied. Left out, it has not said. Example: `true`."""


class StockOutstanding(Event):
    """Record how many shares of common stock the issuer has outstanding."""

    type: Literal["stock_outstanding"]
    shares: Positive
    """All shares outstanding, those under the agreement included. Example: `94000000`."""


class OptedOut(Event):
    """Record that a holder asks not to be notified."""

    subject_field: ClassVar[str] = "investor"
    type: Literal["opted_out"]
    investor: PartyId
    """The holder. Example: `talus`."""
    scope: Literal["piggyback", "all"]
    """Of which notices: those of proposed registrations, or all. Example: `piggyback`."""
    until: When | None = None
    """The last day on which it is left out. Left out, until it opts in. Example: `2023-12-31`."""


class OptedIn(Event):
    """Record that a holder asks to be notified again."""

    subject_field: ClassVar[str] = "investor"
    type: Literal["opted_in"]
    investor: PartyId
    """The holder. Example: `talus`."""


class MilestoneReached(Event):
    """Record an event that happens once in a deal, or once in a registration, and from which
    periods run.
    """

    subject_field: ClassVar[str] = "milestone"
    type: Literal["milestone_reached"]
    milestone: Milestone
    """What was reached. Example: `closing`."""
    registration: RegistrationId | None = None
    """The registration, where it is one of a registration. Example: `resale-shelf`."""
