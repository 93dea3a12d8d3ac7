"""When acts are due: the anchors that a registration gives."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from rrdocs.position import Registration
from rrdocs.rules.timing import of_registration


def on(day: date, planned: date | None = None) -> Any:
    """A step of a registration on a day; a proposal may say when the filing is planned."""
    return SimpleNamespace(date=SimpleNamespace(day=day), planned_filing=planned and SimpleNamespace(day=planned))


def test_a_registration_gives_the_days_of_its_proposal_filing_and_effectiveness() -> None:
    proposed, filed, effective = date(2026, 3, 2), date(2026, 4, 1), date(2026, 6, 15)
    whole = Registration("r", on(proposed, date(2026, 3, 30)), None, on(filed), on(effective), None, None)
    assert of_registration(whole) == {"proposal": proposed, "filing": filed, "effectiveness": effective}


def test_until_it_is_filed_a_registration_is_counted_from_the_filing_as_planned() -> None:
    proposed, planned = date(2026, 3, 2), date(2026, 3, 30)
    waiting = Registration("r", on(proposed, planned), None, None, None, None, None)
    assert of_registration(waiting) == {"proposal": proposed, "filing": planned, "effectiveness": None}


def test_a_registration_of_which_only_effectiveness_is_on_record_gives_no_other_day() -> None:
    effective = date(2026, 6, 15)
    late = Registration("r", None, None, None, on(effective), None, None)
    assert of_registration(late) == {"proposal": None, "filing": None, "effectiveness": effective}
