"""Making packets: the same inputs give the same bytes, what changed is made anew and nothing else,
whole or not at all.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from docx import Document

from rrdocs.deal.loading import load
from rrdocs.documents import house_templates
from rrdocs.documents.packets.manifest import MadePackets
from rrdocs.documents.pdf.engines import DxpdfEngine, engine_named
from rrdocs.documents.templates.template_files import TemplateError
from rrdocs.pipeline import packets as job
from rrdocs.pipeline.batch import run_deal
from tests.support.packets import SAVVIS, edit, files, make

ROOT = Path(__file__).parents[1]


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """The files that are not as they were, without those that hold or list the others."""
    assert before.keys() == after.keys()
    return {
        name
        for name in before
        if before[name] != after[name] and not re.search(r"packet\.pdf|manifest|\.made|mail/", name)
    }


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), "utf-8")


def own(deal: Path, *names: str) -> Path:
    """The deal's own copies of some of the house's templates."""
    for name in names:
        (deal / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(house_templates() / name, deal / "templates" / name)
    return deal / "templates"


# ---- the same again


def test_the_same_inputs_give_the_same_bytes_on_any_machine(packets: Path, tmp_path: Path) -> None:
    here = {
        "TZ": "Pacific/Auckland",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONUTF8": "0",
    }
    for event in ("demand-2", "sale-carson"):
        command = [
            sys.executable,
            "-c",
            "from rrdocs.cli import main; main()",
            "draft",
            str(SAVVIS),
            "--event",
            event,
        ]
        done = subprocess.run(
            [*command, "--pdf-engine", "dxpdf", "--out", str(tmp_path / "elsewhere")],
            env={**os.environ, **here},
            cwd=tmp_path,
            umask=0o077,
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert files(tmp_path / "elsewhere" / "savvis-2001" / event) == files(packets / event)


def test_a_second_run_renders_nothing_and_touches_no_file(deal: Path, made: Path) -> None:
    result = make(deal, made)
    assert result.made
    assert (result.made.rendered, result.made.kept > 0) == (0, True)
    assert {path.stat().st_mtime_ns for path in made.rglob("*")} == {0}


def test_a_run_that_must_look_again_keeps_what_is_as_it_was(made: Path, deal: Path) -> None:
    with (deal / "agreement.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark changes no paper\n")
    result = make(deal, made)
    assert result.made and (result.made.rendered, result.made.kept > 0) == (0, True)
    assert {path for path in made.rglob("*") if path.stat().st_mtime_ns} == {
        made / deal.name,
        made / deal.name / ".made.json",
    }


# ---- what changed, and nothing else


def test_one_address_changed_makes_that_holders_papers_anew(made: Path, deal: Path) -> None:
    before = files(made / deal.name)
    text = (deal / "parties.yaml").read_text("utf-8")
    head, entry = text.split("  queally:\n")
    (deal / "parties.yaml").write_text(
        f"{head}  queally:\n{entry.replace('320 Park Avenue', '1 Main Street', 1)}", "utf-8"
    )
    result = make(deal, made)
    hit = but_pages_to_sign(changed(before, files(made / deal.name)))
    assert hit
    assert {Path(name).stem for name in hit} == {"queally"}
    assert result.made and result.made.rendered == len({name.rpartition(".")[0] for name in hit})
    events = {name.partition("/")[0] for name in hit}
    after = files(made / deal.name)
    for name in (name for name in before if re.search(r"packet\.pdf|manifest|mail/", name)):
        assert (before[name] != after[name]) == (name.partition("/")[0] in events), name


class Counting(DxpdfEngine):
    """An engine that counts the documents that it converts."""

    converted = 0

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        self.converted += len(documents)
        return super().convert(documents)


def test_pages_of_signers_whose_papers_are_the_same_are_not_made_anew(
    made: Path, deal: Path
) -> None:
    before = files(made / deal.name)
    rewrite(
        deal / "parties.yaml",
        "by: Steven M. Gallant, title: Vice President-General Counsel",
        "by: Steven M. Gallant, title: Counsel",
    )
    counting = Counting()
    result = run_deal(deal, made, counting, lambda _: None)
    after = files(made / deal.name)
    anew = {name for name in before if "/signatures/" in name and before[name] != after.get(name)}
    assert {Path(name).stem for name in anew} == {"steven-m-gallant"}
    assert any("/signatures/" in name and before[name] == after[name] for name in before)
    assert result.made and counting.converted == result.made.rendered + len(anew) + len(
        anew
    )  # papers, sheets, packets' indexes


def but_pages_to_sign(names: set[str]) -> set[str]:
    """Without the signers' own files: the code on a page changes with its document."""
    return {name for name in names if "/signatures/" not in name}


