"""Batches: many deals, several processes, another machine's workers; always the same bytes, and
nothing half-written.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from rrdocs.cli import main
from rrdocs.documents.packets.manifest import Result
from rrdocs.documents.signing.codes import Marks
from rrdocs.pipeline.batch import Pool, processes, run_batch, scheduler, work

BAD = "- {id: out-of-place, type: transfer, date: 2001-13-40}\n"


@pytest.fixture
def data(deal: Path) -> Path:
    """Two small deals, and between them one with a broken file of events."""
    root = deal.parent
    for name in ("a-second", "broken"):
        shutil.copytree(deal, root / name)
    (root / "broken" / "events" / "9999-bad.yaml").write_text(BAD, "utf-8")
    return root


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def results(data: Path, out: Path, pool: Pool | None, engine: str = "none") -> list[Result]:
    folders = sorted(path for path in data.iterdir() if path.is_dir())
    found = list(run_batch(folders, out, engine, Marks(), lambda _: None, pool))
    assert [result.name for result in found] == [folder.name for folder in folders]
    return found


def made(data: Path, out: Path, pool: Pool | None, engine: str = "none") -> dict[str, bytes]:
    found = results(data, out, pool, engine)
    assert [bool(result.problems) for result in found] == [
        result.name == "broken" for result in found
    ]
    assert all(result.made for result in found if result.name != "broken")
    return tree(out)


@pytest.mark.parametrize("jobs", [2, 4])
def test_one_process_and_several_make_the_same_bytes(data: Path, tmp_path: Path, jobs: int) -> None:
    alone = made(data, tmp_path / "one", None)
    assert len(alone) > 20
    assert not any(name.startswith("broken/") for name in alone)
    assert made(data, tmp_path / "several", processes(jobs)) == alone
    assert (
        made(data, tmp_path / "several", processes(jobs)) == alone
    )  # and again, with nothing to do


def test_the_command_says_what_is_wrong_and_makes_the_rest(data: Path, tmp_path: Path) -> None:
    found = CliRunner().invoke(
        main,
        ["batch", str(data), "--jobs", "1", "--pdf-engine", "none", "--out", str(tmp_path / "out")],
    )
    assert found.exit_code == 1
    assert "9999-bad.yaml:1:" in found.stderr and "broken: 7 problems" in found.stderr
    assert found.stdout.count(" packets in ") == 2


@pytest.mark.parametrize("words", [["--executor", "dask"], ["--scheduler", "127.0.0.1:1"]])
def test_an_executor_and_its_scheduler_go_together(data: Path, words: list[str]) -> None:
    found = CliRunner().invoke(main, ["batch", str(data), *words])
    assert found.exit_code == 2
    assert "--executor dask and --scheduler go together" in found.stderr


class Dying(Executor):
    """A pool of one process whose first parts are done and which then breaks."""

    lives = 1

    def __init__(self) -> None:
        self.inner, self.left = ProcessPoolExecutor(1), 1

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        if Dying.lives and self.left == 0:
            Dying.lives -= 1
            broken: Future[Any] = Future()
            broken.set_exception(BrokenProcessPool("a worker has died"))
            return broken
        self.left -= 1
        return self.inner.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.inner.shutdown(
            wait, cancel_futures=cancel_futures
        )  # a pool waits for what it has begun


def test_the_work_of_a_worker_that_died_is_done_again(data: Path, tmp_path: Path) -> None:
    Dying.lives = 1
    assert made(data, tmp_path / "again", Dying) == made(data, tmp_path / "one", None)
    assert Dying.lives == 0


def test_a_part_that_kills_its_process_again_and_again_is_raised(
    data: Path, tmp_path: Path
) -> None:
    Dying.lives = 100
    with pytest.raises(BrokenProcessPool):
        list(
            run_batch(
                [data / "a-second", data / "savvis-2001"],
                tmp_path / "out",
                "none",
                Marks(),
                lambda _: None,
                Dying,
            )
        )


LONG = os.environ.get("RRDOCS_LONG") == "1"


def finished(out: Path) -> set[Path]:
    """The folders of finished packets. Folders that are being made begin with a dot and may vanish
    at any moment: none is opened.
    """
    return {path.parent for path in out.glob("[!.]*/[!.]*/manifest.json")}


def test_a_run_that_is_killed_is_taken_up_by_the_next(data: Path, tmp_path: Path) -> None:
    """Killed at several points, drawn by lot; what stands then is whole, and the next run does
    what is left, and ends with the bytes of an undisturbed one. The long run makes PDFs too, in
    two processes.
    """
    engine, jobs, out = (
        ("dxpdf", "2", tmp_path / "out") if LONG else ("none", "1", tmp_path / "out")
    )
    whole = made(data, tmp_path / "one", None, engine)
    code = "from rrdocs.cli import main; main(prog_name='rrdocs')"
    command = [
        sys.executable,
        "-c",
        code,
        "batch",
        str(data),
        "--jobs",
        jobs,
        "--pdf-engine",
        engine,
        "--out",
        str(out),
    ]
    lots = random.Random(2001)
    for moment in range(10 if LONG else 4):
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        ) as run:
            try:
                deadline = time.monotonic() + 60
                while (
                    run.poll() is None
                    and len(finished(out)) <= moment
                    and time.monotonic() < deadline
                ):
                    time.sleep(0.005)
                time.sleep(lots.uniform(0, 0.1))
            finally:
                if run.poll() is None:
                    os.killpg(run.pid, signal.SIGKILL)
        stands = {
            name: data
            for name, data in tree(out).items()
            if not name.partition("/")[2].startswith(".")
        }
        assert all(whole[name] == data for name, data in stands.items()), (
            "something half-written stands there"
        )
    kept = sum(
        len([each for each in folder.rglob("*.docx") if "redlines" not in each.parts])
        for folder in finished(out)
    )
    last = [result.made for result in results(data, out, None, engine) if result.made]
    assert kept and sum(each.kept for each in last) == kept, "finished work was done again"
    assert sum(each.rendered for each in last) > 0
    assert tree(out) == whole


@pytest.fixture
def loopback(tmp_path: Path) -> Iterator[str]:
    """A dask scheduler with two workers on the loopback."""
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    here = {
        "host": "127.0.0.1",
        "dashboard_address": None,
        "local_directory": str(tmp_path / "dask"),
        "silence_logs": 50,
    }
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, **here
    ) as cluster:
        yield cluster.scheduler_address


@pytest.mark.filterwarnings("ignore")  # dask's own warnings are not ours to mend
def test_the_workers_of_a_scheduler_make_the_same_bytes(
    data: Path, tmp_path: Path, loopback: str
) -> None:
    assert made(data, tmp_path / "out", scheduler(loopback)) == made(data, tmp_path / "one", None)


def test_a_part_of_the_work_needs_nothing_but_its_text() -> None:
    assert work.__module__ == "rrdocs.pipeline.batch"
