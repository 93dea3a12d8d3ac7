"""The `batch` command."""

from __future__ import annotations

import os
import sys
import time
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
    out_option,
    progress,
    refuse,
    shown,
)

if TYPE_CHECKING:
    from rrdocs.pipeline.batch import Pool


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
