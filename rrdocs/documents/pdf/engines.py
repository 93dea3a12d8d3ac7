"""PDF engines: Word documents in, PDFs out, and what a PDF says about itself."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rrdocs.errors import DocumentError, MissingToolError

# What makes and writes PDFs is imported where one is made: most runs find that nothing has changed.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    import pikepdf

FONTS = Path(__file__).resolve().parents[2] / "fonts"

_FONTS_CONF = """<?xml version="1.0"?>
<fontconfig>
  <dir>/fonts</dir>
  <cachedir>/cache</cachedir>
  <alias binding="same">
    <family>Times New Roman</family>
    <prefer><family>Liberation Serif</family></prefer>
  </alias>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>Liberation Serif</string></edit>
    <edit name="family" mode="append_last"><string>sans-serif</string></edit>
  </match>
</fontconfig>
"""


class EngineMissingError(MissingToolError):
    """The engine asked for is not installed on this machine."""


class ConversionError(DocumentError):
    """An engine could not make a PDF of a document."""


AT_ONCE = 200
"""Documents converted and held at once: enough for an engine to be quick, few enough that their
number costs no memory.
"""


class Engine(Protocol):
    """What turns Word documents into PDFs."""

    name: str

    @property
    def version(self) -> str:
        """The engine's version, for the record of how a document was made."""

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        """The PDF of each .docx, in order; most efficient with many at once. Raises
        ConversionError.
        """


class DxpdfEngine:
    """The embedded engine, with the fonts of this package and no others: the same pages on every
    machine.
    """

    name = "dxpdf"

    def __init__(self, threads: int | None = None) -> None:
        if importlib.util.find_spec("dxpdf") is None:
            raise EngineMissingError("the embedded PDF engine is not installed: pip install dxpdf")
        self._threads = threads or os.cpu_count() or 1

    @property
    def version(self) -> str:
        """The version of dxpdf."""
        return version("dxpdf")

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        """The PDF of each .docx, several at a time, as dxpdf lets go of the interpreter. Raises
        ConversionError.
        """
        _embed_fonts()
        from dxpdf import convert  # not before its fonts are named

        try:
            if len(documents) == 1 or self._threads == 1:
                return [convert(document) for document in documents]
            with ThreadPoolExecutor(self._threads) as pool:
                return list(pool.map(convert, documents))
        except (RuntimeError, ValueError) as error:
            raise ConversionError(f"dxpdf: {error}") from error


FILES_A_CALL = 200
"""LibreOffice stops without a word after some 247 files of one call."""


class LibreOfficeEngine:
    """LibreOffice: slower, and closest to Word; to PDF/A-2b where files are ``archival``. One
    process for all documents of a call, with a profile of its own.
    """

    def __init__(self, timeout: float = 600, *, archival: bool = False) -> None:
        program = shutil.which("soffice") or shutil.which("libreoffice")
        if program is None:
            raise EngineMissingError(
                "LibreOffice is not installed (no soffice on the PATH): install it, or use dxpdf"
            )
        self.name = "pdf-a" if archival else "libreoffice"
        options = {"UseTaggedPDF": {"type": "boolean", "value": "true"}}  # for readers aloud
        if archival:
            options["SelectPdfVersion"] = {"type": "long", "value": "2"}
        self._filter = f"pdf:writer_pdf_Export:{json.dumps(options)}"
        self._program = program
        self._timeout = timeout

    @property
    def version(self) -> str:
        """The version that soffice reports."""
        return self._run("--version").split()[1]

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        """The PDF of each .docx. Raises ConversionError."""
        with tempfile.TemporaryDirectory(prefix="rrdocs-") as folder:
            sources = [Path(folder, f"{number}.docx") for number in range(len(documents))]
            for source, document in zip(sources, documents, strict=True):
                source.write_bytes(document)
            for first in range(0, len(sources), FILES_A_CALL):
                files = map(str, sources[first : first + FILES_A_CALL])
                self._run("--convert-to", self._filter, "--outdir", folder, *files)
            try:
                return [source.with_suffix(".pdf").read_bytes() for source in sources]
            except FileNotFoundError as error:
                raise ConversionError(
                    f"LibreOffice made no PDF of document {Path(error.filename).stem}"
                ) from error

    def _run(self, *arguments: str) -> str:
        # The other engine's fonts are no business of LibreOffice, which has the system's.
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")
        }
        with tempfile.TemporaryDirectory(
            prefix="rrdocs-profile-", ignore_cleanup_errors=True
        ) as profile:
            command = [
                self._program,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                *arguments,
            ]
            with subprocess.Popen(
                command,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                start_new_session=True,
            ) as process:
                try:
                    said, complaint = process.communicate(timeout=self._timeout)
                except subprocess.TimeoutExpired as error:
                    # soffice is a script: what does the work is its child, in the same new session.
                    os.killpg(process.pid, signal.SIGKILL)
                    raise ConversionError(
                        f"LibreOffice took longer than {self._timeout:g} seconds"
                    ) from error
            if process.returncode:
                raise ConversionError(
                    f"LibreOffice: {complaint.strip() or f'exit code {process.returncode}'}"
                )
            return said


