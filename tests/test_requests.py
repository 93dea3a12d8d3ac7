"""What a request for registration amounts to: which letter of several a defect is found in."""

from __future__ import annotations

from rrdocs.dates import end_of_day, moment
from rrdocs.position import fold
from rrdocs.rules.requests import matters
from tests.test_scenarios import Data, deal_of


def letter(number: int, requesting: Data, disposition: str) -> Data:
    delivery = {"method": "hand", "received": f"2001-06-0{number + 5}"}
    of_first = {"completes": "demand-1"} if number > 1 else {}
    return {
        "id": f"demand-{number}", "type": "demand_notice", "date": delivery["received"], "requesting": requesting,
        "disposition": disposition, "delivery": delivery, **of_first,
    }  # fmt: skip


def test_of_letters_that_name_different_methods_the_last_is_the_evidence() -> None:
    events = [
        letter(1, {"carson": "1000000"}, "firm_commitment"),
        letter(2, {"rupert": "300000"}, "firm_commitment"),
        letter(3, {"anderson": "300000"}, "non_underwritten"),
    ]
    (found,) = matters(fold(deal_of({"holdings": "H0", "events": events}), end_of_day(moment("2001-06-12"))))
    assert [each.id for each in found.letters] == ["demand-1", "demand-2", "demand-3"]
    (defect,) = [finding for finding in found.form if finding.says == "the letters name different methods of disposition"]
    assert defect.holds is False
    assert defect.evidence == found.letters[2].place != found.letters[1].place
