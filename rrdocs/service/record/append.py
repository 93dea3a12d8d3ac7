"""The register: events added to a deal's folder, whole or not at all, checked against all that is
on record.

One writer at a time: the folder of events is locked while the record is read, the new file is
checked with it, and put in its place under a name of its own. A writer that is killed leaves
nothing but a hidden file, which the next one takes away.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rrdocs.dates.moments import moment
from rrdocs.deal.deal import Deal
from rrdocs.deal.loading import load
from rrdocs.yamlfiles.records import Place, Problem
from rrdocs.yamlfiles.writing import Value, item

Fields = dict[str, Value]
"""An event as it will stand in its file: names of fields and their texts, in order."""

MOST_FILES_OF_A_DAY = 9999
"""Files of one day that are numbered so that they sort in the order in which they were added."""


@dataclass(frozen=True)
class Added:
    """What became of an addition: the file and the deal with it; or the problems for which nothing
    was written.
    """

    path: Path | None = None
    deal: Deal | None = None
    events: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def add(folder: Path, make: Callable[[Deal], Sequence[Fields]]) -> Added:
    """Add the events that ``make`` finds fit on the deal as it stands, in one file; none where it
    makes none.

    ``make`` is called while no other writer can change the record. Each of its events has an
    ``id``, a ``type`` and a ``date``.
    """
    events = folder / "events"
    if not (folder / "agreement.yaml").is_file():
        return Added(problems=tuple(load(folder)[1]))
    events.mkdir(exist_ok=True)
    with _locked(events):
        for left in events.glob(".*.new"):
            left.unlink()
        deal, problems = load(folder)
        if deal is None:
            return Added(problems=tuple(problems))
        records = make(deal)
        if not records:
            return Added(deal=deal)
        name = _name(events, records)
        work = events / f".{name}.new"
        try:
            _write(work, events_as_yaml(folder, records))
            after, problems = load(folder, {name: work})
            problems += _evidence(events, name, records)
            if after is None or problems:
                return Added(problems=tuple(problems))
            work.rename(events / name)
            _sync(events)
        finally:
            work.unlink(missing_ok=True)
    return Added(events / name, after, tuple(str(record["id"]) for record in records))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder alone; the lock goes with the process, however that ends."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _write(path: Path, content: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _name(events: Path, records: Sequence[Fields]) -> str:
    """A name that sorts after every file of that day: events of one instant stand in the order of
    their files.

    Raises FileExistsError when the numbers of a day are used up.
    """
    day = max(_day(record) for record in records)
    kinds = {str(record["type"]).replace("_", "-") for record in records}
    numbers = [
        int(found[1])
        for path in events.iterdir()
        if (found := re.match(rf"{day}_(\d+)", path.name))
    ]
    number = max(numbers, default=0) + 1
    if number > MOST_FILES_OF_A_DAY:
        raise FileExistsError(
            17, f"there are {MOST_FILES_OF_A_DAY} files of {day} already", str(events)
        )
    return f"{day}_{number:04}-{kinds.pop() if len(kinds) == 1 else 'events'}.yaml"


def _day(record: Fields) -> str:
    try:
        return moment(record["date"]).day.isoformat()
    except ValueError:
        return (  # the check of the record says what is wrong with it; no such file stays
            "0000-00-00"
        )


def _evidence(events: Path, name: str, records: Sequence[Fields]) -> list[Problem]:
    """Evidence that is named must be there, beside the events."""
    named = [str(record["evidence"]) for record in records if record.get("evidence")]
    missing = [each for each in dict.fromkeys(named) if not (events / each).is_file()]
    return [
        Problem(Place(f"events/{name}", 1, 1), f"there is no file `{each}` beside the events")
        for each in missing
    ]


# ---- as YAML


def events_as_yaml(folder: Path, records: Sequence[Fields]) -> str:
    """The file of these events, with the line by which an editor finds the schema where the deal's
    other files have one.
    """
    first = (folder / "agreement.yaml").read_text("utf-8").partition("\n")[0]
    named = re.fullmatch(
        r"# yaml-language-server: \$schema=((?:\.\./)*)(.*/)agreement\.json\s*", first
    )
    head = f"# yaml-language-server: $schema=../{named[1]}{named[2]}events.json\n" if named else ""
    return head + "\n".join(item(record) for record in records)


def unused(wanted: str, used: set[str]) -> str:
    """The id that is wanted, with a number where it is used already; it is used from now on."""
    name, number = wanted, 1
    while name in used:
        number += 1
        name = f"{wanted}-{number}"
    used.add(name)
    return name
