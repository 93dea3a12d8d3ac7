"""Commands that answer: check, due, why."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from rrdocs.cli._common import FOLDER, as_of_option, known_option, now, refuse, shown
from rrdocs.cli._common import deals as deals_below
from rrdocs.cli._common import load as load_deal

# Imports that only one command needs stand inside it: starting up must stay quick.
# ruff: noqa: PLC0415


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


@click.command()
@click.argument("deal", type=FOLDER)
@click.argument("subject", required=False)
@click.option("--to", metavar="PARTY", help="Only decisions about this recipient.")
@as_of_option
@known_option
def why(
    deal: Path, subject: str | None, to: str | None, as_of: datetime | None, known: bool
) -> None:
    """Every finding behind the decisions on a SUBJECT: a clause, a document, or the id of an
    event.
    """
    from rrdocs.docket.explanation import matching, memorandum
    from rrdocs.rules.engine import decide
    from rrdocs.yamlfiles.records import near

    loaded, at = load_deal(deal), as_of or now()
    if to is not None and to not in loaded.parties:
        refuse(f"`{to}` is no known party{near(to, loaded.parties)}")
    docket = decide(loaded, at, known=known)
    found, known_subjects = matching(docket, subject, to)
    if subject and not (found.decisions or found.clocks or found.tallies or found.flags):
        refuse(
            f"nothing is decided about `{subject}` as of"
            f" {at:%Y-%m-%d}{near(subject, known_subjects)}"
        )
    for line in memorandum(loaded, found, at):
        click.echo(line)
