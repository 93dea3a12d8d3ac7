"""What happened, and what must then be said: the tables of tests/scenarios/, one file a clause,
each case named by a sentence.

A case gives one or more openings (openings.yaml), events, readings and an instant; ``expect`` says
what must be found, what may not be, and leaves the rest open. All scalars are text, as in every
data file. Keys of ``expect``:

- ``decisions``: each must be found; ``document``, ``about``, ``from`` and ``to`` pick it, the other
  fields must agree. ``to`` may be a list, ``all`` or ``{all_but: [...]}``: one decision for each.
  Without ``to``, any recipient will do.
- ``absent``: no decision has all these fields.
- ``clocks``, ``tallies``: each must be found; of ``values`` every entry named. ``not_running``: no
  such clock runs.
- ``flags``: one must fit; ``no_flags``: none may.

``says`` is a part of the words of a finding, a flag or a line of arithmetic; ``turns_on`` names
readings on which the answer turns, ``stands_on`` readings on which it does not. A list where one
value is usual means any of them; a clause agrees with its parts.

``interaction`` is the number of a way in which clauses meet that must have a case of its own.
limits.yaml lists every limit of the agreement and the cases that try it one under, at, and one
over.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from _pytest.mark import ParameterSet

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.deal.deal import Deal
from rrdocs.deal.loading import load
from rrdocs.docket.as_json import as_data
from rrdocs.docket.decisions import Docket
from rrdocs.rules.engine import decide

FOLDER = Path(__file__).parent / "scenarios"
DATA = Path(__file__).parents[1] / "data"
DEAL = DATA / "savvis-2001"
CASE = {
    "title",
    "clauses",
    "interaction",
    "readings",
    "as_of",
    "known",
    "holdings",
    "parties",
    "events",
    "expect",
}
EXPECT = {"decisions", "absent", "clocks", "not_running", "tallies", "flags", "no_flags"}

Data = dict[str, Any]


LOADER: type[yaml.CBaseLoader | yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The same in C, ten times as fast, where it is there."""


@cache
def _read(path: Path) -> Data:
    """A table of cases, or a file of a deal; nobody changes what is read."""
    found: Data = yaml.load(path.read_text("utf-8"), Loader=LOADER)
    return found


OPENINGS = _read(FOLDER / "openings.yaml")
INVESTORS: list[str] = OPENINGS["investors"]
LIMITS: list[Data] = _read(FOLDER / "limits.yaml")["limits"]
CASES = {
    path.stem: found["cases"]
    for path in sorted(FOLDER.glob("*.yaml"))
    if "cases" in (found := _read(path))
}


# ---- a deal from a case


def _names(spec: Any) -> list[str]:
    if spec == "all":
        return INVESTORS
    if isinstance(spec, dict):
        return [name for name in INVESTORS if name not in spec["all_but"]]
    return spec if isinstance(spec, list) else [spec]


def _put(value: Any, name: str) -> Any:
    if isinstance(value, dict):
        return {_put(key, name): _put(item, name) for key, item in value.items()}
    if isinstance(value, list):
        return [_put(item, name) for item in value]
    return value.replace("$", name)


def _spread(events: list[Data]) -> Iterator[Data]:
    """One event with ``each`` stands for several, ``$`` being the name."""
    for event in events:
        if "each" in event:
            rest = {key: value for key, value in event.items() if key != "each"}
            yield from (_put(rest, name) for name in _names(event["each"]))
        else:
            yield event


def _dump(value: object) -> str:
    """As YAML in which every scalar is a text, save a plain null."""
    return json.dumps(value, ensure_ascii=False).replace('"null"', "null")


def _merged(base: Any, change: Any) -> Any:
    """A mapping with some of its entries changed, below them likewise; what is changed to null is
    left out.
    """
    if not isinstance(base, dict) or not isinstance(change, dict):
        return change
    found = {key: _merged(base.get(key), value) for key, value in change.items() if value != "null"}
    return {key: value for key, value in base.items() if key not in change} | found


def _written(case: Data, folder: Path) -> None:
    """Write a case as the folder of a deal: the Savvis one, or the one that it names, with the
    agreement changed as it says.
    """
    agreement, roster = (
        _read(DATA / case.get("deal", DEAL.name) / name)
        for name in ("agreement.yaml", "parties.yaml")
    )
    agreement = _merged(
        agreement, {"readings": case.get("readings", {}), **case.get("agreement", {})}
    )
    roster = _merged(roster, {"parties": case.get("parties", {})})
    (folder / "events").mkdir(parents=True)
    (folder / "agreement.yaml").write_text(_dump(agreement), "utf-8")
    (folder / "parties.yaml").write_text(_dump(roster), "utf-8")
    opening = [
        event for name in _names(case.get("holdings", [])) for event in OPENINGS["openings"][name]
    ]
    for name, events in (("0001-opening", opening), ("0002-case", case.get("events") or [])):
        (folder / "events" / f"{name}.yaml").write_text(_dump(list(_spread(events))), "utf-8")


