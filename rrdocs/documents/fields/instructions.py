"""D-28, D-42 to D-45: instructions to the transfer agent, and the request to remove a legend."""

from __future__ import annotations

from typing import NamedTuple

from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    CertificateIssued,
    Event,
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
    certificates, reason = _to_bear_the_legend(fields, event)
    rows = [
        {
            "holder": fields.name(each.holder),
            "tranche": fields.deal.agreement.tranches[each.tranche].short,
            "shares": in_figures(each.shares),
            "certificate": ", ".join(each.numbers) or "to be numbered",
        }
        for each in certificates
    ]
    return fields.letter(decision, event_title(fields, event)) | {
        "rows": rows,
        "total": in_figures(sum(each.shares for each in certificates)),
        "reason": reason,
        "legend_text": legend_texts(rule),
    }


class _Certificates(NamedTuple):
    """Certificates of one holder for shares of one tranche, with their numbers where those are
    known.
    """

    holder: str
    tranche: str
    shares: int
    numbers: tuple[str, ...] = ()


def _to_bear_the_legend(fields: LetterFields, event: Event) -> tuple[list[_Certificates], str]:
    """The certificates that an event calls for, and a sentence that says why."""
    words = fields.deal.agreement.words
    match event:
        case NoteConverted():
            issued = _Certificates(event.holder, event.tranche, event.shares)
            return [issued], "The shares were issued on conversion of a note."
        case SharesIssued():
            issued = _Certificates(event.holder, event.tranche, event.shares, event.certificates)
            return [issued], "The shares were issued."
        case TransferTerms():
            return (
                [_Certificates(event.to, event.tranche, event.shares, event.certificates)],
                f"The shares were transferred by {fields.name(event.from_)} without registration.",
            )
        case CertificateIssued():
            return (
                [_Certificates(event.holder, event.tranche, event.shares, (event.certificate,))],
                "The certificate was issued.",
            )
        case Joinder():
            name = fields.name(event.investor)
            return (
                _all_of(fields, event, event.investor),
                f"{name} holds the shares and has joined the {words.agreement}.",
            )
        case Succession():
            return _all_of(fields, event, event.to), sentence(
                f"The shares stand in the name of {fields.name(event.to)} as the successor of"
                f" {fields.name(event.from_)}"
            )
        case StockChanged():
            new, old = event.ratio
            holders = [holder for holder, _ in fields.position.ledger.holders(event.date.at)]
            return (
                [each for holder in holders for each in _all_of(fields, event, holder)],
                f"The stock was changed, {new} for {old}, and new certificates are to be issued.",
            )
        case _:
            return [], "The shares were issued."


def _all_of(fields: LetterFields, event: Event, holder: str) -> list[_Certificates]:
    """All that a holder has at the time of an event, by tranche."""
    held = fields.position.ledger.by_tranche(holder, event.date.at)
    return [_Certificates(holder, tranche, number) for tranche, number in held.items()]


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
            found |= _removal_requested(fields, event)
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


def _removal_requested(fields: LetterFields, event: LegendRemovalRequested) -> Context:
    """The ground of a removal that the holder requested, with its request and its opinion."""
    delivered = fields.position.about(OpinionDelivered, event.id)
    opinions = [opinion for opinion in delivered if opinion.counsel]
    proof = "an opinion of counsel" if delivered else "evidence that satisfies the transfer agent"
    return {
        "holder": fields.name(event.holder),
        "shares": in_figures(event.shares),
        "tranche": tranche_name(fields, event.tranche),
        "ground": f"the holder has asked for new certificates in writing and delivered {proof}",
        "request_line": f"of {fields.name(event.holder)}, received {long_date(event.date.day)}",
        "opinion_line": (
            f"of {opinions[-1].counsel}, received {long_date(opinions[-1].date.day)}"
            if opinions
            else ""
        ),
        "certificates": ", ".join(event.certificates) or "to be surrendered",
    }


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
