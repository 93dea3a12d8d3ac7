"""Who is told as an Investor and who has its rights, at each instant: order, joinders, pledges,
small lots and splits.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.facts.record.holders import agreement_in_force, by_heir, has_rights, heir, investors
from rrdocs.facts.record.position import Position, fold
from tests.support.scenarios import INVESTORS, Data, deal_of

SIGNED = [name for name in INVESTORS if name != "wcas_management"] + ["wcas_management"]
"""The signature pages have WCAS VIII on page 15, the sixteen persons on page 16, and WCAS
Management on page 17.
"""
LINES = {"lines": ["1 Elm Street", "Rye, NY 10580"]}
FUND = {"name": "Made-up Fund LLC", "kind": "llc", "role": "other", "address": LINES}
JOINED = {**FUND, "role": "investor", "joined": "joinder-1"}
LATE = end_of_day(moment("2001-12-31"))
BY_SALE = {
    "from": "carson",
    "tranche": "february_2001",
    "shares": "60000",
    "kind": "sale",
    "basis": "exempt",
    "relation": "none",
}
SMALLEST = {"terms": {"transfer_notice": {"smallest": "100000"}}}


def position(
    *events: dict[str, Any],
    fund: dict[str, Any] = FUND,
    agreement: dict[str, Any] | None = None,
    holdings: str = "H0",
) -> Position:
    """What stood at the end of 2001, with a fund and a bank that did not sign."""
    parties = {"fund": fund, "bank": {**FUND, "name": "Made-up Bank", "kind": "corporation"}}
    return fold(
        deal_of(
            {
                "holdings": holdings,
                "parties": parties,
                "agreement": agreement or {},
                "events": list(events),
            }
        ),
        LATE,
    )


def to(name: str, date: str, id_: str, **changes: str) -> dict[str, Any]:
    return {**BY_SALE, "id": id_, "type": "transfer", "date": date, "to": name, **changes}


ISSUED = {
    "id": "bank-stock",
    "type": "shares_issued",
    "date": "2001-03-15",
    "holder": "bank",
    "tranche": "february_2001",
    "shares": "1000",
}


def test_investors_stand_in_the_order_of_the_signature_pages_and_transferees_after_them() -> None:
    assert list(investors(position(), LATE)) == SIGNED
    assert list(
        investors(position(to("bank", "2001-05-07", "t1"), to("fund", "2001-05-08", "t2")), LATE)
    ) == [*SIGNED, "fund", "bank"]


def test_a_joinder_gives_rights_from_its_own_instant() -> None:
    found = position(
        to("fund", "2001-05-07", "t1"),
        {
            "id": "joinder-1",
            "type": "joinder",
            "date": "2001-07-16T11:00",
            "investor": "fund",
            "told": ["savvis"],
        },
        fund=JOINED,
    )
    at = moment("2001-07-16T11:00").at
    assert has_rights(found, "fund", at)
    assert not has_rights(found, "fund", at - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (to("bank", "2001-05-07", "t1"), True),  # it holds what it bought privately
        (
            to("bank", "2001-05-07", "t1", kind="pledge"),
            False,
        ),  # a pledge moves nothing: it holds only what was issued to it
        (
            to("bank", "2001-05-07", "t1", basis="registered"),
            False,
        ),  # what it bought under a registration is no Restricted Stock
        (
            to("bank", "2001-12-30", "t1"),
            False,
        ),  # that sale is still to come at the instant asked about
    ],
    ids=["private sale", "pledge", "registered sale", "later sale"],
)
def test_only_a_private_transfer_makes_a_transferee_of_one_that_holds_stock(
    event: dict[str, Any], told: bool
) -> None:
    assert ("bank" in investors(position(ISSUED, event), end_of_day(moment("2001-12-28")))) is told


@pytest.mark.parametrize(
    ("events", "told"),
    [
        # 60,000 each, fewer than 100,000, though the two have 120,000 together
        ([to("fund", "2001-05-07", "t1"), to("bank", "2001-05-07", "t2")], []),
        # 60,000 + 40,000 = 100,000
        (
            [to("fund", "2001-05-07", "t1"), to("fund", "2001-05-08", "t2", shares="40000")],
            ["fund"],
        ),
        # 60,000 and a pledge of 40,000, which is not transferred
        (
            [
                to("fund", "2001-05-07", "t1"),
                to("fund", "2001-05-08", "t2", shares="40000", kind="pledge"),
            ],
            [],
        ),
        # 60,000 before a split of two for one are 120,000
        (
            [
                to("fund", "2001-05-07", "t1"),
                {
                    "id": "split",
                    "type": "stock_changed",
                    "date": "2001-06-01",
                    "kind": "split",
                    "ratio": "2:1",
                },
            ],
            ["fund"],
        ),
        # 150,000 before a reverse split of one for two are 75,000
        (
            [
                to("fund", "2001-05-07", "t1", shares="150000"),
                {
                    "id": "split",
                    "type": "stock_changed",
                    "date": "2001-06-01",
                    "kind": "combination",
                    "ratio": "1:2",
                },
            ],
            [],
        ),
    ],
    ids=[
        "each by itself",
        "in several lots",
        "a pledge aside",
        "after a split",
        "after a combination",
    ],
)
def test_a_transferee_has_rights_from_so_many_shares_on(
    events: list[dict[str, Any]], told: list[str]
) -> None:
    found = position(*events, agreement=SMALLEST)
    assert [name for name in investors(found, LATE) if name not in INVESTORS] == told


def test_one_that_has_been_succeeded_is_told_no_more_though_stock_is_still_sold_to_it() -> None:
    found = position(
        to("fund", "2001-05-07", "t1"),
        {
            "id": "merger",
            "type": "succession",
            "date": "2001-06-01",
            "from": "fund",
            "to": "bank",
            "kind": "merger",
        },
        to("fund", "2001-06-04", "t2"),
    )
    assert [name for name in investors(found, LATE) if name not in INVESTORS] == ["bank"]


# ---- who stands in whose place


def after(name: str, to: str, date: str, kind: str = "merger") -> Data:
    return {
        "id": f"{name}-{to}",
        "type": "succession",
        "date": date,
        "from": name,
        "to": to,
        "kind": kind,
    }


def test_a_successor_stands_in_the_place_of_a_holder_and_its_own_successor_after_it() -> None:
    events = [
        after("wcas_management", "wcas_viii", "2001-05-01T10:00"),
        after("wcas_viii", "made_up_fund", "2001-06-01T10:00"),
    ]
    found = position(*events)
    at = {
        datetime(2001, 5, 1, 9, 59): ("wcas_management", "wcas_viii", "lee"),
        datetime(2001, 5, 1, 10): ("wcas_viii", "wcas_viii", "lee"),
        datetime(2001, 6, 1, 9, 59): ("wcas_viii", "wcas_viii", "lee"),
        datetime(2001, 6, 1, 10): ("made_up_fund", "made_up_fund", "lee"),
    }
    for instant, names in at.items():
        assert (
            tuple(heir(found, name, instant) for name in ("wcas_management", "wcas_viii", "lee"))
            == names
        )
    shares = {"lee": 1, "wcas_management": 20, "wcas_viii": 300}
    assert by_heir(found, shares, datetime(2001, 5, 2)) == {"lee": 1, "wcas_viii": 320}
    assert by_heir(found, shares, datetime(2001, 4, 2)) == shares


def lasts(*events: Data, at: datetime, **case: object) -> bool | None:
    return agreement_in_force(
        fold(deal_of({"holdings": "none", "events": [*events], **case}), at), at
    ).holds


def issued(holder: str, shares: str = "100") -> Data:
    return {
        "id": f"issued-{holder}",
        "type": "shares_issued",
        "date": "2001-03-15",
        "holder": holder,
        "tranche": "february_2001",
        "shares": shares,
    }


def sold(seller: str, date: str, shares: str = "100") -> Data:
    return {
        "id": f"sold-{seller}-{date[:10]}",
        "type": "public_sale",
        "date": date,
        "seller": seller,
        "tranche": "february_2001",
        "shares": shares,
        "under": "rule_144",
    }


def test_whether_the_agreement_lasts_is_open_once_all_have_parted_with_their_stock() -> None:
    """Lee sells the last share at ten on June 4; at eleven shares are issued to Paul."""
    late = issued("paul") | {"date": "2001-06-04T11:00"}
    gone = [issued("lee"), sold("lee", "2001-06-04T10:00"), late]
    at = {
        datetime(2001, 6, 4, 9, 59): True,
        datetime(2001, 6, 4, 10): False,
        datetime(2001, 6, 4, 10, 59): False,
    }
    assert {when: lasts(*gone, at=when) for when in at} == at
    assert lasts(*gone, at=datetime(2001, 6, 4, 11)) is None
    assert (
        lasts(issued("lee"), sold("lee", "2001-06-04T10:00", "99"), late, at=datetime(2001, 6, 5))
        is True
    )
    assert (
        lasts(
            issued("lee"),
            issued("clark"),
            sold("lee", "2001-06-04T10:00"),
            late,
            at=datetime(2001, 6, 5),
        )
        is True
    )
    note = {
        "id": "note",
        "type": "note_issued",
        "date": "2001-03-15",
        "holder": "carson",
        "tranche": "february_2001",
        "principal": "2.00",
        "conversion_price": "2.00",
    }
    assert lasts(note, *gone, at=datetime(2001, 6, 5)) is True


def test_those_who_were_no_investors_do_not_keep_it_alive_by_holding_nor_end_it_by_selling() -> (
    None
):
    moved = {
        "id": "t",
        "type": "transfer",
        "date": "2001-05-07",
        "from": "lee",
        "to": "made_up_fund",
        "tranche": "february_2001",
        "shares": "60",
        "kind": "sale",
        "basis": "exempt",
        "relation": "none",
    }
    events = [issued("lee"), moved, sold("made_up_fund", "2001-05-08", "60")]
    assert lasts(*events, at=datetime(2001, 6, 5)) is True
    rest = [
        issued("lee"),
        moved,
        sold("lee", "2001-05-08", "40"),
        issued("paul") | {"date": "2001-05-09"},
    ]
    assert lasts(*rest, at=datetime(2001, 6, 5)) is None
