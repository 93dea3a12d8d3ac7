"""The sample deal beside the templates: every paper made of it, for checking and previewing templates."""

from __future__ import annotations

from functools import cache

from rrdocs.documents.drafting import EVIDENCE_ONLY, Draft, bundles, requested
from rrdocs.documents.papers.occasions import OCCASIONS, NoOccasion
from rrdocs.documents.templates import house_templates
from rrdocs.loading import load
from rrdocs.packets import on_the_record

FOLDER = house_templates() / "sample"


@cache
def sample_drafts() -> dict[str, tuple[Draft, ...]]:
    """Drafts of each kind of paper, by the template that they are made with, from the made-up history of the sample deal.

    Raises RuntimeError where the sample deal has problems.
    """
    deal, problems = load(FOLDER)
    if deal is None:
        raise RuntimeError("; ".join(problem.shown(FOLDER.as_posix()) for problem in problems))
    found: dict[str, list[Draft]] = {}
    for bundle in bundles(deal, on_the_record):
        for draft in bundle.anchored().drafts:
            found.setdefault(draft.template, []).append(draft)
    for document in OCCASIONS:
        for event in reversed(deal.events) if document not in found else ():
            if isinstance(event, EVIDENCE_ONLY):
                continue
            try:
                made = requested(deal, event, on_the_record, document).anchored()
            except NoOccasion:
                continue
            found[document] = list(made.drafts)
            break
    return {name: tuple(drafts) for name, drafts in found.items()}
