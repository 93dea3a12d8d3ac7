"""Nodes in, records out, each with its line.

`build` makes a `Record` of a node, and says in plain words all that keeps it from being one, each
with its place. What other modules need to describe their records is named here: `Record`, the types
of fields, `Place`, `Problem`.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError
from pydantic_core import ErrorDetails

from rrdocs.yamlfiles.messages import MUST_BE
from rrdocs.yamlfiles.nodes import (
    Mapping,
    Node,
    Place,
    Problem,
    Refused,
    Scalar,
    Sequence,
    near,
    quoted,
    read,
)
from rrdocs.yamlfiles.scalars import Id, Money, Name, Positive, WholeNumber, YesNo

__all__ = [
    "Id",
    "Mapping",
    "Money",
    "Name",
    "Node",
    "Place",
    "Positive",
    "Problem",
    "Record",
    "Refused",
    "Scalar",
    "Sequence",
    "WholeNumber",
    "YesNo",
    "build",
    "near",
    "quoted",
    "read",
]

IN_CODE = Place("(made in code)", 1, 1)
MANY = 12  # so many choices are not listed
R = TypeVar("R", bound="Record")

# --- records --------------------------------------------------------------------------------------


class Record(BaseModel):
    """Something that stands in a data file, and knows where."""

    # Built when first used: a deal has records of a third of the kinds that there are, and starting
    # up must stay quick.
    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, defer_build=True
    )

    _place: Place = PrivateAttr(
        default_factory=lambda: IN_CODE
    )  # a default would be copied for every record
    _places: dict[str, Place] = PrivateAttr(default_factory=dict)
    _below: dict[tuple[str | int, ...], Place] = PrivateAttr(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the record begins."""
        return self._place

    def place_of(self, field: str, *step: str | int) -> Place:
        """Where the value of a field stands, by its name here or in the file, or one step below
        it: a key, or an item.

        The place of the field where that step is not given, of the record where the field is not.
        """
        return self._below.get((field, *step)) or self._places.get(field, self._place)


def build(model: type[R], node: Node) -> tuple[R | None, list[Problem]]:
    """The record that a node describes, or all that is wrong with it, in the order of the file."""
    try:
        record = model.model_validate(_plain(node), by_alias=True, by_name=False)
    except ValidationError as error:
        faults = [(fault["loc"], fault) for fault in error.errors(include_url=False)]
        return None, sorted(
            _explain(node, "this", [model], faults), key=lambda problem: problem.place
        )
    _remember(record, node)
    return record, []


def _plain(node: Node) -> Any:
    """A node as pydantic takes it. A plain null is None, which only a field that allows it
    accepts.
    """
    match node:
        case Mapping():
            return {key: _plain(value) for key, (_, value) in node.entries.items()}
        case Sequence():
            return [_plain(item) for item in node.items]
        case Scalar(text="null" | "~", plain=True):
            return None
        case Scalar():
            return node.text
        case Refused():
            return ""


def _remember(value: object, node: Node) -> None:
    """Gives every record within a value its places."""
    match value, node:
        case Record(), Mapping():
            value._place = node.place
            names = {info.alias or name: name for name, info in type(value).model_fields.items()}
            for key, (_, child) in node.entries.items():
                value._places[key] = value._places[names[key]] = child.place
                value._below.update({(names[key], step): place for step, place in _steps(child)})
                _remember(getattr(value, names[key]), child)
        case dict(), Mapping():
            for key, (_, child) in node.entries.items():
                _remember(value.get(key), child)
        case ((list() | tuple()), Sequence()):
            for item, child in zip(value, node.items, strict=False):
                _remember(item, child)


def _steps(node: Node) -> Iterator[tuple[str | int, Place]]:
    """The keys of a mapping, or the items of a list, each with its place."""
    match node:
        case Mapping():
            yield from ((key, place) for key, (place, _) in node.entries.items())
        case Sequence():
            yield from ((number, item.place) for number, item in enumerate(node.items))


# --- what is wrong, in words ----------------------------------------------------------------------

Fault = tuple[tuple[int | str, ...], ErrorDetails]  # the rest of the way to it, and what it is


def _explain(
    node: Node, subject: str, kinds: list[Any], faults: list[Fault], named: bool = False
) -> Iterator[Problem]:
    """The faults at a node and below it; `kinds` are the types that may be meant here.

    On the way to a fault pydantic names the member of a union that it tried, by its class, its tag
    or otherwise. The name may well be a key of the mapping too, so it counts: `named` says that
    this union's has been taken off the way.
    """
    if isinstance(node, Refused):
        return
    is_union = not named and len([kind for kind in kinds if kind is not NoneType]) > 1
    below: dict[int | str, list[Fault]] = defaultdict(list)
    members: dict[int | str, list[Fault]] = defaultdict(list)
    for way, fault in faults:
        match way, node:
            case (), _:
                yield _wrong(node, subject, fault)
            case (str(key),), Mapping() if fault["type"] == "missing":
                yield Problem(node.place, f"`{key}` is missing")
            case (str(key),), Mapping() if fault["type"] == "extra_forbidden":
                yield _unknown(node, key, kinds)
            case (str(key), "[key]"), Mapping():
                yield _wrong(Scalar(key, node.entries[key][0], plain=False), "this key", fault)
            case (step, *rest), _ if not is_union and _child(node, step):
                below[step].append((tuple(rest), fault))
            case (member, *rest), _:
                members[member].append((tuple(rest), fault))
    for step, deeper in below.items():
        if child := _child(node, step):
            name = quoted(step) if isinstance(step, str) else f"item {step + 1} of {subject}"
            yield from _explain(
                child, name, [k for kind in kinds for k in _below(kind, step)], deeper
            )
    if members:
        yield from _closest(node, subject, kinds, members)


