"""8(e): which terms are in force at an instant.

A writing signed by the issuer and by Investors with more than half of the stock outstanding changes the terms from its date, and
not before: what was settled by then stays settled. A period that is still running is measured by the new length; it ends no
earlier than the day of the amendment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from rrdocs.amended import amended
from rrdocs.events import Amendment
from rrdocs.grants import Vote
from rrdocs.ledger import START
from rrdocs.position import Position
from rrdocs.rules.investors import has_rights
from rrdocs.terms import Terms


def vote(position: Position, rule: Vote, signers: Sequence[str], at: datetime) -> tuple[int, int, bool]:
    """The shares of the signing Investors, those outstanding, and whether the share that must agree is exceeded.

    Readings consulted where notes are outstanding: ``outstanding_8a_8e``.
    """
    ledger = position.ledger
    notes = ledger.total(at) != ledger.total(at, issuable=True)
    issuable = notes and position.deal.readings("outstanding_8a_8e", "as_converted")
    voting = [name for name in dict.fromkeys(signers) if has_rights(position, name, at)]
    above = sum(ledger.holding(name, at, issuable=issuable) for name in voting)
    below = ledger.total(at, issuable=issuable)
    return above, below, rule.threshold.passes(above, below)


def effective(position: Position, rule: Vote, change: Amendment) -> tuple[int, int, bool]:
    """Whether the issuer and enough of the stock have signed an amendment, with the shares that did."""
    above, below, holds = vote(position, rule, change.signed_by, change.date.at)
    return above, below, holds and position.deal.issuer in change.signed_by


def versions(position: Position) -> list[tuple[datetime, Terms]]:
    """The terms as first agreed, and from each effective amendment on; each is judged under those before it."""
    return position.once("versions", lambda: _versions(position))


def _versions(position: Position) -> list[tuple[datetime, Terms]]:
    found = [(START, position.deal.agreement.terms)]
    for change in position.all(Amendment):
        terms = found[-1][1]
        if change.sets and terms.amendment and effective(position, terms.amendment, change)[2]:
            found.append((change.date.at, amended(terms, change.sets)))
    return found


def under_terms(position: Position, at: datetime) -> Position:
    """The same position under the terms in force at an instant."""
    if len(versions(position)) == 1:
        return position
    since, terms = next(version for version in reversed(versions(position)) if version[0] <= at)
    if terms == position.deal.terms:
        return position
    return position.once(("under terms since", since), lambda: position.under(replace(position.deal, amended=terms)))
