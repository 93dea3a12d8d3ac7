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
from rrdocs.agreement.references import PartyId, ReadingName, TrancheId
from rrdocs.agreement.registration_rights import (
    Cutback,
    Deferral,
    Demand,
    Group,
    Holdback,
    Legend,
    Lock,
    LossOfRights,
    Majority,
    OptOut,
    Piggyback,
    Satisfaction,
    ShortForm,
    Standstill,
    Term,
    TransferCompliance,
    TransferNotice,
    UnderwriterChoice,
    Vote,
    Waiving,
)
from rrdocs.dates.moments import Day
from rrdocs.yamlfiles.records import Count, Id, Name, Record


class Terms(Record):
    """The rights that the agreement grants; one that is left out is not granted, and its rules
    decide nothing.
    """

    restricted_stock: Term | None = None
    transfer_notice: TransferNotice | None = None
    transfer_compliance: TransferCompliance | None = None
    legend: Legend | None = None
    demand: Demand | None = None
    short_form: ShortForm | None = None
    satisfaction: Satisfaction | None = None
    standstill: Standstill | None = None
    demand_cutback: Cutback | None = None
    underwriter_choice: UnderwriterChoice | None = None
    issuer_shares: Term | None = None
    registration_lock: Lock | None = None
    same_terms: Term | None = None
    deferral: Deferral | None = None
    piggyback: Piggyback | None = None
    opt_out: OptOut | None = None
    piggyback_election: Term | None = None
    piggyback_cutback: Cutback | None = None
    holdback_automatic: Holdback | None = None
    holdback_requested: Holdback | None = None
    shelf: Shelf | None = None
    procedures: Term | None = None
    review: Term | None = None
    copies: OnRequest | None = None
    blue_sky: Term | None = None
    suspension: Suspension | None = None
    comfort: ComfortCutoff | None = None
    inspection: Term | None = None
    period_of_distribution: Distribution | None = None
    questionnaire: Questionnaire | None = None
    underwriting_agreement: Majority | None = None
    expenses: Expenses | None = None
    loss_of_rights: LossOfRights | None = None
    issuer_indemnity: Term | None = None
    seller_indemnity: Term | None = None
    claim_notice: ClaimNotice | None = None
    contribution: Term | None = None
    reporting: OnRequest | None = None
    duration: Duration | None = None
    representations: Term | None = None
    conflicting_rights: Vote | None = None
    assignment: Term | None = None
    amendment: Vote | None = None
    waiver: Waiving | None = None
    notices: Notices
    counterparts: Term | None = None
    stock_changes: Term | None = None
    governing_law: Law


class Words(Record):
    """The agreement's own defined terms."""

    agreement: Name = "Agreement"
    issuer: Name
    holder: Name
    holders: Name
    stock: Name
    common_stock: Name

    @property
    def a_holder(self) -> str:
        """The holder's term with its article: an Investor, a Holder."""
        return f"{'an' if self.holder[0] in 'AEIOU' else 'a'} {self.holder}"


class TrancheTerms(Record):
    """One issue of stock under the agreement: what it is called, and its size where the agreement
    states it.

    ``note_buyers``: to whom the agreement says that the notes are sold of which the stock comes.
    """

    name: Name
    short: Name
    shares: Count | None = None
    note_buyers: tuple[PartyId, ...] = ()


class OtherAgreement(Record):
    """An agreement that stands beside this one and reaches some of the same stock."""

    name: Name
    date: Day
    tranches: tuple[TrancheId, ...] = ()
    clause: Name


class Unmodelled(Record):
    """Something the agreement says that the data cannot express; it is carried to the
    memorandum.
    """

    clause: Name
    says: Name


class Agreement(Record):
    """The file agreement.yaml."""

    title: Name
    date: Day
    parties: Name
    words: Words
    tranches: dict[Id, TrancheTerms]
    groups: dict[Id, Group] = Field(default_factory=dict)
    other_agreements: tuple[OtherAgreement, ...] = ()
    terms: Terms
    readings: dict[ReadingName, Name | Choice] = Field(default_factory=dict)
    unmodelled: tuple[Unmodelled, ...] = ()
