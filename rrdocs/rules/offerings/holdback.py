"""3(e): holdback of sales during an offering.

Requires:
    (i) In a firm commitment underwriting of a registration that covers the holders' stock, an
    Investor that does not sell to the underwriters refrains from selling while the distribution and
    the aftermarket last; the bar ends at the latest at the stated time after effectiveness. No
    request is needed. (ii) In a firm commitment offering in which the issuer sells, if the managing
    underwriter requests it, no Investor sells for the stated time from effectiveness, except the
    shares in the offering. Both bind Investors without stock and those shut out under 3(j), but not
    a transferee that has not joined, and bar sales only, not pledges or gifts. An agreement may
    begin the time earlier, count it from another day, limit it to some forms or to the initial
    public offering, or bind the holders only if others are bound.
Decides:
    holdback_automatic, holdback_requested: the clock of each person bound. holdback_notice: to each
    Investor. Flags: a bar that begins before effectiveness, whose day is not known yet.
Readings:
    `holdback_i_end` (A39): on which day sales may begin under (i).
    `holdback_ii_end` (A40): on which day sales may begin under (ii).
    `holdback_ii_carveout` (A41): whether a participating Investor is free as to its other shares.
Not modelled:
    Release of a holder because another holder was released.
Cases:
    tests/scenarios/holdback_automatic.yaml, tests/scenarios/holdback_requested.yaml,
    tests/parameters/holdback.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.offering_terms import Holdback
from rrdocs.dates.moments import DAY, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    DistributionCompleted,
    HoldbackRequested,
    RegistrationEffective,
    SyndicateTerminated,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.offerings.holdback_periods import (
    automatic_holdback_end,
    bound_from,
    condition_findings,
    day_counted_from,
    end_or_abandonment,
    first_day_barred,
    holdback_end,
    holdback_length,
    notified_of_holdback,
    underwriting_finding,
)
from rrdocs.facts.offerings.sellers import (
    covers_stock,
    electing,
    in_the_market,
    issuer_sells,
    selling,
)
from rrdocs.facts.offerings.underwriters import underwriters
from rrdocs.facts.record.position import Position, Registration, running
from rrdocs.rules.giving import to_send


def holdback(deal: Deal, position: Position) -> Iterator[Item]:
    """3(e): both holdbacks of every registration, and the notices of them."""
    for registration in position.registrations().values():
        rule = deal.terms.holdback_automatic
        if rule and registration.effective:
            yield from _automatic(position, rule, registration, registration.effective)
        elif rule and rule.before and registration.filed and not registration.ended:
            words = (
                f"sales are also barred for {rule.before} before effectiveness, and the day of"
                " effectiveness is not on record yet"
            )
            yield Flag(rule.clause, registration.event.id, words, evidence=registration.filed.place)
        if deal.terms.holdback_requested:
            for event in _requests(position, registration):
                yield from _requested(position, deal.terms.holdback_requested, registration, event)


def _requests(position: Position, registration: Registration) -> list[HoldbackRequested]:
    """The requests for a holdback: the first of the managing underwriter, which need not repeat
    it, and all of other firms.
    """
    managing = underwriters(position, registration)
    events = position.about(HoldbackRequested, registration.id)
    first = next((event for event in events if event.underwriter in managing), None)
    return [event for event in events if event is first or event.underwriter not in managing]


# ---- (i), without a request


def _automatic(
    position: Position, rule: Holdback, registration: Registration, step: RegistrationEffective
) -> Iterator[Clock | Decision]:
    """The holdback of an effective registration that needs no request."""
    covers = covers_stock(position, registration)
    stock = position.deal.agreement.words.stock
    says = f"the registration {'covers' if covers else 'does not cover'} {stock}"
    effective = f"it became effective on {long_date(step.date.day)}"
    findings = (
        underwriting_finding(position, rule, registration),
        Finding(rule.clause, says, covers, step.place),
        Finding(rule.clause, effective, True, step.place),
        *condition_findings(position, rule, registration),
    )
    about, start = registration.event.id, day_counted_from(position, rule, registration)
    if start is None or not all(finding.holds for finding in findings):
        yield _notice(position, rule, about, None, findings, step.date.day)
        return
    first = first_day_barred(position, rule, start)
    last, line = _end_of_automatic(position, rule, registration, start)
    clock = "holdback_automatic"
    if rule.issuer_bound:
        yield _clock(position, clock, rule, about, position.deal.issuer, first, last, line)
    sellers = electing(position, registration)
    for name in notified_of_holdback(position, step, last, about):
        if name in sellers:
            continue
        starts, own = bound_from(position, rule, name, step, first, last)
        if own is None:
            yield _clock(position, clock, rule, about, name, starts, last, line)
            words = f"{position.deal.party_name(name)} does not sell to the underwriters"
            own = Finding(rule.clause, words, True, step.place)
        yield _notice(position, rule, about, name, (*findings, own), starts, line)


def _end_of_automatic(
    position: Position, rule: Holdback, registration: Registration, start: date
) -> tuple[date, str]:
    """The last day barred: the end of distribution and aftermarket, or of the offering, but no
    later than the stated time.
    """
    last, line = automatic_holdback_end(position, rule, registration, start)
    completed = position.last(DistributionCompleted, registration.id)
    terminated = position.last(SyndicateTerminated, registration.id)
    if completed and terminated:
        over = max(completed.date.day, terminated.date.day)
        if over < last:
            last = over
            line = f"distribution and aftermarket ended by {weekday_date(last)}"
    return end_or_abandonment(registration, last, line)


# ---- (ii), on request


def _requested(
    position: Position, rule: Holdback, registration: Registration, event: HoldbackRequested
) -> Iterator[Clock | Decision]:
    """The holdback that a firm requests of the managing underwriter's offering."""
    step = registration.effective
    findings = _request_findings(position, rule, registration, event)
    start = day_counted_from(position, rule, registration)
    if step is None or start is None or not all(finding.holds for finding in findings):
        yield _notice(position, rule, event.id, None, findings, event.date.day)
        return
    first = max(first_day_barred(position, rule, start), event.date.day)
    last, line = _end_of_requested(position, rule, registration, event, start)
    if first > last:
        words = f"it was requested after the holdback had ended: {line}"
        late = Finding(rule.clause, words, False, event.place)
        yield _notice(position, rule, event.id, None, (*findings, late), first)
        return
    clock, about = "holdback_requested", registration.event.id
    if rule.issuer_bound:
        yield _clock(position, clock, rule, about, position.deal.issuer, first, last, line)
    sellers = {
        *selling(position, registration, step.date.at),
        *selling(position, registration),
    } - in_the_market(position, registration)
    for name in notified_of_holdback(position, step, last, event.id):
        part = ""
        if name in sellers:
            if _sellers_are_free(position, registration, event):
                continue
            part = " as to the shares not in the offering"
        starts, bound = bound_from(position, rule, name, step, first, last)
        if bound is None:
            yield _clock(position, clock, rule, about, name, starts, last, line)
            words = f"{position.deal.party_name(name)} is bound{part}"
            bound = Finding(rule.clause, words, True, event.place)
        yield _notice(position, rule, event.id, name, (*findings, bound), starts, line)


