"""2(a), 2(b): transfers of Restricted Stock, the notice of them, and the opinion that the issuer may ask for.

Each Investor that transfers stock (a sale, pledge, distribution or gift, registered or not) tells the issuer within some days of
consummation. For a transfer outside a registered public offering the issuer may ask for an opinion; not for one to an affiliate,
or by a partnership or limited liability company to its partners or members. Not modelled: whether an exemption is in truth there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Flag, Giving, Item
from rrdocs.events import (
    Event,
    OpinionDelivered,
    OpinionRequested,
    PublicSale,
    SharesSold,
    Succession,
    Transfer,
    TransferPresented,
    TransferTerms,
)
from rrdocs.grants import TransferCompliance, TransferNotice
from rrdocs.position import Position
from rrdocs.rules.holdback import holdback
from rrdocs.rules.investors import has_rights
from rrdocs.rules.sending import counsel, reading, received, running, shares, to_send
from rrdocs.rules.timing import in_force, period_end

KINDS = {"sale": "a sale", "gift": "a gift", "pledge": "a pledge", "distribution": "a distribution", "other": "a transfer"}


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
                words = f"{KINDS[event.kind]} of {shares(event.shares)} of {stock} was consummated on {day}"
                yield Disposal(event, event.from_, event.shares, words, event.basis == "registered")
            case PublicSale():
                how = "under Rule 144" if event.under == "rule_144" else f"under registration {event.under}"
                words = f"{shares(event.shares)} of {stock} sold {how} on {day}"
                yield Disposal(event, event.seller, event.shares, words, event.under != "rule_144")
            case SharesSold():
                for name, count in event.sold.items():
                    if count:
                        words = f"{shares(count)} of {stock} sold under registration {event.registration} on {day}"
                        yield Disposal(event, name, count, words, registered=True)


def transfer_notices(deal: Deal, position: Position) -> Iterator[Item]:
    """2(a): the notice of each transfer, with its clock."""
    rule = deal.terms.transfer_notice
    if rule is None:
        return
    for sale in disposals(position):
        if sale.seller != deal.issuer:
            yield from _notice(position, rule, sale)
    for event in position.all(Succession):
        words = f"{deal.party_name(event.from_)} is succeeded by {deal.party_name(event.to)}: notice of it is prudently asked for"
        yield Flag(rule.clause, event.id, words, evidence=event.place)


def _notice(position: Position, rule: TransferNotice, sale: Disposal) -> Iterator[Decision | Clock]:
    deal, start = position.deal, sale.event.date.day
    due = in_force(position, start, lambda terms: (terms.transfer_notice or rule).within)
    end = period_end(position, start, due)
    assert end is not None  # consummated on a known day
    last, permitted, lines = end
    name, words = deal.party_name(sale.seller), deal.agreement.words
    bound = has_rights(position, sale.seller, sale.event.date.at)
    findings = [
        Finding(rule.clause, sale.words, True, sale.event.place),
        Finding(rule.clause, f"{name} is {words.a_holder if bound else f'no {words.holder}'} bound by the {words.agreement}", bound),
    ]
    if sale.registered and reading(position, "transfer_notice_scope", sale.event.id) == "not_registered_sales":
        findings.append(Finding(rule.clause, "a registered sale is not notified", False, sale.event.place))
    given = _given(position, rule, sale, permitted)
    yield Decision(
        "notice_of_transfer", rule.clause, sale.event.id, sale.seller, deal.issuer, "required", tuple(findings), last,
        permitted, given, counsel(position, sale.event.id, "notice_of_transfer"), position.as_of.date(), lines,
    )  # fmt: skip
    if all(finding.holds for finding in findings):
        yield Clock(
            "transfer_notice", rule.clause, sale.event.id, sale.seller, start, last, permitted,
            running=given is None and running(position, start, permitted), arithmetic=lines, evidence=sale.event.place,
        )  # fmt: skip


def _given(position: Position, rule: TransferNotice, sale: Disposal, permitted: date) -> Giving | None:
    """The notice of a transfer that came first; judged by deemed receipt (``transfer_notice_timeliness``).

    One whose receipt is not on record is late once the time for it is over.
    """
    best: Giving | None = None
    by_sending = reading(position, "transfer_notice_timeliness", sale.event.id) == "dispatched"
    for notice in position.sent(sale.event.id, position.deal.issuer, "notice_of_transfer"):
        got = received(position, notice, notice.delivery, "inbound")
        if notice.from_ not in (None, sale.seller) or not got.sufficient or got.dispatched is None:
            continue
        test = got.dispatched if by_sending else got.at
        late = test.day > permitted if test else position.as_of.date() > permitted
        words = f"{position.deal.party_name(sale.seller)} gave notice: {got.why}"
        one = Giving(Finding(rule.clause, words, True, notice.place), (test or got.dispatched).day, late)
        if best is None or (one.late, one.day) < (best.late, best.day):
            best = one
    return best


# ---- opinions


def opinions(deal: Deal, position: Position) -> Iterator[Item]:
    """2(b): the opinion on each transfer, asked for and given; what goes to the transfer agent."""
    rule = deal.terms.transfer_compliance
    if rule is None:
        return
    for event in position.events:
        if isinstance(event, TransferTerms) and event.from_ != deal.issuer:
            yield from _transfer(position, rule, event)
        elif isinstance(event, PublicSale) and event.seller != deal.issuer:
            under_144 = event.under == "rule_144"
            outside = _outside(position, rule, event, registered=not under_144, under_144=under_144)
            yield _opinion(position, rule, event, event.seller, outside)
        elif isinstance(event, SharesSold):
            yield _opinion(position, rule, event, None, _outside(position, rule, event, registered=True))


def _outside(
    position: Position, rule: TransferCompliance, event: Event, *, registered: bool, under_144: bool = False
) -> tuple[Finding, ...]:
    """That a transfer is made outside a registered public offering, so that an opinion may be asked for."""
    says = f"the transfer is {'' if registered else 'not '}made in a registered public offering"
    found = (Finding(rule.clause, says, not registered, event.place_of("basis")),)
    if under_144 and reading(position, "opinion_for_rule144_sale", event.id) == "no":
        return (*found, Finding(rule.clause, "no opinion may be asked for a sale under Rule 144", False, event.place))
    return found


def _transfer(position: Position, rule: TransferCompliance, event: TransferTerms) -> Iterator[Item]:
    outside = _outside(position, rule, event, registered=event.basis == "registered", under_144=event.basis == "rule_144")
    may_ask = (*outside, _exempt(position, rule, event))
    asked = position.last(OpinionRequested, event.id)
    opinion = _opinion(position, rule, event, event.from_, may_ask)
    yield opinion
    words = f"the opinion was asked for on {long_date(asked.date.day)}" if asked else ""
    sent = Giving(Finding(rule.clause, words, True, asked.place), asked.date.day, late=False) if asked else None
    yield to_send(
        position, "opinion_request", rule.clause, event.id, event.from_, may_ask, event.date.day, class_="customary",
        evidence=sent,
    )  # fmt: skip
    if isinstance(event, TransferPresented) or asked:
        yield from _at_the_books(position, rule, event, opinion)


def _opinion(position: Position, rule: TransferCompliance, event: Event, seller: str | None, may_ask: Sequence[Finding]) -> Decision:
    """The opinion on one transfer: due once the issuer has asked for it, given when one that is acceptable has come."""
    deal, asked = position.deal, position.last(OpinionRequested, event.id)
    says = f"asked for an opinion on {long_date(asked.date.day)}" if asked else "has not asked for an opinion"
    requested = Finding(rule.clause, f"{deal.agreement.words.issuer} {says}", asked is not None, asked.place if asked else event.place)
    given: Giving | None = None
    doubt: tuple[Finding, ...] = ()
    for opinion in position.about(OpinionDelivered, event.id):
        found = _suffices(position, rule, opinion)
        if found.holds:
            given = given or Giving(found, opinion.date.day, late=False)
        elif found.holds is None:
            doubt = (found,)
    return Decision(
        "counsel_opinion", rule.clause, event.id, seller, deal.issuer, "condition",
        (*may_ask, requested, *(() if given else doubt)), asked.date.day if asked else None, given=given,
        settled=counsel(position, event.id, "counsel_opinion"), as_of=position.as_of.date(),
    )  # fmt: skip


def _exempt(position: Position, rule: TransferCompliance, event: TransferTerms) -> Finding:
    """2(b) proviso: transfers for which no opinion may be asked; the finding holds where the proviso does not apply."""
    deal, relation, name = position.deal, event.relation, position.deal.party_name(event.to)
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
    """Whether an opinion is by counsel agreed to be satisfactory; another firm is a decision for the issuer.

    Readings consulted for another firm: ``named_counsel_successor``.
    """
    place = opinion.place_of("counsel")
    if opinion.counsel is None:
        return Finding(clause, "whose opinion it is, is not on record", None, opinion.place)
    firm = _firm(opinion.counsel)
    if firm in {_firm(name) for name in named}:
        return Finding(clause, f"the opinion is by {opinion.counsel}, agreed to be satisfactory", True, place)
    decided = position.counsel_on(opinion.id, "counsel_opinion")
    holds = decided.decision == "due" if decided else None
    succeeds = any(_firm(name).split()[0] == firm.split()[0] for name in named)
    if holds is None and succeeds and reading(position, "named_counsel_successor", opinion.id, opinion.about) == "automatic":
        holds = True
    return Finding(clause, f"the opinion is by {opinion.counsel}: whether it is acceptable is for the issuer", holds, place)


def _firm(name: str) -> str:
    """A firm's name without its punctuation and legal form."""
    words = re.sub(r"[^\w]+", " ", name.replace("&", " and ")).casefold().split()
    return " ".join(word for word in words if word not in ("llp", "lp", "pc", "and")) or name


