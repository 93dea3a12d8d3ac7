"""3(j): a holder that no longer needs some of its rights may not use them.

While it may sell all its stock under the rule named, while it holds less than the terms ask for, or
once a day has come: any of these, or all, as the terms say. Not modelled: rights suspended because
of who a holder is (a sanctioned or a foreign person).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from rrdocs.agreement.registration_rights import LossOfRights
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
"""For how many months a holder must have been no affiliate to sell freely: Rule 144(k), and
144(b)(1) after it.
"""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whether an Investor is shut out, and the finding that says so; ``counsel`` when it is for
    counsel to say.
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
            Finding(right.clause, f"a {used.replace('_', ' ')} may be used all the same", False),
        )
    found = []
    if right.rule:
        found.append(_free_to_sell(position, right, investor, at, about))
    if right.below:
        found.append(_holds_little(position, right, right.below, investor, at))
    if right.after:
        found.append(_time_is_over(position, right, right.after, investor, at))
    if right.when == "all" and not all(exclusion.shut_out for exclusion in found):
        return next(
            (exclusion for exclusion in found if not exclusion.shut_out and not exclusion.counsel),
            next(exclusion for exclusion in found if not exclusion.shut_out),
        )
    if right.when == "all":
        says = "; ".join(exclusion.finding.says for exclusion in found)
        return Exclusion(True, replace(found[0].finding, says=says))
    shut_out = (exclusion for exclusion in found if exclusion.shut_out)
    return next(shut_out, None) or next(
        (exclusion for exclusion in found if exclusion.counsel), found[0]
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
    """While a holder has less than the terms ask for; what is not on record shuts nobody out, and
    is for counsel.
    """
    met, name = measured(position, below, [investor], at), position.deal.party_name(investor)
    last = outstanding(position, at)
    words = f"{name} holds {'; '.join(met.lines)}"
    finding = Finding(right.clause, words, met.holds is False, last.place if last else None)
    return Exclusion(met.holds is False, finding, counsel=met.holds is None)


def _time_is_over(
    position: Position, right: LossOfRights, after: Deadline, investor: str, at: datetime
) -> Exclusion:
    """Once a day has come."""
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
    name = position.deal.party_name(investor)
    statuses = [event for event in position.about(Rule144Status, investor) if event.date.at <= at]
    if not statuses or not statuses[-1].may_sell_all:
        words = f"no record that {name} may sell all its stock under Rule {right.rule}"
        return Exclusion(
            False, Finding(right.clause, words, False, statuses[-1].place if statuses else None)
        )
    status = statuses[-1]
    since = [
        e for e in position.about(AffiliateStatus, investor) if status.date.at <= e.date.at <= at
    ]
    if any(e.affiliate for e in since):
        last = since[-1]
        if last.affiliate:
            return Exclusion(
                False,
                Finding(
                    right.clause, f"{name} has become an affiliate of the issuer", False, last.place
                ),
            )
        if at.date() < add_months(last.date.day, NO_AFFILIATE):
            words = (
                f"{name} was an affiliate of the issuer until {long_date(last.date.day)}, less than"
                f" {NO_AFFILIATE} months before"
            )
            return Exclusion(False, Finding(right.clause, words, False, last.place))
    repealed = right.repealed is not None and at.date() >= right.repealed
    if (
        repealed
        and reading(position, "rule144k_after_20080215", about, status.id)
        == "human_decision_no_exclusion"
    ):
        words = (
            f"Rule {right.rule} has been repealed: without counsel’s decision {name} is not"
            " shut out"
        )
        return Exclusion(False, Finding(right.clause, words, False, status.place), counsel=True)
    young = _young_lots(position, investor, status.date.at, at)
    if young and reading(position, "j_all_shares", about, status.id) == "literal_all":
        words = (
            f"{name} has {in_shares(young)} that came later and are not free under Rule"
            f" {right.rule}"
        )
        return Exclusion(False, Finding(right.clause, words, False, status.place))
    words = (
        f"{name} may sell all its stock under Rule {right.rule} since {long_date(status.date.day)}"
    )
    return Exclusion(True, Finding(right.clause, words, True, status.place))


def _young_lots(position: Position, investor: str, since: datetime, at: datetime) -> int:
    """Shares (issued, or to come of notes) acquired after a record of free saleability that are
    still held and still young.
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
