"""Recording events: the options are the fields, the record is checked with the new file, and two
writers lose nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner, Result

from rrdocs.cli import main
from rrdocs.cli._event_options import fields
from rrdocs.deal.events import EVENT_TYPES, Delivery, NoticeReceived, NoticeSent
from rrdocs.deal.loading import load
from rrdocs.facts.notices.receipt import receipt
from rrdocs.facts.record.position import fold
from rrdocs.service.record.append import Fields, add, events_as_yaml
from tests.support.packets import SAVVIS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the illustrative deal, to add to."""
    target = tmp_path / SAVVIS.name
    shutil.copytree(SAVVIS, target)
    return target


def run(folder: Path, *words: str, as_of: str = "2002-06-03T10:00") -> Result:
    return CliRunner().invoke(
        main, ["record", str(folder), *words, *(["--as-of", as_of] if as_of else [])]
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


# ---- the options are the fields


@pytest.mark.parametrize("name", EVENT_TYPES)
def test_every_field_of_every_event_is_an_option(name: str) -> None:
    found = {(field.within, field.name) for field in fields(EVENT_TYPES[name])}
    expected = set()
    for field, info in EVENT_TYPES[name].model_fields.items():
        if field == "delivery":
            expected |= {("delivery", each) for each in Delivery.model_fields}
        elif field != "type":
            expected.add(("", info.alias or field))
    assert found == expected
    flags = [field.flag for field in fields(EVENT_TYPES[name])]
    assert len(flags) == len(set(flags))


def test_a_demand_is_recorded_as_it_would_be_written_by_hand(folder: Path) -> None:
    words = (
        "--requesting wcas_viii=2000000,carson=500000 --requesting anderson --disposition"
        " firm_commitment --method hand"
    )
    result = run(
        folder,
        "demand-notice",
        *words.split(),
        "--note",
        'he said "now": yes #1',
        "--received",
        "now",
    )
    assert result.exit_code == 0, result.output
    path = folder / "events" / "2002-06-03_0001-demand-notice.yaml"
    assert result.stdout == f"{path.as_posix()}: demand-4\n"
    assert (
        path.read_text("utf-8")
        == "# yaml-language-server: $schema=../../../schemas/events.json\n- id: demand-4\n  type:"
        ' demand_notice\n  date: 2002-06-03T10:00\n  note: "he said \\"now\\": yes #1"\n '
        " requesting: {wcas_viii: 2000000, carson: 500000, anderson: null}\n  disposition:"
        " firm_commitment\n  delivery: {method: hand, received: 2002-06-03T10:00}\n"
    )


def test_eighteen_sendings_at_once(folder: Path) -> None:
    words = (
        "notice-sent --about demand-3 --document demand_further_notice --to all --method fax"
        " --courier-followup 2002-05-08"
    )
    result = run(folder, *words.split(), as_of="2002-05-07T10:00")
    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("2002-05-07_0001-notice-sent.yaml: 18 events\n")
    assert (
        "18 events: no courier copy of the facsimile is on record" in result.stderr
    )  # it is not yet the 8th
    deal, problems = load(folder)
    assert deal is not None, problems
    sent = [e for e in deal.events if isinstance(e, NoticeSent) and e.about == "demand-3"]
    assert {e.to for e in sent} == {
        name for name, party in deal.parties.items() if party.role == "investor"
    }
    assert all(str(e.delivery.courier_followup) == "2002-05-08" for e in sent)


def test_to_all_to_whom_it_is_due(folder: Path) -> None:
    nobody = run(
        folder,
        *[
            "notice-sent",
            "--about",
            "s1-2001",
            "--document",
            "piggyback_notice",
            "--to",
            "due",
            "--method",
            "fax",
        ],
    )
    assert (nobody.exit_code, nobody.stderr) == (
        1,
        "no piggyback_notice on s1-2001 is due to anybody as of 2002-06-03\n",
    )
    words = (
        "notice-sent --about sale-minicucci --document legend_removal_instruction --to due --method"
        " courier"
    )
    assert run(folder, *words.split()).stdout.endswith(
        ": sale-minicucci-legend-removal-instruction-transfer-agent\n"
    )
    assert run(folder, *words.split()).exit_code == 1  # it is given


def test_files_of_a_day_stand_in_the_order_in_which_they_were_added(folder: Path) -> None:
    before = {path.name for path in (folder / "events").iterdir()}
    for shares in ("30", "20", "10"):
        assert (
            run(
                folder,
                *f"shares-issued --holder paul --tranche february_2001 --shares {shares} --date"
                " 2002-05-06".split(),
            ).exit_code
            == 0
        )
    names = sorted(
        path.name for path in (folder / "events").iterdir() if path.name.startswith("2002-05-06")
    )
    assert [name for name in names if name in before] == ["2002-05-06-demand-by-e-mail.yaml"]
    assert names == [
        "2002-05-06-demand-by-e-mail.yaml",
        *(f"2002-05-06_000{n}-shares-issued.yaml" for n in (1, 2, 3)),
    ]
    deal, _ = load(folder)
    assert deal is not None
    assert [e.id for e in deal.events if str(e.date) == "2002-05-06"][-3:] == [
        "shares-issued-paul",
        "shares-issued-paul-2",
        "shares-issued-paul-3",
    ]


# ---- whole or not at all


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (
            "demand-notice --requesting carsen=5 --method hand",
            "`carsen` is no known party; did you mean `carson`?",
        ),
        (
            "demand-notice --requesting carson=many --method hand",
            "`carson` is `many`; it must be a whole number",
        ),
        (
            "demand-notice --requesting carson=5 --method hand --date yesterday",
            "`date` is `yesterday`; it must be a date such as",
        ),
        (
            "join-request --about demand-7 --investor paul --shares 5 --method hand",
            "`demand-7` is no known demand or short form",
        ),
        (
            (
                "transfer --from paul --to x --tranche february_2001 --shares 99999999 --kind gift"
                " --basis exempt"
            ),
            "`paul` has 900,000 shares",
        ),
        (
            "demand-notice --id demand-2 --requesting carson=5 --method hand",
            "the id `demand-2` is used already",
        ),
        (
            "notice-received --notice demand-2-notice-lee",
            "`received` is missing, or `courier_followup`",
        ),
        (
            "demand-notice --requesting carson=5 --method hand --evidence fax.pdf",
            "there is no file `fax.pdf` beside the events",
        ),
        ("demand-notice --requesting carson=5 --method hand --note =\x07", "cannot stand"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_written(
    folder: Path, words: str, problem: str
) -> None:
    before = files(folder)
    result = run(folder, *words.split(" "))
    assert result.exit_code == 1
    assert problem in result.stderr
    assert "events/" in result.stderr
    assert result.stderr.endswith("nothing was recorded\n")
    assert files(folder) == before


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("demnd-notice", "`demnd-notice` is no type of event; did you mean `demand-notice`?"),
        ("demand-notice --method hand", "Missing option '--requesting'"),
        ("demand-notice --requesting carson=1 --method pigeon", "'pigeon' is not one of"),
        ("demand-notice --requesting carson=1,carson=2 --method hand", "`carson` is given twice"),
    ],
)
def test_a_wrong_command_line_is_another_thing(folder: Path, words: str, problem: str) -> None:
    before = files(folder)
    result = run(folder, *words.split())
    assert (result.exit_code, problem in result.stderr, files(folder) == before) == (2, True, True)