def uses(folder: Path, template: str) -> set[str]:
    """The documents made of a template."""
    return {
        f"{path.parent.name}/{entry['path']}"
        for path in folder.glob("*/manifest.json")
        for entry in json.loads(path.read_text("utf-8"))["files"]
        if entry.get("template") == template
    }


def test_one_sentence_changed_makes_the_documents_of_that_template_anew(
    made: Path, deal: Path
) -> None:
    before, users = files(made / deal.name), uses(made / deal.name, "refusal_letter")
    templates = own(deal, "refusal_letter.docx")
    make(deal, made)
    assert changed(before, files(made / deal.name)) == set()  # the deal's own copy says the same
    edit(templates / "refusal_letter.docx", "does not intend", "does not propose")
    result = make(deal, made)
    assert but_pages_to_sign(changed(before, files(made / deal.name))) == users
    assert result.made and result.made.rendered == len(users) // 2


def test_a_block_changed_makes_the_documents_that_use_it_anew(made: Path, deal: Path) -> None:
    before = files(made / deal.name)
    templates = own(deal, "blocks/signature_attorney.docx")
    edit(templates / "blocks" / "signature_attorney.docx", "{{ block.name }}", "{{ block.name }},")
    make(deal, made)
    hit = changed(before, files(made / deal.name))
    folders = {name.rpartition("/")[0].partition("/")[2] for name in hit}
    assert folders == {"documents/piggyback_election", "documents/notice_of_transfer", "signatures"}
    assert not {name for name in but_pages_to_sign(hit) if "wcas" in name}


def test_a_deals_own_template_is_used_in_place_of_the_houses(made: Path, deal: Path) -> None:
    templates = own(deal, "refusal_letter.docx")
    edit(templates / "refusal_letter.docx", "does not intend", "does not propose")
    make(deal, made)
    (letter,) = (made / deal.name / "short-1").rglob("carson.docx")
    assert "does not propose" in "".join(
        paragraph.text for paragraph in Document(str(letter)).paragraphs
    )


