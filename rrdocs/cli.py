"""The command line: reads, calls one function, prints. It alone prints, and it alone reads the clock."""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo

import click

# Imports that only one command needs stand inside it: starting up must stay quick.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rrdocs.deal import Deal
    from rrdocs.documents.folder import Made
    from rrdocs.documents.pdf import Engine
    from rrdocs.source import Problem

FOLDER = click.Path(path_type=Path, file_okay=False)
NEW_YORK = "America/New_York"


def _as_of(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    from rrdocs.dates import end_of_day, moment

    if text is None:
        return None
    try:
        return end_of_day(moment(text))
    except ValueError as error:
        raise click.BadParameter(f"`{text}` {error}") from None


def _now() -> datetime:
    """This instant in New York: the one place where the clock is read."""
    return datetime.now(ZoneInfo(NEW_YORK)).replace(tzinfo=None, microsecond=0)


as_of_option = click.option(
    "--as-of", callback=_as_of, metavar="DATE", help="Judge at this date (its end) or date-time, New York; now, if left out."
)
event_option = click.option("--event", metavar="ID", help="Only this event; otherwise every event that calls for a document.")
known_option = click.option("--known", is_flag=True, help="Judge an earlier day with everything recorded since.")
engine_option = click.option(
    "--pdf-engine", type=click.Choice(["auto", "dxpdf", "libreoffice", "none"]), default="auto", show_default=True,
    help="What makes the PDFs: the embedded engine (auto, dxpdf), LibreOffice, or nothing.",
)  # fmt: skip
out_option = click.option("--out", type=FOLDER, default=Path("out"), show_default=True, help="Where results are written.")


def _refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)


def _shown(folder: Path, problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(problem.shown(folder.as_posix()), err=True)
    click.echo(f"{folder.as_posix()}: {len(problems)} problem{'' if len(problems) == 1 else 's'}", err=True)


def _deals(data: Path) -> list[Path]:
    from rrdocs.loading import deals_below

    return deals_below(data) or _refuse(f"{data.as_posix()}: there is no deal (a folder with agreement.yaml)")


def _load(folder: Path) -> Deal:
    from rrdocs.loading import load

    deal, problems = load(folder)
    if deal is None:
        _shown(folder, problems)
        sys.exit(1)
    return deal


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read our output has stopped: click ends quietly
                raise
            _refuse(f"{error.filename}: {error.strerror}")


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="rrdocs")
def main() -> None:
    """Administer a registration rights agreement from data: what is due, to whom, by when and why; and the papers."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the same bytes whatever the environment says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@main.command()
@click.argument("deals", type=FOLDER, nargs=-1)
def check(deals: tuple[Path, ...]) -> None:
    """Validate the data of one or more DEALS (folders); by default every deal below data."""
    from rrdocs.loading import load

    bad = False
    for folder in deals or _deals(Path("data")):
        deal, problems = load(folder)
        if deal is None:
            _shown(folder, problems)
            bad = True
        else:
            click.echo(f"{folder.as_posix()}: all is well ({len(deal.events)} events, {len(deal.parties)} parties)")
    sys.exit(1 if bad else 0)


@main.command()
@click.argument("deal", type=FOLDER)
@as_of_option
@known_option
@click.option("--all", "everything", is_flag=True, help="Add what is not due, and why.")
@click.option("--readings", is_flag=True, help="Add which answers would change under which other reading.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def due(deal: Path, as_of: datetime | None, known: bool, everything: bool, readings: bool, as_json: bool) -> None:
    """What is due under a DEAL, to whom, by when, and under which clause."""
    from rrdocs import report
    from rrdocs.rules import decide

    loaded, at = _load(deal), as_of or _now()
    docket = decide(loaded, at, known=known, readings=readings or as_json)
    if as_json:
        click.echo(report.as_json(loaded.name, at, docket, everything=everything, changes=readings), nl=False)
        return
    from rrdocs.explain import digest

    for line in digest(loaded, at, docket, everything=everything, readings=readings):
        click.echo(line)


@main.command()
@click.argument("deal", type=FOLDER)
@click.argument("subject", required=False)
@click.option("--to", metavar="PARTY", help="Only decisions about this recipient.")
@as_of_option
@known_option
def why(deal: Path, subject: str | None, to: str | None, as_of: datetime | None, known: bool) -> None:
    """Every finding behind the decisions on a SUBJECT: a clause, a document, or the id of an event."""
    from rrdocs.explain import matching, memorandum
    from rrdocs.rules import decide
    from rrdocs.source import near

    loaded, at = _load(deal), as_of or _now()
    if to is not None and to not in loaded.parties:
        _refuse(f"`{to}` is no known party{near(to, loaded.parties)}")
    docket = decide(loaded, at, known=known)
    found, known_subjects = matching(docket, subject, to)
    if subject and not (found.decisions or found.clocks or found.tallies or found.flags):
        _refuse(f"nothing is decided about `{subject}` as of {at:%Y-%m-%d}{near(subject, known_subjects)}")
    for line in memorandum(loaded, found, at):
        click.echo(line)


@main.command()
@click.argument("deal", type=FOLDER)
@event_option
@click.option("--as-of", callback=_as_of, metavar="DATE", help="Leave out what happened later; judge --event as of this date.")
@click.option("--document", metavar="NAME", help="Only documents of this kind.")
@engine_option
@out_option
def draft(deal: Path, event: str | None, as_of: datetime | None, document: str | None, pdf_engine: str, out: Path) -> None:
    """Draft the documents and the packet of a DEAL's events, and say where they are."""
    from rrdocs.kinds import KINDS
    from rrdocs.source import near

    loaded = _load(deal)
    if document is not None and document not in KINDS:
        _refuse(f"`{document}` is no known document{near(document, KINDS)}")
    made = _draft(loaded, deal, out, pdf_engine, event, as_of, document)
    for folder in made.folders:
        click.echo(folder.as_posix())


