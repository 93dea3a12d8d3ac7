"""The `check` command."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rrdocs.cli._common import FOLDER, shown
from rrdocs.cli._common import deals as deals_below


@click.command()
@click.argument("deals", type=FOLDER, nargs=-1)
def check(deals: tuple[Path, ...]) -> None:
    """Validate the data of one or more DEALS (folders); by default every deal below data."""
    from rrdocs.deal.loading import load

    bad = False
    for folder in deals or deals_below(Path("data")):
        deal, problems = load(folder)
        if deal is None:
            shown(folder, problems)
            bad = True
        else:
            click.echo(
                f"{folder.as_posix()}: all is well ({len(deal.events)} events, {len(deal.parties)}"
                " parties)"
            )
    sys.exit(1 if bad else 0)
