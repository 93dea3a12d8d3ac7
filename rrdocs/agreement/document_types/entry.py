"""What is known of one kind of document: one entry says it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Class = Literal["required", "right", "customary", "condition", "internal"]
"""Whether the text calls for a document: it must be given (``required``), it may be given under a
right (``right``), something else depends on it (``condition``), it is usual (``customary``), or it
is a record of the file (``internal``).
"""

MadeBy = Literal["issuer", "holder", "counsel", "others"]
"""Whose document it is."""

NoRequirement = Literal["form", "on_request", "record"]
"""Why no sentence says what the clause requires: the document is a ``form`` that goes with a
notice, which has the sentence; it is made only ``on_request``; or it is a ``record`` of the file.
"""

People = Literal[
    "requesters",
    "sellers",
    "newcomer",
    "transferor",
    "holders",
    "underwriter",
    "issuer",
    "counsel",
    "investor",
    "holder",
    "party",
]
"""Who makes a document that is requested: the first of the requesters; each seller of the
registration; who receives stock; who transfers it; each holder of stock; the managing underwriter;
the issuer; counsel; or the party that the event names in its field ``investor``, ``holder`` or
``party``. All of them make it for the issuer.
"""


@dataclass(frozen=True, slots=True)
class ContentItem:
    """One thing that a document says, and where its template says it.

    ``must``: whether the clause requires it, or it is customary. ``fields``: fields that the
    template uses, each of them. ``words``: fixed words of the template or of a block in it.
    """

    must: bool
    says: str
    fields: tuple[str, ...]
    words: tuple[str, ...]


def must(says: str, *, fields: str = "", words: tuple[str, ...] = ()) -> ContentItem:
    """What the clause requires a document to say; ``fields`` are names with spaces between."""
    return ContentItem(True, says, tuple(fields.split()), words)


def also(says: str, *, fields: str = "", words: tuple[str, ...] = ()) -> ContentItem:
    """What a document customarily says; ``fields`` are names with spaces between."""
    return ContentItem(False, says, tuple(fields.split()), words)


@dataclass(frozen=True, slots=True)
class Companion:
    """A document that is enclosed with another.

    ``for_each``: for each recipient of that one, or once for all. ``reply``: made by the recipient
    for the sender, or by counsel for the issuer.
    """

    document: str
    for_each: bool = True
    reply: bool = True


@dataclass(frozen=True, slots=True)
class Occasion:
    """When a document that no rule decides may be requested.

    ``terms``: the names of the terms under which it stands; the first that the agreement has gives
    the clause. ``people``: who makes it. ``about``: the types of events about which it is made;
    empty for any event.
    """

    terms: tuple[str, ...]
    people: People
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of document.

    ``name`` is also the name of its template (``templates/<name>.docx``) and of the function in
    ``documents/fields/<family>.py`` that makes its fields; the family is the module in which the
    entry stands. ``number`` is its place in the catalogue.

    ``requires`` says in our own words what the clause requires; ``{issuer}``, ``{holder}`` and the
    like are the deal's terms. Without a sentence ``no_requirement`` says why.

    ``form`` is the form that goes with it for its recipient to fill in. ``called_by`` is the type
    of a later event of the same registration that calls for it, where its conditions rest on
    earlier events. ``recorded_by`` is the type of event that records it as received by the issuer.
    """

    name: str
    number: str
    title: str
    made_by: MadeBy
    class_: Class
    requires: str = ""
    no_requirement: NoRequirement | None = None
    content: tuple[ContentItem, ...] = ()
    form: str = ""
    companion: Companion | None = None
    on_request: Occasion | None = None
    called_by: str = ""
    recorded_by: str = ""
