"""Every deal below a folder, in one process, in several, or on the workers of a scheduler; the
same bytes in every case.

The work is cut into parts of a few events of one deal. A part writes the folders of its events,
each whole or not at all, and what an earlier run left finished is kept; so a run that was stopped
anywhere is taken up by the next. A worker that dies takes its part with it, which is then done
again; a part that kills its worker three times is a fault of ours, and is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from rrdocs.documents.packets.fingerprint import inputs, note_results, program, standing_results
from rrdocs.documents.packets.manifest import MadePackets, Result
from rrdocs.documents.pdf.engines import Engine, engine_named
from rrdocs.documents.signing.codes import MARKED, Marks
from rrdocs.errors import DocumentError, MissingToolError

# What reads data and makes documents is imported where there is something to do: most runs find
# nothing changed.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from rrdocs.deal.deal import Deal

PART = 8
"""Events in one part of the work: enough to be worth a message, few enough to share out evenly."""
TRIES = 3
Pool = Callable[[], AbstractContextManager[Executor]]
"""Makes an executor: called anew when the last one has broken."""


@dataclass(frozen=True)
class BatchPart:
    """Some events of one deal, as text that any machine with the same folders understands."""

    folder: str
    out: str
    engine: str
    marks: Marks
    events: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class Done:
    """What a part of the work gave: the folders that it wrote or kept, by event, or why it was
    refused.
    """

    folders: tuple[tuple[str, str], ...] = ()
    rendered: int = 0
    kept: int = 0
    refused: str = ""


def processes(jobs: int) -> Pool:
    """A pool of so many processes of this machine, each started afresh."""
    return lambda: ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def scheduler(address: str) -> Pool:
    """The workers of a dask scheduler, which see the same folders. Raises NoExecutorError without
    that extra, OSError unless it answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NoExecutorError("dask.distributed is not installed (the extra `dask`)") from None

    @contextmanager
    def workers() -> Iterator[Executor]:
        with Client(address, timeout=10) as client, client.get_executor(retries=TRIES) as found:
            yield found

    return workers


class NoExecutorError(MissingToolError):
    """What --executor names is not installed."""


def run_batch(
    folders: Sequence[Path],
    out: Path,
    engine_name: str,
    marks: Marks,
    progress: Callable[[str], None],
    pool: Pool | None = None,
) -> Iterator[Result]:
    """The result of each deal, in the order given; one that is refused stops no other.

    Without a ``pool`` all is done in this process. Raises EngineMissingError where the engine is
    not
    there, BrokenExecutor where a part of the work ends its process again and again.
    """
    made_by = engine_named(engine_name)
    made_with = program(made_by, marks.name)
    if pool is None:
        for folder in folders:
            yield run_deal(folder, out, made_by, progress, marks, made_with)
        return
    jobs = [_begin(folder, out, engine_name, marks, made_with) for folder in folders]
    done = _share(pool, [part for job in jobs for part in job.parts], progress)
    for job in jobs:
        yield job.result or _end(job, out, done)


def run_deal(
    folder: Path,
    out: Path,
    engine: Engine | None,
    progress: Callable[[str], None],
    marks: Marks = MARKED,
    made_with: str = "",
) -> Result:
    """Packets for every event of one deal, in this process; nothing is touched where data,
    templates and program are as they were.

    Folders of events that no longer call for a document are removed. Problems of the data and of
    templates are returned, not raised. ``made_with``: what `program` gives, where that is known
    already.
    """
    job = _begin(folder, out, "", marks, made_with or program(engine, marks.name))
    if job.result or job.deal is None:
        return job.result or Result(job.name)
    from rrdocs.pipeline.packets import draft_packets

    try:
        made = draft_packets(
            job.deal,
            folder,
            out,
            engine,
            marks=marks,
            progress=lambda bundle, _: progress(f"{job.name}: {bundle.title}"),
        )
    except DocumentError as error:
        return Result(job.name, refused=str(error))
    note_results(out / job.name, job.name, job.state, made)
    return Result(job.name, made)


@dataclass
class _Job:
    """One deal: its result where there is nothing to do, otherwise the parts of its work."""

    name: str
    state: str = ""
    deal: Deal | None = None
    parts: list[BatchPart] = field(default_factory=list)
    result: Result | None = None


def _begin(folder: Path, out: Path, engine_name: str, marks: Marks, made_with: str) -> _Job:
    name = folder.resolve().name
    state = inputs(folder, made_with)
    if known := standing_results(out / name, name, state):
        made = MadePackets([out / name / event for event in known.folders], kept=known.documents)
        return _Job(name, result=Result(name, made))
    from rrdocs.deal.loading import load
    from rrdocs.documents.packets.drafting import EVIDENCE_ONLY

    deal, problems = load(folder)
    if deal is None:
        return _Job(name, result=Result(name, problems=tuple(problems)))
    events = [event.id for event in deal.events if not isinstance(event, EVIDENCE_ONLY)]
    parts = [
        BatchPart(
            str(folder.resolve()),
            str(out.resolve()),
            engine_name,
            marks,
            tuple(events[at : at + PART]),
            state,
        )
        for at in range(0, len(events), PART)
    ]
    return _Job(name, state, deal, parts)


def _share(
    pool: Pool, parts: Sequence[BatchPart], progress: Callable[[str], None]
) -> dict[BatchPart, Done]:
    """What each part gave. A pool that breaks is replaced, and what it had not finished is given
    to the next.
    """
    done: dict[BatchPart, Done] = {}
    for attempt in range(1, TRIES + 1):
        left = [part for part in parts if part not in done]
        if not left:
            break
        try:
            with pool() as workers:
                running: dict[Future[Done], BatchPart] = {
                    workers.submit(work, part): part for part in left
                }
                for future in as_completed(running):
                    part = running[future]
                    done[part] = future.result()
                    progress(
                        f"{Path(part.folder).name}: {part.events[-1]} ({len(done)} of {len(parts)})"
                    )
        except BrokenExecutor:
            if attempt == TRIES:
                raise
    return done


def work(part: BatchPart) -> Done:
    """Do one part of the work, in whatever process this is."""
    from rrdocs.pipeline.packets import draft_packets

    folder, made = Path(part.folder), MadePackets()
    deal = _loaded(part.folder, part.state)
    found: list[tuple[str, str]] = []
    for event in part.events:
        before = len(made.folders)
        try:
            draft_packets(
                deal,
                folder,
                Path(part.out),
                engine_named(part.engine),
                event=event,
                marks=part.marks,
                made=made,
            )
        except DocumentError as error:
            return Done(refused=str(error))
        found += [(event, path.name) for path in made.folders[before:]]
    return Done(tuple(found), made.rendered, made.kept)


@lru_cache(maxsize=4)
def _loaded(folder: str, _state: str) -> Deal:
    """A deal that was found good when the work was cut; kept while its files are the same."""
    from rrdocs.deal.loading import load

    deal, problems = load(Path(folder))
    if deal is None:
        raise RuntimeError(f"{folder} changed while it was worked on: {problems[0].words}")
    return deal


def _end(job: _Job, out: Path, done: dict[BatchPart, Done]) -> Result:
    """Put the parts of a deal together, in the order of its events."""
    parts = [done[part] for part in job.parts]
    if refused := next((part.refused for part in parts if part.refused), ""):
        return Result(job.name, refused=refused)
    made = MadePackets([out / job.name / name for part in parts for _, name in part.folders])
    made.rendered, made.kept = (
        sum(part.rendered for part in parts),
        sum(part.kept for part in parts),
    )
    note_results(out / job.name, job.name, job.state, made)
    return Result(job.name, made)
