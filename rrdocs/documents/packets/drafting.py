"""From an event to its drafts: the documents that the event called for, each with its fields.

An event calls for a decision when it is the latest of the events on which the decision's findings
rest; so an opinion that completes a legend request has the packet of that removal, and a letter
that completes a demand has the packet of its notices.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event, NoticeReceived, NoticeSent, SignatureReturned
from rrdocs.docket.decisions import Decision, Docket, Finding
from rrdocs.documents.fields import FIELD_MAKERS
from rrdocs.documents.fields.registration import further_notice, is_proposal
from rrdocs.documents.packets.bundle import Bundle, Draft
from rrdocs.documents.packets.counsel_memo import counsel_memo
from rrdocs.documents.packets.on_request import asked_for
from rrdocs.documents.wording.event_titles import event_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.signature_blocks import signer
from rrdocs.facts.record.position import Position
from rrdocs.yamlfiles.records import Place

Judge = Callable[[Deal, datetime, Event | None], tuple[Position, Docket]]
"""What decides: the deal, the instant, the last event of the record that counts, if not all do ->
the position and its docket.
"""

EVIDENCE_ONLY = (NoticeSent, NoticeReceived, SignatureReturned)


def instant_of(event: Event) -> datetime:
    """The instant at which an event is answered: its own time, or the end of its day."""
    return event.date.at if event.date.timed else datetime.combine(event.date.day, time(23, 59, 59))


class Trigger:
    """Which event a place in the data belongs to."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._order = {event.id: number for number, event in enumerate(events)}
        self._files: dict[str, list[tuple[Place, str]]] = {}
        for event in events:
            self._files.setdefault(event.place.path, []).append((event.place, event.id))
        for places in self._files.values():
            places.sort()

    def of(self, decision: Decision) -> str:
        """The id of the event that called for a decision."""
        named = [
            decision.about,
            *(self._event(f) for f in (*decision.findings, *filter(None, [decision.settled]))),
        ]
        known = [name for name in named if name in self._order]
        return max(known, key=self._order.__getitem__, default="")

    def _event(self, finding: Finding) -> str:
        places = self._files.get(finding.evidence.path, []) if finding.evidence else []
        if not places or finding.evidence is None:
            return ""
        index = bisect_right(places, (finding.evidence, "\uffff")) - 1
        return places[index][1] if index >= 0 else ""


def bundles(
    deal: Deal, judge: Judge, only: Callable[[Event], bool] = lambda _: True
) -> Iterator[Bundle]:
    """The bundle of every event that calls for a document, in order."""
    for event in deal.events:
        if not isinstance(event, EVIDENCE_ONLY) and only(event):
            made = bundle(deal, event, judge)
            if made.drafts:
                yield made


def _letter_fields(deal: Deal, event: Event, judge: Judge, as_of: datetime | None) -> LetterFields:
    """What letters are made from, as of an event itself; or, with all that is on record by then,
    as of another instant.
    """
    at = as_of or instant_of(event)
    position, docket = judge(deal, at, None if as_of else event)
    return LetterFields(position, docket, at.date())


def bundle(deal: Deal, event: Event, judge: Judge, as_of: datetime | None = None) -> Bundle:
    """The drafts that an event calls for, as of the event itself or of another instant.

    The memorandum comes first; it is there only when something is due or open.
    """
    fields = _letter_fields(deal, event, judge, as_of)
    position, docket = fields.position, fields.docket
    trigger = Trigger(deal.events)
    mine = tuple(
        d
        for d in docket.decisions
        if trigger.of(d) == event.id or _called_later(position, d, event)
    )
    subjects = {d.about for d in mine} | {event.id}
    if (shelf := position.deal.terms.shelf) and event.subject == shelf.registration:
        subjects.add(
            event.subject
        )  # what counsel should know of the shelf stands with each of its events
    docket = replace(
        docket,
        decisions=mine,
        flags=tuple(f for f in docket.flags if f.about in subjects),
    )
    fields = replace(fields, docket=docket)
    title = event_title(fields, event)
    drafts = _named(_drafts(fields, mine))
    if drafts or any(d.outcome == "open" for d in mine):
        memo = counsel_memo(fields, title)
        drafts.insert(
            0, Draft("counsel_memo", "", "counsel_memo", memo, DOCUMENT_TYPES["counsel_memo"].title)
        )
    return Bundle(event, title, fields, tuple(drafts))


