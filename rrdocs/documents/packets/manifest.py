"""The manifest of an event's folder, the names of folders, and what a run over a deal gave:
without anything that makes documents.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rrdocs.yamlfiles.records import Problem

LONGEST_NAME = 100
"""Of a file's name without its ending, in characters."""


@dataclass
class MadePackets:
    """What a run wrote: the folders, how many documents were rendered anew, and how many were
    kept.
    """

    folders: list[Path] = field(default_factory=list)
    rendered: int = 0
    kept: int = 0
    pages: int = 0


@dataclass(frozen=True)
class Result:
    """What a run over one deal gave: what it made, or why not."""

    name: str
    made: MadePackets | None = None
    problems: tuple[Problem, ...] = ()
    refused: str = ""


def file_id(name: str) -> str:
    """The id of an event or party as the name of a file: as it is, unless it is too long for one.

    Ids are letters, digits, dots, dashes and underscores, and begin with a letter or digit: none
    leads out of its folder.
    """
    return (
        name
        if len(name) <= LONGEST_NAME
        else f"{name[: LONGEST_NAME - 17]}-{sha256(name.encode())[:16]}"
    )


def folder_name(event: str, document: str = "") -> str:
    """The name of an event's folder; with a ``document``, of the folder of drafts of that kind
    alone.

    No id has a plus sign: no two of these are one.
    """
    return f"{file_id(event)}+{document}" if document else file_id(event)


def manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a folder as it stands; empty where there is none that can be read."""
    try:
        found = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def intact(folder: Path, known: dict[str, Any]) -> bool:
    """Whether every file of a manifest stands there unchanged, and no other."""
    files = {entry["path"]: entry["sha256"] for entry in known.get("files", ())}
    if not files:
        return False
    there = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {"manifest.json"}
    return there == files.keys() and all(
        sha256((folder / path).read_bytes()) == digest for path, digest in files.items()
    )
