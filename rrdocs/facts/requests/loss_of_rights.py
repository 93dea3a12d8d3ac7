"""3(j): a holder that no longer needs some of its rights may not use them.

A holder is shut out while it may sell all its stock under the rule named, while it holds less than
the terms require, or from a stated day: any of these, or all, as the terms say. Not modelled:
rights suspended because of who a holder is (a sanctioned or foreign person).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rrdocs.agreement.offering_terms import LossOfRights
from rrdocs.agreement.thresholds import Threshold
from rrdocs.dates.deadlines import Deadline, count
from rrdocs.dates.moments import add_months, long_date
from rrdocs.deal.events import (
    AffiliateStatus,
    DemandNotice,
    NoteIssued,
    Rule144Status,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.groups import measured, outstanding
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position
from rrdocs.facts.time.time_limits import days

NO_AFFILIATE = 3
"""The months for which a holder must not have been an affiliate to sell freely: Rule 144(k), and
later 144(b)(1).
"""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whether a holder is shut out, and the finding that says so.

    ``counsel``: the holder is not shut out, but counsel could decide otherwise.
    """

    shut_out: bool
    finding: Finding
    counsel: bool = False


def exclusion_of(position: Position, investor: str, at: datetime, about: str = "") -> Exclusion:
    """3(j): whether an Investor is shut out of demands, short forms and piggybacks at an instant.

    ``about`` is the request or registration in question, which says what right is used, and for
    which counsel may have settled a reading.

    An exclusion that is not on record does not apply; a later lot that is not free defeats an
    earlier record. Readings consulted where a record exists: ``j_all_shares``,
    ``rule144k_after_20080215``.
    """
    return position.once(_barred, investor, at, about)


def _barred(position: Position, investor: str, at: datetime, about: str) -> Exclusion:
    right = position.deal.terms.loss_of_rights
    if right is None:
        return Exclusion(False, Finding("", "no right is lost by free saleability", False))
    used = _used_by(position, about)
    if used and used not in right.suspends:
        return Exclusion(
            False,
            Finding(right.clause, f"the clause does not suspend a {used.replace('_', ' ')}", False),
        )
    exclusions = []
    if right.rule:
        exclusions.append(_free_to_sell(position, right, investor, at, about))
    if right.below:
        exclusions.append(_holds_little(position, right, right.below, investor, at))
    if right.after:
        exclusions.append(_time_is_over(position, right, right.after, investor, at))
    kept_in = [each for each in exclusions if not each.shut_out]
    if right.when == "all" and kept_in:
        return next((each for each in kept_in if not each.counsel), kept_in[0])
    if right.when == "all":
        says = "; ".join(each.finding.says for each in exclusions)
        return Exclusion(True, replace(exclusions[0].finding, says=says))
    shut_out = (exclusion for exclusion in exclusions if exclusion.shut_out)
    return next(shut_out, None) or next(
        (exclusion for exclusion in exclusions if exclusion.counsel), exclusions[0]
    )


def _used_by(position: Position, about: str) -> str:
    """The right that the request in question uses; empty where none is in question."""
    if not about:
        return ""
    event = position.by_id.get(about)
    return (
        "demand"
        if isinstance(event, DemandNotice)
        else "short_form"
        if isinstance(event, ShortFormNotice)
        else "piggyback"
    )


def _holds_little(
    position: Position, right: LossOfRights, below: Threshold, investor: str, at: datetime
) -> Exclusion:
    """While a holder holds less than the terms require. What is not on record shuts nobody out;
    counsel must decide.
    """
    met, name = measured(position, below, [investor], at), position.deal.party_name(investor)
    last = outstanding(position, at)
    words = f"{name} holds {'; '.join(met.lines)}"
    finding = Finding(right.clause, words, met.holds is False, last.place if last else None)
    return Exclusion(met.holds is False, finding, counsel=met.holds is None)


