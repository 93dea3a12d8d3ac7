"""What the rules answer: decisions with their findings, clocks, tallies and flags.

A decision's outcome is computed from its findings, so that the answer and its reasons cannot drift
apart: one that is False settles that the document is not due; one that is None (not on record)
leaves it open; otherwise it is due, or given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from rrdocs.agreement.document_types.entry import Class
from rrdocs.agreement.vocabulary import Cure
from rrdocs.docket.figures import Figures
from rrdocs.yamlfiles.records import Place

Outcome = Literal["due", "given", "not_due", "open"]


def all_hold(results: Iterable[bool | None]) -> bool | None:
    """Whether all of several answers are True: False where one is False, otherwise None where one
    is unknown. No answers at all hold.
    """
    found = list(results)
    if False in found:
        return False
    return None if None in found else True


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition: the clause that sets it, the fact in words, whether it holds (None: not on
    record), where it is recorded, and what would cure a request that fails it.
    """

    clause: str
    says: str
    holds: bool | None
    evidence: Place | None = None
    cures: tuple[Cure, ...] = ()


@dataclass(frozen=True, slots=True)
class Giving:
    """The evidence that a document went out: the day, and whether that was in time by the test of
    its clause.
    """

    finding: Finding
    day: date
    late: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a document is due about an event, from whom, to whom and by which day, and why.

    ``due`` is the day the sender works to, ``last_permitted`` the day to which another party's act
    is accepted. ``given`` is set when the document is known to have gone out, ``settled`` when
    counsel has decided what was open.
    """

    document: str
    clause: str
    about: str
    sender: str | None
    to: str | None
    class_: Class
    findings: tuple[Finding, ...]
    due: date | None = None
    last_permitted: date | None = None
    given: Giving | None = None
    settled: Finding | None = None
    as_of: date = date.max
    arithmetic: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    unmodelled: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        holds = all_hold(finding.holds for finding in self.findings)
        if holds is False:
            return "not_due"
        if holds is None:
            if self.settled is None:
                return "open"
            if not self.settled.holds:
                return "not_due"
        return "given" if self.given else "due"

    @property
    def late(self) -> bool:
        """Whether the day has passed, or the document was given too late."""
        if self.outcome == "given" and self.given:
            return self.given.late
        last = self.last_permitted or self.due
        return self.outcome == "due" and last is not None and self.as_of > last

    @property
    def key(self) -> tuple[str, str, str | None, str | None]:
        return self.document, self.about, self.sender, self.to

    @property
    def answer(self) -> object:
        """What must stay the same for the answer not to turn on a reading; what is not due has no
        day.
        """
        return self.outcome, self.due if self.outcome != "not_due" else None, self.late


CALLED = {"holdback_automatic": "Automatic holdback", "holdback_requested": "Requested holdback"}


@dataclass(frozen=True, slots=True)
class Clock:
    """A period that runs: a window for an act (``last_permitted``), or a restraint
    (``free_from``).
    """

    name: str
    clause: str
    about: str
    party: str | None
    starts: date
    last_day: date | None
    last_permitted: date | None = None
    free_from: date | None = None
    running: bool = False
    arithmetic: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    evidence: Place | None = None

    @property
    def title(self) -> str:
        """What it is called: "Join window", "Requested holdback"."""
        return CALLED.get(self.name) or self.name.replace("_", " ").capitalize()

    @property
    def key(self) -> tuple[str, str, str | None]:
        return self.name, self.about, self.party

    @property
    def answer(self) -> object:
        return self.starts, self.last_day, self.last_permitted, self.free_from, self.running


@dataclass(frozen=True, slots=True)
class Tally:
    """A count: votes, shares, days, dollars."""

    clause: str
    about: str | None
    figures: Figures
    arithmetic: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What is counted."""
        return self.figures.name

    @property
    def values(self) -> dict[str, Any]:
        """The figures by name, for JSON and tables."""
        return self.figures.values

    @property
    def key(self) -> tuple[str, str | None]:
        return self.name, self.about

    @property
    def answer(self) -> object:
        return self.figures


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that counsel should look at.

    ``of``: the notice or other event that has the fault, where that is not the event that the flag
    is about; ``words``, what is said without its id.
    """

    clause: str
    about: str | None
    words: str
    readings: tuple[str, ...] = ()
    evidence: Place | None = None
    of: str | None = None

    @property
    def says(self) -> str:
        """What is to be looked at, with the id of the event that has the fault."""
        return f"{self.of}: {self.words}" if self.of else self.words

    @property
    def key(self) -> tuple[str, str | None, str]:
        return self.clause, self.about, self.says

    @property
    def answer(self) -> object:
        return self.says


Item = Decision | Clock | Tally | Flag


def answer_in_words(item: Item | None) -> str:
    """An answer in a line, with days and names as the data has them."""
    match item:
        case None:
            return "nothing"
        case Decision():
            day, late = f", {item.due}" if item.due else "", ", late" if item.late else ""
            return f"{item.outcome.replace('_', ' ')}{day}{late}"
        case Clock():
            line = f"from {item.starts}" + (
                f" to {item.last_day}" if item.last_day else ", without a last day"
            )
            line += (
                f", accepted to {item.last_permitted}"
                if item.last_permitted not in (None, item.last_day)
                else ""
            )
            return (
                line
                + (f", free from {item.free_from}" if item.free_from else "")
                + (", running" if item.running else "")
            )
        case Tally():
            return figures(item.values)
        case Flag():
            return item.says


def figures(values: Mapping[str, Any]) -> str:
    """The figures of a tally in a line: "total 1,000; by investor: lee 600, fox 400"."""
    return "; ".join(
        f"{name.replace('_', ' ')}{':' if isinstance(value, Mapping) else ''} {_figure(value)}"
        for name, value in values.items()
    )


def _figure(value: object) -> str:
    match value:
        case None:
            return "not on record"
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case Mapping():
            parts = (
                f"{name} {f'({figures(each)})' if isinstance(each, Mapping) else _figure(each)}"
                for name, each in value.items()
            )
            return ", ".join(parts) or "none"
        case list() | tuple():
            return ", ".join(map(_figure, value)) or "none"
        case _:
            return str(value)


def same_clause(one: str, other: str) -> bool:
    """Whether two clauses are the same, or one is a part of the other: 2(b) and 2(b)(x)."""
    parts = [[part.strip() for part in clause.split(",")] for clause in (one, other)]
    return any(
        a == b or a.startswith(f"{b}(") or b.startswith(f"{a}(") for a in parts[0] for b in parts[1]
    )


@dataclass(frozen=True)
class Docket:
    """All that the rules answer about a deal at one instant."""

    decisions: tuple[Decision, ...] = ()
    clocks: tuple[Clock, ...] = ()
    tallies: tuple[Tally, ...] = ()
    flags: tuple[Flag, ...] = ()
    changes: tuple[Change, ...] = field(default=())

    @classmethod
    def of(cls, items: Iterable[Item]) -> Docket:
        found = list(items)
        return cls(
            tuple(x for x in found if isinstance(x, Decision)),
            tuple(x for x in found if isinstance(x, Clock)),
            tuple(x for x in found if isinstance(x, Tally)),
            tuple(x for x in found if isinstance(x, Flag)),
        )

    def about(self, *subjects: str) -> Docket:
        """The part of the docket that is about these events."""
        return replace(
            self,
            decisions=tuple(x for x in self.decisions if x.about in subjects),
            clocks=tuple(x for x in self.clocks if x.about in subjects),
            tallies=tuple(x for x in self.tallies if x.about in subjects),
            flags=tuple(x for x in self.flags if x.about in subjects),
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What another reading would change: the parameter, the value tried, and the answers before
    and after in words.
    """

    parameter: str
    value: str
    subject: str
    before: str
    after: str
