"""The rules, one module a clause, in the order of the agreement; and ``decide``, which asks them all.

A rule reads the deal's terms and the position and yields decisions, clocks, tallies and flags. The readings on which an answer
turns are found by trying: each reading that a rule consulted is given its other values, one at a time, and the rule is asked
again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from rrdocs.deal import Deal
from rrdocs.decision import Change, Decision, Docket, Item, same_clause, words
from rrdocs.events import Event
from rrdocs.position import Position, fold
from rrdocs.readings import TABLE
from rrdocs.rules.amendments import under_terms
from rrdocs.rules.consents import consents
from rrdocs.rules.cutback import cutback
from rrdocs.rules.deferral import deferral
from rrdocs.rules.demand import demand
from rrdocs.rules.expenses import expenses
from rrdocs.rules.filing import filing
from rrdocs.rules.holdback import holdback
from rrdocs.rules.indemnity import indemnity
from rrdocs.rules.legend import legend
from rrdocs.rules.notices import notices
from rrdocs.rules.piggyback import piggyback
from rrdocs.rules.procedures import procedures
from rrdocs.rules.registration_lock import registration_lock
from rrdocs.rules.reporting import reporting, stock
from rrdocs.rules.responses import responses
from rrdocs.rules.satisfaction import satisfaction
from rrdocs.rules.selling import furnished
from rrdocs.rules.shelf import shelf
from rrdocs.rules.short_form import short_form
from rrdocs.rules.standstill import standstill
from rrdocs.rules.suspension import suspension
from rrdocs.rules.transfer_notice import transfer_notices
from rrdocs.rules.transfers import opinions
from rrdocs.rules.underwriter import underwriter
from rrdocs.rules.waivers import waived, waivers

Rule = Callable[[Deal, Position], Iterator[Item]]

RULES: tuple[Rule, ...] = (
    transfer_notices,  # 2(a)
    opinions,  # 2(b)
    legend,  # 2(c)
    demand,  # 3(a)
    short_form,  # 3(b)
    responses,  # 3(a), (b), (c)(vii), (d)
    filing,  # where an agreement sets a day
    shelf,  # where an agreement requires one
    satisfaction,  # 3(c)(i)
    standstill,  # 3(c)(ii)
    cutback,  # 3(c)(iii), (v), 3(d)
    underwriter,  # 3(c)(iv)
    registration_lock,  # 3(c)(vi)
    deferral,  # 3(c)(viii)
    piggyback,  # 3(d)
    holdback,  # 3(e)
    procedures,  # 3(f)
    suspension,  # 3(f)(v)
    furnished,  # 3(g), (h)
    expenses,  # 3(i)
    indemnity,  # 4
    reporting,  # 5
    stock,  # 1, 6, 8(h)
    consents,  # 8(a), 8(e)
    waivers,  # 8(e)
    notices,  # 8(f)
)


def decide(deal: Deal, as_of: datetime, *, known: bool = False, until: Event | None = None, readings: bool = True) -> Docket:
    """All that is due, given, not due or open at an instant, with clocks, tallies and flags.

    ``known``: judge with everything recorded since. ``until``: on the record up to this event. ``readings``: find the readings
    on which each answer turns (otherwise ``Item.readings`` stays empty).
    """
    return judge(fold(deal, as_of, known=known, until=until), readings=readings)


def judge(position: Position, *, readings: bool = True) -> Docket:
    """The docket of a position."""
    with _uncollected():
        return _judge(position, readings=readings)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles, as rules make none: over a long history it would go through all answers again and again."""
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
            found = {_key(item): _with_limits(position.deal, item) for item in waived(position, rule(position.deal, position))}
        answers.append((rule, found, consulted))
    if not readings:
        return Docket.of(item for _, found, _ in answers for item in found.values())
    changes, turns = _turning_points(position, answers)
    items = (replace(item, readings=tuple(sorted(turns.get(key, ())))) for _, found, _ in answers for key, item in found.items())
    return replace(Docket.of(items), changes=changes)


def _with_limits(deal: Deal, item: Item) -> Item:
    """A decision with what its clause says besides and the data does not express."""
    if not isinstance(item, Decision) or not deal.agreement.unmodelled:
        return item
    said = tuple(each.says for each in deal.agreement.unmodelled if same_clause(each.clause, item.clause))
    return replace(item, unmodelled=said) if said else item


def _turning_points(
    position: Position, answers: Sequence[tuple[Rule, dict[Any, Item], set[str]]]
) -> tuple[tuple[Change, ...], dict[Any, set[str]]]:
    """What each other value of a consulted reading would change, and the parameters on which each answer turns."""
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
                then = {_key(item): item for item in waived(other, rule(other.deal, other))}
                for key in (*base, *(key for key in then if key not in base)):
                    before, after = base.get(key), then.get(key)
                    if _answer(before) != _answer(after):
                        turns.setdefault(key, set()).add(parameter)
                        changes.append(Change(parameter, value, _subject(before or after), words(before), words(after)))
    return tuple(changes), turns


def _key(item: Item) -> Any:
    return type(item).__name__, item.key


def _answer(item: Item | None) -> object:
    return item.answer if item else None


def _subject(item: Item | None) -> str:
    assert item is not None  # one of the two is there
    if isinstance(item, Decision):
        return " ".join(filter(None, (item.document, item.about, f"to {item.to}" if item.to else "")))
    name = getattr(item, "name", "flag")
    party = getattr(item, "party", None)
    return " ".join(filter(None, (name, item.about or "", f"of {party}" if party else "")))
