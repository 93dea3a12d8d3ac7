"""The rules, one module a clause, in the order of the agreement.

A rule reads the deal's terms and the facts at an instant and yields decisions, clocks, tallies and
flags. ``engine`` asks all of them. Each module's docstring has the headings Requires, Decides,
Readings, Not modelled and Cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Item
from rrdocs.facts.record.position import Position
from rrdocs.rules.agreement.consents import consents
from rrdocs.rules.agreement.incoming_notices import notices
from rrdocs.rules.agreement.indemnity import indemnity
from rrdocs.rules.agreement.reporting import reporting, stock
from rrdocs.rules.agreement.waivers import waivers
from rrdocs.rules.offerings.closing import furnished
from rrdocs.rules.offerings.cutback import cutback
from rrdocs.rules.offerings.holdback import holdback
from rrdocs.rules.offerings.underwriter import underwriter
from rrdocs.rules.registrations.expenses import expenses
from rrdocs.rules.registrations.mandatory_shelf import shelf
from rrdocs.rules.registrations.piggyback import piggyback
from rrdocs.rules.registrations.procedures import procedures
from rrdocs.rules.registrations.suspension import suspension
from rrdocs.rules.requests.deferral import deferral
from rrdocs.rules.requests.demand import demand
from rrdocs.rules.requests.filing import filing
from rrdocs.rules.requests.registration_lock import registration_lock
from rrdocs.rules.requests.responses import responses
from rrdocs.rules.requests.satisfaction import satisfaction
from rrdocs.rules.requests.short_form import short_form
from rrdocs.rules.requests.standstill import standstill
from rrdocs.rules.transfers.legend import legend
from rrdocs.rules.transfers.opinions import opinions
from rrdocs.rules.transfers.transfer_notice import transfer_notices

Rule = Callable[[Deal, Position], Iterator[Item]]

RULES: tuple[Rule, ...] = (
    transfer_notices,  # 2(a)
    opinions,  # 2(b)
    legend,  # 2(c)
    demand,  # 3(a)
    short_form,  # 3(b)
    responses,  # 3(a), (b), (c)(vii), (d)
    filing,  # where an agreement sets a day
    shelf,  # where an agreement requires one
    satisfaction,  # 3(c)(i)
    standstill,  # 3(c)(ii)
    cutback,  # 3(c)(iii), (v), 3(d)
    underwriter,  # 3(c)(iv)
    registration_lock,  # 3(c)(vi)
    deferral,  # 3(c)(viii)
    piggyback,  # 3(d)
    holdback,  # 3(e)
    procedures,  # 3(f)
    suspension,  # 3(f)(v)
    furnished,  # 3(g), (h)
    expenses,  # 3(i)
    indemnity,  # 4
    reporting,  # 5
    stock,  # 1, 6, 8(h)
    consents,  # 8(a), 8(e)
    waivers,  # 8(e)
    notices,  # 8(f)
)
