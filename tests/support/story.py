"""A history in the making, for generated histories: what is held, what there is to refer to, and
how an event is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import Any

from hypothesis import strategies as st

from rrdocs.deal.events import EVENT_TYPES, Event

START = datetime(2001, 2, 20, 9)
DAY = timedelta(days=1)
INVESTORS = ("wcas_viii", "wcas_management", "carson", "anderson", "paul", "rupert", "lee")
TRANCHES = ("february_2000", "february_2001")
UNIT = 3600
"""Of whole histories every number of shares is a multiple of this, so that splits leave no
fraction.
"""
Draw = Callable[[st.SearchStrategy[Any]], Any]


@cache
def _numbers(low: int, high: int) -> st.SearchStrategy[int]:
    return st.integers(low, high)


@dataclass
class Story:
    """The instant reached, who holds what, what there is to refer to, and the courses of events
    that are under way.

    ``whole``: every number of shares is a multiple of ``unit``, which changes as the stock does.
    ``entered_late``: some events are recorded days after they happened.
    """

    draw: Draw
    whole: bool = False
    entered_late: bool = False
    now: datetime = START
    events: list[Event] = field(default_factory=list)
    held: dict[tuple[str, str], int] = field(default_factory=dict)
    issuable: dict[tuple[str, str], int] = field(default_factory=dict)
    price: dict[tuple[str, str], Fraction] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)
    open: list[Iterator[None]] = field(default_factory=list)
    unit: int = 1
    joined: str | None = None

    # ---- chance

    def pick(self, choices: Any) -> Any:
        found = tuple(choices)
        return found[self.count(0, len(found) - 1)]

    def count(self, low: int, high: int) -> int:
        return int(self.draw(_numbers(low, high)))

    def flag(self) -> bool:
        return self.count(0, 1) == 1

    def likely(self, percent: int) -> bool:
        """Simplest, and so what a failure shrinks to, is the likely."""
        return self.count(0, 99) < percent

    def several(self, choices: Any, most: int) -> list[Any]:
        """Some of the choices, at least one, each once."""
        left = list(choices)
        return [
            left.pop(self.count(0, len(left) - 1))
            for _ in range(self.count(1, min(most, len(left))))
        ]

    def shares(self, most: int) -> int:
        """A number of shares, one unit at the least."""
        return self.unit * self.count(1, max(most // self.unit, 1))

    # ---- time and record

    def tick(self, minutes: int | None = None) -> None:
        self.now += timedelta(
            minutes=minutes
            or self.pick((1, 45, 60 * 7, 60 * 24, 60 * 24 * 3, 60 * 24 * 11, 60 * 24 * 40))
        )

    def add(self, kind: str, /, **fields: Any) -> str:
        """Record an event now, each at an instant of its own."""
        self.now += timedelta(minutes=1)
        name = f"{kind.replace('_', '-')}-{len(self.events)}"
        if self.entered_late and not self.likely(90):
            fields["recorded"] = self.now + self.count(1, 40) * DAY
        self.events.append(
            EVENT_TYPES[kind].model_validate({"id": name, "type": kind, "date": self.now, **fields})
        )
        self.ids.setdefault(kind, []).append(name)
        return name

    def any_delivery(self, *, inbound: bool) -> dict[str, Any]:
        """A way in which something was told just now."""
        method = self.pick(("hand", "courier", "mail", "fax", "email"))
        found: dict[str, Any] = {"method": method, "sent": self.now}
        if method != "mail" and (inbound or self.flag()):
            found["received"] = (
                self.now if method in ("fax", "email") or inbound else self.now + DAY
            )
        if method == "fax" and self.flag():
            found["courier_followup"] = self.now + DAY
        return found

    def delivery(self, *, inbound: bool, sure: int = 85) -> dict[str, Any]:
        """Mostly by hand or courier, as it should be."""
        if not self.likely(sure):
            return self.any_delivery(inbound=inbound)
        if inbound:
            return {"method": "hand", "received": self.now}
        return {"method": "courier", "sent": self.now, "received": self.now + DAY}

    # ---- stock

    def has(self, holder: str) -> int:
        return sum(shares for (name, _), shares in self.held.items() if name == holder)

    def put(self, holder: str, tranche: str, shares: int) -> None:
        self.held[holder, tranche] = self.held.get((holder, tranche), 0) + shares

    def lot(self) -> tuple[str, str, int] | None:
        """A holder and tranche with stock, and some of it."""
        lots = [(key, shares) for key, shares in self.held.items() if shares >= self.unit]
        if not lots:
            return None
        (holder, tranche), shares = self.pick(lots)
        return holder, tranche, self.shares(shares)

    def sell(self, holder: str, shares: int) -> None:
        """Take shares from a holder's tranches in the order in which it came to them."""
        for key, held in self.held.items():
            if key[0] == holder:
                taken = min(held, shares)
                self.held[key] -= taken
                shares -= taken

    def change(self, kind: str, ratio: tuple[int, int]) -> None:
        """Split or combine the stock; of whole histories only where no fraction is left."""
        factor = Fraction(*ratio) + (1 if kind == "dividend" else 0)
        if self.whole:
            if (self.unit * factor).denominator != 1:
                return
            self.unit = int(self.unit * factor)
        self.add("stock_changed", kind=kind, ratio=f"{ratio[0]}:{ratio[1]}")
        for table in (self.held, self.issuable):
            table.update({key: int(shares * factor) for key, shares in table.items()})
        self.price = {key: price / factor for key, price in self.price.items()}

    # ---- what there is to refer to

    @property
    def people(self) -> tuple[str, ...]:
        """Those who are Investors by their signature or by joinder."""
        return (*INVESTORS, "buyer") if self.joined else INVESTORS

    @property
    def holders(self) -> list[str]:
        """The Investors with stock, those with the most first."""
        return sorted(
            (name for name in self.people if self.has(name) >= self.unit),
            key=lambda name: -self.has(name),
        )

    @property
    def requests(self) -> list[str]:
        return self.ids.get("demand_notice", []) + self.ids.get("short_form_notice", [])

    @property
    def registrations(self) -> list[str]:
        return self.requests + self.ids.get("registration_proposed", [])
