"""When acts are due: the anchors that a registration gives, and times that are amended while they
run.
"""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from rrdocs.agreement.terms import Terms
from rrdocs.dates.deadlines import Deadline, deadline
from rrdocs.dates.moments import Period, period
from rrdocs.facts.record.position import Position, Registration, fold
from rrdocs.facts.time.time_limits import (
    days,
    deadline_in_force,
    length_in_force,
    of_registration,
    own_day,
    period_end,
    restraint_end,
)
from tests.support.scenarios import Data, deal_of

LATER, MAY_7 = datetime(2001, 12, 31), date(2001, 5, 7)


def at_year_end(*events: Data, readings: Data | None = None, **terms: object) -> Position:
    """What has happened by the end of 2001, in terms and readings of the case's own."""
    return fold(
        deal_of(
            {
                "holdings": "H0",
                "events": [*events],
                "readings": readings or {},
                "agreement": {"terms": terms},
            }
        ),
        LATER,
    )


def on(day: date, planned: date | None = None) -> Any:
    """A step of a registration on a day; a proposal may say when the filing is planned."""
    return SimpleNamespace(
        date=SimpleNamespace(day=day), planned_filing=planned and SimpleNamespace(day=planned)
    )


def test_a_registration_gives_the_days_of_its_proposal_filing_and_effectiveness() -> None:
    proposed, filed, effective = date(2026, 3, 2), date(2026, 4, 1), date(2026, 6, 15)
    whole = Registration(
        "r", on(proposed, date(2026, 3, 30)), None, on(filed), on(effective), None, None
    )
    assert of_registration(whole) == {
        "proposal": proposed,
        "filing": filed,
        "effectiveness": effective,
    }


def test_until_it_is_filed_a_registration_is_counted_from_the_filing_as_planned() -> None:
    proposed, planned = date(2026, 3, 2), date(2026, 3, 30)
    waiting = Registration("r", on(proposed, planned), None, None, None, None, None)
    assert of_registration(waiting) == {
        "proposal": proposed,
        "filing": planned,
        "effectiveness": None,
    }


def test_a_registration_of_which_only_effectiveness_is_on_record_gives_no_other_day() -> None:
    effective = date(2026, 6, 15)
    late = Registration("r", None, None, None, on(effective), None, None)
    assert of_registration(late) == {"proposal": None, "filing": None, "effectiveness": effective}


# ---- terms that change while a time runs


def times(signed: str, start: date, first: str, then: str, law: str = "ny_gcl24") -> Deadline:
    """The time that runs from a day under a notice clause that is amended on another."""
    signers = ["savvis", "wcas_viii", "carson", "anderson"]  # 9,250,000 of 16,250,000 shares
    change = {
        "id": "a",
        "type": "amendment",
        "date": signed,
        "signed_by": signers,
        "sets": {"transfer_notice.within": then},
    }
    terms = {"transfer_notice": {"within": first}, "governing_law": {"public_holidays": law}}
    position = fold(
        deal_of({"holdings": "H0", "events": [change], "agreement": {"terms": terms}}), LATER
    )
    return deadline_in_force(position, start, within)


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
        # ten days run to May 17; cut to three on the day on which those end or before it is three;
        # later it ends with the amendment
        ("2001-05-07", "3 days"),
        ("2001-05-10", "3 days"),
        ("2001-05-11", "4 days"),
        ("2001-05-17", "10 days"),
        ("2001-05-18", "10 days"),
    ],
)
def test_a_time_that_is_shortened_below_what_has_run_ends_on_the_day_of_the_amendment(
    signed: str, runs: str
) -> None:
    assert times(signed, MAY_7, "10 days", "3 days").text == runs


def test_a_time_that_ends_as_it_is_amended_is_told_as_the_amendment_tells_it() -> None:
    """From Monday, May 7 three business days run to Thursday, May 10."""
    assert times("2001-05-10", MAY_7, "10 days", "3 business days").text == "3 business days"
    assert times("2001-05-11", MAY_7, "10 days", "3 business days").text == "4 days"


def test_what_is_due_at_once_is_as_it_stood_on_its_day() -> None:
    assert times("2001-05-07", MAY_7, "promptly", "9 days").text == "9 days"
    assert times("2001-05-08", MAY_7, "promptly", "9 days").text == "promptly"


def test_the_business_days_of_a_time_that_is_amended_are_those_of_the_law() -> None:
    """From Friday, November 2, two business days run to Tuesday the 6th; in New York that is
    Election Day, and they run to the 7th.
    """
    november = date(2001, 11, 2)
    assert times("2001-11-07", november, "2 business days", "9 days", "ny_gcl24").text == "9 days"
    assert (
        times("2001-11-07", november, "2 business days", "9 days", "federal").text
        == "2 business days"
    )
    assert (
        times("2001-11-08", november, "2 business days", "9 days", "ny_gcl24").text
        == "2 business days"
    )


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


