"""D-39, D-40, D-70: notice of a claim, who defends it, and the caps on what a seller pays."""

from __future__ import annotations

from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import ClaimCommenced, DefenceStep, SettlementProposed
from rrdocs.docket.decisions import Decision
from rrdocs.docket.figures import ContributionCapFigures, IndemnityCapFigures
from rrdocs.documents.wording.common_fields import (
    clause,
    dollars,
    event_of,
    figures_of,
    letter,
    record_fields,
    registration,
    tally,
)
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import sentence


def _claim(fields: LetterFields, decision: Decision) -> ClaimCommenced:
    event = event_of(fields, decision)
    if isinstance(event, DefenceStep):
        event = fields.position.by_id[event.about]
    assert isinstance(event, ClaimCommenced)  # these documents are about claims
    return event


def _words(fields: LetterFields, claim: ClaimCommenced) -> Context:
    terms = fields.deal.terms
    first = (
        terms.issuer_indemnity if claim.indemnitor == fields.deal.issuer else terms.seller_indemnity
    )
    return registration(fields, claim.id) | {
        "defendant": fields.name(claim.against),
        "indemnitor": fields.name(claim.indemnitor),
        "served": weekday_date(claim.served.day),
        "indemnity_clause": clause(first),
        "claim_clause": clause(terms.claim_notice),
    }


def notice_of_claim(fields: LetterFields, decision: Decision) -> Context:
    """D-39: a party that is sued notifies the party that is to indemnify it."""
    claim = _claim(fields, decision)
    line = f"Action against {fields.name(claim.against)}"
    return (
        letter(fields, decision, line, enclosures=("Complaint (copy)",))
        | _words(fields, claim)
        | {
            "loss": dollars(claim.loss) if claim.loss is not None else "",
            "contribution_clause": clause(fields.deal.terms.contribution),
        }
    )


def defence_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-40: who takes over the defence; or a settlement, and consent to it."""
    claim, step = _claim(fields, decision), event_of(fields, decision)
    return (
        letter(fields, decision, f"Action against {fields.name(claim.against)}")
        | _words(fields, claim)
        | {
            "to_indemnitor": decision.to == claim.indemnitor,
            "settlement": isinstance(step, SettlementProposed),
            "by_indemnitor": getattr(step, "party", claim.indemnitor) == claim.indemnitor,
            "consent": {True: "given", False: "refused", None: ""}[getattr(step, "consent", None)],
            "step_day": long_date(step.date.day),
        }
    )


def indemnity_worksheet(fields: LetterFields, decision: Decision) -> Context:
    """D-70: both caps of the sellers' indemnity, and that of the contribution, seller by seller."""
    claim = _claim(fields, decision)
    caps, contribution = (
        tally(fields, IndemnityCapFigures, claim.id),
        tally(fields, ContributionCapFigures, claim.id),
    )
    capped = figures_of(fields, IndemnityCapFigures, claim.id)
    owed = figures_of(fields, ContributionCapFigures, claim.id)
    by_seller, shared = capped.by_seller if capped else {}, owed.by_seller if owed else {}
    rows = [
        {
            "name": fields.name(name),
            "proportion": (
                f"{float(by_seller[name].proportion):.4%}" if name in by_seller else "—"
            ),
            "net": dollars(by_seller[name].net_proceeds) if name in by_seller else "—",
            "cap": dollars(by_seller[name].cap) if name in by_seller else "—",
            "contribution": dollars(shared[name].cap) if name in shared else "—",
        }
        for name in dict.fromkeys((*by_seller, *shared))
    ]
    lines = [line for found in (caps, contribution) if found for line in found.arithmetic]
    return (
        record_fields(fields, decision)
        | _words(fields, claim)
        | {
            "rows": rows,
            "loss": dollars(claim.loss) if claim.loss is not None else "not on record",
            "other_damages": (
                dollars(claim.other_damages)
                if claim.other_damages is not None
                else "none on record"
            ),
            "lines": [sentence(line) for line in lines],
            "seller_clause": clause(fields.deal.terms.seller_indemnity),
            "contribution_clause": clause(fields.deal.terms.contribution),
        }
    )
