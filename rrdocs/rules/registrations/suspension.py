"""3(f)(v): a prospectus that has become misleading.

Requires:
    While a prospectus must be delivered, the issuer must immediately notify each selling holder
    and each underwriter that the prospectus is misleading, and nobody else. Each stops using it
    from its own receipt of the notice until the issuer has supplemented or amended it. Nothing
    limits how long that takes, unless the agreement does: past its limit the suspension is over
    between the parties, and counsel must decide whether the prospectus may be used.
Decides:
    suspension_notice: to each seller and underwriter. resumption_notice: when the prospectus may
    be used again. prospectus_stop: the clock of each recipient. suspensions: the tally of days
    and occasions. Flags: a suspension beyond its limit.
Readings:
    `immediately` (A06): by when an immediate notice is due.
Not modelled:
    Whether a prospectus is misleading.
Cases:
    tests/scenarios/suspension.yaml, tests/parameters/prospectus_suspension.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.covenants import Suspension
from rrdocs.dates.moments import DAY, Period, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import ProspectusMisleading, ProspectusSupplemented
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item, Tally
from rrdocs.docket.figures import SuspensionFigures
from rrdocs.facts.notices.dispatches import dispatches
from rrdocs.facts.offerings.sellers import selling
from rrdocs.facts.offerings.underwriters import underwriters
from rrdocs.facts.record.position import Position
from rrdocs.facts.time.day_allowances import Allowance
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.giving import to_send

TWELVE_MONTHS = Period(12, "months", "12 months")


@dataclass(frozen=True)
class Spell:
    """One suspension: the supplement that ended it, if any, and the last day on which it may go
    on, where there is such a limit.
    """

    event: ProspectusMisleading
    mended: ProspectusSupplemented | None
    limit: date | None
    line: str

    def days(self, today: date) -> frozenset[date]:
        """Its days so far, the first left out."""
        last = min(
            each for each in (self.mended and self.mended.date.day, self.limit, today) if each
        )
        return frozenset(
            self.event.date.day + n * DAY for n in range(1, (last - self.event.date.day).days + 1)
        )


def spells(position: Position, rule: Suspension) -> list[Spell]:
    """Every suspension in order, each limited with those before it."""
    allowance, found, today = _allowance(position, rule), list[Spell](), position.as_of.date()
    for event in position.all(ProspectusMisleading):
        supplements = position.about(ProspectusSupplemented, event.registration)
        mended = next((each for each in supplements if each.date.at >= event.date.at), None)
        start = event.date.day
        limit, line = None, ""
        if event.delivery_required and (rule.longest or rule.days_in_year is not None):
            most = allowance.end(start, rule.longest or TWELVE_MONTHS)
            taken = frozenset[date]().union(*(spell.days(today) for spell in found))
            limit = allowance.last(taken, start + DAY, most)
            line = (
                f"{long_date(start)} + {rule.longest or TWELVE_MONTHS} ="
                f" {weekday_date(most)}{_within(rule)}"
            )
            if limit < most:
                line += f" only to {weekday_date(limit)}"
        found.append(Spell(event, mended, limit, line))
    return found


def _allowance(position: Position, rule: Suspension) -> Allowance:
    return Allowance.of(position.deal, rule.days_in_year, TWELVE_MONTHS)


def _within(rule: Suspension) -> str:
    return (
        f", within {rule.days_in_year} days in {TWELVE_MONTHS}"
        if rule.days_in_year is not None
        else ""
    )


def suspension(deal: Deal, position: Position) -> Iterator[Item]:
    """3(f)(v): the notice that stops the use of a misleading prospectus, the stop itself, and its
    end.
    """
    rule = deal.terms.suspension
    if rule is None:
        return
    found = spells(position, rule)
    for spell in found:
        yield from _stop(position, rule, spell)
    if rule.days_in_year is not None and found:
        yield _used(position, rule, rule.days_in_year, found)


def _used(position: Position, rule: Suspension, most: int, found: list[Spell]) -> Tally:
    """The days of suspension used in the twelve months up to today."""
    today = position.as_of.date()
    used = _allowance(position, rule).used(
        frozenset[date]().union(*(spell.days(today) for spell in found)), today
    )
    lines = tuple(spell.line for spell in found if spell.line)
    return Tally(
        rule.clause,
        found[-1].event.registration,
        SuspensionFigures(used, most - used),
        lines,
    )


REASONS = {"given": "the notice gives the reasons", "omitted": "the notice leaves out the reasons"}


def _stop(position: Position, rule: Suspension, spell: Spell) -> Iterator[Item]:
    """One suspension: the notice of it, the time that each recipient stops, the notice of its end.

    Nobody is notified where no prospectus must be delivered, or nobody sells.
    """
    event, registration = spell.event, position.registration(spell.event.registration)
    due, line = own_day(position, event.date.day, rule.notice)
    misleading = f"the prospectus became misleading on {long_date(event.date.day)}"
    must = f"a prospectus {'must' if event.delivery_required else 'need not'} be delivered"
    findings: tuple[Finding, ...] = (
        Finding(rule.clause, misleading, True, event.place),
        Finding(rule.clause, must, event.delivery_required, event.place_of("delivery_required")),
    )
    sellers = selling(position, registration, event.date.at)
    people = [*sellers, *underwriters(position, registration)]
    if not people:
        nobody = "nobody sells under the registration"
        findings += (Finding(rule.clause, nobody, False, registration.event.place),)
    if not event.delivery_required or not people:
        yield to_send(
            position,
            "suspension_notice",
            rule.clause,
            event.id,
            None,
            findings,
            due,
            arithmetic=(line,),
        )
        return
    if rule.reasons != "not_stated":
        findings += (Finding(rule.clause, REASONS[rule.reasons], True, event.place),)
    yield from _too_long(position, rule, spell)
    for name in people:
        verb = "sells" if name in sellers else "underwrites"
        role = f"{position.deal.party_name(name)} {verb} under it"
        own = (*findings, Finding(rule.clause, role, True, registration.event.place))
        yield to_send(
            position,
            "suspension_notice",
            rule.clause,
            event.id,
            name,
            own,
            due,
            arithmetic=(line,),
        )
        yield from _reasons(position, rule, event, name)
        yield from _clock(position, rule, spell, name)
        yield _resumption(position, rule, spell, name, own)


def _resumption(
    position: Position, rule: Suspension, spell: Spell, name: str, findings: tuple[Finding, ...]
) -> Decision:
    """The notice to one recipient that the prospectus may be used again."""
    event, mended = spell.event, spell.mended
    ends, counted = mended.date.day if mended else None, ""
    if mended and rule.end_notice:
        ends, counted = own_day(position, mended.date.day, rule.end_notice)
    says = (
        f"the prospectus was supplemented on {long_date(mended.date.day)}"
        if mended
        else "no supplement is on record"
    )
    place = mended.place if mended else event.place
    return to_send(
        position,
        "resumption_notice",
        rule.clause,
        event.id,
        name,
        (*findings, Finding(rule.clause, says, mended is not None, place)),
        ends,
        class_="required" if rule.end_notice else "customary",
        arithmetic=(counted,) if counted else (),
    )


def _too_long(position: Position, rule: Suspension, spell: Spell) -> Iterator[Flag]:
    """A suspension that has lasted as long as it may, or may not begin."""
    event, limit = spell.event, spell.limit
    ended = spell.mended.date.day if spell.mended else position.as_of.date()
    if limit is None or ended <= limit:
        return
    words = f"the use of the prospectus may be suspended no longer: {spell.line}"
    if limit <= event.date.day:
        words = f"no day is left on which the use of the prospectus may be suspended: {spell.line}"
    yield Flag(
        rule.clause,
        event.id,
        f"{words}; counsel must decide whether it may be used before it is corrected",
        evidence=event.place,
    )


def _reasons(
    position: Position, rule: Suspension, event: ProspectusMisleading, name: str
) -> Iterator[Flag]:
    """A notice that leaves out reasons that it must give, or gives those that it must leave out."""
    for notice, _ in dispatches(position, event.id, name, "suspension_notice"):
        given = "reasons" in notice.states
        if rule.reasons != "not_stated" and given != (rule.reasons == "given"):
            words = (
                f"{notice.id}: it {'gives' if given else 'does not give'} the reasons, and"
                f" {REASONS[rule.reasons]}"
            )
            yield Flag(rule.clause, event.id, words, evidence=notice.place)


def _clock(position: Position, rule: Suspension, spell: Spell, name: str) -> Iterator[Clock]:
    """The stop of one recipient, from its receipt of the notice to the supplement, or to the end
    of the time allowed.
    """
    event, mended, limit = spell.event, spell.mended, spell.limit
    came = [got for _, got in dispatches(position, event.id, name, "suspension_notice")]
    first = min((got.at for got in came if got.at), default=None)
    if first is None:
        return
    lines = [next(got.why for got in came if got.at == first)]
    last, today = mended.date.day if mended else None, position.as_of.date()
    free = last
    if limit is not None and (last is None or limit < last):
        last, free = limit, limit + DAY
        lines.append(spell.line)
    if last is not None and last < first.day:
        return  # over before the notice was received
    over = mended is not None or (last is not None and today > last)
    yield Clock(
        "prospectus_stop",
        rule.clause,
        event.id,
        name,
        first.day,
        last,
        free_from=free,
        arithmetic=tuple(lines),
        running=first.day <= today and not over,
        evidence=event.place,
    )
