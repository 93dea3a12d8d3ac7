"""Who sells under a registration, who elects to sell to its underwriters, and who they are."""

from __future__ import annotations

from rrdocs.events import HoldbackRequested, IssuerSharesProposed, UnderwriterSelected
from rrdocs.position import Position, Registration
from rrdocs.rules.cutback import allocation, latest
from rrdocs.rules.investors import investors
from rrdocs.rules.joining import Part, parts
from rrdocs.rules.requests import matter


def _included(position: Position, registration: Registration) -> list[Part]:
    return [part for part in parts(position, registration.id) if part.included]


def in_the_market(position: Position, registration: Registration) -> set[str]:
    """Those whose registered shares are for sale in the open market, outside the underwriting."""
    return {part.investor for part in _included(position, registration) if part.open_market}


def selling(position: Position, registration: Registration) -> list[str]:
    """The selling Investors, in the order of signature pages: those covered, or those whose requests count."""
    event = registration.effective or registration.filed or registration.event
    people = investors(position, min(event.date.at, position.as_of))
    if registration.covers is not None:
        return [name for name in people if registration.covers.get(name)]
    named = {part.investor for part in _included(position, registration)}
    return [name for name in people if name in named]


def electing(position: Position, registration: Registration) -> set[str]:
    """The Investors that elect to sell to the underwriters, whether or not a cutback leaves them shares."""
    asked = {part.investor for part in _included(position, registration)}
    return asked.union(selling(position, registration)) - in_the_market(position, registration)


def underwriters(position: Position, registration: Registration) -> list[str]:
    """The managing underwriter: as chosen, otherwise as proposed, otherwise the firm that first asked for a holdback as such."""
    chosen = latest(position, UnderwriterSelected, registration.id)
    if chosen:
        return [chosen.underwriter]
    if registration.proposal and registration.proposal.underwriter:
        return [registration.proposal.underwriter]
    asked = position.about(HoldbackRequested, registration.id)
    return [asked[0].underwriter] if asked else []


def firm_commitment(position: Position, registration: Registration) -> bool:
    """Whether the offering is a firm commitment underwriting."""
    if registration.proposal:
        return registration.proposal.underwriting == "firm_commitment"
    found = matter(position, registration.id)
    return found is not None and found.disposition == "firm_commitment"


def covers_stock(position: Position, registration: Registration) -> bool:
    """Whether the registration covers stock of holders under the agreement, Investors or not."""
    if registration.covers is None:
        return bool(_included(position, registration))
    held = position.ledger.acquisitions
    return any(count and name != position.deal.issuer and name in held for name, count in registration.covers.items())


def issuer_sells(position: Position, registration: Registration) -> bool:
    """Whether the issuer sells stock of its own in the offering; where the advice leaves it none, it does not."""
    if registration.proposal and registration.proposal.account != "holders":
        return True
    cut = allocation(position, registration.id)
    own = latest(position, IssuerSharesProposed, registration.id)
    return bool(cut.issuer if cut else own and own.shares)
