"""Watching: what changed is made anew, once it is still; and each time a line says so."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rrdocs.service.watching import changes, states


def looks(*found: dict[str, str]) -> list[list[str]]:
    """What is reported when the deals look like this, one look after the other."""
    left = [{Path(name): state for name, state in each.items()} for each in found]
    return [
        [path.name for path in each] for each in changes(lambda: left.pop(0), lambda: bool(left))
    ]


def test_all_at_first_and_then_what_changed_once_it_is_still() -> None:
    assert looks({"a": "1", "b": "1"}) == [["a", "b"]]
    assert looks(
        {"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "2", "b": "1"}, {"a": "2", "b": "1"}
    ) == [["a", "b"], ["a"]]
    assert looks({"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "4"}, {"a": "4"}) == [["a"], ["a"]]


def test_a_deal_that_comes_goes_or_changes_back() -> None:
    assert looks({"a": "1"}, {"a": "1", "b": "1"}, {"a": "1", "b": "1"}) == [["a"], ["b"]]
    assert looks({"a": "1"}, {"a": "2"}, {"a": "1"}, {"a": "1"}) == [["a"]]
    assert looks({"a": "1", "b": "1"}, {"a": "1"}, {"a": "1", "b": "1"}, {"a": "1", "b": "1"}) == [
        ["a", "b"],
        ["b"],
    ]


def test_the_state_of_a_deal_is_its_data_and_templates(deal: Path) -> None:
    before = states([deal])
    (deal / "events" / ".2002-01-01_0001-x.yaml.new").write_text("", "utf-8")
    (deal / "mail.sqlite3").write_bytes(b"")
    assert states([deal]) == before
    (deal / "events" / "2002-01-01_0001-x.yaml").write_text("[]", "utf-8")
    assert states([deal]) != before


@pytest.fixture
def watching(deal: Path, made: Path) -> Iterator[subprocess.Popen[str]]:
    words = [
        "watch",
        str(deal.parent),
        "--out",
        str(made),
        "--every",
        "0.05",
        "--as-of",
        "2002-01-01",
        "--pdf-engine",
        "dxpdf",
    ]
    started = subprocess.Popen(
        [sys.executable, "-c", "from rrdocs.cli import main; main()", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    yield started
    if started.poll() is None:
        started.kill()
    started.communicate()


def test_an_event_that_appears_makes_its_packet_and_the_docket(
    watching: subprocess.Popen[str], deal: Path, made: Path
) -> None:
    assert watching.stdout is not None

    def said() -> str:
        assert watching.stdout is not None
        line = watching.stdout.readline()
        assert re.match(r"\d\d:\d\d:\d\d ", line), (
            watching.stderr.read() if watching.stderr and not line else line
        )
        return line[9:].strip()

    assert re.fullmatch(r"savvis-2001: \d+ packets \(0 documents rendered, \d+ unchanged\)", said())
    assert said() == f"docket: {made.as_posix()}/docket.html"
    before = (made / "docket.html").read_bytes()
    words = "demand-notice --requesting wcas_viii=6250000 --method hand --date 2001-12-20"
    record = [
        sys.executable,
        "-c",
        "from rrdocs.cli import main; main()",
        "record",
        str(deal),
        *words.split(),
    ]
    subprocess.run(record, check=True, capture_output=True)
    assert re.fullmatch(
        r"savvis-2001: \d+ packets \([1-9]\d* documents rendered, \d+ unchanged\)", said()
    )
    assert said() == f"docket: {made.as_posix()}/docket.html"
    assert (made / "savvis-2001" / "demand-1" / "memo.pdf").is_file()
    assert b"demand-1" in (made / "docket.html").read_bytes()
    assert (made / "docket.html").read_bytes() != before
    (deal / "events" / "2001-12-21-bad.yaml").write_text("- id: x\n", "utf-8")
    assert said() == "savvis-2001: left as it was, its data has problems"
    assert said() == f"docket: {made.as_posix()}/docket.html, without 1 whose data has problems"
    assert (made / "savvis-2001" / "demand-1" / "memo.pdf").is_file()
    watching.send_signal(signal.SIGTERM)
    _, errors = watching.communicate(timeout=120)
    assert watching.returncode == 0
    assert "2001-12-21-bad.yaml:1:3: `type` is missing" in errors
    assert "Traceback" not in errors
