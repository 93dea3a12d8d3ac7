"""3(g), 3(h): what those who sell furnish and sign.

Each selling Investor furnishes in writing what the registration needs to know of it. In an
underwritten offering it and the issuer sign the underwriting agreement; the time and place of the
closing need the consent of Investors with more than half of the stock being sold, except in a
piggyback. Not modelled: what is customary in such an agreement.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.document_types.entry import Class
from rrdocs.agreement.registration_rights import Majority, Term
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    ClosingScheduled,
    Consent,
    NoticeSent,
    SignatureReturned,
    UnderwriterSelected,
)
from rrdocs.docket.decisions import Decision, Finding, Giving, Item, Tally
from rrdocs.facts.offerings.allocation import latest
from rrdocs.facts.offerings.sellers import given_up
from rrdocs.facts.offerings.underwriters import underwriters
from rrdocs.facts.record.holders import heir
from rrdocs.facts.record.names import selling_holders
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.participation import is_underwritten, participants
from rrdocs.facts.requests.requests import request_of
from rrdocs.facts.requests.standing import is_good, still_stands
from rrdocs.rules.giving import counsel
from rrdocs.rules.offerings.underwriter import being_sold


def furnished(deal: Deal, position: Position) -> Iterator[Item]:
    """3(g), 3(h): questionnaires, the underwriting agreement, and the consent to the closing."""
    for registration in position.registrations().values():
        request = request_of(position, registration.id)
        if request and (request.id != registration.id or is_good(position, request) is False):
            continue
        if deal.terms.questionnaire:
            yield from _questionnaires(position, deal.terms.questionnaire, registration)
        if deal.terms.underwriting_agreement:
            yield from _agreement(position, deal.terms.underwriting_agreement, registration)
            yield from _closing(position, deal.terms.underwriting_agreement, registration)


def _from(
    position: Position,
    document: str,
    clause: str,
    about: str,
    sender: str | None,
    to: str | None,
    findings: tuple[Finding, ...],
    due: date | None,
    class_: Class = "required",
    given: Giving | None = None,
) -> Decision:
    """The decision on a document that another party owes, with the evidence that it came."""
    came = given or (sender and _came(position, document, about, sender)) or None
    return Decision(
        document,
        clause,
        about,
        sender,
        to,
        class_,
        findings,
        due,
        given=came,
        settled=counsel(position, about, document),
        as_of=position.as_of.date(),
    )


def _came(position: Position, document: str, about: str, sender: str) -> Giving | None:
    pages = [
        e
        for e in position.about(SignatureReturned, about)
        if e.document == document and e.signer == sender
    ]
    letters = [
        e for e in position.about(NoticeSent, about) if e.document == document and e.from_ == sender
    ]
    first = min((*pages, *letters), key=lambda event: event.date, default=None)
    if first is None:
        return None
    day = first.date.day
    return Giving(Finding("", f"it came on {long_date(day)}", True, first.place), day, late=False)


def _request_is_good(
    position: Position, registration: Registration, clause: str
) -> tuple[Finding, ...]:
    """A registration that Investors require waits for what is open about their request."""
    request = request_of(position, registration.id)
    if request is None:
        return ()
    if is_good(position, request) is None:
        return (
            Finding(clause, "whether the request is good is open", None, registration.event.place),
        )
    return still_stands(position, request)


def _questionnaires(
    position: Position, rule: Term, registration: Registration
) -> Iterator[Decision]:
    document = "selling_holder_questionnaire"
    for part in {part.investor: part for part in participants(position, registration.id)}.values():
        sender = part.investor
        if not _came(position, document, registration.event.id, sender):
            sender = heir(position, sender, position.as_of)
        name = position.deal.party_name(sender)
        says = f"{name} {'sells' if part.included else 'does not sell'} under the registration"
        findings = (
            Finding(rule.clause, says, part.included, part.event.place),
            *_request_is_good(position, registration, rule.clause),
            *given_up(registration, rule.clause),
        )
        yield _from(
            position,
            document,
            rule.clause,
            registration.event.id,
            sender,
            position.deal.issuer,
            findings,
            None,
        )


def _agreement(position: Position, rule: Term, registration: Registration) -> Iterator[Decision]:
    """The pages of the issuer and of each seller, when a managing underwriter is chosen or a
    closing set.
    """
    closing = position.last(ClosingScheduled, registration.id)
    firms = underwriters(position, registration)
    chosen = latest(position, UnderwriterSelected, registration.id)
    sold = being_sold(position, registration.id)
    trigger = closing or chosen
    if trigger is None and not (firms and sold):
        return
    about, place = registration.event.id, registration.event.place
    underwritten = is_underwritten(position, registration.id)
    findings = (
        Finding(
            rule.clause,
            f"the offering is {'' if underwritten else 'not '}underwritten",
            underwritten,
            place,
        ),
        Finding(
            rule.clause, f"it covers shares of {selling_holders(len(sold))}", bool(sold), place
        ),
        *given_up(registration, rule.clause),
    )
    due = closing.closing.day if closing else None
    document = "underwriting_agreement_signature_pages"
    if not all(finding.holds for finding in findings):
        yield _from(position, document, rule.clause, about, None, None, findings, due)
        return
    for sender in (position.deal.issuer, *sold):
        yield _from(
            position,
            document,
            rule.clause,
            about,
            sender,
            firms[0] if firms else None,
            findings,
            due,
        )


def _closing(position: Position, rule: Majority, registration: Registration) -> Iterator[Item]:
    """Who must agree to the time and place of the closing."""
    closing, issuer = position.last(ClosingScheduled, registration.id), position.deal.issuer
    if closing is None:
        return
    holders, place = position.deal.agreement.words.holders, registration.event.place
    underwritten = is_underwritten(position, registration.id)
    required = request_of(position, registration.id) is not None
    findings = (
        Finding(
            rule.clause,
            f"the offering is {'' if underwritten else 'not '}underwritten",
            underwritten,
            place,
        ),
        Finding(
            rule.clause,
            f"the registration is {'' if required else 'not '}one that {holders} required",
            required,
            place,
        ),
        *given_up(registration, rule.clause),
    )
    if not all(finding.holds for finding in findings):
        yield _from(
            position,
            "closing_consent",
            rule.clause,
            closing.id,
            None,
            issuer,
            findings,
            None,
            "right",
        )
        return
    consents = sorted(
        (
            event
            for key in (closing.id, registration.id)
            for event in position.about(Consent, key)
            if event.date.at >= closing.date.at
            or (event.date.day == closing.date.day and not event.date.timed)
        ),
        key=lambda event: event.date,
    )
    sold, agreed = being_sold(position, registration.id), dict[str, Consent]()
    above, below, holds = 0, sum(sold.values()), False
    for (
        event
    ) in consents:  # each counts under the terms of its day; what was agreed then stays agreed
        agreed |= dict.fromkeys(event.signed_by, event)
        above = sum(count for name, count in sold.items() if name in agreed)
        then = under_terms(position, event.date.at).deal.terms.underwriting_agreement or rule
        holds = holds or then.threshold.passes(above, below)
    line = f"{above:,} of {below:,} shares being sold agree; {rule.threshold} must"
    yield Tally(
        "majority",
        rule.clause,
        closing.id,
        {"numerator": above, "denominator": below, "holds": holds},
        (line,),
    )
    for name in sold:
        wanted = Finding(rule.clause, line, name in agreed or not holds, closing.place)
        given = None
        if name in agreed:
            day = agreed[name].date.day
            given = Giving(
                Finding(rule.clause, f"agreed on {long_date(day)}", True, agreed[name].place),
                day,
                late=False,
            )
        yield _from(
            position,
            "closing_consent",
            rule.clause,
            closing.id,
            name,
            issuer,
            (*findings, wanted),
            closing.closing.day,
            "right",
            given,
        )
