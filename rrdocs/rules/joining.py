"""3(a), 3(b), 3(d): the windows to join a registration, and who takes part in it.

Each recipient of a notice has a window of its own. A joining request must be received within it, a piggyback request given
within it; what arrived in time though it counts as received later is not left out without counsel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rrdocs.dates import long_date
from rrdocs.decision import Finding
from rrdocs.events import Event, JoinRequest, PiggybackRequest, RequestWithdrawn
from rrdocs.position import Position
from rrdocs.rules.amendments import length_in_force
from rrdocs.rules.investors import barred, has_rights, investors
from rrdocs.rules.requests import UNDERWRITTEN, Matter, found_clause, matter
from rrdocs.rules.sending import dispatches, instant, period_end, received

RIGHTS = {"demand_further_notice": "demand", "short_form_further_notice": "short_form", "piggyback_notice": "piggyback"}
"""The right that a notice opens to its recipient."""


@dataclass(frozen=True)
class Window:
    """One recipient's time to join: from its receipt of the notice to the last day, plain and as accepted."""

    starts: date
    last_day: date
    last_permitted: date
    arithmetic: tuple[str, ...]
    why: str


def window(position: Position, about: str, document: str, investor: str) -> Window | None:
    """The window of an Investor that was told; None while its receipt is not on record.

    Readings consulted: those of the receipt, ``window_basis``, ``day_count``, ``period_end_roll``, ``sf_window_start``.
    """
    return position.once(("window", about, document, investor), lambda: _window(position, about, document, investor))


def _receipt_of(position: Position, about: str, document: str, investor: str) -> tuple[date, str] | None:
    came = [got for _, got in dispatches(position, about, investor, document) if got.at]
    if not came:
        return None
    best = min(came, key=lambda got: got.at.at if got.at else position.as_of)
    return (best.at.day, best.why) if best.at else None


def _window(position: Position, about: str, document: str, investor: str) -> Window | None:
    found, right = _receipt_of(position, about, document, investor), RIGHTS[document]
    if found is None or getattr(position.deal.terms, right) is None:
        return None
    if document == "short_form_further_notice" and position.deal.readings("sf_window_start", "literal"):
        return None  # the notice that 3(b) literally names never goes to the other Investors
    starts, why = found
    if document != "piggyback_notice" and position.deal.readings("window_basis", "last_recipient"):
        event = position.by_id[about]
        others = [_receipt_of(position, about, document, other) for other in investors(position, event.date.at)]
        starts = max((day for day, _ in filter(None, others)), default=starts)
    length = length_in_force(position, starts, lambda terms: getattr(terms, right).response)
    last, permitted, arithmetic = period_end(position, starts, length)
    return Window(starts, last, permitted, (why, *arithmetic), why)


@dataclass(frozen=True)
class Part:
    """One who takes part in a registration: how many shares (as they now are), and whether its request is good.

    ``timely`` and ``complete`` are None where counsel must say.
    """

    investor: str
    shares: int
    event: Event
    timely: bool | None = True
    complete: bool | None = True
    entitled: bool = True
    open_market: bool = False
    finding: Finding | None = None

    @property
    def included(self) -> bool:
        """Whether the shares are in; what arrived in time is not left out without counsel."""
        return self.entitled and self.timely is not False and bool(self.complete)


def _adjusted(position: Position, name: str, count: int, event: Event) -> int:
    """Shares of a request as they now are: capped at what was held when it was made, then split as the stock was."""
    at = instant(event.date, position.as_of)
    held = position.ledger.holding(name, at, issuable=True)
    return int(min(count, held) * position.ledger.factor(at, position.as_of))


def parts(position: Position, about: str) -> tuple[Part, ...]:
    """All who asked to take part in a demand, short form or proposed registration, the requesters first."""
    return position.once(("parts", about), lambda: tuple(_parts(position, about)))


def _parts(position: Position, about: str) -> Iterator[Part]:
    found = matter(position, about)
    gone = {e.investor for key in (found.ids if found else (about,)) for e in position.about(RequestWithdrawn, key)}
    if found:
        for letter in found.letters:
            for name, count in letter.requesting.items():
                if name not in gone:
                    entitled = _entitled(position, name, letter)
                    yield Part(name, _adjusted(position, name, count or 0, letter), letter, entitled=entitled)
        joins: dict[str, list[Part]] = {}
        for key in found.ids:
            for join in position.about(JoinRequest, key):
                joins.setdefault(join.investor, []).append(_join(position, found, join))
        yield from (_best(kept) for name, kept in joins.items() if name not in gone)
    requests: dict[str, list[Part]] = {}
    for request in position.about(PiggybackRequest, about):
        requests.setdefault(request.investor, []).append(_piggyback(position, about, request))
    yield from (_best(kept) for name, kept in requests.items() if name not in gone)


