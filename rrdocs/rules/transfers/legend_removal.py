"""2(c): which events remove a legend, and from which shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rrdocs.agreement.transfer_terms import FurtherLegend, Legend, Removal
from rrdocs.dates.moments import DAY, last_day, long_date
from rrdocs.deal.events import (
    CertificateIssued,
    Event,
    EvidenceDelivered,
    LegendRemovalRequested,
    OpinionDelivered,
)
from rrdocs.docket.decisions import Finding, Giving, Item, all_hold
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.names import in_shares, shares_were
from rrdocs.facts.record.position import Position
from rrdocs.rules.giving import first_giving, to_send
from rrdocs.rules.transfers.opinions import accepted_counsel


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


def turn_of(position: Position, rule: Legend, about: str, agent: str, days: Sequence[date]) -> Turn:
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


def already_free(position: Position, rule: Legend, event: CertificateIssued) -> Finding | None:
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
        [anniversary_of(each, max(lot.held_since for lot in lots)) for _, each in legends(rule)]
        if lots
        else []
    )
    if freed and all(day is not None and day <= event.date.day for day in freed):
        says = "the time after which the legend comes off has passed for all shares of that tranche"
        return Finding(rule.clause, says, False, event.place)
    for request in position.all(LegendRemovalRequested):
        same = (request.holder, request.tranche) == (event.holder, event.tranche)
        if same and request.date.at <= event.date.at:
            findings, _, ways = removal_requested(position, rule, request, event.date.at)
            if all(finding.holds for finding in findings):
                proof = (
                    "an opinion that takes"
                    if "request_and_opinion" in ways
                    else "evidence that takes"
                )
                words = (
                    f"it was requested on {long_date(request.date.day)} with {proof} the legend off"
                )
                return Finding(rule.clause, words, False, request.place)
    return None


def removal_by_sale(
    position: Position, rule: Legend, agent: str, event: Event, count: int, *, under_144: bool
) -> Item:
    how = "under Rule 144" if under_144 else "under an effective registration"
    way: Removal = "rule_144_sale" if under_144 else "registered_sale"
    limb = removes_a_legend(rule, (way,))
    findings = (
        Finding(
            rule.clause, f"{shares_were(count)} sold to the public {how}", bool(count), event.place
        ),
        Finding(
            rule.clause, f"such a sale {'takes' if limb else 'does not take'} the legend off", limb
        ),
        *which_legend(rule, (way,)),
    )
    to = agent if all(finding.holds for finding in findings) else None
    return to_send(position, REMOVAL, rule.clause, event.id, to, findings, event.date.day)


Proof = tuple[Removal, list[Finding], date]


def removal_requested(
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
    if removes_a_legend(rule, ("request_and_opinion",)):
        proofs.append(("request_and_opinion", *_opinion(position, rule, event, by)))
    if removes_a_legend(rule, ("transfer_agent_evidence",)):
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


REMOVAL = "legend_removal_instruction"


def legends(rule: Legend) -> list[tuple[str, Legend | FurtherLegend]]:
    """The legends that certificates bear, each with its name; the first has none."""
    return [("the legend", rule), *((f"the {each.name}", each) for each in rule.further)]


def removes_a_legend(rule: Legend, ways: Sequence[Removal]) -> bool:
    """Whether any of the legends comes off in one of these ways."""
    return any(way in each.removal for _, each in legends(rule) for way in ways)


def which_legend(rule: Legend, ways: Sequence[Removal]) -> list[Finding]:
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


def anniversary_of(each: Legend | FurtherLegend, day: date) -> date | None:
    """The day on which a legend comes off shares issued on a day, if time takes it off."""
    return (
        last_day(day, each.anniversary)
        if "anniversary" in each.removal and each.anniversary
        else None
    )
