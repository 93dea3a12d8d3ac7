"""Every sentence that the rules say over the scenario cases of a clause, once each, with the fact
that it points to: `python -m tests.support.phrases` writes them anew.

Names become NAME, figures #, months and weekdays MONTH and WEEKDAY, so that a sentence stands once
however often it is said. The files are a phrase book for counsel to read: what a finding, a line of
arithmetic, a flag or a tally may say, and about which document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event
from rrdocs.docket.decisions import Clock, Decision, Docket
from rrdocs.rules.engine import decide
from rrdocs.yamlfiles.records import Place
from tests.support.scenarios import CASES, DEAL, TESTS, Data, deal_of, read_table

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


def _names() -> re.Pattern[str]:
    found = re.findall(r"^    name: \"?(.*?)\"?$", (DEAL / "parties.yaml").read_text("utf-8"), re.M)
    return re.compile("|".join(re.escape(name) for name in sorted(found, key=len, reverse=True)))


NAMES = _names()
GOLDEN = TESTS / "golden" / "phrases"


def plain(sentence: str) -> str:
    """A sentence without its names, figures and days."""
    sentence = NAMES.sub("NAME", sentence.replace("\u00a0", " "))
    sentence = re.sub(rf"\b({MONTHS})\b", "MONTH", sentence)
    sentence = re.sub(rf"\b({DAYS})\b", "WEEKDAY", sentence)
    sentence = re.sub(r"\d[\d,.]*\d|\d", "#", sentence)
    return re.sub(r"NAME(, NAME)+", "NAMES", sentence)


def facts(deal: Deal) -> dict[Place, str]:
    """What stands at each place of the record: an event of a type, a field of it, or an entry of
    the parties' file.
    """
    found: dict[Place, str] = {party.place: "party" for party in deal.parties.values()}
    for event in deal.events:
        kind = event.type
        for (name, _), place in event._below.items():
            found[place] = f"{kind}.{name}.*"
        for name, place in event._places.items():
            found[place] = f"{kind}.{name}"
        found[event.place] = kind
    return found


def lasts(clock: Clock) -> str:
    """How long a clock runs: to its last day, how much longer an act is accepted, and when its
    restraint is over.
    """
    if clock.last_day is None:
        return f"without a last day{', running' if clock.running else ''}"
    words = f"{(clock.last_day - clock.starts).days} days"
    if clock.last_permitted:
        words += f", accepted {(clock.last_permitted - clock.last_day).days} later"
    if clock.free_from:
        words += f", free {(clock.free_from - clock.last_day).days} later"
    return words + (", running" if clock.running else "")


def at_subject(about: str | None, starts: Mapping[str, Event]) -> str:
    """What kind of event something is about."""
    if about is None:
        return "the deal"
    return starts[about].type if about in starts else "a registration"


def _who(decision: Decision) -> str:
    sender = "nobody" if decision.sender is None else "one"
    return f"from {sender} to {'nobody' if decision.to is None else 'one'}"


def _when(decision: Decision, starts: Mapping[str, Event]) -> str:
    """The outcome, and how many days after its event the document is due."""
    words = decision.outcome + (", late" if decision.late else "")
    start = starts.get(decision.about)
    for name, day in (("due", decision.due), ("accepted", decision.last_permitted)):
        if day:
            words += (
                f", {name} {(day - start.date.day).days} days after {start.type}"
                if start
                else f", {name} on a day"
            )
    return words


def _values(values: Mapping[str, object]) -> str:
    """The figures of a tally, names left out."""
    return json.dumps(values, default=str, sort_keys=True)


def said(docket: Docket, at: Mapping[Place, str], starts: Mapping[str, Event]) -> Iterator[str]:
    """The sentences of one docket, each with what it is about and the fact that it points to."""

    def fact(place: Place | None) -> str:
        return f" [{at.get(place, place.path) if place else 'no fact'}]"

    for decision in docket.decisions:
        extra = [decision.given.finding] if decision.given else []
        for finding in (
            *decision.findings,
            *extra,
            *([decision.settled] if decision.settled else []),
        ):
            holds = {True: "+", False: "-", None: "?"}[finding.holds]
            words = f"{plain(finding.says)}{fact(finding.evidence)}"
            yield (
                f"{decision.document} {decision.class_} {holds}"
                f" {finding.clause or decision.clause}: {words}"
            )
        for line in decision.arithmetic:
            yield f"{decision.document} = {plain(line)}"
        yield f"{decision.document} {_who(decision)} {_when(decision, starts)}"
        if decision.given:
            late = " late" if decision.given.late else ""
            day = "" if decision.due else ", on no day due"
            yield f"{decision.document} is given{late}{day}"
    for clock in docket.clocks:
        yield f"{clock.name} {clock.clause} runs {lasts(clock)}{fact(clock.evidence)}"
        yield from (f"{clock.name} {clock.clause} = {plain(line)}" for line in clock.arithmetic)
    for tally in docket.tallies:
        yield (
            f"{tally.name} {tally.clause} about {at_subject(tally.about, starts)}:"
            f" {_values(tally.values)}"
        )
        yield from (f"{tally.name} = {plain(line)}" for line in tally.arithmetic)
    for flag in docket.flags:
        yield f"flag {flag.clause}: {plain(flag.says)}{fact(flag.evidence)}"


def of_clauses(docket: Docket, clauses: list[str]) -> Docket:
    """The part of a docket that stands under these clauses or their parts."""

    def under(clause: str) -> bool:
        return any(clause == wanted or clause.startswith(f"{wanted}(") for wanted in clauses)

    return Docket(
        tuple(x for x in docket.decisions if under(x.clause)),
        tuple(x for x in docket.clocks if under(x.clause)),
        tuple(x for x in docket.tallies if under(x.clause)),
        tuple(x for x in docket.flags if under(x.clause)),
    )


PARAMETERS = {
    f"parameters/{path.stem}": read_table(path)["cases"]
    for path in sorted((TESTS / "parameters").glob("*.yaml"))
}
PAGES = CASES | PARAMETERS
"""The cases of each page: those of a clause, and those of a parameter of other agreements."""


def _clauses(case: Data) -> list[str]:
    """The clauses that a case is about; where it does not say, those of what it expects, or the
    one of its term.
    """
    named = [
        each["clause"] for rows in case["expect"].values() for each in rows if "clause" in each
    ]
    terms = case.get("agreement", {}).get("terms", {})
    return (
        case.get("clauses")
        or named
        or [
            term["clause"] for term in terms.values() if isinstance(term, dict) and "clause" in term
        ]
    )


def book(name: str) -> str:
    """The sentences of one file of cases, sorted."""
    found: set[str] = set()
    for case in PAGES[name]:
        deal = deal_of(case)
        docket = decide(
            deal,
            end_of_day(moment(case["as_of"])),
            known=case.get("known") == "true",
            readings=False,
        )
        found.update(
            said(
                of_clauses(docket, _clauses(case)) if _clauses(case) else docket,
                facts(deal),
                {event.id: event for event in deal.events},
            )
        )
    return "".join(f"{sentence}\n" for sentence in sorted(found))


if __name__ == "__main__":
    (GOLDEN / "parameters").mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        (GOLDEN / f"{name}.txt").write_text(book(name), "utf-8")