# ---- the day to which the issuer works

NOVEMBER_2 = date(2001, 11, 2)
"""A Friday; the Tuesday after it is Election Day, which New York keeps and neither the Federal
Reserve Banks nor the exchange do.
"""


@pytest.mark.parametrize(
    ("reading", "own", "day"),
    [
        # November 5, 6 and 7, or in New York 5, 7 and 8; of several the first calendar, for the
        # issuer's own time is not put off
        ("federal_banking", None, date(2001, 11, 7)),
        ("nyse", None, date(2001, 11, 7)),
        ("ny_gcl24", None, date(2001, 11, 8)),
        ("cautious", None, date(2001, 11, 7)),
        # an agreement that has business days of its own is not read
        ("ny_gcl24", "federal", date(2001, 11, 7)),
        ("federal_banking", "ny_gcl24", date(2001, 11, 8)),
    ],
)
def test_the_issuer_counts_the_business_days_of_the_agreement_or_as_they_are_read(
    reading: str, own: str | None, day: date
) -> None:
    law = {"governing_law": {"business_days": own}} if own else {}
    position = at_year_end(readings={"business_day_calendar": reading}, **law)
    assert own_day(position, NOVEMBER_2, period("3 business days"))[0] == day


@pytest.mark.parametrize(
    ("due", "day", "line"),
    [
        # what nothing is named for counts from the trigger, the rest from what is known; no weekend
        # puts the day off
        ("12 days", date(2001, 5, 19), "May 7, 2001 + 12 days = Saturday, May 19, 2001"),
        (
            "3 days after consummation",
            date(2001, 5, 5),
            "May 2, 2001 + 3 days = Saturday, May 5, 2001",
        ),
        (
            "5 days after agreement",
            date(2001, 2, 25),
            "February 20, 2001 + 5 days = Sunday, February 25, 2001",
        ),
        ("9 days after ipo", date(2001, 6, 10), "June 1, 2001 + 9 days = Sunday, June 10, 2001"),
        ("5 days after filing", None, "5 days after the filing, which is not on record"),
        ("5 days after closing", None, "5 days after the closing, which is not on record"),
    ],
)
def test_a_day_is_counted_from_what_it_names_and_is_unknown_where_that_has_not_come(
    due: str, day: date | None, line: str
) -> None:
    position = at_year_end(
        {"id": "ipo", "type": "milestone_reached", "date": "2001-06-01", "milestone": "ipo"}
    )
    found, said = own_day(
        position, MAY_7, deadline(due), {"consummation": date(2001, 5, 2), "filing": None}
    )
    assert (found, said.replace("\u00a0", " ")) == (day, line)


def test_what_is_known_of_one_matter_goes_before_what_the_deal_has_reached() -> None:
    """A closing that one matter says has not come is not the closing of the deal."""
    position = at_year_end(
        {"id": "closed", "type": "milestone_reached", "date": "2001-06-01", "milestone": "closing"}
    )
    assert days(position, MAY_7)("closing") == date(2001, 6, 1)
    assert days(position, MAY_7, {"closing": None})("closing") is None
    assert days(position, MAY_7, {"closing": date(2001, 6, 4)})("closing") == date(2001, 6, 4)
    assert days(position, MAY_7, {"": date(2001, 6, 4)})("") == MAY_7
    assert days(position, None)("") is None


def test_what_comes_in_each_registration_counts_for_that_one_alone() -> None:
    """The clearance of r comes on June 4, that of q on June 11; the offering of the deal on June 1
    counts for both.
    """
    proposed: Data = {
        "type": "registration_proposed",
        "date": "2001-05-01",
        "form": "S-1",
        "security": "common",
        "account": "issuer",
        "underwriting": "firm_commitment",
    }
    cleared = {"type": "milestone_reached", "milestone": "clearance"}
    position = at_year_end(
        {"id": "r", "registration": "r", **proposed},
        {"id": "q", "registration": "q", **proposed},
        {"id": "r-clear", "date": "2001-06-04", "registration": "r", **cleared},
        {"id": "q-clear", "date": "2001-06-11", "registration": "q", **cleared},
        {"id": "ipo", "type": "milestone_reached", "date": "2001-06-01", "milestone": "ipo"},
    )
    found = [
        [days(position, None, registration=name)(anchor) for anchor in ("clearance", "ipo")]
        for name in ("r", "q", None)
    ]
    june = date(2001, 6, 1)
    assert found == [[date(2001, 6, 4), june], [date(2001, 6, 11), june], [None, june]]


