"""Registrations in progress with their tallies, and holdings by tranche and holder, as the docket
shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import DemandNotice, DistributionCompleted
from rrdocs.docket.decisions import Docket, Tally
from rrdocs.docket.figures import RequestFigures
from rrdocs.documents.wording.phrases import capital
from rrdocs.facts.record.position import Position, Registration

MOST_HOLDERS = 12
"""So many holders of one tally are written out."""


@dataclass(frozen=True)
class TallyLines:
    """A tally in words: its name, its figures as name and text, and its arithmetic."""

    name: str
    clause: str
    figures: tuple[tuple[str, str], ...]
    arithmetic: tuple[str, ...]


@dataclass(frozen=True)
class RegistrationSummary:
    """A registration or request: how far it has come, step by step, and the tallies about it."""

    id: str
    title: str
    steps: tuple[tuple[str, str], ...]
    counts: tuple[TallyLines, ...]
    why_not: str = ""


@dataclass(frozen=True)
class Holding:
    """What one holder has of each tranche, in all, and as a part of the whole."""

    holder: str
    shares: tuple[str, ...]
    total: str
    percent: str


def registration_summaries(
    position: Position, docket: Docket
) -> tuple[tuple[RegistrationSummary, ...], tuple[RegistrationSummary, ...]]:
    """The registrations that are under way, and those that have ended or never began."""
    in_progress: list[RegistrationSummary] = []
    ended: list[RegistrationSummary] = []
    for name, registration in position.registrations().items():
        tallies = [tally for tally in docket.tallies if tally.about == name]
        over = _over(position, name, registration, tallies)
        counts = tuple(
            _count(position.deal, tally) for tally in tallies if tally.name != "request"
        )  # the requesters stand in the docket's own line
        summary = RegistrationSummary(
            name, _title(registration), _steps(registration), counts, over
        )
        (ended if over else in_progress).append(summary)
    return tuple(in_progress), tuple(ended)


def _title(registration: Registration) -> str:
    if registration.request:
        what = "Demand" if isinstance(registration.request, DemandNotice) else "Short form request"
        return f"{what} of {long_date(registration.request.date.day)}"
    return f"Registration on Form {registration.form}" if registration.form else "Registration"


def _over(position: Position, name: str, registration: Registration, tallies: list[Tally]) -> str:
    """Why a registration is no longer under way; empty while it is."""
    if registration.ended:
        return (
            f"{registration.ended.type.removeprefix('registration_')} on"
            f" {long_date(registration.ended.date.day)}"
        )
    if done := position.last(DistributionCompleted, name):
        return f"distributed by {long_date(done.date.day)}"
    if registration.request:
        if any(
            isinstance(each.figures, RequestFigures) and each.figures.withdrawn for each in tallies
        ):
            return "withdrawn by all who asked"
        failed = [
            tally
            for tally in tallies
            if getattr(tally.figures, "holds", None) is False and not registration.filed
        ]
        if failed:
            return f"calls for no registration ({failed[0].name.replace('_', ' ')})"
    return ""


def _steps(registration: Registration) -> tuple[tuple[str, str], ...]:
    steps = {
        "Requested": registration.request,
        "Proposed": registration.proposal,
        "Filed": registration.filed,
        "Effective": registration.effective,
        "Withdrawn": registration.withdrawn,
        "Abandoned": registration.abandoned,
    }
    return tuple((name, long_date(event.date.day)) for name, event in steps.items() if event)


def _count(deal: Deal, tally: Tally) -> TallyLines:
    return TallyLines(
        capital(tally.name.replace("_", " ")),
        tally.clause,
        tuple(_figures(deal, tally.values)),
        tally.arithmetic,
    )


def _figures(deal: Deal, values: Mapping[str, object]) -> list[tuple[str, str]]:
    """The figures of a tally, those of several holders one by one."""
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        tranche = deal.agreement.tranches.get(name)
        label = (
            deal.party_name(name)
            if name in deal.parties
            else tranche.name
            if tranche
            else capital(name.replace("_", " "))
        )
        if isinstance(value, Mapping):
            inner = _figures(deal, value)
            rest = (
                [(f"and {len(inner) - MOST_HOLDERS} more", "")] if len(inner) > MOST_HOLDERS else []
            )
            found += [*inner[:MOST_HOLDERS], *rest]
        else:
            found.append((label, _value(value)))
    return found


def _value(value: object) -> str:
    match value:
        case bool():
            return "Yes" if value else "No"
        case int():
            return f"{value:,}"
        case date():
            return long_date(value)
        case Decimal():
            return f"${value:,.2f}"
        case None:
            return "not on record"
        case list() | tuple():
            return ", ".join(map(_value, value)) or "none"
        case _:
            text = str(value)
            return (
                f"${Decimal(text):,.2f}"
                if text.replace(".", "", 1).isdigit() and text[-3:-2] == "."
                else text.replace("_", " ")
            )


def holdings(position: Position) -> tuple[tuple[str, ...], tuple[Holding, ...]]:
    """The tranches by name, and what each holder has of each; the last row is the whole."""
    deal, ledger, at = position.deal, position.ledger, position.as_of
    tranches = deal.agreement.tranches
    rows, sums = [], dict.fromkeys(tranches, 0)
    whole = ledger.total(at)
    for holder, total in ledger.holders(at):
        held = ledger.by_tranche(holder, at)
        for tranche, shares in held.items():
            sums[tranche] += shares
        rows.append(
            Holding(
                deal.party_name(holder),
                _cells(held, list(tranches)),
                f"{total:,}",
                f"{100 * total / whole:.2f}%",
            )
        )
    if rows:
        rows.append(Holding("Total", _cells(sums, list(tranches)), f"{whole:,}", "100.00%"))
    return tuple(tranche.short for tranche in tranches.values()), tuple(rows)


def _cells(held: Mapping[str, int], tranches: list[str]) -> tuple[str, ...]:
    return tuple(f"{held[name]:,}" if held.get(name) else "—" for name in tranches)
