"""How long decisions take: histories of growing length, then a growing number of investors, in
processor time of one process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta

from bench.deals import history
from bench.measure import memory
from rrdocs.docket.decisions import Docket
from rrdocs.facts.record.position import fold
from rrdocs.rules.engine import judge

EVENTS = [(events, 100) for events in (10, 100, 1000, 3000, 10_000, 30_000, 100_000)]
INVESTORS = [(10_000, investors) for investors in (10, 100, 300, 1000, 2000, 5000)]
READINGS_UP_TO = 300_000
"""Events times investors, beyond which the search for turning readings is left out."""


@dataclass(frozen=True)
class Row:
    """What one history took, in seconds of processor time, and the most memory in MB;
    ``readings``: with the search for readings on which answers turn, None where that was not
    tried.
    """

    events: int
    investors: int
    decisions: int
    folding: float
    deciding: float
    readings: float | None
    memory: float


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Processor time of one call, the best of some."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(times))


def measured(events: int | str, investors: int | str) -> dict[str, float | None]:
    """Fold and decide one history: a Row as a dictionary."""
    size = int(events), int(investors)
    deal = history(*size)
    at = deal.events[-1].date.at + timedelta(days=2)
    dockets: list[Docket] = []
    times = 3 if size[0] * size[1] < 1e6 else 1
    folding = seconds(lambda: fold(deal, at), times)
    deciding = seconds(lambda: dockets.append(judge(fold(deal, at), readings=False)), times)
    decisions = len(dockets[-1].decisions)
    dockets.clear()
    most = memory()
    turning = (
        seconds(lambda: judge(fold(deal, at))) if size[0] * size[1] <= READINGS_UP_TO else None
    )
    return asdict(Row(*size, decisions, folding, deciding, turning, most))
