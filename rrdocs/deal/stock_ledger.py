"""Who holds which stock at any instant, by tranche, and the shares that notes would still yield.

Stock leaves the ledger when it is sold to the public under a registration or Rule 144 (Section 1,
"Restricted Stock"); a private transfer, a distribution or a succession moves it; a pledge leaves it
where it is. Splits and combinations change every balance.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction

from rrdocs.deal.events import (
    Event,
    NoteConverted,
    NoteIssued,
    PublicSale,
    SharesIssued,
    SharesSold,
    StockChanged,
    Succession,
    Transfer,
)

START = datetime.min


@dataclass
class Series:
    """A whole number that changes over time."""

    instants: list[datetime] = field(default_factory=lambda: [START])
    values: list[int] = field(default_factory=lambda: [0])

    @property
    def now(self) -> int:
        return self.values[-1]

    def put(self, instant: datetime, value: int) -> None:
        if self.instants[-1] == instant:
            self.values[-1] = value
        else:
            self.instants.append(instant)
            self.values.append(value)

    def at(self, instant: datetime) -> int:
        """The value after all that had happened by then."""
        return self.values[bisect_right(self.instants, instant) - 1]


@dataclass(frozen=True, slots=True)
class Acquisition:
    """Shares that came to a holder: when, how many, of which tranche, and from which day their
    holding period counts.
    """

    instant: datetime
    shares: int
    tranche: str
    held_since: date
    event: Event


@dataclass(frozen=True, slots=True)
class Overdraft:
    """An event that takes more shares than its holder had."""

    event: Event
    holder: str
    tranche: str
    held: int
    taken: int
    what: str = "shares"


class Ledger:
    """The balances that a run of events leaves, readable at every earlier instant. Events must
    come in order of time.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        self._shares: dict[tuple[str, str], Series] = defaultdict(Series)
        self._issuable: dict[tuple[str, str], Series] = defaultdict(Series)
        self._total, self._issuable_total = Series(), Series()
        self._tranches: dict[str, list[str]] = defaultdict(list)
        self._changes: list[tuple[datetime, Fraction]] = []
        self._note_since: dict[tuple[str, str], date] = {}
        self._held_since: dict[tuple[str, str], date] = {}
        self._price: dict[tuple[str, str], Fraction] = {}
        self.acquisitions: dict[str, list[Acquisition]] = defaultdict(list)
        self.overdrafts: list[Overdraft] = []
        for event in events:
            self._apply(event)

    # ---- reading

    def holding(self, holder: str, instant: datetime, *, issuable: bool = False) -> int:
        """A holder's shares; with ``issuable`` also those that its notes would yield."""
        tranches = self._tranches.get(holder, ())
        held = sum(self._shares[holder, tranche].at(instant) for tranche in tranches)
        if issuable:
            held += sum(self._issuable[holder, tranche].at(instant) for tranche in tranches)
        return held

    def by_tranche(
        self, holder: str, instant: datetime, *, issuable: bool = False
    ) -> dict[str, int]:
        """A holder's shares in each tranche in which it has any; with ``issuable`` those that its
        unconverted notes would yield.
        """
        counts = self._issuable if issuable else self._shares
        found = {t: counts[holder, t].at(instant) for t in self._tranches.get(holder, ())}
        return {tranche: shares for tranche, shares in found.items() if shares}

    def total(self, instant: datetime, *, issuable: bool = False) -> int:
        """All Restricted Stock; with ``issuable`` also the shares that notes would yield."""
        return self._total.at(instant) + (self._issuable_total.at(instant) if issuable else 0)

    def issuable(self, holder: str, instant: datetime) -> int:
        """The shares that a holder's unconverted notes would yield."""
        return sum(
            self._issuable[holder, tranche].at(instant)
            for tranche in self._tranches.get(holder, ())
        )

    def holders(self, instant: datetime) -> Iterator[tuple[str, int]]:
        """Every holder that has shares, with their number, in order of first acquisition."""
        for holder in self._tranches:
            if shares := self.holding(holder, instant):
                yield holder, shares

    def factor(self, since: datetime, until: datetime) -> Fraction:
        """What one share of an earlier instant has become by a later one, through splits and
        combinations.
        """
        product = Fraction(1)
        for instant, factor in self._changes:
            if since < instant <= until:
                product *= factor
        return product

    # ---- writing

    def _tranche(self, holder: str, tranche: str) -> None:
        if tranche not in self._tranches[holder]:
            self._tranches[holder].append(tranche)

    def _add(self, event: Event, holder: str, tranche: str, shares: int, held_since: date) -> None:
        at = event.date.at
        self._tranche(holder, tranche)
        series = self._shares[holder, tranche]
        series.put(at, series.now + shares)
        self._total.put(at, self._total.now + shares)
        self._held_since[holder, tranche] = min(
            held_since, self._since(holder, tranche, held_since)
        )
        self.acquisitions[holder].append(Acquisition(at, shares, tranche, held_since, event))

    def _take(self, event: Event, holder: str, tranche: str, shares: int) -> int:
        series = self._shares[holder, tranche]
        taken = min(shares, series.now)
        if taken < shares:
            self.overdrafts.append(Overdraft(event, holder, tranche, series.now, shares))
        series.put(event.date.at, series.now - taken)
        self._total.put(event.date.at, self._total.now - taken)
        return taken

    def _yield(self, event: Event, holder: str, tranche: str, change: int) -> None:
        self._tranche(holder, tranche)
        series = self._issuable[holder, tranche]
        change = max(change, -series.now)
        series.put(event.date.at, series.now + change)
        self._issuable_total.put(event.date.at, self._issuable_total.now + change)

    def _since(self, holder: str, tranche: str, day: date) -> date:
        """The day from which a holder's shares of a tranche count as held: that of its earliest
        acquisition.
        """
        return self._held_since.get((holder, tranche), day)

    def _apply(self, event: Event) -> None:
        match event:
            case SharesIssued():
                self._add(event, event.holder, event.tranche, event.shares, event.date.day)
            case NoteIssued():
                key = event.holder, event.tranche
                if event.conversion_price:
                    self._price[key] = Fraction(event.conversion_price)
                    self._yield(event, *key, int(Fraction(event.principal) / self._price[key]))
                self._note_since.setdefault(key, event.date.day)
            case NoteConverted():
                key = event.holder, event.tranche
                since = self._note_since.get(key, event.date.day)
                change = event.shares
                if event.principal is not None and key in self._price:
                    change = int(Fraction(event.principal) / self._price[key])
                if change > self._issuable[key].now:
                    self.overdrafts.append(
                        Overdraft(
                            event, *key, self._issuable[key].now, change, "shares of its notes"
                        )
                    )
                self._yield(event, *key, -change)
                self._add(event, *key, event.shares, since)
            case Transfer(kind="pledge"):
                pass
            case Transfer():
                since = self._since(event.from_, event.tranche, event.date.day)
                taken = self._take(event, event.from_, event.tranche, event.shares)
                if event.kind != "sale" or event.basis == "exempt":
                    self._add(event, event.to, event.tranche, taken, since)
            case PublicSale():
                self._take(event, event.seller, event.tranche, event.shares)
            case SharesSold():
                for seller, shares in event.sold.items():
                    self._sell(event, seller, shares)
            case Succession():
                for tranche in tuple(self._tranches.get(event.from_, ())):
                    self._succeed(event, event.from_, event.to, tranche)
            case StockChanged():
                self._change(event)
            case _:
                pass

    def _sell(self, event: Event, seller: str, shares: int) -> None:
        """Shares sold without a tranche come from the seller's tranches in the order in which it
        acquired them.
        """
        left = shares
        tranches = self._tranches.get(seller, [])
        for tranche in tranches:
            now = min(left, self._shares[seller, tranche].now)
            if now:
                left -= self._take(event, seller, tranche, now)
        if left and tranches:
            self.overdrafts.append(Overdraft(event, seller, "", shares - left, shares))

    def _succeed(self, event: Event, before: str, after: str, tranche: str) -> None:
        since = self._since(before, tranche, event.date.day)
        if shares := self._shares[before, tranche].now:
            self._take(event, before, tranche, shares)
            self._add(event, after, tranche, shares, since)
        if issuable := self._issuable[before, tranche].now:
            self._yield(event, before, tranche, -issuable)
            self._yield(event, after, tranche, issuable)
            if (before, tranche) in self._price:
                self._price[after, tranche] = self._price[before, tranche]
                self._note_since[after, tranche] = self._note_since[before, tranche]

    def _change(self, event: StockChanged) -> None:
        at, factor = event.date.at, Fraction(*event.ratio)
        if event.kind == "dividend" and factor <= 1:
            factor += 1  # "1:10" as a dividend is one new share for each ten, which stay
        self._changes.append((at, factor))
        for table, total in ((self._shares, self._total), (self._issuable, self._issuable_total)):
            for series in table.values():
                series.put(at, int(series.now * factor))
            total.put(at, sum(series.now for series in table.values()))
        self._price = {key: price / factor for key, price in self._price.items()}
