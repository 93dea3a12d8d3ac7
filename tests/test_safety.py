"""Hostile data and templates: what is printed is text and nothing else, what cannot be printed is
refused, nothing leaves its folder.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from rrdocs.agreement.parties import Address
from rrdocs.deal.deal import Deal
from rrdocs.deal.loading import load
from rrdocs.docket.decisions import Docket
from rrdocs.documents.packets.manifest import LONGEST_NAME, file_id
from rrdocs.documents.pdf.engines import engine_named
from rrdocs.pipeline.batch import run_deal
from rrdocs.service.mail.message import AddressError, draft_to_counsel
from tests.support.packets import SAVVIS, make

NAMES = {
    "markup": "Smith & Co <LLP> </w:t></w:p>",
    "a tag": "{{ deal }} {% if x %} {# y #} %}",
    "right to left": "שרה לוי ושותפות",
    "mixed directions": "Fonds אבג, S.à r.l. (العربية)",
    "quotes": "O’Neil “Bob” \"Q\" 'R' \\ Sons",
    "long": "The Very Long Name of a Partnership, " * 21 + "L.P.",
    "long without a space": "x" * 300,
}


def renamed(deal: Path, name: str) -> Path:
    """The deal with another name for the holder who asks, sells and is refused, and with fewer
    papers.
    """
    (deal / "events" / "2001-09-04-form-s1.yaml").unlink()
    path = deal / "parties.yaml"
    text = path.read_text("utf-8")
    assert text.count("name: Russel Carson\n") == 1
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    path.write_text(text.replace("name: Russel Carson\n", f'name: "{quoted}"\n'), "utf-8")
    return deal


def words(docx: Path) -> str:
    """The words of a document's body, tables too, without spaces."""
    return "".join(
        "".join(
            str(node.text or "") for node in Document(str(docx)).element.body.iter("{*}t")
        ).split()
    )


# ---- what is printed


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_name_is_printed_as_it_is_in_every_paper(deal: Path, tmp_path: Path, name: str) -> None:
    made = make(renamed(deal, name), tmp_path / "out").made
    assert made
    plain = "".join(name.split())
    out = tmp_path / "out" / deal.name
    for paper in (
        "short-1/documents/refusal_letter/carson.docx",
        "sale-carson/memo.docx",
        "short-1/memo.docx",
    ):
        assert plain in words(out / paper)
    for path in out.rglob("*.pdf"):
        assert len(PdfReader(path).pages) > 0
    (message,) = (out / "sale-carson" / "mail").iterdir()
    parsed = message_from_bytes(message.read_bytes(), policy=default)
    assert not parsed.defects
    assert parsed["To"] == "Counsel to Savvis <counsel@example.com>"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("A\\u0007B", "the control character U+0007 cannot stand here"),
        ("A\\nB", "in one line"),
        ("A\\r\\nBcc: x@example.com", "in one line"),
        ("A\\u0085B", "the control character U+0085 cannot stand here"),
        ("x" * 1001, "at most 1000 characters"),
        ("   ", "must be some text"),
    ],
)
def test_a_name_that_cannot_be_printed_is_refused_with_its_place(
    deal: Path, tmp_path: Path, name: str, said: str
) -> None:
    path = deal / "parties.yaml"
    path.write_text(
        path.read_text("utf-8").replace("name: Russel Carson\n", f'name: "{name}"\n'), "utf-8"
    )
    result = run_deal(deal, tmp_path / "out", None, lambda _: None)
    assert result.made is None
    assert [problem.place.path for problem in result.problems] == ["parties.yaml"]
    assert said in result.problems[0].shown(deal.as_posix())
    assert not (tmp_path / "out").exists()


# ---- templates are other people's files


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ issuer_name.__init__.__globals__ }}", "unsafe"),
        ("{{ signature_blocks.append(1) }}", "unsafe"),
        ("{{ cycler.__init__ }}", "unsafe"),
        ("{% import os %}", "expected token 'as'"),
        ("{% import 'os' as os %}", "there is no block"),
        ("{% include '../../secret' %}", "there is no block"),
        ("{% include '/etc/passwd' %}", "there is no block"),
    ],
)
def test_a_template_reaches_nothing_but_its_fields(
    deal: Path, tmp_path: Path, tag: str, said: str
) -> None:
    (deal / "templates").mkdir()
    document = Document()
    document.add_paragraph(tag)
    document.save(str(deal / "templates" / "refusal_letter.docx"))
    result = run_deal(deal, tmp_path / "out", None, lambda _: None)
    assert result.made is None
    assert result.refused.startswith("template refusal_letter, paragraph 1 “")
    assert said in result.refused


