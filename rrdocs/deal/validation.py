"""What one record cannot know alone: unknown parties and events, an id used twice, more shares
taken than held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rrdocs.agreement.amending import amended
from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.interpretations import TABLE, Choice
from rrdocs.agreement.parties import Party, Roster
from rrdocs.agreement.registration_rights import FurtherLegend, Group, Legend
from rrdocs.agreement.terms import Agreement
from rrdocs.agreement.thresholds import Threshold
from rrdocs.deal import events as happened
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event
from rrdocs.deal.stock_ledger import Ledger
from rrdocs.yamlfiles.records import Problem, Record, near

Kinds = tuple[type[Event], ...]

# ---- which field names a party, and which an event

HAS_ENTRY = (
    "holder",
    "investor",
    "indemnitor",
    "party",
    "signer",
    "signed_by",
    "told",
    "requesting",
)
"""Fields whose party must have an entry."""
MET = ("from_", "seller", "sold", "covers", "against", "by", "to")
"""Fields that may also name somebody whom an event introduces."""
INTRODUCES: dict[type[Event], str] = {
    happened.TransferTerms: "to",
    happened.Succession: "to",
    happened.OtherHolderRequest: "holder",
    happened.PrivatePlacement: "holder",
    happened.RegistrationProposed: "underwriter",
    happened.UnderwriterSelected: "underwriter",
    happened.HoldbackRequested: "underwriter",
}
"""Where an event introduces somebody: a transferee, another holder, an underwriter."""
NO_PARTY: dict[type[Event], str] = {
    happened.CounselDecided: "by",  # a person at counsel
    happened.OpinionRequested: "covers",  # federal and state law
    happened.OpinionDelivered: "covers",
}
ABOUT: dict[type[Event], tuple[Kinds, str]] = {
    happened.JoinRequest: ((happened.Request,), "demand or short form"),
    happened.DeferralDetermined: ((happened.Request,), "demand or short form"),
    happened.DeferralEnded: ((happened.DeferralDetermined,), "deferral"),
    happened.TransferObjection: ((happened.TransferTerms,), "transfer"),
    happened.EvidenceDelivered: (
        (happened.LegendRemovalRequested,),
        "request for removal of a legend",
    ),
    happened.NoticeReceived: ((happened.NoticeSent,), "notice"),
    happened.DefenceAssumed: ((happened.ClaimCommenced,), "claim"),
    happened.SettlementProposed: ((happened.ClaimCommenced,), "claim"),
}
"""Events that can be about some kinds of event only."""


def check_agreement(agreement: Agreement) -> Iterator[Problem]:
    """Readings that are not in the table, or not one of their row's values; terms that cannot be
    applied.
    """
    for name, choice in agreement.readings.items():
        place = agreement.place_of("readings", name)
        if name not in TABLE:
            yield _unknown("reading", name, TABLE, agreement, "readings", name)
            continue
        value = choice.value if isinstance(choice, Choice) else choice
        if value not in (values := TABLE[name].values):
            yield Problem(
                place,
                f"`{name}` cannot be `{value}`; it may be {', '.join(values)}{near(value, values)}",
            )
    terms = agreement.terms
    every = [terms.notices.methods, *terms.notices.exceptions.values()]
    for name, method in (pair for methods in every for pair in methods.items()):
        if method.received == "after_mailing" and method.after is None:
            yield Problem(
                method.place,
                f"`after` is missing: {name} counts as received some time after mailing",
            )
        elif method.after and method.after.unit == "word":
            yield Problem(
                method.place_of("after"),
                f"`after` is `{method.after}`; it must be a number of days",
            )
    if damages := terms.shelf.damages if terms.shelf else None:
        if damages.rate is None and damages.per_share is None:
            yield Problem(
                damages.place,
                "`rate` is missing: damages are a part of what was paid, or so many dollars a"
                " share",
            )
        if (
            damages.every.unit not in ("days", "weeks", "months", "years")
            or not damages.every.count
        ):
            yield Problem(
                damages.place_of("every"),
                f"`every` is `{damages.every}`; it must be a number of days, weeks, months or"
                " years",
            )
    for document in terms.notices.exceptions:
        if document not in DOCUMENT_TYPES:
            yield _unknown(
                "document", document, DOCUMENT_TYPES, terms.notices, "exceptions", document
            )
    for tranche in terms.expenses.registration if terms.expenses else ():
        if tranche not in agreement.tranches:
            yield _unknown(
                "tranche",
                tranche,
                agreement.tranches,
                terms.expenses or terms,
                "registration",
                tranche,
            )
    for record in (agreement.terms, *agreement.groups.values()):
        yield from _references(agreement, record)
    lost = terms.loss_of_rights
    if lost and not (lost.rule or lost.below or lost.after):
        yield Problem(lost.place, "`loss_of_rights` names no ground: `rule`, `below` or `after`")
    yield from _groups_named(agreement)
    for other in agreement.other_agreements:
        for number, tranche in enumerate(other.tranches):
            if tranche not in agreement.tranches:
                yield _unknown("tranche", tranche, agreement.tranches, other, "tranches", number)


TELL = ("others", "all", "nobody")
WHOLE = ("", "all", "original", "outstanding")


def _references(agreement: Agreement, record: Record) -> Iterator[Problem]:
    """Groups and tranches that a term names and that the agreement does not define."""
    for name in type(record).model_fields:
        value = getattr(record, name)
        if (
            name in ("by", "tell", "of")
            and isinstance(value, str)
            and value not in TELL
            and value not in agreement.groups
        ):
            yield _unknown("group", value, agreement.groups, record, name)
        for step, each in _within(value):
            if isinstance(each, Threshold):
                yield from _whole(agreement, each, record, name)
            elif isinstance(each, Record):
                yield from _references(agreement, each)
            elif (
                name == "tranches" and isinstance(record, Group) and each not in agreement.tranches
            ):
                yield _unknown("tranche", str(each), agreement.tranches, record, name, step)


def _within(value: object) -> Iterator[tuple[str | int, object]]:
    """A value, or the values that it holds, each with its key or number."""
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)
    else:
        yield 0, value


def _whole(agreement: Agreement, rule: Threshold, record: Record, name: str) -> Iterator[Problem]:
    """What a threshold takes its parts of."""
    known = [*(each for each in WHOLE if each), *agreement.tranches, *agreement.groups]
    for each in rule.measures:
        if each.of and each.of not in known:
            yield Problem(
                record.place_of(name),
                f"`{each.of}` is no known tranche or group{near(each.of, known)}",
            )


RANKS = ("issuer", "requesting", "holders", "initiating", "others")


def _groups_named(agreement: Agreement) -> Iterator[Problem]:
    """The classes of a cutback are those that every agreement has, or groups of this one."""
    for cutback in filter(
        None, (agreement.terms.demand_cutback, agreement.terms.piggyback_cutback)
    ):
        for rank in {rank: None for ranks in cutback.order for rank in ranks}:
            if rank not in (*RANKS, *agreement.groups):
                yield _unknown(
                    "class of holders", rank, (*RANKS, *agreement.groups), cutback, "order"
                )
    if legend := agreement.terms.legend:
        legends: list[Legend | FurtherLegend] = [legend, *legend.further]
        for each in legends:
            if "anniversary" in each.removal and each.anniversary is None:
                yield Problem(
                    each.place_of("removal"),
                    "`anniversary` is missing: the legend comes off after some time",
                )


def check_deal(deal: Deal, roster: Roster, events: Sequence[Event]) -> Iterator[Problem]:
    """All that the records of a deal say about each other and cannot mean. ``events`` stand in the
    order of the files.
    """
    yield from check_records(deal.agreement, roster, events)


def check_records(
    agreement: Agreement | None,
    roster: Roster | None,
    events: Sequence[Event],
    unread: Collection[str] | None = None,
) -> Iterator[Problem]:
    """The same of all records that could be read.

    ``unread`` are the names that events which could not be read may introduce, if there are such:
    none is called unknown.
    """
    known = _Known(agreement, roster.parties if roster else None, events, frozenset(unread or ()))
    first: dict[str, Event] = {}
    for event in events:
        if event is not (before := first.setdefault(event.id, event)):
            yield Problem(
                event.place_of("id"), f"the id `{event.id}` is used already, at {before.place}"
            )
    if roster:
        yield from known.entries(roster)
    for copy in agreement.terms.notices.copies if agreement and roster else ():
        for at, name in (("of_notices_to", copy.of_notices_to), ("to", copy.to)):
            yield from known.unless("party", name, known.parties or (), copy, at)
    for event in events:
        yield from known.names(event)
        yield from known.subject(event)
        yield from known.decided(event)
    if unread is None:  # an issue that could not be read may be the source of what is taken
        yield from known.overdrafts()


def _unknown(
    what: str, name: str, known: Collection[str], record: Record, at: str, *step: str | int
) -> Problem:
    return Problem(record.place_of(at, *step), f"`{name}` is no known {what}{near(name, known)}")


def _of(kinds: dict[type[Event], str], event: Event) -> str:
    return next((name for kind, name in kinds.items() if isinstance(event, kind)), "")


@dataclass
class _Known:
    """What the records of a deal may name."""

    agreement: Agreement | None
    parties: Mapping[str, Party] | None
    all: Sequence[Event]
    unread: frozenset[str]
    events: dict[str, Event] = field(init=False)
    registrations: dict[str, None] = field(init=False)
    met: dict[str, None] = field(init=False)

    def __post_init__(self) -> None:
        self.events = {event.id: event for event in self.all}
        proposed = (
            event.registration
            for event in self.all
            if isinstance(event, happened.RegistrationProposed)
        )
        shelf = self.agreement.terms.shelf if self.agreement else None
        asked = (e.id for e in self.all if isinstance(e, happened.Request))
        self.registrations = dict.fromkeys(
            (*proposed, *asked, *([shelf.registration] if shelf else ()))
        )
        introduced = (
            getattr(event, _of(INTRODUCES, event) or "id")
            for event in self.all
            if _of(INTRODUCES, event)
        )
        self.met = dict.fromkeys((*(self.parties or ()), *(name for name in introduced if name)))

    def unless(
        self,
        what: str,
        name: str,
        known: Collection[str],
        record: Record,
        at: str,
        *step: str | int,
    ) -> Iterator[Problem]:
        """That a name is unknown, unless it is known or may be."""
        if name not in known and name not in self.unread:
            yield _unknown(what, name, known, record, at, *step)

    def entries(self, roster: Roster) -> Iterator[Problem]:
        """The issuer, joinders and predecessors; those to whom the agreement says that notes are
        sold.
        """
        yield from self.unless("party", roster.issuer, roster.parties, roster, "issuer")
        if self.agreement:
            terms = self.agreement.terms
            known = (*roster.parties, *self.agreement.groups)
            for term, names in (
                (terms.amendment, "also"),
                (terms.conflicting_rights, "also"),
                (terms.transfer_notice, "also_to"),
            ):
                for step, name in enumerate(getattr(term, names) if term else ()):
                    if (names, name) != ("also_to", "holders"):
                        assert term is not None  # it has names
                        yield from self.unless("party or group", name, known, term, names, step)
        for tranche in self.agreement.tranches.values() if self.agreement else ():
            for number, name in enumerate(tranche.note_buyers):
                yield from self.unless(
                    "party", name, roster.parties, tranche, "note_buyers", number
                )
        joinders = [event.id for event in self.all if isinstance(event, happened.Joinder)]
        for name, party in roster.parties.items():
            if party.signs and party.signs.attorney_in_fact and not party.signs.by:
                yield Problem(
                    party.signs.place, "`by` is missing: an attorney-in-fact signs by name"
                )
            if party.joined:
                yield from self.unless("joinder", party.joined, joinders, party, "joined")
            if party.succeeds == name:
                yield Problem(party.place_of("succeeds"), f"`{name}` cannot succeed itself")
            elif party.succeeds:
                yield from self.unless("party", party.succeeds, roster.parties, party, "succeeds")

    def names(self, event: Event) -> Iterator[Problem]:
        """The parties and the tranche that an event names."""
        free = (_of(INTRODUCES, event), _of(NO_PARTY, event))
        for name in (*HAS_ENTRY, *MET) if self.parties is not None else ():
            value = getattr(event, name, None)
            if value is None or name in free:
                continue
            known = self.parties if self.parties is not None and name in HAS_ENTRY else self.met
            if isinstance(value, str):
                yield from self.unless("party", value, known, event, name)
            else:
                for step, party in zip(
                    value if isinstance(value, dict) else range(len(value)), value, strict=True
                ):
                    yield from self.unless("party", party, known, event, name, step)
        tranche = getattr(event, "tranche", None)
        if tranche and self.agreement:
            yield from self.unless("tranche", tranche, self.agreement.tranches, event, "tranche")

    def subject(self, event: Event) -> Iterator[Problem]:
        """That what an event is about exists, and is of a kind that it can be about."""
        name, subject = event.subject_field, event.subject
        match event:
            case happened.RegistrationProposed():
                pass
            case happened.PublicSale():
                yield from self.unless(
                    "registration", subject, (*self.registrations, "rule_144"), event, name
                )
            case happened.RegistrationEvent():
                yield from self.unless("registration", subject, self.registrations, event, name)
            case _ if type(event) in ABOUT:
                kinds, what = ABOUT[type(event)]
                yield from self.unless(
                    what, subject, [e.id for e in self.all if isinstance(e, kinds)], event, name
                )
            case _ if name == "about" and subject:
                yield from self.unless(
                    "event", subject, {**self.events, **self.registrations}, event, name
                )
        if isinstance(event, happened.Request) and event.completes:
            earlier = [
                e.id
                for e in self.all
                if type(e) is type(event) and e.id != event.id and e.date <= event.date
            ]
            yield from self.unless("earlier request", event.completes, earlier, event, "completes")

    def decided(self, event: Event) -> Iterator[Problem]:
        """Documents, questions and terms that an event names."""
        if document := getattr(event, "document", None):
            yield from self.unless("document", document, DOCUMENT_TYPES, event, "document")
        match event:
            case happened.CounselDecided(question=question, decision=decision):
                values = TABLE[question].values if question in TABLE else ("due", "not_due")
                if question not in TABLE and question not in DOCUMENT_TYPES:
                    yield _unknown(
                        "reading or document",
                        question,
                        [*TABLE, *DOCUMENT_TYPES],
                        event,
                        "question",
                    )
                elif decision not in values:
                    words = (
                        f"`{question}` can be decided as"
                        f" {', '.join(values)}{near(decision, values)}"
                    )
                    yield Problem(event.place_of("decision"), words)
            case happened.NoticeReceived(received=None, courier_followup=None):
                yield Problem(
                    event.place,
                    "`received` is missing, or `courier_followup` where only the courier copy is"
                    " known",
                )
            case happened.Amendment(sets=sets) if self.agreement:
                terms = self.agreement.terms
                for path, value in sets.items():
                    try:
                        terms = amended(terms, {path: value})
                    except ValueError as error:
                        yield Problem(event.place_of("sets", path), str(error))

    def overdrafts(self) -> Iterator[Problem]:
        """Events that take more shares than their holder has."""
        for over in Ledger(sorted(self.all, key=lambda event: event.date.at)).overdrafts:
            if (
                over.held or over.holder in self.met
            ):  # otherwise the holder is unknown, which is said already
                way = (
                    ("sold", over.holder)
                    if isinstance(over.event, happened.SharesSold)
                    else ("shares",)
                )
                tranche = f" of {over.tranche}" if over.tranche else ""
                words = (
                    f"`{over.holder}` has {over.held:,} {over.what}{tranche}, and {over.taken:,}"
                    " are taken"
                )
                yield Problem(over.event.place_of(*way), words)
