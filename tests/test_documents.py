"""The papers of the illustrative deal: their fields, words, pages, signature blocks, packets and
mail.
"""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import shutil
import zipfile
from calendar import month_name
from datetime import date, datetime, time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.loading import load
from rrdocs.documents.fields import FIELD_MAKERS
from rrdocs.documents.packets.bundle import Bundle, Draft
from rrdocs.documents.packets.drafting import bundles
from rrdocs.documents.pdf.engines import DxpdfEngine, LibreOfficeEngine
from rrdocs.documents.templates.checking import problems
from rrdocs.documents.templates.render import render
from rrdocs.documents.templates.template_files import fields_used
from rrdocs.documents.wording.letter_fields import LetterFields
from rrdocs.documents.wording.phrases import name_list, period_words, plain_spaces, section
from rrdocs.documents.wording.signature_blocks import BLANK, block, blocks, file_name, signer
from rrdocs.pipeline.packets import deal_library, on_the_record
from rrdocs.pipeline.sample_deal import sample_drafts
from rrdocs.service.record.proof_of_service import proofs
from rrdocs.service.record.service_documents import declaration, log
from tests.support.packets import SAVVIS, read_fields
from tests.support.slips import SLIPS
from tools.whole import (
    VALIDATOR,
    body,
    differing,
    invalid,
    printed,
    repeated,
    said,
    solid,
    words_of,
)

ROOT = Path(__file__).parents[1]
golden = runpy.run_path(str(ROOT / "tools" / "golden.py"))

OFFERED = {
    "the words of the agreement": (
        "agreement_reference agreement_short holder_term holders_term stock_term issuer_name"
        " issuer_term clause notices_clause other_agreement"
    ),
    "where a reply goes": "issuer_reply_lines receipt_text investor_name investor_lines",
    "clauses that a notice of a registration may name": (
        "holdback_clause underwriting_clause piggyback_clause same_terms_clause "
        "exclusion_clause exclusion_rule reservation_144"
    ),
    "what the form's notice says of the request or proposal": (
        "piggyback_period piggyback_term piggyback_test received_line piggyback_from"
        " piggyback_method piggyback_choice elects asks_method reply_from underwritten request_term"
        " requested_total requesters underwriter account_text offering_text may_abandon"
        " planned_filing registration_form method"
    ),
    "the registration that a paper is about": "registration_line effective_day underwriter",
    "whose a paper is, and what it is about": (
        "paper_date subject_line signature_blocks signature_page_of counterparts_clause"
    ),
    "a record's head and grounds": "memo_to memo_from memo_date memo_re findings arithmetic",
    "a transfer": "transferor transferee shares tranche kind certificates moved_day",
    "a deferral": (
        "deferral_clause outside_day from_request counted_from "
        "longest times days_in_period period request_line determined days_used days_left"
    ),
    "the choice of the underwriter": (
        "choice_clause requesters share_needed being_sold firm chosen_day"
    ),
    "a closing": "closing_at closing_day comfort_clause",
    "a claim": "served indemnity_clause claim_clause defendant indemnitor",
    "a request for registration": "other_agreements outstanding",
    "holdings": "held holds_nothing",
}
"""Fields that a template may leave unused: they are the same for all templates of a kind, for a
lawyer to use.
"""


@pytest.fixture(scope="session")
def savvis() -> Deal:
    """The illustrative deal."""
    deal, problems = load(SAVVIS)
    assert deal, problems
    return deal


@pytest.fixture(scope="session")
def made_of(savvis: Deal) -> dict[str, Bundle]:
    """The drafts of each event, with their fields."""
    return {bundle.event.id: bundle for bundle in bundles(savvis, on_the_record)}


@pytest.fixture(scope="session")
def drafts(made_of: dict[str, Bundle]) -> list[Draft]:
    return [draft for bundle in made_of.values() for draft in bundle.drafts]


@pytest.fixture(scope="session")
def papers(packets: Path) -> list[Path]:
    """Every document in Word, the memoranda too."""
    return sorted(packets.rglob("*.docx"))


