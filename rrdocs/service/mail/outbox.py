"""The journal of messages: what is to be sent, what was sent byte for byte, and what became of it,
address by address.

A message is entered once, under its Message-ID, with the bytes that will be sent. Before those
bytes are handed over, its addresses are marked as being sent; afterwards as accepted or refused. So
whatever the moment at which a sender is killed, what had not begun is sent by the next one, and
what had begun and was not answered is uncertain: never sent again unasked.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rrdocs.errors import RrdocsError

State = Literal["pending", "sending", "accepted", "refused", "uncertain"]
TABLES = """
create table if not exists message (
  id text primary key, number integer not null, way text not null, draft text not null,
  sender text not null, content blob not null, entered text not null
) strict;
create table if not exists recipient (
  message text not null references message, address text not null, state text not null,
  reply text not null default '', tries integer not null default 0, primary key (message, address)
) strict;
"""


class JournalError(RrdocsError):
    """A journal that cannot be used: another sender is at work, or it is no journal."""


@dataclass(frozen=True)
class Message:
    """A message as it is sent: its Message-ID, the draft that it was made of, the envelope's
    sender, its bytes.
    """

    id: str
    draft: str
    sender: str
    content: bytes


@dataclass(frozen=True)
class Fate:
    """What became of a message at one address, with the server's last words."""

    message: str
    draft: str
    address: str
    state: State
    reply: str


class Journal:
    """A journal in a file, held by one sender at a time. ``way`` keeps apart what is sent and what
    is put into a mailbox.
    """

    def __init__(self, path: Path, way: str) -> None:
        self.path, self.way = path, way
        self._base = sqlite3.connect(path, isolation_level=None)
        try:
            self._base.execute("pragma journal_mode = delete")
            self._base.execute("pragma synchronous = full")
            self._base.execute("pragma foreign_keys = on")
            self._base.executescript(TABLES)
        except sqlite3.DatabaseError as error:
            self._base.close()
            raise JournalError(
                f"{path.as_posix()}: this is no journal of messages ({error})"
            ) from error

    def close(self) -> None:
        self._base.close()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the journal alone, and settle what a killed sender left. Raises JournalError while
        another sender is at work.
        """
        with self.path.with_name(f".{self.path.name}.lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise JournalError(f"{self.path.as_posix()}: another sender is at work") from None
            with self._writing():
                self._base.execute(
                    "update recipient set state = 'uncertain', reply = 'the sender was stopped"
                    " before the server answered' where state = 'sending'"
                )
            yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self._base.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._base.execute("rollback")
            raise
        self._base.execute("commit")

    def enter(self, message: Message, addresses: Iterable[str], entered: str) -> bool:
        """Enter a message to be sent; False where it is there already, and then nothing changes."""
        with self._writing():
            if self._base.execute(
                "select 1 from message where id = ?", [self._key(message.id)]
            ).fetchone():
                return False
            (number,) = self._base.execute(
                "select coalesce(max(number), 0) + 1 from message"
            ).fetchone()
            row = [
                self._key(message.id),
                number,
                self.way,
                message.draft,
                message.sender,
                message.content,
                entered,
            ]
            self._base.execute("insert into message values (?, ?, ?, ?, ?, ?, ?)", row)
            rows = [(self._key(message.id), address) for address in dict.fromkeys(addresses)]
            self._base.executemany(
                "insert into recipient (message, address, state) values (?, ?, 'pending')", rows
            )
        return True

    def _key(self, message: str) -> str:
        return message if self.way == "smtp" else f"{self.way} {message}"

    def pending(self) -> Iterator[tuple[Message, list[str]]]:
        """What is still to be sent, in the order in which it was entered, with the addresses that
        wait for it.
        """
        waiting = self._base.execute(
            "select distinct m.id, m.draft, m.sender, m.number from message m join recipient r on"
            " r.message = m.id where r.state = 'pending' and m.way = ? order by m.number",
            [self.way],
        ).fetchall()
        for key, draft, sender, _ in waiting:
            (content,) = self._base.execute(
                "select content from message where id = ?", [key]
            ).fetchone()
            found = self._base.execute(
                "select address from recipient where message = ? and state = 'pending' order by"
                " rowid",
                [key],
            )
            yield (
                Message(key.rpartition(" ")[2], draft, sender, content),
                [address for (address,) in found],
            )

    def begin(self, message: str, addresses: Iterable[str]) -> None:
        """From here on the server may have the message: a sender that is stopped leaves these
        addresses uncertain.
        """
        with self._writing():
            self._base.executemany(
                "update recipient set state = 'sending', tries = tries + 1 where message = ? and"
                " address = ?",
                [(self._key(message), address) for address in addresses],
            )

    def settle(self, message: str, fates: Mapping[str, tuple[State, str]]) -> None:
        """What became of the message at these addresses, with the server's words."""
        with self._writing():
            self._base.executemany(
                "update recipient set state = ?, reply = ? where message = ? and address = ?",
                [
                    (state, reply, self._key(message), address)
                    for address, (state, reply) in fates.items()
                ],
            )

    def fates(self, ids: Iterable[str] | None = None) -> list[Fate]:
        """What became of all messages, or of these, in order."""
        rows = self._base.execute(
            "select m.id, m.draft, r.address, r.state, r.reply from message m join recipient r on"
            " r.message = m.id where m.way = ? order by m.number, r.rowid",
            [self.way],
        ).fetchall()
        wanted = None if ids is None else set(ids)
        found = [Fate(key.rpartition(" ")[2], *rest) for key, *rest in rows]
        return [fate for fate in found if wanted is None or fate.message in wanted]

    def decide(self, message: str, state: Literal["pending", "accepted"], words: str) -> int:
        """Settle by hand what is uncertain or refused; the number of addresses that this
        changed.
        """
        with self._writing():
            done = self._base.execute(
                "update recipient set state = ?, reply = ? where message = ? and state in"
                " ('uncertain', 'refused')",
                [state, words, self._key(message)],
            )
            return done.rowcount

    def sent(self) -> Iterator[Message]:
        """Every message that was accepted at some address, as it was sent, byte for byte."""
        rows = self._base.execute(
            "select id, draft, sender, content from message m where way = ? and exists "
            "(select 1 from recipient where message = m.id and state = 'accepted') order by number",
            [self.way],
        )
        for key, draft, sender, content in rows:
            yield Message(key.rpartition(" ")[2], draft, sender, content)
