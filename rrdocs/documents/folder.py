"""Writing an event's folder: documents, packet, signature pages, mail and manifest; whole or not at all.

What a document depends on is its key. A document whose key stands in the folder's manifest is taken over as it is, and a
folder all of whose keys stand there is not touched. Redlines stay as long as the documents that they compare are the same. Drafts of
one kind of document have a folder of their own beside the event's, which stays whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rrdocs.documents.drafting import Bundle, Draft
from rrdocs.documents.memo import packet_index
from rrdocs.documents.packet import Sheet, bind, page_count, start_pages
from rrdocs.documents.pdf import Engine, finish
from rrdocs.documents.phrases import NBSP
from rrdocs.documents.redline import printed, redline_of, redlines
from rrdocs.documents.render import Properties, render
from rrdocs.documents.signing import Marks, gathered, pages_to_sign, stamps
from rrdocs.documents.templates import Library
from rrdocs.kinds import KINDS

RENDERER = "3"
"""Raised whenever the same fields and template would give other bytes."""

LONGEST = 100
"""Of a file's name without its ending, in characters."""


@dataclass
class Made:
    """What a run wrote: the folders, how many documents were rendered anew, and how many were kept."""

    folders: list[Path] = field(default_factory=list)
    rendered: int = 0
    kept: int = 0
    pages: int = 0


@dataclass(frozen=True)
class Paper:
    """A draft as made: its bytes in Word and, with an engine, as PDF."""

    draft: Draft
    key: str
    docx: bytes
    pdf: bytes | None

    @property
    def name(self) -> str:
        """Where it stands in the folder, without its ending."""
        return "memo" if self.draft.document == "counsel_memo" else f"documents/{self.draft.document}/{file_id(self.draft.file)}"


Mail = Callable[[Bundle, Mapping[str, bytes]], Mapping[str, bytes]]
"""What makes the drafts to counsel: the bundle and its files -> name of each message and its bytes."""


def write(
    bundle: Bundle, library: Library, engine: Engine | None, out: Path, made: Made, mail: Mail, marks: Marks,
    against: Path | None = None,
) -> Path:  # fmt: skip
    """Write one event's folder below ``out`` (the deal's folder of results), and return it.

    ``marks`` says what pages to sign bear. ``against`` is the folder as it was sent before: of papers that differ, the new one
    holds a redline too; without it, the redlines stay that stand there and still hold. Raises RedlinerMissing where one cannot be
    made, and TemplateError when a template cannot be rendered; then nothing is written.
    """
    folder = out / folder_name(bundle.event.id, bundle.narrowed)
    known = manifest(folder)
    bundle = bundle.anchored() if marks.anchors else bundle
    mark = f"{RENDERER} {engine.name if engine else 'none'} {engine.version if engine else ''} {version('rrdocs')} {marks.name}"
    about = (mark, bundle.title, bundle.author, bundle.desk.today.isoformat())
    keys = [draft.key(library.digest(draft.template), *about) for draft in bundle.drafts]
    messages = mail(bundle, {})
    compared = str((manifest(against) if against else known).get("key" if against else "against", ""))
    whole = _packet_key(bundle, library, keys, messages, compared)
    if known.get("key") == whole and intact(folder, known):
        made.folders.append(folder)
        made.kept += len(bundle.drafts)
        return folder
    papers = _papers(bundle, library, engine, keys, _kept(folder, known), made, marks)
    if against:
        changes = redlines(against, [(paper.name, paper.docx) for paper in papers], bundle.desk.today)
    else:
        changes = _kept_redlines(folder, known, papers)
        compared = _sha("\n".join(f"{name} {_sha(data)}" for name, data in changes.items()).encode()) if changes else ""
        whole = _packet_key(bundle, library, keys, messages, compared)
    out.mkdir(parents=True, exist_ok=True)
    _sweep(out, folder.name)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=out))
    try:
        files = _fill(work, bundle, library, engine, papers, made, mail, marks, changes | (printed(changes, engine) if engine else {}))
        record = _record(bundle, library, papers, files, whole, mark) | ({"against": compared} if compared else {})
        (work / "manifest.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        work.chmod(0o755)
        _replace(work, folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    made.folders.append(folder)
    return folder


def _sweep(out: Path, name: str) -> None:
    """Take away what runs that were stopped left unfinished of a folder."""
    for path in out.glob(f".{name}-*"):
        if re.fullmatch(rf"\.{re.escape(name)}-[a-z0-9_]{{8}}", path.name):
            shutil.rmtree(path, ignore_errors=True)


def file_id(name: str) -> str:
    """The id of an event or party as the name of a file: as it is, unless it is too long for one.

    Ids are letters, digits, dots, dashes and underscores, and begin with a letter or digit: none leads out of its folder.
    """
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 17]}-{_sha(name.encode())[:16]}"


