"""An agreement as data: the rights that it grants, each with its clause, its words, tranches,
groups and readings.
"""

from __future__ import annotations

from pydantic import Field

from rrdocs.agreement.covenants import (
    ClaimNotice,
    ComfortCutoff,
    Distribution,
    Duration,
    Expenses,
    Law,
    Notices,
    OnRequest,
    Questionnaire,
    Shelf,
    Suspension,
)
from rrdocs.agreement.interpretations import Choice
from rrdocs.agreement.offering_terms import Cutback, Holdback, LossOfRights
from rrdocs.agreement.references import PartyId, ReadingName, TrancheId
from rrdocs.agreement.registration_rights import (
    Deferral,
    Demand,
    Group,
    Lock,
    Majority,
    OptOut,
    Piggyback,
    Satisfaction,
    ShortForm,
    Standstill,
    Term,
    UnderwriterChoice,
    Vote,
    Waiving,
)
from rrdocs.agreement.transfer_terms import Legend, TransferCompliance, TransferNotice
from rrdocs.dates.moments import Day
from rrdocs.yamlfiles.records import Id, Name, Record, WholeNumber


class Terms(Record):
    """The rights that the agreement grants. One that is left out is not granted, and its rules
    decide nothing.
    """

    restricted_stock: Term | None = None
    """The stock to which the agreement applies. Example: `{clause: "1"}`."""
    transfer_notice: TransferNotice | None = None
    """Notice of transfers. Example: `{clause: "2(a)", within: 3 days}`."""
    transfer_compliance: TransferCompliance | None = None
    """Compliance of transfers, and opinions of counsel. Example: `{clause: "2(b)"}`."""
    legend: Legend | None = None
    """The legend on certificates. Example: `{clause: "2(c)", text: These securities have not been
    registered., removal: [registered_sale]}`.
    """
    demand: Demand | None = None
    """Registration on demand. Example: `{clause: "3(a)", more_than: 1/2, notice: immediately,
    response: 30 days, reply: received}`.
    """
    short_form: ShortForm | None = None
    """Registration on a short form. Example: `{clause: "3(b)", form: S-3, notice: immediately,
    response: 30 days, reply: received}`.
    """
    satisfaction: Satisfaction | None = None
    """When a required registration counts. Example: `{clause: 3(c)(i)}`."""
    standstill: Standstill | None = None
    """The standstill after another registration. Example: `{clause: 3(c)(ii), after_effectiveness:
    180 days}`.
    """
    demand_cutback: Cutback | None = None
    """Reduction of a required offering. Example: `{clause: 3(c)(iii)}`."""
    underwriter_choice: UnderwriterChoice | None = None
    """The choice of the managing underwriter. Example: `{clause: 3(c)(iv), more_than: 1/2}`."""
    issuer_shares: Term | None = None
    """The issuer's own shares in a required registration. Example: `{clause: 3(c)(v)}`."""
    registration_lock: Lock | None = None
    """The lock on other registrations. Example: `{clause: 3(c)(vi)}`."""
    same_terms: Term | None = None
    """That those who join do so on the same terms. Example: `{clause: 3(c)(vii)}`."""
    deferral: Deferral | None = None
    """Deferral of a required registration. Example: `{clause: 3(c)(viii), longest: 90 days}`."""
    piggyback: Piggyback | None = None
    """Piggyback registration. Example: `{clause: "3(d)", notice: at such time, response: 30 days,
    reply: given}`.
    """
    opt_out: OptOut | None = None
    """Opting out of notices. Example: `{clause: "2.3", scope: piggyback}`."""
    piggyback_election: Term | None = None
    """The choice between the underwriting and the open market. Example: `{clause: "3(d)"}`."""
    piggyback_cutback: Cutback | None = None
    """Reduction of a piggyback offering. Example: `{clause: "3(d)"}`."""
    holdback_automatic: Holdback | None = None
    """The holdback that applies by itself. Example: `{clause: 3(e)(i), period: 180 days}`."""
    holdback_requested: Holdback | None = None
    """The holdback that the managing underwriter may request. Example: `{clause: 3(e)(ii), period:
    180 days}`.
    """
    shelf: Shelf | None = None
    """The shelf registration that the issuer must file by itself. Example: `{clause: "2", form:
    S-3, file_by: 30 days, effective_by: 90 days}`.
    """
    procedures: Term | None = None
    """Registration procedures. Example: `{clause: "3(f)"}`."""
    review: Term | None = None
    """Review of the statement by counsel for the sellers. Example: `{clause: 3(f)(i)}`."""
    copies: OnRequest | None = None
    """Copies of the prospectus. Example: `{clause: 3(f)(iii), within: promptly}`."""
    blue_sky: Term | None = None
    """Qualification in the states. Example: `{clause: 3(f)(iv)}`."""
    suspension: Suspension | None = None
    """Suspension of a misleading prospectus. Example: `{clause: 3(f)(v), notice: immediately}`."""
    comfort: ComfortCutoff | None = None
    """Opinion of counsel and comfort letter. Example: `{clause: 3(f)(vi), cutoff: 5 business
    days}`.
    """
    inspection: Term | None = None
    """Inspection of records. Example: `{clause: 3(f)(vii)}`."""
    period_of_distribution: Distribution | None = None
    """The period of distribution. Example: `{clause: "3(f)", cap: 180 days}`."""
    questionnaire: Questionnaire | None = None
    """Information from the sellers. Example: `{clause: "3(g)"}`."""
    underwriting_agreement: Majority | None = None
    """The underwriting agreement and the closing. Example: `{clause: "3(h)", more_than: 1/2}`."""
    expenses: Expenses | None = None
    """Expenses. Example: `{clause: "3(i)", registration: {february_2001: issuer}}`."""
    loss_of_rights: LossOfRights | None = None
    """When a holder loses the use of rights. Example: `{clause: "3(j)", suspends: [demand]}`."""
    issuer_indemnity: Term | None = None
    """Indemnification by the issuer. Example: `{clause: "4(a)"}`."""
    seller_indemnity: Term | None = None
    """Indemnification by the sellers. Example: `{clause: "4(b)"}`."""
    claim_notice: ClaimNotice | None = None
    """Notice of claims. Example: `{clause: "4(c)", within: promptly}`."""
    contribution: Term | None = None
    """Contribution. Example: `{clause: "4(d)"}`."""
    reporting: OnRequest | None = None
    """Statements on reporting requirements. Example: `{clause: "5", within: promptly}`."""
    duration: Duration | None = None
    """How long the agreement lasts. Example: `{clause: "6"}`."""
    representations: Term | None = None
    """Representations. Example: `{clause: "7"}`."""
    conflicting_rights: Vote | None = None
    """Consent to rights that conflict. Example: `{clause: "8(a)", more_than: 1/2}`."""
    assignment: Term | None = None
    """Assignment of the agreement. Example: `{clause: "8(d)"}`."""
    amendment: Vote | None = None
    """Amendments. Example: `{clause: "8(e)", more_than: 1/2}`."""
    waiver: Waiving | None = None
    """Waivers. Example: `{clause: "8(e)"}`."""
    notices: Notices
    """Notices. Example: `{clause: "8(f)", methods: {hand: {received: on_delivery}},
    received_clause: "8(f)"}`.
    """
    counterparts: Term | None = None
    """Counterparts. Example: `{clause: "8(g)"}`."""
    stock_changes: Term | None = None
    """Changes of the stock. Example: `{clause: "8(h)"}`."""
    governing_law: Law
    """Governing law and computation of time. Example: `{clause: "8(j)", state: New York,
    public_holidays: ny_gcl24}`.
    """


