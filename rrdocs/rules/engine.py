"""Asks every rule, and tries every other interpretation to find on which ones each answer
depends.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from rrdocs.agreement.interpretations import TABLE
from rrdocs.dates.moments import CalendarError
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event
from rrdocs.docket.decisions import (
    Change,
    Decision,
    Docket,
    Flag,
    Item,
    answer_in_words,
    same_clause,
)
from rrdocs.facts.record.position import Position, fold
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.rules import RULES, Rule
from rrdocs.rules.agreement.waivers import waived


def decide(
    deal: Deal,
    as_of: datetime,
    *,
    known: bool = False,
    until: Event | None = None,
    readings: bool = True,
) -> Docket:
    """Every decision at an instant (due, given, not due or open), with clocks, tallies and flags.

    ``known``: with everything recorded since. ``until``: on the record up to this event.
    ``readings``: find the readings on which each answer turns; otherwise ``Item.readings`` stays
    empty.
    """
    return judge(fold(deal, as_of, known=known, until=until), readings=readings)


def judge(position: Position, *, readings: bool = True) -> Docket:
    """The docket of a position."""
    with _uncollected():
        return _judge(position, readings=readings)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without Python's collector of reference cycles. Rules make no cycles, and over a long history
    the collector would walk all answers again and again.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _judge(position: Position, *, readings: bool) -> Docket:
    position = under_terms(position, position.as_of)
    answers: list[tuple[Rule, dict[Any, Item], set[str]]] = []
    for rule in RULES:
        with position.deal.readings.noting() as consulted:
            found = {
                _key(item): _with_limits(position.deal, item) for item in _asked(rule, position)
            }
        answers.append((rule, found, consulted))
    if not readings:
        return Docket.of(item for _, found, _ in answers for item in found.values())
    changes, turns = _turning_points(position, answers)
    items = (
        replace(item, readings=tuple(sorted(turns.get(key, ()))))
        for _, found, _ in answers
        for key, item in found.items()
    )
    return replace(Docket.of(items), changes=changes)


def _asked(rule: Rule, position: Position) -> Iterator[Item]:
    """What a rule answers; where it must count business days beyond the calendars, a flag that says
    so in place of what it could not answer.
    """
    try:
        yield from waived(position, rule(position.deal, position))
    except CalendarError as error:
        words = (
            f"the answers of the rule on {rule.__name__.replace('_', ' ')} are incomplete: {error};"
            " counsel must decide the rest"
        )
        yield Flag(position.deal.terms.governing_law.clause, None, words)


def _with_limits(deal: Deal, item: Item) -> Item:
    """A decision with what its clause also says and the data does not express."""
    if not isinstance(item, Decision) or not deal.agreement.unmodelled:
        return item
    said = tuple(
        each.says for each in deal.agreement.unmodelled if same_clause(each.clause, item.clause)
    )
    return replace(item, unmodelled=said) if said else item


def _turning_points(
    position: Position, answers: Sequence[tuple[Rule, dict[Any, Item], set[str]]]
) -> tuple[tuple[Change, ...], dict[Any, set[str]]]:
    """What each other value of a consulted reading would change, and the readings on which each
    answer turns.
    """
    changes: list[Change] = []
    turns: dict[Any, set[str]] = {}
    for parameter in sorted(set().union(*(consulted for _, _, consulted in answers))):
        used = position.deal.readings.value(parameter)
        for value in TABLE[parameter].values:
            if value == used:
                continue
            other = under_terms(position.trying(parameter, value), position.as_of)
            for rule, base, consulted in answers:
                if parameter not in consulted:
                    continue
                then = {_key(item): item for item in _asked(rule, other)}
                for key in (*base, *(key for key in then if key not in base)):
                    before, after = base.get(key), then.get(key)
                    if _answer(before) != _answer(after):
                        turns.setdefault(key, set()).add(parameter)
                        changes.append(
                            Change(
                                parameter,
                                value,
                                _subject(before or after),
                                answer_in_words(before),
                                answer_in_words(after),
                            )
                        )
    return tuple(changes), turns


def _key(item: Item) -> Any:
    return type(item).__name__, item.key


def _answer(item: Item | None) -> object:
    return item.answer if item else None


def _subject(item: Item | None) -> str:
    assert item is not None  # one of the two is there
    if isinstance(item, Decision):
        return " ".join(
            filter(None, (item.document, item.about, f"to {item.to}" if item.to else ""))
        )
    name = getattr(item, "name", "flag")
    party = getattr(item, "party", None)
    return " ".join(filter(None, (name, item.about or "", f"of {party}" if party else "")))
