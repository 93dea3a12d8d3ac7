"""Planned documents become files: rendered in Word, converted to PDF, marked with their titles and
the codes of their pages to sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rrdocs.documents.packets.manifest import sha256
from rrdocs.documents.packets.plan import PacketPlan, PlannedDocument
from rrdocs.documents.pdf.engines import Engine, finish
from rrdocs.documents.pdf.packet import page_count
from rrdocs.documents.signing.pages import stamps
from rrdocs.documents.templates.render import Properties, render
from rrdocs.documents.wording.phrases import plain_spaces


@dataclass(frozen=True)
class RenderedDocument:
    """A document in Word."""

    planned: PlannedDocument
    docx: bytes


@dataclass(frozen=True)
class ConvertedDocument:
    """A document in Word and as the engine made a PDF of it; without an engine there is none."""

    planned: PlannedDocument
    docx: bytes
    pdf: bytes | None


@dataclass(frozen=True)
class FinishedDocument:
    """A document as it stands in the folder; ``pages`` is None where it has no PDF."""

    planned: PlannedDocument
    docx: bytes
    pdf: bytes | None
    pages: int | None


def kept_document(planned: PlannedDocument, engine: Engine | None) -> FinishedDocument | None:
    """A document that stands in the folder already, if its files are whole; with an engine, its
    PDF too.
    """
    docx, pdf = (
        planned.kept[ending].content() if ending in planned.kept else None
        for ending in (".docx", ".pdf")
    )
    if docx is None or (engine and pdf is None):
        return None
    if not engine or pdf is None:
        return FinishedDocument(planned, docx, None, None)
    return FinishedDocument(planned, docx, pdf, page_count(pdf))


def render_documents(
    plan: PacketPlan, planned: Sequence[PlannedDocument]
) -> list[RenderedDocument]:
    """Documents in Word, from their templates and fields. Raises TemplateError."""
    author, subject = plan.bundle.author, plain_spaces(plan.bundle.title)
    return [
        RenderedDocument(
            each,
            render(
                plan.templates.template(each.draft.template),
                each.draft.context,
                Properties(
                    plain_spaces(each.draft.title), author, subject, plan.bundle.fields.today
                ),
            ),
        )
        for each in planned
    ]


def convert_documents(
    plan: PacketPlan, rendered: Sequence[RenderedDocument]
) -> list[ConvertedDocument]:
    """The same documents with their PDFs, converted together. Raises ConversionError."""
    if plan.engine is None:
        return [ConvertedDocument(each.planned, each.docx, None) for each in rendered]
    pdfs = plan.engine.convert([each.docx for each in rendered])
    return [
        ConvertedDocument(each.planned, each.docx, pdf)
        for each, pdf in zip(rendered, pdfs, strict=True)
    ]


def mark_document(plan: PacketPlan, converted: ConvertedDocument) -> FinishedDocument:
    """A document whose PDF says its title, author and subject, and bears a code on each page to
    sign that is a page of its own.
    """
    if converted.pdf is None:
        return FinishedDocument(converted.planned, converted.docx, None, None)
    bundle, draft = plan.bundle, converted.planned.draft
    count = page_count(converted.pdf)
    coded = plan.marks.codes and draft.on_own_pages
    pdf = finish(
        converted.pdf,
        title=plain_spaces(draft.title),
        author=bundle.author,
        subject=plain_spaces(bundle.title),
        stamps=stamps(bundle, draft, sha256(converted.docx), count) if coded else {},
    )
    return FinishedDocument(converted.planned, converted.docx, pdf, count)
