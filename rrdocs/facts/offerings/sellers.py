"""3(e), 3(h): who sells under a registration, and who elects to sell to the underwriters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from rrdocs.deal.events import IssuerSharesProposed
from rrdocs.docket.decisions import Finding
from rrdocs.facts.offerings.allocation import allocation, included, latest
from rrdocs.facts.record.holders import by_heir, heir, investors
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.requests.participation import Participant, participants
from rrdocs.facts.requests.requests import request_of
from rrdocs.facts.requests.standing import may_register


def _included(position: Position, registration: Registration) -> list[Participant]:
    return [part for part in participants(position, registration.id) if part.included]


def in_the_market(position: Position, registration: Registration) -> set[str]:
    """The holders whose registered shares are for sale in the open market, outside the
    underwriting, and their successors.
    """
    return _with_heirs(
        position, {part.investor for part in _included(position, registration) if part.open_market}
    )


def _with_heirs(position: Position, names: Iterable[str]) -> set[str]:
    return {each for name in names for each in (name, heir(position, name, position.as_of))}


def selling(
    position: Position, registration: Registration, at: datetime | None = None
) -> list[str]:
    """The selling Investors in the order of signature pages: those whose shares the registration
    covers, or, before it says so, those that may take part.

    A holder that has died or merged by ``at`` (by default the position's own instant) is replaced
    by its successor.
    """
    event = registration.effective or registration.filed or registration.event
    then = min(event.date.at, position.as_of)
    if registration.covers is not None:
        named = {heir(position, name, then) for name, count in registration.covers.items() if count}
    else:
        named = {heir(position, part.investor, then) for part in _included(position, registration)}
    now = max(then, at or position.as_of)
    return list(
        dict.fromkeys(
            heir(position, name, now) for name in investors(position, then) if name in named
        )
    )


def shares_to_register(position: Position, about: str) -> dict[str, int]:
    """The shares of all whose requests count in a registration, by holder: one that was requested,
    unless the request is not good or was withdrawn, or one that the issuer proposed.
    """
    request = request_of(position, about)
    if request is None:
        found = position.registrations().get(about)
        counts = found is not None and found.proposal is not None
    else:
        counts = may_register(position, request)
    return included(position, about, open_market=True) if counts else {}


def covered_by(covers: Mapping[str, int] | None, issuer: str) -> dict[str, int]:
    """The shares of holders among those that a registration covers."""
    return {name: count for name, count in (covers or {}).items() if count and name != issuer}


def holders_shares(position: Position, registration: Registration) -> dict[str, int]:
    """The shares that a registration covers or is to cover, by holder. A successor by death or
    merger stands in the place of the holder that it follows, as among those who sell.
    """
    found = (
        covered_by(registration.covers, position.deal.issuer)
        if registration.covers
        else shares_to_register(position, registration.id)
    )
    return by_heir(position, found, position.as_of)


def electing(position: Position, registration: Registration) -> set[str]:
    """The Investors that elected to sell to the underwriters, including those to which a cutback
    leaves no shares.
    """
    asked = _with_heirs(position, (part.investor for part in _included(position, registration)))
    return asked.union(selling(position, registration)) - in_the_market(position, registration)


def given_up(registration: Registration, clause: str) -> tuple[Finding, ...]:
    """Nothing, or the finding that a registration was withdrawn or abandoned, so that nothing more
    is furnished for it.
    """
    ended = registration.ended
    if ended is None:
        return ()
    return (Finding(clause, "the registration was withdrawn or abandoned", False, ended.place),)


def firm_commitment(position: Position, registration: Registration) -> bool:
    """Whether the offering is a firm commitment underwriting."""
    if registration.proposal:
        return registration.proposal.underwriting == "firm_commitment"
    request = request_of(position, registration.id)
    return request is not None and request.disposition == "firm_commitment"


def covers_stock(position: Position, registration: Registration) -> bool:
    """Whether the registration covers stock of holders under the agreement, Investors or not."""
    if registration.covers is None:
        return bool(_included(position, registration))
    held = position.ledger.acquisitions
    return any(
        count and name != position.deal.issuer and name in held
        for name, count in registration.covers.items()
    )


def issuer_sells(position: Position, registration: Registration) -> bool:
    """Whether the issuer sells stock of its own in the offering. It does not if the advice leaves
    it none.
    """
    if registration.proposal and registration.proposal.account != "holders":
        return True
    cut = allocation(position, registration.id)
    own = latest(position, IssuerSharesProposed, registration.id)
    return bool(cut.issuer if cut else own and own.shares)
