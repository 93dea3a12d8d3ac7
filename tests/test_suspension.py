"""3(f)(v): when a stop ends, what is left of the days on which a prospectus may not be used, and
what its notice says.

The shelf of wcas_viii, carson and rupert became misleading on Monday, September 17, 2001; carson is
told on the 18th.
"""

from __future__ import annotations

from datetime import date

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.docket.decisions import Clock, Decision, Flag, Item, Tally
from rrdocs.facts.record.position import fold
from rrdocs.rules.registrations.suspension import suspension
from tests.support.scenarios import Data, deal_of


def misleading(
    day: str = "2001-09-17", name: str = "misleading-1", *, required: bool = True
) -> Data:
    return {
        "id": name,
        "type": "prospectus_misleading",
        "date": day,
        "registration": "demand-1",
        "delivery_required": str(required).lower(),
    }


def mended(day: str) -> Data:
    return {
        "id": f"mended-{day[:10]}",
        "type": "prospectus_supplemented",
        "date": day,
        "registration": "demand-1",
    }


def told(came: str = "2001-09-18", states: Data | None = None) -> Data:
    return {
        "id": "stop-carson",
        "type": "notice_sent",
        "date": "2001-09-17",
        "document": "suspension_notice",
        "about": "misleading-1",
        "to": "carson",
        "delivery": {"method": "courier", "sent": "2001-09-17", "received": came},
        "states": states or {},
    }


def said(day: str, *events: Data, **terms: object) -> list[Item]:
    deal = deal_of(
        {
            "holdings": ["H0", "shelf"],
            "events": [*events],
            "agreement": {"terms": {"suspension": terms}},
        }
    )
    return list(suspension(deal, fold(deal, end_of_day(moment(day)))))


def clock(items: list[Item]) -> Clock | None:
    return next((item for item in items if isinstance(item, Clock)), None)


def flags(items: list[Item]) -> list[tuple[str | None, str]]:
    return [(item.about, item.says) for item in items if isinstance(item, Flag)]


# September 17 + 45 days is November 1
@pytest.mark.parametrize(
    ("day", "last", "free", "lines"),
    [
        ("2001-10-31", date(2001, 10, 31), date(2001, 10, 31), 1),
        ("2001-11-01", date(2001, 11, 1), date(2001, 11, 1), 1),
        ("2001-11-02", date(2001, 11, 1), date(2001, 11, 2), 2),
    ],
)
def test_a_stop_ends_with_the_supplement_or_with_the_time_allowed_if_that_is_earlier(
    day: str, last: date, free: date, lines: int
) -> None:
    found = clock(said("2001-11-05", misleading(), told(), mended(day), longest="45 days"))
    assert found is not None and (found.last_day, found.free_from, len(found.arithmetic)) == (
        last,
        free,
        lines,
    )
    assert found.running is False


def test_a_supplement_on_the_day_of_receipt_ends_the_stop_and_one_before_leaves_none() -> None:
    found = clock(said("2001-09-18", misleading(), told(), mended("2001-09-18")))
    assert found is not None and (found.starts, found.last_day) == (
        date(2001, 9, 18),
        date(2001, 9, 18),
    )
    assert clock(said("2001-09-18", misleading(), told(), mended("2001-09-17"))) is None


def test_a_supplement_of_the_same_instant_mends_the_prospectus() -> None:
    at_noon = [misleading("2001-09-17T12:00"), told(), mended("2001-09-17T12:00")]
    assert clock(said("2001-09-18", *at_noon)) is None
    found = clock(said("2001-09-18", *at_noon[:2], mended("2001-09-17T11:59")))
    assert found is not None and found.last_day is None


def test_the_days_that_are_left_in_the_year_limit_a_stop_and_none_may_be_left() -> None:
    """September 17 to 27 is ten days, all that there are; another suspension of October 1 has no
    day.
    """
    events = [misleading(), told(), mended("2001-09-27"), misleading("2001-10-01", "misleading-2")]
    items = said("2001-10-02", *events, days_in_year="10")
    words = (
        "no day is left on which the use of the prospectus may be suspended: October\u00a01, 2001 +"
        " 12 months"
    )
    assert [(about, says.startswith(words)) for about, says in flags(items)] == [
        ("misleading-2", True)
    ]
    (tally,) = (item for item in items if isinstance(item, Tally))
    assert tally.values == {"days_used": 10, "days_left": 0} and len(tally.arithmetic) == 2
    assert flags(said("2001-10-01", *events, days_in_year="10")) == []
    longer = flags(said("2001-09-28", misleading(), days_in_year="10"))
    assert [
        says.startswith("the use of the prospectus may be suspended no longer: ")
        for _, says in longer
    ] == [True]


def test_a_prospectus_that_need_not_be_delivered_uses_no_line_of_the_count() -> None:
    items = said(
        "2001-10-02",
        misleading(required=False),
        misleading("2001-10-01", "misleading-2"),
        days_in_year="10",
    )
    (tally,) = (item for item in items if isinstance(item, Tally))
    assert len(tally.arithmetic) == 1 and tally.arithmetic[0].startswith("October\u00a01, 2001 + ")


@pytest.mark.parametrize(
    ("reasons", "states", "says"),
    [
        ("not_stated", {}, None),
        ("not_stated", {"reasons": "merger talks"}, None),
        ("given", {"reasons": "merger talks"}, None),
        (
            "given",
            {},
            "stop-carson: it does not give the reasons, and the notice gives the reasons",
        ),
        ("omitted", {}, None),
        (
            "omitted",
            {"reasons": "merger talks"},
            "stop-carson: it gives the reasons, and the notice leaves out the reasons",
        ),
    ],
)
def test_a_notice_gives_reasons_or_leaves_them_out_as_the_clause_says(
    reasons: str, states: Data, says: str | None
) -> None:
    items = said("2001-09-18", misleading(), told(states=states), reasons=reasons)
    assert flags(items) == ([("misleading-1", says)] if says else [])
    notices = [
        item
        for item in items
        if isinstance(item, Decision) and item.document == "suspension_notice"
    ]
    assert {item.to for item in notices} == {"wcas_viii", "carson", "rupert"}
    wanted = {
        "given": ["the notice gives the reasons"],
        "omitted": ["the notice leaves out the reasons"],
    }.get(reasons, [])
    for notice in notices:
        words = [finding.says.replace("\u00a0", " ") for finding in notice.findings]
        facts = [
            "the prospectus became misleading on September 17, 2001",
            "a prospectus must be delivered",
            *wanted,
        ]
        assert words[: len(facts)] == facts and words[len(facts)].endswith("sells under it")


def test_who_sold_when_the_prospectus_became_misleading_is_told_though_it_has_died_since() -> None:
    estate: Data = {
        "name": "Estate",
        "kind": "estate",
        "role": "investor",
        "succeeds": "rupert",
        "address": {"lines": ["1 Elm Street"]},
    }
    death: Data = {
        "id": "death",
        "type": "succession",
        "date": "2001-09-18",
        "from": "rupert",
        "to": "estate",
        "kind": "death",
    }
    deal = deal_of(
        {
            "holdings": ["H0", "shelf"],
            "events": [misleading(), death],
            "parties": {"estate": estate},
        }
    )
    items = suspension(deal, fold(deal, end_of_day(moment("2001-09-19"))))
    told_to = {
        item.to
        for item in items
        if isinstance(item, Decision) and item.document == "suspension_notice"
    }
    assert told_to == {"wcas_viii", "carson", "rupert"}
