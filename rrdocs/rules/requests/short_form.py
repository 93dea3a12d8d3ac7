"""3(b): registration on the short form.

Requires:
    Any Investor may require a registration on the short form if the issuer is eligible for it and
    the proposed net proceeds exceed the stated amount. The request states the number of shares, the
    method and the net proceeds. The issuer must notify every other Investor immediately, with the
    figures of the request; each may join within the stated days of its own receipt.
Decides:
    short_form_further_notice: to each Investor that did not request. request: the tally of who
    requested how many shares. net_proceeds: the tally of the amount stated and required.
    join_window: the clock of each Investor that was notified. Flags: a notice whose figures differ
    from those of the request; requests to join that counsel must decide.
Readings:
    `sf_window_start` (A16): from which notice the window runs.
    `sf_request_term` (A17): where the net proceeds must be stated.
    `further_notice_controls` (A18): whether the figures of the issuer's notice govern.
    `net_proceeds_pool` (A20): whose proceeds count.
    `net_proceeds_test` (A21): whether the stated figure is accepted.
    `s3_eligibility_level` (A74): at which level the issuer must be eligible.
Not modelled:
    The covenant to stay eligible for the form, and whether a stated figure is true.
Cases:
    tests/scenarios/short_form.yaml, tests/parameters/short_form.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from rrdocs.deal.deal import Deal
from rrdocs.deal.events import NoticeSent
from rrdocs.docket.decisions import Flag, Item, Tally
from rrdocs.docket.figures import NetProceedsFigures
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
        yield from _figures_that_differ(position, request)
        net, over = request.net_proceeds, right.net_proceeds_over
        if over is None:
            continue
        figures = NetProceedsFigures(
            f"{net:.2f}" if net is not None else None, f"{over:.2f}", net is not None and net > over
        )
        stated = "no net proceeds" if net is None else f"${net:,.2f}"
        line = f"{stated} stated; more than ${over:,.2f} required"
        yield Tally(right.clause, request.id, figures, (line,))


def _figures_that_differ(position: Position, request: RegistrationRequest) -> Iterator[Flag]:
    """The figures in a notice of the issuer's that are not those of the request. The clause
    registers what the notice specifies. Readings consulted where one differs:
    ``further_notice_controls``.
    """
    requested = {
        "shares": sum(filter(None, request.requesters.values())) or None,
        "net_proceeds": request.net_proceeds,
        "disposition": request.disposition,
        "method": request.disposition,
    }
    for notice in position.all(NoticeSent):
        if notice.about not in request.ids or notice.document != request.document:
            continue
        for what, value in requested.items():
            stated = notice.states.get(what)
            if not isinstance(stated, str) or value is None or _is_same(stated, value):
                continue
            name, party = what.replace("_", " "), position.deal.party_name(notice.to)
            words = (
                f"the notice to {party} states {name} {_in_words(stated)}, but the request states"
                f" {_in_words(value)}"
            )
            if reading(position, "further_notice_controls", request.id) == "literal_further_notice":
                words += "; the figure in the notice governs"
            yield Flag(clause_of(position, request), request.id, words, evidence=notice.place)


def _in_words(value: str | int | Decimal) -> str:
    """A figure or a way of selling as a person writes it."""
    if isinstance(value, Decimal):
        return f"${value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else value.replace("_", " ")


def _is_same(stated: str, value: object) -> bool:
    """Whether a figure written in a notice is the one of the request."""
    try:
        return Decimal(stated.replace(",", "").replace("$", "")) == value
    except InvalidOperation:
        return stated == value
