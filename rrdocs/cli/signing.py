"""Commands about what comes back: collate."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rrdocs.cli.common import FOLDER, refuse

# Imports that only one command needs stand inside it: starting up must stay quick.
# ruff: noqa: PLC0415


@click.command()
@click.argument("packet", type=FOLDER)
@click.argument("scans", type=click.Path(path_type=Path, dir_okay=False, exists=True), nargs=-1, required=True)
@click.option("--out", type=FOLDER, help="Where the executed papers are written; PACKET with -executed at its end, if left out.")
def collate(packet: Path, scans: tuple[Path, ...], out: Path | None) -> None:
    """Match returned SCANS (PDFs, pages in any order) with the papers of a PACKET's folder, and bind what is executed.

    Each page is matched by its code. Pages of a changed document, of another packet, that came already, or that cannot be read are
    set aside by name; then the exit code is 1. Says who has still to sign.
    """
    from rrdocs.documents.collation import WHY, NothingToSign, bound, expected, report, write
    from rrdocs.documents.collation import collate as match
    from rrdocs.documents.scans import ReaderMissing

    try:
        pages = expected(packet)
        found = match(pages, scans)
    except (NothingToSign, ReaderMissing) as error:
        refuse(str(error))
    target = out or packet.with_name(f"{packet.name}-executed")
    files = bound(packet, pages, found)
    write(target, files, report(pages, found))
    done = sum(name.startswith("executed/") for name in files)
    click.echo(f"{len(found.signed)} of {len(pages)} pages are signed; {done} papers are executed: {target.as_posix()}")
    for page in found.missing:
        click.echo(f"missing: {page.signer}, {page.capacity}: {page.file}")
    for scan, why in found.aside:
        click.echo(f"set aside: {scan}: {WHY[why]}")
    sys.exit(1 if found.refused else 0)
