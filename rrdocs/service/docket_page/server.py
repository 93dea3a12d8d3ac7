"""The docket on the loopback: one page that follows the data, and the documents to which it links.

Only this machine is answered: the server listens on the loopback, refuses requests that name
another host (so that no page of the web can reach it under a name of its own), and reads nothing
outside the folder of results.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

Made = dict[str, tuple[str, bytes]]
"""What is served from memory: name -> its type and its bytes."""
HOME = "127.0.0.1"


def fingerprint(files: Iterable[Path], *more: str) -> str:
    """The state of files, as a hash of their names, sizes and times; cheap enough to ask every
    second.
    """
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(files):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        total.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return total.hexdigest()


class ServedPage:
    """The page as last made; made anew when the state has changed."""

    def __init__(self, state: Callable[[], str], make: Callable[[str], Made]) -> None:
        self._state, self._make, self._lock = state, make, Lock()
        self._known, self._made = "", Made()

    def now(self) -> tuple[str, Made]:
        """The state, and what is served in it."""
        with self._lock:
            state = self._state()
            if state != self._known:
                self._made = self._make(state)
                self._known = state
            return state, self._made


class DocketServer(ThreadingHTTPServer):
    """A server of the page and of the files below ``out``, on this machine's loopback. Port 0 takes
    a free one. It has not begun to serve.

    Raises OSError where the port is taken.
    """

    def __init__(self, served_page: ServedPage, out: Path, port: int) -> None:
        self.served_page, self.out = served_page, out
        super().__init__((HOME, port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Answers one request of a browser on this machine."""

    server: DocketServer
    server_version = "rrdocs"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        known = {f"{name}:{self.server.server_port}" for name in (HOME, "localhost")}
        if self.headers.get("Host") not in known:
            return self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        name = unquote(urlsplit(self.path).path).lstrip("/") or "docket.html"
        if name == "state":
            return self._send(
                "text/plain; charset=utf-8", self.server.served_page.now()[0].encode(), body=body
            )
        if name in ("docket.html", "docket.ics"):
            return self._send(*self.server.served_page.now()[1][name], body=body)
        found = self._file(name)
        if found is None:
            return self.send_error(HTTPStatus.NOT_FOUND)
        kind = mimetypes.guess_type(found.name)[0] or "application/octet-stream"
        return self._send(kind, found.read_bytes(), body=body)

    def _file(self, name: str) -> Path | None:
        if "\0" in name:
            return None
        home, found = self.server.out.resolve(), (self.server.out / name).resolve()
        return (
            found
            if found.is_relative_to(home) and found.suffix in (".pdf", ".docx") and found.is_file()
            else None
        )

    def _send(self, kind: str, data: bytes, *, body: bool) -> None:
        self.send_response(HTTPStatus.OK)
        for header, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(data))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Frame-Options", "DENY"),
        ):
            self.send_header(header, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: no record is kept of what was read."""
