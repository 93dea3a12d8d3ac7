"""The command line: reads, calls one function, prints. It alone prints, and it alone reads the
clock.
"""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from rrdocs.cli import (
    batch,
    check,
    clause,
    collate,
    docket,
    draft,
    due,
    mail,
    new,
    record,
    schema,
    served,
    template,
    terms,
    watch,
    why,
)
from rrdocs.cli._common import Commands


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="rrdocs")
def main() -> None:
    """Administer a registration rights agreement from data: what is due, to whom, by when and why;
    and the papers.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the same bytes whatever the environment says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


for command in (
    check.check,
    due.due,
    why.why,
    clause.clause,
    draft.draft,
    batch.batch,
    mail.mail,
    docket.docket,
    record.record,
    served.served,
    watch.watch,
    collate.collate,
    template.template,
    new.new,
    terms.terms,
    schema.schema,
):
    main.add_command(command)
