"""The docket's page and calendar: they say what `due` says, link to the papers, and can be read by
everybody.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from click.testing import CliRunner
from filelock import FileLock
from icalendar import Calendar

import rrdocs
from rrdocs.cli import main
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Clock
from rrdocs.docket.explanation import clocks_together
from rrdocs.pipeline.docket_files import docket_files
from rrdocs.service.docket_page import timeline
from rrdocs.service.docket_page.page import alike
from rrdocs.service.docket_page.server import DocketServer, ServedPage, fingerprint
from tests.support.docket_pages import Page
from tests.support.packets import SAVVIS

REPOSITORY = Path(__file__).parents[1]
JUNE = datetime(2001, 6, 25, 23, 59, 59)


def written(folder: Path, out: Path, as_of: str) -> Path:
    result = CliRunner().invoke(main, ["docket", str(folder), "--as-of", as_of, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        f"{out.as_posix()}/docket.html",
        f"{out.as_posix()}/docket.ics",
    ]
    return out


def entries(out: Path) -> list[Any]:
    """The events of the calendar, each a mapping from names to values."""
    return list(Calendar.from_ical((out / "docket.ics").read_bytes()).events)


@pytest.fixture(scope="module")
def june(packets: Path) -> Path:
    """The docket beside the packets of the illustrative deal, on a day in the middle of its
    windows.
    """
    with FileLock(f"{packets.parent}.docket.lock"):  # several processes may run these tests
        return written(SAVVIS, packets.parent, "2001-06-25")


@pytest.fixture(scope="module")
def deal() -> Deal:
    deal, problems = rrdocs.load(SAVVIS)
    assert deal is not None, problems
    return deal


# ---- the page


def test_the_page_has_a_line_for_each_answer_and_window(june: Path, deal: Deal) -> None:
    docket = rrdocs.decide(deal, JUNE)
    page = Page((june / "docket.html").read_text("utf-8"))
    answered = [g for g in alike(docket.decisions) if g.first.outcome != "not_due"]
    windows = clocks_together(c for c in docket.clocks if c.running and c.last_permitted)
    assert len(page.items) == len(answered) + len(windows) == 33
    assert {"savvis-2001-legend_instruction-distribution-1-savvis-transfer_agent"} < {
        k for k, v in page.items.items() if v == "late"
    }
    assert {v: list(page.items.values()).count(v) for v in page.items.values()} == {
        "late": 2,
        "due": 2,
        "waiting": 7,
        "done": 22,
    }


def test_the_names_of_places_are_unique_and_every_link_leads_somewhere(june: Path) -> None:
    page = Page((june / "docket.html").read_text("utf-8"))
    assert len(page.ids) == len(set(page.ids))
    outside = [link for link in page.links if not link.startswith("#")]
    assert len(outside) > 40
    assert [link for link in outside if not (june / unquote(link)).is_file()] == []
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_the_page_needs_nothing_else(june: Path) -> None:
    text = (june / "docket.html").read_text("utf-8")
    assert re.findall(r"""(?:src|href)=["'](?!#|data:,|savvis-2001/)[^"']*""", text) == []
    assert "://" not in text
    assert "@import" not in text


def test_the_same_record_gives_the_same_bytes(june: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in june.glob("docket.*")}
    environment = os.environ | {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run(
        [
            shutil.which("rrdocs", path=str(REPOSITORY / ".venv/bin")) or "rrdocs",
            "docket",
            SAVVIS,
            "--as-of",
            "2001-06-25",
            "--out",
            june,
        ],
        check=True,
        env=environment,
        cwd=tmp_path,
        capture_output=True,
    )
    assert {path.name: path.read_bytes() for path in june.glob("docket.*")} == before


def test_text_of_the_data_is_text_on_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "savvis-2001"
    shutil.copytree(SAVVIS, folder)
    parties = folder / "parties.yaml"
    parties.write_text(
        parties.read_text("utf-8").replace(
            "name: Andrew Paul", 'name: "Paul & <script>alert(1)</script>"'
        ),
        "utf-8",
    )
    text = (written(folder, tmp_path / "out", "2001-06-25") / "docket.html").read_text("utf-8")
    assert "<script>alert" not in text
    assert "Paul &amp; &lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_deal_with_problems_shows_them_and_the_others_their_answers(tmp_path: Path) -> None:
    for name in ("good", "bad"):
        shutil.copytree(SAVVIS, tmp_path / "data" / name)
    (tmp_path / "data" / "bad" / "events" / "2001-06-06-demand.yaml").write_text(
        "- id: x\n  type: demand\n", "utf-8"
    )
    result = CliRunner().invoke(
        main,
        ["docket", str(tmp_path / "data"), "--as-of", "2001-06-25", "--out", str(tmp_path / "out")],
    )
    assert result.exit_code == 1
    assert "2001-06-06-demand.yaml:2:9" in result.stderr
    page = Page((tmp_path / "out" / "docket.html").read_text("utf-8"))
    assert "`demand` is no type of event" in page.text
    assert {name.partition("-")[0] for name in page.items} == {"good"}
    assert len(entries(tmp_path / "out")) > 20


def test_there_must_be_a_deal(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["docket", str(tmp_path)])
    assert result.exit_code == 1
    assert "there is no deal" in result.stderr
    assert not (tmp_path / "out").exists()


# ---- the timeline


def clock(**fields: Any) -> Clock:
    return Clock(
        **(
            {
                "name": "join_window",
                "clause": "1",
                "about": "a",
                "party": None,
                "starts": date(2001, 6, 1),
            }
            | fields
        )
    )


def test_bars_stand_where_their_days_are(deal: Deal) -> None:
    clocks = [
        clock(last_day=date(2001, 6, 30), last_permitted=date(2001, 7, 2), running=True),
        clock(name="holdback_automatic", starts=date(2001, 6, 11), last_day=None, running=True),
        clock(
            name="registration_lock",
            starts=date(2001, 6, 20),
            last_day=date(2001, 7, 9),
            free_from=date(2001, 7, 10),
        ),
        clock(
            starts=date(1999, 1, 1), last_day=date(1999, 1, 31), last_permitted=date(1999, 1, 31)
        ),
    ]
    made = timeline.timeline(deal, clocks, date(2001, 6, 15))
    days = (date(2001, 8, 15) - date(2001, 5, 1)).days
    at = [
        round(100 * (day - date(2001, 5, 1)).days / days, 3)
        for day in (date(2001, 6, 1), date(2001, 7, 1), date(2001, 7, 3))
    ]
    window, holdback, lock = made.bars
    assert (window.kind, holdback.kind, lock.kind) == ("window", "holdback", "restraint")
    assert (window.left, round(window.left + window.width, 3)) == (at[0], at[1])
    assert round(window.left + window.width + window.roll, 2) == round(at[2], 2)
    assert (holdback.open_end, round(holdback.left + holdback.width, 3), lock.open_end) == (
        True,
        100.0,
        False,
    )
    assert made.earlier == 1
    assert [tick.label for tick in made.ticks] == ["May 2001", "Jun", "Jul", "Aug"]
    assert made.today == round(100 * 45 / days, 3)


@pytest.mark.parametrize(
    ("day", "words"),
    [(-3, "3 days ago"), (-1, "yesterday"), (0, "today"), (1, "tomorrow"), (2000, "in 2,000 days")],
)
def test_how_far_a_day_is(day: int, words: str) -> None:
    assert timeline.left(date(2001, 6, 15), date(2001, 6, 15) + timedelta(days=day)) == words


# ---- the calendar


def test_the_calendar_has_every_deadline_once_with_alarms_for_what_is_ahead(
    june: Path, deal: Deal
) -> None:
    docket = rrdocs.decide(deal, JUNE)
    found = entries(june)
    uids = [str(event["uid"]) for event in found]
    assert len(uids) == len(set(uids))
    dated = [g for g in alike(docket.decisions) if g.first.due and g.first.outcome != "not_due"]
    ends = [
        c
        for c in clocks_together(docket.clocks)
        if c[0].last_permitted or c[0].last_day or c[0].free_from
    ]
    assert len(found) == len(dated) + len(ends)
    by_summary = {str(event["summary"]): event for event in found}
    lee = by_summary["Last day: Join window, Eric J. Lee (Savvis)"]
    assert lee.start == date(2001, 7, 9)
    assert [alarm["trigger"].dt for alarm in lee.walk("VALARM")] == [
        timedelta(days=-6, hours=-15),
        timedelta(hours=-15),
        timedelta(hours=9),
    ]
    assert "July 8, 2001 (a Sunday)" in lee["description"]
    past = next(
        event
        for name, event in by_summary.items()
        if name.startswith("Given: Demand Further Notice")
    )
    assert past.walk("VALARM") == []


def test_an_entry_keeps_its_name_when_its_day_moves(june: Path, tmp_path: Path) -> None:
    before = {str(event["uid"]): event for event in entries(june)}
    later = written(SAVVIS, tmp_path, "2001-07-10")
    after = {str(event["uid"]): event for event in entries(later)}
    gone = [str(event["summary"]) for uid, event in before.items() if uid not in after]
    assert gone == [
        "Due: Deficiency Letter to Andrew Paul (Savvis)"
    ]  # mended by his second request
    for uid in before.keys() & after.keys():
        assert after[uid]["dtstamp"].dt > before[uid]["dtstamp"].dt
        assert after[uid]["sequence"] > before[uid]["sequence"]


def test_lines_of_the_calendar_are_short_and_end_as_the_standard_says(june: Path) -> None:
    data = (june / "docket.ics").read_bytes()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75


NODE = shutil.which("node")
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)


def needs(module: str) -> None:
    if NODE is None or not (REPOSITORY / "node_modules" / module).is_dir():
        pytest.skip(f"{module} is not installed (npm install)")


def test_another_program_reads_the_calendar(june: Path) -> None:
    """ical.js, which Thunderbird's calendar is built on."""
    needs("ical.js")
    program = """
      const ICAL = require("ical.js").default || require("ical.js");
      const text = require("fs").readFileSync(process.argv[1], "utf8");
      const found = new ICAL.Component(ICAL.parse(text));
      const events = found.getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
      const alarms = (e) => e.component.getAllSubcomponents("valarm").length;
      const row = (e) => [e.summary, e.startDate.toString(), alarms(e)];
      console.log(JSON.stringify(events.map(row)));
    """
    ran = subprocess.run(
        [str(NODE), "-e", program, june / "docket.ics"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    )
    events = json.loads(ran.stdout)
    assert ["Last day: Join window, Eric J. Lee (Savvis)", "2001-07-09", 3] in events
    assert len(events) == len(entries(june))


# ---- in a browser


@pytest.fixture(scope="module")
def seen(june: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    needs("playwright-core")
    needs("axe-core")
    if CHROMIUM is None:
        pytest.skip("chromium is not installed")
    several = (
        written(SAVVIS.parent, tmp_path_factory.mktemp("several"), "2002-06-25") / "docket.html"
    )
    script, url, shots = (
        str(REPOSITORY / "tests" / "browser.mjs"),
        (june / "docket.html").as_uri(),
        os.environ.get("RRDOCS_SHOTS", ""),
    )
    fonts = {
        name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG_")
    }  # the PDF engine's
    ran = subprocess.run(
        [str(NODE), script, CHROMIUM, url, several.as_uri(), shots],
        capture_output=True,
        text=True,
        check=False,
        env=fonts,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_accessibility_check_finds_nothing_at_any_width_light_or_dark(seen: Any) -> None:
    views = [f"{view['width']} {view['colorScheme']}" for view in seen["views"]]
    assert views == [
        "400 light",
        "900 light",
        "1400 light",
        "1400 dark",
        "900 light",
    ]  # the last shows several deals
    assert [view["violations"] for view in seen["views"]] == [[]] * 5
    assert all(view["passes"] > 30 for view in seen["views"])
    assert all(view["overflow"] <= 0 for view in seen["views"])
    assert (seen["errors"], seen["requests"]) == ([], [])


def test_the_page_is_filtered_and_an_item_leads_to_its_document(seen: Any, june: Path) -> None:
    done = 22  # folded until they are asked for
    assert len(seen["all"]) == 33 - done
    assert seen["lee"]["said"] == f"{len(seen['lee']['items'])} of 33 shown"
    assert 2 <= len(seen["lee"]["items"]) < 33
    assert any("join_window" in name for name in seen["lee"]["items"])
    assert (seen["nobody"]["items"], seen["nobody"]["headings"]) == ([], 0)
    assert (len(seen["overdue"]["items"]), seen["overdue"]["statuses"]) == (2, ["late"])
    item = seen["item"]
    assert item["opened"]
    assert item["reasons"] >= 2
    path = Path(unquote(urlsplit(item["href"]).path))
    assert path.is_relative_to(june / "savvis-2001")
    assert path.read_bytes().startswith(b"%PDF")
    assert item["name"].endswith(", PDF")


def test_print_leaves_out_the_controls(seen: Any) -> None:
    assert seen["controls"] is False
    assert seen["print"] > 10_000


# ---- served


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder, out = tmp_path / "data" / SAVVIS.name, tmp_path / "out"
    shutil.copytree(SAVVIS, folder)
    paper = out / SAVVIS.name / "demand-2" / "packet.pdf"
    paper.parent.mkdir(parents=True)
    paper.write_bytes(b"%PDF-1.4")
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-secret")
    (out / "secret.txt").write_text("secret", "utf-8")
    board = ServedPage(
        lambda: fingerprint(folder.glob("events/*.yaml")),
        lambda state: docket_files([folder], out, datetime(2001, 7, 20, 12), live=state)[0],
    )
    running = DocketServer(board, out, 0)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"127.0.0.1:{running.server_port}", folder
    running.shutdown()
    thread.join()
    running.server_close()


def get(host: str, path: str, **headers: str) -> tuple[int, bytes]:
    scheme = "http"
    request = urllib.request.Request(f"{scheme}://{host}/{path}", headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_the_served_page_follows_the_data(served: tuple[str, Path]) -> None:
    host, folder = served
    _, state = get(host, "state")
    status, page = get(host, "")
    assert status == 200
    assert state in page
    assert b"demand-9" not in page
    text = (folder / "events" / "2001-06-06-demand.yaml").read_text("utf-8")
    (folder / "events" / "2001-07-20-demand.yaml").write_text(
        text.replace("demand-2", "demand-9").replace("2001-06-0", "2001-07-0"), "utf-8"
    )
    _, other = get(host, "state")
    assert other != state
    assert b"demand-9" in get(host, "docket.html")[1]
    assert get(host, "docket.ics")[1].startswith(b"BEGIN:VCALENDAR")
    (folder / "events" / "2001-07-21-bad.yaml").write_text("- id: x\n", "utf-8")
    assert b"`type` is missing" in get(host, "")[1]


def test_the_server_gives_papers_and_nothing_else(served: tuple[str, Path]) -> None:
    host, _ = served
    assert get(host, "savvis-2001/demand-2/packet.pdf") == (200, b"%PDF-1.4")
    for path in (
        "secret.txt",
        "../secret.pdf",
        "%2e%2e/secret.pdf",
        "..%2fsecret.pdf",
        "savvis-2001/demand-2/none.pdf",
        "%00.pdf",
        "savvis-2001",
    ):
        assert get(host, path)[0] == 404, path
    assert get(host, "", Host="evil.example.com")[0] == 421
