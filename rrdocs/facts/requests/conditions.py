"""3(a), 3(b): when a demand or short form may be made at all: its window, its size, its number, and
the issuer's own registrations.

Each is a limit that an agreement may set on a right; a limit that it does not set does not apply.
If a limit depends on something that is not on record, the request is open. Not modelled: whether
the issuer plans a filing of its own in good faith.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from rrdocs.agreement.registration_rights import Blackout, Demand, Limit, Minimum, Requested
from rrdocs.dates.deadlines import Deadline, count
from rrdocs.dates.moments import first_day, last_day, long_date
from rrdocs.deal.events import CounterNotice, FormEligibility, Request
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.groups import group, measured, members, of_group
from rrdocs.facts.record.names import called, form_name, in_shares, is_form, shelf_says
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.time.time_limits import days, of_registration, own_day
from rrdocs.yamlfiles.records import Place


def opening(
    position: Position,
    right: Requested,
    letters: Sequence[Request],
    requesters: Mapping[str, int | None],
    at: datetime,
) -> Iterator[Finding]:
    """The conditions on which the right is open to these requesters at an instant."""
    place = letters[0].place_of("requesting")
    yield from of_group(position, right.clause, right.by, requesters, at, place)
    if right.opening:
        for due, after in ((right.opening.earliest, True), (right.opening.latest, False)):
            if due:
                yield _window(position, right.clause, due, at.date(), after=after)
        if right.opening.unless_shelf:
            yield _no_shelf(position, right, at)
    if right.minimum:
        yield _large_enough(position, right, right.minimum, letters, requesters, at)
    if right.blackout:
        yield from _blackout(position, right, letters, at)


def _window(position: Position, clause: str, due: Deadline, day: date, *, after: bool) -> Finding:
    """That a day is not before the right begins (``after``), or not after it ends."""
    found = count(due, days(position, None), business_days(position.deal))
    words = f"the right {'begins' if after else 'ends'} {due}: {'; '.join(found.lines)}"
    if found.day is None:
        # the anchor is not on record: a right that begins then has not begun; one that ends then
        # has not ended
        return Finding(clause, words, not after)
    return Finding(clause, words, day >= found.day if after else day <= found.day)


def is_shelf(position: Position, registration: Registration) -> bool:
    """Whether a registration is the shelf that the agreement itself requires."""
    shelf = position.deal.terms.shelf
    return shelf is not None and registration.id == shelf.registration


def effective_shelf(position: Position, at: datetime) -> Registration | None:
    """The shelf registration for resale that is effective at an instant."""
    for registration in position.registrations().values():
        proposal, effective, ended = (
            registration.proposal,
            registration.effective,
            registration.ended,
        )
        resale = is_shelf(position, registration) or (
            proposal and proposal.for_resale and proposal.account == "holders"
        )
        if not (resale and effective and effective.date.at <= at):
            continue
        if ended is None or ended.date.at > at:
            return registration
    return None


def _no_shelf(position: Position, right: Requested, at: datetime) -> Finding:
    shelf = effective_shelf(position, at)
    if shelf is None:
        return Finding(right.clause, shelf_says(None), True)
    assert shelf.effective is not None  # an effective one
    return Finding(right.clause, shelf_says(shelf), False, shelf.effective.place)


def proceeds(letters: Sequence[Request], kind: str) -> Fraction | None:
    """The net or gross proceeds that the last letter to state any states, in dollars; None if none
    does.
    """
    every = [letter.net_proceeds if kind == "net" else letter.gross_proceeds for letter in letters]
    stated = [amount for amount in every if amount is not None]
    return Fraction(stated[-1]) if stated else None


def _large_enough(
    position: Position,
    right: Requested,
    rule: Minimum,
    letters: Sequence[Request],
    requesters: Mapping[str, int | None],
    at: datetime,
) -> Finding:
    asked = sum(number or 0 for number in requesters.values())
    met = measured(
        position,
        rule.size,
        list(requesters),
        at,
        dollars=lambda: proceeds(letters, rule.proceeds),
        shares=asked,
    )
    words = f"the request is for {in_shares(asked)}: {'; '.join(met.lines)}"
    holds = met.holds
    if (
        holds is not True
        and rule.waived_if_all
        and asked >= sum(position.ledger.holding(name, at) for name in requesters)
    ):
        holds, words = (
            True,
            (
                f"{words}; it is for all that the requesters have left, to which the minimum does"
                " not apply"
            ),
        )
    elif holds is not True and rule.sales == "all":
        holds, words = None, f"{words}; what joining holders would add is not on record"
    return Finding(right.clause, words, holds, letters[0].place_of("requesting"))


# ---- how many

UNSURE = "the record does not show who paid for one that was withdrawn"
"""Why it is open whether a request was used."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A request that has been used, or may have been (``sure`` is False): the day on which it was
    used, and its requesters.
    """

    day: date
    requesters: tuple[str, ...]
    sure: bool
    place: Place


def within_limits(
    position: Position,
    right: Requested,
    earlier: Sequence[Earlier],
    at: datetime,
    requesters: Sequence[str],
) -> Iterator[Finding]:
    """The limits on the number of requests. ``earlier``: the requests that count or may count."""
    for limit in right.limits:
        made = [item for item in earlier if _counts(position, limit, item, at, requesters)]
        sure = sum(item.sure for item in made)
        span = f" in {limit.within}" if limit.within else ""
        whose = f" of the {group(position, limit.of).name}" if limit.of else ""
        holds = False if sure >= limit.times else None if len(made) >= limit.times else True
        words = f"{sure} of {limit.times} requests{whose}{span} were used before it" + (
            f"; {UNSURE}" if holds is None else ""
        )
        yield Finding(right.clause, words, holds, made[-1].place if made else None)


def _counts(
    position: Position, limit: Limit, item: Earlier, at: datetime, requesters: Sequence[str]
) -> bool:
    if limit.within and not first_day(at.date(), limit.within) < item.day:
        return False
    if limit.of is None:
        return True
    some = members(position, limit.of, at)
    # a limit on a group's requests counts theirs, and binds only requests of theirs
    return bool(set(item.requesters) & set(some)) and bool(set(requesters) & set(some))


# ---- what the issuer has in hand


def _own(position: Position) -> list[Registration]:
    """The registrations that the issuer proposed for its own account, wholly or in part."""
    return [
        each
        for each in position.registrations().values()
        if each.proposal and each.proposal.account != "holders"
    ]


def _blackout(
    position: Position, right: Requested, letters: Sequence[Request], at: datetime
) -> Iterator[Finding]:
    """The issuer's own registrations that bar a request: pending or lately effective ones, and one
    that it announces in answer to the request.
    """
    rule = right.blackout
    assert rule is not None  # asked only where there is one
    for registration in _own(position):
        words = _bars_requests(position, rule, registration, at)
        if words and registration.proposal:
            yield Finding(right.clause, words, False, registration.proposal.place)
    if rule.counter_notice:
        for letter in letters:
            for answer in position.about(CounterNotice, letter.id):
                asked = [each.id for each in letters]
                yield _counter(position, right.clause, rule, answer, asked, at)
    if rule.if_short_form and isinstance(right, Demand) and position.deal.terms.short_form:
        yield _short_form_there(position, right, position.deal.terms.short_form.form, at)


def _bars_requests(
    position: Position, rule: Blackout, registration: Registration, at: datetime
) -> str:
    """How a registration of the issuer's own bars requests at an instant; empty if it does not."""
    day, calendar = at.date(), business_days(position.deal)
    proposal, ended = registration.proposal, registration.ended
    if proposal is None or proposal.date.at > at or (ended and ended.date.at <= at):
        return ""
    effective = registration.effective
    if effective and effective.date.at > at:
        effective = None
    begins = ends = None
    filing = of_registration(registration)["filing"]
    if rule.before_filing and filing:
        begins = first_day(filing, rule.before_filing, calendar)
    if rule.after_effectiveness and effective:
        ends = last_day(effective.date.day, rule.after_effectiveness, calendar)
    too_early = begins is None or day < begins
    if (too_early and not effective) or (ends is not None and day > ends):
        return ""
    until = f" until {long_date(ends)}" if ends else ", and is not effective yet"
    if effective and ends is None:
        until = " on"
    return (
        f"{called(registration)} of the issuer’s own bars requests from"
        f" {long_date(begins or day)}{until}"
    )


