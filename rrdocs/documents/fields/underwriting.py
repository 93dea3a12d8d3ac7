"""D-12, D-13, D-30, D-31, D-46 to D-52, D-61: the underwriter, the cutback and the closing."""

from __future__ import annotations

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import long_date, spoken
from rrdocs.deal.events import (
    ClosingScheduled,
    HoldbackRequested,
    IssuerSharesProposed,
    UnderwriterAdvice,
    UnderwriterSelected,
)
from rrdocs.docket.decisions import Decision
from rrdocs.docket.figures import AcceptanceFigures, CutbackFigures
from rrdocs.documents.wording.common_fields import (
    clause,
    event_of,
    figures_of,
    form_fields,
    instrument_fields,
    letter,
    record_fields,
    registration,
    registration_of,
    requesters,
    taking_part,
    tally,
)
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import (
    capital,
    enough_words,
    in_figures,
    name_list,
    period_words,
    sentence,
    shares,
)
from rrdocs.documents.wording.signature_blocks import blocks
from rrdocs.facts.offerings.allocation import latest
from rrdocs.facts.offerings.underwriters import managing_underwriter
from rrdocs.facts.record.position import Registration

# ---- the choice of the managing underwriter


def _selection(fields: LetterFields, decision: Decision) -> Context:
    """The firm chosen, and the two groups that must accept it."""
    found = registration_of(fields, decision.about)
    chosen = latest(fields.position, UnderwriterSelected, found.id)
    firm, rule = managing_underwriter(fields.position, found), fields.deal.terms.underwriter_choice
    counted = figures_of(fields, AcceptanceFigures, decision.about, found.id)
    return {
        "firm": fields.name(firm) if firm else "",
        "chosen_day": long_date(chosen.date.day) if chosen else "",
        "choice_clause": clause(rule),
        "requesters": name_list([fields.name(name) for name in requesters(fields, found.id)]),
        "share_needed": enough_words(rule.threshold) if rule else "a majority",
        "being_sold": (
            in_figures(counted.denominator)
            if counted
            else in_figures(sum(taking_part(fields, decision.about).values()))
        ),
    }


