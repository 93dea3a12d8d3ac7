"""Cases as deals, what the rules answer to them, and that against what is expected of them; the
keys of a case are explained in `tests/test_scenarios.py`.
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

import yaml

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.deal.deal import Deal
from rrdocs.deal.loading import load
from rrdocs.docket.decisions import Docket
from rrdocs.rules.engine import decide

TESTS = Path(__file__).parents[1]
SCENARIOS = TESTS / "scenarios"
DATA = TESTS.parent / "data"
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
def read_table(path: Path) -> Data:
    """A table of cases, or a file of a deal; nobody changes what is read."""
    found: Data = yaml.load(path.read_text("utf-8"), Loader=LOADER)
    return found


OPENINGS = read_table(SCENARIOS / "openings.yaml")
INVESTORS: list[str] = OPENINGS["investors"]
LIMITS: list[Data] = read_table(SCENARIOS / "limits.yaml")["limits"]
CASES = {
    path.stem: found["cases"]
    for path in sorted(SCENARIOS.glob("*.yaml"))
    if "cases" in (found := read_table(path))
}


PARAMETER_CASES: list[Data] = [
    case
    for path in sorted((TESTS / "parameters").glob("*.yaml"))
    for case in read_table(path)["cases"]
]
"""Cases of other agreements, as in CASES, each of an agreement changed as it says."""


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
        read_table(DATA / case.get("deal", DEAL.name) / name)
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


def says_on_which_readings(case: Data) -> bool:
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
            readings=ALL_READINGS or says_on_which_readings(case),
        ),
        as_of,
    )


# ---- what is found against what is expected


def typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
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


def clause_agrees(want: str, got: str) -> bool:
    return any(
        part == want or part.startswith(f"{want}(") for part in re.split(r"[,;] ?| and ", got)
    )


def _agrees(key: str, want: Any, item: Data) -> bool:
    got = item.get(key)
    any_of = want if isinstance(want, list) else [want]
    match key:
        case "clause":
            return any(clause_agrees(clause, str(got)) for clause in any_of)
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
