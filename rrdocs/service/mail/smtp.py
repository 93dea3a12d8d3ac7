"""Sending what the journal holds, by SMTP: each message once at each address.

What a server refuses for now is tried again after a pause that grows; what it refuses for good is
reported by address. A message whose bytes were handed over and not answered is uncertain, and is
reported with its Message-ID.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING, Literal

from rrdocs.errors import RrdocsError
from rrdocs.service.mail.outbox import Journal, Message

if TYPE_CHECKING:
    from datetime import datetime

    from tenacity import RetryCallState

TIMEOUT = 60
"""Seconds after which a server that does not answer is given up."""
PAUSES = (2, 120)
"""Between tries, in seconds: the first, and the longest."""
Tls = Literal["starttls", "implicit", "none"]


class MailError(RrdocsError):
    """A draft that cannot be sent, or a server that cannot be used at all."""


class LaterError(RrdocsError):
    """Refused for now: worth another try. ``fates`` are the server's words by address."""


@dataclass(frozen=True)
class Server:
    """Where and how to send: TLS by STARTTLS unless said otherwise; a login only where the line is
    secure or local.
    """

    host: str
    port: int
    tls: Tls = "starttls"
    user: str = ""
    password: str = ""
    authority: str | None = None
    name: str | None = None

    def context(self) -> ssl.SSLContext:
        """Certificates are checked, by the system's authorities or by those in a file."""
        return ssl.create_default_context(cafile=self.authority)


# ---- from a draft to a message


def prepared(
    draft: bytes, path: str, sender: str | None, copies: Sequence[str], now: datetime
) -> tuple[Message, list[str]]:
    """A draft as the message that is sent, and the addresses that it goes to.

    Its text and attachments stay byte for byte; among the headers the date becomes that of sending,
    the mark of an unsent draft goes, and sender and copies are added. Raises MailError where it
    names no sender or nobody to go to.
    """
    head, gap, rest = draft.partition(b"\r\n\r\n")
    parsed = message_from_bytes(head + gap, policy=SMTP)
    assert isinstance(parsed, EmailMessage)
    if not gap or not parsed["Message-ID"]:
        raise MailError(f"{path}: this is no draft of a message")
    lines = [
        line
        for line in re.split(rb"\r\n(?![ \t])", head)
        if not re.match(rb"(?i)(x-unsent|date|bcc)\s*:", line)
    ]
    if sender:
        lines = [line for line in lines if not re.match(rb"(?i)from\s*:", line)]
        lines.insert(0, b"From: " + _address(sender))
    if copies:
        lines.insert(1, b"Cc: " + b", ".join(map(_address, copies)))
    lines.append(b"Date: " + format_datetime(now).encode())
    found = message_from_bytes(b"\r\n".join(lines) + gap, policy=SMTP)
    from_, to = (
        _addresses(found["From"]),
        [*_addresses(found["To"]), *_addresses(found["Cc"]), *_addresses(parsed["Bcc"])],
    )
    if len(from_) != 1:
        raise MailError(f"{path}: it names no sender; give one with --from")
    if not to:
        raise MailError(f"{path}: it goes to nobody")
    identity = str(parsed["Message-ID"]).strip()
    return Message(identity, path, from_[0], b"\r\n".join(lines) + gap + rest), list(
        dict.fromkeys(to)
    )


def _addresses(header: object) -> list[str]:
    found: Iterable[object] = getattr(header, "addresses", ())
    return [str(getattr(address, "addr_spec", "")) for address in found]


def _address(text: str) -> bytes:
    """An address for a header. Raises MailError for what is none, or more than one."""
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", text):
        raise MailError(f"`{text}` is no e-mail address")
    return text.encode("ascii")


# ---- sending


class Session:
    """A connection that is opened when it is needed, and again after it was lost."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._open: smtplib.SMTP | None = None

    def smtp(self) -> smtplib.SMTP:
        """The connection, greeted, secured and logged in. Raises LaterError where that fails for
        now, MailError for good.
        """
        if self._open is not None:
            return self._open
        s = self.server
        try:
            smtp = (
                smtplib.SMTP_SSL(s.host, s.port, s.name, timeout=TIMEOUT, context=s.context())
                if s.tls == "implicit"
                else smtplib.SMTP(s.host, s.port, s.name, timeout=TIMEOUT)
            )
        except ssl.SSLError as error:
            raise MailError(
                f"{s.host}:{s.port}: the server's certificate is not trusted ({error.reason})"
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise LaterError(f"{s.host}:{s.port}: {error}") from error
        try:
            self._greet(smtp)
        except BaseException:
            smtp.close()
            raise
        self._open = smtp
        return smtp

    def _greet(self, smtp: smtplib.SMTP) -> None:
        s = self.server
        try:
            smtp.ehlo_or_helo_if_needed()
            if s.tls == "starttls":
                smtp.starttls(context=s.context())
                smtp.ehlo()
            if s.user:
                smtp.login(s.user, s.password)
        except ssl.SSLError as error:
            raise MailError(
                f"{s.host}:{s.port}: the server's certificate is not trusted ({error.reason})"
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailError(f"{s.host}:{s.port}: {error}") from error
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise LaterError(_said(error.smtp_code, error.smtp_error)) from error
            raise MailError(
                f"{s.host}:{s.port}: the login was refused:"
                f" {_said(error.smtp_code, error.smtp_error)}"
            ) from error
        except (OSError, smtplib.SMTPException) as error:
            raise LaterError(f"{s.host}:{s.port}: {error}") from error

    @property
    def there(self) -> bool:
        """Whether a server is at the other end."""
        return self._open is not None

    def lost(self) -> None:
        """Give the connection up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def quit(self) -> None:
        """Say goodbye, if anybody is there."""
        if self._open is not None:
            try:
                self._open.quit()
            except (OSError, smtplib.SMTPException):
                self._open.close()
            self._open = None


