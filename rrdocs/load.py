"""One folder in, a Deal out, or every problem of the folder."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from rrdocs.checks import check_agreement, check_deal
from rrdocs.deal import Deal
from rrdocs.events import EVENT_TYPES, Event
from rrdocs.parties import Roster
from rrdocs.readings import Choice, Readings
from rrdocs.source import Mapping, Node, Place, Problem, Record, Scalar, Sequence, build, near, read
from rrdocs.terms import Agreement

R = TypeVar("R", bound=Record)


def load(folder: Path) -> tuple[Deal | None, list[Problem]]:
    """Read a deal's folder: agreement.yaml, parties.yaml and events/*.yaml.

    Returns the deal and no problem, or None with every problem found, in the order of files and lines. Places name files
    relative to the folder. Touches nothing.
    """
    problems: list[Problem] = []
    agreement = _one(folder, "agreement.yaml", Agreement, problems)
    roster = _one(folder, "parties.yaml", Roster, problems)
    events: list[Event] = []
    paths = sorted((folder / "events").glob("*.yaml"), key=lambda path: path.name)
    paths += sorted((folder / "events").glob("*.yml"), key=lambda path: path.name)
    for path in paths:
        events += _events(path, f"events/{path.name}", problems)
    if agreement:
        problems += check_agreement(agreement)
    if agreement is None or roster is None:
        return None, sorted(problems, key=lambda problem: problem.place)
    order = {event.id: number for number, event in enumerate(events)}
    deal = Deal(
        folder.resolve().name,
        agreement,
        roster.issuer,
        roster.parties,
        tuple(sorted(events, key=lambda event: (event.date.at, order[event.id]))),
        Readings({name: c.value if isinstance(c, Choice) else c for name, c in agreement.readings.items()}),
    )
    problems += check_deal(deal, roster, events)
    if problems:
        return None, sorted(problems, key=lambda problem: problem.place)
    return deal, []


def _one(folder: Path, name: str, model: type[R], problems: list[Problem]) -> R | None:
    path = folder / name
    if not path.is_file():
        problems.append(Problem(Place(name, 1, 1), "there is no such file" if folder.is_dir() else "there is no such deal"))
        return None
    node, found = read(path, name)
    problems += found
    if node is None:
        return None
    record, found = build(model, node)
    problems += found
    return record


def _events(path: Path, shown: str, problems: list[Problem]) -> list[Event]:
    node, found = read(path, shown)
    problems += found
    if node is None:
        return []
    if not isinstance(node, Sequence):
        problems.append(Problem(node.place, "must be a list of events, each beginning with a dash"))
        return []
    return [event for item in node.items if (event := _event(item, problems))]


def _event(node: Node, problems: list[Problem]) -> Event | None:
    if not isinstance(node, Mapping):
        problems.append(Problem(node.place, "an event must have fields, such as id, type and date"))
        return None
    if "type" not in node.entries:
        problems.append(Problem(node.place, "`type` is missing: every event says what happened"))
        return None
    _, kind = node.entries["type"]
    name = kind.text if isinstance(kind, Scalar) else ""
    if name not in EVENT_TYPES:
        problems.append(Problem(kind.place, f"`{name}` is no type of event{near(name, EVENT_TYPES)}"))
        return None
    event, found = build(EVENT_TYPES[name], node)
    problems += found
    return event
