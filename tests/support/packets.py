"""Packets that tests make of a deal, and what is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document

from rrdocs.documents.packets.bundle import Draft
from rrdocs.documents.packets.manifest import Result
from rrdocs.documents.pdf.engines import engine_named
from rrdocs.pipeline.batch import run_deal

SAVVIS = Path(__file__).parents[2] / "data" / "savvis-2001"


def make(folder: Path, out: Path, pdf_engine: str = "dxpdf") -> Result:
    """Packets of every event of a deal; they must come off."""
    result = run_deal(folder, out, engine_named(pdf_engine), lambda _: None)
    assert result.made, (result.refused, result.problems)
    return result


def read_fields(draft: Draft) -> dict[str, Any]:
    """The fields of a draft, for a test that knows what each of them holds."""
    return draft.context


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def edit(path: Path, old: str, new: str) -> None:
    """Change a word in a template; it must stand within one run."""
    document = Document(str(path))
    runs = [
        run
        for paragraph in document.element.body.iter("{*}t")
        for run in [paragraph]
        if old in (run.text or "")
    ]
    assert runs, f"no run of {path} holds {old}"
    for node in runs:
        node.text = (node.text or "").replace(old, new)
    document.save(str(path))
