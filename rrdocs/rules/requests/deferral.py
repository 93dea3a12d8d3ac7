"""3(c)(viii): the issuer may put off a required registration while disclosure would do harm,
within limits.

A recorded determination of both limbs (that filing would compel disclosure, and that disclosure
would do material harm), made while the registration is pending, starts it; it ends on disclosure,
when the information is no longer material, or with its last day. In any consecutive twelve months
there are at most so many deferrals and so many days. It suspends filing, never the Further Notice.
The determination itself is the board's and is taken as recorded. An agreement may count from the
request, ask for a certificate, bind the issuer meanwhile, or keep deferrals apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.registration_rights import Deferral
from rrdocs.dates.moments import DAY, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import DeferralDetermined, DeferralEnded, RequestWithdrawn
from rrdocs.docket.decisions import Clock, Finding, Flag, Item, Tally
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.groups import measured
from rrdocs.facts.record.names import called
from rrdocs.facts.record.position import Position, running
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.participation import participants
from rrdocs.facts.requests.requests import RegistrationRequest, request_of
from rrdocs.facts.requests.satisfaction import registration_for
from rrdocs.facts.requests.standing import is_good
from rrdocs.facts.time.day_allowances import Allowance
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.giving import to_send

OFFICERS = ("president", "chief_executive")
CERTIFIERS = {
    "officer": "an officer",
    "president": "the president",
    "chief_executive": "the chief executive",
    "board": "the board",
    "special_committee": "a special committee",
}
END_REASONS = {
    "disclosed": "the information was disclosed",
    "immaterial": "the information is no longer material",
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
    return position.once(_spans)


def _spans(position: Position) -> list[DeferralSpan]:
    found: list[DeferralSpan] = []
    for event in position.all(DeferralDetermined):
        about = request_of(position, event.about)
        rule = under_terms(position, event.date.at).deal.terms.deferral
        if about is None or rule is None:
            continue
        made = [span for span in found if span.permitted]
        day = event.date.day
        first = _first(position, event.about, day)
        last = _last(position, rule, made, first, about)
        why = _permitted(position, rule, about, made, event, left=last >= first)
        if about.withdrawn_on and about.withdrawn_on < last:
            last = max(about.withdrawn_on, first - DAY)  # nothing is left to put off
        ended = position.last(DeferralEnded, event.id)
        if ended and ended.date.day > last:
            ended = None  # it had ended by itself
        elif ended:
            last = ended.date.day
        found.append(DeferralSpan(event, rule, bool(why.holds), why, first, last, ended))
    return found


def _first(position: Position, about: str, determined: date) -> date:
    """The first day that counts. Readings consulted: ``deferral_day_count``."""
    return (
        determined
        if reading(position, "deferral_day_count", about) == "include"
        else determined + DAY
    )


def _allowance(position: Position, rule: Deferral) -> Allowance:
    return Allowance.of(position.deal, rule.days_in_period, rule.period)


def _taken(made: Sequence[DeferralSpan]) -> frozenset[date]:
    """The days of deferrals; one that two of them share counts once."""
    return frozenset[date]().union(*(span.days for span in made))


def _counted_from(rule: Deferral, request: RegistrationRequest, first: date) -> date:
    """The day from which the longest time of a deferral runs: the eve of its first day, or receipt
    of the request.
    """
    return request.received.day if rule.counted_from == "request" else first - DAY


def _last(
    position: Position,
    rule: Deferral,
    made: Sequence[DeferralSpan],
    first: date,
    request: RegistrationRequest,
) -> date:
    """The last day on which a deferral leaves no period with more days than the clause allows; the
    eve where none is left.
    """
    allowance = _allowance(position, rule)
    return allowance.last(
        _taken(made), first, allowance.end(_counted_from(rule, request, first), rule.longest)
    )


def _recent(position: Position, rule: Deferral, made: Sequence[DeferralSpan], day: date) -> int:
    since = _allowance(position, rule).since(day)
    return sum(span.event.date.day > since for span in made)


def _count(
    position: Position, rule: Deferral, made: Sequence[DeferralSpan], about: str, day: date
) -> int:
    """The deferrals that count against another one on a day. Readings consulted where it matters:
    ``deferral_limit_scope``.
    """
    recent = _recent(position, rule, made, day)
    if rule.times is None or len(made) < rule.times:
        return recent
    match reading(position, "deferral_limit_scope", about):
        case "twice_per_registration":
            return sum(span.event.about == about for span in made)
        case "twice_ever":
            return len(made)
        case _:
            return recent


def _permitted(
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
    count = _count(position, rule, made, event.about, day)
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
        if rule.counted_from == "request" and day >= _allowance(position, rule).end(
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


def deferral(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(viii): each deferral's clock, the notices that it is customary to give, and what is
    left.
    """
    rule = deal.terms.deferral
    made = deferral_spans(position)
    if rule is None or not made:
        return
    for span in made:
        yield from _span(position, span)
    yield _left(position, rule, [span for span in made if span.permitted], made[-1].event.about)
    if rule.times is not None and len(made) > rule.times:
        words = f"{len(made)} deferrals have been determined in all, more than {rule.times}"
        yield Flag(rule.clause, made[-1].event.about, words, evidence=made[-1].event.place)


