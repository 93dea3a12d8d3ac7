"""What the issuer undertakes and how the parties deal with each other: procedures, expenses, the
shelf, claims, notices, law.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rrdocs.agreement.references import DocumentName, NewRegistrationId, PartyId, TrancheId
from rrdocs.agreement.registration_rights import Share, Term
from rrdocs.agreement.thresholds import ThresholdField
from rrdocs.agreement.vocabulary import MethodName
from rrdocs.dates.deadlines import DeadlineField
from rrdocs.dates.moments import CalendarName, HoursField, PeriodField
from rrdocs.yamlfiles.records import Money, Name, Positive, Record, YesNo


class Suspension(Term):
    """A prospectus that is misleading is not used."""

    notice: DeadlineField
    """How soon the sellers are notified. Example: `immediately`."""
    longest: PeriodField | None = None
    """How long one suspension may last, from the day on which the prospectus became misleading.
    Left out, no limit. Example: `45 days`.
    """
    days_in_year: Positive | None = None
    """How many days all suspensions may last in any twelve months. Left out, no limit. Example:
    `90`.
    """
    end_notice: DeadlineField | None = None
    """How soon the sellers are notified of the end. Left out, no notice is required. Example:
    `promptly`.
    """
    reasons: Literal["not_stated", "omitted", "given"] = "not_stated"
    """Whether the notice gives its reasons. Example: `omitted`."""


class Distribution(Term):
    """The period of distribution: until it is complete."""

    cap: PeriodField
    """How long after effectiveness it lasts at most. Example: `180 days`."""


class ComfortCutoff(Term):
    """The opinion of counsel and the comfort letter at the closing of an underwritten offering."""

    cutoff: PeriodField
    """How recent the comfort letter must be. Example: `5 business days`."""


class OnRequest(Term):
    """What the issuer does on request."""

    within: DeadlineField
    """How soon. Example: `promptly`."""


Payer = Literal["issuer", "holders", "original_agreement"]


class Expenses(Term):
    """Who pays the expenses of a registration."""

    registration: dict[TrancheId, Payer]
    """Who pays, by tranche of the stock registered; `original_agreement` where another agreement
    governs. Example: `{february_2001: issuer}`.
    """
    first: Positive | None = None
    """The number of required registrations for which the issuer pays. Left out, all. Example: `2`.
    """
    withdrawn: Literal["not_stated", "holders", "issuer", "holders_or_count"] = "not_stated"
    """Who pays for one that its requesters withdraw. Example: `holders`."""
    counsel_cap: Money | None = None
    """The most that the issuer pays for the holders' counsel in one registration, in US dollars.
    Left out, nothing. Example: `35000`.
    """


# ---- the mandatory shelf


Failure = Literal["filing", "effectiveness", "unavailable"]


class Damages(Record):
    """Liquidated damages for a day that was missed."""

    clause: Name
    """The clause. Example: `2(c)`."""
    failures: tuple[Failure, ...] = ("filing", "effectiveness", "unavailable")
    """Which failures cost them. Example: `[filing, effectiveness, unavailable]`."""
    rate: Share | None = None
    """The part of what each holder paid for its shares, for each period of `every`. Use this or
    `per_share`. Example: `1%`.
    """
    per_share: Money | None = None
    """US dollars a share, for each period of `every`. Example: `0.05`."""
    every: PeriodField
    """The period. Example: `30 days`."""
    increase: Share | None = None
    """By how much the rate of each later period is higher. Left out, it stays. Example: `0.25%`."""
    highest: Share | None = None
    """The highest rate. Left out, no limit. Example: `2%`."""
    from_first_day: YesNo = False
    """Whether they run from the deadline itself although a grace was given. Example: `true`."""
    prorated: YesNo = True
    """Whether a part of a period counts as that part; otherwise as a whole period. Example: `true`.
    """
    concurrent: YesNo = False
    """Whether failures at the same time each cost them. Example: `false`."""
    cap: Share | None = None
    """The most, as a part of what each holder paid. Left out, no cap. Example: `10%`."""
    payable: PeriodField | None = None
    """How long after the end of each period they are due. Example: `5 business days`."""
    interest: Share | None = None
    """The interest on late payment, per year of 365 days. Left out, none. Example: `18%`."""
    exclusive: YesNo = False
    """Whether they are the only remedy in money. Example: `true`."""


class Shelf(Term):
    """The issuer must register the resale of all stock by itself and keep the registration
    usable.
    """

    form: Name
    """The form. Example: `S-3`."""
    registration: NewRegistrationId = "shelf"
    """The id of the registration in events. Example: `resale-shelf`."""
    file_by: DeadlineField
    """By when it must be filed, counted from the date of the agreement or from the request unless
    it says otherwise. Example: `30 days after closing`.
    """
    effective_by: DeadlineField
    """By when it must be effective. Example: `90 days after closing`."""
    requested_by: ThresholdField | None = None
    """How much of the stock must request it. Left out, no request is needed. Example: `at least
    25%`.
    """
    keep: DeadlineField | None = None
    """How long it must be kept effective. Example: `3 years after effectiveness`."""
    until: tuple[Literal["all_sold", "all_free"], ...] = ("all_sold",)
    """What ends that earlier: all stock sold, or all holders free to sell under Rule 144. Example:
    `[all_sold, all_free]`.
    """
    unavailable: Positive | None = None
    """How many days in any twelve months it may be unusable. Left out, none is stated. Example:
    `60`.
    """
    unavailable_at_once: Positive | None = None
    """How many days without a break it may be unusable. Left out, none is stated. Example: `30`."""
    damages: Damages | None = None
    """What a missed day costs. Left out, nothing is stated. Example: `{clause: "2(c)", rate: 1%,
    every: 30 days}`.
    """


class Questionnaire(Term):
    """Holders must furnish in writing what a registration needs to know of them."""

    by: DeadlineField | None = None
    """By when. Left out, no day is stated. Example: `10 business days before filing`."""


# ---- claims, consents, notices, law


class ClaimNotice(Term):
    """An indemnified party must notify the indemnifying party of a claim."""

    within: DeadlineField
    """How soon. Example: `promptly`."""
    omission: Literal["reading", "prejudice_only", "relieves"] = "reading"
    """What follows if it does not; `reading` where the agreement does not say. Example:
    `prejudice_only`.
    """
    election: DeadlineField | None = None
    """The time of the indemnifying party, from its receipt, to assume the defense. Left out, none
    is stated. Example: `20 days`.
    """


class Duration(Term):
    """How long the agreement lasts."""

    while_held: YesNo = True
    """Whether it ends when no holder owns stock any more. Example: `true`."""
    until: DeadlineField | None = None
    """Its last day. Left out, none is stated. Example: `5 years after ipo`."""


Received = Literal[
    "on_delivery", "when_received", "after_mailing", "on_deposit", "next_business_day"
]


class Method(Record):
    """How a notice may be delivered, and when it then counts as received."""

    received: Received
    """What counts as receipt: delivery, actual receipt, some time after mailing, the sending
    itself, or the next business day. Example: `on_delivery`.
    """
    after: PeriodField | None = None
    """How long after mailing, where that counts. Example: `5 business days`."""
    earlier_of_actual: YesNo = False
    """Whether actual receipt counts where it is earlier. Example: `true`."""
    business_hours: HoursField | None = None
    """The recipient's hours; what comes outside them counts on the next business day. Example:
    `9:00-17:00`.
    """
    followed_by: Literal["courier", "confirmation"] | None = None
    """What must follow for the notice to be good. Example: `courier`."""
    answerback: YesNo = False
    """Whether the machine's proof of receipt is needed. Example: `true`."""
    refusal_counts: YesNo = False
    """Whether refusing it is receiving it. Example: `true`."""
    void_if_returned: YesNo = False
    """Whether what comes back undelivered is no notice, although it counts from its sending.
    Example: `true`.
    """


