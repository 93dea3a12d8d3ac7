"""Who the parties are, where they are told, and how each signs."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from rrdocs.agreement.references import JoinderId, MetPartyId, PartyId
from rrdocs.agreement.vocabulary import PartyKind
from rrdocs.dates.moments import CalendarName, Zone
from rrdocs.yamlfiles.records import Id, Name, Record, YesNo

Role = Literal["issuer", "investor", "counsel", "transfer_agent", "underwriter", "other"]


def email(value: str) -> str:
    """An e-mail address, as far as its form shows. Raises ValueError, in words, for what is
    none.
    """
    if not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+", value):
        raise ValueError("must be an e-mail address such as counsel@example.com")
    return value


Email = Annotated[Name, AfterValidator(email)]


class Address(Record):
    """Where a party receives notices."""

    lines: tuple[Name, ...] = ()
    """The street address, a line each, without the name. Example: `["320 Park Avenue, Suite 2500",
    "New York, NY 10022"]`.
    """
    attention: Name | None = None
    """The person or department to whose attention it goes. Example: `Jonathan M. Rather`."""
    fax: Name | None = None
    """The facsimile number. Example: `212-893-9566`."""
    email: Email | None = None
    """The e-mail address. Example: `counsel@example.com`."""


class Tier(Record):
    """An entity through which another acts: its general partner, its managing member."""

    name: Name
    """The name of the entity, as signed. Example: `WCAS VIII Associates, L.L.C.`."""
    capacity: Name
    """In which capacity it acts. Example: `General Partner`."""


class Signature(Record):
    """How a party signs."""

    by: Name | None = None
    """The person who signs. Left out, the line for the name stays blank. Example: `Jonathan M.
    Rather`.
    """
    title: Name | None = None
    """The person's title. Example: `Managing Member`."""
    through: tuple[Tier, ...] = ()
    """The entities between the party and the person, the nearest first. Example: `[{name: "WCAS
    VIII Associates, L.L.C.", capacity: General Partner}]`.
    """
    attorney_in_fact: YesNo = False
    """Whether the person signs as attorney-in-fact. Example: `true`."""


class Party(Record):
    """A party to the agreement, or somebody else who receives documents."""

    name: Name
    """The name, as signed. Example: `Welsh, Carson, Anderson & Stowe VIII, L.P.`."""
    kind: PartyKind
    """What the party is in law. Example: `partnership`."""
    role: Role
    """The role under the agreement. Example: `investor`."""
    short: Name | None = None
    """A short name for tables. Left out, the name. Example: `WCAS VIII`."""
    address: Address | None = None
    """Where the party receives notices. Left out, documents to it are open until one is recorded.
    Example: `{lines: ["1 Main Street", "Rye, NY 10580"]}`.
    """
    signs: Signature | None = None
    """How the party signs. A natural person signs for itself where this is left out. Example: `{by:
    Jonathan M. Rather, title: Managing Member}`.
    """
    joined: JoinderId | None = None
    """The `joinder` event by which it became a party. Left out, it is an original party. Example:
    `joinder-1`.
    """
    succeeds: PartyId | None = None
    """The party whose place it takes. Example: `clark`."""
    affiliates: tuple[MetPartyId, ...] = ()
    """Its affiliates, by their ids. Example: `[wcas_viii]`."""
    time_zone: Zone | None = None
    """The time zone of its business hours. Left out, New York's. Example: `America/Chicago`."""
    business_days: CalendarName | None = None
    """The calendar of the days on which it is open for notices within business hours. Left out, the
    agreement's. Example: `federal`.
    """
    illustrative: YesNo = False
    """Whether the entry is made up for illustration. Example: `true`."""


class Roster(Record):
    """The file parties.yaml: who the parties are."""

    issuer: PartyId
    """The id of the issuer. Example: `savvis`."""
    parties: dict[Id, Party]
    """Every party under its id, in the order of the signature pages. Example: `{savvis: {name:
    SAVVIS Communications Corporation, kind: corporation, role: issuer}}`.
    """
