"""3(c)(iv): the issuer chooses the managing underwriter of a required offering, and two groups must accept it.

Every requesting Investor must accept, and Investors with more than half of the Restricted Stock being sold; in a piggyback no
Investor has a say. Not modelled: whether a firm is nationally recognized.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Finding, Item, Tally
from rrdocs.events import UnderwriterAccepted, UnderwriterSelected
from rrdocs.position import Position
from rrdocs.rules.cutback import allocation, included
from rrdocs.rules.joining import parts
from rrdocs.rules.requests import Matter, matters
from rrdocs.rules.sending import to_send


def underwriter(deal: Deal, position: Position) -> Iterator[Item]:
    """3(c)(iv): the selection notice, the count of acceptances, and the engagement letter that waits for it."""
    rule = deal.terms.underwriter_choice
    if rule is None:
        return
    for found in matters(position):
        chosen = position.last(UnderwriterSelected, found.id)
        if chosen and found.valid is not False:
            yield from _chosen(position, found, chosen)


def _chosen(position: Position, found: Matter, chosen: UnderwriterSelected) -> Iterator[Item]:
    rule = position.deal.terms.underwriter_choice
    assert rule is not None  # asked only where the clause is granted
    cut = allocation(position, found.id)
    selling = cut.investors if cut else included(position, found.id)
    gate = Finding(rule.clause, "the offering is underwritten", found.underwritten, found.letters[0].place_of("disposition"))
    pick = Finding(rule.clause, f"{chosen.underwriter} was chosen on {long_date(chosen.date.day)}", True, chosen.place)
    for name in selling if found.underwritten else (None,):
        yield to_send(
            position, "underwriter_selection_notice", rule.clause, found.id, name, (gate, pick), chosen.date.day,
            class_="customary",
        )  # fmt: skip
    if not found.underwritten:
        return
    said = {e.investor: e for e in position.about(UnderwriterAccepted, found.id) if e.date.at >= chosen.date.at}
    requesters = [part.investor for part in parts(position, found.id) if part.investor in found.requesters]
    yes = {name for name, event in said.items() if event.accepts}
    requesting = bool(requesters) and set(requesters) <= yes
    above, below = sum(count for name, count in selling.items() if name in yes), sum(selling.values())
    most = above > rule.more_than * below
    values = {"requesting": requesting, "numerator": above, "denominator": below, "holds": requesting and most}
    line = f"{above:,} of {below:,} shares being sold accept; more than {rule.more_than} must"
    yield Tally("underwriter_acceptance", rule.clause, found.id, values, (line,))
    names = ", ".join(position.deal.party_name(name) for name in requesters if name not in yes)
    findings = (
        gate, pick,
        Finding(rule.clause, f"not accepted by {names}" if names else "every requesting Investor accepts", requesting),
        Finding(rule.clause, line, most),
    )  # fmt: skip
    yield to_send(
        position, "engagement_letter", rule.clause, found.id, chosen.underwriter, findings, position.as_of.date(),
        class_="customary",
    )  # fmt: skip
