"""The illustrative deal under other readings, and what is said of a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache

from rrdocs.agreement.interpretations import Readings
from rrdocs.deal.deal import Deal
from rrdocs.deal.loading import load
from rrdocs.facts.notices.receipt_cases import Receipt
from tests.support.scenarios import DEAL

LATER = datetime(2001, 12, 31, 23, 59, 59)
FAX = {"method": "fax", "sent": "2001-06-06T15:00", "received": "2001-06-06T15:01"}


@cache
def _loaded() -> Deal:
    deal, problems = load(DEAL)
    assert deal is not None, problems
    return deal


def deal_with(
    readings: Mapping[str, str] | None = None, counsel: Mapping[tuple[str, str], str] | None = None
) -> Deal:
    return replace(_loaded(), readings=Readings(readings or {}, counsel or {}))


def said(got: Receipt) -> tuple[object, str | None, str | None, str | None]:
    """Whether it is sufficient, and when it was dispatched, counts as received, and came to
    hand.
    """
    return got.sufficient, *(
        str(when) if when else None for when in (got.dispatched, got.at, got.actual)
    )  # type: ignore[return-value]
