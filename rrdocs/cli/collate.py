"""The `collate` command."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli._common import FOLDER, load_deal, refuse

if TYPE_CHECKING:
    from rrdocs.deal.deal import Deal
    from rrdocs.documents.signing.collation import Collation
    from rrdocs.documents.signing.pages import PageToSign
    from rrdocs.rules.agreement.returned_votes import Returned


@click.command()
@click.argument("packet", type=FOLDER)
@click.argument(
    "scans", type=click.Path(path_type=Path, dir_okay=False, exists=True), nargs=-1, required=True
)
@click.option(
    "--deal",
    type=FOLDER,
    help="The deal's folder, by which votes are counted; data/ and its name, if left out.",
)
@click.option(
    "--out",
    type=FOLDER,
    help="Where the executed documents are written; PACKET with -executed at its end, if left out.",
)
def collate(packet: Path, scans: tuple[Path, ...], deal: Path | None, out: Path | None) -> None:
    """Match returned SCANS (PDFs, pages in any order) with the documents of a PACKET's folder, and
    bind what is executed.

    Each page is matched by its code. Pages of a changed document, of another packet, that came
    already, or that cannot be read are set aside by name; then the exit code is 1. Says who has
    still to sign.

    An amendment, a waiver and consents to rights that conflict stand if enough have signed: each
    test is counted anew from the pages that came back, and the report says which shares have
    signed, whether that is enough, and what is missing.
    """
    from rrdocs.documents.signing.collation import (
        WHY,
        NothingToSignError,
        bound,
        expected,
        report,
        write_collation,
    )
    from rrdocs.documents.signing.collation import collate_pages as match
    from rrdocs.documents.signing.scans import ReaderMissingError

    try:
        pages = expected(packet)
        found = match(pages, scans)
    except (NothingToSignError, ReaderMissingError) as error:
        refuse(str(error))
    votes, known = _votes(packet, pages, found, deal)
    target = out or packet.with_name(f"{packet.name}-executed")
    files = bound(packet, pages, found, {vote.document for vote in votes or () if vote.reached})
    write_collation(
        target,
        files,
        report(pages, found, None if votes is None else [asdict(vote) for vote in votes]),
    )
    done = sum(name.startswith("executed/") for name in files)
    click.echo(
        f"{len(found.signed)} of {len(pages)} pages are signed; {done} papers are executed:"
        f" {target.as_posix()}"
    )
    for vote in votes or ():
        for line in _said(vote, known):
            click.echo(line)
    for page in found.missing:
        click.echo(f"missing: {page.signer}, {page.capacity}: {page.file}")
    for scan, why in found.aside:
        click.echo(f"set aside: {scan}: {WHY[why]}")
    sys.exit(1 if found.refused else 0)


def _votes(
    packet: Path, pages: Sequence[PageToSign], found: Collation, folder: Path | None
) -> tuple[list[Returned] | None, Deal | None]:
    """The tests of the documents that need one, and the deal; None where they cannot be counted,
    which is said.
    """
    from rrdocs.documents.packets.manifest import manifest
    from rrdocs.pipeline.packets import votes
    from rrdocs.rules.agreement.returned_votes import TESTS

    own = [page for page in pages if page.document in TESTS]
    if not own:
        return [], None
    known = manifest(packet)
    folder = folder or Path("data", known["deal"])
    if not (folder / "agreement.yaml").is_file():
        click.echo(
            f"votes are not counted: {folder.as_posix()} is no deal; name its folder with --deal",
            err=True,
        )
        return None, None
    if not all(page.parties for page in own):
        click.echo(
            f"votes are not counted: {packet.as_posix()} does not say whom each page binds; draft"
            " it again",
            err=True,
        )
        return None, None
    deal = load_deal(folder)
    if deal.name != known["deal"]:
        refuse(f"{folder.as_posix()}: is not `{known['deal']}`, which {packet.as_posix()} is of")
    try:
        return votes(deal, known, pages, found.signed), deal
    except KeyError:
        refuse(
            f"{folder.as_posix()}: has no event `{known['event']}`, which {packet.as_posix()} is"
            " about"
        )


def _said(vote: Returned, deal: Deal | None) -> Iterator[str]:
    """A test in words: what it came to, its figures, who has signed, and who has not."""
    from rrdocs.agreement.document_types import DOCUMENT_TYPES

    assert deal is not None  # votes are counted by a deal
    outcome = {True: "reached", False: "not reached", None: "open"}[vote.reached]
    short = f", {vote.short:,} shares short" if vote.short else ""
    yield f"vote: {DOCUMENT_TYPES[vote.document].title}, Section {vote.clause}: {outcome}{short}"
    yield from (f"    {line}" for line in vote.tests)
    for word, parties in (("signed", vote.signed), ("not signed", vote.missing)):
        people = [
            f"{deal.party_name(name)}{f' ({shares:,} shares)' if shares else ''}"
            for name, shares in parties.items()
        ]
        yield f"    {word}: {'; '.join(people) or 'nobody'}"
