"""Check what the main job wrote: `python tools/whole.py out`.

Every file of every manifest is there with its hash, and no other; every Word document passes the
validator of Office Open XML; every PDF passes `qpdf --check`; the two say the same. Where a checker
is not installed, it says what it did not check, and why.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from pathlib import Path

from lxml import etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from rrdocs.documents.wording.phrases import plain_spaces

VALIDATOR = Path(__file__).resolve().parents[1] / "node_modules" / ".bin" / "ooxml-validator"
QPDF = shutil.which("qpdf")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# ---- each folder, each file


def faults(folder: Path) -> list[str]:
    """What is wrong with one event's folder, by its manifest."""
    known = {
        entry["path"]: entry["sha256"]
        for entry in json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    }
    there = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    } - {"manifest.json"}
    found = [
        f"{folder}: {name} is {'missing' if name in known else 'not in the manifest'}"
        for name in sorted(there ^ known.keys())
    ]
    changed = (
        name
        for name in sorted(there & known.keys())
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != known[name]
    )
    found += [f"{folder}: {name} has changed" for name in changed]
    if "packet.pdf" not in known:
        found.append(f"{folder}: there is no packet")
    return found


def invalid(papers: Sequence[Path]) -> list[str]:
    """What the validator says of Word documents. Those that differ in nothing but their words are
    one to it, and it sees one of them.
    """
    shapes: dict[str, Path] = {}
    for path in papers:
        shapes.setdefault(_shape(path), path)

    def check(path: Path) -> str:
        done = subprocess.run(
            [str(VALIDATOR), str(path)], check=False, capture_output=True, text=True, timeout=120
        )
        return "" if done.returncode == 0 else f"{path}: {done.stdout}{done.stderr}"

    with ThreadPoolExecutor() as pool:
        return [words for words in pool.map(check, shapes.values()) if words]


_ANY_TEXT = re.compile(rb"(<(?:w:t|dc:\w+|dcterms:\w+)(?: [^>]*)?>)[^<]*")
"""The text of runs, which may be any text, and of properties, which the validator does not read."""


def _shape(path: Path) -> str:
    """A hash of a document without such text."""
    total = hashlib.sha256()
    try:
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                total.update(name.encode() + b"\0" + _ANY_TEXT.sub(rb"\1", package.read(name)))
    except zipfile.BadZipFile:
        total.update(path.read_bytes())
    return total.hexdigest()


def broken(pdfs: Sequence[Path]) -> list[str]:
    """What qpdf says of PDFs; without it, whether they can be read and have a page."""

    def check(path: Path) -> str:
        if QPDF:
            done = subprocess.run(
                [QPDF, "--check", str(path)],
                check=False,
                capture_output=True,
                text=True,
                timeout=120,
            )
            return "" if done.returncode == 0 else f"{path}: {done.stdout}{done.stderr}"
        try:
            return "" if len(PdfReader(path).pages) else f"{path}: has no page"
        except PyPdfError as error:
            return f"{path}: {error}"

    with ThreadPoolExecutor() as pool:
        return [words for words in pool.map(check, pdfs) if words]


def differing(papers: Sequence[Path]) -> list[str]:
    """The Word documents that do not say what the PDF beside them says."""
    beside = ((path, path.with_suffix(".pdf")) for path in papers)
    return [
        f"{path}: the PDF says something else"
        for path, pdf in beside
        if "".join(body(printed(pdf), path)) != said(path)
    ]


# ---- words


@cache
def printed(pdf: Path | bytes) -> list[str]:
    """The words of each page of a PDF, with ordinary spaces."""
    source = BytesIO(pdf) if isinstance(pdf, bytes) else pdf
    return [" ".join(plain_spaces(page.extract_text()).split()) for page in PdfReader(source).pages]


def solid(text: str) -> str:
    """Words without spaces and without the lines to write on and leaders, which each engine draws
    in its own way.
    """
    return re.sub(r"_+|\.{3,}", "", "".join(text.split()))


def words_of(docx: Path, part: str) -> str:
    """The words of a part of a document in Word, in one piece."""
    with zipfile.ZipFile(docx) as package:
        return "".join(
            node.text or "" for node in etree.fromstring(package.read(part)).iter("{*}t")
        )


def said(docx: Path) -> str:
    """The words of a document's body, solid."""
    return solid(words_of(docx, "word/document.xml"))


def body(pages: Sequence[str], docx: Path) -> list[str]:
    """The pages' words without headers and footers, solid."""
    with zipfile.ZipFile(docx) as package:
        parts = [
            name
            for name in sorted(package.namelist())
            if re.fullmatch(r"word/(header|footer)\d*\.xml", name)
        ]
    running = [solid(words_of(docx, part)) for part in parts]
    found: list[str] = []
    whole, headings = said(docx), repeated(docx)
    for number, page in enumerate(pages, 1):
        text = solid(page)
        for words in running:
            text = text.replace(
                re.sub(r"Page\d+of\d+", f"Page{number}of{len(pages)}", words), "", 1
            )
        at = sum(map(len, found))
        if not whole.startswith(
            text, at
        ):  # the heading of a table that goes on stands at the head of the page again
            text = next(
                (
                    text[len(h) :]
                    for h in headings
                    if text.startswith(h) and whole.startswith(text[len(h) :], at)
                ),
                text,
            )
        found.append(text)
    return found


def repeated(docx: Path) -> list[str]:
    """The words of each table's heading, which stand on every page that the table reaches."""
    with zipfile.ZipFile(docx) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    rows = [
        [row for row in table.iter(f"{W}tr") if row.find(f"{W}trPr/{W}tblHeader") is not None]
        for table in root.iter(f"{W}tbl")
    ]
    return [
        solid("".join(node.text or "" for row in found for node in row.iter(f"{W}t")))
        for found in rows
        if found
    ]


# ---- all


def unchecked() -> Iterator[str]:
    """What is not checked here, and why."""
    if not VALIDATOR.exists():
        yield "Word documents are not validated: the validator is not installed (npm install)"
    if not QPDF:
        yield "PDFs are only read: qpdf is not installed"


def main(out: Path) -> int:
    """Check every folder below ``out`` and say how much there is; the exit code."""
    folders = sorted(path.parent for path in out.glob("*/*/manifest.json"))
    papers, pdfs = (
        [path for folder in folders for path in sorted(folder.rglob(kind))]
        for kind in ("*.docx", "*.pdf")
    )
    found = (
        [fault for folder in folders for fault in faults(folder)]
        or broken(pdfs)
        or differing(papers)
    )
    found += invalid(papers) if VALIDATOR.exists() else []
    for words in unchecked():
        print(words, file=sys.stderr)
    print(
        "\n".join(found)
        if found
        else f"{len(folders)} packets are whole: {len(papers)} Word documents and {len(pdfs)} PDFs"
    )
    return 1 if found or not folders else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
