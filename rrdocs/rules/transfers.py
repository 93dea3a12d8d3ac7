"""2(a), 2(b): transfers of Restricted Stock, the notice of them, and the opinion that the issuer may ask for.

Each Investor that transfers stock (a sale, pledge, distribution or gift, registered or not) tells the issuer within some days of
consummation. For a transfer outside a registered public offering the issuer may ask for an opinion; not for one to an affiliate,
or by a partnership or limited liability company to its partners or members. Not modelled: whether an exemption is in truth there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Giving, Item
from rrdocs.events import (
    Event,
    OpinionDelivered,
    OpinionRequested,
    PublicSale,
    SharesSold,
    Transfer,
    TransferPresented,
    TransferTerms,
)
from rrdocs.position import Position
from rrdocs.rules.investors import investors
from rrdocs.rules.sending import counsel, own_day, period_end, received, running, shares, to_send


@dataclass(frozen=True)
class Disposal:
    """One Investor's disposal of Restricted Stock by one event."""

    event: Event
    seller: str
    shares: int
    words: str
    registered: bool


def disposals(position: Position) -> Iterator[Disposal]:
    """Every Transfer of Restricted Stock, seller by seller."""
    stock = position.deal.agreement.words.stock
    for event in position.events:
        day = long_date(event.date.day)
        match event:
            case Transfer():
                words = f"a {event.kind} of {shares(event.shares)} of {stock} was consummated on {day}"
                words = words.replace("a other", "a transfer").replace("a sale", "a private sale")
                yield Disposal(event, event.from_, event.shares, words, event.basis == "registered")
            case PublicSale():
                how = "under Rule 144" if event.under == "rule_144" else f"under registration {event.under}"
                words = f"{shares(event.shares)} of {stock} were sold {how} on {day}"
                yield Disposal(event, event.seller, event.shares, words, event.under != "rule_144")
            case SharesSold():
                for name, count in event.sold.items():
                    if count:
                        words = f"{shares(count)} of {stock} were sold under registration {event.registration} on {day}"
                        yield Disposal(event, name, count, words, registered=True)


def transfer_notices(deal: Deal, position: Position) -> Iterator[Item]:
    """2(a): the notice of each transfer, with its clock."""
    rule = deal.terms.transfer_notice
    if rule is None:
        return
    for sale in disposals(position):
        if sale.seller == deal.issuer or sale.seller not in investors(position, sale.event.date.at):
            continue
        start = sale.event.date.day
        last, permitted, lines = period_end(position, start, rule.within)
        findings = [Finding(rule.clause, sale.words, True, sale.event.place)]
        if sale.registered and deal.readings("transfer_notice_scope", "not_registered_sales"):
            findings.append(Finding(rule.clause, "a registered sale is not notified", False, sale.event.place))
        given = _given(position, sale)
        late = given.day > permitted if given else False
        yield Decision(
            "notice_of_transfer", rule.clause, sale.event.id, sale.seller, deal.issuer, "required", tuple(findings), last,
            permitted, Giving(given.finding, given.day, late) if given else None,
            counsel(position, sale.event.id, "notice_of_transfer"), position.as_of.date(), lines,
        )  # fmt: skip
        if all(finding.holds for finding in findings):
            yield Clock(
                "transfer_notice", rule.clause, sale.event.id, sale.seller, start, last, permitted,
                running=given is None and running(position, start, permitted), arithmetic=lines, evidence=sale.event.place,
            )  # fmt: skip


def _given(position: Position, sale: Disposal) -> Giving | None:
    """The first notice of a transfer; judged by deemed receipt (``transfer_notice_timeliness``)."""
    best: Giving | None = None
    for notice in position.sent(sale.event.id, position.deal.issuer, "notice_of_transfer"):
        if notice.from_ not in (None, sale.seller):
            continue
        got = received(position, notice, notice.delivery, "inbound")
        if not (got.sufficient and got.dispatched):
            continue
        when = got.dispatched
        if not position.deal.readings("transfer_notice_timeliness", "dispatched"):
            when = got.at or got.dispatched
        words = f"{position.deal.party_name(sale.seller)} gave notice: {got.why}"
        if best is None or when.day < best.day:
            best = Giving(Finding("", words, True, notice.place), when.day, late=False)
    return best


