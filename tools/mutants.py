"""How well the tests hold the rules: mutmut's mutants, each judged by the tables, the phrase book
and the unit tests that reach it.

`python tools/mutants.py [--jobs N] [name …]` lets mutmut write the mutants (only those whose names
begin as given are judged), drops those that the type checker refuses, and judges the others in
forks of one pytest that has collected the tests and run each once: a pytest for each would take
days. A mutant is caught by the first test that fails, breaks or does not end. What was judged
before stands until its function changes, or its name is given.

Prints the score, and every survivor that tests/survivors/ does not explain as an entry to be
completed. The exit code is 1 where there is one, or where fewer than 95 of 100 of those that types
let through are caught.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import json
import os
import re
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
import yaml
from _pytest.runner import runtestprotocol

if TYPE_CHECKING:  # what is mutated is imported when it is written
    from datetime import datetime

    from rrdocs.deal.deal import Deal
    from rrdocs.docket.decisions import Docket

ROOT = Path(__file__).parents[1]
# Imports of what is mutated, and of what mutates, stand where their time has come.
# ruff: noqa: PLC0415
MUTANTS = ROOT / "mutants"
REFUSED = MUTANTS / "refused.json"
TESTS = (
    "allocation",
    "allowance",
    "amended",
    "amendments",
    "calendars",
    "damages",
    "dates",
    "deadlines",
    "evidence",
    "expenses",
    "filing",
    "groups",
    "indemnity",
    "investors",
    "joining",
    "ledger",
    "legend",
    "loss_of_rights",
    "majority",
    "methods",
    "notices",
    "openings",
    "parameters",
    "piggyback",
    "position",
    "procedures",
    "ranking",
    "receipt",
    "reporting",
    "requests",
    "responses",
    "returned",
    "rules",
    "satisfaction",
    "scenarios",
    "sellers",
    "sending",
    "shelf",
    "short_form",
    "standstill",
    "suspension",
    "timing",
    "transfer_notice",
    "transfers",
    "underwriter",
    "words",
)
"""Files of tests that reach the rules, the laws aside, which take too long."""
OWN = ("parameters.py::test_the", "parameters.py::test_every", "returned.py")
"""Tests that take seconds each: they judge the module alone after which their file is called, if
there is one.
"""
PATIENCE = 10.0
"""A mutant counts as caught, as it does not end, after so many seconds of processor time and so
many times what the check takes without.
"""
ENOUGH = 0.95


@dataclass
class Check:
    """A test that a mutant may fail: its name, the functions that it reaches, how long it takes,
    and whether all is well.
    """

    name: str
    holds: Callable[[], bool]
    reaches: frozenset[str] = frozenset()
    seconds: float = 0.0

    def judges(self, mutant: str) -> bool:
        """Whether it is asked about a mutant."""
        own = next((name.partition(".")[0] for name in OWN if f"test_{name}" in self.name), None)
        return function(mutant) in self.reaches and (own is None or f".{own}." in mutant)


def written() -> dict[str, str]:
    """Let mutmut write the mutants; the names of those that the type checker refuses, with its
    words.
    """
    if (child := os.fork()) == 0:  # it holds all sources in memory, which no judge needs
        _write()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit("mutmut could not write the mutants")
    return dict(json.loads(REFUSED.read_text("utf-8")))


def _write() -> None:
    from mutmut.__main__ import create_mutants, store_lines_covered_by_tests
    from mutmut.mutation.file_mutation import filter_mutants_with_type_checker
    from mutmut.mutation.trampoline import set_mutant_under_test
    from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir, setup_source_paths

    os.chdir(ROOT)
    set_mutant_under_test("mutant_generation")
    MUTANTS.mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    store_lines_covered_by_tests()
    stats = create_mutants(os.cpu_count() or 1)
    if REFUSED.exists() and not stats.mutated:
        return
    refused = {
        name: found.error.error_description
        for name, found in filter_mutants_with_type_checker().items()
    }
    REFUSED.write_text(json.dumps(refused), "utf-8")


def names() -> list[str]:
    """All mutants."""
    found = (json.loads(path.read_text("utf-8")) for path in sorted(MUTANTS.rglob("*.meta")))
    return [name for each in found for name in each["exit_code_by_key"]]


def function(mutant: str) -> str:
    """The function that a mutant is of."""
    return mutant.rpartition("__mutmut_")[0]


# ---- what mutants are judged by


class Under:
    """The mutant that is active in this process (`stats`: none, and functions note that they were
    reached).
    """

    mutant = ""
    reached: ClassVar[set[str]] = set()
    answers: ClassVar[dict[Any, Docket]] = {}


def ready() -> None:
    """Import the mutated package, with trampolines that ask this process and not its
    environment.
    """
    os.chdir(MUTANTS)
    sys.path[:0] = [str(MUTANTS)]
    os.environ["MUTANT_UNDER_TEST"] = ""
    from mutmut.mutation import trampoline

    trampoline.get_mutant_under_test = lambda: Under.mutant
    # the types know no such name
    hit = "record_trampoline_hit"
    setattr(trampoline, hit, lambda name, **_: Under.reached.add(name))
    import rrdocs

    assert str(MUTANTS) in str(rrdocs.__file__)


class Judging:
    """What pytest does with the tests that it has collected."""

    def __init__(self, mutants: Sequence[str], jobs: int) -> None:
        self.mutants, self.jobs = mutants, jobs

    def pytest_configure(self) -> None:
        """A failure is enough: it is not made smaller."""
        from hypothesis import Phase, settings

        settings.register_profile("judged", phases=(Phase.explicit, Phase.generate), database=None)
        settings.load_profile("judged")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Judge all mutants by them, in some processes."""
        from rrdocs.rules import engine
        from tests.support import phrases, scenarios

        def decided(
            deal: Deal, at: datetime, *, known: bool = False, readings: bool = True
        ) -> Docket:
            """What the rules answer; once, though a case and its page of the phrase book
            both ask.
            """
            key = (id(deal), at, known, readings)
            if key not in Under.answers:
                Under.answers[key] = engine.decide(deal, at, known=known, readings=readings)
            return Under.answers[key]

        scenarios.ALL_READINGS = False
        for module in (phrases, scenarios):
            setattr(module, "decide", decided)  # noqa: B010 - the name is imported there

        def holds(item: pytest.Item) -> bool:
            return not any(
                report.failed for report in runtestprotocol(item, log=False, nextitem=None)
            )

        for item in session.items:
            # showing positions takes a second
            item.repr_failure = lambda *_, **__: ""  # type: ignore[method-assign]
        found = [Check(item.nodeid, partial(holds, item)) for item in session.items]
        measured(found)
        gc.collect()
        places = unwrapped()
        gc.freeze()  # what all processes share is not touched
        children = []
        for number in range(self.jobs):
            child = os.fork()
            if child == 0:
                worker(number, self.mutants[number :: self.jobs], found, places)
                os._exit(0)
            children.append(child)
        for child in children:
            if os.waitpid(child, 0)[1]:
                sys.exit("a judge died")
        return True


