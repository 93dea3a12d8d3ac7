"""3(a), 3(b), 3(d): no reply to a notice, and what a notice leaves out.

Requires:
    An agreement may say that a holder that does not reply in time has waived, and what a notice to
    the holders must state.
Decides:
    Flags: a holder that did not reply and is taken to have waived; a notice that does not state
    what its clause calls for.
Readings:
    none
Not modelled:
    What follows from a notice that leaves something out: counsel must decide it.
Cases:
    tests/parameters/recipients_and_replies.yaml
"""

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
    """The flag that a holder has waived by not replying in time, where the agreement says so."""
    if right.silence != "waiver" or position.as_of.date() <= frame.last_permitted:
        return
    if not any(part.investor == name for part in requests_to_participate(position, about)):
        words = (
            f"{position.deal.party_name(name)} had not replied by {long_date(frame.last_permitted)}"
            " and is taken to have waived"
        )
        yield Flag(right.clause, about, words)


def left_unsaid(
    position: Position, right: Requested | Piggyback, about: str, name: str, *documents: str
) -> Iterator[Flag]:
    """For each notice that went to a holder: what the clause calls for and the notice leaves
    out.
    """
    if not right.notice_states:
        return
    for notice, _ in dispatches(position, about, name, *documents):
        missing = [fact for fact in right.notice_states if fact not in notice.states]
        if missing:
            party = position.deal.party_name(notice.to)
            words = f"the notice to {party} does not state {', '.join(missing)}"
            yield Flag(right.clause, about, words, evidence=notice.place)
