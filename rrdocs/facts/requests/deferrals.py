"""3(c)(viii): which determined deferrals were permitted, and on which days each ran.

A deferral is permitted if both limbs were determined while a valid request was pending and the
limits on number and days left room. Readings consulted: ``deferral_day_count``,
``deferral_limit_scope``, ``deferral_test``.
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
    """One deferral: its determination, the terms of that day, whether it was permitted and why, its
    first and last day, and the event that ended it early.
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
    """Every determined deferral in order; earlier permitted ones count against later ones."""
    return position.once(_judged_in_order)


def _judged_in_order(position: Position) -> list[DeferralSpan]:
    spans: list[DeferralSpan] = []
    for event in position.all(DeferralDetermined):
        request = request_of(position, event.about)
        rule = under_terms(position, event.date.at).deal.terms.deferral
        if request is None or rule is None:
            continue
        permitted = [span for span in spans if span.permitted]
        first = first_day_of_deferral(position, event.about, event.date.day)
        last = last_day_of_deferral(position, rule, permitted, first, request)
        why = _permission(position, rule, request, permitted, event, left=last >= first)
        if request.withdrawn_on and request.withdrawn_on < last:
            last = max(request.withdrawn_on, first - DAY)  # there is nothing left to defer
        ended = position.last(DeferralEnded, event.id)
        if ended and ended.date.day > last:
            ended = None  # the deferral had already run out
        elif ended:
            last = ended.date.day
        spans.append(DeferralSpan(event, rule, bool(why.holds), why, first, last, ended))
    return spans


def first_day_of_deferral(position: Position, about: str, determined: date) -> date:
    """The first day of a deferral that counts. Readings consulted: ``deferral_day_count``."""
    includes = reading(position, "deferral_day_count", about) == "include"
    return determined if includes else determined + DAY


def allowance_of_days(position: Position, rule: Deferral) -> Allowance:
    """The days that all deferrals together may take in the rolling period of the clause."""
    return Allowance.of(position.deal, rule.days_in_period, rule.period)


def days_taken(made: Sequence[DeferralSpan]) -> frozenset[date]:
    """The days of some deferrals; a day that two of them share counts once."""
    return frozenset[date]().union(*(span.days for span in made))


def longest_counted_from(rule: Deferral, request: RegistrationRequest, first: date) -> date:
    """The day from which the longest permitted time is counted: the day before the first day of
    the deferral, or receipt of the request.
    """
    return request.received.day if rule.counted_from == "request" else first - DAY


def last_day_of_deferral(
    position: Position,
    rule: Deferral,
    made: Sequence[DeferralSpan],
    first: date,
    request: RegistrationRequest,
) -> date:
    """The last day that stays within the allowance in every rolling period; the day before
    ``first`` if none does.
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
    """How many deferrals were determined in the rolling period that ends on a day."""
    since = allowance_of_days(position, rule).since(day)
    return sum(span.event.date.day > since for span in made)


def deferrals_that_count(
    position: Position, rule: Deferral, made: Sequence[DeferralSpan], about: str, day: date
) -> int:
    """How many earlier deferrals count against a new one on a day. Readings consulted where the
    limit could be reached: ``deferral_limit_scope``.
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
    request: RegistrationRequest,
    earlier: Sequence[DeferralSpan],
    event: DeferralDetermined,
    *,
    left: bool,
) -> Finding:
    """The first condition that a determination fails, or that it was made.

    ``earlier``: the permitted deferrals before it. ``left``: whether the allowance of days leaves
    it a day. Readings consulted: ``deferral_test``, ``deferral_limit_scope``.
    """
    failed = (
        _nothing_pending(position, rule, request, event)
        or _limb_missing(position, rule, event)
        or _over_limit(position, rule, request, earlier, event, left=left)
    )
    if failed:
        return failed
    for condition in (*_certified(rule, event), *_small_enough(position, rule, request, event)):
        if not condition.holds:
            return condition
    words = f"it was determined on {long_date(event.date.day)}"
    return Finding(rule.clause, words, True, event.place)


