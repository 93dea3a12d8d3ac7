"""The `draft` command."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli import _common as common
from rrdocs.cli._common import (
    FOLDER,
    anchors_option,
    codes_option,
    engine_option,
    event_option,
    load_deal,
    out_option,
    refuse,
)
from rrdocs.cli._common import as_of as parse_as_of

if TYPE_CHECKING:
    from rrdocs.deal.deal import Deal
    from rrdocs.documents.packets.manifest import MadePackets
    from rrdocs.documents.signing.codes import Marks


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
    loaded = load_deal(deal)
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
