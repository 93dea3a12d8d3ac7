"""What a wheel installs, used in another folder and without the repository: everything is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.answers import ALL

REPOSITORY = Path(__file__).parents[1]
Run = Callable[..., str]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder, in which the installed command is run."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Run:
    """The installed command in a folder of its own. The libraries are those of this Python; rrdocs
    itself comes from the wheel alone.
    """
    wheels = tmp_path_factory.mktemp("wheels")
    source = tmp_path_factory.mktemp("source")
    # what git knows, so that no build folder of another time comes along
    names = subprocess.run(
        ["git", "ls-files", "-z", "rrdocs", "pyproject.toml", "README.md"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    ).stdout.decode()
    for name in filter(None, names.split("\0")):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((REPOSITORY / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "wheel", *options, "--wheel-dir", wheels, source], check=True)
    (wheel,) = wheels.glob("rrdocs-*.whl")
    subprocess.run([*pip, "install", *options, "--target", home / "site", wheel], check=True)

    def rrdocs(*arguments: str, code: int = 0, answers: str = "") -> str:
        libraries = sysconfig.get_path("purelib")
        # without the site module, so that the repository's own link is not followed
        start = (
            f"import sys; sys.path[:0] = [{str(home / 'site')!r}]; sys.path.append({libraries!r});"
            "from rrdocs.cli import main; main(prog_name='rrdocs')"
        )
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "-c", start, *arguments],
            cwd=home,
            capture_output=True,
            text=True,
            encoding="utf-8",
            input=answers,
            env={name: text for name, text in os.environ.items() if name != "PYTHONPATH"},
            check=False,
        )
        assert ran.returncode == code, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    where = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = [{str(home / 'site')!r}];"
         "import rrdocs; print(rrdocs.__file__)"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(home) in where
    return rrdocs


def test_its_templates_are_found_and_are_well(run: Run) -> None:
    listed = run("template", "list")
    assert "demand_further_notice" in listed and "counsel_memo" in listed
    said = run("template", "check")
    assert "all is well" in said and "0 templates" not in said
    assert "{{ document_title }}" in run("template", "show", "waiver")


def test_a_new_deal_is_made_recorded_drafted_and_shown(run: Run, home: Path) -> None:
    said = run("new", "deals/larkfield", answers="\n".join(ALL) + "\n")
    assert "deals/larkfield/agreement.yaml" in said
    run(
        "record", "deals/larkfield", "shares-issued", "--holder", "tern_partners",
        "--tranche", "series_a", "--shares", "1000000", "--date", "2020-01-31",
        "--as-of", "2020-02-03",
    )  # fmt: skip
    run(
        "record", "deals/larkfield", "demand-notice", "--id", "demand-1",
        "--requesting", "tern_partners=1000000", "--disposition", "non_underwritten",
        "--method", "hand", "--date", "2020-06-01", "--as-of", "2020-06-01T18:00",
    )  # fmt: skip
    assert "all is well (2 events" in run("check", "deals/larkfield")
    data = sorted((home / "deals").rglob("*.yaml"))
    assert len(data) == 4
    for path in data:  # an editor finds the schema of each file
        schema = path.read_text("utf-8").splitlines()[0].partition("$schema=")[2]
        assert json.loads((path.parent / schema).read_text("utf-8"))["$schema"], path
    run(
        "draft", "deals/larkfield", "--event", "demand-1", "--document", "clock_sheet",
        "--out", "results",
    )  # fmt: skip
    drafted = home / "results" / "larkfield" / "demand-1+clock_sheet" / "packet.pdf"
    assert drafted.read_bytes().startswith(b"%PDF")
    run("docket", "deals", "--out", "results", "--as-of", "2020-06-01")
    assert "Larkfield" in (home / "results" / "docket.html").read_text("utf-8")


def test_the_schemas_are_written_wherever_it_is_called(run: Run, home: Path) -> None:
    said = run("schema", "--out", "elsewhere/schemas").splitlines()
    assert said == [f"elsewhere/schemas/{name}.json" for name in ("agreement", "parties", "events")]
    assert {path.name for path in (home / "elsewhere" / "schemas").iterdir()} == {
        Path(line).name for line in said
    }


def test_the_main_job_is_done_from_any_folder(run: Run, tmp_path: Path) -> None:
    deal = tmp_path / "data" / "savvis-2001"
    for name in subprocess.run(
        ["git", "ls-files", "data/savvis-2001"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((REPOSITORY / name).read_bytes())
    out = tmp_path / "out"
    said = run("draft", str(deal), "--event", "demand-2", "--out", str(out))
    folder = out / "savvis-2001" / "demand-2"
    assert "demand-2" in said
    assert (folder / "packet.pdf").read_bytes().startswith(b"%PDF")
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["event"] == "demand-2"
    said = run("batch", str(tmp_path / "data"), "--out", str(out))
    assert "savvis-2001: " in said and " 0 packets" not in said
    run("docket", str(tmp_path / "data"), "--out", str(out), "--as-of", "2001-06-08")
    assert "<html" in (out / "docket.html").read_text("utf-8")
    run(
        "record", str(deal), "joinder", "--investor", "carson", "--told", "savvis",
        "--date", "2002-06-03", "--as-of", "2002-06-03",
    )  # fmt: skip
    assert '"document"' in run("due", str(deal), "--as-of", "2001-06-08", "--json")
