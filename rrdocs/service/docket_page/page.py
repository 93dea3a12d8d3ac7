"""D-62, the docket: every deal at a glance, as one page that needs nothing else.

What is overdue, due, open until counsel decides, waiting on others and done, each with its
reasons and its documents; a timeline; registrations in progress with their tallies; holdings.
Nothing is decided here: all of it is read from the rules' answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import clock_time, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock, Decision, Docket, Finding
from rrdocs.docket.explanation import (
    DocumentGroup,
    clocks_together,
    conclusion,
    groups,
    holds_word,
    people,
    reading_line,
    subjects,
    whose,
)
from rrdocs.docket.requirements import requires
from rrdocs.documents.packets.counsel_memo import merged_groups, to_whom, would
from rrdocs.documents.packets.drafting import Trigger
from rrdocs.documents.wording.phrases import capital, section, sentence
from rrdocs.facts.record.position import Position
from rrdocs.service.docket_page import timeline
from rrdocs.service.docket_page.registrations import (
    Holding,
    RegistrationSummary,
    holdings,
    registration_summaries,
)
from rrdocs.service.docket_page.written_packets import WrittenFile, WrittenPackets
from rrdocs.yamlfiles.records import Problem

if TYPE_CHECKING:
    from jinja2 import Template

Status = Literal["late", "due", "open", "waiting", "done"]
STATUS_HEADINGS: dict[Status, tuple[str, str]] = {
    "late": ("Overdue", "the day has passed"),
    "due": ("Due", "for the issuer to do"),
    "open": (
        "Counsel must decide",
        "turns on a fact that is not on record, or on a decision of counsel",
    ),
    "waiting": ("Waiting on others", "another party's act, or a window in which it may act"),
    "done": ("Done", "evidence is on record"),
}
CLASSES = {
    "required": "",
    "right": "a right",
    "customary": "customary",
    "condition": "a condition",
    "internal": "for the file",
}
SHOWN = 3
"""Of the findings that each recipient has alone, so many are written out."""


@dataclass(frozen=True)
class ShownCondition:
    """One condition: whether it holds, its clause, the fact, and where that is recorded."""

    mark: str
    holds: str
    clause: str
    says: str
    place: str


@dataclass(frozen=True)
class DocketItem:
    """One line of the docket, with what opens below it."""

    id: str
    status: Status
    title: str
    whom: str
    day: str
    when: str
    clause: str
    about: str
    note: str
    answer: str = ""
    requires: str = ""
    rows: tuple[ShownCondition, ...] = ()
    more: int = 0
    arithmetic: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, str], ...] = ()
    bound: tuple[WrittenFile, ...] = ()
    papers: tuple[tuple[str, tuple[WrittenFile, ...]], ...] = ()
    order: date = date.max


@dataclass(frozen=True)
class DealSection:
    """One deal on the docket; one whose data has problems shows those and nothing else."""

    id: str
    name: str
    title: str = ""
    items: tuple[tuple[Status, tuple[DocketItem, ...]], ...] = ()
    timeline: timeline.Timeline | None = None
    in_progress: tuple[RegistrationSummary, ...] = ()
    ended: tuple[RegistrationSummary, ...] = ()
    holdings: tuple[Holding, ...] = ()
    tranches: tuple[str, ...] = ()
    words: Any = None
    flags: tuple[tuple[str, str, str], ...] = ()
    unmodelled: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def count(self, status: Status) -> int:
        return sum(len(items) for found, items in self.items if found == status)


def deal_section(position: Position, docket: Docket, written: WrittenPackets) -> DealSection:
    """What the page shows of one deal: its position, what the rules answer, and the files that
    were written.
    """
    deal, today = position.deal, position.as_of.date()
    found = [*_decided(deal, docket, written, today), *_windows(deal, docket, today)]
    by_status: dict[Status, tuple[DocketItem, ...]] = {
        status: tuple(
            sorted((item for item in found if item.status == status), key=lambda item: item.order)
        )
        for status in STATUS_HEADINGS
    }
    by_status["done"] = by_status["done"][::-1]  # the latest first
    in_progress, ended = registration_summaries(position, docket)
    tranches, held = holdings(position)
    return DealSection(
        _anchor(deal.name),
        deal.party_name(deal.issuer),
        f"{deal.agreement.title} of {long_date(deal.agreement.date)}",
        tuple((status, items) for status, items in by_status.items() if items),
        timeline.timeline(deal, docket.clocks, today),
        in_progress,
        ended,
        held,
        tranches,
        deal.agreement.words,
        tuple((flag.clause, flag.about or "", sentence(flag.says)) for flag in docket.flags),
        tuple((item.clause, sentence(item.says)) for item in deal.agreement.unmodelled),
    )


def broken(name: str, problems: Sequence[Problem]) -> DealSection:
    """A deal whose data cannot be read: what is wrong, in place of an answer that could be
    wrong.
    """
    return DealSection(_anchor(name), name, problems=tuple(problems))


def page(sections: Sequence[DealSection], as_of: datetime, *, live: str = "") -> str:
    """The page, as one HTML file. ``live`` is the state that a served page compares, to load
    itself again when it changes.
    """
    day = weekday_date(as_of.date())
    shown = day if as_of.time() >= time(23, 59) else f"{day}, {clock_time(as_of)}"
    totals = {
        status: sum(section.count(status) for section in sections) for status in STATUS_HEADINGS
    }
    return _template().render(
        sections=sections, as_of=shown, headings=STATUS_HEADINGS, totals=totals, live=live
    )


@cache
def _template() -> Template:
    # only this needs it, and it takes a while
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    house = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    house.filters["section"] = lambda clause: capital(section(clause))
    return house.from_string(
        resources.files("rrdocs.service.docket_page").joinpath("docket.html").read_text("utf-8")
    )


def _anchor(*names: str | None) -> str:
    """A name for a place of the page: as it is where it is an id, otherwise short and the same
    from run to run.
    """
    text = "-".join(name for name in names if name)
    return (
        text if len(text) < 80 else f"{text[:60]}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
    )


# ---- items


def status_of(deal: Deal, decision: Decision) -> Status | None:
    """Under which heading a decision stands; under none where nothing is due."""
    match decision.outcome:
        case "due" if decision.late and decision.class_ != "internal":
            return "late"
        case "due":
            return (
                "due"
                if decision.class_ == "internal" or decision.sender in (None, deal.issuer)
                else "waiting"
            )
        case "open":
            return "open"
        case "given":
            return "done"
        case _:
            return None


def _decided(
    deal: Deal, docket: Docket, written: WrittenPackets, today: date
) -> Iterator[DocketItem]:
    trigger = Trigger(deal.events)
    for group in alike(docket.decisions):
        d = group.first
        status = status_of(deal, d)
        if status is None:
            continue
        given = d.given.day if d.given and status == "done" else None
        day = given or d.due
        own = [f for f in group.own if f not in group.findings]
        findings = [
            *group.findings,
            *own[:SHOWN],
            *([d.given.finding] if d.given else []),
            *([d.settled] if d.settled else []),
        ]
        yield DocketItem(
            _anchor(deal.name, d.document, d.about, d.sender, d.to),
            status,
            DOCUMENT_TYPES[d.document].title,
            to_whom(deal, group),
            _day(day, status, late=d.late),
            timeline.left(today, day) if day and status != "done" else "",
            d.clause,
            d.about,
            CLASSES[d.class_],
            conclusion(deal, group),
            requires(deal, d.document),
            tuple(_row(d, finding) for finding in findings),
            max(0, len(own) - SHOWN),
            d.arithmetic,
            tuple(_reading(deal, docket, group, name) for name in d.readings),
            tuple(written.bound([trigger.of(d), d.about])),
            _papers(deal, written, group),
            day or date.max,
        )


def alike(decisions: Iterable[Decision]) -> list[DocumentGroup]:
    """Decisions that differ only in their parties and in the readings on which they rest; each
    rests on the readings of all.
    """
    found: dict[tuple[object, ...], list[Decision]] = {}
    for d in decisions:
        found.setdefault(
            (d.document, d.about, d.sender, d.outcome, d.due, d.late, d.class_), []
        ).append(d)
    readings = [
        tuple(sorted({name for d in each for name in d.readings})) for each in found.values()
    ]
    merged = [
        replace(d, readings=names)
        for each, names in zip(found.values(), readings, strict=True)
        for d in each
    ]
    return merged_groups(groups(merged))


def _day(day: date | None, status: Status, *, late: bool) -> str:
    if day is None:
        return "no day is set" if status != "done" else ""
    if status == "done":
        return f"given {long_date(day)}{', late' if late else ''}"
    return weekday_date(day)


def _row(decision: Decision, finding: Finding) -> ShownCondition:
    mark = {True: "yes", False: "no", None: "unknown"}[finding.holds]
    place = f"{finding.evidence.path}, line {finding.evidence.line}" if finding.evidence else ""
    return ShownCondition(
        mark,
        holds_word(finding.holds),
        finding.clause or decision.clause,
        sentence(finding.says),
        place,
    )


def _reading(
    deal: Deal, docket: Docket, group: DocumentGroup, parameter: str
) -> tuple[str, str, str]:
    question, value, others = reading_line(deal, parameter)
    concerned, after = subjects(group), dict[str, list[str]]()
    for change in docket.changes:
        if change.parameter == parameter and change.subject in concerned:
            after.setdefault(change.value.replace("_", " "), []).append(change.after)
    other = "; ".join(f"on “{name}”, {would(answers)}" for name, answers in after.items())
    return capital(question), value, sentence(f"otherwise {other}" if other else f"or {others}")


def _papers(
    deal: Deal, written: WrittenPackets, group: DocumentGroup
) -> tuple[tuple[str, tuple[WrittenFile, ...]], ...]:
    """The files of each recipient; a document that its sender fills in is that party's own."""
    found: dict[str, list[WrittenFile]] = {}
    for d in group.decisions:
        for file in written.of(d):
            found.setdefault(file.party or d.to or "", []).append(file)
    return tuple(
        (deal.party_name(name), tuple(dict.fromkeys(files))) for name, files in found.items()
    )


