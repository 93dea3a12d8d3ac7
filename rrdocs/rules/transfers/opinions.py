"""2(b): opinions of counsel on transfers, and instructions to the transfer agent.

Requires:
    For a transfer outside a registered public offering the issuer may request an opinion of
    counsel that the transfer is exempt from registration. It may not request one for a transfer
    to an affiliate, or by a partnership or limited liability company to its partners or members.
    An agreement may accept another paper in its place. No transfer is made on the books of the
    issuer unless the agreement and the securities laws permit it.
Decides:
    opinion_request: to the holder. counsel_opinion: from the holder's counsel.
    stop_transfer_instruction, transfer_release_instruction: to the transfer agent.
Readings:
    `opinion_for_rule144_sale` (A56): whether the issuer may request an opinion for a sale under
        Rule 144.
    `named_counsel_successor` (A59): whether a successor of a firm named in the agreement is
        satisfactory too.
Not modelled:
    Whether an exemption is in fact available.
Cases:
    tests/scenarios/transfer_compliance.yaml, tests/parameters/opinion.yaml
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rrdocs.agreement.transfer_terms import TransferCompliance
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    Event,
    OpinionDelivered,
    OpinionRequested,
    PublicSale,
    SharesSold,
    TransferPresented,
    TransferTerms,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Giving, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.holders import has_rights
from rrdocs.facts.record.position import Position
from rrdocs.rules.giving import counsel, to_send
from rrdocs.rules.offerings.holdback import holdback
from rrdocs.rules.transfers.disposals import approval


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
            yield _opinion(
                position,
                rule,
                event,
                event.seller,
                (*outside, *_bound(position, rule, event, event.seller)),
            )
        elif isinstance(event, SharesSold):
            yield _opinion(
                position,
                rule,
                event,
                None,
                _outside(position, rule, event, registered=True, under_144=False),
            )


def _outside(
    position: Position, rule: TransferCompliance, event: Event, *, registered: bool, under_144: bool
) -> tuple[Finding, ...]:
    """That a transfer is made outside a registered public offering, so that an opinion may be
    asked for.
    """
    says = f"the transfer is {'' if registered else 'not '}made in a registered public offering"
    found = (Finding(rule.clause, says, not registered, event.place_of("basis")),)
    if under_144 and reading(position, "opinion_for_rule144_sale", event.id) == "no":
        return (
            *found,
            Finding(
                rule.clause,
                "no opinion may be requested for a sale under Rule 144",
                False,
                event.place,
            ),
        )
    return found


def _bound(
    position: Position, rule: TransferCompliance, event: Event, seller: str
) -> Iterator[Finding]:
    """Of a seller that is no Investor, that it owes no opinion under the agreement."""
    if not has_rights(position, seller, event.date.at):
        words = position.deal.agreement.words
        says = (
            f"{position.deal.party_name(seller)} is no {words.holder} bound by the"
            f" {words.agreement}"
        )
        yield Finding(rule.clause, says, False, event.place)


def _transfer(position: Position, rule: TransferCompliance, event: TransferTerms) -> Iterator[Item]:
    outside = _outside(
        position,
        rule,
        event,
        registered=event.basis == "registered",
        under_144=event.basis == "rule_144",
    )
    may_ask = (
        *outside,
        *_bound(position, rule, event, event.from_),
        _exempt(position, rule, event),
    )
    asked = position.last(OpinionRequested, event.id)
    opinion = _opinion(position, rule, event, event.from_, may_ask)
    yield opinion
    sent = None
    if asked:
        words = f"the opinion was requested on {long_date(asked.date.day)}"
        sent = Giving(Finding(rule.clause, words, True, asked.place), asked.date.day, late=False)
    yield to_send(
        position,
        "opinion_request",
        rule.clause,
        event.id,
        event.from_,
        may_ask,
        event.date.day,
        class_="customary",
        evidence=sent,
    )
    if isinstance(event, TransferPresented) or asked:
        yield from _at_the_books(position, rule, event, opinion)


# Long: the conditions of the clause in its order, each a finding.
def _opinion(
    position: Position,
    rule: TransferCompliance,
    event: Event,
    seller: str | None,
    may_ask: Sequence[Finding],
) -> Decision:
    """The opinion on one transfer: due once the issuer has asked for it, given when one that is
    acceptable has come.
    """
    deal, asked = position.deal, position.last(OpinionRequested, event.id)
    says = (
        f"requested an opinion on {long_date(asked.date.day)}"
        if asked
        else "has not requested an opinion"
    )
    requested = Finding(
        rule.clause,
        f"{deal.agreement.words.issuer} {says}",
        asked is not None,
        asked.place if asked else event.place,
    )
    paid: tuple[Finding, ...] = ()
    if rule.opinion_paid_by == "issuer":
        paid = (
            Finding(
                rule.clause,
                f"{deal.agreement.words.issuer} pays for the opinion",
                True,
                event.place,
            ),
        )
    given: Giving | None = None
    short: list[Finding] = []
    for opinion in position.about(OpinionDelivered, event.id):
        found = _suffices(position, rule, opinion)
        if found.holds:
            given = given or Giving(found, opinion.date.day, late=False)
        elif found.holds is None:
            short.append(found)
        else:  # it leaves the opinion due, and is given as the reason why
            says = (
                f"what was delivered on {long_date(opinion.date.day)} is not enough: {found.says}"
            )
            short.append(replace(found, says=says, holds=True))
    return Decision(
        "counsel_opinion",
        rule.clause,
        event.id,
        seller,
        deal.issuer,
        "condition",
        (*may_ask, requested, *paid, *([] if given else short)),
        given=given,
        settled=counsel(position, event.id, "counsel_opinion"),
    )


def _exempt(position: Position, rule: TransferCompliance, event: TransferTerms) -> Finding:
    """2(b) proviso: transfers for which no opinion may be asked; the finding holds where the
    proviso does not apply.
    """
    deal, relation, name = position.deal, event.relation, position.deal.party_name(event.to)
    place = event.place_of("relation")
    if relation is None:
        return Finding(
            rule.clause, f"how {name} stands to the transferor is not on record", None, event.place
        )
    if relation == "affiliate" and "affiliate" in rule.no_opinion_for:
        return Finding(
            rule.clause, f"{name} is an affiliate: no opinion may be requested", False, place
        )
    if relation in rule.no_opinion_for:
        party = deal.parties.get(event.from_)
        if party is None:
            return Finding(
                rule.clause,
                f"what kind of entity {event.from_} is, is not on record",
                None,
                event.place,
            )
        if party.kind in rule.partner_transfer_by:
            return Finding(
                rule.clause,
                f"a {party.kind} transfers to its {relation}: no opinion may be requested",
                False,
                place,
            )
        return Finding(
            rule.clause,
            f"{party.name} is a {party.kind}: the exemption for partners does not reach it",
            True,
            place,
        )
    if relation != "none":
        article = "an" if relation == "affiliate" else "a"
        return Finding(
            rule.clause,
            f"{name} is {article} {relation}: an opinion may be requested all the same",
            True,
            place,
        )
    return Finding(
        rule.clause, f"{name} is neither an affiliate nor a partner or member", True, place
    )


def accepted_counsel(
    position: Position, opinion: OpinionDelivered, named: tuple[str, ...], clause: str
) -> Finding:
    """Whether an opinion is by counsel agreed to be satisfactory; another firm is a decision for
    the issuer.

    Readings consulted for another firm: ``named_counsel_successor``.
    """
    place = opinion.place_of("counsel")
    if opinion.counsel is None:
        return Finding(clause, "whose opinion it is, is not on record", None, opinion.place)
    firm = _firm(opinion.counsel)
    if firm in {_firm(name) for name in named}:
        return Finding(
            clause, f"the opinion is by {opinion.counsel}, agreed to be satisfactory", True, place
        )
    if decided := position.counsel_on(opinion.id, "counsel_opinion"):
        accepted = decided.decision == "due"
        issuer = position.deal.agreement.words.issuer
        says = (
            f"the opinion is by {opinion.counsel}, which {issuer}"
            f" {'accepts' if accepted else 'does not accept'}"
        )
        return Finding(clause, says, accepted, decided.place)
    succeeds = any(_firm(name).split()[0] == firm.split()[0] for name in named)
    if (
        succeeds
        and reading(position, "named_counsel_successor", opinion.id, opinion.about) == "automatic"
    ):
        return Finding(
            clause,
            f"the opinion is by {opinion.counsel}, taken as the firm that was agreed to be"
            " satisfactory",
            True,
            place,
        )
    return Finding(
        clause,
        f"the opinion is by {opinion.counsel}: whether it is acceptable is for the issuer",
        None,
        place,
    )


def _firm(name: str) -> str:
    """A firm's name without its punctuation and legal form; letters with points between them are
    one word (L.L.P.).
    """
    plain = " ".join(re.sub(r"[^\w]+", " ", name.replace("&", " and ")).casefold().split())
    words = re.sub(r"(?<=\b\w) (?=\w\b)", "", plain).split()
    return " ".join(word for word in words if word not in ("llp", "lp", "pc", "and")) or name


def _suffices(position: Position, rule: TransferCompliance, opinion: OpinionDelivered) -> Finding:
    """Whether an opinion on a transfer is by satisfactory counsel and covers all applicable laws;
    taken as asked if silent.
    """
    if opinion.kind != "opinion":
        taken = opinion.kind in rule.instead_of_opinion
        says = f"{INSTEAD[opinion.kind]} is {'' if taken else 'not '}taken in place of an opinion"
        return Finding(rule.clause, says, taken, opinion.place_of("kind"))
    if opinion.covers is not None and set(opinion.covers) != {"federal", "state"}:
        says = (
            f"the opinion covers {' and '.join(opinion.covers) or 'no'} law, and not all applicable"
            " laws"
        )
        return Finding(rule.clause, says, False, opinion.place_of("covers"))
    return accepted_counsel(position, opinion, rule.opinion_counsel, rule.clause)


INSTEAD = {"no_action_letter": "a no-action letter", "broker_letter": "a broker's letter"}

# ---- at the books


def _at_the_books(
    position: Position, rule: TransferCompliance, event: TransferTerms, opinion: Decision
) -> Iterator[Item]:
    """2(b): the transfer agent is instructed to stop a transfer that may not be made yet, and to
    release one that is clear.
    """
    agent, day = position.deal.role("transfer_agent") or "transfer_agent", event.date.day
    held_back = _held_back(position, event)
    asked = position.last(OpinionRequested, event.id)
    waits = asked is not None and opinion.outcome in ("due", "open")
    if held_back:
        assert held_back.last_day is not None  # each holdback has a last day
        stop, says = True, f"a sale is barred until {long_date(held_back.last_day)}"
        clause, place = held_back.clause, held_back.evidence or event.place
    elif (agreed := approval(position, event)) and not agreed.holds:
        stop, says, clause, place = True, agreed.says, agreed.clause, agreed.evidence or event.place
    else:
        stop, says = (
            waits,
            "the opinion requested is outstanding" if waits else "nothing is outstanding",
        )
        clause, place = rule.clause, asked.place if asked else event.place
    if waits and asked:
        day = max(day, asked.date.day)
    elif not stop and opinion.given:
        day = max(day, opinion.given.day)
    to_stop, to_release = (agent, None) if stop else (None, agent)
    finding = Finding(clause, says, stop, place)
    yield to_send(
        position, "stop_transfer_instruction", rule.clause, event.id, to_stop, (finding,), day
    )
    clear = Finding(clause, says, not stop, place)
    yield to_send(
        position,
        "transfer_release_instruction",
        rule.clause,
        event.id,
        to_release,
        (clear,),
        day,
        class_="customary",
    )


def _held_back(position: Position, event: TransferTerms) -> Clock | None:
    """The holdback that bars a sale presented to the transfer agent on the day on which it is to
    be made, of several the one that lasts longest; it bars no pledge, gift or distribution.
    """
    if not isinstance(event, TransferPresented) or event.kind != "sale":
        return None
    clocks = (item for item in holdback(position.deal, position) if isinstance(item, Clock))
    day = event.planned.day if event.planned else max(event.date.day, position.as_of.date())
    barred = [
        clock
        for clock in clocks
        if clock.party == event.from_ and clock.last_day and clock.starts <= day <= clock.last_day
    ]
    return max(barred, key=lambda clock: clock.last_day or day, default=None)