@pytest.mark.parametrize(
    "spoil",
    [lambda path: path.write_bytes(b"%PDF-"), Path.unlink],
    ids=["tampered with", "deleted"],
)
@pytest.mark.parametrize(
    "name",
    [
        "packet.pdf",
        "documents/refusal_letter/carson.docx",
        "documents/refusal_letter/carson.pdf",
        "manifest.json",
    ],
)
def test_a_file_that_is_not_as_it_was_made_is_made_again(
    few: Path, deal: Path, made: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    spoil(made / "savvis-2001" / "short-1" / name)
    make(deal, made)
    assert files(made / "savvis-2001") == files(few)


def test_a_file_that_was_not_made_does_not_stay(few: Path, deal: Path, made: Path) -> None:
    (made / "savvis-2001" / "short-1" / "documents" / "old.docx").write_bytes(b"old")
    make(deal, made)
    assert files(made / "savvis-2001") == files(few)


def test_drafts_of_one_kind_leave_the_packet_whole_and_batches_let_them_be(
    few: Path, deal: Path, made: Path
) -> None:
    loaded, _ = load(deal)
    assert loaded
    narrowed = job.draft_packets(
        loaded, deal, made, engine_named("dxpdf"), event="sale-carson", document="opinion_request"
    )
    sheet = job.draft_packets(
        loaded, deal, made, engine_named("dxpdf"), event="signing", document="clock_sheet"
    )  # on which nothing is due
    home = made / "savvis-2001"
    (folder,), (asked,) = narrowed.folders, sheet.folders
    assert (folder, asked) == (home / "sale-carson+opinion_request", home / "signing+clock_sheet")
    assert {name.split("/")[1] for name in files(folder) if name.startswith("documents/")} == {
        "opinion_request"
    }
    own = {path.name: files(path) for path in (folder, asked)}

    def packets() -> dict[str, bytes]:
        return {name: data for name, data in files(home).items() if "+" not in name}

    assert packets() == files(few)
    again = make(deal, made)
    assert again.made and again.made.rendered == 0 and not {folder, asked} & {*again.made.folders}
    with (deal / "agreement.yaml").open("a", encoding="utf-8") as file:
        file.write("# a remark makes the next run look again\n")
    make(deal, made)
    assert {name: data for name, data in packets().items() if name != ".made.json"} == {
        name: data for name, data in files(few).items() if name != ".made.json"
    }
    assert {path.name: files(path) for path in (folder, asked)} == own


def test_the_folder_of_an_event_that_calls_for_nothing_any_more_goes(
    made: Path, deal: Path
) -> None:
    mine = made / deal.name / "notes"
    mine.mkdir()
    (mine / "read.txt").write_text("kept", "utf-8")
    (deal / "events" / "2001-12-10-short-form-at-the-amount.yaml").unlink()
    result = make(deal, made)
    assert result.made and "short-1" not in {path.name for path in result.made.folders}
    assert not (made / deal.name / "short-1").exists()
    assert (mine / "read.txt").exists()
    assert result.made.rendered == 0


def test_without_an_engine_there_are_only_word_documents(deal: Path, tmp_path: Path) -> None:
    make(deal, tmp_path / "out", "none")
    assert {path.suffix for path in (tmp_path / "out").rglob("*") if path.is_file()} == {
        ".docx",
        ".eml",
        ".json",
    }
    (message,) = (tmp_path / "out" / "savvis-2001" / "short-1" / "mail").iterdir()
    assert b"the packet as one PDF" not in message.read_bytes()


# ---- whole or not at all


def test_a_template_that_fails_is_named_and_leaves_all_as_it_was(
    few: Path, made: Path, deal: Path
) -> None:
    templates = own(deal, "refusal_letter.docx")
    edit(templates / "refusal_letter.docx", "does not intend", "{{ nonsense }}")
    result = run_deal(deal, made, engine_named("dxpdf"), lambda _: None)
    assert result.made is None
    assert re.match(
        r"template refusal_letter, paragraph \d+ “.*”: \{\{ nonsense \}\} 'nonsense' is undefined",
        result.refused,
    )
    assert files(made / "savvis-2001") == files(few)


class Failing(DxpdfEngine):
    """An engine that gives up."""

    def __init__(self, after: int, error: type[BaseException]) -> None:
        super().__init__()
        self.left = after
        self.error = error

    def convert(self, documents: Sequence[bytes]) -> list[bytes]:
        self.left -= 1
        if self.left < 0:
            raise self.error("stopped")
        return super().convert(documents)


@pytest.mark.parametrize("after", [0, 1])
def test_a_run_that_is_stopped_leaves_whole_folders_only(
    few: Path, made: Path, deal: Path, after: int
) -> None:
    loaded, _ = load(deal)
    assert loaded
    shutil.rmtree(made / deal.name / "sale-carson")
    before = files(made / deal.name)
    with pytest.raises(KeyboardInterrupt):
        job.draft_packets(
            loaded, deal, made, Failing(after, KeyboardInterrupt), event="sale-carson"
        )
    assert files(made / deal.name) == before
    assert not [
        path for path in (made / deal.name).iterdir() if path.name.startswith(".") and path.is_dir()
    ]
    make(deal, made)
    assert files(made / deal.name) == files(few)


def test_an_old_folder_stays_while_the_new_one_cannot_be_made(
    few: Path, made: Path, deal: Path
) -> None:
    rewrite(deal / "events" / "2001-08-14-private-sale.yaml", "shares: 100000", "shares: 100001")
    loaded, _ = load(deal)
    assert loaded
    with pytest.raises(KeyboardInterrupt):
        job.draft_packets(loaded, deal, made, Failing(1, KeyboardInterrupt), event="sale-carson")
    assert files(made / deal.name) == files(few)


def test_an_unknown_event_and_an_unknown_template_are_said(tmp_path: Path, deal: Path) -> None:
    loaded, _ = load(deal)
    assert loaded
    with pytest.raises(KeyError):
        job.draft_packets(loaded, deal, tmp_path, None, event="nothing")
    with pytest.raises(TemplateError, match="is not among the templates"):
        job.deal_library(deal).template("nothing")
    assert job.draft_packets(loaded, deal, tmp_path, None, event="signing") == MadePackets()
