"""The `served` command."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli import _common as common
from rrdocs.cli._common import (
    FOLDER,
    as_of_option,
    engine_option,
    known_option,
    load_deal,
    now,
    refuse,
)
from rrdocs.errors import DocumentError

if TYPE_CHECKING:
    pass


@click.command()
@click.argument("deal", type=FOLDER)
@click.option("--about", metavar="ID", help="Only notices about this event or registration.")
@click.option("--document", metavar="NAME", help="Only notices of this kind.")
@as_of_option
@known_option
@click.option("--json", "as_json", is_flag=True, help="Print the log as JSON.")
@click.option(
    "--out",
    type=FOLDER,
    help=(
        "Also write the service log and a declaration of service for each notice, in Word and as"
        " PDF."
    ),
)
@engine_option
def served(
    deal: Path,
    about: str | None,
    document: str | None,
    as_of: datetime | None,
    known: bool,
    as_json: bool,
    out: Path | None,
    pdf_engine: str,
) -> None:
    """The service log of a DEAL: what was sent, to whom, where and how, when it counts as
    received, what is missing.

    Exits with 1 where something is to be sent again.
    """
    from rrdocs.facts.record.terms_in_force import position_at
    from rrdocs.service.record.proof_of_service import again, lines, proofs, proofs_as_data
    from rrdocs.yamlfiles.records import near

    loaded, at = load_deal(deal), as_of or now()
    position = position_at(loaded, at, known=known)
    found = proofs(position, lambda name: (deal / "events" / name).is_file())
    for asked, values in (
        (about, [p.notice.about for p in found]),
        (document, [p.notice.document for p in found]),
    ):
        if asked is not None and asked not in values:
            refuse(f"no notice on record is named by `{asked}`{near(asked, values)}")
    chosen = [
        p
        for p in found
        if about in (None, p.notice.about) and document in (None, p.notice.document)
    ]
    if as_json:
        click.echo(json.dumps(proofs_as_data(position, chosen), indent=1, ensure_ascii=False))
    else:
        for line in lines(position, chosen):
            click.echo(line)
    if out is not None:
        from rrdocs.pipeline.standalone import write_service_documents

        try:
            written, refused = write_service_documents(
                position, chosen, deal, out, common.engine(pdf_engine)
            )
        except DocumentError as error:
            refuse(str(error))
        for line in [*refused, *(path.as_posix() for path in written)]:
            click.echo(line, err=True)
    sys.exit(1 if any(p.to_be_sent for p in again(chosen)) else 0)