def counsel_said(day: str, about: str, question: str, decision: str) -> Data:
    """What counsel settled about one matter, as an event."""
    return {
        "id": f"settled-{question}-{about}",
        "type": "counsel_decided",
        "date": day,
        "about": about,
        "question": question,
        "decision": decision,
        "by": "issuer_counsel",
    }


LOADED: dict[str, Deal] = {}


def deal_of(case: Data) -> Deal:
    """A case as a deal, loaded through the code that loads every deal; once, since a deal never
    changes.
    """
    key = _dump(case)
    if key not in LOADED:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / case.get("deal", DEAL.name)
            _written(case, path)
            deal, problems = load(path)
        assert deal is not None, "\n".join(problem.shown() for problem in problems)
        LOADED[key] = deal
    return LOADED[key]


ALL_READINGS = True
"""Whether the readings are found on which every answer turns, or (as tools/mutants.py has it) only
where a case asks for them.
"""


def _asks(case: Data) -> bool:
    """Whether a case says on which readings an answer turns or stands."""
    return "s_on'" in str(case.get("expect"))


def docket_of(case: Data) -> tuple[Docket, datetime]:
    """What the rules answer to a case, and the instant at which they are asked."""
    as_of = end_of_day(moment(case["as_of"]))
    return (
        decide(
            deal_of(case),
            as_of,
            known=case.get("known") == "true",
            readings=ALL_READINGS or _asks(case),
        ),
        as_of,
    )


# ---- what is found against what is expected


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    return {"null": None, "true": True, "false": False}.get(value, value)


def _number(value: object) -> Decimal | None:
    try:
        return None if isinstance(value, bool) or value is None else Decimal(str(value))
    except InvalidOperation:
        return None


def _same(want: Any, got: Any) -> bool:
    """Every key wanted is there, a holder without shares aside; numbers agree by value."""
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return False
        return all(
            _same(item, got.get(key)) or (key not in got and _number(item) == 0)
            for key, item in want.items()
        )
    if isinstance(want, list):
        return (
            isinstance(got, list | tuple) and len(want) == len(got) and all(map(_same, want, got))
        )
    if isinstance(want, bool) or want is None:
        return got is want
    if _number(want) is not None and _number(got) is not None:
        return _number(want) == _number(got)
    return str(got) == str(want)


def _clause(want: str, got: str) -> bool:
    return any(
        part == want or part.startswith(f"{want}(") for part in re.split(r"[,;] ?| and ", got)
    )


def _agrees(key: str, want: Any, item: Data) -> bool:
    got = item.get(key)
    any_of = want if isinstance(want, list) else [want]
    match key:
        case "clause":
            return any(_clause(clause, str(got)) for clause in any_of)
        case "values":
            return _same(want, got)
        case "turns_on":
            return set(any_of) <= set(item["readings"])
        case "stands_on":
            return not set(any_of) & set(item["readings"])
        case "says":
            words = [
                item.get("says", ""),
                *item.get("arithmetic", ()),
                *(f["says"] for f in item.get("findings", ())),
            ]
            return any(want.replace("\u00a0", " ") in text.replace("\u00a0", " ") for text in words)
        case _:
            assert key in item, f"there is no field {key}"
            return any(_same(one, got) for one in any_of)


def _fits(want: Data, item: Data, *, but: tuple[str, ...] = ()) -> bool:
    return all(_agrees(key, value, item) for key, value in want.items() if key not in but)


def _short(item: Data, want: Data) -> str:
    fields = {
        key: item.get(key) for key in dict.fromkeys((*want, "to", "outcome", "due")) if key in item
    }
    said = [
        f"[{f['holds']}] {f['says']}" for f in item.get("findings", ()) if f["holds"] is not True
    ]
    return " ".join([str(fields), *said])


def _missing(want: Data, found: list[Data], picks: tuple[str, ...]) -> Iterator[str]:
    if not any(_fits(want, item) for item in found):
        near = [
            _short(item, want)
            for item in found
            if _fits({k: v for k, v in want.items() if k in picks}, item)
        ]
        yield f"not found: {want}\n   instead: " + "\n            ".join(
            near[:3] or ["nothing like it"]
        )


