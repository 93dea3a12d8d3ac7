"""What commands share: options, loading a deal or saying what is wrong with it, refusing,
progress, the clock.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from rrdocs.deal.deal import Deal
    from rrdocs.documents.pdf.engines import Engine
    from rrdocs.yamlfiles.records import Problem

FOLDER = click.Path(path_type=Path, file_okay=False)


def as_of(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    from rrdocs.dates.moments import end_of_day, moment

    if text is None:
        return None
    try:
        return end_of_day(moment(text))
    except ValueError as error:
        raise click.BadParameter(f"`{text}` {error}") from None


def now() -> datetime:
    """This instant in New York: the one place where the clock is read."""
    from zoneinfo import ZoneInfo

    from rrdocs.dates.moments import NEW_YORK

    return datetime.now(ZoneInfo(NEW_YORK)).replace(tzinfo=None, microsecond=0)


as_of_option = click.option(
    "--as-of",
    callback=as_of,
    metavar="DATE",
    help="Judge at this date (its end) or date-time, New York; now, if left out.",
)
event_option = click.option(
    "--event",
    metavar="ID",
    help="Only this event; otherwise every event that calls for a document.",
)
known_option = click.option(
    "--known", is_flag=True, help="Judge an earlier day with everything recorded since."
)


def engine_option(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose what makes PDFs, as one argument ``pdf_engine``: a name for
    ``engine``.
    """

    @wraps(command)
    def chosen(*arguments: object, pdf_engine: str, pdf_a: bool, **options: object) -> None:
        if pdf_a and pdf_engine in {"dxpdf", "none"}:
            raise click.UsageError(
                f"--pdf-a is made by LibreOffice, and --pdf-engine {pdf_engine} is not"
            )
        command(*arguments, pdf_engine="pdf-a" if pdf_a else pdf_engine, **options)

    asked = click.option(
        "--pdf-a", is_flag=True, help="Make PDF/A-2b, for archives; by LibreOffice."
    )(chosen)
    return click.option(
        "--pdf-engine",
        type=click.Choice(["auto", "dxpdf", "libreoffice", "none"]),
        default="auto",
        show_default=True,
        help="What makes the PDFs: the embedded engine (auto, dxpdf), LibreOffice, or nothing.",
    )(asked)


codes_option = click.option(
    "--codes/--no-codes",
    default=True,
    show_default=True,
    help="Put a code on each page to sign, by which scans are matched.",
)
anchors_option = click.option(
    "--anchors/--no-anchors", default=True, show_default=True,
    help="Put invisible anchor text on each line to sign, for services for electronic signing.",
)  # fmt: skip
out_option = click.option(
    "--out", type=FOLDER, default=Path("out"), show_default=True, help="Where results are written."
)


def refuse(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)


def shown(folder: Path, problems: Sequence[Problem]) -> None:
    for problem in problems:
        click.echo(problem.shown(folder.as_posix()), err=True)
    click.echo(
        f"{folder.as_posix()}: {len(problems)} problem{'' if len(problems) == 1 else 's'}", err=True
    )


def deals(data: Path) -> list[Path]:
    from rrdocs.documents.packets.fingerprint import deals_below

    return deals_below(data) or refuse(
        f"{data.as_posix()}: there is no deal (a folder with agreement.yaml)"
    )


def load_deal(folder: Path) -> Deal:
    from rrdocs.deal.loading import load

    deal, problems = load(folder)
    if deal is None:
        shown(folder, problems)
        sys.exit(1)
    return deal


def engine(name: str) -> Engine | None:
    """The engine of that name; says so and exits where it is missing."""
    from rrdocs.documents.pdf.engines import EngineMissingError
    from rrdocs.documents.pdf.engines import engine_named as find

    try:
        return find(name)
    except EngineMissingError as error:
        refuse(str(error))


def progress(words: str) -> None:
    """A line of progress on a terminal; silence in a pipe."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[2K{words[:100]}", err=True, nl=False)


class Commands(click.Group):
    """The group of all commands; a file that cannot be read or written is a message."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if (
                error.errno == errno.EPIPE
            ):  # the reader of our output has stopped: click ends quietly
                raise
            refuse(f"{error.filename}: {error.strerror}")
