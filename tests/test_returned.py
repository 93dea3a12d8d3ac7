"""The votes of amendments, consents and waivers, counted anew from the pages that came back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from rrdocs.cli import main
from rrdocs.dates.moments import end_of_day, moment
from rrdocs.deal.loading import load
from rrdocs.documents.packets.manifest import manifest
from rrdocs.documents.pdf.engines import engine_named
from rrdocs.documents.pdf.packet import Piece, concatenate, page_count
from rrdocs.documents.signing.collation import expected
from rrdocs.documents.signing.pages import PageToSign
from rrdocs.facts.record.position import fold
from rrdocs.pipeline.packets import draft_packets, votes
from rrdocs.pipeline.sample_deal import SAMPLE_FOLDER as SAMPLE
from rrdocs.rules.agreement.returned_votes import Returned, returned
from tests.support.packets import SAVVIS
from tests.support.scenarios import deal_of

HARBORLINE = SAVVIS.with_name("harborline-2021")
PAPERS = {
    "amendment": (HARBORLINE, "amendment-1"),
    "conflicting_rights_consent": (SAMPLE, "grant"),
    "waiver": (SAMPLE, "lock-waiver"),
}
"""The paper of each test, with its deal and event."""


@pytest.fixture(scope="module")
def packets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder of pages to sign for each paper."""
    out, found = tmp_path_factory.mktemp("votes"), {}
    for document, (folder, event) in PAPERS.items():
        deal, _ = load(folder)
        assert deal
        (found[document],) = draft_packets(
            deal, folder, out, engine_named("dxpdf"), event=event, document=document
        ).folders
    return found


def sheet(folder: Path, page: PageToSign) -> Piece:
    """A page to sign as its signer gets it."""
    return Piece(folder / page.file, [page_count(folder / page.file) + page.page])


Back = Callable[[str, Sequence[str]], tuple[Result, dict[str, Any]]]


@pytest.fixture
def back(packets: dict[str, Path], tmp_path: Path) -> Back:
    """The pages of some parties of a paper come back: what the command says, and its report."""

    def come(document: str, parties: Sequence[str]) -> tuple[Result, dict[str, Any]]:
        folder = packets[document]
        pieces = [sheet(folder, page) for page in expected(folder) if {*page.parties} & {*parties}]
        scan = tmp_path / "back.pdf"
        scan.write_bytes(concatenate(pieces, title="back"))
        command = [
            "collate",
            str(folder),
            str(scan),
            "--deal",
            str(PAPERS[document][0]),
            "--out",
            str(tmp_path / "done"),
        ]
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 0, done.output
        report = json.loads((tmp_path / "done" / "collation.json").read_text("utf-8"))
        (vote,) = report["votes"]
        return done, vote

    return come


def test_an_amendment_is_reached_by_the_issuer_and_more_than_half(
    back: Back, tmp_path: Path
) -> None:
    done, vote = back("amendment", ["harborline", "alder", "birch"])
    assert (vote["reached"], vote["above"], vote["below"], vote["short"]) == (
        True,
        2_100_000,
        3_200_000,
        0,
    )
    assert vote["signed"] == {"harborline": 0, "alder": 1_200_000, "birch": 900_000}
    assert (
        "vote: Amendment, Section 9(a): reached\n    2,100,000 of 3,200,000 outstanding; more than"
        " 1/2\n" in done.output
    )
    assert vote["missing"] and not {*vote["missing"]} & {*vote["signed"]}
    assert list((tmp_path / "done" / "executed").rglob("*.pdf")), (
        "enough have signed it, though not all"
    )


def test_an_amendment_one_signer_short_is_not_reached_and_says_by_how_much(
    back: Back, tmp_path: Path
) -> None:
    done, vote = back("amendment", ["harborline", "alder"])
    assert (vote["reached"], vote["above"], vote["short"]) == (False, 1_200_000, 400_001)
    assert vote["missing"]["birch"] == 900_000
    assert "vote: Amendment, Section 9(a): not reached, 400,001 shares short\n" in done.output
    assert "(900,000 shares)" in next(
        line for line in done.output.splitlines() if line.startswith("    not signed: ")
    )
    assert (
        list((tmp_path / "done" / "incomplete").rglob("*.pdf"))
        and not (tmp_path / "done" / "executed").exists()
    )


