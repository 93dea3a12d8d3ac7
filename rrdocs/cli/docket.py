"""The `docket` command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    pass


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
    from rrdocs.pipeline.docket_files import docket_files, write_docket

    if serve:
        _serve(data, as_of, known, out, port)
        return
    files, problems = docket_files(deals(data), out, as_of or now(), known=known)
    for folder, found in problems.items():
        shown(folder, found)
    for path in write_docket(files, out):
        click.echo(path.as_posix())
    sys.exit(1 if problems else 0)


def _serve(data: Path, as_of: datetime | None, known: bool, out: Path, port: int) -> None:
    from rrdocs.pipeline.docket_files import docket_files, docket_state
    from rrdocs.service.docket_page.server import HOME, DocketServer, ServedPage

    folders = deals(data)

    def at() -> datetime:
        """Now, to the minute: the page says a time, and need not change every second."""
        return as_of or now().replace(second=0)

    def state() -> str:
        return docket_state(deals(data), out, as_of or now())

    served_page = ServedPage(
        state, lambda state: docket_files(deals(data), out, at(), known=known, live=state)[0]
    )
    try:
        served = DocketServer(served_page, out, port)
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
