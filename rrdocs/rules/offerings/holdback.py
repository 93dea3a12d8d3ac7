"""3(e): when Investors may not sell.

(i) In a firm commitment underwriting under a registration that covers Restricted Stock, an Investor
that does not sell to the underwriters refrains from selling it while the distribution and the
aftermarket last, and is free in any event on the 180th day after effectiveness. No request is
needed. (ii) In a firm commitment offering by the issuer, on request of the managing underwriter, no
Investor sells common stock for 180 days from effectiveness, save the shares that are in the
offering. Both bind Investors without stock and those shut out under 3(j), not a transferee that has
not joined (8(d)), and bar sales only, not pledges or gifts. An agreement may begin the time
earlier, count it from another day, keep it to some forms or to the initial public offering, or bind
the holders only if others are bound. Not modelled: a holder's release because another was released.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.agreement.registration_rights import Holdback
from rrdocs.dates.moments import DAY, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    DistributionCompleted,
    HoldbackRequested,
    RegistrationEffective,
    SyndicateTerminated,
)
from rrdocs.docket.decisions import Clock, Decision, Finding, Flag, Item
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.offerings.holdback_periods import (
    automatic_holdback_end,
    bound_from,
    condition_findings,
    day_counted_from,
    end_or_abandonment,
    first_day_barred,
    holdback_end,
    holdback_length,
    notified_of_holdback,
    underwriting_finding,
)
from rrdocs.facts.offerings.sellers import (
    covers_stock,
    electing,
    in_the_market,
    issuer_sells,
    selling,
)
from rrdocs.facts.offerings.underwriters import underwriters
from rrdocs.facts.record.position import Position, Registration, running
from rrdocs.rules.giving import to_send


def holdback(deal: Deal, position: Position) -> Iterator[Item]:
    """3(e): both holdbacks of every effective registration, and the notices of them."""
    for registration in position.registrations().values():
        rule = deal.terms.holdback_automatic
        if rule and registration.effective:
            yield from _automatic(position, rule, registration, registration.effective)
        elif rule and rule.before and registration.filed and not registration.ended:
            words = (
                f"sales are barred for {rule.before} before effectiveness too, and its day is not"
                " on record yet"
            )
            yield Flag(rule.clause, registration.event.id, words, evidence=registration.filed.place)
        if deal.terms.holdback_requested:
            managing = underwriters(position, registration)
            asked = position.about(HoldbackRequested, registration.id)
            first = next((each for each in asked if each.underwriter in managing), None)
            for each in asked:
                if (
                    each is first or each.underwriter not in managing
                ):  # once the managing underwriter has asked, it need not again
                    yield from _requested(
                        position, deal.terms.holdback_requested, registration, each
                    )


def _automatic(
    position: Position, rule: Holdback, registration: Registration, step: RegistrationEffective
) -> Iterator[Clock | Decision]:
    stock, covers = position.deal.agreement.words.stock, covers_stock(position, registration)
    findings = (
        underwriting_finding(position, rule, registration),
        Finding(
            rule.clause,
            f"the registration {'covers' if covers else 'does not cover'} {stock}",
            covers,
            step.place,
        ),
        Finding(
            rule.clause, f"it became effective on {long_date(step.date.day)}", True, step.place
        ),
        *condition_findings(position, rule, registration),
    )
    about, start = registration.event.id, day_counted_from(position, rule, registration)
    if start is None or not all(finding.holds for finding in findings):
        yield _notice(position, rule, about, None, findings, step.date.day)
        return
    effective = first_day_barred(position, rule, start)
    last, line = automatic_holdback_end(position, rule, registration, start)
    done = position.last(DistributionCompleted, registration.id)
    over = position.last(SyndicateTerminated, registration.id)
    if done and over and max(done.date.day, over.date.day) < last:
        last = max(done.date.day, over.date.day)
        line = f"distribution and aftermarket ended by {weekday_date(last)}"
    last, line = end_or_abandonment(registration, last, line)
    elect = electing(position, registration)
    if rule.issuer_bound:
        yield _clock(
            position, "holdback_automatic", rule, about, position.deal.issuer, effective, last, line
        )
    for name in notified_of_holdback(position, step, last, about):
        if name not in elect:
            starts, own = bound_from(position, rule, name, step, effective, last)
            if own is None:
                yield _clock(position, "holdback_automatic", rule, about, name, starts, last, line)
                own = Finding(
                    rule.clause,
                    f"{position.deal.party_name(name)} does not sell to the underwriters",
                    True,
                    step.place,
                )
            yield _notice(position, rule, about, name, (*findings, own), starts, line)


def _requested(
    position: Position, rule: Holdback, registration: Registration, asked: HoldbackRequested
) -> Iterator[Clock | Decision]:
    words, own = position.deal.agreement.words, issuer_sells(position, registration)
    managing = asked.underwriter in underwriters(position, registration)
    step = registration.effective
    says = f"it became effective on {long_date(step.date.day)}" if step else "it is not effective"
    findings = (
        underwriting_finding(position, rule, registration),
        Finding(
            rule.clause,
            f"{words.issuer} {'offers' if own else 'does not offer'} securities in it",
            own,
            registration.event.place,
        ),
        Finding(
            rule.clause,
            f"{position.deal.party_name(asked.underwriter)} asked for it on"
            f" {long_date(asked.date.day)}",
            True,
            asked.place,
        ),
        Finding(
            rule.clause,
            f"it is {'' if managing else 'not '}the managing underwriter",
            managing,
            asked.place_of("underwriter"),
        ),
        Finding(
            rule.clause, says, step is not None, step.place if step else registration.event.place
        ),
        *(condition_findings(position, rule, registration) if step else ()),
    )
    start = day_counted_from(position, rule, registration)
    if step is None or start is None or not all(finding.holds for finding in findings):
        yield _notice(position, rule, asked.id, None, findings, asked.date.day)
        return
    starts = max(first_day_barred(position, rule, start), asked.date.day)
    length = holdback_length(position, rule, registration, start, "holdback_requested")
    last, line = holdback_end(position, rule, registration, start, length)
    if reading(position, "holdback_ii_end", registration.id, asked.id) == "first_sale_day_181":
        line += ", the last day barred"
    else:
        last, line = last - DAY, f"{line}, the first day of sale"
    last, line = end_or_abandonment(registration, last, line)
    if starts > last:
        past = Finding(
            rule.clause, f"it was asked for when the time was over: {line}", False, asked.place
        )
        yield _notice(position, rule, asked.id, None, (*findings, past), starts)
        return
    if rule.issuer_bound:
        yield _clock(
            position,
            "holdback_requested",
            rule,
            registration.event.id,
            position.deal.issuer,
            starts,
            last,
            line,
        )
    taking_part = {
        *selling(position, registration, step.date.at),
        *selling(position, registration),
    } - in_the_market(position, registration)
    for name in notified_of_holdback(position, step, last, asked.id):
        part = ""
        if name in taking_part:
            if (
                reading(position, "holdback_ii_carveout", registration.id, asked.id)
                == "participating_investor"
            ):
                continue
            part = " as to the shares not in the offering"
        first, bound = bound_from(position, rule, name, step, starts, last)
        if bound is None:
            yield _clock(
                position, "holdback_requested", rule, registration.event.id, name, first, last, line
            )
            bound = Finding(
                rule.clause, f"{position.deal.party_name(name)} is bound{part}", True, asked.place
            )
        yield _notice(position, rule, asked.id, name, (*findings, bound), first, line)


def _clock(
    position: Position,
    clock: str,
    rule: Holdback,
    about: str,
    name: str,
    starts: date,
    last: date,
    line: str,
) -> Clock:
    return Clock(
        clock,
        rule.clause,
        about,
        name,
        starts,
        last,
        free_from=last + DAY,
        running=running(position, starts, last),
        arithmetic=(line,),
    )


def _notice(
    position: Position,
    rule: Holdback,
    about: str,
    to: str | None,
    findings: tuple[Finding, ...],
    due: date,
    line: str = "",
) -> Decision:
    return to_send(
        position,
        "holdback_notice",
        rule.clause,
        about,
        to,
        findings,
        due,
        class_="customary",
        arithmetic=(line,) if line else (),
    )
