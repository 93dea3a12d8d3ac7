"""Signature blocks: how each party signs, one block for each capacity.

A corporation signs by an officer, a partnership by its general partner and that by its own manager,
a person for himself or herself or by an attorney-in-fact. One who signs in several capacities signs
each of its blocks.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

from rrdocs.agreement.parties import Party
from rrdocs.deal.deal import Deal
from rrdocs.documents.wording.phrases import name_list
from rrdocs.documents.wording.shapes import SignatureBlock

BLANK = "_" * 28


def block(deal: Deal, party_id: str) -> SignatureBlock:
    """The signature block of one party, with the ids of the ``parties`` that it binds.

    A party without a record of how it signs gets blank lines.
    """
    party = deal.parties.get(party_id)
    if party is None:
        return _entity(party_id, party_id, [], BLANK, BLANK)
    if party.kind == "person":
        return _people({party_id: party})
    signs = party.signs
    tiers = [f"By {tier.name}, {tier.capacity}" for tier in signs.through] if signs else []
    return _entity(
        party_id,
        party.name,
        tiers,
        (signs and signs.by) or BLANK,
        (signs.title or "") if signs else BLANK,
    )


def blocks(deal: Deal, parties: Iterable[str]) -> list[SignatureBlock]:
    """The blocks of several parties: one for each capacity, persons who act by one attorney
    together in one.

    The attorney who is a principal too signs "Individually and as Attorney-in-Fact".
    """
    together: dict[str, dict[str, Party]] = {}
    found: list[SignatureBlock | str] = []
    for name in dict.fromkeys(parties):
        party = deal.parties.get(name)
        if party is None or party.kind != "person":
            found.append(block(deal, name))
            continue
        by = (party.signs and party.signs.by) or party.name
        if by not in together:
            together[by] = {}
            found.append(by)
        together[by][name] = party
    return [_people(together[each]) if isinstance(each, str) else each for each in found]


def _people(people: Mapping[str, Party]) -> SignatureBlock:
    names = [party.name for party in people.values()]
    signs = next(iter(people.values())).signs
    if len(people) == 1 and not (signs and signs.attorney_in_fact):
        return {**_entity("", "", [], names[0], ""), "kind": "person", "parties": [*people]}
    by = (signs and signs.by) or (names[0] if len(people) > 1 else BLANK)
    capacity = "Individually and as Attorney-in-Fact" if by in names else "Attorney-in-Fact"
    return {
        **_entity("", "", [], by, ""),
        "kind": "attorney",
        "principals": names,
        "capacity": capacity,
        "parties": [*people],
    }


def _entity(party_id: str, name: str, tiers: list[str], by: str, title: str) -> SignatureBlock:
    return {
        "kind": "entity",
        "of": name,
        "entity": name.upper(),
        "tiers": tiers,
        "by": "By:",
        "name": by,
        "title": title,
        "principals": [],
        "capacity": "",
        "anchor": "",
        "parties": [party_id],
    }


def acting(found: SignatureBlock) -> str:
    """In which capacity a block is signed, in words."""
    match found["kind"]:
        case "person":
            return "individually"
        case "attorney":
            return f"{found['capacity'].lower()} of {name_list(found['principals'])}"
        case _:
            title = str(found["title"]).strip("_ ")
            return f"{title} of {found['of']}" if title else f"for {found['of']}"


def page_id(*parts: str) -> str:
    """What names one page to sign among all pages of all packets: the deal, the event, the
    document, its file, the block.
    """
    return _short("\0".join(parts))


def version_id(key: str) -> str:
    """What names one version of a document: another as soon as its words change."""
    return _short(key)


def code(page: str, version: str) -> str:
    """What the code on a page says."""
    return f"{CODE}:{page}:{version}"


CODE = "RR1"


def _short(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest())[:12].decode()


def signer(found: SignatureBlock) -> str:
    """The person who signs a block: the officer, the attorney, or the party itself where nobody is
    named yet.
    """
    return str(
        found["name"] if found["name"] != BLANK or not found["entity"] else found["entity"].title()
    )


def file_name(name: str) -> str:
    """A person's name as a file's name: jonathan-m-rather."""
    return (
        re.sub(r"\W+", "-", unicodedata.normalize("NFC", name.casefold())).strip("-")[:60]
        or "unnamed"
    )
