"""Documents per second, in Word and as PDF, beside other ways of making them; and what binding
them costs.
"""

from __future__ import annotations

import atexit
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from pypdf import PdfReader, PdfWriter

from bench.deals import written
from rrdocs.deal.loading import load
from rrdocs.documents import house_templates
from rrdocs.documents.packets.bundle import Draft
from rrdocs.documents.packets.drafting import bundle
from rrdocs.documents.pdf.engines import DxpdfEngine, LibreOfficeEngine, finish
from rrdocs.documents.pdf.packet import Piece, concatenate, page_count
from rrdocs.documents.templates import ooxml as word
from rrdocs.documents.templates import tags
from rrdocs.documents.templates.render import Properties, render
from rrdocs.pipeline.packets import deal_library, on_the_record

TEMPLATE = "piggyback_notice"
MADE = date(2001, 9, 4)


Rates = dict[str, float]
"""Ways of doing something, with how many documents a second each does."""


@cache
def drafts(count: int) -> list[Draft]:
    """The notices of a proposed registration to so many investors."""
    with tempfile.TemporaryDirectory() as folder:
        deal, problems = load(written(Path(folder, "deal"), count))
        assert deal is not None, problems
        found = bundle(deal, deal.events[-1], on_the_record, datetime(2001, 9, 4, 23, 59, 59))
    return [draft for draft in found.drafts if draft.document == TEMPLATE][:count]


def rate(times: int, work: Callable[[], object], rounds: int = 3) -> float:
    """Documents a second by the clock, the best of some rounds."""

    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return times / min(once() for _ in range(rounds))


# ---- in Word


@cache
def _whole() -> Path:
    """The template with its blocks pasted in, as plain docxtpl needs it: a file of its own."""
    parts = word.read_package(house_templates() / f"{TEMPLATE}.docx")
    folder = Path(tempfile.mkdtemp(prefix="rrdocs-bench-"))
    atexit.register(shutil.rmtree, folder)
    path = folder / f"{TEMPLATE}.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(
                name,
                (
                    _pasted(data.decode())
                    if name.startswith("word/") and name.endswith(".xml")
                    else data
                ),
            )
    return path


def _pasted(xml: str) -> str:
    def block(found: re.Match[str]) -> str:
        # Which signature block it is, the data say; here it is always the issuer's, a
        # corporation's.
        name = "signature_entity" if "~" in found[1] else found[1].strip().strip('"')
        part = word.read_package(house_templates() / "blocks" / f"{name}.docx")[
            "word/document.xml"
        ].decode()
        body = re.search(r"<w:body>(.*?)(?:<w:sectPr.*)?</w:body>", part, re.DOTALL)
        assert body, name
        return _pasted(body[1])

    return _INCLUDE.sub(block, xml)


_INCLUDE = re.compile(r"<w:p[ >](?:(?!</w:p>).)*?\{%p include (.*?) %\}.*?</w:p>", re.DOTALL)


def plainly(context: dict[str, Any]) -> DocxTemplate:
    """The same template and fields by docxtpl as it comes."""
    template = DocxTemplate(str(_whole()))
    template.render(
        {**context, "number": tags.Numbers()}, tags.environment(lambda _: None), autoescape=True
    )
    return template


def in_word(ours: int = 1000, theirs: int = 40) -> Rates:
    """To memory, and with files written, by docxtpl as it comes and by ours; one process."""
    found = drafts(ours)
    library = deal_library(Path("nowhere"))
    template = library.template(TEMPLATE)

    def made(draft: Draft) -> bytes:
        return render(template, draft.context, Properties(draft.title, "Savvis", "Form S-1", MADE))

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def write_ours() -> None:
            for number, draft in enumerate(found):
                (folder / f"{number}.docx").write_bytes(made(draft))

        def write_theirs() -> None:
            for number, draft in enumerate(found[:theirs]):
                plainly(draft.context).save(str(folder / f"{number}.docx"))

        plainly(found[0].context)  # both have read and compiled the template before they are timed
        made(found[0])
        return {
            "docxtpl, to memory": rate(
                theirs, lambda: [plainly(draft.context).save(BytesIO()) for draft in found[:theirs]]
            ),
            "rrdocs, to memory": rate(ours, lambda: [made(draft) for draft in found]),
            "docxtpl, files": rate(theirs, write_theirs),
            "rrdocs, files": rate(ours, write_ours),
        }


# ---- as PDF


def as_pdf(ours: int = 1000, batched: int = 200, singly: int = 8) -> Rates:
    """Each way of making PDFs of 3-page notices, as files."""
    found = drafts(ours)
    library = deal_library(Path("nowhere"))
    words = [render(library.template(TEMPLATE), draft.context) for draft in found]
    pages = {page_count(pdf) for pdf in DxpdfEngine().convert(words[:1])}
    assert pages == {3}, pages
    rates: Rates = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def write(pdfs: Sequence[bytes]) -> None:
            for number, pdf in enumerate(pdfs):
                (folder / f"{number}.pdf").write_bytes(finish(pdf, title="Notice", author="Savvis"))

        def embedded(threads: int) -> Callable[[], None]:
            engine = DxpdfEngine(threads)

            def work() -> None:
                for first in range(0, len(words), batched):
                    write(engine.convert(words[first : first + batched]))

            return work

        for threads in (1, 2):
            rates[f"embedded engine, {threads} thread{'s' * (threads > 1)}"] = rate(
                ours, embedded(threads), 1
            )
        if shutil.which("soffice"):
            office = LibreOfficeEngine()

            def halves() -> None:
                with ThreadPoolExecutor(2) as pool:
                    list(
                        pool.map(
                            office.convert, (words[: batched // 2], words[batched // 2 : batched])
                        )
                    )

            rates["LibreOffice, one file a call"] = rate(
                singly, lambda: [office.convert([each]) for each in words[:singly]], 1
            )
            rates[f"LibreOffice, {batched} files a call"] = rate(
                batched, lambda: office.convert(words[:batched]), 1
            )
            rates[f"LibreOffice, two processes, {batched // 2} files a call each"] = rate(
                batched, halves, 1
            )
        if shutil.which("unoconvert"):
            source = folder / "one.docx"
            source.write_bytes(words[0])

            def served() -> None:
                for _ in range(singly):
                    subprocess.run(
                        ["unoconvert", str(source), str(folder / "one.pdf")],
                        check=True,
                        capture_output=True,
                    )

            rates["unoserver, one process"] = rate(singly, served, 1)
    return rates


# ---- bound


def bound(count: int = 200) -> Rates:
    """Three-page notices bound into one PDF, by pypdf as it comes and by ours."""
    library = deal_library(Path("nowhere"))
    words = [render(library.template(TEMPLATE), draft.context) for draft in drafts(count)]
    pdfs = [finish(pdf, title="Notice") for pdf in DxpdfEngine().convert(words)]

    def theirs() -> None:
        writer = PdfWriter()
        for pdf in pdfs:
            writer.append(PdfReader(BytesIO(pdf)), import_outline=False)
        writer.compress_identical_objects(remove_duplicates=True, remove_unreferenced=False)
        writer.write(BytesIO())

    return {
        "pypdf": rate(count, theirs, 1),
        "rrdocs (pikepdf)": rate(count, lambda: concatenate(map(Piece, pdfs), title="All"), 2),
    }
