"""When acts are due: the anchors that a registration gives, and times that are amended while they run."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from rrdocs.deadlines import Deadline, deadline
from rrdocs.position import Registration, fold
from rrdocs.rules.timing import in_force, of_registration, own_day
from rrdocs.terms import Terms
from tests.test_scenarios import deal_of

LATER, MAY_7 = datetime(2001, 12, 31), date(2001, 5, 7)


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


# ---- terms that change while a time runs


def times(signed: str, start: date, first: str, then: str, law: str = "ny_gcl24") -> Deadline:
    """The time that runs from a day under a notice clause that is amended on another."""
    signers = ["savvis", "wcas_viii", "carson", "anderson"]  # 9,250,000 of 16,250,000 shares
    change = {"id": "a", "type": "amendment", "date": signed, "signed_by": signers, "sets": {"transfer_notice.within": then}}
    terms = {"transfer_notice": {"within": first}, "governing_law": {"public_holidays": law}}
    position = fold(deal_of({"holdings": "H0", "events": [change], "agreement": {"terms": terms}}), LATER)
    return in_force(position, start, within)


def within(terms: Terms) -> Deadline:
    assert terms.transfer_notice is not None
    return terms.transfer_notice.within


@pytest.mark.parametrize(
    ("signed", "runs"),
    [
        # from Monday, May 7 three days run to Thursday, May 10
        ("2001-05-06", "9 days"),
        ("2001-05-07", "9 days"),
        ("2001-05-10", "9 days"),
        ("2001-05-11", "3 days"),
    ],
)
def test_a_time_is_lengthened_from_its_first_day_to_its_last(signed: str, runs: str) -> None:
    assert times(signed, MAY_7, "3 days", "9 days").text == runs


@pytest.mark.parametrize(
    ("signed", "runs"),
    [
        # ten days run to May 17; cut to three on the day on which those end or before it is three; later it ends with the amendment
        ("2001-05-07", "3 days"),
        ("2001-05-10", "3 days"),
        ("2001-05-11", "4 days"),
        ("2001-05-17", "10 days"),
        ("2001-05-18", "10 days"),
    ],
)
def test_a_time_that_is_shortened_below_what_has_run_ends_on_the_day_of_the_amendment(signed: str, runs: str) -> None:
    assert times(signed, MAY_7, "10 days", "3 days").text == runs


def test_a_time_that_ends_as_it_is_amended_is_told_as_the_amendment_tells_it() -> None:
    """From Monday, May 7 three business days run to Thursday, May 10."""
    assert times("2001-05-10", MAY_7, "10 days", "3 business days").text == "3 business days"
    assert times("2001-05-11", MAY_7, "10 days", "3 business days").text == "4 days"


def test_what_is_due_at_once_is_as_it_stood_on_its_day() -> None:
    assert times("2001-05-07", MAY_7, "promptly", "9 days").text == "9 days"
    assert times("2001-05-08", MAY_7, "promptly", "9 days").text == "promptly"


def test_the_business_days_of_a_time_that_is_amended_are_those_of_the_law() -> None:
    """From Friday, November 2, two business days run to Tuesday the 6th; in New York that is Election Day, and they run to the 7th."""
    november = date(2001, 11, 2)
    assert times("2001-11-07", november, "2 business days", "9 days", "ny_gcl24").text == "9 days"
    assert times("2001-11-07", november, "2 business days", "9 days", "federal").text == "2 business days"
    assert times("2001-11-08", november, "2 business days", "9 days", "ny_gcl24").text == "2 business days"


def test_the_arithmetic_of_a_day_that_is_counted_from_several_is_told_line_by_line() -> None:
    position = fold(deal_of({"holdings": "H0"}), LATER)
    day, line = own_day(position, MAY_7, deadline("the earlier of 3 days and 5 days after ipo"))
    assert day == date(2001, 5, 10)
    parts = [part.replace("\u00a0", " ") for part in line.split("; ")]
    assert parts == [
        "May 7, 2001 + 3 days = Thursday, May 10, 2001",
        "5 days after the initial public offering, which is not on record",
        "the earlier is Thursday, May 10, 2001",
    ]
