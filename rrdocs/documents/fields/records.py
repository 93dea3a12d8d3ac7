"""D-62, D-64 to D-66, D-74: records of the file: the docket, registers and ledgers."""

from __future__ import annotations

from datetime import date

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    AddressChanged,
    CertificateIssued,
    DeferralDetermined,
    LegendRemovalRequested,
)
from rrdocs.docket.decisions import Clock, Decision
from rrdocs.docket.explanation import groups, reading_line, why_not
from rrdocs.docket.figures import DeferralFigures, DemandsFigures
from rrdocs.documents.packets.counsel_memo import merged_groups, to_whom
from rrdocs.documents.wording.common_fields import (
    F,
    clause,
    record_fields,
    registration_of,
)
from rrdocs.documents.wording.event_titles import about_words, event_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import capital, in_figures, period_words, section, sentence
from rrdocs.facts.requests.deferrals import DeferralSpan, deferral_spans
from rrdocs.facts.requests.requests import request_of
from rrdocs.facts.requests.satisfaction import used_requests


def docket(fields: LetterFields, decision: Decision) -> Context:
    """D-62: for each document whether it is due, by whom, to whom, by which day, under which
    clause; and why others are not.
    """
    deal = fields.deal
    found = merged_groups(groups(fields.docket.decisions))
    due = [
        {
            "document": DOCUMENT_TYPES[g.first.document].title,
            "about": about_words(fields, g.first.about),
            "to": to_whom(deal, g),
            "clause": g.first.clause,
            "state": g.first.outcome.replace("_", " ") + (" (late)" if g.first.late else ""),
            "by": long_date(g.first.due) if g.first.due else "no day is set",
        }
        for g in found
        if g.first.outcome != "not_due"
    ]
    not_due = [
        {
            "document": DOCUMENT_TYPES[g.first.document].title,
            "about": about_words(fields, g.first.about),
            "clause": g.first.clause,
            "why": sentence(why_not(g.first)),
        }
        for g in found
        if g.first.outcome == "not_due"
    ]
    return record_fields(fields, decision, f"The docket as of {long_date(fields.today)}") | {
        "due": due,
        "not_due": not_due,
    }


def short(value: date | None) -> str:
    """A day without its weekday, for narrow columns; a dash where there is none."""
    return long_date(value) if value else "—"


def _first_running(item: Clock) -> tuple[bool, date, str, str]:
    return (
        not item.running,
        item.last_permitted or item.last_day or item.starts,
        item.name,
        item.party or "",
    )


def clock_sheet(fields: LetterFields, decision: Decision) -> Context:
    """D-64: every period that runs or has run, with its first and last days."""
    rows = [
        {
            "clock": c.title,
            "about": about_words(fields, c.about),
            "party": fields.name(c.party) if c.party else "—",
            "clause": section(c.clause),
            "starts": long_date(c.starts),
            "last": long_date(last) if (last := c.last_permitted or c.last_day) else "no day yet",
            "free": short(c.free_from),
            "running": "running" if c.running else "over",
        }
        for c in sorted(fields.docket.clocks, key=_first_running)
    ]
    return record_fields(fields, decision, f"Clocks as of {long_date(fields.today)}") | {
        "rows": rows
    }


def investor_register(fields: LetterFields, decision: Decision) -> Context:
    """D-65: who holds which stock, in which lots, and the address of each holder."""
    ledger, at = fields.position.ledger, fields.position.as_of
    people = [name for name, party in fields.deal.parties.items() if party.role == "investor"]
    people += [name for name, _ in ledger.holders(at) if name not in people]
    return record_fields(fields, decision, f"Holders as of {long_date(fields.today)}") | {
        "lots": [row for name in people for row in _lot_rows(fields, name)],
        "holders": [_holder_row(fields, name) for name in people],
        "total": in_figures(ledger.total(at)),
        "issuable": in_figures(ledger.total(at, issuable=True) - ledger.total(at)),
    }


def _lot_rows(fields: LetterFields, name: str) -> list[dict[str, str]]:
    """A row for each lot that a holder has acquired, with its certificates."""
    position = fields.position
    rows = []
    for lot in position.ledger.acquisitions.get(name, ()):
        if lot.instant > position.as_of:
            continue
        later = [
            issued.certificate
            for issued in position.all(CertificateIssued)
            if issued.holder == name and issued.tranche == lot.tranche
        ]
        certificates = dict.fromkeys([*getattr(lot.event, "certificates", ()), *later])
        rows.append(
            {
                "name": fields.name(name),
                "tranche": fields.deal.agreement.tranches[lot.tranche].short,
                "since": long_date(lot.held_since),
                "acquired": long_date(lot.instant.date()),
                "shares": in_figures(lot.shares),
                "certificate": ", ".join(certificates) or "—",
            }
        )
    return rows


