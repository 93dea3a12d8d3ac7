"""A folder becomes a deal, whole and in order, or every problem of it; what looks strange is taken
as it stands.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from rrdocs.deal.events import DemandNotice, SharesIssued
from rrdocs.deal.loading import load
from rrdocs.documents.packets.fingerprint import deals_below

DEALS = Path(__file__).parent / "deals"
SAVVIS = Path(__file__).parents[1] / "data" / "savvis-2001"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEALS / "small", tmp_path / "deal"))


def said(folder: Path) -> list[str]:
    deal, problems = load(folder)
    assert deal is None
    return [f"{problem.place}: {problem.words}" for problem in problems]


def put(folder: Path, name: str, text: str | bytes) -> None:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())


SPLIT = "- {id: %s, type: stock_changed, date: %s, kind: split, ratio: '2:1'}\n"


def test_a_deal_bears_the_name_of_its_folder_and_has_its_events_in_order(folder: Path) -> None:
    put(
        folder,
        "events/a.yaml",
        SPLIT % ("second", "2020-02-01T10:00") + SPLIT % ("third", "2020-02-01T10:00"),
    )
    put(
        folder,
        "events/b.yml",
        SPLIT % ("fourth", "2020-02-01T10:00") + SPLIT % ("first", "2020-02-01"),
    )
    deal, problems = load(folder)
    assert problems == []
    assert deal is not None
    assert (deal.name, deal.issuer) == ("deal", "orrin")
    ids = [event.id for event in deal.events]
    assert ids == [
        "signing",
        "issue-bell",
        "issue-fox",
        "first",
        "second",
        "third",
        "fourth",
        "demand-1",
        "told-fox",
    ]


def test_the_savvis_deal_is_good() -> None:
    deal, problems = load(SAVVIS)
    assert [problem.shown() for problem in problems] == []
    assert deal is not None


def test_a_missing_deal_is_said_once(tmp_path: Path) -> None:
    assert said(tmp_path / "nowhere") == ["agreement.yaml:1:1: there is no such deal"]


def test_both_missing_files_are_said(folder: Path) -> None:
    (folder / "agreement.yaml").unlink()
    assert said(folder) == ["agreement.yaml:1:1: there is no such file"]
    (folder / "parties.yaml").unlink()
    assert said(folder) == [
        "agreement.yaml:1:1: there is no such file",
        "parties.yaml:1:1: there is no such file",
    ]


def test_a_deal_without_events_is_a_deal(folder: Path) -> None:
    shutil.rmtree(folder / "events")
    deal, problems = load(folder)
    assert problems == []
    assert deal is not None
    assert deal.events == ()


def test_every_file_has_its_problems_in_the_order_of_places(folder: Path) -> None:
    put(folder, "agreement.yaml", "title: [")
    put(
        folder,
        "parties.yaml",
        (folder / "parties.yaml").read_text().replace("issuer: orrin", "issuer: orin", 1),
    )
    put(
        folder,
        "events/b.yaml",
        SPLIT % ("split", "2020-13-01") + "- {id: join, type: join_request, about: demand-9}\n",
    )
    put(
        folder,
        "events/a.yaml",
        "- {id: status, type: rule_144_status, date: 2020-02-01, investor: fox, may_sell_all:"
        " true}\n",
    )
    assert said(folder) == [
        "agreement.yaml:1:8: what begins here has no end",
        "events/a.yaml:1:67: `fox` is no known party",
        (
            "events/b.yaml:1:42: `date` is `2020-13-01`; it is not a day of the calendar, or not a"
            " time of day"
        ),
        "events/b.yaml:2:3: `date` is missing",
        "events/b.yaml:2:3: `investor` is missing",
        "events/b.yaml:2:3: `shares` is missing",
        "events/b.yaml:2:3: `delivery` is missing",
        "parties.yaml:1:9: `orin` is no known party; did you mean `orrin`?",
    ]


def test_without_the_agreement_or_the_parties_nothing_is_called_unknown_for_want_of_them(
    folder: Path,
) -> None:
    put(folder, "agreement.yaml", "title: [")
    put(folder, "parties.yaml", "issuer: [")
    put(folder, "events/a.yaml", SPLIT % ("signing", "2020-02-01"))
    assert said(folder) == [
        "agreement.yaml:1:8: what begins here has no end",
        (
            "events/a.yaml:1:8: the id `signing` is used already, at"
            " events/2020-01-02-opening.yaml:1:3"
        ),
        "parties.yaml:1:9: what begins here has no end",
    ]


def test_a_file_that_cannot_be_read_as_yaml_may_hold_what_others_name(folder: Path) -> None:
    put(
        folder,
        "events/2020-01-02-opening.yaml",
        (folder / "events/2020-01-02-opening.yaml").read_text() + "- [",
    )
    put(
        folder,
        "events/b.yaml",
        "- {id: gone, type: request_withdrawn, date: 2020-04-01, about: demand-1, investor:"
        " bell}\n",
    )
    assert said(folder) == ["events/2020-01-02-opening.yaml:29:3: what begins here has no end"]


def test_fifty_thousand_brackets_are_refused_at_once(folder: Path) -> None:
    put(folder, "events/a.yaml", "[" * 50_000)
    before = time.perf_counter()
    assert said(folder) == ["events/a.yaml:1:41: this is nested more than 40 deep"]
    assert time.perf_counter() - before < 2


def test_a_folder_where_a_file_should_be_is_a_problem(folder: Path) -> None:
    (folder / "events" / "a.yaml").mkdir()
    assert said(folder) == ["events/a.yaml:1:1: this file cannot be read: Is a directory"]


def test_what_looks_strange_is_taken_as_it_stands() -> None:
    deal, problems = load(DEALS / "strange")
    assert [problem.shown() for problem in problems] == []
    assert deal is not None
    assert deal.agreement.parties == "Orrin {{ Tools }} <Inc.> & the holders named therein"
    assert deal.agreement.words.issuer == "NO"
    assert deal.parties["007"].name == "Orrin {{ Tools }} {% raw %} <Inc.> & Co."
    norway, address = deal.parties["NO"], deal.parties["NO"].address
    assert norway.name == "NO"
    assert address is not None
    assert address.lines == ("012345", "1e3", "yes", "2020-01-02", "#12", "O'Hara's")
    assert address.fax == "0123"
    assert deal.parties["hebrew"].name == 'אורין כלים בע"מ'
    assert deal.parties["hebrew"].signs is not None
    assert (deal.parties["hebrew"].signs.by, deal.parties["hebrew"].signs.title) == (
        "مريم حداد",
        "部長",
    )
    assert deal.parties["accents"].name == "Zoë Núñez-Ångström 👩🏽\u200d⚖️"
    assert len(deal.parties["long"].name) == 800
    first, second, demand = deal.events
    assert isinstance(first, SharesIssued)
    assert isinstance(demand, DemandNotice)
    assert (first.id, first.shares, first.certificates) == (
        "1",
        6000,
        ("0012", "on", "null-and-void", "1.50"),
    )
    assert second.id == "2.0"
    assert demand.requesting == {"NO": 3000}
    assert str(demand.delivery.received) == "2020-03-02T12:05"
    assert demand.note == "one line"


def test_deals_are_found_by_their_agreement() -> None:
    assert [path.name for path in deals_below(DEALS)] == ["small", "strange"]
    assert deals_below(DEALS / "small") == [DEALS / "small"]
    assert deals_below(DEALS / "small" / "events") == []
