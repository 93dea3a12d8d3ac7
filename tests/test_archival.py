"""With --pdf-a every PDF of a packet is PDF/A-2b, as far as its structure shows: ISO 19005-2,
clause by clause.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

from rrdocs.cli import main
from rrdocs.documents.pdf.packet import Piece, concatenate
from tests.support.packets import SAVVIS, files

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)
EVENT = "join-lee"
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/Sound",
    "/Movie",
    "/ResetForm",
    "/ImportData",
    "/Hide",
    "/SetOCGState",
    "/Rendition",
    "/Trans",
}
BLENDS = {
    "/Normal",
    "/Compatible",
    "/Multiply",
    "/Screen",
    "/Overlay",
    "/Darken",
    "/Lighten",
    "/ColorDodge",
    "/ColorBurn",
    "/HardLight",
    "/SoftLight",
    "/Difference",
    "/Exclusion",
    "/Hue",
    "/Saturation",
    "/Color",
    "/Luminosity",
}
SPACES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def drafted(deal: Path, out: Path, *options: str) -> dict[str, bytes]:
    """The files of an event's folder after the command."""
    done = CliRunner().invoke(
        main, ["draft", str(deal), "--event", EVENT, "--out", str(out), *options]
    )
    assert done.exit_code == 0, done.output
    return files(out / SAVVIS.name / EVENT)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    drafted(SAVVIS, folder, "--pdf-a")
    return folder


def objects(reader: PdfReader) -> Iterator[Any]:
    """Every object of a file, those within others too."""
    todo: list[Any] = [IndirectObject(number, 0, reader).get_object() for number in reader.xref[0]]
    todo += [IndirectObject(number, 0, reader).get_object() for number in reader.xref_objStm]
    while todo:
        found = todo.pop()
        yield found
        inner = (
            found.values()
            if isinstance(found, DictionaryObject)
            else found
            if isinstance(found, ArrayObject)
            else ()
        )
        todo += [each for each in inner if not isinstance(each, IndirectObject)]


def faults(path: Path) -> Iterator[str]:
    """What keeps a file from being PDF/A-2b; its clause with each."""
    data, reader = path.read_bytes(), PdfReader(path)
    root: Any = reader.trailer["/Root"]
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", data) or not data.rstrip(b"\r\n").endswith(
        b"%%EOF"
    ):
        yield "6.1.2 the header, or the end"
    if "/ID" not in reader.trailer or "/Encrypt" in reader.trailer:
        yield "6.1.3 the trailer"
    yield from _said(reader, root)
    yield from _intent(root)
    for found in objects(reader):
        if isinstance(found, DictionaryObject):
            yield from _object(found)
    for page in reader.pages:
        yield from _content(ContentStream(page["/Contents"], reader))
    if root.get("/AA") or root.get("/NeedsRendering") or root.get("/Perms"):
        yield "6.4, 6.5 the catalog"


def _said(reader: PdfReader, root: Any) -> Iterator[str]:
    stream = root["/Metadata"].get_object()
    found = etree.fromstring(stream.get_data())

    def one(where: str) -> str:
        return str(found.xpath(f"string(//{where})", namespaces=SPACES))

    if (one("pdfaid:part"), one("pdfaid:conformance"), stream["/Type"], stream["/Subtype"]) != (
        "2",
        "B",
        "/Metadata",
        "/XML",
    ):
        yield "6.6.4 the identification"
    inside = {
        "/Title": one("dc:title/rdf:Alt/rdf:li"),
        "/Author": one("dc:creator/rdf:Seq/rdf:li"),
        "/Producer": one("pdf:Producer"),
        "/Subject": one("dc:description/rdf:Alt/rdf:li"),
    }
    if {name: text for name, text in inside.items() if text} != {
        name: str(text) for name, text in (reader.metadata or {}).items()
    }:
        yield f"6.6.3 the metadata {inside} and the properties {reader.metadata}"


def _intent(root: Any) -> Iterator[str]:
    intents = [each.get_object() for each in root["/OutputIntents"].get_object()]
    for intent in intents:
        profile = intent["/DestOutputProfile"].get_object()
        head = profile.get_data()[:128]
        if (
            intent["/S"] != "/GTS_PDFA1"
            or profile["/N"] != 3
            or (head[36:40], head[16:20]) != (b"acsp", b"RGB ")
            or head[8] > 4
        ):
            yield "6.2.3 the output intent"
    if len(intents) != 1:
        yield "6.2.3 several output intents"