@pytest.mark.parametrize(
    ("word", "reading", "trigger", "day", "line"),
    [
        # "immediately" as it is read: on the day itself, be it a Saturday, or on the next business
        # day
        (
            "immediately",
            "same_day",
            MAY_7,
            MAY_7,
            "immediately: the day itself, Monday, May 7, 2001",
        ),
        (
            "immediately",
            "same_day",
            date(2001, 5, 12),
            date(2001, 5, 12),
            "immediately: the day itself, Saturday, May 12, 2001",
        ),
        (
            "immediately",
            "next_business_day",
            MAY_7,
            date(2001, 5, 8),
            "immediately: the next business day, Tuesday, May 8, 2001",
        ),
        (
            "immediately",
            "reasonable_promptness",
            MAY_7,
            date(2001, 5, 8),
            "immediately: the next business day, Tuesday, May 8, 2001",
        ),
        # other words are not read so; Monday, October 8 is Columbus Day
        (
            "promptly",
            "same_day",
            MAY_7,
            date(2001, 5, 8),
            "promptly: the next business day, Tuesday, May 8, 2001",
        ),
        (
            "promptly",
            "same_day",
            date(2001, 10, 5),
            date(2001, 10, 9),
            "promptly: the next business day, Tuesday, October 9, 2001",
        ),
        (
            "at such time",
            "next_business_day",
            date(2001, 5, 12),
            date(2001, 5, 12),
            "at such time: Saturday, May 12, 2001",
        ),
    ],
)
def test_a_word_is_the_day_itself_or_the_next_business_day(
    word: str, reading: str, trigger: date, day: date, line: str
) -> None:
    found, said = own_day(at_year_end(readings={"immediately": reading}), trigger, period(word))
    assert (found, said.replace("\u00a0", " ")) == (day, line)


# ---- another party's time, and restraints


@pytest.mark.parametrize(
    ("due", "roll", "day", "accepted"),
    [
        # from Wednesday, May 2 three days run to a Saturday; the law takes the act on Monday
        ("3 days after consummation", "gcl25_roll", date(2001, 5, 5), date(2001, 5, 7)),
        ("3 days after consummation", "none", date(2001, 5, 5), date(2001, 5, 5)),
        # from Monday, May 7 they run to Thursday
        ("3 days", "gcl25_roll", date(2001, 5, 10), date(2001, 5, 10)),
        # what is counted backward ends with its anchor: three days before Tuesday, May 8 are a
        # Saturday
        ("3 days before proposal", "gcl25_roll", date(2001, 5, 5), date(2001, 5, 5)),
    ],
)
def test_the_act_of_another_is_accepted_to_the_next_business_day(
    due: str, roll: str, day: date, accepted: date
) -> None:
    known = {"consummation": date(2001, 5, 2), "proposal": date(2001, 5, 8)}
    end = period_end(at_year_end(readings={"period_end_roll": roll}), MAY_7, deadline(due), known)
    assert end is not None
    assert end[:2] == (day, accepted)


def test_the_time_of_another_is_unknown_until_what_it_counts_from_has_come() -> None:
    assert (
        period_end(
            at_year_end(), MAY_7, deadline("3 days after consummation"), {"consummation": None}
        )
        is None
    )
    assert period_end(at_year_end(), MAY_7, deadline("3 days after ipo")) is None


@pytest.mark.parametrize(
    ("reading", "day", "line"),
    [
        # five days from Monday, May 7 end on a Saturday and stay there; as business days they are
        # May 8, 9, 10, 11 and 14
        ("calendar_gcl20", date(2001, 5, 12), "May 7, 2001 + 5 days = Saturday, May 12, 2001"),
        ("business", date(2001, 5, 14), "May 7, 2001 + 5 business days = Monday, May 14, 2001"),
    ],
)
def test_a_restraint_ends_on_its_day_whatever_that_day_is(
    reading: str, day: date, line: str
) -> None:
    found, said = restraint_end(
        at_year_end(readings={"day_count": reading}), MAY_7, period("5 days")
    )
    assert (found, said.replace("\u00a0", " ")) == (day, line)


@pytest.mark.parametrize(
    ("start", "runs"),
    [("2001-06-13", "180 days"), ("2001-06-14", "200 days"), ("2001-12-11", "200 days")],
)
def test_a_restraint_is_as_long_as_the_terms_say_on_its_day_or_before_it_is_over(
    start: str, runs: str
) -> None:
    """180 days from June 14 run to December 11, the day of the amendment to 200; those from June
    13 were over on the 10th.
    """
    signers = ["savvis", "wcas_viii", "carson", "anderson"]
    longer = {"holdback_requested.period": "200 days"}
    position = at_year_end(
        {"id": "a", "type": "amendment", "date": "2001-12-11", "signed_by": signers, "sets": longer}
    )

    def length(terms: Terms) -> Period:
        assert terms.holdback_requested is not None
        return terms.holdback_requested.period

    assert length_in_force(position, date.fromisoformat(start), length).text == runs
