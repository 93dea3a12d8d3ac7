"""Every command as its --help says it, for docs/commands.md: `python tools/commands.py >
docs/commands.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from rrdocs.cli import main

INTRODUCTION = """\
# Commands

What every command says of itself (`rrdocs COMMAND --help`), written by
`python tools/commands.py > docs/commands.md`.

A deal is named by its folder. Results go to standard output, everything else to standard error.
Exit codes: 0, done; 1, the data has problems, or something is refused; 2, the command line is
wrong.
"""


def page() -> str:
    """The page, in Markdown."""
    return "\n".join([INTRODUCTION, *_sections(main, "rrdocs", None)])


def _sections(command: click.Command, name: str, above: click.Context | None) -> Iterator[str]:
    context = command.make_context(
        name, [], parent=above, resilient_parsing=True, terminal_width=100, max_content_width=100
    )
    yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _sections(found, inner, context)


if __name__ == "__main__":
    click.echo(page(), nl=False)
