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
from rrdocs.documents.wording.letter_fields import Context, Desk, count, event_title, shares
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


def _tranche(desk: Desk, tranche: str | None) -> str:
    return desk.deal.agreement.tranches[tranche].name if tranche else ""


def notice_of_transfer(desk: Desk, decision: Decision) -> Context:
    """D-23: a holder tells the issuer of a transfer, in a form that is ready to sign."""
    event, rule = desk.position.by_id[decision.about], desk.deal.terms.transfer_notice
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
    found = desk.letter(decision, f"Transfer {'' if done else 'to be '}made {long_date(made)}") | {
        "transferor": desk.name(seller),
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
            there = desk.address(event.to)
            found |= {
                "transferee": desk.name(event.to),
                "shares": count(event.shares),
                "tranche": _tranche(desk, event.tranche),
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
                "tranche": _tranche(desk, event.tranche),
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


def legend_instruction(desk: Desk, decision: Decision) -> Context:
    """D-42: the transfer agent puts the legend on certificates."""
    event, rule = desk.position.by_id[decision.about], desk.deal.terms.legend
    assert rule is not None  # a decision is made only under a clause that is granted
    reason, lines = "The shares were issued.", list[tuple[str, str, int, tuple[str, ...]]]()

    def held_by(holder: str) -> list[tuple[str, str, int, tuple[str, ...]]]:
        held = desk.position.ledger.by_tranche(holder, event.date.at)
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
                f"The shares were transferred by {desk.name(event.from_)} without registration."
            )
        case CertificateIssued():
            lines, reason = (
                [(event.holder, event.tranche, event.shares, (event.certificate,))],
                "The certificate was issued.",
            )
        case Joinder():
            lines = held_by(event.investor)
            reason = (
                f"{desk.name(event.investor)} holds the shares and has joined the"
                f" {desk.deal.agreement.words.agreement}."
            )
        case Succession():
            lines = held_by(event.to)
            reason = sentence(
                f"The shares stand in the name of {desk.name(event.to)} as the successor of"
                f" {desk.name(event.from_)}"
            )
        case StockChanged():
            lines = [
                line
                for holder, _ in desk.position.ledger.holders(event.date.at)
                for line in held_by(holder)
            ]
            new, old = event.ratio
            reason = (
                f"The stock was changed, {new} for {old}, and new certificates are to be issued."
            )
    rows = [
        {
            "holder": desk.name(holder),
            "tranche": desk.deal.agreement.tranches[tranche].short,
            "shares": count(number),
            "certificate": ", ".join(certificates) or "to be numbered",
        }
        for holder, tranche, number, certificates in lines
    ]
    return desk.letter(decision, event_title(desk, event)) | {
        "rows": rows,
        "total": count(sum(number for _, _, number, _ in lines)),
        "reason": reason,
        "legend_text": legend_texts(rule),
    }


def legend_removal_instruction(desk: Desk, decision: Decision) -> Context:
    """D-45: the transfer agent takes the legend off, on one of the grounds of the clause."""
    event = desk.position.by_id[decision.about]
    found = desk.letter(decision, event_title(desk, event)) | {
        "request_line": "",
        "opinion_line": "",
        "certificates": "to be surrendered",
    }
    match event:
        case LegendRemovalRequested():
            delivered = desk.position.about(OpinionDelivered, event.id)
            opinions = [e for e in delivered if e.counsel]
            found |= {
                "holder": desk.name(event.holder),
                "shares": count(event.shares),
                "tranche": _tranche(desk, event.tranche),
                "ground": (
                    "the holder has asked for new certificates in writing and delivered "
                    + (
                        "an opinion of counsel"
                        if delivered
                        else "evidence that satisfies the transfer agent"
                    )
                ),
                "request_line": (
                    f"of {desk.name(event.holder)}, received {long_date(event.date.day)}"
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
                "holder": desk.name(event.seller),
                "shares": count(event.shares),
                "tranche": _tranche(desk, event.tranche),
                "ground": (
                    f"the shares were sold to the public {how} on {long_date(event.date.day)}"
                ),
            }
        case SharesSold():
            sellers = {name: n for name, n in event.sold.items() if name != desk.deal.issuer}
            found |= {
                "holder": name_list([desk.name(name) for name in sellers]),
                "shares": count(sum(sellers.values())),
                "tranche": "",
                "ground": (
                    "the shares were sold to the public under an effective registration statement"
                    f" on {long_date(event.date.day)}"
                ),
            }
        case _:
            found |= removal_ground(desk.deal, decision, event)
    return found


def opinion_request(desk: Desk, decision: Decision) -> Context:
    """D-19: the issuer asks a transferring holder for an opinion."""
    event, rule = desk.position.by_id[decision.about], desk.deal.terms.transfer_compliance
    assert rule is not None and isinstance(
        event, TransferTerms
    )  # it is about a transfer, under a clause that is granted
    why = " ".join(sentence(finding.says) for finding in decision.findings if finding.holds)
    made = weekday_date(event.date.day) if event.type == "transfer" else ""
    form = (f"Form of {KINDS['counsel_opinion'].title}",)
    return desk.letter(
        decision, f"Transfer of {shares(event.shares)} to {desk.name(event.to)}", enclosures=form
    ) | {
        "transferee": desk.name(event.to),
        "shares": count(event.shares),
        "tranche": _tranche(desk, event.tranche),
        "consummated": made,
        "counsel_named": list(rule.opinion_counsel),
        "exemption_text": why,
    }


# ---- instructions to the transfer agent about one transfer


def _moved(desk: Desk, event: Event) -> Context:
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
                "transferor": desk.name(event.from_),
                "transferee": desk.name(event.to),
                "shares": count(event.shares),
                "tranche": _tranche(desk, event.tranche),
                "kind": KIND_WORDS[event.kind],
                "certificates": ", ".join(event.certificates),
                "moved_day": weekday_date(event.date.day) if event.type == "transfer" else "",
            }
        case PublicSale():
            found |= {
                "transferor": desk.name(event.seller),
                "transferee": "purchasers in the market",
                "shares": count(event.shares),
                "tranche": _tranche(desk, event.tranche),
                "kind": "sale to the public",
                "moved_day": weekday_date(event.date.day),
            }
        case LegendRemovalRequested():
            found |= {
                "transferor": desk.name(event.holder),
                "shares": count(event.shares),
                "tranche": _tranche(desk, event.tranche),
                "kind": "issue of certificates without the legend",
                "certificates": ", ".join(event.certificates),
            }
        case Succession():
            held = desk.position.ledger.holding(event.to, event.date.at)
            found |= {
                "transferor": desk.name(event.from_),
                "transferee": desk.name(event.to),
                "shares": count(held),
                "kind": "succession",
                "moved_day": weekday_date(event.date.day),
            }
        case Joinder():
            held = desk.position.ledger.holding(event.investor, desk.position.as_of)
            found |= {"transferee": desk.name(event.investor), "shares": count(held)}
    return found


def stop_transfer_instruction(desk: Desk, decision: Decision) -> Context:
    """D-43: the transfer agent makes no transfer that is not clear yet."""
    event = event_of(desk, decision)
    barred = next(
        (
            c
            for c in desk.docket.clocks
            if c.name.startswith("holdback") and c.running and c.clause == decision.clause
        ),
        None,
    )
    asked = desk.position.last(OpinionRequested, event.id)
    compliance = clause(desk.deal.terms.transfer_compliance)
    return (
        letter(desk, decision)
        | _moved(desk, event)
        | {
            "reasons": reasons(decision),
            "compliance_clause": compliance,
            "barred_until": weekday_date(barred.last_day) if barred and barred.last_day else "",
            "opinion_asked": long_date(asked.date.day) if asked else "",
        }
    )


def transfer_release_instruction(desk: Desk, decision: Decision) -> Context:
    """D-44: the transfer agent registers a transfer that is clear; the legend stays unless it may
    come off.
    """
    event = event_of(desk, decision)
    opinions = desk.position.about(OpinionDelivered, event.id)
    basis = getattr(event, "basis", "exempt")
    legend = desk.deal.terms.legend
    return (
        letter(desk, decision)
        | _moved(desk, event)
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


def counsel_opinion(desk: Desk, decision: Decision) -> Context:
    """D-41: the form of an opinion on a transfer, or on taking off a legend."""
    event, terms = event_of(desk, decision), desk.deal.terms
    removal = isinstance(event, LegendRemovalRequested)
    rule = terms.legend if removal else terms.transfer_compliance
    holder = decision.sender or ""
    asked = desk.position.last(OpinionRequested, event.id)
    return (
        form(desk, decision, party=holder)
        | _moved(desk, event)
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


def affiliate_certificate(desk: Desk, decision: Decision) -> Context:
    """D-34: the facts that bring a transfer within the exception from the opinion."""
    event, rule = event_of(desk, decision), desk.deal.terms.transfer_compliance
    relation = getattr(event, "relation", None) or ""
    return (
        form(desk, decision)
        | _moved(desk, event)
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


def legend_removal_request(desk: Desk, decision: Decision) -> Context:
    """D-28: a holder asks for new certificates without the legend."""
    event, rule = event_of(desk, decision), desk.deal.terms.legend
    holder = decision.sender or ""
    found = form(desk, decision) | desk.holding(holder) | _moved(desk, event)
    return found | {
        "clause": clause(rule),
        "counsel_named": list(rule.opinion_counsel) if rule else [],
    }


def joinder(desk: Desk, decision: Decision) -> Context:
    """D-33: one who has come to hold stock gives an address and agrees to be bound."""
    event, terms = event_of(desk, decision), desk.deal.terms
    newcomer, issuer = decision.sender or "", desk.deal.issuer
    moved = _moved(desk, event)
    transferor = getattr(event, "from_", None) if not isinstance(event, Succession) else None
    there = desk.address(newcomer)
    told = [
        name
        for name, party in desk.deal.parties.items()
        if party.role in ("issuer", "investor") and name != newcomer
    ]
    return (
        paper(desk, decision, [newcomer, *([transferor] if transferor else []), issuer])
        | moved
        | {
            "newcomer": desk.name(newcomer),
            "newcomer_lines": list(there.lines) if there else [],
            "newcomer_attention": (there.attention or "") if there else "",
            "newcomer_fax": (there.fax or "") if there else "",
            "notices_clause": clause(terms.notices),
            "assignment_clause": clause(terms.assignment),
            "representations_clause": clause(terms.representations),
            "parties": [desk.name(name) for name in told],
            "held": count(desk.held(newcomer)),
        }
    )


def change_of_address(desk: Desk, decision: Decision) -> Context:
    """D-32: a party furnishes its new address to all other parties."""
    event, mover = event_of(desk, decision), decision.sender or ""
    now, entry = desk.address(mover), desk.party(mover)
    signed = entry.address if entry else None
    new = event.address.split(", ") if isinstance(event, AddressChanged) else []
    return letter(desk, decision) | {
        "mover": desk.name(mover),
        "new_lines": new,
        "effective_day": long_date(event.date.day) if new else "",
        "old_lines": list(signed.lines) if new and signed else list(now.lines) if now else [],
        "parties": [
            {
                "name": desk.name(name),
                "address": ", ".join(there.lines) if (there := desk.address(name)) else "",
            }
            for name, party in desk.deal.parties.items()
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
