"""The import table of docs/architecture.md: `python tools/architecture.py` writes it anew.

The table is `PACKAGES` of tests/test_architecture.py, which holds the program to it.
"""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "architecture.md"
BEGIN = "<!-- packages: written by tools/architecture.py -->\n"
END = "<!-- end of packages -->\n"


def table() -> str:
    """The packages, what each may import, and what is in it, as a table in Markdown."""
    rules: dict[str, Any] = runpy.run_path(str(ROOT / "tests" / "test_architecture.py"))
    rows = [
        f"| `{name}` | {_may_import(allowed)} | {holds} |"
        for name, allowed, holds in rules["PACKAGES"]
    ]
    inner = ", ".join(f"`facts/{name}`" for name in rules["FACTS"])
    return (
        "| package | may import | what is in it |\n|---|---|---|\n"
        + "\n".join(rows)
        + f"\n\nEvery package may import `{'` and `'.join(rules['COMMON'].split())}`. Within"
        f" `facts` the order is\n{inner}:\neach imports only those before it.\n"
    )


def _may_import(allowed: str) -> str:
    if allowed == "*":
        return "all"
    return " ".join(f"`{name}`" for name in allowed.split()) or "–"


def page() -> str:
    """docs/architecture.md with the table as it is now."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
