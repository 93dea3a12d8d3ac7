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
    TrancheId,
)
from rrdocs.agreement.thresholds import Measure, Threshold, ThresholdField
from rrdocs.agreement.vocabulary import Account, Certifier, Disposition, PartyKind, Security
from rrdocs.dates.deadlines import DeadlineField
from rrdocs.dates.moments import PeriodField
from rrdocs.yamlfiles.records import Money, Name, Positive, Record, YesNo


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
    """One provision of the agreement, with its clause."""

    clause: Name
    """The number of the clause, as the agreement writes it. Example: `3(d)`."""


class Majority(Term):
    """A provision that needs the agreement of a part of the stock."""

    more_than: Share | None = None
    """The part that must be exceeded. Use this or `requires`. Example: `1/2`."""
    requires: ThresholdField | None = None
    """What must be reached, where it is not simply more than a part. Example: `at least 2/3`.
    """

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
    """What is needed to change the agreement, or to grant rights that conflict with it."""

    after_ipo: ThresholdField | None = None
    """What is needed instead after an initial public offering. Left out, the same. Example: `at
    least 50%`.
    """
    also: tuple[PartyOrGroupId, ...] = ()
    """Parties and groups that must agree besides; of a group, holders of more than half of its
    stock. Example: `[savvis]`.
    """
    told: DeadlineField | None = None
    """How soon those who have not signed an amendment must be notified of it. Left out, no notice
    is required. Example: `promptly`.
    """


# ---- who


class Group(Record):
    """Some of the holders. A holder is in the group if it meets all the conditions given."""

    name: Name
    """The name of the group, as the agreement has it. Example: `Major Holders`."""
    clause: Name
    """The clause that defines it. Example: `1.1`."""
    members: tuple[MetPartyId, ...] = ()
    """The holders named. Left out, any holder. Example: `[northmere, quillon]`."""
    tranches: tuple[TrancheId, ...] = ()
    """The tranches of which its members hold stock. Left out, any. Example: `[series_a]`."""
    kinds: tuple[PartyKind, ...] = ()
    """What its members are in law. Left out, anything. Example: `[partnership, llc]`."""
    holds: ThresholdField | None = None
    """How much stock a member must hold. Left out, any amount. Example: `at least 250000 shares`.
    """
    affiliates_together: YesNo = False
    """Whether affiliates count as one holder for `holds`. Example: `true`."""


# ---- demands and short forms


class Limit(Record):
    """How often a right may be used."""

    times: Positive
    """How many times. Example: `1`."""
    of: GroupId | None = None
    """The group to whose use the limit applies. Left out, all holders together. Example: `lead`."""
    within: PeriodField | None = None
    """The rolling period in which it applies. Left out, ever. Example: `12 months`."""


class Minimum(Record):
    """How large a request must be."""

    size: ThresholdField
    """The least size. Example: `at least $5,000,000`."""
    sales: Literal["requesting", "all"] = "requesting"
    """Whose shares count towards it: those of the requesting holders, or all. Example:
    `requesting`.
    """
    proceeds: Literal["net", "gross"] = "net"
    """Whether net or gross proceeds are meant. Example: `net`."""
    waived_if_all: YesNo = False
    """Whether it does not apply to a request for all that is left. Example: `true`."""


class Opening(Record):
    """From when and until when a right may be used."""

    earliest: DeadlineField | None = None
    """The first day. Left out, at once. Example: `180 days after ipo`."""
    latest: DeadlineField | None = None
    """The last day. Left out, no end. Example: `5 years after ipo`."""
    unless_shelf: YesNo = False
    """Whether the right rests while a shelf registration is effective. Example: `true`."""


class Blackout(Record):
    """When a request may not be made because of a registration of the issuer's own."""

    before_filing: PeriodField | None = None
    """How long before the issuer's planned filing. Left out, no such time. Example: `60 days`."""
    after_effectiveness: PeriodField | None = None
    """How long after the effectiveness of the issuer's registration. Left out, no such time.
    Example: `180 days`.
    """
    counter_notice: DeadlineField | None = None
    """The time in which the issuer may answer a request that it will file a registration of its
    own. Example: `10 days`.
    """
    counter_filing: DeadlineField | None = None
    """The time in which it must then file. Example: `60 days`."""
    if_short_form: YesNo = False
    """Whether a long form may not be requested while the short form is available. Example: `true`.
    """


