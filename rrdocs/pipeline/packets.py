"""The main job: from a deal to the folders of its events, with the rules, the documents and the
mail joined.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event
from rrdocs.docket.decisions import Docket
from rrdocs.documents import house_templates
from rrdocs.documents.packets.binding import bind_packet, packet_items
from rrdocs.documents.packets.bundle import Bundle
from rrdocs.documents.packets.drafting import bundle, bundles, instant_of, requested
from rrdocs.documents.packets.making import (
    convert_documents,
    kept_document,
    mark_document,
    render_documents,
)
from rrdocs.documents.packets.manifest import MadePackets
from rrdocs.documents.packets.plan import PacketPlan, StoredDocument, plan_packet
from rrdocs.documents.packets.publish import (
    WorkingFolder,
    packet_manifest,
    publish,
    working_folder,
)
from rrdocs.documents.packets.redline import (
    packet_redlines,
    printed,
    redlines_key,
)
from rrdocs.documents.pdf.engines import AT_ONCE, Engine
from rrdocs.documents.signing.codes import MARKED, Marks
from rrdocs.documents.signing.pages import PageToSign, Signed, gathered
from rrdocs.documents.templates.template_files import Library
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import position_at
from rrdocs.rules.agreement.returned_votes import Returned, returned
from rrdocs.rules.engine import judge
from rrdocs.service.mail.message import draft_to_counsel


def on_the_record(deal: Deal, as_of: datetime, until: Event | None) -> tuple[Position, Docket]:
    """The position and docket on the record at an instant, up to an event where one is named."""
    position = position_at(deal, as_of, until=until)
    return position, judge(position)


def deal_library(folder: Path) -> Library:
    """The templates of a deal: its own where it has some, otherwise the house's. Deals with the
    same ones share what is compiled.
    """
    own = folder / "templates"
    folders = (*((own,) if own.is_dir() else ()), house_templates())
    files = (path for each in folders for path in sorted(each.rglob("*.docx")))
    return _library(
        folders, tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    )


@lru_cache(maxsize=4)
def _library(folders: tuple[Path, ...], _files: tuple[tuple[Path, int, int], ...]) -> Library:
    """Templates as long as their files are as they were: a process that watches sees them
    change.
    """
    return Library(folders)


def draft_packets(
    deal: Deal,
    folder: Path,
    out: Path,
    engine: Engine | None,
    *,
    event: str | None = None,
    as_of: datetime | None = None,
    document: str | None = None,
    marks: Marks = MARKED,
    against: Path | None = None,
    progress: Callable[[Bundle, Path], None] = lambda _bundle, _path: None,
    made: MadePackets | None = None,
) -> MadePackets:
    """Write the folders of one event, or of every event that calls for a document, below ``out``.

    ``folder`` is the deal's folder (for its own templates), ``against`` that of an event's packet
    as it was sent before. ``progress`` is called with each bundle and its folder as it is done. A
    ``document`` that the event does not call for is drafted all the same where an ``event`` is
    named and its entry says for whom. ``made`` is added to, where it is given. Raises
    KeyError for an unknown event, DocumentError when a document cannot be made; a folder appears
    whole or not at all.
    """
    library, made = deal_library(folder), made or MadePackets()
    if event is not None:
        found = next((e for e in deal.events if e.id == event), None)
        if found is None:
            raise KeyError(event)
        todo = iter([bundle(deal, found, on_the_record, as_of)])
    else:
        todo = bundles(deal, on_the_record, lambda e: as_of is None or e.date.at <= as_of)
    for whole in todo:
        each = whole if document is None else whole.only(document)
        if document is not None and event and not each.drafts:
            each = requested(deal, whole.event, on_the_record, document, as_of)
        if each.drafts:
            plan = plan_packet(
                each, library, engine, marks, out / deal.name, counsel_mail(each, {}), against
            )
            write_packet(plan, made)
            progress(each, plan.folder)
    return made


def write_packet(plan: PacketPlan, made: MadePackets) -> None:
    """Write the folder of one event, as planned, and add to ``made`` what was written and kept.

    Each document is rendered, converted and marked; then the packet and the pages of each signer
    are bound, and the whole folder is published. Raises DocumentError; then nothing is written.
    """
    if plan.is_made:
        made.folders.append(plan.folder)
        made.kept += len(plan.documents)
        return
    with working_folder(plan.folder) as work:
        documents = _documents(plan, work, made)
        redlines = packet_redlines(plan, documents, work.folder)
        pdfs = printed(redlines, plan.engine) if plan.engine else {}
        for name, data in (redlines | pdfs).items():
            work.add(name, data)
        if plan.engine:
            made.pages += _bound(plan, plan.engine, work, documents)
        for name, data in counsel_mail(plan.bundle, work.paths(documents)).items():
            work.add(f"mail/{name}.eml", data)
        record = packet_manifest(plan, work, documents, redlines_key(plan, redlines))
        publish(work, plan.folder, record)
    made.folders.append(plan.folder)


def _documents(plan: PacketPlan, work: WorkingFolder, made: MadePackets) -> list[StoredDocument]:
    """All documents of a packet: those that stand there already as they are, the others rendered,
    converted and marked, some at a time.
    """
    stored: dict[str, StoredDocument] = {}
    fresh = []
    for planned in plan.documents:
        kept = kept_document(planned, plan.engine)
        if kept:
            stored[planned.draft.path] = work.store(kept)
        else:
            fresh.append(planned)
    for first in range(0, len(fresh), AT_ONCE):
        rendered = render_documents(plan, fresh[first : first + AT_ONCE])
        for converted in convert_documents(plan, rendered):
            finished = mark_document(plan, converted)
            stored[finished.planned.draft.path] = work.store(finished)
    made.kept += len(plan.documents) - len(fresh)
    made.rendered += len(fresh)
    return [stored[planned.draft.path] for planned in plan.documents]


def _bound(
    plan: PacketPlan, engine: Engine, work: WorkingFolder, documents: Sequence[StoredDocument]
) -> int:
    """Write what is bound of the documents: the packet and the pages of each signer; the number of
    the packet's pages without its cover.
    """
    files = work.paths(documents)
    items = packet_items(plan, documents, files)
    bind_packet(plan, engine, items, work.folder / "packet.pdf")
    work.note("packet.pdf")
    signed = [
        Signed(each.draft, each.key, each.version, files[f"{each.draft.path}.pdf"], each.pages)
        for each in documents
        if each.pages is not None and each.draft.signers
    ]
    for signer in gathered(
        plan.bundle, signed, plan.templates, engine, plan.marks, plan.made_with, plan.kept_pdf
    ):
        work.add(signer.name, signer.pdf, signer.key)
    return sum(item.pages for item in items)


def votes(
    deal: Deal, known: Mapping[str, Any], pages: Sequence[PageToSign], signed: Collection[str]
) -> list[Returned]:
    """For each document of a packet that needs a vote, what the pages that came back amount to by
    the deal's record.

    ``known`` is the packet's manifest, ``pages`` its pages to sign, ``signed`` the codes of those
    that came back. Raises KeyError for an event that the deal has not.
    """
    event = next((each for each in deal.events if each.id == known["event"]), None)
    if event is None:
        raise KeyError(known["event"])
    as_of = datetime.fromisoformat(known["as_of"])
    position = position_at(deal, as_of, until=event if as_of == instant_of(event) else None)
    found = []
    for document in dict.fromkeys(page.document for page in pages):
        own = [page for page in pages if page.document == document]
        asked = dict.fromkeys(name for page in own for name in page.parties)
        there = dict.fromkeys(name for page in own if page.code in signed for name in page.parties)
        found.append(returned(position, event, document, list(there), list(asked)))
    return [vote for vote in found if vote]


def counsel_mail(bundle: Bundle, files: Mapping[str, Path]) -> dict[str, bytes]:
    """The draft to counsel about an event, under the counsel's id; none where counsel has no
    e-mail address.
    """
    deal = bundle.fields.deal
    counsel = deal.role("counsel")
    entry = deal.parties.get(counsel) if counsel else None
    if counsel is None or entry is None or entry.address is None or entry.address.email is None:
        return {}
    attached = {
        path: file for path, file in files.items() if path.endswith(".docx") or path == "packet.pdf"
    }
    return {
        counsel: draft_to_counsel(
            deal, bundle.fields.docket, bundle.event, bundle.title, bundle.fields.today, attached
        )
    }
