"""`make bench`: measure everything in one run, print it, and write bench/results.md with the
growth curves as bench/results.svg.

Names of parts (`papers pdf events deals decisions`) after `python -m bench` measure these only, and
write nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import events
from bench.deals import SAVVIS
from bench.measure import Cost, apart, command, machine
from bench.picture import Panel, picture

HERE = Path(__file__).parent
RECIPIENTS = (100, 300, 1000, 3000)
DEALS = 1000


@dataclass(frozen=True)
class Target:
    """What is aimed at, and what was measured."""

    aim: str
    found: str
    met: bool


@dataclass
class Report:
    """The pages in the making: lines of Markdown, the targets, the curves."""

    lines: list[str] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    panels: list[Panel] = field(default_factory=list)

    def table(
        self, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: str = ""
    ) -> None:
        """Add a table under a heading, and print it."""
        said = [
            f"## {title}",
            "",
            *([words, ""] if words else []),
            f"| {' | '.join(heads)} |",
            f"|---|{'--:|' * (len(heads) - 1)}",
        ]
        said += [f"| {' | '.join(row)} |" for row in rows]
        self.lines += [*said, ""]
        print("\n".join(said), end="\n\n", flush=True)

    def aim(self, aim: str, found: str, met: bool) -> None:
        """Add a target."""
        self.targets.append(Target(aim, found, met))
        print(f"{'met' if met else 'NOT MET'}: {aim}: {found}\n", flush=True)


def papers(report: Report) -> None:
    """Word documents a second."""
    rates = apart("papers:in_word")
    report.table(
        "Word documents",
        ("way", "documents a second"),
        _rates(rates),
        "A 3-page notice, one process, the same template and fields.",
    )
    for where, wanted in (("to memory", 60), ("files", 30)):
        ratio = rates[f"rrdocs, {where}"] / rates[f"docxtpl, {where}"]
        report.aim(f"{wanted} times plain docxtpl, {where}", f"{ratio:.0f} times", ratio >= wanted)


def pdf(report: Report) -> None:
    """PDFs a second, and binding."""
    rates = apart("papers:as_pdf")
    report.table(
        "PDFs",
        ("way", "documents a second"),
        _rates(rates),
        "3-page notices, each to a file of its own with its properties.",
    )
    ours = rates["embedded engine, 2 threads"]
    report.aim("100 documents a second on two processors", f"{ours:.0f}", ours >= 100)
    theirs = max((rate for way, rate in rates.items() if "two processes" in way), default=0)
    if theirs:
        report.aim(
            "8 times LibreOffice's best with two processes",
            f"{ours / theirs:.1f} times",
            ours >= 8 * theirs,
        )
    report.table(
        "Binding",
        ("way", "3-page notices a second"),
        _rates(apart("papers:bound")),
        "200 notices into one PDF.",
    )


def _rates(rates: Mapping[str, float]) -> list[tuple[str, str]]:
    return [(way, f"{rate:,.1f}") for way, rate in rates.items()]


def whole_events(report: Report) -> None:
    """Whole events of growing size."""
    found = {recipients: events.whole(recipients) for recipients in RECIPIENTS}
    rows = [
        (f"{recipients:,}", run, *_cost(cost))
        for recipients, runs in found.items()
        for run, cost in runs.items()
    ]
    words = (
        "A proposed registration: a notice and an election form for each recipient, the packet, the"
        " pages of each signer, mail, manifest."
    )
    report.table("A whole event", ("recipients", "run", *COST), rows, words)
    thousand = found[1000]
    share, cost = thousand["unchanged"].wall / thousand["first"].wall, thousand["unchanged"].wall
    report.aim(
        "an unchanged second run takes 2 % of the first, and a second",
        f"{share:.1%}, {cost:.2f} s",
        share < 0.02 and cost < 1,
    )
    each = [found[size]["first"].cpu / size for size in (300, 3000)]
    report.aim(
        "time in line with recipients",
        f"{1e3 * each[0]:.0f} ms each of 300, {1e3 * each[1]:.0f} ms each of 3,000",
        each[1] < 1.2 * each[0],
    )
    least, most = found[300]["first"].memory, found[3000]["first"].memory
    more = (most - least) * 1024 / 2700
    report.aim(
        "no more memory for a recipient than 100 KB, its papers being 200 KB",
        f"{least:.0f} MB for 300 recipients, {most:.0f} MB for 3,000: {more:.0f} KB a recipient",
        more < 100,
    )
    report.panels.append(
        _curve(
            "A whole event",
            "recipients",
            "seconds of processor time",
            [(n, runs["first"].cpu) for n, runs in found.items()],
        )
    )
    report.panels.append(
        _curve(
            "Memory of a whole event",
            "recipients",
            "MB",
            [(n, runs["first"].memory) for n, runs in found.items()],
        )
    )
    parts = apart("events:parts", 1000)
    steps = [(step, f"{spent:.1f}", f"{spent / parts['all']:.0%}") for step, spent in parts.items()]
    words = (
        "1,000 recipients, one process, one thread; the conversion of the packet's index and of the"
        " signers' sheets is counted twice."
    )
    report.table("Where an event's time goes", ("step", "s", "of all"), steps, words)
    share = parts["binding the packet"] / parts["all"]
    report.aim("binding the packet below 20 % of the whole", f"{share:.0%}", share < 0.2)


def deals(report: Report) -> None:
    """Many deals."""
    first, second = events.many(DEALS, 2)
    rows = [("first", *_cost(first)), ("unchanged", *_cost(second))]
    report.table(
        f"{DEALS:,} deals",
        ("run", *COST),
        rows,
        "Two processes; each deal a registration proposed to two investors.",
    )
    for name, wanted, words in (("help", 0.15, ["--help"]), ("due", 0.4, ["due", str(SAVVIS)])):
        cost = min((command(*words) for _ in range(5)), key=lambda cost: cost.cpu)
        report.aim(
            f"`rrdocs {name}` within {wanted} s of processor time",
            f"{cost.cpu:.2f} s",
            cost.cpu <= wanted,
        )


def decisions(report: Report) -> None:
    """Histories of growing length and with growing numbers of investors."""
    # the rules need not be loaded to measure the rest
    from bench.decisions import EVENTS, INVESTORS  # noqa: PLC0415

    known: dict[tuple[int, int], dict[str, Any]] = {}
    for title, sizes, axis in (
        ("Decisions, by events", EVENTS, "events"),
        ("Decisions, by investors", INVESTORS, "investors"),
    ):
        for size in sizes:
            known[size] = known.get(size) or apart("decisions:measured", *size)
        rows = [known[size] for size in sizes]
        report.table(title, HEADS, [_row(row) for row in rows])
        points = [(row[axis], row["deciding"]) for row in rows]
        report.panels.append(_curve(title, axis, "seconds of processor time", points))
    few, many = (known[events, 100] for events in (1000, 100_000))
    each = [1e6 * row["deciding"] / row["decisions"] for row in (few, many)]
    found = f"{each[0]:.0f} µs a decision of 1,000 events, {each[1]:.0f} µs of 100,000"
    report.aim("time in line with events", found, each[1] < 1.5 * each[0])


HEADS = (
    "events",
    "investors",
    "decisions",
    "fold s",
    "decide s",
    "with readings s",
    "µs a decision",
    "MB",
)
COST = ("s", "processor s", "MB")


def _row(row: Mapping[str, Any]) -> tuple[str, ...]:
    turning = f"{row['readings']:.2f}" if row["readings"] is not None else "-"
    return (
        f"{row['events']:,}",
        f"{row['investors']:,}",
        f"{row['decisions']:,}",
        f"{row['folding']:.2f}",
        f"{row['deciding']:.2f}",
        turning,
        f"{1e6 * row['deciding'] / row['decisions']:.0f}",
        f"{row['memory']:.0f}",
    )


def _cost(cost: Cost) -> tuple[str, str, str]:
    return f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.memory:.0f}"


def _curve(title: str, across: str, up: str, points: Sequence[tuple[float, float]]) -> Panel:
    return Panel(title, across, up, [(float(x), float(y)) for x, y in points])


PARTS: dict[str, Callable[[Report], None]] = {
    "papers": papers,
    "pdf": pdf,
    "events": whole_events,
    "deals": deals,
    "decisions": decisions,
}


def page(report: Report) -> Iterator[str]:
    """The results as Markdown."""
    yield from (
        "# What rrdocs takes",
        "",
        f"{machine()}. One run of `make bench`; ratios are of the same run.",
        "",
    )
    yield from (
        "![Growth of time and memory](results.svg)",
        "",
        "| aim | measured | |",
        "|---|---|---|",
    )
    yield from (
        f"| {target.aim} | {target.found} | {'met' if target.met else '**not met**'} |"
        for target in report.targets
    )
    yield from ("", *report.lines)


def main() -> None:
    """Measure the parts named, or all."""
    names = sys.argv[1:] or list(PARTS)
    if unknown := set(names) - PARTS.keys():
        sys.exit(f"no part is called {', '.join(sorted(unknown))}: {', '.join(PARTS)}")
    report = Report()
    for name in names:
        PARTS[name](report)
    if not sys.argv[1:]:
        (HERE / "results.md").write_text("\n".join(page(report)).rstrip() + "\n", "utf-8")
        (HERE / "results.svg").write_text(picture(report.panels), "utf-8")


if __name__ == "__main__":
    main()
