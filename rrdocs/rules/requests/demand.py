"""3(a): holders of a majority may require a registration, and each other Investor is told of it at
once.

The issuer must notify every Investor that did not request, on the day on which the Demand Notice
counts as received; each has a window of its own to join. Neither a standstill nor a deferral
suspends this notice. A demand beyond the number granted may be declined, and one that all its
requesters withdraw is at an end. Not modelled: whether the issuer's efforts are reasonable.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rrdocs.agreement.registration_rights import Demand
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import DemandNotice
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item, Tally
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.dispatches import was_notified
from rrdocs.facts.notices.recipients import nobody_is_told, not_asking, opted_out, recipients
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position, running
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.majority import majority_count
from rrdocs.facts.requests.participation import requests_to_participate
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, right_of
from rrdocs.facts.requests.satisfaction import registration_for, used_requests
from rrdocs.facts.requests.standing import conditions, is_good, still_stands
from rrdocs.facts.requests.windows import window
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.giving import to_send
from rrdocs.rules.requests.silence import silence, unsaid


def demand(deal: Deal, position: Position) -> Iterator[Item]:
    """3(a): the Demand Further Notice, the windows to join, and the count of the majority."""
    right = deal.terms.demand
    if right is None:
        return
    for request in all_requests(position):
        if not request.demand:
            continue
        yield from further_notices(position, request)
        count = request.majority
        assert count is not None  # every demand is counted
        values = {
            "numerator": count.numerator,
            "denominator": count.denominator,
            "holds": count.holds,
        }
        if count.other:
            values |= {"issued_numerator": count.other[0], "issued_denominator": count.other[1]}
        line = f"{count.numerator:,} / {count.denominator:,}, against {right.threshold}"
        yield Tally("majority", right.clause, request.id, values, (line,))
        if count.holds and not count.on_both:
            words = (
                "the majority depends on whether shares of unconverted notes count: the notice goes"
                " out under reservation, and refusing or filing is for counsel"
            )
            yield Flag(right.clause, request.id, words, evidence=request.letters[0].place)
        yield from _at_filing(position, request)
        yield from _used_since(position, right, request)


def _at_filing(position: Position, request: RegistrationRequest) -> Iterator[Flag]:
    """A later sale does not undo a demand, but a majority that is gone when it is filed is looked
    at again.
    """
    filed = registration_for(position, request).filed
    if not filed or not request.valid:
        return
    demands = [letter for letter in request.letters if isinstance(letter, DemandNotice)]
    if not majority_count(position, list(request.requesters), filed.date.at, demands).holds:
        words = (
            "the requesters no longer held a majority when it was filed on"
            f" {long_date(filed.date.day)}"
        )
        yield Flag(right_of(position, request).clause, request.id, words, evidence=filed.place)


def _used_since(position: Position, right: Demand, request: RegistrationRequest) -> Iterator[Flag]:
    """That as many demands as were granted have been used since one was received that is not filed
    yet.
    """
    if (
        right.limit is None
        or not is_good(position, request)
        or request.withdrawn
        or registration_for(position, request).filed
    ):
        return
    made = [
        each
        for each, sure in used_requests(position, None, demands=True)
        if sure and each.id != request.id
    ]
    if len(made) >= right.limit:
        words = (
            f"{len(made)} of {right.limit} Demand Registrations have been used since it was"
            " received"
        )
        yield Flag(
            right.clause,
            request.id,
            f"{words}: whether it is still filed is for counsel",
            evidence=request.letters[0].place,
        )


def _made(position: Position, request: RegistrationRequest) -> Tally:
    """Who makes a request, for how many shares each, by which letters, and when it was received
    and withdrawn.
    """
    values = {
        "requesters": request.requesters,
        "method": request.disposition,
        "letters": [letter.id for letter in request.letters],
        "later_letters": [letter.id for letter in request.later],
        "received": request.received.day,
        "withdrawn": request.withdrawn_on,
        "net_proceeds": None if request.net_proceeds is None else f"{request.net_proceeds:.2f}",
    }
    lines = (
        f"{position.deal.party_name(name)}: {in_shares(asked) if asked else 'no number'}"
        for name, asked in request.requesters.items()
    )
    return Tally("request", right_of(position, request).clause, request.id, values, tuple(lines))


def further_notices(
    position: Position, request: RegistrationRequest
) -> Iterator[Decision | Clock | Flag | Tally]:
    """The request as it was made, the notice of it to each other Investor, and the window of each
    that received it.
    """
    yield _made(position, request)
    deal, words, right = position.deal, position.deal.agreement.words, right_of(position, request)
    findings, gone = conditions(position, request), still_stands(position, request)
    due, line = own_day(position, request.received.day, right.notice)
    at = min(request.received.at, position.as_of)
    people = recipients(position, right, at)
    findings = (*findings, *nobody_is_told(right))
    given = [
        name
        for name in people
        if name not in request.requesters
        and was_notified(position, request.id, name, request.document)
    ]
    if False in (finding.holds for finding in findings) or (gone and not given):
        yield to_send(
            position,
            request.document,
            right.clause,
            request.id,
            None,
            (*findings, *gone),
            due,
            arithmetic=(line,),
        )
        return
    for name in people:
        asks = name in request.requesters
        says = f"{deal.party_name(name)} is {'a' if asks else 'not a'} requesting {words.holder}"
        own = Finding(right.clause, says, not asks, request.letters[0].place_of("requesting"))
        own = not_asking(position, right, asks, own)
        # what was given stays given although the request was then withdrawn
        out = (
            ()
            if name in given
            else opted_out(position, name, at, "demand" if request.demand else "short_form")
        )
        every = (
            *findings,
            *(() if name in given else gone),
            own,
            *out,
            *_still_told(position, right.clause, name, at, request.id),
        )
        yield to_send(
            position,
            request.document,
            right.clause,
            request.id,
            name,
            every,
            due,
            arithmetic=(line,),
        )
        yield from unsaid(position, right, request.id, name, request.document)
        frame = None if asks or gone else window(position, request.id, request.document, name)
        if frame:
            yield Clock(
                "join_window",
                right.clause,
                request.id,
                name,
                frame.starts,
                frame.last_day,
                frame.last_permitted,
                running=running(position, frame.starts, frame.last_permitted),
                arithmetic=frame.arithmetic,
            )
            yield from silence(position, right, request.id, name, frame)
    yield from _for_counsel(position, request)


def _for_counsel(position: Position, request: RegistrationRequest) -> Iterator[Flag]:
    """Requests to join that are kept in and that counsel should look at."""
    deal = position.deal
    for part in requests_to_participate(position, request.id):
        if part.withdrawn or not part.entitled:
            continue
        name = deal.party_name(part.investor)
        if part.timely is None and part.finding:
            clause = f"{part.finding.clause}, {deal.terms.notices.clause}"
            words = f"the request of {name} is kept in until counsel decides: {part.finding.says}"
            yield Flag(clause, request.id, words, evidence=part.finding.evidence)
        if part.now_barred and deal.terms.loss_of_rights:
            rule = deal.terms.loss_of_rights.rule
            lost = f"become free to sell under Rule {rule}" if rule else "lost its right"
            words = f"{name} has {lost} since it asked, and stays in"
            yield Flag(
                deal.terms.loss_of_rights.clause, request.id, words, evidence=part.event.place
            )


def _still_told(
    position: Position, clause: str, name: str, at: datetime, about: str
) -> Iterator[Finding]:
    """Readings under which a holder shut out by 3(j), or one without stock, is left out."""
    exclusion = exclusion_of(position, name, at, about)
    if exclusion.shut_out:
        reserved = reading(position, "j_notice", about) == "send_with_reservation"
        words = "the notice reserves the point" if reserved else "no notice goes to it"
        yield Finding(
            exclusion.finding.clause,
            f"{exclusion.finding.says}; {words}",
            reserved,
            exclusion.finding.evidence,
        )
    if (
        not position.ledger.holding(name, at, issuable=True)
        and reading(position, "notify_zero_holders", about) == "no"
    ):
        stock = position.deal.agreement.words.stock
        yield Finding(clause, f"{position.deal.party_name(name)} holds no {stock}", False)
