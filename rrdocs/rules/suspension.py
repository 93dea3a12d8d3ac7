"""3(f)(v): a prospectus that has become misleading is not used until it is put right.

While a prospectus must be delivered, each selling Investor and each underwriter is told at once, and nobody else; each stops
using it from its own receipt of the notice. Nothing limits how long. Not modelled: whether the prospectus is misleading.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.covenants import Suspension
from rrdocs.dates import long_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Finding, Item
from rrdocs.events import ProspectusMisleading, ProspectusSupplemented
from rrdocs.position import Position
from rrdocs.rules.sellers import selling, underwriters
from rrdocs.rules.sending import dispatches, to_send
from rrdocs.rules.timing import own_day


def suspension(deal: Deal, position: Position) -> Iterator[Item]:
    """3(f)(v): the notice that stops the use of a misleading prospectus, the stop itself, and its end."""
    rule = deal.terms.suspension
    for misleading in position.all(ProspectusMisleading) if rule else ():
        assert rule is not None  # just tested
        yield from _stop(position, rule, misleading)


def _stop(position: Position, rule: Suspension, event: ProspectusMisleading) -> Iterator[Item]:
    registration = position.registration(event.registration)
    due, line = own_day(position, event.date.day, rule.notice)
    findings: tuple[Finding, ...] = (
        Finding(rule.clause, f"the prospectus became misleading on {long_date(event.date.day)}", True, event.place),
        Finding(rule.clause, f"a prospectus {'must' if event.delivery_required else 'need not'} be delivered",
                event.delivery_required, event.place_of("delivery_required")),
    )  # fmt: skip
    sellers = selling(position, registration)
    people = [*sellers, *underwriters(position, registration)]
    if not event.delivery_required or not people:
        if not people:
            findings += (Finding(rule.clause, "nobody sells under the registration", False, registration.event.place),)
        yield to_send(position, "suspension_notice", rule.clause, event.id, None, findings, due, arithmetic=(line,))
        return
    mended = next((e for e in position.about(ProspectusSupplemented, event.registration) if e.date.at >= event.date.at), None)
    for name in people:
        role = f"{position.deal.party_name(name)} {'sells' if name in sellers else 'underwrites'} under it"
        own = Finding(rule.clause, role, True, registration.event.place)
        yield to_send(position, "suspension_notice", rule.clause, event.id, name, (*findings, own), due, arithmetic=(line,))
        yield from _clock(position, rule, event, name, mended)
        says = f"the prospectus was supplemented on {long_date(mended.date.day)}" if mended else "no supplement is on record"
        over = Finding(rule.clause, says, mended is not None, mended.place if mended else event.place)
        yield to_send(
            position, "resumption_notice", rule.clause, event.id, name, (*findings, own, over),
            mended.date.day if mended else None, class_="customary",
        )  # fmt: skip


def _clock(
    position: Position, rule: Suspension, event: ProspectusMisleading, name: str, mended: ProspectusSupplemented | None
) -> Iterator[Clock]:
    """The stop of one recipient, from its receipt of the notice to the supplement."""
    came = [got for _, got in dispatches(position, event.id, name, "suspension_notice")]
    first = min((got.at for got in came if got.at), default=None)
    if first is None:
        return
    why = next(got.why for got in came if got.at == first)
    last, today = mended.date.day if mended else None, position.as_of.date()
    if last is not None and last < first.day:
        return  # put right before the notice was received
    yield Clock(
        "prospectus_stop", rule.clause, event.id, name, first.day, last, free_from=last, arithmetic=(why,),
        running=first.day <= today and last is None, evidence=event.place,
    )  # fmt: skip
