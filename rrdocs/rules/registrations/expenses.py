"""3(i): who pays for a registration.

Requires:
    The issuer pays the Registration Expenses of some tranches of stock; those of another tranche
    follow another agreement, which is not in the file. The sellers bear the Selling Expenses in
    proportion to the shares that each sold. The fees of the holders' own counsel are neither. An
    agreement may have the issuer pay for the first required registrations only, have requesters
    that withdraw pay, or have the issuer pay for the holders' counsel up to a cap. What the
    holders bear they share by the shares registered.
Decides:
    expense_allocation: to the file. expenses: the tally of who pays how much, in whole cents that
    add up to the expenses. Flags: expenses whose payer is open.
Readings:
    `mixed_expense_allocation` (A61): how the expenses of a registration of shares of several
        tranches are divided.
    `selling_expense_basis` (A62): whether all sellers share selling expenses, or Investors alone.
Not modelled:
    Whether an expense was reasonable; the terms of the other agreement.
Cases:
    tests/scenarios/expenses.yaml, tests/parameters/expenses.yaml
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from rrdocs.agreement.covenants import Expenses
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import ExpenseIncurred, RequestWithdrawn
from rrdocs.docket.decisions import Finding, Flag, Item, Tally
from rrdocs.docket.figures import ExpenseFigures
from rrdocs.facts.notices.deliveries import reading
from rrdocs.facts.offerings.allocation import allocation, included
from rrdocs.facts.record.position import Position, Registration
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests, request_of
from rrdocs.facts.requests.satisfaction import registration_for, sold_under
from rrdocs.rules.giving import to_send

CENT = Decimal("0.01")


def money_shares(amount: Decimal, weights: Mapping[str, int]) -> dict[str, Decimal]:
    """An amount split in proportion, in whole cents that add up to it (largest remainder, ties to
    the larger weight).
    """
    total = sum(weights.values())
    if not total:
        return {}
    exact = {name: Fraction(amount) * weight / total for name, weight in weights.items()}
    given = {
        name: (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_FLOOR)
        for name, value in exact.items()
    }
    left = int((amount - sum(given.values())) / CENT)
    ranked = sorted(weights, key=lambda name: (Fraction(given[name]) - exact[name], -weights[name]))
    for name in ranked[:left]:
        given[name] += CENT
    return given


def expenses(deal: Deal, position: Position) -> Iterator[Item]:
    """3(i): the split of each registration's expenses."""
    rule = deal.terms.expenses
    if rule is None:
        return
    for registration in position.registrations().values():
        spent = position.about(ExpenseIncurred, registration.id)
        if spent:
            yield from _split(position, rule, registration)


def registered_by(position: Position, registration: Registration) -> dict[str, int]:
    """The shares registered, by holder: as filed, as allocated, or as asked for, by those too who
    have withdrawn since.
    """
    if registration.covers is not None:
        return registration.covers
    cut = allocation(position, registration.id)
    found = cut.investors if cut else included(position, registration.id, open_market=True)
    asked = request_of(position, registration.id)
    return found or (
        {name: count or 0 for name, count in asked.requesters.items()} if asked else {}
    )


def registered_by_tranche(position: Position, registration: Registration) -> dict[str, int]:
    """The shares registered, by tranche: in the proportion of a holder's stock, or where it has
    none of what its notes would yield.

    The issuer's own shares, and those of persons who have no stock under the agreement, stand under
    their names.
    """
    covers = registered_by(position, registration)
    event = registration.effective or registration.filed or registration.event
    at = min(event.date.at, position.as_of)
    found: dict[str, int] = {}
    for name, count in covers.items():
        held = position.ledger.by_tranche(name, at) or position.ledger.by_tranche(
            name, at, issuable=True
        )
        party = position.deal.parties.get(name)
        if count and not held and (party is None or party.role != "investor"):
            found[name] = count
        for tranche, part in _spread(held, count).items():
            found[tranche] = found.get(tranche, 0) + part
    return found


