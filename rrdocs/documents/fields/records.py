"""D-05, D-29, D-62, D-64 to D-66, D-68, D-69, D-71 to D-74: statements, registers, ledgers and
memoranda of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rrdocs.agreement.document_types import KINDS
from rrdocs.dates.moments import add_months, long_date, weekday_date
from rrdocs.deal.events import (
    AddressChanged,
    AffiliateStatus,
    CertificateIssued,
    DeferralDetermined,
    ExpenseIncurred,
    FormEligibility,
    LegendRemovalRequested,
    ReportingStatementRequested,
    Rule144Status,
    StockChanged,
)
from rrdocs.docket.decisions import Clock, Decision, Tally
from rrdocs.docket.explanation import groups, reading_line, why_not
from rrdocs.documents.packets.counsel_memo import to_whom, together
from rrdocs.documents.wording.common_fields import (
    clause,
    dollars,
    event_of,
    form,
    letter,
    record,
    registration,
    registration_of,
    tally,
)
from rrdocs.documents.wording.letter_fields import (
    Context,
    LetterFields,
    about_words,
    count,
    event_title,
    shares,
)
from rrdocs.documents.wording.phrases import capital, period_words, section, sentence

# ---- the reporting statement


def reporting_statement(fields: LetterFields, decision: Decision) -> Context:
    """D-05: whether the issuer has filed the reports that it must file."""
    event = event_of(fields, decision)
    since = add_months(fields.today, -12)
    return letter(
        fields,
        decision,
        "Statement of compliance with reporting requirements",
        enclosures=("List of reports filed",),
    ) | {
        "asked_day": long_date(event.date.day),
        "since": long_date(since),
        "until": long_date(fields.today),
    }


def reporting_statement_request(fields: LetterFields, decision: Decision) -> Context:
    """D-29: a holder asks for that statement, or for the information that sales under the rule
    need.
    """
    return form(fields, decision) | {"clause": clause(fields.deal.terms.reporting)}


def reporting_calendar(fields: LetterFields, decision: Decision) -> Context:
    """D-73: eligibility for the short form, and the reports that keep it."""
    terms = fields.deal.terms
    last = fields.position.all(FormEligibility)
    asked = fields.position.all(ReportingStatementRequested)
    return record(fields, decision) | {
        "reporting_clause": clause(terms.reporting),
        "short_form_clause": clause(terms.short_form),
        "form": f"Form\u00a0{terms.short_form.form}" if terms.short_form else "the short form",
        "eligibility": [
            {
                "day": long_date(e.date.day),
                "form": f"Form\u00a0{e.form}",
                "registrant": "yes" if e.registrant else "no",
                "transaction": "yes" if e.transaction else "no",
            }
            for e in last
        ],
        "asked": [{"name": fields.name(e.investor), "day": long_date(e.date.day)} for e in asked],
    }


# ---- the docket and its clocks


def docket(fields: LetterFields, decision: Decision) -> Context:
    """D-62: for each document whether it is due, by whom, to whom, by which day, under which
    clause; and why others are not.
    """
    deal = fields.deal
    found = together(groups(fields.docket.decisions))
    due = [
        {
            "document": KINDS[g.first.document].title,
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
            "document": KINDS[g.first.document].title,
            "about": about_words(fields, g.first.about),
            "clause": g.first.clause,
            "why": sentence(why_not(g.first)),
        }
        for g in found
        if g.first.outcome == "not_due"
    ]
    return record(fields, decision, f"The docket as of {long_date(fields.today)}") | {
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
    return record(fields, decision, f"Clocks as of {long_date(fields.today)}") | {"rows": rows}


# ---- registers and ledgers


def investor_register(fields: LetterFields, decision: Decision) -> Context:
    """D-65: who holds which stock, in which lots, and where each is told."""
    position, agreement = fields.position, fields.deal.agreement
    ledger, at = position.ledger, position.as_of
    certificates = position.all(CertificateIssued)
    people = [name for name, party in fields.deal.parties.items() if party.role == "investor"]
    people += [name for name, _ in ledger.holders(at) if name not in people]
    removed = {e.holder for e in position.all(LegendRemovalRequested)}
    lots = [
        {
            "name": fields.name(name),
            "tranche": agreement.tranches[lot.tranche].short,
            "since": long_date(lot.held_since),
            "acquired": long_date(lot.instant.date()),
            "shares": count(lot.shares),
            "certificate": (
                ", ".join(
                    dict.fromkeys(
                        [
                            *getattr(lot.event, "certificates", ()),
                            *(
                                c.certificate
                                for c in certificates
                                if c.holder == name and c.tranche == lot.tranche
                            ),
                        ]
                    )
                )
                or "—"
            ),
        }
        for name in people
        for lot in ledger.acquisitions.get(name, ())
        if lot.instant <= at
    ]
    holders = []
    for name in people:
        there, changes = fields.address(name), position.about(AddressChanged, name)
        holders.append(
            {
                "name": fields.name(name),
                "address": ", ".join(there.lines) if there and there.lines else "not on record",
                "fax": (there.fax or "") if there else "",
                "attention": (there.attention or "") if there else "",
                "history": "; ".join(f"changed {long_date(e.date.day)}" for e in changes),
                "shares": count(ledger.holding(name, at)),
                "legend": "removal asked for" if name in removed else "on",
            }
        )
    return record(fields, decision, f"Holders as of {long_date(fields.today)}") | {
        "lots": lots,
        "holders": holders,
        "total": count(ledger.total(at)),
        "issuable": count(ledger.total(at, issuable=True) - ledger.total(at)),
    }


def ledgers(fields: LetterFields, decision: Decision) -> Context:
    """D-66: the demands used and left, and the deferrals with the days used and left."""
    terms, position = fields.deal.terms, fields.position
    demands = next((t for t in fields.docket.tallies if t.name == "demands"), None)
    counted = next((t for t in fields.docket.tallies if t.name == "deferrals"), None)
    rows = []
    for event in position.requests:
        if event.completes:
            continue  # a letter that belongs to an earlier request
        found = registration_of(fields, event.id)
        filed, effective, ended = (
            step.date.day if step else None for step in (found.filed, found.effective, found.ended)
        )
        rows.append(
            {
                "request": event_title(fields, event),
                "filed": short(filed),
                "effective": short(effective),
                "ended": short(ended),
                "counts": _line_of(demands, event.id) or "—",
            }
        )
    deferrals = [
        {
            "day": long_date(e.date.day),
            "about": about_words(fields, e.about),
            "runs": _line_of(counted, e.id) or "not permitted",
        }
        for e in position.all(DeferralDetermined)
    ]
    values: Mapping[str, Any] = counted.values if counted else {}
    left = values.get("days_left", terms.deferral.days_in_period if terms.deferral else 0)
    return record(fields, decision, f"Demands and deferrals as of {long_date(fields.today)}") | {
        "rows": rows,
        "used": str(demands.values["used"]) if demands else "0",
        "left": (
            str(demands.values["left"])
            if demands
            else (str(terms.demand.limit) if terms.demand and terms.demand.limit else "no limit")
        ),
        "satisfaction_clause": clause(terms.satisfaction),
        "deferral_clause": clause(terms.deferral),
        "deferrals": deferrals,
        "days_used": str(values.get("days_used", 0)),
        "days_left": "" if left is None else str(left),
        "period": (
            period_words(terms.deferral.period) if terms.deferral and terms.deferral.period else ""
        ),
    }


def _line_of(counted: Tally | None, event: str) -> str:
    """What a count says of one event in its arithmetic."""
    lines = counted.arithmetic if counted else ()
    return next((line.partition(": ")[2] for line in lines if line.startswith(f"{event}:")), "")


# ---- memoranda


def rule_144_memo(fields: LetterFields, decision: Decision) -> Context:
    """D-68: who may sell all its stock under the rule, and therefore has no rights meanwhile."""
    position, right = fields.position, fields.deal.terms.loss_of_rights
    ledger, at = position.ledger, position.as_of
    rows = []
    for name, held in ledger.holders(at):
        status = position.last(Rule144Status, name)
        affiliate = position.last(AffiliateStatus, name)
        oldest = min(
            (lot.held_since for lot in ledger.acquisitions.get(name, ()) if lot.instant <= at),
            default=None,
        )
        newest = max(
            (lot.held_since for lot in ledger.acquisitions.get(name, ()) if lot.instant <= at),
            default=None,
        )
        rows.append(
            {
                "name": fields.name(name),
                "held": count(held),
                "oldest": long_date(oldest) if oldest else "—",
                "newest": long_date(newest) if newest else "—",
                "affiliate": (
                    "not on record" if affiliate is None else "yes" if affiliate.affiliate else "no"
                ),
                "status": (
                    "not on record"
                    if status is None
                    else "may sell all"
                    if status.may_sell_all
                    else "may not sell all"
                ),
            }
        )
    return record(fields, decision, f"Eligibility as of {long_date(fields.today)}") | {
        "rows": rows,
        "rule": f"Rule\u00a0{right.rule}" if right else "Rule\u00a0144",
        "exclusion_clause": clause(right),
        "holding_period": (
            period_words(right.holding_period) if right and right.holding_period else ""
        ),
        "repealed": long_date(right.repealed) if right and right.repealed else "",
    }


def expense_allocation(fields: LetterFields, decision: Decision) -> Context:
    """D-69: who pays for a registration, and how the sellers share the discounts and
    commissions.
    """
    found = registration_of(fields, decision.about)
    counted = tally(fields, "expenses", found.event.id, found.id, decision.about)
    spent = fields.position.about(ExpenseIncurred, found.id)
    values: Mapping[str, Mapping[str, str]] = (
        counted.values if counted else {"registration": {}, "selling": {}}
    )
    other = next(
        (f"the {other.name}" for other in fields.deal.agreement.other_agreements),
        "the other agreement",
    )
    payers = {
        "original_agreement": f"as {other} says",
        "holders": f"the {fields.deal.agreement.words.holders}",
        "open": "open",
    }
    return (
        record(fields, decision)
        | registration(fields, decision.about)
        | {
            "registration_rows": [
                {"payer": payers.get(k) or fields.name(k), "amount": dollars(v)}
                for k, v in values["registration"].items()
            ],
            "selling_rows": [
                {"seller": fields.name(k), "amount": dollars(v)}
                for k, v in values["selling"].items()
                if float(v)
            ],
            "spent": [
                {
                    "day": long_date(e.date.day),
                    "kind": f"{e.kind} expense",
                    "amount": dollars(e.amount),
                    "tranche": (
                        fields.deal.agreement.tranches[e.tranche].short if e.tranche else "all"
                    ),
                }
                for e in spent
            ],
            "lines": [sentence(line) for line in (counted.arithmetic if counted else ())],
            "flags": [
                sentence(f.says)
                for f in fields.docket.flags
                if f.about == decision.about and f.clause == decision.clause
            ],
        }
    )


def adjustment_memo(fields: LetterFields, decision: Decision) -> Context:
    """D-71: what a change of the stock adjusts, and what it leaves."""
    event, terms, ledger = event_of(fields, decision), fields.deal.terms, fields.position.ledger
    assert isinstance(event, StockChanged)  # it is about a change
    before = event.date.at
    instants = [e.date.at for e in fields.position.events if e.date.at < before]
    eve = instants[-1] if instants else before
    new, old = event.ratio
    return record(fields, decision) | {
        "kind": event.kind,
        "ratio": f"{new} for {old}",
        "effective_day": weekday_date(event.date.day),
        "before_total": shares(ledger.total(eve)),
        "after_total": shares(ledger.total(before)),
        "rows": [
            {
                "name": fields.name(name),
                "before": count(ledger.holding(name, eve)),
                "after": count(held),
            }
            for name, held in ledger.holders(before)
        ],
        "stock_changes_clause": clause(terms.stock_changes),
        "legend_clause": clause(terms.legend),
        "fixed": [
            words
            for words in (
                (
                    f"the amount of {dollars(terms.short_form.net_proceeds_over)} in"
                    f" {clause(terms.short_form)}"
                    if terms.short_form
                    else ""
                ),
                (
                    f"the number of demands in {clause(terms.demand)}"
                    if terms.demand and terms.demand.limit
                    else ""
                ),
                "every period counted in days",
                "every share of the votes",
            )
            if words
        ],
    }


def duration_memo(fields: LetterFields, decision: Decision) -> Context:
    """D-72: whether the agreement still lasts, and what survives it."""
    ledger, at, terms = fields.position.ledger, fields.position.as_of, fields.deal.terms
    total = ledger.total(at)
    return record(fields, decision) | {
        "total": shares(total),
        "ended": total == 0,
        "issuable": count(ledger.total(at, issuable=True) - total),
        "duration_clause": clause(terms.duration),
        "indemnity_clause": clause(terms.claim_notice),
        "transfer_clause": clause(terms.transfer_notice),
    }


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
    return record(fields, decision, f"Readings as of {long_date(fields.today)}") | {"rows": rows}


MAKERS = {
    "reporting_statement": reporting_statement,
    "reporting_statement_request": reporting_statement_request,
    "reporting_calendar": reporting_calendar,
    "docket": docket,
    "clock_sheet": clock_sheet,
    "investor_register": investor_register,
    "ledgers": ledgers,
    "rule_144_memo": rule_144_memo,
    "expense_allocation": expense_allocation,
    "adjustment_memo": adjustment_memo,
    "duration_memo": duration_memo,
    "readings_sheet": readings_sheet,
}
