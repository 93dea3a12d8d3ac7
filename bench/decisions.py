"""How long a decision takes: `python bench/decisions.py`; histories of growing length, then a growing number of investors.

Each row makes a history (issues, transfers, demands with a notice to every other investor, replies), loads nothing from disk, and
times `fold`, `decide` without and with the search for turning readings, as processor time, the best of a few runs. The two growths
are apart: events with the investors fixed, investors with the events fixed; then both at once. The figures go to
bench/decisions.md, the curve to bench/decisions.svg.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from rrdocs.deal import Deal
from rrdocs.decision import Docket
from rrdocs.events import EVENT_TYPES, Event
from rrdocs.loading import load
from rrdocs.parties import Party
from rrdocs.position import fold
from rrdocs.rules import judge

ROOT = Path(__file__).parents[1]
START = datetime(2001, 2, 20, 9)
GROWTHS = {
    "Events, with 100 investors": [(1000, 100), (2000, 100), (5000, 100), (10_000, 100), (20_000, 100)],
    "Investors, with 10,000 events": [(10_000, 50), (10_000, 100), (10_000, 200), (10_000, 500), (10_000, 1000)],
    "Both, ten events to an investor": [(1000, 100), (2000, 200), (5000, 500), (10_000, 1000), (20_000, 2000)],
}
READINGS_UP_TO = 10_000
"""Events beyond which the search for turning readings is left out."""


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


@dataclass(frozen=True)
class Row:
    """What one history took, in seconds of processor time; ``readings`` is None where that was not tried."""

    events: int
    investors: int
    decisions: int
    folding: float
    deciding: float
    readings: float | None

    @property
    def cells(self) -> tuple[str, ...]:
        turning = f"{self.readings:.2f}" if self.readings is not None else "-"
        return (
            f"{self.events:,}", f"{self.investors:,}", f"{self.decisions:,}", f"{self.folding:.2f}", f"{self.deciding:.2f}", turning,
            f"{1e6 * self.deciding / self.decisions:.0f}", f"{1e6 * self.deciding / self.events:.0f}",
        )  # fmt: skip


HEADS = ("events", "investors", "decisions", "fold s", "decide s", "with readings s", "µs a decision", "µs an event")


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Processor time of one call, the best of some."""

    def once() -> float:
        start = time.process_time()
        work()
        return time.process_time() - start

    return min(once() for _ in range(times))


def measured(events: int, investors: int) -> Row:
    """Fold and decide one history."""
    deal = made(events, investors)
    at = deal.events[-1].date.at + timedelta(days=2)
    dockets: list[Docket] = []
    folding = seconds(lambda: fold(deal, at), 3)
    deciding = seconds(lambda: dockets.append(judge(fold(deal, at), readings=False)), 3 if events * investors < 1e6 else 1)
    turning = seconds(lambda: judge(fold(deal, at))) if events <= READINGS_UP_TO else None
    return Row(events, investors, len(dockets[-1].decisions), folding, deciding, turning)


def page(growths: dict[str, list[Row]]) -> str:
    """The figures as Markdown."""

    def table(rows: list[Row]) -> Iterator[str]:
        yield f"| {' | '.join(HEADS)} |"
        yield f"|{'--:|' * len(HEADS)}"
        yield from (f"| {' | '.join(row.cells)} |" for row in rows)

    lines = [
        "# How long a decision takes", "",
        "Processor time of one process, whatever else the machine did meanwhile (other work shared its two cores and its caches when",
        f"these were taken); {processor()}, Python {platform.python_version()}. Made by `python bench/decisions.py`.", "",
        "![Seconds to decide, against events and against investors](decisions.svg)", "",
    ]  # fmt: skip
    for name, rows in growths.items():
        lines += [f"## {name}", "", *table(rows), ""]
    return "\n".join(lines)


def processor() -> str:
    """What the machine calls its processor."""
    info = Path("/proc/cpuinfo")
    found = (
        [line.split(":", 1)[1].strip() for line in info.read_text("utf-8").splitlines() if line.startswith("model name")]
        if info.exists()
        else []
    )
    return found[0] if found else platform.processor() or platform.machine()


