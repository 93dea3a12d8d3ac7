"""D-19, D-23, D-28, D-32 to D-34, D-41 to D-45: transfers, legends, those who come in, and the
transfer agent.
"""

from __future__ import annotations

from rrdocs.agreement.document_types import KINDS
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    AddressChanged,
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
    TransferPresented,
    TransferTerms,
)
from rrdocs.docket.decisions import Decision
from rrdocs.documents.wording.clause_wording import (
    legend_texts,
    removal_ground,
    transfer_notice_time,
)
from rrdocs.documents.wording.common_fields import clause, event_of, form, letter, paper, reasons
from rrdocs.documents.wording.letter_fields import Context, LetterFields, count, event_title, shares
from rrdocs.documents.wording.phrases import NBSP, name_list, section, sentence

KIND_WORDS = {
    "sale": "sale",
    "gift": "gift",
    "pledge": "pledge",
    "distribution": "distribution",
    "other": "transfer",
}
BASIS_WORDS = {
    "registered": "made under an effective registration statement",
    "rule_144": "made in reliance on Rule\u00a0144",
    "exempt": "exempt from registration under the Securities Act of 1933",
}
RELATIONS = {
    "affiliate": "affiliate of the transferor",
    "partner": "partner of the transferor",
    "member": "member of the transferor",
    "none": "none stated",
}


def _tranche(fields: LetterFields, tranche: str | None) -> str:
    return fields.deal.agreement.tranches[tranche].name if tranche else ""


def notice_of_transfer(fields: LetterFields, decision: Decision) -> Context:
    """D-23: a holder tells the issuer of a transfer, in a form that is ready to sign."""
    event, rule = fields.position.by_id[decision.about], fields.deal.terms.transfer_notice
    assert (
        rule is not None and decision.due is not None
    )  # a decision is made only under a clause that is granted
    seller = decision.sender or ""
    permitted = decision.last_permitted or decision.due
    made = (
        (event.planned or event.date).day
        if isinstance(event, TransferPresented)
        else event.date.day
    )
    done = not isinstance(event, TransferPresented)
    found = fields.letter(
        decision, f"Transfer {'' if done else 'to be '}made {long_date(made)}"
    ) | {
        "transferor": fields.name(seller),
        "consummated": weekday_date(made),
        "notice_time": transfer_notice_time(rule),
        "transferred": "have been transferred" if done else "are to be transferred",
        "last_day": weekday_date(decision.due),
        "last_permitted": weekday_date(permitted),
        "transferee_address": "",
        "relation": "",
        "certificates": "",
        "tranche": "",
        "kind": "sale to the public",
        "transferee": "purchasers in the market",
        "basis": BASIS_WORDS["registered"],
    }
    match event:
        case TransferTerms():
            there = fields.address(event.to)
            found |= {
                "transferee": fields.name(event.to),
                "shares": count(event.shares),
                "tranche": _tranche(fields, event.tranche),
                "kind": KIND_WORDS[event.kind],
                "basis": BASIS_WORDS[event.basis],
                "relation": RELATIONS.get(event.relation or "", ""),
                "certificates": ", ".join(event.certificates),
                "transferee_address": ", ".join(there.lines) if there else "",
            }
        case PublicSale():
            basis = "rule_144" if event.under == "rule_144" else "registered"
            found |= {
                "shares": count(event.shares),
                "tranche": _tranche(fields, event.tranche),
                "basis": BASIS_WORDS[basis],
                "transferee_address": "not applicable",
            }
        case SharesSold():
            found |= {
                "shares": count(event.sold.get(seller, 0)),
                "transferee": "purchasers in the registered offering",
                "transferee_address": "not applicable",
            }
    return found


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
            "shares": count(number),
            "certificate": ", ".join(certificates) or "to be numbered",
        }
        for holder, tranche, number, certificates in lines
    ]
    return fields.letter(decision, event_title(fields, event)) | {
        "rows": rows,
        "total": count(sum(number for _, _, number, _ in lines)),
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
                "shares": count(event.shares),
                "tranche": _tranche(fields, event.tranche),
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
                "shares": count(event.shares),
                "tranche": _tranche(fields, event.tranche),
                "ground": (
                    f"the shares were sold to the public {how} on {long_date(event.date.day)}"
                ),
            }
        case SharesSold():
            sellers = {name: n for name, n in event.sold.items() if name != fields.deal.issuer}
            found |= {
                "holder": name_list([fields.name(name) for name in sellers]),
                "shares": count(sum(sellers.values())),
                "tranche": "",
                "ground": (
                    "the shares were sold to the public under an effective registration statement"
                    f" on {long_date(event.date.day)}"
                ),
            }
        case _:
            found |= removal_ground(fields.deal, decision, event)
    return found


