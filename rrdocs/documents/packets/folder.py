"""Writing an event's folder: documents, packet, signature pages, mail and manifest; whole or not
at all.

What a document depends on is its key. A document whose key stands in the folder's manifest is taken
over as it is, and a folder all of whose keys stand there is not touched. Redlines stay as long as
the documents that they compare are the same. Drafts of one kind of document have a folder of their
own beside the event's, which stays whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.documents.packets.counsel_memo import packet_index
from rrdocs.documents.packets.drafting import Bundle, Draft
from rrdocs.documents.packets.manifest import Made, file_id, folder_name, intact, manifest, sha256
from rrdocs.documents.packets.redline import printed, redline_of, redlines
from rrdocs.documents.pdf.engines import AT_ONCE, Engine, finish
from rrdocs.documents.pdf.packet import Sheet, bind, page_count, start_pages
from rrdocs.documents.signing.codes import Marks
from rrdocs.documents.signing.pages import Signed, gathered, pages_to_sign, stamps
from rrdocs.documents.templates.library import Library
from rrdocs.documents.templates.render import Properties, render
from rrdocs.documents.wording.phrases import NBSP

RENDERER = "6"
"""Raised whenever the same fields and template would give other bytes."""


@dataclass(frozen=True)
class Paper:
    """A draft as made: the hash of its file in Word, and with an engine how many pages its PDF
    has.
    """

    draft: Draft
    key: str
    version: str
    pages: int | None

    @property
    def name(self) -> str:
        """Where it stands in the folder, without its ending."""
        return _name(self.draft)


def _name(draft: Draft) -> str:
    return (
        "memo"
        if draft.document == "counsel_memo"
        else f"documents/{draft.document}/{file_id(draft.file)}"
    )


Mail = Callable[[Bundle, Mapping[str, Path]], Mapping[str, bytes]]
"""What makes the drafts to counsel: the bundle and where its files stand -> name of each message
and its bytes.
"""


class Work:
    """A folder in the making: its files are written as they are made, so that no number of them
    costs memory.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> str:
        """Write a file, and return its SHA-256."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.files[name] = sha256(data)
        return self.files[name]

    def note(self, name: str) -> None:
        """Take note of a file that was written there already."""
        with (self.folder / name).open("rb") as file:
            self.files[name] = hashlib.file_digest(file, "sha256").hexdigest()

    def paths(self, papers: Sequence[Paper]) -> dict[str, Path]:
        """Where each file stands: those of `papers` in their order, then the others."""
        order = [f"{paper.name}{ending}" for paper in papers for ending in (".docx", ".pdf")]
        names = dict.fromkeys([*(name for name in order if name in self.files), *self.files])
        return {name: self.folder / name for name in names}


def write(
    bundle: Bundle,
    library: Library,
    engine: Engine | None,
    out: Path,
    made: Made,
    mail: Mail,
    marks: Marks,
    against: Path | None = None,
) -> Path:
    """Write one event's folder below ``out`` (the deal's folder of results), and return it.

    ``marks`` says what pages to sign bear. ``against`` is the folder as it was sent before: of
    papers that differ, the new one holds a redline too; without it, the redlines stay that stand
    there and still hold. Raises RedlinerMissing where one cannot be made, and TemplateError when a
    template cannot be rendered; then nothing is written.
    """
    folder = out / folder_name(bundle.event.id, bundle.narrowed)
    known = manifest(folder)
    bundle = bundle.anchored() if marks.anchors else bundle
    made_by = f"{engine.name} {engine.version} {version('pikepdf')}" if engine else "none"
    mark = f"{RENDERER} {made_by} {version('rrdocs')} {marks.name}"
    about = (mark, bundle.title, bundle.author, bundle.fields.today.isoformat())
    keys = [draft.key(library.digest(draft.template), *about) for draft in bundle.drafts]
    messages = mail(bundle, {})
    compared = str(manifest(against).get("key")) if against else str(known.get("against", ""))
    whole = _packet_key(bundle, library, keys, messages, compared)
    if known.get("key") == whole and intact(folder, known):
        made.folders.append(folder)
        made.kept += len(bundle.drafts)
        return folder
    out.mkdir(parents=True, exist_ok=True)
    _sweep(out, folder.name)
    work = Work(Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=out)))
    try:
        kept = _kept(folder, known)
        papers = _papers(work, bundle, library, engine, keys, kept, made, marks)
        if against:
            changes = redlines(
                against,
                [(paper.name, work.folder / f"{paper.name}.docx") for paper in papers],
                bundle.fields.today,
            )
        else:
            changes = _kept_redlines(folder, known, papers)
            compared = (
                sha256(
                    "\n".join(f"{name} {sha256(data)}" for name, data in changes.items()).encode()
                )
                if changes
                else ""
            )
            whole = _packet_key(bundle, library, keys, messages, compared)
        _fill(work, bundle, library, engine, papers, made, mail, marks, changes, mark, _pdfs(kept))
        record = _record(work, bundle, library, papers, whole, mark) | (
            {"against": compared} if compared else {}
        )
        (work.folder / "manifest.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        work.folder.chmod(0o755)
        _replace(work.folder, folder)
    except BaseException:
        shutil.rmtree(work.folder, ignore_errors=True)
        raise
    made.folders.append(folder)
    return folder


def _sweep(out: Path, name: str) -> None:
    """Take away what runs that were stopped left unfinished of a folder."""
    for path in out.glob(f".{name}-*"):
        if re.fullmatch(rf"\.{re.escape(name)}-[a-z0-9_]{{8}}", path.name):
            shutil.rmtree(path, ignore_errors=True)


def _packet_key(
    bundle: Bundle, library: Library, keys: Sequence[str], mail: Mapping[str, bytes], against: str
) -> str:
    """What a folder depends on, as a hash: its documents, its cover, and its messages but for what
    is attached to them.
    """
    shared = (library.digest("packet_index"), library.digest("signature_instructions"))
    parts = [
        bundle.event.id,
        bundle.fields.position.as_of.isoformat(),
        bundle.deal_title,
        against,
        *shared,
        *keys,
    ]
    return sha256(
        "\n".join([*parts, *(f"{name} {sha256(data)}" for name, data in mail.items())]).encode()
    )


@dataclass(frozen=True)
class _File:
    """A file of a folder as it stands, with the hash that its manifest gives it."""

    path: Path
    sha256: str

    def read(self) -> bytes | None:
        """Its bytes, if they are those of the manifest."""
        try:
            data = self.path.read_bytes()
        except OSError:
            return None
        return data if sha256(data) == self.sha256 else None


def _kept(folder: Path, known: dict[str, Any]) -> dict[str, dict[str, _File]]:
    """The documents and the signers' pages of the folder as it stands: key -> ending -> file."""
    by_key: dict[str, dict[str, _File]] = {}
    for entry in known.get("files", ()):
        if entry.get("key"):
            path = folder / entry["path"]
            by_key.setdefault(entry["key"], {})[path.suffix] = _File(path, entry["sha256"])
    return by_key