def test_a_record_with_problems_is_not_added_to(folder: Path, tmp_path: Path) -> None:
    (folder / "events" / "2002-06-01-bad.yaml").write_text("- id: bad\n", "utf-8")
    before = files(folder)
    result = run(folder, *["affiliate-status", "--party", "paul", "--affiliate", "true"])
    assert (result.exit_code, files(folder) == before) == (1, True)
    assert "2002-06-01-bad.yaml:1:3: `type` is missing" in result.stderr
    assert (
        run(
            tmp_path / "nowhere", *["affiliate-status", "--party", "paul", "--affiliate", "true"]
        ).exit_code
        == 1
    )
    assert not (tmp_path / "nowhere").exists()


def test_what_a_killed_writer_left_is_taken_away(folder: Path) -> None:
    left = folder / "events" / ".2002-06-03_0001-demand-notice.yaml.new"
    left.write_text("- id: ha", "utf-8")
    assert (
        run(folder, *["affiliate-status", "--party", "paul", "--affiliate", "true"]).exit_code == 0
    )
    assert not left.exists()


TEXTS = [
    "null",
    "No",
    "~",
    "a: b",
    "- x",
    "'",
    '"',
    "#",
    "é—x",
    "{a}",
    "012345",
    "2:1",
    "x # y",
    "a,b",
    "&a",
    "*a",
    "!a",
    " a",
]


@pytest.mark.parametrize("value", TEXTS)
def test_a_text_is_read_as_it_was_given(tmp_path: Path, value: str) -> None:
    shutil.copytree(SAVVIS, tmp_path / "d")
    fields: Fields = {
        "id": "x",
        "type": "affiliate_status",
        "date": "2002-06-03",
        "note": value,
        "party": "paul",
        "affiliate": "true",
    }
    assert value in events_as_yaml(tmp_path / "d", [fields]) or '"' in value
    added = add(tmp_path / "d", lambda _: [fields])
    assert added.deal is not None, added.problems
    assert next(e.note for e in added.deal.events if e.id == "x") == value


