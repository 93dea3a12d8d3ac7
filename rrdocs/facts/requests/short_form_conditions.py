"""3(b): whether the requesters may use the short form: the issuer's eligibility, the proceeds, and
each requester's own right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from rrdocs.agreement.registration_rights import ShortForm
from rrdocs.dates.moments import long_date
from rrdocs.deal.events import (
    FormEligibility,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.record.holders import has_rights
from rrdocs.facts.record.names import is_form
from rrdocs.facts.record.position import Position
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.request_contents import (
    letters_with_proceeds,
)


def short_form_findings(
    position: Position,
    right: ShortForm,
    letters: Sequence[ShortFormNotice],
    requesters: Mapping[str, int | None],
    at: datetime,
) -> Iterator[Finding]:
    """The conditions of the short form: eligibility, proceeds, and that each requester has the
    right and holds stock.
    """
    deal, about = position.deal, letters[0].id
    yield _eligibility(position, right, at, about)
    stated = letters_with_proceeds(position, letters)
    if stated and right.net_proceeds_over is not None:
        yield _proceeds_suffice(position, right, stated[-1], proposed_proceeds(stated))
    unable: dict[str, Finding] = {}
    for name in requesters:
        exclusion = exclusion_of(position, name, at, about)
        place, party = letters[0].place_of("requesting"), deal.party_name(name)
        if exclusion.shut_out:
            unable[name] = exclusion.finding
        elif not has_rights(position, name, at):
            unable[name] = Finding(
                right.clause,
                f"{party} may not use rights under the {deal.agreement.words.agreement}",
                False,
                place,
            )
        elif not position.ledger.holding(name, at, issuable=True):
            unable[name] = Finding(
                right.clause, f"{party} holds no {deal.agreement.words.stock}", False, place
            )
    for finding in unable.values():
        # if another requester is left, counsel must decide whether the request is good without
        # this one
        holds = False if len(unable) == len(requesters) else None
        yield Finding(finding.clause, finding.says, holds, finding.evidence)


def _eligibility(position: Position, right: ShortForm, at: datetime, about: str) -> Finding:
    """That the issuer is eligible for the form when the request is received. Readings consulted:
    ``s3_eligibility_level``.
    """
    status = [
        e
        for e in position.all(FormEligibility)
        if e.date.at <= at and is_form(e.form, (right.form,))
    ]
    if not status:
        return Finding(right.clause, f"eligibility for Form {right.form} is not on record", None)
    last = status[-1]
    eligible = last.registrant and (
        last.transaction or reading(position, "s3_eligibility_level", about) == "registrant"
    )
    says = (
        f"{position.deal.agreement.words.issuer} is {'' if eligible else 'not '}eligible for Form"
        f" {right.form}"
    )
    return Finding(
        right.clause, f"{says} (status of {long_date(last.date.day)})", eligible, last.place
    )


def proposed_proceeds(letters: Iterable[ShortFormNotice]) -> Decimal:
    """The net proceeds that letters propose together: the last figure of the same holders, and the
    sum for different holders.

    A figure that a holder states for itself is a part of one proposed for it and others.
    """
    figures: dict[frozenset[str], Decimal] = {}
    for letter in letters:
        if letter.net_proceeds is not None:
            names = frozenset(letter.requesting)
            figures = {each: net for each, net in figures.items() if not each <= names}
            if not any(each & names for each in figures):
                figures[names] = letter.net_proceeds
    return sum(figures.values(), Decimal(0))


def _proceeds_suffice(
    position: Position, right: ShortForm, letter: ShortFormNotice, net: Decimal
) -> Finding:
    """Whether the proceeds stated exceed the amount. Readings consulted: ``net_proceeds_pool``,
    ``net_proceeds_test``.
    """
    over = right.net_proceeds_over
    assert over is not None  # asked only under a term that asks for them
    says = f"net proceeds of ${net:,.2f} are proposed; they must exceed ${over:,.2f}"
    holds: bool | None = net > over
    if not holds and reading(position, "net_proceeds_pool", letter.id) == "with_joiners":
        holds, says = None, f"{says}; what joining holders would add is not on record"
    elif holds and reading(position, "net_proceeds_test", letter.id) == "market_verified":
        holds, says = None, f"{says}; no verification by the market price is on record"
    return Finding(right.clause, says, holds, letter.place_of("net_proceeds"))