def _pdfs(kept: Mapping[str, Mapping[str, _File]]) -> Callable[[str], bytes | None]:
    """The PDF of a key, where it stands there whole."""
    return lambda key: kept[key][".pdf"].read() if ".pdf" in kept.get(key, {}) else None


def _kept_redlines(
    folder: Path, known: dict[str, Any], papers: Sequence[Paper]
) -> dict[str, bytes]:
    """The redlines in Word of the folder as it stands whose papers are still the same."""
    digests = {entry["path"]: entry["sha256"] for entry in known.get("files", ())}
    found = {}
    for paper in papers:
        name = redline_of(paper.name)
        if name in digests and digests.get(f"{paper.name}.docx") == paper.version:
            data = _File(folder / name, digests[name]).read()
            if data is not None:
                found[name] = data
    return found


def _papers(
    work: Work,
    bundle: Bundle,
    library: Library,
    engine: Engine | None,
    keys: Sequence[str],
    kept: Mapping[str, Mapping[str, _File]],
    made: Made,
    marks: Marks,
) -> list[Paper]:
    """Write all documents: those that stand there already as they are, the others rendered, some
    at a time.
    """
    found: dict[str, Paper] = {}
    fresh = []
    for draft, key in zip(bundle.drafts, keys, strict=True):
        paper = _taken_over(work, draft, key, kept.get(key, {}), engine)
        if paper:
            found[paper.name] = paper
            made.kept += 1
        else:
            fresh.append((draft, key))
    for first in range(0, len(fresh), AT_ONCE):
        for paper in _rendered(
            work, bundle, library, engine, fresh[first : first + AT_ONCE], marks
        ):
            found[paper.name] = paper
            made.rendered += 1
    return [found[_name(draft)] for draft in bundle.drafts]


