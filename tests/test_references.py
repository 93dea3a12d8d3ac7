"""What a field may name stands in its type: every type of event that one names is one that there
is, and no field that holds an id is left without a reference but those that give one.
"""

from __future__ import annotations

import random
import time

import pytest

from rrdocs.agreement.parties import Party, Roster
from rrdocs.agreement.references import Reference, reference_of, references
from rrdocs.agreement.registration_rights import Group
from rrdocs.deal.events import EVENT_TYPES, JoinRequest, NoticeSent, RegistrationProposed
from rrdocs.deal.known_names import HINTS, KnownNames
from rrdocs.deal.loading import load
from rrdocs.yamlfiles.nodes import near
from tests.support.scenarios import TESTS

NO_REFERENCE = {
    "id",  # gives the event its own
    "states",  # those of the United States, and what a notice says
    "by",  # counsel that decides, a person
}
"""Fields of events that take an id, or words about one, and name no record."""


@pytest.mark.parametrize("name", sorted(EVENT_TYPES))
def test_every_field_of_an_event_that_holds_an_id_says_what_it_names(name: str) -> None:
    kind = EVENT_TYPES[name]
    schema = kind.model_json_schema()
    for field, info in kind.model_fields.items():
        shown = str(schema["properties"][info.alias or field])
        if "A-Za-z0-9_.-" in shown and field not in NO_REFERENCE:
            assert reference_of(kind, field), f"{name}.{field} takes an id and names nothing"


def test_a_reference_to_events_of_some_types_names_types_that_there_are() -> None:
    found = [
        reference_of(kind, field) for kind in EVENT_TYPES.values() for field in kind.model_fields
    ]
    found += [reference_of(Party, "joined")]
    kinds = {kind for each in found if each for kind in each.kinds}
    assert "joinder" in kinds
    assert kinds <= EVENT_TYPES.keys()


def test_what_the_types_of_fields_say_is_read_as_it_stands() -> None:
    assert reference_of(JoinRequest, "investor") == Reference("party")
    assert reference_of(JoinRequest, "shares") is None
    assert reference_of(Group, "members") == Reference("party", "met")
    proposed = reference_of(RegistrationProposed, "registration")
    assert proposed is not None
    assert proposed.new
    to = reference_of(NoticeSent, "to")
    assert to is not None
    assert to.every == "recipients"


def test_references_within_mappings_lists_and_records_are_found_with_their_places() -> None:
    deal, _ = load(TESTS / "deals" / "small")
    assert deal is not None
    sent = deal.events[-1]
    assert [(each.field, each.value) for each in references(sent)] == [
        ("about", "demand-1"),
        ("document", "demand_further_notice"),
        ("to", "fox_lp"),
    ]
    roster = Roster.model_validate(
        {
            "issuer": "a",
            "parties": {
                "a": {"name": "A", "kind": "llc", "role": "issuer", "affiliates": ["b", "c"]}
            },
        }
    )
    assert [(each.field, each.step, each.value) for each in references(roster)] == [
        ("issuer", (), "a"),
        ("affiliates", (0,), "b"),
        ("affiliates", (1,), "c"),
    ]


def test_many_unknown_names_are_said_in_little_time() -> None:
    chance = random.Random(7)
    words = [f"{chance.choice('abcdef')}_{chance.getrandbits(60):x}" for _ in range(4000)]
    parties = {
        word: Party.model_validate({"name": "A", "kind": "llc", "role": "investor"})
        for word in words[:2000]
    }
    group = Group.model_validate({"name": "G", "clause": "1", "members": words[2000:]})
    known = KnownNames(None, parties, (), frozenset())
    begun = time.perf_counter()
    problems = list(known.problems(group))
    assert len(problems) == len(words) - len(parties)
    assert time.perf_counter() - begun < 5
    assert sum("did you mean" in problem.words for problem in problems) <= HINTS
    assert near("x" * 100_000, ["x" * 99_999]) == ""
