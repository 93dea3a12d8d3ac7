"""Letters to those who ask to take part, where the agreement is another one or the request has
several defects at once.
"""

from __future__ import annotations

from rrdocs.docket.decisions import Decision
from tests.support.scenarios import Data, docket_of

PROPOSED = {
    "id": "s1",
    "type": "registration_proposed",
    "date": "2001-04-20",
    "registration": "s1",
    "form": "S-1",
    "security": "common",
    "account": "issuer",
    "underwriting": "firm_commitment",
}
ASKED = {
    "id": "request-lee",
    "type": "piggyback_request",
    "date": "2001-05-02",
    "registration": "s1",
    "investor": "lee",
    "shares": "50000",
    "disposition": "firm_commitment",
    "delivery": {"method": "hand"},
}


def letters(**case: Data | list[Data]) -> list[Decision]:
    found, _ = docket_of(
        {"as_of": "2001-05-02", "holdings": "H0", "events": [PROPOSED, ASKED], **case}
    )
    return [
        decision
        for decision in found.decisions
        if decision.document == "deficiency_letter" and decision.about == "request-lee"
    ]


def test_a_request_by_e_mail_without_the_choice_is_told_of_both() -> None:
    by_mail = {**ASKED, "delivery": {"method": "email"}}
    (letter,) = letters(events=[PROPOSED, by_mail])
    assert (
        letter.findings[0].says
        == "the request lacks the choice between the underwriting and the open market and"
        " notice in a way that 8(f) names"
    )


def test_a_request_to_take_part_is_not_answered_where_the_agreement_gives_no_piggyback() -> None:
    assert len(letters()) == 1
    assert letters(agreement={"terms": {"piggyback": None}}) == []
