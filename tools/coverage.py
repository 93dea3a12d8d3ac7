"""Print docs/coverage.md: `python tools/coverage.py > docs/coverage.md`."""

from __future__ import annotations

from rrdocs.coverage import PROVISIONS


def page() -> str:
    """The table of provisions with the rule that decides each, or the reason why none does."""
    decided = sum(bool(row.rule) for row in PROVISIONS)
    lines = [
        "# Coverage",
        "",
        "Every provision of the Savvis agreement that calls for a notice, runs a clock, counts, caps or allocates, with the rule that",
        "decides it; the others with the reason why none does. Made by `python tools/coverage.py`.",
        "",
        f"{decided} of {len(PROVISIONS)} provisions are decided by a rule.",
        "",
        "| provision | clause | what it does | rule | remark |",
        "|---|---|---|---|---|",
    ]
    for row in PROVISIONS:
        rule = f"`{row.rule}`" if row.rule else "not modelled"
        lines.append(f"| {row.id} | {row.clause} | {row.does} | {rule} | {row.remark} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
