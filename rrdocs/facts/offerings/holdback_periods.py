"""3(e): what a holdback requires of an offering, when it begins and ends, and whom it binds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.offering_terms import Holdback
from rrdocs.agreement.terms import Terms
from rrdocs.dates.moments import DAY, Period, first_day, last_day, long_date, weekday_date
from rrdocs.deal.events import (
    HoldbackCondition,
    Joinder,
    RegistrationEffective,
    ResearchExtension,
    Succession,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.dispatches import was_notified
from rrdocs.facts.offerings.offerings import initial, initial_finding
from rrdocs.facts.offerings.sellers import (
    firm_commitment,
)
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.holders import has_rights, heir, investors
from rrdocs.facts.record.milestones import milestone
from rrdocs.facts.record.names import form_name, is_form
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.requests.participation import is_underwritten
from rrdocs.facts.time.period_ends import as_read
from rrdocs.facts.time.time_limits import length_in_force


def underwriting_finding(position: Position, rule: Holdback, registration: Registration) -> Finding:
    """That the offering is underwritten as the clause requires."""
    place = registration.event.place
    match rule.underwriting:
        case "underwritten":
            holds, what = is_underwritten(position, registration.id), "underwritten"
        case "any":
            return Finding(rule.clause, "the offering is under a registration", True, place)
        case _:
            holds = firm_commitment(position, registration)
            what = "a firm commitment underwriting"
    says = f"the offering is {'' if holds else 'not '}{what}"
    return Finding(rule.clause, says, holds, place)


BOUND_LIKEWISE = {
    "officers_and_directors": "all officers and directors",
    "one_percent_holders": "all holders of one per cent",
    "five_percent_holders": "all holders of five per cent",
    "other_rights_holders": "all others with registration rights",
}


def condition_findings(
    position: Position, rule: Holdback, registration: Registration
) -> Iterator[Finding]:
    """The further conditions that a clause may set: the form, the initial public offering, that
    others are bound, and that the day it counts from is known.
    """
    if rule.forms:
        form, place = registration.form, registration.event.place
        says = f"it is on {form_name(form)}" if form else "its form is not on record"
        yield Finding(rule.clause, says, is_form(form, rule.forms) if form else None, place)
    if rule.ipo_only or (rule.ipo_period and initial(position, registration.id) is None):
        yield initial_finding(position, rule.clause, registration.id)
    for condition in rule.conditions:
        records = [
            event
            for event in position.about(HoldbackCondition, registration.id)
            if event.condition == condition
        ]
        last = records[-1] if records else None
        met = last.met if last else None
        bound = {
            True: "are bound likewise",
            False: "are not bound likewise",
            None: "may be bound likewise, but the record does not show it",
        }[met]
        says = f"{BOUND_LIKEWISE[condition]} {bound}"
        yield Finding(rule.clause, says, met, last.place if last else None)
    if day_counted_from(position, rule, registration) is None:
        what = COUNTED_FROM[rule.counted_from]
        says = f"the day of the {what}, from which it counts, is not on record"
        yield Finding(rule.clause, says, None)


COUNTED_FROM = {
    "effectiveness": "effectiveness",
    "prospectus": "final prospectus",
    "underwriting": "underwriting agreement",
}


def day_counted_from(position: Position, rule: Holdback, registration: Registration) -> date | None:
    """The day from which the period counts."""
    if rule.counted_from == "effectiveness":
        return registration.effective.date.day if registration.effective else None
    return milestone(position, rule.counted_from, registration.id)


def first_day_barred(position: Position, rule: Holdback, start: date) -> date:
    """The first day barred: ``start``, or the stated time before it."""
    return first_day(start, rule.before, business_days(position.deal)) if rule.before else start


def holdback_length(
    position: Position, rule: Holdback, registration: Registration, start: date, which: str
) -> Period:
    """The length of the holdback, as amended before it had run out; that for the initial public
    offering where the clause has one. ``which``: the term, automatic or requested.
    """

    def pick(terms: Terms) -> Period:
        term: Holdback = getattr(terms, which) or rule
        if term.ipo_period and initial(position, registration.id):
            return term.ipo_period
        return term.period

    return length_in_force(position, start, pick)


def holdback_end(
    position: Position, rule: Holdback, registration: Registration, start: date, length: Period
) -> tuple[date, str]:
    """The last day of the period, with any extension for research rules, and how it is counted.
    Readings consulted: ``day_count``.
    """
    business, length = business_days(position.deal), as_read(position.deal, length)
    day = last_day(start, length, business)
    effective = rule.counted_from == "effectiveness"
    what = "effective" if effective else COUNTED_FROM[rule.counted_from]
    line = f"{what} {long_date(start)} + {length}"
    if rule.research_extension and position.about(ResearchExtension, registration.id):
        day = last_day(day, rule.research_extension, business)
        line += f" + {rule.research_extension} for research rules"
    return day, f"{line} = {weekday_date(day)}"


def notified_of_holdback(
    position: Position, step: RegistrationEffective, last: date, about: str
) -> Iterator[str]:
    """Who is notified of a holdback: each Investor at effectiveness, or its successor since then,
    and the holders that joined the agreement while it ran.
    """
    people = investors(position, step.date.at)
    joined = (
        event.investor
        for event in position.all(Joinder)
        if event.date.day <= last and has_rights(position, event.investor, position.as_of)
    )
    for name in dict.fromkeys((*people, *joined)):
        successor = heir(position, name, position.as_of)
        if successor != name and was_notified(position, about, name, "holdback_notice"):
            yield name  # a notice that was sent stays sent
        if successor == name or successor not in people:
            yield successor


def bound_from(
    position: Position,
    rule: Holdback,
    name: str,
    step: RegistrationEffective,
    starts: date,
    last: date,
) -> tuple[date, Finding | None]:
    """From when a holdback binds a holder that is notified as an Investor; with the finding that it
    is not bound, if it is a transferee that did not join while the holdback ran.

    A transferee is notified of registrations, but is bound only from its joinder on (8(d)).
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


def automatic_holdback_end(
    position: Position, rule: Holdback, registration: Registration, start: date
) -> tuple[date, str]:
    """The last day barred at the latest, and how it is counted. Readings consulted:
    ``holdback_i_end``.
    """
    length = holdback_length(position, rule, registration, start, "holdback_automatic")
    day, line = holdback_end(position, rule, registration, start, length)
    if reading(position, "holdback_i_end", registration.event.id) == "first_sale_day_180":
        return day - DAY, f"{line}, the first day of free sale"
    return day, f"{line}, still barred"


def end_or_abandonment(registration: Registration, last: date, line: str) -> tuple[date, str]:
    """The last day barred; a holdback ends with a registration that is withdrawn or abandoned."""
    ended = registration.ended
    if ended and ended.date.day < last:
        last = ended.date.day
        line = f"the registration was withdrawn or abandoned on {weekday_date(last)}"
    return last, line
