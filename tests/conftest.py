"""What several test files share: the packets of the illustrative deal, made once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from rrdocs.documents.pdf import engine
from rrdocs.packets import Result, run

SAVVIS = Path(__file__).parents[1] / "data" / "savvis-2001"


def make(folder: Path, out: Path, pdf_engine: str = "dxpdf") -> Result:
    """Packets of every event of a deal; they must come off."""
    result = run(folder, out, engine(pdf_engine), lambda _: None)
    assert result.made, (result.refused, result.problems)
    return result


@pytest.fixture(scope="session")
def packets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the packets of data/savvis-2001, for tests that only read it."""
    out = tmp_path_factory.mktemp("packets")
    make(SAVVIS, out)
    return out / SAVVIS.name


@pytest.fixture
def deal(tmp_path: Path) -> Path:
    """A copy of data/savvis-2001 to change."""
    return Path(shutil.copytree(SAVVIS, tmp_path / "data" / SAVVIS.name))


@pytest.fixture
def made(packets: Path, tmp_path: Path) -> Path:
    """A copy of all that was made of it, for runs that make it anew; times of files are those of the copy."""
    shutil.copytree(packets, tmp_path / "out" / packets.name)
    for path in (tmp_path / "out").rglob("*"):
        os.utime(path, ns=(0, 0))
    return tmp_path / "out"
