"""The `record` command, with a command for each type of event: its options are the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rrdocs.cli._common import FOLDER, as_of_option, now, refuse, shown
from rrdocs.cli._event_options import Field, fields, help_of, option

FEW = 4
"""So many events are named one by one."""

if TYPE_CHECKING:
    from rrdocs.deal.deal import Deal
    from rrdocs.deal.events import Event
    from rrdocs.facts.record.position import Position
    from rrdocs.service.record.append import Added, Fields
    from rrdocs.yamlfiles.writing import Value


class Events(click.Group):
    """The types of events as commands, made when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        from rrdocs.deal.events import EVENT_TYPES

        return sorted(name.replace("_", "-") for name in EVENT_TYPES)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        from rrdocs.deal.events import EVENT_TYPES

        kind = EVENT_TYPES.get(name.replace("-", "_"))
        return _command(name.replace("_", "-"), kind) if kind else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from rrdocs.yamlfiles.records import near

        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            raise click.UsageError(
                f"`{args[0]}` is no type of event{near(args[0], self.list_commands(ctx))}", ctx
            ) from None


@click.group(cls=Events, subcommand_metavar="EVENT-TYPE [--FIELD VALUE]...")
@click.argument("deal", type=FOLDER)
def record(deal: Path) -> None:
    """Add an event to a DEAL: checked against all that is on record, whole or not at all.

    Every type of event is a command with its fields as options; a field of several values is given
    several times, or with commas; a field by party is given as PARTY=VALUE.
    """


def _command(name: str, kind: type[Event]) -> click.Command:
    known = list(fields(kind))
    options: list[click.Parameter] = [option(field) for field in known]

    def run(as_of: datetime | None, csv_file: Path | None = None, **given: Any) -> None:
        folder = _deal()
        at = as_of or now()
        if csv_file is not None:
            _from_csv(folder, csv_file, at)
            return
        _record(folder, name.replace("-", "_"), known, given, at)

    command = click.Command(
        name, callback=run, params=options, help=help_of(kind), short_help=help_of(kind)
    )
    as_of_option(command)
    command.params[-1].help = "The date-time, New York, that stands for now."
    if kind.__name__ == "NoticeReceived":
        for each in options:
            each.required = False
        click.option(
            "--csv",
            "csv_file",
            type=click.Path(path_type=Path, dir_okay=False, exists=True),
            metavar="FILE",
            help=(
                "A courier's list of deliveries; each row that matches one notice is recorded, the"
                " others are set aside by line."
            ),
        )(command)
    return command


def _deal() -> Path:
    context = click.get_current_context().parent
    assert context is not None  # a type of event is always below a deal
    return Path(context.params["deal"])


# ---- recording


def _record(
    folder: Path, name: str, known: list[Field], given: Mapping[str, Any], at: datetime
) -> None:
    from rrdocs.service.record.append import add

    def make(deal: Deal) -> list[Fields]:
        base = _fields(deal, name, known, given, at)
        recipients = (
            _recipients(deal, base, at) if base.get("to") in ("all", "due") else [base.get("to")]
        )
        used = {event.id for event in deal.events}
        return [_named(base | ({"to": each} if each else {}), used) for each in recipients]

    _told(folder, add(folder, make), at)


def _fields(
    deal: Deal, name: str, known: Iterable[Field], given: Mapping[str, Any], at: datetime
) -> Fields:
    """The event as it will stand in its file, but for its id."""
    made: Fields = {
        "id": given.get("id_"),
        "type": name,
        "date": _when(given.get("date_") or "now", at),
    }
    inner: dict[str, dict[str, Value]] = {}
    for field in known:
        value = given.get(field.argument)
        if value in (None, ()) or field.name in ("id", "date"):
            continue
        read = _value(deal, field, value, at)
        if field.within:
            inner.setdefault(field.within, {})[field.name] = read
        else:
            made[field.name] = read
    return {key: value for key, value in (made | inner).items() if value is not None or key == "id"}


def _value(deal: Deal, field: Field, value: Any, at: datetime) -> Value:
    if field.shape == "text":
        return _when(value, at) if value == "now" else str(value)
    if field.shape == "choice":
        return str(value)
    if field.shape == "list":
        listed = [
            part.strip()
            for each in value
            for part in (each.split(",") if field.is_split else [each])
        ]
        everyone = [
            key for key, party in deal.parties.items() if party.role in ("issuer", "investor")
        ]
        return everyone if listed == ["all"] and field.every else listed
    pairs = [part for each in value for part in each.split(",")] if field.is_split else list(value)
    found: dict[str, Value] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if key in found:
            raise click.UsageError(f"{field.flag}: `{key}` is given twice")
        found[key.strip()] = text.strip() if equals else None
    return found


