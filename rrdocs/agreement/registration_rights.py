"""The provisions of an agreement, each a record with the number of its clause: what is granted, to
whom, within which limits.

Every number, name and period that a rule uses stands in one of these. A field that is left out has
the default named here, which is what an agreement says by not saying more.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from rrdocs.agreement.references import (
    GroupId,
    MetPartyId,
    PartyOrGroupId,
    RankId,
    Reference,
    TrancheId,
)
from rrdocs.agreement.thresholds import Measure, Threshold, ThresholdField
from rrdocs.agreement.vocabulary import Account, Certifier, Disposition, PartyKind, Security
from rrdocs.dates.deadlines import DeadlineField
from rrdocs.dates.moments import Day, PeriodField
from rrdocs.yamlfiles.records import Flag, Id, Money, Name, Positive, Record


def _fraction(value: object) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if not re.fullmatch(r"\d{1,6}/[1-9]\d{0,5}|\d{1,3}(\.\d{1,4})?%", str(value)):
        raise ValueError("must be a fraction such as 1/2 or a percentage such as 25%")
    text = str(value)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


Share = Annotated[Fraction, BeforeValidator(_fraction), WithJsonSchema({"type": "string"})]
Fact = Literal["shares", "method", "net_proceeds", "same_terms", "election", "price_range", "shelf"]
Reply = Literal["received", "given", "made", "sent"]
"""By what test a reply is in time: received by the issuer, or given, made or sent by the holder."""
Tell = Literal["others", "all", "nobody"] | GroupId
"""Who is told: the holders that did not ask, all of them, nobody, or a group of the agreement."""


class Term(Record):
    """One provision, with the number of its clause."""

    clause: Name


class Majority(Term):
    """A part of the stock that must agree: strictly more than ``more_than``, or what ``requires``
    says.
    """

    more_than: Share | None = None
    requires: ThresholdField | None = None

    @property
    def threshold(self) -> Threshold:
        """What is required, of which ``more_than`` is the short form."""
        if self.requires is not None:
            return self.requires
        if self.more_than is None:
            return Threshold((), True, "any")
        text = f"more than {self.more_than}"
        return Threshold((Measure(True, "part", self.more_than, "", text),), True, text)


class Vote(Majority):
    """What must agree to a change of the agreement, or to rights that conflict with it.

    ``after_ipo``: what is required instead once there has been an initial public offering.
    ``also``: parties and groups that must agree besides; of a group, the holders of more than half
    of its stock. ``told``: within which time of an amendment those who have not signed it are told
    of it.
    """

    after_ipo: ThresholdField | None = None
    also: tuple[PartyOrGroupId, ...] = ()
    told: DeadlineField | None = None


# ---- who


class Group(Record):
    """Some of the holders: those named, those that hold certain tranches, those that hold enough.
    All conditions must be met.
    """

    name: Name
    clause: Name
    members: tuple[MetPartyId, ...] = ()
    tranches: tuple[TrancheId, ...] = ()
    kinds: tuple[PartyKind, ...] = ()
    holds: ThresholdField | None = None
    affiliates_together: Flag = False


# ---- transfers


class TransferNotice(Term):
    """A holder tells the issuer of a transfer: within a period after its consummation, or so long
    before it.

    ``except_to``: relations to which transfers need no notice. ``also_to``: others that must be
    told: parties, groups, or ``holders``. ``approval``: the issuer's time to object, from receipt
    of the notice, after which it is taken to agree. ``smallest``: who gets fewer shares in all gets
    no rights. ``joinder``: a transferee must join, and is not told before it has.
    """

    within: DeadlineField
    except_to: tuple[Literal["affiliate", "partner", "member"], ...] = ()
    also_to: tuple[Annotated[Id, Reference("party or group", words=("holders",))], ...] = ()
    approval: DeadlineField | None = None
    smallest: Positive | None = None
    joinder: Flag = False


class TransferCompliance(Term):
    """Transfers must be lawful; the issuer may ask for an opinion, save for transfers to the
    relations named.
    """

    opinion_counsel: tuple[Name, ...] = ()
    no_opinion_for: tuple[Literal["affiliate", "partner", "member"], ...] = ()
    partner_transfer_by: tuple[Literal["partnership", "llc"], ...] = ("partnership", "llc")
    opinion_paid_by: Literal["holder", "issuer"] = "holder"
    instead_of_opinion: tuple[Literal["no_action_letter", "broker_letter"], ...] = ()


Removal = Literal[
    "registered_sale",
    "rule_144_sale",
    "request_and_opinion",
    "anniversary",
    "transfer_agent_evidence",
    "effectiveness",
]


class FurtherLegend(Record):
    """Another legend that certificates bear, and what takes it off; ``anniversary``: after how
    long from issue it comes off.
    """

    name: Name
    text: Name
    removal: tuple[Removal, ...]
    anniversary: PeriodField | None = None


class Legend(Term):
    """The words that certificates bear, and what takes them off.

    ``removal``: a sale under a registration or Rule 144; a request with an opinion, or with
    evidence that satisfies the transfer agent; the effectiveness of a registration of the shares;
    or the passing of time: ``anniversary`` after issue. ``further``: other legends on the same
    certificates.
    """

    text: Name
    removal: tuple[Removal, ...]
    opinion_counsel: tuple[Name, ...] = ()
    anniversary: PeriodField | None = None
    further: tuple[FurtherLegend, ...] = ()


# ---- demands and short forms


class Limit(Record):
    """No more than so many: of a group's, within a rolling period, or ever."""

    times: Positive
    of: GroupId | None = None
    within: PeriodField | None = None