# ---- names of files


@pytest.mark.parametrize(
    "name", ["..", ".", "../up", "a/b", "/etc", ".hidden", "a\\\\b", "a b", "", "-x", "~", "café"]
)
def test_an_id_cannot_lead_out_of_its_folder(deal: Path, name: str) -> None:
    for file, old in (
        ("events/2001-08-14-private-sale.yaml", "id: sale-carson\n"),
        ("parties.yaml", "  carson:\n"),
    ):
        path = deal / file
        text = path.read_text("utf-8")
        path.write_text(
            text.replace(
                old, old.replace("sale-carson", f'"{name}"').replace("carson:", f'"{name}":'), 1
            ),
            "utf-8",
        )
        loaded, problems = load(deal)
        path.write_text(text, "utf-8")
        assert loaded is None
        assert any(problem.place.path == file for problem in problems)


def test_an_id_too_long_for_a_file_still_has_one_of_its_own(deal: Path, tmp_path: Path) -> None:
    long = "s" * 300
    path = deal / "events" / "2001-12-10-short-form-at-the-amount.yaml"
    path.write_text(path.read_text("utf-8").replace("short-1", long), "utf-8")
    result = run_deal(deal, tmp_path / "out", None, lambda _: None)
    assert result.made
    assert file_id(long) in {found.name for found in result.made.folders}
    assert file_id("a" * LONGEST_NAME) == "a" * LONGEST_NAME
    assert len({file_id("a" * 300), file_id("a" * 299), file_id("a" * 300 + "b")}) == 3
    assert run_deal(deal, tmp_path / "out", None, lambda _: None).made


def test_an_event_may_have_the_name_of_any_file_of_ours(deal: Path, tmp_path: Path) -> None:
    path = deal / "events" / "2001-12-10-short-form-at-the-amount.yaml"
    path.write_text(path.read_text("utf-8").replace("short-1", "made.json"), "utf-8")
    for _ in range(2):
        result = run_deal(deal, tmp_path / "out", None, lambda _: None)
        assert result.made
    assert (tmp_path / "out" / deal.name / "made.json" / "manifest.json").is_file()


# ---- mail


def savvis(change: Callable[[Deal], Deal]) -> Deal:
    deal, _ = load(SAVVIS)
    assert deal
    return change(deal)


def counsel(deal: Deal, name: str, email: str = "counsel@example.com") -> Deal:
    """The deal with a name and an address of counsel that no load would let through."""
    entry = deal.parties["issuer_counsel"].model_copy(
        update={"name": name, "address": Address.model_construct(lines=(), email=email)}
    )
    return replace(deal, parties={**deal.parties, "issuer_counsel": entry})


def message(deal: Deal, title: str) -> tuple[bytes, EmailMessage]:
    data = draft_to_counsel(
        deal,
        Docket(),
        deal.events[0],
        title,
        date(2001, 6, 6),
        {"memo.docx": SAVVIS / "agreement.yaml"},
    )
    parsed = message_from_bytes(data, policy=default)
    assert isinstance(parsed, EmailMessage)
    return data, parsed


@pytest.mark.parametrize(
    "text",
    [
        "A\r\nBcc: thief@example.com",
        "A\nBcc: thief@example.com\n\nbody",
        "=?utf-8?q?A=0D=0ABcc:_thief@example.com?=",
        "Smith, Jones & Co, <thief@example.com>",
        "Müller & Partner, Zürich",
        "שרה לוי",
        '"quoted" \\ (comment)',
        "x" * 800,
        "Ünï " * 200,
        "a\x00b\x07c\u2028d",
    ],
)
def test_a_header_holds_one_line_whatever_a_name_or_title_holds(text: str) -> None:
    data, parsed = message(savvis(lambda deal: counsel(deal, text)), text)
    assert {"Bcc", "Cc"}.isdisjoint(parsed.keys())
    assert sorted(parsed.keys()) == [
        "Content-Type",
        "Date",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
        "X-Unsent",
    ]
    (to,) = parsed["To"].addresses
    assert to.addr_spec == "counsel@example.com"
    assert not parsed.defects
    head, _, _ = data.partition(b"\r\n\r\n")
    assert b"\nBcc:" not in head
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data == message(savvis(lambda deal: counsel(deal, text)), text)[0]


def test_a_name_and_title_in_other_letters_come_back_as_they_were() -> None:
    _, parsed = message(
        savvis(lambda deal: counsel(deal, "Müller, Zürich & 山田")), "Übertragung — 山田"
    )
    (to,) = parsed["To"].addresses
    assert to.display_name == "Müller, Zürich & 山田"
    assert "Übertragung — 山田" in parsed["Subject"]


