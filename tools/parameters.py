"""Writes docs/parameters.md: each parameter of a registration rights agreement, and the cases that
exercise its values.

`python tools/parameters.py > docs/parameters.md`
"""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
ROWS = (
    "Duration",
    "Anchor",
    "Direction",
    "Combiner",
    "Reply test",
    "Per-recipient clock",
    "Holder group",
    "Threshold",
    "Demand earliest / latest",
    "Demand minimum",
    "Request contents",
    "Demand count",
    "Counted when",
    "Issuer notice on demand",
    "Recipients",
    "Required notice content",
    "Response window",
    "Late or no reply",
    "File / effect by",
    "Block on demand",
    "Issuer standstill",
    "Short form",
    "Piggyback trigger",
    "Piggyback exclusions",
    "Piggyback lead time",
    "Opt-out register",
    "Holder election",
    "Cutback in a demand",
    "Cutback in a piggyback",
    "Opinion giver and addressee",
    "Deferral",
    "Prospectus suspension",
    "Holdback",
    "Loss of rights",
    "Transfer notice",
    "Legend",
    "Notice methods",
    "Deemed receipt",
    "Exception for a kind of notice",
    "Copies",
    "Business day",
    "Address rule",
    "Waiver of notice",
    "Mandatory shelf",
    "Effectiveness and damages",
    "Expenses",
    "Indemnity notice",
    "Amend and waive",
    "No conflicting rights",
    "Overlapping agreements",
    "Term, counterparts, law",
)
"""What such agreements settle, in the order in which they do."""


def shown() -> dict[str, dict[str, list[str]]]:
    """For each parameter the values exercised, and the cases that do."""
    found: dict[str, dict[str, list[str]]] = {row: {} for row in ROWS}
    for path in sorted((ROOT / "tests" / "parameters").glob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)["cases"]:
            for row, value in case["shows"].items():
                found.setdefault(row, {}).setdefault(value, []).append(case["title"])
    return found


def page() -> str:
    """The page as it should stand."""
    lines = [
        "# Parameters",
        "",
        (
            "What registration rights agreements settle, and in which ways: each value here stands"
            " in an `agreement.yaml` of a case in"
        ),
        "`tests/parameters/`, which says what must follow. Made by `python tools/parameters.py`.",
        "",
        "| parameter | value | cases |",
        "|---|---|---|",
    ]
    for row, values in shown().items():
        for number, (value, cases) in enumerate(values.items()):
            lines.append(f"| {row if not number else ''} | {value} | {'; '.join(cases)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
