"""The `mail` command: drafts to counsel, written, sent, or put into a mailbox."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

import click

from rrdocs.cli._common import (
    FOLDER,
    as_of_option,
    engine_option,
    event_option,
    load_deal,
    now,
    out_option,
    progress,
    refuse,
)
from rrdocs.cli.draft import drafted

if TYPE_CHECKING:
    from rrdocs.service.mail.outbox import Journal
    from rrdocs.service.mail.smtp import Server, Tls

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
PORTS = {("smtp", "starttls"): 587, ("smtp", "implicit"): 465, ("smtp", "none"): 25,
         ("imap", "starttls"): 143, ("imap", "implicit"): 993, ("imap", "none"): 143}  # fmt: skip


# Long: the options of a command, which click takes as arguments.
@click.command()
@click.argument("deal", type=FOLDER)
@event_option
@as_of_option
@engine_option
@out_option
@click.option("--send", is_flag=True, help="Send the drafts by SMTP, each once.")
@click.option(
    "--drafts",
    is_flag=True,
    help="Put the drafts into the mailbox for drafts of an IMAP account, each once.",
)
@click.option(
    "--server",
    envvar="RRDOCS_MAIL_SERVER",
    show_envvar=True,
    metavar="HOST[:PORT]",
    help="The mail server.",
)
@click.option(
    "--tls",
    type=click.Choice(["starttls", "implicit", "none"]),
    default="starttls",
    envvar="RRDOCS_MAIL_TLS",
    show_envvar=True,
    show_default=True,
    help="How the line is secured; none is for this machine only.",
)
@click.option(
    "--ca",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Certificates to trust instead of the system's.",
)
@click.option(
    "--user",
    envvar="RRDOCS_MAIL_USER",
    show_envvar=True,
    metavar="NAME",
    help=(
        "The account. Its password comes from RRDOCS_MAIL_PASSWORD, or from the system's keyring"
        " under `rrdocs HOST`."
    ),
)
@click.option(
    "--from",
    "sender",
    envvar="RRDOCS_MAIL_FROM",
    show_envvar=True,
    metavar="ADDRESS",
    help="The sender, if the data has none.",
)
@click.option("--cc", multiple=True, metavar="ADDRESS", help="Send a copy there.")
@click.option(
    "--mailbox",
    metavar="NAME",
    help="The mailbox for drafts, if not the one that the server calls so.",
)
@click.option(
    "--tries",
    type=click.IntRange(1, 50),
    default=6,
    show_default=True,
    help="Of what the server refuses for now.",
)
@click.option(
    "--journal",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the journal stands; mail.sqlite3 in the DEAL.",
)
@click.option("--status", is_flag=True, help="Only say what became of every message so far.")
@click.option(
    "--resend",
    metavar="MESSAGE-ID",
    help="Let a message that is uncertain or was refused be sent again by --send.",
)
@click.option(
    "--received", metavar="MESSAGE-ID", help="Note that a message that is uncertain did arrive."
)
@click.option(
    "--export", type=FOLDER, help="Write every message that was sent there, byte for byte."
)
def mail(
    deal: Path,
    event: str | None,
    as_of: datetime | None,
    pdf_engine: str,
    out: Path,
    send: bool,
    drafts: bool,
    server: str | None,
    tls: Tls,
    ca: Path | None,
    user: str | None,
    sender: str | None,
    cc: Sequence[str],
    mailbox: str | None,
    tries: int,
    journal: Path | None,
    status: bool,
    resend: str | None,
    received: str | None,
    export: Path | None,
) -> None:  # over fifty lines, as each option is a parameter
    """Write the drafts to counsel of a DEAL's events as .eml files, and say where they are; with
    --send, send them.

    Each draft is sent once: the journal keeps what was sent, byte for byte, and what the server
    answered. A run that was stopped can be repeated; a message that was handed over and not
    answered is reported as uncertain, and not sent again unasked. Exits with 1 where a message is
    refused, uncertain or still to be sent.
    """
    if send and drafts:
        raise click.UsageError("--send and --drafts: choose one")
    path = journal or deal / "mail.sqlite3"
    if not (send or drafts or status or resend or received or export):
        for each in _files(deal, event, pdf_engine, out, as_of):
            click.echo(each.as_posix())
        return
    if not (deal / "agreement.yaml").is_file():
        load_deal(deal)
    if not (send or drafts) and not path.is_file():
        refuse(f"{path.as_posix()}: there is no journal of messages")
    way: Literal["smtp", "imap"] = "imap" if drafts else "smtp"

    def work(book: Journal) -> bool:
        if resend or received:
            _decide(book, resend, received)
        if send or drafts:
            login = _server(way, server, tls, ca, user)
            files = _files(deal, event, pdf_engine, out, as_of)
            _go(book, files, login, sender, cc, mailbox, tries)
        if export:
            _export(book, export)
        return _report(book)

    sys.exit(1 if _with_journal(path, way, work) else 0)


def _with_journal(
    path: Path, way: Literal["smtp", "imap"], work: Callable[[Journal], bool]
) -> bool:
    """What the work on the journal says, while no other run may use it; a journal that cannot be
    used is refused in words.
    """
    from rrdocs.service.mail.outbox import Journal, JournalError

    try:
        book = Journal(path, way)
        try:
            with book.held():
                return work(book)
        finally:
            book.close()
    except JournalError as error:
        refuse(str(error))


def _files(
    deal: Path, event: str | None, pdf_engine: str, out: Path, as_of: datetime | None
) -> list[Path]:
    """The drafts, made or found unchanged."""
    made = drafted(load_deal(deal), deal, out, pdf_engine, event, as_of)
    return [path for folder in made.folders for path in sorted((folder / "mail").glob("*.eml"))]


def _server(way: str, given: str | None, tls: Tls, ca: Path | None, user: str | None) -> Server:
    from rrdocs.service.mail.smtp import Server

    if not given:
        raise click.UsageError("--server is missing (or RRDOCS_MAIL_SERVER)")
    host, _, port = given.rpartition(":") if given.rpartition(":")[2].isdigit() else (given, "", "")
    host = host.strip("[]")
    if tls == "none" and host not in LOOPBACK:
        raise click.UsageError(f"--tls none is for this machine only, and {host} is another")
    if way == "imap" and not user:
        raise click.UsageError("--user is missing (or RRDOCS_MAIL_USER)")
    password = _password(host, user) if user else ""
    return Server(
        host,
        int(port) if port else PORTS[way, tls],
        tls,
        user or "",
        password,
        str(ca) if ca else None,
    )


def _password(host: str, user: str) -> str:
    """The password, from the environment or the system's keyring; never from a file or the command
    line.
    """
    if found := os.environ.get("RRDOCS_MAIL_PASSWORD"):
        return found
    try:
        import keyring  # an optional extra
    except ImportError:
        refuse("the password is missing: set RRDOCS_MAIL_PASSWORD, or install rrdocs[keyring]")
    kept: str | None = keyring.get_password(f"rrdocs {host}", user)
    return kept or refuse(
        f"the password is missing: set RRDOCS_MAIL_PASSWORD, or `keyring set 'rrdocs {host}'"
        f" {user}`"
    )


def _go(
    book: Journal,
    files: Sequence[Path],
    server: Server,
    sender: str | None,
    copies: Sequence[str],
    mailbox: str | None,
    tries: int,
) -> None:
    """Enter what is new, then send or put all that is pending."""
    from rrdocs.dates.moments import NEW_YORK
    from rrdocs.service.mail.imap_drafts import put
    from rrdocs.service.mail.smtp import MailError, deliver, prepared

    at = now()
    try:
        for path in files:
            content, on = path.read_bytes(), at.replace(tzinfo=ZoneInfo(NEW_YORK))
            message, to = prepared(content, path.as_posix(), sender, copies, on)
            if book.way == "imap":  # a mailbox keeps the draft as it is
                message = replace(message, content=content)
                to = ["mailbox"]
            book.enter(message, to, at.isoformat())
        if book.way == "imap":
            put(book, server, mailbox, progress)
        else:
            deliver(book, server, tries, lambda words: click.echo(words, err=True))
    except MailError as error:
        refuse(str(error))
    progress("")


def _decide(book: Journal, resend: str | None, received: str | None) -> None:
    for identity, state, words in (
        (resend, "pending", "to be sent again"),
        (received, "accepted", "noted as received"),
    ):
        if identity and not book.decide(
            identity, "pending" if state == "pending" else "accepted", words
        ):
            known = [
                fate.message for fate in book.fates() if fate.state in ("uncertain", "refused")
            ]
            refuse(
                f"no message that is uncertain or was refused has the Message-ID {identity}; there"
                f" is {', '.join(known) or 'none'}"
            )


def _export(book: Journal, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for message in book.sent():
        name = "".join(c if c.isalnum() or c in "-_.@" else "_" for c in message.id.strip("<>"))
        (folder / f"{name}.eml").write_bytes(message.content)


def _report(book: Journal) -> bool:
    """Say what became of each message at each address; whether something is left to do."""
    bad = False
    for fate in book.fates():
        words = {
            "accepted": "sent" if book.way == "smtp" else "put",
            "pending": "still to be sent",
        }.get(fate.state, fate.state)
        bad = bad or fate.state != "accepted"
        click.echo(
            f"{words}: {fate.draft} to {fate.address} {fate.message}: {fate.reply}".rstrip(": ")
        )
    return bad
