"""8(a), 8(e): consents and amendments.

Requires:
    The issuer may not grant registration rights that conflict with those of the agreement without
    the consent of holders of the stated part of the stock outstanding. An amendment needs the
    issuer and holders of the stated part, and changes the terms from its date.
Decides:
    consent_solicitation: to the holders. amendment: to those who have not signed, where the
    agreement requires notice. majority: the tally of the vote. Flags: a vote that is open or
    short.
Readings:
    `outstanding_8a_8e` (A66): whether shares of unconverted notes count as outstanding.
    `waiver_rule` (A65): whom an amendment or waiver binds.
Not modelled:
    Whether rights conflict: that is recorded with the grant.
Cases:
    tests/scenarios/conflicting_rights.yaml, tests/scenarios/amendments.yaml,
    tests/parameters/conflicting_rights.yaml, tests/parameters/amend_and_waive.yaml
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.agreement.registration_rights import Vote, Waiving
from rrdocs.dates.deadlines import Deadline
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Amendment, Consent, RightsGrantProposed, Waiver
from rrdocs.docket.decisions import Finding, Flag, Item, Tally
from rrdocs.docket.figures import MajorityFigures
from rrdocs.facts.record.holders import agreement_in_force, investors
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import (
    VoteCount,
    before,
    effective,
    in_words,
    required,
    under_terms,
    vote,
)
from rrdocs.facts.time.time_limits import own_day
from rrdocs.rules.agreement.waivers import for_all
from rrdocs.rules.giving import to_send


def consents(deal: Deal, position: Position) -> Iterator[Item]:
    """8(a), 8(e): consents to grants of rights, amendments and waivers."""
    if deal.terms.conflicting_rights:
        for grant in position.all(RightsGrantProposed):
            yield from _grant(position, deal.terms.conflicting_rights, grant)
    for change in position.all(Amendment):
        met = before(position, change)
        if met.deal.terms.amendment:
            yield from _amendment(met, met.deal.terms.amendment, change)
    if deal.terms.waiver:
        for waiver in position.all(Waiver):
            if waiver.document:
                continue  # the waiver of a notice: `rrdocs.rules.agreement.waivers`
            yield _waiver(position, deal.terms.waiver, waiver)


def _tally(rule: Vote, about: str, counted: VoteCount) -> Tally:
    figures = MajorityFigures(counted.above, counted.below, counted.holds)
    return Tally(rule.clause, about, figures, counted.lines)


# Long: the conditions of the clause in its order, each a finding.
def _grant(position: Position, rule: Vote, grant: RightsGrantProposed) -> Iterator[Item]:
    words, at = position.deal.agreement.words, grant.date.at
    conflicts = Finding(
        rule.clause,
        f"the rights proposed {'conflict' if grant.conflicts else 'do not conflict'} with those"
        " granted",
        grant.conflicts,
        grant.place_of("conflicts"),
    )
    findings = (conflicts, agreement_in_force(position, at))
    if not all(finding.holds for finding in findings):
        yield to_send(
            position,
            "consent_solicitation",
            rule.clause,
            grant.id,
            None,
            findings,
            grant.date.day,
            class_="customary",
        )
        return
    given = position.about(Consent, grant.id)
    counted = _consented(position, rule, grant)
    yield _tally(rule, grant.id, counted)
    if not counted.holds:
        yield Flag(
            rule.clause,
            grant.id,
            f"{words.issuer} may not make the grant without the consent",
            evidence=grant.place,
        )
    for name in investors(position, at):
        asked = position.sent(grant.id, name, "consent_solicitation")
        says = "the consent is on record" if counted.holds else "the consent is still to be had"
        wanted = Finding(
            rule.clause,
            says,
            bool(asked) or not counted.holds,
            given[-1].place if given else grant.place,
        )
        yield to_send(
            position,
            "consent_solicitation",
            rule.clause,
            grant.id,
            name,
            (*findings, wanted),
            grant.date.day,
            class_="customary",
        )


def _consented(position: Position, rule: Vote, grant: RightsGrantProposed) -> VoteCount:
    """The consents that came, counted at each under the terms of its day: once there were enough,
    there are.
    """
    counted = vote(position, rule, (), grant.date.at)
    signers: list[str] = []
    for consent in position.about(Consent, grant.id):
        signers += consent.signed_by
        then = under_terms(position, consent.date.at)
        counted = vote(then, then.deal.terms.conflicting_rights or rule, signers, consent.date.at)
        if counted.holds:
            break
    return counted


def _amendment(position: Position, rule: Vote, change: Amendment) -> Iterator[Item]:
    counted = effective(position, rule, change)
    yield _tally(rule, change.id, counted)
    of = f"the amendment of {long_date(change.date.day)}"
    if counted.holds:
        sets = "; ".join(f"{path} is {value}" for path, value in change.sets.items())
        words = f"{of} is effective from that day" + (
            f": {sets}" if sets else ", and sets no term on record"
        )
    else:
        missing = (
            ""
            if position.deal.issuer in change.signed_by
            else f" and {position.deal.agreement.words.issuer}"
        )
        besides = "".join(f" and {_name(position, name)}" for name in rule.also)
        words = (
            f"{of} is not effective:"
            f" {in_words(required(position, rule, change.date.at))}{besides}{missing} must sign"
        )
        if counted.holds is None:
            words = f"whether {of} is effective is open: {'; '.join(counted.lines)}"
    yield Flag(rule.clause, change.id, words, evidence=change.place)
    if rule.told and counted.holds:
        yield from _told(position, rule, rule.told, change)


def _name(position: Position, name: str) -> str:
    groups = position.deal.agreement.groups
    return f"the {groups[name].name}" if name in groups else position.deal.party_name(name)


def _told(position: Position, rule: Vote, within: Deadline, change: Amendment) -> Iterator[Item]:
    """Those who have not signed an amendment are notified of it."""
    day, line = own_day(position, change.date.day, within)
    made = Finding(
        rule.clause,
        f"the amendment of {long_date(change.date.day)} is effective",
        True,
        change.place,
    )
    for name in investors(position, change.date.at):
        if name not in change.signed_by:
            own = Finding(
                rule.clause,
                f"{position.deal.party_name(name)} has not signed it",
                True,
                change.place,
            )
            yield to_send(
                position,
                "amendment",
                rule.clause,
                change.id,
                name,
                (made, own),
                day,
                arithmetic=(line,),
            )


def _waiver(position: Position, rule: Waiving, waiver: Waiver) -> Flag:
    """A waiver binds those who signed it; on another reading, all where a majority did."""
    deal = position.deal
    names = ", ".join(deal.party_name(name) for name in waiver.signed_by)
    words = f"the waiver binds those who signed it, and no other party: {names}"
    if (count := for_all(position, waiver)) and count.holds:
        words = (
            f"the waiver, signed by {names} with {count.above:,} of {count.below:,} shares,"
            " binds all"
        )
    return Flag(rule.clause, waiver.about, words, evidence=waiver.place)
