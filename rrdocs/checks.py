"""What one record cannot know alone: unknown parties and events, an id used twice, more shares taken than held."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from rrdocs import events as happened
from rrdocs.amended import amended
from rrdocs.deal import Deal
from rrdocs.events import Event
from rrdocs.kinds import KINDS
from rrdocs.ledger import Ledger
from rrdocs.parties import Roster
from rrdocs.readings import TABLE, Choice
from rrdocs.source import Place, Problem, near
from rrdocs.terms import Agreement, Terms


def check_agreement(agreement: Agreement) -> Iterator[Problem]:
    """Readings that are not in the table, or not one of their row's values; terms that name an unknown tranche."""
    chosen = agreement.place_of("readings")
    for name, choice in agreement.readings.items():
        place = choice.place if isinstance(choice, Choice) else chosen
        value = choice.value if isinstance(choice, Choice) else choice
        if name not in TABLE:
            yield Problem(place, f"`{name}` is no reading{near(name, TABLE)}")
        elif value not in TABLE[name].values:
            known = ", ".join(TABLE[name].values)
            yield Problem(place, f"`{name}` cannot be `{value}`; it may be {known}{near(value, TABLE[name].values)}")
    mail = agreement.terms.notices.methods.get("mail")
    for name, method in agreement.terms.notices.methods.items():
        if method.received == "after_mailing" and method.after is None:
            yield Problem(method.place, f"`after` is missing: {name} counts as received some time after mailing")
    if mail and mail.after and mail.after.unit == "word":
        yield Problem(mail.place_of("after"), "must be a number of days")
    expenses = agreement.terms.expenses
    for tranche in expenses.registration if expenses else ():
        if tranche not in agreement.tranches:
            yield _unknown("tranche", tranche, agreement.tranches, agreement.terms.place)


def check_deal(deal: Deal, roster: Roster, events: Sequence[Event]) -> Iterator[Problem]:
    """All that the records of a deal say about each other and cannot mean. ``events`` stand in the order of the files."""
    if deal.issuer not in deal.parties:
        yield _unknown("party", deal.issuer, deal.parties, roster.place_of("issuer"))
    seen: dict[str, Event] = {}
    for event in events:
        if event.id in seen:
            yield Problem(event.place_of("id"), f"the id `{event.id}` is used already, at {seen[event.id].place}")
        seen.setdefault(event.id, event)
    yield from _party_events(deal, seen)
    met = deal.parties.keys() | _met(events)
    registrations = {e.registration for e in events if isinstance(e, happened.RegistrationProposed)}
    registrations |= {event.id for event in events if isinstance(event, happened.Request)}
    for event in events:
        yield from _names(deal, met, event)
        yield from _subject(deal, seen, registrations, event)
    for over in Ledger(deal.events).overdrafts:
        tranche = f" of {over.tranche}" if over.tranche else ""
        yield Problem(
            over.event.place_of("sold" if isinstance(over.event, happened.SharesSold) else "shares"),
            f"`{over.holder}` has {over.held:,} {over.what}{tranche}, and {over.taken:,} are taken",
        )


def _unknown(what: str, name: str, known: Collection[str], place: Place) -> Problem:
    return Problem(place, f"`{name}` is no known {what}{near(name, known)}")


def _party_events(deal: Deal, seen: dict[str, Event]) -> Iterator[Problem]:
    for name, party in deal.parties.items():
        if party.joined and not isinstance(seen.get(party.joined), happened.Joinder):
            joinders = [key for key, event in seen.items() if isinstance(event, happened.Joinder)]
            yield _unknown("joinder", party.joined, joinders, party.place_of("joined"))
        if party.succeeds == name:
            yield Problem(party.place_of("succeeds"), f"`{name}` cannot succeed itself")
        elif party.succeeds and party.succeeds not in deal.parties:
            yield _unknown("party", party.succeeds, deal.parties, party.place_of("succeeds"))


# ---- parties named in events

PARTY = ("holder", "investor", "indemnitor", "party", "signer", "signed_by", "told", "requesting")
"""Fields whose party must have an entry."""
MET = ("from_", "seller", "sold", "covers", "against", "by", "to")
"""Fields that may also name somebody whom an event introduces: a transferee, another holder, an underwriter."""


