"""Who manages an offering."""

from __future__ import annotations

from rrdocs.deal.events import HoldbackRequested, UnderwriterSelected
from rrdocs.facts.offerings.allocation import latest
from rrdocs.facts.record.position import Position, Registration


def managing_underwriter(position: Position, registration: Registration) -> str | None:
    """The firm that manages an offering: as chosen, otherwise as proposed, otherwise the firm that
    first asked for a holdback as such; None where no firm is on record.
    """
    chosen = latest(position, UnderwriterSelected, registration.id)
    if chosen:
        return chosen.underwriter
    if registration.proposal and registration.proposal.underwriter:
        return registration.proposal.underwriter
    asked = position.about(HoldbackRequested, registration.id)
    return asked[0].underwriter if asked else None


def underwriters(position: Position, registration: Registration) -> list[str]:
    """The managing underwriter as a list: of one firm, or of none where no firm is on record."""
    firm = managing_underwriter(position, registration)
    return [firm] if firm else []
