"""The `clause` command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rrdocs.cli._common import load_deal, refuse

if TYPE_CHECKING:
    from rrdocs.deal.deal import Deal
    from rrdocs.rules.pages import RulePage


@click.command()
@click.argument("words", nargs=-1, required=True, metavar="[DEAL] CLAUSE")
def clause(words: tuple[str, ...]) -> None:
    """What the rules on a CLAUSE require, decide, rest on, and leave to people.

    With a DEAL the clause is one of its own agreement (`rrdocs clause data/ardenvale-2019 2.1`),
    and its readings have the values that the deal chose. Without, it is a clause of the Savvis
    agreement, for which the rules were written (`rrdocs clause "3(d)"`).
    """
    from rrdocs.rules.pages import pages_of, pages_on, plain_clause, rule_pages
    from rrdocs.yamlfiles.records import near

    if len(words) > 2:
        raise click.UsageError("name one CLAUSE, after a DEAL if it is one of its agreement")
    wanted = words[-1]
    deal = load_deal(Path(words[0])) if len(words) > 1 else None
    if deal:
        found = [page for page, _ in pages_of(deal.terms, wanted)]
        known = [term.clause for page in rule_pages() for term in page.applied(deal.terms)]
    else:
        found = list(pages_on(wanted))
        known = [each for page in rule_pages() for each in page.clauses]
    if not found:
        refuse(f"no rule applies clause {wanted}{near(plain_clause(wanted), known)}")
    for number, page in enumerate(found):
        if number:
            click.echo()
        for line in _lines(page, deal, wanted):
            click.echo(line)


def _lines(page: RulePage, deal: Deal | None, wanted: str) -> Iterator[str]:
    """A page as the terminal shows it."""
    from rrdocs.docket.decisions import same_clause

    if deal:
        clauses = dict.fromkeys(term.clause for term in page.applied(deal.terms))
        yield f"{', '.join(clauses)}: {page.title}"
    else:
        yield f"{', '.join(page.clauses) or 'Other agreements'}: {page.title}"
    for heading, text in page.parts.items():
        yield ""
        yield f"{heading}"
        for line in text.splitlines():
            yield f"  {line}".rstrip()
        if heading == "Readings" and deal:
            for name in page.readings:
                yield f"  Chosen for this deal: {name}: {deal.readings.value(name)}"
        if heading == "Not modelled" and deal:
            for each in deal.agreement.unmodelled:
                if same_clause(each.clause, wanted):
                    yield f"  In this agreement, {each.clause}: {each.says}"
