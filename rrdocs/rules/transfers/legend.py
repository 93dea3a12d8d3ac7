"""2(c): the legend on certificates, and its removal.

Requires:
    Certificates for stock that a holder has under the agreement bear the legend from their issue
    or from the holder's joinder. The legend comes off when the shares are sold to the public
    under a registration or under Rule 144, or when the holder requests new certificates in
    writing and delivers an opinion of counsel. Registration alone, freedom under Rule 144(k)
    alone, and a request without an opinion do not take it off. An agreement may name other ways
    (the passing of time, evidence that satisfies the transfer agent, effectiveness) and further
    legends, each with its own ways.
Decides:
    legend_instruction, legend_removal_instruction: to the transfer agent.
Readings:
    `legend_to_such_effect` (A57): what an opinion must cover to take the legend off.
Not modelled:
    Shares without certificates, for which a notation is advised.
Cases:
    tests/scenarios/legend.yaml, tests/parameters/legend.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rrdocs.agreement.transfer_terms import FurtherLegend, Legend, Removal
from rrdocs.dates.moments import DAY, last_day, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    CertificateIssued,
    Event,
    EvidenceDelivered,
    Joinder,
    LegendRemovalRequested,
    NoteConverted,
    OpinionDelivered,
    PublicSale,
    RegistrationEffective,
    SharesIssued,
    SharesSold,
    StockChanged,
    Succession,
    Transfer,
)
from rrdocs.docket.decisions import Finding, Giving, Item, all_hold
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.offerings.sellers import covered_by
from rrdocs.facts.record.holders import has_rights, investors
from rrdocs.facts.record.names import in_shares, shares_were
from rrdocs.facts.record.position import Position
from rrdocs.rules.giving import first_giving, to_send
from rrdocs.rules.transfers.opinions import accepted_counsel

REMOVAL = "legend_removal_instruction"
INSTANT = timedelta(microseconds=1)


def legend(deal: Deal, position: Position) -> Iterator[Item]:
    """2(c): the instructions to the transfer agent, legends on and off."""
    rule = deal.terms.legend
    if rule is None:
        return
    agent = deal.role("transfer_agent") or "transfer_agent"
    for event in position.events:
        match event:
            case SharesIssued() | NoteConverted():
                yield _on(
                    position,
                    rule,
                    agent,
                    event,
                    event.holder,
                    f"{shares_were(event.shares)} issued",
                )
            case CertificateIssued():
                words = f"certificate {event.certificate} for {in_shares(event.shares)} was issued"
                yield _on(
                    position, rule, agent, event, event.holder, words, _freed(position, rule, event)
                )
            case Transfer(kind="pledge"):
                pass
            case Transfer() if event.basis == "exempt" or event.kind != "sale":
                yield _on(
                    position,
                    rule,
                    agent,
                    event,
                    event.to,
                    f"{shares_were(event.shares)} transferred",
                )
            case Succession():
                held = position.ledger.holding(event.to, event.date.at)
                yield _on(
                    position,
                    rule,
                    agent,
                    event,
                    event.to,
                    f"{in_shares(held)} came to stand in the successor's name",
                )
            case Joinder():
                # what comes to it with its joinder or later has an instruction of its own
                name, held = (
                    deal.party_name(event.investor),
                    position.ledger.holding(event.investor, event.date.at - INSTANT),
                )
                words = (
                    f"{name} held {f'{in_shares(held)} of' if held else 'no'}"
                    f" {deal.agreement.words.stock}"
                )
                holds = Finding(rule.clause, words, bool(held), event.place)
                yield _on(position, rule, agent, event, event.investor, f"{name} joined", holds)
            case StockChanged():
                yield _on(
                    position,
                    rule,
                    agent,
                    event,
                    None,
                    f"a {event.kind} called for new certificates",
                )
            case PublicSale():
                yield _sold(
                    position, rule, agent, event, event.shares, under_144=event.under == "rule_144"
                )
            case Transfer():
                yield _sold(
                    position, rule, agent, event, event.shares, under_144=event.basis == "rule_144"
                )
            case SharesSold():
                sold = sum(count for name, count in event.sold.items() if name != deal.issuer)
                yield _sold(position, rule, agent, event, sold, under_144=False)
            case LegendRemovalRequested():
                findings, day, ways = _asked(position, rule, event, position.as_of)
                findings += _which(rule, ways)
                to = None if any(finding.holds is False for finding in findings) else agent
                yield to_send(position, REMOVAL, rule.clause, event.id, to, findings, day)
            case RegistrationEffective() if _some(rule, ("effectiveness",)):
                yield _effective(position, rule, agent, event)
    if _some(rule, ("anniversary",)):
        yield from _in_time(position, rule, agent)


def legends(rule: Legend) -> list[tuple[str, Legend | FurtherLegend]]:
    """The legends that certificates bear, each with its name; the first has none."""
    return [("the legend", rule), *((f"the {each.name}", each) for each in rule.further)]


def _some(rule: Legend, ways: Sequence[Removal]) -> bool:
    """Whether any of the legends comes off in one of these ways."""
    return any(way in each.removal for _, each in legends(rule) for way in ways)


def _which(rule: Legend, ways: Sequence[Removal]) -> list[Finding]:
    """Where there are several legends: which come off, and which stay."""
    if not rule.further:
        return []
    off = [name for name, each in legends(rule) if set(ways) & set(each.removal)]
    on = [name for name, _ in legends(rule) if name not in off]
    says = f"{' and '.join(off) or 'none'} come{'s' if len(off) < 2 else ''} off"
    return [
        Finding(
            rule.clause,
            says + (f", {' and '.join(on)} stay{'s' if len(on) < 2 else ''} on" if on else ""),
            bool(off),
        )
    ]


def _effective(position: Position, rule: Legend, agent: str, event: RegistrationEffective) -> Item:
    """The effectiveness of a registration that covers shares of holders."""
    covers = covered_by(event.covers, position.deal.issuer)
    total, stock = sum(covers.values()), position.deal.agreement.words.stock
    says = (
        f"a registration of {in_shares(total)} of {stock} became effective on"
        f" {long_date(event.date.day)}"
    )
    holds: bool | None = bool(covers)
    if event.covers is None:
        says, holds = (
            f"which shares the registration of {long_date(event.date.day)} covers is not on record",
            None,
        )
    findings = (
        Finding(rule.clause, says, holds, event.place_of("covers")),
        *_which(rule, ("effectiveness",)),
    )
    to = None if any(finding.holds is False for finding in findings) else agent
    return to_send(position, REMOVAL, rule.clause, event.id, to, findings, event.date.day)


def _anniversary(each: Legend | FurtherLegend, day: date) -> date | None:
    """The day on which a legend comes off shares issued on a day, if time takes it off."""
    return (
        last_day(day, each.anniversary)
        if "anniversary" in each.removal and each.anniversary
        else None
    )


def _in_time(position: Position, rule: Legend, agent: str) -> Iterator[Item]:
    """The legends that come off by the passing of time: from each lot, each once its day has
    come.
    """
    today, at = position.as_of.date(), position.as_of
    for holder, lots in position.ledger.acquisitions.items():
        by_event = {
            lot.event.id: [each for each in lots if each.event.id == lot.event.id] for lot in lots
        }
        for about, lot in by_event.items():
            since, count = max(each.held_since for each in lot), sum(each.shares for each in lot)
            days = {
                name: day
                for name, each in legends(rule)
                if (day := _anniversary(each, since)) and day <= today
            }
            if not days or not has_rights(position, holder, at):
                continue
            turn = _turn(position, rule, about, agent, sorted(days.values()))
            when = "; ".join(
                f"{name} comes off on {weekday_date(day)}"
                for name, day in days.items()
                if day in turn.days
            )
            held, place = position.ledger.holding(holder, at), lot[0].event.place
            findings = [
                Finding(
                    rule.clause,
                    f"{shares_were(count)} issued on {long_date(since)}: {when}",
                    True,
                    place,
                ),
                Finding(
                    rule.clause,
                    f"{position.deal.party_name(holder)} holds {in_shares(held)}",
                    bool(held),
                    place,
                ),
            ]
            if turn.before:
                off = [name for name, day in days.items() if day not in turn.days]
                says = f"{' and '.join(off)} came off by an earlier instruction"
                findings.append(Finding(rule.clause, says, True, turn.before.finding.evidence))
            on = [name for name, _ in legends(rule) if name not in days]
            if on:
                findings.append(
                    Finding(
                        rule.clause,
                        f"{' and '.join(on)} stay{'s' if len(on) < 2 else ''} on",
                        True,
                        place,
                    )
                )
            to = agent if held else None
            yield to_send(
                position, REMOVAL, rule.clause, about, to, findings, turn.days[0], since=turn.since
            )


@dataclass(frozen=True)
class Turn:
    """The days whose legends one instruction takes off, and the instruction for those of earlier
    days.
    """

    days: list[date]
    before: Giving | None = None

    @property
    def since(self) -> date | None:
        """The first day on which its own instruction may have been sent."""
        return self.before.day + DAY if self.before else None


def _turn(position: Position, rule: Legend, about: str, agent: str, days: Sequence[date]) -> Turn:
    """The legends whose turn it is: those still to be instructed, or those that the last
    instruction took off.

    An instruction takes off what is free when it is sent, so that a later day calls for a further
    one; the one for a day may come before it.
    """
    turn = Turn([*days])
    while sent := first_giving(
        position, rule.clause, about, agent, turn.days[0], REMOVAL, since=turn.since
    ):
        later = [day for day in turn.days if day > max(sent.day, turn.days[0])]
        if not later:
            break
        turn = Turn(later, sent)
    return turn


def _on(
    position: Position,
    rule: Legend,
    agent: str,
    event: Event,
    holder: str | None,
    words: str,
    besides: Finding | None = None,
) -> Item:
    """A certificate that is issued to a holder (None: to all that hold stock) bears the legend."""
    names, day, at = position.deal.agreement.words, event.date.day, event.date.at
    findings = [Finding(rule.clause, f"{words} on {long_date(day)}", True, event.place)]
    if day < position.deal.agreement.date:
        findings.append(
            Finding(rule.clause, f"that was before the {names.agreement}", False, event.place)
        )
    if holder is None:
        held = any(position.ledger.holding(name, at) for name in investors(position, at))
        findings.append(
            Finding(
                rule.clause,
                f"{names.holders} {'hold' if held else 'do not hold'} {names.stock}",
                held,
            )
        )
    else:
        bound = has_rights(position, holder, at)
        says = f"{position.deal.party_name(holder)} is {'' if bound else 'not '}{names.a_holder}"
        findings.append(Finding(rule.clause, says, bound, event.place))
    if besides:
        findings.append(besides)
    findings += [
        Finding(rule.clause, f"it bears the {each.name} too", True, event.place)
        for each in rule.further
    ]
    to = agent if all(finding.holds for finding in findings) else None
    return to_send(position, "legend_instruction", rule.clause, event.id, to, findings, day)


def _freed(position: Position, rule: Legend, event: CertificateIssued) -> Finding | None:
    """A certificate issued on the holder's request, once an opinion had come, or once time had
    freed all its shares, has no legend.
    """
    lots = [
        lot
        for lot in position.ledger.acquisitions.get(event.holder, ())
        if lot.tranche == event.tranche
    ]
    lots = [lot for lot in lots if lot.instant <= event.date.at]
    freed = (
        [_anniversary(each, max(lot.held_since for lot in lots)) for _, each in legends(rule)]
        if lots
        else []
    )
    if freed and all(day is not None and day <= event.date.day for day in freed):
        says = "the time after which the legend comes off has passed for all shares of that tranche"
        return Finding(rule.clause, says, False, event.place)
    for request in position.all(LegendRemovalRequested):
        same = (request.holder, request.tranche) == (event.holder, event.tranche)
        if same and request.date.at <= event.date.at:
            findings, _, ways = _asked(position, rule, request, event.date.at)
            if all(finding.holds for finding in findings):
                proof = (
                    "an opinion that takes"
                    if "request_and_opinion" in ways
                    else "evidence that takes"
                )
                words = (
                    f"it was asked for on {long_date(request.date.day)} with {proof} the legend off"
                )
                return Finding(rule.clause, words, False, request.place)
    return None


def _sold(
    position: Position, rule: Legend, agent: str, event: Event, count: int, *, under_144: bool
) -> Item:
    how = "under Rule 144" if under_144 else "under an effective registration"
    way: Removal = "rule_144_sale" if under_144 else "registered_sale"
    limb = _some(rule, (way,))
    findings = (
        Finding(
            rule.clause, f"{shares_were(count)} sold to the public {how}", bool(count), event.place
        ),
        Finding(
            rule.clause, f"such a sale {'takes' if limb else 'does not take'} the legend off", limb
        ),
        *_which(rule, (way,)),
    )
    to = agent if all(finding.holds for finding in findings) else None
    return to_send(position, REMOVAL, rule.clause, event.id, to, findings, event.date.day)


Proof = tuple[Removal, list[Finding], date]


def _asked(
    position: Position, rule: Legend, event: LegendRemovalRequested, by: datetime
) -> tuple[list[Finding], date, list[Removal]]:
    """The holder's request and what had come with it by an instant, the day on which both were
    there, and the ways off.
    """
    name, day = position.deal.party_name(event.holder), event.date.day
    findings = [
        Finding(
            rule.clause,
            f"{name} asked in writing for new certificates for {in_shares(event.shares)}",
            True,
            event.place,
        )
    ]
    proofs: list[Proof] = []
    if _some(rule, ("request_and_opinion",)):
        proofs.append(("request_and_opinion", *_opinion(position, rule, event, by)))
    if _some(rule, ("transfer_agent_evidence",)):
        proofs.append(("transfer_agent_evidence", *_evidence(position, rule, event, by)))
    ways: list[Removal] = []
    if proofs:
        way, best, since = min(
            proofs, key=lambda proof: (True, None, False).index(_holds(proof[1]))
        )
        findings += best
        day = max(day, since)
        ways = [each for each, found, _ in proofs if _holds(found)] or [way]
    else:
        findings.append(
            Finding(rule.clause, "a request with an opinion does not take the legend off", False)
        )
    held = position.ledger.by_tranche(event.holder, event.date.at).get(event.tranche, 0)
    says = f"{name} holds {in_shares(held)} of that tranche"
    findings.append(Finding(rule.clause, says, held >= event.shares, event.place))
    return findings, day, ways


def _opinion(
    position: Position, rule: Legend, event: LegendRemovalRequested, by: datetime
) -> tuple[list[Finding], date]:
    """The best opinion delivered by an instant, and its day."""
    came = (each for each in position.about(OpinionDelivered, event.id) if each.date.at <= by)
    opinions = [each for each in came if each.kind == "opinion"]
    if not opinions:
        return [
            Finding(rule.clause, "no opinion of counsel is on record", False, event.place)
        ], event.date.day
    judged = [(_judge(position, rule, opinion, event), opinion) for opinion in opinions]
    best, opinion = min(judged, key=lambda pair: (True, None, False).index(_holds(pair[0])))
    return best, opinion.date.day


def _evidence(
    position: Position, rule: Legend, event: LegendRemovalRequested, by: datetime
) -> tuple[list[Finding], date]:
    """The last evidence shown to the transfer agent by an instant, and its day."""
    came = [each for each in position.about(EvidenceDelivered, event.id) if each.date.at <= by]
    shown = came[-1] if came else None
    if shown is None:
        return [
            Finding(
                rule.clause, "no evidence for the transfer agent is on record", False, event.place
            )
        ], event.date.day
    says = {True: "satisfies", False: "does not satisfy", None: "may satisfy"}[shown.satisfactory]
    words = f"the evidence of {long_date(shown.date.day)} {says} the transfer agent"
    return [
        Finding(rule.clause, words, shown.satisfactory, shown.place_of("satisfactory"))
    ], shown.date.day


def _judge(
    position: Position, rule: Legend, opinion: OpinionDelivered, request: LegendRemovalRequested
) -> list[Finding]:
    """An opinion "to such effect": that no registration is needed (``legend_to_such_effect``)."""
    found = [accepted_counsel(position, opinion, rule.opinion_counsel, rule.clause)]
    if opinion.covers is not None and "federal" not in opinion.covers:
        found.append(
            Finding(
                rule.clause,
                "the opinion does not speak to the federal act",
                False,
                opinion.place_of("covers"),
            )
        )
    if reading(position, "legend_to_such_effect", opinion.id, request.id) == "sold":
        words = (
            "whether the opinion says that the shares have been sold to the public is not on record"
        )
        found.append(Finding(rule.clause, words, None, opinion.place))
    return found


def _holds(findings: list[Finding]) -> bool | None:
    return all_hold(finding.holds for finding in findings)
