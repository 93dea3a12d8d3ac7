"""The `docket` command."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.atomic import write_atomically
from rrdocs.cli._common import (
    FOLDER,
    as_of_option,
    deals,
    known_option,
    now,
    out_option,
    refuse,
    shown,
)

if TYPE_CHECKING:
    from rrdocs.yamlfiles.records import Problem


@click.command()
@click.argument("data", type=FOLDER, default=Path("data"))
@as_of_option
@known_option
@out_option
@click.option(
    "--serve",
    is_flag=True,
    help="Show it on this machine's loopback, following the data, until interrupted.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Where to serve it; 0 takes a free one.",
)
def docket(
    data: Path, as_of: datetime | None, known: bool, out: Path, serve: bool, port: int
) -> None:
    """Write the docket of a deal, or of all deals below DATA: docket.html and docket.ics."""
    if serve:
        _serve(data, as_of, known, out, port)
        return
    made, problems = make(deals(data), out, as_of or now(), known=known)
    for folder, found in problems.items():
        shown(folder, found)
    for path in put(made, out):
        click.echo(path.as_posix())
    sys.exit(1 if problems else 0)


def put(made: Mapping[str, tuple[str, bytes]], out: Path) -> list[Path]:
    """Write the page and the calendar below ``out``, each whole; what has not changed is left as
    it is.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, (_, content) in made.items():
        if not (out / name).is_file() or (out / name).read_bytes() != content:
            write_atomically(out / name, content)
    return [out / name for name in made]


def make(
    folders: Sequence[Path], out: Path, at: datetime, *, known: bool = False, live: str = ""
) -> tuple[dict[str, tuple[str, bytes]], dict[Path, Sequence[Problem]]]:
    """The page and the calendar, each with its type; and the problems of deals whose data has
    some.
    """
    from rrdocs.deal.loading import load
    from rrdocs.facts.record.terms_in_force import position_at
    from rrdocs.rules.engine import judge
    from rrdocs.service.docket_page.icalendar import calendar
    from rrdocs.service.docket_page.page import broken, deal_section, page
    from rrdocs.service.docket_page.written_packets import Shelf

    sections, judged = [], []
    problems: dict[Path, Sequence[Problem]] = {}
    for folder in folders:
        deal, found = load(folder)
        if deal is None:
            problems[folder] = found
            sections.append(broken(folder.resolve().name, found))
            continue
        position = position_at(deal, at, known=known)
        answers = judge(position)
        sections.append(deal_section(position, answers, Shelf(out, deal.name)))
        judged.append((position, answers))
    html = page(sections, at, live=live).encode()
    return {
        "docket.html": ("text/html; charset=utf-8", html),
        "docket.ics": ("text/calendar; charset=utf-8", calendar(judged)),
    }, problems


def _serve(data: Path, as_of: datetime | None, known: bool, out: Path, port: int) -> None:
    from rrdocs.service.docket_page.server import HOME, ServedPage, fingerprint, server

    folders = deals(data)

    def at() -> datetime:
        """Now, to the minute: the page says a time, and need not change every second."""
        return as_of or now().replace(second=0)

    def state() -> str:
        files = [
            path
            for folder in deals(data)
            for pattern in ("*.yaml", "events/*.y*ml")
            for path in folder.glob(pattern)
        ]
        return fingerprint(
            [*files, *out.glob("*/*/manifest.json")], (as_of or now()).strftime("%Y-%m-%d")
        )

    served_page = ServedPage(
        state, lambda state: make(deals(data), out, at(), known=known, live=state)[0]
    )
    try:
        served = server(served_page, out, port)
    except OSError as error:
        refuse(f"port {port}: {error.strerror}")
    click.echo(
        f"http://{HOME}:{served.server_port}/  ({len(folders)}"
        f" deal{'' if len(folders) == 1 else 's'}; stop with Ctrl-C)"
    )
    _until_interrupted(served.serve_forever)


def _until_interrupted(run: Callable[[], None]) -> None:
    try:
        run()
    except KeyboardInterrupt:
        click.echo("", err=True)
