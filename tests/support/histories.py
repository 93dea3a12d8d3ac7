"""Generated histories: any run of events that could be recorded, in order of time, valid by the
program's own checks.

Single events (`tests.moves`) fall between the steps of several courses of events (`tests.courses`),
of which some are under way at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rrdocs.agreement.parties import Party
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event, StockChanged
from rrdocs.deal.loading import load
from rrdocs.yamlfiles.records import Record
from tests.support.courses import COURSES
from tests.support.moves import MOVES, issue
from tests.support.packets import SAVVIS
from tests.support.story import INVESTORS, UNIT, Draw, Story

ROLES = ("issuer", "counsel", "transfer_agent", "underwriter", "other")


@cache
def savvis() -> Deal:
    """The Savvis deal without its history, and with few Investors, so that telling each of them
    takes few events.
    """
    deal, problems = load(SAVVIS)
    assert deal is not None, problems
    parties = {
        name: party
        for name, party in deal.parties.items()
        if party.role in ROLES or name in INVESTORS
    }
    tranches = {
        name: tranche.model_copy(
            update={
                "note_buyers": tuple(buyer for buyer in tranche.note_buyers if buyer in parties)
            }
        )
        for name, tranche in deal.agreement.tranches.items()
    }
    return replace(
        deal,
        agreement=deal.agreement.model_copy(update={"tranches": tranches}),
        parties=parties,
        events=(),
    )


def _go_on(story: Story) -> None:
    """Take a course that is under way one step further, or begin one."""
    if not story.open or (len(story.open) < 3 and not story.likely(70)):
        story.open.insert(0, story.pick(COURSES)(story))
    course = story.pick(story.open)
    if next(course, "over") == "over":
        story.open.remove(course)


@st.composite
def histories(draw: Draw, most: int = 40, *, whole: bool = False) -> Deal:
    """A deal with a history of ``most`` events at the most, each at an instant of its own.

    ``whole``: every number of shares is such that no split leaves a fraction.
    """
    story = Story(draw, whole=whole, unit=UNIT if whole else 1)
    story.entered_late = not story.likely(75)
    story.add("agreement_signed", signed_by=("savvis", *INVESTORS))
    story.tick()
    for _ in range(story.count(1, 5)):
        issue(story)
    length = story.count(2, most)
    while len(story.events) < length:
        before = len(story.events)
        story.tick()
        (_go_on if story.likely(60) else story.pick(MOVES))(story)
        if len(story.events) == before:
            length -= 1  # nothing was there to happen to
    deal = savvis()
    events = tuple(story.events[:most])
    parties = (
        {**deal.parties, **_buyer(story)}
        if story.joined in {event.id for event in events}
        else deal.parties
    )
    return replace(deal, parties=parties, events=events)


def _buyer(story: Story) -> dict[str, Party]:
    address = savvis().parties["lee"].address
    return {
        "buyer": Party(
            name="A Buyer", kind="person", role="investor", address=address, joined=story.joined
        )
    }


def end_of(deal: Deal) -> datetime:
    """An instant after all that happened."""
    return deal.events[-1].date.at + timedelta(days=2)


Change = Callable[[int], int]


def with_shares(deal: Deal, change: Change) -> Deal:
    """The same history with every number of shares (and the principal of every note) changed,
    wherever one stands.
    """

    def changed(event: Any) -> Any:
        found: dict[str, Any] = {}
        for name in ("shares", "maximum_shares"):
            if name in type(event).model_fields:
                found[name] = change(getattr(event, name))
        for name in ("requesting", "covers", "sold"):
            if isinstance(table := getattr(event, name, None), dict):
                found[name] = {
                    who: shares if shares is None else change(shares)
                    for who, shares in table.items()
                }
        if getattr(event, "principal", None) is not None:
            found["principal"] = event.principal * change(1)
        return event.model_copy(update=found)

    return replace(deal, events=tuple(map(changed, deal.events)))


def written(deal: Deal, folder: Path, files: Sequence[Sequence[Event]]) -> Deal:
    """The deal as loaded from a folder to which it is written, with these events in files whose
    names sort in this order.
    """
    (folder / "events").mkdir(parents=True)
    agreement = (SAVVIS / "agreement.yaml").read_text("utf-8")
    known = ", ".join(deal.agreement.tranches["february_2001"].note_buyers)
    (folder / "agreement.yaml").write_text(
        re.sub(r"(?<=note_buyers: )\[.*\]", f"[{known}]", agreement), "utf-8"
    )
    (folder / "parties.yaml").write_text(
        _dump({"issuer": deal.issuer, "parties": _plain(deal.parties)}), "utf-8"
    )
    for number, events in enumerate(files):
        if events:
            (folder / "events" / f"{number:04}.yaml").write_text(_dump(_plain(events)), "utf-8")
    found, problems = load(folder)
    assert found is not None, "\n".join(problem.shown() for problem in problems)
    return found


def _plain(value: Any) -> Any:
    """A field as a data file has it: every scalar a text, save what is null."""
    match value:
        case StockChanged(ratio=(new, old)):
            return {**_fields(value), "ratio": f"{new}:{old}"}
        case Record():
            return _fields(value)
        case Mapping():
            return {name: _plain(item) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case None:
            return None
        case bool():
            return str(value).lower()
        case _:
            return str(value)


def _fields(record: Record) -> dict[str, Any]:
    kinds = type(record).model_fields
    return {
        kinds[name].alias or name: _plain(getattr(record, name))
        for name in kinds
        if name in record.model_fields_set
    }


def _dump(value: Any) -> str:
    """As JSON with a line to each entry of a list, which is YAML too."""
    if isinstance(value, list):
        return "".join(f"- {json.dumps(item, ensure_ascii=False)}\n" for item in value)
    return json.dumps(value, ensure_ascii=False)
