"""What a notice leaves open about the time to join."""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.agreement.registration_rights import Demand, Piggyback, Requested, ShortForm
from rrdocs.dates.moments import long_date
from rrdocs.docket.decisions import Flag
from rrdocs.facts.notices.dispatches import dispatches
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.participation import requests_to_participate
from rrdocs.facts.requests.windows import Window


def silence(
    position: Position, right: Demand | ShortForm | Piggyback, about: str, name: str, frame: Window
) -> Iterator[Flag]:
    """What follows, where the agreement says so, when the time has run out without a reply."""
    if right.silence != "waiver" or position.as_of.date() <= frame.last_permitted:
        return
    if not any(part.investor == name for part in requests_to_participate(position, about)):
        words = (
            f"{position.deal.party_name(name)} had not replied by {long_date(frame.last_permitted)}"
            " and is taken to have waived"
        )
        yield Flag(right.clause, about, words)


def unsaid(
    position: Position, right: Requested | Piggyback, about: str, name: str, *documents: str
) -> Iterator[Flag]:
    """What the notice that went to someone does not state, though the clause asks for it."""
    sent = (
        [notice for notice, _ in dispatches(position, about, name, *documents)]
        if right.notice_states
        else []
    )
    for notice in sent:
        lacks = [fact for fact in right.notice_states if fact not in notice.states]
        if lacks:
            words = (
                f"the notice to {position.deal.party_name(name)} does not state {', '.join(lacks)}"
            )
            yield Flag(right.clause, about, words, evidence=notice.place)
