"""The fields of events as options of the command line, with what completes them in a shell."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from rrdocs.agreement.references import Reference
    from rrdocs.deal.deal import Deal
    from rrdocs.deal.events import Event
    from rrdocs.yamlfiles.records import Record

HELP = {
    "id": "Its id. Left out, one is made up from what it is.",
    "date": "When it happened or came to hand. Left out, now or the day of --as-of.",
    "recorded": "When it was entered; `now` for this instant.",
}
"""Where the command line fills in what a file must state."""


@dataclass(frozen=True)
class Field:
    """A field of an event as an option: its name in the file, the record within the event that it
    stands in, its shape, what its values name, and whether they are dates.
    """

    name: str
    within: str
    shape: Literal["text", "choice", "list", "mapping"]
    choices: tuple[str, ...]
    required: bool
    flag: str
    reference: Reference | None
    is_date: bool
    description: str

    @property
    def names_party(self) -> bool:
        """Whether its values, or keys, name parties."""
        return self.reference is not None and self.reference.to == "party"

    @property
    def is_split(self) -> bool:
        """Whether commas separate its values: they can stand in none."""
        return self.names_party or bool(self.choices)

    @property
    def every(self) -> str:
        """For whom `all` stands: `parties`, `recipients` or, empty, for nobody."""
        return self.reference.every if self.reference and not self.within else ""

    @property
    def argument(self) -> str:
        """Its name as a Python argument."""
        return f"{self.within}_{self.name}" if self.within else f"{self.name}_"


def fields(kind: type[Event]) -> Iterator[Field]:
    """The fields of a type of event that can be given, those of its delivery among them."""
    from rrdocs.yamlfiles.records import Record

    names = {info.alias or name for name, info in kind.model_fields.items()}
    for name, info in kind.model_fields.items():
        shown_name = info.alias or name
        if name == "type":
            continue
        inner = next(
            (t for t in _members(info.annotation) if isinstance(t, type) and issubclass(t, Record)),
            None,
        )
        if inner is None:
            required = info.is_required() and name not in ("id", "date")
            yield _field(kind, name, "", required=required, flag=shown_name)
            continue
        for below, found in inner.model_fields.items():
            flag = f"{shown_name}_{below}" if below in names else below
            required = info.is_required() and found.is_required()
            yield _field(inner, below, shown_name, required=required, flag=flag)


def _field(record: type[Record], name: str, within: str, *, required: bool, flag: str) -> Field:
    from rrdocs.agreement.references import reference_of
    from rrdocs.dates.moments import Moment
    from rrdocs.yamlfiles.descriptions import described

    info = record.model_fields[name]
    members = [t for t in _members(info.annotation) if t is not types.NoneType]
    origins = {get_origin(t) or t for t in members}
    shape: Literal["text", "choice", "list", "mapping"] = "text"
    choices: tuple[str, ...] = ()
    if dict in origins:
        shape = "mapping"
    elif tuple in origins and name != "ratio":
        shape = "list"
        items = [each for t in members for each in get_args(t) if get_origin(each) is Literal]
        choices = tuple(word for each in items for word in get_args(each))
    elif bool in origins:
        shape, choices = "choice", ("true", "false")
    elif origins == {Literal}:
        shape, choices = "choice", tuple(value for t in members for value in get_args(t))
    return Field(
        info.alias or name,
        within,
        shape,
        choices,
        required,
        "--" + flag.replace("_", "-"),
        reference_of(record, name),
        Moment in origins,
        described(record)[name].text,
    )


def _members(annotation: Any) -> Iterator[Any]:
    """The members of a union, or the type itself, without what only annotates it."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    elif hasattr(annotation, "__metadata__"):
        yield from _members(get_args(annotation)[0])
    else:
        yield annotation


ALL = {
    "parties": "`all` for every party.",
    "recipients": "`all` for every holder, `due` for all to whom it is due.",
}


def _help(field: Field) -> str:
    """What the option takes: from the description of the field."""
    text = (not field.within and HELP.get(field.name)) or field.description
    return " ".join(filter(None, (text, ALL.get(field.every))))


def option(field: Field) -> click.Option:
    one_of = field.choices if field.shape == "choice" else ()
    metavar = None if one_of else _metavar(field) + ("=VALUE" if field.shape == "mapping" else "")
    return click.Option(
        [field.flag, field.argument],
        type=click.Choice(one_of) if one_of else None,
        required=field.required,
        multiple=field.shape in ("list", "mapping"),
        metavar=metavar,
        help=_help(field),
        shell_complete=_completer(field),
    )


def _metavar(field: Field) -> str:
    if field.is_date:
        return "DATE"
    if field.reference and field.reference.to in ("party", "event", "registration"):
        return "PARTY" if field.names_party else "ID"
    return field.name.upper()


def help_of(kind: type[Event]) -> str:
    """What a command records: the description of its event."""
    return " ".join((kind.__doc__ or "").split())


# ---- completion


def _completer(
    field: Field,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]] | None:
    if field.reference is None:
        return None

    def complete(
        context: click.Context, _parameter: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        from rrdocs.deal.loading import load

        deal, _ = load(Path(context.parent.params["deal"])) if context.parent else (None, [])
        before, comma, last = begun.rpartition(",")
        return [
            CompletionItem(before + comma + key, help=words)
            for key, words in _completions(field, deal)
            if key.startswith(last)
        ]

    return complete


def _completions(field: Field, deal: Deal | None) -> Iterator[tuple[str, str]]:
    """What a field may name, each with words about it; the parts of a deal only where it can be
    read.
    """
    from rrdocs.agreement.document_types import DOCUMENT_TYPES
    from rrdocs.agreement.interpretations import TABLE

    to = field.reference.to if field.reference else ""
    if to == "reading or document":
        yield from ((key, row.question) for key, row in TABLE.items())
    if to in ("document", "reading or document"):
        yield from ((key, kind.title) for key, kind in DOCUMENT_TYPES.items())
    elif deal and to == "party":
        yield from ((key, party.name) for key, party in deal.parties.items())
        if field.every:
            yield "all", "everyone"
    elif deal and to == "tranche":
        yield from ((key, tranche.name) for key, tranche in deal.agreement.tranches.items())
    elif deal:
        for event in deal.events:
            yield event.id, f"{event.type.replace('_', ' ')}, {event.date}"