def _when(text: str, at: datetime) -> str:
    if text != "now":
        return text
    return (
        at.date().isoformat()
        if at.strftime("%H:%M:%S") == "23:59:59"
        else at.isoformat(timespec="minutes")
    )


def _recipients(deal: Deal, base: Fields, at: datetime) -> list[Value]:
    """Every holder by the roster; or all to whom the document is due from the sender and not given.

    One to whom it went by facsimile, and whose courier copy is awaited, needs it no second time.
    """
    if base["to"] == "all":
        return [key for key, party in deal.parties.items() if party.role == "investor"]
    from rrdocs.rules.engine import decide
    from rrdocs.service.record.proof_of_service import proofs

    asked = (base.get("document"), base.get("about"), base.get("from", deal.issuer))
    decisions = [d for d in decide(deal, at, readings=False).decisions if d.outcome == "due"]
    sent = [
        (p.notice.to, (p.notice.document, p.notice.about, p.sender))
        for p in proofs(_position(deal, at))
        if p.awaits_copy
    ]
    found: list[Value] = [
        d.to
        for d in decisions
        if d.to and (d.document, d.about, d.sender) == asked and (d.to, asked) not in sent
    ]
    return found or refuse(f"no {asked[0]} on {asked[1]} is due to anybody as of {at:%Y-%m-%d}")


def _named(made: Fields, used: set[str]) -> Fields:
    """The event with an id: the one given, or what it is about, what it is, and whom it
    concerns.
    """
    from rrdocs.service.record.append import unused

    if made["id"]:
        return made
    about = next(
        (made[key] for key in ("about", "registration", "notice", "under") if made.get(key)), None
    )
    whom = next(
        (
            made[key]
            for key in ("to", "investor", "holder", "party", "seller", "signer")
            if isinstance(made.get(key), str)
        ),
        None,
    )
    what = made.get("document") or str(made["type"]).removesuffix("_notice")
    words = "-".join(str(part).replace("_", "-") for part in (about, what, whom) if part)
    if not about and not whom:
        number = 1
        while f"{words}-{number}" in used:
            number += 1
        words = f"{words}-{number}"
    return made | {"id": unused(words, used)}


def _told(folder: Path, added: Added, at: datetime) -> None:
    """Say what was written and what to bear in mind about it; or what is wrong, and that nothing
    was written.
    """
    if added.path is None:
        shown(folder, added.problems)
        refuse("nothing was recorded")
    count = len(added.events)
    click.echo(
        f"{added.path.as_posix()}: {', '.join(added.events) if count <= FEW else f'{count} events'}"
    )
    assert added.deal is not None  # a file was written to it
    for words in _cautions(added.deal, set(added.events), at):
        click.echo(words, err=True)


def _cautions(deal: Deal, events: set[str], at: datetime) -> Iterator[str]:
    """What the rules flag about the new events, and about what they answer."""
    from rrdocs.rules.engine import decide

    latest = max(event.date.at for event in deal.events if event.id in events)
    alike: dict[tuple[str, str], list[str]] = {}
    for flag in decide(deal, max(at, latest), readings=False).flags:
        if flag.of in events:
            alike.setdefault((flag.clause, flag.words), []).append(flag.of)
        elif flag.about in events:
            alike.setdefault((flag.clause, flag.says), []).append(flag.about)
    for (clause, words), names in alike.items():
        yield (
            f"to bear in mind, {clause},"
            f" {', '.join(names) if len(names) <= FEW else f'{len(names)} events'}: {words}"
        )


def _position(deal: Deal, at: datetime) -> Position:
    from rrdocs.facts.record.terms_in_force import position_at

    return position_at(deal, at, known=True)


def _from_csv(folder: Path, path: Path, at: datetime) -> None:
    """Receipts from a courier's list."""
    from rrdocs.service.record.append import add
    from rrdocs.service.record.courier_list import CourierError, Sorted, read_courier_list, sort

    try:
        rows = read_courier_list(path)
    except CourierError as error:
        refuse(str(error))
    found = Sorted()

    def make(deal: Deal) -> list[Fields]:
        nonlocal found
        found = sort(_position(deal, at), rows, _when("now", at))
        return found.receipts

    added = add(folder, make)
    if added.problems:
        shown(folder, added.problems)
        refuse("nothing was recorded")
    if added.path:
        click.echo(f"{added.path.as_posix()}: {len(added.events)} receipts")
    click.echo(
        f"{len(rows)} rows: {len(added.events)} recorded, {found.known} on record already,"
        f" {len(found.aside)} set aside",
        err=True,
    )
    for line, words in found.aside:
        click.echo(f"{path.as_posix()}:{line}: {words}", err=True)
    if found.aside:
        click.get_current_context().exit(1)
