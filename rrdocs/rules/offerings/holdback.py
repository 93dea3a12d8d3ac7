"""3(e): when Investors may not sell.

(i) In a firm commitment underwriting under a registration that covers Restricted Stock, an Investor
that does not sell to the underwriters refrains from selling it while the distribution and the
aftermarket last, and is free in any event on the 180th day after effectiveness. No request is
needed. (ii) In a firm commitment offering by the issuer, on request of the managing underwriter, no
Investor sells common stock for 180 days from effectiveness, save the shares that are in the
offering. Both bind Investors without stock and those shut out under 3(j), not a transferee that has
not joined (8(d)), and bar sales only, not pledges or gifts. An agreement may begin the time
earlier, count it from another day, keep it to some forms or to the initial public offering, or bind
the holders only if others are bound. Not modelled: a holder's release because another was released.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.registration_rights import Holdback
from rrdocs.agreement.terms import Terms
from rrdocs.dates.moments import DAY, Period, first_day, last_day, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    DistributionCompleted,
    HoldbackCondition,
    HoldbackRequested,
    Joinder,
    RegistrationEffective,
    ResearchExtension,
    Succession,
    SyndicateTerminated,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.dispatches import was_notified
from rrdocs.facts.offerings.offerings import initial, initial_finding
from rrdocs.facts.offerings.sellers import (
    covers_stock,
    electing,
    firm_commitment,
    in_the_market,
    issuer_sells,
    selling,
    underwriters,
)
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.holders import has_rights, heir, investors
from rrdocs.facts.record.milestones import milestone
from rrdocs.facts.record.names import form_name, is_form
from rrdocs.facts.record.position import Position, Registration, running
from rrdocs.facts.requests.participation import is_underwritten
from rrdocs.facts.time.period_ends import as_read
from rrdocs.facts.time.time_limits import length_in_force
from rrdocs.rules.giving import to_send


def holdback(deal: Deal, position: Position) -> Iterator[Item]:
    """3(e): both holdbacks of every effective registration, and the notices of them."""
    for registration in position.registrations().values():
        rule = deal.terms.holdback_automatic
        if rule and registration.effective:
            yield from _automatic(position, rule, registration, registration.effective)
        elif rule and rule.before and registration.filed and not registration.ended:
            words = (
                f"sales are barred for {rule.before} before effectiveness too, and its day is not"
                " on record yet"
            )
            yield Flag(rule.clause, registration.event.id, words, evidence=registration.filed.place)
        if deal.terms.holdback_requested:
            managing = underwriters(position, registration)
            asked = position.about(HoldbackRequested, registration.id)
            first = next((each for each in asked if each.underwriter in managing), None)
            for each in asked:
                if (
                    each is first or each.underwriter not in managing
                ):  # once the managing underwriter has asked, it need not again
                    yield from _requested(
                        position, deal.terms.holdback_requested, registration, each
                    )


def _gate(position: Position, rule: Holdback, registration: Registration) -> Finding:
    firm, event = firm_commitment(position, registration), registration.event
    match rule.underwriting:
        case "underwritten":
            holds, what = is_underwritten(position, registration.id), "underwritten"
        case "any":
            return Finding(rule.clause, "the offering is under a registration", True, event.place)
        case _:
            holds, what = firm, "a firm commitment underwriting"
    return Finding(
        rule.clause, f"the offering is {'' if holds else 'not '}{what}", holds, event.place
    )


OTHERS = {
    "officers_and_directors": "all officers and directors",
    "one_percent_holders": "all holders of one per cent",
    "five_percent_holders": "all holders of five per cent",
    "other_rights_holders": "all others with registration rights",
}


def _conditions(
    position: Position, rule: Holdback, registration: Registration
) -> Iterator[Finding]:
    """What the clause asks for besides: the form, the first offering, that others are bound, the
    day it counts from.
    """
    if rule.forms:
        form = registration.form
        says = f"it is on {form_name(form)}" if form else "the form that it is on is not on record"
        yield Finding(
            rule.clause, says, is_form(form, rule.forms) if form else None, registration.event.place
        )
    if rule.ipo_only or (rule.ipo_period and initial(position, registration.id) is None):
        yield initial_finding(position, rule.clause, registration.id)
    for condition in rule.conditions:
        known = [
            each
            for each in position.about(HoldbackCondition, registration.id)
            if each.condition == condition
        ]
        met = known[-1].met if known else None
        says = {
            True: "are bound likewise",
            False: "are not bound likewise",
            None: "may be bound likewise: that is not on record",
        }[met]
        yield Finding(
            rule.clause, f"{OTHERS[condition]} {says}", met, known[-1].place if known else None
        )
    if _start(position, rule, registration) is None:
        yield Finding(
            rule.clause,
            f"the day of the {DAYS[rule.counted_from]}, from which it counts, is not on record",
            None,
        )


DAYS = {
    "effectiveness": "effectiveness",
    "prospectus": "final prospectus",
    "underwriting": "underwriting agreement",
}


def _start(position: Position, rule: Holdback, registration: Registration) -> date | None:
    """The day from which the period counts."""
    if rule.counted_from == "effectiveness":
        return registration.effective.date.day if registration.effective else None
    return milestone(position, rule.counted_from, registration.id)


def _begins(position: Position, rule: Holdback, start: date) -> date:
    """The first day barred: the start itself, or so long before it."""
    return first_day(start, rule.before, business_days(position.deal)) if rule.before else start


def _length(
    position: Position, rule: Holdback, registration: Registration, start: date, which: str
) -> Period:
    """The period as in force, or as amended before it had run out; that of the initial public
    offering where it has one.
    """

    def pick(terms: Terms) -> Period:
        now: Holdback = getattr(terms, which) or rule
        return (
            now.ipo_period if now.ipo_period and initial(position, registration.id) else now.period
        )

    return length_in_force(position, start, pick)


def _ends(
    position: Position, rule: Holdback, registration: Registration, start: date, length: Period
) -> tuple[date, str]:
    """The last day of the period, research rules considered, and the arithmetic. Readings
    consulted: ``day_count``.
    """
    business, length = business_days(position.deal), as_read(position.deal, length)
    day = last_day(start, length, business)
    line = (
        f"{'effective' if rule.counted_from == 'effectiveness' else DAYS[rule.counted_from]}"
        f" {long_date(start)} + {length}"
    )
    if rule.research_extension and position.about(ResearchExtension, registration.id):
        day = last_day(day, rule.research_extension, business)
        line += f" + {rule.research_extension} for research rules"
    return day, f"{line} = {weekday_date(day)}"


def _automatic(
    position: Position, rule: Holdback, registration: Registration, step: RegistrationEffective
) -> Iterator[Clock | Decision]:
    stock, covers = position.deal.agreement.words.stock, covers_stock(position, registration)
    findings = (
        _gate(position, rule, registration),
        Finding(
            rule.clause,
            f"the registration {'covers' if covers else 'does not cover'} {stock}",
            covers,
            step.place,
        ),
        Finding(
            rule.clause, f"it became effective on {long_date(step.date.day)}", True, step.place
        ),
        *_conditions(position, rule, registration),
    )
    about, start = registration.event.id, _start(position, rule, registration)
    if start is None or not all(finding.holds for finding in findings):
        yield _notice(position, rule, about, None, findings, step.date.day)
        return
    effective = _begins(position, rule, start)
    last, line = _free_at_last(position, rule, registration, start)
    done = position.last(DistributionCompleted, registration.id)
    over = position.last(SyndicateTerminated, registration.id)
    if done and over and max(done.date.day, over.date.day) < last:
        last = max(done.date.day, over.date.day)
        line = f"distribution and aftermarket ended by {weekday_date(last)}"
    last, line = _given_up(registration, last, line)
    elect = electing(position, registration)
    if rule.issuer_bound:
        yield _clock(
            position, "holdback_automatic", rule, about, position.deal.issuer, effective, last, line
        )
    for name in _bound(position, step, last, about):
        if name not in elect:
            starts, own = _from_when(position, rule, name, step, effective, last)
            if own is None:
                yield _clock(position, "holdback_automatic", rule, about, name, starts, last, line)
                own = Finding(
                    rule.clause,
                    f"{position.deal.party_name(name)} does not sell to the underwriters",
                    True,
                    step.place,
                )
            yield _notice(position, rule, about, name, (*findings, own), starts, line)


def _bound(
    position: Position, step: RegistrationEffective, last: date, about: str
) -> Iterator[str]:
    """Who is told of a bar: each Investor at effectiveness, or its successor since, and those that
    joined while it ran.
    """
    people = investors(position, step.date.at)
    joined = (
        e.investor
        for e in position.all(Joinder)
        if e.date.day <= last and has_rights(position, e.investor, position.as_of)
    )
    for name in dict.fromkeys((*people, *joined)):
        now = heir(position, name, position.as_of)
        if now != name and was_notified(position, about, name, "holdback_notice"):
            yield name  # what it was told stays told
        if now == name or now not in people:
            yield now


def _from_when(
    position: Position,
    rule: Holdback,
    name: str,
    step: RegistrationEffective,
    starts: date,
    last: date,
) -> tuple[date, Finding | None]:
    """From when a bar binds one who is told as an Investor; of a transferee that did not join
    while it ran, that it does not.

    It is told of registrations, but only those bind themselves who sign (8(d)), from their joinder
    on.
    """
    if has_rights(position, name, step.date.at) or any(
        event.to == name for event in position.all(Succession)
    ):
        return starts, None
    joined = [
        event
        for event in position.all(Joinder)
        if event.investor == name and has_rights(position, name, position.as_of)
    ]
    if joined and joined[0].date.day <= last:
        return max(starts, joined[0].date.day), None
    when = f"joined only on {long_date(joined[0].date.day)}" if joined else "has not joined"
    says = f"{position.deal.party_name(name)} {when}, and is not bound"
    return starts, Finding(rule.clause, says, False, joined[0].place if joined else step.place)


def _free_at_last(
    position: Position, rule: Holdback, registration: Registration, start: date
) -> tuple[date, str]:
    """The last day barred in any event. Readings consulted: ``holdback_i_end``."""
    length = _length(position, rule, registration, start, "holdback_automatic")
    day, line = _ends(position, rule, registration, start, length)
    if reading(position, "holdback_i_end", registration.event.id) == "first_sale_day_180":
        return day - DAY, f"{line}, the first day of free sale"
    return day, f"{line}, still barred"


def _given_up(registration: Registration, last: date, line: str) -> tuple[date, str]:
    """The last day of a bar, which does not outlast an offering that was given up."""
    ended = registration.ended
    if ended and ended.date.day < last:
        return ended.date.day, f"the registration was given up on {weekday_date(ended.date.day)}"
    return last, line


def _requested(
    position: Position, rule: Holdback, registration: Registration, asked: HoldbackRequested
) -> Iterator[Clock | Decision]:
    words, own = position.deal.agreement.words, issuer_sells(position, registration)
    managing = asked.underwriter in underwriters(position, registration)
    step = registration.effective
    says = f"it became effective on {long_date(step.date.day)}" if step else "it is not effective"
    findings = (
        _gate(position, rule, registration),
        Finding(
            rule.clause,
            f"{words.issuer} {'offers' if own else 'does not offer'} securities in it",
            own,
            registration.event.place,
        ),
        Finding(
            rule.clause,
            f"{position.deal.party_name(asked.underwriter)} asked for it on"
            f" {long_date(asked.date.day)}",
            True,
            asked.place,
        ),
        Finding(
            rule.clause,
            f"it is {'' if managing else 'not '}the managing underwriter",
            managing,
            asked.place_of("underwriter"),
        ),
        Finding(
            rule.clause, says, step is not None, step.place if step else registration.event.place
        ),
        *(_conditions(position, rule, registration) if step else ()),
    )
    start = _start(position, rule, registration)
    if step is None or start is None or not all(finding.holds for finding in findings):
        yield _notice(position, rule, asked.id, None, findings, asked.date.day)
        return
    starts = max(_begins(position, rule, start), asked.date.day)
    length = _length(position, rule, registration, start, "holdback_requested")
    last, line = _ends(position, rule, registration, start, length)
    if reading(position, "holdback_ii_end", registration.id, asked.id) == "first_sale_day_181":
        line += ", the last day barred"
    else:
        last, line = last - DAY, f"{line}, the first day of sale"
    last, line = _given_up(registration, last, line)
    if starts > last:
        past = Finding(
            rule.clause, f"it was asked for when the time was over: {line}", False, asked.place
        )
        yield _notice(position, rule, asked.id, None, (*findings, past), starts)
        return
    if rule.issuer_bound:
        yield _clock(
            position,
            "holdback_requested",
            rule,
            registration.event.id,
            position.deal.issuer,
            starts,
            last,
            line,
        )
    taking_part = {
        *selling(position, registration, step.date.at),
        *selling(position, registration),
    } - in_the_market(position, registration)
    for name in _bound(position, step, last, asked.id):
        part = ""
        if name in taking_part:
            if (
                reading(position, "holdback_ii_carveout", registration.id, asked.id)
                == "participating_investor"
            ):
                continue
            part = " as to the shares not in the offering"
        first, bound = _from_when(position, rule, name, step, starts, last)
        if bound is None:
            yield _clock(
                position, "holdback_requested", rule, registration.event.id, name, first, last, line
            )
            bound = Finding(
                rule.clause, f"{position.deal.party_name(name)} is bound{part}", True, asked.place
            )
        yield _notice(position, rule, asked.id, name, (*findings, bound), first, line)


def _clock(
    position: Position,
    clock: str,
    rule: Holdback,
    about: str,
    name: str,
    starts: date,
    last: date,
    line: str,
) -> Clock:
    return Clock(
        clock,
        rule.clause,
        about,
        name,
        starts,
        last,
        free_from=last + DAY,
        running=running(position, starts, last),
        arithmetic=(line,),
    )


def _notice(
    position: Position,
    rule: Holdback,
    about: str,
    to: str | None,
    findings: tuple[Finding, ...],
    due: date,
    line: str = "",
) -> Decision:
    return to_send(
        position,
        "holdback_notice",
        rule.clause,
        about,
        to,
        findings,
        due,
        class_="customary",
        arithmetic=(line,) if line else (),
    )
