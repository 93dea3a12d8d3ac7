"""3(c)(viii): deferral of a required registration while disclosure would do harm.

Requires:
    While a registration that holders requested is pending, the issuer may defer it if it determines
    in good faith that filing would require disclosure of material facts and that the disclosure
    would have a material adverse effect. The deferral ends when the information is disclosed or
    ceases to be material, at the latest a stated time after the determination. The issuer may defer
    no more than so many times, and for no more than so many days, in any consecutive period. It
    suspends the filing, never the Further Notice. An agreement may count from the request, require
    an officer's certificate or notice to the holders, forbid the issuer to register stock of its
    own meanwhile, forbid two deferrals in a row, or forbid deferral against large requesters.
Decides:
    deferral: the clock of each permitted deferral. no_own_registration: the clock of the issuer's
    own restraint, where there is one. deferral_notice, deferral_end_notice: to the requesters and
    all who joined. deferrals: the tally of deferrals and days used, and whether another is
    permitted. Flags: more determinations than the limit; the issuer's own registration during a
    deferral.
Readings:
    `deferral_limit_scope` (A36): over what span the number of deferrals is counted.
    `deferral_day_count` (A37): whether the day of the determination counts.
    `deferral_test` (A38): whether both limbs must be determined, or disclosure alone.
Not modelled:
    Whether the determination was made in good faith: it is taken as recorded.
Cases:
    tests/scenarios/deferral.yaml, tests/parameters/deferral.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rrdocs.agreement.registration_rights import Deferral
from rrdocs.dates.moments import DAY, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock, Finding, Flag, Item, Tally
from rrdocs.docket.figures import DeferralFigures
from rrdocs.facts.record.names import called
from rrdocs.facts.record.position import Position, running
from rrdocs.facts.requests.deferrals import (
    DeferralSpan,
    allowance_of_days,
    days_taken,
    deferral_spans,
    deferrals_in_period,
    deferrals_that_count,
    first_day_of_deferral,
    last_day_of_deferral,
    longest_counted_from,
)
from rrdocs.facts.requests.participation import participants
from rrdocs.facts.requests.requests import RegistrationRequest, request_of
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.giving import to_send

END_REASONS = {
    "disclosed": "the information was disclosed",
    "immaterial": "the information is no longer material",
}


def deferral(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(viii): each deferral's clock and notices, and the deferrals and days that are left."""
    rule = deal.terms.deferral
    spans = deferral_spans(position)
    if rule is None or not spans:
        return
    for span in spans:
        yield from _decided(position, span)
    last = spans[-1].event
    yield _allowance_left(position, rule, [span for span in spans if span.permitted], last.about)
    if rule.times is not None and len(spans) > rule.times:
        words = f"{len(spans)} deferrals have been determined in all, more than {rule.times}"
        yield Flag(rule.clause, last.about, words, evidence=last.place)


def _allowance_left(
    position: Position, rule: Deferral, permitted: Sequence[DeferralSpan], about: str
) -> Tally:
    """The deferrals and days used in the period that ends today, and whether the issuer may defer
    again.
    """
    today = position.as_of.date()
    request = request_of(position, about)
    assert request is not None  # spans are made only for known requests
    used = allowance_of_days(position, rule).used(days_taken(permitted), today)
    first = first_day_of_deferral(position, about, today)
    last = last_day_of_deferral(position, rule, permitted, first, request)
    number_left = (
        rule.times is None
        or deferrals_that_count(position, rule, permitted, about, today) < rule.times
    )
    apart = rule.consecutive or not permitted or today > permitted[-1].last + DAY
    may_defer = number_left and last >= first and apart
    current = next((span for span in permitted if _is_running(position, span)), None)
    figures = DeferralFigures(
        deferrals_in_period(position, rule, permitted, today),
        used,
        max(rule.days_in_period - used, 0) if rule.days_in_period is not None else None,
        may_defer,
        current.last if current else last if may_defer else None,
    )
    lines = tuple(
        f"{span.event.id}: {long_date(span.first)} to {weekday_date(span.last)}"
        for span in permitted
    )
    return Tally(rule.clause, about, figures, lines)


