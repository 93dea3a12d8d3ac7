"""3(i): who pays for a registration.

Registration Expenses follow the tranche of the shares registered: some are the issuer's, others are governed by another
agreement that is not in the file. Selling Expenses are borne by the sellers in proportion to the shares each sold. Fees of the
holders' own counsel are neither. Expenses of one kind are added up and split once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from rrdocs.deal import Deal
from rrdocs.decision import Finding, Flag, Item, Tally
from rrdocs.events import ExpenseIncurred
from rrdocs.position import Position, Registration
from rrdocs.rules.cutback import allocation, included
from rrdocs.rules.satisfaction import sold_under
from rrdocs.rules.sending import to_send
from rrdocs.terms import Expenses

CENT = Decimal("0.01")


def money_shares(amount: Decimal, weights: Mapping[str, int]) -> dict[str, Decimal]:
    """An amount split in proportion, in whole cents that add up to it (largest remainder, ties in the order given)."""
    total = sum(weights.values())
    if not total:
        return {}
    exact = {name: Fraction(amount) * weight / total for name, weight in weights.items()}
    given = {
        name: (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_FLOOR)
        for name, value in exact.items()
    }
    left = int((amount - sum(given.values())) / CENT)
    ranked = sorted(weights, key=lambda name: Fraction(given[name]) - exact[name])
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


def _tranches(position: Position, registration: Registration) -> dict[str, int]:
    """The shares registered, by tranche; a holder's shares count in the proportion of its holdings."""
    covers = registration.covers
    if covers is None:
        cut = allocation(position, registration.id)
        covers = cut.investors if cut else included(position, registration.id, open_market=True)
    event = registration.effective or registration.filed or registration.event
    at = min(event.date.at, position.as_of)
    found: dict[str, int] = {}
    for name, count in covers.items():
        for tranche, part in _spread(position.ledger.by_tranche(name, at), count).items():
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


def _split(position: Position, rule: Expenses, registration: Registration) -> Iterator[Item]:
    deal, spent = position.deal, position.about(ExpenseIncurred, registration.id)
    registered = _tranches(position, registration)
    paid: dict[str, Decimal] = {}
    mixed = False
    for expense in (e for e in spent if e.kind == "registration"):
        weights = {expense.tranche: 1} if expense.tranche else registered
        mixed = mixed or len({rule.registration.get(tranche) for tranche in weights}) > 1
        for tranche, amount in money_shares(expense.amount, weights).items():
            payer = deal.issuer if rule.registration.get(tranche) == "issuer" else "original_agreement"
            paid[payer] = paid.get(payer, Decimal(0)) + amount
    sold = sold_under(position, registration.id)
    issuers = deal.issuer in sold
    if issuers and deal.readings("selling_expense_basis", "investors_only"):
        sold = {name: count for name, count in sold.items() if name != deal.issuer}
    selling = money_shares(sum((e.amount for e in spent if e.kind == "selling"), Decimal(0)), sold)
    values = {
        "registration": {name: f"{amount:.2f}" for name, amount in paid.items()},
        "selling": {name: f"{amount:.2f}" for name, amount in selling.items()},
    }
    lines = tuple(f"{deal.agreement.tranches[t].name}: {count:,} shares registered" for t, count in registered.items())
    yield Tally("expenses", rule.clause, registration.event.id, values, lines)
    if mixed:
        reading = deal.readings.value("mixed_expense_allocation")
        words = "expenses of both tranches are split by the shares registered; the text has no formula"
        if reading == "incremental":
            words = "incremental cost is not modelled: the split by shares is shown"
        yield Flag(rule.clause, registration.event.id, words)
    if any(e.kind == "selling" for e in spent) and not sold:
        yield Flag(rule.clause, registration.event.id, "selling expenses wait for the shares sold")
    finding = Finding(rule.clause, f"expenses of ${sum(e.amount for e in spent):,.2f} are on record", True, spent[-1].place)
    yield to_send(
        position, "expense_allocation", rule.clause, registration.event.id, deal.issuer, (finding,), None, class_="internal"
    )
