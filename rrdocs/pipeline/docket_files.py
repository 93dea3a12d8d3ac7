"""The docket of some deals as files: docket.html and docket.ics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rrdocs.atomic import write_atomically
from rrdocs.deal.loading import load
from rrdocs.facts.record.terms_in_force import position_at
from rrdocs.rules.engine import judge
from rrdocs.service.docket_page.icalendar import docket_calendar
from rrdocs.service.docket_page.page import broken, deal_section, page
from rrdocs.service.docket_page.server import fingerprint
from rrdocs.service.docket_page.written_packets import WrittenPackets
from rrdocs.yamlfiles.records import Problem


def docket_files(
    folders: Sequence[Path], out: Path, at: datetime, *, known: bool = False, live: str = ""
) -> tuple[dict[str, tuple[str, bytes]], dict[Path, Sequence[Problem]]]:
    """The page and the calendar of the deals in ``folders``, each with its media type; and the
    problems of deals whose data has some.

    ``known`` judges an earlier instant with everything recorded since; ``live`` is the state that a
    served page compares with the server's. Raises OSError.
    """
    sections, judged = [], []
    problems: dict[Path, Sequence[Problem]] = {}
    for folder in folders:
        deal, found = load(folder)
        if deal is None:
            problems[folder] = found
            sections.append(broken(folder.resolve().name, found))
            continue
        position = position_at(deal, at, known=known)
        answers = judge(position)
        sections.append(deal_section(position, answers, WrittenPackets(out, deal.name)))
        judged.append((position, answers))
    html = page(sections, at, live=live).encode()
    return {
        "docket.html": ("text/html; charset=utf-8", html),
        "docket.ics": ("text/calendar; charset=utf-8", docket_calendar(judged)),
    }, problems


def write_docket(files: Mapping[str, tuple[str, bytes]], out: Path) -> list[Path]:
    """Write the page and the calendar below ``out``; a file that has not changed is left as it is.

    Raises OSError.
    """
    out.mkdir(parents=True, exist_ok=True)
    for name, (_, content) in files.items():
        if not (out / name).is_file() or (out / name).read_bytes() != content:
            write_atomically(out / name, content)
    return [out / name for name in files]


def docket_state(folders: Sequence[Path], out: Path, day: datetime) -> str:
    """What the docket is made from, as a fingerprint: the data of the deals, the packets that were
    written, and the day.
    """
    files = [
        path
        for folder in folders
        for pattern in ("*.yaml", "events/*.y*ml")
        for path in folder.glob(pattern)
    ]
    return fingerprint([*files, *out.glob("*/*/manifest.json")], day.strftime("%Y-%m-%d"))
