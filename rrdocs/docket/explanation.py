"""Decisions in words: what each document answers to, who is concerned, and the reasons as a short
memorandum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.interpretations import TABLE
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock, Decision, Docket, Finding, figures
from rrdocs.docket.requirements import requires


@dataclass(frozen=True)
class DocumentGroup:
    """Decisions that differ only in their recipient."""

    decisions: tuple[Decision, ...]

    @property
    def first(self) -> Decision:
        return self.decisions[0]

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(d.to for d in self.decisions if d.to is not None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that all share, then those of one recipient where there is only one."""
        if len(self.decisions) == 1:
            return self.first.findings
        shared = set(self.first.findings).intersection(*(d.findings for d in self.decisions))
        return tuple(f for f in self.first.findings if f in shared)

    @property
    def own(self) -> tuple[Finding, ...]:
        """The findings that some recipients have and others have not."""
        found = dict.fromkeys(f for d in self.decisions for f in d.findings)
        return tuple(f for f in found if f not in self.findings)

    @property
    def why_not(self) -> tuple[str, ...]:
        """Why nobody is owed it: what settled that for all, or else what did for each."""
        apart = (
            () if len(self.decisions) == 1 else tuple(f.says for f in self.own if f.holds is False)
        )
        return apart or (why_not(self.first),)


def groups(decisions: Iterable[Decision]) -> list[DocumentGroup]:
    """Decisions gathered by document, event, sender, outcome and day, in order."""
    found: dict[tuple[object, ...], list[Decision]] = {}
    for d in decisions:
        found.setdefault(
            (d.document, d.about, d.sender, d.outcome, d.due, d.late, d.class_, d.readings), []
        ).append(d)
    return [DocumentGroup(tuple(items)) for items in found.values()]


def people(deal: Deal, names: Sequence[str], *, most: int = 4) -> str:
    """A few names in full; many as a number, with the holders' own term where all are holders."""
    if not names:
        return "nobody"
    if len(names) <= most:
        return "; ".join(deal.party_name(name) for name in names)
    entries = [deal.parties.get(name) for name in names]
    holders = all(entry and entry.role == "investor" for entry in entries)
    return f"{len(names)} {deal.agreement.words.holders if holders else 'recipients'}"


def conclusion(deal: Deal, group: DocumentGroup) -> str:
    """The answer in a sentence."""
    d = group.first
    title, day = DOCUMENT_TYPES[d.document].title, f" by {weekday_date(d.due)}" if d.due else ""
    to = people(deal, group.recipients)
    match d.outcome:
        case "due":
            customary = " (customary, not required)" if d.class_ == "customary" else ""
            passed = "; the day has passed" if d.late and d.class_ != "internal" else ""
            return stop(f"Due{day}, to {to}{customary}{passed}")
        case "given":
            assert d.given is not None  # that is what the outcome says
            late = ", late" if d.late else ""
            return stop(f"Given{late}: {d.given.finding.says}; to {to}")
        case "open":
            missing = "; ".join(f.says for f in d.findings if f.holds is None)
            return stop(f"Open: {missing}")
        case _:
            whom = f" to {to}" if len(group.recipients) > 1 else ""
            return stop(f"The {title} is not due{whom}: {'; '.join(group.why_not)}")


def stop(text: str) -> str:
    """A sentence with one full stop, also after an abbreviation."""
    return text if text.endswith(".") else f"{text}."


def why_not(decision: Decision) -> str:
    """The findings that settled that a document is not due."""
    said = [f.says for f in decision.findings if f.holds is False]
    if decision.settled and decision.settled.holds is False and not said:
        said = [decision.settled.says]
    return "; ".join(said)


def holds_word(holds: bool | None) -> str:
    return {True: "Yes", False: "No", None: "Not on record"}[holds]


def reading_line(deal: Deal, parameter: str) -> tuple[str, str, str]:
    """A reading: the question, the value taken, and the values not taken."""
    row, value = TABLE[parameter], deal.readings.value(parameter)
    others = [other.replace("_", " ") for other in row.values if other != value]
    return f"{row.question} ({row.number})", value.replace("_", " "), ", ".join(others)


