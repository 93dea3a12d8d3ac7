"""Commands that set up: schema, terms, new."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from rrdocs.atomic import write_atomically
from rrdocs.cli._common import FOLDER, as_of_option, engine, engine_option, load, now, refuse, shown
from rrdocs.errors import DocumentError

# Imports that only one command needs stand inside it: starting up must stay quick.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rrdocs.documents.packets.terms_sheet import TermsSheet
    from rrdocs.facts.record.position import Position
    from rrdocs.interview.dialogue import Dialogue, Files, Question


@click.command()
@click.option(
    "--out",
    type=FOLDER,
    default=Path("schemas"),
    show_default=True,
    help="Where the schemas are written.",
)
def schema(out: Path) -> None:
    """Write the JSON Schemas of the data files, from which editors complete them."""
    from rrdocs.deal.json_schema import schemas

    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas():
        write_atomically(out / name, text)
        click.echo((out / name).as_posix())


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
    from rrdocs.facts.record.position import fold
    from rrdocs.facts.record.terms_in_force import under_terms

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
    properties = Properties(f"Sheet of Terms: {found.title}", words.issuer, found.title, at.date())
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


KEPT = ".answers.json"
"""Where the answers of an interview that was broken off are kept, in the folder of the deal."""


@click.command()
@click.argument("folder", type=FOLDER)
def new(folder: Path) -> None:
    """Ask what an agreement grants, clause by clause, and write agreement.yaml and parties.yaml
    into a new FOLDER.

    Enter takes what stands in brackets, or leaves a clause out that the agreement does not have.
    Ctrl-C stops and loses nothing: the answers given are kept in the folder, and the same command
    goes on after them. The two files are written once all is answered and they pass `rrdocs check`.
    """
    from rrdocs.interview.dialogue import interview

    if any((folder / name).exists() for name in ("agreement.yaml", "parties.yaml")):
        refuse(f"{folder.as_posix()}: there is a deal already")
    folder.mkdir(parents=True, exist_ok=True)
    kept = _kept(folder)
    if kept:
        click.echo(
            f"{len(kept)} answers are there already; going on after them. To begin anew, delete"
            f" {(folder / KEPT).as_posix()}."
        )
    click.echo(
        "Enter takes what stands in brackets; < goes back one question; Ctrl-C stops and keeps the"
        " answers."
    )
    while (files := _led(folder, interview(), kept)) is None:
        _keep(folder, kept)
    _made(folder, files)


def _led(folder: Path, dialogue: Dialogue, kept: dict[str, str]) -> Files | None:
    """The files that a dialogue comes to; None where it is to begin again, one answer fewer."""
    question = next(dialogue)
    try:
        while True:
            answer = _answer(question, kept)
            if answer is BACK:
                return None
            _keep(folder, kept)
            question = dialogue.send(answer)
    except StopIteration as done:
        found: Files = done.value
        return found
    except click.Abort:
        click.echo(err=True)
        refuse(
            f"stopped; {len(kept)} answers are kept: `rrdocs new {folder.as_posix()}` goes on after"
            " them"
        )


BACK = object()
"""What is answered to go back one question."""


def _answer(question: Question, kept: dict[str, str]) -> object:
    """The answer kept from an earlier time where it still reads, otherwise the one that is given
    now, until one reads.
    """
    if question.key in kept:
        try:
            return question.parse(kept[question.key])
        except ValueError:
            del kept[question.key]
    if question.heading:
        click.echo(f"\n{click.style(question.heading, bold=True)}")
    columns = shutil.get_terminal_size().columns
    while True:
        words = question.words + (f" [{question.default}]" if question.default else "")
        given = click.prompt(
            fill(words, columns - 2, subsequent_indent="    "),
            default=question.default,
            show_default=False,
        )
        if given.strip() == "<":
            if kept:
                kept.popitem()
            return BACK
        try:
            answer = question.parse(given)
        except ValueError as error:
            click.echo(click.style(f"  `{given}` {error}" if given else f"  it {error}", fg="red"))
            continue
        kept[question.key] = given
        return answer


def _kept(folder: Path) -> dict[str, str]:
    """The answers kept from an earlier time, by the keys of their questions."""
    path = folder / KEPT
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        refuse(f"{path.as_posix()}: these are no answers; delete it to begin anew")
    return found


def _keep(folder: Path, kept: dict[str, str]) -> None:
    write_atomically(folder / KEPT, json.dumps(kept, ensure_ascii=False, indent=1))


def _made(folder: Path, files: Files) -> None:
    """Write the files, once they have passed the check in a place of their own."""
    import tempfile

    from rrdocs.deal.loading import load as check
    from rrdocs.interview.dialogue import written

    schemas = (
        os.path.relpath("schemas", folder) if Path("schemas/agreement.json").exists() else "schemas"
    )
    texts = written(files, f"{Path(schemas).as_posix()}/")
    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / folder.resolve().name
        (place / "events").mkdir(parents=True)
        for name, content in texts.items():
            (place / name).write_text(content, "utf-8")
        deal, problems = check(place)
    if deal is None:
        shown(folder, problems)
        refuse(f"nothing was written; the answers are kept in {(folder / KEPT).as_posix()}")
    (folder / "events").mkdir(exist_ok=True)
    for name, content in texts.items():
        write_atomically(folder / name, content)
        click.echo((folder / name).as_posix())
    (folder / KEPT).unlink(missing_ok=True)
    click.echo(
        f"`rrdocs terms {folder.as_posix()}` shows them in words; what happens goes into"
        f" {(folder / 'events').as_posix()}"
    )