def test_an_amendment_without_the_issuer_is_not_reached_by_any_number_of_shares(
    back: Back, packets: dict[str, Path]
) -> None:
    holders = {name for page in expected(packets["amendment"]) for name in page.parties} - {
        "harborline"
    }
    done, vote = back("amendment", sorted(holders))
    assert (vote["reached"], vote["short"], vote["missing"]) == (False, 0, {"harborline": 0})
    assert "Harborline" in vote["tests"][-1] and vote["tests"][-1].endswith("has not signed")
    assert "not reached\n" in done.output


def test_consents_need_the_shares_and_no_issuer(back: Back) -> None:
    few = [
        "second_holder",
        "third_holder",
        "fund_signer",
        "management",
        "fourth_holder",
        "fifth_holder",
    ]
    _, vote = back("conflicting_rights_consent", few)
    assert (vote["reached"], vote["above"], vote["below"], vote["short"]) == (
        False,
        1_800_001,
        7_700_001,
        2_050_000,
    )
    assert vote["missing"] == {"first_fund": 5_900_000}
    done, vote = back("conflicting_rights_consent", ["first_fund"])
    assert (vote["reached"], vote["short"]) == (True, 0)
    assert "read whether it gives one" in done.output


def test_a_waiver_needs_each_whom_it_is_to_bind_and_binds_nobody_else(back: Back) -> None:
    _, vote = back("waiver", ["first_fund"])
    assert (vote["reached"], vote["missing"]) == (
        False,
        {"second_holder": 300_001, "fund_signer": 200_000},
    )
    assert vote["tests"] == [
        "it binds those who signed it, and no other party: First Holder Fund, L.P."
    ]
    _, vote = back("waiver", ["first_fund", "second_holder", "fund_signer"])
    assert (vote["reached"], vote["missing"], vote["below"]) == (True, {}, None)


def test_where_a_majority_may_waive_for_all_a_waiver_is_counted_as_an_amendment_is(
    packets: dict[str, Path],
) -> None:
    deal, _ = load(SAMPLE)
    assert deal
    deal, pages = deal.reading("waiver_rule", "majority_binds"), expected(packets["waiver"])
    first, second = (page.code for page in pages)
    (vote,) = votes(deal, manifest(packets["waiver"]), pages, {first})
    assert (vote.reached, vote.above, {*vote.missing}) == (
        True,
        5_900_000,
        {"second_holder", "fund_signer"},
    )
    (vote,) = votes(deal, manifest(packets["waiver"]), pages, {second})
    assert (vote.reached, vote.above) == (False, 500_001)
    (vote,) = votes(deal, manifest(packets["waiver"]), pages, set())
    assert (vote.reached, vote.signed) == (False, {})


def test_without_the_deal_the_pages_are_bound_and_the_votes_not_counted(
    packets: dict[str, Path], tmp_path: Path
) -> None:
    folder = packets["waiver"]
    page = expected(folder)[0]
    scan = tmp_path / "back.pdf"
    scan.write_bytes(concatenate([sheet(folder, page)], title="back"))
    done = CliRunner().invoke(
        main,
        [
            "collate",
            str(folder),
            str(scan),
            "--deal",
            str(tmp_path),
            "--out",
            str(tmp_path / "done"),
        ],
    )
    assert (done.exit_code, "1 of 2 pages are signed" in done.output) == (0, True)
    assert (
        f"votes are not counted: {tmp_path.as_posix()} is no deal; name its folder with --deal"
        in done.output
    )
    assert json.loads((tmp_path / "done" / "collation.json").read_text("utf-8"))["votes"] is None
    other = CliRunner().invoke(
        main,
        ["collate", str(folder), str(scan), "--deal", str(SAVVIS), "--out", str(tmp_path / "done")],
    )
    assert (
        other.exit_code,
        f"{SAVVIS.as_posix()}: is not `sample`, which {folder.as_posix()} is of" in other.output,
    ) == (1, True)


# ---- the votes by themselves: 16,250,000 shares of 18 holders, of which WCAS VIII has 6,250,000,
# Carson 1,500,000 and Rupert 400,000

LATE = end_of_day(moment("2001-12-31"))
SIX_AND_A_HALF = ["wcas_viii", "carson", "rupert"]


def vote(
    event: dict[str, Any],
    document: str,
    *signed: str,
    terms: dict[str, Any] | None = None,
    before: Sequence[Any] = (),
) -> Returned:
    deal = deal_of(
        {"holdings": "H0", "agreement": {"terms": terms or {}}, "events": [*before, event]}
    )
    found = fold(deal, LATE)
    made = returned(found, found.by_id[event["id"]], document, signed, ["savvis", *SIX_AND_A_HALF])
    assert made is not None
    return made


