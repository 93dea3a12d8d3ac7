"""A transfer in words: its kind, basis and relation, and the fields that its documents share."""

from __future__ import annotations

from rrdocs.dates.moments import weekday_date
from rrdocs.deal.events import (
    Event,
    Joinder,
    LegendRemovalRequested,
    PublicSale,
    Succession,
    TransferTerms,
)
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import in_figures

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


TRANSFER_FIELDS = (
    "transferor",
    "transferee",
    "shares",
    "tranche",
    "kind",
    "certificates",
    "moved_day",
)
"""The fields that every document about a transfer has; empty where an event does not say."""


def tranche_name(fields: LetterFields, tranche: str | None) -> str:
    """The name of a tranche; empty where none is named."""
    return fields.deal.agreement.tranches[tranche].name if tranche else ""


def transfer_fields(fields: LetterFields, event: Event) -> Context:
    """A transfer in words: from whom, to whom, how many shares, of which tranche, how."""
    found: Context = {**dict.fromkeys(TRANSFER_FIELDS, ""), "kind": "transfer"}
    match event:
        case TransferTerms():
            found |= {
                "transferor": fields.name(event.from_),
                "transferee": fields.name(event.to),
                "shares": in_figures(event.shares),
                "tranche": tranche_name(fields, event.tranche),
                "kind": KIND_WORDS[event.kind],
                "certificates": ", ".join(event.certificates),
                "moved_day": weekday_date(event.date.day) if event.type == "transfer" else "",
            }
        case PublicSale():
            found |= {
                "transferor": fields.name(event.seller),
                "transferee": "purchasers in the market",
                "shares": in_figures(event.shares),
                "tranche": tranche_name(fields, event.tranche),
                "kind": "sale to the public",
                "moved_day": weekday_date(event.date.day),
            }
        case LegendRemovalRequested():
            found |= {
                "transferor": fields.name(event.holder),
                "shares": in_figures(event.shares),
                "tranche": tranche_name(fields, event.tranche),
                "kind": "issue of certificates without the legend",
                "certificates": ", ".join(event.certificates),
            }
        case Succession():
            held = fields.position.ledger.holding(event.to, event.date.at)
            found |= {
                "transferor": fields.name(event.from_),
                "transferee": fields.name(event.to),
                "shares": in_figures(held),
                "kind": "succession",
                "moved_day": weekday_date(event.date.day),
            }
        case Joinder():
            held = fields.position.ledger.holding(event.investor, fields.position.as_of)
            found |= {"transferee": fields.name(event.investor), "shares": in_figures(held)}
    return found
