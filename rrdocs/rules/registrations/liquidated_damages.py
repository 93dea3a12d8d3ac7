"""Other agreements: liquidated damages for a shelf that is late or unavailable.

Requires:
    Where a required shelf registration is not filed, not effective or not usable by its day, the
    issuer owes each holder damages for each period, or part of one, on what that holder paid for
    the shares issued to it. They run from the day that was missed or, where the agreement says
    so, from the end of its grace, to the day on which the failure was cured. The data of the
    agreement set the rate, what several failures cost at one time, the cap, and the interest on
    late payment.
Decides:
    liquidated_damages: the tally of what each holder is owed and was paid. It is asked by the
    rule on the mandatory shelf.
Readings:
    none
Not modelled:
    Damages that go with shares to a transferee.
Cases:
    tests/parameters/effectiveness_and_damages.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from rrdocs.agreement.covenants import Damages, Shelf
from rrdocs.dates.moments import Period, last_day, long_date, weekday_date
from rrdocs.deal.events import DamagesPaid, SharesIssued, Succession, Transfer
from rrdocs.docket.decisions import Flag, Item, Tally
from rrdocs.docket.figures import DamagesFigures
from rrdocs.facts.record.business_days import business_calendars
from rrdocs.facts.record.position import Position

DAYS_OF_YEAR = 365


@dataclass(frozen=True, slots=True)
class Failed:
    """A day that may have been missed: what for, the day, when it was made good (None: not yet),
    and the end of its grace.
    """

    kind: str
    missed: date
    mended: date | None
    grace: date | None
    says: str


@dataclass(frozen=True, slots=True)
class Run:
    """A time for which damages are counted: after ``since``, to ``until`` included; ``over`` once
    it is made good.
    """

    since: date
    until: date
    over: bool
    says: str


@dataclass(frozen=True, slots=True)
class Part:
    """One period of a run: its end, and how much of it counts."""

    end: date
    part: Fraction
    rate: Fraction
    over: bool


@dataclass(frozen=True, slots=True)
class Paid:
    """What a holder was issued: the shares, and the dollars that it paid for them (None: not on
    record).
    """

    shares: int
    dollars: Fraction | None


def runs(rule: Damages, failed: Sequence[Failed], today: date, end: date | None) -> list[Run]:
    """The times for which damages are counted; failures at one time are counted once, unless each
    costs them.
    """
    found: list[Run] = []
    for each in sorted(failed, key=lambda item: item.missed):
        last = min(filter(None, (each.mended, end, today)))
        if each.kind not in rule.failures or last <= (each.grace or each.missed):
            continue
        since = each.missed if rule.from_first_day or each.grace is None else each.grace
        over = (each.mended is not None and each.mended <= today) or (
            end is not None and end <= today
        )
        if found and not rule.concurrent and since < found[-1].until:
            before = found[-1]
            says = before.says if each.says in before.says else f"{before.says}; {each.says}"
            found[-1] = Run(
                before.since,
                max(before.until, last),
                over if last >= before.until else before.over,
                says,
            )
        else:
            found.append(Run(since, last, over, each.says))
    return found


def parts(rule: Damages, run: Run) -> list[Part]:
    """The periods of a run, the last one as far as it counts, each at its rate."""
    found: list[Part] = []
    begin, number = run.since, 0
    while begin < run.until:
        number += 1
        end = last_day(run.since, _times(rule.every, number))
        share = (
            Fraction(1)
            if end <= run.until or not rule.prorated
            else Fraction((run.until - begin).days, (end - begin).days)
        )
        rate = (rule.rate or Fraction(0)) + (number - 1) * (rule.increase or 0)
        if rule.highest is not None:
            rate = min(rate, rule.highest)
        found.append(Part(min(end, run.until), share, rate, over=run.over or end <= run.until))
        begin = end
    return found


def _times(every: Period, number: int) -> Period:
    return Period(every.count * number, every.unit, every.text)


@dataclass(frozen=True)
class _Owed:
    """What has accrued by holder (None where what it paid is not on record), with the interest, and
    what each was paid, in US dollars.
    """

    accrued: Mapping[str, Decimal | None]
    interest: Mapping[str, Decimal]
    payments: Mapping[str, Decimal]

    @property
    def unknown(self) -> list[str]:
        """The holders whose damages are open."""
        return [name for name, amount in self.accrued.items() if amount is None]

    @property
    def total(self) -> Decimal:
        """All that has accrued, without interest."""
        return sum((amount for amount in self.accrued.values() if amount is not None), Decimal(0))

    @property
    def due(self) -> dict[str, Decimal]:
        """What has accrued with interest, by holder, as far as it is known."""
        return {
            name: amount + self.interest.get(name, Decimal(0))
            for name, amount in self.accrued.items()
            if amount is not None
        }

    @property
    def unpaid(self) -> Decimal:
        """What is not paid. An overpayment to one holder does not reduce what others are owed."""
        left = (amount - self.payments.get(name, Decimal(0)) for name, amount in self.due.items())
        return sum((max(amount, Decimal(0)) for amount in left), Decimal(0))

    def figures(self, days: int) -> DamagesFigures:
        """The figures of the tally."""
        return DamagesFigures(
            {name: None if n is None else f"{n:.2f}" for name, n in self.accrued.items()},
            None if self.unknown else f"{self.total:.2f}",
            days,
            {name: f"{amount:.2f}" for name, amount in self.payments.items()} or None,
            {name: f"{amount:.2f}" for name, amount in self.interest.items()} or None,
        )


def liquidated(
    position: Position, shelf: Shelf, rule: Damages, failed: Sequence[Failed], end: date | None
) -> Iterator[Item]:
    """The tally of damages by holder, and what counsel should look at. ``end``: when nothing was
    left to register.
    """
    today, about = position.as_of.date(), shelf.registration
    found = runs(rule, failed, today, end)
    # failures that each cost have periods at one time: a cap is reached, and payments are used up,
    # in the order of their ends
    every = sorted((part for run in found for part in parts(rule, run)), key=lambda part: part.end)
    paid, payments = bought(position), _payments(position, about)
    lines = [line for run in found for line in _of_run(rule, run)]
    accrued: dict[str, Decimal | None] = {}
    interest: dict[str, Decimal] = {}
    for name, lot in paid.items():
        amounts = _amounts(rule, every, lot)
        accrued[name] = _cents(sum(amounts, Fraction(0))) if amounts is not None else None
        if every:
            lines.append(_line(position, rule, name, lot, accrued[name]))
        if rule.interest and amounts is not None:
            interest[name] = _cents(
                _interest(position, rule, payments.get(name, ()), every, amounts)
            )
    sums = {
        name: sum((event.amount for event in events), Decimal(0))
        for name, events in payments.items()
    }
    owed = _Owed(accrued, interest, sums)
    remedy = (
        "they are the only remedy in money" if rule.exclusive else "they shut out no other remedy"
    )
    days = sum((run.until - run.since).days for run in found)
    yield Tally(rule.clause, about, owed.figures(days), (*lines, *([remedy] if every else [])))
    for name, amount in sums.items():
        excess = amount - owed.due.get(name, Decimal(0))
        if name not in owed.unknown and excess > 0:
            says = (
                f"{position.deal.party_name(name)} was paid ${excess:,.2f} more than had accrued to"
                f" it by {long_date(today)}"
            )
            yield Flag(rule.clause, about, says, evidence=payments[name][-1].place)
    if every:
        yield from _accrued(position, rule, about, owed, remedy)


def _accrued(
    position: Position, rule: Damages, about: str, owed: _Owed, remedy: str
) -> Iterator[Flag]:
    """That damages have accrued and what is not paid; and what of it is open."""
    if owed.unknown:
        names = ", ".join(map(position.deal.party_name, owed.unknown))
        yield Flag(rule.clause, about, f"what {names} paid is not on record: its damages are open")
    words = (
        f"liquidated damages of ${owed.total:,.2f} have accrued to"
        f" {long_date(position.as_of.date())}"
    )
    if owed.interest:
        words += f", with interest of ${sum(owed.interest.values(), Decimal(0)):,.2f}"
    rest = f"${owed.unpaid:,.2f} is not paid" if owed.unpaid else "nothing is left to pay"
    yield Flag(rule.clause, about, f"{words}; {rest}; {remedy}")
    for moved in position.all(Transfer):
        exempt = moved.kind != "pledge" and moved.basis == "exempt"
        if exempt and moved.from_ in owed.accrued:
            says = (
                f"{position.deal.party_name(moved.from_)} transferred shares: counsel must"
                " decide to whom the damages on them belong"
            )
            yield Flag(rule.clause, moved.id, says, evidence=moved.place)


def bought(position: Position) -> dict[str, Paid]:
    """What each holder was issued and paid; a successor stands in the place of the one it
    succeeds.
    """
    found: dict[str, Paid] = {}
    for event in position.all(SharesIssued):
        before = found.get(event.holder, Paid(0, Fraction(0)))
        now = (
            None
            if event.price is None or before.dollars is None
            else before.dollars + event.shares * Fraction(event.price)
        )
        found[event.holder] = Paid(before.shares + event.shares, now)
    for step in position.all(Succession):
        if step.from_ in found:
            was, had = found.pop(step.from_), found.get(step.to, Paid(0, Fraction(0)))
            both = None if was.dollars is None or had.dollars is None else was.dollars + had.dollars
            found[step.to] = Paid(was.shares + had.shares, both)
    return found


def _amounts(rule: Damages, every: Sequence[Part], lot: Paid) -> list[Fraction] | None:
    """What one holder is owed for each period, to the cap; None where what it paid is not on
    record and matters.
    """
    if lot.dollars is None and (rule.per_share is None or rule.cap is not None):
        return None
    left = None if rule.cap is None or lot.dollars is None else rule.cap * lot.dollars
    found = []
    for each in every:
        base = (
            lot.shares * Fraction(rule.per_share)
            if rule.per_share is not None
            else (lot.dollars or Fraction(0)) * each.rate
        )
        amount = base * each.part
        if left is not None:
            amount = min(amount, left)
            left -= amount
        found.append(amount)
    return found


def _interest(
    position: Position,
    rule: Damages,
    paid: Sequence[DamagesPaid],
    every: Sequence[Part],
    amounts: Sequence[Fraction],
) -> Fraction:
    """Interest on what was not paid when due; payments go to the oldest first."""
    assert rule.interest is not None  # asked only where there is some
    today, business, rate = (
        position.as_of.date(),
        business_calendars(position.deal, "outbound")[0],
        rule.interest,
    )
    payments = [(event.date.day, Fraction(event.amount)) for event in paid]
    total = Fraction(0)
    for part, amount in zip(every, amounts, strict=True):
        if not part.over:
            continue
        due, left = last_day(part.end, rule.payable, business) if rule.payable else part.end, amount
        while left and payments:
            day, sum_ = payments[0]
            used = min(left, sum_)
            total += used * rate * Fraction(max((day - due).days, 0), DAYS_OF_YEAR)
            left, payments[0] = left - used, (day, sum_ - used)
            if used == sum_:
                payments.pop(0)
        total += left * rate * Fraction(max((today - due).days, 0), DAYS_OF_YEAR)
    return total


def _payments(position: Position, about: str) -> Mapping[str, Sequence[DamagesPaid]]:
    """What each holder was paid, in order; a successor was paid what the one was that it
    succeeds.
    """
    found: dict[str, list[DamagesPaid]] = {}
    for event in position.about(DamagesPaid, about):
        found.setdefault(event.holder, []).append(event)
    for step in position.all(Succession):
        if step.from_ in found:
            found[step.to] = sorted(
                (*found.pop(step.from_), *found.get(step.to, ())), key=lambda event: event.date
            )
    return found


# ---- in words


def _of_run(rule: Damages, run: Run) -> Iterator[str]:
    days, every = (run.until - run.since).days, parts(rule, run)
    yield (
        f"{run.says}: {days} day{'' if days == 1 else 's'} from {weekday_date(run.since)}, to"
        f" {weekday_date(run.until)}"
    )
    whole = sum((part.part for part in every), Fraction(0))
    periods = (
        f"{_number(whole)} {'of a period' if whole < 1 else 'period' if whole == 1 else 'periods'}"
        f" of {rule.every}"
    )
    if rule.per_share is not None:
        yield f"{periods} at ${rule.per_share:,.2f} a share"
    elif rule.increase:
        yield (
            f"{periods}:"
            f" {' + '.join(f'{_percent(part.rate)} x {_number(part.part)}' for part in every)}"
        )
    else:
        yield f"{periods} at {_percent(rule.rate or Fraction(0))}"


def _line(position: Position, rule: Damages, name: str, lot: Paid, amount: Decimal | None) -> str:
    party = position.deal.party_name(name)
    if amount is None:
        return f"{party}: what it paid is not on record"
    base = f"{lot.shares:,} shares" + (
        f", for which it paid ${_cents(lot.dollars):,.2f}" if lot.dollars is not None else ""
    )
    capped = (
        rule.cap is not None
        and lot.dollars is not None
        and amount == _cents(rule.cap * lot.dollars)
    )
    return f"{party}: {base}: ${amount:,.2f}" + (
        f", the cap of {_percent(rule.cap or Fraction(0))}" if capped else ""
    )


def _cents(amount: Fraction) -> Decimal:
    """Dollars to the cent, half a cent up."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )


def _percent(part: Fraction) -> str:
    return f"{float(100 * part):.4f}".rstrip("0").rstrip(".") + "%"


def _number(value: Fraction) -> str:
    return (
        str(value.numerator) if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    )
