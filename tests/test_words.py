"""The phrase book: what findings, arithmetic, flags and tallies say, clause by clause, so that a change of words is seen and read."""

from __future__ import annotations

import pytest

from tests.phrases import GOLDEN, book
from tests.test_scenarios import CASES


@pytest.mark.parametrize("name", CASES)
def test_the_rules_say_what_the_phrase_book_has(name: str) -> None:
    assert book(name) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_every_page_of_the_phrase_book_is_used() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(CASES)