class Words(Record):
    """The agreement's own defined terms."""

    agreement: Name = "Agreement"
    """What it calls itself. Example: `Agreement`."""
    issuer: Name
    """What it calls the issuer. Example: `Savvis`."""
    holder: Name
    """What it calls one holder. Example: `Investor`."""
    holders: Name
    """What it calls the holders. Example: `Investors`."""
    stock: Name
    """What it calls the stock to which it applies. Example: `Restricted Stock`."""
    common_stock: Name
    """What it calls the common stock. Example: `Common Stock`."""

    @property
    def a_holder(self) -> str:
        """The holder's term with its article: an Investor, a Holder."""
        return f"{'an' if self.holder[0] in 'AEIOU' else 'a'} {self.holder}"


class TrancheTerms(Record):
    """One issue of stock under the agreement."""

    name: Name
    """Its full name. Example: `shares of Common Stock issued on February 20, 2001`."""
    short: Name
    """Its name in tables. Example: `February 2001`."""
    shares: WholeNumber | None = None
    """Its size, where the agreement states it. Example: `6250000`."""
    note_buyers: tuple[PartyId, ...] = ()
    """The buyers of the notes on whose conversion the stock is issued. Example: `[carson]`."""


class OtherAgreement(Record):
    """An agreement that stands beside this one and reaches some of the same stock."""

    name: Name
    """Its name. Example: `Original Registration Rights Agreement`."""
    date: Day
    """Its date. Example: `2000-02-07`."""
    tranches: tuple[TrancheId, ...] = ()
    """The tranches that it reaches. Example: `[february_2000]`."""
    clause: Name
    """The clause of this agreement that speaks of it. Example: `recitals`."""


class Unmodelled(Record):
    """Something that the agreement says and the data cannot express. It is shown wherever its
    clause is answered.
    """

    clause: Name
    """The clause. Example: `2.9(b)`."""
    says: Name
    """What it says, in one sentence. Example: `rights end on a sale of the company`."""


class Agreement(Record):
    """The file agreement.yaml: what the agreement says."""

    title: Name
    """Its title. Example: `Registration Rights Agreement`."""
    date: Day
    """Its date. Example: `2001-02-20`."""
    parties: Name
    """Its parties, as its title page names them. Example: `SAVVIS Communications Corporation and
    the WCAS investors`.
    """
    words: Words
    """Its defined terms. Example: `{issuer: the Company, holder: Holder, holders: Holders, stock:
    Registrable Securities, common_stock: Common Stock}`.
    """
    tranches: dict[Id, TrancheTerms]
    """The issues of stock under it, each under its id. Example: `{february_2001: {name: shares
    issued on February 2001, short: February 2001}}`.
    """
    groups: dict[Id, Group] = Field(default_factory=dict)
    """Groups of holders that it defines, each under its id. Example: `{lead: {name: Lead Investors,
    clause: "1", members: [northmere]}}`.
    """
    other_agreements: tuple[OtherAgreement, ...] = ()
    """Agreements that stand beside it. Example: `[{name: Original Registration Rights Agreement,
    date: 2000-02-07, clause: recitals}]`.
    """
    terms: Terms
    """The rights that it grants. Example: `{notices: {clause: "8(f)", methods: {hand: {received:
    on_delivery}}, received_clause: "8(f)"}, governing_law: {clause: "8(j)", state: New York,
    public_holidays: ny_gcl24}}`.
    """
    readings: dict[ReadingName, Name | Choice] = Field(default_factory=dict)
    """The readings that counsel chose where the text is ambiguous. Left out, each has its default.
    Example: `{immediately: next_business_day}`.
    """
    unmodelled: tuple[Unmodelled, ...] = ()
    """What the agreement says and the data cannot express. Example: `[{clause: "2.9(b)", says:
    rights end on a sale of the company}]`.
    """