def _nothing_pending(
    position: Position, rule: Deferral, request: RegistrationRequest, event: DeferralDetermined
) -> Finding | None:
    """That no valid request, or no registration, was pending at the determination."""
    at, day = event.date.at, event.date.day
    withdrew = {
        step.investor
        for key in request.ids
        for step in position.about(RequestWithdrawn, key)
        if step.date.at <= at
    }
    timed = request.actual.timed and event.date.timed
    too_early = request.actual.at > at if timed else request.actual.day > day
    all_withdrew = withdrew >= request.requesters.keys()
    if is_good(position, request) is False or all_withdrew or too_early:
        words = f"no valid request was pending on {long_date(day)}"
        return Finding(rule.clause, words, False, event.place)
    registration = registration_for(position, request)
    for over in (registration.effective, registration.ended):
        if over and over.date.at <= at:
            words = f"the registration was no longer pending on {long_date(day)}"
            return Finding(rule.clause, words, False, over.place)
    return None


def _limb_missing(position: Position, rule: Deferral, event: DeferralDetermined) -> Finding | None:
    """That the determination leaves out a limb that the clause requires."""
    if not event.disclosure_required:
        words = "the determination does not find that filing would require disclosure"
        return Finding(rule.clause, words, False, event.place)
    both = reading(position, "deferral_test", event.about, event.id) == "both_limbs_required"
    if not event.material_adverse_effect and both:
        words = "the determination finds no material adverse effect"
        return Finding(rule.clause, words, False, event.place)
    return None


def _over_limit(
    position: Position,
    rule: Deferral,
    request: RegistrationRequest,
    earlier: Sequence[DeferralSpan],
    event: DeferralDetermined,
    *,
    left: bool,
) -> Finding | None:
    """That the number of deferrals or the days are used up, or that it follows another without a
    break where that is forbidden.
    """
    day = event.date.day
    count = deferrals_that_count(position, rule, earlier, event.about, day)
    if rule.times is not None and count >= rule.times:
        words = (
            f"earlier deferrals that count against this one: {count}; permitted in"
            f" {rule.period or 'all'}: {rule.times}"
        )
        return Finding(rule.clause, words, False, event.place)
    if not left:
        received = request.received.day
        end = allowance_of_days(position, rule).end(received, rule.longest)
        words = (
            f"all {rule.days_in_period} days{f' in {rule.period}' if rule.period else ''} have been"
            " used"
        )
        if rule.counted_from == "request" and day >= end:
            words = (
                f"the {rule.longest} from receipt of the request on {long_date(received)} had run"
                " out"
            )
        return Finding(rule.clause, words, False, event.place)
    if earlier and not rule.consecutive and day <= earlier[-1].last + DAY:
        words = (
            f"it follows without a break the deferral that lasted until"
            f" {long_date(earlier[-1].last)}"
        )
        return Finding(rule.clause, words, False, event.place)
    return None


def _certified(rule: Deferral, event: DeferralDetermined) -> Iterator[Finding]:
    """That a person whom the clause names certified the determination; None if the record does not
    say who did.
    """
    if rule.certificate:
        by = event.certified_by
        wanted = " or ".join(CERTIFIERS[each] for each in rule.certificate)
        says = f"{CERTIFIERS[by]} certified it" if by else "who certified it is not on record"
        suffices = by in rule.certificate or (by in OFFICERS and "officer" in rule.certificate)
        yield Finding(
            rule.clause,
            f"{says}; {wanted} must",
            suffices if by else None,
            event.place_of("certified_by"),
        )


def _small_enough(
    position: Position, rule: Deferral, request: RegistrationRequest, event: DeferralDetermined
) -> Iterator[Finding]:
    """That the requesters hold less than the amount against which the issuer may not defer."""
    if rule.only_if_below:
        met = measured(position, rule.only_if_below, list(request.requesters), event.date.at)
        may = "may not defer" if met.holds else "may be unable to defer"
        says = f"the requesters hold {'; '.join(met.lines)}: the issuer {may} against them"
        yield Finding(rule.clause, says, None if met.holds is None else not met.holds, event.place)
