"""What a deal's results were made from, so that a run over unchanged inputs touches nothing."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rrdocs.atomic import write_atomically
from rrdocs.documents import house_templates
from rrdocs.documents.packets.manifest import MadePackets, folder_name, intact, manifest
from rrdocs.documents.pdf.engines import Engine

RECORD_FILE = ".made.json"
"""The record's file, beside the folders of events: no id begins with a dot."""
PROGRAM = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Known:
    """What stands there from an earlier run: the folders of events, and how many documents they
    hold.
    """

    folders: tuple[str, ...]
    documents: int


def deals_below(folder: Path) -> list[Path]:
    """The deals in a folder, by name: the folder itself where it is one, otherwise every folder in
    it that is.
    """
    if (folder / "agreement.yaml").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/agreement.yaml"))


def program(engine: Engine | None, marks: str = "") -> str:
    """A hash of what the results of all deals depend on: the house's templates, the engine, the
    program, the marks.
    """
    made_by = f"{engine.name} {engine.version}" if engine else "none"
    house = _hashed(house_templates(), ("**/*.docx",)) + _hashed(
        PROGRAM, ("**/*.py", "**/*.json", "**/*.ttf")
    )
    return hashlib.sha256(f"{marks}\0{made_by}\0{house}".encode()).hexdigest()


def inputs(folder: Path, made_with: str) -> str:
    """A hash of all that a deal's results depend on: its data and templates, and what `program`
    gives.
    """
    own = _hashed(folder, ("*.yaml", "events/*.y*ml", "templates/**/*.docx"))
    return hashlib.sha256(f"{made_with}\0{own}".encode()).hexdigest()


def _hashed(root: Path, patterns: tuple[str, ...]) -> str:
    total = hashlib.sha256()
    for path in _files(root, patterns):
        total.update(path.relative_to(root).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(root: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(root.glob(pattern))


def folders(out: Path, deal: str) -> dict[str, str]:
    """The folders of events of a deal that stand in its folder of results, each with the hash of
    its manifest.

    Folders of one kind of document alone are not among them: a run over the deal lets them be.
    """
    found = {}
    for path in sorted(out.glob("[!.]*/manifest.json")):
        known = manifest(path.parent)
        if known.get("deal") == deal and path.parent.name == folder_name(str(known.get("event"))):
            found[path.parent.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def standing_results(out: Path, deal: str, state: str) -> Known | None:
    """The results of an earlier run over the same inputs, if they stand there unchanged and
    alone.
    """
    try:
        known = json.loads((out / RECORD_FILE).read_text("utf-8"))
        names, documents = known["folders"], known["documents"]
        if known["inputs"] != state or names != folders(out, deal):
            return None
        return (
            Known(tuple(names), documents)
            if all(intact(out / name, manifest(out / name)) for name in names)
            else None
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_results(out: Path, deal: str, state: str, made: MadePackets) -> None:
    """Note what the results were made from, and take away the folders of events that no longer
    call for a document.
    """
    out.mkdir(parents=True, exist_ok=True)
    there = folders(out, deal)
    for name in there.keys() - {path.name for path in made.folders}:
        shutil.rmtree(out / name)
    kept = {path.name: there[path.name] for path in made.folders}
    record = {"inputs": state, "documents": made.rendered + made.kept, "folders": kept}
    write_atomically(out / RECORD_FILE, json.dumps(record, indent=1) + "\n")
