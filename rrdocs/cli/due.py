"""The `due` command."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from rrdocs.cli._common import FOLDER, as_of_option, known_option, load_deal, now


@click.command()
@click.argument("deal", type=FOLDER)
@as_of_option
@known_option
@click.option("--all", "everything", is_flag=True, help="Add what is not due, and why.")
@click.option(
    "--readings", is_flag=True, help="Add which answers would change under which other reading."
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def due(
    deal: Path, as_of: datetime | None, known: bool, everything: bool, readings: bool, as_json: bool
) -> None:
    """What is due under a DEAL, to whom, by when, and under which clause."""
    from rrdocs.docket import as_json as report
    from rrdocs.rules.engine import decide

    loaded, at = load_deal(deal), as_of or now()
    docket = decide(loaded, at, known=known, readings=readings or as_json)
    if as_json:
        click.echo(
            report.as_json(loaded.name, at, docket, everything=everything, changes=readings),
            nl=False,
        )
        return
    from rrdocs.docket.explanation import digest

    for line in digest(loaded, at, docket, everything=everything, readings=readings):
        click.echo(line)
