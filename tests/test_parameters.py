"""Other agreements: what each settles in the same places, and that another value of a parameter is
another answer.

The tables of tests/parameters/ are cases as in tests/scenarios/, of an agreement changed as
``agreement`` says (or of another ``deal``). ``shows`` names the parameters that a case exercises,
with the value in words; docs/parameters.md is made of them.
"""

from __future__ import annotations

import runpy
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from rrdocs.docket.as_json import as_data
from tests.support.scenarios import (
    CASE,
    EXPECT,
    PARAMETER_CASES,
    Data,
    compare,
    consistent,
    docket_of,
    read_table,
    typed,
)

FOLDER = Path(__file__).parent / "parameters"
TABLE = runpy.run_path(str(Path(__file__).parents[1] / "tools" / "parameters.py"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["title"]) for case in PARAMETER_CASES])
def test_parameter(case: Data) -> None:
    assert (
        case.keys() <= CASE | {"shows", "deal", "agreement"}
        and case["expect"].keys() <= EXPECT
        and case["shows"]
    )
    docket, as_of = docket_of(case)
    consistent(docket, as_of)
    failures = list(
        compare(typed(case["expect"]), as_data("a deal", as_of, docket, everything=True))
    )
    assert not failures, "\n".join(failures)


def test_every_parameter_is_exercised_with_two_of_its_values() -> None:
    assert TABLE["shown"]().keys() == set(TABLE["ROWS"]), (
        "a case shows a parameter that is not in the table"
    )
    assert {row: values for row, values in TABLE["shown"]().items() if len(values) < 2} == {}


def test_the_page_of_parameters_is_what_the_cases_show() -> None:
    page = (Path(__file__).parents[1] / "docs" / "parameters.md").read_text("utf-8")
    assert page == TABLE["page"](), "python tools/parameters.py > docs/parameters.md"


def test_each_variation_that_breaks_naive_models_is_worked_by_hand() -> None:
    variations = read_table(Path(__file__).parent / "variations.yaml")
    assert len(variations) == 20
    lines = [
        line
        for path in sorted(FOLDER.glob("*.yaml"))
        for line in path.read_text("utf-8").splitlines()
    ]
    worked = {
        yaml.safe_load(line.removeprefix("- title: ")): above.startswith("# ")
        for above, line in pairwise(lines)
        if line.startswith("- title: ")
    }
    for variation, titles in variations.items():
        assert titles, variation
        assert [title for title in titles if not worked.get(title)] == [], variation