def judge_all(mutants: Sequence[str], jobs: int) -> None:
    """Judge mutants by the tests that reach them."""
    ready()
    files = (MUTANTS / "tests" / f"test_{name}.py" for name in TESTS)
    words = [
        "-q",
        "-s",
        "--assert=plain",
        "-p",
        "no:cacheprovider",
        *(str(path) for path in files if path.exists()),
    ]
    if pytest.main(words, plugins=[Judging(mutants, jobs)]) not in (0, 5):
        sys.exit("the tests could not be collected")


def measured(found: Sequence[Check]) -> None:
    """What each check reaches, and how long it takes. Exits where one fails without a mutant."""
    for check in found:
        Under.reached.clear()
        Under.answers.clear()
        Under.mutant, start = "stats", time.process_time()
        if not check.holds():
            sys.exit(f"{check.name} fails without a mutant")
        check.seconds, check.reaches = time.process_time() - start, frozenset(Under.reached)
    Under.answers.clear()
    Under.mutant = ""
    print(
        f"{len(found)} checks take {sum(check.seconds for check in found):.0f} s of processor time"
        " in all",
        file=sys.stderr,
        flush=True,
    )


# ---- judging

Places = dict[str, list[tuple[object, str, Any]]]
"""Where mutmut's wrapper of a function stands: in which module or class, and by what name."""


