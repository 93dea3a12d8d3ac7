"""A whole event, from the deal's files to packets, pages to sign, mail and manifest; where its
time goes; and many deals.
"""

from __future__ import annotations

import importlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bench.deals import moved, written
from bench.measure import Cost, command
from rrdocs.deal.loading import load
from rrdocs.documents.pdf.engines import DxpdfEngine
from rrdocs.pipeline import packets

DEAL = "deal"

STEPS = {
    "deciding": "rrdocs.pipeline.packets:on_the_record",
    "Word documents": "rrdocs.documents.packets.making:render",
    "conversion to PDF": "rrdocs.documents.pdf.engines:DxpdfEngine.convert",
    "what PDFs say of themselves": "rrdocs.documents.packets.making:finish",
    "codes on pages to sign": "rrdocs.documents.packets.making:stamps",
    "binding the packet": "rrdocs.documents.packets.binding:bind",
    "pages of each signer": "rrdocs.pipeline.packets:gathered",
    "mail": "rrdocs.pipeline.packets:counsel_mail",
}
"""The steps of an event and the functions that take them."""


def whole(recipients: int) -> dict[str, Cost]:
    """The first run over an event with so many recipients, a second one, and one after a holder
    has moved; each a whole command.
    """
    with tempfile.TemporaryDirectory() as name:
        data = written(Path(name, "data", DEAL), recipients)
        run = ("batch", str(data.parent), "--out", str(Path(name, "out")))
        found = {"first": command(*run), "unchanged": command(*run)}
        moved(data)
        return {**found, "one holder moved": command(*run)}


def parts(recipients: str) -> dict[str, float]:
    """Where the time of an event goes, in seconds of processor time of one process with one
    thread.
    """
    spent = dict.fromkeys([*STEPS, "all"], 0.0)

    def timed(step: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def inner(*words: Any, **named: Any) -> Any:
            start = time.process_time()
            found = work(*words, **named)
            found = (
                list(found) if step == "pages of each signer" else found
            )  # made as they are asked for
            spent[step] += time.process_time() - start
            return found

        return inner

    with tempfile.TemporaryDirectory() as name:
        folder = written(Path(name, DEAL), int(recipients))
        patches = []
        for step, where in STEPS.items():
            module, _, names = where.partition(":")
            holder: Any = importlib.import_module(module)
            *outer, last = names.split(".")
            for each in outer:
                holder = getattr(holder, each)
            patches.append(patch.object(holder, last, timed(step, getattr(holder, last))))
        deal, problems = load(folder)
        assert deal is not None, problems
        engine = DxpdfEngine(1)
        for found in patches:
            found.start()
        start = time.process_time()
        packets.draft_packets(deal, folder, Path(name, "out"), engine)
        spent["all"] = time.process_time() - start
        patch.stopall()
    # The index of the packet is converted with it, and each signer's sheet with the pages.
    return spent


def many(deals: int, jobs: int) -> tuple[Cost, Cost]:
    """So many small deals (a registration proposed to two investors each): the first run and one
    with nothing changed.
    """
    with tempfile.TemporaryDirectory() as name:
        for number in range(deals):
            written(Path(name, "data", f"deal-{number:04}"), 2)
        run = (
            "batch",
            str(Path(name, "data")),
            "--out",
            str(Path(name, "out")),
            "--jobs",
            str(jobs),
        )
        return command(*run), command(*run)
