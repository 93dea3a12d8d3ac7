"""Other agreements: the shelf registration that the issuer must file by itself.

Requires:
    The issuer must register the resale of the holders' stock: file by a day, have it declared
    effective by a day, keep it effective for a time, and not let it be unusable for longer than
    the agreement allows. Each holder must furnish the information that the issuer needs about it
    before the filing. A day that is missed by more than its grace costs liquidated damages.
Decides:
    selling_holder_questionnaire: to each holder. file_by, effective_by, keep_effective: the
    clocks of the issuer's duties. shelf_request, shelf_unavailable, liquidated_damages: the
    tallies. Flags: a day that was missed, and what it means.
Readings:
    none
Not modelled:
    Shares that the Commission makes the issuer leave out of the registration.
Cases:
    tests/parameters/mandatory_shelf.yaml, tests/parameters/file_and_effect_by.yaml,
    tests/parameters/effectiveness_and_damages.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time

from rrdocs.agreement.covenants import Questionnaire, Shelf
from rrdocs.dates.moments import DAY, add_months, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    AffiliateStatus,
    AgreementSigned,
    Event,
    MilestoneReached,
    NoticeSent,
    Rule144Status,
    ShelfRequested,
    SignatureReturned,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Giving, Item, Tally
from rrdocs.docket.figures import ShelfRequestFigures, UnavailableFigures
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.record.groups import measured
from rrdocs.facts.record.holders import investors
from rrdocs.facts.record.names import form_name, in_shares, is_form
from rrdocs.facts.record.position import Position, Registration
from rrdocs.rules.giving import counsel
from rrdocs.rules.registrations.liquidated_damages import Failed, liquidated
from rrdocs.rules.registrations.shelf_days import (
    YEAR,
    days_beyond_limit,
    runs_of_days,
    unusable_days,
)
from rrdocs.rules.requests.filing import DueDay, Unknown, anchors, clocks, target


# Long: the duties of the term in its order.
def shelf(deal: Deal, position: Position) -> Iterator[Item]:
    """The days of the shelf, what they cost where they are missed, and the questionnaires before
    it is filed.
    """
    rule = deal.terms.shelf
    if rule is None:
        return
    start = deal.agreement.date
    if rule.requested_by:
        asked, said = _asked_for(position, rule)
        yield from said
        if asked is None:
            return
        start = asked
    registration = position.registrations().get(rule.registration)
    known = anchors(registration, request=start)
    filed = registration.filed if registration else None
    effective = registration.effective if registration else None
    by = {
        name: target(position, due, start, known, rule.registration)
        for name, due in (("file_by", rule.file_by), ("effective_by", rule.effective_by))
    }
    yield from clocks(position, "file_by", rule.clause, rule.registration, by["file_by"], filed)
    yield from clocks(
        position, "effective_by", rule.clause, rule.registration, by["effective_by"], effective
    )
    if filed and filed.form and not is_form(filed.form, (rule.form,)):
        words = f"it was filed on {form_name(filed.form)}, and was to be on {form_name(rule.form)}"
        yield Flag(rule.clause, rule.registration, words, evidence=filed.place_of("form"))
    over = _over(position, rule, start)
    unusable: list[date] = []
    if registration and effective:
        yield from _kept(position, rule, registration, over)
        unusable = unusable_days(position, registration, over[0] if over else None)
        yield from _unavailable(position, rule, unusable)
    if rule.damages:
        late = [
            *_late("filing", by["file_by"], filed, "filed"),
            *_late("effectiveness", by["effective_by"], effective, "effective"),
        ]
        today = position.as_of.date()
        for first, last in days_beyond_limit(rule, unusable):
            late.append(
                Failed(
                    "unavailable",
                    first - DAY,
                    last if last < today else None,
                    None,
                    "it could not be used",
                )
            )
        yield from liquidated(position, rule, rule.damages, late, over[0] if over else None)
    if (
        deal.terms.questionnaire
        and deal.terms.questionnaire.by
        and isinstance(by["file_by"], DueDay)
    ):
        yield from _questionnaires(
            position, rule, deal.terms.questionnaire, by["file_by"], registration
        )


# ---- on request


def _asked_for(position: Position, rule: Shelf) -> tuple[date | None, list[Item]]:
    """The day on which enough of the stock had asked for it; None where it has not, with the
    count.
    """
    assert rule.requested_by is not None  # asked only where it must be
    asking: dict[str, None] = {}
    said: list[Item] = []
    for event in position.all(ShelfRequested):
        got = received(position, event, "inbound_duty")
        if not got.sufficient or got.at is None:
            said.append(
                Flag(
                    rule.clause,
                    event.id,
                    f"the request for the shelf does not count: {got.why}",
                    evidence=event.place,
                )
            )
            continue
        asking |= dict.fromkeys(event.requesting)
        at = min(got.at.at, position.as_of)
        met = measured(position, rule.requested_by, list(asking), at)
        figures = ShelfRequestFigures(list(asking), met.holds)
        said.append(Tally(rule.clause, event.id, figures, (got.why, *met.lines)))
        if met.holds:
            return got.at.day, said
    return None, said


# ---- how long, and how usable


def _over(position: Position, rule: Shelf, since: date) -> tuple[date, str] | None:
    """The first day on which nothing is left to keep it for: all sold, or all free to be sold; and
    which.
    """
    ledger, begins = position.ledger, datetime.combine(since, time.min)
    first = min(
        (lot.instant for lots in ledger.acquisitions.values() for lot in lots), default=None
    )
    for at in (begins, *(event.date.at for event in position.events)):
        if first is None or not max(begins, first) <= at <= position.as_of:
            continue
        held = [name for name, _ in ledger.holders(at)]
        if "all_sold" in rule.until and not held:
            return (
                at.date(),
                (
                    f"all {position.deal.agreement.words.stock} had been sold by"
                    f" {long_date(at.date())}"
                ),
            )
        # the last holder that is not free may become so, or sell all that it has
        if "all_free" in rule.until and held and all(_free(position, name, at) for name in held):
            return (
                at.date(),
                f"each holder may sell all its stock freely since {long_date(at.date())}",
            )
    return None


def _free(position: Position, name: str, at: datetime) -> bool:
    """Whether a holder is on record as free to sell all it has: the record tells nothing of shares
    that came later, or of an affiliate.
    """
    said = [event for event in position.about(Rule144Status, name) if event.date.at <= at]
    if not said or not said[-1].may_sell_all:
        return False
    since = said[-1].date.at
    became = [
        event for event in position.about(AffiliateStatus, name) if since <= event.date.at <= at
    ]
    later = any(since < lot.instant <= at for lot in position.ledger.acquisitions.get(name, ()))
    return not later and not (became and became[-1].affiliate)


def _kept(
    position: Position, rule: Shelf, registration: Registration, over: tuple[date, str] | None
) -> Iterator[Item]:
    """How long the registration is kept effective."""
    effective, ended, today = registration.effective, registration.ended, position.as_of.date()
    assert effective is not None  # asked only of an effective one
    since = effective.date.day
    found = (
        target(position, rule.keep, since, anchors(registration), rule.registration)
        if rule.keep
        else Unknown(("no day is set",))
    )
    last, lines = (found.last, found.lines) if isinstance(found, DueDay) else (None, found.lines)
    if over and (last is None or over[0] < last):
        last, lines = over[0], (*lines, over[1])
    running = since <= today and (last is None or today <= last) and ended is None
    yield Clock(
        "keep_effective",
        rule.clause,
        rule.registration,
        position.deal.issuer,
        since,
        last,
        running=running,
        arithmetic=lines,
        evidence=effective.place,
    )
    if ended and (last is None or ended.date.day < last):
        to = f" to {weekday_date(last)}" if last else ""
        words = (
            f"it was withdrawn or abandoned on {long_date(ended.date.day)}, and was to be kept"
            f" effective{to}"
        )
        yield Flag(rule.clause, rule.registration, words, evidence=ended.place)


def _unavailable(position: Position, rule: Shelf, unusable: Sequence[date]) -> Iterator[Item]:
    """How many days it could not be used, against what is allowed."""
    if not unusable or (rule.unavailable is None and rule.unavailable_at_once is None):
        return
    today = position.as_of.date()
    first = add_months(today, -YEAR) + DAY
    within, running = (
        sum(day >= first for day in unusable),
        max(len(run) for run in runs_of_days(unusable)),
    )
    excess = days_beyond_limit(rule, unusable)
    figures = UnavailableFigures(
        within, rule.unavailable, running, rule.unavailable_at_once, not excess
    )
    lines = [
        f"{long_date(run[0])} to {long_date(run[-1])}: {len(run)} days"
        for run in runs_of_days(unusable)
    ]
    lines.append(f"{within} days in the twelve months to {long_date(today)}")
    yield Tally(rule.clause, rule.registration, figures, tuple(lines))
    if excess:
        limits = [
            f"{rule.unavailable} days in twelve months" if rule.unavailable else "",
            f"{rule.unavailable_at_once} at once" if rule.unavailable_at_once else "",
        ]
        words = (
            f"it has been unusable for longer than allowed ({' and '.join(filter(None, limits))})"
            f" since {long_date(excess[0][0])}"
        )
        yield Flag(rule.clause, rule.registration, words)


# ---- what a missed day amounts to


def _late(kind: str, day: DueDay | Unknown, done: Event | None, what: str) -> Iterator[Failed]:
    """A day that was missed by more than its grace; until when it went on, None while it does."""
    if isinstance(day, DueDay):
        says = f"to be {what} by {weekday_date(day.last)}"
        yield Failed(kind, day.last, done.date.day if done else None, day.grace, says)


# ---- questionnaires


def _questionnaires(
    position: Position,
    rule: Shelf,
    term: Questionnaire,
    by: DueDay,
    registration: Registration | None,
) -> Iterator[Decision]:
    """What each holder furnishes before the filing, as made or as it must be made."""
    assert term.by is not None  # asked only where it is set
    filed = registration.filed if registration else None
    planned = filed.date.day if filed else by.last
    due = target(position, term.by, by.starts, {"filing": planned}, rule.registration)
    if isinstance(due, Unknown):
        return
    event, at = _begun_by(position), position.as_of
    about = event.id if event else rule.registration
    then = min(at, datetime.combine(planned, time.max))
    for name in investors(position, then):
        held = position.ledger.holding(name, then)
        says = (
            f"{position.deal.party_name(name)} holds {in_shares(held)} of"
            f" {position.deal.agreement.words.stock}"
        )
        kind = "was filed on" if filed else "is to be filed by"
        findings = (
            Finding(
                rule.clause,
                f"the shelf {kind} {weekday_date(planned)}",
                True,
                filed.place if filed else event.place if event else None,
            ),
            Finding(term.clause, says, bool(held)),
        )
        yield Decision(
            "selling_holder_questionnaire",
            term.clause,
            about,
            name,
            position.deal.issuer,
            "required",
            findings,
            due.last,
            given=_came(position, (about, rule.registration), name, due.last),
            settled=counsel(position, about, "selling_holder_questionnaire"),
            as_of=at.date(),
            arithmetic=due.lines,
        )


def _begun_by(position: Position) -> Event | None:
    """The event with which the time of the shelf began: the request, the closing, or the
    signing.
    """
    found: list[Event] = [*position.all(ShelfRequested)]
    found = found or [
        event for event in position.all(MilestoneReached) if event.milestone == "closing"
    ]
    return next(iter(found or [*position.all(AgreementSigned)]), None)


def _came(position: Position, abouts: Sequence[str], name: str, due: date) -> Giving | None:
    """The evidence that a holder's questionnaire came."""
    document = "selling_holder_questionnaire"
    pages = [
        e
        for about in abouts
        for e in position.about(SignatureReturned, about)
        if e.document == document and e.signer == name
    ]
    letters = [
        e
        for about in abouts
        for e in position.about(NoticeSent, about)
        if e.document == document and e.from_ == name
    ]
    first = min((*pages, *letters), key=lambda event: event.date, default=None)
    if first is None:
        return None
    return Giving(
        Finding("", f"it came on {long_date(first.date.day)}", True, first.place),
        first.date.day,
        first.date.day > due,
    )
