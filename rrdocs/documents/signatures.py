"""Signature blocks: how each party signs, one block for each capacity.

A corporation signs by an officer, a partnership by its general partner and that by its own manager, a person for himself or
herself or by an attorney-in-fact. One who signs in several capacities signs each of its blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from rrdocs.deal import Deal
from rrdocs.parties import Party

Block = dict[str, Any]
BLANK = "_" * 28


def block(deal: Deal, party_id: str) -> Block:
    """The signature block of one party. A party without a record of how it signs gets blank lines."""
    party = deal.parties.get(party_id)
    if party is None:
        return _entity(party_id, [], BLANK, BLANK)
    if party.kind == "person":
        if party.signs and party.signs.attorney_in_fact:
            return _attorney([party], party.signs.by)
        return {**_entity("", [], party.name, ""), "kind": "person"}
    signs = party.signs
    tiers = [f"By {tier.name}, {tier.capacity}" for tier in signs.through] if signs else []
    return _entity(party.name, tiers, signs.by if signs else BLANK, (signs.title or "") if signs else BLANK)


def blocks(deal: Deal, parties: Iterable[str]) -> list[Block]:
    """The blocks of several parties: one for each capacity, persons who act by one attorney together in one.

    The attorney who is a principal too signs "Individually and as Attorney-in-Fact".
    """
    found: list[Block] = []
    together: dict[str, list[Party]] = {}
    ids = list(dict.fromkeys(parties))
    for name in ids:
        party = deal.parties.get(name)
        if party and party.kind == "person" and party.signs and (by := party.signs.by):
            if by not in together:
                together[by] = []
                found.append({"attorney": by})
            together[by].append(party)
        else:
            found.append(block(deal, name))
    return [_joint(deal, together[item["attorney"]], item["attorney"]) if "attorney" in item else item for item in found]


def _joint(deal: Deal, people: Sequence[Party], by: str) -> Block:
    if len(people) == 1 and not (people[0].signs and people[0].signs.attorney_in_fact):
        return {**_entity("", [], people[0].name, ""), "kind": "person"}
    _ = deal
    return _attorney(people, by)


def _entity(name: str, tiers: list[str], by: str, title: str) -> Block:
    return {
        "kind": "entity", "entity": name.upper(), "tiers": tiers, "by": "By:", "name": by, "title": title, "principals": [],
        "capacity": "",
    }  # fmt: skip


def _attorney(people: Sequence[Party], by: str) -> Block:
    too = any(party.name == by for party in people)
    capacity = "Individually and as Attorney-in-Fact" if too else "Attorney-in-Fact"
    return {**_entity("", [], by, ""), "kind": "attorney", "principals": [party.name for party in people], "capacity": capacity}


def signer(found: Block) -> str:
    """The person who signs a block: the officer, the attorney, or the party itself."""
    return str(found["name"])


def file_name(name: str) -> str:
    """A person's name as a file's name: jonathan-m-rather."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "unnamed"
