"""3(a), 3(b), 3(d): the time that each recipient of a notice has to join a registration.

Each recipient has a window of its own, counted from its own receipt of the notice unless the
agreement gives all of them one common window. An agreement may let the notice shorten it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.registration_rights import Demand, Piggyback, ShortForm
from rrdocs.dates.deadlines import Deadline
from rrdocs.dates.moments import last_day, period, weekday_date
from rrdocs.deal.events import (
    NoticeSent,
)
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.dispatches import dispatches
from rrdocs.facts.notices.receipt_cases import Receipt
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.holders import investors
from rrdocs.facts.record.position import Position, instant
from rrdocs.facts.requests.requests import (
    request_of,
)
from rrdocs.facts.time.time_limits import deadline_in_force, of_registration, period_end

RIGHTS = {
    "demand_further_notice": "demand",
    "short_form_further_notice": "short_form",
    "piggyback_notice": "piggyback",
}
"""The right that a notice opens to its recipient."""


GIVEN = ("receipt", "delivery", "giving", "sending", "mailing")
"""The anchors that the notice itself gives."""


@dataclass(frozen=True)
class Window:
    """One recipient's time to join: from its receipt of the notice to the last day, as counted and
    as accepted after a weekend or holiday, with the arithmetic.
    """

    starts: date
    last_day: date
    last_permitted: date
    arithmetic: tuple[str, ...]


def notices_combined(position: Position, about: str) -> tuple[str, ...]:
    """The documents that are a Piggyback Notice too: the Further Notice of a requested
    registration, where one instrument gives both notices.

    Readings consulted: ``piggyback_on_required_registration``.
    """
    request, right = request_of(position, about), position.deal.terms.piggyback
    if request is None or (right and right.required_registrations == "excluded"):
        return ()
    if (right and right.required_registrations == "included") or (
        reading(position, "piggyback_on_required_registration", about) == "combined"
    ):
        return (request.document,)
    return ()


def window(position: Position, about: str, document: str, investor: str) -> Window | None:
    """The window of a holder that was notified; None while its receipt is not on record.

    Readings consulted: those of the receipt, ``window_basis``, ``day_count``, ``period_end_roll``,
    ``sf_window_start``.
    """
    return position.once(_window, about, document, investor)


def _first_notice(
    position: Position, about: str, document: str, investor: str
) -> tuple[NoticeSent, Receipt] | None:
    """The first notice to a holder, by itself or combined with another: by receipt, or by sending
    where no receipt is on record. None if it was not notified.
    """
    also = notices_combined(position, about) if document == "piggyback_notice" else ()
    came = list(dispatches(position, about, investor, document, *also))
    late = date.max

    def order(pair: tuple[NoticeSent, Receipt]) -> tuple[date, str, date]:
        got = pair[1]
        return (
            got.at.day if got.at else late,
            got.why,
            got.dispatched.day if got.dispatched else late,
        )

    return min(came, key=order, default=None)


def _anchors(position: Position, about: str, got: Receipt) -> dict[str, date | None]:
    """The days from which a window may be counted: receipt and sending of the notice, the request,
    the steps of the registration.
    """
    request = request_of(position, about)
    sent = got.dispatched.day if got.dispatched else None
    came = got.at.day if got.at else None
    known: dict[str, date | None] = {
        "receipt": came,
        "delivery": came,
        "giving": came or sent,
        "sending": sent,
        "mailing": sent,
        "request": request.received.day if request else None,
    }
    return known | dict(of_registration(position.registration(about)))


def _window(position: Position, about: str, document: str, investor: str) -> Window | None:
    first = _first_notice(position, about, document, investor)
    right: Demand | ShortForm | Piggyback | None = getattr(position.deal.terms, RIGHTS[document])
    if first is None or right is None:
        return None
    if (
        document == "short_form_further_notice"
        and reading(position, "sf_window_start", about) == "literal"
    ):
        return None  # the notice that the clause literally names never goes to the other holders
    notice, got = first
    due, known = right.response, _anchors(position, about, got)
    natural = next(filter(None, due.anchors), "receipt")
    begins = natural if natural in GIVEN else "giving"
    starts = known[begins]
    if starts is None:
        return None
    common = right.clock == "common"
    if common or (
        document != "piggyback_notice"
        and reading(position, "window_basis", about) == "last_recipient"
    ):
        starts = _last_of_all(position, about, document, begins, starts)
        known |= dict.fromkeys(GIVEN, starts)
    due = deadline_in_force(
        position, starts, lambda terms: getattr(terms, RIGHTS[document]).response
    )
    end = period_end(position, starts, _shortened(position, right, notice, due, starts), known)
    if end is None:
        return None
    last, permitted, arithmetic = end
    why = _why(natural, known[natural] if natural in GIVEN else None) or got.why
    return Window(starts, last, permitted, (why, *arithmetic))


def _why(anchor: str, day: date | None) -> str:
    words = {"giving": "given", "sending": "sent", "mailing": "mailed", "delivery": "delivered"}
    return f"{words[anchor]} {weekday_date(day)}" if day and anchor in words else ""


def _last_of_all(position: Position, about: str, document: str, anchor: str, own: date) -> date:
    """The last day on which any holder was notified; a common window runs from it."""
    people = investors(position, instant(position.by_id[about].date, position.as_of))
    others = filter(None, (_first_notice(position, about, document, other) for other in people))
    days = (_anchors(position, about, got)[anchor] for _, got in others)
    return max([own, *(day for day in days if day)])


def _shortened(
    position: Position,
    right: Demand | ShortForm | Piggyback,
    notice: NoticeSent,
    due: Deadline,
    starts: date,
) -> Deadline:
    """The time to reply: as the notice states it, where the agreement permits the notice to shorten
    it, and no shorter than the agreement permits.
    """
    stated = notice.states.get("response")
    if right.may_shorten_to is None or not isinstance(stated, str):
        return due
    try:
        length = period(stated)
    except ValueError:
        # what a notice states is free text; text that is not a period shortens nothing
        return due
    business = business_days(position.deal)
    return Deadline.of(
        max(length, right.may_shorten_to, key=lambda each: last_day(starts, each, business))
    )