class Minimum(Record):
    """How large a request must be; ``sales``: whose shares count; ``waived_if_all``: not where all
    that is left is to be sold.
    """

    size: ThresholdField
    sales: Literal["requesting", "all"] = "requesting"
    proceeds: Literal["net", "gross"] = "net"
    waived_if_all: Flag = False


class Opening(Record):
    """From when and until when a right may be used, and while no shelf registration is
    effective.
    """

    earliest: DeadlineField | None = None
    latest: DeadlineField | None = None
    unless_shelf: Flag = False


class Blackout(Record):
    """What keeps a request from being made: a registration of the issuer's about to be filed, or
    lately effective.

    ``counter_notice``: the issuer may answer a request, within this time, that it will file one of
    its own, and must then file it within ``counter_filing``. ``if_short_form``: no long form while
    the short one may be used.
    """

    before_filing: PeriodField | None = None
    after_effectiveness: PeriodField | None = None
    counter_notice: DeadlineField | None = None
    counter_filing: DeadlineField | None = None
    if_short_form: Flag = False


class Told(Term):
    """A right of which holders are told, and to which they reply.

    ``by``: the group that has it (any holder, if left out). ``notice``: by when the others are
    told; ``tell``: who is. ``notice_states``: what the notice must say. ``response``: the time to
    join; ``clock``: each recipient's own, or one for all. ``may_shorten_to``: to what the notice
    itself may shorten it. ``silence``: what no reply means.
    """

    by: GroupId | None = None
    must_state: tuple[Fact, ...] = ()
    notice: DeadlineField
    tell: Tell = "others"
    notice_states: tuple[Name, ...] = ()
    response: DeadlineField
    reply: Reply
    clock: Literal["per_recipient", "common"] = "per_recipient"
    may_shorten_to: PeriodField | None = None
    silence: Literal["not_stated", "waiver"] = "not_stated"


class Requested(Told):
    """What a demand and a short form have in common. ``file_by``, ``effective_by``: by when the
    registration is filed and effective.
    """

    opening: Opening | None = None
    minimum: Minimum | None = None
    limits: tuple[Limit, ...] = ()
    blackout: Blackout | None = None
    file_by: DeadlineField | None = None
    effective_by: DeadlineField | None = None


class Demand(Requested, Majority):
    """Holders of enough stock may require a registration; the others are told and may join.
    ``limit``: how many, ever.
    """

    limit: Positive | None = None


class ShortForm(Requested):
    """Holders may require a registration on a short form; ``net_proceeds_over``: if its net
    proceeds exceed so many dollars.
    """

    form: Name
    net_proceeds_over: Money | None = None


class Satisfaction(Term):
    """When a required registration counts.

    ``counts``: once effective, or once filed. ``all_sold_for``: for these methods only when all has
    been sold. ``included``: what part of the shares asked for must have been included.
    ``withdrawn``: whether one that its requesters withdraw counts, always, never, or unless they
    pay its expenses; ``not_if_withdrawn_in``: not where they withdraw in a deferral or after an
    adverse change.
    """

    counts: Literal["effective", "filed"] = "effective"
    all_sold_for: tuple[Disposition, ...] = ()
    included: Share | None = None
    withdrawn: Literal["reading", "counts", "does_not_count", "counts_unless_paid"] = "reading"
    not_if_withdrawn_in: tuple[Literal["deferral", "adverse_change"], ...] = ()


class Standstill(Term):
    """A prior registration, of which each holder was told, holds up a demand until some days after
    its effectiveness.
    """

    after_effectiveness: PeriodField
    excluded_forms: tuple[Name, ...] = ()


class Waiving(Term):
    """Whom a waiver binds: those who signed it, or all where enough stock for an amendment did; a
    reading, if left open.
    """

    binds: Literal["reading", "signers", "all"] = "reading"


class UnderwriterChoice(Majority):
    """The issuer chooses the underwriter; all requesters, and holders of more than a share being
    sold, must accept.
    """


class Lock(Term):
    """No other registration from receipt of a request until the distribution ends, or a cap after
    effectiveness where there is one.
    """

    cap: PeriodField | None = None
    released_forms: tuple[Name, ...] = ()


"""Who certifies, or makes, a determination."""


