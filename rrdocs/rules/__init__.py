"""The rules, one module a clause, in the order of the agreement.

A rule reads the deal's terms and the facts at an instant and yields decisions, clocks, tallies and
flags. ``engine`` asks all of them. Each module's docstring has the headings Requires, Decides,
Readings, Not modelled and Cases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

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

RULES: Mapping[Rule, tuple[str, ...]] = {
    transfer_notices: ("transfer_notice",),
    opinions: ("transfer_compliance",),
    legend: ("legend",),
    demand: ("demand",),
    short_form: ("short_form",),
    responses: (
        "demand",
        "short_form",
        "same_terms",
        "piggyback",
    ),
    filing: (
        "demand",
        "short_form",
    ),
    shelf: (
        "shelf",
        "questionnaire",
    ),
    satisfaction: ("satisfaction",),
    standstill: ("standstill",),
    cutback: (
        "demand_cutback",
        "issuer_shares",
        "piggyback_cutback",
    ),
    underwriter: ("underwriter_choice",),
    registration_lock: ("registration_lock",),
    deferral: ("deferral",),
    piggyback: (
        "piggyback",
        "opt_out",
        "piggyback_election",
    ),
    holdback: (
        "holdback_automatic",
        "holdback_requested",
    ),
    procedures: (
        "procedures",
        "review",
        "copies",
        "blue_sky",
        "inspection",
        "comfort",
        "period_of_distribution",
    ),
    suspension: ("suspension",),
    furnished: (
        "questionnaire",
        "underwriting_agreement",
    ),
    expenses: ("expenses",),
    indemnity: (
        "issuer_indemnity",
        "seller_indemnity",
        "claim_notice",
        "contribution",
    ),
    reporting: ("reporting",),
    stock: (
        "restricted_stock",
        "duration",
        "stock_changes",
    ),
    consents: (
        "conflicting_rights",
        "amendment",
    ),
    waivers: ("waiver",),
    notices: ("notices",),
}
"""Each rule with the terms that it applies, by the names of the fields of `Terms`."""
