"""3(c)(i): which demands are used."""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Item, Tally
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.requests import all_requests
from rrdocs.facts.requests.satisfaction import used_requests


def satisfaction(deal: Deal, position: Position) -> Iterator[Item]:
    """3(a), 3(c)(i): how many demands are used and left."""
    right = deal.terms.demand
    if right is None or right.limit is None:
        return
    made = [request for request in all_requests(position) if request.demand]
    if not made:
        return
    gone = [request for request, sure in used_requests(position, None, demands=True) if sure]
    lines = tuple(f"{request.id}: {'used' if request in gone else 'not used'}" for request in made)
    rule = deal.terms.satisfaction
    clause = rule.clause if rule else right.clause
    values = {"used": len(gone), "left": max(right.limit - len(gone), 0)}
    yield Tally("demands", clause, made[-1].id, values, lines)