def folder_name(event: str, document: str = "") -> str:
    """The name of an event's folder; with a ``document``, of the folder of drafts of that kind alone.

    No id has a plus sign: no two of these are one.
    """
    return f"{file_id(event)}+{document}" if document else file_id(event)


def _packet_key(bundle: Bundle, library: Library, keys: Sequence[str], mail: Mapping[str, bytes], against: str) -> str:
    """What a folder depends on, as a hash: its documents, its cover, and its messages but for what is attached to them."""
    shared = (library.digest("packet_index"), library.digest("signature_instructions"))
    parts = [bundle.event.id, bundle.desk.position.as_of.isoformat(), bundle.deal_title, against, *shared, *keys]
    return _sha("\n".join([*parts, *(f"{name} {_sha(data)}" for name, data in mail.items())]).encode())


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder as it stands; empty where there is none that can be read."""
    try:
        found = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def intact(folder: Path, known: dict[str, Any]) -> bool:
    """Whether every file of a manifest stands there unchanged, and no other."""
    files = {entry["path"]: entry["sha256"] for entry in known.get("files", ())}
    if not files:
        return False
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {"manifest.json"}
    return there == files.keys() and all(_sha((folder / path).read_bytes()) == digest for path, digest in files.items())


def _kept(folder: Path, known: dict[str, Any]) -> dict[str, tuple[bytes, bytes | None]]:
    """The documents of the folder as it stands, by key, as far as their bytes are those of the manifest."""
    by_key: dict[str, dict[str, bytes]] = {}
    for entry in known.get("files", ()):
        path = folder / entry["path"]
        if entry.get("key") and path.is_file() and _sha(data := path.read_bytes()) == entry["sha256"]:
            by_key.setdefault(entry["key"], {})[path.suffix] = data
    return {key: (found[".docx"], found.get(".pdf")) for key, found in by_key.items() if ".docx" in found}


def _kept_redlines(folder: Path, known: dict[str, Any], papers: Sequence[Paper]) -> dict[str, bytes]:
    """The redlines in Word of the folder as it stands whose papers are still the same."""
    digests = {entry["path"]: entry["sha256"] for entry in known.get("files", ())}
    found = {}
    for paper in papers:
        path = folder / redline_of(paper.name)
        digest = digests.get(redline_of(paper.name))
        if digests.get(f"{paper.name}.docx") == _sha(paper.docx) and path.is_file() and _sha(data := path.read_bytes()) == digest:
            found[redline_of(paper.name)] = data
    return found


def _papers(
    bundle: Bundle,
    library: Library,
    engine: Engine | None,
    keys: Sequence[str],
    kept: dict[str, tuple[bytes, bytes | None]],
    made: Made,
    marks: Marks,
) -> list[Paper]:
    found: list[tuple[Draft, str, bytes, bytes | None]] = []
    fresh = []
    for draft, key in zip(bundle.drafts, keys, strict=True):
        if key in kept and (kept[key][1] is not None or engine is None):
            found.append((draft, key, *kept[key]))
            made.kept += 1
            continue
        properties = Properties(plain(draft.title), bundle.author, plain(bundle.title), bundle.desk.today)
        found.append((draft, key, render(library.template(draft.template), draft.context, properties), None))
        fresh.append(len(found) - 1)
        made.rendered += 1
    if engine and fresh:
        for place, pdf in zip(fresh, engine.convert([found[place][2] for place in fresh]), strict=True):
            draft, key, docx, _ = found[place]
            drawn = stamps(bundle, draft, _sha(docx), page_count(pdf)) if marks.codes and draft.on_own_pages else {}
            done = finish(pdf, title=plain(draft.title), author=bundle.author, subject=plain(bundle.title), stamps=drawn)
            found[place] = (draft, key, docx, done)
    return [Paper(*each) for each in found]


def plain(text: str) -> str:
    """Text for a title: ordinary spaces."""
    return text.replace(NBSP, " ")


def _fill(
    work: Path,
    bundle: Bundle,
    library: Library,
    engine: Engine | None,
    papers: Sequence[Paper],
    made: Made,
    mail: Mail,
    marks: Marks,
    changes: Mapping[str, bytes],
) -> dict[str, tuple[bytes, Paper | None]]:
    files: dict[str, tuple[bytes, Paper | None]] = {}
    for paper in papers:
        files[f"{paper.name}.docx"] = paper.docx, paper
        if paper.pdf is not None:
            files[f"{paper.name}.pdf"] = paper.pdf, paper
    for name, data in changes.items():
        files[name] = data, None
    if engine:
        files["packet.pdf"] = _packet(bundle, library, engine, papers, changes, made), None
        signed = [(paper.draft, _sha(paper.docx), paper.pdf) for paper in papers if paper.pdf is not None and paper.draft.signers]
        for name, data in gathered(bundle, signed, library, engine, marks).items():
            files[name] = data, None
    for name, data in mail(bundle, {path: data for path, (data, _) in files.items()}).items():
        files[f"mail/{name}.eml"] = data, None
    for path, (data, _) in files.items():
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_bytes(data)
    return files


def _packet(bundle: Bundle, library: Library, engine: Engine, papers: Sequence[Paper], changes: Mapping[str, bytes], made: Made) -> bytes:
    desk = bundle.desk
    sheets, entries = [], []
    for paper in papers:
        title, recipient = KINDS[paper.draft.document].title, desk.name(paper.draft.party) if paper.draft.party else ""
        assert paper.pdf is not None  # with an engine every paper has its PDF
        sheets.append(Sheet(plain(recipient or title), title + ("s" if recipient else ""), paper.pdf, label(title, recipient)))
        entries.append({"title": title, "recipient": recipient})
        if redline := changes.get(redline_of(paper.name, "pdf")):
            sheets.append(Sheet(plain(recipient or title), "Redlines", redline, label(f"Redline: {title}", recipient)))
            entries.append({"title": f"Redline: {title}", "recipient": recipient})
    for entry, start in zip(entries, start_pages(sheets), strict=True):
        entry["page"] = str(start)
    made.pages += sum(page_count(sheet.pdf) for sheet in sheets)
    context = packet_index(bundle.deal_title, bundle.title, desk, entries)
    cover = engine.convert([render(library.template("packet_index"), context)])[0]
    return bind(cover, sheets, title=f"{plain(bundle.title)}: packet", author=bundle.author, subject=plain(bundle.deal_title))


def label(title: str, recipient: str) -> str:
    """An entry of the index as its template prints it, or so much of it as can be read back from a PDF.

    A name in letters written from right to left, or in letters that the fonts have not, is left out.
    """
    legible = all(letter < "\u0590" or "\u2000" <= letter < "\u2100" for letter in recipient)
    return f"{title}, {recipient}" if recipient and legible else title


def _record(
    bundle: Bundle, library: Library, papers: Sequence[Paper], files: dict[str, tuple[bytes, Paper | None]], key: str, mark: str
) -> dict[str, Any]:
    """The manifest: each file with its hash and what it came from."""
    entries = []
    for path, (data, paper) in sorted(files.items()):
        entry: dict[str, Any] = {"path": path, "sha256": _sha(data)}
        if paper:
            d = paper.draft.decision
            entry |= {
                "document": paper.draft.document, "recipient": paper.draft.party or None, "template": paper.draft.template,
                "template_sha256": library.digest(paper.draft.template), "key": paper.key,
                "decision": {"document": d.document, "clause": d.clause, "about": d.about, "from": d.sender, "to": d.to,
                             "due": d.due.isoformat() if d.due else None} if d else None,
            }  # fmt: skip
        entries.append(entry)
    return {
        "deal": bundle.desk.deal.name, "event": bundle.event.id, "as_of": bundle.desk.position.as_of.isoformat(),
        "made_with": mark, "key": key, "inputs": _inputs(papers), "files": entries,
        "pages_to_sign": [page._asdict() for paper in papers for page in pages_to_sign(bundle, paper.draft, _sha(paper.docx), paper.name)],
    }  # fmt: skip


def _inputs(papers: Sequence[Paper]) -> str:
    return _sha("\n".join(paper.key for paper in papers).encode())


def _replace(work: Path, folder: Path) -> None:
    """Put a finished folder in its place; the old one gives way at once."""
    if not folder.exists():
        os.replace(work, folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old / "old")
    os.replace(work, folder)
    shutil.rmtree(old)
