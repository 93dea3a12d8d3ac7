"""Every bad case of tests/bad/, and the exact words that are said about it.

A case takes the place of one file of the deal in tests/deals/small, agreement.yaml or parties.yaml,
or is one more of events. Beside `<case>.yaml` stands `<case>.txt`: what `rrdocs check` prints about
it, problem by problem, in the order of places.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from rrdocs.cli import main

HERE = Path(__file__).parent
SMALL = HERE / "deals" / "small"
CASES = sorted((HERE / "bad").glob("*/*.yaml"))


def deal_with(case: Path, into: Path) -> Path:
    """The small deal with a case in its place."""
    folder = into / "deal"
    shutil.copytree(SMALL, folder)
    kind = case.parent.name
    shutil.copy(
        case, folder / "events" / case.name if kind == "events" else folder / f"{kind}.yaml"
    )
    return folder


def test_every_case_has_its_words_and_no_words_are_left_over() -> None:
    folders = {"events", "agreement", "parties"}
    assert {path.parent.name for path in CASES} == folders
    assert [path.with_suffix(".txt") for path in CASES] == sorted((HERE / "bad").glob("*/*.txt"))


def test_the_deal_is_good_without_them() -> None:
    found = CliRunner().invoke(main, ["check", str(SMALL)])
    assert (found.exit_code, found.stderr) == (0, "")


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_bad_deal_is_refused_in_these_words(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal_with(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    found = CliRunner().invoke(main, ["draft", "deal", "--pdf-engine", "none"])
    assert found.stderr == case.with_suffix(".txt").read_text("utf-8")
    assert (found.exit_code, found.stdout) == (1, "")
    assert [path.name for path in tmp_path.iterdir()] == ["deal"]
