"""What each command prints, where, and with which exit code: results on standard output,
everything else on standard error.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from rrdocs import cli
from rrdocs.cli import main

REPOSITORY = Path(__file__).parents[1]
DEALS = Path(__file__).parent / "deals"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder that holds one deal, `deal`, in which one notice is due on
    `demand-1`.
    """
    shutil.copytree(DEALS / "small", tmp_path / "deal")
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def refused(found: Result, words: str, code: int = 1) -> None:
    """Nothing on standard output, these words on standard error."""
    assert (found.exit_code, found.stdout) == (code, ""), found.output
    assert words in found.stderr
    assert "Traceback" not in found.stderr


def good(found: Result) -> str:
    assert (found.exit_code, found.stderr) == (0, ""), found.output
    return found.stdout


def spoil(folder: Path) -> None:
    (folder / "events" / "bad.yaml").write_text(
        "- {id: signing, type: joinder, date: 2020-04-01, investor: bel}\n", "utf-8"
    )


BAD = """\
deal/events/bad.yaml:1:8: the id `signing` is used already, at events/2020-01-02-opening.yaml:1:3
  - {id: signing, type: joinder, date: 2020-04-01, investor: bel}
         ^
deal/events/bad.yaml:1:60: `bel` is no known party; did you mean `bell`?
  - {id: signing, type: joinder, date: 2020-04-01, investor: bel}
                                                             ^
deal: 2 problems
"""


# ---- all commands


COMMANDS = [
    ("check", "deal"),
    ("due", "deal"),
    ("why", "deal"),
    ("draft", "deal", "--pdf-engine", "none"),
    ("mail", "deal", "--pdf-engine", "none"),
    ("batch", "deal", "--pdf-engine", "none"),
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: str(words[0]))
def test_problems_of_the_data_are_printed_and_nothing_is_written(
    words: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    spoil(tmp_path / "deal")
    found = run(*words)
    assert (
        "".join(
            line
            for line in found.stderr.splitlines(keepends=True)
            if not line.startswith("done in")
        )
        == BAD
    )
    assert (found.exit_code, found.stdout) == (1, "")
    assert [path.name for path in tmp_path.iterdir()] == ["deal"]


@pytest.mark.parametrize("words", COMMANDS[:5], ids=lambda words: str(words[0]))
def test_a_deal_that_is_not_there_is_refused(words: tuple[str, ...], run: Run) -> None:
    refused(
        run(words[0], "nowhere", *words[2:]),
        "nowhere/agreement.yaml:1:1: there is no such deal\nnowhere: 1 problem\n",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("due",),
        ("due", "deal", "--as-of", "tomorrow"),
        ("due", "deal", "--as-of", "2020-02-30"),
        ("why", "deal", "3", "--as-of", "06/01/2020"),
        ("draft", "deal", "--as-of", ""),
        ("draft", "deal", "--pdf-engine", "word"),
        ("due", "deal/agreement.yaml"),
        ("due", "deal", "--al"),
        ("duw", "deal"),
    ],
    ids=" ".join,
)
def test_a_wrong_command_line_has_its_own_exit_code(words: tuple[str, ...], run: Run) -> None:
    refused(run(*words), "Usage: main", 2)


def test_a_bad_date_is_explained(run: Run) -> None:
    words = (
        "`tomorrow` must be a date such as 2001-06-06, or a date and time such as 2001-06-06T10:15"
    )
    refused(run("due", "deal", "--as-of", "tomorrow"), words, 2)


def test_what_cannot_be_written_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(
        run("draft", "deal", "--pdf-engine", "none", "--out", "file/out"),
        "file/out/deal: Not a directory\n",
    )
    refused(run("schema", "--out", "file/out"), "file/out: Not a directory\n")


# ---- check


def test_check_says_that_all_is_well(run: Run) -> None:
    assert good(run("check", "deal")) == "deal: all is well (5 events, 3 parties)\n"


