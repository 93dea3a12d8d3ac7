"""The command line: reads, calls one function, prints. It alone prints, and it alone reads the
clock.

Each command is the module of its name, and is imported when it is run, so that `--help` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from io import TextIOWrapper

import click

from rrdocs.cli._common import Commands

COMMANDS = {
    "batch": "Packets for every deal below DATA; only what changed is made anew.",
    "check": "Validate the data of one or more DEALS (folders); by default every deal below data.",
    "clause": "What the rules on a CLAUSE require, decide, rest on, and leave to people.",
    "collate": "Match returned SCANS (PDFs, pages in any order) with the documents of a"
    " PACKET's folder, and bind what is executed.",
    "docket": "Write the docket of a deal, or of all deals below DATA: docket.html and docket.ics.",
    "draft": "Draft the documents and the packet of a DEAL's events, and say where they are.",
    "due": "What is due under a DEAL, to whom, by when, and under which clause.",
    "mail": "Write the drafts to counsel of a DEAL's events as .eml files, and say where they are;"
    " with --send, send them.",
    "new": "Ask what an agreement grants, clause by clause, and write agreement.yaml and"
    " parties.yaml into a new FOLDER.",
    "record": "Add an event to a DEAL: checked against all that is on record, whole or not at all.",
    "schema": "Write the JSON Schemas of the data files, from which editors complete them.",
    "served": "The service log of a DEAL: what was sent, to whom, where and how, when it counts as"
    " received, what is missing.",
    "template": "The templates: Word files that lawyers own.",
    "terms": "The terms of a DEAL as the data have them: the sheet that counsel compares with the"
    " agreement and initials.",
    "watch": "Make the packets and the docket of the deals below DATA anew whenever an event is"
    " added, until interrupted.",
    "why": "Every finding behind the decisions on a SUBJECT: a clause, a document, or the id of an"
    " event.",
}
"""Each command with the first sentence of its own help."""


class LateCommands(Commands):
    """The group of all commands; each is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in COMMANDS:
            return None
        command = getattr(import_module(f"rrdocs.cli.{name}"), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - as click calls it
        formatter: click.HelpFormatter,
    ) -> None:
        """The list of commands, without importing one."""
        limit = formatter.width - 6 - max(map(len, COMMANDS))
        with formatter.section("Commands"):
            formatter.write_dl(
                [
                    (name, click.Command(name, help=words).get_short_help_str(limit))
                    for name, words in sorted(COMMANDS.items())
                ]
            )


@click.group(
    cls=LateCommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="rrdocs")
def main() -> None:
    """Administer a registration rights agreement from data: what is due, to whom, by when and why;
    and the documents.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # the same bytes whatever the environment says
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
