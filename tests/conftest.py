"""What several test files share: the packets of the illustrative deal, made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support.packets import SAVVIS, make


def once(factory: pytest.TempPathFactory, name: str, work: Callable[[Path], object]) -> Path:
    """A folder that the first of the processes that run the tests makes, and all of them read."""
    here = factory.getbasetemp()
    folder = (here.parent if "PYTEST_XDIST_WORKER" in os.environ else here) / name
    with FileLock(f"{folder}.lock"):
        if not (done := folder.with_suffix(".done")).exists():
            work(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def packets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the packets of data/savvis-2001, for tests that only read it."""
    return once(tmp_path_factory, "packets", lambda out: make(SAVVIS, out)) / SAVVIS.name


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory, packets: Path) -> Path:
    """The folder of the packets of every deal in data/, for tests that only read it."""

    def work(out: Path) -> None:
        shutil.copytree(packets.parent, out)
        for folder in sorted(SAVVIS.parent.iterdir()):
            if folder != SAVVIS:
                make(folder, out)

    return once(tmp_path_factory, "everything", work)


SHORT = (
    "signing",
    "stock-and-notes",
    "conversions",
    "private-sale",
    "form-s1",
    "form-s3",
    "short-form-at-the-amount",
)
"""The files of events of a shorter history, for what must be made over and over."""


def _shorter(folder: Path) -> Path:
    """A copy of the illustrative deal with a shorter history, in which two notes are converted."""
    shutil.copytree(SAVVIS, folder)
    for path in (folder / "events").iterdir():
        if path.stem[11:] not in SHORT:
            path.unlink()
        elif "conversions" in path.name:
            head, *events = path.read_text("utf-8").split("- id: ")
            few = [
                event
                for event in events
                if event.startswith(("conversion-carson", "conversion-queally"))
            ]
            path.write_text("- id: ".join([head, *few]), "utf-8")
    return folder


@pytest.fixture(scope="session")
def few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the packets of a shorter history, for tests that only read it."""

    def work(folder: Path) -> None:
        make(_shorter(folder / "data" / SAVVIS.name), folder / "out")

    return once(tmp_path_factory, "few", work) / "out" / SAVVIS.name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the whole history, to change."""
    return Path(shutil.copytree(SAVVIS, tmp_path / "data" / SAVVIS.name))


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    """A copy of the shorter history, to change."""
    return _shorter(tmp_path / "data" / SAVVIS.name)


@pytest.fixture
def made(few: Path, tmp_path: Path) -> Path:
    """A copy of what was made of it, for runs that make it anew; times of files are of long ago."""
    shutil.copytree(few, tmp_path / "out" / few.name)
    for path in (tmp_path / "out").rglob("*"):
        os.utime(path, ns=(0, 0))
    return tmp_path / "out"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The phrase book comes first: it is the quickest judge of a changed rule."""
    items.sort(key=lambda item: "test_words" not in item.nodeid)
