"""Putting an event's folder in its place, whole or not at all.

The files are written to a working folder beside the event's as they are made, so that no number of
them costs memory; when all are there, the working folder takes the place of the event's.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rrdocs.documents.packets.making import FinishedDocument
from rrdocs.documents.packets.manifest import sha256
from rrdocs.documents.packets.plan import PacketPlan, StoredDocument
from rrdocs.documents.signing.pages import pages_to_sign


class WorkingFolder:
    """A folder in the making, and the hash of each file that was written to it.

    ``keys``: what a file depends on, as a hash, for the files that a later run may keep.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, str] = {}
        self.keys: dict[str, str] = {}

    def add(self, name: str, data: bytes, key: str = "") -> str:
        """Write a file, and return its SHA-256."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.files[name] = sha256(data)
        if key:
            self.keys[name] = key
        return self.files[name]

    def store(self, document: FinishedDocument) -> StoredDocument:
        """Write a document in Word and, where it has one, its PDF."""
        draft, key = document.planned.draft, document.planned.key
        digest = self.add(f"{draft.path}.docx", document.docx)
        if document.pdf is not None:
            self.add(f"{draft.path}.pdf", document.pdf)
        return StoredDocument(draft, key, digest, document.pages)

    def note(self, name: str) -> None:
        """Take note of a file that was written there already."""
        with (self.folder / name).open("rb") as file:
            self.files[name] = hashlib.file_digest(file, "sha256").hexdigest()

    def paths(self, documents: Sequence[StoredDocument]) -> dict[str, Path]:
        """Where each file stands, by its name: those of ``documents`` in their order, then the
        others.
        """
        order = [f"{each.draft.path}{ending}" for each in documents for ending in (".docx", ".pdf")]
        names = dict.fromkeys([*(name for name in order if name in self.files), *self.files])
        return {name: self.folder / name for name in names}


@contextmanager
def working_folder(folder: Path) -> Iterator[WorkingFolder]:
    """A working folder beside ``folder``, which is taken away where what is done with it fails.

    What runs that were stopped left unfinished is taken away first.
    """
    out, name = folder.parent, folder.name
    out.mkdir(parents=True, exist_ok=True)
    for path in out.glob(f".{name}-*"):
        if re.fullmatch(rf"\.{re.escape(name)}-[a-z0-9_]{{8}}", path.name):
            shutil.rmtree(path, ignore_errors=True)
    work = WorkingFolder(Path(tempfile.mkdtemp(prefix=f".{name}-", dir=out)))
    try:
        yield work
    except BaseException:
        shutil.rmtree(work.folder, ignore_errors=True)
        raise


def publish(work: WorkingFolder, folder: Path, record: Mapping[str, Any]) -> None:
    """Write the manifest, and put the working folder in the place of ``folder``."""
    (work.folder / "manifest.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    work.folder.chmod(0o755)
    if not folder.exists():
        os.replace(work.folder, folder)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    os.replace(folder, old / "old")
    os.replace(work.folder, folder)
    shutil.rmtree(old)


def packet_manifest(
    plan: PacketPlan, work: WorkingFolder, documents: Sequence[StoredDocument], compared_with: str
) -> dict[str, Any]:
    """The manifest: each file with its hash and what it came from, as JSON."""
    bundle = plan.bundle
    by_path = {each.draft.path: each for each in documents}
    entries = []
    for path, digest in sorted(work.files.items()):
        entry: dict[str, Any] = {"path": path, "sha256": digest}
        if path in work.keys:
            entry["key"] = work.keys[path]
        if document := by_path.get(path.rpartition(".")[0]):
            entry |= _origin(plan, document)
        entries.append(entry)
    record: dict[str, Any] = {
        "deal": bundle.fields.deal.name,
        "event": bundle.event.id,
        "as_of": bundle.fields.position.as_of.isoformat(),
        "made_with": plan.made_with,
        "key": plan.key(compared_with),
        "inputs": sha256("\n".join(each.key for each in documents).encode()),
        "files": entries,
        "pages_to_sign": [
            page._asdict()
            for each in documents
            for page in pages_to_sign(bundle, each.draft, each.version, each.draft.path)
        ],
    }
    return record | ({"against": compared_with} if compared_with else {})


def _origin(plan: PacketPlan, document: StoredDocument) -> dict[str, Any]:
    """What a document came from, for the manifest."""
    draft, decision = document.draft, document.draft.decision
    return {
        "document": draft.document,
        "recipient": draft.party or None,
        "template": draft.template,
        "template_sha256": plan.templates.digest(draft.template),
        "key": document.key,
        "decision": (
            {
                "document": decision.document,
                "clause": decision.clause,
                "about": decision.about,
                "from": decision.sender,
                "to": decision.to,
                "due": decision.due.isoformat() if decision.due else None,
            }
            if decision
            else None
        ),
    }