class Told(Term):
    """A right of which holders are notified, and to which they may reply."""

    by: GroupId | None = None
    """The group that has the right. Left out, any holder. Example: `lead`."""
    must_state: tuple[Fact, ...] = ()
    """What a request must state. Example: `[shares, method]`."""
    notice: DeadlineField
    """By when the others are notified. Example: `immediately`."""
    tell: Tell = "others"
    """Who is notified: the others, all, nobody, or a group. Example: `others`."""
    notice_states: tuple[Name, ...] = ()
    """What the notice itself must say, in words. Example: `[the proposed date of filing]`."""
    response: DeadlineField
    """The time to reply. Example: `30 days`."""
    reply: Reply
    """By what a reply counts as in time: when it is received, given, made or sent. Example:
    `received`.
    """
    clock: Literal["per_recipient", "common"] = "per_recipient"
    """Whether each recipient has a window of its own, or all have one. Example: `per_recipient`."""
    may_shorten_to: PeriodField | None = None
    """The least time to which the notice itself may shorten the window. Left out, it may not.
    Example: `10 days`.
    """
    silence: Literal["not_stated", "waiver"] = "not_stated"
    """What it means not to reply. Example: `waiver`."""


class Requested(Told):
    """What a demand and a short form request have in common."""

    opening: Opening | None = None
    """From when and until when it may be made. Left out, at any time. Example: `{earliest: 180 days
    after ipo}`.
    """
    minimum: Minimum | None = None
    """How large it must be. Left out, of any size. Example: `{size: "at least $5,000,000"}`."""
    limits: tuple[Limit, ...] = ()
    """How often it may be made. Left out, as often as wanted. Example: `[{times: 1, within: 12
    months}]`.
    """
    blackout: Blackout | None = None
    """When it may not be made because of a registration of the issuer's own. Example:
    `{after_effectiveness: 180 days}`.
    """
    file_by: DeadlineField | None = None
    """By when the issuer must file. Left out, the agreement sets no day. Example: `90 days after
    request`.
    """
    effective_by: DeadlineField | None = None
    """By when the registration must be effective. Left out, the agreement sets no day. Example:
    `180 days after request`.
    """


class Demand(Requested, Majority):
    """Holders of enough stock may require a registration; the others are notified and may join."""

    limit: Positive | None = None
    """How many registrations may be required in all. Left out, any number. Example: `2`."""


class ShortForm(Requested):
    """Holders may require a registration on a short form."""

    form: Name
    """The form. Example: `S-3`."""
    net_proceeds_over: Money | None = None
    """The net proceeds that must be exceeded, in US dollars. Left out, any amount is enough.
    Example: `5000000`.
    """


class Satisfaction(Term):
    """When a required registration counts as one of those granted."""

    counts: Literal["effective", "filed"] = "effective"
    """Whether it counts once it is effective or once it is filed. Example: `effective`."""
    all_sold_for: tuple[Disposition, ...] = ()
    """The methods of disposition for which it counts only once all shares are sold. Example:
    `[firm_commitment]`.
    """
    included: Share | None = None
    """The part of the shares requested that must have been included. Left out, no part is stated.
    Example: `75%`.
    """
    withdrawn: Literal["reading", "counts", "does_not_count", "counts_unless_paid"] = "reading"
    """Whether one that its requesters withdraw counts; `reading` where the agreement does not say.
    Example: `counts_unless_paid`.
    """
    not_if_withdrawn_in: tuple[Literal["deferral", "adverse_change"], ...] = ()
    """When a withdrawn one does not count: in a deferral, or after an adverse change. Example:
    `[deferral]`.
    """


class Standstill(Term):
    """A registration of which each holder was notified holds up a demand until some time after its
    effectiveness.
    """

    after_effectiveness: PeriodField
    """How long after effectiveness. Example: `180 days`."""
    excluded_forms: tuple[Name, ...] = ()
    """Forms that hold up nothing. Example: `[S-8, S-4]`."""