def unwrapped() -> Places:
    """Put the functions themselves in place of mutmut's wrappers, which take as long as what they
    wrap.
    """
    found: Places = {}
    modules = [
        module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] in ("rrdocs", "tests")
    ]
    values = ((module, value) for module in modules for value in vars(module).values())
    classes = [
        value
        for module, value in values
        if isinstance(value, type) and value.__module__ == module.__name__
    ]
    for within in (*modules, *classes):
        for name, value in list(vars(within).items()):
            if getattr(getattr(value, "__code__", None), "co_name", "") != "_trampoline_wrapper":
                continue
            home: Any = sys.modules[value.__module__]
            mangled = f"x_{value.__qualname__}"
            if "." in value.__qualname__:  # a method
                mangled = f"xǁ{value.__qualname__.replace('.', 'ǁ')}"
                home = getattr(home, value.__qualname__.partition(".")[0])
            found.setdefault(f"{value.__module__}.{mangled}", []).append((within, name, value))
            setattr(within, name, getattr(home, f"{mangled}__mutmut_orig"))
    return found


def judged(mutant: str, reach: Sequence[Check], places: Places) -> str:
    """What catches a mutant, asked in this order; nothing where it survives, and a dash where
    nothing reaches its function.
    """
    if not reach:
        return "-"
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        Under.mutant = mutant
        for within, name, wrapper in places.get(function(mutant), ()):
            setattr(within, name, wrapper)
        try:
            caught = next((check.name for check in reach if not _in_time(check)), "")
        except BaseException as error:  # a mutant may raise anything
            caught = f"{type(error).__name__}"
        os.write(write, caught.encode())
        os._exit(0)
    os.close(write)
    caught = os.read(read, 1000).decode()
    os.close(read)
    _, status = os.waitpid(child, 0)
    return caught if status == 0 else "it does not end"


def _in_time(check: Check) -> bool:
    """Whether a check holds. Ends the process where it takes too long."""
    signal.setitimer(signal.ITIMER_PROF, PATIENCE + PATIENCE * check.seconds)
    return check.holds()


def worker(number: int, mutants: Sequence[str], found: Sequence[Check], places: Places) -> None:
    """Judge some mutants, and write down each as it is judged: first by what caught others of its
    function, then by the quickest.
    """
    caught: dict[str, Counter[str]] = defaultdict(Counter)
    with (MUTANTS / f"judged-{number}.jsonl").open("a", encoding="utf-8") as file:
        for mutant in mutants:
            others = caught[function(mutant)]
            reach = sorted(
                (check for check in found if check.judges(mutant)),
                key=lambda check: (-others[check.name], check.seconds),
            )
            by = judged(mutant, reach, places)
            others[by] += 1
            file.write(json.dumps([mutant, source(mutant), by]) + "\n")
            file.flush()


# ---- the score


def path_of(module: str) -> str:
    """Where a module or package stands in the project."""
    path = module.replace(".", "/")
    return f"{path}/__init__.py" if (ROOT / path).is_dir() else f"{path}.py"


@cache
def functions(module: str) -> dict[str, str]:
    """The source of each function and method of a module, by its name: held, Group.held."""
    text = (ROOT / path_of(module)).read_text("utf-8")
    top = ast.parse(text)
    within: list[tuple[str, list[ast.stmt]]] = [("", top.body)]
    within += [(f"{node.name}.", node.body) for node in top.body if isinstance(node, ast.ClassDef)]
    return {
        f"{before}{node.name}": ast.get_source_segment(text, node) or ""
        for before, body in within
        for node in body
        if isinstance(node, ast.FunctionDef)
    }


@cache
def _digest(of: str) -> str:
    module, _, name = of.rpartition(".")
    return sha256(functions(module).get(_plain(name), "").encode()).hexdigest()[
        :12
    ]  # it may be gone since it was judged


def source(mutant: str) -> str:
    """The digest of the function that a mutant is of: what was judged stands as long as it does
    not change.
    """
    return _digest(function(mutant))


