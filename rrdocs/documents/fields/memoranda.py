"""D-05, D-29, D-68, D-69, D-71 to D-73: reporting, and memoranda on eligibility, expenses,
changes of the stock and duration.
"""

from __future__ import annotations

from rrdocs.dates.moments import add_months, long_date, weekday_date
from rrdocs.deal.events import (
    AffiliateStatus,
    ExpenseIncurred,
    FormEligibility,
    ReportingStatementRequested,
    Rule144Status,
    StockChanged,
)
from rrdocs.docket.decisions import Decision
from rrdocs.docket.figures import ExpenseFigures
from rrdocs.documents.wording.common_fields import (
    clause,
    dollars,
    event_of,
    figures_of,
    form_fields,
    letter,
    record_fields,
    registration,
    registration_of,
    tally,
)
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import in_figures, period_words, sentence, shares


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
    return {**form_fields(fields, decision), "clause": clause(fields.deal.terms.reporting)}


def reporting_calendar(fields: LetterFields, decision: Decision) -> Context:
    """D-73: eligibility for the short form, and the reports that keep it."""
    terms = fields.deal.terms
    last = fields.position.all(FormEligibility)
    asked = fields.position.all(ReportingStatementRequested)
    return record_fields(fields, decision) | {
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
                "held": in_figures(held),
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
    return record_fields(fields, decision, f"Eligibility as of {long_date(fields.today)}") | {
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
    abouts = (found.event.id, found.id, decision.about)
    counted = tally(fields, ExpenseFigures, *abouts)
    paid = figures_of(fields, ExpenseFigures, *abouts) or ExpenseFigures({}, {})
    payers = _payers(fields)
    return (
        record_fields(fields, decision)
        | registration(fields, decision.about)
        | {
            "registration_rows": [
                {"payer": payers.get(k) or fields.name(k), "amount": dollars(v)}
                for k, v in paid.registration.items()
            ],
            "selling_rows": [
                {"seller": fields.name(k), "amount": dollars(v)}
                for k, v in paid.selling.items()
                if float(v)
            ],
            "spent": _spent(fields, found.id),
            "lines": [sentence(line) for line in (counted.arithmetic if counted else ())],
            "flags": [
                sentence(f.says)
                for f in fields.docket.flags
                if f.about == decision.about and f.clause == decision.clause
            ],
        }
    )


def _payers(fields: LetterFields) -> dict[str, str]:
    """Those who pay expenses and are no party of the file, by their codes in the tally."""
    agreement = fields.deal.agreement
    others = [f"the {other.name}" for other in agreement.other_agreements]
    return {
        "original_agreement": f"as {others[0] if others else 'the other agreement'} says",
        "holders": f"the {agreement.words.holders}",
        "open": "open",
    }


def _spent(fields: LetterFields, about: str) -> list[dict[str, str]]:
    """A row for each expense of a registration."""
    tranches = fields.deal.agreement.tranches
    return [
        {
            "day": long_date(expense.date.day),
            "kind": f"{expense.kind} expense",
            "amount": dollars(expense.amount),
            "tranche": tranches[expense.tranche].short if expense.tranche else "all",
        }
        for expense in fields.position.about(ExpenseIncurred, about)
    ]


def adjustment_memo(fields: LetterFields, decision: Decision) -> Context:
    """D-71: what a change of the stock adjusts, and what it leaves."""
    event, terms, ledger = event_of(fields, decision), fields.deal.terms, fields.position.ledger
    assert isinstance(event, StockChanged)  # it is about a change
    before = event.date.at
    instants = [e.date.at for e in fields.position.events if e.date.at < before]
    eve = instants[-1] if instants else before
    new, old = event.ratio
    return record_fields(fields, decision) | {
        "kind": event.kind,
        "ratio": f"{new} for {old}",
        "effective_day": weekday_date(event.date.day),
        "before_total": shares(ledger.total(eve)),
        "after_total": shares(ledger.total(before)),
        "rows": [
            {
                "name": fields.name(name),
                "before": in_figures(ledger.holding(name, eve)),
                "after": in_figures(held),
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
    return record_fields(fields, decision) | {
        "total": shares(total),
        "ended": total == 0,
        "issuable": in_figures(ledger.total(at, issuable=True) - total),
        "duration_clause": clause(terms.duration),
        "indemnity_clause": clause(terms.claim_notice),
        "transfer_clause": clause(terms.transfer_notice),
    }
