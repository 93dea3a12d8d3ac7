"""How a rule decides on a document of the issuer's: from its conditions, the evidence that it was
sent, and counsel's decision.
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
    """Nothing, or the finding that the name or address of a recipient that is a holder is not on
    record, which leaves the decision open.
    """
    if to is None:
        return ()
    party = position.deal.parties.get(to)
    clause = position.deal.terms.notices.clause
    if party is None:
        if to not in position.ledger.acquisitions:
            return ()  # a person that never held stock, such as an underwriter, needs no entry
        return (Finding(clause, f"the name and address of {to} are not on record", None),)
    is_holder = party.role == "investor" or to in position.ledger.acquisitions
    if is_holder and not (party.address and party.address.lines):
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
    """The decision on a document of the issuer's, with the evidence that it was sent and counsel's
    decision on it.

    ``given_by``: other documents whose sending gives this one too. ``evidence``: other proof that
    it was given. ``since``: only what was sent from that day on counts.
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
    """The evidence of the earliest sending of a notice of the issuer's, from the day ``since`` on;
    None if it was not sent.
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
    """What counsel decided about an open document; None if counsel has not decided."""
    answers = (position.counsel_on(name, document) for name in names(position, about))
    said = next(filter(None, answers), None)
    if said is None:
        return None
    words = (
        f"{position.deal.party_name(said.by)} decided on {long_date(said.date.day)}:"
        f" {said.decision.replace('_', ' ')}"
    )
    return Finding("", words, said.decision == "due", said.place)