def _left(position: Position, rule: Deferral, made: Sequence[DeferralSpan], about: str) -> Tally:
    """The deferrals and days used in the period up to today, and whether another may be made."""
    today = position.as_of.date()
    used, first, found = (
        _allowance(position, rule).used(_taken(made), today),
        _first(position, about, today),
        request_of(position, about),
    )
    assert found is not None  # spans are made only for known requests
    last = _last(position, rule, made, first, found)
    may = (
        rule.times is None or _count(position, rule, made, about, today) < rule.times
    ) and last >= first
    may = may and (rule.consecutive or not made or today > made[-1].last + DAY)
    on = next(
        (
            span
            for span in made
            if span.ended is None and running(position, span.event.date.day, span.last)
        ),
        None,
    )
    values = {
        "count": _recent(position, rule, made, today),
        "days_used": used,
        "days_left": (
            max(rule.days_in_period - used, 0) if rule.days_in_period is not None else None
        ),
        "may_defer": may,
        "last_day": on.last if on else last if may else None,
    }
    lines = tuple(
        f"{span.event.id}: {long_date(span.first)} to {weekday_date(span.last)}" for span in made
    )
    return Tally("deferrals", rule.clause, about, values, lines)


def _within(rule: Deferral) -> str:
    """The limit on the days of all deferrals together, in words."""
    return (
        f", within {rule.days_in_period} days in {rule.period or 'all'}"
        if rule.days_in_period is not None
        else ""
    )


def _span(position: Position, span: DeferralSpan) -> Iterator[Item]:
    event, rule, request = span.event, span.rule, request_of(position, span.event.about)
    assert request is not None  # spans are made only for known requests
    day = event.date.day
    start = request.received.day if rule.counted_from == "request" else day
    most = _allowance(position, rule).end(_counted_from(rule, request, span.first), rule.longest)
    line = f"{long_date(start)} + {rule.longest}{_within(rule)} = {weekday_date(span.last)}"
    if (
        request.withdrawn_on
        and span.last < most
        and span.last == max(request.withdrawn_on, span.first - DAY)
    ):
        line = f"ended with the request, which all had withdrawn by {weekday_date(span.last)}"
    elif span.last < most:
        line = (
            f"{long_date(start)} + {rule.longest} = {weekday_date(most)}{_within(rule)} only to"
            f" {weekday_date(span.last)}"
        )
    if span.ended:
        line = f"ended on {weekday_date(span.last)}: {END_REASONS[span.ended.because]}"
    on = span.permitted and span.ended is None and running(position, day, span.last)
    if span.permitted:
        yield Clock(
            "deferral",
            rule.clause,
            event.id,
            None,
            day,
            span.last,
            free_from=span.last + DAY,
            running=on,
            arithmetic=(line,),
            evidence=event.place,
        )
        if rule.no_own_registration:
            yield from _bound(position, span, on=on)
    people = _concerned(position, request)
    by, counted = own_day(position, day, rule.told) if rule.told else (day, "")
    for name in people if span.permitted else (None,):
        yield to_send(
            position,
            "deferral_notice",
            rule.clause,
            event.id,
            name,
            (span.why,),
            by,
            class_="required" if rule.told else "customary",
            arithmetic=(line, counted) if counted else (line,),
        )
    over = span.permitted and not on
    ended = Finding(rule.clause, line, over, span.ended.place if span.ended else event.place)
    for name in people if over else (None,):
        yield to_send(
            position,
            "deferral_end_notice",
            rule.clause,
            event.id,
            name,
            (span.why, ended),
            span.last,
            class_="customary",
        )


def _bound(position: Position, span: DeferralSpan, *, on: bool) -> Iterator[Clock | Flag]:
    """The issuer registers nothing of its own meanwhile."""
    issuer, event, rule, name = (
        position.deal.issuer,
        span.event,
        span.rule,
        position.deal.agreement.words.issuer,
    )
    line = f"until the deferral ends, on {weekday_date(span.last)}"
    yield Clock(
        "no_own_registration",
        rule.clause,
        event.id,
        issuer,
        event.date.day,
        span.last,
        free_from=span.last + DAY,
        running=on,
        arithmetic=(line,),
        evidence=event.place,
    )
    for registration in position.registrations().values():
        for step in filter(None, (registration.filed, registration.effective)):
            if (
                registration.proposal
                and registration.request is None
                and event.date.day <= step.date.day <= span.last
            ):
                done = "filed" if step is registration.filed else "made effective"
                words = (
                    f"{called(registration)} was {done} on {long_date(step.date.day)}, while {name}"
                    " may register nothing"
                )
                yield Flag(rule.clause, event.id, words, evidence=step.place)


def _concerned(position: Position, request: RegistrationRequest) -> list[str]:
    """Those whose shares are to be registered: the requesters and all who joined."""
    return list(
        dict.fromkeys(part.investor for part in participants(position, request.id) if part.included)
    )