def _holder_row(fields: LetterFields, name: str) -> dict[str, str]:
    """A holder with its address, its shares, and whether the removal of their legend was
    requested.
    """
    position = fields.position
    there, changes = fields.address(name), position.about(AddressChanged, name)
    removed = any(request.holder == name for request in position.all(LegendRemovalRequested))
    return {
        "name": fields.name(name),
        "address": ", ".join(there.lines) if there and there.lines else "not on record",
        "fax": (there.fax or "") if there else "",
        "attention": (there.attention or "") if there else "",
        "history": "; ".join(f"changed {long_date(change.date.day)}" for change in changes),
        "shares": in_figures(position.ledger.holding(name, position.as_of)),
        "legend": "removal asked for" if removed else "on",
    }


def ledgers(fields: LetterFields, decision: Decision) -> Context:
    """D-66: the demands used and left, and the deferrals with the days used and left."""
    terms, position = fields.deal.terms, fields.position
    demands = _first(fields, DemandsFigures)
    deferred = _first(fields, DeferralFigures)
    permitted = {span.event.id: span for span in deferral_spans(position) if span.permitted}
    deferrals = [
        {
            "day": long_date(e.date.day),
            "about": about_words(fields, e.about),
            "runs": _runs(permitted.get(e.id)),
        }
        for e in position.all(DeferralDetermined)
    ]
    left = (
        deferred.days_left if deferred else terms.deferral.days_in_period if terms.deferral else 0
    )
    return record_fields(
        fields, decision, f"Demands and deferrals as of {long_date(fields.today)}"
    ) | {
        "rows": _demand_rows(fields),
        "used": str(demands.used) if demands else "0",
        "left": (
            str(demands.left)
            if demands
            else (str(terms.demand.limit) if terms.demand and terms.demand.limit else "no limit")
        ),
        "satisfaction_clause": clause(terms.satisfaction),
        "deferral_clause": clause(terms.deferral),
        "deferrals": deferrals,
        "days_used": str(deferred.days_used if deferred else 0),
        "days_left": "" if left is None else str(left),
        "period": (
            period_words(terms.deferral.period) if terms.deferral and terms.deferral.period else ""
        ),
    }


def _first(fields: LetterFields, kind: type[F]) -> F | None:
    """The figures of the first tally of a kind."""
    figures = (tally.figures for tally in fields.docket.tallies)
    return next((each for each in figures if isinstance(each, kind)), None)


def _runs(span: DeferralSpan | None) -> str:
    """The days of a permitted deferral, in words."""
    if span is None:
        return "not permitted"
    return f"{long_date(span.first)} to {weekday_date(span.last)}"


def _demand_rows(fields: LetterFields) -> list[dict[str, str]]:
    """A row for each request: when its registration was filed, effective and ended, and whether it
    counts.
    """
    right, rows = fields.deal.terms.demand, []
    used = {
        request.id
        for request, certain in used_requests(fields.position, None, demands=True)
        if certain
    }
    for event in fields.position.requests:
        if event.completes:
            continue  # a letter that belongs to an earlier request
        found = registration_of(fields, event.id)
        filed, effective, ended = (
            step.date.day if step else None for step in (found.filed, found.effective, found.ended)
        )
        request = request_of(fields.position, event.id)
        is_counted = request is not None and request.demand and right and right.limit is not None
        rows.append(
            {
                "request": event_title(fields, event),
                "filed": short(filed),
                "effective": short(effective),
                "ended": short(ended),
                "counts": ("used" if event.id in used else "not used") if is_counted else "—",
            }
        )
    return rows


def readings_sheet(fields: LetterFields, decision: Decision) -> Context:
    """D-74: each reading in force, who chose it and when, and the other readings."""
    rows = []
    for parameter in sorted(
        {name for d in fields.docket.decisions for name in d.readings}
        | set(fields.deal.agreement.readings)
    ):
        question, value, others = reading_line(fields.deal, parameter)
        chosen = fields.deal.agreement.readings.get(parameter)
        by, on = getattr(chosen, "by", None), getattr(chosen, "date", None)
        rows.append(
            {
                "question": capital(question),
                "value": value,
                "others": others,
                "chosen": f"{by or 'the file'}{f', {on}' if on else ''}" if chosen else "default",
                "because": getattr(chosen, "because", None) or "",
            }
        )
    return record_fields(fields, decision, f"Readings as of {long_date(fields.today)}") | {
        "rows": rows
    }
