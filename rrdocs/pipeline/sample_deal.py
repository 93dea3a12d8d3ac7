"""The sample deal beside the templates: every document made of it, for checking and previewing
templates.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import cache

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event
from rrdocs.deal.loading import load
from rrdocs.docket.decisions import Docket
from rrdocs.documents import house_templates
from rrdocs.documents.packets.bundle import Draft
from rrdocs.documents.packets.drafting import EVIDENCE_ONLY, bundles, requested
from rrdocs.documents.packets.on_request import NoOccasionError
from rrdocs.facts.record.position import Position
from rrdocs.facts.record.terms_in_force import position_at
from rrdocs.pipeline.packets import on_the_record
from rrdocs.rules.engine import judge

SAMPLE_FOLDER = house_templates() / "sample"


TURNING = {"readings_sheet"}
"""Documents that show which answers turn on which reading, which takes longer to find."""


def _quick(deal: Deal, as_of: datetime, until: Event | None) -> tuple[Position, Docket]:
    """The position and docket on the record up to an event, without what other readings would
    change.
    """
    position = position_at(deal, as_of, until=until)
    return position, judge(position, readings=False)


@cache
def sample_drafts() -> dict[str, tuple[Draft, ...]]:
    """Drafts of each kind of document, by the template that they are made with, from the made-up
    history of the sample deal.

    Raises RuntimeError where the sample deal has problems.
    """
    deal, problems = load(SAMPLE_FOLDER)
    if deal is None:
        raise RuntimeError(
            "; ".join(problem.shown(SAMPLE_FOLDER.as_posix()) for problem in problems)
        )
    found: dict[str, list[Draft]] = {}
    for bundle in bundles(deal, _quick):
        for draft in bundle.anchored().drafts:
            found.setdefault(draft.template, []).append(draft)
    for document, entry in DOCUMENT_TYPES.items():
        occasion = entry.on_request
        if document in found or occasion is None:
            continue
        events = [
            e
            for e in deal.events
            if (not occasion.about or e.type in occasion.about) and not isinstance(e, EVIDENCE_ONLY)
        ]
        how = on_the_record if document in TURNING else _quick
        for event in reversed(events):
            with suppress(NoOccasionError):
                found[document] = list(requested(deal, event, how, document).anchored().drafts)
                break
    return {name: tuple(drafts) for name, drafts in found.items()}
