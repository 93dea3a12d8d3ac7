"""The `schema` command."""

from __future__ import annotations

from pathlib import Path

import click

from rrdocs.atomic import write_atomically
from rrdocs.cli._common import FOLDER


@click.command()
@click.option(
    "--out",
    type=FOLDER,
    default=Path("schemas"),
    show_default=True,
    help="Where the schemas are written.",
)
def schema(out: Path) -> None:
    """Write the JSON Schemas of the data files, from which editors complete them."""
    from rrdocs.deal.json_schema import schemas

    out.mkdir(parents=True, exist_ok=True)
    for name, text in schemas():
        write_atomically(out / name, text)
        click.echo((out / name).as_posix())
