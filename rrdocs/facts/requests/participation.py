"""3(a), 3(b), 3(c)(vii), 3(d): who takes part in a registration, and with how many shares.

A request to join must be received within the holder's window, a piggyback request given within it.
A request that in fact arrived in time but counts as received later stays included until counsel
decides. A request to join an underwriting must say that it is on the same terms; one that does not
is not included until it is completed. A letter that comes after a request is complete is a request
to join it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rrdocs.agreement.registration_rights import Piggyback
from rrdocs.agreement.vocabulary import UNDERWRITTEN, Cure
from rrdocs.dates.moments import long_date
from rrdocs.deal.events import (
    Event,
    JoinRequest,
    PiggybackRequest,
    Request,
    RequestWithdrawn,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading, received
from rrdocs.facts.notices.request_letters import names
from rrdocs.facts.record.holders import has_rights
from rrdocs.facts.record.position import Position, instant
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.proposals import proposal_findings
from rrdocs.facts.requests.requests import (
    RegistrationRequest,
    clause_of,
    request_of,
    right_of,
)
from rrdocs.facts.requests.windows import Window, window
from rrdocs.facts.time.time_limits import of_registration, own_day

JoiningLetter = JoinRequest | PiggybackRequest | Request


# ---- who takes part


@dataclass(frozen=True)
class Participant:
    """A holder that requests to take part in a registration.

    ``shares``: adjusted for splits since. ``asked`` and ``held``: the shares requested, and those
    held at the time. ``timely`` and ``complete``: None where counsel must decide. ``entitled``:
    whether the holder has the right. ``now_barred``: 3(j) has come to apply since the request.
    """

    investor: str
    shares: int
    event: Event
    timely: bool | None = True
    complete: bool | None = True
    entitled: bool = True
    open_market: bool = False
    finding: Finding | None = None
    now_barred: bool = False
    withdrawn: bool = False
    asked: int = 0
    held: int = 0

    @property
    def included(self) -> bool:
        """Whether the shares are included; a request that counsel must decide on is."""
        return (
            self.entitled
            and self.timely is not False
            and bool(self.complete)
            and not self.withdrawn
        )


def participants(position: Position, about: str) -> tuple[Participant, ...]:
    """The holders that take part in a demand, short form or proposed registration, each once, the
    requesters first.
    """
    return position.once(_parts, about)


def _parts(position: Position, about: str) -> tuple[Participant, ...]:
    asked: dict[str, list[Participant]] = {}
    for part in requests_to_participate(position, about):
        if not part.withdrawn:
            asked.setdefault(part.investor, []).append(part)
    return tuple(_own(kept) or _best(kept) for kept in asked.values())


def requests_to_participate(position: Position, about: str) -> tuple[Participant, ...]:
    """Every request to take part, the requesters' own first; a holder may have several."""
    return position.once(_replies, about)


def _replies(position: Position, about: str) -> tuple[Participant, ...]:
    return tuple(_judged(position, about))


def _judged(position: Position, about: str) -> Iterator[Participant]:
    request = request_of(position, about)
    if request:
        for name in request.requesters:
            letter = request.letter_of(name)
            yield _asked(position, request.id, name, letter.requesting[name] or 0, letter)
        for key in request.ids:
            for join in position.about(JoinRequest, key):
                yield _join(
                    position,
                    request,
                    join,
                    join.investor,
                    join.shares,
                    same_terms=bool(join.same_terms),
                )
        for later in request.later:
            same = later.disposition in (None, request.disposition)
            for name in later.requesting.keys() - request.requesters.keys():
                yield _join(
                    position, request, later, name, later.requesting[name] or 0, same_terms=same
                )
    if position.deal.terms.piggyback:
        for event in position.about(PiggybackRequest, about):
            yield _piggyback(position, position.deal.terms.piggyback, about, event)


def _own(asked: list[Participant]) -> Participant | None:
    """A requester's own request, which has no window and which no request to join replaces; None if
    there is none.
    """
    return next((part for part in asked if part.finding is None), None)


def _best(asked: list[Participant]) -> Participant:
    """The latest request that counts; the latest of all if none does."""
    return next((part for part in reversed(asked) if part.included), asked[-1])


def _asked(position: Position, about: str, name: str, count: int, event: Event) -> Participant:
    """A request as it was made: the shares, at most those held at the time, adjusted for splits
    since; and whether the holder has the right and has withdrawn.

    Readings consulted: ``joining_shares_unissued`` for a holder of notes,
    ``j_and_requests_already_in`` for one shut out since.
    """
    at = instant(event.date, position.as_of)
    unissued = bool(position.ledger.issuable(name, at)) and (
        reading(position, "joining_shares_unissued", about, event.id)
        == "allowed_if_converted_before_sale"
    )
    held = position.ledger.holding(name, at, issuable=unissued)
    now = int(min(count, held) * position.ledger.factor(at, position.as_of))
    entitled = (
        has_rights(position, name, at) and not exclusion_of(position, name, at, about).shut_out
    )
    since = (
        entitled
        and bool(position.deal.terms.loss_of_rights)
        and exclusion_of(position, name, position.as_of, about).shut_out
    )
    if (
        since
        and reading(position, "j_and_requests_already_in", about, event.id)
        == "status_through_effectiveness"
    ):
        entitled = False
    keys = dict.fromkeys((*names(position, about), event.id))
    withdrawals = (e for key in keys for e in position.about(RequestWithdrawn, key))
    gone = any(
        e.investor == name and e.date.at >= event.date.at and _may_withdraw(position, about, e)
        for e in withdrawals
    )
    return Participant(
        name,
        now,
        event,
        entitled=entitled,
        now_barred=since,
        withdrawn=gone,
        asked=count,
        held=held,
    )


