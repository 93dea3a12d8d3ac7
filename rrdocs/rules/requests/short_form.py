"""3(b): any Investor may ask for a registration on the short form if its net proceeds exceed an
amount.

The issuer must be eligible for the form, as registrant and for the transaction; the request states
number, method and net proceeds. Each other Investor is told at once, with the request's own
figures. Not modelled: the covenant to stay eligible, and whether a stated figure is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from rrdocs.deal.deal import Deal
from rrdocs.deal.events import NoticeSent
from rrdocs.docket.decisions import Flag, Item, Tally
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, clause_of
from rrdocs.rules.requests.demand import further_notices


def short_form(deal: Deal, position: Position) -> Iterator[Item]:
    """3(b): the Short Form Further Notice, the windows to join, and the net proceeds."""
    right = deal.terms.short_form
    if right is None:
        return
    for request in all_requests(position):
        if request.demand:
            continue
        yield from further_notices(position, request)
        yield from _mirror(position, request)
        net, over = request.net_proceeds, right.net_proceeds_over
        if over is None:
            continue
        values = {
            "stated": f"{net:.2f}" if net is not None else None,
            "must_exceed": f"{over:.2f}",
            "holds": net is not None and net > over,
        }
        line = (
            f"{f'${net:,.2f}' if net is not None else 'nothing stated'}, against more than"
            f" ${over:,.2f}"
        )
        yield Tally("net_proceeds", right.clause, request.id, values, (line,))


def _mirror(position: Position, request: RegistrationRequest) -> Iterator[Flag]:
    """3(b) registers what the issuer's own notice specifies, so its figures must be the
    request's.
    """
    asked = {
        "shares": sum(filter(None, request.requesters.values())) or None,
        "net_proceeds": request.net_proceeds,
        "disposition": request.disposition,
        "method": request.disposition,
    }
    for notice in position.all(NoticeSent):
        if notice.about not in request.ids or notice.document != request.document:
            continue
        for what, value in asked.items():
            said = notice.states.get(what)
            if not isinstance(said, str) or value is None or _same(said, value):
                continue
            name = what.replace("_", " ")
            words = (
                f"the notice to {position.deal.party_name(notice.to)} states {name} {_plain(said)},"
                f" the request {_plain(value)}"
            )
            if reading(position, "further_notice_controls", request.id) == "literal_further_notice":
                words += ": what the notice states governs"
            yield Flag(clause_of(position, request), request.id, words, evidence=notice.place)


def _plain(value: str | int | Decimal) -> str:
    """A figure or a way of selling as a person writes it."""
    if isinstance(value, Decimal):
        return f"${value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else value.replace("_", " ")


def _same(said: str, value: object) -> bool:
    try:
        return Decimal(said.replace(",", "").replace("$", "")) == value
    except InvalidOperation:
        return said == value
