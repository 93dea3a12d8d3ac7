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

from collections import Counter

import pytest
from _pytest.mark import ParameterSet

from rrdocs.docket.as_json import as_data
from tests.support.scenarios import (
    CASE,
    CASES,
    EXPECT,
    LIMITS,
    Data,
    clause_agrees,
    compare,
    consistent,
    docket_of,
    says_on_which_readings,
    typed,
)


def _cases(*, readings: bool) -> list[ParameterSet]:
    """The cases that say on which readings an answer turns or stands, or all the others."""
    every = (case for cases in CASES.values() for case in cases)
    return [
        pytest.param(case, id=case["title"])
        for case in every
        if readings == says_on_which_readings(case)
    ]


@pytest.mark.parametrize("case", _cases(readings=True))
def test_reading(case: Data) -> None:
    test_scenario(case)


@pytest.mark.parametrize("case", _cases(readings=False))
def test_scenario(case: Data) -> None:
    assert case.keys() <= CASE and case["expect"].keys() <= EXPECT and case["clauses"]
    docket, as_of = docket_of(case)
    consistent(docket, as_of)
    failures = list(
        compare(typed(case["expect"]), as_data("savvis-2001", as_of, docket, everything=True))
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
        clause_agrees(limit["clause"], clause) or clause_agrees(clause, limit["clause"])
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
