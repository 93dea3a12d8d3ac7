"""YAML in, nodes out, each with its place.

`read` turns a file into mappings, lists and texts. Nothing is guessed from how a text looks: `NO`
is not false and `012345` keeps its zero, until the type of a field decides. What is wrong comes
back as `Problem`s, never raised.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from rrdocs.yamlfiles.messages import SYNTAX

DEPTH = 40  # far beyond any record, far below where a parser's own stack ends
LONGEST = 100  # characters of a word for which a known one is looked for
WINDOW = 100  # columns of a source line that are shown under a problem
UNPRINTABLE = re.compile(
    "[^\t\n\r -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BREAK = re.compile(r"\r\n|[\r\n]")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in a data file, counted from 1; `text` is the line there, so that any later check
    can show it.
    """

    path: str
    line: int
    column: int
    text: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with the data: where, and in which words; `text` is the source line, if it
    is not the place's.
    """

    place: Place
    words: str
    text: str = ""

    def shown(self, folder: str = "") -> str:
        """The problem as it is printed: place and words, then the line with a caret under the
        column.
        """
        head = _printable(f"{folder.rstrip('/') + '/' if folder else ''}{self.place}: {self.words}")
        line, column = self.text or self.place.text, self.place.column - 1
        if not line.strip():
            return head
        start = max(0, min(column - WINDOW // 2, len(line) - WINDOW))
        before = "…" * (start > 0) + _printable(line[start:column])
        after = _printable(line[column : start + WINDOW]) + "…" * (len(line) > start + WINDOW)
        return f"{head}\n  {before}{after}\n  {' ' * _width(before)}^"


def _printable(text: str) -> str:
    """Text that moves no cursor and turns no direction: a tab is four blanks, any other control a
    dot.
    """
    hidden = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    return "".join(
        "    " if c == "\t" else "·" if unicodedata.category(c) in hidden else c for c in text
    )


def _width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def near(word: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """`; did you mean ...?` with the known word that is closest, or nothing.

    ``cutoff``: how alike they must be, from 0 to 1 (equal). No hint is given for a word of more
    than 100 characters: looking for one would take long.
    """
    if len(word) > LONGEST:
        return ""
    originals = {k.lower(): k for k in known}
    found = difflib.get_close_matches(word.lower(), originals, 1, cutoff)
    return f"; did you mean `{originals[found[0]]}`?" if found else ""


def quoted(text: str) -> str:
    """A text from the data as it is cited in a problem: in one line, and not too long."""
    line = " ".join(text.split())
    return f"`{line[:60]}…`" if len(line) > 60 else f"`{line}`"


# --- nodes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text; `plain` if it stands without quotation marks."""

    text: str
    place: Place
    plain: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each with its place and its value."""

    entries: dict[str, tuple[Place, "Node"]]
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: list["Node"]
    place: Place


@dataclass(frozen=True, slots=True)
class Refused:
    """Stands where a value could not be read: its problem is reported already, and nothing more is
    said about it.
    """

    place: Place


Node: TypeAlias = Scalar | Mapping | Sequence | Refused


def read(path: Path, shown: str) -> tuple[Node | None, list[Problem]]:
    """What stands in a file, and all that is wrong with it; `shown` is its path as it is to be
    printed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, [Problem(Place(shown, 1, 1), f"this file cannot be read: {error.strerror}")]
    text = data.decode(
        "utf-8-sig", "surrogateescape"
    )  # a byte that is not UTF-8 becomes a lone surrogate
    reader = _Reader(shown, text)
    for found in UNPRINTABLE.finditer(text):
        reader.refuse(reader.after(text[: found.start()]), _unprintable(found[0]))
        if len(reader.problems) == 20:  # it is no text file: more of the same would help nobody
            break
    return (None, reader.problems) if reader.problems else reader.read(text)


def _unprintable(character: str) -> str:
    if "\ud800" <= character <= "\udfff":
        return "this is not UTF-8 text"
    return f"the control character U+{ord(character):04X} cannot stand here"


