"""What a deal's results were made from, so that a run over unchanged inputs touches nothing."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rrdocs.documents.folder import Made, intact, manifest
from rrdocs.documents.pdf import Engine
from rrdocs.documents.templates import house_templates

NAME = "made.json"
PROGRAM = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Known:
    """What stands there from an earlier run: the folders of events, and how many documents they hold."""

    folders: tuple[str, ...]
    documents: int


def inputs(folder: Path, engine: Engine | None) -> str:
    """A hash of all that a deal's results depend on: its data and templates, the house's templates, the engine, the program."""
    total = hashlib.sha256()
    total.update(f"{engine.name} {engine.version}".encode() if engine else b"none")
    for root, patterns in (
        (folder, ("*.yaml", "events/*.y*ml", "templates/**/*.docx")), (house_templates(), ("**/*.docx",)),
        (PROGRAM, ("**/*.py", "**/*.json", "**/*.ttf")),
    ):  # fmt: skip
        for path in _files(root, patterns):
            total.update(path.relative_to(root).as_posix().encode() + b"\0")
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _files(root: Path, patterns: tuple[str, ...]) -> Iterator[Path]:
    for pattern in patterns:
        yield from sorted(root.glob(pattern))


def settled(out: Path, state: str) -> Known | None:
    """The results of an earlier run over the same inputs, if every file of theirs still stands unchanged."""
    try:
        known = json.loads((out / NAME).read_text("utf-8"))
        folders = tuple(known["folders"])
        if known["inputs"] != state or not all(intact(out / name, manifest(out / name)) for name in folders):
            return None
        return Known(folders, known["documents"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def settle(out: Path, state: str, made: Made) -> None:
    """Note what the results were made from."""
    out.mkdir(parents=True, exist_ok=True)
    record = {"inputs": state, "documents": made.rendered + made.kept, "folders": [path.name for path in made.folders]}
    work = out / f".{NAME}"
    work.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    os.replace(work, out / NAME)
