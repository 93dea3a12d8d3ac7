"""3(a), 8(g): which letters make up one request.

Letters on the same terms, of which each later one says what it completes, are one request under the
id of the first (``demand_assembly``). A letter that supplies what a Short Form left out is part of
it on any reading.
"""

from __future__ import annotations

from rrdocs.deal.events import Request, ShortFormNotice
from rrdocs.facts.record.position import Position


def letters(position: Position) -> dict[str, tuple[Request, ...]]:
    """The letters of every request, by the id of its first. Readings consulted where letters join:
    ``demand_assembly``.
    """
    return position.once(_letters)


def _letters(position: Position) -> dict[str, tuple[Request, ...]]:
    groups: dict[str, list[Request]] = {}
    roots: dict[str, str] = {}
    for event in position.requests:
        joins = event.completes in roots and (
            isinstance(event, ShortFormNotice)
            or position.deal.readings("demand_assembly", "counterparts_aggregate")
        )
        roots[event.id] = roots[event.completes] if joins and event.completes else event.id
        groups.setdefault(roots[event.id], []).append(event)
    return {root: tuple(found) for root, found in groups.items()}


def names(position: Position, about: str) -> tuple[str, ...]:
    """Every id under which the record may speak of an event: for one letter of a request, those of
    all its letters.
    """
    return position.once(_names).get(about, (about,))


def _names(position: Position) -> dict[str, tuple[str, ...]]:
    together = (tuple(letter.id for letter in found) for found in letters(position).values())
    return {name: ids for ids in together for name in ids}
