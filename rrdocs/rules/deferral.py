"""3(c)(viii): the issuer may put off a required registration while disclosure would do harm, within limits.

A recorded determination of both limbs (that filing would compel disclosure, and that disclosure would do material harm), made
while the registration is pending, starts it; it ends on disclosure, when the information is no longer material, or with its last
day. In any consecutive twelve months there are at most so many deferrals and so many days. It suspends filing, never the Further
Notice. The determination itself is the board's and is taken as recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rrdocs.dates import DAY, first_day, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Finding, Flag, Item, Tally
from rrdocs.events import DeferralDetermined, DeferralEnded, RequestWithdrawn
from rrdocs.grants import Deferral
from rrdocs.position import Position
from rrdocs.rules.amendments import under_terms
from rrdocs.rules.joining import parts
from rrdocs.rules.requests import Matter, matter
from rrdocs.rules.satisfaction import registration_of
from rrdocs.rules.sending import reading, running, to_send

REASONS = {"disclosed": "the information was disclosed", "immaterial": "the information is no longer material"}


@dataclass(frozen=True)
class Span:
    """One deferral: its determination, whether it was permitted and why or why not, and the days that it may take."""

    event: DeferralDetermined
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


def spans(position: Position) -> list[Span]:
    """Every deferral in order, each judged with those before it."""
    return position.once("deferrals", lambda: _spans(position))


def _spans(position: Position) -> list[Span]:
    found: list[Span] = []
    for event in position.all(DeferralDetermined):
        about = matter(position, event.about)
        rule = under_terms(position, event.date.at).deal.terms.deferral
        if about is None or rule is None:
            continue
        made = [span for span in found if span.permitted]
        day = event.date.day
        first = _first(position, event.about, day)
        last = _last(rule, made, first)
        why = _permitted(position, rule, about, made, event, left=last >= first)
        ended = position.last(DeferralEnded, event.id)
        if ended and ended.date.day >= last:
            ended = None  # it had ended by itself
        elif ended:
            last = ended.date.day
        found.append(Span(event, bool(why.holds), why, first, last, ended))
    return found


def _first(position: Position, about: str, determined: date) -> date:
    """The first day that counts. Readings consulted: ``deferral_day_count``."""
    return determined if reading(position, "deferral_day_count", about) == "include" else determined + DAY


def _since(rule: Deferral, day: date) -> date:
    """The day after which the period of so many months begins that ends with a day."""
    return first_day(day, rule.period) if rule.period else date.min


def _used(made: Sequence[Span], rule: Deferral, day: date) -> int:
    """The days used in the period that ends with a day; one that two deferrals share counts once."""
    days = frozenset[date]().union(*(span.days for span in made))
    return sum(_since(rule, day) < used <= day for used in days)


def _last(rule: Deferral, made: Sequence[Span], first: date) -> date:
    """The last day on which a deferral leaves no period with more days than the clause allows; the eve where none is left."""
    most, day = last_day(first - DAY, rule.longest), first - DAY
    taken = frozenset[date]().union(*(span.days for span in made))
    while day < most:
        taken |= {day + DAY}
        since = _since(rule, day + DAY)
        if rule.days_in_period is not None and sum(since < used <= day + DAY for used in taken) > rule.days_in_period:
            break
        day += DAY
    return day


def _count(position: Position, rule: Deferral, made: Sequence[Span], about: str, day: date) -> int:
    """The deferrals that count against another one on a day. Readings consulted where it matters: ``deferral_limit_scope``."""
    recent = sum(span.event.date.day > _since(rule, day) for span in made)
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
    position: Position, rule: Deferral, about: Matter, made: Sequence[Span], event: DeferralDetermined, *, left: bool
) -> Finding:
    at, day = event.date.at, event.date.day
    step = registration_of(position, about)
    withdrew = {e.investor for key in about.ids for e in position.about(RequestWithdrawn, key) if e.date.at <= at}
    if about.valid is False or withdrew >= about.requesters.keys() or about.actual.day > day:
        return Finding(rule.clause, f"no valid request was pending on {long_date(day)}", False, event.place)
    for over in (step.effective, step.ended):
        if over and over.date.at <= at:
            words = f"the registration was no longer pending on {long_date(day)}"
            return Finding(rule.clause, words, False, over.place)
    if not event.disclosure_required:
        return Finding(rule.clause, "the determination does not find that filing would require disclosure", False, event.place)
    both = reading(position, "deferral_test", event.about, event.id) == "both_limbs_required"
    if not event.material_adverse_effect and both:
        return Finding(rule.clause, "the determination finds no material adverse effect", False, event.place)
    count = _count(position, rule, made, event.about, day)
    if rule.times is not None and count >= rule.times:
        words = f"{count} deferrals count against this one; {rule.times} are permitted in {rule.period or 'all'}"
        return Finding(rule.clause, words, False, event.place)
    if not left:
        words = f"all {rule.days_in_period} days in {rule.period or 'all'} have been used"
        return Finding(rule.clause, words, False, event.place)
    return Finding(rule.clause, f"it was determined on {long_date(day)}", True, event.place)


def deferral(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(viii): each deferral's clock, the notices that it is customary to give, and what is left."""
    rule = deal.terms.deferral
    made = spans(position)
    if rule is None or not made:
        return
    for span in made:
        yield from _span(position, rule, span)
    yield _left(position, rule, [span for span in made if span.permitted], made[-1].event.about)
    if rule.times is not None and len(made) > rule.times:
        words = f"{len(made)} deferrals have been determined in all, more than {rule.times}"
        yield Flag(rule.clause, made[-1].event.about, words, evidence=made[-1].event.place)


