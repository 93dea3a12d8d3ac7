"""Documents that stand outside the packets of events: the sheet of terms, the service log and the
declarations of service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.atomic import write_atomically
from rrdocs.docket.decisions import Docket
from rrdocs.documents.packets.manifest import file_id
from rrdocs.documents.packets.terms_sheet import TermsSheet, context
from rrdocs.documents.pdf.engines import Engine, finish
from rrdocs.documents.templates.render import Properties, render
from rrdocs.documents.templates.template_files import Library
from rrdocs.documents.wording.letter_fields import LetterFields
from rrdocs.documents.wording.phrases import plain_spaces
from rrdocs.facts.record.position import Position
from rrdocs.pipeline.packets import deal_library
from rrdocs.service.record.proof_of_service import ProofOfService
from rrdocs.service.record.service_documents import declaration, log

SERVICE_FOLDER = "_served"
"""The folder of documents about service, beside the folders of events: no event's id begins with
an underscore.
"""


@dataclass(frozen=True, kw_only=True)
class StandaloneDocument:
    """A document outside packets: its template, the name of its files without a suffix, its fields
    and what it says of itself.
    """

    template: str
    file: str
    fields: Mapping[str, object]
    properties: Properties


def write_terms_sheet(
    position: Position, found: TermsSheet, folder: Path, out: Path, engine: Engine | None, day: date
) -> list[Path]:
    """Write the sheet of terms of the deal in ``folder`` below ``out``; the files written.

    ``day`` is the day of which it speaks. Raises DocumentError, OSError.
    """
    fields = LetterFields(position, Docket(), day)
    issuer = position.deal.agreement.words.issuer
    document = StandaloneDocument(
        template="terms_sheet",
        file="terms_sheet",
        fields=context(fields, found),
        properties=Properties(f"Sheet of Terms: {found.title}", issuer, found.title, day),
    )
    return _write([document], deal_library(folder), engine, out / position.deal.name)


def write_service_documents(
    position: Position,
    found: Sequence[ProofOfService],
    folder: Path,
    out: Path,
    engine: Engine | None,
) -> tuple[list[Path], list[str]]:
    """Write the service log, and a declaration for each document that one sender served about an
    event; the files that were written, and why a declaration could not be made.

    Raises DocumentError, OSError.
    """
    fields = LetterFields(position, Docket(), position.as_of.date())
    documents = [_about_service(fields, "service_log", "", log(fields, found))]
    refused: list[str] = []
    served: dict[tuple[str, str, str], list[ProofOfService]] = {}
    for proof in found:
        key = (proof.notice.about, proof.notice.document, proof.sender)
        served.setdefault(key, []).append(proof)
    for (about, document, sender), proofs in served.items():
        try:
            declared = declaration(fields, proofs)
        except ValueError as error:
            refused.append(f"no declaration on {document}, {about}: {error}")
            continue
        suffix = f"-{about}-{document}-{sender}"
        documents.append(_about_service(fields, "declaration_of_service", suffix, declared))
    home = out / position.deal.name / SERVICE_FOLDER
    return _write(documents, deal_library(folder), engine, home), refused


def _about_service(
    fields: LetterFields, template: str, suffix: str, content: Mapping[str, object]
) -> StandaloneDocument:
    return StandaloneDocument(
        template=template,
        file=file_id(f"{template}{suffix}"),
        fields=content,
        properties=Properties(
            plain_spaces(DOCUMENT_TYPES[template].title),
            fields.name(fields.deal.issuer),
            str(content["agreement_short"]),
            fields.today,
        ),
    )


def _write(
    documents: Sequence[StandaloneDocument], library: Library, engine: Engine | None, home: Path
) -> list[Path]:
    """Render the documents and convert them where there is an engine; nothing is written unless all
    of them can be made.
    """
    words = [
        render(library.template(document.template), document.fields, document.properties)
        for document in documents
    ]
    pdfs = engine.convert(words) if engine else []
    home.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for number, document in enumerate(documents):
        files = {home / f"{document.file}.docx": words[number]}
        if engine:
            about = document.properties
            files[home / f"{document.file}.pdf"] = finish(
                pdfs[number],
                title=about.title,
                author=about.author,
                subject=plain_spaces(about.subject),
            )
        for path, content in files.items():
            write_atomically(path, content)
            written.append(path)
    return written
