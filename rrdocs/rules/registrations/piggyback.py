"""3(d): piggyback registration.

Requires:
    When the issuer proposes to register common stock for sale to the public, for anyone's
    account, on a form on which the holders' stock could be sold too, it must notify every holder,
    those without stock and those shut out under 3(j) included. Each holder may ask to be included
    within a stated number of days of its own receipt of the notice. A demand or a short form
    request calls for the notice too, on one reading; one combined notice serves both.
Decides:
    piggyback_notice: to each holder. piggyback_window: the clock of each holder that was
    notified. Flags: a notice given too late for its window to end before the filing, and what the
    notice leaves out.
Readings:
    `piggyback_on_required_registration` (A28): whether a demand or short form request also calls
        for a piggyback notice.
    `shelf_takedown` (A75): whether a takedown from a shelf is a new proposal.
    `piggyback_timing` (A29): how soon after the proposal the notice must go out.
    `notify_zero_holders` (A52): whether a holder without stock is notified.
Not modelled:
    How long before the filing a notice must go out.
Cases:
    tests/scenarios/piggyback.yaml, tests/parameters/piggyback.yaml,
    tests/parameters/recipients_and_replies.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from rrdocs.agreement.registration_rights import Piggyback
from rrdocs.dates.moments import DAY, Moment, first_day, long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import RegistrationProposed, ShelfTakedown
from rrdocs.docket.decisions import Clock, Finding, Flag, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.dispatches import was_notified
from rrdocs.facts.notices.recipients import nobody_is_told, opted_out, recipients
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.groups import of_group
from rrdocs.facts.record.holders import agreement_in_force, investors
from rrdocs.facts.record.position import Position, Registration, running
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.proposals import proposal_findings
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, request_of
from rrdocs.facts.requests.standing import conditions, still_stands
from rrdocs.facts.requests.windows import notices_combined, window
from rrdocs.facts.time.time_limits import of_registration, own_day, period_end
from rrdocs.rules.giving import to_send
from rrdocs.rules.requests.silence import left_unsaid, silence
from rrdocs.yamlfiles.records import Place

NOTICE = "piggyback_notice"


def piggyback(deal: Deal, position: Position) -> Iterator[Item]:
    """3(d): the Piggyback Notice to each Investor, and the windows of those that received it."""
    right = deal.terms.piggyback
    if right is None:
        return
    for registration in position.registrations().values():
        if registration.proposal:
            yield from _proposed(
                under_terms(position, registration.proposal.date.at),
                registration,
                registration.proposal,
            )
    for found in all_requests(position):
        yield from _required(position, right, found)
    for takedown in position.all(ShelfTakedown):
        yield from _takedown(position, right, takedown)


def notice_due(position: Position, registration: Registration) -> date | None:
    """The day on which the notice of a registration was due: as proposed, or as the request for it
    was received.
    """
    if registration.proposal:
        return _day(
            under_terms(position, registration.proposal.date.at),
            registration,
            registration.proposal,
        )[0]
    found, right = request_of(position, registration.id), position.deal.terms.piggyback
    if found is None or right is None:
        return registration.event.date.day
    return own_day(position, found.received.day, right.notice)[0]


def still_told(position: Position, name: str, at: datetime, about: str) -> bool:
    """Whether an Investor is notified at all; one without stock may be left out. Readings
    consulted: ``notify_zero_holders``.
    """
    holds = position.ledger.holding(name, at, issuable=True)
    return bool(holds) or reading(position, "notify_zero_holders", about) == "yes"


# ---- proposed by the issuer


def _proposed(
    position: Position, registration: Registration, proposal: RegistrationProposed
) -> Iterator[Item]:
    right = position.deal.terms.piggyback
    if right is None:
        return
    at, about = proposal.date.at, proposal.id
    findings = (
        *proposal_findings(position, proposal),
        agreement_in_force(position, at),
        *nobody_is_told(right),
    )
    gone = _given_up(position, right, registration)
    due, line = _day(position, registration, proposal)
    people = recipients(position, right, at)
    given = [name for name in people if was_notified(position, about, name, NOTICE)]
    if False in (finding.holds for finding in findings) or (gone and not given):
        yield to_send(
            position, NOTICE, right.clause, about, None, (*findings, *gone), due, arithmetic=(line,)
        )
        return
    for name in people:
        # what was given stays given although the registration was then given up
        kept = () if name in given else (*gone, *opted_out(position, name, at, "piggyback"))
        every = (*findings, *kept, *_for_one(position, right, name, at, about))
        yield to_send(position, NOTICE, right.clause, about, name, every, due, arithmetic=(line,))
        yield from left_unsaid(position, right, about, name, NOTICE)
        yield from _window(position, right, about, name)
    if registration.filed and not gone:
        made = f"the filing of {long_date(registration.filed.date.day)} was made"
        yield from _room(
            position, right, proposal, registration.filed.date, made, registration.filed.place
        )
    elif proposal.planned_filing and not gone:
        planned = f"the filing planned for {long_date(proposal.planned_filing.day)} is"
        yield from _room(
            position,
            right,
            proposal,
            proposal.planned_filing,
            planned,
            proposal.place_of("planned_filing"),
        )


def _given_up(
    position: Position, right: Piggyback, registration: Registration
) -> tuple[Finding, ...]:
    step = registration.ended
    if step is None:
        return ()
    words = (
        f"{position.deal.agreement.words.issuer} gave the registration up on"
        f" {long_date(step.date.day)}"
    )
    return (Finding(right.clause, words, False, step.place),)


def _day(
    position: Position, registration: Registration, proposal: RegistrationProposed
) -> tuple[date | None, str]:
    """When the notice is due. Readings consulted where a filing is planned or made:
    ``piggyback_timing``.
    """
    right = position.deal.terms.piggyback
    due, line = (
        own_day(position, proposal.date.day, right.notice, of_registration(registration))
        if right
        else (proposal.date.day, "")
    )
    filing = proposal.planned_filing or (registration.filed.date if registration.filed else None)
    if right and filing and right.notice.length.word == "at such time":
        day = long_date(filing.day)
        match reading(position, "piggyback_timing", proposal.id):
            case "before_filing":
                return filing.day - DAY, f"before the filing on {day}"
            case "30_days_before_filing":
                return (
                    first_day(filing.day, right.response.length, business_days(position.deal)),
                    f"{day} - {right.response}",
                )
    return due, line


def _for_one(
    position: Position, right: Piggyback, name: str, at: datetime, about: str
) -> Iterator[Finding]:
    """Readings under which an Investor is left out; the notice sentence of 3(d) itself is not
    subject to 3(j).
    """
    yield from of_group(position, right.clause, right.by, (name,), at, right.place)
    bar, party = exclusion_of(position, name, at, about), position.deal.party_name(name)
    if bar.shut_out:
        words = f"{party} is shut out under {bar.finding.clause}, and is notified all the same"
        yield Finding(right.clause, words, True, bar.finding.evidence)
    if not position.ledger.holding(name, at, issuable=True):
        tells, stock = still_told(position, name, at, about), position.deal.agreement.words.stock
        yield Finding(
            right.clause,
            f"{party} holds no {stock} and is {'still' if tells else 'not'} notified",
            tells,
        )


def _window(position: Position, right: Piggyback, about: str, name: str) -> Iterator[Clock | Flag]:
    frame = window(position, about, NOTICE, name)
    if frame:
        yield Clock(
            "piggyback_window",
            right.clause,
            about,
            name,
            frame.starts,
            frame.last_day,
            frame.last_permitted,
            running=running(position, frame.starts, frame.last_permitted),
            arithmetic=frame.arithmetic,
        )
        yield from silence(position, right, about, name, frame)


def _room(
    position: Position,
    right: Piggyback,
    proposal: RegistrationProposed,
    filing: Moment,
    says: str,
    place: Place,
) -> Iterator[Flag]:
    """A filing that is planned, or was made, before the last window ends."""
    frames = [
        window(position, proposal.id, NOTICE, name)
        for name in investors(position, proposal.date.at)
    ]
    latest = max((frame.last_permitted for frame in frames if frame), default=None)
    frame = (
        None
        if latest
        else period_end(position, proposal.date.day, right.response, {"filing": filing.day})
    )
    last = latest or (frame[1] if frame else None)
    if last is not None and filing.day <= last:
        yield Flag(
            right.clause,
            proposal.id,
            f"{says} before the last window ends, at the end of {long_date(last)}",
            evidence=place,
        )


# ---- required by the holders


# Long: the conditions of the clause in its order, each a finding.
def _required(position: Position, right: Piggyback, found: RegistrationRequest) -> Iterator[Item]:
    """Whether a demand or short form itself calls for a Piggyback Notice."""
    findings, gone = (
        (*conditions(position, found), *nobody_is_told(right)),
        still_stands(position, found),
    )
    if right.required_registrations == "excluded":
        findings = (
            *findings,
            Finding(
                right.clause,
                "registrations that the holders require are left out of the clause",
                False,
            ),
        )
    elif (
        right.required_registrations == "reading"
        and reading(position, "piggyback_on_required_registration", found.id) == "none"
    ):
        words = "a registration required by the holders does not itself call for this notice"
        findings = (*findings, Finding(right.clause, words, False))
    due, line = own_day(position, found.received.day, right.notice)
    at, also = min(found.received.at, position.as_of), notices_combined(position, found.id)
    people = recipients(position, right, at)
    given = [name for name in people if was_notified(position, found.id, name, NOTICE, *also)]
    if False in (finding.holds for finding in findings) or (gone and not given):
        yield to_send(
            position,
            NOTICE,
            right.clause,
            found.id,
            None,
            (*findings, *gone),
            due,
            arithmetic=(line,),
        )
        return
    for name in people:
        kept = () if name in given else (*gone, *opted_out(position, name, at, "piggyback"))
        every = (*findings, *kept, *_for_one(position, right, name, at, found.id))
        yield to_send(
            position,
            NOTICE,
            right.clause,
            found.id,
            name,
            every,
            due,
            given_by=also,
            arithmetic=(line,),
        )
        if not gone:
            yield from _window(position, right, found.id, name)


def _takedown(position: Position, right: Piggyback, takedown: ShelfTakedown) -> Iterator[Item]:
    """A takedown of an effective shelf; where each Investor was notified of the shelf it is no new
    proposal (``shelf_takedown``).
    """
    registration = position.registrations().get(takedown.registration)
    event = registration.event if registration else takedown
    also = notices_combined(position, takedown.registration)
    noticed = all(
        was_notified(position, takedown.registration, name, NOTICE, *also)
        for name in investors(position, event.date.at)
    )
    new: bool | None = False if noticed else None
    words = (
        f"a takedown of a shelf of which {'each' if noticed else 'not every'}"
        f" {position.deal.agreement.words.holder} was notified"
    )
    if right.takedowns != "reading":
        new = right.takedowns == "included"
        words = f"a takedown of a shelf, which the clause {'includes' if new else 'leaves out'}"
    elif reading(position, "shelf_takedown", takedown.id) == "new_proposal":
        new = True
    finding = Finding(right.clause, words, new, takedown.place)
    due, line = own_day(position, takedown.date.day, right.notice)
    for name in investors(position, takedown.date.at) if new is not False else (None,):
        yield to_send(
            position, NOTICE, right.clause, takedown.id, name, (finding,), due, arithmetic=(line,)
        )
