"""What one record cannot know alone: unknown parties and events, an id used twice, more shares
taken than held.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rrdocs.agreement.amending import amended
from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.interpretations import TABLE, Choice
from rrdocs.agreement.parties import Party, Roster
from rrdocs.agreement.terms import Agreement
from rrdocs.agreement.transfer_terms import FurtherLegend, Legend
from rrdocs.deal import events as happened
from rrdocs.deal.days_on_record import outside_calendars
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event
from rrdocs.deal.known_names import KnownNames
from rrdocs.deal.stock_ledger import Ledger
from rrdocs.yamlfiles.records import Problem, near


# Long: one check after the other, each of a few lines.
def check_agreement(agreement: Agreement) -> Iterator[Problem]:
    """Readings that are not in the table, or not one of their row's values; terms that cannot be
    applied.
    """
    for name, choice in agreement.readings.items():
        place = agreement.place_of("readings", name)
        if name not in TABLE:  # which is said where all references are
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
    lost = terms.loss_of_rights
    if lost and not (lost.rule or lost.below or lost.after):
        yield Problem(lost.place, "`loss_of_rights` names no ground: `rule`, `below` or `after`")
    if legend := terms.legend:
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
    known = KnownNames(
        agreement, roster.parties if roster else None, events, frozenset(unread or ())
    )
    first: dict[str, Event] = {}
    for event in events:
        if event is not (before := first.setdefault(event.id, event)):
            yield Problem(
                event.place_of("id"), f"the id `{event.id}` is used already, at {before.place}"
            )
    for record in filter(None, (agreement, roster, *events)):
        yield from known.problems(record)
    for name, party in roster.parties.items() if roster else ():
        yield from _signs_and_succeeds(name, party)
    for event in events:
        yield from outside_calendars(event)
        yield from _decided(event, agreement)
    if unread is None:  # an issue that could not be read may be the source of what is taken
        yield from _overdrafts(known)


def _signs_and_succeeds(name: str, party: Party) -> Iterator[Problem]:
    """An attorney-in-fact without a name; a party that succeeds itself."""
    if party.signs and party.signs.attorney_in_fact and not party.signs.by:
        yield Problem(party.signs.place, "`by` is missing: an attorney-in-fact signs by name")
    if party.succeeds == name:
        yield Problem(party.place_of("succeeds"), f"`{name}` cannot succeed itself")


def _decided(event: Event, agreement: Agreement | None) -> Iterator[Problem]:
    """What an event decides, says was received or sets, and cannot."""
    match event:
        case happened.CounselDecided(question=question, decision=decision):
            values = TABLE[question].values if question in TABLE else ("due", "not_due")
            known = question in TABLE or question in DOCUMENT_TYPES
            if known and decision not in values:
                words = (
                    f"`{question}` can be decided as {', '.join(values)}{near(decision, values)}"
                )
                yield Problem(event.place_of("decision"), words)
        case happened.NoticeReceived(received=None, courier_followup=None):
            yield Problem(
                event.place,
                "`received` is missing, or `courier_followup` where only the courier copy is known",
            )
        case happened.Amendment(sets=sets) if agreement:
            terms = agreement.terms
            for path, value in sets.items():
                try:
                    terms = amended(terms, {path: value})
                except ValueError as error:
                    yield Problem(event.place_of("sets", path), str(error))


def _overdrafts(known: KnownNames) -> Iterator[Problem]:
    """Events that take more shares than their holder has."""
    for over in Ledger(sorted(known.events, key=lambda event: event.date.at)).overdrafts:
        if (
            over.held or over.holder in known.met
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
