"""The judging of mutants: what catches one, what stands from before, and that each survivor
explained could still be one.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tools import mutants
from tools.mutants import Check, Score, Under, functions, is_same, judged, known, plain, report

ROOT = Path(__file__).parents[1]
NAME = "rrdocs.facts.record.groups.x_held__mutmut_1"
REACHED = frozenset({"rrdocs.facts.record.groups.x_held"})


def _breaks() -> bool:
    raise ValueError(Under.mutant)


def _hangs() -> bool:
    while True:
        pass


@pytest.mark.parametrize(
    ("found", "caught"),
    [
        (
            [
                Check("well", lambda: True, REACHED),
                Check("differs", lambda: Under.mutant != NAME, REACHED),
            ],
            "differs",
        ),
        ([Check("well", lambda: True, REACHED)], ""),
        ([Check("breaks", _breaks, REACHED)], "ValueError"),
        ([Check("hangs", _hangs, REACHED)], "it does not end"),
        ([], "-"),
    ],
    ids=["differs", "survives", "raises", "does not end", "not reached"],
)
def test_a_mutant_is_caught_by_the_first_check_that_fails(
    found: list[Check], caught: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "PATIENCE", 0.5)
    assert judged(NAME, found, {}) == caught
    assert Under.mutant == "", "only the fork has the mutant"


def test_a_mutant_is_asked_first_what_caught_others_of_its_function_and_then_what_is_quick(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "MUTANTS", tmp_path)
    own = Check("test_returned.py::own", lambda: False, REACHED)
    elsewhere = Check(
        "elsewhere", lambda: False, frozenset({"rrdocs.facts.record.groups.x_members"})
    )
    slow, slower = (
        Check(name, lambda: Under.mutant == NAME, REACHED, seconds)
        for name, seconds in (("slow", 2.0), ("slower", 3.0))
    )
    quick = Check("quick", lambda: Under.mutant != NAME, REACHED, 1.0)
    names = [NAME + "0", NAME, NAME + "1"]
    mutants.worker(0, names, [own, elsewhere, slower, slow, quick], {})
    assert known() == dict(zip(names, ["slow", "quick", "slow"], strict=True))
    assert own.judges("rrdocs.rules.agreement.returned_votes.x_votes__mutmut_1") is False, (
        "not reached"
    )


def test_what_was_judged_stands_until_its_function_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutants, "MUTANTS", tmp_path)
    mutants.worker(0, [NAME], [Check("differs", lambda: False, REACHED)], {})
    assert known() == {NAME: "differs"}
    stale = [NAME, "0" * 12, ""]
    (tmp_path / "judged-1.jsonl").write_text(json.dumps(stale) + "\n", "utf-8")
    assert known() == {NAME: "differs"}


SURVIVOR = ("rrdocs.facts.record.groups.held", "return 1", "return 2")


def test_the_report_asks_for_reasons_and_gives_the_score() -> None:
    score = Score(refused=60, caught=38, lived={NAME: SURVIVOR, NAME + "0": SURVIVOR}, left=0)
    assert list(report(score, {SURVIVOR: "because"})) == [
        "100 mutants: 60 refused by types, 38 caught by tests, 2 survive: 95.0% of those that types"
        " let through are caught, 98.0% of all"
    ]
    assert [line.split("\n")[0] for line in report(score, {})][1:] == [
        f"not explained: {NAME}",
        f"not explained: {NAME}0",
    ]
    other = ("rrdocs.facts.record.groups.members", "a", "b")
    assert list(report(score, {SURVIVOR: "because", other: "because"}))[1:] == [
        f"explained, but no such mutant survives: {other}"
    ]
    unfinished = Score(refused=60, caught=38, lived={}, left=2)
    assert list(report(unfinished, {other: "because"}))[1:] == ["2 not judged"]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "survivors").glob("*.yaml")), ids=lambda path: path.stem
)
def test_an_explained_survivor_changes_lines_that_still_stand(path: Path) -> None:
    file = yaml.safe_load(path.read_text("utf-8"))
    found = functions(file["module"])
    for each in file["survivors"]:
        code = plain(found[each["function"]])
        for change in each["changes"]:
            for line in filter(None, change["was"].split("\n")):
                assert plain(line) in code, (each["function"], line)


def test_a_survivor_is_known_again_where_its_line_is_broken_elsewhere() -> None:
    known = ("m.f", 'x = said("a b", 1)', 'x = said("a b", 2)')
    assert is_same(known, ("m.f", "1", "2"))
    assert is_same(known, ("m.f", 'x = said("a b", 1)', 'x = said("a b", 2)'))
    assert not is_same(known, ("m.f", "1", "3"))
    assert not is_same(known, ("m.g", "1", "2"))
