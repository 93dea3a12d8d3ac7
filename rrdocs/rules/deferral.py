"""3(c)(viii): the issuer may put off a required registration while disclosure would do harm, within limits.

A recorded determination of both limbs (that filing would compel disclosure, and that disclosure would do material harm) starts
it; it ends on disclosure, when the information is no longer material, or with its last day. In any consecutive twelve months
there are at most so many deferrals and so many days. It suspends filing, never the Further Notice. The determination itself is
the board's and is taken as recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rrdocs.dates import DAY, add_months, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Finding, Flag, Item, Tally
from rrdocs.events import DeferralDetermined, DeferralEnded
from rrdocs.position import Position
from rrdocs.rules.joining import parts
from rrdocs.rules.requests import Matter, matter
from rrdocs.rules.sending import running, to_send
from rrdocs.terms import Deferral

REASONS = {"disclosed": "the information was disclosed", "immaterial": "the information is no longer material"}


@dataclass(frozen=True)
class Span:
    """One deferral: its determination, whether it was permitted and why not, and the days that it took."""

    event: DeferralDetermined
    permitted: bool
    why: Finding
    first: date
    last: date
    ended: DeferralEnded | None

    def days(self, since: date, until: date) -> int:
        """The days that it used after ``since``, up to and including ``until``."""
        return max((min(self.last, until) - max(self.first - DAY, since)).days, 0) if self.permitted else 0


def spans(position: Position) -> list[Span]:
    """Every deferral in order, each judged with those before it."""
    return position.once("deferrals", lambda: _spans(position))


def _spans(position: Position) -> list[Span]:
    rule, found = position.deal.terms.deferral, list[Span]()
    assert rule is not None  # asked only where the clause is granted
    for event in position.all(DeferralDetermined):
        about = matter(position, event.about)
        if about is None:
            continue
        why = _permitted(position, rule, found, event)
        day = event.date.day
        first = day if position.deal.readings("deferral_day_count", "include") else day + DAY
        last = _last(rule, found, first, last_day(first - DAY, rule.longest)) if why.holds else day
        ended = position.last(DeferralEnded, event.id)
        if ended and ended.date.day < last:
            last = ended.date.day
        else:
            ended = None
        found.append(Span(event, bool(why.holds), why, first, last, ended))
    return found


def _months(rule: Deferral) -> int:
    return rule.period.count * (12 if rule.period.unit == "years" else 1)


def _permitted(position: Position, rule: Deferral, earlier: list[Span], event: DeferralDetermined) -> Finding:
    readings, day = position.deal.readings, event.date.day
    both = event.disclosure_required and event.material_adverse_effect
    if not both and not (event.disclosure_required and readings("deferral_test", "disclosure_only")):
        missing = "no material adverse effect" if event.disclosure_required else "that filing would not require disclosure"
        return Finding(rule.clause, f"the determination finds {missing}", False, event.place)
    made = [span for span in earlier if span.permitted]
    count = len([span for span in made if add_months(span.event.date.day, _months(rule)) > day])
    if len(made) >= rule.times:
        match readings.value("deferral_limit_scope"):
            case "twice_per_registration":
                count = len([span for span in made if span.event.about == event.about])
            case "twice_ever":
                count = len(made)
    if count >= rule.times:
        words = f"{count} deferrals were made in the {rule.period} before; {rule.times} are permitted"
        return Finding(rule.clause, words, False, event.place)
    return Finding(rule.clause, f"both limbs were determined on {long_date(day)}", True, event.place)


def _used(spans_: list[Span], rule: Deferral, day: date) -> int:
    """The days used in the period that ends with ``day``."""
    return sum(span.days(add_months(day, -_months(rule)), day) for span in spans_)


def _last(rule: Deferral, earlier: list[Span], first: date, most: date) -> date:
    """The last day on which a deferral leaves no period with more days than the clause allows; the eve where none is left."""
    day = first - DAY
    while day < most and _used(earlier, rule, day + DAY) + (day + DAY - first).days + 1 <= rule.days_in_period:
        day += DAY
    return day


def deferral(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(viii): each deferral's clock, the notices that it is customary to give, and what is left."""
    rule = deal.terms.deferral
    if rule is None or not position.all(DeferralDetermined):
        return
    today = position.as_of.date()
    made = spans(position)
    for span in made:
        yield from _span(position, rule, span)
    used = _used(made, rule, today)
    recent = [s for s in made if s.permitted and add_months(s.event.date.day, _months(rule)) > today]
    left = max(rule.days_in_period - used, 0)
    may = len(recent) < rule.times and left > 0
    on = next((s for s in made if s.permitted and running(position, s.event.date.day, s.last)), None)
    last = on.last if on else _last(rule, made, today + DAY, last_day(today, rule.longest)) if may else None
    values = {"count": len(recent), "days_used": used, "days_left": left, "may_defer": may, "last_day": last}
    lines = tuple(f"{s.event.id}: {long_date(s.first)} to {weekday_date(s.last)}" for s in made if s.permitted)
    yield Tally("deferrals", rule.clause, made[-1].event.about if made else None, values, lines)
    if len([s for s in made if s.permitted]) > rule.times:
        yield Flag(rule.clause, made[-1].event.about, f"more than {rule.times} deferrals have been made in all")


def _span(position: Position, rule: Deferral, span: Span) -> Iterator[Item]:
    event, found = span.event, matter(position, span.event.about)
    assert found is not None  # spans are made only for known requests
    day = event.date.day
    line = f"{long_date(day)} + {rule.longest}, within {rule.days_in_period} days in {rule.period} = {weekday_date(span.last)}"
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
        yield to_send(
            position, "deferral_notice", rule.clause, event.id, name, (span.why,), day, class_="customary", arithmetic=(line,)
        )
    over = span.permitted and not on
    ended = Finding(rule.clause, line, over, span.ended.place if span.ended else event.place)
    for name in people if over else (None,):
        yield to_send(
            position, "deferral_end_notice", rule.clause, event.id, name, (span.why, ended), span.last, class_="customary"
        )


def _concerned(position: Position, found: Matter) -> list[str]:
    """Those whose shares are to be registered: the requesters and all who joined."""
    return list(dict.fromkeys(part.investor for part in parts(position, found.id) if part.included))
