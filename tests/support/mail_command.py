"""The mail command over a copy of the illustrative deal."""

from __future__ import annotations

import os
from pathlib import Path

from click.testing import CliRunner, Result

from rrdocs.cli import main

FROM = "desk@example.com"


def run(folder: Path, *words: str, **environment: str) -> Result:
    out = str(folder.parents[1] / "out")
    args = ["mail", str(folder), "--event", "short-1", "--pdf-engine", "none", "--out", out, *words]
    clean = {name: None for name in os.environ if name.startswith("RRDOCS_MAIL")}
    return CliRunner().invoke(main, args, env={**clean, **environment})
