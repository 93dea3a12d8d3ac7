"""Putting drafts into an IMAP mailbox: each once, whatever interrupted an earlier run.

A draft whose putting was not answered is looked for by its Message-ID, so that here nothing stays
uncertain.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Callable

from rrdocs.service.mail.outbox import Journal
from rrdocs.service.mail.smtp import TIMEOUT, MailError, Server


def put(journal: Journal, server: Server, folder: str | None, tell: Callable[[str], None]) -> None:
    """Put every pending draft into the mailbox for drafts: the one named, otherwise the one that
    the server calls so.

    The journal must be held. Raises MailError where the server or the mailbox cannot be used; what
    is not put stays pending.
    """
    for fate in journal.fates():
        if fate.state == "uncertain":  # here that can be found out: look again
            journal.decide(fate.message, "pending", fate.reply)
    box: imaplib.IMAP4 | None = None
    try:
        for message, addresses in journal.pending():
            box = box or _opened(server)
            mailbox = folder or _drafts(box)
            (address,) = addresses
            if _there(box, mailbox, message.id):
                journal.settle(message.id, {address: ("accepted", "found there")})
                continue
            journal.begin(message.id, addresses)
            kind, said = box.append(_quoted(mailbox), r"(\Draft)", "", message.content)
            words = _words(said)
            if kind != "OK":
                journal.settle(message.id, {address: ("pending", words)})
                raise MailError(f"{server.host}: the draft was not taken into {mailbox}: {words}")
            journal.settle(message.id, {address: ("accepted", words)})
            tell(f"{message.draft}: put into {mailbox}")
        if box:
            box.logout()
            box = None
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailError(f"{server.host}:{server.port}: {error}") from error
    finally:
        if box:
            box.shutdown()


def _opened(server: Server) -> imaplib.IMAP4:
    """A connection, secured and logged in."""
    box: imaplib.IMAP4 | None = None
    try:
        if server.tls == "implicit":
            box = imaplib.IMAP4_SSL(
                server.host, server.port, ssl_context=server.context(), timeout=TIMEOUT
            )
        else:
            box = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT)
        if server.tls == "starttls":
            box.starttls(server.context())
        box.login(server.user, server.password)
    except ssl.SSLError as error:
        raise MailError(
            f"{server.host}:{server.port}: the server's certificate is not trusted ({error.reason})"
        ) from error
    except imaplib.IMAP4.error as error:
        raise MailError(f"{server.host}:{server.port}: the login was refused: {error}") from error
    else:
        kept, box = box, None
        return kept
    finally:
        if box:
            box.shutdown()


def _drafts(box: imaplib.IMAP4) -> str:
    """The mailbox that the server marks as that of drafts; Drafts where it marks none."""
    _, found = box.list()
    for line in found:
        text = line.decode("utf-8", "replace") if isinstance(line, bytes) else ""
        marked = re.match(r'\((?P<flags>[^)]*)\) (?:"[^"]*"|NIL) "?(?P<name>[^"]*)"?$', text)
        if marked and r"\drafts" in marked["flags"].lower():
            return marked["name"]
    return "Drafts"


def _there(box: imaplib.IMAP4, mailbox: str, identity: str) -> bool:
    """Whether a draft with this Message-ID is in the mailbox, which is made where it is missing."""
    kind, _ = box.select(_quoted(mailbox))
    if kind != "OK":
        kind, said = box.create(_quoted(mailbox))
        if kind != "OK":
            raise MailError(f"there is no mailbox {mailbox}, and it cannot be made: {_words(said)}")
        box.select(_quoted(mailbox))
    _, found = box.search(None, "HEADER", "Message-ID", _quoted(identity))
    return any(part.split() for part in found if isinstance(part, bytes))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _words(said: object) -> str:
    parts = said if isinstance(said, list) else [said]
    return " ".join(
        part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts
    )
