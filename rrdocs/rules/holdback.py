"""3(e): when Investors may not sell.

(i) In a firm commitment underwriting under a registration that covers Restricted Stock, an Investor that does not sell to the
underwriters refrains from selling it while the distribution and the aftermarket last, and is free in any event on the 180th day
after effectiveness. No request is needed. (ii) In a firm commitment offering by the issuer, on request of the managing
underwriter, no Investor sells common stock for 180 days from effectiveness. Both bar sales only, not pledges or gifts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rrdocs.dates import DAY, last_day, long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Item
from rrdocs.events import DistributionCompleted, HoldbackRequested, IssuerSharesProposed, SyndicateTerminated
from rrdocs.position import Position, Registration
from rrdocs.rules.investors import investors
from rrdocs.rules.joining import parts
from rrdocs.rules.requests import matter
from rrdocs.rules.sending import running, to_send
from rrdocs.terms import Holdback


def holdback(deal: Deal, position: Position) -> Iterator[Item]:
    """3(e): both holdbacks of every effective registration, and the notices of them."""
    for registration in position.registrations().values():
        if deal.terms.holdback_automatic:
            yield from _automatic(position, deal.terms.holdback_automatic, registration)
        if deal.terms.holdback_requested:
            yield from _requested(position, deal.terms.holdback_requested, registration)


def _firm(position: Position, registration: Registration) -> bool:
    if registration.proposal:
        return registration.proposal.underwriting == "firm_commitment"
    found = matter(position, registration.id)
    return found is not None and found.disposition == "firm_commitment"


def sellers(position: Position, registration: Registration) -> set[str]:
    """The Investors whose shares are in the underwriting: those covered, or those whose requests count."""
    if registration.covers is not None:
        open_market = {part.investor for part in parts(position, registration.id) if part.open_market}
        return {name for name, count in registration.covers.items() if count and name not in open_market}
    return {part.investor for part in parts(position, registration.id) if part.included and not part.open_market}


def _covers_stock(position: Position, registration: Registration) -> bool:
    if registration.covers is not None:
        return any(registration.covers.get(name) for name in (*position.deal.parties,) if name != position.deal.issuer)
    return any(part.included for part in parts(position, registration.id))


def _automatic(position: Position, rule: Holdback, registration: Registration) -> Iterator[Clock | Decision]:
    if registration.effective is None:
        return
    effective, stock = registration.effective.date.day, position.deal.agreement.words.stock
    firm, covers = _firm(position, registration), _covers_stock(position, registration)
    findings = (
        Finding(rule.clause, f"the offering is {'' if firm else 'not '}a firm commitment underwriting", firm,
                registration.event.place),
        Finding(rule.clause, f"the registration {'covers' if covers else 'does not cover'} {stock}", covers,
                registration.effective.place),
        Finding(rule.clause, f"it became effective on {long_date(effective)}", True, registration.effective.place),
    )  # fmt: skip
    about = registration.event.id
    if not (firm and covers):
        yield _notice(position, rule, about, None, findings, effective, "")
        return
    last = last_day(effective, rule.period) - DAY
    line = f"effective {long_date(effective)} + {rule.period} = {weekday_date(last + DAY)}, the first day of free sale"
    if position.deal.readings("holdback_i_end", "first_sale_day_181"):
        last, line = last + DAY, f"effective {long_date(effective)} + {rule.period} = {weekday_date(last + DAY)}, still barred"
    done = position.last(DistributionCompleted, registration.id)
    over = position.last(SyndicateTerminated, registration.id)
    if done and over and max(done.date.day, over.date.day) < last:
        last = max(done.date.day, over.date.day)
        line = f"distribution and aftermarket ended by {weekday_date(last)}"
    selling = sellers(position, registration)
    for name in investors(position, registration.effective.date.at):
        if name in selling:
            continue
        yield _clock(position, "holdback_automatic", rule, about, name, effective, last, line)
        own = Finding(rule.clause, f"{position.deal.party_name(name)} does not sell to the underwriters", True)
        yield _notice(position, rule, about, name, (*findings, own), effective, line)


def _requested(position: Position, rule: Holdback, registration: Registration) -> Iterator[Clock | Decision]:
    asked = position.last(HoldbackRequested, registration.id)
    if registration.effective is None or asked is None:
        return
    effective, words = registration.effective.date.day, position.deal.agreement.words
    firm, own = _firm(position, registration), _by_issuer(position, registration)
    findings = (
        Finding(rule.clause, f"the offering is {'' if firm else 'not '}a firm commitment underwriting", firm,
                registration.event.place),
        Finding(rule.clause, f"{words.issuer} {'offers' if own else 'does not offer'} securities in it", own,
                registration.event.place),
        Finding(rule.clause, f"{asked.underwriter} asked for it on {long_date(asked.date.day)}", True, asked.place),
    )  # fmt: skip
    about = registration.event.id
    if not (firm and own):
        yield _notice(position, rule, asked.id, None, findings, effective, "")
        return
    last = last_day(effective, rule.period)
    line = f"effective {long_date(effective)} + {rule.period} = {weekday_date(last)}, the last day barred"
    if position.deal.readings("holdback_ii_end", "first_sale_day_180"):
        last, line = last - DAY, f"effective {long_date(effective)} + {rule.period} = {weekday_date(last)}, the first day of sale"
    starts = max(effective, asked.date.day)
    selling = sellers(position, registration)
    for name in investors(position, registration.effective.date.at):
        if name in selling and position.deal.readings("holdback_ii_carveout", "participating_investor"):
            continue
        yield _clock(position, "holdback_requested", rule, about, name, starts, last, line)
        part = " as to the shares not in the offering" if name in selling else ""
        bound = Finding(rule.clause, f"{position.deal.party_name(name)} is bound{part}", True)
        yield _notice(position, rule, asked.id, name, (*findings, bound), starts, line)


def _by_issuer(position: Position, registration: Registration) -> bool:
    if registration.proposal and registration.proposal.account in ("issuer", "both"):
        return True
    own = position.last(IssuerSharesProposed, registration.id)
    return bool(own and own.shares)


def _clock(
    position: Position, clock: str, rule: Holdback, about: str, name: str, starts: date, last: date, line: str
) -> Clock:
    return Clock(
        clock, rule.clause, about, name, starts, last, free_from=last + DAY, running=running(position, starts, last),
        arithmetic=(line,),
    )  # fmt: skip


def _notice(
    position: Position, rule: Holdback, about: str, to: str | None, findings: tuple[Finding, ...], due: date, line: str
) -> Decision:
    return to_send(
        position, "holdback_notice", rule.clause, about, to, findings, due, class_="customary",
        arithmetic=(line,) if line else (),
    )  # fmt: skip