def _counter(
    position: Position,
    clause: str,
    rule: Blackout,
    answer: CounterNotice,
    asked: Sequence[str],
    at: datetime,
) -> Finding:
    """The issuer's answer that it will file a registration of its own: it bars the request if it
    was given in time and is kept. ``asked``: the ids of the request.
    """
    got = received(position, answer, "outbound")
    if got.dispatched is None and got.sufficient is not None:
        words = f"the issuer’s answer does not count: {got.why}"
        return Finding(clause, words, True, answer.place)
    day = (got.dispatched or answer.date).day
    assert rule.counter_notice is not None  # asked only where there is one
    last, line = own_day(position, at.date(), rule.counter_notice)
    if last is not None and day > last:
        words = f"the issuer’s answer came too late: {line}"
        return Finding(clause, words, True, answer.place)
    by, line = own_day(position, day, rule.counter_filing) if rule.counter_filing else (None, "")
    if by is not None and position.as_of.date() > by and not _kept(position, answer, asked, by):
        words = (
            "the issuer answered that it would file a registration of its own, but had not filed"
            f" it by {line}"
        )
        return Finding(clause, words, True, answer.place)
    words = f"the issuer answered on {long_date(day)} that it will file a registration of its own"
    if by:
        words += f" by {long_date(by)}"
    if got.dispatched:
        return Finding(clause, words, False, answer.place)
    return Finding(clause, f"{words}; {got.why}", None, answer.place)


def _kept(position: Position, answer: CounterNotice, asked: Sequence[str], by: date) -> bool:
    """Whether the issuer filed a registration of its own since its answer and by a day."""
    filed = [each.filed for each in _own(position) if each.filed and each.id not in asked]
    return any(step.date.at >= answer.date.at and step.date.day <= by for step in filed)


def _short_form_there(position: Position, right: Requested, form: str, at: datetime) -> Finding:
    """That the short form may not be used; otherwise no demand may be made."""
    status = [
        event
        for event in position.all(FormEligibility)
        if event.date.at <= at and is_form(event.form, (form,))
    ]
    there = bool(status) and status[-1].registrant and status[-1].transaction
    words = f"{form_name(form)} {'may' if there else 'may not'} be used"
    return Finding(right.clause, words, not there, status[-1].place if status else None)
