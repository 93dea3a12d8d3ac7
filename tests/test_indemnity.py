"""Section 4: who is indemnified and who answers to it, and the caps of the sellers."""

from __future__ import annotations

import pytest

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.docket.decisions import Clock, Decision, Flag, Item, Tally
from rrdocs.facts.record.position import fold
from rrdocs.rules.agreement.indemnity import indemnity
from tests.support.phrases import facts
from tests.support.scenarios import Data, deal_of

BANK: Data = {
    "name": "Made-up Bank",
    "kind": "firm",
    "role": "underwriter",
    "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
}
ESTATE: Data = {
    "name": "Estate of Rudolph Rupert", "kind": "estate", "role": "investor", "succeeds": "rupert",
    "address": {"lines": ["1 Elm Street", "Rye, NY 10580"]},
}  # fmt: skip


def claim(against: str, indemnitor: str, **more: str) -> Data:
    return {
        "id": "claim",
        "type": "claim_commenced",
        "date": "2002-06-03",
        "registration": "demand-1",
        "against": against,
        "indemnitor": indemnitor,
        "served": "2002-06-03",
        **more,
    }


def offered(
    sold: Data, price: str | None = "10.00", discount: str | None = "0.50", day: str = "12"
) -> Data:
    terms = {name: value for name, value in (("price", price), ("discount", discount)) if value}
    return {
        "id": f"sale-{day}",
        "type": "shares_sold",
        "date": f"2001-09-{day}",
        "registration": "demand-1",
        "sold": sold,
        **terms,
    }


def public(seller: str, shares: str, price: str | None) -> Data:
    return {
        "id": "public",
        "type": "public_sale",
        "date": "2001-09-14",
        "seller": seller,
        "tranche": "february_2001",
        "shares": shares,
        "under": "demand-1",
        **({"price": price} if price else {}),
    }


def answers(
    *events: Data, opening: str = "shelf", day: str = "2002-06-03", terms: Data | None = None
) -> list[Item]:
    parties = {"bank": BANK, "estate": ESTATE}
    deal = deal_of(
        {
            "holdings": ["H0", opening],
            "events": [*events],
            "parties": parties,
            "agreement": {"terms": terms or {}},
        }
    )
    return list(indemnity(deal, fold(deal, end_of_day(moment(day)))))


@pytest.mark.parametrize(
    ("against", "indemnitor", "says", "holds"),
    [
        (
            "carson",
            "savvis",
            "SAVVIS Communications Corporation indemnifies those who sell under the registration",
            True,
        ),
        (
            "bank",
            "savvis",
            "SAVVIS Communications Corporation does not indemnify underwriters",
            False,
        ),
        ("bank", "carson", "Russel Carson sells stock under the registration", True),
        ("savvis", "carson", "Russel Carson sells stock under the registration", True),
        ("savvis", "estate", "Estate of Rudolph Rupert sells stock under the registration", True),
        ("savvis", "lee", "Eric J. Lee sells no stock under the registration", False),
        ("savvis", "savvis", "SAVVIS Communications Corporation does not indemnify itself", False),
    ],
)
def test_the_issuer_answers_to_the_sellers_and_each_seller_to_all_others(
    against: str, indemnitor: str, says: str, holds: bool
) -> None:
    death = {
        "id": "death",
        "type": "succession",
        "date": "2001-09-15",
        "from": "rupert",
        "to": "estate",
        "kind": "death",
    }
    events = [death, claim(against, indemnitor)]
    (told,) = (
        item
        for item in answers(*events)
        if isinstance(item, Decision) and item.document == "notice_of_claim"
    )
    found = told.findings[3]
    assert (found.clause, found.says, found.holds) == ("4(c)", says, holds)
    deal = deal_of(
        {
            "holdings": ["H0", "shelf"],
            "events": events,
            "parties": {"bank": BANK, "estate": ESTATE},
            "agreement": {"terms": {}},
        }
    )
    assert (
        found.evidence is not None and facts(deal)[found.evidence] == "claim_commenced.indemnitor"
    )


@pytest.mark.parametrize(
    ("against", "says", "holds"),
    [
        ("savvis", "SAVVIS Communications Corporation is a party that may be indemnified", True),
        ("carson", "Russel Carson is a party that may be indemnified", True),
        (
            "anderson",
            "Bruce K. Anderson sells no stock under the registration, and is not indemnified",
            False,
        ),
        ("bank", "Made-up Bank is no party; persons named in the Section may claim", True),
    ],
)
def test_an_investor_is_indemnified_that_sells(against: str, says: str, holds: bool) -> None:
    (told,) = (
        item
        for item in answers(claim(against, "rupert"))
        if isinstance(item, Decision) and item.document == "notice_of_claim"
    )
    assert (told.findings[2].says, told.findings[2].holds) == (says, holds)


def test_one_that_sold_without_being_covered_sold_under_the_registration_too() -> None:
    sale = offered({"anderson": "10"})
    (told,) = (
        item
        for item in answers(sale, claim("anderson", "savvis"))
        if isinstance(item, Decision) and "claim" in item.document
    )
    assert told.outcome == "due"


