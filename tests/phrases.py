"""Every sentence that the rules say over all scenario cases, once each: `python -m tests.phrases > tests/golden/phrases.txt`.

Names become NAME, figures #, months and weekdays MONTH and WEEKDAY, so that a sentence stands once however often it is said. The
file is a phrase book for counsel to read: what a finding, a line of arithmetic, a flag or a tally may say, and about which document.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rrdocs.decision import Docket
from tests.test_scenarios import CASES, DEAL, docket_of

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"


def _names() -> re.Pattern[str]:
    found = re.findall(r"^    name: \"?(.*?)\"?$", (DEAL / "parties.yaml").read_text("utf-8"), re.M)
    return re.compile("|".join(re.escape(name) for name in sorted(found, key=len, reverse=True)))


NAMES = _names()


def plain(sentence: str) -> str:
    """A sentence without its names, figures and days."""
    sentence = NAMES.sub("NAME", sentence.replace("\u00a0", " "))
    sentence = re.sub(rf"\b({MONTHS})\b", "MONTH", sentence)
    sentence = re.sub(rf"\b({DAYS})\b", "WEEKDAY", sentence)
    sentence = re.sub(r"\d[\d,.]*\d|\d", "#", sentence)
    return re.sub(r"NAME(, NAME)+", "NAMES", sentence)


def said(docket: Docket) -> Iterator[str]:
    """The sentences of one docket, each with what it is about."""
    for decision in docket.decisions:
        extra = [decision.given.finding] if decision.given else []
        for finding in (*decision.findings, *extra, *([decision.settled] if decision.settled else [])):
            holds = {True: "+", False: "-", None: "?"}[finding.holds]
            yield f"{decision.document} {decision.class_} {holds} {finding.clause or decision.clause}: {plain(finding.says)}"
        for line in decision.arithmetic:
            yield f"{decision.document} = {plain(line)}"
    for clock in docket.clocks:
        yield from (f"{clock.name} {clock.clause} = {plain(line)}" for line in clock.arithmetic)
    for tally in docket.tallies:
        yield f"{tally.name} {tally.clause} has {', '.join(tally.values)}"
        yield from (f"{tally.name} = {plain(line)}" for line in tally.arithmetic)
    for flag in docket.flags:
        yield f"flag {flag.clause}: {plain(flag.says)}"


def book() -> str:
    """All sentences, sorted."""
    found: set[str] = set()
    for cases in CASES.values():
        for case in cases:
            with tempfile.TemporaryDirectory() as folder:
                docket, _ = docket_of(case, Path(folder) / "savvis-2001")
            found.update(said(docket))
    return "\n".join(sorted(found)) + "\n"


if __name__ == "__main__":
    print(book(), end="")
