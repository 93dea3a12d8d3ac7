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
from rrdocs.yamlfiles.records import Flag, Money, Name, Positive, Record


class Suspension(Term):
    """A misleading prospectus is not used.

    ``notice``: how soon the sellers are told. ``longest``: how long a suspension may last, from the
    day on which the prospectus became misleading; ``days_in_year``: how many days all of them may,
    in any twelve months. ``end_notice``: how soon the sellers are told of the end. ``reasons``:
    whether the notice gives its reasons or leaves them out.
    """

    notice: DeadlineField
    longest: PeriodField | None = None
    days_in_year: Positive | None = None
    end_notice: DeadlineField | None = None
    reasons: Literal["not_stated", "omitted", "given"] = "not_stated"


class Distribution(Term):
    """The period of distribution: to its completion, at most so long after effectiveness."""

    cap: PeriodField


class ComfortCutoff(Term):
    """Opinion and comfort letter at the closing of an underwritten sale; how recent the comfort
    must be.
    """

    cutoff: PeriodField


class OnRequest(Term):
    """What the issuer does when asked, and how soon."""

    within: DeadlineField


Payer = Literal["issuer", "holders", "original_agreement"]


class Expenses(Term):
    """Who pays the expenses of a registration, by tranche of stock; ``original_agreement`` where
    another agreement governs.

    ``first``: of how many required registrations the issuer pays (of all, if left out); the holders
    pay for the others. ``withdrawn``: who pays for one that the requesters withdraw.
    ``counsel_cap``: the most that the issuer pays for counsel to the holders in one registration,
    in dollars (nothing, if left out).
    """

    registration: dict[TrancheId, Payer]
    first: Positive | None = None
    withdrawn: Literal["not_stated", "holders", "issuer", "holders_or_count"] = "not_stated"
    counsel_cap: Money | None = None


# ---- the mandatory shelf


Failure = Literal["filing", "effectiveness", "unavailable"]


class Damages(Record):
    """Liquidated damages for a missed day: a part of what each holder paid, or so many dollars a
    share, for each period of delay.

    ``failures``: what costs them. ``rate``: the part of what was paid, for each period of
    ``every``; ``per_share``: dollars a share instead. ``increase``: by how much the rate of each
    later period is higher, up to ``highest``. ``from_first_day``: measured from the deadline itself
    although a grace was given. ``prorated``: a part of a period counts as that part only, and
    otherwise as a whole one. ``concurrent``: failures at one time each cost them. ``cap``: the
    most, as a part of what was paid. ``payable``: how long after the end of each period they are
    due; ``interest``: the yearly rate on what is then not paid. ``exclusive``: they are the only
    remedy in money.
    """

    clause: Name
    failures: tuple[Failure, ...] = ("filing", "effectiveness", "unavailable")
    rate: Share | None = None
    per_share: Money | None = None
    every: PeriodField
    increase: Share | None = None
    highest: Share | None = None
    from_first_day: Flag = False
    prorated: Flag = True
    concurrent: Flag = False
    cap: Share | None = None
    payable: PeriodField | None = None
    interest: Share | None = None
    exclusive: Flag = False


class Shelf(Term):
    """The issuer registers the resale of all stock by itself: filed, effective and kept so, each
    by its day.

    ``registration``: its id in the events. ``file_by``, ``effective_by``: the days, counted from
    the date of the agreement (or from the request, where it must be asked for) if they name nothing
    else. ``requested_by``: how much of the stock must ask. ``keep``: how long it is kept effective;
    ``until``: no longer than until all stock is sold, or all holders may sell all of it under the
    rule of a `rule_144_status`. ``unavailable``: how many days in any twelve months it may be
    unusable; ``unavailable_at_once``: how many without a break. ``damages``: what a missed day
    costs.
    """

    form: Name
    registration: NewRegistrationId = "shelf"
    file_by: DeadlineField
    effective_by: DeadlineField
    requested_by: ThresholdField | None = None
    keep: DeadlineField | None = None
    until: tuple[Literal["all_sold", "all_free"], ...] = ("all_sold",)
    unavailable: Positive | None = None
    unavailable_at_once: Positive | None = None
    damages: Damages | None = None


class Questionnaire(Term):
    """Holders furnish in writing what a registration needs to know of them; ``by``: by when,
    before the filing of a shelf.
    """

    by: DeadlineField | None = None


# ---- claims, consents, notices, law


class ClaimNotice(Term):
    """How soon an indemnified party tells of a claim, and what follows if it does not.

    ``omission``: a reading decides, or the text says that the indemnitor is freed so far as it was
    harmed, or altogether. ``election``: the indemnitor's time, from its receipt of that notice, to
    take over the defence, which it is then taken to waive.
    """

    within: DeadlineField
    omission: Literal["reading", "prejudice_only", "relieves"] = "reading"
    election: DeadlineField | None = None


class Duration(Term):
    """How long the agreement lasts: while a holder owns stock, and no longer than ``until``, which
    is its last day.
    """

    while_held: Flag = True
    until: DeadlineField | None = None


Received = Literal[
    "on_delivery", "when_received", "after_mailing", "on_deposit", "next_business_day"
]


class Method(Record):
    """One way in which a notice may be given, and when it then counts as received.

    ``received``: on delivery, when received, so long ``after`` mailing, deposit or sending
    (``after_mailing``), with the deposit or sending itself, or on the business day after it.
    ``earlier_of_actual``: or when it really arrived, if that is earlier. ``business_hours``: what
    comes (or, where sending is receipt, goes) outside the recipient's hours ("9:00-17:00", or
    "0:00-17:00" where only the evening is outside) counts on the next business day.
    ``followed_by``: what must follow. ``answerback``: the machine's proof of receipt is needed.
    ``refusal_counts``: refusing it is receiving it. ``void_if_returned``: what comes back
    undelivered is no notice, although it counts from its sending.
    """

    received: Received
    after: PeriodField | None = None
    earlier_of_actual: Flag = False
    business_hours: HoursField | None = None
    followed_by: Literal["courier", "confirmation"] | None = None
    answerback: Flag = False
    refusal_counts: Flag = False
    void_if_returned: Flag = False


class Copy(Record):
    """A copy that goes with each notice to a party, and is no notice itself; one that is
    ``required`` is missed where it is not sent.
    """

    of_notices_to: PartyId
    to: PartyId
    required: Flag = True


class Notices(Term):
    """How notices are given, to which address, and when they count as received.

    ``exceptions``: for some documents, the methods that take the place of all of ``methods``.
    ``copies``: who gets one. ``address``: where a party is told: at the address of its signature
    page or of a schedule, a new one binding whoever has been told of it; at the address in the
    issuer's records; or as furnished to all other parties. ``waived_by``: a notice may be waived by
    its recipient, or for all recipients by as much of the stock as can amend. ``failure_harmless``:
    a failure to notify one does not make what was done toward the others ineffective.
    """

    methods: dict[MethodName, Method]
    received_clause: Name
    exceptions: dict[DocumentName, dict[MethodName, Method]] = Field(default_factory=dict)
    copies: tuple[Copy, ...] = ()
    address: Literal["signature_page", "schedule", "records", "furnished"] = "signature_page"
    waived_by: Literal["recipient", "class_majority"] = "recipient"
    failure_harmless: Flag = False


class Law(Term):
    """The governing law, with the calendar of public holidays that its computation of time uses.

    ``business_days``: the calendar that the agreement itself gives to business days (a reading
    decides, where it is left out).
    """

    state: Name
    public_holidays: CalendarName
    business_days: CalendarName | None = None
