"""How a notice says whose shares are left out when not all can be sold."""

from __future__ import annotations

from rrdocs.deal import Deal
from rrdocs.grants import Cutback


def required_basis(deal: Deal) -> str:
    """The cutback of a required registration, after "reduced"."""
    rule, words = deal.terms.demand_cutback, deal.agreement.words
    plain = f"pro rata among the {words.holders} seeking to include shares, by the number of shares that each has asked to register"
    return _in_words(deal, rule, plain)


def joined_basis(deal: Deal) -> str:
    """The cutback of a registration that the holders join, after "reduced"."""
    rule, words = deal.terms.piggyback_cutback, deal.agreement.words
    plain = f"pro rata among the requesting {words.holders}, or among all requesting stockholders if others ask too, by the number of "
    return _in_words(deal, rule, f"{plain}shares asked for")


def _in_words(deal: Deal, rule: Cutback | None, plain: str) -> str:
    """What the terms say where they set another order, another proportion or a least part; otherwise the plain words."""
    if rule is None or not (rule.order or rule.basis == "owned" or rule.floor is not None):
        return plain
    words, groups = deal.agreement.words, deal.agreement.groups
    names = {
        "issuer": words.issuer, "requesting": f"the requesting {words.holders}", "holders": f"the {words.holders}",
        "initiating": "those for whose account it is made", "others": "the other holders",
    }  # fmt: skip
    classes = [" together with ".join(names.get(rank) or f"the {groups[rank].name}" for rank in ranks) for ranks in rule.order]
    share = "the number of shares that each owns" if rule.basis == "owned" else "the number of shares that each has asked to include"
    text = (
        f"so that the shares of {'; then those of '.join(classes)} are included first, and pro rata within each class"
        if classes
        else "pro rata"
    )
    text += f", by {share}"
    if rule.floor is not None:
        percent = f"{float(100 * rule.floor):g}%"
        whole = "the offering" if rule.floor_of == "offering" else "what they ask for"
        text += f", but not below {percent} of {whole} for the {words.holders}"
        text += ", save in the initial public offering" if rule.no_floor_in_ipo else ""
    return text
