"""Commands that set up: schema, terms, new."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli.common import FOLDER, as_of_option, engine, engine_option, load, now, refuse

# Imports that only one command needs stand inside it: starting up must stay quick.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rrdocs.documents.sheet import Sheet
    from rrdocs.position import Position


@click.command()
@click.option("--out", type=FOLDER, default=Path("schemas"), show_default=True, help="Where the schemas are written.")
def schema(out: Path) -> None:
    """Write the JSON Schemas of the data files, from which editors complete them."""
    from rrdocs.schemas import schemas

    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas():
        (out / name).write_text(text, "utf-8")
        click.echo((out / name).as_posix())


@click.command()
@click.argument("deal", type=FOLDER)
@as_of_option
@click.option("--out", type=FOLDER, help="Write the sheet as a document into this folder, in place of printing it.")
@engine_option
def terms(deal: Path, as_of: datetime | None, out: Path | None, pdf_engine: str) -> None:
    """The terms of a DEAL as the data have them: the sheet that counsel compares with the agreement and initials.

    Each provision with its clause and what the data say of it; what is not stated and taken by default has an asterisk. Then the
    readings in force, and what the data do not express. Amendments count from their date.
    """
    from rrdocs.documents.sheet import as_text, sheet
    from rrdocs.position import fold
    from rrdocs.rules.amendments import under_terms

    at = as_of or now()
    position = under_terms(fold(load(deal), at), at)
    found = sheet(position.deal)
    if out is not None:
        for path in _written(deal, position, at, found, out, pdf_engine):
            click.echo(path.as_posix())
    elif sys.stdout.isatty():
        _table(found)
    else:
        for line in as_text(found):
            click.echo(line)


def _written(folder: Path, position: Position, at: datetime, found: Sheet, out: Path, pdf_engine: str) -> Iterator[Path]:
    """The sheet as a Word document, and as a PDF where there is an engine."""
    from rrdocs.decision import Docket
    from rrdocs.documents.contexts import Desk
    from rrdocs.documents.render import Properties, render
    from rrdocs.documents.sheet import context
    from rrdocs.packets import FAILURES, deal_library

    deal, words = position.deal, position.deal.agreement.words
    makes = engine(pdf_engine)
    properties = Properties(f"Sheet of Terms: {found.title}", words.issuer, found.title, at.date())
    try:
        document = render(deal_library(folder).template("terms_sheet"), context(Desk(position, Docket(), at.date()), found), properties)
        files = {"terms_sheet.docx": document}
        if makes:
            files["terms_sheet.pdf"] = makes.convert([document])[0]
    except FAILURES as error:
        refuse(str(error))
    (out / deal.name).mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = out / deal.name / name
        work = path.with_name(f".{name}.new")
        work.write_bytes(content)
        os.replace(work, path)
        yield path


def _table(found: Sheet) -> None:
    """The sheet in the colours of a terminal."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(found.title, style="bold"))
    console.print(Text(found.parties, style="dim"))
    for heading, provisions in (("Defined", found.defined), ("Terms", found.provisions)):
        table = Table(title=heading, title_justify="left", title_style="bold", expand=True, show_lines=True)
        for name, ratio in (("Clause", 2), ("Provision", 3), ("What the data say", 10)):
            table.add_column(name, ratio=ratio, overflow="fold")
        for each in provisions:
            table.add_row(Text(each.clause), Text(each.name, style="bold"), Text("\n".join(each.lines)))
        console.print(table)
    table = Table(title="Readings in force", title_justify="left", title_style="bold", expand=True)
    for name, ratio in (("Question", 6), ("Reading", 4), ("Chosen by", 2)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for reading in found.readings:
        table.add_row(Text(reading.question), Text(reading.value, style="bold"), Text(reading.chosen))
    console.print(table)
    table = Table(title="Not expressed in the data", title_justify="left", title_style="bold", expand=True)
    table.add_column("Clause", ratio=2)
    table.add_column("What it is", ratio=13)
    for clause, says in found.unmodelled:
        table.add_row(Text(clause), Text(says))
    console.print(table)
    console.print(Text("* not stated in the data: what is taken without it", style="dim"))
