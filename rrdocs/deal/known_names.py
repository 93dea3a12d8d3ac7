"""Whether every reference in a deal's records names something that there is.

What a field may name stands in its type (`rrdocs.agreement.references`); what there is, is gathered
here from all records once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.interpretations import TABLE
from rrdocs.agreement.parties import Party
from rrdocs.agreement.references import Named, Reference, reference_of, references
from rrdocs.agreement.terms import Agreement
from rrdocs.agreement.thresholds import Threshold
from rrdocs.deal.events import Event, Request
from rrdocs.yamlfiles.records import Place, Problem, Record, near

WHOLE = ("all", "original", "outstanding")
"""What a threshold may take its parts of besides tranches and groups."""
HINTS = 20
"""For so many unknown names the closest known one is looked for; more would take long."""
MISSPELT = 0.8
"""How alike (1: equal) the id of a stranger must be to that of a party to be taken for it."""


def introducing_fields(kind: type[Event]) -> Iterator[str]:
    """The fields of a type of event, as files name them, that give somebody or something its
    id.
    """
    yield "id"
    for name, info in kind.model_fields.items():
        reference = reference_of(kind, name)
        if reference and (reference.new or reference.whose == "new"):
            yield info.alias or name


@dataclass
class KnownNames:
    """What the records of a deal may name. What could not be read is None, and what would name it
    is not checked; ``unread`` are names that it may have introduced.
    """

    agreement: Agreement | None
    parties: Mapping[str, Party] | None
    events: Sequence[Event]
    unread: frozenset[str]
    met: dict[str, None] = field(init=False)
    _known: dict[Reference, Collection[str]] = field(init=False, default_factory=dict)
    _by_id: dict[str, list[Event]] = field(init=False)
    _registrations: dict[str, None] = field(init=False, default_factory=dict)
    _hints: int = field(init=False, default=HINTS)

    def __post_init__(self) -> None:
        self.met = dict.fromkeys(self.parties or ())
        self._by_id = defaultdict(list)
        for event in self.events:
            self._by_id[event.id].append(event)
            if isinstance(event, Request):  # its registration bears its id
                self._registrations[event.id] = None
        for record in (*self.events, *([self.agreement.terms] if self.agreement else ())):
            for named in references(record):
                if named.reference.whose == "new":
                    self.met[str(named.value)] = None
                elif named.reference.new:
                    self._registrations[str(named.value)] = None

    def problems(self, record: Record) -> Iterator[Problem]:
        """What a record names, at any depth, that there is not."""
        for named in references(record):
            value = named.value
            if isinstance(value, Threshold):
                names = [each.of for each in value.measures if each.of]
            else:
                names = [str(value)]
            for name in names:
                yield from self._unless_known(name, named)

    def _unless_known(self, name: str, named: Named) -> Iterator[Problem]:
        reference = named.reference
        if name in self.unread or name in reference.words or not self._can_be_checked(reference):
            return
        place = named.record.place_of(named.field, *named.step)
        if reference.whose == "anyone":
            close = near(name, self.met, MISSPELT) if name not in self.met else ""
            if close:
                yield Problem(place, f"`{name}` is no known party{close}")
        elif reference.earlier:
            if not any(_is_earlier(each, named.record) for each in self._by_id.get(name, ())):
                earlier = [each.id for each in self.events if _is_earlier(each, named.record)]
                yield self._unknown(name, reference, earlier, place)
        elif name not in (known := self._of(reference)):
            yield self._unknown(name, reference, [*reference.words, *named.words, *known], place)

    def _unknown(
        self, name: str, reference: Reference, known: Collection[str], place: Place
    ) -> Problem:
        self._hints -= 1
        hint = near(name, known) if self._hints >= 0 else ""
        return Problem(place, f"`{name}` is no known {reference.called or reference.to}{hint}")

    def _can_be_checked(self, reference: Reference) -> bool:
        """Whether all that the reference may name could be read, and whether it must be known."""
        if reference.new or reference.whose == "new":
            return False
        if reference.to in ("tranche", "group", "whole"):
            return self.agreement is not None
        if reference.to == "party or group":
            return self.agreement is not None and self.parties is not None
        return reference.to != "party" or self.parties is not None

    def _of(self, reference: Reference) -> Collection[str]:
        """The names that a reference may have."""
        if reference not in self._known:
            self._known[reference] = self._gathered(reference)
        return self._known[reference]

    def _gathered(self, reference: Reference) -> dict[str, None]:
        groups = self.agreement.groups if self.agreement else {}
        tranches = self.agreement.tranches if self.agreement else {}
        known: Collection[str]
        match reference.to:
            case "party":
                known = self.met if reference.whose == "met" else self.parties or ()
            case "party or group":
                known = (*(self.parties or ()), *groups)
            case "event" if reference.kinds:
                known = [event.id for event in self.events if event.type in reference.kinds]
            case "event":
                known = (*self._by_id, *self._registrations)
            case "registration":
                known = self._registrations
            case "tranche":
                known = tranches
            case "group":
                known = groups
            case "whole":
                known = (*WHOLE, *tranches, *groups)
            case "document":
                known = DOCUMENT_TYPES
            case "reading":
                known = TABLE
            case "reading or document":
                known = (*TABLE, *DOCUMENT_TYPES)
        return dict.fromkeys(known)


def _is_earlier(event: Event, than: Record) -> bool:
    """Whether an event is another of the same type as a record, and not later."""
    return (
        isinstance(than, Event)
        and type(event) is type(than)
        and event.id != than.id
        and event.date <= than.date
    )