def test_check_looks_at_every_deal_below_data(run: Run, tmp_path: Path) -> None:
    refused(run("check"), "data: there is no deal (a folder with agreement.yaml)\n")
    shutil.copytree(DEALS / "small", tmp_path / "data" / "one")
    shutil.copytree(DEALS / "small", tmp_path / "data" / "two")
    assert good(run("check")).splitlines() == [
        "data/one: all is well (5 events, 3 parties)",
        "data/two: all is well (5 events, 3 parties)",
    ]


def test_check_goes_on_after_a_bad_deal(run: Run, tmp_path: Path) -> None:
    shutil.copytree(DEALS / "small", tmp_path / "good")
    spoil(tmp_path / "deal")
    found = run("check", "deal", "good")
    assert (found.exit_code, found.stderr) == (1, BAD)
    assert found.stdout == "good: all is well (5 events, 3 parties)\n"


# ---- due


def test_due_says_what_is_due_given_and_running(run: Run) -> None:
    lines = good(run("due", "deal", "--as-of", "2020-03-10")).splitlines()
    assert lines[0] == "Orrin Tools, Inc.: Investors Agreement, as of Tuesday, March\u00a010, 2020"
    assert lines[lines.index("Due") + 1].startswith(
        "  Piggyback Notice, 3, on demand-1: to Ada Bell by March\u00a012, 2020"
    )
    assert any(
        line.startswith("  Demand Further Notice, 2, on demand-1: to Fox Partners")
        for line in lines[lines.index("Given") :]
    )
    assert any(
        "Join window of Fox Partners, L.P.: from March\u00a03, 2020" in line
        for line in lines[lines.index("Running") :]
    )
    assert "Not due" not in lines
    assert "Under another reading" not in lines


def test_due_tells_clocks_that_differ_only_in_their_party_in_one_line(run: Run) -> None:
    lines = good(
        run("due", REPOSITORY / "data" / "savvis-2001", "--as-of", "2001-07-05")
    ).splitlines()
    windows = [line.strip() for line in lines if "Join window" in line]
    assert (
        windows[0]
        == "Join window of 13 Investors: from June\u00a06, 2001, to Friday, July\u00a06, 2001,"
        " 3(a), on demand-2"
    )
    assert [line.partition(":")[0] for line in windows[1:]] == [
        "Join window of Eric J. Lee",
        "Join window of Paul B. Queally",
    ]


def test_due_says_what_is_late(run: Run) -> None:
    lines = good(run("due", "deal", "--as-of", "2020-03-13")).splitlines()
    assert lines[lines.index("Overdue") + 1].startswith(
        "  Piggyback Notice, 3, on demand-1: to Ada Bell"
    )


def test_due_judges_at_the_end_of_a_day_or_at_a_time_of_day(run: Run) -> None:
    assert (
        json.loads(good(run("due", "deal", "--as-of", "2020-03-02", "--json")))["as_of"]
        == "2020-03-02T23:59:59"
    )
    assert (
        json.loads(good(run("due", "deal", "--as-of", "2020-03-02T09:00", "--json")))["as_of"]
        == "2020-03-02T09:00:00"
    )
    assert (
        json.loads(good(run("due", "deal", "--as-of", "2020-03-02T09:00Z", "--json")))["as_of"]
        == "2020-03-02T04:00:00"
    )


def test_due_reads_the_clock_where_no_date_is_given(run: Run) -> None:
    assert json.loads(good(run("due", "deal", "--json")))["as_of"] > "2024"


def test_due_adds_what_is_not_due_and_why(run: Run) -> None:
    lines = good(run("due", "deal", "--as-of", "2020-03-10", "--all")).splitlines()
    assert any(
        "Ada Bell (Ada Bell is a requesting Holder" in line
        for line in lines[lines.index("Not due") :]
    )


def test_due_adds_what_other_readings_would_change(run: Run) -> None:
    lines = good(run("due", "deal", "--as-of", "2020-03-10", "--readings")).splitlines()
    changes = lines[lines.index("Under another reading") + 1 :]
    assert any(
        line.startswith(
            "  piggyback_on_required_registration = none: piggyback_notice demand-1 to bell: due"
        )
        for line in changes
    )


