"""D-28, D-42 to D-45: instructions to the transfer agent, and the request to remove a legend."""

from __future__ import annotations

from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    CertificateIssued,
    Joinder,
    LegendRemovalRequested,
    NoteConverted,
    OpinionDelivered,
    OpinionRequested,
    PublicSale,
    SharesIssued,
    SharesSold,
    StockChanged,
    Succession,
    TransferTerms,
)
from rrdocs.docket.decisions import Decision
from rrdocs.documents.wording.clause_wording import (
    legend_texts,
    removal_ground,
)
from rrdocs.documents.wording.common_fields import clause, event_of, form_fields, letter, reasons
from rrdocs.documents.wording.event_titles import event_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import NBSP, in_figures, name_list, sentence
from rrdocs.documents.wording.transfer_words import (
    BASIS_WORDS,
    tranche_name,
    transfer_fields,
)


def legend_instruction(fields: LetterFields, decision: Decision) -> Context:
    """D-42: the transfer agent puts the legend on certificates."""
    event, rule = fields.position.by_id[decision.about], fields.deal.terms.legend
    assert rule is not None  # a decision is made only under a clause that is granted
    reason, lines = "The shares were issued.", list[tuple[str, str, int, tuple[str, ...]]]()

    def held_by(holder: str) -> list[tuple[str, str, int, tuple[str, ...]]]:
        held = fields.position.ledger.by_tranche(holder, event.date.at)
        return [(holder, tranche, number, ()) for tranche, number in held.items()]

    match event:
        case SharesIssued():
            lines = [(event.holder, event.tranche, event.shares, event.certificates)]
        case NoteConverted():
            lines, reason = (
                [(event.holder, event.tranche, event.shares, ())],
                "The shares were issued on conversion of a note.",
            )
        case TransferTerms():
            lines = [(event.to, event.tranche, event.shares, event.certificates)]
            reason = (
                f"The shares were transferred by {fields.name(event.from_)} without registration."
            )
        case CertificateIssued():
            lines, reason = (
                [(event.holder, event.tranche, event.shares, (event.certificate,))],
                "The certificate was issued.",
            )
        case Joinder():
            lines = held_by(event.investor)
            reason = (
                f"{fields.name(event.investor)} holds the shares and has joined the"
                f" {fields.deal.agreement.words.agreement}."
            )
        case Succession():
            lines = held_by(event.to)
            reason = sentence(
                f"The shares stand in the name of {fields.name(event.to)} as the successor of"
                f" {fields.name(event.from_)}"
            )
        case StockChanged():
            lines = [
                line
                for holder, _ in fields.position.ledger.holders(event.date.at)
                for line in held_by(holder)
            ]
            new, old = event.ratio
            reason = (
                f"The stock was changed, {new} for {old}, and new certificates are to be issued."
            )
    rows = [
        {
            "holder": fields.name(holder),
            "tranche": fields.deal.agreement.tranches[tranche].short,
            "shares": in_figures(number),
            "certificate": ", ".join(certificates) or "to be numbered",
        }
        for holder, tranche, number, certificates in lines
    ]
    return fields.letter(decision, event_title(fields, event)) | {
        "rows": rows,
        "total": in_figures(sum(number for _, _, number, _ in lines)),
        "reason": reason,
        "legend_text": legend_texts(rule),
    }


def legend_removal_instruction(fields: LetterFields, decision: Decision) -> Context:
    """D-45: the transfer agent takes the legend off, on one of the grounds of the clause."""
    event = fields.position.by_id[decision.about]
    found = fields.letter(decision, event_title(fields, event)) | {
        "request_line": "",
        "opinion_line": "",
        "certificates": "to be surrendered",
    }
    match event:
        case LegendRemovalRequested():
            delivered = fields.position.about(OpinionDelivered, event.id)
            opinions = [e for e in delivered if e.counsel]
            found |= {
                "holder": fields.name(event.holder),
                "shares": in_figures(event.shares),
                "tranche": tranche_name(fields, event.tranche),
                "ground": (
                    "the holder has asked for new certificates in writing and delivered "
                    + (
                        "an opinion of counsel"
                        if delivered
                        else "evidence that satisfies the transfer agent"
                    )
                ),
                "request_line": (
                    f"of {fields.name(event.holder)}, received {long_date(event.date.day)}"
                ),
                "opinion_line": (
                    f"of {opinions[-1].counsel}, received {long_date(opinions[-1].date.day)}"
                    if opinions
                    else ""
                ),
                "certificates": ", ".join(event.certificates) or "to be surrendered",
            }
        case PublicSale():
            how = (
                f"under Rule{NBSP}144"
                if event.under == "rule_144"
                else "under an effective registration statement"
            )
            found |= {
                "holder": fields.name(event.seller),
                "shares": in_figures(event.shares),
                "tranche": tranche_name(fields, event.tranche),
                "ground": (
                    f"the shares were sold to the public {how} on {long_date(event.date.day)}"
                ),
            }
        case SharesSold():
            sellers = {name: n for name, n in event.sold.items() if name != fields.deal.issuer}
            found |= {
                "holder": name_list([fields.name(name) for name in sellers]),
                "shares": in_figures(sum(sellers.values())),
                "tranche": "",
                "ground": (
                    "the shares were sold to the public under an effective registration statement"
                    f" on {long_date(event.date.day)}"
                ),
            }
        case _:
            found |= removal_ground(fields.deal, decision, event)
    return found


def stop_transfer_instruction(fields: LetterFields, decision: Decision) -> Context:
    """D-43: the transfer agent makes no transfer that is not clear yet."""
    event = event_of(fields, decision)
    barred = next(
        (
            c
            for c in fields.docket.clocks
            if c.name.startswith("holdback") and c.running and c.clause == decision.clause
        ),
        None,
    )
    asked = fields.position.last(OpinionRequested, event.id)
    compliance = clause(fields.deal.terms.transfer_compliance)
    return (
        letter(fields, decision)
        | transfer_fields(fields, event)
        | {
            "reasons": reasons(decision),
            "compliance_clause": compliance,
            "barred_until": weekday_date(barred.last_day) if barred and barred.last_day else "",
            "opinion_asked": long_date(asked.date.day) if asked else "",
        }
    )


def transfer_release_instruction(fields: LetterFields, decision: Decision) -> Context:
    """D-44: the transfer agent registers a transfer that is clear; the legend stays unless it may
    come off.
    """
    event = event_of(fields, decision)
    opinions = fields.position.about(OpinionDelivered, event.id)
    basis = getattr(event, "basis", "exempt")
    legend = fields.deal.terms.legend
    return (
        letter(fields, decision)
        | transfer_fields(fields, event)
        | {
            "reasons": reasons(decision),
            "basis": BASIS_WORDS[basis],
            "opinion_line": (
                f"of {opinions[-1].counsel or 'counsel'}, received"
                f" {long_date(opinions[-1].date.day)}"
                if opinions
                else ""
            ),
            "legend_clause": clause(legend),
            "legend_kept": legend is not None and basis == "exempt",
        }
    )


def legend_removal_request(fields: LetterFields, decision: Decision) -> Context:
    """D-28: a holder asks for new certificates without the legend."""
    event, rule = event_of(fields, decision), fields.deal.terms.legend
    holder = decision.sender or ""
    found = form_fields(fields, decision) | fields.holding(holder) | transfer_fields(fields, event)
    return found | {
        "clause": clause(rule),
        "counsel_named": list(rule.opinion_counsel) if rule else [],
    }
