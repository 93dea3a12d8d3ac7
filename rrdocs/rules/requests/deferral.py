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

from rrdocs.agreement.registration_rights import Deferral
from rrdocs.dates.moments import DAY, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock, Finding, Flag, Item, Tally
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
        allowance_of_days(position, rule).used(days_taken(made), today),
        first_day_of_deferral(position, about, today),
        request_of(position, about),
    )
    assert found is not None  # spans are made only for known requests
    last = last_day_of_deferral(position, rule, made, first, found)
    may = (
        rule.times is None or deferrals_that_count(position, rule, made, about, today) < rule.times
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
        "count": deferrals_in_period(position, rule, made, today),
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
    most = allowance_of_days(position, rule).end(
        longest_counted_from(rule, request, span.first), rule.longest
    )
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