def _object(found: Any) -> Iterator[str]:
    if isinstance(found, StreamObject) and (
        {"/F", "/FFilter"} & found.keys() or "LZW" in str(found.get("/Filter"))
    ):
        yield "6.1.7 a stream"
    if found.get("/S") in ACTIONS or "/JS" in found or found.get("/FT"):
        yield f"6.4, 6.5 an action or a form: {found}"
    drawn = {"/BM", "/CA", "/ca", "/SMask"} & found.keys() or found.get("/Type") == "/ExtGState"
    if str(found.get("/BM", "/Normal")) not in BLENDS or (drawn and {"/TR", "/HTP"} & found.keys()):
        yield f"6.2.5, 6.2.10 a state of graphics: {found}"
    if found.get("/Subtype") == "/Image" and (
        {"/Alternates", "/OPI"} & found.keys() or bool(found.get("/Interpolate"))
    ):
        yield "6.2.8 an image"
    if found.get("/Subtype") in {"/Form", "/PS"} and {"/OPI", "/PS", "/Ref"} & found.keys():
        yield "6.2.9 a form"
    if found.get("/Type") == "/Annot" and (
        found.get("/F", 0) & 0b100111 != 0b100 or found["/Subtype"] != "/Link"
    ):
        yield f"6.3 an annotation: {found}"
    if found.get("/Type") == "/Font" and found["/Subtype"] not in {"/Type0", "/Type3"}:
        descriptor = found["/FontDescriptor"].get_object()
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys():
            yield f"6.2.11.4 {found['/BaseFont']} is not embedded"
    if (
        found.get("/Type") == "/Font"
        and found["/Subtype"] == "/Type0"
        and found["/Encoding"] != "/Identity-H"
    ):
        yield "6.2.11.3.3 the encoding of a font"


def _content(content: ContentStream) -> Iterator[str]:
    depth = deepest = 0
    for _, operator in content.operations:
        depth += {b"q": 1, b"Q": -1}.get(operator, 0)
        deepest = max(depth, deepest)
        if operator in {b"k", b"K", b"d0", b"d1"}:
            yield f"6.2.4 {operator.decode()}: a colour without an intent"
    if deepest > 28 or depth:
        yield "6.1.13 states of graphics that are nested too deep or left open"


def test_every_pdf_of_a_packet_is_pdf_a(out: Path) -> None:
    paths = sorted((out / SAVVIS.name / EVENT).rglob("*.pdf"))
    assert {path.parent.name for path in paths} >= {
        EVENT,
        "signatures",
        "selling_holder_questionnaire",
    }
    assert {
        path.relative_to(out).as_posix(): found for path in paths if (found := list(faults(path)))
    } == {}


def test_the_packet_says_whose_it_is_in_both_places_and_marks_its_pages_to_sign(out: Path) -> None:
    packet = PdfReader(out / SAVVIS.name / EVENT / "packet.pdf")
    assert packet.metadata and packet.metadata.title and packet.metadata.title.endswith(": packet")
    assert packet.metadata.author == "SAVVIS Communications Corporation"
    assert packet.xmp_metadata and packet.xmp_metadata.dc_title == {
        "x-default": packet.metadata.title
    }
    (sheet,) = (out / SAVVIS.name / EVENT / "signatures").glob("*.pdf")
    drawn: Any = PdfReader(sheet).pages[-1]["/Contents"]
    assert b"/Artifact BMC q" in b"".join(part.get_object().get_data() for part in drawn)


def test_the_same_inputs_give_the_same_bytes_and_another_option_other_files(
    out: Path, tmp_path: Path
) -> None:
    shutil.copytree(out, tmp_path / "out")
    kept = drafted(SAVVIS, tmp_path / "out", "--pdf-a")
    assert kept == drafted(SAVVIS, tmp_path / "anew", "--pdf-a")
    plain = drafted(SAVVIS, tmp_path / "out", "--pdf-engine", "libreoffice")
    roots: list[Any] = [
        PdfReader(BytesIO(plain[name])).trailer["/Root"] for name in ("packet.pdf", "memo.pdf")
    ]
    assert not any({"/Metadata", "/OutputIntents"} & root.keys() for root in roots)
    assert {name: data for name, data in kept.items() if name.endswith(".docx")} == {
        name: data for name, data in plain.items() if name.endswith(".docx")
    }


def test_what_is_bound_with_other_files_claims_nothing(out: Path, packets: Path) -> None:
    archival, plain = out / SAVVIS.name / EVENT / "memo.pdf", packets / EVENT / "memo.pdf"

    def claims(*paths: Path) -> set[str]:
        root: Any = PdfReader(BytesIO(concatenate(map(Piece, paths), title="bound"))).trailer[
            "/Root"
        ]
        return {name for name in ("/Metadata", "/OutputIntents") if name in root}

    assert claims(archival, archival) == {"/Metadata", "/OutputIntents"}
    assert claims(archival, plain) == claims(plain, archival) == set()


@pytest.mark.parametrize("engine", ["dxpdf", "none"])
@pytest.mark.parametrize("command", ["draft", "batch"])
def test_another_engine_is_refused(command: str, engine: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, [command, str(SAVVIS), "--pdf-a", "--pdf-engine", engine, "--out", str(tmp_path)]
    )
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert f"--pdf-a is made by LibreOffice, and --pdf-engine {engine} is not" in done.output
