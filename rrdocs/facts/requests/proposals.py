"""3(d): whether a registration that the issuer proposes is one that holders are notified of and may
join.
"""

from __future__ import annotations

from collections.abc import Iterator

from rrdocs.agreement.registration_rights import Piggyback
from rrdocs.deal.events import RegistrationProposed
from rrdocs.docket.decisions import Finding
from rrdocs.facts.record.names import form_name, is_form, shelf_says
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.conditions import effective_shelf

WHOSE = {
    "issuer": "its own account",
    "holders": "the account of other holders",
    "both": "its own and others' account",
}


def proposal_findings(position: Position, proposal: RegistrationProposed) -> tuple[Finding, ...]:
    """3(d): the conditions on the registration itself."""
    right, words = position.deal.terms.piggyback, position.deal.agreement.words
    assert right is not None  # asked only where the right is granted
    covered, excluded = (
        proposal.security in right.securities,
        is_form(proposal.form, right.excluded_forms),
    )
    stock = "common stock" if proposal.security == "common" else proposal.security
    proposes = f"{words.issuer} proposes to register {stock} for {WHOSE[proposal.account]}"
    kind = (
        f"{form_name(proposal.form)} is"
        f" {'one of the excluded forms' if excluded else 'not an excluded form'}"
    )
    found = [
        Finding(
            right.clause,
            proposes,
            covered and proposal.account in right.accounts,
            proposal.place_of("security"),
        ),
        Finding(right.clause, kind, not excluded, proposal.place_of("form")),
    ]
    if not excluded:
        open_form = proposal.for_resale is not False
        says = (
            f"the form is {'' if open_form else 'not '}available for {words.stock} to be sold to"
            " the public"
        )
        found.append(Finding(right.clause, says, open_form, proposal.place_of("for_resale")))
    return (*found, *_further(position, right, proposal))


def _further(
    position: Position, right: Piggyback, proposal: RegistrationProposed
) -> Iterator[Finding]:
    """Further conditions that an agreement may set: purpose, underwriting, cash, and no effective
    shelf.
    """
    if right.excluded_purposes:
        out = proposal.purpose in right.excluded_purposes
        says = (
            f"its purpose ({proposal.purpose or 'not stated'}) is {'' if out else 'not '}excluded"
        )
        yield Finding(right.clause, says, not out, proposal.place_of("purpose"))
    if right.underwritten_only:
        underwritten = proposal.underwriting != "none"
        yield Finding(
            right.clause,
            f"it is {'' if underwritten else 'not '}underwritten",
            underwritten,
            proposal.place_of("underwriting"),
        )
    if right.cash_only:
        cash = {
            True: "the sale is for cash",
            False: "the sale is not for cash",
            None: "whether the sale is for cash is not on record",
        }
        yield Finding(
            right.clause, cash[proposal.for_cash], proposal.for_cash, proposal.place_of("for_cash")
        )
    if right.unless_shelf:
        shelf = effective_shelf(position, proposal.date.at)
        yield Finding(
            right.clause,
            shelf_says(shelf),
            shelf is None,
            shelf.event.place if shelf else proposal.place,
        )
