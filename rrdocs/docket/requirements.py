"""What the clause behind a document requires, in the deal's own terms."""

from __future__ import annotations

from fractions import Fraction

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.registration_rights import Majority
from rrdocs.dates.deadlines import Deadline
from rrdocs.deal.deal import Deal


def requires(deal: Deal, document: str) -> str:
    """What the clause requires, in the deal's own terms; empty for documents that no clause calls
    for.
    """
    words = deal.agreement.words
    text = _of_these_terms(deal, document) or DOCUMENT_TYPES[document].requires
    article = "an" if words.holder[:1] in "AEIOU" else "a"
    found = text.format(
        issuer=words.issuer,
        holder=words.holder,
        a_holder=f"{article} {words.holder}",
        A_holder=f"{article.capitalize()} {words.holder}",
        holders=words.holders,
        stock=words.stock,
        **_periods(deal),
    )
    return (found[:1].upper() + found[1:]).replace(". the ", ". The ")


REMOVAL_WAYS = {
    "registered_sale": "when shares are sold to the public under a registration",
    "rule_144_sale": "when they are sold under Rule 144",
    "request_and_opinion": "when the holder requests it in writing and delivers an opinion",
    "anniversary": "some time after issue, by itself",
    "transfer_agent_evidence": "when the holder requests it and satisfies the transfer agent",
    "effectiveness": "when a registration of the shares becomes effective",
}


def _of_these_terms(deal: Deal, document: str) -> str:
    """What the clause requires where the terms say more than such clauses usually do; empty where
    they do not.
    """
    terms = deal.terms
    match document:
        case "deferral_notice" if terms.deferral and terms.deferral.told:
            return (
                "When it defers a required registration, {issuer} notifies the holders whose"
                f" shares are in it {_soon(terms.deferral.told)}."
            )
        case "resumption_notice" if terms.suspension and terms.suspension.end_notice:
            return (
                "When a suspension has ended, {issuer} notifies those who were to stop selling"
                f" {_soon(terms.suspension.end_notice)}."
            )
        case "amendment" if terms.amendment and terms.amendment.told:
            return (
                "Each {holder} that has not signed an amendment is notified of it"
                f" {_soon(terms.amendment.told)}."
            )
        case "joinder" if terms.transfer_notice and terms.transfer_notice.joinder:
            return (
                "Whoever receives {stock} joins the agreement, and has no rights under it before."
            )
        case "cutback_allocation_notice":
            rules = [rule for rule in (terms.demand_cutback, terms.piggyback_cutback) if rule]
            if any(
                rule.order
                or rule.basis == "owned"
                or rule.floor is not None
                or rule.opinion_by != "managing_underwriter"
                for rule in rules
            ):
                return (
                    "On the underwriter's opinion the number of shares may be reduced, in the order"
                    " and the proportion that the clause sets; it is customary to notify each"
                    " participant of its allocation."
                )
        case "legend_removal_instruction" if terms.legend:
            further = (way for each in terms.legend.further for way in each.removal)
            ways = dict.fromkeys((*terms.legend.removal, *further))
            if list(ways) != ["registered_sale", "rule_144_sale", "request_and_opinion"]:
                return f"A legend is removed {', or '.join(REMOVAL_WAYS[way] for way in ways)}."
    return ""


def _periods(deal: Deal) -> dict[str, str]:
    """The periods and parts of the terms as the sentences name them."""
    terms, words = deal.terms, deal.agreement.words
    demand = terms.demand
    own = demand is None or (demand.clock == "per_recipient" and not any(demand.response.anchors))
    lasts = f"as long as any {words.holder} owns {words.stock}"
    if terms.duration and terms.duration.until:
        lasts = (
            f"{lasts}, and no longer than {terms.duration.until}"
            if terms.duration.while_held
            else f"until {terms.duration.until}"
        )
    transfer = terms.transfer_notice
    plain = transfer is None or not any(transfer.within.anchors)
    return {
        "demand_notice": _soon(demand.notice if demand else None),
        "demand_window": (
            "a window that runs from its own receipt"
            if own or demand is None
            else f"a window of {demand.response}"
        ),
        "short_form_notice": _soon(terms.short_form.notice if terms.short_form else None),
        "piggyback_notice": _soon(terms.piggyback.notice if terms.piggyback else None),
        "suspension_notice": _soon(terms.suspension.notice if terms.suspension else None),
        "reporting_within": _soon(terms.reporting.within if terms.reporting else None),
        "claim_within": _soon(terms.claim_notice.within if terms.claim_notice else None),
        "transfer_within": (
            "within a few days of consummation"
            if plain or transfer is None
            else str(transfer.within)
        ),
        "conflicting_rights_part": _part(terms.conflicting_rights),
        "closing_part": _part(terms.underwriting_agreement),
        "duration": lasts,
    }


SOON = {"immediately": "at once", "at such time": "at that time"}


def _soon(due: Deadline | None) -> str:
    """How soon, as a sentence says it."""
    if due is None:
        return ""
    if due.which == "only" and due.length.unit != "word" and not due.spans[0].anchor:
        return f"within {due}"
    return SOON.get(due.text, due.text)


def _part(vote: Majority | None) -> str:
    """The part of the stock that must agree, as a sentence says it."""
    if vote is None:
        return ""
    return "more than half" if vote.more_than == Fraction(1, 2) else str(vote.threshold)
