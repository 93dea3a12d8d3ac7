"""Where the text is ambiguous: each question, its possible readings, and the reading taken unless
counsel chooses another.

The first value of each row is its default. A row is consulted by name; who consulted it is noted,
so that an answer can say on which readings it rests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import NamedTuple

from rrdocs.yamlfiles.records import Name, Record


class Row(NamedTuple):
    """One ambiguity: its number in the table of interpretations, the clause, its readings (default
    first), the question.
    """

    number: str
    clause: str
    values: tuple[str, ...]
    question: str


def _table() -> dict[str, Row]:
    """The rows of data/interpretations.json, in the order of the table of interpretations."""
    text = (
        resources.files("rrdocs.agreement").joinpath("data/interpretations.json").read_text("utf-8")
    )
    return {
        name: Row(row["number"], row["clause"], tuple(row["values"]), row["question"])
        for name, row in json.loads(text).items()
    }


TABLE = _table()


class Choice(Record):
    """A reading that counsel chose, with the reason."""

    value: Name
    """The value chosen. Example: `next_business_day`."""
    because: Name | None = None
    """Why. Example: `the issuer asked for the later day`."""
    by: Name | None = None
    """Who chose it. Example: `Issuer's counsel`."""
    date: Name | None = None
    """When. Example: `2001-03-01`."""


@dataclass
class Readings:
    """The readings in force, which note who asks for them.

    ``chosen`` comes from the agreement's file; ``settled`` are decisions of counsel for one matter,
    (about, parameter) -> value; ``tried`` overrides both, to learn whether an answer turns on a
    reading.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tried: Mapping[str, str] = field(default_factory=dict)
    _frames: list[set[str]] = field(default_factory=lambda: [set()])

    def value(self, parameter: str, about: str = "") -> str:
        """The reading in force, for one matter where ``about`` names it. Raises KeyError for an
        unknown parameter.
        """
        row = TABLE[parameter]
        self._frames[-1].add(parameter)
        if parameter in self.tried:
            return self.tried[parameter]
        return self.settled.get((about, parameter)) or self.chosen.get(parameter) or row.values[0]

    def __call__(self, parameter: str, value: str, about: str = "") -> bool:
        """Whether this reading is the one in force. Raises KeyError for an unknown value."""
        if value not in TABLE[parameter].values:
            raise KeyError(value)
        return self.value(parameter, about) == value

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Collect the parameters that are consulted inside the block."""
        self._frames.append(set())
        try:
            yield self._frames[-1]
        finally:
            inner = self._frames.pop()
            self._frames[-1] |= inner

    def note(self, parameters: set[str]) -> None:
        """Say that an answer computed earlier, which rests on these parameters, is used again."""
        self._frames[-1] |= parameters

    def trying(self, parameter: str, value: str) -> Readings:
        """The same readings with one of them changed."""
        return Readings(self.chosen, self.settled, {**self.tried, parameter: value})
