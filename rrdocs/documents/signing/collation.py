"""Returned pages matched with the documents that they belong to, and the executed documents bound.

Each page is matched by its code with the pages to sign that a folder's manifest lists. A page whose
document has changed since is refused; one of another packet, one that cannot be read and one that
came already are set aside, by name: nothing is dropped.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

from rrdocs.documents.packets.manifest import manifest
from rrdocs.documents.pdf.packet import Piece, concatenate
from rrdocs.documents.signing.pages import PageToSign
from rrdocs.documents.signing.scans import UnreadableScanError, codes
from rrdocs.errors import RrdocsError

WHY = {
    "changed": "of a document that has changed since it was sent",
    "foreign": "of no paper in this packet",
    "unreadable": "no code could be read",
    "twice": "came already",
}


class NothingToSignError(RrdocsError):
    """A folder that is no packet's, or whose documents nobody signs."""


@dataclass(frozen=True)
class Scan:
    """One page that came back: the file, and its page from 1."""

    path: Path
    page: int

    def __str__(self) -> str:
        return f"{self.path.name}, page {self.page}"


@dataclass
class Collation:
    """What came back: the page for each code, what was set aside and why, and what is still
    missing.
    """

    signed: dict[str, Scan] = field(default_factory=dict)
    aside: list[tuple[Scan, str]] = field(default_factory=list)
    missing: list[PageToSign] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether a page that came back is not in its place."""
        return bool(self.aside)


def expected(folder: Path) -> list[PageToSign]:
    """The pages to sign of a packet's folder. Raises NothingToSignError."""
    found = [
        PageToSign(**{**page, "parties": tuple(page.get("parties", ()))})
        for page in manifest(folder).get("pages_to_sign", ())
    ]
    if not found:
        raise NothingToSignError(f"{folder.as_posix()}: no packet with pages to sign stands there")
    return found


def collate_pages(pages: Sequence[PageToSign], scans: Sequence[Path]) -> Collation:
    """Match the pages of scans, whatever their order. A file that is no PDF is set aside whole."""
    result, wanted = Collation(), {page.code: page for page in pages}
    names = {page.code.split(":")[1] for page in pages}
    for path in scans:
        try:
            found = list(codes(path.read_bytes()))
        except UnreadableScanError:
            result.aside.append((Scan(path, 0), "unreadable"))
            continue
        for number, code in enumerate(found, 1):
            scan = Scan(path, number)
            if code is None:
                result.aside.append((scan, "unreadable"))
            elif code in wanted:
                if code in result.signed:
                    result.aside.append((scan, "twice"))
                else:
                    result.signed[code] = scan
            else:
                result.aside.append((scan, "changed" if code.split(":")[1] in names else "foreign"))
    result.missing = [page for page in pages if page.code not in result.signed]
    return result


def bound(
    folder: Path, pages: Sequence[PageToSign], found: Collation, carried: Collection[str] = ()
) -> dict[str, bytes]:
    """Each document with the signed pages in place: below ``executed`` where all are there, below
    ``incomplete`` otherwise.

    Of the kinds of document that are ``carried``, enough have signed: they are executed too.
    """
    by_file: dict[str, list[PageToSign]] = {}
    for page in pages:
        by_file.setdefault(page.file, []).append(page)
    made: dict[str, bytes] = {}
    for file, own in by_file.items():
        there = [page for page in own if page.code in found.signed]
        if there:
            where = (
                "executed" if len(there) == len(own) or own[0].document in carried else "incomplete"
            )
            made[f"{where}/{file.removeprefix('documents/')}"] = _bind(folder / file, there, found)
    for scan, why in found.aside:
        if scan.page:
            sheet = concatenate([Piece(scan.path, [scan.page - 1])], title=f"Set aside: {WHY[why]}")
            made[f"aside/{scan.path.stem}-page-{scan.page}-{why}.pdf"] = sheet
        else:
            made[f"aside/{scan.path.name}"] = scan.path.read_bytes()
    return made


def _bind(path: Path, pages: Sequence[PageToSign], found: Collation) -> bytes:
    """A document with its signed pages instead of those to sign."""
    with pikepdf.open(path) as paper:
        count, title = len(paper.pages), str(paper.docinfo.get("/Title", path.stem))
    signed = {count + page.page: found.signed[page.code] for page in pages}
    pieces = [
        (
            Piece(signed[index].path, [signed[index].page - 1])
            if index in signed
            else Piece(path, [index])
        )
        for index in range(count)
    ]
    return concatenate(pieces, title=f"{title} (signed pages in place)")


def report(
    pages: Sequence[PageToSign], found: Collation, votes: Sequence[Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """What came back, as data: each page to sign with its scan, what was set aside, and who is
    still missing.

    ``votes``: the test of each document that needs one; None where they were not counted.
    """
    return {
        "signed": [
            {**page._asdict(), "scan": str(found.signed[page.code])}
            for page in pages
            if page.code in found.signed
        ],
        "missing": [page._asdict() for page in found.missing],
        "aside": [{"scan": str(scan), "why": WHY[why]} for scan, why in found.aside],
        "votes": votes,
    }


def write_collation(out: Path, files: Mapping[str, bytes], said: Mapping[str, Any]) -> None:
    """Write a collation's folder, whole or not at all; an earlier one gives way."""
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, data in files.items():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            (work / name).write_bytes(data)
        (work / "collation.json").write_text(json.dumps(said, indent=1) + "\n", "utf-8")
        work.chmod(0o755)
        if out.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
            os.replace(out, old / "old")
            os.replace(work, out)
            shutil.rmtree(old)
        else:
            os.replace(work, out)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
