"""The phrase book: what findings, arithmetic, flags and tallies say, clause by clause, so that a
change of words is seen and read.
"""

from __future__ import annotations

import pytest

from tests.support.phrases import GOLDEN, PAGES, book


@pytest.mark.parametrize("name", PAGES)
def test_the_rules_say_what_the_phrase_book_has(name: str) -> None:
    assert book(name) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_every_page_of_the_phrase_book_is_used() -> None:
    assert {
        path.relative_to(GOLDEN).with_suffix("").as_posix() for path in GOLDEN.rglob("*.txt")
    } == set(PAGES)