@pytest.mark.parametrize(
    "address",
    ["", "counsel", "a@b\r\nBcc: c@d", "a@b, c@d", "a b@c", "@example.com", "mül@example.com"],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AddressError, match="is no e-mail address"):
        message(savvis(lambda deal: counsel(deal, "Counsel", address)), "Title")


# ---- size


def test_two_thousand_holders_are_told_of_one_event(tmp_path: Path) -> None:
    deal = tmp_path / "data" / "many"
    (deal / "events").mkdir(parents=True)
    for name in ("agreement.yaml", "parties.yaml"):
        (deal / name).write_bytes((SAVVIS / name).read_bytes())
    holders = [f"holder_{number:04}" for number in range(2000)]
    with (deal / "parties.yaml").open("a", encoding="utf-8") as file:
        for name in holders:
            file.write(
                f"  {name}: {{name: The {name} Trust, kind: trust, role: investor, address:"
                " {lines: [1 Main Street]}}\n"
            )
    issues = [
        f"- {{id: issue-{name}, type: shares_issued, date: 2001-02-20, holder: {name}, tranche:"
        " february_2001, shares: 1000}\n"
        for name in holders
    ]
    (deal / "events" / "1.yaml").write_text("".join(issues), "utf-8")
    (deal / "events" / "2.yaml").write_text(
        "- {id: s1, type: registration_proposed, date: 2001-09-04, registration: s1, form: S-1,"
        " security: common, account: issuer, underwriting: none}\n",
        "utf-8",
    )
    script = (
        "import re, sys; from pathlib import Path; from rrdocs.cli import main\ntry:"
        " main()\nfinally: print(re.search(r'VmHWM:\\s*(\\d+)',"
        " Path('/proc/self/status').read_text())[1], file=sys.stderr)"
    )
    command = [
        sys.executable,
        "-c",
        script,
        "draft",
        "data/many",
        "--event",
        "s1",
        "--pdf-engine",
        "none",
    ]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    megabytes = (
        int(done.stderr.split()[-1]) / 1e3
    )  # of this process alone: what getrusage says begins with its parent's
    folder = tmp_path / "out" / "many" / "s1"
    assert len(list(folder.rglob("holder_*.docx"))) == 2 * 2000
    parsed = message_from_bytes(next(folder.glob("mail/*.eml")).read_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    assert [part.get_filename() for part in parsed.iter_attachments()] == ["memo.docx"]
    assert megabytes < 600


def test_the_pdf_engine_refuses_what_it_cannot_read_and_the_run_says_so(
    deal: Path, tmp_path: Path
) -> None:
    class Broken:
        name, version = "broken", "1"

        def convert(self, documents: object) -> list[bytes]:
            del documents
            made = engine_named("dxpdf")
            assert made
            return made.convert([b"PK nothing"])

    result = run_deal(deal, tmp_path / "out", Broken(), lambda _: None)
    assert result.made is None
    assert result.refused.startswith("dxpdf: ")


@pytest.mark.parametrize(
    ("packet", "drafts", "attached", "left"),
    [
        (10_000_000, 1_000_000, {"memo.docx", "packet.pdf", "a - lee.docx", "a - rather.docx"}, ""),
        (14_000_000, 1_000_000, {"memo.docx", "packet.pdf"}, "the 2 drafts in Word"),
        (16_000_000, 1_000, {"memo.docx"}, "the packet and the 2 drafts in Word"),
    ],
)
def test_what_is_too_large_for_mail_stays_behind_and_is_said(
    tmp_path: Path, packet: int, drafts: int, attached: set[str], left: str
) -> None:
    sizes = {
        "memo.docx": 1000,
        "documents/a/lee.docx": drafts,
        "documents/a/rather.docx": drafts,
        "packet.pdf": packet,
    }
    files = {name: tmp_path / name.replace("/", "-") for name in sizes}
    for name, file in files.items():
        with file.open("wb") as empty:
            empty.truncate(sizes[name])
    deal = savvis(lambda deal: deal)
    parsed = message_from_bytes(
        draft_to_counsel(deal, Docket(), deal.events[0], "A demand", date(2001, 6, 6), files),
        policy=default,
    )
    assert isinstance(parsed, EmailMessage)
    assert {part.get_filename() for part in parsed.iter_attachments()} == attached
    body = parsed.get_body()
    assert body is not None
    said = " ".join(body.get_content().split())
    assert (
        f"Too large to attach: {left}, which stand in the folder of this packet." in said
    ) == bool(left)
