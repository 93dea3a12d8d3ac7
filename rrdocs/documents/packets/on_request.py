"""Papers that no rule decides: those that go with a paper that is due, and those that are drafted
when somebody asks.

``COMPANIONS`` names what is enclosed with a paper. ``OCCASIONS`` says about which events a paper
may be asked for, under which clause it stands, and who makes it for whom; without such a record a
paper is asked for about any event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rrdocs.agreement.document_types import KINDS
from rrdocs.agreement.registration_rights import Term
from rrdocs.agreement.terms import Terms
from rrdocs.deal import events as kinds
from rrdocs.deal.events import Event, type_name
from rrdocs.docket.decisions import Decision
from rrdocs.documents.wording.common_fields import registration_of, taking_part, underwriter_of
from rrdocs.documents.wording.letter_fields import LetterFields

Pair = tuple[str, str]
People = Callable[[LetterFields, Event], Iterator[Pair]]


@dataclass(frozen=True)
class Companion:
    """A paper that goes with another: for each recipient of that one, or once for all; from its
    recipient, or about it.
    """

    document: str
    each: bool = True
    reply: bool = True


COMPANIONS: dict[str, Companion] = {
    "underwriter_selection_notice": Companion("underwriter_acceptance"),
    "consent_solicitation": Companion("conflicting_rights_consent"),
    "cutback_allocation_notice": Companion("allocation_schedule", each=False, reply=False),
    "opinion_request": Companion("counsel_opinion"),
}


CALLED_LATER: dict[str, type[Event]] = {
    "underwriting_agreement_signature_pages": kinds.ClosingScheduled,
    "engagement_letter": kinds.UnderwriterAccepted,
}
"""Papers about a registration that a later event calls for, though their conditions rest on
earlier ones.
"""


@dataclass(frozen=True)
class Occasion:
    """When and for whom a paper is drafted on request."""

    clause: Callable[[Terms], Term | None]
    people: People
    about: tuple[type[Event], ...] = ()


# ---- who makes a paper for whom


def _field(name: str) -> People:
    """From the party that a field of the event names, to the issuer."""

    def people(fields: LetterFields, event: Event) -> Iterator[Pair]:
        yield str(getattr(event, name)), fields.deal.issuer

    return people


def _requesters(fields: LetterFields, event: Event) -> Iterator[Pair]:
    assert isinstance(event, kinds.Request)  # the occasion names requests
    yield next(iter(event.requesting)), fields.deal.issuer


def _sellers(fields: LetterFields, event: Event) -> Iterator[Pair]:
    for name in taking_part(fields, event.id):
        yield name, fields.deal.issuer


def _newcomer(fields: LetterFields, event: Event) -> Iterator[Pair]:
    yield str(getattr(event, "to", None) or getattr(event, "investor", "")), fields.deal.issuer


def _holders(fields: LetterFields, _event: Event) -> Iterator[Pair]:
    for name, party in fields.deal.parties.items():
        if party.role == "investor" and fields.held(name):
            yield name, fields.deal.issuer


def _firm(fields: LetterFields, event: Event) -> Iterator[Pair]:
    named = getattr(event, "underwriter", None) or underwriter_of(
        fields, registration_of(fields, event.id)
    )
    if named:
        yield str(named), fields.deal.issuer


def _issuer(fields: LetterFields, _event: Event) -> Iterator[Pair]:
    yield fields.deal.issuer, fields.deal.issuer


def _file(fields: LetterFields, _event: Event) -> Iterator[Pair]:
    yield fields.deal.role("counsel") or fields.deal.issuer, fields.deal.issuer


def _seller_of_transfer(fields: LetterFields, event: Event) -> Iterator[Pair]:
    yield str(getattr(event, "from_", "")), fields.deal.issuer


_REGISTRATIONS = (
    kinds.DemandNotice,
    kinds.ShortFormNotice,
    kinds.RegistrationProposed,
    kinds.RegistrationFiled,
    kinds.RegistrationEffective,
)

OCCASIONS: dict[str, Occasion] = {
    "demand_notice": Occasion(lambda t: t.demand, _requesters, (kinds.DemandNotice,)),
    "short_form_notice": Occasion(lambda t: t.short_form, _requesters, (kinds.ShortFormNotice,)),
    "withdrawal_notice": Occasion(
        lambda t: t.demand or t.piggyback, _field("investor"), (kinds.RequestWithdrawn,)
    ),
    "procedures_request": Occasion(lambda t: t.procedures, _sellers, _REGISTRATIONS),
    "legend_removal_request": Occasion(
        lambda t: t.legend, _field("holder"), (kinds.LegendRemovalRequested,)
    ),
    "reporting_statement_request": Occasion(
        lambda t: t.reporting, _field("investor"), (kinds.ReportingStatementRequested,)
    ),
    "change_of_address": Occasion(lambda t: t.notices, _field("party"), (kinds.AddressChanged,)),
    "joinder": Occasion(
        lambda t: t.notices, _newcomer, (kinds.Joinder, kinds.Succession, kinds.Transfer)
    ),
    "affiliate_certificate": Occasion(
        lambda t: t.transfer_compliance,
        _seller_of_transfer,
        (kinds.Transfer, kinds.TransferPresented),
    ),
    "counsel_opinion": Occasion(
        lambda t: t.legend, _field("holder"), (kinds.LegendRemovalRequested,)
    ),
    "waiver": Occasion(lambda t: t.waiver, _issuer, (kinds.Waiver,)),
    "amendment": Occasion(lambda t: t.amendment, _issuer, (kinds.Amendment,)),
    "lock_up_agreement": Occasion(
        lambda t: t.holdback_requested, _holders, (kinds.HoldbackRequested,)
    ),
    "holdback_request": Occasion(lambda t: t.holdback_requested, _firm, (kinds.HoldbackRequested,)),
    "cutback_opinion": Occasion(
        lambda t: t.demand_cutback or t.piggyback_cutback, _firm, (kinds.UnderwriterAdvice,)
    ),
    "allocation_schedule": Occasion(
        lambda t: t.demand_cutback or t.piggyback_cutback, _file, (kinds.UnderwriterAdvice,)
    ),
    "board_determination": Occasion(lambda t: t.deferral, _issuer, (kinds.DeferralDetermined,)),
    "docket": Occasion(lambda t: t.notices, _file),
    "clock_sheet": Occasion(lambda t: t.notices, _file),
    "investor_register": Occasion(lambda t: t.restricted_stock or t.notices, _file),
    "ledgers": Occasion(lambda t: t.satisfaction or t.deferral, _file),
    "rule_144_memo": Occasion(lambda t: t.loss_of_rights, _file),
    "duration_memo": Occasion(lambda t: t.duration, _file),
    "reporting_calendar": Occasion(lambda t: t.reporting, _file),
    "readings_sheet": Occasion(lambda t: t.notices, _file),
}


class NoOccasion(Exception):  # noqa: N818 - it reads as what is the case
    """A paper that cannot be drafted about an event; its words say why."""


def asked_for(fields: LetterFields, event: Event, document: str) -> list[Decision]:
    """The papers of a kind that somebody asks for about an event, as decisions without conditions.
    Raises NoOccasion.
    """
    occasion, title = OCCASIONS.get(document), KINDS[document].title
    if occasion is None:
        raise NoOccasion(f"{title}: nothing in the file calls for it about `{event.id}`")
    if occasion.about and not isinstance(event, occasion.about):
        wanted = ", ".join(sorted(type_name(kind) for kind in occasion.about))
        raise NoOccasion(f"{title}: is drafted about {wanted}, and `{event.id}` is {event.type}")
    term = occasion.clause(fields.deal.terms)
    if term is None:
        raise NoOccasion(
            f"{title}: the {fields.deal.agreement.words.agreement}"
            " grants no right that calls for it"
        )
    day = event.date.day
    found = [
        Decision(
            document,
            term.clause,
            event.id,
            sender,
            to,
            KINDS[document].class_,
            (),
            day,
            as_of=fields.today,
        )
        for sender, to in occasion.people(fields, event)
    ]
    if not found:
        raise NoOccasion(f"{title}: nobody is concerned by it about `{event.id}`")
    return found
