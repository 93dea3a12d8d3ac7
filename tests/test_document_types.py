"""The catalogue: every document is one whole entry, and what the entry names is there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from rrdocs.agreement.document_types import DOCUMENT_TYPES, FAMILIES
from rrdocs.agreement.document_types.entry import Companion, DocumentType, Occasion
from rrdocs.agreement.terms import Terms
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import EVENT_TYPES
from rrdocs.deal.loading import load
from rrdocs.docket.requirements import requires
from rrdocs.documents import house_templates
from rrdocs.documents.fields import FIELD_MAKERS, MADE_ELSEWHERE
from rrdocs.pipeline.sample_deal import SAMPLE_FOLDER
from rrdocs.rules.engine import decide
from tests.support.packets import SAVVIS

SERVICE = ("service_log", "declaration_of_service")
"""What the commands about what was sent make; what they say is not listed."""


def deal_in(folder: Path) -> Deal:
    deal, problems = load(folder)
    assert deal, problems
    return deal


def lacks(entry: DocumentType) -> list[str]:
    """What an entry does not have, or names and is not there."""
    found = []
    if not (house_templates() / f"{entry.name}.docx").exists():
        found.append("template")
    if entry.name not in FIELD_MAKERS and entry.name not in MADE_ELSEWHERE:
        found.append("maker of its fields")
    if not entry.content and entry.name not in SERVICE:
        found.append("what it says")
    if bool(entry.requires) == bool(entry.no_requirement):
        found.append("a sentence of what is required, or the reason why there is none")
    occasion, companion = entry.on_request, entry.companion
    if entry.no_requirement == "on_request" and not occasion:
        found.append("when it may be requested")
    enclosed = {one.form for one in DOCUMENT_TYPES.values()} | {
        one.companion.document for one in DOCUMENT_TYPES.values() if one.companion
    }
    if entry.no_requirement == "form" and entry.name not in enclosed:
        found.append("the document that it goes with")
    found += [
        f"document {name}"
        for name in (entry.form, companion.document if companion else "")
        if name and name not in DOCUMENT_TYPES
    ]
    events = (*(occasion.about if occasion else ()), entry.called_by, entry.recorded_by)
    found += [f"event {name}" for name in events if name and name not in EVENT_TYPES]
    found += [
        f"term {name}"
        for name in (occasion.terms if occasion else ())
        if name not in Terms.model_fields
    ]
    return found


@pytest.mark.parametrize("name", DOCUMENT_TYPES)
def test_an_entry_has_all_that_a_document_needs(name: str) -> None:
    assert lacks(DOCUMENT_TYPES[name]) == []


def test_an_entry_that_lacks_something_is_found() -> None:
    entry = DocumentType(
        "new_letter",
        "D-99",
        "New Letter",
        made_by="issuer",
        class_="customary",
        no_requirement="form",
        form="no_form",
        companion=Companion("no_companion"),
        on_request=Occasion(("no_term",), "issuer", ("no_event",)),
        called_by="no_later_event",
    )
    assert lacks(entry) == [
        "template",
        "maker of its fields",
        "what it says",
        "the document that it goes with",
        "document no_form",
        "document no_companion",
        "event no_event",
        "event no_later_event",
        "term no_term",
    ]
    silent = DocumentType("waiver", "D-35", "Waiver", made_by="holder", class_="right")
    assert "a sentence of what is required, or the reason why there is none" in lacks(silent)


def test_no_two_entries_have_one_name() -> None:
    names = [entry.name for family in FAMILIES.values() for entry in family]
    assert sorted(names) == sorted(DOCUMENT_TYPES)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_makers_of_a_family_stand_in_its_module(family: str) -> None:
    for entry in FAMILIES[family]:
        if entry.name not in MADE_ELSEWHERE:
            maker = FIELD_MAKERS[entry.name]
            assert (maker.__module__, maker.__name__) == (
                f"rrdocs.documents.fields.{family}",
                entry.name,
            )


@pytest.mark.parametrize(
    "folder", [*sorted(SAVVIS.parent.iterdir()), SAMPLE_FOLDER], ids=lambda f: f.name
)
def test_whatever_a_rule_decides_has_a_sentence_of_what_its_clause_requires(folder: Path) -> None:
    deal = deal_in(folder)
    docket = decide(deal, datetime(2030, 1, 1), readings=False)
    silent = {d.document for d in docket.decisions if not requires(deal, d.document)}
    assert docket.decisions
    assert silent == set()


def test_every_sentence_can_be_filled_from_the_terms_of_a_deal() -> None:
    deal = deal_in(SAVVIS)
    for name in DOCUMENT_TYPES:
        assert "{" not in requires(deal, name), name