def test_known_counts_what_was_recorded_since(run: Run, tmp_path: Path) -> None:
    told = (
        "- {id: told, type: notice_sent, date: 2020-03-03, recorded: 2020-05-01, document:"
        " piggyback_notice, about: demand-1, "
    )
    told += "to: bell, delivery: {method: hand, received: 2020-03-03}}\n"
    (tmp_path / "deal" / "events" / "told.yaml").write_text(told, "utf-8")
    for flags, outcome in (([], "due"), (["--known"], "given")):
        data = json.loads(good(run("due", "deal", "--as-of", "2020-03-10", "--json", *flags)))
        found = [
            d["outcome"]
            for d in data["decisions"]
            if (d["document"], d["to"]) == ("piggyback_notice", "bell")
        ]
        assert found == [outcome]


FIELDS = {
    "decisions": (
        "document clause about from to class outcome due last_permitted late readings arithmetic"
        " unmodelled findings"
    ),
    "clocks": (
        "name clause about party starts last_day last_permitted free_from running readings"
        " arithmetic"
    ),
    "tallies": "name clause about values readings arithmetic",
    "flags": "clause about says readings evidence",
    "readings": "parameter value answer now then",
}


def test_json_has_the_fields_of_the_interface(run: Run) -> None:
    text = good(
        run(
            "due",
            REPOSITORY / "data" / "savvis-2001",
            "--as-of",
            "2001-06-25",
            "--json",
            "--all",
            "--readings",
        )
    )
    data = json.loads(text)
    assert list(data) == ["deal", "as_of", *FIELDS]
    assert (data["deal"], data["as_of"]) == ("savvis-2001", "2001-06-25T23:59:59")
    for name, fields in FIELDS.items():
        assert data[name], name
        for item in data[name]:
            assert list(item) == fields.split()
    for decision in data["decisions"]:
        assert decision["outcome"] in {"due", "given", "not_due", "open"}
        assert decision["class"] in {"required", "right", "customary", "condition", "internal"}
        assert decision["findings"]
        for finding in decision["findings"]:
            assert list(finding) == ["clause", "says", "holds", "evidence"]
            assert finding["holds"] in (True, False, None)
    keys = [(d["document"], d["about"], d["from"], d["to"]) for d in data["decisions"]]
    assert len(keys) == len(set(keys))


def test_json_leaves_out_what_is_not_due_and_other_readings_unless_asked(run: Run) -> None:
    data = json.loads(good(run("due", "deal", "--as-of", "2020-03-10", "--json")))
    assert list(data) == ["deal", "as_of", "decisions", "clocks", "tallies", "flags"]
    assert {d["outcome"] for d in data["decisions"]} == {"due", "given"}


# ---- why


@pytest.mark.parametrize(
    ("subject", "has", "has_not"),
    [
        ("2", "Demand Further Notice (Section 2)", "Piggyback Notice (Section 3)"),
        ("piggyback_notice", "Piggyback Notice (Section 3)", "Demand Further Notice (Section 2)"),
        ("demand-1", "Demand Further Notice (Section 2)", "on issue-bell"),
    ],
    ids=["a clause", "a document", "an event"],
)
def test_why_gives_the_reasons_of_what_is_named(
    subject: str, has: str, has_not: str, run: Run
) -> None:
    text = good(run("why", "deal", subject, "--as-of", "2020-03-10"))
    assert has in text
    assert has_not not in text
    assert "the requesters hold 6,000 of 10,000 shares (60.00%); more than 2,500 are needed" in text
    assert "[events/2020-01-02-opening.yaml:20:" in text


def test_why_shows_clocks_with_each_arithmetic_by_itself(run: Run) -> None:
    text = good(
        run("why", REPOSITORY / "data" / "savvis-2001", "join_window", "--as-of", "2001-07-05")
    ).replace("\u00a0", " ")
    line = ": from June 6, 2001, to Friday, July 6, 2001 (running). Section 3(a), on demand-2.\n"
    assert (
        f"Join window of 12 Investors{line}    received by facsimile on Wednesday, June 6, 2001\n"
        in text
    )
    assert (
        f"Join window of Lawrence Sorrel{line}    delivered by hand on Wednesday, June 6, 2001\n"
        in text
    )