# ---- opinions


def opinions(deal: Deal, position: Position) -> Iterator[Item]:
    """2(b): the opinion on each transfer, asked for and given; what goes to the transfer agent."""
    if deal.terms.transfer_compliance is None:
        return
    for event in position.events:
        if isinstance(event, TransferTerms):
            yield from _opinion(position, event)
        elif isinstance(event, (PublicSale, SharesSold)):
            yield from _no_opinion(position, event)


def _opinion(position: Position, event: TransferTerms) -> Iterator[Item]:
    rule, deal = position.deal.terms.transfer_compliance, position.deal
    assert rule is not None  # asked only where the clause is granted
    if event.from_ == deal.issuer:
        return
    registered = event.basis == "registered"
    outside = Finding(
        rule.clause, f"the transfer is {'' if registered else 'not '}made in a registered public offering", not registered,
        event.place_of("basis"),
    )  # fmt: skip
    exempt = _exempt(position, event)
    asked, came = position.last(OpinionRequested, event.id), _delivered(position, event.id)
    requested = Finding(
        rule.clause, f"{deal.agreement.words.issuer} asked for an opinion on {long_date(asked.date.day)}" if asked
        else "no opinion was asked for", asked is not None, asked.place if asked else event.place,
    )  # fmt: skip
    given = Giving(came[1], came[0].date.day, late=False) if came else None
    yield Decision(
        "counsel_opinion", rule.clause, event.id, event.from_, deal.issuer, "condition", (outside, exempt, requested),
        asked.date.day if asked else None, given=given, settled=counsel(position, event.id, "counsel_opinion"),
        as_of=position.as_of.date(),
    )  # fmt: skip
    sent = Giving(requested, asked.date.day, late=False) if asked else None
    yield to_send(
        position, "opinion_request", rule.clause, event.id, event.from_, (outside, exempt), event.date.day, class_="customary",
        evidence=sent,
    )  # fmt: skip
    yield from _at_the_books(position, event, outside, exempt, asked is not None, came is not None)


def _exempt(position: Position, event: TransferTerms) -> Finding:
    """2(b) proviso: transfers for which no opinion may be asked; the finding holds where the proviso does not apply."""
    rule, deal = position.deal.terms.transfer_compliance, position.deal
    assert rule is not None  # asked only where the clause is granted
    relation, name = event.relation, deal.party_name(event.to)
    place = event.place_of("relation")
    if relation is None:
        return Finding(rule.clause, f"how {name} stands to the transferor is not on record", None, event.place)
    if relation == "affiliate" and "affiliate" in rule.no_opinion_for:
        return Finding(rule.clause, f"{name} is an affiliate: no opinion may be asked for", False, place)
    if relation in ("partner", "member") and relation in rule.no_opinion_for:
        party = deal.parties.get(event.from_)
        if party is None:
            return Finding(rule.clause, f"what kind of entity {event.from_} is, is not on record", None, event.place)
        if party.kind in rule.partner_transfer_by:
            return Finding(rule.clause, f"a {party.kind} transfers to its {relation}: no opinion may be asked for", False, place)
        return Finding(rule.clause, f"{party.name} is a {party.kind}: the exemption for partners does not reach it", True, place)
    return Finding(rule.clause, f"{name} is neither an affiliate nor a partner or member", True, place)