class _Stop(Exception):  # noqa: N818 - no error: the problem is noted, and reading ends
    pass


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end is still to come, with the key whose value is awaited (None: no
    place for it).
    """

    node: Mapping | Sequence
    key: tuple[str | None, Place] | None = None


class _Reader:
    """Walks the parser's events: no recursion, and nothing is constructed that the file asks
    for.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path, self.lines = path, _BREAK.split(text)
        self.problems: list[Problem] = []
        self.open: list[_Open] = []
        self.root: Node | None = None

    def at(self, mark: Any) -> Place:
        if mark.line >= len(self.lines):  # the end of a file may be counted as a line of its own
            return Place(self.path, len(self.lines), len(self.lines[-1]) + 1, self.lines[-1])
        return Place(self.path, mark.line + 1, mark.column + 1, self.lines[mark.line])

    def after(self, text: str) -> Place:
        """The place that follows `text`, the beginning of the file."""
        *above, line = _BREAK.split(text)
        return Place(self.path, len(above) + 1, len(line) + 1, self.lines[len(above)])

    def refuse(self, place: Place, words: str) -> None:
        self.problems.append(Problem(place, words))

    def read(self, text: str) -> tuple[Node | None, list[Problem]]:
        try:
            for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
                self.take(event)
        except (
            yaml.YAMLError,
            ValueError,
        ) as error:  # ValueError: an escape beyond Unicode, in the parser without C
            self.root = None
            self.refuse(*self.syntax(error))
        except _Stop:
            pass
        if self.root is None and not self.problems:
            self.refuse(Place(self.path, 1, 1), "this file is empty")
        return self.root, sorted(self.problems, key=lambda problem: problem.place)

    def syntax(self, error: Exception) -> tuple[Place, str]:
        """Where a syntax error is, and what it means to someone who has never read the grammar."""
        if not isinstance(error, yaml.MarkedYAMLError):
            return Place(self.path, 1, 1, self.lines[0]), "this cannot be read as YAML"
        place = self.at(error.problem_mark or error.context_mark)
        begins = self.at(error.context_mark) if error.context_mark else place
        said = f"{error.context}: {error.problem}"
        rest = "".join([place.text[place.column - 1 :], *self.lines[place.line :]])
        if rest[:1] == "\t" and "cannot start any token" in said:
            return place, "a tab cannot stand here; indent with blanks"
        if "parsing a flow" in said and not rest.strip():
            return self.open[-1].node.place if self.open else begins, "what begins here has no end"
        words = next(
            (words for part, words in SYNTAX if part in said), "this cannot be read as YAML"
        )
        return begins if "closed" in words or "missing after" in words else place, words

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.value(self.scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            place = self.at(event.start_mark)
            self.marked(event, place)
            if len(self.open) == DEPTH:
                self.root = None
                self.refuse(place, f"this is nested more than {DEPTH} deep")
                raise _Stop
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self.open.append(_Open(Mapping({}, place) if is_mapping else Sequence([], place)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self.value(self.open.pop().node)
        elif isinstance(event, yaml.AliasEvent):
            place = self.at(event.start_mark)
            self.refuse(
                place, f"`*{event.anchor}` is an alias; write the value out, or put it in quotes"
            )
            self.value(Refused(place))
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self.refuse(
                self.at(event.start_mark), "a second document begins here; one file holds one"
            )
            raise _Stop

    def marked(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place) -> None:
        """Anchors and tags are refused; the value they mark is read."""
        if event.anchor is not None:
            self.refuse(
                place, f"`&{event.anchor}` is an anchor; leave it out, or put the text in quotes"
            )
        if event.tag is not None:
            self.refuse(
                place, "a tag (`!`) is not read here; leave it out, or put the text in quotes"
            )

    def scalar(self, event: yaml.ScalarEvent) -> Node:
        place = self.at(event.start_mark)
        self.marked(event, place)
        if event.style == '"' and (
            found := UNPRINTABLE.search(event.value)
        ):  # written as an escape
            self.refuse(place, _unprintable(found[0]))
            return Refused(place)
        return Scalar(event.value, place, plain=not event.style)

    def value(self, node: Node) -> None:
        """Puts a finished node where it belongs: it is the root, an item, a key, or the value of
        the last key.
        """
        if not self.open:
            self.root = self.filled(node, "this file is empty", Place(self.path, 1, 1))
            return
        holder = self.open[-1]
        if isinstance(holder.node, Sequence):
            holder.node.items.append(
                self.filled(node, "an item of this list has no value", node.place)
            )
        elif holder.key is None:
            holder.key = (self.key(node, holder.node), node.place)
        else:
            (key, place), holder.key = holder.key, None
            if key is not None:
                holder.node.entries[key] = (
                    place,
                    self.filled(node, f"{quoted(key)} has no value", place),
                )

    def filled(self, node: Node, otherwise: str, place: Place) -> Node:
        if isinstance(node, Scalar) and node.plain and not node.text:
            self.refuse(place, otherwise)
            return Refused(place)
        return node

    def key(self, node: Node, mapping: Mapping) -> str | None:
        """The text of a key, or None where it cannot be one."""
        match node:
            case Refused():
                return None
            case Scalar(text="<<", plain=True):
                self.refuse(node.place, "`<<` is not read here; write the fields out")
            case Scalar(text="", plain=True):
                self.refuse(node.place, "a key is missing here")
            case Scalar(text=text) if text in mapping.entries:
                self.refuse(
                    node.place,
                    f"{quoted(text)} stands here twice; first in line"
                    f" {mapping.entries[text][0].line}",
                )
            case Scalar(text=text):
                return text
            case _:
                self.refuse(node.place, "a key must be a text, not a list or a mapping")
        return None
