"""Who is notified of a registration, who has opted out, and what the notice must say.

An agreement may have a notice go to the other holders, to all of them, to a group that is narrower
or wider, or to nobody. A register of those who opted out is kept where the agreement has one; an
opt-out may lapse, and may be taken back where the agreement says so. What a notice that went out
does not state, and had to, is flagged: it is no less a notice. Not modelled: whether what it states
is right.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from rrdocs.agreement.registration_rights import Piggyback, Requested
from rrdocs.dates.moments import last_day, long_date
from rrdocs.deal.events import OptedIn, OptedOut
from rrdocs.docket.decisions import Finding
from rrdocs.facts.record.groups import group, members
from rrdocs.facts.record.holders import investors
from rrdocs.facts.record.position import Position


def recipients(position: Position, right: Requested | Piggyback, at: datetime) -> tuple[str, ...]:
    """Those whom the clause has told, those who asked among them; what keeps one of them out is a
    finding of its own.
    """
    if right.tell == "nobody":
        return ()
    if right.tell in ("others", "all"):
        return investors(position, at)
    return members(position, right.tell, at)


def nobody_is_told(right: Requested | Piggyback) -> tuple[Finding, ...]:
    """The finding that the clause requires no notice; nothing where it does."""
    return (
        (Finding(right.clause, "the clause calls for no notice to anybody", False),)
        if right.tell == "nobody"
        else ()
    )


def not_asking(
    position: Position, right: Requested | Piggyback, asks: bool, own: Finding
) -> Finding:
    """Whether a requester is notified too: only where all are."""
    if right.tell == "all" and asks:
        return replace(own, says=f"{own.says}, and all are notified", holds=True)
    if right.tell not in ("others", "all") and not asks:
        return replace(own, says=f"{own.says}, and is among the {group(position, right.tell).name}")
    return own


def opted_out(position: Position, name: str, at: datetime, right: str) -> tuple[Finding, ...]:
    """The finding that a holder has itself left out of this notice; nothing where it has not, or
    where there is no register.
    """
    rule = position.deal.terms.opt_out
    if rule is None:
        return ()
    asked = [
        event
        for event in position.about(OptedOut, name)
        if event.date.at <= at and event.scope in (right, "all")
    ]
    if not asked or (rule.scope == "piggyback" and right != "piggyback"):
        return ()
    last = asked[-1]
    back = [event for event in position.about(OptedIn, name) if last.date.at <= event.date.at <= at]
    if back and rule.revocable:
        return ()
    ends = [last.until.day] if last.until else []
    if rule.lasts:
        ends.append(last_day(last.date.day, rule.lasts))
    if ends and at.date() > min(ends):
        return ()
    until = f", until {long_date(min(ends))}" if ends else ""
    says = (
        f"{position.deal.party_name(name)} asked on {long_date(last.date.day)} not to be"
        f" notified{until}"
    )
    return (Finding(rule.clause, says, False, last.place),)
