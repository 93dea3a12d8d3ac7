"""3(c)(viii): the deferrals that have been determined, which of them were permitted, and the days
that they take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.registration_rights import Deferral
from rrdocs.dates.moments import DAY, long_date
from rrdocs.deal.events import DeferralDetermined, DeferralEnded, RequestWithdrawn
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.groups import measured
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.requests import RegistrationRequest, request_of
from rrdocs.facts.requests.satisfaction import registration_for
from rrdocs.facts.requests.standing import is_good
from rrdocs.facts.time.day_allowances import Allowance

OFFICERS = ("president", "chief_executive")


CERTIFIERS = {
    "officer": "an officer",
    "president": "the president",
    "chief_executive": "the chief executive",
    "board": "the board",
    "special_committee": "a special committee",
}


@dataclass(frozen=True)
class DeferralSpan:
    """One deferral: its determination, the terms of that day, whether it was permitted and why or
    why not, and the days it may take.
    """

    event: DeferralDetermined
    rule: Deferral
    permitted: bool
    why: Finding
    first: date
    last: date
    ended: DeferralEnded | None

    @property
    def days(self) -> frozenset[date]:
        """Its days; none where it was not permitted."""
        count = (self.last - self.first).days + 1 if self.permitted else 0
        return frozenset(self.first + n * DAY for n in range(count))


def deferral_spans(position: Position) -> list[DeferralSpan]:
    """Every deferral in order, each judged with those before it."""
    return position.once(_judged_in_order)


def _judged_in_order(position: Position) -> list[DeferralSpan]:
    found: list[DeferralSpan] = []
    for event in position.all(DeferralDetermined):
        about = request_of(position, event.about)
        rule = under_terms(position, event.date.at).deal.terms.deferral
        if about is None or rule is None:
            continue
        made = [span for span in found if span.permitted]
        day = event.date.day
        first = first_day_of_deferral(position, event.about, day)
        last = last_day_of_deferral(position, rule, made, first, about)
        why = _permission(position, rule, about, made, event, left=last >= first)
        if about.withdrawn_on and about.withdrawn_on < last:
            last = max(about.withdrawn_on, first - DAY)  # nothing is left to put off
        ended = position.last(DeferralEnded, event.id)
        if ended and ended.date.day > last:
            ended = None  # it had ended by itself
        elif ended:
            last = ended.date.day
        found.append(DeferralSpan(event, rule, bool(why.holds), why, first, last, ended))
    return found


def first_day_of_deferral(position: Position, about: str, determined: date) -> date:
    """The first day that counts. Readings consulted: ``deferral_day_count``."""
    return (
        determined
        if reading(position, "deferral_day_count", about) == "include"
        else determined + DAY
    )


def allowance_of_days(position: Position, rule: Deferral) -> Allowance:
    return Allowance.of(position.deal, rule.days_in_period, rule.period)


def days_taken(made: Sequence[DeferralSpan]) -> frozenset[date]:
    """The days of deferrals; one that two of them share counts once."""
    return frozenset[date]().union(*(span.days for span in made))


def longest_counted_from(rule: Deferral, request: RegistrationRequest, first: date) -> date:
    """The day from which the longest time of a deferral runs: the eve of its first day, or receipt
    of the request.
    """
    return request.received.day if rule.counted_from == "request" else first - DAY


def last_day_of_deferral(
    position: Position,
    rule: Deferral,
    made: Sequence[DeferralSpan],
    first: date,
    request: RegistrationRequest,
) -> date:
    """The last day on which a deferral leaves no period with more days than the clause allows; the
    eve where none is left.
    """
    allowance = allowance_of_days(position, rule)
    return allowance.last(
        days_taken(made),
        first,
        allowance.end(longest_counted_from(rule, request, first), rule.longest),
    )


def deferrals_in_period(
    position: Position, rule: Deferral, made: Sequence[DeferralSpan], day: date
) -> int:
    since = allowance_of_days(position, rule).since(day)
    return sum(span.event.date.day > since for span in made)


def deferrals_that_count(
    position: Position, rule: Deferral, made: Sequence[DeferralSpan], about: str, day: date
) -> int:
    """The deferrals that count against another one on a day. Readings consulted where it matters:
    ``deferral_limit_scope``.
    """
    recent = deferrals_in_period(position, rule, made, day)
    if rule.times is None or len(made) < rule.times:
        return recent
    match reading(position, "deferral_limit_scope", about):
        case "twice_per_registration":
            return sum(span.event.about == about for span in made)
        case "twice_ever":
            return len(made)
        case _:
            return recent


def _permission(
    position: Position,
    rule: Deferral,
    about: RegistrationRequest,
    made: Sequence[DeferralSpan],
    event: DeferralDetermined,
    *,
    left: bool,
) -> Finding:
    at, day = event.date.at, event.date.day
    step = registration_for(position, about)
    withdrew = {
        e.investor
        for key in about.ids
        for e in position.about(RequestWithdrawn, key)
        if e.date.at <= at
    }
    timed = about.actual.timed and event.date.timed
    too_early = about.actual.at > at if timed else about.actual.day > day
    if is_good(position, about) is False or withdrew >= about.requesters.keys() or too_early:
        return Finding(
            rule.clause, f"no valid request was pending on {long_date(day)}", False, event.place
        )
    for over in (step.effective, step.ended):
        if over and over.date.at <= at:
            words = f"the registration was no longer pending on {long_date(day)}"
            return Finding(rule.clause, words, False, over.place)
    if not event.disclosure_required:
        return Finding(
            rule.clause,
            "the determination does not find that filing would require disclosure",
            False,
            event.place,
        )
    both = reading(position, "deferral_test", event.about, event.id) == "both_limbs_required"
    if not event.material_adverse_effect and both:
        return Finding(
            rule.clause, "the determination finds no material adverse effect", False, event.place
        )
    count = deferrals_that_count(position, rule, made, event.about, day)
    if rule.times is not None and count >= rule.times:
        words = (
            f"deferrals that count against this one: {count}; permitted in {rule.period or 'all'}:"
            f" {rule.times}"
        )
        return Finding(rule.clause, words, False, event.place)
    if not left:
        words = (
            f"all {rule.days_in_period} days{f' in {rule.period}' if rule.period else ''} have been"
            " used"
        )
        if rule.counted_from == "request" and day >= allowance_of_days(position, rule).end(
            about.received.day, rule.longest
        ):
            words = (
                f"{rule.longest} from receipt of the request on {long_date(about.received.day)}"
                " were over"
            )
        return Finding(rule.clause, words, False, event.place)
    if made and not rule.consecutive and day <= made[-1].last + DAY:
        words = (
            f"it follows the deferral that lasted until {long_date(made[-1].last)} without a break"
        )
        return Finding(rule.clause, words, False, event.place)
    for condition in (*_certified(rule, event), *_small_enough(position, rule, about, event)):
        if not condition.holds:
            return condition
    return Finding(rule.clause, f"it was determined on {long_date(day)}", True, event.place)


def _certified(rule: Deferral, event: DeferralDetermined) -> Iterator[Finding]:
    """That one of those certifies it whom the clause names."""
    if rule.certificate:
        by = event.certified_by
        wanted = " or ".join(CERTIFIERS[each] for each in rule.certificate)
        says = f"{CERTIFIERS[by]} certified it" if by else "who certified it is not on record"
        good = by in rule.certificate or (by in OFFICERS and "officer" in rule.certificate)
        yield Finding(
            rule.clause,
            f"{says}; {wanted} must",
            good if by else None,
            event.place_of("certified_by"),
        )


def _small_enough(
    position: Position, rule: Deferral, request: RegistrationRequest, event: DeferralDetermined
) -> Iterator[Finding]:
    """That the requesters do not hold so much that nothing may be put off against them."""
    if rule.only_if_below:
        met = measured(position, rule.only_if_below, list(request.requesters), event.date.at)
        says = f"the requesters hold {'; '.join(met.lines)}; if so, nothing is put off"
        yield Finding(rule.clause, says, None if met.holds is None else not met.holds, event.place)
