"""3(b): any Investor may ask for a registration on the short form if its net proceeds exceed an amount.

The issuer must be eligible for the form, as registrant and for the transaction; the request states number, method and net
proceeds. Each other Investor is told at once, with the request's own figures. Not modelled: the covenant to stay eligible, and
whether a stated figure is true.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.deal import Deal
from rrdocs.decision import Finding, Flag, Item, Tally
from rrdocs.events import NoticeSent, ShortFormNotice
from rrdocs.position import Position
from rrdocs.rules.demand import further_notices
from rrdocs.rules.requests import Matter, matters


def short_form(deal: Deal, position: Position) -> Iterator[Item]:
    """3(b): the Short Form Further Notice, the windows to join, and the net proceeds."""
    right = deal.terms.short_form
    if right is None:
        return
    for found in matters(position):
        if found.demand:
            continue
        findings = found.findings
        if found.withdrawn:
            findings = (*findings, Finding(right.clause, "all who requested have withdrawn", False))
        yield from further_notices(position, found, findings)
        stated = [x.net_proceeds for x in found.letters if isinstance(x, ShortFormNotice) and x.net_proceeds is not None]
        net = stated[-1] if stated else None
        values = {
            "stated": f"{net:.2f}" if net is not None else None,
            "must_exceed": f"{right.net_proceeds_over:.2f}",
            "holds": net is not None and net > right.net_proceeds_over,
        }
        line = f"{f'${net:,.2f}' if net is not None else 'nothing stated'}, against more than ${right.net_proceeds_over:,.2f}"
        yield Tally("net_proceeds", right.clause, found.id, values, (line,))
        yield from _mirror(position, found)


def _mirror(position: Position, found: Matter) -> Iterator[Flag]:
    """3(b) registers what the issuer's own notice specifies, so its figures must be the request's."""
    asked = str(sum(count or 0 for count in found.requesters.values()))
    for notice in position.all(NoticeSent):
        said = notice.states.get("shares") if notice.about in found.ids and notice.document == found.document else None
        if isinstance(said, str) and said.replace(",", "") != asked:
            if position.deal.readings("further_notice_controls", "mirror_registration_notice"):
                words = f"the notice to {notice.to} states {said} shares, the request {int(asked):,}"
            else:
                words = f"the notice to {notice.to} states {said} shares, and that number governs"
            clause = position.deal.terms.short_form
            yield Flag(clause.clause if clause else "", found.id, words, evidence=notice.place)