# ---- the picture

WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 220, 56, 52, 76
STYLE = "font-family='Helvetica, Arial, sans-serif' fill='#222'"


def picture(growths: dict[str, list[Row]]) -> str:
    """One panel a growth: seconds to decide against what grows, from nought on both axes, so that growth in line is a line."""
    panels = []
    for number, (name, rows) in enumerate(growths.items()):
        grows = [row.investors if name.startswith("Investors") else row.events for row in rows]
        axis = "investors" if name.startswith("Investors") else "events"
        panels.append(_panel(LEFT + number * (WIDTH + GAP), name, axis, grows, [row.deciding for row in rows]))
    width, height = LEFT + len(growths) * (WIDTH + GAP) - GAP + 24, TOP + HEIGHT + 56
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' viewBox='0 0 {width} {height}'>\n"
        f"<rect width='{width}' height='{height}' fill='white'/>\n{''.join(panels)}</svg>\n"
    )


def _round_up(value: float) -> float:
    """The next value that divides well into four."""
    scale: float = 10.0 ** (len(str(int(value))) - 1) if value >= 1 else 0.1
    return next(scale * step for step in (1, 2, 4, 6, 8, 10, 12, 16, 20) if scale * step >= value)


def _panel(left: int, name: str, axis: str, across: Sequence[int], up: Sequence[float]) -> str:
    most_x, most_y = _round_up(max(across)), _round_up(max(up))

    def x(value: float) -> float:
        return left + WIDTH * value / most_x

    def y(value: float) -> float:
        return TOP + HEIGHT - HEIGHT * value / most_y

    lines = [f"<text x='{left}' y='{TOP - 24}' font-size='14' font-weight='bold' {STYLE}>{name}</text>"]
    for part in range(5):
        right, value = most_x * part / 4, most_y * part / 4
        lines += [
            f"<line x1='{left}' x2='{left + WIDTH}' y1='{y(value):.1f}' y2='{y(value):.1f}' stroke='#ddd'/>",
            f"<text x='{left - 8}' y='{y(value) + 4:.1f}' font-size='11' text-anchor='end' {STYLE}>{value:g}</text>",
            f"<text x='{x(right):.1f}' y='{TOP + HEIGHT + 18}' font-size='11' text-anchor='middle' {STYLE}>{right:,.0f}</text>",
        ]
    points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(across, up, strict=True))
    lines.append(f"<polyline points='{points}' fill='none' stroke='#1f4e79' stroke-width='2'/>")
    lines += [f"<circle cx='{x(a):.1f}' cy='{y(b):.1f}' r='3.5' fill='#1f4e79'/>" for a, b in zip(across, up, strict=True)]
    lines.append(f"<text x='{left + WIDTH / 2:.0f}' y='{TOP + HEIGHT + 38}' font-size='12' text-anchor='middle' {STYLE}>{axis}</text>")
    lines.append(f"<text x='{left}' y='{TOP - 8}' font-size='11' {STYLE}>seconds to decide (processor time)</text>")
    return "".join(f"{line}\n" for line in lines)


def main() -> None:
    """Measure and write; sizes given as events:investors are only printed."""
    sizes = [(int(events), int(investors)) for events, investors in (word.split(":") for word in sys.argv[1:])]
    growths = {"Sizes as given": sizes} if sizes else GROWTHS
    found: dict[str, list[Row]] = {}
    known: dict[tuple[int, int], Row] = {}
    for name, wanted in growths.items():
        print(f"{name}\n  " + "  ".join(f"{head:>15}" for head in HEADS))
        for size in wanted:
            row = known[size] = known.get(size) or measured(*size)
            found.setdefault(name, []).append(row)
            print("  " + "  ".join(f"{cell:>15}" for cell in row.cells), flush=True)
    if not sizes:
        (ROOT / "bench" / "decisions.md").write_text(page(found), "utf-8")
        (ROOT / "bench" / "decisions.svg").write_text(picture(found), "utf-8")


if __name__ == "__main__":
    main()
