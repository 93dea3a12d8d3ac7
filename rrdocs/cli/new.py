"""The `new` command."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from rrdocs.atomic import write_atomically
from rrdocs.cli._common import FOLDER, refuse, shown

if TYPE_CHECKING:
    from rrdocs.interview.dialogue import Dialogue, Files, Question


KEPT = ".answers.json"
"""Where the answers of an interview that was broken off are kept, in the folder of the deal."""


@click.command()
@click.argument("folder", type=FOLDER)
def new(folder: Path) -> None:
    """Ask what an agreement grants, clause by clause, and write agreement.yaml and parties.yaml
    into a new FOLDER.

    Enter takes what stands in brackets, or leaves a clause out that the agreement does not have.
    Ctrl-C stops and loses nothing: the answers given are kept in the folder, and the same command
    goes on after them. The two files are written once all is answered and they pass `rrdocs check`.
    """
    from rrdocs.interview.dialogue import interview

    if any((folder / name).exists() for name in ("agreement.yaml", "parties.yaml")):
        refuse(f"{folder.as_posix()}: there is a deal already")
    folder.mkdir(parents=True, exist_ok=True)
    kept = _kept(folder)
    if kept:
        click.echo(
            f"{len(kept)} answers are there already; going on after them. To begin anew, delete"
            f" {(folder / KEPT).as_posix()}."
        )
    click.echo(
        "Enter takes what stands in brackets; < goes back one question; Ctrl-C stops and keeps the"
        " answers."
    )
    while (files := _led(folder, interview(), kept)) is None:
        _keep(folder, kept)
    _made(folder, files)


def _led(folder: Path, dialogue: Dialogue, kept: dict[str, str]) -> Files | None:
    """The files that a dialogue comes to; None where it is to begin again, one answer fewer."""
    question = next(dialogue)
    try:
        while True:
            answer = _answer(question, kept)
            if answer is BACK:
                return None
            _keep(folder, kept)
            question = dialogue.send(answer)
    except StopIteration as done:
        found: Files = done.value
        return found
    except click.Abort:
        click.echo(err=True)
        refuse(
            f"stopped; {len(kept)} answers are kept: `rrdocs new {folder.as_posix()}` goes on after"
            " them"
        )


BACK = object()
"""What is answered to go back one question."""


def _answer(question: Question, kept: dict[str, str]) -> object:
    """The answer kept from an earlier time where it still reads, otherwise the one that is given
    now, until one reads.
    """
    if question.key in kept:
        try:
            return question.parse(kept[question.key])
        except ValueError:
            del kept[question.key]
    if question.heading:
        click.echo(f"\n{click.style(question.heading, bold=True)}")
    columns = shutil.get_terminal_size().columns
    while True:
        words = question.words + (f" [{question.default}]" if question.default else "")
        given = click.prompt(
            fill(words, columns - 2, subsequent_indent="    "),
            default=question.default,
            show_default=False,
        )
        if given.strip() == "<":
            if kept:
                kept.popitem()
            return BACK
        try:
            answer = question.parse(given)
        except ValueError as error:
            click.echo(click.style(f"  `{given}` {error}" if given else f"  it {error}", fg="red"))
            continue
        kept[question.key] = given
        return answer


def _kept(folder: Path) -> dict[str, str]:
    """The answers kept from an earlier time, by the keys of their questions."""
    path = folder / KEPT
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        refuse(f"{path.as_posix()}: these are no answers; delete it to begin anew")
    return found


def _keep(folder: Path, kept: dict[str, str]) -> None:
    write_atomically(folder / KEPT, json.dumps(kept, ensure_ascii=False, indent=1))


def _made(folder: Path, files: Files) -> None:
    """Write the files, once they have passed the check in a place of their own."""
    import tempfile

    from rrdocs.deal.json_schema import schemas
    from rrdocs.deal.loading import load as check
    from rrdocs.interview.dialogue import written

    shared = Path("schemas/agreement.json").exists()
    place_of_schemas = os.path.relpath("schemas", folder) if shared else "schemas"
    texts = written(files, f"{Path(place_of_schemas).as_posix()}/")
    with tempfile.TemporaryDirectory() as work:
        place = Path(work) / folder.resolve().name
        (place / "events").mkdir(parents=True)
        for name, content in texts.items():
            (place / name).write_text(content, "utf-8")
        deal, problems = check(place)
    if deal is None:
        shown(folder, problems)
        refuse(f"nothing was written; the answers are kept in {(folder / KEPT).as_posix()}")
    (folder / "events").mkdir(exist_ok=True)
    if not shared:  # an editor finds the schemas in the deal's own folder
        (folder / "schemas").mkdir(exist_ok=True)
        texts |= {f"schemas/{name}": text for name, text in schemas()}
    for name, content in texts.items():
        write_atomically(folder / name, content)
        click.echo((folder / name).as_posix())
    (folder / KEPT).unlink(missing_ok=True)
    click.echo(
        f"`rrdocs terms {folder.as_posix()}` shows them in words; what happens goes into"
        f" {(folder / 'events').as_posix()}"
    )
