"""A deal: the agreement, its parties, what happened, and the readings in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rrdocs.agreement.interpretations import Readings
from rrdocs.agreement.parties import Party
from rrdocs.agreement.terms import Agreement, Terms
from rrdocs.deal.events import Event


@dataclass(frozen=True)
class Deal:
    """A deal as loaded: ``events`` stand in the order in which they happened, then by file and
    place in the file.

    ``terms`` are those in force: as first agreed, or as ``amended``
    (`rrdocs.facts.record.terms_in_force` says when).
    """

    name: str
    agreement: Agreement
    issuer: str
    parties: Mapping[str, Party]
    events: tuple[Event, ...]
    readings: Readings = field(default_factory=Readings)
    amended: Terms | None = None

    @property
    def terms(self) -> Terms:
        return self.amended or self.agreement.terms

    def reading(self, parameter: str, value: str) -> Deal:
        """The same deal with one reading changed."""
        return replace(self, readings=self.readings.trying(parameter, value))

    def party_name(self, party: str) -> str:
        """A party's name as signed; its id where it has no entry."""
        return self.parties[party].name if party in self.parties else party

    def role(self, role: str) -> str | None:
        """The first party in a role (transfer agent, counsel), if there is one."""
        return next((key for key, party in self.parties.items() if party.role == role), None)
