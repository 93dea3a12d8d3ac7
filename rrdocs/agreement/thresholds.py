"""Thresholds as contracts write them: shares, fractions, dollars, of all the stock or of a class,
joined by and / or.

"more than 1/2"; "at least 25%"; "at least 1,000,000 shares"; "more than $5,000,000"; "at least 25%
of series_a and at least 50% of all"; "at least 75% of original". What follows "of" is a tranche or
a group of the agreement, ``all`` (the stock under the agreement) or ``original`` (what the holders
in question first had).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from rrdocs.agreement.references import Reference
from rrdocs.dates.moments import ReadValue

_LEAF = re.compile(
    r"(?P<test>more than|at least) (?:(?P<shares>[\d,]+)"
    r" shares?|\$(?P<dollars>[\d,]+(?:\.\d\d)?)|(?P<part>\d+/[1-9]\d*|\d+(?:\.\d+)?%))"
    r"(?: of (?P<of>\w+))?"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One test: more than, or at least, so many shares, dollars or so great a part of something."""

    strict: bool
    unit: Literal["shares", "dollars", "part"]
    amount: Fraction
    of: str
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Threshold(ReadValue):
    """One measure, or several of which all or any must be met."""

    measures: tuple[Measure, ...]
    every: bool
    text: str

    def __str__(self) -> str:
        return self.text

    def passes(self, above: int, below: int) -> bool:
        """Whether a number of shares out of a whole is enough, where both are given."""
        return meets(self, lambda _: (Fraction(above), Fraction(below))).holds is True

    def needed(self, below: int) -> Fraction:
        """The number of shares that the first test asks for, out of a whole."""
        first = self.measures[0]
        return first.amount * below if first.unit == "part" else first.amount

    def least(self, below: int) -> int:
        """The least whole number of shares that meets the first test, out of a whole."""
        needed = self.needed(below)
        return int(needed) + 1 if self.measures[0].strict or needed.denominator > 1 else int(needed)


def threshold(value: object) -> Threshold:
    """Read a threshold. Raises ValueError, in words, for what is none."""
    if isinstance(value, Threshold):
        return value
    text = str(value)
    every = " or " not in text
    if not every and " and " in text:
        raise ValueError("must join its tests by and, or by or, not by both")
    return Threshold(tuple(_measure(part) for part in re.split(r" and | or ", text)), every, text)


def _measure(text: str) -> Measure:
    match = _LEAF.fullmatch(text)
    if not match:
        raise ValueError(
            'must be a threshold such as "more than 1/2", "at least 25% of series_a", "at least'
            ' 1,000,000 shares"'
        )
    strict, of = match["test"] == "more than", match["of"] or ""
    if match["shares"]:
        return Measure(strict, "shares", Fraction(match["shares"].replace(",", "")), of, text)
    if match["dollars"]:
        return Measure(
            strict, "dollars", Fraction(Decimal(match["dollars"].replace(",", ""))), of, text
        )
    part = match["part"]
    amount = Fraction(Decimal(part[:-1])) / 100 if part.endswith("%") else Fraction(part)
    return Measure(strict, "part", amount, of, text)


ThresholdField = Annotated[
    Threshold,
    BeforeValidator(threshold),
    WithJsonSchema({"type": "string"}),
    Reference("whole", called="tranche or group"),
]


@dataclass(frozen=True, slots=True)
class Met:
    """Whether a threshold is met; None where a figure is not on record. ``lines`` say each test in
    words.
    """

    holds: bool | None
    lines: tuple[str, ...]


def meets(rule: Threshold, amounts: Callable[[Measure], tuple[Fraction | None, Fraction]]) -> Met:
    """Try each test. ``amounts`` gives what there is (None: not on record) and the whole of which
    a part is taken.
    """
    results: list[bool | None] = []
    lines = []
    for each in rule.measures:
        have, whole = amounts(each)
        need = each.amount * whole if each.unit == "part" else each.amount
        holds = None if have is None else have > need if each.strict else have >= need
        results.append(holds)
        mark = "$" if each.unit == "dollars" else ""
        said = "not on record" if have is None else f"{mark}{_number(have)}"
        of = f" of {_number(whole)}" if each.unit == "part" and have is not None else ""
        lines.append(
            f"{said}{of}; {each.text}"
            f" {'is' if holds else 'is not' if holds is False else 'may be'} met"
        )
    want, other = (False, True) if rule.every else (True, False)
    holds = want if want in results else None if None in results else other
    return Met(holds, tuple(lines))


def _number(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{float(value):,.2f}"
