"""What decisions share: the evidence that a document went out, counsel's word on it, and the periods of notices."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from rrdocs.dates import Calendar, Moment, Period, calendar, last_day, long_date, spoken, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Decision, Finding, Giving
from rrdocs.events import AddressChanged, Delivery, Event, NoticeSent
from rrdocs.position import Position
from rrdocs.receipt import Receipt, Way, business_calendars, receipt

MAILED = {"hand": "by hand", "courier": "by courier", "mail": "by certified mail", "fax": "by facsimile", "email": "by e-mail"}


def received(position: Position, event: Event, delivery: Delivery, way: Way) -> Receipt:
    """What a delivery amounts to at the position's instant."""
    return position.once(
        ("receipt", event.id, way), lambda: receipt(position.deal, delivery, event.date, way, position.as_of)
    )


def _plain(address: str) -> str:
    return re.sub(r"[\W_]+", " ", address).casefold().strip()


def address_is_good(position: Position, notice: NoticeSent) -> Finding | None:
    """8(f): a notice goes to the address in force; None where the record of it names no address.

    A new address is in force towards the sender from its own receipt of the change, or (``address_change_effect``) from when
    all other parties had it.
    """
    if not notice.delivery.address:
        return None
    deal, party = position.deal, deal_party(position.deal, notice.to)
    clause = deal.terms.notices.clause
    sender = notice.from_ or deal.issuer
    good = [_plain(", ".join(party.address.lines))] if party and party.address and party.address.lines else []
    if party and party.address and party.address.fax:
        good.append(_plain(party.address.fax))
    for change in position.about(AddressChanged, notice.to):
        if change.date.at > notice.date.at:
            break
        told = set(change.told)
        everyone = {key for key, other in deal.parties.items() if other.role in ("issuer", "investor")} - {notice.to}
        if deal.readings("address_change_effect", "all_parties"):
            effective = everyone <= told
        else:
            effective = sender in told or everyone <= told
        if effective:
            good = [_plain(change.address)]
    sent_to = _plain(notice.delivery.address)
    holds = not good or any(known in sent_to or sent_to in known for known in good)
    return Finding(clause, f"sent to {notice.delivery.address}", holds, notice.place_of("delivery"))


def deal_party(deal: Deal, name: str) -> Any:
    """A party's entry, or None."""
    return deal.parties.get(name)


def dispatches(position: Position, about: str, to: str, *documents: str) -> Iterator[tuple[NoticeSent, Receipt]]:
    """The notices of these kinds that went to a party from the issuer by a good method to a good address, in order."""
    for notice in position.sent(about, to, *documents):
        if notice.from_ not in (None, position.deal.issuer):
            continue
        got = received(position, notice, notice.delivery, "outbound")
        address = address_is_good(position, notice)
        if got.dispatched and got.sufficient and (address is None or address.holds):
            yield notice, got


def recipient_finding(position: Position, to: str | None) -> tuple[Finding, ...]:
    """An Investor recipient must have an entry with an address; otherwise the decision is open and says what is missing."""
    if to is None:
        return ()
    party = deal_party(position.deal, to)
    clause = position.deal.terms.notices.clause
    if party is None:
        return (Finding(clause, f"the name and address of {to} are not on record", None),)
    if party.role == "investor" and not (party.address and party.address.lines):
        if position.about(AddressChanged, to):
            return ()
        return (Finding(clause, f"the address of {party.name} is not on record", None, party.place),)
    return ()


def to_send(
    position: Position,
    document: str,
    clause: str,
    about: str,
    to: str | None,
    findings: Sequence[Finding],
    due: date | None,
    *,
    class_: Any = "required",
    given_by: Sequence[str] = (),
    evidence: Giving | None = None,
    arithmetic: Sequence[str] = (),
) -> Decision:
    """The decision on a document of the issuer's, with the evidence that it went out and counsel's word on it.

    ``given_by``: the documents whose dispatch gives this one too. ``evidence``: giving that is proved otherwise.
    """
    given = evidence
    if given is None and to is not None:
        for notice, got in dispatches(position, about, to, document, *given_by):
            assert got.dispatched is not None  # dispatches yields only what was sent
            day = got.dispatched.day
            words = f"sent {MAILED[notice.delivery.method]} on {long_date(day)}"
            given = Giving(Finding(clause, words, True, notice.place), day, due is not None and day > due)
            break
    if to is not None and given is None:
        findings = (*findings, *recipient_finding(position, to))
    return Decision(
        document, clause, about, position.deal.issuer, to, class_, tuple(findings), due,
        given=given, settled=counsel(position, about, document), as_of=position.as_of.date(), arithmetic=tuple(arithmetic),
    )  # fmt: skip


def counsel(position: Position, about: str, document: str) -> Finding | None:
    """What counsel decided about a document that was open."""
    said = position.counsel_on(about, document)
    if said is None:
        return None
    words = f"{said.by} decided on {long_date(said.date.day)}: {said.decision.replace('_', ' ')}"
    return Finding("", words, said.decision == "due", said.place)


def own_day(position: Position, trigger: date, length: Period) -> tuple[date, str]:
    """The day to which the issuer works: the period's own end, without any roll; a word means the day itself or the next.

    Readings consulted: ``immediately`` where the clause uses that word.
    """
    deal = position.deal
    if length.unit != "word":
        day = last_day(trigger, length, business_calendars(deal.readings, "outbound")[0])
        return day, f"{long_date(trigger)} + {length} = {weekday_date(day)}"
    if length.text == "at such time":
        return trigger, f"at such time: {weekday_date(trigger)}"
    if length.text == "immediately" and deal.readings("immediately", "same_day"):
        return trigger, f"immediately: the day of receipt itself, {weekday_date(trigger)}"
    day = calendar("federal").after(trigger, 1)
    return day, f"{length}: the next business day, {weekday_date(day)}"


def period_end(position: Position, start: date, length: Period) -> tuple[date, date, tuple[str, ...]]:
    """The last day of another party's period, counted plainly, and the day to which its act is accepted.

    Readings consulted: ``day_count``, ``period_end_roll``.
    """
    deal = position.deal
    holidays = calendar(deal.terms.governing_law.public_holidays)
    business = deal.readings("day_count", "business")
    if business and length.unit == "days":
        length = Period(length.count, "business days", f"{length.count} business days")
    day = last_day(start, length, holidays)
    line = f"{long_date(start)} + {length} = {weekday_date(day)}"
    permitted = holidays.on_or_after(day) if deal.readings("period_end_roll", "gcl25_roll") else day
    if permitted == day:
        return day, permitted, (line,)
    return day, permitted, (f"{line} ({_why(holidays, day)}); next business day {weekday_date(permitted)}",)


def _why(days: Calendar, day: date) -> str:
    return days.why_not(day)


def on(when: Moment | None) -> str:
    """A moment in words, or that it is not on record."""
    return spoken(when) if when else "a day not on record"


def shares(count: int) -> str:
    """1 share, 1,500,000 shares."""
    return f"{count:,} share{'' if count == 1 else 's'}"


def running(position: Position, starts: date, last: date | None) -> bool:
    """Whether a period runs on the position's day."""
    today = position.as_of.date()
    return starts <= today and (last is None or today <= last)


def instant(when: Moment, as_of: datetime) -> datetime:
    """An instant that is not later than the position's."""
    return min(when.at, as_of)
