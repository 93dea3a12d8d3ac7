"""Deadlines and thresholds as contracts write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rrdocs.agreement.thresholds import Measure, meets, threshold
from rrdocs.dates.deadlines import ANCHORS, Deadline, Span, count, deadline
from rrdocs.dates.moments import calendar, period

FEDERAL = calendar("federal")
DAYS = {
    "": date(2001, 6, 6),
    "filing": date(2001, 7, 20),
    "request": date(2001, 6, 4),
    "closing": date(2001, 1, 31),
    "ipo": None,
}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("30 days", date(2001, 7, 6)),
        ("20 days after request", date(2001, 6, 24)),
        ("1 month after closing", date(2001, 2, 28)),
        ("20 days before filing", date(2001, 6, 30)),
        ("at least 3 business days before filing", date(2001, 7, 17)),
        ("1 month before filing", date(2001, 6, 20)),
        ("2 weeks before filing", date(2001, 7, 6)),
        ("3 trading days before filing", date(2001, 7, 17)),
        ("the earlier of 30 days and 20 days after request", date(2001, 6, 24)),
        ("the later of 30 days and 20 days after request", date(2001, 7, 6)),
        (
            "the earliest of 30 days, 20 days after request, and 1 day after request",
            date(2001, 6, 5),
        ),
        ("the latest of 30 days, 40 days after request and 1 day after request", date(2001, 7, 14)),
        ("the earlier of 30 days and 180 days after ipo", date(2001, 7, 6)),
        ("the later of 30 days and 180 days after ipo", None),
        ("180 days after ipo", None),
        ("promptly", None),
    ],
)
def test_a_deadline_comes_to_its_day(text: str, day: date | None) -> None:
    found = count(deadline(text), DAYS.__getitem__, FEDERAL)
    assert found.day == day
    assert bool(found.lines) == (text != "promptly")


def test_the_arithmetic_stands_in_words() -> None:
    found = count(
        deadline("the earlier of 30 days and 20 days before filing"), DAYS.__getitem__, FEDERAL
    )
    assert [line.replace("\u00a0", " ") for line in found.lines] == [
        "June 6, 2001 + 30 days = Friday, July 6, 2001",
        "July 20, 2001 - 20 days = Saturday, June 30, 2001",
        "the earlier is Saturday, June 30, 2001",
    ]
    later = count(deadline("5 days after ipo"), DAYS.__getitem__, FEDERAL)
    assert later.lines == ("5 days after the initial public offering, which is not on record",)
    before = count(deadline("5 days before ipo"), DAYS.__getitem__, FEDERAL)
    assert before.lines == ("5 days before the initial public offering, which is not on record",)


def test_a_reading_may_make_another_period_of_it() -> None:
    found = count(deadline("3 days"), DAYS.__getitem__, FEDERAL, lambda _: period("1 day"))
    assert found.day == date(2001, 6, 7)


def test_a_deadline_knows_its_parts() -> None:
    found = deadline(
        "the earlier of 30 days after filing and 3 months before closing, with 5 business days of"
        " grace"
    )
    assert found.spans == (
        Span(period("30 days"), "filing"),
        Span(period("3 months"), "closing", before=True),
    )
    assert (found.which, found.grace, found.length) == (
        "earlier",
        period("5 business days"),
        period("30 days"),
    )
    assert found.anchors == ("filing", "closing")
    assert deadline(found) is found
    assert deadline(period("3 days")) == Deadline.of(period("3 days")) == deadline("3 days")
    assert str(deadline("20 days from closing")) == "20 days from closing"
    assert deadline("20 days from closing").spans == (Span(period("20 days"), "closing"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thirty days", "must be a period such as 3 days"),
        (
            "30 days after the filing",
            (
                "must be counted from one of request, receipt.*not from `the filing`; did you mean"
                " `filing`"
            ),
        ),
        ("30 days after doomsday", "not from `doomsday`$"),
        ("promptly before filing", "must be a number of days where it is counted backward"),
        ("the earlier of 30 days", "must name two periods or more"),
        ("30 days, with some of grace", "must be a period"),
        ("", "must be a period"),
    ],
)
def test_what_is_no_deadline_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        deadline(text)


def test_every_anchor_can_be_counted_from() -> None:
    for name in ANCHORS:
        assert deadline(f"3 days after {name}").anchors == (name,)


# ---- thresholds


@pytest.mark.parametrize(
    ("text", "have", "holds"),
    [
        ("more than 1/2", 50, False),
        ("more than 1/2", 51, True),
        ("at least 1/2", 50, True),
        ("at least 1/2", 49, False),
        ("at least 25%", 25, True),
        ("more than 25%", 25, False),
        ("at least 12.5%", 12, False),
        ("at least 12.5%", 13, True),
        ("at least 1,000 shares", 999, False),
        ("at least 1,000 shares", 1000, True),
        ("more than 1 share", 1, False),
        ("at least $5,000,000.01", 5_000_000, False),
        ("at least 10% and at least 60 shares", 50, False),
        ("at least 10% or at least 60 shares", 50, True),
        ("at least 60% or at least 60 shares", 50, False),
        ("at least 10% and at least 50 shares", 50, True),
    ],
)
def test_a_threshold_is_met_or_not(text: str, have: int, holds: bool) -> None:
    found = meets(threshold(text), lambda _: (Fraction(have), Fraction(100)))
    assert found.holds is holds
    assert threshold(text).passes(have, 100) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("at least $5", None),
        ("at least $5 or at least 10%", True),
        ("at least $5 and at least 10%", None),
        ("at least $5 and at least 60%", False),
    ],
)
def test_a_figure_that_is_not_on_record_leaves_open_what_turns_on_it(
    text: str, holds: bool | None
) -> None:
    def amounts(each: Measure) -> tuple[Fraction | None, Fraction]:
        return (None if each.unit == "dollars" else Fraction(50)), Fraction(100)

    found = meets(threshold(text), amounts)
    assert found.holds is holds
    assert "not on record; at least $5 may be met" in found.lines


def test_a_threshold_says_its_tests_in_words() -> None:
    rule = threshold("at least 25% of series_a and more than $1,000.50")
    assert [(m.of, m.unit, m.strict) for m in rule.measures] == [
        ("series_a", "part", False),
        ("", "dollars", True),
    ]
    found = meets(rule, lambda _: (Fraction(1001), Fraction(4001)))
    assert found.lines == (
        "1,001 of 4,001; at least 25% of series_a is met",
        "$1,001; more than $1,000.50 is met",
    )
    assert threshold(rule) is rule
    assert threshold("at least 25%").needed(201) == Fraction(201, 4)
    assert threshold("at least 30 shares").needed(201) == 30


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("half", "must be a threshold such as"),
        ("at least 25% of series a", "must be a threshold"),
        (
            "at least 25% and at least 5 shares or at least $3",
            "must join its tests by and, or by or, not by both",
        ),
        ("at least 1/0", "must be a threshold"),
    ],
)
def test_what_is_no_threshold_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        threshold(text)
