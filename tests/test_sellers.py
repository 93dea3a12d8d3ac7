"""Who sells under a registration, whose stock it covers, and whether the issuer sells in it."""

from __future__ import annotations

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.facts.offerings.sellers import covers_stock, issuer_sells, selling
from rrdocs.facts.record.position import Position, fold
from tests.support.scenarios import Data, deal_of

FUND = {
    "name": "Made-up Fund LLC",
    "kind": "llc",
    "role": "other",
    "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
}
ALL = {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"}
DEMAND = {
    "id": "demand-1",
    "type": "demand_notice",
    "date": "2001-06-06",
    "requesting": ALL,
    "disposition": "firm_commitment",
    "delivery": {"method": "hand"},
}
BOUGHT = {
    "id": "t1",
    "type": "transfer",
    "date": "2001-07-09",
    "from": "anderson",
    "to": "fund",
    "tranche": "february_2001",
    "shares": "60000",
    "kind": "sale",
    "basis": "exempt",
    "relation": "none",
}


def position(*events: Data) -> Position:
    parties = {"fund": FUND, "stranger": {**FUND, "name": "Stranger LLC"}}
    return fold(
        deal_of({"holdings": "H0", "parties": parties, "events": [DEMAND, *events]}),
        end_of_day(moment("2001-12-31")),
    )


def step(kind: str, date: str, **covers: str) -> Data:
    return {
        "id": kind,
        "type": f"registration_{kind}",
        "date": date,
        "registration": "demand-1",
        "covers": covers,
    }


@pytest.mark.parametrize("kind", ["filed", "effective"])
def test_who_got_its_stock_after_the_request_and_is_covered_sells(kind: str) -> None:
    found = position(BOUGHT, step(kind, "2001-07-20", carson="1000000", fund="60000"))
    assert selling(found, found.registration("demand-1")) == ["carson", "fund"]


def test_a_registration_of_strangers_and_the_issuer_covers_no_stock_of_holders() -> None:
    found = position(step("filed", "2001-07-20", stranger="1000", savvis="1000"))
    assert not covers_stock(found, found.registration("demand-1"))
    found = position(step("filed", "2001-07-20", stranger="1000", savvis="1000", lee="1"))
    assert covers_stock(found, found.registration("demand-1"))


@pytest.mark.parametrize(("most", "sells"), [(None, True), ("4300000", False), ("4300001", True)])
def test_an_issuer_to_whom_the_advice_leaves_no_share_does_not_sell(
    most: str | None, sells: bool
) -> None:
    """The demand is for 4,300,000 shares, which go before the issuer's."""
    own = {
        "id": "own",
        "type": "issuer_shares_proposed",
        "date": "2001-07-02",
        "about": "demand-1",
        "shares": "500000",
    }
    advice = {
        "id": "advice",
        "type": "underwriter_advice",
        "date": "2001-07-09",
        "about": "demand-1",
        "good_faith": "true",
    }
    found = position(own, *([{**advice, "maximum_shares": most}] if most else []))
    assert issuer_sells(found, found.registration("demand-1")) is sells
