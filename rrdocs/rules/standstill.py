"""3(c)(ii): a prior registration, of which each Investor was told, lets the issuer put off a required registration.

The prior registration statement was filed before the request was delivered, is for common stock to be sold to the public on a
form open to the Restricted Stock, and has not been withdrawn; each Investor was given the Piggyback Notice. It holds up filing,
never the Further Notice, and no longer than some days after its effectiveness. The request stays pending.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from rrdocs.dates import DAY, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Flag, Item
from rrdocs.events import RegistrationProposed
from rrdocs.position import Position, Registration
from rrdocs.rules.amendments import length_in_force
from rrdocs.rules.investors import investors
from rrdocs.rules.piggyback import is_form, proposal_findings
from rrdocs.rules.requests import Matter, matter, matters
from rrdocs.rules.sending import dispatches, running, to_send


def standstill(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(ii): the standstill, and the letter that tells the requesters of it."""
    if deal.terms.standstill is None:
        return
    for found in matters(position):
        if found.valid is False:
            continue
        for prior in position.registrations().values():
            if prior.id not in found.ids and prior.filed:
                yield from _held_up(position, found, prior)


def _delivered(position: Position, found: Matter) -> datetime:
    """When a request was delivered: for this clause the earlier of real and deemed arrival (``cii_delivery_instant``)."""
    if found.actual == found.received or position.deal.readings("cii_delivery_instant", "deemed_receipt"):
        return found.received.at
    return found.actual.at


def _prior_findings(position: Position, found: Matter, prior: Registration) -> Iterator[Finding]:
    rule, readings = position.deal.terms.standstill, position.deal.readings
    assert rule is not None and prior.filed is not None  # asked only of a filed registration where the clause is granted
    delivered = _delivered(position, found)
    same_day = prior.filed.date.day == delivered.date()
    before: bool | None = prior.filed.date.at < delivered
    if same_day and not (prior.filed.date.timed and found.received.timed):
        before = None
    says = f"it was filed on {long_date(prior.filed.date.day)}, {'before' if before else 'not before'} the request"
    yield Finding(rule.clause, says if before is not None else "filed on the day of the request; which came first is not on record",
                  before, prior.filed.place)  # fmt: skip
    form = prior.form
    if prior.proposal:
        if is_form(form, rule.excluded_forms):
            yield Finding(rule.clause, f"Form {form} is excluded", False, prior.proposal.place_of("form"))
        yield from proposal_findings(position, prior.proposal) if position.deal.terms.piggyback else ()
    elif earlier := matter(position, prior.id):
        counts = readings("required_reg_as_prior", "if_d_notice_given")
        yield Finding(rule.clause, f"it is the registration required by {earlier.id}", counts, earlier.letters[0].place)
    if prior.withdrawn or prior.abandoned:
        yield Finding(rule.clause, "it has been withdrawn", False, prior.ended.place if prior.ended else None)
    yield from _all_told(position, prior, delivered)


def _all_told(position: Position, prior: Registration, delivered: datetime) -> Iterator[Finding]:
    """Whether each Investor was given the Piggyback Notice of the prior registration."""
    rule = position.deal.terms.standstill
    assert rule is not None  # asked only where the clause is granted
    event = prior.event
    documents = ["piggyback_notice"]
    if not isinstance(event, RegistrationProposed):
        documents += ["demand_further_notice", "short_form_further_notice"]
    people = investors(position, event.date.at)
    missed = [
        name for name in people
        if not any(got.dispatched and got.dispatched.at <= delivered for _, got in dispatches(position, event.id, name, *documents))
    ]  # fmt: skip
    if not missed:
        yield Finding(rule.clause, f"each of the {len(people)} {position.deal.agreement.words.holders} was given notice of it", True)
        return
    names = ", ".join(position.deal.party_name(name) for name in missed)
    enough = len(missed) * 2 < len(people) and position.deal.readings("standstill_precondition", "substantial")
    yield Finding(rule.clause, f"no notice of it is on record to {names}", enough, event.place)


def _held_up(position: Position, found: Matter, prior: Registration) -> Iterator[Clock | Decision | Flag]:
    rule = position.deal.terms.standstill
    assert rule is not None and prior.filed is not None  # asked only of a filed registration where the clause is granted
    findings = tuple(_prior_findings(position, found, prior))
    starts = found.received.day
    last, line = _until(position, prior)
    over = last is not None and last < starts
    if over:
        findings = (*findings, Finding(rule.clause, f"{line}, before the request", False))
    holds = [finding.holds for finding in findings]
    good = all(holds)
    if good:
        yield Clock(
            "standstill", rule.clause, found.id, None, starts, last, free_from=last + DAY if last else None,
            running=running(position, starts, last), arithmetic=(line,), evidence=prior.filed.place,
        )  # fmt: skip
        if prior.effective is None:
            words = f"registration {prior.id} is not effective, so no day ends the standstill of its own: counsel should review it"
            yield Flag(rule.clause, found.id, words, evidence=prior.filed.place)
    current = last is None or position.as_of.date() <= last
    if good and not current:
        findings = (*findings, Finding(rule.clause, f"the time has run out: {line}", None if prior.effective is None else False))
    for name in found.requesters if False not in [f.holds for f in findings] else (None,):
        yield to_send(
            position, "standstill_letter", rule.clause, found.id, name, findings, starts, class_="customary", arithmetic=(line,)
        )


def _until(position: Position, prior: Registration) -> tuple[date | None, str]:
    """The last day of permitted delay. Readings consulted before effectiveness: ``standstill_never_effective``."""
    rule = position.deal.terms.standstill
    assert rule is not None and prior.filed is not None  # asked only of a filed registration where the clause is granted
    if prior.effective:
        effective = prior.effective.date.day
        length = length_in_force(position, effective, lambda terms: (terms.standstill or rule).after_effectiveness)
        day = last_day(effective, length)
        return day, f"effective {long_date(effective)} + {length} = {weekday_date(day)}"
    if position.deal.readings("standstill_never_effective", "flag_180_from_filing"):
        day = last_day(prior.filed.date.day, rule.after_effectiveness)
        return day, f"not effective; filed {long_date(prior.filed.date.day)} + {rule.after_effectiveness} = {weekday_date(day)}"
    return None, "not effective: no day ends it"


def standing(position: Position, found: Matter) -> bool:
    """Whether a request is held up on the position's day."""
    items = [item for item in standstill(position.deal, position) if isinstance(item, Clock)]
    return any(item.about == found.id and item.running for item in items)
