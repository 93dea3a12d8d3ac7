"""Words for print: numbers, dates, lists and clauses as a letter writes them."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence

from rrdocs.agreement.thresholds import Threshold
from rrdocs.dates.deadlines import ANCHORS, Deadline, Span
from rrdocs.dates.moments import Period

NBSP = "\u00a0"
_SMALL = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = (
    "zero",
    "ten",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
)
_ORDINALS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def plain_spaces(text: str) -> str:
    """Text with ordinary spaces, for a title or a file's properties."""
    return text.replace(NBSP, " ")


def number_words(count: int) -> str:
    """thirty; forty-five; one hundred eighty. Above 999 the figure itself."""
    if count < 20:
        return _SMALL[count]
    if count < 100:
        return _TENS[count // 10] + (f"-{_SMALL[count % 10]}" if count % 10 else "")
    if count < 1000:
        rest = f" {number_words(count % 100)}" if count % 100 else ""
        return f"{_SMALL[count // 100]} hundred{rest}"
    return f"{count:,}"


def _from(span: Span) -> str:
    """What a period is counted from: "before the filing"; nothing where its clause says so by
    itself.
    """
    return f"{'before' if span.before else 'after'} {ANCHORS[span.anchor]}" if span.anchor else ""


def anchor_words(due: Deadline) -> str:
    """What the first period of a deadline is counted from."""
    return _from(due.spans[0])


def ordinal(number: int) -> str:
    """first; tenth; 11th; 22nd; 101st: in words to ten, otherwise in figures with their ending."""
    ending = "th" if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, "th")
    return _ORDINALS.get(number, f"{number}{ending}")


def period_words(length: Period | Deadline) -> str:
    """thirty (30) days; five (5) business days before the filing; the word itself where the period
    is a word.
    """
    if isinstance(length, Deadline):
        spans = [f"{period_words(span.length)} {_from(span)}".rstrip() for span in length.spans]
        return spans[0] if length.which == "only" else f"the {length.which} of {name_list(spans)}"
    if length.unit == "word":
        return length.text
    unit = length.unit if length.count != 1 else length.unit.removesuffix("s")
    return f"{number_words(length.count)}{NBSP}({length.count}){NBSP}{unit}"


def enough_words(rule: Threshold) -> str:
    """more than one half; at least two thirds; at least 40%: what a threshold asks for, as a
    sentence has it.
    """
    first = rule.measures[0] if len(rule.measures) == 1 else None
    if first is None or first.unit != "part" or first.of not in ("", "all"):
        return rule.text
    names = {
        (1, 2): "one half",
        (1, 3): "one third",
        (2, 3): "two thirds",
        (1, 4): "one quarter",
        (3, 4): "three quarters",
    }
    part = (
        names.get((first.amount.numerator, first.amount.denominator))
        or f"{float(100 * first.amount):g}%"
    )
    return f"{'more than' if first.strict else 'at least'} {part}"


def section(clause: str) -> str:
    """Section 3(d); Sections 3(a) and 3(d); the recitals and Section 8(e): as a sentence names
    them, with non-breaking spaces.
    """
    parts = [part.strip() for part in clause.split(",") if part.strip()]
    numbers = [part for part in parts if part[0].isdigit()]
    named = [f"the {part}" for part in parts if not part[0].isdigit()]
    if numbers:
        named.append(f"Section{'s' if len(numbers) > 1 else ''}{NBSP}{name_list(numbers)}")
    return name_list(named)


def name_list(names: Sequence[str]) -> str:
    """One; one and another; one, another and a third. Names that hold commas are set apart by
    semicolons.
    """
    items = [name.replace(", L.P.", f",{NBSP}L.P.") for name in names]
    if len(items) < 2:
        return "".join(items)
    mark = "; " if any("," in name for name in items[:-1]) else ", "
    return f"{mark.join(items[:-1])}{'; and ' if mark == '; ' else ' and '}{items[-1]}"


def _after(*words: str) -> str:
    return "|".join(rf"(?<=\b{word} )" for word in words)


# Each way begins with the space, which is quick to find in the text of a whole document.
_TORN = re.compile(
    rf" (?=\d)(?:{_after('Section', 'Sections', 'Rule', *month_name[1:])})"
    r"| (?=[A-Z]{1,2}-\d|\d)(?<=\bForm )| (?=[ap]\.m\.)(?<=\d )"
    r"| (?=[A-Z][a-z])(?:(?<=(?<![.\w])[A-Z]\. )|(?<=(?<![.\w])(?:Mr|Ms|Dr)\."
    r" )|(?<=(?<![.\w])Mrs\. ))"
)


def glued(text: str) -> str:
    """Words whose clauses, forms, rules, days, hours and initials do not break over lines."""
    return _TORN.sub(NBSP, text)


def sentence(text: str) -> str:
    """Words as a sentence: a capital first, a full stop last, real dashes; clauses, forms, rules
    and days do not break over lines.
    """
    text = glued(text.strip()).replace(" - ", " – ")
    return capital(text) + ("" if text.endswith((".", "?", "!")) else ".") if text else ""


def capital(text: str) -> str:
    """Words with a capital first."""
    return text[:1].upper() + text[1:]


def initials(name: str) -> str:
    """A person's name whose initials do not part from what follows: Bruce K. Anderson, Mr.
    Clark.
    """
    words = name.split(" ")
    glued = "".join(
        word + (NBSP if word.endswith(".") and len(word) <= 3 else " ") for word in words[:-1]
    )
    return glued + words[-1]


def in_figures(number: int) -> str:
    """A number of shares, in figures."""
    return f"{number:,}"


def shares(number: int) -> str:
    """One share, several shares, with the number in figures."""
    return f"{number:,} share{'' if number == 1 else 's'}"