def _taken_over(
    work: Work, draft: Draft, key: str, files: Mapping[str, _File], engine: Engine | None
) -> Paper | None:
    """A document that stands there already, if its files are whole."""
    docx, pdf = (files[ending].read() if ending in files else None for ending in (".docx", ".pdf"))
    if docx is None or (engine and pdf is None):
        return None
    version = work.add(f"{_name(draft)}.docx", docx)
    if not engine or pdf is None:
        return Paper(draft, key, version, None)
    work.add(f"{_name(draft)}.pdf", pdf)
    return Paper(draft, key, version, page_count(pdf))


def _rendered(
    work: Work,
    bundle: Bundle,
    library: Library,
    engine: Engine | None,
    drafts: Sequence[tuple[Draft, str]],
    marks: Marks,
) -> Iterator[Paper]:
    """Some documents, rendered and converted together."""
    author, subject = bundle.author, plain(bundle.title)
    made = [
        render(
            library.template(draft.template),
            draft.context,
            Properties(plain(draft.title), author, subject, bundle.fields.today),
        )
        for draft, _ in drafts
    ]
    digests = [
        work.add(f"{_name(draft)}.docx", docx)
        for (draft, _), docx in zip(drafts, made, strict=True)
    ]
    if engine is None:
        yield from (
            Paper(draft, key, digest, None)
            for (draft, key), digest in zip(drafts, digests, strict=True)
        )
        return
    for (draft, key), digest, pdf in zip(drafts, digests, engine.convert(made), strict=True):
        count = page_count(pdf)
        drawn = stamps(bundle, draft, digest, count) if marks.codes and draft.on_own_pages else {}
        work.add(
            f"{_name(draft)}.pdf",
            finish(pdf, title=plain(draft.title), author=author, subject=subject, stamps=drawn),
        )
        yield Paper(draft, key, digest, count)


def plain(text: str) -> str:
    """Text for a title: ordinary spaces."""
    return text.replace(NBSP, " ")


def _fill(
    work: Work,
    bundle: Bundle,
    library: Library,
    engine: Engine | None,
    papers: Sequence[Paper],
    made: Made,
    mail: Mail,
    marks: Marks,
    changes: dict[str, bytes],
    mark: str,
    kept: Callable[[str], bytes | None],
) -> None:
    """Write what is made of the documents: redlines, the packet, the pages of each signer, the
    mail.
    """
    for name, data in (changes | (printed(changes, engine) if engine else {})).items():
        work.add(name, data)
    if engine:
        _packet(work, bundle, library, engine, papers, made)
        signed = [
            Signed(
                paper.draft,
                paper.key,
                paper.version,
                work.folder / f"{paper.name}.pdf",
                paper.pages,
            )
            for paper in papers
            if paper.pages is not None and paper.draft.signers
        ]
        for each in gathered(bundle, signed, library, engine, marks, mark, kept):
            work.add(each.name, each.pdf)
            work.keys[each.name] = each.key
    for name, data in mail(bundle, work.paths(papers)).items():
        work.add(f"mail/{name}.eml", data)