def _draft(
    deal: Deal, folder: Path, out: Path, pdf_engine: str, event: str | None,
    as_of: datetime | None = None, document: str | None = None,
) -> Made:  # fmt: skip
    """Write the folders of one event or of all, or say why not."""
    from rrdocs.packets import FAILURES
    from rrdocs.packets import draft as write
    from rrdocs.source import near

    known = [each.id for each in deal.events]
    if event is not None and event not in known:
        _refuse(f"`{event}` is no known event{near(event, known)}")
    try:
        made = write(deal, folder, out, _engine(pdf_engine), event=event, as_of=as_of, document=document)
    except FAILURES as error:
        _refuse(str(error))
    if not made.folders:
        click.echo("nothing is due on it" if event else "nothing is due", err=True)
    return made


def _engine(name: str) -> Engine | None:
    from rrdocs.documents.pdf import EngineMissing, engine

    try:
        return engine(name)
    except EngineMissing as error:
        _refuse(str(error))


@main.command()
@click.argument("data", type=FOLDER, default=Path("data"))
@engine_option
@out_option
def batch(data: Path, pdf_engine: str, out: Path) -> None:
    """Packets for every deal below DATA; only what changed is made anew."""
    from rrdocs.packets import run

    engine, start = _engine(pdf_engine), time.perf_counter()
    bad = False
    for folder in _deals(data):
        result = run(folder, out, engine, _progress)
        if result.problems:
            _shown(folder, result.problems)
        elif result.refused:
            click.echo(f"{folder.as_posix()}: {result.refused}", err=True)
        bad = bad or bool(result.problems or result.refused)
        if result.made:
            made = result.made
            click.echo(
                f"{result.name}: {len(made.folders)} packets in {(out / result.name).as_posix()} "
                f"({made.rendered} documents rendered, {made.kept} unchanged)"
            )
    click.echo(f"done in {time.perf_counter() - start:.1f} s", err=True)
    sys.exit(1 if bad else 0)


def _progress(words: str) -> None:
    """A line of progress on a terminal; silence in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{words[:100]}", err=True, nl=False)


@main.command()
@click.argument("deal", type=FOLDER)
@event_option
@engine_option
@out_option
def mail(deal: Path, event: str | None, pdf_engine: str, out: Path) -> None:
    """Write the drafts to counsel of a DEAL's events as .eml files, and say where they are."""
    made = _draft(_load(deal), deal, out, pdf_engine, event)
    for folder in made.folders:
        for path in sorted((folder / "mail").glob("*.eml")):
            click.echo(path.as_posix())


@main.command()
@click.option("--out", type=FOLDER, default=Path("schemas"), show_default=True, help="Where the schemas are written.")
def schema(out: Path) -> None:
    """Write the JSON Schemas of the data files, from which editors complete them."""
    from rrdocs.schemas import schemas

    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas():
        (out / name).write_text(text, "utf-8")
        click.echo((out / name).as_posix())
