"""8(a), 8(e): what the signature pages that came back amount to.

Requires:
    An amendment needs the issuer and the stated part of the stock, under the terms before it. A
    consent to conflicting rights needs the stated part of the stock without the issuer. A waiver
    needs each party against whom it is to be enforced or, where the agreement lets a part of the
    stock waive for all, that part. Shares count as they stood at the event.
Decides:
    Whether enough signature pages came back, from the pages alone, whatever the record says of
    signatures; asked for when pages are collated.
Readings:
    none
Not modelled:
    Which answer a consent form gives: a person must read it.
Cases:
    tests/scenarios/amendments.yaml, tests/parameters/amend_and_waive.yaml
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rrdocs.agreement.registration_rights import Vote
from rrdocs.deal.events import Amendment, Event, Waiver
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import VoteCount, before, effective, required, vote, weight
from rrdocs.rules.agreement.waivers import for_all


@dataclass(frozen=True)
class Returned:
    """One test: the paper's kind and clause, whether it is met (None: not on record), and its
    figures.

    ``signed`` and ``missing`` give the shares of each party whose page came back or did not;
    ``above`` and ``below`` the shares that count and all that do (None where no shares are
    counted), ``short`` how many more are needed, as far as one number says it. ``tests`` are the
    tests in words.
    """

    document: str
    clause: str
    reached: bool | None
    signed: Mapping[str, int]
    missing: Mapping[str, int]
    above: int | None
    below: int | None
    short: int | None
    tests: tuple[str, ...]


def returned(
    position: Position, event: Event, document: str, signed: Sequence[str], asked: Sequence[str]
) -> Returned | None:
    """What those who ``signed`` amount to, among those ``asked``; None for a paper that each signs
    for itself alone.
    """
    test = TESTS.get(document)
    return test(position, event, document, signed, asked) if test else None


def _amendment(
    position: Position, event: Event, document: str, signed: Sequence[str], asked: Sequence[str]
) -> Returned | None:
    if not isinstance(event, Amendment):
        return None
    met = before(position, event)
    rule = met.deal.terms.amendment
    if rule is None:
        return None
    count = effective(met, rule, event.model_copy(update={"signed_by": tuple(signed)}))
    issuer = position.deal.issuer
    says = f"{position.deal.party_name(issuer)} {'has' if issuer in signed else 'has not'} signed"
    return _counted(met, rule, document, count, event.date.at, signed, asked, says)


def _consent(
    position: Position, event: Event, document: str, signed: Sequence[str], asked: Sequence[str]
) -> Returned | None:
    rule = position.deal.terms.conflicting_rights
    if rule is None:
        return None
    grant = position.by_id.get(event.subject, event)  # the consent is about the grant
    count = vote(position, rule, signed, grant.date.at)
    says = "a form that came back counts as a consent: read whether it gives one"
    return _counted(position, rule, document, count, grant.date.at, signed, asked, says)


def _waiver(
    position: Position, event: Event, document: str, signed: Sequence[str], asked: Sequence[str]
) -> Returned | None:
    if not isinstance(event, Waiver):
        return None
    terms, at = position.deal.terms, event.date.at
    count = for_all(position, event.model_copy(update={"signed_by": tuple(signed)}))
    if count and terms.amendment and signed and count.holds:
        return _counted(
            position, terms.amendment, document, count, at, signed, asked, "it binds all"
        )
    shares, names = (
        weight(position, at),
        ", ".join(map(position.deal.party_name, signed)) or "nobody",
    )
    missing = {name: shares(name) for name in asked if name not in signed}
    tests = (
        *(count.lines if count else ()),
        f"it binds those who signed it, and no other party: {names}",
    )
    return Returned(
        document,
        (terms.waiver or terms.notices).clause,
        not missing,
        {name: shares(name) for name in signed},
        missing,
        count.above if count else None,
        count.below if count else None,
        None,
        tests,
    )


def _counted(
    position: Position,
    rule: Vote,
    document: str,
    count: VoteCount,
    at: datetime,
    signed: Sequence[str],
    asked: Sequence[str],
    says: str,
) -> Returned:
    shares, needed = weight(position, at), required(position, rule, at)
    first = needed.measures[0]
    alone = len(needed.measures) == 1 and first.unit != "dollars" and first.of in {"", "all"}
    return Returned(
        document,
        rule.clause,
        count.holds if signed else False,
        {name: shares(name) for name in signed},
        {name: shares(name) for name in asked if name not in signed},
        count.above,
        count.below,
        max(0, needed.least(count.below) - count.above) if alone else None,
        (*count.lines, says),
    )


TESTS: Mapping[
    str, Callable[[Position, Event, str, Sequence[str], Sequence[str]], Returned | None]
] = {
    "amendment": _amendment,
    "conflicting_rights_consent": _consent,
    "waiver": _waiver,
}
"""The papers that stand only if enough have signed them."""