def underwriter_selection_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-12: the issuer names the firm it has chosen and asks for acceptance."""
    to = decision.to or ""
    found = registration_of(fields, decision.about)
    enclosed = (f"Form of {DOCUMENT_TYPES['underwriter_acceptance'].title}",)
    return (
        letter(fields, decision, enclosures=enclosed)
        | registration(fields, decision.about)
        | _selection(fields, decision)
        | {
            "is_requester": to in requesters(fields, found.id),
            "own_shares": in_figures(taking_part(fields, decision.about).get(to, 0)),
        }
    )


def underwriter_acceptance(fields: LetterFields, decision: Decision) -> Context:
    """D-30: a holder accepts the managing underwriter, or does not."""
    party = decision.sender or ""
    found = registration_of(fields, decision.about)
    return (
        form_fields(fields, decision)
        | registration(fields, decision.about)
        | _selection(fields, decision)
        | {
            "is_requester": party in requesters(fields, found.id),
            "own_shares": in_figures(taking_part(fields, decision.about).get(party, 0)),
        }
    )


def engagement_letter(fields: LetterFields, decision: Decision) -> Context:
    """D-50: the firm is engaged, once both groups have accepted it."""
    terms = fields.deal.terms
    return (
        letter(fields, decision, enclosures=("Acceptances of the managing underwriter",))
        | registration(fields, decision.about)
        | (_selection(fields, decision))
        | {
            "underwriting_clause": clause(terms.underwriting_agreement),
            "comfort_clause": clause(terms.comfort),
            "holdback_clause": clause(terms.holdback_requested),
            "cutback_clause": clause(terms.demand_cutback or terms.piggyback_cutback),
        }
    )


# ---- the cutback


def _allocation(fields: LetterFields, decision: Decision) -> tuple[Context, dict[str, int]]:
    """Who requested how many shares, and how many each may sell; the latter as numbers too."""
    found = registration_of(fields, decision.about)
    counted = tally(fields, CutbackFigures, found.id, found.event.id, decision.about)
    cut = figures_of(fields, CutbackFigures, found.id, found.event.id, decision.about)
    asked = taking_part(fields, found.event.id)
    given: dict[str, int] = dict(cut.investors) if cut else asked
    advice = latest(fields.position, UnderwriterAdvice, found.id)
    own = latest(fields.position, IssuerSharesProposed, found.id)
    others: dict[str, int] = dict(cut.others) if cut else {}
    issuer = cut.issuer if cut else own.shares if own else 0
    rows = [
        {
            "name": fields.name(name),
            "asked": in_figures(asked.get(name, number)),
            "given": in_figures(number),
        }
        for name, number in given.items()
    ]
    total = sum(given.values()) + sum(others.values()) + issuer
    if own or issuer:
        rows.append(
            {
                "name": capital(fields.deal.agreement.words.issuer),
                "asked": in_figures(own.shares if own else issuer),
                "given": in_figures(issuer),
            }
        )
    rows += [
        {"name": fields.name(name), "asked": "", "given": in_figures(number)}
        for name, number in others.items()
    ]
    terms = fields.deal.terms
    return {
        "rows": rows,
        "given_total": in_figures(total),
        "maximum": shares(advice.maximum_shares) if advice else "",
        "advice_day": long_date(advice.date.day) if advice else "",
        "basis": cut.basis if cut else "requested",
        "cut_lines": [sentence(line) for line in counted.arithmetic] if counted else [],
        "cutback_clause": clause(
            terms.demand_cutback if found.request else terms.piggyback_cutback
        ),
        "rounding": fields.deal.readings.value("rounding").replace("_", " "),
        "satisfaction_clause": clause(terms.satisfaction) if found.request else "",
    }, given


def cutback_allocation_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-13: each seller is notified how many of its shares are included."""
    (found, given), to = _allocation(fields, decision), decision.to or ""
    enclosed = (
        DOCUMENT_TYPES["allocation_schedule"].title,
        DOCUMENT_TYPES["cutback_opinion"].title,
    )
    return (
        letter(fields, decision, enclosures=enclosed)
        | registration(fields, decision.about)
        | found
        | {
            "own_given": shares(given.get(to, 0)),
            "own_asked": shares(taking_part(fields, decision.about).get(to, 0)),
        }
    )


def allocation_schedule(fields: LetterFields, decision: Decision) -> Context:
    """D-61: the allocation, with its arithmetic."""
    found, _ = _allocation(fields, decision)
    del found["cut_lines"]
    return record_fields(fields, decision) | registration(fields, decision.about) | found


def cutback_opinion(fields: LetterFields, decision: Decision) -> Context:
    """D-52: the form of the managing underwriter's opinion that fewer shares can be sold."""
    found, _ = _allocation(fields, decision)
    event = event_of(fields, decision)
    return (
        letter(fields, decision, "Number of shares in the offering")
        | registration(fields, decision.about)
        | {key: found[key] for key in ("maximum", "cutback_clause")}
        | {
            "good_faith": bool(getattr(event, "good_faith", True)),
            "total_asked": in_figures(sum(taking_part(fields, decision.about).values())),
        }
    )


# ---- holdback and lock-up


def holdback_request(fields: LetterFields, decision: Decision) -> Context:
    """D-51: the managing underwriter asks for the holdback."""
    rule = fields.deal.terms.holdback_requested
    return (
        letter(fields, decision, "Holdback of shares")
        | registration(fields, decision.about)
        | {
            "holdback_clause": clause(rule),
            "period": period_words(rule.period) if rule else "",
        }
    )