def _called_later(position: Position, decision: Decision, event: Event) -> bool:
    """Whether an event calls for a document whose conditions rest on earlier ones."""
    called_by = DOCUMENT_TYPES[decision.document].called_by
    if not called_by or event.type != called_by or decision.outcome != "due":
        return False
    about = position.by_id[decision.about]
    return event.subject in {about.id, getattr(about, "registration", "")}


def _named(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts, each with a file's name of its own."""
    found = list(drafts)
    times = Counter((draft.document, draft.party) for draft in found)
    return [
        replace(
            draft,
            file=(
                draft.party
                if times[draft.document, draft.party] == 1
                else f"{draft.party}-{draft.decision.about}"
            ),
        )
        for draft in found
        if draft.decision
    ]


def _drafts(fields: LetterFields, decisions: Sequence[Decision]) -> Iterator[Draft]:
    due = [
        d
        for d in decisions
        if d.outcome == "due" and d.to is not None and d.document in FIELD_MAKERS
    ]
    noticed = {(d.about, d.to) for d in due if d.document != "piggyback_notice"}
    forms = []
    for d in due:
        combined = d.document == "piggyback_notice" and not is_proposal(fields, d.about)
        one = fields.deal.readings("piggyback_on_required_registration", "combined", d.about)
        if combined and (d.about, d.to) in noticed and one:
            continue  # the Further Notice gives this one too
        context = (further_notice if combined else FIELD_MAKERS[d.document])(fields, d)
        template = (
            ("short_form_further_notice" if "form_name" in context else "demand_further_notice")
            if combined
            else d.document
        )
        yield _draft(fields, d, d.document, template, context)
        if not combined:
            forms.append(d)
    for d in forms:
        if form := DOCUMENT_TYPES[d.document].form:
            made = FIELD_MAKERS[form](fields, d)
            yield _draft(fields, replace(d, sender=d.to, to=d.sender), form, form, made)
    yield from _companions(fields, forms)


def _companions(fields: LetterFields, due: Sequence[Decision]) -> Iterator[Draft]:
    """What is enclosed with documents that are due."""
    done: set[tuple[str, str]] = set()
    for d in due:
        found = DOCUMENT_TYPES[d.document].companion
        if found is None or (not found.for_each and (found.document, d.about) in done):
            continue
        done.add((found.document, d.about))
        answer = replace(
            d,
            document=found.document,
            sender=d.to,
            to=d.sender,
            class_=DOCUMENT_TYPES[found.document].class_,
        )
        if not found.reply:
            answer = replace(answer, sender=fields.deal.role("counsel"), to=fields.deal.issuer)
        yield _draft(
            fields,
            answer,
            found.document,
            found.document,
            FIELD_MAKERS[found.document](fields, answer),
        )


def requested(
    deal: Deal, event: Event, judge: Judge, document: str, as_of: datetime | None = None
) -> Bundle:
    """The drafts of one kind that somebody asks for about an event, whether or not they are due.

    What the rules decide about the event is drafted as they decide it, also where it was given or
    is open; for other documents the entry of the document says who makes it. Raises
    NoOccasionError.
    """
    fields = _letter_fields(deal, event, judge, as_of)
    trigger = Trigger(deal.events)
    decided = [
        replace(d, findings=tuple(f for f in d.findings if f.holds), given=None)
        for d in fields.docket.decisions
        if d.document == document
        and d.outcome != "not_due"
        and d.to
        and event.id in {d.about, trigger.of(d)}
        and document in FIELD_MAKERS
    ]
    drafts = _named(_drafts(fields, decided or asked_for(fields, event, document)))
    return Bundle(event, event_title(fields, event), fields, tuple(drafts)).only(document)


def _draft(
    fields: LetterFields, decision: Decision, document: str, template: str, context: Context
) -> Draft:
    party = _whose(fields, decision)
    title = f"{DOCUMENT_TYPES[document].title}: {fields.name(party)}"
    draft = Draft(document, party, template, context, title, decision=decision)
    return replace(draft, signers=tuple(map(signer, draft.signature_blocks)))


def _whose(fields: LetterFields, decision: Decision) -> str:
    """The party under whose name a document is filed: its recipient; of what comes to the issuer,
    the one who makes it.
    """
    issuer = fields.deal.issuer
    if decision.class_ == "internal":
        return issuer
    if decision.document == _OWN_PAGES or decision.to in (None, issuer):
        return decision.sender or issuer
    return decision.to or issuer


_OWN_PAGES = "underwriting_agreement_signature_pages"