def clocks_together(
    clocks: Iterable[Clock], *, arithmetic: bool = False
) -> list[tuple[Clock, ...]]:
    """Clocks that differ only in their party (and, unless it is asked for, in their arithmetic),
    in order of their beginning.
    """
    found: dict[tuple[object, ...], list[Clock]] = {}
    for clock in clocks:
        counted = clock.arithmetic if arithmetic else ()
        found.setdefault(
            (clock.starts, clock.name, clock.about, clock.clause, clock.answer, counted), []
        ).append(clock)
    return sorted((tuple(alike) for alike in found.values()), key=lambda alike: alike[0].starts)


def whose(deal: Deal, alike: Sequence[Clock]) -> str:
    """Whose clocks they are; nobody's where a clock binds the issuer or all."""
    parties = [clock.party for clock in alike if clock.party]
    return people(deal, parties) if parties else ""


def clock_line(deal: Deal, alike: Sequence[Clock]) -> str:
    """Clocks that differ only in their party in a line."""
    who = whose(deal, alike)
    return f"{alike[0].title}{f' of {who}' if who else ''}: {clock_dates(alike[0])}"


def clock_dates(clock: Clock) -> str:
    """From when a clock runs, to which day, to which its act is accepted, and from which its
    restraint is over.
    """
    parts = [f"from {long_date(clock.starts)}"]
    if clock.last_day:
        parts.append(f"to {weekday_date(clock.last_day)}")
    if clock.last_permitted and clock.last_permitted != clock.last_day:
        parts.append(f"accepted to {weekday_date(clock.last_permitted)}")
    if clock.free_from:
        parts.append(f"free from {weekday_date(clock.free_from)}")
    return ", ".join(parts)


def matching(docket: Docket, subject: str | None, to: str | None) -> tuple[Docket, list[str]]:
    """The part of a docket that a clause, a document or an event names, for one recipient; and all
    names that would find some.
    """
    names = {d.document for d in docket.decisions} | {d.about for d in docket.decisions}
    names |= (
        {c.name for c in docket.clocks}
        | {t.name for t in docket.tallies}
        | {item.clause for item in docket.decisions}
    )

    def hit(clause: str, *named: str | None) -> bool:
        return (
            subject is None
            or subject in named
            or clause == subject
            or clause.startswith(f"{subject}(")
        )

    found = Docket(
        tuple(
            d
            for d in docket.decisions
            if hit(d.clause, d.document, d.about) and to in (None, d.to, d.sender)
        ),
        tuple(c for c in docket.clocks if hit(c.clause, c.name, c.about) and to in (None, c.party)),
        tuple(t for t in docket.tallies if hit(t.clause, t.name, t.about) and to is None),
        tuple(f for f in docket.flags if hit(f.clause, f.about) and to is None),
        docket.changes,
    )
    return found, sorted(names)


def digest(
    deal: Deal, as_of: datetime, docket: Docket, *, everything: bool, readings: bool
) -> Iterator[str]:
    """What is due as short lines: first what is late, then what is due, open, given, and what is
    not due.
    """
    yield f"{deal.party_name(deal.issuer)}: {deal.agreement.title}, as of {_at(as_of)}"
    found = groups(docket.decisions)
    order = ("overdue", "due", "open", "given", *(["not due"] if everything else []))
    for heading in order:
        rows = [group for group in found if _heading(group.first) == heading]
        if rows:
            yield ""
            yield heading.capitalize()
        said: dict[str, list[str]] = {}
        for group in rows:
            d = group.first
            day = f"by {long_date(d.due)}" if d.due and heading in ("overdue", "due") else ""
            line = (
                f"  {DOCUMENT_TYPES[d.document].title}, {d.clause}, on {d.about}: to"
                f" {people(deal, group.recipients)} {day}".rstrip()
            )
            if heading in ("open", "not due"):
                reason = conclusion(deal, group).removeprefix("Open: ").rstrip(".")
                line += f" ({reason if heading == 'open' else _few(group.why_not)})"
            said.setdefault(line + ("" if d.class_ == "required" else f" [{d.class_}]"), []).append(
                d.sender or ""
            )
        for line, senders in said.items():
            yield line if len(senders) == 1 else f"{line}, from {people(deal, senders)}"
    running = [clock for clock in docket.clocks if clock.running]
    if running:
        yield ""
        yield "Running"
        yield from (
            f"  {clock_line(deal, alike)}, {alike[0].clause}, on {alike[0].about}"
            for alike in clocks_together(running)
        )
    if docket.flags:
        yield ""
        yield "To bear in mind"
        yield from (f"  {flag.clause}, on {flag.about}: {flag.says}" for flag in docket.flags)
    if readings:
        yield ""
        yield "Under another reading"
        for change in docket.changes:
            yield (
                f"  {change.parameter} = {change.value}: {change.subject}: {change.before} ->"
                f" {change.after}"
            )