def opinion_request(fields: LetterFields, decision: Decision) -> Context:
    """D-19: the issuer asks a transferring holder for an opinion."""
    event, rule = fields.position.by_id[decision.about], fields.deal.terms.transfer_compliance
    assert rule is not None and isinstance(
        event, TransferTerms
    )  # it is about a transfer, under a clause that is granted
    why = " ".join(sentence(finding.says) for finding in decision.findings if finding.holds)
    made = weekday_date(event.date.day) if event.type == "transfer" else ""
    form = (f"Form of {KINDS['counsel_opinion'].title}",)
    return fields.letter(
        decision, f"Transfer of {shares(event.shares)} to {fields.name(event.to)}", enclosures=form
    ) | {
        "transferee": fields.name(event.to),
        "shares": count(event.shares),
        "tranche": _tranche(fields, event.tranche),
        "consummated": made,
        "counsel_named": list(rule.opinion_counsel),
        "exemption_text": why,
    }


# ---- instructions to the transfer agent about one transfer


def _moved(fields: LetterFields, event: Event) -> Context:
    """A transfer in words: from whom, to whom, how many shares, of which tranche, how."""
    found: Context = {
        "transferor": "",
        "transferee": "",
        "shares": "",
        "tranche": "",
        "kind": "transfer",
        "certificates": "",
        "moved_day": "",
    }
    match event:
        case TransferTerms():
            found |= {
                "transferor": fields.name(event.from_),
                "transferee": fields.name(event.to),
                "shares": count(event.shares),
                "tranche": _tranche(fields, event.tranche),
                "kind": KIND_WORDS[event.kind],
                "certificates": ", ".join(event.certificates),
                "moved_day": weekday_date(event.date.day) if event.type == "transfer" else "",
            }
        case PublicSale():
            found |= {
                "transferor": fields.name(event.seller),
                "transferee": "purchasers in the market",
                "shares": count(event.shares),
                "tranche": _tranche(fields, event.tranche),
                "kind": "sale to the public",
                "moved_day": weekday_date(event.date.day),
            }
        case LegendRemovalRequested():
            found |= {
                "transferor": fields.name(event.holder),
                "shares": count(event.shares),
                "tranche": _tranche(fields, event.tranche),
                "kind": "issue of certificates without the legend",
                "certificates": ", ".join(event.certificates),
            }
        case Succession():
            held = fields.position.ledger.holding(event.to, event.date.at)
            found |= {
                "transferor": fields.name(event.from_),
                "transferee": fields.name(event.to),
                "shares": count(held),
                "kind": "succession",
                "moved_day": weekday_date(event.date.day),
            }
        case Joinder():
            held = fields.position.ledger.holding(event.investor, fields.position.as_of)
            found |= {"transferee": fields.name(event.investor), "shares": count(held)}
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
        | _moved(fields, event)
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
        | _moved(fields, event)
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


# ---- what holders and their counsel send


def counsel_opinion(fields: LetterFields, decision: Decision) -> Context:
    """D-41: the form of an opinion on a transfer, or on taking off a legend."""
    event, terms = event_of(fields, decision), fields.deal.terms
    removal = isinstance(event, LegendRemovalRequested)
    rule = terms.legend if removal else terms.transfer_compliance
    holder = decision.sender or ""
    asked = fields.position.last(OpinionRequested, event.id)
    return (
        form(fields, decision, party=holder)
        | _moved(fields, event)
        | {
            "paper_date": "",
            "removal": removal,
            "counsel_named": list(rule.opinion_counsel) if rule else [],
            "asked_day": long_date(asked.date.day) if asked else "",
            "clause": clause(rule) or section(decision.clause),
            "signature_blocks": [],
            "compliance_clause": clause(terms.transfer_compliance),
        }
    )