def _left(position: Position, rule: Deferral, made: Sequence[Span], about: str) -> Tally:
    """The deferrals and days used in the period up to today, and whether another may be made."""
    today = position.as_of.date()
    used, first = _used(made, rule, today), _first(position, about, today)
    last = _last(rule, made, first)
    may = (rule.times is None or _count(position, rule, made, about, today) < rule.times) and last >= first
    on = next((span for span in made if span.ended is None and running(position, span.event.date.day, span.last)), None)
    values = {
        "count": sum(span.event.date.day > _since(rule, today) for span in made),
        "days_used": used,
        "days_left": max(rule.days_in_period - used, 0) if rule.days_in_period is not None else None,
        "may_defer": may,
        "last_day": on.last if on else last if may else None,
    }
    lines = tuple(f"{span.event.id}: {long_date(span.first)} to {weekday_date(span.last)}" for span in made)
    return Tally("deferrals", rule.clause, about, values, lines)


def _within(rule: Deferral) -> str:
    """The limit on the days of all deferrals together, in words."""
    return f", within {rule.days_in_period} days in {rule.period or 'all'}" if rule.days_in_period is not None else ""


def _span(position: Position, rule: Deferral, span: Span) -> Iterator[Item]:
    event, found = span.event, matter(position, span.event.about)
    assert found is not None  # spans are made only for known requests
    day = event.date.day
    line = f"{long_date(day)} + {rule.longest}{_within(rule)} = {weekday_date(span.last)}"
    if span.ended:
        line = f"ended on {weekday_date(span.last)}: {REASONS[span.ended.because]}"
    on = span.permitted and span.ended is None and running(position, day, span.last)
    if span.permitted:
        yield Clock(
            "deferral", rule.clause, event.id, None, day, span.last, free_from=span.last + DAY, running=on, arithmetic=(line,),
            evidence=event.place,
        )  # fmt: skip
    people = _concerned(position, found)
    for name in people if span.permitted else (None,):
        yield to_send(position, "deferral_notice", rule.clause, event.id, name, (span.why,), day, class_="customary", arithmetic=(line,))
    over = span.permitted and not on
    ended = Finding(rule.clause, line, over, span.ended.place if span.ended else event.place)
    for name in people if over else (None,):
        yield to_send(position, "deferral_end_notice", rule.clause, event.id, name, (span.why, ended), span.last, class_="customary")


def _concerned(position: Position, found: Matter) -> list[str]:
    """Those whose shares are to be registered: the requesters and all who joined."""
    return list(dict.fromkeys(part.investor for part in parts(position, found.id) if part.included))