def known() -> dict[str, str]:
    """What was judged before, of functions that stand as they stood then."""
    lines = (
        json.loads(line)
        for path in sorted(MUTANTS.glob("judged-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    )
    return {mutant: caught for mutant, digest, caught in lines if digest == source(mutant)}


Survivor = tuple[str, str, str]
"""The function that a survivor is of, by its module; the lines that are changed; and those that
stand in their place.
"""


def changed(mutant: str) -> Survivor:
    """What a mutant changes."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    module, _, name = function(mutant).rpartition(".")
    with contextlib.chdir(ROOT):
        diff = get_diff_for_mutant(mutant, path=path_of(module)).splitlines()[2:]
    was, becomes = (
        "\n".join(line[1:].strip() for line in diff if line.startswith(sign)) for sign in "-+"
    )
    return f"{module}.{_plain(name)}", was, becomes


def _plain(name: str) -> str:
    """The name that stands in the source: `x_held` is held, `xǁGroupǁheld` is Group.held."""
    return (
        name.removeprefix("xǁ").replace("ǁ", ".")
        if name.startswith("xǁ")
        else name.removeprefix("x_")
    )


def plain(code: str) -> str:
    """Code without what formatting changes: white space, parentheses, quotes."""
    code = re.sub(r"#.*", "", code)
    bare = re.sub(r"[\"']f?[\"']|[\"']", "", re.sub(r"[\s()]", "", code))
    return re.sub(r",+(?=[\]},]|$)", "", bare)


def is_same(known: Survivor, found: Survivor) -> bool:
    """Whether a survivor is the one that was explained, though its line may be broken elsewhere."""
    (where, was, becomes), (function_found, part, change) = known, found
    if where != function_found:
        return False
    whole, piece, new = plain(was), plain(part), plain(change)
    starts = (hit.start() for hit in re.finditer(re.escape(piece), whole))
    return any(
        whole[:start] + new + whole[start + len(piece) :] == plain(becomes) for start in starts
    )


def explained(folder: Path = ROOT / "tests" / "survivors") -> dict[Survivor, str]:
    """The survivors that are explained, each with the reason: a file for each module."""
    files = {
        path: yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.glob("*.yaml"))
    }
    return {
        (f"{file['module']}.{each['function']}", change["was"], change["becomes"]): each["why"]
        for file in files.values()
        for each in file["survivors"]
        for change in each["changes"]
    }


@dataclass
class Score:
    """How many mutants the type checker refuses, tests catch, nothing catches, and nobody has
    judged.
    """

    refused: int
    caught: int
    lived: dict[str, Survivor]
    left: int

    @property
    def share(self) -> float:
        """Of those that types let through, the part that tests catch."""
        return self.caught / max(self.caught + len(self.lived), 1)


def scored(every: Sequence[str], refused: Mapping[str, str], results: Mapping[str, str]) -> Score:
    """What became of all mutants."""
    through = [name for name in every if name not in refused]
    lived = {name: changed(name) for name in through if results.get(name) in ("", "-")}
    left = sum(name not in results for name in through)
    return Score(len(every) - len(through), len(through) - len(lived) - left, lived, left)


def report(score: Score, why: Mapping[Survivor, str]) -> Iterator[str]:
    """The score; then what survives unexplained, as entries to complete, and explanations of what
    does not survive.
    """
    total = score.refused + score.caught + len(score.lived)
    yield (
        f"{total:,} mutants: {score.refused:,} refused by types, {score.caught:,} caught by tests,"
        f" {len(score.lived):,} survive: {score.share:.1%} of those that types let through are"
        f" caught, {(total - len(score.lived)) / max(total, 1):.1%} of all"
    )
    if score.left:
        yield f"{score.left:,} not judged"
    for name, survivor in score.lived.items():
        if not any(is_same(known, survivor) for known in why):
            where, was, becomes = survivor
            yield (
                f"not explained: {name}\n- function: {where}\n  was: {json.dumps(was)}\n  becomes:"
                f" {json.dumps(becomes)}"
            )
    if not score.left:
        yield from (
            f"explained, but no such mutant survives: {each}"
            for each in why
            if not any(is_same(each, survivor) for survivor in score.lived.values())
        )


def main() -> None:
    """Write, judge, report."""
    sys.path.remove(
        str(Path(__file__).parent)
    )  # a neighbour is called as a library that mutmut uses
    words = sys.argv[1:]
    jobs = int(words.pop(words.index("--jobs") + 1)) if "--jobs" in words else os.cpu_count() or 1
    begins = tuple(word for word in words if word != "--jobs")
    refused = written()
    done = known()
    todo = [
        name
        for name in names()
        if name not in refused and (name.startswith(begins) if begins else name not in done)
    ]
    if todo:
        judge_all(todo, jobs)
    score = scored(names(), refused, known())
    lines = list(report(score, explained()))
    print("\n".join(lines))
    sys.exit(1 if score.share < ENOUGH or len(lines) > 1 else 0)


if __name__ == "__main__":
    main()
