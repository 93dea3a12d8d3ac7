"""When a required registration is satisfied, share by share and to the instant, and what of one
that was withdrawn.
"""

from __future__ import annotations

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.facts.record.position import Position, fold
from rrdocs.facts.requests.requests import RegistrationRequest, all_requests
from rrdocs.facts.requests.satisfaction import registration_for, sold_under
from rrdocs.facts.requests.satisfaction import used_requests as used_up
from tests.support.scenarios import Data, counsel_said, deal_of

ALL = {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"}
"""What is asked for: 4,300,000 shares, by holders of 50.15% of the stock."""


def demand(
    requesting: Data = ALL,
    *,
    method: str = "firm_commitment",
    id_: str = "demand-1",
    **changes: str,
) -> Data:
    delivery = {"method": "hand"}
    return {
        "id": id_,
        "type": "demand_notice",
        "date": "2001-06-06",
        "requesting": requesting,
        "disposition": method,
        "delivery": delivery,
        **changes,
    }


def effective(covers: Data | None = None, date: str = "2001-09-10") -> Data:
    step = {
        "id": "effective",
        "type": "registration_effective",
        "date": date,
        "registration": "demand-1",
    }
    return step | ({"covers": covers} if covers else {})


def sale(sold: Data, date: str = "2001-09-13", id_: str = "sold") -> Data:
    return {
        "id": id_,
        "type": "shares_sold",
        "date": date,
        "registration": "demand-1",
        "sold": sold,
    }


def withdrawn(date: str, *names: str, **changes: str) -> list[Data]:
    gone = {"type": "request_withdrawn", "date": date, "about": "demand-1"}
    return [{**gone, "id": f"gone-{name}", "investor": name, **changes} for name in names]


def position(
    *events: Data,
    terms: Data | None = None,
    readings: dict[str, str] | None = None,
    as_of: str = "2001-10-01",
) -> Position:
    case = {
        "holdings": "H0",
        "agreement": {"terms": terms or {}},
        "readings": readings or {},
        "events": list(events),
    }
    return fold(deal_of(case), end_of_day(moment(as_of)))


def used_requests(
    *events: Data,
    terms: Data | None = None,
    readings: dict[str, str] | None = None,
    as_of: str = "2001-10-01",
) -> int:
    return len(demands_used(position(*events, terms=terms, readings=readings, as_of=as_of)))


def demands_used(found: Position) -> list[str]:
    """The demands that have been used up."""
    return [each.id for each, sure in used_up(found, None, demands=True) if sure]


def only(found: Position) -> RegistrationRequest:
    (one,) = all_requests(found)
    return one


# ---- one that is effective


def test_what_a_registration_covers_must_be_on_record() -> None:
    assert used_requests(demand(), effective()) == 0


def test_a_requester_of_a_single_share_must_be_covered_and_must_have_sold() -> None:
    one = {"wcas_viii": "3000000", "carson": "1000000", "rupert": "1"}
    most = {"wcas_viii": "3000000", "carson": "1000000"}
    assert used_requests(demand(one, method="non_underwritten"), effective(one)) == 1
    assert used_requests(demand(one, method="non_underwritten"), effective(most)) == 0
    assert used_requests(demand(one), effective(one), sale(one)) == 1
    assert used_requests(demand(one), effective(one), sale(most)) == 0


def test_what_an_agreement_lets_a_requester_leave_unsaid_need_not_be_covered() -> None:
    some = {"wcas_viii": "3000000", "carson": None, "rupert": None}
    found = position(
        demand(some, method="non_underwritten"),
        effective({"wcas_viii": "3000000"}),
        terms={"demand": {"must_state": []}},
    )
    assert len(demands_used(found)) == 1


def test_a_split_before_effectiveness_doubles_what_must_be_covered() -> None:
    split = {
        "id": "split",
        "type": "stock_changed",
        "date": "2001-07-16",
        "kind": "split",
        "ratio": "2:1",
    }
    double = {"wcas_viii": "6000000", "carson": "2000000", "rupert": "600000"}
    assert used_requests(demand(method="non_underwritten"), split, effective(ALL)) == 0
    assert used_requests(demand(method="non_underwritten"), split, effective(double)) == 1


def test_where_the_agreement_says_nothing_of_satisfaction_effectiveness_is_enough() -> None:
    assert used_requests(demand(), effective(), terms={"satisfaction": None}) == 1
    assert used_requests(demand(), terms={"satisfaction": None}) == 0


@pytest.mark.parametrize(("covered", "count"), [("2149999", 0), ("2150000", 1)])
def test_half_of_all_that_is_asked_for_may_be_enough_whoever_is_left_out(
    covered: str, count: int
) -> None:
    terms = {"satisfaction": {"included": "50%"}}  # 2,150,000 of 4,300,000
    assert (
        used_requests(
            demand(method="non_underwritten"), effective({"wcas_viii": covered}), terms=terms
        )
        == count
    )


WAIVED = {
    "id": "waived",
    "type": "waiver",
    "date": "2001-09-12T12:00",
    "about": "demand-1",
    "signed_by": ["wcas_viii", "carson", "rupert"],
}


def test_a_holder_that_waives_all_its_shares_need_not_be_covered_from_that_minute() -> None:
    consents, most = (
        {"satisfied_after_cutback": "satisfied_if_investor_consents"},
        {"wcas_viii": "3000000", "carson": "1000000"},
    )
    events = demand(method="non_underwritten"), effective(most), WAIVED
    assert used_requests(*events, readings=consents, as_of="2001-09-12T12:00") == 1
    assert used_requests(*events, readings=consents, as_of="2001-09-12T11:59") == 0


def test_what_a_requester_takes_back_counts_from_its_own_minute() -> None:
    back = {
        "id": "back",
        "type": "request_withdrawn",
        "date": "2001-09-12T12:00",
        "about": "demand-1",
        "investor": "rupert",
    }
    events = (
        demand(method="non_underwritten"),
        effective({"wcas_viii": "3000000", "carson": "1000000"}),
        back,
    )
    assert [
        used_requests(*events, as_of=hour) for hour in ("2001-09-12T11:59", "2001-09-12T12:00")
    ] == [
        0,
        1,
    ]


def test_counsel_may_let_a_waiver_satisfy_one_demand() -> None:
    decided = counsel_said(
        "2001-09-14", "demand-1", "satisfied_after_cutback", "satisfied_if_investor_consents"
    )
    events = demand(method="non_underwritten"), effective({"wcas_viii": "1500000"}), WAIVED
    assert (used_requests(*events), used_requests(*events, decided)) == (0, 1)


def test_effectiveness_and_the_last_sale_count_from_their_own_minute() -> None:
    sold = demand(), effective(ALL, "2001-09-10T12:00"), sale(ALL, "2001-09-13T16:00")
    assert [
        used_requests(*sold, as_of=hour) for hour in ("2001-09-13T15:59", "2001-09-13T16:00")
    ] == [0, 1]
    shelf = demand(method="non_underwritten"), effective(ALL, "2001-09-10T12:00")
    assert [
        used_requests(*shelf, as_of=hour) for hour in ("2001-09-10T11:59", "2001-09-10T12:00")
    ] == [0, 1]


# ---- one that is filed under the id of a later letter


def test_a_registration_may_bear_the_id_of_a_later_letter_before_it_is_effective() -> None:
    first, second = (
        demand({"wcas_viii": "3000000"}),
        demand({"carson": "1000000", "rupert": "300000"}, id_="demand-2", completes="demand-1"),
    )
    filed = {
        "id": "filed",
        "type": "registration_filed",
        "date": "2001-07-20",
        "registration": "demand-2",
    }
    found = position(first, second, filed)
    assert registration_for(found, only(found)).id == "demand-2"


def test_sales_of_one_holder_add_up() -> None:
    found = position(
        demand(),
        effective(ALL),
        sale({"carson": "400"}),
        sale({"carson": "600", "rupert": "5"}, "2001-09-14", "sold-2"),
    )
    assert sold_under(found, "demand-1") == {"carson": 1000, "rupert": 5}


# ---- one that was withdrawn

EVERYONE = tuple(ALL)
DEFERRED = {
    "id": "deferral-1",
    "type": "deferral_determined",
    "date": "2001-07-02",
    "about": "demand-1",
    "disclosure_required": "true",
    "material_adverse_effect": "true",
}
ENDED = {
    "id": "ended",
    "type": "deferral_ended",
    "date": "2001-08-01",
    "about": "deferral-1",
    "because": "disclosed",
}


def spared(*kinds: str) -> Data:
    return {"satisfaction": {"withdrawn": "counts", "not_if_withdrawn_in": list(kinds)}}


@pytest.mark.parametrize(
    ("events", "count"),
    [
        # July 2 + 90 days = September 30
        ([DEFERRED, *withdrawn("2001-07-01", *EVERYONE)], 1),
        ([DEFERRED, *withdrawn("2001-07-02", *EVERYONE)], 0),
        ([DEFERRED, *withdrawn("2001-09-30", *EVERYONE)], 0),
        ([DEFERRED, *withdrawn("2001-10-01", *EVERYONE)], 1),
        ([DEFERRED, ENDED, *withdrawn("2001-08-01", *EVERYONE)], 0),
        ([DEFERRED, ENDED, *withdrawn("2001-08-02", *EVERYONE)], 1),
        # the last of them is the one that ends the request
        (
            [
                DEFERRED,
                *withdrawn("2001-09-28", "wcas_viii", "carson"),
                *withdrawn("2001-10-01", "rupert"),
            ],
            1,
        ),
        ([*withdrawn("2001-07-02", *EVERYONE)], 1),
        ([*withdrawn("2001-07-02", *EVERYONE, because="adverse_change")], 1),
    ],
)
def test_a_demand_withdrawn_in_a_deferral_does_not_count_where_the_agreement_spares_it(
    events: list[Data], count: int
) -> None:
    assert used_requests(demand(), *events, terms=spared("deferral")) == count


def test_a_deferral_spares_no_demand_where_only_an_adverse_change_does() -> None:
    assert (
        used_requests(
            demand(), DEFERRED, *withdrawn("2001-07-09", *EVERYONE), terms=spared("adverse_change")
        )
        == 1
    )
    assert (
        used_requests(
            demand(),
            *withdrawn("2001-07-09", *EVERYONE, because="adverse_change"),
            terms=spared("adverse_change"),
        )
        == 0
    )


def test_a_demand_of_one_holder_that_it_withdraws_in_a_deferral_does_not_count() -> None:
    alone = {"demand": {"more_than": "25%"}, **spared("deferral")}
    assert (
        used_requests(
            demand({"wcas_viii": "3000000"}),
            DEFERRED,
            *withdrawn("2001-07-09", "wcas_viii"),
            terms=alone,
        )
        == 0
    )


@pytest.mark.parametrize(("minute", "count"), [("11:59", 0), ("12:00", 1)])
def test_a_withdrawal_that_nobody_pays_for_counts_from_its_own_minute(
    minute: str, count: int
) -> None:
    terms = {"satisfaction": {"withdrawn": "counts_unless_paid"}}
    gone = withdrawn("2001-07-02T12:00", *EVERYONE, expenses_paid="false")
    assert used_requests(demand(), *gone, terms=terms, as_of=f"2001-07-02T{minute}") == count


def test_counsel_may_let_one_demand_count_for_its_withdrawal_or_once_effective() -> None:
    gone = withdrawn("2001-07-02", *EVERYONE)
    counts = counsel_said("2001-09-14", "demand-1", "demand_withdrawal", "counts")
    assert (used_requests(demand(), *gone), used_requests(demand(), *gone, counts)) == (0, 1)
    enough = counsel_said("2001-09-14", "demand-1", "demand_count_rule", "filed_and_effective")
    assert (
        used_requests(demand(), effective(ALL)),
        used_requests(demand(), effective(ALL), enough),
    ) == (0, 1)
