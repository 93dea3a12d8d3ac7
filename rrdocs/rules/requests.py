"""3(a), 3(b): what a request for registration amounts to, and who takes part in it.

One or several letters on the same terms make up a request (``demand_assembly``); it is complete when the letter arrives that
supplies what was missing. What a request must state and who must make it are the terms' matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from rrdocs.dates import Moment, long_date
from rrdocs.decision import Finding
from rrdocs.events import (
    DemandNotice,
    Event,
    FormEligibility,
    Request,
    RequestWithdrawn,
    ShortFormNotice,
)
from rrdocs.position import Position
from rrdocs.receipt import Receipt
from rrdocs.rules.amendments import under_terms
from rrdocs.rules.investors import barred, has_rights, in_force, investors
from rrdocs.rules.sending import MAILED, instant, received, shares

UNDERWRITTEN = ("firm_commitment", "best_efforts")
FURTHER_NOTICE = {DemandNotice: "demand_further_notice", ShortFormNotice: "short_form_further_notice"}
METHODS = {
    "firm_commitment": "a firm commitment underwritten public offering",
    "best_efforts": "a best efforts underwritten public offering",
    "non_underwritten": "an offering without underwriters",
}


@dataclass(frozen=True)
class Majority:
    """A count of votes: the figures reported, whether it holds, and the count of issued shares where two were made."""

    numerator: int
    denominator: int
    holds: bool
    other: tuple[int, int, bool] | None = None
    on_both: bool = True
    excluded: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Matter:
    """A request as a whole: its letters, whose it is, when it came, and the findings on whether it is good.

    ``received`` is deemed receipt of the letter that completed it, ``actual`` the instant it came to hand; ``valid`` follows the
    findings: True, False, or None where one is open.
    """

    id: str
    letters: tuple[Request, ...]
    requesters: dict[str, int | None]
    disposition: str | None
    received: Moment
    actual: Moment
    findings: tuple[Finding, ...]
    majority: Majority | None
    withdrawn: bool
    ids: tuple[str, ...] = field(default=())

    @property
    def demand(self) -> bool:
        return isinstance(self.letters[0], DemandNotice)

    @property
    def document(self) -> str:
        return FURTHER_NOTICE[type(self.letters[0])]

    @property
    def underwritten(self) -> bool:
        return self.disposition in UNDERWRITTEN

    @property
    def valid(self) -> bool | None:
        holds = [finding.holds for finding in self.findings]
        return False if False in holds else None if None in holds else True

    @property
    def lacks(self) -> tuple[Finding, ...]:
        """The findings that fail or are open."""
        return tuple(finding for finding in self.findings if not finding.holds)


def matters(position: Position) -> tuple[Matter, ...]:
    """Every request, in order of its first letter."""
    return position.once("matters", lambda: tuple(_matters(position)))


def matter(position: Position, about: str) -> Matter | None:
    """The request that an id belongs to."""
    return next((found for found in matters(position) if about in found.ids), None)


def _matters(position: Position) -> Iterator[Matter]:
    groups: dict[str, list[Request]] = {}
    first: dict[str, str] = {}
    requests = [event for event in position.requests if _granted(position, event)]
    together = not any(event.completes for event in requests) or position.deal.readings(
        "demand_assembly", "counterparts_aggregate"
    )
    for event in requests:
        root = first.get(event.completes or "", event.id) if together or event.completes is None else event.id
        if isinstance(event, ShortFormNotice) and event.completes:
            root = first.get(event.completes, event.id)  # a supplement to the same request
        first[event.id] = root
        groups.setdefault(root, []).append(event)
    for root, letters in groups.items():
        yield _assemble(position, root, letters)


def _granted(position: Position, event: Request) -> bool:
    terms = position.deal.terms
    return (terms.demand if isinstance(event, DemandNotice) else terms.short_form) is not None


def _assemble(position: Position, root: str, letters: list[Request]) -> Matter:
    """The request as it stood at the first letter that made it complete; as it stands now where none has."""
    receipts = {letter.id: received(position, letter, letter.delivery, "inbound_duty") for letter in letters}
    came = {key: got.at or got.actual or _happened(letters, key) for key, got in receipts.items()}
    letters = sorted(letters, key=lambda letter: came[letter.id])
    made: Matter | None = None
    for count in range(1, len(letters) + 1):
        made = _judge(position, root, letters[:count], came[letters[count - 1].id], receipts)
        if made.valid:
            break
    assert made is not None  # a request has at least one letter
    return made


def _happened(letters: Sequence[Request], key: str) -> Moment:
    return next(letter.date for letter in letters if letter.id == key)


def _judge(position: Position, root: str, letters: list[Request], came: Moment, receipts: dict[str, Receipt]) -> Matter:
    requesters: dict[str, int | None] = {}
    for letter in letters:
        for name, count in letter.requesting.items():
            requesters[name] = (requesters.get(name) or 0) + count if count else requesters.get(name)
    methods = [letter.disposition for letter in letters if letter.disposition]
    at = instant(came, position.as_of)
    position = under_terms(position, at)
    withdrew = {e.investor for letter in letters for e in position.about(RequestWithdrawn, letter.id)}
    majority: Majority | None = None
    findings = [*_arrived(position, letters, receipts), *_agreement(position, letters), in_force(position, at)]
    findings += _states(position, letters, requesters, methods)
    if isinstance(letters[0], DemandNotice):
        majority = _majority(position, list(requesters), at, letters[0])
        findings.append(_majority_finding(position, majority, letters[0], requesters))
    else:
        findings += _short_form(position, letters, requesters, at)
    return Matter(
        root, tuple(letters), requesters, methods[-1] if methods else None, came,
        min(receipts[letters[-1].id].actual or came, came), tuple(findings), majority,
        withdrew >= requesters.keys(), tuple(letter.id for letter in letters),
    )  # fmt: skip


def _arrived(position: Position, letters: Sequence[Request], receipts: dict[str, Receipt]) -> Iterator[Finding]:
    clause = position.deal.terms.notices.clause
    for letter in letters:
        got = receipts[letter.id]
        words = f"the request came {MAILED[letter.delivery.method]}: {got.why}"
        yield Finding(clause, words, got.sufficient, letter.place_of("delivery"))


def _agreement(position: Position, letters: Sequence[Request]) -> Iterator[Finding]:
    """Whether the request is made under this agreement, where it names one that overlaps."""
    for letter in letters:
        if letter.under_agreement:
            named = letter.under_agreement.casefold()
            others = [o for o in position.deal.agreement.other_agreements if named in o.name.casefold()]
            if others and named != position.deal.agreement.title.casefold():
                yield Finding(others[0].clause, f"it is made under the {others[0].name}", False, letter.place)


def _states(
    position: Position, letters: Sequence[Request], requesters: dict[str, int | None], methods: Sequence[str]
) -> Iterator[Finding]:
    terms = position.deal.terms
    right = terms.demand if isinstance(letters[0], DemandNotice) else terms.short_form
    assert right is not None  # only granted requests are judged
    stock = position.deal.agreement.words.stock
    if "shares" in right.must_state:
        silent = [position.deal.party_name(name) for name, count in requesters.items() if count is None]
        words = (
            f"the number of shares is not stated for {', '.join(silent)}"
            if silent
            else f"it states {shares(sum(count or 0 for count in requesters.values()))} of {stock}"
        )
        yield Finding(right.clause, words, not silent, letters[0].place_of("requesting"))
    if "method" in right.must_state:
        if len(set(methods)) > 1:
            yield Finding(right.clause, "the letters name different methods of disposition", False, letters[-1].place)
        else:
            words = f"it states the method: {METHODS[methods[0]]}" if methods else "the intended method is not stated"
            place = next((x.place_of("disposition") for x in letters if x.disposition), letters[0].place)
            yield Finding(right.clause, words, bool(methods), place)
    if isinstance(letters[0], ShortFormNotice) and "net_proceeds" in right.must_state:
        stated = [x for x in letters if isinstance(x, ShortFormNotice) and x.net_proceeds is not None]
        if not stated:
            yield Finding(right.clause, "the proposed net proceeds are not stated", False, letters[0].place)


# ---- who must make a demand


def counted(position: Position, names: Sequence[str], at: datetime, *, issuable: bool) -> int:
    """The shares of several holders at an instant."""
    return sum(position.ledger.holding(name, at, issuable=issuable) for name in names)


def _measured(position: Position, at: datetime, letter: Event) -> datetime:
    match position.deal.readings.value("majority_measured_at"):
        case "demand_date":
            return letter.date.at
        case "filing_date":
            filed = position.registration(letter.id).filed
            return filed.date.at if filed else at
        case _:
            return at


def _majority(position: Position, names: list[str], at: datetime, letter: DemandNotice) -> Majority:
    """3(a): the share of the stock that the requesters hold, those shut out under 3(j) aside."""
    deal, right = position.deal, position.deal.terms.demand
    assert right is not None  # only granted requests are judged
    at = _measured(position, at, letter)
    bars = {name: barred(position, name, at) for name in names}
    strangers = [name for name in names if not has_rights(position, name, at)]
    votes = [name for name in names if not bars[name].shut_out and name not in strangers]
    counts = []
    for issuable in (True, False):
        below = position.ledger.total(at, issuable=issuable)
        if _others_hold(position, at) and deal.readings("majority_denominator", "investors_only"):
            below = counted(position, investors(position, at), at, issuable=issuable)
        shut_out = [name for name in investors(position, at) if barred(position, name, at).shut_out]
        if shut_out and deal.readings("denominator_144k", "exclude"):
            below -= counted(position, shut_out, at, issuable=issuable)
        above = counted(position, votes, at, issuable=issuable)
        counts.append((above, below, above > right.more_than * below))
    converted, issued = counts
    excluded = tuple(bars[name].finding for name in names if bars[name].shut_out)
    if converted == issued:
        return Majority(*converted, excluded=excluded)
    match deal.readings.value("restricted_stock_basis_3a", letter.id):
        case "as_converted":
            return Majority(*converted, excluded=excluded)
        case "issued_only":
            return Majority(*issued, excluded=excluded)
        case _:
            return Majority(*converted[:2], converted[2] or issued[2], issued, converted[2] == issued[2], excluded)


def _others_hold(position: Position, at: datetime) -> bool:
    people = set(investors(position, at))
    return any(name not in people for name, _ in position.ledger.holders(at))


def _majority_finding(
    position: Position, majority: Majority, letter: DemandNotice, requesters: dict[str, int | None]
) -> Finding:
    right = position.deal.terms.demand
    assert right is not None  # only granted requests are judged
    holds = majority.holds
    half = majority.denominator * right.more_than
    words = (
        f"the requesters hold {majority.numerator:,} of {majority.denominator:,} shares "
        f"({_percent(majority.numerator, majority.denominator)}); more than {_number(half)} are needed"
    )
    if majority.other:
        words += f"; of shares issued, {majority.other[0]:,} of {majority.other[1]:,}"
    for finding in majority.excluded:
        words += f"; not counted: {finding.says}"
    if len(requesters) == 1 and holds and position.deal.readings("single_investor_majority", "plural_required"):
        holds, words = False, words + "; one alone may not demand"
    return Finding(right.clause, words, holds, letter.place_of("requesting"))


def _percent(above: int, below: int) -> str:
    return f"{100 * above / below:.2f}%" if below else "no stock"


def _number(value: Fraction) -> str:
    return f"{int(value):,}" if value.denominator == 1 else f"{int(value):,} and a fraction"


# ---- who may ask for a short form


def _short_form(
    position: Position, letters: Sequence[Request], requesters: dict[str, int | None], at: datetime
) -> Iterator[Finding]:
    right, words = position.deal.terms.short_form, position.deal.agreement.words
    assert right is not None  # only granted requests are judged
    status = [e for e in position.about(FormEligibility, right.form) if e.date.at <= at]
    if not status:
        yield Finding(right.clause, f"eligibility for Form {right.form} is not on record", None)
    else:
        eligible = status[-1].registrant and (
            status[-1].transaction or position.deal.readings("s3_eligibility_level", "registrant")
        )
        says = f"{words.issuer} is {'' if eligible else 'not '}eligible for Form {right.form}"
        yield Finding(right.clause, f"{says} (status of {long_date(status[-1].date.day)})", eligible, status[-1].place)
    stated = [x for x in letters if isinstance(x, ShortFormNotice) and x.net_proceeds is not None]
    if stated:
        net, over = stated[-1].net_proceeds, right.net_proceeds_over
        assert net is not None  # just selected
        says = f"net proceeds of ${net:,.2f} are proposed; they must exceed ${over:,.2f}"
        yield Finding(right.clause, says, net > over, stated[-1].place_of("net_proceeds"))
    bars = [barred(position, name, at) for name in requesters]
    shut_out = [bar.finding for bar in bars if bar.shut_out]
    strangers = [name for name in requesters if not has_rights(position, name, at)]
    for name in strangers:
        says = f"{position.deal.party_name(name)} is no {words.holder} that has joined the agreement"
        yield Finding(right.clause, says, False, letters[0].place_of("requesting"))
    if shut_out:
        alone = len(shut_out) == len(requesters)
        for finding in shut_out:
            yield Finding(finding.clause, finding.says, False if alone else None, finding.evidence)
    empty = [name for name in requesters if not position.ledger.holding(name, at, issuable=True)]
    for name in empty:
        says = f"{position.deal.party_name(name)} holds no {words.stock}"
        yield Finding(right.clause, says, False, letters[0].place_of("requesting"))


def found_clause(position: Position, found: Matter) -> str:
    """The clause under which a request is made."""
    terms = position.deal.terms
    right = terms.demand if found.demand else terms.short_form
    return right.clause if right else ""