WRITER = """
import sys
from rrdocs.cli import main
folder, who, count = sys.argv[1:]
for number in range(int(count)):
    try:
        main(["record", folder, "shares-issued", "--holder", who, "--tranche", "february_2001",
              "--shares", str(number + 1), "--date", "2002-06-03", "--as-of", "2002-06-03"])
    except SystemExit as end:
        if end.code:
            raise
"""


def test_two_writers_at_once_lose_nothing(folder: Path) -> None:
    """Two processes that write in a loop (200 times each in the long run) wait for each other."""
    count = 200 if os.environ.get("RRDOCS_LONG") else 12
    before = files(folder)
    command = [sys.executable, "-c", WRITER, str(folder)]
    writers = [
        subprocess.Popen([*command, who, str(count)], stdout=subprocess.PIPE, text=True)
        for who in ("paul", "lee")
    ]
    said = [writer.communicate()[0].splitlines() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert [len(lines) for lines in said] == [count, count]
    deal, problems = load(folder)
    assert deal is not None, problems
    for who in ("paul", "lee"):
        shares = [
            getattr(e, "shares", 0) for e in deal.events if e.id.startswith(f"shares-issued-{who}")
        ]
        assert shares == list(range(1, count + 1)), "each once, and in order"
    added = {name: data for name, data in files(folder).items() if name not in before}
    assert len(added) == 2 * count
    assert {name[7:22] for name in added} == {f"2002-06-03_{n + 1:04}" for n in range(2 * count)}
    assert {name: files(folder)[name] for name in before} == before


# ---- receipts from a courier's list

LIST = """\
Tracking Number,Reference,Recipient,Status,Delivery Date,Delivery Time,Signed by
7900 0001,demand-3-demand-further-notice-lee,Eric J. Lee,Delivered,5/8/2002,10:42 AM,J. DOE
7900 0002,,"WCAS Management Corporation",Delivered,05/08/2002,09:05 AM,
7900 0003,demand-3-demand-further-notice-paul,Andrew Paul,Delivery exception,,,
7900 0004,demand-3-demand-further-notice-pual,,Delivered,5/9/2002,,
7900 0005,,Eric J. Lee,Delivered,5/9/2002,,
7900 0006,demand-3-demand-further-notice-clark,John D. Clark,Delivered,soon,,
7900 0007,demand-3-demand-further-notice-rather,,Delivered,5/1/2002,,
7900 0008,demand-3-demand-further-notice-lee,Eric J. Lee,Delivered,5/10/2002,,
7900 0009,demand-3-demand-further-notice-anderson,,Delivered,2002-05-08T11:00,,
7900 0010,demand-2-notice-queally,Paul B. Queally,Delivered,6/11/2001,,
"""


@pytest.fixture
def couriered(folder: Path) -> Path:
    """The deal with a notice by courier to each holder, but one by facsimile."""
    words = (
        "notice-sent --about demand-3 --document demand_further_notice --to all --method courier"
    )
    assert run(folder, *words.split(), as_of="2002-05-07T10:00").exit_code == 0
    path = folder / "events" / "2002-05-07_0001-notice-sent.yaml"
    head, anderson, rest = path.read_text("utf-8").partition(
        "to: anderson\n  delivery: {method: courier"
    )
    path.write_text(
        f"{head}{anderson.replace('courier', 'fax, received: 2002-05-07T10:00')}{rest}", "utf-8"
    )
    (folder.parent / "list.csv").write_text(LIST, "utf-8")
    return folder


def test_receipts_come_from_a_couriers_list(couriered: Path) -> None:
    path = couriered.parent / "list.csv"
    result = run(couriered, "notice-received", "--csv", str(path), as_of="2002-05-10T09:00")
    assert result.exit_code == 1  # some rows are set aside
    assert (
        result.stdout
        == f"{couriered.as_posix()}/events/2002-05-10_0001-notice-received.yaml: 3 receipts\n"
    )
    assert result.stderr.splitlines() == [
        "10 rows: 3 recorded, 0 on record already, 7 set aside",
        f"{path}:4: not delivered: Delivery exception",
        (
            f"{path}:5: no notice that waits for a receipt is known by"
            " `demand-3-demand-further-notice-pual`; did you mean"
            " `demand-3-demand-further-notice-paul`?"
        ),
        f"{path}:6: `demand-3-demand-further-notice-lee` is named in line 2 already",
        (
            f"{path}:7: `soon` is no day of delivery that can be read; write it as 2001-06-08 or"
            " 6/8/2001"
        ),
        (
            f"{path}:8: delivered on May\xa01, 2002, before `demand-3-demand-further-notice-rather`"
            " was sent on May\xa07, 2002, at 10:00\xa0a.m."
        ),
        f"{path}:9: `demand-3-demand-further-notice-lee` is named in line 2 already",
        f"{path}:11: `demand-2-notice-queally` went by first-class certified mail, not by courier",
    ]
    deal, _ = load(couriered)
    assert deal is not None
    found = {
        e.notice: e
        for e in deal.events
        if isinstance(e, NoticeReceived) and str(e.date).startswith("2002-05-10")
    }
    assert {
        name[len("demand-3-demand-further-notice-") :]: str(e.received or e.courier_followup)
        for name, e in found.items()
    } == {
        "lee": "2002-05-08T10:42",
        "wcas-management": "2002-05-08T09:05",
        "anderson": "2002-05-08T11:00",
    }
    assert (
        found["demand-3-demand-further-notice-lee"].note
        == "from the courier's list, tracking number 7900 0001, signed by J. DOE"
    )
    position = fold(deal, datetime(2002, 5, 11), known=True)
    (fax,) = position.sent("demand-3", "anderson", "demand_further_notice")
    got = receipt(deal, fax.delivery, fax.date, "outbound", position.as_of)
    assert (str(fax.delivery.courier_followup), str(got.at)) == (
        "2002-05-08T11:00",
        "2002-05-07T10:00",
    )  # the copy completes the facsimile


def test_the_same_list_again_adds_nothing(couriered: Path) -> None:
    path = couriered.parent / "list.csv"
    run(couriered, "notice-received", "--csv", str(path), as_of="2002-05-10T09:00")
    before = files(couriered)
    result = run(couriered, "notice-received", "--csv", str(path), as_of="2002-05-11T09:00")
    assert result.stderr.startswith("10 rows: 0 recorded, 3 on record already, 7 set aside\n")
    assert (result.stdout, files(couriered) == before) == ("", True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,b\n1,2\n", "the first line must name a column for the day of delivery"),
        (b"", "the first line must name a column"),
        (b"\xff\xfe\x00", "this is no text in UTF-8"),
        (b'reference,delivered\n"x', "unexpected end of data"),
    ],
)
def test_a_list_that_is_none(folder: Path, content: bytes, words: str) -> None:
    path = folder.parent / "list.csv"
    path.write_bytes(content)
    before = files(folder)
    result = run(folder, "notice-received", "--csv", str(path))
    assert (result.exit_code, files(folder) == before) == (1, True)
    assert words in result.stderr


