"""3(i): who pays for a registration.

Registration Expenses follow the tranche of the shares registered: some are the issuer's, others are governed by another
agreement that is not in the file. Selling Expenses are borne by the sellers in proportion to the shares each sold. Fees of the
holders' own counsel are neither. Expenses of one kind are added up and split once, into whole cents that add up to them. Not
modelled: what a part of the registration costs more than without it (``mixed_expense_allocation``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from rrdocs.covenants import Expenses
from rrdocs.deal import Deal
from rrdocs.decision import Finding, Flag, Item, Tally
from rrdocs.events import ExpenseIncurred, NoteIssued
from rrdocs.position import Position, Registration
from rrdocs.rules.cutback import allocation, included
from rrdocs.rules.satisfaction import sold_under
from rrdocs.rules.sending import reading, to_send

CENT = Decimal("0.01")


def money_shares(amount: Decimal, weights: Mapping[str, int]) -> dict[str, Decimal]:
    """An amount split in proportion, in whole cents that add up to it (largest remainder, ties to the larger weight)."""
    total = sum(weights.values())
    if not total:
        return {}
    exact = {name: Fraction(amount) * weight / total for name, weight in weights.items()}
    given = {name: (Decimal(value.numerator) / Decimal(value.denominator)).quantize(CENT, ROUND_FLOOR) for name, value in exact.items()}
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


def _tranches(position: Position, registration: Registration) -> dict[str, int]:
    """The shares registered, by tranche: in the proportion of a holder's stock, or of its notes where it has only those."""
    covers = registration.covers
    if covers is None:
        cut = allocation(position, registration.id)
        covers = cut.investors if cut else included(position, registration.id, open_market=True)
    event = registration.effective or registration.filed or registration.event
    at = min(event.date.at, position.as_of)
    found: dict[str, int] = {}
    for name, count in covers.items():
        notes = {note.tranche: 1 for note in position.all(NoteIssued) if note.holder == name}
        for tranche, part in _spread(position.ledger.by_tranche(name, at) or notes, count).items():
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
    about, place = registration.event.id, spent[-1].place
    registered = _tranches(position, registration)
    selling = sum((e.amount for e in spent if e.kind == "selling"), Decimal(0))
    sellers = _sellers(position, registration)
    by_tranche = _registration(position, registration, registered)
    paid: dict[str, Decimal] = {}
    for tranche, amount in by_tranche.items():
        payer = deal.issuer if rule.registration.get(tranche) == "issuer" else "original_agreement"
        paid[payer] = paid.get(payer, Decimal(0)) + amount
    values = {
        "registration": {name: f"{amount:.2f}" for name, amount in paid.items()},
        "selling": {name: f"{amount:.2f}" for name, amount in money_shares(selling, sellers).items()},
    }
    lines = tuple(f"{deal.agreement.tranches[t].name}: {count:,} shares registered" for t, count in registered.items())
    yield Tally("expenses", rule.clause, about, values, lines)
    if len({rule.registration.get(tranche) for tranche in registered}) > 1 and _untagged(spent):
        words = "expenses of both tranches are split by the shares registered; the text has no formula"
        if reading(position, "mixed_expense_allocation", registration.id) == "incremental":
            words = "incremental cost is not modelled: the split by shares is shown"
        yield Flag(rule.clause, about, words, evidence=place)
    if paid.get("original_agreement"):
        words = f"who pays ${paid['original_agreement']:,.2f} is for an agreement that is not in the file"
        yield Flag(rule.clause, about, words, evidence=place)
    if _untagged(spent) and not registered:
        yield Flag(rule.clause, about, "registration expenses wait for the shares registered", evidence=place)
    if selling and not sellers:
        yield Flag(rule.clause, about, "selling expenses wait for the shares sold", evidence=place)
    finding = Finding(rule.clause, f"expenses of ${sum(e.amount for e in spent):,.2f} are on record", True, place)
    yield to_send(position, "expense_allocation", rule.clause, about, deal.issuer, (finding,), None, class_="internal")


def _untagged(spent: Sequence[ExpenseIncurred]) -> Decimal:
    """The registration expenses that are not recorded for one tranche."""
    return sum((e.amount for e in spent if e.kind == "registration" and e.tranche is None), Decimal(0))


def _registration(position: Position, registration: Registration, registered: Mapping[str, int]) -> dict[str, Decimal]:
    """The registration expenses by tranche: those recorded for one, and the rest by the shares registered."""
    spent = position.about(ExpenseIncurred, registration.id)
    found = money_shares(_untagged(spent), registered)
    for expense in spent:
        if expense.kind == "registration" and expense.tranche:
            found[expense.tranche] = found.get(expense.tranche, Decimal(0)) + expense.amount
    return found


def _sellers(position: Position, registration: Registration) -> dict[str, int]:
    """The shares sold, by seller. Readings consulted where the issuer sells: ``selling_expense_basis``."""
    sold, issuer = sold_under(position, registration.id), position.deal.issuer
    if sold.get(issuer) and reading(position, "selling_expense_basis", registration.id) == "investors_only":
        del sold[issuer]
    return sold
