"""2(a): what is a transfer of stock, and the issuer's time to object to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.transfer_terms import TransferNotice
from rrdocs.dates.deadlines import Deadline
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    Event,
    NoticeSent,
    PublicSale,
    SharesSold,
    Transfer,
    TransferObjection,
    TransferPresented,
    TransferTerms,
)
from rrdocs.docket.decisions import Clock, Finding, Flag
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.notices.receipt_cases import Receipt
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position
from rrdocs.facts.time.time_limits import own_day

KINDS = {
    "sale": "a sale",
    "gift": "a gift",
    "pledge": "a pledge",
    "distribution": "a distribution",
    "other": "a transfer",
}


@dataclass(frozen=True)
class Disposal:
    """One Investor's disposal of Restricted Stock by one event."""

    event: Event
    seller: str
    shares: int
    words: str
    registered: bool
    day: date


def disposals(position: Position, *, planned: bool) -> Iterator[Disposal]:
    """Every Transfer of Restricted Stock, seller by seller; with ``planned`` also those that are
    to be made.
    """
    stock = position.deal.agreement.words.stock
    for event in position.events:
        day = long_date(event.date.day)
        match event:
            case Transfer():
                words = (
                    f"{KINDS[event.kind]} of {in_shares(event.shares)} of {stock} was consummated"
                    f" on {day}"
                )
                yield Disposal(
                    event,
                    event.from_,
                    event.shares,
                    words,
                    event.basis == "registered",
                    event.date.day,
                )
            case TransferPresented() if planned:
                when = (event.planned or event.date).day
                words = (
                    f"{KINDS[event.kind]} of {in_shares(event.shares)} of {stock} is to be made on"
                    f" {long_date(when)}"
                )
                yield Disposal(
                    event, event.from_, event.shares, words, event.basis == "registered", when
                )
            case PublicSale():
                how = "under Rule 144" if event.under == "rule_144" else "under a registration"
                words = f"{in_shares(event.shares)} of {stock} sold {how} on {day}"
                yield Disposal(
                    event,
                    event.seller,
                    event.shares,
                    words,
                    event.under != "rule_144",
                    event.date.day,
                )
            case SharesSold():
                for name, count in event.sold.items():
                    if count:
                        words = f"{in_shares(count)} of {stock} sold under a registration on {day}"
                        yield Disposal(
                            event, name, count, words, registered=True, day=event.date.day
                        )


def backward(due: Deadline) -> bool:
    """Whether a notice is due before the transfer."""
    return any(span.before for span in due.spans)


@dataclass(frozen=True)
class Objection:
    """The issuer's time to object to a transfer, and the objection that came in it, if any."""

    starts: date
    last: date | None
    line: str
    made: TransferObjection | None


def _objection(position: Position, rule: TransferNotice, event: TransferTerms) -> Objection | None:
    """None while the issuer has not received the notice from which its time runs."""
    came = [
        got.at.day
        for _, got in notices_of_transfer(position, event, event.from_, position.deal.issuer)
        if got.at
    ]
    if not came or rule.approval is None:
        return None
    starts = min(came)
    last, line = own_day(position, starts, rule.approval, {"receipt": starts})
    made = [
        each
        for about in about_transfer(position, event)
        for each in position.about(TransferObjection, about)
    ]
    return Objection(
        starts,
        last,
        line,
        next((each for each in made if last is None or each.date.day <= last), None),
    )


def approval(position: Position, event: TransferTerms) -> Finding | None:
    """Whether the issuer has agreed to a transfer, by silence or not at all; nothing where it has
    no say.
    """
    rule = position.deal.terms.transfer_notice
    if (
        rule is None
        or rule.approval is None
        or any(finding.holds is False for finding in excepted_transfer(position, rule, event))
    ):
        return None
    issuer, chance = position.deal.agreement.words.issuer, _objection(position, rule, event)
    if chance is None:
        return Finding(
            rule.clause,
            f"{issuer} has no notice of the transfer, and so has not agreed to it",
            None,
            event.place,
        )
    if chance.made:
        return Finding(
            rule.clause,
            f"{issuer} objected on {long_date(chance.made.date.day)}",
            False,
            chance.made.place,
        )
    if chance.last is None or position.as_of.date() <= chance.last:
        until = f" until {weekday_date(chance.last)}" if chance.last else ""
        return Finding(rule.clause, f"{issuer} may still object{until}", None, event.place)
    return Finding(
        rule.clause,
        f"{issuer} did not object by {long_date(chance.last)}, and is taken to agree",
        True,
        event.place,
    )


def approval_clock(
    position: Position, rule: TransferNotice, event: TransferTerms
) -> Iterator[Clock | Flag]:
    agreed, chance = approval(position, event), _objection(position, rule, event)
    if agreed is None:
        return
    if chance is not None and chance.last is not None:
        today = position.as_of.date()
        yield Clock(
            "transfer_objection",
            rule.clause,
            event.id,
            position.deal.issuer,
            chance.starts,
            chance.last,
            running=chance.made is None and chance.starts <= today <= chance.last,
            arithmetic=(chance.line,),
            evidence=event.place,
        )
    yield Flag(rule.clause, event.id, agreed.says, evidence=agreed.evidence)


def excepted_transfer(position: Position, rule: TransferNotice, event: Event) -> Iterator[Finding]:
    """That the transfer is not to one of those to whom transfers need no notice."""
    if rule.except_to and isinstance(event, TransferTerms):
        name = position.deal.party_name(event.to)
        if event.relation is None:
            yield Finding(
                rule.clause,
                f"how {name} stands to the transferor is not on record",
                None,
                event.place,
            )
        elif event.relation in rule.except_to:
            words = (
                f"{name} is {'an' if event.relation == 'affiliate' else 'a'} {event.relation}: no"
                " notice is called for"
            )
            yield Finding(rule.clause, words, False, event.place_of("relation"))


def about_transfer(position: Position, event: Event) -> list[str]:
    """The ids under which a notice of a transfer may speak of it: its own, and that of the same
    transfer as it was to be made.
    """
    found = [event.id]
    if isinstance(event, Transfer):
        terms = (event.from_, event.to, event.tranche, event.shares)
        same = (
            e
            for e in position.all(TransferPresented)
            if (e.from_, e.to, e.tranche, e.shares) == terms
        )
        found += [e.id for e in same if e.date.at <= event.date.at]
    return found


def notices_of_transfer(
    position: Position, event: Event, seller: str, to: str
) -> Iterator[tuple[NoticeSent, Receipt]]:
    """The notices of a transfer that went to a party by a good method."""
    for about in about_transfer(position, event):
        for notice in position.sent(about, to, "notice_of_transfer"):
            got = received(position, notice, "inbound")
            if notice.from_ in (None, seller) and got.sufficient and got.dispatched is not None:
                yield notice, got
