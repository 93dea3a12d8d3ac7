"""The `terms` command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.atomic import write_atomically
from rrdocs.cli._common import FOLDER, as_of_option, engine, engine_option, load, now, refuse
from rrdocs.errors import DocumentError

if TYPE_CHECKING:
    from rrdocs.documents.packets.terms_sheet import TermsSheet
    from rrdocs.facts.record.position import Position


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
    position = position_at(load(deal), at)
    found = sheet(position.deal)
    if out is not None:
        for path in _written(deal, position, at, found, out, pdf_engine):
            click.echo(path.as_posix())
    elif sys.stdout.isatty():
        _table(found)
    else:
        for line in as_text(found):
            click.echo(line)


def _written(
    folder: Path, position: Position, at: datetime, found: TermsSheet, out: Path, pdf_engine: str
) -> Iterator[Path]:
    """The sheet as a Word document, and as a PDF where there is an engine."""
    from rrdocs.docket.decisions import Docket
    from rrdocs.documents.packets.terms_sheet import context
    from rrdocs.documents.pdf.engines import finish
    from rrdocs.documents.templates.render import Properties, render
    from rrdocs.documents.wording.letter_fields import LetterFields
    from rrdocs.pipeline.packets import deal_library

    deal, words = position.deal, position.deal.agreement.words
    makes = engine(pdf_engine)
    properties = Properties(
        f"TermsSheet of Terms: {found.title}", words.issuer, found.title, at.date()
    )
    try:
        document = render(
            deal_library(folder).template("terms_sheet"),
            context(LetterFields(position, Docket(), at.date()), found),
            properties,
        )
        files = {"terms_sheet.docx": document}
        if makes:
            pdf = makes.convert([document])[0]
            files["terms_sheet.pdf"] = finish(
                pdf, title=properties.title, author=properties.author, subject=properties.subject
            )
    except DocumentError as error:
        refuse(str(error))
    (out / deal.name).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = out / deal.name / name
        write_atomically(path, content)
        yield path


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
