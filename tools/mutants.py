"""How well the tests hold the rules: mutmut's mutants, each judged by the tables, the phrase book and the unit tests that reach it.

`python tools/mutants.py [--jobs N] [name …]` lets mutmut write the mutants (only those whose names begin as given are judged), drops
those that the type checker refuses, and judges the others in forks of one process that has read every table: a pytest for each would
take days. A mutant is caught by the first page of the phrase book, unit test or case that differs; one that outlasts its time is
caught too. What was judged before stands, unless a name is given. Prints the score and every survivor that tests/survivors/ does not
explain; the exit code is 1 where there is one, or where fewer than 95 of 100 are caught.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).parents[1]
sys.path.remove(str(Path(__file__).parent))  # a neighbour is called as a library that mutmut uses
# Imports of what is mutated, and of what mutates, stand where their time has come.
# ruff: noqa: PLC0415
MUTANTS = ROOT / "mutants"
REFUSED = MUTANTS / "refused.json"
UNITS = (
    "allocation", "amended", "amendments", "calendars", "damages", "dates", "deadlines", "expenses", "filing", "groups", "ledger", "legend",
    "loss_of_rights", "majority", "openings", "procedures", "ranking", "receipt", "returned", "shelf", "transfers",
)  # fmt: skip
"""Files of unit tests that reach the rules."""
LIMIT = 300
"""Seconds after which a mutant counts as caught: it does not end."""
ENOUGH = 0.95


@dataclass
class Check:
    """Something that a mutant may fail: its name, the functions that it reaches, how long it takes, and whether all is well."""

    name: str
    holds: Callable[[], bool]
    reaches: frozenset[str] = frozenset()
    seconds: float = 0.0


def written() -> dict[str, str]:
    """Let mutmut write the mutants; the names of those that the type checker refuses, with its words."""
    import mutmut.__main__ as mutmut

    os.chdir(ROOT)
    mutmut.set_mutant_under_test("mutant_generation")
    MUTANTS.mkdir(exist_ok=True)
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.store_lines_covered_by_tests()
    stats = mutmut.create_mutants(os.cpu_count() or 1)
    if REFUSED.exists() and not stats.mutated:
        return dict(json.loads(REFUSED.read_text("utf-8")))
    refused = {name: found.error.error_description for name, found in mutmut.filter_mutants_with_type_checker().items()}
    REFUSED.write_text(json.dumps(refused), "utf-8")
    return refused


def names() -> list[str]:
    """All mutants."""
    found = (json.loads(path.read_text("utf-8")) for path in sorted(MUTANTS.rglob("*.meta")))
    return [name for each in found for name in each["exit_code_by_key"]]


def function(mutant: str) -> str:
    """The function that a mutant is of."""
    return mutant.rpartition("__mutmut_")[0]


# ---- what mutants are judged by


class Under:
    """The mutant that is active in this process (`stats`: none, and functions note that they were reached)."""

    mutant = ""
    reached: ClassVar[set[str]] = set()


def ready() -> None:
    """Import the mutated package, with trampolines that ask this process and not its environment."""
    os.chdir(MUTANTS)
    sys.path[:0] = [str(MUTANTS)]
    os.environ["MUTANT_UNDER_TEST"] = ""
    from mutmut.mutation import trampoline

    trampoline.get_mutant_under_test = lambda: Under.mutant
    trampoline.record_trampoline_hit = lambda name, **_: Under.reached.add(name)
    import rrdocs

    assert str(MUTANTS) in str(rrdocs.__file__)


def checks() -> list[Check]:
    """The pages of the phrase book, the files of unit tests, and the cases of all tables."""
    from rrdocs.report import as_data
    from tests import phrases, test_parameters, test_scenarios

    def page(name: str) -> Callable[[], bool]:
        golden = (phrases.GOLDEN / f"{name}.txt").read_text("utf-8")
        return lambda: phrases.book(name) == golden

    def case(each: dict[str, Any]) -> Callable[[], bool]:
        def holds() -> bool:
            docket, as_of = test_scenarios.docket_of(each)
            test_scenarios.consistent(docket, as_of)
            return not list(test_scenarios.compare(test_scenarios._typed(each["expect"]), as_data("a", as_of, docket, everything=True)))

        return holds

    units = (MUTANTS / "tests" / f"test_{name}.py" for name in UNITS)
    cases = [each for tables in test_scenarios.CASES.values() for each in tables] + test_parameters.CASES
    return [
        *(Check(f"page {name}", page(name)) for name in phrases.PAGES),
        *(Check(f"unit {path.stem}", _unit(path)) for path in units if path.exists()),
        *(Check(f"case {each['title']}", case(each)) for each in cases),
    ]


def _unit(path: Path) -> Callable[[], bool]:
    import pytest

    def holds() -> bool:
        with contextlib.redirect_stdout(io.StringIO()):
            return pytest.main(["-q", "-x", "-p", "no:cacheprovider", str(path)]) == 0

    return holds


def measured(found: Sequence[Check]) -> None:
    """What each check reaches, and how long it takes. Exits where one fails without a mutant."""
    for check in found:
        Under.mutant = ""
        check.holds()  # what is read or imported the first time is not measured
        Under.reached.clear()
        Under.mutant, start = "stats", time.process_time()
        if not check.holds():
            sys.exit(f"{check.name} fails without a mutant")
        check.seconds, check.reaches = time.process_time() - start, frozenset(Under.reached)
    Under.mutant = ""


# ---- judging


def judged(mutant: str, found: Sequence[Check]) -> str:
    """What catches a mutant; nothing where it survives, and a dash where nothing reaches its function."""
    reach = sorted((check for check in found if function(mutant) in check.reaches), key=_order)
    if not reach:
        return "-"
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(LIMIT)
        Under.mutant = mutant
        try:
            caught = next((check.name for check in reach if not check.holds()), "")
        except BaseException as error:  # a mutant may raise anything
            caught = f"{type(error).__name__}"
        os.write(write, caught.encode())
        os._exit(0)
    os.close(write)
    caught = os.read(read, 1000).decode()
    os.close(read)
    _, status = os.waitpid(child, 0)
    return caught if status == 0 else "it does not end"


def _order(check: Check) -> tuple[bool, float]:
    """Cases last, as they search for readings; the quickest first."""
    return check.name.startswith("case"), check.seconds


def worker(number: int, mutants: Sequence[str], found: Sequence[Check]) -> None:
    """Judge some mutants, and write down each as it is judged."""
    with (MUTANTS / f"judged-{number}.jsonl").open("a", encoding="utf-8") as file:
        for mutant in mutants:
            file.write(json.dumps([mutant, judged(mutant, found)]) + "\n")
            file.flush()


def known() -> dict[str, str]:
    """What was judged before."""
    lines = (line for path in sorted(MUTANTS.glob("judged-*.jsonl")) for line in path.read_text("utf-8").splitlines())
    return dict(json.loads(line) for line in lines)


def explained() -> dict[str, str]:
    """The survivors that tests/survivors/ explains, each with the reason."""
    lines = (line for path in sorted((ROOT / "tests" / "survivors").glob("*.txt")) for line in path.read_text("utf-8").splitlines())
    return dict(line.split(": ", 1) for line in lines if line.startswith("rrdocs."))


def report(refused: dict[str, str]) -> Iterator[str]:
    """The score, and what survives unexplained."""
    every, results, why = names(), known(), explained()
    lived = [name for name in every if name not in refused and results.get(name) in ("", "-")]
    open_ = [name for name in every if name not in refused and name not in results]
    killed = len(every) - len(lived) - len(open_) - len(refused)
    total = len(every) - len(open_)
    share = (total - len(lived)) / total
    yield f"{total:,} mutants: {len(refused):,} refused by types, {killed:,} caught by tests, {len(lived):,} survive ({share:.1%} caught)"
    if open_:
        yield f"{len(open_):,} not judged"
    yield from (f"not explained: {name}{' (nothing reaches it)' if results[name] == '-' else ''}" for name in lived if name not in why)
    yield from (f"explained, but caught: {name}" for name in why if name in results and name not in lived)


def main() -> None:
    """Write, judge, report."""
    words = sys.argv[1:]
    jobs = int(words.pop(words.index("--jobs") + 1)) if "--jobs" in words else os.cpu_count() or 1
    begins = tuple(word for word in words if word != "--jobs")
    refused = written()
    done = known()
    todo = [name for name in names() if name not in refused and (name.startswith(begins) if begins else name not in done)]
    if todo:
        ready()
        found = checks()
        measured(found)
        children = []
        for number in range(jobs):
            child = os.fork()
            if child == 0:
                worker(number, todo[number::jobs], found)
                os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
    lines = list(report(refused))
    print("\n".join(lines))
    caught = float(lines[0].rpartition("(")[2].partition("%")[0]) / 100
    sys.exit(1 if caught < ENOUGH or len(lines) > 1 else 0)


if __name__ == "__main__":
    main()
