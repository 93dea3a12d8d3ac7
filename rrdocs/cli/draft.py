"""Commands that make papers: draft, batch."""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli import _common as common
from rrdocs.cli._common import (
    FOLDER,
    anchors_option,
    codes_option,
    deals,
    engine_option,
    event_option,
    load,
    out_option,
    progress,
    refuse,
    shown,
)
from rrdocs.cli._common import as_of as parse_as_of

# Imports that only one command needs stand inside it: starting up must stay quick.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rrdocs.deal.deal import Deal
    from rrdocs.documents.packets.manifest import MadePackets
    from rrdocs.documents.signing.codes import Marks
    from rrdocs.pipeline.batch import Pool


@click.command()
@click.argument("deal", type=FOLDER)
@event_option
@click.option(
    "--as-of",
    callback=parse_as_of,
    metavar="DATE",
    help="Leave out what happened later; judge --event as of this date.",
)
@click.option(
    "--document",
    metavar="NAME",
    help="Only this kind, in a folder of its own; with --event, also one that nothing calls for.",
)
@click.option(
    "--against",
    type=FOLDER,
    help="The --event's packet as sent before; what differs from it is redlined.",
)
@codes_option
@anchors_option
@engine_option
@out_option
def draft(
    deal: Path,
    event: str | None,
    as_of: datetime | None,
    document: str | None,
    against: Path | None,
    codes: bool,
    anchors: bool,
    pdf_engine: str,
    out: Path,
) -> None:
    """Draft the documents and the packet of a DEAL's events, and say where they are.

    A form, certificate, agreement or record that no rule decides (a waiver, a joinder, the clock
    sheet) is drafted when it is asked for: name the --event that it is about and the --document.
    Drafts of one kind of document go to the folder EVENT+DOCUMENT, beside the event's packet, and
    stay there until they are drafted again. Redlines stay in the packet, whatever makes it next, as
    long as the documents that they compare are the same.
    """
    from rrdocs.agreement.document_types import DOCUMENT_TYPES
    from rrdocs.documents.signing.codes import Marks
    from rrdocs.yamlfiles.records import near

    if against is not None and event is None:
        refuse("--against is the packet of one event: name it with --event")
    loaded = load(deal)
    if document is not None and document not in DOCUMENT_TYPES:
        refuse(f"`{document}` is no known document{near(document, DOCUMENT_TYPES)}")
    made = drafted(
        loaded, deal, out, pdf_engine, event, as_of, document, Marks(codes, anchors), against
    )
    for folder in made.folders:
        click.echo(folder.as_posix())


def drafted(
    deal: Deal,
    folder: Path,
    out: Path,
    pdf_engine: str,
    event: str | None,
    as_of: datetime | None = None,
    document: str | None = None,
    marks: Marks | None = None,
    against: Path | None = None,
) -> MadePackets:
    """Write the folders of one event or of all, or say why not."""
    from rrdocs.documents.signing.codes import MARKED
    from rrdocs.errors import DocumentError
    from rrdocs.pipeline.packets import draft_packets as write
    from rrdocs.yamlfiles.records import near

    known = [each.id for each in deal.events]
    if event is not None and event not in known:
        refuse(f"`{event}` is no known event{near(event, known)}")
    try:
        made = write(
            deal,
            folder,
            out,
            common.engine(pdf_engine),
            event=event,
            as_of=as_of,
            document=document,
            marks=marks or MARKED,
            against=against,
        )
    except DocumentError as error:
        refuse(str(error))
    if not made.folders:
        click.echo("nothing is due on it" if event else "nothing is due", err=True)
    return made


@click.command()
@click.argument("data", type=FOLDER, default=Path("data"))
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="So many processes; by default as many as there are processors.",
)
@click.option(
    "--executor",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Who does the work.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="With --executor dask: where the scheduler is; its workers see the same folders.",
)
@codes_option
@anchors_option
@engine_option
@out_option
def batch(
    data: Path,
    jobs: int | None,
    executor: str,
    scheduler: str | None,
    codes: bool,
    anchors: bool,
    pdf_engine: str,
    out: Path,
) -> None:
    """Packets for every deal below DATA; only what changed is made anew.

    One deal's bad data stops no other: its problems are said, and the exit code is 1. A run that
    was stopped is taken up by the next.
    """
    from rrdocs.documents.signing.codes import Marks
    from rrdocs.pipeline import batch as work

    if (executor == "dask") != (scheduler is not None):
        raise click.UsageError("--executor dask and --scheduler go together")
    common.engine(pdf_engine)
    start, folders, bad = time.perf_counter(), deals(data), False
    try:
        pool = work.scheduler(scheduler) if scheduler else _processes(jobs, len(folders))
        results = list(
            work.run_batch(folders, out, pdf_engine, Marks(codes, anchors), progress, pool)
        )
    except work.NoExecutorError as error:
        refuse(str(error))
    for folder, result in zip(folders, results, strict=True):
        if result.problems:
            shown(folder, result.problems)
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


def _processes(jobs: int | None, deals: int) -> Pool | None:
    """A pool of processes; none where one process is asked for, or there is only one."""
    from rrdocs.pipeline import batch as work

    count = jobs or os.cpu_count() or 1
    return work.processes(count) if count > 1 and deals else None