class Waiving(Term):
    """Waivers."""

    binds: Literal["reading", "signers", "all"] = "reading"
    """Whom a waiver binds: its signers, all holders once enough have signed, or `reading` where the
    agreement does not say. Example: `signers`.
    """


class UnderwriterChoice(Majority):
    """The issuer chooses the managing underwriter; all requesters, and holders of the stated part
    of the stock being sold, must accept it.
    """


class Lock(Term):
    """No other registration may be effected from receipt of a request until the distribution
    ends.
    """

    cap: PeriodField | None = None
    """How long after effectiveness it lasts at most. Left out, there is no cap. Example: `90 days`.
    """
    released_forms: tuple[Name, ...] = ()
    """Forms that it does not bar. Example: `[S-8, S-4]`."""


"""Who certifies, or makes, a determination."""


class Deferral(Term):
    """The issuer may defer a required registration."""

    longest: PeriodField
    """How long one deferral may last. Example: `90 days`."""
    times: Positive | None = None
    """How many deferrals there may be in `period`. Left out, any number. Example: `1`."""
    days_in_period: Positive | None = None
    """How many days all deferrals may last in `period`. Left out, any number. Example: `120`."""
    period: PeriodField | None = None
    """The rolling period for `times` and `days_in_period`. Example: `12 months`."""
    counted_from: Literal["determination", "request"] = "determination"
    """Whether a deferral runs from the determination or from the request. Example: `determination`.
    """
    certificate: tuple[Certifier, ...] = ()
    """Who must certify the determination; any of those named is enough. Left out, nobody. Example:
    `[president]`.
    """
    told: DeadlineField | None = None
    """By when the holders are notified. Left out, no notice is required. Example: `promptly`."""
    only_if_below: ThresholdField | None = None
    """The issuer may defer only while the requesters hold less than this. Left out, always.
    Example: `at least 5% of outstanding`.
    """
    no_own_registration: YesNo = False
    """Whether the issuer may not register for its own account meanwhile. Example: `true`."""
    consecutive: YesNo = True
    """Whether two deferrals may follow each other without a break. Example: `false`."""


# ---- piggyback


class Piggyback(Told):
    """Holders are notified of a proposed registration for sale to the public and may join it."""

    tell: Tell = "all"
    excluded_forms: tuple[Name, ...] = ()
    """Forms of which no notice is due. Example: `[S-8, S-4]`."""
    excluded_purposes: tuple[Name, ...] = ()
    """Purposes of which no notice is due: plans, exchange offers and the like. Example:
    `[employee_plan]`.
    """
    securities: tuple[Security, ...] = ("common",)
    """Of which securities. Example: `[common]`."""
    accounts: tuple[Account, ...] = ("issuer", "holders", "both")
    """For whose account. Example: `[issuer, holders, both]`."""
    underwritten_only: YesNo = False
    """Whether only of underwritten offerings. Example: `true`."""
    cash_only: YesNo = False
    """Whether only of offerings for cash. Example: `true`."""
    takedowns: Literal["reading", "included", "excluded"] = "reading"
    """Whether a takedown from a shelf calls for notice; `reading` where the agreement does not say.
    Example: `excluded`.
    """
    required_registrations: Literal["reading", "included", "excluded"] = "reading"
    """Whether a demand or a short form request calls for it too; `reading` where the agreement does
    not say. Example: `included`.
    """
    unless_shelf: YesNo = False
    """Whether no notice is due while a shelf covers the holders. Example: `true`."""
    withdraw_until: DeadlineField | None = None
    """Until when a holder may withdraw. Left out, the agreement sets no day. Example: `5 days
    before effectiveness`.
    """


class OptOut(Term):
    """A holder may ask not to be notified."""

    scope: Literal["piggyback", "all"]
    """Of which notices: those of proposed registrations, or all. Example: `piggyback`."""
    lasts: PeriodField | None = None
    """How long it lasts. Left out, until the holder opts in. Example: `12 months`."""
    revocable: YesNo = True
    """Whether the holder may opt in again. Example: `true`."""
