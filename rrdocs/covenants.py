"""What the issuer undertakes and how the parties deal with each other: procedures, expenses, the shelf, claims, notices, law."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rrdocs.dates import CalendarName, PeriodField
from rrdocs.deadlines import DeadlineField
from rrdocs.grants import Share, Term
from rrdocs.source import Flag, Id, Money, Name, Positive, Record


class Suspension(Term):
    """A misleading prospectus is not used.

    ``notice``: how soon the sellers are told. ``longest``: how long a suspension may last, from the day on which the prospectus
    became misleading; ``days_in_year``: how many days all of them may, in any twelve months. ``end_notice``: how soon the sellers
    are told of the end. ``reasons``: whether the notice gives its reasons or leaves them out.
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
    """Opinion and comfort letter at the closing of an underwritten sale; how recent the comfort must be."""

    cutoff: PeriodField


class OnRequest(Term):
    """What the issuer does when asked, and how soon."""

    within: DeadlineField


Payer = Literal["issuer", "holders", "original_agreement"]


class Expenses(Term):
    """Who pays the expenses of a registration, by tranche of stock; ``original_agreement`` where another agreement governs.

    ``first``: of how many required registrations the issuer pays (of all, if left out); the holders pay for the others.
    ``withdrawn``: who pays for one that the requesters withdraw. ``counsel_cap``: the most that the issuer pays for counsel to the
    holders in one registration, in dollars (nothing, if left out).
    """

    registration: dict[Id, Payer]
    first: Positive | None = None
    withdrawn: Literal["not_stated", "holders", "issuer", "holders_or_count"] = "not_stated"
    counsel_cap: Money | None = None


# ---- the mandatory shelf


class Damages(Record):
    """Liquidated damages for a missed day: a percentage of what each holder paid, for each period or part of one.

    ``from_first_day``: measured from the deadline itself although a grace was given. ``cap``: the most, as a part of what was
    paid. ``interest``: the yearly rate on what is paid late. ``prorated``: a part of a period counts as that part only.
    """

    clause: Name
    rate: Share
    every: PeriodField
    from_first_day: Flag = False
    cap: Share | None = None
    interest: Share | None = None
    prorated: Flag = True
    exclusive: Flag = False


class Shelf(Term):
    """The issuer registers the resale of all stock by itself: filed, effective and kept so, each by its day.

    ``file_by``, ``effective_by``: the days. ``keep``: how long it is kept effective. ``unavailable``: how many days in any
    twelve months it may be unusable. ``damages``: what a missed day costs.
    """

    form: Name
    file_by: DeadlineField
    effective_by: DeadlineField
    keep: DeadlineField | None = None
    unavailable: Positive | None = None
    requested_by: Share | None = None
    damages: Damages | None = None


# ---- claims, consents, notices, law


class ClaimNotice(Term):
    """How soon an indemnified party tells of a claim, and what follows if it does not.

    ``omission``: a reading decides, or the text says that the indemnitor is freed so far as it was harmed, or altogether.
    ``election``: the indemnitor's time, from its receipt of that notice, to take over the defence, which it is then taken to waive.
    """

    within: DeadlineField
    omission: Literal["reading", "prejudice_only", "relieves"] = "reading"
    election: DeadlineField | None = None


class Duration(Term):
    """How long the agreement lasts: while a holder owns stock, and no longer than ``until``, which is its last day."""

    while_held: Flag = True
    until: DeadlineField | None = None


MethodName = Literal["hand", "courier", "mail", "registered_mail", "first_class_mail", "messenger", "fax", "email", "telephone"]
Received = Literal["on_delivery", "when_received", "after_mailing", "on_deposit", "next_business_day"]


class Method(Record):
    """One way in which a notice may be given, and when it then counts as received.

    ``after``: how long after mailing, deposit or sending. ``earlier_of_actual``: or when it really arrived, if that is earlier.
    ``business_hours``: what arrives outside the recipient's hours ("9:00-17:00") counts on its next business day.
    ``followed_by``: what must follow. ``refusal_counts``: refusing it is receiving it. ``answerback``: proof of receipt needed.
    """

    received: Received
    after: PeriodField | None = None
    earlier_of_actual: Flag = False
    business_hours: Name | None = None
    followed_by: Literal["courier", "confirmation"] | None = None
    refusal_counts: Flag = False


class Copy(Record):
    """A copy that goes with each notice to a party, and is no notice itself."""

    of_notices_to: Id
    to: Id
    required: Flag = True


class Notices(Term):
    """How notices are given, to which address, and when they count as received.

    ``exceptions``: other methods for some documents. ``copies``: who gets one. ``address``: where a party is told.
    ``waived_by``: who may waive a notice. ``failure_harmless``: an accidental omission to one does no harm to the rest.
    """

    methods: dict[MethodName, Method]
    received_clause: Name
    exceptions: dict[Id, dict[MethodName, Method]] = Field(default_factory=dict)
    copies: tuple[Copy, ...] = ()
    address: Literal["signature_page", "schedule", "records", "furnished"] = "signature_page"
    waived_by: Literal["recipient", "class_majority"] = "recipient"
    failure_harmless: Flag = False


class Law(Term):
    """The governing law, with the calendar of public holidays that its computation of time uses.

    ``business_days``: the calendar that the agreement itself gives to business days (a reading decides, where it is left out).
    """

    state: Name
    public_holidays: CalendarName
    business_days: CalendarName | None = None
