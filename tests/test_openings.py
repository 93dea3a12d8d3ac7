"""What keeps a demand back: the issuer's answers that it will file one of its own, each judged by
itself.
"""

from __future__ import annotations

from rrdocs.dates.moments import end_of_day, moment
from rrdocs.rules.engine import decide
from tests.support.scenarios import Data, deal_of


def test_an_answer_in_time_delays_a_demand_though_an_earlier_one_came_too_late() -> None:
    """An answer to the demand of June 6 must be given by June 16: one was handed over on June 18,
    one mailed on June 15 came on June 20.
    """
    asked: Data = {
        "id": "demand-1",
        "type": "demand_notice",
        "date": "2001-06-06",
        "disposition": "firm_commitment",
        "delivery": {"method": "hand"},
        "requesting": {"wcas_viii": "3000000", "carson": "1000000", "rupert": "300000"},
    }
    late: Data = {
        "id": "late",
        "type": "counter_notice",
        "date": "2001-06-18",
        "about": "demand-1",
        "delivery": {"method": "hand"},
    }
    mailed = {"method": "mail", "sent": "2001-06-15", "received": "2001-06-20"}
    timely: Data = {
        "id": "timely",
        "type": "counter_notice",
        "date": "2001-06-20",
        "about": "demand-1",
        "delivery": mailed,
    }
    agreement = {
        "terms": {
            "demand": {"blackout": {"counter_notice": "10 days", "counter_filing": "60 days"}}
        }
    }
    for answers, outcome in (([late], "due"), ([late, timely], "not_due")):
        deal = deal_of({"holdings": "H0", "events": [asked, *answers], "agreement": agreement})
        docket = decide(deal, end_of_day(moment("2001-06-21")), readings=False)
        told = [
            item.outcome
            for item in docket.decisions
            if item.document == "demand_further_notice" and item.to in ("lee", None)
        ]
        assert told == [outcome]
