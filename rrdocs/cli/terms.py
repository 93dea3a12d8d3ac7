"""The `terms` command."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli._common import FOLDER, as_of_option, engine, engine_option, load_deal, now, refuse
from rrdocs.errors import DocumentError

if TYPE_CHECKING:
    from rrdocs.documents.packets.terms_sheet import TermsSheet


@click.command()
@click.argument("deal", type=FOLDER)
@as_of_option
@click.option(
    "--out",
    type=FOLDER,
    help="Write the sheet as a document into this folder, in place of printing it.",
)
@engine_option
def terms(deal: Path, as_of: datetime | None, out: Path | None, pdf_engine: str) -> None:
    """The terms of a DEAL as the data have them: the sheet that counsel compares with the
    agreement and initials.

    Each provision with its clause and what the data say of it; what is not stated and taken by
    default has an asterisk. Then the readings in force, and what the data do not express.
    Amendments count from their date.
    """
    from rrdocs.documents.packets.terms_sheet import as_text, sheet
    from rrdocs.facts.record.terms_in_force import position_at

    at = as_of or now()
    position = position_at(load_deal(deal), at)
    found = sheet(position.deal)
    if out is not None:
        from rrdocs.pipeline.standalone import write_terms_sheet

        try:
            written = write_terms_sheet(position, found, deal, out, engine(pdf_engine), at.date())
        except DocumentError as error:
            refuse(str(error))
        for path in written:
            click.echo(path.as_posix())
    elif sys.stdout.isatty():
        _table(found)
    else:
        for line in as_text(found):
            click.echo(line)


def _table(found: TermsSheet) -> None:
    """The sheet in the colours of a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(found.title, style="bold"))
    console.print(Text(found.parties, style="dim"))
    for heading, provisions in (("Defined", found.defined), ("Terms", found.provisions)):
        table = Table(
            title=heading, title_justify="left", title_style="bold", expand=True, show_lines=True
        )
        for name, ratio in (("Clause", 2), ("Provision", 3), ("What the data say", 10)):
            table.add_column(name, ratio=ratio, overflow="fold")
        for each in provisions:
            table.add_row(
                Text(each.clause), Text(each.name, style="bold"), Text("\n".join(each.lines))
            )
        console.print(table)
    table = Table(title="Readings in force", title_justify="left", title_style="bold", expand=True)
    for name, ratio in (("Question", 6), ("Reading", 4), ("Chosen by", 2)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for reading in found.readings:
        why = f"\n{reading.because}" if reading.because else ""
        table.add_row(
            Text(reading.question),
            Text.assemble((reading.value, "bold"), why),
            Text(reading.chosen),
        )
    console.print(table)
    table = Table(
        title="Not expressed in the data", title_justify="left", title_style="bold", expand=True
    )
    table.add_column("Clause", ratio=2)
    table.add_column("What it is", ratio=13)
    for clause, says in found.unmodelled:
        table.add_row(Text(clause), Text(says))
    console.print(table)
    console.print(Text("* not stated in the data: what is taken without it", style="dim"))
