"""What a request for registration amounts to: which letter of several a defect is found in."""

from __future__ import annotations

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.facts.record.position import fold
from rrdocs.facts.requests.requests import all_requests
from tests.support.scenarios import Data, deal_of


def letter(number: int, requesting: Data, disposition: str) -> Data:
    delivery = {"method": "hand", "received": f"2001-06-0{number + 5}"}
    of_first = {"completes": "demand-1"} if number > 1 else {}
    return {
        "id": f"demand-{number}",
        "type": "demand_notice",
        "date": delivery["received"],
        "requesting": requesting,
        "disposition": disposition,
        "delivery": delivery,
        **of_first,
    }


def test_of_letters_that_name_different_methods_the_last_is_the_evidence() -> None:
    events = [
        letter(1, {"carson": "1000000"}, "firm_commitment"),
        letter(2, {"rupert": "300000"}, "firm_commitment"),
        letter(3, {"anderson": "300000"}, "non_underwritten"),
    ]
    (found,) = all_requests(
        fold(deal_of({"holdings": "H0", "events": events}), end_of_day(moment("2001-06-12")))
    )
    assert [each.id for each in found.letters] == ["demand-1", "demand-2", "demand-3"]
    (defect,) = [
        finding
        for finding in found.form
        if finding.says == "the letters name different methods of disposition"
    ]
    assert defect.holds is False
    assert defect.evidence == found.letters[2].place != found.letters[1].place


# ---- who withdraws before it is complete


def asks(name: str, at: str, requesting: Data, completes: str = "", came: str = "") -> Data:
    delivery = {"method": "mail", "sent": at[:10]} if came else {"method": "hand", "received": at}
    return {
        "id": name,
        "type": "demand_notice",
        "date": at,
        "requesting": requesting,
        "disposition": "firm_commitment",
        "delivery": delivery,
        **({"completes": completes} if completes else {}),
    }


def gone(investor: str, at: str, about: str = "d1") -> Data:
    return {
        "id": f"gone-{investor}",
        "type": "request_withdrawn",
        "date": at,
        "about": about,
        "investor": investor,
    }


def made_by(*events: Data) -> tuple[set[str], bool]:
    """Who makes the one request on record, and whether all of them have withdrawn."""
    (found,) = all_requests(
        fold(deal_of({"holdings": "H0", "events": [*events]}), end_of_day(moment("2001-12-31")))
    )
    return set(found.requesters), found.withdrawn


FIRST = asks("d1", "2001-06-10T10:00", {"carson": "1000000", "paul": "500000"})
SECOND = asks("d1b", "2001-06-15T10:00", {"wcas_viii": "1000000", "anderson": "1"}, "d1")


def test_who_withdraws_by_the_minute_at_which_a_request_is_complete_does_not_make_it() -> None:
    everyone = {"carson", "paul", "wcas_viii", "anderson"}
    for at, who in (
        ("2001-06-10T10:00", everyone - {"carson"}),
        ("2001-06-15T09:59", everyone - {"carson"}),
        ("2001-06-15T10:00", everyone - {"carson"}),
        ("2001-06-15T10:01", everyone),
    ):
        assert made_by(
            *sorted([FIRST, SECOND, gone("carson", at)], key=lambda event: str(event["date"]))
        ) == (who, False), at


def test_a_request_of_which_all_have_withdrawn_before_it_was_received_is_withdrawn() -> None:
    mailed = asks(
        "d1",
        "2001-06-06",
        {"wcas_viii": "1000000", "carson": "1000000", "anderson": "1"},
        came="later",
    )
    events = [mailed, *(gone(name, "2001-06-08") for name in ("wcas_viii", "carson", "anderson"))]
    assert made_by(*events) == ({"wcas_viii", "carson", "anderson"}, True)
