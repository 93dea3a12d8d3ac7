"""The whole, as it happens at a desk: a demand comes in, and every step to the last late letter
shows on the docket.

docs/story.md tells the same story, in fewer commands.
"""

from __future__ import annotations

import json
import re
import shutil
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from rrdocs.cli import main
from tests.support.docket_pages import Page
from tests.support.mailserver import Inbox, server
from tests.support.packets import SAVVIS

HOLDINGS = {
    "wcas_viii": ("february_2000", 6250000),
    "carson": ("february_2001", 1500000),
    "anderson": ("february_2001", 1500000),
    "paul": ("february_2001", 900000),
    "lee": ("february_2001", 100000),
}


class Desk:
    """A person at the desk, who types commands in a folder."""

    def __init__(self) -> None:
        self.deal = f"data/{SAVVIS.name}"

    def types(self, words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, words.replace("DEAL", self.deal).split())
        assert result.exit_code == code, result.output
        return result

    def docket(self, as_of: str) -> dict[str, list[str]]:
        """What the page shows on a day: under each heading the lines, as they are read."""
        self.types(f"docket data --as-of {as_of}")
        text = Path("out/docket.html").read_text("utf-8")
        found: dict[str, list[str]] = {
            status: [] for status in ("late", "due", "open", "waiting", "done")
        }
        lines = r'<li class="item"[^>]* data-status="(\w+)"><details>\s*<summary>(.*?)</summary>'
        for status, item in re.findall(lines, text, re.DOTALL):
            words = " ".join(Page(item).text.replace("\xa0", " ").split())
            found[status].append(words.partition(": ")[2])
        return found

    def windows(self, as_of: str) -> dict[str, str]:
        """The last day to which each holder's joining is accepted, where its window has begun."""
        answer = json.loads(self.types(f"due DEAL --as-of {as_of} --json").stdout)
        return {
            c["party"]: c["last_permitted"] for c in answer["clocks"] if c["name"] == "join_window"
        }

    def tally(self, name: str, as_of: str) -> Any:
        answer = json.loads(self.types(f"due DEAL --as-of {as_of} --json").stdout)
        return next(
            t["values"] for t in answer["tallies"] if (t["name"], t["about"]) == (name, "demand-1")
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The agreement and its parties are on file; nothing has happened yet."""
    folder = tmp_path / "data" / SAVVIS.name
    folder.mkdir(parents=True)
    for name in ("agreement.yaml", "parties.yaml"):
        shutil.copy(SAVVIS / name, folder)
    monkeypatch.chdir(tmp_path)
    for name in ("SERVER", "TLS", "USER", "FROM", "PASSWORD"):
        monkeypatch.delenv(f"RRDOCS_MAIL_{name}", raising=False)
    return Desk()


def test_from_an_empty_register_to_a_joining_request_late_by_one_day(  # noqa: PLR0915 - a story
    desk: Desk,
) -> None:
    # The register is empty.
    assert "0 events" in desk.types("check DEAL").stdout
    assert not any(desk.docket("2001-02-19").values())

    # The stock is issued; the transfer agent is told of the legends.
    for holder, (tranche, shares) in HOLDINGS.items():
        desk.types(
            f"record DEAL shares-issued --holder {holder} --tranche {tranche} --shares {shares}"
            " --date 2001-02-20"
        )
        words = (
            f"notice-sent --about shares-issued-{holder.replace('_', '-')} --document"
            " legend_instruction --to due"
        )
        desk.types(f"record DEAL {words} --method hand --as-of 2001-02-20T16:00")
    assert desk.docket("2001-02-20")["late"] == []

    # June 6, 10:15: a demand comes in by facsimile.
    words = (
        "--requesting wcas_viii=3000000,carson=1000000 --disposition firm_commitment --method fax"
        " --received now"
    )
    desk.types(
        f"record DEAL demand-notice {words} --courier-followup 2001-06-07 --as-of 2001-06-06T10:15"
    )
    assert desk.tally("majority", "2001-06-06")["holds"] is True
    shown = desk.docket("2001-06-06")
    assert (
        "Demand Further Notice — 16 Investors Wednesday, June 6, 2001 today Section 3(a), demand-1"
        in shown["due"]
    )

    # The packet is drafted and sent to counsel; a second run sends nothing.
    packet = desk.types("draft DEAL --event demand-1").stdout.strip()
    assert Path(packet, "packet.pdf").read_bytes().startswith(b"%PDF")
    inbox = Inbox()
    with server(inbox) as port:
        words = (
            f"mail DEAL --event demand-1 --send --server 127.0.0.1:{port} --tls none --from"
            " desk@example.com"
        )
        assert desk.types(words).stdout == desk.types(words).stdout
    ((sender, to, content),) = inbox.accepted
    assert (sender, to) == ("desk@example.com", ("counsel@example.com",))
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    assert {"packet.pdf", "memo.docx", "demand_further_notice - lee.docx"} <= {
        str(a.get_filename()) for a in message.iter_attachments()
    }
    page = Page(Path("out/docket.html").read_text("utf-8")) if desk.docket("2001-06-06") else None
    assert page is not None
    assert f"{packet.removeprefix('out/')}/documents/demand_further_notice/lee.pdf" in page.links

    # The same afternoon the notices go out: by hand, by mail, by courier, and all others by
    # facsimile.
    notice = "record DEAL notice-sent --about demand-1 --as-of 2001-06-06T15:30 --document"
    desk.types(
        f"{notice} demand_further_notice --to anderson --method hand --received 2001-06-06T17:05"
    )
    desk.types(f"{notice} demand_further_notice --to paul --method mail")
    desk.types(f"{notice} demand_further_notice --to lee --method courier")
    faxed = desk.types(
        f"{notice} demand_further_notice --to due --method fax --received 2001-06-06T15:30"
    )
    assert faxed.stdout.endswith(": 13 events\n")
    assert "13 events: no courier copy of the facsimile is on record" in faxed.stderr
    again = desk.types(f"{notice} demand_further_notice --to due --method fax", code=1)
    assert (
        again.stderr == "no demand_further_notice on demand-1 is due to anybody as of 2001-06-06\n"
    )  # only the copies are awaited
    for requester in ("wcas_viii", "carson"):
        desk.types(
            f"{notice} piggyback_notice --to {requester} --method fax --received 2001-06-06T15:40"
        )
    shown = desk.docket("2001-06-06")
    assert any(
        line.startswith("Demand Further Notice — Bruce K. Anderson; Andrew Paul; Eric J. Lee given")
        for line in shown["done"]
    )
    assert (
        "Demand Further Notice — 13 Investors Wednesday, June 6, 2001 today Section 3(a), demand-1"
        in shown["due"]
    )  # no courier copy yet
    assert desk.windows("2001-06-06") == {
        "anderson": "2001-07-06",
        "paul": "2001-07-13",
    }, "what was handed over; and what was mailed will"

    # The courier's list: the copies of the facsimiles, and a notice on its way; one row names
    # nothing that was sent.
    sent = json.loads(
        desk.types("served DEAL --about demand-1 --as-of 2001-06-07 --json", code=1).stdout
    )
    rows = [
        f"{entry['notice']},Delivered,6/7/2001,10:30 AM"
        for entry in sent
        if entry["method"] == "fax"
    ]
    rows += [
        "demand-1-demand-further-notice-lee,Delivered,6/8/2001,9:20 AM",
        "demand-1-notice-to-nobody,Delivered,6/8/2001,",
    ]
    Path("list.csv").write_text(
        "\n".join(["Reference,Status,Delivery Date,Delivery Time", *rows, ""]), "utf-8"
    )
    listed = desk.types(
        "record DEAL notice-received --csv list.csv --as-of 2001-06-08T12:00", code=1
    )
    assert listed.stderr.splitlines()[0] == "17 rows: 16 recorded, 0 on record already, 1 set aside"
    assert listed.stderr.splitlines()[1].startswith(
        "list.csv:18: no notice that waits for a receipt is known by `demand-1-notice-to-nobody`"
    )

    # The windows run, each from its own receipt: the mail counts on the fifth business day, the
    # courier's on delivery.
    windows = desk.windows("2001-06-14")
    assert {name: windows[name] for name in ("anderson", "paul", "lee", "mackesy")} == {
        "anderson": "2001-07-06",
        "paul": "2001-07-13",
        "lee": "2001-07-09",
        "mackesy": "2001-07-06",
    }
    shown = desk.docket("2001-06-14")
    assert (
        "Join window — 14 Investors Friday, July 6, 2001 in 22 days Section 3(a), demand-1"
        in shown["waiting"]
    )
    assert (
        "Join window — Eric J. Lee Monday, July 9, 2001 in 25 days Section 3(a), demand-1"
        in shown["waiting"]
    )
    entries = Calendar.from_ical(Path("out/docket.ics").read_bytes()).events
    assert "2001-07-09" in {str(e.start) for e in entries if "Eric J. Lee" in str(e["summary"])}

    # The service is proved and can be declared.
    log = desk.types("served DEAL --about demand-1 --as-of 2001-06-14 --out out").stdout
    assert "To be done" not in log
    assert "Andrew Paul: by first-class certified mail" in log
    assert Path(
        "out",
        SAVVIS.name,
        "_served",
        "declaration_of_service-demand-1-demand_further_notice-savvis.pdf",
    ).is_file()

    # One joins in time; one is late by one day, and stays out.
    join = "record DEAL join-request --about demand-1 --same-terms true --method courier"
    desk.types(f"{join} --investor anderson --shares 500000 --date 2001-07-02")
    desk.types(f"{join} --investor lee --shares 50000 --date 2001-07-10")
    assert desk.tally("shares_to_register", "2001-07-11") == {
        "total": 4500000,
        "by_investor": {"wcas_viii": 3000000, "carson": 1000000, "anderson": 500000},
    }
    shown = desk.docket("2001-07-11")
    assert [line for line in shown["waiting"] if line.startswith("Join window")] == [
        "Join window — Andrew Paul Friday, July 13, 2001 in 2 days Section 3(a), demand-1"
    ]
    late = (
        "Eric J. Lee: delivered by national overnight courier on Tuesday, July 10, 2001;"
        " the last day is July 9, 2001"
    )
    assert late in Page(Path("out/docket.html").read_text("utf-8")).text.replace("\xa0", " ")
    assert "Eric J. Lee" in desk.types("why DEAL shares_to_register --as-of 2001-07-11").stdout
    desk.types("check DEAL")
