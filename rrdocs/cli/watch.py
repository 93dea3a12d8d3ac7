"""The `watch` command."""

from __future__ import annotations

import signal
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli import _common as common
from rrdocs.cli._common import (
    FOLDER,
    as_of_option,
    deals,
    engine_option,
    now,
    out_option,
    progress,
    shown,
)

if TYPE_CHECKING:
    from rrdocs.documents.pdf.engines import Engine


@click.command()
@click.argument("data", type=FOLDER, default=Path("data"))
@as_of_option
@engine_option
@out_option
@click.option(
    "--every",
    type=click.FloatRange(0.05, 3600),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="How often to look.",
)
def watch(data: Path, as_of: datetime | None, pdf_engine: str, out: Path, every: float) -> None:
    """Make the packets and the docket of the deals below DATA anew whenever an event is added,
    until interrupted.

    Says what it did, a line for each deal. A deal whose data has problems is left as it was, and
    its problems are shown.
    """
    from rrdocs.service.watching import changes, states

    engine = common.engine(pdf_engine)

    def pause() -> bool:
        time.sleep(every)
        return True

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends as on Ctrl-C
    try:
        for changed in changes(lambda: states(deals(data)), pause):
            for folder in changed:
                _packets(folder, out, engine)
            _docket(data, out, as_of)
    except KeyboardInterrupt:
        click.echo("", err=True)


def _packets(folder: Path, out: Path, engine: Engine | None) -> None:
    from rrdocs.pipeline.batch import run_deal

    result = run_deal(folder, out, engine, progress)
    progress("")
    if result.made:
        count = len(result.made.folders)
        _say(
            f"{result.name}: {count} packets ({result.made.rendered} documents rendered,"
            f" {result.made.kept} unchanged)"
        )
    elif result.problems:
        shown(folder, result.problems)
        _say(f"{result.name}: left as it was, its data has problems")
    else:
        _say(f"{result.name}: left as it was, {result.refused}")


def _docket(data: Path, out: Path, as_of: datetime | None) -> None:
    from rrdocs.pipeline.docket_files import docket_files, write_docket

    files, problems = docket_files(deals(data), out, as_of or now())
    write_docket(files, out)
    without = f", without {len(problems)} whose data has problems" if problems else ""
    _say(f"docket: {(out / 'docket.html').as_posix()}{without}")


def _say(words: str) -> None:
    click.echo(f"{now():%H:%M:%S} {words}")
