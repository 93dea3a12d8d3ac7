"""Who the parties are, where they are told, and how each signs."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator

from rrdocs.agreement.references import JoinderId, MetPartyId, PartyId
from rrdocs.agreement.vocabulary import PartyKind
from rrdocs.dates.moments import CalendarName, Zone
from rrdocs.yamlfiles.records import Flag, Id, Name, Record

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
    """Where a party is told: the address lines, the attention line, the facsimile number, an
    e-mail address.
    """

    lines: tuple[Name, ...] = ()
    attention: Name | None = None
    fax: Name | None = None
    email: Email | None = None


class Tier(Record):
    """One through whom an entity acts: a partnership's general partner, a company's managing
    member.
    """

    name: Name
    capacity: Name


class Signature(Record):
    """How a party signs: the person who signs (left blank where it is not yet known), the title,
    and the tiers between.
    """

    by: Name | None = None
    title: Name | None = None
    through: tuple[Tier, ...] = ()
    attorney_in_fact: Flag = False


class Party(Record):
    """A party to the agreement, or someone who must be told or written to.

    ``time_zone``: by whose clock its business hours run; New York's, if left out.
    ``business_days``: the calendar of the days on which it is open, where what counts within its
    hours counts by its own; the agreement's, if left out.
    """

    name: Name
    kind: PartyKind
    role: Role
    short: Name | None = None
    address: Address | None = None
    signs: Signature | None = None
    joined: JoinderId | None = None
    succeeds: PartyId | None = None
    affiliates: tuple[MetPartyId, ...] = ()
    time_zone: Zone | None = None
    business_days: CalendarName | None = None
    illustrative: Flag = False


class Roster(Record):
    """The file parties.yaml: the issuer's id, and every party under its id, in the order of the
    signature pages.
    """

    issuer: PartyId
    parties: dict[Id, Party]
