"""What an agreement grants, clause by clause, as data: every number, name and period that a rule uses stands here."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from rrdocs.dates import CalendarName, Day, PeriodField
from rrdocs.readings import Choice
from rrdocs.source import Count, Id, Money, Name, Positive, Record


def _fraction(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if not re.fullmatch(r"\d{1,6}/[1-9]\d{0,5}|\d{1,3}(\.\d{1,4})?%", str(value)):
        raise ValueError("must be a fraction such as 1/2 or a percentage such as 25%")
    text = str(value)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


Share = Annotated[Fraction, BeforeValidator(_fraction), WithJsonSchema({"type": "string"})]
Fact = Literal["shares", "method", "net_proceeds", "same_terms", "election"]


class Term(Record):
    """One provision, with the number of its clause."""

    clause: Name


class Vote(Term):
    """A share of the stock that must agree: strictly more than ``more_than``."""

    more_than: Share


class TransferNotice(Term):
    """A holder tells the issuer of a transfer, within a period from its consummation."""

    within: PeriodField


class TransferCompliance(Term):
    """Transfers must be lawful; the issuer may ask for an opinion, save for transfers to the relations named."""

    opinion_counsel: tuple[Name, ...] = ()
    no_opinion_for: tuple[Literal["affiliate", "partner", "member"], ...] = ()
    partner_transfer_by: tuple[Literal["partnership", "llc"], ...] = ("partnership", "llc")


class Legend(Term):
    """The words that certificates bear, and what takes them off."""

    text: Name
    removal: tuple[Literal["registered_sale", "rule_144_sale", "request_and_opinion"], ...]
    opinion_counsel: tuple[Name, ...] = ()


class Demand(Term):
    """Holders of a share of the stock may require a registration; the others are told and may join."""

    more_than: Share
    must_state: tuple[Fact, ...]
    notice: PeriodField
    response: PeriodField
    reply: Literal["received", "given"]
    limit: Positive | None = None


class ShortForm(Term):
    """Any holder may require a registration on a short form if its net proceeds exceed an amount in dollars."""

    form: Name
    must_state: tuple[Fact, ...]
    net_proceeds_over: Money
    notice: PeriodField
    response: PeriodField
    reply: Literal["received", "given"]


class Satisfaction(Term):
    """When a required registration counts: effective for all its shares and, for these methods, all of them sold."""

    all_sold_for: tuple[Literal["firm_commitment", "best_efforts", "non_underwritten"], ...]


class Standstill(Term):
    """A prior registration, of which each Investor was told, holds up a demand until some days after its effectiveness."""

    after_effectiveness: PeriodField
    excluded_forms: tuple[Name, ...] = ()


class UnderwriterChoice(Term):
    """The issuer chooses the underwriter; all requesters, and holders of more than a share being sold, must accept."""

    more_than: Share


class Lock(Term):
    """No other registration from receipt of a request until the distribution ends or a cap after effectiveness."""

    cap: PeriodField
    released_forms: tuple[Name, ...] = ()


class Deferral(Term):
    """The issuer may put off a required registration: for so long, so often, and so many days in a rolling period."""

    longest: PeriodField
    times: Positive
    days_in_period: Positive
    period: PeriodField


class Piggyback(Term):
    """Holders are told of a proposed registration of common stock for sale to the public, and may join it."""

    notice: PeriodField
    response: PeriodField
    reply: Literal["received", "given"]
    excluded_forms: tuple[Name, ...] = ()
    must_state: tuple[Fact, ...] = ()


class Holdback(Term):
    """Sales are barred for a period from effectiveness."""

    period: PeriodField


class Distribution(Term):
    """The period of distribution: to its completion, at most so long after effectiveness."""

    cap: PeriodField


class ComfortCutoff(Term):
    """Opinion and comfort letter at the closing of an underwritten sale; how recent the comfort must be."""

    cutoff: PeriodField


class Expenses(Term):
    """Who pays the expenses of a registration, by tranche of stock; ``original_agreement`` where another one governs."""

    registration: dict[Id, Literal["issuer", "original_agreement"]]


class LossOfRights(Term):
    """A holder that may sell all its stock under a rule may not use some rights meanwhile."""

    rule: Name
    repealed: Day | None = None
    holding_period: PeriodField
    suspends: tuple[Literal["demand", "short_form", "piggyback"], ...]


class Method(Record):
    """One way in which a notice may be given, and when it then counts as received."""

    received: Literal["on_delivery", "when_received", "after_mailing"]
    after: PeriodField | None = None
    followed_by: Literal["courier"] | None = None


class Notices(Term):
    """How notices are given and when they count as received."""

    methods: dict[Literal["hand", "courier", "mail", "fax", "email"], Method]
    received_clause: Name


class Law(Term):
    """The governing law, with the calendar of public holidays that its computation of time uses."""

    state: Name
    public_holidays: CalendarName


class Terms(Record):
    """The rights that the agreement grants; one that is left out is not granted, and its rules decide nothing."""

    restricted_stock: Term | None = None
    transfer_notice: TransferNotice | None = None
    transfer_compliance: TransferCompliance | None = None
    legend: Legend | None = None
    demand: Demand | None = None
    short_form: ShortForm | None = None
    satisfaction: Satisfaction | None = None
    standstill: Standstill | None = None
    demand_cutback: Term | None = None
    underwriter_choice: UnderwriterChoice | None = None
    issuer_shares: Term | None = None
    registration_lock: Lock | None = None
    same_terms: Term | None = None
    deferral: Deferral | None = None
    piggyback: Piggyback | None = None
    piggyback_election: Term | None = None
    piggyback_cutback: Term | None = None
    holdback_automatic: Holdback | None = None
    holdback_requested: Holdback | None = None
    procedures: Term | None = None
    review: Term | None = None
    copies: Term | None = None
    blue_sky: Term | None = None
    suspension: Term | None = None
    comfort: ComfortCutoff | None = None
    inspection: Term | None = None
    period_of_distribution: Distribution | None = None
    questionnaire: Term | None = None
    underwriting_agreement: Vote | None = None
    expenses: Expenses | None = None
    loss_of_rights: LossOfRights | None = None
    issuer_indemnity: Term | None = None
    seller_indemnity: Term | None = None
    claim_notice: Term | None = None
    contribution: Term | None = None
    reporting: Term | None = None
    duration: Term | None = None
    representations: Term | None = None
    conflicting_rights: Vote | None = None
    assignment: Term | None = None
    amendment: Vote | None = None
    waiver: Term | None = None
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


class TrancheTerms(Record):
    """One issue of stock under the agreement: what it is called, and its size where the agreement states it.

    ``note_buyers``: to whom the agreement says that the notes are sold of which the stock comes.
    """

    name: Name
    short: Name
    shares: Count | None = None
    note_buyers: tuple[Id, ...] = ()


class OtherAgreement(Record):
    """An agreement that stands beside this one and reaches some of the same stock."""

    name: Name
    date: Day
    tranches: tuple[Id, ...] = ()
    clause: Name


class Unmodelled(Record):
    """Something the agreement says that the data cannot express; it is carried to the memorandum."""

    clause: Name
    says: Name


class Agreement(Record):
    """The file agreement.yaml."""

    title: Name
    date: Day
    parties: Name
    words: Words
    tranches: dict[Id, TrancheTerms]
    other_agreements: tuple[OtherAgreement, ...] = ()
    terms: Terms
    readings: dict[Name, Name | Choice] = Field(default_factory=dict)
    unmodelled: tuple[Unmodelled, ...] = ()