# ---- completion


def complete(folder: Path, *words: str) -> set[str]:
    *args, last = words
    shell = ShellComplete(main, {}, "rrdocs", "_RRDOCS_COMPLETE")
    return {item.value for item in shell.get_completions(["record", str(folder), *args], last)}


def test_the_shell_completes_types_parties_events_documents_and_choices(folder: Path) -> None:
    assert complete(folder, "demand") == {"demand-notice"}
    assert complete(folder, "notice-sent", "--to", "car") == {"carson"}
    assert {"all", "almeida", "anderson"} <= complete(folder, "notice-sent", "--to", "a")
    assert complete(folder, "notice-sent", "--about", "demand-2-notice-l") == {
        "demand-2-notice-lee",
        "demand-2-notice-lee-received",
    }
    assert complete(folder, "notice-sent", "--document", "demand_f") == {"demand_further_notice"}
    assert complete(folder, "consent", "--signed-by", "paul,lee,rat") == {"paul,lee,rather"}
    assert complete(folder, "shares-issued", "--tranche", "") == {"february_2000", "february_2001"}
    assert complete(folder, "notice-sent", "--method", "c") == {"courier"}
    (folder / "parties.yaml").write_text("- nonsense\n", "utf-8")
    assert complete(folder, "notice-sent", "--to", "car") == set()


def test_the_help_of_every_type_is_there() -> None:
    group = main.get_command(click.Context(main), "record")
    assert isinstance(group, click.Group)
    names = group.list_commands(click.Context(group))
    assert [name.replace("-", "_") for name in names] == sorted(EVENT_TYPES)
    result = CliRunner().invoke(main, ["record", "nowhere", "notice-sent", "--help"])
    assert result.exit_code == 0
    assert "--courier-followup DATE" in result.output
