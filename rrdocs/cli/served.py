"""The `served` command."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli import _common as common
from rrdocs.cli._common import FOLDER, as_of_option, engine_option, known_option, load, now, refuse
from rrdocs.errors import DocumentError

if TYPE_CHECKING:
    from rrdocs.documents.wording.letter_fields import Context, LetterFields
    from rrdocs.facts.record.position import Position
    from rrdocs.service.record.proof_of_service import Proof

SERVED = "_served"
"""The folder of these papers beside those of events: no id begins with it."""


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
    received, what is wanting.

    Exits with 1 where something is to be sent again.
    """
    from rrdocs.facts.record.terms_in_force import position_at
    from rrdocs.service.record.proof_of_service import again, as_data, lines, proofs
    from rrdocs.yamlfiles.records import near

    loaded, at = load(deal), as_of or now()
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
        click.echo(json.dumps(as_data(position, chosen), indent=1, ensure_ascii=False))
    else:
        for line in lines(position, chosen):
            click.echo(line)
    if out is not None:
        for path in _write(position, deal, chosen, out, pdf_engine):
            click.echo(path.as_posix(), err=True)
    sys.exit(1 if any(p.to_be_sent for p in again(chosen)) else 0)


def _write(
    position: Position, folder: Path, found: Sequence[Proof], out: Path, pdf_engine: str
) -> Iterator[Path]:
    """The papers: the log, and a declaration for each document that was served about an event."""
    from rrdocs.docket.decisions import Docket
    from rrdocs.documents.wording.letter_fields import LetterFields
    from rrdocs.service.record.proof_of_service import declaration, log

    fields = LetterFields(position, Docket(), position.as_of.date())
    papers: list[tuple[str, str, Context]] = [("service_log", "", log(fields, found))]
    parts: dict[tuple[str, str, str], list[Proof]] = {}
    for proof in found:
        parts.setdefault((proof.notice.about, proof.notice.document, proof.sender), []).append(
            proof
        )
    for (about, document, sender), proofs in parts.items():
        try:
            papers.append(
                (
                    "declaration_of_service",
                    f"-{about}-{document}-{sender}",
                    declaration(fields, proofs),
                )
            )
        except ValueError as error:
            click.echo(f"no declaration on {document}, {about}: {error}", err=True)
    yield from _made(fields, folder, papers, out / position.deal.name / SERVED, pdf_engine)


def _made(
    fields: LetterFields,
    folder: Path,
    papers: Sequence[tuple[str, str, Context]],
    home: Path,
    pdf_engine: str,
) -> Iterator[Path]:
    from rrdocs.agreement.document_types import DOCUMENT_TYPES
    from rrdocs.documents.packets.manifest import file_id
    from rrdocs.documents.pdf.engines import finish
    from rrdocs.documents.templates.render import Properties, render
    from rrdocs.documents.wording.phrases import plain_spaces
    from rrdocs.pipeline.packets import deal_library

    engine, library, author = (
        common.engine(pdf_engine),
        deal_library(folder),
        fields.name(fields.deal.issuer),
    )
    titles = [plain_spaces(DOCUMENT_TYPES[template].title) for template, _, _ in papers]
    try:
        words = [
            render(
                library.template(template),
                context,
                Properties(title, author, str(context["agreement_short"]), fields.today),
            )
            for (template, _, context), title in zip(papers, titles, strict=True)
        ]
        pdfs = engine.convert(words) if engine else []
    except DocumentError as error:
        refuse(str(error))
    home.mkdir(parents=True, exist_ok=True)
    for number, (template, suffix, _) in enumerate(papers):
        name = file_id(f"{template}{suffix}")
        (home / f"{name}.docx").write_bytes(words[number])
        yield home / f"{name}.docx"
        if engine:
            done = finish(
                pdfs[number],
                title=titles[number],
                author=author,
                subject=plain_spaces(fields.agreement()["agreement_short"]),
            )
            (home / f"{name}.pdf").write_bytes(done)
            yield home / f"{name}.pdf"
