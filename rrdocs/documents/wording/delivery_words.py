"""Delivery in the words of a letter: how the letter goes, and when a reply counts as received."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from rrdocs.agreement.covenants import Method
from rrdocs.agreement.parties import Address
from rrdocs.agreement.vocabulary import METHODS, POST, MethodName
from rrdocs.dates.moments import Period, clock_time
from rrdocs.deal.deal import Deal
from rrdocs.documents.wording.phrases import NBSP, ordinal


def delivery_lines(known: Mapping[MethodName, Method], there: Address | None) -> list[str]:
    """How a letter goes, as the lines above its address; none where no address is known."""
    if there and there.fax and "fax" in known:
        return [
            f"By facsimile {there.fax.replace(' ', NBSP)}",
            "Original by national overnight courier",
        ]
    if there and there.email and "email" in known:
        return [f"By e-mail {there.email}"]
    if there and there.lines:
        return ["By national overnight courier"]
    return []


def receipt_text(deal: Deal) -> str:
    """How a reply counts as received, method by method, under the notices clause."""
    known = deal.terms.notices.methods
    plain = [
        name
        for name, rule in known.items()
        if rule.received == "on_delivery" and not rule.business_hours and not rule.followed_by
    ]
    parts = (
        [
            "on the day of delivery by"
            f" {' or '.join(METHODS[name].removeprefix('by ') for name in plain)}"
        ]
        if plain
        else []
    )
    order = sorted((name for name in known if name not in plain), key=lambda name: name in POST)
    parts += [_counts(name, known[name]) for name in order]
    return ("; ".join(parts[:-1]) + "; and " + parts[-1]) if len(parts) > 1 else "".join(parts)


def mail_rule(deal: Deal) -> str:
    """When mail counts as received, where that is some time after mailing in every case."""
    mail = deal.terms.notices.methods.get("mail")
    if mail is None or mail.after is None or mail.earlier_of_actual:
        return ""
    return _after(mail.after, "the day of mailing")


def _counts(name: MethodName, rule: Method) -> str:
    """When what comes in one way counts as received, in words."""
    how, step = METHODS[name], "mailing" if name in POST else "sending"
    match rule.received:
        case "after_mailing":
            words = f"{_after(rule.after, step)} {how}" if rule.after else ""
        case "next_business_day":
            words = f"on the business day after it is sent {how}"
        case "on_deposit":
            words = f"when it is sent {how}"
        case "on_delivery":
            words = f"on the day of delivery {how}"
        case _:
            words = f"when it comes in {how}"
    if rule.followed_by:
        words += (
            ", to be followed by"
            f" {'overnight courier' if rule.followed_by == 'courier' else 'a written confirmation'}"
        )
    if rule.earlier_of_actual:
        words += ", or when it really arrives, if that is earlier"
    if rule.business_hours:
        opens, closes = (
            clock_time(datetime.combine(date.min, at))
            for at in (rule.business_hours.opens, rule.business_hours.closes)
        )
        words += (
            f" between {opens} and {closes} on a business day of the recipient, and otherwise on"
            " the next business day"
        )
    return words


def _after(length: Period, of: str) -> str:
    """On the fifth business day after mailing; 72 hours after sending."""
    if length.unit == "hours":
        return f"{length} after {of.removeprefix('the day of ')}"
    return f"on the {ordinal(length.count)} {length.unit.removesuffix('s')} after {of}"