def accepted_counsel(position: Position, opinion: OpinionDelivered, named: tuple[str, ...], clause: str) -> Finding:
    """Whether an opinion is by counsel agreed to be satisfactory; another firm is a decision for the issuer."""
    place = opinion.place_of("counsel")
    if opinion.counsel is None:
        return Finding(clause, "whose opinion it is, is not on record", None, opinion.place)
    if opinion.counsel.casefold().strip() in {name.casefold() for name in named}:
        return Finding(clause, f"the opinion is by {opinion.counsel}, agreed to be satisfactory", True, place)
    decided = position.counsel_on(opinion.id, "counsel_opinion") or position.counsel_on(opinion.about, "counsel_opinion")
    holds = decided.decision == "due" if decided else None
    if holds is None and position.deal.readings("named_counsel_successor", "automatic", opinion.about):
        start = opinion.counsel.casefold().split(",")[0].split()[0]
        holds = True if any(name.casefold().startswith(start) for name in named) else None
    return Finding(clause, f"the opinion is by {opinion.counsel}: whether it is acceptable is for the issuer", holds, place)


def _delivered(position: Position, about: str) -> tuple[OpinionDelivered, Finding] | None:
    """An opinion on a transfer that covers federal and state law; an unnamed coverage is taken as asked."""
    rule = position.deal.terms.transfer_compliance
    for opinion in position.about(OpinionDelivered, about):
        if opinion.covers is not None and set(opinion.covers) != {"federal", "state"}:
            continue
        if rule:
            accepted = accepted_counsel(position, opinion, rule.opinion_counsel, rule.clause)
            if accepted.holds:
                return opinion, accepted
    return None


def _no_opinion(position: Position, event: PublicSale | SharesSold) -> Iterator[Item]:
    rule, deal = position.deal.terms.transfer_compliance, position.deal
    assert rule is not None  # asked only where the clause is granted
    under_144 = isinstance(event, PublicSale) and event.under == "rule_144"
    asked = position.last(OpinionRequested, event.id)
    may = under_144 and asked is not None and deal.readings("opinion_for_rule144_sale", "may_request")
    outside = Finding(rule.clause, f"the sale is {'not ' if under_144 else ''}made in a registered public offering", under_144, event.place)
    requested = Finding(rule.clause, "an opinion was asked for" if asked else "no opinion was asked for", asked is not None)
    came = _delivered(position, event.id)
    findings = (outside, requested) if may or not asked else (outside, Finding(rule.clause, "none may be asked for", False))
    seller = event.seller if isinstance(event, PublicSale) else None
    yield Decision(
        "counsel_opinion", rule.clause, event.id, seller, deal.issuer, "condition", findings, asked.date.day if asked else None,
        given=Giving(came[1], came[0].date.day, late=False) if came else None, as_of=position.as_of.date(),
    )  # fmt: skip


def _at_the_books(
    position: Position, event: TransferTerms, outside: Finding, exempt: Finding, asked: bool, came: bool
) -> Iterator[Item]:
    """2(b): the transfer agent is told to stop a transfer whose opinion is outstanding, and to release one that is clear."""
    rule, agent = position.deal.terms.transfer_compliance, position.deal.role("transfer_agent")
    assert rule is not None  # asked only where the clause is granted
    if not isinstance(event, TransferPresented) and not asked:
        return
    waits = asked and not came and bool(outside.holds) and exempt.holds is not False
    stop = Finding(rule.clause, "the opinion asked for is outstanding" if waits else "nothing is outstanding", waits, event.place)
    yield to_send(position, "stop_transfer_instruction", rule.clause, event.id, agent if waits else None, (stop,), event.date.day)
    clear = Finding(rule.clause, "nothing is outstanding" if not waits else "the opinion asked for is outstanding", not waits, event.place)
    yield to_send(
        position, "transfer_release_instruction", rule.clause, event.id, agent if not waits else None, (clear,),
        event.date.day, class_="customary",
    )  # fmt: skip


__all__ = ["accepted_counsel", "disposals", "opinions", "own_day", "transfer_notices"]
