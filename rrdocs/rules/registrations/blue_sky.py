"""3(f)(iv): the states in which the shares are qualified."""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.agreement.registration_rights import Term
from rrdocs.deal.events import (
    BlueSkyRequested,
)
from rrdocs.docket.decisions import Decision, Finding, Item, Tally
from rrdocs.docket.figures import BlueSkyFigures
from rrdocs.facts.offerings.sellers import given_up, selling
from rrdocs.facts.offerings.underwriters import underwriters
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.participation import is_underwritten
from rrdocs.rules.giving import counsel


def blue_sky(position: Position, rule: Term, event: BlueSkyRequested) -> Iterator[Item]:
    """3(f)(iv): the states in which the shares are qualified; not where it would cost more than
    the clause asks.
    """
    registration = position.registration(event.registration)
    underwritten = is_underwritten(position, event.registration)
    who = (
        underwriters(position, registration)
        if underwritten
        else selling(position, registration, event.date.at)
    )
    entitled = event.by in who
    qualify = [state for state, burden in event.states.items() if entitled and burden == "none"]
    refused = [state for state in event.states if state not in qualify]
    yield Tally(rule.clause, event.id, BlueSkyFigures(qualify, refused))
    gate = "the managing underwriter" if underwritten else "a seller"
    name = position.deal.party_name(event.by)
    says = (
        f"to qualify in {', '.join(qualify) or 'no state'}; not required in"
        f" {', '.join(refused) or 'any'}"
    )
    findings = (
        Finding(
            rule.clause, f"{name} is {'' if entitled else 'not '}{gate}", entitled, event.place
        ),
        Finding(rule.clause, says, bool(qualify), event.place_of("states")),
        *given_up(registration, rule.clause),
    )
    yield Decision(
        "blue_sky_memo",
        rule.clause,
        event.id,
        position.deal.role("counsel"),
        position.deal.issuer,
        "required",
        findings,
        event.date.day,
        settled=counsel(position, event.id, "blue_sky_memo"),
        as_of=position.as_of.date(),
    )