def _request_findings(
    position: Position, rule: Holdback, registration: Registration, event: HoldbackRequested
) -> tuple[Finding, ...]:
    """The conditions of a requested holdback."""
    issuer, step = position.deal.agreement.words.issuer, registration.effective
    sells = issuer_sells(position, registration)
    offers = f"{issuer} {'offers' if sells else 'does not offer'} securities in it"
    firm = position.deal.party_name(event.underwriter)
    managing = event.underwriter in underwriters(position, registration)
    manages = f"{firm} is {'' if managing else 'not '}the managing underwriter"
    requested = f"{firm} requested it on {long_date(event.date.day)}"
    says = f"it became effective on {long_date(step.date.day)}" if step else "it is not effective"
    place = step.place if step else registration.event.place
    return (
        underwriting_finding(position, rule, registration),
        Finding(rule.clause, offers, sells, registration.event.place),
        Finding(rule.clause, requested, True, event.place),
        Finding(rule.clause, manages, managing, event.place_of("underwriter")),
        Finding(rule.clause, says, step is not None, place),
        *(condition_findings(position, rule, registration) if step else ()),
    )


def _end_of_requested(
    position: Position,
    rule: Holdback,
    registration: Registration,
    event: HoldbackRequested,
    start: date,
) -> tuple[date, str]:
    """The last day barred, and how it is counted. Readings consulted: ``holdback_ii_end``."""
    length = holdback_length(position, rule, registration, start, "holdback_requested")
    last, line = holdback_end(position, rule, registration, start, length)
    if reading(position, "holdback_ii_end", registration.id, event.id) == "first_sale_day_181":
        line += ", the last day barred"
    else:
        last, line = last - DAY, f"{line}, the first day of sale"
    return end_or_abandonment(registration, last, line)


def _sellers_are_free(
    position: Position, registration: Registration, event: HoldbackRequested
) -> bool:
    """Whether a holder that sells in the offering is free as to its other shares too. Readings
    consulted: ``holdback_ii_carveout``.
    """
    value = reading(position, "holdback_ii_carveout", registration.id, event.id)
    return value == "participating_investor"


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
