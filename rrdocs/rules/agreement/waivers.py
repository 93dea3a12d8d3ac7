"""8(e): waivers.

Requires:
    A party may waive a notice that is owed to it; a waiver that names a document covers that
    document about one event. It binds those who signed it or, where the agreement lets a part of
    the stock waive for all, every holder once that part has signed. What was given before stays
    given.
Decides:
    A finding on each decision about a waived notice. waiver: the tally of the vote. Flags: a
    waiver that is not enough.
Readings:
    `waiver_rule` (A65): whom a waiver binds.
Not modelled:
    nothing
Cases:
    tests/scenarios/amendments.yaml, tests/parameters/waiver_of_notice.yaml
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Waiver
from rrdocs.docket.decisions import Decision, Finding, Flag, Item, Tally
from rrdocs.docket.figures import WaiverFigures
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.request_letters import names
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import VoteCount, vote


def waivers(deal: Deal, position: Position) -> Iterator[Item]:
    """8(e): whom each waiver of a notice binds, and the count where a part of the stock may waive
    for all.
    """
    for waiver in _of_notices(position):
        assert waiver.document is not None  # that is what makes it one
        title, signers = (
            DOCUMENT_TYPES[waiver.document].title,
            ", ".join(map(deal.party_name, waiver.signed_by)),
        )
        words = (
            f"the waiver of the {title} binds those who signed it, and no other party: {signers}"
        )
        if counted := for_all(position, waiver):
            above, below, holds = counted.above, counted.below, counted.holds
            figures = WaiverFigures(above, below, holds)
            yield Tally(_clause(position), waiver.id, figures, counted.lines)
            if holds:
                words = (
                    f"the waiver of the {title}, signed by {signers} with {above:,} of {below:,}"
                    " shares, binds all"
                )
        yield Flag(_clause(position), waiver.about, words, evidence=waiver.place)


def waived(position: Position, items: Iterable[Item]) -> Iterator[Item]:
    """The same items, the decisions on notices that were waived with the finding that they were."""
    known = _of_notices(position)
    for item in items:
        if known and isinstance(item, Decision) and item.to is not None and item.given is None:
            said = [
                _finding(position, waiver, item)
                for waiver in known
                if _is_of(position, waiver, item)
            ]
            yield replace(item, findings=(*item.findings, *filter(None, said)))
        else:
            yield item


def _of_notices(position: Position) -> list[Waiver]:
    return [waiver for waiver in position.all(Waiver) if waiver.document]


def _is_of(position: Position, waiver: Waiver, decision: Decision) -> bool:
    return decision.document == waiver.document and decision.about in names(position, waiver.about)


def _finding(position: Position, waiver: Waiver, decision: Decision) -> Finding | None:
    """That the notice was waived by its recipient, or for all; None where the waiver does not bind
    the recipient.
    """
    on, to = long_date(waiver.date.day), decision.to
    assert to is not None  # only notices to somebody are asked about
    if to in waiver.signed_by:
        return Finding(
            _clause(position),
            f"{position.deal.party_name(to)} waived this notice on {on}",
            False,
            waiver.place,
        )
    counted = for_all(position, waiver)
    if counted and counted.holds and to != position.deal.issuer:
        words = (
            f"holders of {counted.above:,} of {counted.below:,} shares waived this notice for all"
            f" on {on}"
        )
        return Finding(_clause(position), words, False, waiver.place)
    return None


def for_all(position: Position, waiver: Waiver) -> VoteCount | None:
    """The shares that signed, those outstanding, and whether they bind all; None where each may
    waive for itself only.

    Readings consulted where the terms leave it open: ``waiver_rule``.
    """
    terms = position.deal.terms
    if terms.amendment is None:
        return None
    if waiver.document and terms.notices.waived_by != "recipient":
        together = True
    elif terms.waiver and terms.waiver.binds == "reading":
        together = reading(position, "waiver_rule", waiver.about, waiver.id) == "majority_binds"
    else:
        together = terms.waiver is not None and terms.waiver.binds == "all"
    return vote(position, terms.amendment, waiver.signed_by, waiver.date.at) if together else None


def _clause(position: Position) -> str:
    terms = position.deal.terms
    return (terms.waiver or terms.notices).clause