@pytest.mark.parametrize(
    ("opening", "filed", "holds"),
    [("demand", False, False), ("demand", True, True), ("shelf", False, True)],
)
def test_nothing_is_indemnified_before_a_statement_is_on_record(
    opening: str, filed: bool, holds: bool
) -> None:
    filing = {
        "id": "filing",
        "type": "registration_filed",
        "date": "2001-07-20",
        "registration": "demand-1",
    }
    events = [*([filing] if filed else []), claim("savvis", "carson")]
    (told,) = (
        item
        for item in answers(*events, opening=opening)
        if isinstance(item, Decision) and item.document == "notice_of_claim"
    )
    says = (
        "the registration covers Restricted Stock"
        if holds
        else "no registration statement for Restricted Stock is on record"
    )
    assert (told.findings[1].says, told.findings[1].holds) == (says, holds)


@pytest.mark.parametrize(
    ("day", "holds", "says"),
    [("2002-06-03", None, "is to be served on"), ("2002-06-04", True, "was served on")],
)
def test_an_action_is_told_as_served_from_its_service_on(
    day: str, holds: bool | None, says: str
) -> None:
    items = answers(claim("savvis", "carson", served="2002-06-04"), day=day)
    (told,) = (
        item for item in items if isinstance(item, Decision) and item.document == "notice_of_claim"
    )
    assert told.findings[0].holds is holds and says in told.findings[0].says


# ---- the caps


def caps(
    *events: Data, name: str = "indemnity_caps", terms: Data | None = None
) -> tuple[dict[str, object], list[str], list[str]]:
    """The caps by seller, the arithmetic, and what is flagged of them."""
    items = answers(
        *events,
        claim("savvis", "carson", loss="4000000.00", other_damages="1000000.00"),
        terms=terms,
    )
    found = [item for item in items if isinstance(item, Tally) and item.name == name]
    words = [
        item.says.replace("\u00a0", " ")
        for item in items
        if isinstance(item, Flag) and "sold on" in item.says
    ]
    return (
        (dict(found[0].values["by_seller"]) if found else {}),
        list(found[0].arithmetic) if found else [],
        words,
    )


def test_each_share_of_the_loss_is_by_the_price_of_all_that_was_sold() -> None:
    """Carson's $10,000,000 of $40,000,000 is a quarter of the loss; Rupert's public sale and the
    issuer's shares are in the whole.
    """
    sale = offered({"carson": "1000000", "wcas_viii": "2800000", "savvis": "100000"})
    found, lines, words = caps(sale, public("rupert", "100000", "10.00"))
    assert found["carson"] == {
        "proportion": "0.250000",
        "net_proceeds": "9500000.00",
        "cap": "1000000.00",
    }
    assert found["rupert"] == {
        "proportion": "0.025000",
        "net_proceeds": "1000000.00",
        "cap": "100000.00",
    }
    assert "savvis" not in found and words == []
    assert (
        lines[0] == "Russel Carson: the lesser of $1,000,000.00, its share of the loss, and"
        " $9,500,000.00 net"
    )
    found, lines, _ = caps(sale, name="contribution_caps")
    assert (
        found["carson"] == {"cap": "9000000.00"}
        and lines[0] == "Russel Carson: $10,000,000.00 - $1,000,000.00"
    )


@pytest.mark.parametrize(
    ("events", "words"),
    [
        (
            [offered({"carson": "1"}, None)],
            "the price of the shares sold on September 12, 2001 is not on record",
        ),
        (
            [offered({"carson": "1"}), public("rupert", "1", None)],
            "the price of the shares sold on September 14, 2001 is not on record",
        ),
    ],
)
def test_no_cap_is_worked_out_while_a_price_is_missing(events: list[Data], words: str) -> None:
    found, _, said = caps(*events)
    assert found == {} and said == [f"{words}: the caps of the sellers wait for it"]
    assert caps(*events, name="contribution_caps", terms={"seller_indemnity": None})[2] == said
    assert caps(*events, terms={"seller_indemnity": None, "contribution": None})[2] == []


def test_without_a_discount_on_record_net_is_as_gross_and_that_is_flagged() -> None:
    found, _, words = caps(
        offered({"carson": "600000"}, discount=None), offered({"carson": "600000"}, day="13")
    )
    assert found["carson"] == {
        "proportion": "1.000000",
        "net_proceeds": "11700000.00",
        "cap": "4000000.00",
    }
    assert words == [
        "no underwriting discount on the shares sold on September 12, 2001 is on record: net"
        " proceeds are taken as gross"
    ]


@pytest.mark.parametrize(
    ("address", "begins"),
    [("320 Park Avenue, Suite 2500", True), ("1 Wrong Street, Boston, MA 02110", False)],
)
def test_a_notice_of_a_claim_to_a_wrong_address_starts_no_time_to_take_over_the_defense(
    address: str, begins: bool
) -> None:
    told: Data = {
        "id": "told",
        "type": "notice_sent",
        "date": "2002-06-03",
        "document": "notice_of_claim",
        "about": "claim",
        "to": "carson",
        "delivery": {
            "method": "hand",
            "sent": "2002-06-03",
            "received": "2002-06-03",
            "address": address,
        },
    }
    items = answers(
        claim("savvis", "carson"), told, terms={"claim_notice": {"election": "15 days"}}
    )
    assert (
        any(isinstance(item, Clock) and item.name == "defence_election" for item in items) is begins
    )
