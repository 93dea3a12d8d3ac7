"""3(a): demand registration, and the Further Notice of it to the other holders.

Requires:
    Holders of the stated majority in interest of the stock may require in writing that the issuer
    register the shares that they state. The issuer must notify every other holder immediately, on
    the day on which the Demand Notice counts as received. Each of them may join within a stated
    number of days of its own receipt of that notice. Neither a standstill nor a deferral suspends
    the notice. The issuer may decline a demand beyond the number granted.
Decides:
    demand_further_notice: to each Investor that did not request. request: the tally of who
    requested how many shares. majority: the tally of the count. join_window: the clock of each
    Investor that was notified. Flags: a majority that depends on unconverted notes, or that was
    lost before filing; demands used up since this one was received; requests to join that counsel
    must decide; what a notice leaves out.
Readings:
    `restricted_stock_basis_3a` (A01): whether shares of unconverted notes count.
    `majority_denominator` (A02): whether stock of others than Investors is in the denominator.
    `denominator_144k` (A03): whether shares of a holder shut out under 3(j) are.
    `majority_measured_at` (A04): when holdings are measured.
    `demand_assembly` (A05): whether several letters make up one demand.
    `immediately` (A06): by when an immediate notice is due.
    `window_basis` (A13): whether each recipient has a window of its own.
    `join_timeliness_ab` (A14): whether a request to join must be received in the window, or sent.
    `j_notice` (A30): whether a holder shut out under 3(j) is notified.
    `notify_zero_holders` (A52): whether an Investor without stock is notified.
    `third_demand_notice` (A76): whether a demand beyond the number granted is passed on.
    `joining_shares_unissued` (A80): whether shares of notes may join.
    `single_investor_majority` (A87): whether one Investor may demand alone.
Not modelled:
    Whether the issuer's efforts to effect the registration are reasonable.
Cases:
    tests/scenarios/demand.yaml, tests/scenarios/openings.yaml,
    tests/parameters/contents_and_number.yaml, tests/parameters/opening_of_a_demand.yaml,
    tests/parameters/threshold.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rrdocs.agreement.registration_rights import Demand
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import DemandNotice
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item, Tally
from rrdocs.docket.figures import MajorityFigures, RequestFigures
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.dispatches import was_notified
from rrdocs.facts.notices.recipients import nobody_is_told, not_asking, opted_out, recipients
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position, running
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.majority import majority_count
from rrdocs.facts.requests.participation import requests_to_participate
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, clause_of, right_of
from rrdocs.facts.requests.satisfaction import registration_for, used_requests
from rrdocs.facts.requests.standing import conditions, is_good, still_stands
from rrdocs.facts.requests.windows import window
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.giving import to_send
from rrdocs.rules.requests.silence import left_unsaid, silence


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
        issued, of_issued = count.other[:2] if count.other else (None, None)
        figures = MajorityFigures(
            count.numerator, count.denominator, count.holds, issued, of_issued
        )
        line = f"{count.numerator:,} of {count.denominator:,} shares; required: {right.threshold}"
        yield Tally(right.clause, request.id, figures, (line,))
        if count.holds and not count.on_both:
            words = (
                "whether the requesters hold a majority depends on whether shares of unconverted"
                " notes count: send the notice under reservation; counsel must decide whether to"
                " refuse the demand or to file"
            )
            yield Flag(right.clause, request.id, words, evidence=request.letters[0].place)
        yield from _majority_lost_before_filing(position, request)
        yield from _demands_used_since(position, right, request)


def _majority_lost_before_filing(
    position: Position, request: RegistrationRequest
) -> Iterator[Flag]:
    """A later sale does not undo a demand, but counsel should know that the majority was gone when
    the registration was filed.
    """
    filed = registration_for(position, request).filed
    if not filed or not request.valid:
        return
    demands = [letter for letter in request.letters if isinstance(letter, DemandNotice)]
    if not majority_count(position, list(request.requesters), filed.date.at, demands).holds:
        words = (
            "the requesters no longer held a majority when the registration was filed on"
            f" {long_date(filed.date.day)}: counsel must confirm that the demand still stands"
        )
        yield Flag(right_of(position, request).clause, request.id, words, evidence=filed.place)


def _demands_used_since(
    position: Position, right: Demand, request: RegistrationRequest
) -> Iterator[Flag]:
    """A demand that was received in time and is not yet filed, while others have used up the
    number granted.
    """
    if right.limit is None or not is_good(position, request):
        return
    if request.withdrawn or registration_for(position, request).filed:
        return
    others = [
        each
        for each, certain in used_requests(position, None, demands=True)
        if certain and each.id != request.id
    ]
    if len(others) >= right.limit:
        words = (
            f"{len(others)} of {right.limit} Demand Registrations have been used since this demand"
            " was received: counsel must decide whether it must still be filed"
        )
        yield Flag(right.clause, request.id, words, evidence=request.letters[0].place)


def _request_tally(position: Position, request: RegistrationRequest) -> Tally:
    """Who makes a request, for how many shares each, by which letters, and when it was received
    and withdrawn.
    """
    figures = RequestFigures(
        request.requesters,
        request.disposition,
        [letter.id for letter in request.letters],
        [letter.id for letter in request.later],
        request.received.day,
        request.withdrawn_on,
        None if request.net_proceeds is None else f"{request.net_proceeds:.2f}",
    )
    lines = (
        f"{position.deal.party_name(name)}: {in_shares(count) if count else 'no number stated'}"
        for name, count in request.requesters.items()
    )
    return Tally(clause_of(position, request), request.id, figures, tuple(lines))


def further_notices(
    position: Position, request: RegistrationRequest
) -> Iterator[Decision | Clock | Flag | Tally]:
    """3(a), 3(b): the request as it was made, the notice of it to each other Investor, and the
    window of each Investor that received it.
    """
    yield _request_tally(position, request)
    right = right_of(position, request)
    withdrawn = still_stands(position, request)
    findings = (*conditions(position, request), *nobody_is_told(right))
    due, line = own_day(position, request.received.day, right.notice)
    people = recipients(position, right, min(request.received.at, position.as_of))
    notified = [
        name
        for name in people
        if name not in request.requesters
        and was_notified(position, request.id, name, request.document)
    ]
    fails = False in (finding.holds for finding in findings)
    if fails or (withdrawn and not notified):
        yield to_send(
            position,
            request.document,
            right.clause,
            request.id,
            None,
            (*findings, *withdrawn),
            due,
            arithmetic=(line,),
        )
        return
    for name in people:
        # a notice that was sent stays sent although the request was then withdrawn
        shared = findings if name in notified else (*findings, *withdrawn)
        own = _recipient_findings(position, request, name, was_sent=name in notified)
        yield to_send(
            position,
            request.document,
            right.clause,
            request.id,
            name,
            (*shared, *own),
            due,
            arithmetic=(line,),
        )
        yield from left_unsaid(position, right, request.id, name, request.document)
        if name not in request.requesters and not withdrawn:
            yield from _join_window(position, request, name)
    yield from _replies_for_counsel(position, request)


def _recipient_findings(
    position: Position, request: RegistrationRequest, name: str, *, was_sent: bool
) -> Iterator[Finding]:
    """What decides whether one Investor in particular is notified."""
    deal, right = position.deal, right_of(position, request)
    requests = name in request.requesters
    says = (
        f"{deal.party_name(name)} is {'a' if requests else 'not a'} requesting"
        f" {deal.agreement.words.holder}"
    )
    place = request.letters[0].place_of("requesting")
    own = Finding(right.clause, says, not requests, place)
    yield not_asking(position, right, requests, own)
    at = min(request.received.at, position.as_of)
    if not was_sent:
        yield from opted_out(position, name, at, "demand" if request.demand else "short_form")
    yield from _left_out(position, right.clause, name, at, request.id)


def _left_out(
    position: Position, clause: str, name: str, at: datetime, about: str
) -> Iterator[Finding]:
    """Whether a holder that is shut out under 3(j), or that holds no stock, is notified all the
    same. Readings consulted where one is: ``j_notice``, ``notify_zero_holders``.
    """
    exclusion = exclusion_of(position, name, at, about)
    if exclusion.shut_out:
        finding = exclusion.finding
        reserved = reading(position, "j_notice", about) == "send_with_reservation"
        words = "it is notified with a reservation" if reserved else "it is not notified"
        yield Finding(finding.clause, f"{finding.says}; {words}", reserved, finding.evidence)
    if (
        not position.ledger.holding(name, at, issuable=True)
        and reading(position, "notify_zero_holders", about) == "no"
    ):
        stock = position.deal.agreement.words.stock
        yield Finding(clause, f"{position.deal.party_name(name)} holds no {stock}", False)


def _join_window(
    position: Position, request: RegistrationRequest, name: str
) -> Iterator[Clock | Flag]:
    """The time that one recipient of the notice has to join, and what its silence means."""
    right = right_of(position, request)
    frame = window(position, request.id, request.document, name)
    if frame is None:
        return
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


def _replies_for_counsel(position: Position, request: RegistrationRequest) -> Iterator[Flag]:
    """Requests that are included although counsel must decide on them, or although the holder has
    lost its right since.
    """
    deal = position.deal
    for part in requests_to_participate(position, request.id):
        if part.withdrawn or not part.entitled:
            continue
        name = deal.party_name(part.investor)
        if part.timely is None and part.finding:
            clause = f"{part.finding.clause}, {deal.terms.notices.clause}"
            words = (
                f"the request of {name} is included until counsel decides whether it came in time:"
                f" {part.finding.says}"
            )
            yield Flag(clause, request.id, words, evidence=part.finding.evidence)
        loss = deal.terms.loss_of_rights
        if part.now_barred and loss:
            lost = f"become free to sell under Rule {loss.rule}" if loss.rule else "lost its right"
            words = f"{name} has {lost} since its request, and remains included"
            yield Flag(loss.clause, request.id, words, evidence=part.event.place)