class Copy(Record):
    """A copy that goes with each notice to a party and is no notice itself."""

    of_notices_to: PartyId
    """The party whose notices are copied. Example: `savvis`."""
    to: PartyId
    """Who gets the copy. Example: `issuer_counsel`."""
    required: YesNo = True
    """Whether it is missed where it is not sent. Example: `true`."""


class Notices(Term):
    """How notices are given, to which address, and when they count as received."""

    methods: dict[MethodName, Method]
    """The methods that the agreement names, each with its rule of receipt. Example: `{hand:
    {received: on_delivery}}`.
    """
    received_clause: Name
    """The clause on receipt. Example: `8(f)`."""
    exceptions: dict[DocumentName, dict[MethodName, Method]] = Field(default_factory=dict)
    """The methods for some documents, in place of `methods`. Example: `{suspension_notice: {email:
    {received: when_received}}}`.
    """
    copies: tuple[Copy, ...] = ()
    """The copies that go with notices. Example: `[{of_notices_to: savvis, to: issuer_counsel}]`."""
    address: Literal["signature_page", "schedule", "records", "furnished"] = "signature_page"
    """Which address counts: that of the signature page or of a schedule, that in the issuer's
    records, or that furnished to all. Example: `signature_page`.
    """
    waived_by: Literal["recipient", "class_majority"] = "recipient"
    """Who may waive a notice: its recipient, or as much of the stock as can amend, for all.
    Example: `recipient`.
    """
    failure_harmless: YesNo = False
    """Whether a failure to notify one holder leaves what was done toward the others effective.
    Example: `true`.
    """


class Law(Term):
    """The governing law and its calendar."""

    state: Name
    """The state, in words. Example: `New York`."""
    public_holidays: CalendarName
    """The calendar of public holidays by which its computation of time puts off a last day.
    Example: `ny_gcl24`.
    """
    business_days: CalendarName | None = None
    """The calendar that the agreement itself gives to business days. Left out, a reading decides.
    Example: `federal`.
    """
