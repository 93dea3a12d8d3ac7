"""3(f)(vii): several requests to see the records of one registration, each answered by itself."""

from __future__ import annotations

from rrdocs.dates import end_of_day, moment
from rrdocs.rules import decide
from tests.test_scenarios import Data, deal_of


def test_each_request_for_records_is_answered_under_its_own_name() -> None:
    """carson sells under the registration, paul does not."""
    asked: list[Data] = [
        {"id": f"look-{name}", "type": "inspection_requested", "date": "2001-09-14", "registration": "demand-1", "investor": name}
        for name in ("carson", "paul")
    ]
    deal = deal_of({"holdings": ["H0", "shelf"], "events": asked})
    docket = decide(deal, end_of_day(moment("2001-09-14")), readings=False)
    carson, paul = ([flag.says for flag in docket.about(f"look-{name}").flags] for name in ("carson", "paul"))
    assert len(carson) == len(paul) == 1
    assert carson[0].startswith("Russel Carson asked on") and carson[0].endswith("records and people are to be made available to it")
    assert paul[0].startswith("Andrew Paul asked on") and paul[0].endswith("it has no right to inspect")
