"""How a rule decides on a document of the issuer's: the conditions, the evidence that it went out,
counsel's word.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from rrdocs.agreement.vocabulary import METHODS
from rrdocs.dates.moments import long_date
from rrdocs.deal.events import (
    AddressChanged,
)
from rrdocs.docket.decisions import Decision, Finding, Giving
from rrdocs.facts.notices.dispatches import dispatches
from rrdocs.facts.notices.request_letters import names
from rrdocs.facts.record.position import Position


def recipient_finding(position: Position, to: str | None) -> tuple[Finding, ...]:
    """An Investor recipient must have an entry with an address; otherwise the decision is open and
    says what is missing.
    """
    if to is None:
        return ()
    party = position.deal.parties.get(to)
    clause = position.deal.terms.notices.clause
    if party is None:
        if to not in position.ledger.acquisitions:
            return ()  # it never had stock: an underwriter, say, addressed by its role
        return (Finding(clause, f"the name and address of {to} are not on record", None),)
    told_as_holder = party.role == "investor" or to in position.ledger.acquisitions
    if told_as_holder and not (party.address and party.address.lines):
        if position.about(AddressChanged, to):
            return ()
        return (
            Finding(clause, f"the address of {party.name} is not on record", None, party.place),
        )
    return ()


def to_send(
    position: Position,
    document: str,
    clause: str,
    about: str,
    to: str | None,
    findings: Sequence[Finding],
    due: date | None,
    *,
    class_: Any = "required",
    given_by: Sequence[str] = (),
    evidence: Giving | None = None,
    arithmetic: Sequence[str] = (),
    since: date | None = None,
) -> Decision:
    """The decision on a document of the issuer's, with the evidence that it went out and counsel's
    word on it.

    ``given_by``: the documents whose dispatch gives this one too. ``evidence``: giving that is
    proved otherwise. ``since``: what was sent before that day gave something else.
    """
    given = evidence
    if given is None and to is not None:
        given = first_giving(position, clause, about, to, due, document, *given_by, since=since)
    if to is not None and given is None:
        findings = (*findings, *recipient_finding(position, to))
    return Decision(
        document,
        clause,
        about,
        position.deal.issuer,
        to,
        class_,
        tuple(findings),
        due,
        given=given,
        settled=counsel(position, about, document),
        as_of=position.as_of.date(),
        arithmetic=tuple(arithmetic),
    )


def first_giving(
    position: Position,
    clause: str,
    about: str,
    to: str,
    due: date | None,
    *documents: str,
    since: date | None = None,
) -> Giving | None:
    """The evidence that a notice of the issuer's went out, the earliest (``since`` a day) where it
    went out more than once.
    """
    best: Giving | None = None
    for notice, got in dispatches(position, about, to, *documents):
        assert got.dispatched is not None  # dispatches yields only what was sent
        day = got.dispatched.day
        if (since is None or day >= since) and (best is None or day < best.day):
            words = f"sent {METHODS[notice.delivery.method]} on {long_date(day)}"
            best = Giving(
                Finding(clause, words, True, notice.place), day, due is not None and day > due
            )
    return best


def counsel(position: Position, about: str, document: str) -> Finding | None:
    """What counsel decided about a document that was open."""
    said = next(
        filter(None, (position.counsel_on(name, document) for name in names(position, about))), None
    )
    if said is None:
        return None
    words = (
        f"{position.deal.party_name(said.by)} decided on {long_date(said.date.day)}:"
        f" {said.decision.replace('_', ' ')}"
    )
    return Finding("", words, said.decision == "due", said.place)