@pytest.fixture(scope="session")
def examples(packets: Path) -> dict[str, Path]:
    """One document of each template, and one of each variant of it."""
    found: dict[str, Path] = {}
    for path in sorted(packets.glob("*/manifest.json")):
        for entry in json.loads(path.read_text("utf-8"))["files"]:
            if entry["path"].endswith(".docx"):
                variant = f"{entry['template']} as {entry['document']}"
                found.setdefault(variant, path.parent / entry["path"])
    return found


def read(path: Path) -> str:
    """The words of a document in Word, with ordinary spaces."""
    return " ".join(str(golden["text"](path)).split())


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One paper of each template, made of the sample deal, in Word and beside it as PDF."""
    folder, library = tmp_path_factory.mktemp("sampled"), deal_library(SAVVIS)
    made = {
        name: render(library.template(name), drafts[0].context)
        for name, drafts in sorted(sample_drafts().items())
    }
    for (name, docx), pdf in zip(
        made.items(), DxpdfEngine().convert(list(made.values())), strict=True
    ):
        (folder / f"{name}.docx").write_bytes(docx)
        (folder / f"{name}.pdf").write_bytes(pdf)
    return {name: folder / f"{name}.docx" for name in made}


# ---- fields


def test_a_template_finds_every_field_it_asks_for_and_leaves_unused_only_what_is_offered_to_all(
    drafts: list[Draft],
) -> None:
    library = deal_library(SAVVIS)
    offered = {name for names in OFFERED.values() for name in names.split()}
    for draft in drafts:
        asked = fields_used(library.template(draft.template))
        assert not asked - draft.context.keys(), draft.title
        assert not draft.context.keys() - asked - offered, draft.title


def test_every_field_that_is_offered_is_used_by_some_template(drafts: list[Draft]) -> None:
    library = deal_library(SAVVIS)
    used = {
        name
        for template in {draft.template for draft in drafts}
        for name in fields_used(library.template(template))
    }
    offered = {name for draft in drafts for name in draft.context}
    assert not offered - used - {name for names in OFFERED.values() for name in names.split()}


SERVICE = {"service_log", "declaration_of_service"}
"""Papers that the commands about what was sent make."""


def test_every_paper_of_the_catalogue_is_made_of_the_sample_deal_and_every_template_is_used() -> (
    None
):
    made = sample_drafts()
    assert {
        draft.document for drafts in made.values() for draft in drafts
    } >= DOCUMENT_TYPES.keys() - SERVICE
    assert set(deal_library(SAVVIS).names()) - SERVICE == made.keys() | {
        "packet_index",
        "signature_instructions",
        "terms_sheet",
    }


def test_each_template_finds_its_fields_in_the_sample_deal_and_uses_what_is_its_own() -> None:
    library = deal_library(SAVVIS)
    offered = {name for names in OFFERED.values() for name in names.split()}
    for name, drafts in sample_drafts().items():
        asked = fields_used(library.template(name))
        for draft in drafts:
            assert not asked - draft.context.keys(), (name, draft.title)
            assert not draft.context.keys() - asked - offered, (name, draft.title)


def test_documents_about_service_find_their_fields_and_leave_unused_only_what_all_have(
    savvis: Deal,
) -> None:
    fields = fields_of(savvis, date(2001, 10, 22))
    found = proofs(fields.position)
    first = [p for p in found if p.notice.document == found[0].notice.document]
    first = [p for p in first if p.notice.about == found[0].notice.about]
    offered = {name for names in OFFERED.values() for name in names.split()}
    for name, made in (
        ("service_log", log(fields, found)),
        ("declaration_of_service", declaration(fields, first)),
    ):
        asked = fields_used(deal_library(SAVVIS).template(name))
        assert asked - made.keys() == set(), name
        assert made.keys() - asked - offered == set(), name


def test_whatever_may_be_left_unused_is_a_field_of_some_document() -> None:
    made = {name for drafts in sample_drafts().values() for d in drafts for name in d.context}
    offered = {name for names in OFFERED.values() for name in names.split()}
    assert offered - made == set()


def test_each_paper_says_what_it_must_and_the_page_of_papers_says_where() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "documents.py"))
    library = deal_library(SAVVIS)
    assert {
        name: tool["missing"](library, name)
        for name, entry in DOCUMENT_TYPES.items()
        if entry.content and tool["missing"](library, name)
    } == {}
    page = (ROOT / "docs" / "documents.md").read_text("utf-8")
    assert page == tool["page"](), "python tools/documents.py > docs/documents.md"


def test_every_template_passes_its_own_check() -> None:
    library = deal_library(SAVVIS)
    samples = sample_drafts()
    for name in library.names():
        offered = {field for draft in samples.get(name, ()) for field in draft.context}
        assert problems(library, name, offered) == [], name


# ---- words


@pytest.mark.parametrize("name", sorted(golden["GOLDEN"]))
def test_a_document_reads_as_approved(packets: Path, name: str) -> None:
    approved = (golden["FOLDER"] / f"{name}.txt").read_text("utf-8")
    assert golden["text"](packets / golden["GOLDEN"][name]) == approved, (
        "python tools/golden.py, and read git diff tests/golden"
    )


def test_there_is_one_golden_text_for_each_name() -> None:
    assert {path.stem for path in golden["FOLDER"].iterdir()} == set(golden["GOLDEN"])


def test_no_document_holds_a_slip_of_the_pen(papers: list[Path]) -> None:
    slips = SLIPS
    for path in papers:
        text = re.sub(r"events/\S+", "", read(path))
        assert not (found := slips.search(text)), (
            f"{path}: {text[max(0, found.start() - 40) : found.end() + 40]}"
        )


def test_dates_sections_and_sums_do_not_break_over_lines(papers: list[Path]) -> None:
    months = "|".join(month_name[1:])
    torn = re.compile(rf"\bSections? \d|\b(?:{months}) \d\d?\b|\bForm S|\bRule \d|\bMr\. [A-Z]")
    for path in papers:
        text = words_of(path, "word/document.xml")
        assert not (found := torn.search(text)), (
            f"{path}: {text[max(0, found.start() - 40) : found.end() + 40]}"
        )


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("3(d)", "Section 3(d)"),
        ("3(a), 3(d)", "Sections 3(a) and 3(d)"),
        ("recitals, 8(e)", "the recitals and Section 8(e)"),
        ("preamble", "the preamble"),
        ("", ""),
    ],
)
def test_a_clause_is_named_as_a_sentence_names_it(clause: str, words: str) -> None:
    assert plain_spaces(section(clause)) == words


def test_names_and_periods_in_words(savvis: Deal) -> None:
    assert name_list(["A"]) == "A"
    assert name_list(["A", "B", "C"]) == "A, B and C"
    assert plain_spaces(name_list(["A, L.P.", "B", "C"])) == "A, L.P.; B; and C"
    assert savvis.terms.demand
    assert plain_spaces(period_words(savvis.terms.demand.response)) == "thirty (30) days"


@pytest.mark.parametrize("name", sorted(sample_drafts()))
def test_a_paper_of_the_sample_deal_reads_as_approved(sampled: dict[str, Path], name: str) -> None:
    approved = (golden["SAMPLES"] / f"{name}.txt").read_text("utf-8")
    assert golden["text"](sampled[name]) == approved, (
        "python tools/golden.py, and read git diff tests/golden"
    )


def test_no_paper_of_the_sample_deal_holds_a_slip_of_the_pen(sampled: dict[str, Path]) -> None:
    for name, path in sampled.items():
        text = re.sub(r"events/\S+", "", read(path))
        assert not (found := SLIPS.search(text)), (
            f"{name}: {text[max(0, found.start() - 40) : found.end() + 40]}"
        )


def incorporated(value: Any, names: re.Pattern[str]) -> Any:
    """A field in which every party's name ends in a full stop."""
    match value:
        case str():
            return names.sub(r"\g<0>, Inc.", value)
        case dict():
            return {key: incorporated(each, names) for key, each in value.items()}
        case list() | tuple():
            return [incorporated(each, names) for each in value]
    return value


