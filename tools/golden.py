"""The golden texts of the documents: `python tools/golden.py` writes them anew, and a person reads
the difference.

Each is the text of one document of the illustrative deal, a line for each paragraph, chosen so that
every template and every variant that occurs in the deal stands in one of them.
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from pathlib import Path

from lxml import etree
from pypdf import PdfReader

from rrdocs.documents import house_templates
from rrdocs.documents.pdf.engines import engine_named
from rrdocs.documents.templates.render import render
from rrdocs.documents.templates.template_files import Library
from rrdocs.pipeline.batch import run_deal
from rrdocs.pipeline.sample_deal import sample_drafts

ROOT = Path(__file__).resolve().parents[1]
DEAL = ROOT / "data" / "savvis-2001"
FOLDER = ROOT / "tests" / "golden" / "documents"
SAMPLES = ROOT / "tests" / "golden" / "samples"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

GOLDEN = {
    "demand_further_notice": "demand-2/documents/demand_further_notice/sorrel.docx",
    "demand_further_notice_to_a_requester": "demand-2/documents/piggyback_notice/wcas_viii.docx",
    "joining_request_to_an_underwriting": "demand-2/documents/joining_request/rather.docx",
    "short_form_further_notice": "short-2/documents/short_form_further_notice/wcas_management.docx",
    "joining_request_without_underwriters": (
        "short-2/documents/joining_request/wcas_management.docx"
    ),
    "piggyback_notice": "s1-2001/documents/piggyback_notice/wcas_viii.docx",
    "piggyback_election": "s1-2001/documents/piggyback_election/wcas_viii.docx",
    "notice_of_transfer_by_an_attorney": "sale-carson/documents/notice_of_transfer/carson.docx",
    "notice_of_transfer_by_a_partnership": (
        "distribution-1/documents/notice_of_transfer/wcas_viii.docx"
    ),
    "notice_of_transfer_of_a_public_sale": (
        "sale-minicucci/documents/notice_of_transfer/minicucci.docx"
    ),
    "opinion_request": "sale-carson/documents/opinion_request/carson.docx",
    "legend_instruction": (
        "conversion-wcas-management/documents/legend_instruction/transfer_agent.docx"
    ),
    "legend_removal_instruction": (
        "legend-mackesy-opinion/documents/legend_removal_instruction/transfer_agent.docx"
    ),
    "deficiency_letter_to_a_requester": "demand-1/documents/deficiency_letter/clark.docx",
    "deficiency_letter_to_a_joiner": "piggyback-lee-1/documents/deficiency_letter/lee.docx",
    "refusal_letter": "short-1/documents/refusal_letter/carson.docx",
    "packet_index": "demand-2/packet.pdf",
    "counsel_memo": "demand-2/memo.docx",
    "counsel_memo_with_open_questions": "demand-3/memo.docx",
}
"""The name of each golden text, and its document below the deal's packets."""


def text(path: Path) -> str:
    """The text of a document, or of a packet's cover."""
    return cover(path) if path.suffix == ".pdf" else word(path)


def cover(packet: Path) -> str:
    """The text of a packet's index, without leaders: the pages with roman numbers."""
    reader = PdfReader(packet)
    pages = [
        page.extract_text()
        for page, label in zip(reader.pages, reader.page_labels, strict=True)
        if not label.isdigit()
    ]
    lines = [
        re.sub(r"\s*\.{3,}\s*", " | ", line).rstrip()
        for page in pages
        for line in page.splitlines()
    ]
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ") + "\n"


def word(path: Path) -> str:
    """The text of a Word document: a line for each paragraph, with | between the cells of a row,
    then headers and footers.
    """
    with zipfile.ZipFile(path) as package:
        names = [
            name
            for name in package.namelist()
            if re.fullmatch(r"word/(header|footer)\d*\.xml", name)
        ]
        parts = [package.read(name) for name in ("word/document.xml", *sorted(names))]
    blocks = [_lines(etree.fromstring(part)) for part in parts]
    return (
        "\n\n".join(block for block in blocks if block.strip()).replace("\N{NO-BREAK SPACE}", " ")
        + "\n"
    )


def _lines(root: etree._Element) -> str:
    lines = []
    for element in root.iter(f"{W}p", f"{W}tr"):
        if element.tag == f"{W}tr":
            lines.append(
                " | ".join(
                    " / ".join(filter(None, map(_said, cell.iter(f"{W}p"))))
                    for cell in element.iter(f"{W}tc")
                )
            )
        elif next(element.iterancestors(f"{W}tc"), None) is None:
            lines.append(_said(element))
    return "\n".join(line.rstrip() for line in lines)


def _said(paragraph: etree._Element) -> str:
    marks = {f"{W}tab": "\t", f"{W}br": "\n"}
    nodes = filter(_is_text, paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"))
    return "".join(marks.get(str(node.tag), node.text or "") for node in nodes)


def _is_text(node: etree._Element) -> bool:
    """A tab stop of a paragraph's properties is a tab too, but not text."""
    return next(node.iterancestors(f"{W}pPr"), None) is None


def samples(work: Path) -> None:
    """Write the golden text of one paper of each template, made of the sample deal."""
    library = Library([house_templates()])
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for stale in SAMPLES.glob("*.txt"):
        stale.unlink()
    for name, drafts in sample_drafts().items():
        (work / "sample.docx").write_bytes(render(library.template(name), drafts[0].context))
        (SAMPLES / f"{name}.txt").write_text(text(work / "sample.docx"), "utf-8")


def main() -> None:
    """Write every golden text."""
    with tempfile.TemporaryDirectory() as out:
        result = run_deal(DEAL, Path(out), engine_named("dxpdf"), lambda _: None)
        if result.made is None:
            sys.exit(result.refused or "the deal has problems: rrdocs check")
        FOLDER.mkdir(parents=True, exist_ok=True)
        for stale in FOLDER.glob("*.txt"):
            stale.unlink()
        for name, path in GOLDEN.items():
            (FOLDER / f"{name}.txt").write_text(text(Path(out, DEAL.name, path)), "utf-8")
        samples(Path(out))
    print(
        f"{len(GOLDEN)} texts: read what has changed with git diff"
        f" {FOLDER.parent.relative_to(ROOT)}"
    )


if __name__ == "__main__":
    main()