def _best(asked: list[Part]) -> Part:
    """The latest request that counts; the latest of all where none does."""
    return next((part for part in reversed(asked) if part.included), asked[-1])


def _entitled(position: Position, name: str, event: Event) -> bool:
    at = instant(event.date, position.as_of)
    bar = barred(position, name, at)
    if not bar.shut_out and position.deal.terms.loss_of_rights:
        now = barred(position, name, position.as_of)
        if now.shut_out and position.deal.readings("j_and_requests_already_in", "status_through_effectiveness"):
            return False
    return has_rights(position, name, at) and not bar.shut_out


def _in_time(
    position: Position, event: JoinRequest | PiggybackRequest, frame: Window | None, *, by_sending: bool
) -> tuple[bool | None, str]:
    """Whether a reply came within its window, by the clause's own test; None where only its real arrival was in time."""
    got = received(position, event, event.delivery, "inbound")
    if not got.sufficient:
        return (None if got.sufficient is None else False), got.why
    if frame is None:
        return True, "no window had begun"
    last = frame.last_permitted
    if by_sending:
        sent = got.dispatched
        return bool(sent and sent.day <= last), f"given {long_date(sent.day) if sent else 'on a day not on record'}"
    if got.at and got.at.day <= last:
        return True, got.why
    if got.actual and got.actual.day <= last and event.delivery.method == "mail":
        return None, f"{got.why}; it really arrived on {long_date(got.actual.day)}"
    return False, got.why


def _join(position: Position, found: Matter, join: JoinRequest) -> Part:
    frame = window(position, found.id, found.document, join.investor)
    if frame is None and join.about != found.id:
        frame = window(position, join.about, found.document, join.investor)
    by_sending = position.deal.readings("join_timeliness_ab", "dispatched")
    timely, why = _in_time(position, join, frame, by_sending=by_sending)
    complete: bool | None = True
    if found.underwritten and position.deal.terms.same_terms and not join.same_terms:
        complete = _despite_defect(position, join.id)
    last = f"; the last day is {long_date(frame.last_permitted)}" if frame else ""
    clause = found_clause(position, found)
    finding = Finding(clause, f"{position.deal.party_name(join.investor)}: {why}{last}", timely, join.place_of("delivery"))
    entitled = _entitled(position, join.investor, join)
    count = _adjusted(position, join.investor, join.shares, join)
    return Part(join.investor, count, join, timely, complete, entitled, finding=finding)


def _despite_defect(position: Position, about: str) -> bool | None:
    match position.deal.readings.value("defective_join", about):
        case "include":
            return True
        case "exclude":
            return False
        case _:
            return None


def _piggyback(position: Position, about: str, request: PiggybackRequest) -> Part:
    frame = window(position, about, "piggyback_notice", request.investor)
    right = position.deal.terms.piggyback
    assert right is not None or frame is None  # a window comes from the right
    by_sending = right is not None and right.reply == "given" and position.deal.readings("join_timeliness_d", "dispatched")
    timely, why = _in_time(position, request, frame, by_sending=by_sending)
    complete: bool | None = True
    if piggyback_lacks(position, about, request):
        complete = _despite_defect(position, request.id)
    last = f"; the last day is {long_date(frame.last_permitted)}" if frame else ""
    finding = Finding(
        right.clause if right else "", f"{position.deal.party_name(request.investor)}: {why}{last}", timely,
        request.place_of("delivery"),
    )  # fmt: skip
    return Part(
        request.investor, _adjusted(position, request.investor, request.shares, request), request, timely, complete,
        _entitled(position, request.investor, request), request.election == "open_market", finding,
    )  # fmt: skip


def piggyback_lacks(position: Position, about: str, request: PiggybackRequest) -> list[str]:
    """What a piggyback request leaves out that its clause calls for."""
    right = position.deal.terms.piggyback
    lacks = []
    if right and "method" in right.must_state and request.disposition is None:
        lacks.append("the intended method of disposition")
    underwritten = is_underwritten(position, about)
    if right and "election" in right.must_state and underwritten and request.election is None:
        lacks.append("the choice between the underwriting and the open market")
    return lacks


def is_underwritten(position: Position, about: str) -> bool:
    """Whether a registration is to be an underwritten public offering."""
    if found := matter(position, about):
        return found.underwritten
    proposal = position.registration(about).proposal
    return proposal is not None and proposal.underwriting in UNDERWRITTEN
