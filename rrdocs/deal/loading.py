"""One folder in, a Deal out, or every problem of the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dict
from pathlib import Path
from typing import TypeVar

from rrdocs.agreement.interpretations import Choice, Readings
from rrdocs.agreement.parties import Roster
from rrdocs.agreement.terms import Agreement
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import EVENT_TYPES, Event
from rrdocs.deal.known_names import introducing_fields
from rrdocs.deal.validation import check_agreement, check_records
from rrdocs.yamlfiles.records import (
    Mapping,
    Node,
    Place,
    Problem,
    Record,
    Refused,
    Scalar,
    Sequence,
    build,
    near,
    quoted,
    read,
)

R = TypeVar("R", bound=Record)


def load(folder: Path, adding: Dict[str, Path] | None = None) -> tuple[Deal | None, list[Problem]]:
    """Read a deal's folder: agreement.yaml, parties.yaml and events/*.yaml.

    Returns the deal and no problem, or None with every problem found, in the order of files and
    lines. Places name files relative to the folder. ``adding``: files read as if they stood among
    the events, by the name that they would have there. Touches nothing.
    """
    if not folder.is_dir():
        return None, [Problem(Place("agreement.yaml", 1, 1), "there is no such deal")]
    problems: list[Problem] = []
    agreement = _one(folder, "agreement.yaml", Agreement, problems)
    roster = _one(folder, "parties.yaml", Roster, problems)
    events: list[Event] = []
    unread: set[str] = set()
    before = len(problems)
    files = {path.name: path for path in (folder / "events").glob("*.y*ml")} | dict(adding or {})
    for name, path in sorted(files.items()):
        events += _events(path, f"events/{name}", problems, unread)
    problems += check_records(agreement, roster, events, unread if len(problems) > before else None)
    if agreement:
        problems += check_agreement(agreement)
    if problems or agreement is None or roster is None:
        return None, sorted(problems, key=lambda problem: problem.place)
    deal = Deal(
        folder.resolve().name,
        agreement,
        roster.issuer,
        roster.parties,
        tuple(
            sorted(events, key=lambda event: event.date.at)
        ),  # of one instant: in the order of the files
        Readings(
            {
                name: c.value if isinstance(c, Choice) else c
                for name, c in agreement.readings.items()
            }
        ),
    )
    return deal, []


def _one(folder: Path, name: str, model: type[R], problems: list[Problem]) -> R | None:
    path = folder / name
    if not path.is_file():
        problems.append(Problem(Place(name, 1, 1), "there is no such file"))
        return None
    node, found = read(path, name)
    problems += found
    if node is None:
        return None
    record, found = build(model, node)
    problems += found
    return record


def _events(path: Path, shown: str, problems: list[Problem], unread: set[str]) -> list[Event]:
    """The events of a file; what those that cannot be read may introduce is added to ``unread``."""
    node, found = read(path, shown)
    problems += found
    if node is None:
        unread.update(
            re.findall(r"[\w.-]+", path.read_bytes().decode("utf-8", "replace"))
            if path.is_file()
            else ()
        )
        return []
    if not isinstance(node, Sequence):
        problems.append(
            Problem(node.place, "this must be a list of events, each beginning with a dash")
        )
        unread.update(_introduced(node))
        return []
    events = []
    for item in node.items:
        event, found = _event(item)
        problems += found
        if event:
            events.append(event)
        else:
            unread.update(_introduced(item))
    return events


def _event(node: Node) -> tuple[Event | None, list[Problem]]:
    if isinstance(node, Refused):
        return None, []
    if not isinstance(node, Mapping):
        return None, [Problem(node.place, "an event must have fields, such as id, type and date")]
    if "type" not in node.entries:
        return None, [Problem(node.place, "`type` is missing: every event says what happened")]
    _, kind = node.entries["type"]
    if not isinstance(kind, Scalar):
        return None, [Problem(kind.place, "`type` must be the name of what happened")]
    if kind.text not in EVENT_TYPES:
        return None, [
            Problem(
                kind.place, f"{quoted(kind.text)} is no type of event{near(kind.text, EVENT_TYPES)}"
            )
        ]
    return build(EVENT_TYPES[kind.text], node)


def _introduced(node: Node) -> Iterator[str]:
    """The names that an event may introduce, as far as its node shows them; one whose type is not
    known may introduce what any could.
    """
    entries = node.entries if isinstance(node, Mapping) else {}
    _, named = entries.get("type", (None, None))
    known = EVENT_TYPES.get(named.text) if isinstance(named, Scalar) else None
    for kind in (known,) if known else EVENT_TYPES.values():
        for key in introducing_fields(kind):
            _, value = entries.get(key, (None, None))
            if isinstance(value, Scalar):
                yield value.text
