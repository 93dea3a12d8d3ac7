"""A mail server on the loopback for the tests: aiosmtpd, with what each test makes of it."""

from __future__ import annotations

import ssl
import subprocess
from asyncio.base_events import Server
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

Answer = Callable[["Inbox", str, Any], str | None]
"""What is answered at a step (`mail`, `rcpt`, `data`, `done`), given what it is about; None goes
on as usual.
"""


class Inbox:
    """The mail that a server accepted: envelope and bytes, in order."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.accepted: list[tuple[str, tuple[str, ...], bytes]] = []
        self.steps: Counter[str] = Counter()
        self.answer = answer or (lambda _inbox, _step, _what: None)

    def ids(self) -> Counter[str]:
        """How often each Message-ID was accepted."""
        return Counter(
            str(message_from_bytes(content)["Message-ID"]) for _, _, content in self.accepted
        )

    def _step(self, name: str, what: Any) -> str | None:
        self.steps[name] += 1
        return self.answer(self, name, what)

    async def handle_MAIL(  # noqa: N802 - the server calls it by this name
        self, _server: Any, _session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if said := self._step("mail", address):
            return said
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        if said := self._step("rcpt", address):
            return said
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if said := self._step("data", envelope):
            return said
        self.accepted.append(
            (envelope.mail_from, tuple(envelope.rcpt_tos), envelope.original_content)
        )
        return self._step("done", envelope) or "250 accepted"


class Anywhere(Controller):
    """A server at a free port."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library ships no types


@contextmanager
def server(inbox: Inbox, **options: Any) -> Iterator[int]:
    """The server while it runs; its port."""
    controller = Anywhere(inbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for the loopback that signs itself, and a server's context with it."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run(
        [*command, *names, "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context


def login(name: str, password: str) -> Callable[..., AuthResult]:
    """What accepts one account."""

    def check(
        _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        return AuthResult(
            success=(data.login, data.password) == (name.encode(), password.encode()), handled=False
        )

    return check