def test_why_is_of_one_recipient_where_one_is_named(run: Run) -> None:
    text = good(run("why", "deal", "demand-1", "--to", "bell", "--as-of", "2020-03-10"))
    assert "Ada Bell" in text
    assert "To Fox Partners" not in text


def test_why_does_not_know_every_subject(run: Run) -> None:
    refused(
        run("why", "deal", "demnd-1", "--as-of", "2020-03-10"),
        "nothing is decided about `demnd-1` as of 2020-03-10; did you mean `demand-1`?\n",
    )
    refused(
        run("why", "deal", "demand-1", "--to", "foxlp"),
        "`foxlp` is no known party; did you mean `fox_lp`?\n",
    )


# ---- draft, mail, batch


def written(folder: Path) -> dict[str, str]:
    """Every file below a folder, with the hash of its bytes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_draft_writes_the_folder_of_an_event_and_says_where(run: Run) -> None:
    assert (
        good(run("draft", "deal", "--event", "demand-1", "--pdf-engine", "none"))
        == "out/deal/demand-1\n"
    )
    files = written(Path("out/deal/demand-1"))
    assert {"manifest.json", "memo.docx", "documents/piggyback_notice/bell.docx"} <= files.keys()
    assert not [name for name in files if name.endswith(".pdf")]


def test_draft_takes_every_event_with_something_due(run: Run) -> None:
    assert (
        good(run("draft", "deal", "--pdf-engine", "none", "--out", "elsewhere"))
        == "elsewhere/deal/demand-1\n"
    )


def test_draft_leaves_out_what_happened_later(run: Run) -> None:
    found = run("draft", "deal", "--pdf-engine", "none", "--as-of", "2020-03-01")
    assert (found.exit_code, found.stdout, found.stderr) == (0, "", "nothing is due\n")


def test_draft_can_be_of_one_document(run: Run) -> None:
    words = good(run("draft", "deal", "--document", "piggyback_notice", "--pdf-engine", "none"))
    assert words == "out/deal/demand-1+piggyback_notice\n"
    documents = {
        name.split("/")[1] for name in written(Path(words.strip())) if name.startswith("documents/")
    }
    assert documents == {"piggyback_notice"}


def test_draft_refuses_what_it_does_not_know(run: Run, tmp_path: Path) -> None:
    refused(
        run("draft", "deal", "--event", "demand1", "--pdf-engine", "none"),
        "`demand1` is no known event; did you mean `demand-1`?\n",
    )
    words = "`pigyback_notice` is no known document; did you mean `piggyback_notice`?\n"
    refused(run("draft", "deal", "--document", "pigyback_notice", "--pdf-engine", "none"), words)
    assert [path.name for path in tmp_path.iterdir()] == ["deal"]


def test_nothing_due_on_an_event_is_no_failure(run: Run) -> None:
    found = run("draft", "deal", "--event", "signing", "--pdf-engine", "none")
    assert (found.exit_code, found.stdout, found.stderr) == (0, "", "nothing is due on it\n")


def test_mail_writes_the_drafts_to_counsel_and_says_where(run: Run, tmp_path: Path) -> None:
    counsel = (
        "  lawyer:\n    name: A. Lawyer\n    kind: person\n    role: counsel\n    address: {email:"
        " counsel@example.com}\n"
    )
    with (tmp_path / "deal" / "parties.yaml").open("a", encoding="utf-8") as file:
        file.write(counsel)
    name = good(run("mail", "deal", "--event", "demand-1", "--pdf-engine", "none"))
    assert name == "out/deal/demand-1/mail/lawyer.eml\n"
    assert "counsel@example.com" in Path(name.strip()).read_text("utf-8")
    refused(
        run("mail", "deal", "--event", "demand1", "--pdf-engine", "none"),
        "`demand1` is no known event; did you mean `demand-1`?\n",
    )


def test_batch_takes_every_deal_and_a_bad_one_does_not_stop_the_others(
    run: Run, tmp_path: Path
) -> None:
    for name in ("1-good", "2-bad", "3-good"):
        shutil.copytree(DEALS / "small", tmp_path / "data" / name)
    spoil(tmp_path / "data" / "2-bad")
    found = run("batch", "data", "--pdf-engine", "none")
    assert found.exit_code == 1
    assert [line.split(":")[0] for line in found.stdout.splitlines()] == ["1-good", "3-good"]
    assert BAD.replace("deal/", "data/2-bad/").replace("deal:", "data/2-bad:") in found.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1-good", "3-good"]


def test_a_second_batch_renders_nothing_and_changes_no_byte(run: Run, tmp_path: Path) -> None:
    first, files = run("batch", "deal", "--pdf-engine", "none"), written(tmp_path / "out")
    times = [path.stat().st_mtime_ns for path in sorted((tmp_path / "out").rglob("*"))]
    second = run("batch", "deal", "--pdf-engine", "none")
    assert first.exit_code == second.exit_code == 0
    assert "(0 documents rendered" in second.stdout
    assert written(tmp_path / "out") == files
    assert [path.stat().st_mtime_ns for path in sorted((tmp_path / "out").rglob("*"))] == times


def test_batch_without_a_deal_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    refused(
        run("batch", "--pdf-engine", "none"),
        "data: there is no deal (a folder with agreement.yaml)\n",
    )


# ---- schema


def test_schema_writes_the_schemas_and_says_where(run: Run) -> None:
    assert (
        good(run("schema")) == "schemas/agreement.json\nschemas/parties.json\nschemas/events.json\n"
    )
    assert written(Path("schemas")) == written(REPOSITORY / "schemas")


# ---- the same inputs give the same bytes


def test_another_environment_changes_no_byte(tmp_path: Path) -> None:
    seen = []
    for number, changes in enumerate(
        (
            {"TZ": "UTC", "PYTHONHASHSEED": "1"},
            {
                "TZ": "Asia/Tokyo",
                "LANG": "C",
                "LC_ALL": "C",
                "PYTHONIOENCODING": "ascii",
                "PYTHONHASHSEED": "2",
                "COLUMNS": "40",
            },
        )
    ):
        out = tmp_path / str(number)
        program = [sys.executable, "-c", "from rrdocs.cli import main; main(prog_name='rrdocs')"]
        deal = [str(DEALS / "small")]
        printed = [
            subprocess.run(
                [*program, *words], env={**os.environ, **changes}, capture_output=True, check=True
            ).stdout
            for words in (
                ["due", *deal, "--as-of", "2020-03-10", "--all", "--readings"],
                ["due", *deal, "--as-of", "2020-03-10T15:00Z", "--json"],
                ["draft", *deal, "--pdf-engine", "none", "--out", str(out)],
            )
        ]
        seen.append(([text.replace(bytes(out), b"") for text in printed], written(out)))
    assert seen[0] == seen[1]
    assert seen[0][1]


def test_the_list_of_commands_says_what_each_command_says_and_imports_none() -> None:
    context = click.Context(main)
    assert {path.stem for path in (REPOSITORY / "rrdocs" / "cli").glob("[!_]*.py")} == set(
        cli.COMMANDS
    )
    for name, words in cli.COMMANDS.items():
        command = main.get_command(context, name)
        assert command is not None
        assert click.Command(name, help=words).get_short_help_str(500) == (
            command.get_short_help_str(500)
        )
    program = (
        "import sys; from rrdocs.cli import main; main(['--help'], standalone_mode=False);"
        "print(sorted(n for n in sys.modules if n.startswith(('rrdocs.', 'pydantic', 'docx'))))"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=REPOSITORY, capture_output=True, text=True, check=True
    ).stdout
    assert "Packets for every deal" in said
    assert said.splitlines()[-1] == "['rrdocs.cli', 'rrdocs.cli._common']"


def test_the_program_runs_as_a_module() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "rrdocs", "--help"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.startswith("Usage: ")
