"""What sentences call things: forms, registrations, numbers of shares."""

from __future__ import annotations

from collections.abc import Sequence

from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.facts.record.position import Registration


def is_form(form: str | None, named: tuple[str, ...]) -> bool:
    """Whether a form is one of those named, in any of its variants ("Form S-8 POS", "S-4/A",
    "S-4EF"; not S-11 for S-1).
    """
    plain = (form or "").upper().replace("FORM", "").strip()
    return any(
        plain.startswith(name) and not plain[len(name) : len(name) + 1].isdigit() for name in named
    )


def form_name(form: str) -> str:
    """A form as it is called: "Form S-3"."""
    return form if form.casefold().startswith("form ") else f"Form {form}"


def called(found: Registration) -> str:
    """What a sentence calls a registration: by its form, or where none is on record by the day on
    which it began.
    """
    return (
        f"the registration on {form_name(found.form)}"
        if found.form
        else f"the registration of {long_date(found.event.date.day)}"
    )


def shelf_says(found: Registration | None) -> str:
    """Whether a shelf registration is effective, in words."""
    if found is None:
        return "no shelf registration is effective"
    return (
        f"a shelf registration{f' on {form_name(found.form)}' if found.form else ''} is effective"
    )


def in_shares(count: int) -> str:
    """1 share, 1,500,000 shares."""
    return f"{count:,} share{'' if count == 1 else 's'}"


def shares_were(count: int) -> str:
    """1 share was, 1,500,000 shares were."""
    return f"{in_shares(count)} {'was' if count == 1 else 'were'}"


def selling_holders(count: int) -> str:
    """No selling holders, 1 selling holder, 3 selling holders."""
    return f"{count or 'no'} selling holder{'' if count == 1 else 's'}"


def rank_words(deal: Deal, ranks: Sequence[str]) -> str:
    """The classes of holders that share one rank of a cutback: "the Company and the Holders"."""
    words, groups = deal.agreement.words, deal.agreement.groups
    names = {
        "issuer": words.issuer,
        "requesting": f"the requesting {words.holders}",
        "holders": f"the {words.holders}",
        "initiating": "those for whose account it is made",
        "others": "the other holders",
    }
    return " and ".join(names.get(rank) or f"the {groups[rank].name}" for rank in ranks)