def test_a_party_whose_name_ends_in_a_full_stop_ends_no_sentence_with_two(tmp_path: Path) -> None:
    library = deal_library(SAVVIS)
    names = re.compile(
        r"(?:Second|Third|Fourth|Fifth) Holder(?: Trust| LLC)?(?!,)|Outside Buyer|Managing"
        r" Underwriter & Co(?!\.)"
    )
    for name, drafts in sample_drafts().items():
        (tmp_path / "paper.docx").write_bytes(
            render(library.template(name), incorporated(drafts[0].context, names))
        )
        text = read(tmp_path / "paper.docx")
        assert not (found := re.search(r"(?<!\.)\.\.(?=\s|”|$)", text)), (
            f"{name}: {text[max(0, found.start() - 40) : found.end() + 40]}"
        )


# ---- the files


def joined(sampled: dict[str, Path]) -> Path:
    """All papers of the sample deal in one document, whose styles they share: one look at it is a
    look at each.
    """
    bodies = []
    for path in sampled.values():
        with zipfile.ZipFile(path) as package:
            body = (
                package.read("word/document.xml")
                .decode()
                .partition("<w:body>")[2]
                .rpartition("</w:body>")[0]
            )
        bodies.append(re.sub(r"<w:sectPr\b.*?</w:sectPr>", "", body))
    first = next(iter(sampled.values()))
    out = first.with_name("joined.docx")
    with zipfile.ZipFile(first) as package, zipfile.ZipFile(out, "w") as target:
        for name in package.namelist():
            data = package.read(name)
            if name == "word/document.xml":
                head, _, rest = data.decode().partition("<w:body>")
                last = re.findall(r"<w:sectPr\b.*?</w:sectPr>", rest)[-1]
                data = f"{head}<w:body>{''.join(bodies)}{last}</w:body></w:document>".encode()
            target.writestr(name, data)
    return out


