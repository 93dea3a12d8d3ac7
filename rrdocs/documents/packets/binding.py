"""The packet of an event as one PDF: a cover with an index, then every document, each with its
redline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.documents.packets.counsel_memo import packet_index
from rrdocs.documents.packets.plan import PacketPlan, StoredDocument
from rrdocs.documents.packets.redline import redline_of
from rrdocs.documents.pdf.engines import Engine
from rrdocs.documents.pdf.packet import BoundDocument, bind, page_count, start_pages
from rrdocs.documents.templates.render import render
from rrdocs.documents.wording.phrases import plain_spaces


@dataclass(frozen=True)
class PacketItem:
    """One entry of the packet's index: what it is, for whom, its PDF and the number of its
    pages.
    """

    title: str
    recipient: str
    group: str
    pdf: Path
    pages: int


def packet_items(
    plan: PacketPlan, documents: Sequence[StoredDocument], files: Mapping[str, Path]
) -> list[PacketItem]:
    """What the packet holds, in order. ``files``: where each file of the folder stands, by its
    name.
    """
    found = []
    for document in documents:
        draft, pages = document.draft, document.pages
        assert pages is not None  # with an engine every document has its PDF
        title = DOCUMENT_TYPES[draft.document].title
        recipient = plan.bundle.fields.name(draft.party) if draft.party else ""
        group = title + ("s" if recipient else "")
        found.append(PacketItem(title, recipient, group, files[f"{draft.path}.pdf"], pages))
        redline = files.get(redline_of(draft.path, "pdf"))
        if redline is not None:
            named = f"Redline: {title}"
            found.append(PacketItem(named, recipient, "Redlines", redline, page_count(redline)))
    return found


def bind_packet(plan: PacketPlan, engine: Engine, items: Sequence[PacketItem], to: Path) -> None:
    """Write the packet: the cover, and what it lists. Raises TemplateError, ConversionError and
    PacketError.
    """
    bundle = plan.bundle
    starts = start_pages([item.pages for item in items])
    entries = [
        {"title": item.title, "recipient": item.recipient, "page": str(start)}
        for item, start in zip(items, starts, strict=True)
    ]
    index = packet_index(bundle.deal_title, bundle.title, bundle.fields, entries)
    cover = engine.convert([render(plan.templates.template("packet_index"), index)])[0]
    sheets = [
        BoundDocument(
            plain_spaces(item.recipient or item.title.removeprefix("Redline: ")),
            item.group,
            item.pdf,
            index_label(item.title, item.recipient),
        )
        for item in items
    ]
    bind(
        cover,
        sheets,
        to,
        title=f"{plain_spaces(bundle.title)}: packet",
        author=bundle.author,
        subject=plain_spaces(bundle.deal_title),
    )


def index_label(title: str, recipient: str) -> str:
    """An entry of the index as its template prints it, or so much of it as can be read back from a
    PDF.

    A name in letters written from right to left, or in letters that the fonts do not have, is left
    out.
    """
    legible = all(letter < "\u0590" or "\u2000" <= letter < "\u2100" for letter in recipient)
    return f"{title}, {recipient}" if recipient and legible else title
