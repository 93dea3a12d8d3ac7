"""4: indemnification, notices of claims, and caps.

Requires:
    A party that is sued and seeks indemnification must notify the indemnifying party in writing
    promptly after it learns that the action has begun. The indemnifying party may assume the
    defense. A seller's indemnity is limited to the lesser of its part of the loss, by the public
    offering price, and its own net proceeds (4(b)); its contribution is limited to its gross
    price less the damages that it must otherwise pay (4(d)).
Decides:
    notice_of_claim: from the indemnified party. defence_notice: from the indemnifying party.
    indemnity_worksheet: to the file. defence_election: the clock. indemnity_caps,
    contribution_caps: the tallies. Flags: a notice that came late, a settlement without consent.
Readings:
    `indemnity_omission` (A68): what a failure to give notice costs the indemnified party.
    `third_party_indemnitees` (A85): whether officers, directors and controlling persons may
        claim.
    `section4_scope_original_rra` (A88): whether the clause covers registrations under the other
        agreement.
    `indemnity_survival` (A64): whether the clause survives the end of the agreement.
Not modelled:
    Relative fault, and whose information a statement came from.
Cases:
    tests/scenarios/indemnity.yaml, tests/parameters/indemnity_notice.yaml
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.covenants import ClaimNotice
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    ClaimCommenced,
    DefenceAssumed,
    DefenceStep,
    Event,
    SettlementProposed,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Giving, Item
from rrdocs.facts.notices.addresses import reaches
from rrdocs.facts.notices.deliveries import reading, received
from rrdocs.facts.offerings.sellers import covers_stock, selling
from rrdocs.facts.record.business_days import Way
from rrdocs.facts.record.holders import agreement_in_force, investors
from rrdocs.facts.record.position import Position, running
from rrdocs.facts.requests.requests import request_of
from rrdocs.facts.requests.satisfaction import sold_under
from rrdocs.facts.time.time_limits import deadline_in_force as deadline
from rrdocs.facts.time.time_limits import own_day, period_end
from rrdocs.rules.agreement.indemnity_caps import indemnity_caps
from rrdocs.rules.giving import counsel


def indemnity(deal: Deal, position: Position) -> Iterator[Item]:
    """Section 4: the notice of each claim, the notices that follow, and the caps."""
    for claim in position.all(ClaimCommenced):
        if deal.terms.claim_notice:
            yield from _told(position, deal.terms.claim_notice, claim)
            yield from _election(position, deal.terms.claim_notice, claim)
            for step in (
                *position.about(DefenceAssumed, claim.id),
                *position.about(SettlementProposed, claim.id),
            ):
                yield _step(position, deal.terms.claim_notice, claim, step)
        yield from indemnity_caps(position, claim)


def _told(position: Position, rule: ClaimNotice, claim: ClaimCommenced) -> Iterator[Item]:
    """4(c): the notice of the claim, from the indemnified to the indemnifying party; what a failure
    to give it costs; and the worksheet of the file.
    """
    due, permitted, lines = _last(position, rule, claim)
    served = _served(position, rule, claim)
    findings = (
        served,
        _under_this_agreement(position, rule, claim),
        _may_claim(position, rule, claim),
        _must_answer(position, rule, claim),
        *_survives(position, rule, claim),
    )
    notice = Decision(
        "notice_of_claim",
        rule.clause,
        claim.id,
        claim.against,
        claim.indemnitor,
        "required",
        findings,
        due,
        permitted if permitted != due else None,
        _given(position, claim, "notice_of_claim", claim.against, claim.indemnitor, permitted),
        counsel(position, claim.id, "notice_of_claim"),
        position.as_of.date(),
        lines,
    )
    yield notice
    if notice.outcome == "due" or notice.late:
        yield _failure(position, rule, claim)
    called_for = notice.outcome != "not_due"
    says = served.says if called_for else "no notice of the claim is called for"
    yield Decision(
        "indemnity_worksheet",
        rule.clause,
        claim.id,
        position.deal.role("counsel"),
        position.deal.issuer,
        "internal",
        (Finding(rule.clause, says, called_for, claim.place),),
        as_of=position.as_of.date(),
    )


def _served(position: Position, rule: ClaimNotice, claim: ClaimCommenced) -> Finding:
    """That an action was served on the indemnified party; open until the day has come."""
    known = claim.served.day <= position.as_of.date()
    says = (
        f"an action against {position.deal.party_name(claim.against)}"
        f" {'was' if known else 'is to be'} served on {long_date(claim.served.day)}"
    )
    return Finding(rule.clause, says, True if known else None, claim.place_of("served"))


def _failure(position: Position, rule: ClaimNotice, claim: ClaimCommenced) -> Flag:
    """What a failure to give notice costs. Readings consulted where the agreement does not say:
    ``indemnity_omission``.
    """
    relieves = rule.omission == "relieves"
    if rule.omission == "reading":
        relieves = reading(position, "indemnity_omission", claim.id) == "literal_relieves"
    words = (
        f"a failure to notify {position.deal.party_name(claim.indemnitor)} relieves it under this"
        f" Section{'' if relieves else ' only so far as it was harmed'}"
    )
    return Flag(rule.clause, claim.id, words, evidence=claim.place)


def _last(
    position: Position, rule: ClaimNotice, claim: ClaimCommenced
) -> tuple[date | None, date | None, tuple[str, ...]]:
    """The day by which a claim is told, the day to which a holder's notice of it is accepted, and
    the arithmetic.
    """
    start = claim.served.day
    within = deadline(position, start, lambda terms: (terms.claim_notice or rule).within)
    end = period_end(position, start, within) if claim.against != position.deal.issuer else None
    if end is not None:
        return end
    day, line = own_day(position, start, within)
    return day, day, (line,)


def _election(
    position: Position, rule: ClaimNotice, claim: ClaimCommenced
) -> Iterator[Clock | Flag]:
    """The indemnitor's time to take over the defence, from its receipt of the notice of the
    claim.
    """
    if rule.election is None:
        return
    deal, name = position.deal, position.deal.party_name(claim.indemnitor)
    way: Way = "outbound" if claim.against == deal.issuer else "inbound"
    notices = position.sent(claim.id, claim.indemnitor, "notice_of_claim")
    came = [
        received(position, each, way).at
        for each in notices
        if each.from_ in (None, claim.against) and reaches(position, each)
    ]
    known = [each.day for each in came if each]
    if not known:
        return
    starts, end = min(known), period_end(position, min(known), rule.election)
    if end is None:
        return
    last, permitted, lines = end
    taken = [
        each for each in position.about(DefenceAssumed, claim.id) if each.party == claim.indemnitor
    ]
    yield Clock(
        "defence_election",
        rule.clause,
        claim.id,
        claim.indemnitor,
        starts,
        last,
        permitted,
        arithmetic=lines,
        running=not taken and running(position, starts, permitted),
        evidence=claim.place,
    )
    in_time = any(each.date.day <= permitted for each in taken)
    if not in_time and position.as_of.date() > permitted:
        words = (
            f"{name} did not take over the defense by {weekday_date(permitted)}, and is taken to"
            " have waived it"
        )
        yield Flag(rule.clause, claim.id, words, evidence=taken[0].place if taken else claim.place)


def _under_this_agreement(position: Position, rule: ClaimNotice, claim: ClaimCommenced) -> Finding:
    """Only registrations of Restricted Stock made under this agreement. Readings consulted:
    ``section4_scope_original_rra``.
    """
    registration, found = (
        position.registration(claim.registration),
        request_of(position, claim.registration),
    )
    stock, place = position.deal.agreement.words.stock, registration.event.place
    elsewhere = (
        [letter.under_agreement for letter in found.letters if letter.under_agreement]
        if found
        else []
    )
    for other in position.deal.agreement.other_agreements:
        if any(named.casefold() in other.name.casefold() for named in elsewhere):
            reaches = (
                reading(position, "section4_scope_original_rra", claim.id, registration.id)
                == "any_registration"
            )
            return Finding(
                rule.clause, f"the registration was made under the {other.name}", reaches, place
            )
    covers = found is not None or covers_stock(position, registration)
    if covers and not registration.filed and not registration.effective:
        return Finding(
            rule.clause, f"no registration statement for {stock} is on record", False, place
        )
    return Finding(
        rule.clause,
        f"the registration {'covers' if covers else 'does not cover'} {stock}",
        covers,
        place,
    )


def _may_claim(position: Position, rule: ClaimNotice, claim: ClaimCommenced) -> Finding:
    """Parties, and the others whom Section 4 names. Readings consulted for those:
    ``third_party_indemnitees``.
    """
    name = position.deal.party_name(claim.against)
    if claim.against == position.deal.issuer or claim.against in _sellers(position, claim):
        return Finding(
            rule.clause,
            f"{name} is a party that may be indemnified",
            True,
            claim.place_of("against"),
        )
    if claim.against in investors(position, claim.date.at):
        return Finding(
            rule.clause,
            f"{name} sells no stock under the registration, and is not indemnified",
            False,
            claim.place_of("against"),
        )
    may = reading(position, "third_party_indemnitees", claim.id) == "named_in_s4_may_claim"
    return Finding(
        rule.clause,
        f"{name} is no party; persons named in the Section {'may' if may else 'may not'} claim",
        may,
        claim.place_of("against"),
    )


def _sellers(position: Position, claim: ClaimCommenced) -> set[str]:
    """Those who sell stock under the registration: covered by it, or sold under it."""
    registration = position.registration(claim.registration)
    sold = (
        name
        for name in sold_under(position, registration.id)
        if name in position.ledger.acquisitions
    )
    return {*selling(position, registration), *sold}


def _must_answer(position: Position, rule: ClaimNotice, claim: ClaimCommenced) -> Finding:
    """4(a), (b): the issuer answers to the sellers and those who control them, each seller to all
    the others.
    """
    issuer, name, place = (
        position.deal.issuer,
        position.deal.party_name(claim.indemnitor),
        claim.place_of("indemnitor"),
    )
    party = position.deal.parties.get(claim.against)
    underwrites = party is not None and party.role == "underwriter"
    if claim.indemnitor == claim.against:
        return Finding(rule.clause, f"{name} does not indemnify itself", False, place)
    if claim.indemnitor == issuer:
        says = (
            "does not indemnify underwriters"
            if underwrites
            else "indemnifies those who sell under the registration"
        )
        return Finding(rule.clause, f"{name} {says}", not underwrites, place)
    sells = claim.indemnitor in _sellers(position, claim)
    return Finding(
        rule.clause,
        f"{name} {'sells' if sells else 'sells no'} stock under the registration",
        sells,
        place,
    )


def _survives(position: Position, rule: ClaimNotice, claim: ClaimCommenced) -> Iterator[Finding]:
    """What follows once the agreement has ended. Readings consulted then:
    ``indemnity_survival``.
    """
    lasts = agreement_in_force(position, claim.date.at)
    if lasts.holds is False:
        survives = reading(position, "indemnity_survival", claim.id) == "accrued_survives"
        says = f"{lasts.says}: what had accrued {'survives' if survives else 'has lapsed'}"
        yield Finding(rule.clause, says, survives)


def _step(
    position: Position, rule: ClaimNotice, claim: ClaimCommenced, step: DefenceStep
) -> Decision:
    """4(c): taking over the defence, or a settlement, of which the other side is notified."""
    words = f"{position.deal.party_name(step.party)} took over the defense"
    if isinstance(step, SettlementProposed):
        words = "a settlement was proposed" + _consent(step.consent)
    to = claim.against if step.party == claim.indemnitor else claim.indemnitor
    given = _given(position, step, "defence_notice", step.party, to, step.date.day)
    return Decision(
        "defence_notice",
        rule.clause,
        step.id,
        step.party,
        to,
        "required",
        (Finding(rule.clause, words, True, step.place),),
        step.date.day,
        given=given,
        settled=counsel(position, step.id, "defence_notice"),
        as_of=position.as_of.date(),
    )


def _consent(consent: bool | None) -> str:
    if consent is None:
        return "; whether the indemnitor consents is not on record"
    return (
        ", with the indemnitor’s consent"
        if consent
        else ", without its consent: the indemnitor is not liable for it"
    )


def _given(
    position: Position, event: Event, document: str, sender: str, to: str, due: date | None
) -> Giving | None:
    way: Way = "outbound" if sender == position.deal.issuer else "inbound"
    for notice in position.sent(event.id, to, document):
        got = received(position, notice, way)
        if (
            notice.from_ in (None, sender)
            and got.sufficient
            and got.dispatched
            and reaches(position, notice)
        ):
            day = got.dispatched.day
            return Giving(
                Finding("", f"sent on {long_date(day)}", True, notice.place),
                day,
                late=due is not None and day > due,
            )
    return None