def lock_up_agreement(fields: LetterFields, decision: Decision) -> Context:
    """D-49: a holder agrees with the managing underwriter not to sell for a time."""
    party, rule = decision.sender or "", fields.deal.terms.holdback_requested
    found = registration_of(fields, decision.about)
    firm = managing_underwriter(fields.position, found)
    return (
        instrument_fields(fields, decision, [party])
        | registration(fields, decision.about)
        | fields.holding(party)
        | {
            "investor_name": fields.name(party),
            "firm": fields.name(firm) if firm else "the managing underwriter",
            "holdback_clause": clause(rule),
            "period": period_words(rule.period) if rule else "",
            "asked": bool(fields.position.about(HoldbackRequested, found.id)),
            "counterparts_clause": "",
        }
    )


# ---- the closing


def _closing(fields: LetterFields, found: Registration) -> Context:
    closing = fields.position.last(ClosingScheduled, found.id) or fields.position.last(
        ClosingScheduled, found.event.id
    )
    return {
        "closing_at": spoken(closing.closing) if closing else "",
        "closing_day": long_date(closing.closing.day) if closing else "",
        "underwriting_clause": clause(fields.deal.terms.underwriting_agreement),
    }


def closing_consent(fields: LetterFields, decision: Decision) -> Context:
    """D-31: a seller agrees to the time and place of the closing."""
    found, party = registration_of(fields, decision.about), decision.sender or ""
    sold = taking_part(fields, found.event.id)
    cut = figures_of(fields, CutbackFigures, found.id, found.event.id)
    if cut:
        sold = dict(cut.investors)
    return (
        form_fields(fields, decision)
        | registration(fields, decision.about)
        | _closing(fields, found)
        | {
            "own_shares": in_figures(sold.get(party, 0)),
            "being_sold": in_figures(sum(sold.values())),
        }
    )


def underwriting_agreement_signature_pages(fields: LetterFields, decision: Decision) -> Context:
    """D-48: the signature pages of the underwriting agreement for one party, with the terms that
    it must keep to.
    """
    found, party = registration_of(fields, decision.about), decision.sender or ""
    firm = managing_underwriter(fields.position, found)
    seller = party != fields.deal.issuer
    terms = fields.deal.terms
    signing = [party, firm] if firm and not seller else [party]
    shown = registration(fields, decision.about)
    title = "Underwriting Agreement"
    return (
        instrument_fields(fields, decision, signing)
        | shown
        | _closing(fields, found)
        | {
            "document_title": title,
            "signature_page_of": f"{title} for {shown['registration_line']}",
            "counterparts_clause": "",
            "investor_name": fields.name(party),
            "firm": fields.name(firm) if firm else "",
            "seller": seller,
            "own_shares": in_figures(taking_part(fields, found.event.id).get(party, 0))
            if seller
            else "",
            "indemnity_clause": clause(terms.claim_notice),
            "signature_blocks": blocks(fields.deal, signing),
        }
    )


def issuer_counsel_opinion(fields: LetterFields, decision: Decision) -> Context:
    """D-46: what the opinion of the issuer's counsel must cover at the closing."""
    found, to = registration_of(fields, decision.about), decision.to or ""
    there = fields.address(to)
    return (
        instrument_fields(fields, decision, [])
        | registration(fields, decision.about)
        | _closing(fields, found)
        | {
            "addressee_name": fields.name(to),
            "addressee_address": ", ".join(there.lines) if there else "",
            "comfort_clause": clause(fields.deal.terms.comfort),
        }
    )


def comfort_letter(fields: LetterFields, decision: Decision) -> Context:
    """D-47: what the accountants' letter must cover at the closing."""
    rule = fields.deal.terms.comfort
    found = issuer_counsel_opinion(fields, decision)
    return found | {
        "cutoff": period_words(rule.cutoff) if rule else "",
        "cutoff_line": next(
            (sentence(line[:1].upper() + line[1:]) for line in decision.arithmetic), ""
        ),
    }
