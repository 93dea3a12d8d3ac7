"""8(a), 8(e): three different sets of signatures.

A grant of registration rights that conflict needs the consent of Investors with more than half of the shares outstanding. An
amendment needs the issuer and the same majority. A waiver binds only the party that signed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Finding, Flag, Item, Tally
from rrdocs.events import Amendment, Consent, RightsGrantProposed, Waiver
from rrdocs.position import Position
from rrdocs.rules.investors import in_force, investors
from rrdocs.rules.sending import to_send
from rrdocs.terms import Vote


def vote(position: Position, rule: Vote, signers: Sequence[str], at: datetime) -> tuple[int, int, bool]:
    """The shares of the signing Investors, those outstanding, and whether the share that must agree is exceeded.

    Readings consulted where notes are outstanding: ``outstanding_8a_8e``.
    """
    issuable = position.ledger.total(at) != position.ledger.total(at, issuable=True) and position.deal.readings(
        "outstanding_8a_8e", "as_converted"
    )
    people = set(investors(position, at))
    above = sum(position.ledger.holding(name, at, issuable=issuable) for name in dict.fromkeys(signers) if name in people)
    below = position.ledger.total(at, issuable=issuable)
    return above, below, above > rule.more_than * below


def consents(deal: Deal, position: Position) -> Iterator[Item]:
    """8(a), 8(e): consents to grants of rights, amendments and waivers."""
    if deal.terms.conflicting_rights:
        for grant in position.all(RightsGrantProposed):
            yield from _grant(position, deal.terms.conflicting_rights, grant)
    if deal.terms.amendment:
        for change in position.all(Amendment):
            yield from _amendment(position, deal.terms.amendment, change)
    if deal.terms.waiver:
        for waiver in position.all(Waiver):
            names = ", ".join(deal.party_name(name) for name in waiver.signed_by)
            if deal.readings("waiver_rule", "each_party"):
                words = f"the waiver binds only those who signed it: {names}"
            else:
                words = f"the waiver, signed by {names}, is taken to bind all if they hold a majority"
            yield Flag(deal.terms.waiver.clause, waiver.about, words, evidence=waiver.place)


def _tally(rule: Vote, about: str, counted: tuple[int, int, bool]) -> Tally:
    above, below, holds = counted
    values = {"numerator": above, "denominator": below, "holds": holds}
    return Tally("majority", rule.clause, about, values, (f"{above:,} of {below:,} outstanding; more than {rule.more_than}",))


def _grant(position: Position, rule: Vote, grant: RightsGrantProposed) -> Iterator[Item]:
    words, at = position.deal.agreement.words, grant.date.at
    conflicts = Finding(
        rule.clause, f"the rights proposed {'conflict' if grant.conflicts else 'do not conflict'} with those granted",
        grant.conflicts, grant.place_of("conflicts"),
    )  # fmt: skip
    findings = (conflicts, in_force(position, at))
    given = position.about(Consent, grant.id)
    if given and grant.conflicts:
        signers = [name for event in given for name in event.signed_by]
        counted = vote(position, rule, signers, given[-1].date.at)
        yield _tally(rule, grant.id, counted)
    people = investors(position, at)
    for name in people if all(f.holds is not False for f in findings) else (None,):
        yield to_send(
            position, "consent_solicitation", rule.clause, grant.id, name, findings, grant.date.day, class_="customary"
        )
    if grant.conflicts and not given:
        yield Flag(rule.clause, grant.id, f"{words.issuer} may not make the grant without the consent", evidence=grant.place)


def effective(position: Position, change: Amendment) -> tuple[int, int, bool]:
    """8(e): whether the issuer and enough of the stock have signed an amendment."""
    rule = position.deal.terms.amendment
    assert rule is not None  # asked only where the clause is granted
    above, below, holds = vote(position, rule, change.signed_by, change.date.at)
    return above, below, holds and position.deal.issuer in change.signed_by


def _amendment(position: Position, rule: Vote, change: Amendment) -> Iterator[Item]:
    counted = effective(position, change)
    yield _tally(rule, change.id, counted)
    if not counted[2]:
        missing = "" if position.deal.issuer in change.signed_by else f" and {position.deal.agreement.words.issuer}"
        words = f"the amendment of {long_date(change.date.day)} is not effective: more than {rule.more_than}{missing} must sign"
        yield Flag(rule.clause, change.id, words, evidence=change.place)