def _may_withdraw(position: Position, about: str, step: RequestWithdrawn) -> bool:
    """Whether a withdrawal counts: a holder may withdraw from a piggyback only until the day that
    the clause states.
    """
    right = position.deal.terms.piggyback
    if request_of(position, about) or right is None or right.withdraw_until is None:
        return True
    registration = position.registration(about)
    until, _ = own_day(position, step.date.day, right.withdraw_until, of_registration(registration))
    return until is None or step.date.day <= until


def _in_time(
    position: Position, event: JoiningLetter, frame: Window | None, *, by_sending: bool
) -> tuple[bool | None, str]:
    """Whether a request came within the window by the test of the clause, and how it came; None if
    only its actual receipt was in time.
    """
    got = received(position, event, "inbound")
    if not got.sufficient:
        return (None if got.sufficient is None else False), got.why
    if frame is None:
        return True, "no window had begun"
    last = frame.last_permitted
    if by_sending:
        sent = got.dispatched
        return (
            bool(sent and sent.day <= last),
            f"given {long_date(sent.day) if sent else 'on a day not on record'}",
        )
    if got.at and got.at.day <= last:
        return True, got.why
    if got.actual and got.actual.day <= last:
        # counsel may have settled that deemed receipt is conclusive
        decided = (event.id, "mail_actual_receipt") in position.deal.readings.settled
        return (
            False if decided else None
        ), f"{got.why}; it in fact arrived on {long_date(got.actual.day)}"
    return False, got.why


def _timed(
    position: Position,
    part: Participant,
    frame: Window | None,
    clause: str,
    complete: bool | None,
    *,
    by_sending: bool,
) -> Participant:
    event = part.event
    assert isinstance(event, JoiningLetter)  # only replies have a window
    timely, why = _in_time(position, event, frame, by_sending=by_sending)
    last = f"; the last day is {long_date(frame.last_permitted)}" if frame else ""
    says = f"{position.deal.party_name(part.investor)}: {why}{last}"
    finding = Finding(clause, says, timely, event.place_of("delivery"))
    return replace(part, timely=timely, complete=complete, finding=finding)


def _join(
    position: Position,
    request: RegistrationRequest,
    event: JoinRequest | Request,
    name: str,
    count: int,
    *,
    same_terms: bool,
) -> Participant:
    frame = window(position, request.id, request.document, name)
    complete: bool | None = True
    if request.underwritten and position.deal.terms.same_terms and not same_terms:
        complete = _despite_defect(position, event.id)
    sent = right_of(position, request).reply != "received"
    by_sending = (
        sent or reading(position, "join_timeliness_ab", request.id, event.id) == "dispatched"
    )
    part = _asked(position, request.id, name, count, event)
    return _timed(
        position, part, frame, clause_of(position, request), complete, by_sending=by_sending
    )


def _despite_defect(position: Position, about: str) -> bool | None:
    """Whether a request that lacks a required statement counts. Readings consulted:
    ``defective_join``.
    """
    match reading(position, "defective_join", about):
        case "include":
            return True
        case "exclude":
            return False
        case _:
            return None


def _piggyback(
    position: Position, right: Piggyback, about: str, request: PiggybackRequest
) -> Participant:
    frame, test = window(position, about, "piggyback_notice", request.investor), right.reply
    lacks = piggyback_lacks(position, about, request)
    complete = _despite_defect(position, request.id) if lacks else True
    by_sending = test in ("made", "sent") or (
        test == "given"
        and reading(position, "join_timeliness_d", about, request.id) == "dispatched"
    )
    part = replace(
        _asked(position, about, request.investor, request.shares, request),
        open_market=request.election == "open_market",
    )
    proposal = position.registration(about).proposal
    if proposal and False in (finding.holds for finding in proposal_findings(position, proposal)):
        part = replace(part, entitled=False)  # there is nothing that it could join
    return _timed(position, part, frame, right.clause, complete, by_sending=by_sending)


def piggyback_lacks(position: Position, about: str, request: PiggybackRequest) -> list[Cure]:
    """What the clause calls for that a piggyback request leaves out. The choice between the
    underwriting and the open market states the method too.
    """
    right = position.deal.terms.piggyback
    lacks: list[Cure] = []
    if (
        right
        and "method" in right.must_state
        and request.disposition is None
        and request.election is None
    ):
        lacks.append("method")
    if (
        right
        and "election" in right.must_state
        and is_underwritten(position, about)
        and request.election is None
    ):
        lacks.append("election")
    return lacks


def is_underwritten(position: Position, about: str) -> bool:
    """Whether a registration is to be an underwritten public offering."""
    if request := request_of(position, about):
        return request.underwritten
    proposal = position.registration(about).proposal
    return proposal is not None and proposal.underwriting in UNDERWRITTEN
