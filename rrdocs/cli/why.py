"""The `why` command."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from rrdocs.cli._common import FOLDER, as_of_option, known_option, load_deal, now, refuse


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
