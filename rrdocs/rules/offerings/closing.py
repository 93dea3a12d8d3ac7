"""3(g), 3(h): what selling holders furnish and sign.

Requires:
    Each selling Investor furnishes in writing what the issuer needs to know for the registration.
    In an underwritten offering the issuer and each seller sign the underwriting agreement. The time
    and place of the closing need the consent of Investors with the stated majority of the stock
    being sold, except in a piggyback.
Decides:
    selling_holder_questionnaire: from each holder that takes part.
    underwriting_agreement_signature_pages: from the issuer and each seller. closing_consent: from
    each seller, where a requested registration is underwritten. majority: the tally of the shares
    whose holders consent to the closing.
Readings:
    none
Not modelled:
    Which representations and indemnities are customary in an underwriting agreement.
Cases:
    tests/scenarios/underwriting.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from rrdocs.docket.figures import MajorityFigures
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
        if request and request.id != registration.id:
            continue
        if request and is_good(position, request) is False:
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
    """The decision on a document that another party owes, with the evidence that it was
    received.
    """
    came = given or (sender and _receipt_of(position, document, about, sender)) or None
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


def _receipt_of(position: Position, document: str, about: str, sender: str) -> Giving | None:
    """The first evidence that a party's signature pages, or its letter, were received."""
    pages = [
        event
        for event in position.about(SignatureReturned, about)
        if event.document == document and event.signer == sender
    ]
    letters = [
        event
        for event in position.about(NoticeSent, about)
        if event.document == document and event.from_ == sender
    ]
    first = min((*pages, *letters), key=lambda event: event.date, default=None)
    if first is None:
        return None
    day = first.date.day
    words = f"it was received on {long_date(day)}"
    return Giving(Finding("", words, True, first.place), day, late=False)


def _request_stands(
    position: Position, registration: Registration, clause: str
) -> tuple[Finding, ...]:
    """Of a registration that Investors required: that the validity of their request is open, or
    that they withdrew it. Empty if neither is so.
    """
    request = request_of(position, registration.id)
    if request is None:
        return ()
    if is_good(position, request) is None:
        words = "whether the request is valid is open"
        return (Finding(clause, words, None, registration.event.place),)
    return still_stands(position, request)


def _questionnaires(
    position: Position, rule: Term, registration: Registration
) -> Iterator[Decision]:
    """The questionnaire of each holder that takes part, or of its successor."""
    document = "selling_holder_questionnaire"
    about = registration.event.id
    for part in {part.investor: part for part in participants(position, registration.id)}.values():
        sender = part.investor
        if not _receipt_of(position, document, about, sender):
            sender = heir(position, sender, position.as_of)
        name = position.deal.party_name(sender)
        says = f"{name} {'sells' if part.included else 'does not sell'} under the registration"
        findings = (
            Finding(rule.clause, says, part.included, part.event.place),
            *_request_stands(position, registration, rule.clause),
            *given_up(registration, rule.clause),
        )
        to = position.deal.issuer
        yield _from(position, document, rule.clause, about, sender, to, findings, None)


def _underwritten(position: Position, rule: Term, registration: Registration) -> Finding:
    """That the offering is underwritten."""
    underwritten = is_underwritten(position, registration.id)
    says = f"the offering is {'' if underwritten else 'not '}underwritten"
    return Finding(rule.clause, says, underwritten, registration.event.place)


def _agreement(position: Position, rule: Term, registration: Registration) -> Iterator[Decision]:
    """The signature pages of the issuer and of each seller, once a managing underwriter is chosen
    or a closing scheduled.
    """
    closing = position.last(ClosingScheduled, registration.id)
    firms = underwriters(position, registration)
    chosen = latest(position, UnderwriterSelected, registration.id)
    sold = being_sold(position, registration.id)
    if not closing and not chosen and not (firms and sold):
        return
    about, place = registration.event.id, registration.event.place
    says = f"it covers shares of {selling_holders(len(sold))}"
    findings = (
        _underwritten(position, rule, registration),
        Finding(rule.clause, says, bool(sold), place),
        *given_up(registration, rule.clause),
    )
    due = closing.closing.day if closing else None
    document = "underwriting_agreement_signature_pages"
    if not all(finding.holds for finding in findings):
        yield _from(position, document, rule.clause, about, None, None, findings, due)
        return
    firm = firms[0] if firms else None
    for sender in (position.deal.issuer, *sold):
        yield _from(position, document, rule.clause, about, sender, firm, findings, due)


def _closing(position: Position, rule: Majority, registration: Registration) -> Iterator[Item]:
    """The consents of the sellers to the time and place of the closing."""
    closing, issuer = position.last(ClosingScheduled, registration.id), position.deal.issuer
    if closing is None:
        return
    holders = position.deal.agreement.words.holders
    required = request_of(position, registration.id) is not None
    says = f"the registration is {'' if required else 'not '}one that {holders} required"
    findings = (
        _underwritten(position, rule, registration),
        Finding(rule.clause, says, required, registration.event.place),
        *given_up(registration, rule.clause),
    )
    document, about = "closing_consent", closing.id
    if not all(finding.holds for finding in findings):
        yield _from(position, document, rule.clause, about, None, issuer, findings, None, "right")
        return
    sold = being_sold(position, registration.id)
    agreed, above, holds = _consents(position, rule, registration, closing, sold)
    below = sum(sold.values())
    line = f"{above:,} of {below:,} shares being sold agree; {rule.threshold} must"
    yield Tally(rule.clause, about, MajorityFigures(above, below, holds), (line,))
    for name in sold:
        wanted = Finding(rule.clause, line, name in agreed or not holds, closing.place)
        given = None
        if name in agreed:
            day = agreed[name].date.day
            words = f"agreed on {long_date(day)}"
            given = Giving(Finding(rule.clause, words, True, agreed[name].place), day, late=False)
        yield _from(
            position,
            document,
            rule.clause,
            about,
            name,
            issuer,
            (*findings, wanted),
            closing.closing.day,
            "right",
            given,
        )


def _consents(
    position: Position,
    rule: Majority,
    registration: Registration,
    closing: ClosingScheduled,
    sold: Mapping[str, int],
) -> tuple[dict[str, Consent], int, bool]:
    """The last consent of each holder to the closing, the shares being sold of those who
    consented, and whether they were enough.

    Each consent counts under the terms of its day; a majority once reached stays reached.
    """
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
    agreed: dict[str, Consent] = {}
    above, below, holds = 0, sum(sold.values()), False
    for event in consents:
        agreed |= dict.fromkeys(event.signed_by, event)
        above = sum(count for name, count in sold.items() if name in agreed)
        then = under_terms(position, event.date.at).deal.terms.underwriting_agreement or rule
        holds = holds or then.threshold.passes(above, below)
    return agreed, above, holds
