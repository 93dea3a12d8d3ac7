"""3(a), 3(c)(i): how many demands have been used.

Requires:
    The issuer need not effect more than the stated number of Demand Registrations. A demand counts
    as used once a registration statement that covers all its shares has become effective and, in a
    firm commitment underwriting, all of them have been sold. A demand cut back below its own shares
    is not satisfied.
Decides:
    demands: the tally of demands used and left.
Readings:
    `demand_count_rule` (A22): what uses up a demand.
    `satisfied_after_cutback` (A23): whether a demand that was cut back is satisfied.
    `demand_withdrawal` (A72): whether a demand that was withdrawn counts.
Not modelled:
    nothing
Cases:
    tests/scenarios/satisfaction.yaml, tests/scenarios/limits.yaml,
    tests/parameters/contents_and_number.yaml
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Item, Tally
from rrdocs.docket.figures import DemandsFigures
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.requests import all_requests
from rrdocs.facts.requests.satisfaction import used_requests


def satisfaction(deal: Deal, position: Position) -> Iterator[Item]:
    """3(a), 3(c)(i): how many demands are used and left."""
    right = deal.terms.demand
    if right is None or right.limit is None:
        return
    demands = [request for request in all_requests(position) if request.demand]
    if not demands:
        return
    used = [request for request, certain in used_requests(position, None, demands=True) if certain]
    lines = tuple(
        f"{request.id}: {'used' if request in used else 'not used'}" for request in demands
    )
    rule = deal.terms.satisfaction
    clause = rule.clause if rule else right.clause
    figures = DemandsFigures(len(used), max(right.limit - len(used), 0))
    yield Tally(clause, demands[-1].id, figures, lines)