def _is_running(position: Position, span: DeferralSpan) -> bool:
    """Whether a permitted deferral is under way now and no event has ended it."""
    runs = running(position, span.event.date.day, span.last)
    return span.permitted and span.ended is None and runs


def _limit_on_days(rule: Deferral) -> str:
    """The limit on the days of all deferrals together, in words; empty where there is none."""
    if rule.days_in_period is None:
        return ""
    return f", within {rule.days_in_period} days in {rule.period or 'all'}"


def _arithmetic(position: Position, span: DeferralSpan, request: RegistrationRequest) -> str:
    """How the last day of a deferral is counted, or what ended it early."""
    rule = span.rule
    last = weekday_date(span.last)
    if span.ended:
        return f"ended on {last}: {END_REASONS[span.ended.because]}"
    start = request.received.day if rule.counted_from == "request" else span.event.date.day
    counted_from = longest_counted_from(rule, request, span.first)
    longest = allowance_of_days(position, rule).end(counted_from, rule.longest)
    if span.last < longest:
        withdrawn = request.withdrawn_on
        if withdrawn and span.last == max(withdrawn, span.first - DAY):
            return f"ended with the request, which all requesters had withdrawn by {last}"
        return (
            f"{long_date(start)} + {rule.longest} = {weekday_date(longest)}{_limit_on_days(rule)}"
            f" only to {last}"
        )
    return f"{long_date(start)} + {rule.longest}{_limit_on_days(rule)} = {last}"


def _decided(position: Position, span: DeferralSpan) -> Iterator[Item]:
    """The clock of one deferral, and the notices of its beginning and end."""
    event, rule = span.event, span.rule
    request = request_of(position, event.about)
    assert request is not None  # spans are made only for known requests
    day = event.date.day
    line = _arithmetic(position, span, request)
    if span.permitted:
        yield Clock(
            "deferral",
            rule.clause,
            event.id,
            None,
            day,
            span.last,
            free_from=span.last + DAY,
            running=_is_running(position, span),
            arithmetic=(line,),
            evidence=event.place,
        )
        if rule.no_own_registration:
            yield from _issuer_restrained(position, span)
    recipients = _holders_concerned(position, request) if span.permitted else (None,)
    by, counted = own_day(position, day, rule.told) if rule.told else (day, "")
    for name in recipients:
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
    is_over = span.permitted and not _is_running(position, span)
    ended = Finding(rule.clause, line, is_over, span.ended.place if span.ended else event.place)
    for name in recipients if is_over else (None,):
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


def _issuer_restrained(position: Position, span: DeferralSpan) -> Iterator[Clock | Flag]:
    """The time in which the issuer may register no stock of its own, and each own registration
    that was filed or made effective in it.
    """
    event, rule = span.event, span.rule
    yield Clock(
        "no_own_registration",
        rule.clause,
        event.id,
        position.deal.issuer,
        event.date.day,
        span.last,
        free_from=span.last + DAY,
        running=_is_running(position, span),
        arithmetic=(f"until the deferral ends, on {weekday_date(span.last)}",),
        evidence=event.place,
    )
    issuer = position.deal.agreement.words.issuer
    for registration in position.registrations().values():
        if registration.proposal is None or registration.request is not None:
            continue
        for step in filter(None, (registration.filed, registration.effective)):
            if event.date.day <= step.date.day <= span.last:
                done = "filed" if step is registration.filed else "made effective"
                words = (
                    f"{called(registration)} was {done} on {long_date(step.date.day)}, during a"
                    f" deferral, when {issuer} may register no stock of its own"
                )
                yield Flag(rule.clause, event.id, words, evidence=step.place)


def _holders_concerned(position: Position, request: RegistrationRequest) -> list[str]:
    """The holders whose shares are to be registered: the requesters and all who joined."""
    everyone = participants(position, request.id)
    return list(dict.fromkeys(each.investor for each in everyone if each.included))