def _few(reasons: Sequence[str]) -> str:
    """The first of several reasons, and how many more there are."""
    return (
        reasons[0]
        if len(reasons) == 1
        else f"{reasons[0]}, and {len(reasons) - 1} more of that kind"
    )


def _heading(decision: Decision) -> str:
    if decision.outcome == "due" and decision.late and decision.class_ != "internal":
        return "overdue"
    return decision.outcome.replace("_", " ")


def _at(as_of: datetime) -> str:
    day = weekday_date(as_of.date())
    return day if as_of.time() >= time(23, 59) else f"{day}, {as_of:%H:%M}"


def memorandum(deal: Deal, docket: Docket, as_of: datetime) -> Iterator[str]:
    """The reasons behind decisions: requirement, conditions with their places, arithmetic,
    readings, conclusion.
    """
    yield (
        f"{deal.agreement.title} of {long_date(deal.agreement.date)},"
        f" {deal.party_name(deal.issuer)}; as of {_at(as_of)}."
    )
    yield ""
    for group in groups(docket.decisions):
        yield from _reasons(deal, docket, group)
    for alike in clocks_together(docket.clocks, arithmetic=True):
        clock = alike[0]
        yield (
            f"{clock_line(deal, alike)}{' (running)' if clock.running else ''}. Section"
            f" {clock.clause}, on {clock.about}."
        )
        yield from (f"    {line}" for line in clock.arithmetic)
    for tally in docket.tallies:
        on = f", on {tally.about}" if tally.about else ""
        yield f"{tally.name.replace('_', ' ').capitalize()}. Section {tally.clause}{on}."
        yield from (f"    {line}" for line in tally.arithmetic or [figures(tally.values)])
    for flag in docket.flags:
        yield f"To bear in mind. Section {flag.clause}: {flag.says}." + (
            f" [{flag.evidence}]" if flag.evidence else ""
        )


def _reasons(deal: Deal, docket: Docket, group: DocumentGroup) -> Iterator[str]:
    d = group.first
    title = DOCUMENT_TYPES[d.document].title
    yield f"{title} (Section {d.clause}), on {d.about}: {conclusion(deal, group)}"
    if text := requires(deal, d.document):
        yield f"    The clause. {text}"
    yield "    The conditions."
    shown = [
        *group.findings,
        *group.own[:4],
        *([d.given.finding] if d.given else []),
        *([d.settled] if d.settled else []),
    ]
    for finding in shown:
        place = f" [{finding.evidence}]" if finding.evidence else ""
        yield f"      {_mark(finding.holds)}  {finding.clause or d.clause}: {finding.says}{place}"
    if len(group.own) > 4:
        yield f"      and {len(group.own) - 4} more of that kind, one for each recipient"
    for line in d.arithmetic:
        yield f"    The arithmetic. {line}."
    for says in d.unmodelled:
        yield f"    Not expressed in the data. {stop(says)}"
    for parameter in d.readings:
        question, value, _ = reading_line(deal, parameter)
        yield (
            f"    The reading. {question[:1].upper()}{question[1:]}: {value}."
            f" {_otherwise(docket, parameter, group)}".rstrip()
        )
    if not d.readings:
        yield "    No reading of an ambiguity would change the answer."
    if len(group.recipients) > 4:
        yield f"    To: {'; '.join(deal.party_name(name) for name in group.recipients)}."
    yield ""


def _otherwise(docket: Docket, parameter: str, group: DocumentGroup) -> str:
    """What the other values of a reading would give."""
    said = {}
    for change in docket.changes:
        if change.parameter == parameter and change.subject in subjects(group):
            said[change.value] = f"On the reading {change.value.replace('_', ' ')}: {change.after}."
    return " ".join(said.values())


def subjects(group: DocumentGroup) -> set[str]:
    """How the changes under other readings name the decisions of a group."""
    d = group.first
    return {
        " ".join(filter(None, (d.document, d.about, f"to {name}" if name else "")))
        for name in (*group.recipients, None)
    }


def _mark(holds: bool | None) -> str:
    return {True: "holds    ", False: "fails    ", None: "not known"}[holds]
