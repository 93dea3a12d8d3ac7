"""The reference of what data files may hold: ``python tools/terms.py`` writes docs/terms.md and
docs/events.md from the classes of the records and the texts below their fields.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticUndefined

from rrdocs.agreement.interpretations import Choice
from rrdocs.agreement.parties import Roster
from rrdocs.agreement.references import Reference
from rrdocs.agreement.registration_rights import Share
from rrdocs.agreement.terms import Agreement
from rrdocs.agreement.thresholds import ThresholdField
from rrdocs.dates.deadlines import DeadlineField
from rrdocs.dates.moments import Day, HoursField, PeriodField, When, Zone
from rrdocs.deal.events import EVENT_TYPES, Event
from rrdocs.deal.events.base import Delivery, Ratio
from rrdocs.yamlfiles import scalars
from rrdocs.yamlfiles.descriptions import described
from rrdocs.yamlfiles.records import Record

ROOT = Path(__file__).resolve().parents[1]
KINDS: tuple[tuple[Any, str], ...] = (
    (scalars.Money, "US dollars"),
    (scalars.Positive, "a whole number, at least 1"),
    (scalars.WholeNumber, "a whole number"),
    (PeriodField, "a period"),
    (DeadlineField, "a deadline"),
    (ThresholdField, "a threshold"),
    (Share, "a part: `1/2`, `25%`"),
    (When, "a day, or a day and time"),
    (Day, "a day"),
    (HoursField, "hours of the day"),
    (Zone, "a time zone"),
    (Ratio, "new shares for old ones"),
)
HEAD = {
    "terms": """# What agreement.yaml and parties.yaml may hold

Made from the code by `python tools/terms.py`; an editor that knows the YAML language server shows
the same texts. A key with a **star** must be there. Everything else may be left out.

- A *period* is written as in a contract: `3 days`, `5 business days`, `12 months`, `immediately`,
  `promptly`, or a word with a limit: `promptly, but no later than 10 days`.
- A *deadline* is a period with what it is counted from: `30 days`, `20 days after giving`,
  `20 days before filing`, `the earlier of 90 days after filing and 120 days after closing`,
  `30 days after filing, with 5 business days of grace`.
- A *threshold* is an amount to be reached: `at least 25%`, `more than 1/2`, `at least 250000
  shares`, `at least $5,000,000`.
""",
    "events": """# What events may hold

Made from the code by `python tools/terms.py`. Each file in a deal's `events/` is a list of events;
`rrdocs record DEAL TYPE` writes one and takes the fields as options. A key with a **star** must be
there. Every event has the fields of [every event](#every-event) besides its own.
""",
}


def written(annotation: Any) -> Iterator[str]:
    """What may be written in a field, in words, a part for each member of a union."""
    for alias, words in KINDS:
        if annotation == alias:
            yield words
            return
    origin, members = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        for member in members:
            yield from written(member)
    elif hasattr(annotation, "__metadata__"):
        named = [each for each in annotation.__metadata__ if isinstance(each, Reference)]
        if named:
            yield from (f"the id of a {each.called or each.to}" for each in named)
            yield from (f"`{word}`" for each in named for word in each.words)
        else:
            yield from written(members[0])
    elif origin is Literal:
        yield ", ".join(f"`{value}`" for value in members)
    elif origin is tuple:
        yield f"a list: {_one_of(written(members[0]))}"
    elif origin is dict:
        yield f"a mapping from {_one_of(written(members[0]))} to {_one_of(written(members[1]))}"
    elif isinstance(annotation, type) and issubclass(annotation, Record):
        yield f"[{_anchor_words(annotation)}](#{_anchor(annotation)})"
    elif annotation is bool:
        yield "`true` or `false`"
    elif annotation is not NoneType:
        yield "text"


def _one_of(words: Iterator[str]) -> str:
    return " or ".join(dict.fromkeys(words))


def _anchor_words(record: type[Record]) -> str:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in record.__name__).strip()
    return {"event": "every event"}.get(words, words)


def _anchor(record: type[Record]) -> str:
    return _anchor_words(record).replace(" ", "-")


def _default(value: object) -> str:
    if value is PydanticUndefined or value in (None, (), ""):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{each}`" for each in value)
    return f"`{value}`"


def section(
    record: type[Record], heading: str, skip: frozenset[str] = frozenset()
) -> Iterator[str]:
    """A record as a section: what it is, and a row for each field."""
    yield f"## {heading}"
    yield ""
    yield " ".join((record.__doc__ or "").split())
    hints = get_type_hints(record, include_extras=True)
    rows = [(name, info) for name, info in record.model_fields.items() if name not in skip]
    if rows:
        yield ""
        yield "| key | meaning | what may be written | default | example |"
        yield "|---|---|---|---|---|"
    for name, info in rows:
        found = described(record)[name]
        star = " \\*" if info.is_required() else ""
        cells = (
            f"`{info.alias or name}`{star}",
            found.text,
            _one_of(written(hints[name])),
            _default(info.default),
            f"`{found.example}`" if found.example else "",
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def below(record: type[Record], seen: dict[type[Record], None]) -> None:
    """The records that stand in a record, in the order of its fields."""
    todo = [get_type_hints(record, include_extras=True)[name] for name in record.model_fields]
    for annotation in todo:
        for each in _records(annotation):
            if each not in seen:
                seen[each] = None
                below(each, seen)


def _records(annotation: Any) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for member in get_args(annotation):
        yield from _records(member)


def terms() -> str:
    """The page of agreement.yaml and parties.yaml."""
    seen: dict[type[Record], None] = {Agreement: None}
    below(Agreement, seen)
    seen |= {Choice: None, Roster: None}
    below(Roster, seen)
    lines = [HEAD["terms"], "Contents: "]
    lines[-1] += ", ".join(f"[{_anchor_words(each)}](#{_anchor(each)})" for each in seen) + "."
    lines.append("")
    for each in seen:
        lines += section(each, _anchor_words(each))
    return "\n".join(lines)


def events() -> str:
    """The page of events."""
    lines = [HEAD["events"], "Contents: [every event](#every-event), [delivery](#delivery), "]
    lines[-1] += ", ".join(f"[{name}](#{name})" for name in sorted(EVENT_TYPES)) + "."
    lines.append("")
    lines += section(Event, "every event")
    lines += section(Delivery, "delivery")
    common = frozenset(Event.model_fields)
    for name in sorted(EVENT_TYPES):
        lines += section(EVENT_TYPES[name], name, common)
    return "\n".join(lines)


if __name__ == "__main__":
    (ROOT / "docs" / "terms.md").write_text(terms(), "utf-8")
    (ROOT / "docs" / "events.md").write_text(events(), "utf-8")
