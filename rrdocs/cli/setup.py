"""Commands that set up: schema."""

from __future__ import annotations

from pathlib import Path

import click

from rrdocs.cli.common import FOLDER

# Imports that only one command needs stand inside it: starting up must stay quick.
# ruff: noqa: PLC0415


@click.command()
@click.option("--out", type=FOLDER, default=Path("schemas"), show_default=True, help="Where the schemas are written.")
def schema(out: Path) -> None:
    """Write the JSON Schemas of the data files, from which editors complete them."""
    from rrdocs.schemas import schemas

    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas():
        (out / name).write_text(text, "utf-8")
        click.echo((out / name).as_posix())