def _windows(deal: Deal, docket: Docket, today: date) -> Iterator[DocketItem]:
    """The windows that run: others may act, and until when."""
    running = (
        clock for clock in docket.clocks if clock.running and timeline.kind_of(clock) == "window"
    )
    for alike in clocks_together(running):
        yield _window(deal, alike, today)


def _window(deal: Deal, alike: Sequence[Clock], today: date) -> DocketItem:
    clock = alike[0]
    last = clock.last_permitted or clock.last_day or today
    parties = [c.party for c in alike if c.party]
    return DocketItem(
        _anchor(deal.name, clock.name, clock.about, *parties[:1], clock.starts.isoformat()),
        "waiting",
        clock.title,
        whose(deal, alike),
        weekday_date(last),
        timeline.left(today, last),
        clock.clause,
        clock.about,
        "",
        (
            sentence(f"{people(deal, parties)} may act {timeline.dates_of(clock)}")
            if parties
            else sentence(timeline.dates_of(clock))
        ),
        arithmetic=clock.arithmetic,
        readings=tuple(
            (capital(q), value, sentence(f"or {others}"))
            for q, value, others in (reading_line(deal, name) for name in clock.readings)
        ),
        papers=tuple((deal.party_name(name), ()) for name in parties) if len(parties) > 1 else (),
        order=last,
    )