CHANGE = {
    "id": "amendment-1",
    "type": "amendment",
    "date": "2001-06-12",
    "signed_by": ["savvis", *SIX_AND_A_HALF],
    "sets": {"amendment.more_than": "3/4"},
}
WAIVER = {
    "id": "waiver-1",
    "type": "waiver",
    "date": "2001-06-12",
    "about": "signing",
    "signed_by": ["carson"],
}
SOLD = {
    "id": "sale-0",
    "type": "public_sale",
    "date": "2001-06-12",
    "seller": "wcas_viii",
    "tranche": "february_2000",
    "shares": "6250000",
    "under": "rule_144",
}


def test_an_amendment_of_the_vote_itself_needs_the_vote_before_it_and_says_who_signed() -> None:
    made = vote(CHANGE, "amendment", "savvis", *SIX_AND_A_HALF)
    assert (made.reached, made.above, made.below, made.short) == (True, 8_150_000, 16_250_000, 0)
    assert made.tests[-1] == "SAVVIS Communications Corporation has signed"


def test_without_a_page_an_amendment_is_not_reached_though_what_it_needs_is_not_on_record() -> None:
    assert vote(CHANGE, "amendment").reached is False
    of_all = {"amendment": {"more_than": None, "requires": "at least 10% of outstanding"}}
    assert vote({**CHANGE, "sets": {}}, "amendment", terms=of_all).reached is False
    assert (
        vote({**CHANGE, "sets": {}}, "amendment", "savvis", "carson", terms=of_all).reached is None
    )


def test_without_a_page_no_consent_is_reached_though_what_it_needs_is_not_on_record() -> None:
    grant = {
        "id": "grant-1",
        "type": "rights_grant_proposed",
        "date": "2001-06-01",
        "grantee": "made_up_bank",
        "conflicts": "true",
    }
    of_all = {"conflicting_rights": {"more_than": None, "requires": "at least 10% of outstanding"}}
    assert vote(grant, "conflicting_rights_consent", terms=of_all).reached is False
    assert vote(grant, "conflicting_rights_consent", "carson", terms=of_all).reached is None


@pytest.mark.parametrize(
    ("needs", "short"),
    [
        ("more than 1/2", 6_625_001),  # 8,125,001 - 1,500,000
        ("more than 1/2 of all", 6_625_001),
        ("at least 2,000,000 shares", 500_000),
        ("more than 1/2 of february_2001", None),  # of a part of the stock no one number says it
        ("more than 1/2 and at least 9,000,000 shares", None),
        ("at least $100", None),
    ],
)
def test_how_many_shares_are_short_is_said_where_one_number_of_all_says_it(
    needs: str, short: int | None
) -> None:
    terms = {"amendment": {"more_than": None, "requires": needs}}
    assert vote({**CHANGE, "sets": {}}, "amendment", "savvis", "carson", terms=terms).short == short


def test_consents_are_counted_as_the_shares_stood_at_the_grant() -> None:
    grant = {
        "id": "grant-1",
        "type": "rights_grant_proposed",
        "date": "2001-06-01",
        "grantee": "made_up_bank",
        "conflicts": "true",
    }
    consent = {
        "id": "consent-1",
        "type": "consent",
        "date": "2001-07-02",
        "about": "grant-1",
        "signed_by": ["wcas_viii"],
    }
    made = vote(consent, "conflicting_rights_consent", "wcas_viii", "carson", before=[grant, SOLD])
    assert (made.reached, made.above, made.below) == (False, 7_750_000, 16_250_000)
    assert made.tests[-1] == "a form that came back counts as a consent: read whether it gives one"


def test_a_waiver_that_does_not_bind_all_shows_its_count_and_whom_it_binds() -> None:
    all_waive = {"waiver": {"binds": "all"}}
    made = vote(WAIVER, "waiver", "wcas_viii", "carson", terms=all_waive)
    assert (made.reached, made.above, made.below) == (False, 7_750_000, 16_250_000)
    assert made.tests[0].startswith("7,750,000 of 16,250,000 outstanding")
    assert made.tests[-1].endswith(
        "no other party: Welsh, Carson, Anderson & Stowe VIII, L.P., Russel Carson"
    )
    assert vote(WAIVER, "waiver", *SIX_AND_A_HALF, terms=all_waive).tests[-1] == "it binds all"
    assert vote(WAIVER, "waiver").tests == (
        "it binds those who signed it, and no other party: nobody",
    )
