"""3(f): what the issuer does for those who sell under a registration.

Requires:
    For every registration of the holders' stock the issuer must give counsel for the selling
    holders a reasonable opportunity to review the statement, furnish the copies that a seller
    reasonably requests, qualify the shares in the states requested unless that burdens it beyond
    the clause, and open its records to inspection. In an underwritten offering, on request, it
    furnishes an opinion of counsel and the accountants' comfort letter at closing. The statement
    is kept current for the period of distribution. The issuer may abandon or delay a registration
    of its own.
Decides:
    draft_registration_transmittal, prospectus_delivery_letter, blue_sky_memo,
    issuer_counsel_opinion, comfort_letter, effectiveness_notice, abandonment_notice.
    period_of_distribution: the clock. blue_sky: the tally of states to qualify in and states
    refused. Flags: requests that nobody is entitled to make.
Readings:
    `pd_cap_inclusive` (A42): whether the last day of the cap on the period of distribution is in
        it.
Not modelled:
    Whether the issuer's efforts are reasonable; what a state's law requires.
Cases:
    tests/scenarios/procedures.yaml, tests/scenarios/blue_sky.yaml,
    tests/scenarios/period_of_distribution.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rrdocs.agreement.covenants import ComfortCutoff, Distribution, OnRequest
from rrdocs.agreement.registration_rights import Piggyback, Term
from rrdocs.dates.moments import DAY, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    BlueSkyRequested,
    ClosingScheduled,
    ComfortRequested,
    CopiesRequested,
    DistributionCompleted,
    Event,
    InspectionRequested,
    NoticeSent,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Giving, Item
from rrdocs.facts.notices.dispatches import dispatches, was_notified
from rrdocs.facts.offerings.sellers import firm_commitment, given_up, selling
from rrdocs.facts.offerings.underwriters import underwriters
from rrdocs.facts.record.business_days import business_calendars
from rrdocs.facts.record.names import selling_holders
from rrdocs.facts.record.position import Position, Registration, running
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.participation import is_underwritten, participants
from rrdocs.facts.requests.requests import request_of
from rrdocs.facts.requests.standing import is_good, still_stands
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.giving import counsel, to_send
from rrdocs.rules.registrations.blue_sky import blue_sky
from rrdocs.rules.requests.registration_lock import completed, distribution_end


def procedures(deal: Deal, position: Position) -> Iterator[Item]:
    """3(f): the documents and clocks of every registration."""
    terms = deal.terms
    for registration in position.registrations().values():
        if terms.review:
            yield from _review(position, terms.review, registration)
        if terms.period_of_distribution and registration.effective:
            yield from _effective(
                position, terms.period_of_distribution, registration, registration.effective
            )
        if terms.piggyback and registration.proposal and registration.ended:
            yield from _given_up(position, terms.piggyback, registration)
    if terms.copies:
        for copies in position.all(CopiesRequested):
            yield _copies(position, terms.copies, copies)
    if terms.inspection:
        for inspection in position.all(InspectionRequested):
            yield _inspection(position, terms.inspection, inspection)
    if terms.comfort:
        for asked in position.all(ComfortRequested):
            yield from _comfort(position, terms.comfort, asked)
    if terms.blue_sky:
        for request in position.all(BlueSkyRequested):
            yield from blue_sky(position, terms.blue_sky, request)


def _review(position: Position, rule: Term, registration: Registration) -> Iterator[Decision]:
    """3(f)(i): counsel for the selling Investors reviews the draft before it is filed."""
    found, event, document = (
        request_of(position, registration.id),
        registration.event,
        "draft_registration_transmittal",
    )
    good = is_good(position, found) if found else True
    if good is False or (found and found.id != registration.id):
        return
    included = {part.investor for part in participants(position, registration.id) if part.included}
    if not included:
        return
    firm = _holders_counsel(position)
    stock = position.deal.agreement.words.stock
    findings = [
        Finding(
            rule.clause,
            f"it is to cover {stock} of {selling_holders(len(included))}",
            True,
            event.place,
        )
    ]
    if firm is None:
        findings.append(
            Finding(rule.clause, "who is counsel for the selling holders is not on record", None)
        )
    if good is None:
        findings.append(
            Finding(rule.clause, "whether the request is good is open", None, event.place)
        )
    sent = firm and any(True for _ in dispatches(position, event.id, firm, document))
    if registration.ended and not sent:
        findings.append(
            Finding(rule.clause, "it was withdrawn or abandoned", False, registration.ended.place)
        )
    if found and not sent:
        findings += still_stands(position, found)
    planned = registration.proposal.planned_filing if registration.proposal else None
    filing = registration.filed.date if registration.filed else planned
    yield to_send(
        position, document, rule.clause, event.id, firm, findings, filing.day if filing else None
    )


def _holders_counsel(position: Position) -> str | None:
    """Counsel for the selling Investors: the last firm in that role, where there is more
    than one.
    """
    firms = [name for name, party in position.deal.parties.items() if party.role == "counsel"]
    return firms[-1] if len(firms) > 1 else None


# Long: what follows from effectiveness, document by document.
def _effective(
    position: Position, rule: Distribution, registration: Registration, step: Event
) -> Iterator[Item]:
    """The notice of effectiveness and the period of distribution."""
    event, day, place = registration.event, step.date.day, step.place
    sellers = selling(position, registration, step.date.at)
    if sellers:
        firm = firm_commitment(position, registration)
        last, line = distribution_end(position, registration, rule, firm=firm)
        yield Clock(
            "period_of_distribution",
            rule.clause,
            event.id,
            None,
            day,
            last,
            free_from=last + DAY if last else None,
            running=running(position, day, last),
            arithmetic=(line,),
            evidence=place,
        )
        done = position.last(DistributionCompleted, registration.id)
        if done and not firm and completed(position, registration, firm=firm) is None:
            stock, when = position.deal.agreement.words.stock, long_date(done.date.day)
            words = (
                f"that the distribution was complete on {when} ends nothing: no sale of all {stock}"
                " covered is on record"
            )
            yield Flag(rule.clause, event.id, words, evidence=done.place)
    findings = (
        Finding(rule.clause, f"it became effective on {long_date(day)}", True, place),
        Finding(
            rule.clause,
            f"it covers shares of {selling_holders(len(sellers))}",
            bool(sellers),
            place,
        ),
    )
    for name in (*sellers, *underwriters(position, registration)) if sellers else (None,):
        over = (
            ()
            if name and was_notified(position, event.id, name, "effectiveness_notice")
            else given_up(registration, rule.clause)
        )
        yield to_send(
            position,
            "effectiveness_notice",
            rule.clause,
            event.id,
            name,
            (*findings, *over),
            day,
            class_="customary",
        )


def _given_up(
    position: Position, right: Piggyback, registration: Registration
) -> Iterator[Decision]:
    """3(d): the issuer may abandon its own registration; it notifies those who asked to join."""
    step = registration.ended
    assert step is not None  # asked only of a registration that ended
    people = [part.investor for part in participants(position, registration.id)]
    came = (
        f"requests of {len(people) or 'no'} holder{'' if len(people) == 1 else 's'} to join it had"
        " come"
    )
    findings = (
        Finding(
            right.clause,
            f"it was withdrawn or abandoned on {long_date(step.date.day)}",
            True,
            step.place,
        ),
        Finding(right.clause, came, bool(people), step.place),
    )
    for name in dict.fromkeys(people) if people else (None,):
        yield to_send(
            position,
            "abandonment_notice",
            right.clause,
            registration.event.id,
            name,
            findings,
            step.date.day,
            class_="customary",
        )


def _asks(
    position: Position,
    clause: str,
    event: CopiesRequested | InspectionRequested | ComfortRequested,
    *,
    firms: Sequence[str] | None = None,
) -> tuple[Finding, Finding]:
    """That somebody asked, and that it is a selling Investor, or one of ``firms`` where
    underwriters may ask too.
    """
    name, registration = (
        position.deal.party_name(event.investor),
        position.registration(event.registration),
    )
    sells, underwrites = (
        event.investor in selling(position, registration, event.date.at),
        event.investor in (firms or ()),
    )
    if sells:
        says = "sells under the registration"
    elif underwrites:
        says = "underwrites the offering"
    else:
        says = (
            "does not sell under the registration"
            if firms is None
            else "neither sells under the registration nor underwrites it"
        )
    return (
        Finding(clause, f"{name} asked on {long_date(event.date.day)}", True, event.place),
        Finding(clause, f"{name} {says}", sells or underwrites, event.place),
    )


def _copies(position: Position, rule: OnRequest, event: CopiesRequested) -> Decision:
    """3(f)(iii): copies for a selling Investor, or an underwriter, that asks."""
    firms = underwriters(position, position.registration(event.registration))
    due, line = own_day(position, event.date.day, rule.within)
    findings: tuple[Finding, ...] = _asks(position, rule.clause, event, firms=firms)
    if not was_notified(position, event.id, event.investor, "prospectus_delivery_letter"):
        findings += given_up(position.registration(event.registration), rule.clause)
    return to_send(
        position,
        "prospectus_delivery_letter",
        rule.clause,
        event.id,
        event.investor,
        findings,
        due,
        arithmetic=(line,),
    )


def _inspection(position: Position, rule: Term, event: InspectionRequested) -> Flag:
    """3(f)(vii): records are made available to a selling Investor, or an underwriter; there is no
    paper to send.
    """
    firms = underwriters(position, position.registration(event.registration))
    asked, entitled = _asks(position, rule.clause, event, firms=firms)
    duty = (
        "records and people are to be made available to it"
        if entitled.holds
        else "it has no right to inspect"
    )
    return Flag(
        rule.clause, event.id, f"{asked.says}, {entitled.says}: {duty}", evidence=event.place
    )


def _comfort(
    position: Position, rule: ComfortCutoff, event: ComfortRequested
) -> Iterator[Decision]:
    """3(f)(vi): opinion and comfort letter at the closing of an underwritten sale."""
    registration = position.registration(event.registration)
    underwritten = is_underwritten(position, event.registration)
    findings = (
        Finding(
            rule.clause,
            f"the offering is {'' if underwritten else 'not '}underwritten",
            underwritten,
            registration.event.place,
        ),
        *_asks(position, rule.clause, event),
    )
    closing = position.last(ClosingScheduled, event.registration)
    due = closing.closing.day if closing else None
    then = (
        under_terms(position, closing.closing.at)
        if closing and closing.closing.at < position.as_of
        else position
    )
    lines = _cutoff(then, then.deal.terms.comfort or rule, due) if due else ()
    firms: list[str | None] = [*underwriters(position, registration)] or [None]
    letters: tuple[tuple[str, str | None, list[str | None]], ...] = (
        (
            "issuer_counsel_opinion",
            position.deal.role("counsel"),
            [*(firm for firm in firms if firm), event.investor],
        ),
        ("comfort_letter", "accountants", firms),
    )
    for document, sender, people in letters:
        came = any(_delivered(position, event.id, document, to, due) for to in people)
        every = findings if came else (*findings, *given_up(registration, rule.clause))
        for to in people if all(finding.holds for finding in every) else [None]:
            yield Decision(
                document,
                rule.clause,
                event.id,
                sender,
                to,
                "condition",
                every,
                due,
                given=_delivered(position, event.id, document, to, due),
                settled=counsel(position, event.id, document),
                as_of=position.as_of.date(),
                arithmetic=lines,
            )


def _delivered(
    position: Position, about: str, document: str, to: str | None, due: date | None
) -> Giving | None:
    """The evidence that an opinion or a letter came to its addressee."""
    for sent in position.about(NoticeSent, about):
        if sent.document == document and sent.to == to:
            day = sent.date.day
            return Giving(
                Finding("", f"delivered on {long_date(day)}", True, sent.place),
                day,
                due is not None and day > due,
            )
    return None


def _cutoff(position: Position, rule: ComfortCutoff, closing: date) -> tuple[str, ...]:
    """How recent the comfort must be: by the calendar that asks most where the cautious reading
    compares several.
    """
    cut = max(
        days.before(closing, rule.cutoff.count)
        for days in business_calendars(position.deal, "outbound")
    )
    return (
        (
            f"closing {weekday_date(closing)}; the comfort may not end before {weekday_date(cut)}"
            f" ({rule.cutoff} earlier)"
        ),
    )
