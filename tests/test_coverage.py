"""The table of provisions: true to the rules, and the page in the documentation true to the
table.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rrdocs.rules import RULES
from tools.coverage import PROVISIONS, Provision, page

ROOT = Path(__file__).parents[1]
NAMED = {rule.__name__ for rule in RULES} | {path.stem for path in (ROOT / "rrdocs").rglob("*.py")}


@pytest.mark.parametrize("row", PROVISIONS, ids=lambda row: row.id)
def test_a_provision_is_decided_by_a_rule_that_exists_or_says_why_not(row: Provision) -> None:
    assert row.rule in NAMED if row.rule else row.remark


def test_no_provision_stands_twice() -> None:
    assert len({row.id for row in PROVISIONS}) == len(PROVISIONS)


def test_the_page_is_the_table() -> None:
    assert (ROOT / "docs/coverage.md").read_text("utf-8") == page()


ELSEWHERE = {"filing", "shelf"}
"""Rules for what this agreement does not grant and others do: a day for filing, a mandatory shelf.
"""


def test_every_rule_decides_some_provision() -> None:
    modules = {row.rule for row in PROVISIONS}
    # a rule may be named by itself or by its module
    known = modules | ELSEWHERE
    assert not {
        rule.__name__
        for rule in RULES
        if rule.__name__ not in known and rule.__module__.rsplit(".", 1)[1] not in known
    }
