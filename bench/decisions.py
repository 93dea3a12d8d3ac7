"""How long a decision takes: `python bench/decisions.py`; histories of growing length over a growing number of investors.

Each row makes a history (issues, transfers, demands with a notice to every other investor, replies), loads nothing from disk, and
times `fold`, `decide` without and with the search for turning readings, as processor time. The last column divides by the
number of events: where cost grows in line with them it stays level.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rrdocs.deal import Deal
from rrdocs.events import EVENT_TYPES, Event
from rrdocs.loading import load
from rrdocs.parties import Party
from rrdocs.position import fold
from rrdocs.rules import judge

ROOT = Path(__file__).parents[1]
START = datetime(2001, 2, 20, 9)


def made(events: int, investors: int) -> Deal:
    """A deal of so many investors with a history of so many events, the same each time."""
    deal, problems = load(ROOT / "data" / "savvis-2001")
    assert deal is not None, problems
    names = [f"investor_{number}" for number in range(investors)]
    address = deal.parties["lee"].address
    people = {name: Party(name=f"Investor {name[9:]}", kind="person", role="investor", address=address) for name in names}
    parties = {"savvis": deal.parties["savvis"], **people, "issuer_counsel": deal.parties["issuer_counsel"]}
    found: list[Event] = []

    def add(kind: str, /, **fields: Any) -> str:
        name = f"{kind}-{len(found)}"
        at = START + timedelta(minutes=37 * len(found))
        found.append(EVENT_TYPES[kind].model_validate({"id": name, "type": kind, "date": at, **fields}))
        return name

    for name in names[: max(events // 3, 1)]:
        add("shares_issued", holder=name, tranche="february_2001", shares=10_000)
    turn = 0
    while len(found) < events:
        turn += 1
        holder, other = names[turn % investors], names[(turn * 7 + 1) % investors]
        if turn % 200 == 1:
            demand = add(
                "demand_notice", requesting=dict.fromkeys(names[:investors * 2 // 3 + 1], 1000), disposition="firm_commitment",
                delivery={"method": "hand"},
            )  # fmt: skip
        elif turn % 5 < 3 and turn > 1:
            delivery = {"method": "courier", "sent": found[-1].date, "received": found[-1].date}
            add("notice_sent", document="demand_further_notice", about=demand, to=other, delivery=delivery)
        elif turn % 5 == 3:
            add("join_request", about=demand, investor=other, shares=100, same_terms=True, delivery={"method": "hand"})
        elif holder != other:
            add(
                "transfer",
                **{"from": holder},
                to=other,
                tranche="february_2001",
                shares=1,
                kind="gift",
                basis="exempt",
                relation="none",
            )
    return replace(deal, parties=parties, events=tuple(found))


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print the table; sizes may be given as events:investors."""
    sizes = [tuple(int(part) for part in word.split(":")) for word in sys.argv[1:]]
    print(f"{'events':>8} {'investors':>9} {'fold s':>8} {'decide s':>9} {'readings s':>10} {'decide ms/event':>16}")
    for events, investors in sizes or [(100, 10), (1000, 100), (3000, 300), (10_000, 1000), (30_000, 1000)]:
        deal = made(events, investors)
        at = deal.events[-1].date.at + timedelta(days=2)
        folding = seconds(lambda: fold(deal, at))  # noqa: B023 - called at once
        deciding = seconds(lambda: judge(fold(deal, at), readings=False))  # noqa: B023
        turning = seconds(lambda: judge(fold(deal, at))) if events <= 10_000 else float("nan")  # noqa: B023
        print(
            f"{events:>8} {investors:>9} {folding:>8.2f} {deciding:>9.2f} {turning:>10.2f} {1000 * deciding / events:>16.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
