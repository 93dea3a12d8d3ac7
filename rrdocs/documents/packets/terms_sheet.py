"""The terms of a deal in words, provision by provision: the sheet that counsel compares with the
agreement and initials.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rrdocs.agreement.interpretations import TABLE, Choice
from rrdocs.dates.moments import long_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.explanation import reading_line
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import capital, section, sentence
from rrdocs.yamlfiles.records import Record

UNSTATED = " *"
"""Marks what the data do not state and the program takes by default."""


@dataclass(frozen=True)
class ProvisionRow:
    """One provision: its name, its clause, and what it says, line by line."""

    name: str
    clause: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """One reading in force: the question, the value, who chose it and why, and the other values."""

    question: str
    value: str
    chosen: str
    because: str
    others: str


@dataclass(frozen=True)
class TermsSheet:
    """All that the data of an agreement say of it."""

    title: str
    parties: str
    provisions: tuple[ProvisionRow, ...]
    defined: tuple[ProvisionRow, ...]
    readings: tuple[Reading, ...]
    unmodelled: tuple[tuple[str, str], ...]


def sheet(deal: Deal) -> TermsSheet:
    """The terms of a deal as they stand in it."""
    agreement, terms = deal.agreement, deal.terms
    provisions = tuple(
        ProvisionRow(capital(name.replace("_", " ")), found.clause, tuple(_lines(deal, found)))
        for name in type(terms).model_fields
        if (found := getattr(terms, name)) is not None
    )
    return TermsSheet(
        f"{agreement.title} of {long_date(agreement.date)}",
        agreement.parties,
        provisions,
        tuple(_defined(deal)),
        tuple(_readings(deal)),
        tuple((item.clause, item.says) for item in agreement.unmodelled),
    )


def _defined(deal: Deal) -> Iterator[ProvisionRow]:
    """The agreement's own words, its tranches and groups, and the agreements beside it."""
    agreement = deal.agreement
    yield ProvisionRow("Defined terms", "", tuple(_lines(deal, agreement.words)))
    for tranche in agreement.tranches.values():
        size = f"{tranche.shares:,} shares" if tranche.shares else "number of shares not stated"
        yield ProvisionRow(tranche.name, "", (f"{tranche.short}: {size}",))
    for group in agreement.groups.values():
        yield ProvisionRow(
            group.name, group.clause, tuple(_lines(deal, group, but=("name", "clause")))
        )
    for other in agreement.other_agreements:
        names = (
            ", ".join(agreement.tranches[name].name for name in other.tranches) or "other shares"
        )
        yield ProvisionRow(
            other.name, other.clause, (f"of {long_date(other.date)}; reaches {names}",)
        )


def _readings(deal: Deal) -> Iterator[Reading]:
    for parameter in TABLE:
        question, value, others = reading_line(deal, parameter)
        choice = deal.agreement.readings.get(parameter)
        chosen, because = "default", ""
        if isinstance(choice, Choice):
            chosen, because = (
                ", ".join(filter(None, (choice.by or "the file", choice.date))),
                choice.because or "",
            )
        elif choice is not None:
            chosen = "the file"
        yield Reading(capital(question), value, chosen, because, others)


# ---- values in words


def _lines(deal: Deal, record: Record, but: tuple[str, ...] = ("clause",)) -> Iterator[str]:
    """The fields of a record in words: those stated, and those that a default fills with more than
    nothing.
    """
    for name in type(record).model_fields:
        value = getattr(record, name)
        stated = name in record.model_fields_set
        if name in but or value in (None, (), {}) or (value is False and not stated):
            continue
        if isinstance(value, dict) and any(isinstance(each, Record) for each in value.values()):
            for key, each in value.items():
                yield f"{_name(name)}, {_words(deal, key)}: {_words(deal, each)}"
            continue
        yield f"{_name(name)}: {_words(deal, value)}{'' if stated else UNSTATED}"


def _name(field: str) -> str:
    return field.rstrip("_").replace("_", " ")


def _words(deal: Deal, value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Fraction():
            return (
                f"{value.numerator}/{value.denominator}"
                if value.denominator < 10
                else f"{float(100 * value):g}%"
            )
        case Decimal():
            return f"${value:,.2f}"
        case int():
            return f"{value:,}"
        case date():
            return long_date(value)
        case Record():
            return "; ".join(_lines(deal, value)) or "yes"
        case dict():
            return "; ".join(
                f"{_words(deal, key)}: {_words(deal, each)}" for key, each in value.items()
            )
        case tuple() if value and isinstance(value[0], tuple):
            return ", then ".join(
                " with ".join(_words(deal, each) for each in ranks) for ranks in value
            )
        case tuple():
            return ", ".join(_words(deal, each) for each in value)
        case str():
            return _called(deal, value)
        case _:
            return str(value)


def _called(deal: Deal, value: str) -> str:
    """A group, tranche or party by its name; another word of the data as it reads."""
    agreement = deal.agreement
    if value == "reading":
        return "a reading decides"
    for known in (agreement.groups, agreement.tranches):
        if value in known:
            return str(known[value].name)
    if value in deal.parties:
        return deal.party_name(value)
    return value.replace("_", " ") if value.islower() else value


# ---- as text, and for print


def as_text(found: TermsSheet) -> Iterator[str]:
    """The sheet as plain text, for a pipe: a heading for each part, an entry for each provision."""
    yield found.title
    yield found.parties
    for heading, provisions in (("DEFINED", found.defined), ("TERMS", found.provisions)):
        yield ""
        yield heading
        for each in provisions:
            yield f"{each.clause or '-':<14}{each.name}"
            yield from (f"{'':<14}  {line}" for line in each.lines)
    yield ""
    yield "READINGS IN FORCE"
    for reading in found.readings:
        yield (
            f"{reading.value:<40}{reading.question}"
            f" [{reading.chosen}{f': {reading.because}' if reading.because else ''}]"
        )
    yield ""
    yield "NOT EXPRESSED IN THE DATA"
    yield from (f"{clause:<14}{says}" for clause, says in found.unmodelled)
    if not found.unmodelled:
        yield "nothing is noted"
    yield ""
    yield f"{UNSTATED.strip()} not stated in the data: what is taken without it."


def context(fields: LetterFields, found: TermsSheet) -> Context:
    """The fields of the template ``terms_sheet``."""
    deal = fields.deal
    counsel = deal.role("counsel")
    return fields.agreement() | {
        "document_title": "Sheet of Terms",
        "memo_to": (
            deal.party_name(counsel) if counsel else f"Counsel to {deal.party_name(deal.issuer)}"
        ),
        "memo_from": fields.clerk(),
        "memo_date": long_date(fields.today),
        "memo_re": f"Terms as of {long_date(fields.today)}",
        "rows": [
            {"clause": each.clause, "name": each.name, "says": "\n".join(each.lines) or "granted"}
            for each in (*found.defined, *found.provisions)
        ],
        "readings": [
            {
                "question": r.question,
                "value": r.value,
                "chosen": r.chosen,
                "because": sentence(r.because),
                "others": r.others,
            }
            for r in found.readings
        ],
        "unmodelled": [sentence(f"{section(clause)}: {says}") for clause, says in found.unmodelled],
    }
