"""3(a), 3(b): whether the letters of a request arrived, what they state of what the clause calls
for, and under which agreement they are made.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rrdocs.agreement.registration_rights import Demand, ShortForm
from rrdocs.agreement.vocabulary import DISPOSITIONS, Cure, MethodName
from rrdocs.dates.moments import long_date
from rrdocs.deal.events import (
    Request,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.notices.receipt import document_of, methods
from rrdocs.facts.notices.receipt_cases import Receipt
from rrdocs.facts.record.names import in_shares
from rrdocs.facts.record.position import Position


def arrival_findings(
    position: Position, letters: Sequence[Request], receipts: Mapping[str, Receipt]
) -> Iterator[Finding]:
    """That each letter was received by a method that the notices clause names."""
    for letter in letters:
        got = receipts[letter.id]
        words = f"the request was {got.why}"
        holds = got.sufficient and got.at is not None
        method, known = letter.delivery.method, methods(position.deal, document_of(letter))
        cures: tuple[Cure, ...] = ("send_again",) if again_by_notice(method, known) else ()
        place = letter.place_of("delivery")
        yield Finding(position.deal.terms.notices.clause, words, holds, place, cures)


def again_by_notice(method: MethodName, known: Collection[MethodName]) -> bool:
    """Whether what went by a method, and does not count, is to be sent again by another: by one
    that the notices clause does not name, or by e-mail.
    """
    return method == "email" or method not in known


# Long: one branch for each thing that a request may have to state.
def content_findings(
    position: Position,
    right: Demand | ShortForm,
    letters: Sequence[Request],
    requesters: Mapping[str, int | None],
    methods: Sequence[str],
) -> Iterator[Finding]:
    """That the letters state what the clause calls for. ``methods``: those that they name."""
    stock = position.deal.agreement.words.stock
    if "shares" in right.must_state:
        silent = [
            position.deal.party_name(name) for name, count in requesters.items() if count is None
        ]
        asked = in_shares(sum(count or 0 for count in requesters.values()))
        says = (
            f"the number of shares is not stated for {', '.join(silent)}"
            if silent
            else f"it states {asked} of {stock}"
        )
        yield Finding(
            right.clause, says, not silent, letters[0].place_of("requesting"), ("shares",)
        )
    if "method" in right.must_state:
        if len(set(methods)) > 1:
            yield Finding(
                right.clause,
                "the letters name different methods of disposition",
                False,
                letters[-1].place,
                ("one_method",),
            )
        else:
            says = (
                f"it states the method: {DISPOSITIONS[methods[0]]}"
                if methods
                else "the intended method is not stated"
            )
            place = next(
                (x.place_of("disposition") for x in letters if x.disposition), letters[0].place
            )
            yield Finding(right.clause, says, bool(methods), place, ("method",))
    if "price_range" in right.must_state:
        said = next((letter.price_range for letter in letters if letter.price_range), None)
        says = f"it states the price range: {said}" if said else "the price range is not stated"
        yield Finding(right.clause, says, bool(said), letters[0].place_of("price_range"))
    if "shelf" in right.must_state:
        stated = any(letter.shelf is not None for letter in letters)
        says = (
            f"it {'states' if stated else 'does not state'} whether a shelf registration is"
            " requested"
        )
        yield Finding(right.clause, says, stated, letters[0].place_of("shelf"))


def letters_with_proceeds(
    position: Position, letters: Sequence[ShortFormNotice]
) -> list[ShortFormNotice]:
    """The letters that state net proceeds, in a place where they count. Readings consulted if any
    does: ``sf_request_term``.
    """
    stated = [letter for letter in letters if letter.net_proceeds is not None]
    if stated and reading(position, "sf_request_term", letters[0].id) == "separate_document":
        return [letter for letter in stated if letter is not letters[0]]
    return stated


def proceeds_findings(
    position: Position, right: ShortForm, letters: Sequence[ShortFormNotice]
) -> Iterator[Finding]:
    """That the net proceeds are not stated, where the clause calls for them."""
    if "net_proceeds" in right.must_state and not letters_with_proceeds(position, letters):
        yield Finding(
            right.clause,
            "the proposed net proceeds are not stated",
            False,
            letters[0].place,
            ("net_proceeds",),
        )


def other_agreement_findings(position: Position, letters: Sequence[Request]) -> Iterator[Finding]:
    """That a letter names an overlapping agreement as the one under which it is made."""
    for letter in letters:
        named = (letter.under_agreement or "").casefold()
        for other in position.deal.agreement.other_agreements if named else ():
            known = other.name.casefold()
            dated = long_date(other.date).replace("\u00a0", " ").casefold()
            if (
                known in named
                or dated in named
                or (named in known and named != position.deal.agreement.title.casefold())
            ):
                yield Finding(
                    other.clause, f"it is made under the {other.name}", False, letter.place
                )