def engine_named(name: str = "auto") -> Engine | None:
    """The engine called `auto`, `dxpdf`, `libreoffice` or `pdf-a`; None for `none`, which makes no
    PDFs.

    `pdf-a` is LibreOffice that makes PDF/A-2b. `auto` is the embedded engine, or LibreOffice where
    that cannot be had. Raises EngineMissingError, ValueError.
    """
    match name:
        case "none":
            return None
        case "dxpdf":
            return DxpdfEngine()
        case "libreoffice":
            return LibreOfficeEngine()
        case "pdf-a":
            return LibreOfficeEngine(archival=True)
        case "auto":
            try:
                return DxpdfEngine()
            except EngineMissingError:
                return LibreOfficeEngine()
    raise ValueError(f"no PDF engine is called {name!r}: auto, dxpdf, libreoffice, pdf-a or none")


def finish(
    pdf: bytes,
    *,
    title: str,
    author: str = "",
    subject: str = "",
    language: str = "en-US",
    stamps: Mapping[int, bytes] | None = None,
) -> bytes:
    """`pdf` with what it says about itself, and without times: the same bytes on every run. One
    that is PDF/A-2b stays so.

    `stamps` are drawn over pages, by their index from 0: the operators of a content stream.
    """
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as found:
        for index, drawing in (stamps or {}).items():
            draw(found.pages[index], drawing)
        out = BytesIO()
        save(found, out, title=title, author=author, subject=subject, language=language)
        return out.getvalue()


def draw(page: pikepdf.Page, drawing: bytes) -> None:
    """Draw the operators of a content stream over a page, in the page's own units from its lower
    left corner.
    """
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + drawing)


def save(
    pdf: pikepdf.Pdf,
    to: BytesIO | Path,
    *,
    title: str,
    author: str = "",
    subject: str = "",
    language: str = "en-US",
) -> None:
    """Write `pdf` with these properties, no dates, and an identifier made of its content."""
    import pikepdf

    for name in pdf.trailer.keys() - _TRAILER:
        del pdf.trailer[name]
    set_properties(pdf, title=title, author=author, subject=subject, language=language)
    pdf.save(
        to,
        force_version="1.7",
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


def set_properties(
    pdf: pikepdf.Pdf, *, title: str, author: str = "", subject: str = "", language: str = "en-US"
) -> None:
    """Give `pdf` these properties; a file that claims to be PDF/A says the same in its metadata."""
    import pikepdf

    from rrdocs.documents.pdf import pdfa as archival

    said = {"/Title": title, "/Author": author, "/Subject": subject, "/Producer": "rrdocs"}
    for key, value in said.items():
        if value:
            pdf.docinfo[key] = value
    archival.set_archival_properties(pdf)
    pdf.Root.Lang = pikepdf.String(language)


_TRAILER = {"/Root", "/Size"}
"""What is kept of an engine's trailer: not its times, nor its identifier, nor the checksums of
LibreOffice.
"""


@cache
def _embed_fonts() -> None:
    """Names this package's fonts to the font library inside dxpdf, as its only ones, for this
    process.

    That library marks every folder of fonts it meets, reads the system's settings on each call
    unless it is given another root, and looks for its own settings both outside and inside that
    root: hence a private root, with both.
    """
    root = Path(tempfile.mkdtemp(prefix="rrdocs-fonts-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    shutil.copytree(FONTS, root / "fonts")
    (root / "cache").mkdir()
    settings = root / "rrdocs.conf"
    inside = root / settings.relative_to(settings.anchor)
    inside.parent.mkdir(parents=True)
    for path in (settings, inside):
        path.write_text(_FONTS_CONF, encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(settings)
    os.environ["FONTCONFIG_SYSROOT"] = str(root)