def _time_is_over(
    position: Position, right: LossOfRights, after: Deadline, investor: str, at: datetime
) -> Exclusion:
    """From a stated day on."""
    found = count(after, days(position, None), business_days(position.deal))
    over = found.day is not None and at.date() >= found.day
    name = position.deal.party_name(investor)
    says = f"the rights of {name} {'ended' if over else 'have not ended'}: {'; '.join(found.lines)}"
    return Exclusion(over, Finding(right.clause, says, over))


def _free_to_sell(
    position: Position, right: LossOfRights, investor: str, at: datetime, about: str
) -> Exclusion:
    """While a holder may sell all its stock under the rule named.

    Readings consulted where a record exists: ``j_all_shares``, ``rule144k_after_20080215``.
    """
    name, rule = position.deal.party_name(investor), f"Rule {right.rule}"
    statuses = [event for event in position.about(Rule144Status, investor) if event.date.at <= at]
    status = statuses[-1] if statuses else None
    if status is None or not status.may_sell_all:
        words = f"no record that {name} may sell all its stock under {rule}"
        place = status.place if status else None
        return Exclusion(False, Finding(right.clause, words, False, place))
    affiliate = _affiliate_since(position, right, investor, status, at)
    if affiliate:
        return Exclusion(False, affiliate)
    repealed = right.repealed is not None and at.date() >= right.repealed
    if (
        repealed
        and reading(position, "rule144k_after_20080215", about, status.id)
        == "human_decision_no_exclusion"
    ):
        words = f"{rule} has been repealed: {name} is not shut out unless counsel so decides"
        return Exclusion(False, Finding(right.clause, words, False, status.place), counsel=True)
    young = _young_lots(position, investor, status.date.at, at)
    if young and reading(position, "j_all_shares", about, status.id) == "literal_all":
        words = f"{name} has {in_shares(young)}, acquired later, that are not free under {rule}"
        return Exclusion(False, Finding(right.clause, words, False, status.place))
    words = f"{name} may sell all its stock under {rule} since {long_date(status.date.day)}"
    return Exclusion(True, Finding(right.clause, words, True, status.place))


def _affiliate_since(
    position: Position, right: LossOfRights, investor: str, status: Rule144Status, at: datetime
) -> Finding | None:
    """That a holder has been an affiliate of the issuer since the record of free saleability, and
    still is or was until lately; None otherwise.
    """
    name = position.deal.party_name(investor)
    since = [
        event
        for event in position.about(AffiliateStatus, investor)
        if status.date.at <= event.date.at <= at
    ]
    if not any(event.affiliate for event in since):
        return None
    last = since[-1]
    if last.affiliate:
        words = f"{name} has become an affiliate of the issuer"
        return Finding(right.clause, words, False, last.place)
    if at.date() < add_months(last.date.day, NO_AFFILIATE):
        words = (
            f"{name} was an affiliate of the issuer until {long_date(last.date.day)}, less than"
            f" {NO_AFFILIATE} months before"
        )
        return Finding(right.clause, words, False, last.place)
    return None


def _young_lots(position: Position, investor: str, since: datetime, at: datetime) -> int:
    """The shares, issued or issuable on notes, that a holder acquired after a record of free
    saleability, still holds, and has held for less than the holding period.
    """
    right = position.deal.terms.loss_of_rights
    assert right is not None  # asked only where the right exists
    if right.holding_period is None:
        return 0
    months = right.holding_period.count * (12 if right.holding_period.unit == "years" else 1)
    lots = position.ledger.acquisitions.get(investor, ())
    late = [
        lot
        for lot in lots
        if since < lot.instant <= at and add_months(lot.held_since, months) > at.date()
    ]
    young = min(sum(lot.shares for lot in late), position.ledger.holding(investor, at))
    notes = [
        e for e in position.all(NoteIssued) if e.holder == investor and since < e.date.at <= at
    ]
    if any(add_months(note.date.day, months) > at.date() for note in notes):
        young += position.ledger.issuable(investor, at)
    return young
