"""3(e): when Investors may not sell.

(i) In a firm commitment underwriting under a registration that covers Restricted Stock, an Investor that does not sell to the
underwriters refrains from selling it while the distribution and the aftermarket last, and is free in any event on the 180th day
after effectiveness. No request is needed. (ii) In a firm commitment offering by the issuer, on request of the managing
underwriter, no Investor sells common stock for 180 days from effectiveness, save the shares that are in the offering. Both bind
Investors without stock and those shut out under 3(j), and bar sales only, not pledges or gifts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.dates import DAY, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Item
from rrdocs.events import DistributionCompleted, HoldbackRequested, RegistrationEffective, SyndicateTerminated
from rrdocs.grants import Holdback
from rrdocs.position import Position, Registration
from rrdocs.rules.investors import investors
from rrdocs.rules.sellers import covers_stock, electing, firm_commitment, in_the_market, issuer_sells, selling, underwriters
from rrdocs.rules.sending import reading, running, to_send
from rrdocs.rules.timing import length_in_force


def holdback(deal: Deal, position: Position) -> Iterator[Item]:
    """3(e): both holdbacks of every effective registration, and the notices of them."""
    for registration in position.registrations().values():
        if deal.terms.holdback_automatic and registration.effective:
            yield from _automatic(position, deal.terms.holdback_automatic, registration, registration.effective)
        asked = position.about(HoldbackRequested, registration.id)
        if deal.terms.holdback_requested and asked:
            yield from _requested(position, deal.terms.holdback_requested, registration, asked[0])


def _gate(position: Position, rule: Holdback, registration: Registration) -> Finding:
    firm = firm_commitment(position, registration)
    words = f"the offering is {'' if firm else 'not '}a firm commitment underwriting"
    return Finding(rule.clause, words, firm, registration.event.place)


def _automatic(position: Position, rule: Holdback, registration: Registration, step: RegistrationEffective) -> Iterator[Clock | Decision]:
    stock, covers = position.deal.agreement.words.stock, covers_stock(position, registration)
    findings = (
        _gate(position, rule, registration),
        Finding(rule.clause, f"the registration {'covers' if covers else 'does not cover'} {stock}", covers, step.place),
        Finding(rule.clause, f"it became effective on {long_date(step.date.day)}", True, step.place),
    )
    about, effective = registration.event.id, step.date.day
    if not all(finding.holds for finding in findings):
        yield _notice(position, rule, about, None, findings, effective)
        return
    last, line = _free_at_last(position, rule, about, effective)
    done = position.last(DistributionCompleted, registration.id)
    over = position.last(SyndicateTerminated, registration.id)
    if done and over and max(done.date.day, over.date.day) < last:
        last = max(done.date.day, over.date.day)
        line = f"distribution and aftermarket ended by {weekday_date(last)}"
    elect = electing(position, registration)
    for name in investors(position, step.date.at):
        if name not in elect:
            yield _clock(position, "holdback_automatic", rule, about, name, effective, last, line)
            own = Finding(rule.clause, f"{position.deal.party_name(name)} does not sell to the underwriters", True, step.place)
            yield _notice(position, rule, about, name, (*findings, own), effective, line)


def _free_at_last(position: Position, rule: Holdback, about: str, effective: date) -> tuple[date, str]:
    """The last day barred in any event. Readings consulted: ``holdback_i_end``."""
    length = length_in_force(position, effective, lambda terms: (terms.holdback_automatic or rule).period)
    day = last_day(effective, length)
    line = f"effective {long_date(effective)} + {length} = {weekday_date(day)}"
    if reading(position, "holdback_i_end", about) == "first_sale_day_180":
        return day - DAY, f"{line}, the first day of free sale"
    return day, f"{line}, still barred"


def _requested(position: Position, rule: Holdback, registration: Registration, asked: HoldbackRequested) -> Iterator[Clock | Decision]:
    words, own = position.deal.agreement.words, issuer_sells(position, registration)
    managing = asked.underwriter in underwriters(position, registration)
    step = registration.effective
    says = f"it became effective on {long_date(step.date.day)}" if step else "it is not effective"
    findings = (
        _gate(position, rule, registration),
        Finding(rule.clause, f"{words.issuer} {'offers' if own else 'does not offer'} securities in it", own,
                registration.event.place),
        Finding(rule.clause, f"{position.deal.party_name(asked.underwriter)} asked for it on {long_date(asked.date.day)}", True,
                asked.place),
        Finding(rule.clause, f"it is {'' if managing else 'not '}the managing underwriter", managing,
                asked.place_of("underwriter")),
        Finding(rule.clause, says, step is not None, step.place if step else registration.event.place),
    )  # fmt: skip
    if step is None or not all(finding.holds for finding in findings):
        yield _notice(position, rule, asked.id, None, findings, asked.date.day)
        return
    effective, starts = step.date.day, max(step.date.day, asked.date.day)
    length = length_in_force(position, effective, lambda terms: (terms.holdback_requested or rule).period)
    last = last_day(effective, length)
    line = f"effective {long_date(effective)} + {length} = {weekday_date(last)}"
    if reading(position, "holdback_ii_end", registration.id, asked.id) == "first_sale_day_181":
        line += ", the last day barred"
    else:
        last, line = last - DAY, f"{line}, the first day of sale"
    if starts > last:
        past = Finding(rule.clause, f"it was asked for when the time was over: {line}", False, asked.place)
        yield _notice(position, rule, asked.id, None, (*findings, past), starts)
        return
    taking_part = set(selling(position, registration)) - in_the_market(position, registration)
    for name in investors(position, step.date.at):
        part = ""
        if name in taking_part:
            if reading(position, "holdback_ii_carveout", registration.id, asked.id) == "participating_investor":
                continue
            part = " as to the shares not in the offering"
        yield _clock(position, "holdback_requested", rule, registration.event.id, name, starts, last, line)
        bound = Finding(rule.clause, f"{position.deal.party_name(name)} is bound{part}", True, asked.place)
        yield _notice(position, rule, asked.id, name, (*findings, bound), starts, line)


def _clock(position: Position, clock: str, rule: Holdback, about: str, name: str, starts: date, last: date, line: str) -> Clock:
    return Clock(
        clock, rule.clause, about, name, starts, last, free_from=last + DAY, running=running(position, starts, last),
        arithmetic=(line,),
    )  # fmt: skip


def _notice(
    position: Position, rule: Holdback, about: str, to: str | None, findings: tuple[Finding, ...], due: date, line: str = ""
) -> Decision:
    return to_send(
        position, "holdback_notice", rule.clause, about, to, findings, due, class_="customary",
        arithmetic=(line,) if line else (),
    )  # fmt: skip