def deliver(
    journal: Journal,
    server: Server,
    tries: int,
    tell: Callable[[str], None],
    pauses: tuple[float, float] = PAUSES,
) -> None:
    """Send all that is pending, in order; ``tell`` hears of each pause. What is refused for now
    stays pending after ``tries``.

    The journal must be held. Raises MailError for a server that cannot be used at all.
    """
    from tenacity import (  # noqa: PLC0415 - only where mail is sent
        Retrying,
        retry_if_exception_type,
        stop_after_attempt,
        wait_exponential,
    )

    session = Session(server)

    def pause(state: RetryCallState) -> None:
        seconds = state.next_action.sleep if state.next_action else 0
        tell(
            f"refused for now, next try in {seconds:.0f} s:"
            f" {state.outcome.exception() if state.outcome else ''}"
        )

    try:
        for message, addresses in journal.pending():
            waiting = dict.fromkeys(addresses, "")
            again = Retrying(
                retry=retry_if_exception_type(LaterError),
                stop=stop_after_attempt(tries),
                reraise=True,
                wait=wait_exponential(multiplier=pauses[0], max=pauses[1]),
                before_sleep=pause,
            )
            try:
                again(_attempt, session, journal, message, waiting)
            except LaterError as error:
                reply = str(error)
                journal.settle(
                    message.id,
                    {address: ("pending", words or reply) for address, words in waiting.items()},
                )
                if not session.there:  # the others would be refused too
                    return
    finally:
        session.quit()


def _attempt(session: Session, journal: Journal, message: Message, waiting: dict[str, str]) -> None:
    """Offer a message to the addresses that wait for it; those that are settled wait no longer.
    Raises LaterError for the rest.
    """
    smtp = session.smtp()
    try:
        taken = _envelope(smtp, journal, message, waiting)
        if taken:
            code, reply = smtp.docmd("DATA")
            if code != 354:
                _rejected(journal, message, waiting, taken, code, reply)
                taken = []
    except (OSError, smtplib.SMTPException) as error:  # nothing was handed over
        session.lost()
        raise LaterError(str(error)) from error
    if taken:
        _hand_over(session, smtp, journal, message, waiting, taken)
    if waiting:
        _reset(session, smtp)
        raise LaterError(
            "; ".join(dict.fromkeys(f"{address}: {words}" for address, words in waiting.items()))
        )


def _envelope(
    smtp: smtplib.SMTP, journal: Journal, message: Message, waiting: dict[str, str]
) -> list[str]:
    """The addresses that the server takes; those that it refuses for good are settled, the others
    told why they wait.
    """
    options = (
        ["BODY=8BITMIME"]
        if smtp.has_extn("8bitmime") and max(message.content, default=0) > 127
        else []
    )
    code, reply = smtp.mail(message.sender, options)
    if code != 250:
        _rejected(journal, message, waiting, list(waiting), code, reply)
        _checked(code)
        return []
    taken = []
    for address in list(waiting):
        code, reply = smtp.rcpt(address)
        if code in (250, 251):
            taken.append(address)
        else:
            _rejected(journal, message, waiting, [address], code, reply)
            _checked(code)
    return taken


def _checked(code: int) -> None:
    if code == 421:
        raise smtplib.SMTPServerDisconnected("the server closes the connection (421)")


def _rejected(
    journal: Journal,
    message: Message,
    waiting: dict[str, str],
    addresses: Sequence[str],
    code: int,
    reply: bytes,
) -> None:
    """Note a refusal: for good it is settled, for now the address goes on waiting."""
    said = _said(code, reply)
    if code >= 500:
        journal.settle(message.id, dict.fromkeys(addresses, ("refused", said)))
        for address in addresses:
            del waiting[address]
    else:
        waiting.update(dict.fromkeys(addresses, said))


def _hand_over(
    session: Session,
    smtp: smtplib.SMTP,
    journal: Journal,
    message: Message,
    waiting: dict[str, str],
    taken: Sequence[str],
) -> None:
    """Send the bytes; from the first of them on, only an answer settles what became of the
    message.
    """
    journal.begin(message.id, taken)
    try:
        smtp.send(stuffed(message.content))
        code, reply = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        session.lost()
        words = f"the server did not answer: {error}"
        journal.settle(message.id, dict.fromkeys(taken, ("uncertain", words)))
        for address in taken:
            del waiting[address]
        return
    if code == 250:
        journal.settle(message.id, dict.fromkeys(taken, ("accepted", _said(code, reply))))
        for address in taken:
            del waiting[address]
        return
    if code < 500:
        journal.settle(message.id, dict.fromkeys(taken, ("pending", _said(code, reply))))
    _rejected(journal, message, waiting, taken, code, reply)


def stuffed(content: bytes) -> bytes:
    """A message as it goes over the line: a dot that begins a line is doubled, and a dot alone
    ends it.
    """
    lines = re.sub(rb"(?m)^\.", b"..", re.sub(rb"\r\n|\r|\n", b"\r\n", content))
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _reset(session: Session, smtp: smtplib.SMTP) -> None:
    try:
        smtp.rset()
    except (OSError, smtplib.SMTPException):
        session.lost()


def _said(code: int, reply: bytes | str) -> str:
    """A server's words in one line, without what would move a cursor."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else str(reply)
    return f"{code} {' '.join(''.join(c if c.isprintable() else ' ' for c in text).split())}"