def _met(events: Sequence[Event]) -> Iterator[str]:
    for event in events:
        if isinstance(event, (happened.TransferTerms, happened.Succession)):
            yield event.to
        elif isinstance(event, (happened.OtherHolderRequest, happened.PrivatePlacement)):
            yield event.holder
        if underwriter := getattr(event, "underwriter", None):
            yield underwriter


def _names(deal: Deal, met: Collection[str], event: Event) -> Iterator[Problem]:
    free: tuple[str, ...] = ()
    match event:
        case happened.OtherHolderRequest() | happened.PrivatePlacement():
            free = ("holder",)
        case happened.TransferTerms() | happened.Succession():
            free = ("to",)
        case happened.CounselDecided():
            free = ("by",)
        case happened.OpinionRequested() | happened.OpinionDelivered():
            free = ("covers",)  # federal and state law, not parties
    for field in (*PARTY, *MET):
        value = getattr(event, field, None)
        if value is None or field in free:
            continue
        known = deal.parties if field in PARTY else met
        for name in (value,) if isinstance(value, str) else value:
            if name not in known:
                yield _unknown("party", name, known, event.place_of(field))
    tranche = getattr(event, "tranche", None)
    if tranche and tranche not in deal.agreement.tranches:
        yield _unknown("tranche", tranche, deal.agreement.tranches, event.place_of("tranche"))


# ---- events named in events

ABOUT: dict[type[Event], tuple[tuple[type[Event], ...], str]] = {
    happened.JoinRequest: ((happened.DemandNotice, happened.ShortFormNotice), "demand or short form"),
    happened.DeferralDetermined: ((happened.DemandNotice, happened.ShortFormNotice), "demand or short form"),
    happened.DeferralEnded: ((happened.DeferralDetermined,), "deferral"),
    happened.NoticeReceived: ((happened.NoticeSent,), "notice"),
    happened.DefenceAssumed: ((happened.ClaimCommenced,), "claim"),
    happened.SettlementProposed: ((happened.ClaimCommenced,), "claim"),
}


def _subject(deal: Deal, seen: dict[str, Event], registrations: set[str], event: Event) -> Iterator[Problem]:
    """That what an event is about exists, and is of a kind that it can be about."""
    field, name = event.subject_field, event.subject
    if isinstance(event, happened.RegistrationProposed) or (isinstance(event, happened.PublicSale) and name == "rule_144"):
        pass
    elif isinstance(event, (happened.RegistrationEvent, happened.PublicSale)):
        if name not in registrations:
            yield _unknown("registration", name, registrations, event.place_of(field))
    elif type(event) in ABOUT:
        kinds, what = ABOUT[type(event)]
        if not isinstance(seen.get(name), kinds):
            known = [key for key, other in seen.items() if isinstance(other, kinds)]
            yield _unknown(what, name, known, event.place_of(field))
    elif field == "about" and name and name not in seen and name not in registrations:
        yield _unknown("event", name, seen, event.place_of(field))
    if isinstance(event, happened.Request) and event.completes and type(seen.get(event.completes)) is not type(event):
        known = [key for key, other in seen.items() if type(other) is type(event) and other is not event]
        yield _unknown("earlier request", event.completes, known, event.place_of("completes"))
    document = getattr(event, "document", None)
    if document and document not in KINDS:
        yield _unknown("document", document, KINDS, event.place_of("document"))
    match event:
        case happened.CounselDecided():
            yield from _question(event)
        case happened.Amendment():
            yield from _sets(event, deal.agreement.terms)


def _question(event: happened.CounselDecided) -> Iterator[Problem]:
    if event.question in TABLE:
        values: Collection[str] = TABLE[event.question].values
    elif event.question in KINDS:
        values = ("due", "not_due")
    else:
        yield _unknown("reading or document", event.question, [*TABLE, *KINDS], event.place_of("question"))
        return
    if event.decision not in values:
        words = f"`{event.question}` can be decided as {', '.join(values)}{near(event.decision, values)}"
        yield Problem(event.place_of("decision"), words)


def _sets(event: happened.Amendment, terms: Terms) -> Iterator[Problem]:
    for path, value in event.sets.items():
        try:
            terms = amended(terms, {path: value})
        except ValueError as error:
            yield Problem(event.place_of("sets"), str(error))