def _packet(
    work: Work,
    bundle: Bundle,
    library: Library,
    engine: Engine,
    papers: Sequence[Paper],
    made: Made,
) -> None:
    fields = bundle.fields
    sheets: list[Sheet] = []
    entries: list[dict[str, str]] = []
    counts: list[int] = []
    for paper in papers:
        title, recipient = (
            DOCUMENT_TYPES[paper.draft.document].title,
            fields.name(paper.draft.party) if paper.draft.party else "",
        )
        assert paper.pages is not None  # with an engine every paper has its PDF
        pdf = work.folder / f"{paper.name}.pdf"
        sheets.append(
            Sheet(
                plain(recipient or title),
                title + ("s" if recipient else ""),
                pdf,
                label(title, recipient),
            )
        )
        entries.append({"title": title, "recipient": recipient})
        counts.append(paper.pages)
        redline = redline_of(paper.name, "pdf")
        if redline in work.files:
            sheets.append(
                Sheet(
                    plain(recipient or title),
                    "Redlines",
                    work.folder / redline,
                    label(f"Redline: {title}", recipient),
                )
            )
            entries.append({"title": f"Redline: {title}", "recipient": recipient})
            counts.append(page_count(work.folder / redline))
    for entry, start in zip(entries, start_pages(counts), strict=True):
        entry["page"] = str(start)
    made.pages += sum(counts)
    context = packet_index(bundle.deal_title, bundle.title, fields, entries)
    cover = engine.convert([render(library.template("packet_index"), context)])[0]
    about = f"{plain(bundle.title)}: packet"
    bind(
        cover,
        sheets,
        work.folder / "packet.pdf",
        title=about,
        author=bundle.author,
        subject=plain(bundle.deal_title),
    )
    work.note("packet.pdf")


def label(title: str, recipient: str) -> str:
    """An entry of the index as its template prints it, or so much of it as can be read back from a
    PDF.

    A name in letters written from right to left, or in letters that the fonts have not, is left
    out.
    """
    legible = all(letter < "\u0590" or "\u2000" <= letter < "\u2100" for letter in recipient)
    return f"{title}, {recipient}" if recipient and legible else title


def _record(
    work: Work, bundle: Bundle, library: Library, papers: Sequence[Paper], key: str, mark: str
) -> dict[str, Any]:
    """The manifest: each file with its hash and what it came from."""
    entries = []
    by_name = {paper.name: paper for paper in papers}
    for path, digest in sorted(work.files.items()):
        entry: dict[str, Any] = {"path": path, "sha256": digest} | (
            {"key": work.keys[path]} if path in work.keys else {}
        )
        if paper := by_name.get(path.rpartition(".")[0]):
            d = paper.draft.decision
            entry |= {
                "document": paper.draft.document,
                "recipient": paper.draft.party or None,
                "template": paper.draft.template,
                "template_sha256": library.digest(paper.draft.template),
                "key": paper.key,
                "decision": (
                    {
                        "document": d.document,
                        "clause": d.clause,
                        "about": d.about,
                        "from": d.sender,
                        "to": d.to,
                        "due": d.due.isoformat() if d.due else None,
                    }
                    if d
                    else None
                ),
            }
        entries.append(entry)
    return {
        "deal": bundle.fields.deal.name,
        "event": bundle.event.id,
        "as_of": bundle.fields.position.as_of.isoformat(),
        "made_with": mark,
        "key": key,
        "inputs": _inputs(papers),
        "files": entries,
        "pages_to_sign": [
            page._asdict()
            for paper in papers
            for page in pages_to_sign(bundle, paper.draft, paper.version, paper.name)
        ],
    }


def _inputs(papers: Sequence[Paper]) -> str:
    return sha256("\n".join(paper.key for paper in papers).encode())


def _replace(work: Path, folder: Path) -> None:
    """Put a finished folder in its place; the old one gives way at once."""
    if not folder.exists():
        os.replace(work, folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old / "old")
    os.replace(work, folder)
    shutil.rmtree(old)