@pytest.mark.skipif(
    not VALIDATOR.exists(), reason="the validator of Word documents is not installed: npm install"
)
def test_every_template_of_the_catalogue_makes_valid_word_documents(
    sampled: dict[str, Path],
) -> None:
    assert invalid([joined(sampled)]) == []


def test_a_pdf_says_what_its_word_document_says(sampled: dict[str, Path]) -> None:
    assert differing(list(sampled.values())) == []


def test_no_form_breaks_at_its_hyphen(papers: list[Path], sampled: dict[str, Path]) -> None:
    for path in (*papers, *sampled.values()):
        text = "\n".join(page.extract_text() for page in PdfReader(path.with_suffix(".pdf")).pages)
        assert not (found := re.search(r"Form\s+[A-Z\d]+-\s*\n\s*\w", text)), (
            f"{path}: {text[max(0, found.start() - 60) : found.end()]}"
        )


LARGE = {"allocation_schedule": "rows", "standstill_letter": "notices", "amendment": "voters"}
"""Papers with a schedule of holders, and the field that holds it."""


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same papers with four hundred holders."""
    folder, library = tmp_path_factory.mktemp("large"), deal_library(SAVVIS)
    for name, field in LARGE.items():
        context = read_fields(sample_drafts()[name][0])
        rows = [
            {**context[field][number % len(context[field])], "name": f"Holder number {number}"}
            for number in range(400)
        ]
        (folder / f"{name}.docx").write_bytes(
            render(library.template(name), {**context, field: rows})
        )
    paths = sorted(folder.glob("*.docx"))
    for path, pdf in zip(
        paths, DxpdfEngine().convert([path.read_bytes() for path in paths]), strict=True
    ):
        path.with_suffix(".pdf").write_bytes(pdf)
    return paths


def test_a_long_schedule_repeats_its_heading_and_loses_no_row(large: list[Path]) -> None:
    for path in large:
        pages = printed(path.with_suffix(".pdf"))
        assert len(pages) > 10
        assert "".join(body(pages, path)) == said(path), path
        heading, *_ = [
            words for words in repeated(path) if sum(words in solid(page) for page in pages) > 8
        ]
        assert heading


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_both_engines_break_the_pages_at_the_same_words(
    examples: dict[str, Path], sampled: dict[str, Path], large: list[Path]
) -> None:
    paths = [*examples.values(), *sampled.values(), *large]
    for path, pdf in zip(
        paths, LibreOfficeEngine().convert([path.read_bytes() for path in paths]), strict=True
    ):
        ours, theirs = (body(printed(source), path) for source in (path.with_suffix(".pdf"), pdf))
        assert [(page[:30], page[-30:]) for page in ours] == [
            (page[:30], page[-30:]) for page in theirs
        ], path


# ---- signatures


def test_one_person_signs_a_block_of_its_own_in_each_capacity(savvis: Deal) -> None:
    managing, treasurer, himself, attorney = (
        block(savvis, name) for name in ("wcas_viii", "wcas_management", "rather", "carson")
    )
    assert {signer(found) for found in (managing, treasurer, himself, attorney)} == {
        "Jonathan M. Rather"
    }
    assert managing["entity"] == "WELSH, CARSON, ANDERSON & STOWE VIII, L.P."
    assert (managing["tiers"], managing["title"]) == (
        ["By WCAS VIII Associates LLC, General Partner"],
        "Managing Member",
    )
    assert (treasurer["entity"], treasurer["title"], treasurer["tiers"]) == (
        "WCAS MANAGEMENT CORPORATION",
        "Treasurer",
        [],
    )
    assert (himself["kind"], himself["capacity"]) == ("person", "")
    assert (attorney["kind"], attorney["principals"], attorney["capacity"]) == (
        "attorney",
        ["Russel Carson"],
        "Attorney-in-Fact",
    )


def test_individually_stands_only_where_the_attorney_acts_for_himself_too(savvis: Deal) -> None:
    together = blocks(
        savvis, ["wcas_viii", "carson", "rather", "anderson", "wcas_management", "carson"]
    )
    assert [found["capacity"] for found in together] == [
        "",
        "Individually and as Attorney-in-Fact",
        "",
    ]
    assert together[1]["principals"] == ["Russel Carson", "Jonathan M. Rather", "Bruce K. Anderson"]
    assert [found["capacity"] for found in blocks(savvis, ["carson", "anderson"])] == [
        "Attorney-in-Fact"
    ]
    assert blocks(savvis, ["rather"]) == [block(savvis, "rather")]
    assert blocks(savvis, ["somebody"])[0]["entity"] == "SOMEBODY"


def test_the_last_pages_of_a_document_hold_its_blocks_whole(
    packets: Path, made_of: dict[str, Bundle]
) -> None:
    for event, bundle in made_of.items():
        for draft in bundle.drafts:
            if not draft.signers:
                continue
            pages = printed(packets / event / "documents" / draft.document / f"{draft.file}.pdf")
            for found, page in zip(
                draft.signature_blocks, pages[-len(draft.signers) :], strict=True
            ):
                for words in filter(
                    None,
                    (
                        found["entity"],
                        *found["tiers"],
                        *found["principals"],
                        found["title"],
                        found["capacity"],
                    ),
                ):
                    assert plain_spaces(words) in page, draft.title
                assert found["name"] in page, draft.title
                if "signature_page_of" in draft.context:
                    foot = " ".join(read_fields(draft)["signature_page_of"].split())
                    assert f"Signature page to {foot}" in page, draft.title


def test_a_signer_has_one_page_for_each_block_to_sign(
    packets: Path, made_of: dict[str, Bundle]
) -> None:
    for event, bundle in made_of.items():
        wanted: dict[str, int] = {}
        for draft in bundle.drafts:
            for name in draft.signers:
                if name != BLANK:  # of whom it is not known who signs
                    wanted[file_name(name)] = wanted.get(file_name(name), 0) + 1
        there = {}
        for path in (packets / event / "signatures").glob("*.pdf"):
            pages = printed(path)
            sheets = sum(
                ("Page" in page and "Signature Pages" in page) or page.startswith("Signature Pages")
                for page in pages
            )
            assert sheets >= 1, path
            there[path.stem] = len(pages) - sheets
        assert there == wanted, event


def test_two_signers_do_not_share_a_file() -> None:
    assert file_name("Jonathan M. Rather") == "jonathan-m-rather"
    assert file_name("שרה לוי") == "שרה-לוי"
    assert file_name("...") == "unnamed"
    assert len(file_name("x" * 800)) == 60


# ---- each recipient's own


def fields_of(savvis: Deal, day: date) -> LetterFields:
    """What letters are made from at the end of a day."""
    at = datetime.combine(day, time(23, 59))
    position, docket = on_the_record(
        savvis, at, [event for event in savvis.events if event.date.at <= at][-1]
    )
    return LetterFields(position, docket, day)


def test_each_notice_tells_its_own_recipients_last_day(savvis: Deal, tmp_path: Path) -> None:
    fields = fields_of(savvis, date(2001, 6, 30))
    clocks = {
        clock.party: clock
        for clock in fields.docket.clocks
        if (clock.name, clock.about) == ("join_window", "demand-2")
    }
    given = [
        d
        for d in fields.docket.decisions
        if (d.document, d.about, d.outcome) == ("demand_further_notice", "demand-2", "given")
    ]
    assert len({clocks[d.to].last_permitted for d in given}) > 1
    for decision in given:
        clock = clocks[decision.to]
        assert clock.last_day and clock.last_permitted
        context = FIELD_MAKERS[decision.document](fields, decision)
        assert context["last_permitted"] == weekday_date(clock.last_permitted)
        (tmp_path / "notice.docx").write_bytes(
            render(deal_library(SAVVIS).template(decision.document), context)
        )
        text = read(tmp_path / "notice.docx")
        said = plain_spaces(weekday_date(clock.last_permitted))
        assert f"The last day is {said}." in text
        assert ("runs on to the next business day" in text) == (
            clock.last_day != clock.last_permitted
        )


def test_a_requesters_copy_counts_as_the_clause_of_its_own_right_does(
    made_of: dict[str, Bundle],
) -> None:
    copies = [draft for draft in made_of["demand-2"].drafts if draft.document == "piggyback_notice"]
    assert {draft.party for draft in copies} == {"wcas_viii", "carson", "minicucci"}
    assert {(draft.template, draft.context["reply_test"]) for draft in copies} == {
        ("demand_further_notice", "given")
    }


def test_letters_go_to_the_address_as_last_furnished(savvis: Deal) -> None:
    before, after = (
        fields_of(savvis, day).address("sorrel") for day in (date(2001, 10, 21), date(2001, 10, 22))
    )
    assert before and after
    assert (before.lines[0], before.attention) == (
        "320 Park Avenue, Suite 2500",
        "Mr. Jonathan M. Rather",
    )
    assert (after.lines, after.attention, after.fax) == (
        ("1 Elm Street", "Rye, NY 10580"),
        None,
        None,
    )


def test_an_address_block_is_that_of_the_agreement(
    made_of: dict[str, Bundle], savvis: Deal
) -> None:
    for draft in made_of["demand-2"].drafts:
        if "addressee_lines" in draft.context and savvis.parties[draft.party].role == "investor":
            entry = savvis.parties[draft.party]
            assert entry.address and entry.address.attention
            assert [plain_spaces(line) for line in read_fields(draft)["addressee_lines"]] == [
                entry.name,
                *entry.address.lines,
            ]
            assert plain_spaces(read_fields(draft)["attention"]) == entry.address.attention


def test_a_deficiency_letter_names_what_is_missing_and_nothing_else(
    made_of: dict[str, Bundle],
) -> None:
    for event in ("join-paul-1", "piggyback-lee-1"):
        (letter,) = (
            draft for draft in made_of[event].drafts if draft.document == "deficiency_letter"
        )
        (defect,) = read_fields(letter)["defects"]
        assert "lacks" in defect["words"]
        assert defect["cure"]
        assert letter.context["window_open"]


def test_every_defect_is_told_with_what_mends_it(drafts: list[Draft]) -> None:
    defects = [defect for draft in drafts for defect in read_fields(draft).get("defects", ())]
    assert defects
    assert [defect["words"] for defect in defects if not defect["cure"]] == []


# ---- the packet


def drawn(reader: PdfReader, index: int) -> bytes:
    """What draws a page."""
    content = reader.pages[index].get_contents()
    assert content is not None
    return content.get_data()


def outline(reader: PdfReader) -> list[tuple[int, str, int]]:
    """Every bookmark: its level, its title, the index of its page."""
    found: list[tuple[int, str, int]] = []

    def walk(items: Any, level: int) -> None:
        for item in items:
            if isinstance(item, list):
                walk(item, level + 1)
            else:
                found.append(
                    (level, str(item.title), int(reader.get_destination_page_number(item) or 0))
                )

    walk(reader.outline, 1)
    return found


def test_an_index_leads_to_the_page_on_which_each_document_begins(
    packets: Path, made_of: dict[str, Bundle]
) -> None:
    for event, bundle in made_of.items():
        reader = PdfReader(packets / event / "packet.pdf")
        labels = reader.page_labels
        covers = sum(not label.isdigit() for label in labels)
        assert labels[covers:] == [str(number) for number in range(1, len(labels) - covers + 1)]
        index = "".join("".join(page.extract_text().split()) for page in reader.pages[:covers])
        places = reader.named_destinations
        targets = [
            reader.get_destination_page_number(places[note.get_object()["/Dest"]])
            for page in reader.pages[:covers]
            for note in page.get("/Annots", [])
        ]
        assert len(targets) == len(bundle.drafts)
        start = covers
        for draft, target in zip(bundle.drafts, targets, strict=True):
            name = (
                "memo"
                if draft.document == "counsel_memo"
                else f"documents/{draft.document}/{draft.file}"
            )
            paper = PdfReader(packets / event / f"{name}.pdf")
            assert drawn(reader, start) == drawn(paper, 0)
            assert start == target
            party = bundle.fields.name(draft.party) if draft.party else ""
            entry = "".join(
                f"{DOCUMENT_TYPES[draft.document].title}{f', {party}' if party else ''}".split()
            )
            assert re.search(rf"{re.escape(entry)}\.*{labels[start]}(?!\d)", index), (event, entry)
            start += len(paper.pages)
        assert start == len(reader.pages)


def test_bookmarks_are_two_levels_deep_and_in_order(
    packets: Path, made_of: dict[str, Bundle]
) -> None:
    for event, bundle in made_of.items():
        found = outline(PdfReader(packets / event / "packet.pdf"))
        assert {level for level, _, _ in found} == {1, 2}
        assert [title for level, title, _ in found if level == 2] == [
            plain_spaces(
                bundle.fields.name(draft.party)
                if draft.party
                else DOCUMENT_TYPES[draft.document].title
            )
            for draft in bundle.drafts
        ]
        assert all(one[2] <= two[2] for one, two in pairwise(found))


def test_a_manifest_lists_every_file_with_its_hash(packets: Path) -> None:
    for path in packets.glob("*/manifest.json"):
        known = {
            entry["path"]: entry["sha256"] for entry in json.loads(path.read_text("utf-8"))["files"]
        }
        there = {
            found.relative_to(path.parent).as_posix(): found
            for found in path.parent.rglob("*")
            if found.is_file()
        }
        del there["manifest.json"]
        assert {
            name: hashlib.sha256(found.read_bytes()).hexdigest() for name, found in there.items()
        } == known


# ---- mail


def test_a_message_says_what_is_due_by_when_and_holds_the_papers(
    packets: Path, made_of: dict[str, Bundle]
) -> None:
    for event, bundle in made_of.items():
        (path,) = (packets / event / "mail").glob("*.eml")
        message = message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        assert (message["To"], message["X-Unsent"]) == (
            "Counsel to Savvis <counsel@example.com>",
            "1",
        )
        assert message["Date"].datetime.date() == bundle.fields.today
        assert plain_spaces(bundle.title) in message["Subject"]
        assert {"Bcc", "Cc"}.isdisjoint(message.keys())
        text = message.get_body()
        assert text is not None
        said = " ".join(str(text.get_content()).split())
        for decision in bundle.fields.docket.decisions:
            if decision.outcome == "due":
                by = f", by {plain_spaces(weekday_date(decision.due))}" if decision.due else ""
                title = re.escape(DOCUMENT_TYPES[decision.document].title)
                assert re.search(rf"- {title} \([^:]*: .*{re.escape(by)}", said)
        attached = {
            str(part.get_filename()): part.get_content() for part in message.iter_attachments()
        }
        files = {
            path.relative_to(packets / event).as_posix(): path
            for path in (packets / event).rglob("*.docx")
        }
        files["packet.pdf"] = packets / event / "packet.pdf"
        names = {
            name.removeprefix("documents/").replace("/", " - "): path.read_bytes()
            for name, path in files.items()
        }
        assert attached == names