def compare(expect: Data, data: Data) -> Iterator[str]:
    """Whatever of the expectation does not hold, in words."""
    for want in expect.get("decisions", ()):
        for to in _names(want["to"]) if want.get("to") is not None else [want.get("to", ...)]:
            one = {**want, "to": to} if to is not ... else want
            yield from _missing(one, data["decisions"], ("document", "about", "from", "to"))
    for want in expect.get("absent", ()):
        tos = _names(want["to"]) if want.get("to") is not None else None
        for item in data["decisions"]:
            if _fits(want, item, but=("to",)) and (
                "to" not in want or item["to"] in (tos or (None,))
            ):
                yield f"should not be: {want}\n   found: {_short(item, want)}"
    for kind, picks in (
        ("clocks", ("name", "about", "party")),
        ("tallies", ("name", "about")),
        ("flags", ("clause",)),
    ):
        for want in expect.get(kind, ()):
            yield from _missing(want, data[kind], picks)
    for want in expect.get("not_running", ()):
        yield from (
            f"runs: {_short(c, want)}" for c in data["clocks"] if c["running"] and _fits(want, c)
        )
    for want in expect.get("no_flags", ()):
        yield from (f"flagged: {flag['says']}" for flag in data["flags"] if _fits(want, flag))


def consistent(docket: Docket, as_of: datetime) -> None:
    """What holds of every docket: one answer to each question, with its reasons."""
    for items in (docket.decisions, docket.clocks, docket.tallies):
        keys = Counter(item.key for item in items)
        assert not [key for key, count in keys.items() if count > 1], "said more than once"
    for decision in docket.decisions:
        assert decision.findings and all(finding.says.strip() for finding in decision.findings), (
            f"{decision.key}: no reasons"
        )
        holds = {finding.holds for finding in decision.findings}
        known = {True} if None not in holds or decision.settled is None else {True, None}
        if decision.settled is not None and not decision.settled.holds and None in holds:
            assert decision.outcome == "not_due"
        else:
            assert (decision.outcome == "not_due") == (False in holds)
            assert (decision.outcome in ("due", "given")) == (holds <= known)
        assert not decision.late or decision.outcome in ("due", "given")
        assert decision.outcome != "given" or decision.given
    for clock in docket.clocks:
        ends = clock.last_permitted or clock.last_day
        assert not clock.running or (
            clock.starts <= as_of.date() and (ends is None or as_of.date() <= ends)
        ), f"{clock.key} runs"


def _cases(*, readings: bool) -> list[ParameterSet]:
    """The cases that say on which readings an answer turns or stands, or all the others."""
    every = (case for cases in CASES.values() for case in cases)
    return [pytest.param(case, id=case["title"]) for case in every if readings == _asks(case)]


@pytest.mark.parametrize("case", _cases(readings=True))
def test_reading(case: Data) -> None:
    test_scenario(case)


@pytest.mark.parametrize("case", _cases(readings=False))
def test_scenario(case: Data) -> None:
    assert case.keys() <= CASE and case["expect"].keys() <= EXPECT and case["clauses"]
    docket, as_of = docket_of(case)
    consistent(docket, as_of)
    failures = list(
        compare(_typed(case["expect"]), as_data("savvis-2001", as_of, docket, everything=True))
    )
    assert not failures, "\n".join(failures)


def test_each_interaction_of_clauses_has_a_case() -> None:
    """The fifteen ways in which clauses meet, numbered as the law's notes have them; a case of one
    says ``interaction``.
    """
    numbers = [
        int(case["interaction"])
        for cases in CASES.values()
        for case in cases
        if "interaction" in case
    ]
    assert sorted(numbers) == list(range(1, 16))


TRIED = [(limit, side) for limit in LIMITS for side in ("under", "at", "over")]


@pytest.mark.parametrize(
    ("limit", "side"), TRIED, ids=[f"{limit['limit']}, {side}" for limit, side in TRIED]
)
def test_each_limit_is_tried_one_under_at_and_one_over(limit: Data, side: str) -> None:
    assert limit.keys() == {"limit", "clause", "under", "at", "over"}
    if limit[side].startswith("none: "):
        return  # there is no such case, and the table says why
    clauses = {case["title"]: case["clauses"] for cases in CASES.values() for case in cases}
    assert any(
        _clause(limit["clause"], clause) or _clause(clause, limit["clause"])
        for clause in clauses[limit[side]]
    )


def test_every_case_has_a_sentence_of_its_own() -> None:
    titles = Counter(case["title"] for cases in CASES.values() for case in cases)
    assert [title for title, count in titles.items() if count > 1] == []


def test_an_expectation_that_does_not_hold_is_reported() -> None:
    case = {"as_of": "2001-06-06", "holdings": "H0", "events": []}
    docket, as_of = docket_of(case)
    data = as_data("savvis-2001", as_of, docket, everything=True)
    wrong: Data = {
        "decisions": [{"document": "piggyback_notice", "to": "all", "outcome": "due"}],
        "absent": [{"document": "legend_instruction"}],
        "clocks": [{"name": "standstill"}],
        "tallies": [{"name": "restricted_stock", "values": {"total": "1"}}],
        "flags": [{"clause": "3(a)"}],
    }
    for key, want in wrong.items():
        assert list(compare({key: want}, data)), key
