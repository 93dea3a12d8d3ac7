"""Terms set by an amendment: what may be set, and in which words the rest is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from rrdocs.agreement.amending import amended
from rrdocs.agreement.terms import Terms
from rrdocs.deal.loading import load

DEAL = Path(__file__).parents[1] / "data" / "savvis-2001"


@pytest.fixture(scope="module")
def terms() -> Terms:
    deal, problems = load(DEAL)
    assert deal is not None, problems
    return deal.terms


def test_a_field_is_set_and_everything_else_stays(terms: Terms) -> None:
    made = amended(terms, {"demand.response": "45 days", "demand.more_than": "25%"})
    assert terms.demand is not None and made.demand is not None
    assert (made.demand.response.text, str(made.demand.more_than)) == ("45 days", "1/4")
    assert made.demand.place == terms.demand.place
    assert made.model_copy(update={"demand": terms.demand}) == terms


def test_lists_parts_and_dates_are_set(terms: Terms) -> None:
    made = amended(
        terms,
        {
            "demand.must_state": "shares, method",
            "expenses.registration.february_2000": "issuer",
            "notices.methods.mail.after": "7 business days",
            "loss_of_rights.repealed": "2009-01-01",
        },
    )
    assert (
        made.demand and made.expenses and made.loss_of_rights and made.notices.methods["mail"].after
    )
    assert made.demand.must_state == ("shares", "method")
    assert made.expenses.registration == {"february_2000": "issuer", "february_2001": "issuer"}
    assert made.notices.methods["mail"].after.count == 7
    assert made.loss_of_rights.repealed == date(2009, 1, 1)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (
            "demand.respons",
            "45 days",
            "`respons` of `demand.respons` is not known there; did you mean `response`?",
        ),
        (
            "demad.response",
            "45 days",
            "`demad` of `demad.response` is not known there; did you mean `demand`?",
        ),
        ("demand", "45 days", "`demand` must name a field of the term, such as `demand.limit`"),
        (
            "demand.response.days",
            "45",
            "`demand.response.days` goes on below `response`, which has no parts",
        ),
        ("demand.limit", "three", "`demand.limit` cannot be `three`: it must be a whole number"),
        (
            "demand.response",
            "soon",
            "`demand.response` cannot be `soon`: it must be a period such as",
        ),
        (
            "demand.response",
            "promptly",
            "`demand.response` cannot be `promptly`: it must be a number of days",
        ),
        ("deferral.times", "0", "`deferral.times` cannot be `0`: it must be"),
    ],
)
def test_what_cannot_be_set_is_refused_in_words(
    terms: Terms, path: str, value: str, words: str
) -> None:
    with pytest.raises(ValueError, match=r".") as refused:
        amended(terms, {path: value})
    assert str(refused.value).startswith(words)


def test_a_right_that_is_not_granted_cannot_be_changed(terms: Terms) -> None:
    with pytest.raises(ValueError, match="the agreement has no `demand`"):
        amended(terms.model_copy(update={"demand": None}), {"demand.response": "45 days"})


def test_an_amendment_that_sets_what_is_not_there_is_a_problem_of_its_file(tmp_path: Path) -> None:
    for name in ("agreement.yaml", "parties.yaml"):
        (tmp_path / name).write_text((DEAL / name).read_text("utf-8"), "utf-8")
    (tmp_path / "events").mkdir()
    event = (
        "- {id: a, type: amendment, date: 2001-06-12, signed_by: [savvis], sets: {demand.respons:"
        " 45 days}}\n"
    )
    (tmp_path / "events" / "a.yaml").write_text(event, "utf-8")
    deal, problems = load(tmp_path)
    assert deal is None
    assert [(problem.place.path, problem.words) for problem in problems] == [
        (
            "events/a.yaml",
            "`respons` of `demand.respons` is not known there; did you mean `response`?",
        )
    ]
