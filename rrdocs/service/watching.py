"""Watching folders of data: which deals have changed since the last look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rrdocs.documents import house_templates
from rrdocs.service.docket_page.server import fingerprint

PATTERNS = ("*.yaml", "events/*.y*ml", "templates/**/*.docx")


def states(folders: Sequence[Path]) -> dict[Path, str]:
    """The state of each deal: its data and templates, and the house's templates."""
    house = fingerprint(house_templates().glob("**/*.docx"))
    return {
        folder: fingerprint((path for pattern in PATTERNS for path in folder.glob(pattern)), house)
        for folder in folders
    }


def changes(look: Callable[[], dict[Path, str]], pause: Callable[[], bool]) -> Iterator[list[Path]]:
    """The deals that have changed, each time some have; all of them at first.

    A deal counts once it has been still from one look to the next, so that a file that is being
    written is not read in the middle. Ends when ``pause`` says so.
    """
    done: dict[Path, str] = {}
    before = look()
    yield list(before)
    done.update(before)
    while pause():
        now = look()
        still = [
            folder
            for folder, state in now.items()
            if state != done.get(folder) and before.get(folder) == state
        ]
        before = now
        done = {folder: state for folder, state in done.items() if folder in now}
        if still:
            done.update({folder: now[folder] for folder in still})
            yield still
