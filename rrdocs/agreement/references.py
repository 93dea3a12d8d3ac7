"""References: fields whose value is the id of something else in the deal, and what each may name.

A field says by its type what its id names: `holder: PartyId`, `about: EventId`. `references` finds
every reference in a record by walking these types, so that a check or a completion never goes by
the name of a field.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from rrdocs.yamlfiles.records import Id, Name, Record

Target = Literal[
    "party",
    "party or group",
    "event",
    "registration",
    "tranche",
    "group",
    "whole",
    "document",
    "reading",
    "reading or document",
]
"""What an id may name; a ``whole`` is what a threshold takes a part of."""
Whose = Literal["entry", "met", "anyone", "new"]
"""Which parties: those with an entry in parties.yaml; also those whom an event introduces; anyone
whose id is not a known one misspelt; or somebody whom this very field introduces.
"""


@dataclass(frozen=True, slots=True)
class Reference:
    """What the id in a field names.

    ``whose``: which parties. ``kinds``: the types of events that may be named (any, or a
    registration, if empty). ``earlier``: only an event of the same type that is not later.
    ``new``: the field gives its registration the id. ``every``: for whom `all` stands on the
    command line: all parties to the agreement, or all recipients, with a record for each.
    ``words``: what else may stand there. ``called``: how a problem calls what is not known (as
    ``to``, if empty).
    """

    to: Target
    whose: Whose = "entry"
    kinds: tuple[str, ...] = ()
    earlier: bool = False
    new: bool = False
    every: Literal["", "parties", "recipients"] = ""
    words: tuple[str, ...] = ()
    called: str = ""


PartyId = Annotated[Id, Reference("party")]
"""A party that has an entry in parties.yaml."""
EachPartyId = Annotated[Id, Reference("party", every="parties")]
"""The same, in a list that may name all parties to the agreement."""
RecipientId = Annotated[Id, Reference("party", "met", every="recipients")]
"""To whom a notice goes: as `MetPartyId`."""
MetPartyId = Annotated[Id, Reference("party", "met")]
"""A party with an entry, or somebody whom an event introduces: a transferee, an underwriter."""
AnyPartyId = Annotated[Id, Reference("party", "anyone")]
"""Anybody; an id that is nearly that of a known party is taken for a misspelt one."""
NewPartyId = Annotated[Id, Reference("party", "new")]
"""Somebody whom the event introduces, if not known already."""
NewPartyName = Annotated[Name, Reference("party", "new")]
"""The same, where the field takes any text."""
PartyOrGroupId = Annotated[Id, Reference("party or group")]
GroupId = Annotated[Id, Reference("group")]
RankId = Annotated[Id, Reference("group", called="class of holders")]
"""A group as a class in a cutback."""
TrancheId = Annotated[Id, Reference("tranche")]
EventId = Annotated[Id, Reference("event")]
"""Any event, or a registration."""
EarlierRequestId = Annotated[Id, Reference("event", earlier=True, called="earlier request")]
"""An earlier event of the same type as the one that names it."""
JoinderId = Annotated[Id, Reference("event", kinds=("joinder",), called="joinder")]
RegistrationId = Annotated[Id, Reference("registration")]
NewRegistrationId = Annotated[Id, Reference("registration", new=True)]
"""The id by which other records name this registration."""
DocumentName = Annotated[Id, Reference("document")]
ReadingName = Annotated[Name, Reference("reading")]
QuestionName = Annotated[Name, Reference("reading or document")]


@dataclass(frozen=True, slots=True)
class Named:
    """One reference found in a record: the field and the step below it where it stands (see
    `Record.place_of`), its value, and what it may name; ``words`` are the closed choices that the
    field takes besides.
    """

    record: Record
    field: str
    step: tuple[str | int, ...]
    value: object
    reference: Reference
    words: tuple[str, ...] = ()


def references(record: Record) -> Iterator[Named]:
    """Every reference in a record and in the records within it, in the order of their fields."""
    for field, kind in _holding(type(record)):
        yield from _within(record, field, (), kind, getattr(record, field), ())


def reference_of(model: type[Record], field: str) -> Reference | None:
    """What the values (of a mapping: the keys) of a field name, or None where they name nothing."""
    return next(_of(_kind(model, field)), None)


def _kind(model: type[Record], field: str) -> Any:
    """The type of a field with all that annotates it."""
    info = model.model_fields[field]
    return Annotated[(info.annotation, *info.metadata)] if info.metadata else info.annotation


def _of(kind: Any) -> Iterator[Reference]:
    """The references in a type, those of its own keys, items and members, not of records within."""
    if get_origin(kind) is Annotated:
        base, *notes = get_args(kind)
        yield from (note for note in notes if isinstance(note, Reference))
        yield from _of(base)
    elif get_origin(kind) is not Literal:
        for inner in get_args(kind):
            yield from _of(inner)


@cache
def _holding(model: type[Record]) -> tuple[tuple[str, Any], ...]:
    """The fields of a record that hold references, with their types."""
    kinds = ((field, _kind(model, field)) for field in model.model_fields)
    return tuple((field, kind) for field, kind in kinds if _holds(kind))


def _holds(kind: Any) -> bool:
    if isinstance(kind, type) and issubclass(kind, Record):
        return bool(_holding(kind))
    if get_origin(kind) is Annotated:
        base, *notes = get_args(kind)
        return any(isinstance(note, Reference) for note in notes) or _holds(base)
    return get_origin(kind) is not Literal and any(_holds(inner) for inner in get_args(kind))


def _within(
    record: Record,
    field: str,
    step: tuple[str | int, ...],
    kind: Any,
    value: object,
    words: tuple[str, ...],
) -> Iterator[Named]:
    """The references in a value of a type; ``words``: the choices of the union that it is in."""
    origin, inner = get_origin(kind), get_args(kind)
    if value is None:
        return
    if isinstance(value, Record):
        yield from references(value)
    elif origin is Annotated:
        for note in inner[1:]:
            if isinstance(note, Reference):
                yield Named(record, field, step, value, note, words)
        yield from _within(record, field, step, inner[0], value, words)
    elif origin in (Union, UnionType):
        choices = tuple(
            word for member in inner if get_origin(member) is Literal for word in get_args(member)
        )
        if value not in choices:
            for member in inner:
                if member is not NoneType:
                    yield from _within(record, field, step, member, value, choices)
    elif origin is tuple and isinstance(value, tuple):
        for number, item in enumerate(value):
            below = step or (number,)
            yield from _within(record, field, below, inner[0], item, words)
    elif origin is dict and isinstance(value, dict):
        for key, item in value.items():
            below = step or (key,)
            yield from _within(record, field, below, inner[0], key, words)
            yield from _within(record, field, below, inner[1], item, words)