def affiliate_certificate(fields: LetterFields, decision: Decision) -> Context:
    """D-34: the facts that bring a transfer within the exception from the opinion."""
    event, rule = event_of(fields, decision), fields.deal.terms.transfer_compliance
    relation = getattr(event, "relation", None) or ""
    return (
        form(fields, decision)
        | _moved(fields, event)
        | {
            "clause": clause(rule) or section(decision.clause),
            "relation_words": (
                f"{'an' if relation == 'affiliate' else 'a'} {RELATIONS[relation]}"
                if relation not in ("", "none")
                else ""
            ),
            "excepted": (
                name_list(
                    [
                        {"affiliate": "affiliates", "partner": "partners", "member": "members"}[r]
                        for r in rule.no_opinion_for
                    ]
                )
                if rule
                else ""
            ),
        }
    )


def legend_removal_request(fields: LetterFields, decision: Decision) -> Context:
    """D-28: a holder asks for new certificates without the legend."""
    event, rule = event_of(fields, decision), fields.deal.terms.legend
    holder = decision.sender or ""
    found = form(fields, decision) | fields.holding(holder) | _moved(fields, event)
    return found | {
        "clause": clause(rule),
        "counsel_named": list(rule.opinion_counsel) if rule else [],
    }


def joinder(fields: LetterFields, decision: Decision) -> Context:
    """D-33: one who has come to hold stock gives an address and agrees to be bound."""
    event, terms = event_of(fields, decision), fields.deal.terms
    newcomer, issuer = decision.sender or "", fields.deal.issuer
    moved = _moved(fields, event)
    transferor = getattr(event, "from_", None) if not isinstance(event, Succession) else None
    there = fields.address(newcomer)
    told = [
        name
        for name, party in fields.deal.parties.items()
        if party.role in ("issuer", "investor") and name != newcomer
    ]
    return (
        paper(fields, decision, [newcomer, *([transferor] if transferor else []), issuer])
        | moved
        | {
            "newcomer": fields.name(newcomer),
            "newcomer_lines": list(there.lines) if there else [],
            "newcomer_attention": (there.attention or "") if there else "",
            "newcomer_fax": (there.fax or "") if there else "",
            "notices_clause": clause(terms.notices),
            "assignment_clause": clause(terms.assignment),
            "representations_clause": clause(terms.representations),
            "parties": [fields.name(name) for name in told],
            "held": count(fields.held(newcomer)),
        }
    )


def change_of_address(fields: LetterFields, decision: Decision) -> Context:
    """D-32: a party furnishes its new address to all other parties."""
    event, mover = event_of(fields, decision), decision.sender or ""
    now, entry = fields.address(mover), fields.party(mover)
    signed = entry.address if entry else None
    new = event.address.split(", ") if isinstance(event, AddressChanged) else []
    return letter(fields, decision) | {
        "mover": fields.name(mover),
        "new_lines": new,
        "effective_day": long_date(event.date.day) if new else "",
        "old_lines": list(signed.lines) if new and signed else list(now.lines) if now else [],
        "parties": [
            {
                "name": fields.name(name),
                "address": ", ".join(there.lines) if (there := fields.address(name)) else "",
            }
            for name, party in fields.deal.parties.items()
            if party.role in ("issuer", "investor") and name != mover
        ],
    }


MAKERS = {
    "notice_of_transfer": notice_of_transfer,
    "legend_instruction": legend_instruction,
    "legend_removal_instruction": legend_removal_instruction,
    "opinion_request": opinion_request,
    "stop_transfer_instruction": stop_transfer_instruction,
    "transfer_release_instruction": transfer_release_instruction,
    "counsel_opinion": counsel_opinion,
    "affiliate_certificate": affiliate_certificate,
    "legend_removal_request": legend_removal_request,
    "joinder": joinder,
    "change_of_address": change_of_address,
}