def _suffices(position: Position, rule: TransferCompliance, opinion: OpinionDelivered) -> Finding:
    """Whether an opinion on a transfer is by satisfactory counsel and covers all applicable laws; taken as asked if silent."""
    if opinion.covers is not None and set(opinion.covers) != {"federal", "state"}:
        says = f"the opinion covers {' and '.join(opinion.covers) or 'no'} law, and not all applicable laws"
        return Finding(rule.clause, says, False, opinion.place_of("covers"))
    return accepted_counsel(position, opinion, rule.opinion_counsel, rule.clause)


# ---- at the books


def _at_the_books(position: Position, rule: TransferCompliance, event: TransferTerms, opinion: Decision) -> Iterator[Item]:
    """2(b): the transfer agent is told to stop a transfer that may not be made yet, and to release one that is clear."""
    agent, day = position.deal.role("transfer_agent") or "transfer_agent", event.date.day
    held_back = _held_back(position, event)
    asked = position.last(OpinionRequested, event.id)
    waits = asked is not None and opinion.outcome in ("due", "open")
    if held_back:
        stop, says = True, f"a sale is barred until {long_date(held_back.last_day)}" if held_back.last_day else "a sale is barred"
        clause, place = held_back.clause, held_back.evidence or event.place
    else:
        stop, says = waits, "the opinion asked for is outstanding" if waits else "nothing is outstanding"
        clause, place = rule.clause, asked.place if asked else event.place
    to_stop, to_release = (agent, None) if stop else (None, agent)
    finding = Finding(clause, says, stop, place)
    yield to_send(position, "stop_transfer_instruction", rule.clause, event.id, to_stop, (finding,), day)
    clear = Finding(clause, says, not stop, place)
    yield to_send(position, "transfer_release_instruction", rule.clause, event.id, to_release, (clear,), day, class_="customary")


def _held_back(position: Position, event: TransferTerms) -> Clock | None:
    """The holdback that bars a sale presented to the transfer agent; it bars no pledge, gift or distribution."""
    if not isinstance(event, TransferPresented) or event.kind != "sale":
        return None
    clocks = (item for item in holdback(position.deal, position) if isinstance(item, Clock))
    return next((clock for clock in clocks if clock.party == event.from_ and clock.running), None)
