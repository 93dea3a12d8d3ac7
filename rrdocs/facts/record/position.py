"""The position of a deal at one instant: what had happened by then, indexed for the rules.

``fold`` reads the events known at an instant; nothing here depends on a reading. Conclusions that
several rules share are kept by ``Position.once``, together with the readings that they consulted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar, TypeVarTuple, cast

from rrdocs.agreement.interpretations import TABLE, Readings
from rrdocs.dates.moments import Moment
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    CounselDecided,
    DemandNotice,
    Event,
    NoticeReceived,
    NoticeSent,
    RegistrationAbandoned,
    RegistrationEffective,
    RegistrationFiled,
    RegistrationProposed,
    RegistrationStep,
    RegistrationWithdrawn,
    Request,
    ShortFormNotice,
)
from rrdocs.deal.stock_ledger import Ledger

E = TypeVar("E", bound=Event)
T = TypeVar("T")
Ts = TypeVarTuple("Ts")


@dataclass(frozen=True)
class Registration:
    """A registration as far as it has come; ``request`` is the demand or short form that it was
    made on, if any.
    """

    id: str
    proposal: RegistrationProposed | None
    request: Request | None
    filed: RegistrationFiled | None
    effective: RegistrationEffective | None
    withdrawn: RegistrationWithdrawn | None
    abandoned: RegistrationAbandoned | None

    @property
    def event(self) -> Event:
        """The event that it came from."""
        found = (
            self.proposal
            or self.request
            or self.filed
            or self.effective
            or self.withdrawn
            or self.abandoned
        )
        assert found is not None  # made only from an event
        return found

    @property
    def ended(self) -> RegistrationStep | None:
        """The step that gave it up, if it was withdrawn or abandoned and not filed anew since."""
        step = self.withdrawn or self.abandoned
        return None if step and self.filed and self.filed.date > step.date else step

    @property
    def form(self) -> str | None:
        """The form it is on: as filed where it is filed, otherwise as proposed."""
        return (self.filed and self.filed.form) or (self.proposal.form if self.proposal else None)

    @property
    def covers(self) -> dict[str, int] | None:
        """The shares that it covers by holder: as effective where that is on record, otherwise as
        filed.
        """
        for step in (self.effective, self.filed):
            if step and step.covers is not None:
                return step.covers
        return None


class Position:
    """What had happened by ``as_of``, in order, with the holdings at every instant up to then.

    A notice stands in it with what is known of its receipt.
    """

    def __init__(
        self, deal: Deal, as_of: datetime, events: Sequence[Event], ledger: Ledger
    ) -> None:
        events = list(_as_now_known(events))
        self.deal, self.as_of, self.events, self.ledger = deal, as_of, events, ledger
        self._kept: dict[tuple[object, ...], tuple[Any, set[str]]] = {}
        self._of: dict[type[Event], list[Event]] = defaultdict(list)
        self._about: dict[tuple[type[Event], str], list[Event]] = defaultdict(list)
        self.by_id: dict[str, Event] = {}
        self._same = {e.id: e.registration for e in events if isinstance(e, RegistrationProposed)}
        for event in events:
            self._of[type(event)].append(event)
            if event.subject:
                self._about[type(event), self._name(event.subject)].append(event)
            self.by_id[event.id] = event
        self._sent: dict[tuple[str, str], list[NoticeSent]] = defaultdict(list)
        self._recipients: dict[str, dict[str, None]] = defaultdict(dict)
        for notice in self.all(NoticeSent):
            self._sent[self._name(notice.about), notice.to].append(notice)
            self._recipients[self._name(notice.about)][notice.to] = None

    def _name(self, about: str) -> str:
        """One name for a proposed registration, which may be named by its own id or by that of its
        event.
        """
        return self._same.get(about, about)

    def under(self, deal: Deal) -> Position:
        """The same facts for the same deal on other terms; nothing concluded is carried over."""
        other = object.__new__(Position)
        other.__dict__ = {**self.__dict__, "deal": deal, "_kept": {}}
        return other

    def trying(self, parameter: str, value: str) -> Position:
        """The same facts with one reading changed; what was concluded without consulting that
        reading is carried over.
        """
        return self._carried(self.deal.reading(parameter, value), parameter)

    def _carried(self, deal: Deal, but: str) -> Position:
        other = self.under(deal)
        for key, (value, consulted) in self._kept.items():
            if but in consulted:
                continue
            kept = value
            if isinstance(value, Position):  # a position on other terms keeps those
                kept = value._carried(replace(deal, amended=value.deal.amended), but)
            other._kept[key] = kept, consulted
        return other

    def once(self, conclude: Callable[[Position, *Ts], T], *about: *Ts) -> T:
        """What a function concludes from this position, found once; whoever asks again consults
        the same readings.
        """
        key = (conclude, *about)
        if key in self._kept:
            value, consulted = self._kept[key]
            self.deal.readings.note(consulted)
            return cast(T, value)
        with self.deal.readings.noting() as asked:
            found = conclude(self, *about)
        self._kept[key] = found, asked
        return found

    # ---- events

    def all(self, kind: type[E]) -> Sequence[E]:
        """The events of a type, in order."""
        return cast(Sequence[E], self._of.get(kind, ()))

    def about(self, kind: type[E], subject: str) -> Sequence[E]:
        """The events of a type about one event, registration or party, in order."""
        return cast(Sequence[E], self._about.get((kind, self._name(subject)), ()))

    def last(self, kind: type[E], subject: str) -> E | None:
        """The latest event of a type about something."""
        found = self.about(kind, subject)
        return found[-1] if found else None

    def sent(self, about: str, to: str, *documents: str) -> list[NoticeSent]:
        """The notices of these kinds about an event that went to a party."""
        return [
            notice
            for notice in self._sent.get((self._name(about), to), ())
            if notice.document in documents
        ]

    def recipients(self, about: str) -> Iterable[str]:
        """Those to whom a notice about an event was sent, in order."""
        return self._recipients.get(self._name(about), ())

    @property
    def requests(self) -> Iterator[Request]:
        """Demands and short forms, in order."""
        yield from sorted(
            (*self.all(DemandNotice), *self.all(ShortFormNotice)), key=lambda event: event.date
        )

    def registrations(self) -> dict[str, Registration]:
        """Every registration by its id."""
        return self.once(_registrations)

    def registration(self, name: str) -> Registration:
        """One registration; an empty one where nothing is on record. Raises KeyError where it is
        unknown.
        """
        return self.registrations()[self._name(name)]

    def counsel_on(self, about: str, question: str) -> CounselDecided | None:
        """What counsel last decided on a question about an event."""
        return next(
            (e for e in reversed(self.about(CounselDecided, about)) if e.question == question), None
        )


def _as_now_known(events: Iterable[Event]) -> Iterator[Event]:
    """The same events, each notice with what later ones say of its receipt."""
    came: dict[str, dict[str, Moment]] = defaultdict(dict)
    for event in events:
        if isinstance(event, NoticeReceived):
            later = {"received": event.received, "courier_followup": event.courier_followup}
            came[event.notice].update({name: when for name, when in later.items() if when})
    for event in events:
        if isinstance(event, NoticeSent) and event.id in came:
            delivery = event.delivery.model_copy(update=came[event.id])
            yield event.model_copy(update={"delivery": delivery})
        else:
            yield event


def _registrations(position: Position) -> dict[str, Registration]:
    proposals = {event.registration: event for event in position.all(RegistrationProposed)}
    requests = {event.id: event for event in position.requests}
    steps = (RegistrationFiled, RegistrationEffective, RegistrationWithdrawn, RegistrationAbandoned)
    named = [event.subject for kind in steps for event in position.all(kind)]
    return {
        name: Registration(
            name,
            proposals.get(name),
            requests.get(name),
            position.last(RegistrationFiled, name),
            position.last(RegistrationEffective, name),
            position.last(RegistrationWithdrawn, name),
            position.last(RegistrationAbandoned, name),
        )
        for name in dict.fromkeys((*proposals, *requests, *named))
    }


def fold(
    deal: Deal, as_of: datetime, *, known: bool = False, until: Event | None = None
) -> Position:
    """The position at an instant (New York time).

    Counts what had happened by then and, where an event says when it was recorded, only what was
    recorded by then, unless ``known``. ``until``: leave out what comes after this event in the
    order of the record.
    """
    events: list[Event] = []
    for event in deal.events:
        if event.date.at > as_of:
            break
        if known or event.recorded is None or event.recorded.at <= as_of:
            events.append(event)
        if event is until:
            break
    settled = {
        (event.about, event.question): event.decision
        for event in events
        if isinstance(event, CounselDecided) and event.question in TABLE
    }
    if settled:
        readings = Readings(deal.readings.chosen, settled, deal.readings.tried)
        deal = replace(deal, readings=readings)
    return Position(deal, as_of, events, Ledger(events))


def running(position: Position, starts: date, last: date | None) -> bool:
    """Whether a period runs on the position's day."""
    today = position.as_of.date()
    return starts <= today and (last is None or today <= last)


def instant(when: Moment, as_of: datetime) -> datetime:
    """An instant that is not later than the position's."""
    return min(when.at, as_of)
