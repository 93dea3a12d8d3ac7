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
    from rrdocs.deal.events import Event

PARTIES = {
    "to",
    "from",
    "holder",
    "investor",
    "indemnitor",
    "party",
    "signer",
    "signed_by",
    "told",
    "requesting",
    "seller",
    "sold",
    "covers",
    "against",
    "by",
    "underwriter",
    "grantee",
}
SUBJECTS = {"about", "registration", "notice", "completes", "under"}
EVERYBODY = {"to", "told", "signed_by"}
HELP = {
    "id": "Its id; made up from what it is, if left out.",
    "date": "When it happened, or came to hand; now (or --as-of), if left out.",
    "recorded": "When it was entered; `now` for this instant.",
    "evidence": "A file beside the events.",
    "sent": "When it was sent.",
    "received": "When it came to hand.",
    "courier_followup": "When the courier copy was delivered.",
    "method": "How it was sent.",
}


@dataclass(frozen=True)
class Field:
    """A field of an event as an option: its name in the file, the record within the event that it
    stands in, and its shape.
    """

    name: str
    within: str
    shape: Literal["text", "choice", "list", "mapping"]
    choices: tuple[str, ...]
    required: bool
    flag: str

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
            yield _field(
                shown_name,
                "",
                info.annotation,
                required=info.is_required() and name not in ("id", "date"),
                flag=shown_name,
            )
            continue
        for below, found in inner.model_fields.items():
            flag = f"{shown_name}_{below}" if below in names else below
            required = info.is_required() and found.is_required()
            yield _field(below, shown_name, found.annotation, required=required, flag=flag)


def _field(name: str, within: str, annotation: Any, *, required: bool, flag: str) -> Field:
    members = [t for t in _members(annotation) if t is not types.NoneType]
    origins = {get_origin(t) or t for t in members}
    shape: Literal["text", "choice", "list", "mapping"] = "text"
    choices: tuple[str, ...] = ()
    if dict in origins:
        shape = "mapping"
    elif tuple in origins and name != "ratio":
        shape = "list"
    elif bool in origins:
        shape, choices = "choice", ("true", "false")
    elif origins == {Literal}:
        shape, choices = "choice", tuple(value for t in members for value in get_args(t))
    return Field(name, within, shape, choices, required, "--" + flag.replace("_", "-"))


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


def option(field: Field) -> click.Option:
    kind: click.Choice[str] | None = click.Choice(field.choices) if field.choices else None
    words = HELP.get(field.name, "")
    if field.name in EVERYBODY and not field.within:
        words = (
            "A party; `all` for every one."
            if field.name != "to"
            else "A party; `all` for every holder, `due` for all to whom it is due."
        )
    metavar = (
        None
        if field.choices
        else _metavar(field.name) + ("=VALUE" if field.shape == "mapping" else "")
    )
    return click.Option(
        [field.flag, field.argument],
        type=kind,
        required=field.required,
        multiple=field.shape in ("list", "mapping"),
        metavar=metavar,
        help=words,
        shell_complete=_completer(field.name),
    )


def _metavar(name: str) -> str:
    if name in PARTIES:
        return "PARTY"
    if name in SUBJECTS:
        return "ID"
    if name in (
        "date",
        "recorded",
        "sent",
        "received",
        "courier_followup",
        "planned",
        "planned_filing",
        "closing",
        "served",
    ):
        return "DATE"
    return name.upper()


def help_of(kind: type[Event]) -> str:
    """A command's words: what its record is."""
    name = str(kind.model_fields["type"].annotation.__args__[0]).replace("_", " ")  # type: ignore[union-attr]  # a Literal of one name
    own = kind.__doc__ if "__doc__" in kind.__dict__ and kind.__doc__ else ""
    return f"Record: {name}." + (f" {own.splitlines()[0]}" if own else "")


# ---- completion


def _completer(
    name: str,
) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]] | None:
    if name not in PARTIES | SUBJECTS | {"document", "tranche", "question"}:
        return None

    def complete(
        context: click.Context, _parameter: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        from rrdocs.agreement.document_types import DOCUMENT_TYPES
        from rrdocs.agreement.interpretations import TABLE
        from rrdocs.deal.loading import load

        deal, _ = load(Path(context.parent.params["deal"])) if context.parent else (None, [])
        before, comma, last = begun.rpartition(",")
        found: dict[str, str] = {}
        if name == "document":
            found = {key: kind.title for key, kind in DOCUMENT_TYPES.items()}
        elif name == "question":
            found = {key: row.question for key, row in TABLE.items()} | {
                key: kind.title for key, kind in DOCUMENT_TYPES.items()
            }
        elif deal and name in PARTIES:
            found = {key: party.name for key, party in deal.parties.items()} | (
                {"all": "everyone"} if name in EVERYBODY else {}
            )
        elif deal and name == "tranche":
            found = {key: tranche.name for key, tranche in deal.agreement.tranches.items()}
        elif deal:
            found = {
                event.id: f"{event.type.replace('_', ' ')}, {event.date}" for event in deal.events
            }
        return [
            CompletionItem(before + comma + key, help=words)
            for key, words in found.items()
            if key.startswith(last)
        ]

    return complete
