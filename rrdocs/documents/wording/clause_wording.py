"""What letters say where agreements differ: whose shares are left out when not all can be sold,
and what legends there are.
"""

from __future__ import annotations

from rrdocs.agreement.offering_terms import Cutback
from rrdocs.agreement.transfer_terms import Legend, TransferNotice
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event, Lot, RegistrationEffective, Succession, TransferTerms
from rrdocs.docket.decisions import Decision
from rrdocs.documents.wording.phrases import period_words
from rrdocs.facts.offerings.sellers import covered_by
from rrdocs.facts.record.names import rank_words


def required_basis(deal: Deal) -> str:
    """The cutback of a required registration, after "reduced"."""
    rule, words = deal.terms.demand_cutback, deal.agreement.words
    plain = (
        f"pro rata among the {words.holders} seeking to include shares, by the number of shares"
        " that each has asked to register"
    )
    return _in_words(deal, rule, plain)


def joined_basis(deal: Deal) -> str:
    """The cutback of a registration that the holders join, after "reduced"."""
    rule, words = deal.terms.piggyback_cutback, deal.agreement.words
    plain = (
        f"pro rata among the requesting {words.holders}, or among all requesting stockholders if"
        " others ask too, by the number of "
    )
    return _in_words(deal, rule, f"{plain}shares asked for")


def _in_words(deal: Deal, rule: Cutback | None, plain: str) -> str:
    """What the terms say where they set another order, another proportion or a least part;
    otherwise the plain words.
    """
    if rule is None or not (rule.order or rule.basis == "owned" or rule.floor is not None):
        return plain
    classes = [rank_words(deal, ranks) for ranks in rule.order]
    share = (
        "the number of shares that each owns"
        if rule.basis == "owned"
        else "the number of shares that each has asked to include"
    )
    text = (
        f"so that the shares of {'; then those of '.join(classes)} are included first, and pro rata"
        " within each class"
        if classes
        else "pro rata"
    )
    text += f", by {share}"
    if rule.floor is not None:
        percent = f"{float(100 * rule.floor):g}%"
        whole = "the offering" if rule.floor_of == "offering" else "what they ask for"
        text += f", but not below {percent} of {whole} for the {deal.agreement.words.holders}"
        text += ", save in the initial public offering" if rule.no_floor_in_ipo else ""
    return text


def legend_texts(rule: Legend) -> str:
    """The words of all the legends that a certificate bears, in quotation marks."""
    return " and ".join(f"“{text}”" for text in (rule.text, *(each.text for each in rule.further)))


def transfer_notice_time(rule: TransferNotice) -> str:
    """When the notice of a transfer is to be delivered."""
    due = rule.within
    if due.which == "only" and due.anchors in (("",), ("consummation",)):
        before, length = due.spans[0].before, period_words(due.length)
        if due.length.unit == "word":
            return f"{length} after the transfer"
        return (
            f"at least {length} before the transfer"
            if before
            else f"within {length} after the transfer"
        )
    return period_words(due)


def removal_ground(deal: Deal, decision: Decision, event: Event) -> dict[str, str]:
    """Whose shares lose a legend without a sale or a request, and on what ground."""
    holder, number, tranche = "", 0, ""
    match event:
        case RegistrationEffective():
            covers = covered_by(event.covers, deal.issuer)
            holder, number = (
                ", ".join(deal.party_name(name) for name in covers),
                sum(covers.values()),
            )
            ground = (
                "a registration statement that covers the shares became effective on"
                f" {long_date(event.date.day)}"
            )
            return {"holder": holder, "shares": f"{number:,}", "tranche": tranche, "ground": ground}
        case Lot():
            holder, number, tranche = event.holder, event.shares, event.tranche
        case TransferTerms():
            holder, number, tranche = event.to, event.shares, event.tranche
        case Succession():
            holder = event.to
    return {
        "holder": deal.party_name(holder) if holder else "",
        "shares": f"{number:,}" if number else "all the",
        "tranche": deal.agreement.tranches[tranche].name if tranche else "",
        "ground": f"the time after which it comes off has passed ({decision.findings[0].says})",
    }
