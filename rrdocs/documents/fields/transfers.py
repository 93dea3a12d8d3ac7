"""D-19, D-23, D-32 to D-34, D-41: transfers, opinions, certificates, joinders and addresses."""

from __future__ import annotations

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    AddressChanged,
    Event,
    LegendRemovalRequested,
    OpinionRequested,
    PublicSale,
    SharesSold,
    Succession,
    TransferPresented,
    TransferTerms,
)
from rrdocs.docket.decisions import Decision
from rrdocs.documents.wording.clause_wording import (
    transfer_notice_time,
)
from rrdocs.documents.wording.common_fields import (
    clause,
    event_of,
    form_fields,
    instrument_fields,
    letter,
)
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import in_figures, name_list, section, sentence, shares
from rrdocs.documents.wording.transfer_words import (
    BASIS_WORDS,
    KIND_WORDS,
    RELATIONS,
    tranche_name,
    transfer_fields,
)


def notice_of_transfer(fields: LetterFields, decision: Decision) -> Context:
    """D-23: a holder notifies the issuer of a transfer, in a form that is ready to sign."""
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
    return found | _transferred(fields, event, seller)


def _transferred(fields: LetterFields, event: Event, seller: str) -> Context:
    """What was transferred and to whom, as the event says."""
    match event:
        case TransferTerms():
            there = fields.address(event.to)
            return {
                "transferee": fields.name(event.to),
                "shares": in_figures(event.shares),
                "tranche": tranche_name(fields, event.tranche),
                "kind": KIND_WORDS[event.kind],
                "basis": BASIS_WORDS[event.basis],
                "relation": RELATIONS.get(event.relation or "", ""),
                "certificates": ", ".join(event.certificates),
                "transferee_address": ", ".join(there.lines) if there else "",
            }
        case PublicSale():
            basis = "rule_144" if event.under == "rule_144" else "registered"
            return {
                "shares": in_figures(event.shares),
                "tranche": tranche_name(fields, event.tranche),
                "basis": BASIS_WORDS[basis],
                "transferee_address": "not applicable",
            }
        case SharesSold():
            return {
                "shares": in_figures(event.sold.get(seller, 0)),
                "transferee": "purchasers in the registered offering",
                "transferee_address": "not applicable",
            }
        case _:
            return {}


def opinion_request(fields: LetterFields, decision: Decision) -> Context:
    """D-19: the issuer asks a transferring holder for an opinion."""
    event, rule = fields.position.by_id[decision.about], fields.deal.terms.transfer_compliance
    assert rule is not None and isinstance(
        event, TransferTerms
    )  # it is about a transfer, under a clause that is granted
    why = " ".join(sentence(finding.says) for finding in decision.findings if finding.holds)
    made = weekday_date(event.date.day) if event.type == "transfer" else ""
    enclosed = (f"Form of {DOCUMENT_TYPES['counsel_opinion'].title}",)
    return fields.letter(
        decision,
        f"Transfer of {shares(event.shares)} to {fields.name(event.to)}",
        enclosures=enclosed,
    ) | {
        "transferee": fields.name(event.to),
        "shares": in_figures(event.shares),
        "tranche": tranche_name(fields, event.tranche),
        "consummated": made,
        "counsel_named": list(rule.opinion_counsel),
        "exemption_text": why,
    }


def counsel_opinion(fields: LetterFields, decision: Decision) -> Context:
    """D-41: the form of an opinion on a transfer, or on taking off a legend."""
    event, terms = event_of(fields, decision), fields.deal.terms
    removal = isinstance(event, LegendRemovalRequested)
    rule = terms.legend if removal else terms.transfer_compliance
    holder = decision.sender or ""
    asked = fields.position.last(OpinionRequested, event.id)
    return (
        form_fields(fields, decision, party=holder)
        | transfer_fields(fields, event)
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
        form_fields(fields, decision)
        | transfer_fields(fields, event)
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


def joinder(fields: LetterFields, decision: Decision) -> Context:
    """D-33: one who has come to hold stock gives an address and agrees to be bound."""
    event, terms = event_of(fields, decision), fields.deal.terms
    newcomer, issuer = decision.sender or "", fields.deal.issuer
    moved = transfer_fields(fields, event)
    transferor = getattr(event, "from_", None) if not isinstance(event, Succession) else None
    there = fields.address(newcomer)
    notified = [
        name
        for name, party in fields.deal.parties.items()
        if party.role in ("issuer", "investor") and name != newcomer
    ]
    return (
        instrument_fields(
            fields, decision, [newcomer, *([transferor] if transferor else []), issuer]
        )
        | moved
        | {
            "newcomer": fields.name(newcomer),
            "newcomer_lines": list(there.lines) if there else [],
            "newcomer_attention": (there.attention or "") if there else "",
            "newcomer_fax": (there.fax or "") if there else "",
            "notices_clause": clause(terms.notices),
            "assignment_clause": clause(terms.assignment),
            "representations_clause": clause(terms.representations),
            "parties": [fields.name(name) for name in notified],
            "held": in_figures(fields.held(newcomer)),
        }
    )


def change_of_address(fields: LetterFields, decision: Decision) -> Context:
    """D-32: a party furnishes its new address to all other parties."""
    event, mover = event_of(fields, decision), decision.sender or ""
    now, entry = fields.address(mover, mover), fields.party(mover)
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
                "address": ", ".join(there.lines) if (there := fields.address(name, mover)) else "",
            }
            for name, party in fields.deal.parties.items()
            if party.role in ("issuer", "investor") and name != mover
        ],
    }
