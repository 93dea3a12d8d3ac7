"""3(b): the issuer's notice of a short form must have the request's own figures; what is flagged
where it has others.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from rrdocs.docket.decisions import Flag, Tally
from rrdocs.facts.record.position import fold
from rrdocs.rules.requests.short_form import short_form
from tests.support.scenarios import Data, counsel_said, deal_of

AT = datetime(2001, 7, 20)
REQUEST: Data = {
    "id": "short-1",
    "type": "short_form_notice",
    "date": "2001-07-10T09:00",
    "requesting": {"carson": "500000"},
    "disposition": "non_underwritten",
    "delivery": {"method": "hand", "received": "2001-07-10T09:00"},
    "net_proceeds": "6000000.00",
}
STATUS: Data = {
    "id": "s3-status",
    "type": "form_eligibility",
    "date": "2001-03-01",
    "form": "S-3",
    "registrant": "true",
    "transaction": "true",
}
SAID = "the notice to Eric J. Lee states"


def notice(
    states: Data,
    *,
    to: str = "lee",
    document: str = "short_form_further_notice",
    about: str = "short-1",
) -> Data:
    """A notice of the request."""
    return {
        "id": f"n-{to}-{document}",
        "type": "notice_sent",
        "date": "2001-07-10",
        "document": document,
        "about": about,
        "to": to,
        "delivery": {"method": "courier", "sent": "2001-07-10", "received": "2001-07-11"},
        "states": states,
    }


def answers(*events: Data, **readings: str) -> tuple[list[str], list[object]]:
    """The words of the flags, and the net proceeds as stated."""
    deal = deal_of(
        {"as_of": "2001-07-20", "holdings": "H0", "readings": readings, "events": [STATUS, *events]}
    )
    position = fold(deal, AT)
    found = list(short_form(position.deal, position))
    flags = [item.says for item in found if isinstance(item, Flag) and "states" in item.says]
    return flags, [
        item.values["stated"]
        for item in found
        if isinstance(item, Tally) and item.name == "net_proceeds"
    ]


@pytest.mark.parametrize(
    ("states", "flags"),
    [
        (
            {
                "shares": "500,000",
                "net_proceeds": "$6,000,000.00",
                "disposition": "non_underwritten",
                "method": "non_underwritten",
            },
            [],
        ),
        ({"shares": "500000", "net_proceeds": "6000000"}, []),
        ({"shares": "499,999"}, [f"{SAID} shares 499,999, but the request states 500,000"]),
        (
            {"shares": "500,000", "net_proceeds": "$5,500,000"},
            [f"{SAID} net proceeds $5,500,000, but the request states $6,000,000.00"],
        ),
        (
            {"disposition": "firm_commitment"},
            [f"{SAID} disposition firm commitment, but the request states non underwritten"],
        ),
        (
            {"method": "firm_commitment"},
            [f"{SAID} method firm commitment, but the request states non underwritten"],
        ),
        (
            {"shares": "1", "method": "firm_commitment"},
            [
                f"{SAID} shares 1, but the request states 500,000",
                f"{SAID} method firm commitment, but the request states non underwritten",
            ],
        ),
    ],
)
def test_the_notice_states_the_figures_of_the_request(states: Data, flags: list[str]) -> None:
    assert answers(REQUEST, notice(states))[0] == flags


def test_where_the_notice_governs_the_flag_says_so() -> None:
    wrong = notice({"shares": "499,999"})
    plain = f"{SAID} shares 499,999, but the request states 500,000"
    literal = [f"{plain}; the figure in the notice governs"]
    assert answers(REQUEST, wrong, further_notice_controls="literal_further_notice")[0] == literal
    decided = counsel_said(
        "2001-07-12", "short-1", "further_notice_controls", "literal_further_notice"
    )
    assert answers(REQUEST, wrong, decided)[0] == literal
    assert answers(REQUEST, wrong)[0] == [plain]


def test_only_the_notice_of_that_request_has_its_figures() -> None:
    wrong: Data = {"shares": "499,999"}
    other = notice(wrong, document="piggyback_notice")
    flag = f"{SAID} shares 499,999, but the request states 500,000"
    assert answers(REQUEST, other)[0] == []
    assert answers(REQUEST, other, notice(wrong))[0] == [flag]
    second = {**REQUEST, "id": "short-2", "requesting": {"carson": "499999"}}
    assert answers(REQUEST, second, notice(wrong, about="short-2"))[0] == []


def test_the_number_of_a_request_is_that_of_all_who_stated_one() -> None:
    two = {**REQUEST, "requesting": {"carson": "400000", "paul": "null"}}
    assert answers(two, notice({"shares": "400,000"}))[0] == []
    assert answers(two, notice({"shares": "400,001"}))[0] == [
        f"{SAID} shares 400,001, but the request states 400,000"
    ]
    none = {**REQUEST, "requesting": {"carson": "null"}}
    assert answers(none, notice({"shares": "400,000"}))[0] == []


def test_a_letter_that_completes_a_request_leaves_its_net_proceeds_as_stated() -> None:
    first = {key: value for key, value in REQUEST.items() if key != "disposition"}
    second = {
        **{key: value for key, value in REQUEST.items() if key != "net_proceeds"},
        "id": "short-1b",
        "completes": "short-1",
        "date": "2001-07-11",
        "delivery": {"method": "hand", "received": "2001-07-11"},
    }
    assert answers(first, second)[1] == ["6000000.00"]
    assert answers(first, {**second, "net_proceeds": "7000000.00"})[1] == ["7000000.00"]