class Deferral(Term):
    """The issuer may put off a required registration: for so long, so often, and so many days in a
    rolling period.

    ``counted_from``: the determination, or the request it puts off. ``certificate``: any of whom
    must certify it; the president and the chief executive are officers. ``told``: by when the
    holders are told. ``only_if_below``: not while the requesters hold so much.
    ``no_own_registration``: the issuer may not register meanwhile. ``consecutive``: whether two may
    follow each other without a break.
    """

    longest: PeriodField
    times: Positive | None = None
    days_in_period: Positive | None = None
    period: PeriodField | None = None
    counted_from: Literal["determination", "request"] = "determination"
    certificate: tuple[Certifier, ...] = ()
    told: DeadlineField | None = None
    only_if_below: ThresholdField | None = None
    no_own_registration: Flag = False
    consecutive: Flag = True


# ---- piggyback


class Piggyback(Told):
    """Holders are told of a proposed registration for sale to the public, and may join it.

    ``securities``, ``accounts``: of what and for whom. ``underwritten_only``, ``cash_only``: only
    such offerings. ``takedowns``: whether a takedown calls for it too. ``excluded_purposes``:
    plans, exchange offers and the like. ``required_registrations``: whether a demand or short form
    itself calls for the notice (``reading``: the agreement is silent). ``unless_shelf``: not while
    a shelf covers the holders. ``withdraw_until``: how long a holder may withdraw.
    """

    tell: Tell = "all"
    excluded_forms: tuple[Name, ...] = ()
    excluded_purposes: tuple[Name, ...] = ()
    securities: tuple[Security, ...] = ("common",)
    accounts: tuple[Account, ...] = ("issuer", "holders", "both")
    underwritten_only: Flag = False
    cash_only: Flag = False
    takedowns: Literal["reading", "included", "excluded"] = "reading"
    required_registrations: Literal["reading", "included", "excluded"] = "reading"
    unless_shelf: Flag = False
    withdraw_until: DeadlineField | None = None


class OptOut(Term):
    """A holder may have itself left out of notices: of piggybacks or of all, for a time or until
    it says otherwise.
    """

    scope: Literal["piggyback", "all"]
    lasts: PeriodField | None = None
    revocable: Flag = True


Rank = Literal["issuer", "requesting", "holders", "initiating", "others"] | RankId
"""One class in a cutback: the issuer; those who made the request (all holders who ask, where
``holders`` are no class of their own); the holders; those for whom the registration is made;
the others; or a group.
"""


class Cutback(Term):
    """Whose shares go in first when not all can be sold; classes named together share pro rata.

    ``order``: the classes in the order in which they are satisfied, each a list; empty: as the
    clause of a required offering or a piggyback is read by default. Whoever is in several classes
    is in the group, or else in the narrower class; whoever is in none comes last. ``basis``: pro
    rata by shares requested or owned. ``floor``: the least part of the offering, or of what the
    holders asked for (``floor_of``), that stays with the holders; ``no_floor_in_ipo``: not in the
    initial public offering. ``opinion_by``, ``opinion_to``, ``in_writing``: whose opinion, to whom,
    and how.
    """

    order: tuple[tuple[Rank, ...], ...] = ()
    basis: Literal["requested", "owned"] = "requested"
    floor: Share | None = None
    floor_of: Literal["offering", "requested"] = "offering"
    no_floor_in_ipo: Flag = False
    opinion_by: Literal["managing_underwriter", "lead_underwriter"] = "managing_underwriter"
    opinion_to: Literal["not_stated", "issuer", "holders"] = "not_stated"
    in_writing: Flag = False


class Holdback(Term):
    """Sales are barred for a period from effectiveness, and for ``before`` it.

    ``counted_from``: effectiveness, or the day of the final prospectus or of the underwriting
    agreement. ``underwriting``: in which offerings. ``forms``: only for registrations on these.
    ``ipo_only``: only for the initial public offering; ``ipo_period``: another period in that one.
    ``conditions``: who must be bound likewise. ``issuer_bound``: the issuer too.
    ``research_extension``: how much longer where research rules ask for it.
    """

    period: PeriodField
    before: PeriodField | None = None
    counted_from: Literal["effectiveness", "prospectus", "underwriting"] = "effectiveness"
    underwriting: Literal["firm_commitment", "underwritten", "any"] = "firm_commitment"
    forms: tuple[Name, ...] = ()
    ipo_only: Flag = False
    ipo_period: PeriodField | None = None
    conditions: tuple[
        Literal[
            "officers_and_directors",
            "one_percent_holders",
            "five_percent_holders",
            "other_rights_holders",
        ],
        ...,
    ] = ()
    issuer_bound: Flag = False
    research_extension: PeriodField | None = None


class LossOfRights(Term):
    """A holder may not use some rights while, or once, it no longer needs them.

    ``rule``: while it may sell all its stock under this rule. ``holding_period``: of what
    acquisition a lot is still young. ``below``: while it holds less than this. ``after``: from this
    day on. ``when``: once any of these is so, or only with all.
    """

    rule: Name | None = None
    repealed: Day | None = None
    holding_period: PeriodField | None = None
    below: ThresholdField | None = None
    after: DeadlineField | None = None
    when: Literal["any", "all"] = "any"
    suspends: tuple[Literal["demand", "short_form", "piggyback"], ...]
