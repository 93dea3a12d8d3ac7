"""The page of each rule: what its clause requires, what it decides, on which readings it rests.

A page is the docstring of the rule's module. Its first line names the clauses of the agreement that
the rule was written for, and a title; five headings follow.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc

from rrdocs.agreement.registration_rights import Term
from rrdocs.agreement.terms import Terms
from rrdocs.rules import RULES

HEADINGS = ("Requires", "Decides", "Readings", "Not modelled", "Cases")


@dataclass(frozen=True)
class RulePage:
    """What one rule is about.

    ``clauses`` are those of the first agreement, empty for what only other agreements have;
    ``terms`` are the names of the fields of `Terms` that it applies; ``parts`` is the text under
    each heading.
    """

    module: str
    title: str
    clauses: tuple[str, ...]
    terms: tuple[str, ...]
    parts: dict[str, str]

    @property
    def readings(self) -> list[str]:
        """The parameters that its page names."""
        return re.findall(r"^`(\w+)`", self.parts["Readings"], re.MULTILINE)

    def applied(self, terms: Terms) -> list[Term]:
        """The terms of a deal that it applies: those that the agreement has."""
        found = (getattr(terms, name) for name in self.terms)
        return [term for term in found if term is not None]


@cache
def rule_pages() -> tuple[RulePage, ...]:
    """The pages of all rules, in the order of the agreement; one for each module."""
    pages: dict[str, RulePage] = {}
    for rule, terms in RULES.items():
        module = rule.__module__
        if module in pages:
            terms = (*pages[module].terms, *terms)  # noqa: PLW2901 - two rules share a page
        pages[module] = _page(module, terms)
    return tuple(pages.values())


def _page(module: str, terms: tuple[str, ...]) -> RulePage:
    first, _, rest = cleandoc(sys.modules[module].__doc__ or "").partition("\n")
    named, _, title = first.partition(": ")
    parts = re.split(rf"^({'|'.join(HEADINGS)}):\n", rest, flags=re.MULTILINE)[1:]
    texts = {
        heading: cleandoc("\n" + text)
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }
    clauses = tuple(named.split(", ")) if re.match(r"\d", named) else ()
    return RulePage(module, title.rstrip("."), clauses, terms, texts)


def pages_on(clause: str) -> Iterator[RulePage]:
    """The rules on a clause of the first agreement, or on what stands within it: "3(c)" finds
    3(c)(i) to (viii); of a clause that no rule names, those that speak of it.
    """
    wanted = plain_clause(clause)
    found = [page for page in rule_pages() if any(_within(wanted, c) for c in _whole(page))]
    found.sort(key=lambda page: not _within(wanted, next(_whole(page))))  # its own rule first
    if not found:
        mentions = re.compile(rf"(?<![\w(]){re.escape(wanted)}(?![\w])")
        found = [page for page in rule_pages() if mentions.search(" ".join(page.parts.values()))]
    yield from found


def pages_of(terms: Terms, clause: str) -> Iterator[tuple[RulePage, list[Term]]]:
    """The rules that apply terms of a deal under one of its own clauses, with those terms."""
    wanted = plain_clause(clause)
    for page in rule_pages():
        found = [term for term in page.applied(terms) if _within(wanted, plain_clause(term.clause))]
        if found:
            yield page, found


def plain_clause(clause: str) -> str:
    """A clause without the word before it: "3(d)" for "Section 3(d)"."""
    return re.sub(r"^(Section|Article|Clause|§)\s*", "", clause.strip(), flags=re.IGNORECASE)


def _whole(page: RulePage) -> Iterator[str]:
    """The clauses of a page, each whole: of "3(c)(iii), (v)" the second is 3(c)(v)."""
    before = ""
    for clause in page.clauses:
        before = clause if clause[0].isdigit() else before.rpartition("(")[0] + clause
        yield before


def _within(wanted: str, clause: str) -> bool:
    return clause == wanted or (
        clause.startswith(wanted) and not clause[len(wanted) : len(wanted) + 1].isdigit()
    )
