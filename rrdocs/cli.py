"""The command line: reads, calls one function, prints. It alone prints, and it alone reads the clock."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from rrdocs.dates import NEW_YORK, end_of_day, moment

FOLDER = click.Path(path_type=Path)


def _as_of(_context: object, _option: object, text: str | None) -> datetime:
    """The instant to judge: an ISO date (its end) or date-time; now, in New York, where none is given."""
    if text is None:
        return datetime.now(ZoneInfo(NEW_YORK)).replace(tzinfo=None, microsecond=0)
    try:
        return end_of_day(moment(text))
    except ValueError as error:
        raise click.BadParameter(f"it {error}") from None


as_of_option = click.option("--as-of", callback=_as_of, metavar="DATE", help="Judge at this date (its end) or date-time; default now.")


def _load(folder: Path):  # type: ignore[no-untyped-def]
    from rrdocs.load import load

    deal, problems = load(folder)
    if deal is None:
        for problem in problems:
            click.echo(problem.shown(folder.as_posix()), err=True)
        sys.exit(1)
    return deal


@click.group()
def main() -> None:
    """Administer a registration rights agreement from data."""


@main.command()
@click.argument("deal", type=FOLDER)
@as_of_option
@click.option("--known", is_flag=True)
@click.option("--all", "everything", is_flag=True)
@click.option("--readings", is_flag=True)
@click.option("--json", "as_json", is_flag=True)
def due(deal: Path, as_of: datetime, known: bool, everything: bool, readings: bool, as_json: bool) -> None:
    """What is due, to whom, by when, under which clause."""
    from rrdocs import report
    from rrdocs.rules import decide

    loaded = _load(deal)
    docket = decide(loaded, as_of, known=known)
    click.echo(report.as_json(loaded.name, as_of, docket, everything=everything, changes=readings), nl=False)