def _closest(
    node: Node, subject: str, kinds: list[Any], members: dict[int | str, list[Fault]]
) -> list[Problem]:
    """Of the members of a union, what is wrong with the one that was meant; if none fits at all,
    what they want.
    """
    told = {
        member: list(
            _explain(
                node,
                subject,
                [k for k in kinds if _is_called(k, str(member))] or kinds,
                faults,
                named=True,
            )
        )
        for member, faults in members.items()
    }
    fitting = [
        m
        for m, faults in members.items()
        if all(way or fault["type"] == "value_error" for way, fault in faults)
    ]
    if fitting and not isinstance(node, Scalar):
        return min((told[member] for member in fitting), key=len)
    words = list(dict.fromkeys(problem.words for problems in told.values() for problem in problems))
    words.sort(key=lambda text: "; did you mean" in text)  # a question ends the sentence
    heads = {text.partition(" must be ")[0] for text in words}
    if len(heads) == 1:
        words = [
            f"{heads.pop()} must be "
            + " or ".join(text.partition(" must be ")[2] for text in words)
        ]
    return [Problem(node.place, text) for text in words]


def _wrong(node: Node, subject: str, fault: ErrorDetails) -> Problem:
    """A value that is not what its field takes."""
    kind, context = fault["type"], fault.get("ctx", {})
    if kind.startswith("union_tag") and isinstance(node, Mapping):
        key = context["discriminator"].strip("'")
        if kind == "union_tag_not_found":
            return Problem(node.place, f"`{key}` is missing")
        node, subject = node.entries[key][1], quoted(key)
    cited = f"{subject} is {_cited(node)}"
    if kind in {"value_error", "assertion_error"}:
        words = str(context["error"])
        if words.startswith(("must ", "is ", "has ", "lies ", "cannot ")):
            return Problem(
                node.place,
                f"{subject} {words}" if isinstance(node, Mapping) else f"{cited}; it {words}",
            )
        named = re.match("`([^`]+)`", words)  # the field that a check of the whole record is about
        about = _child(node, named[1]) if named else None
        return Problem((about or node).place, words)
    if expected := context.get("expected") or context.get("expected_tags"):
        known = re.findall(r"'([^']*)'", expected) or [expected]
        return Problem(node.place, f"{cited}{_choice(node, known)}")
    limit = next((words for begins, words in MUST_BE.items() if kind.startswith(begins)), None)
    must = f"; it must be {limit.format(**context)}" if limit else ", which cannot stand here"
    return Problem(node.place, cited + must)


def _choice(node: Node, known: list[str]) -> str:
    hint = near(node.text, known) if isinstance(node, Scalar) else ""
    if len(known) >= MANY:
        return f", which is not known here{hint}"
    return f"; it must be {'one of ' if len(known) > 1 else ''}{', '.join(known)}{hint}"


def _unknown(node: Mapping, key: str, kinds: list[Any]) -> Problem:
    known = [
        info.alias or name
        for kind in kinds
        if _is_record(kind)
        for name, info in kind.model_fields.items()
    ]
    known = list(dict.fromkeys(known))
    hint = near(key, known) or (f"; known are {', '.join(known)}" if 0 < len(known) < MANY else "")
    return Problem(node.entries[key][0], f"{quoted(key)} is not known here{hint}")


def _cited(node: Node) -> str:
    match node:
        case Scalar(text=text):
            return quoted(text) if text.strip() else "empty"
        case Mapping():
            return "a mapping"
        case _:
            return "a list"


def _child(node: Node, step: int | str) -> Node | None:
    match node, step:
        case Mapping(), str() if step in node.entries:
            return node.entries[step][1]
        case Sequence(), int() if step < len(node.items):
            return node.items[step]
    return None


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)


def _is_called(kind: Any, member: str) -> bool:
    """Whether a record is the member of a union that pydantic means: by its class or its tag."""
    return _is_record(kind) and (
        re.search(rf"\b{kind.__name__}\b", member) is not None
        or any(member in get_args(info.annotation) for info in kind.model_fields.values())
    )


def _alternatives(kind: Any) -> Iterator[Any]:
    """The members of a union, or the type itself."""
    if get_origin(kind) is Annotated:
        yield from _alternatives(get_args(kind)[0])
    elif get_origin(kind) in {Union, UnionType}:
        for member in get_args(kind):
            yield from _alternatives(member)
    else:
        yield kind


def _below(kind: Any, step: int | str) -> Iterator[Any]:
    """The types that may stand under a key, or in a list."""
    if _is_record(kind):
        for name, info in kind.model_fields.items():
            if step == (info.alias or name):
                yield from _alternatives(info.annotation)
    elif inner := [arg for arg in get_args(kind) if arg is not Ellipsis]:
        yield from _alternatives(inner[-1])
