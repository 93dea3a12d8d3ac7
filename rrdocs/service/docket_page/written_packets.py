"""Where the documents of a deal stand: the folders of events that were written, and which decision
each file answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rrdocs.docket.decisions import Decision
from rrdocs.documents.packets.manifest import file_id, manifest

BOUND = {
    "packet.pdf": "the packet",
    "memo.pdf": "the memorandum",
    "memo.docx": "the memorandum in Word",
}
"""Files of a whole event, in words."""


@dataclass(frozen=True)
class WrittenFile:
    """A file that was written, by its address from the page that links to it."""

    label: str
    href: str
    party: str = ""


class WrittenPackets:
    """The written documents of one deal below a folder of results; none where nothing was
    written.
    """

    def __init__(self, out: Path, deal: str) -> None:
        self._bound: dict[str, list[WrittenFile]] = {}
        self._of: dict[tuple[str, str, str], dict[tuple[str, str], WrittenFile]] = {}
        for path in sorted((out / deal).glob("[!.]*/manifest.json")):
            found = manifest(path.parent)
            if found.get("deal") == deal:
                self._take(path.parent, found)

    def _take(self, folder: Path, found: Mapping[str, Any]) -> None:
        home = f"{folder.parent.name}/{folder.name}"
        there: dict[str, WrittenFile] = {}
        for entry in found.get("files", ()):
            path, decision = str(entry["path"]), entry.get("decision") or {}
            href = quote(f"{home}/{path}")
            if path in BOUND:
                there[path] = WrittenFile(BOUND[path], href)
            elif path.startswith("documents/") and decision:
                word = path.endswith(".docx")
                file = WrittenFile(
                    "Word" if word else "PDF", href, str(entry.get("recipient") or "")
                )
                of = self._of.setdefault(
                    (decision["document"], decision["about"], str(decision["to"] or "")), {}
                )
                of.setdefault(
                    (file.label, file.party), file
                )  # an event's own folder comes before those of one kind of document
        self._bound[folder.name] = [there[name] for name in BOUND if name in there]

    def of(self, decision: Decision) -> list[WrittenFile]:
        """The files of one decision, each kind of file once."""
        return list(
            self._of.get((decision.document, decision.about, decision.to or ""), {}).values()
        )

    def bound(self, events: Iterable[str]) -> list[WrittenFile]:
        """The packet and memorandum of the first of these events that has them."""
        return next((found for name in events if (found := self._bound.get(file_id(name)))), [])
