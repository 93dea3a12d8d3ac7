"""Deadlines as contracts write them: a period, what it is counted from, in which direction, and
the earlier or later of several.

"30 days"; "20 days after giving"; "20 days before filing"; "the earlier of 90 days after filing and
120 days after closing"; "the later of 180 days after ipo and 3 years after agreement"; "30 days
after filing, with 5 business days of grace".

Without an anchor a period runs from what its own clause names: the receipt of a notice, say. A
grace postpones the consequence of being late, and never the day from which that consequence is then
measured.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from rrdocs.dates.moments import (
    Calendar,
    Period,
    ReadValue,
    first_day,
    last_day,
    long_date,
    period,
    weekday_date,
)

ANCHORS: dict[str, str] = {
    # what one notice or request gives
    "request": "receipt of the request",
    "receipt": "receipt of the notice",
    "giving": "the giving of the notice",  # when it counts as given under the notices clause
    "sending": "the sending of the notice",
    "mailing": "the mailing of the notice",
    "delivery": "delivery of the notice",
    # what a registration or a sale gives
    "proposal": "the decision to register",
    "filing": "the filing",
    "effectiveness": "effectiveness",
    "prospectus": "the final prospectus",
    "underwriting": "the underwriting agreement",
    "consummation": "consummation of the transfer",
    # what happens once in a deal
    "agreement": "the date of the agreement",
    "closing": "the closing",
    "issue": "the issue of the securities",
    "plan": "the effective date of the plan",
    "ipo": "the initial public offering",
    "clearance": "notice from the Commission that it will not review, or has no more comments",
}
"""What a period may be counted from."""
MILESTONE_ANCHORS = ("closing", "issue", "plan", "ipo", "prospectus", "underwriting", "clearance")
"""The anchors that an event of their own records."""
_SPAN = re.compile(r"(?:at least )?(?P<length>.*?)(?: (?P<way>after|before|from) (?P<anchor>.+))?")
_GRACE = re.compile(r"(?P<rest>.+), with (?P<length>.+) of grace")
_OF = re.compile(r"the (?P<which>earlier|earliest|later|latest) of (?P<spans>.+)")


@dataclass(frozen=True, slots=True)
class Span:
    """One period, with what it is counted from (empty: what its clause names) and whether it is
    counted backward.
    """

    length: Period
    anchor: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class Deadline(ReadValue):
    """One span, or the earlier or later of several; with a period of grace where the contract
    gives one.
    """

    spans: tuple[Span, ...]
    which: Literal["only", "earlier", "later"]
    grace: Period | None
    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def length(self) -> Period:
        """The period, of several the first."""
        return self.spans[0].length

    @property
    def anchors(self) -> tuple[str, ...]:
        """What the periods are counted from; empty for what the clause itself names."""
        return tuple(span.anchor for span in self.spans)

    @classmethod
    def of(cls, length: Period) -> Deadline:
        """A plain period."""
        return cls((Span(length),), "only", None, length.text)


def deadline(value: object) -> Deadline:
    """Read a deadline. Raises ValueError, in words, for what is none."""
    if isinstance(value, Deadline):
        return value
    if isinstance(value, Period):
        return Deadline.of(value)
    text = str(value)
    grace, rest = None, text
    if match := _GRACE.fullmatch(text):
        grace, rest = period(match["length"]), match["rest"]
    if match := _OF.fullmatch(rest):
        spans = tuple(_span(each) for each in re.split(r", and |, | and ", match["spans"]))
        if len(spans) < 2:
            raise ValueError(
                "must name two periods or more, of which the earlier or the later counts"
            )
        return Deadline(
            spans, "earlier" if match["which"].startswith("earl") else "later", grace, text
        )
    return Deadline((_span(rest),), "only", grace, text)


def _span(text: str) -> Span:
    match = _SPAN.fullmatch(text)
    assert match is not None  # the pattern takes any text of one line
    length, anchor = period(match["length"]), match["anchor"] or ""
    if anchor and anchor not in ANCHORS:
        close = get_close_matches(anchor, ANCHORS, 1)
        raise ValueError(
            f"must be counted from one of {', '.join(ANCHORS)}, not from `{anchor}`"
            + (f"; did you mean `{close[0]}`?" if close else "")
        )
    if length.unit == "word" and match["way"] == "before":
        raise ValueError("must be a number of days where it is counted backward")
    return Span(length, anchor, match["way"] == "before")


DeadlineField = Annotated[Deadline, BeforeValidator(deadline), WithJsonSchema({"type": "string"})]


@dataclass(frozen=True, slots=True)
class Counted:
    """The day that a deadline comes to, None while what it is counted from has not happened; and
    the arithmetic in words.

    ``backward``: it is counted backward, so that it ends with its anchor.
    """

    day: date | None
    lines: tuple[str, ...]
    backward: bool = False


def count(
    due: Deadline,
    days: Callable[[str], date | None],
    business: Calendar,
    plain: Callable[[Period], Period] = lambda length: length,
) -> Counted:
    """The last day of a deadline.

    ``days`` gives the day of an anchor, None where it has not happened; the empty anchor is what
    the clause itself names. Words such as "promptly" count as no day. ``plain`` may turn a period
    into the one that a reading makes of it. Of the earlier of several, those not yet begun do not
    count; the later of several is not known before all have begun.
    """
    found: list[tuple[date, bool]] = []
    lines: list[str] = []
    for span in due.spans:
        start, length = days(span.anchor), plain(span.length)
        if length.unit == "word":
            continue
        if start is None:
            lines.append(
                f"{length} {'before' if span.before else 'after'} {ANCHORS[span.anchor]}, which is"
                " not on record"
            )
            continue
        day = (
            first_day(start, length, business) if span.before else last_day(start, length, business)
        )
        found.append((day, span.before))
        lines.append(
            f"{long_date(start)} {'-' if span.before else '+'} {length} = {weekday_date(day)}"
        )
    if not found or (due.which == "later" and len(found) < len(due.spans)):
        return Counted(None, tuple(lines))
    pick = max if due.which == "later" else min
    day, backward = pick(
        found, key=lambda each: (each[0], not each[1])
    )  # on a tie take the period counted forward: only that one may roll
    if len(due.spans) > 1:
        lines.append(f"the {due.which} is {weekday_date(day)}")
    return Counted(day, tuple(lines), backward)
