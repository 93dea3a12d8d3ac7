"""Setting up on a machine: what is missing is said at once, and nothing is left behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
FILES = ("Makefile", "tools/python.py", "requirements.lock", "pyproject.toml")


def copy_files(folder: Path) -> None:
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, folder / name)


def make(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """`make packets` in a copy of the repository, with a Python that begins with this program."""
    copy_files(folder)
    python = folder / "python-of-this-test"
    python.write_text(
        f"#!{sys.executable}\nimport sys\n{program}\nexec(open(sys.argv[1]).read())\n"
    )
    python.chmod(0o755)
    return subprocess.run(
        ["make", "packets", f"PYTHON={python}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize(
    ("program", "words"),
    [
        (
            "sys.version_info = (3, 10, 4)",
            "rrdocs needs Python 3.11 or later, and this is 3.10: run make PYTHON=python3.12",
        ),
        (
            "sys.modules['ensurepip'] = None",
            "rrdocs needs Python's ensurepip module, which is not installed here",
        ),
    ],
)
def test_a_python_that_cannot_be_used_is_named_and_nothing_is_left(
    tmp_path: Path, program: str, words: str
) -> None:
    ran = make(tmp_path, program)
    assert ran.returncode != 0
    assert ran.stderr.splitlines()[0] == words
    assert not (tmp_path / ".venv").exists()


@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_a_python_that_is_not_installed_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    copy_files(tmp_path)
    ran = subprocess.run(
        ["make", "packets", "PYTHON=python9.9"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode != 0
    assert ran.stderr.splitlines()[0] == (
        "python9.9 is not installed: name a Python 3.11 or later, as in make PYTHON=python3.12"
    )
    assert not (tmp_path / ".venv").exists()