def _spread(held: Mapping[str, int], count: int) -> dict[str, int]:
    total = sum(held.values())
    if not total:
        return {}
    given = {tranche: count * shares // total for tranche, shares in held.items()}
    first = next(iter(given))
    given[first] += count - sum(given.values())
    return given


@dataclass(frozen=True)
class _Split:
    """Who pays the registration expenses, in US dollars by payer.

    ``shared``: some are of several tranches that different persons pay for; ``apart``: those stay
    open, as each tranche bears what it costs more. ``shift``: who pays in place of the issuer, and
    why.
    """

    paid: Mapping[str, Decimal]
    shared: bool
    apart: bool
    shift: tuple[str, Finding] | None


def _split(position: Position, rule: Expenses, registration: Registration) -> Iterator[Item]:
    """The tally of one registration's expenses, what of it is open, and the memorandum of it."""
    deal, spent = position.deal, position.about(ExpenseIncurred, registration.id)
    about, place = registration.event.id, spent[-1].place
    registered = registered_by_tranche(position, registration)
    selling = sum((e.amount for e in spent if e.kind == "selling"), Decimal(0))
    sellers = _sellers(position, registration)
    split = _paid(position, rule, registration, registered)
    paid, shift = split.paid, split.shift
    holders = registered_by(position, registration)
    counsel = sum((e.amount for e in spent if e.kind == "counsel"), Decimal(0))
    shared_by_holders = money_shares(paid["holders"], holders) if paid.get("holders") else {}
    figures = ExpenseFigures(
        {name: f"{amount:.2f}" for name, amount in paid.items()},
        {name: f"{amount:.2f}" for name, amount in money_shares(selling, sellers).items()},
        {name: f"{amount:.2f}" for name, amount in shared_by_holders.items()} or None,
        _counsel(deal, rule, counsel, holders) if counsel else None,
    )
    lines = tuple(
        f"{_called(deal, t)}: {count:,} shares registered" for t, count in registered.items()
    )
    lines += (shift[1].says,) if shift else ()
    yield Tally(rule.clause, about, figures, lines)
    for words in _left_open(deal, split, spent, registered):
        yield Flag(rule.clause, about, words, evidence=place)
    if selling and not sellers:
        yield Flag(rule.clause, about, "selling expenses wait for the shares sold", evidence=place)
    finding = Finding(
        rule.clause, f"expenses of ${sum(e.amount for e in spent):,.2f} are on record", True, place
    )
    findings = (finding, shift[1]) if shift else (finding,)
    yield to_send(
        position,
        "expense_allocation",
        rule.clause,
        about,
        deal.issuer,
        findings,
        None,
        class_="internal",
    )


def _paid(
    position: Position, rule: Expenses, registration: Registration, registered: Mapping[str, int]
) -> _Split:
    """Each expense divided once by the tranches registered, and added up by who pays for them."""
    deal, spent = position.deal, position.about(ExpenseIncurred, registration.id)
    shift = _shifted(position, rule, registration)
    tranches = [tranche for tranche in registered if tranche in deal.agreement.tranches]
    mixed = len({rule.registration.get(tranche) for tranche in tranches}) > 1
    shared = mixed and bool(_untagged(spent))
    apart = (
        shared and reading(position, "mixed_expense_allocation", registration.id) == "incremental"
    )
    paid: dict[str, Decimal] = {}
    for then, some in _by_terms(position, rule, spent):
        for tranche, amount in _registration(some, {} if apart else registered).items():
            own = (
                then.registration.get(tranche, "original_agreement")
                if tranche in deal.agreement.tranches
                else "open"
            )
            own = "issuer" if tranche == deal.issuer else own
            payer = (
                shift[0] if shift and own == "issuer" else deal.issuer if own == "issuer" else own
            )
            paid[payer] = paid.get(payer, Decimal(0)) + amount
    if apart:
        paid["open"] = paid.get("open", Decimal(0)) + _untagged(spent)
    return _Split(paid, shared, apart, shift)


def _left_open(
    deal: Deal, split: _Split, spent: Sequence[ExpenseIncurred], registered: Mapping[str, int]
) -> Iterator[str]:
    """What the agreement leaves open about who pays the registration expenses."""
    if split.apart:
        yield (
            "what each tranche costs more is to be recorded for it: who pays"
            f" ${_untagged(spent):,.2f} is open till then"
        )
    elif split.shared:
        yield (
            "expenses of several tranches are split by the shares registered; the text has no"
            " formula"
        )
    strangers = [
        tranche
        for tranche in registered
        if tranche != deal.issuer and tranche not in deal.agreement.tranches
    ]
    if strangers and _untagged(spent):
        names = ", ".join(map(deal.party_name, strangers))
        yield (
            f"who pays the part that goes with the shares of {names} is not for this"
            f" {deal.agreement.words.agreement}"
        )
    if split.paid.get("original_agreement"):
        yield (
            f"who pays ${split.paid['original_agreement']:,.2f} is for an agreement that is not in"
            " the file"
        )
    if _untagged(spent) and not registered:
        yield "registration expenses wait for the shares registered"


def _counsel(
    deal: Deal, rule: Expenses, fees: Decimal, holders: Mapping[str, int]
) -> dict[str, str]:
    """The fees of counsel to the holders: the issuer's up to the cap, the rest theirs."""
    own = min(fees, rule.counsel_cap or Decimal(0))
    rest = money_shares(fees - own, holders)
    return {name: f"{amount:.2f}" for name, amount in {deal.issuer: own, **rest}.items() if amount}


def _shifted(
    position: Position, rule: Expenses, registration: Registration
) -> tuple[str, Finding] | None:
    """Who pays in the issuer's place for a required registration, and why; ``open`` where that is
    not on record.
    """
    found = request_of(position, registration.id)
    if found is None:
        return None
    if found.withdrawn_on and rule.withdrawn != "not_stated":
        return _for_withdrawn(position, rule, found)
    if rule.first is not None:
        made = [
            each
            for each in all_requests(position)
            if each.valid is not False and not each.withdrawn
        ]
        filed = {each.id: step for each in made if (step := registration_for(position, each).filed)}
        order = sorted(filed, key=lambda name: filed[name].date)
        if found.id in order and order.index(found.id) >= rule.first:
            number = order.index(found.id) + 1
            words = (
                f"it is required registration no. {number}; {position.deal.agreement.words.issuer}"
                f" pays for the first {rule.first}"
            )
            return "holders", Finding(rule.clause, words, True, filed[found.id].place)
    return None


def _for_withdrawn(
    position: Position, rule: Expenses, found: RegistrationRequest
) -> tuple[str, Finding]:
    """A registration that its requesters withdrew: theirs to pay, or the issuer's, or as they
    chose.
    """
    issuer, events = (
        position.deal.issuer,
        [e for key in found.ids for e in position.about(RequestWithdrawn, key)],
    )
    words, place = position.deal.agreement.words, events[-1].place
    counts = position.deal.terms.satisfaction
    excused = counts is not None and "adverse_change" in counts.not_if_withdrawn_in
    if (
        rule.withdrawn != "issuer"
        and excused
        and all(e.because == "adverse_change" for e in events)
    ):
        return issuer, Finding(
            rule.clause,
            f"the {words.holders} withdrew after an adverse change: {words.issuer} pays",
            True,
            place,
        )
    match rule.withdrawn:
        case "issuer":
            return issuer, Finding(
                rule.clause,
                f"{words.issuer} pays for a registration that its requesters withdraw",
                True,
                place,
            )
        case "holders":
            return "holders", Finding(
                rule.clause, "those who withdraw a request pay for it", True, place
            )
    paid = {e.expenses_paid for e in events}
    if paid == {True}:
        return "holders", Finding(
            rule.clause, "those who withdrew pay, so that the request does not count", True, place
        )
    if paid == {False}:
        return issuer, Finding(
            rule.clause, "those who withdrew let the request count, and do not pay", True, place
        )
    says = "whether those who withdrew pay, or let the request count, is not on record"
    return "open", Finding(rule.clause, says, None, place)


def _untagged(spent: Sequence[ExpenseIncurred]) -> Decimal:
    """The registration expenses that are not recorded for one tranche."""
    return sum(
        (e.amount for e in spent if e.kind == "registration" and e.tranche is None), Decimal(0)
    )


def _by_terms(
    position: Position, rule: Expenses, spent: Sequence[ExpenseIncurred]
) -> Iterator[tuple[Expenses, list[ExpenseIncurred]]]:
    """The expenses that were incurred under the same terms, with these."""
    found: list[tuple[Expenses, list[ExpenseIncurred]]] = []
    for expense in spent:
        then = under_terms(position, expense.date.at).deal.terms.expenses or rule
        if not found or found[-1][0] != then:
            found.append((then, []))
        found[-1][1].append(expense)
    yield from found


def _called(deal: Deal, tranche: str) -> str:
    """What the shares of a tranche are called, or those that are the issuer's own."""
    return (
        deal.agreement.tranches[tranche].name
        if tranche in deal.agreement.tranches
        else f"shares of {deal.party_name(tranche)}"
    )


def _registration(
    spent: Sequence[ExpenseIncurred], registered: Mapping[str, int]
) -> dict[str, Decimal]:
    """The registration expenses by tranche: those recorded for one, and the rest by the shares
    registered.
    """
    found = money_shares(_untagged(spent), registered)
    for expense in spent:
        if expense.kind == "registration" and expense.tranche:
            found[expense.tranche] = found.get(expense.tranche, Decimal(0)) + expense.amount
    return found


def _sellers(position: Position, registration: Registration) -> dict[str, int]:
    """The shares sold, by seller. Readings consulted where the issuer or a stranger sells:
    ``selling_expense_basis``.
    """
    sold = sold_under(position, registration.id)
    held = {name: count for name, count in sold.items() if name in position.ledger.acquisitions}
    if (
        held != sold
        and reading(position, "selling_expense_basis", registration.id) == "investors_only"
    ):
        return held
    return sold
