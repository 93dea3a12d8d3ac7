"""Mail against a real server: each draft once, whatever refuses, hangs up or is killed; and what
was sent is kept.
"""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rrdocs.service.mail.outbox import Journal, JournalError
from rrdocs.service.mail.smtp import MailError, Server, deliver, prepared, stuffed
from tests.support.mail_command import FROM, run
from tests.support.mailserver import Inbox, certificate, login, server

NOON = datetime(2001, 6, 7, 12, tzinfo=ZoneInfo("America/New_York"))


def draft(number: int, text: str = "Hello.\n", **headers: str) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["To"] = "counsel@example.com"
    message["Subject"] = f"Draft {number}"
    message["Date"] = "Wed, 06 Jun 2001 12:00:00 +0000"
    message["Message-ID"] = f"<{number}@example.com>"
    message["X-Unsent"] = "1"
    for name, value in headers.items():
        del message[name]
        message[name] = value
    message.set_content(text)
    return message.as_bytes()


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    book = Journal(tmp_path / "mail.sqlite3", "smtp")
    yield book
    book.close()


def enter(journal: Journal, *drafts: bytes, cc: tuple[str, ...] = ()) -> None:
    for number, each in enumerate(drafts):
        message, to = prepared(each, f"{number}.eml", FROM, cc, NOON)
        journal.enter(message, to, "2001-06-07")


def send(journal: Journal, port: int, tries: int = 3) -> list[str]:
    said: list[str] = []
    with journal.held():
        deliver(journal, Server("127.0.0.1", port, "none"), tries, said.append, pauses=(0, 0))
    return said


def fates(journal: Journal) -> list[tuple[str, str, str]]:
    return [(fate.address, fate.state, fate.reply) for fate in journal.fates()]


# ---- from a draft to a message


def test_a_draft_becomes_a_message_whose_body_is_the_same_byte_for_byte() -> None:
    text = "From the desk.\n.\nA dot; " + "a long line " * 30 + "\né\n"
    each = draft(1, text, To='"Smith, Jones & Co." <counsel@example.com>', Subject="é " * 60)
    message, to = prepared(each, "x.eml", FROM, ["second@example.com"], NOON)
    head, _, body = message.content.partition(b"\r\n\r\n")
    assert body == each.partition(b"\r\n\r\n")[2]
    parsed = message_from_bytes(message.content, policy=default)
    assert to == ["counsel@example.com", "second@example.com"]
    assert (parsed["From"], parsed["Cc"], parsed["X-Unsent"]) == (FROM, "second@example.com", None)
    assert parsed["Date"].datetime == NOON
    assert parsed["To"].addresses[0].display_name == "Smith, Jones & Co."
    assert parsed["Subject"].strip() == ("é " * 60).strip()
    assert (message.id, message.sender) == ("<1@example.com>", FROM)
    unfolded = {
        line for line in head.split(b"\r\n") if not line.startswith((b"From", b"Cc", b"Date"))
    }
    assert unfolded <= set(each.split(b"\r\n"))


@pytest.mark.parametrize(
    ("each", "sender", "words"),
    [
        (b"nothing", FROM, "no draft of a message"),
        (draft(1), None, "names no sender"),
        (draft(1, To="x:;"), FROM, "goes to nobody"),
        (draft(1), "me@example.com\r\nBcc: all@example.com", "is no e-mail address"),
        (draft(1), "a@b@c", "is no e-mail address"),
    ],
)
def test_a_draft_that_cannot_be_sent(each: bytes, sender: str | None, words: str) -> None:
    with pytest.raises(MailError, match=words):
        prepared(each, "x.eml", sender, [], NOON)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b".", b"..\r\n.\r\n"),
        (b"a\n.\nb", b"a\r\n..\r\nb\r\n.\r\n"),
        (b"a\r\n..b\r\n", b"a\r\n...b\r\n.\r\n"),
        (b"a\rb", b"a\r\nb\r\n.\r\n"),
    ],
)
def test_dots_and_ends_of_lines_on_the_line(content: bytes, line: bytes) -> None:
    assert stuffed(content) == line


# ---- sending


def test_what_was_sent_arrives_and_is_kept_byte_for_byte_and_is_sent_once(journal: Journal) -> None:
    inbox = Inbox()
    drafts = [draft(n, f"From {n}.\n.\n..\n" + "x" * 900 + "\n") for n in range(5)]
    enter(journal, *drafts)
    with server(inbox) as port:
        assert send(journal, port) == []
        enter(journal, *drafts)  # a repeated run
        send(journal, port)
    assert inbox.ids() == {f"<{n}@example.com>": 1 for n in range(5)}
    assert [content for _, _, content in inbox.accepted] == [
        message.content for message in journal.sent()
    ]
    assert {(sender, to) for sender, to, _ in inbox.accepted} == {(FROM, ("counsel@example.com",))}
    assert fates(journal) == [("counsel@example.com", "accepted", "250 accepted")] * 5


def test_what_is_refused_for_now_is_tried_again(journal: Journal) -> None:
    said = {
        "mail": ["451 busy"],
        "rcpt": ["450 greylisted", "450 greylisted"],
        "data": ["452 full"],
    }
    inbox = Inbox(lambda _inbox, step, _what: said[step].pop(0) if said.get(step) else None)
    enter(journal, draft(1))
    with server(inbox) as port:
        pauses = send(journal, port, tries=5)
    assert len(pauses) == 4
    assert "450 greylisted" in " ".join(pauses)
    assert inbox.ids() == {"<1@example.com>": 1}
    assert fates(journal)[0][1] == "accepted"


def test_what_is_refused_for_now_to_the_end_stays_to_be_sent(journal: Journal) -> None:
    inbox = Inbox(
        lambda _inbox, step, what: (
            "450 not now" if step == "rcpt" and what.startswith("slow") else None
        )
    )
    enter(journal, draft(1, To="slow@example.com"), draft(2))
    with server(inbox) as port:
        send(journal, port)
        assert [(a, s) for a, s, _ in fates(journal)] == [
            ("slow@example.com", "pending"),
            ("counsel@example.com", "accepted"),
        ]
        inbox.answer = lambda _inbox, _step, _what: None
        send(journal, port)
    assert inbox.ids() == {"<1@example.com>": 1, "<2@example.com>": 1}


def test_what_is_refused_in_part_is_reported_by_address(journal: Journal) -> None:
    refusals = {"gone@example.com": "550 no such\x1b[31m user", "slow@example.com": "450 later"}
    tries = {"slow@example.com": 1}

    def answer(_inbox: Inbox, step: str, what: Any) -> str | None:
        if step != "rcpt" or what not in refusals:
            return None
        tries[what] = tries.get(what, 99) - 1
        return refusals[what] if tries[what] >= 0 else None

    inbox = Inbox(answer)
    enter(journal, draft(1), cc=("gone@example.com", "slow@example.com"))
    with server(inbox) as port:
        send(journal, port)
    assert fates(journal) == [
        ("counsel@example.com", "accepted", "250 accepted"),
        ("gone@example.com", "refused", "550 no such [31m user"),
        ("slow@example.com", "accepted", "250 accepted"),
    ]
    assert [to for _, to, _ in inbox.accepted] == [
        ("counsel@example.com",),
        ("slow@example.com",),
    ]  # each once


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_what_is_refused_for_good_is_not_tried_again(journal: Journal, step: str) -> None:
    inbox = Inbox(lambda _inbox, at, _what: "554 no" if at == step else None)
    enter(journal, draft(1))
    with server(inbox) as port:
        assert send(journal, port) == []
        send(journal, port)
    assert (inbox.steps[step], inbox.accepted) == (1, [])
    assert fates(journal) == [("counsel@example.com", "refused", "554 no")]


def test_a_server_that_is_not_there_leaves_all_to_be_sent(journal: Journal) -> None:
    enter(journal, draft(1), draft(2))
    with server(Inbox()) as port:
        pass
    assert len(send(journal, port)) == 2  # one message was tried three times, the other not at all
    assert [state for _, state, _ in fates(journal)] == ["pending", "pending"]


def test_a_server_that_hangs_up_without_an_answer_leaves_it_uncertain(journal: Journal) -> None:
    def answer(inbox: Inbox, step: str, _what: Any) -> str | None:
        if step == "done" and len(inbox.accepted) == 2:
            raise ConnectionResetError  # it has the message, and says nothing
        return None

    class Rude(Inbox):
        async def handle_exception(self, error: Exception) -> str:
            raise error

        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            try:
                return await super().handle_DATA(server, session, envelope)
            except ConnectionResetError:
                server.transport.abort()
                return "250 unheard"

    inbox = Rude(answer)
    enter(journal, *(draft(n) for n in range(4)))
    with server(inbox) as port:
        send(journal, port)
        assert [state for _, state, _ in fates(journal)] == [
            "accepted",
            "uncertain",
            "accepted",
            "accepted",
        ]
        send(journal, port)  # not again unasked
        assert inbox.ids() == {f"<{n}@example.com>": 1 for n in range(4)}
        assert journal.decide("<1@example.com>", "pending", "to be sent again") == 1
        assert (
            journal.decide("<0@example.com>", "pending", "to be sent again") == 0
        )  # what is sent stays sent
        send(journal, port)
    assert inbox.ids()["<1@example.com>"] == 2
    assert {state for _, state, _ in fates(journal)} == {"accepted"}


def test_one_sender_at_a_time(journal: Journal, tmp_path: Path) -> None:
    other = Journal(tmp_path / "mail.sqlite3", "smtp")
    with (
        journal.held(),
        pytest.raises(JournalError, match="another sender is at work"),
        other.held(),
    ):
        raise AssertionError("both hold it")
    other.close()


def test_a_file_that_is_no_journal(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("nothing of the kind" * 100, "utf-8")
    with pytest.raises(JournalError, match="no journal"):
        Journal(tmp_path / "x", "smtp")


def test_the_journal_is_as_safe_as_it_can_be(journal: Journal, tmp_path: Path) -> None:
    assert journal._base.execute("pragma synchronous").fetchone() == (2,)
    assert journal._base.execute("pragma journal_mode").fetchone() == ("delete",)
    enter(journal, draft(1))
    base = sqlite3.connect(tmp_path / "mail.sqlite3")
    assert base.execute("pragma integrity_check").fetchone() == ("ok",)
    base.close()
    message, _ = next(journal.pending())
    assert message == prepared(draft(1), "0.eml", FROM, (), NOON)[0]


# ---- killed

SENDER = """
import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo
from rrdocs.service.mail.outbox import Journal
from rrdocs.service.mail.smtp import Server, deliver, prepared
folder, port = Path(sys.argv[1]), int(sys.argv[2])
journal = Journal(folder / "mail.sqlite3", "smtp")
with journal.held():
    for path in sorted(folder.glob("*.eml")):
        now = datetime.now(ZoneInfo("America/New_York"))
        message, to = prepared(path.read_bytes(), path.name, "desk@example.com", [], now)
        journal.enter(message, to, "now")
    deliver(journal, Server("127.0.0.1", port, "none"), 3, print, pauses=(0, 0))
"""


def test_a_sender_killed_at_twenty_points_sends_nothing_twice_and_loses_nothing(
    tmp_path: Path,
) -> None:
    """The server kills the sender: before it takes a message, when it has taken it and not
    answered, and after it answered.
    """
    for number in range(100):
        (tmp_path / f"{number:03}.eml").write_bytes(draft(number, f"{number}\n" * 50))
    points = [
        (5 * n + 2, ("mail", "rcpt", "data", "done")[n % 4]) for n in range(20)
    ]  # after so many messages, at this step
    running: dict[str, Any] = {}
    unanswered: set[str] = set()
    lock = threading.Lock()

    def answer(inbox: Inbox, step: str, what: Any) -> str | None:
        with lock:
            if points and len(inbox.accepted) >= points[0][0] and step == points[0][1]:
                points.pop(0)
                if step == "done":
                    unanswered.add(str(message_from_bytes(what.original_content)["Message-ID"]))
                running["sender"].send_signal(signal.SIGKILL)
                running["sender"].wait()
        return None

    inbox = Inbox(answer)
    kills = 0
    with server(inbox) as port:
        while True:
            with lock:
                running["sender"] = subprocess.Popen(
                    [sys.executable, "-c", SENDER, str(tmp_path), str(port)],
                    stdout=subprocess.DEVNULL,
                )
            code = running["sender"].wait()
            if code == 0:
                break
            assert code == -signal.SIGKILL
            kills += 1
    assert (kills, points) == (20, [])
    every = {f"<{number}@example.com>" for number in range(100)}
    accepted = inbox.ids()
    assert max(accepted.values()) == 1, "nothing is sent twice"
    journal = Journal(tmp_path / "mail.sqlite3", "smtp")
    state = {fate.message: fate.state for fate in journal.fates()}
    uncertain = {name for name, word in state.items() if word == "uncertain"}
    assert state.keys() == every, "none is lost"
    assert {name for name, word in state.items() if word == "accepted"} == every - uncertain
    assert every - uncertain <= accepted.keys(), "what is called sent was accepted"
    assert unanswered <= uncertain, "what the server took and did not answer is uncertain"
    assert len(unanswered) == 5
    assert len(uncertain) <= 10  # killed with the message on the line, or with the answer
    arrived = {
        str(message_from_bytes(content)["Message-ID"]): content for _, _, content in inbox.accepted
    }
    assert all(arrived[message.id] == message.content for message in journal.sent()), (
        "kept byte for byte"
    )
    journal.close()


# ---- the command


def test_the_command_sends_each_draft_once_and_says_so(folder: Path, tmp_path: Path) -> None:
    inbox = Inbox()
    with server(inbox) as port:
        words = [
            "--send",
            "--server",
            f"127.0.0.1:{port}",
            "--tls",
            "none",
            "--from",
            FROM,
            "--export",
            str(tmp_path / "sent"),
        ]
        first, second = run(folder, *words), run(folder, *words)
    assert first.exit_code == 0, first.output
    path = f"{tmp_path.as_posix()}/out/savvis-2001/short-1/mail/issuer_counsel.eml"
    (identity,) = inbox.ids()
    assert (
        first.stdout
        == second.stdout
        == f"sent: {path} to counsel@example.com {identity}: 250 accepted\n"
    )
    assert len(inbox.accepted) == 1
    (kept,) = (tmp_path / "sent").iterdir()
    assert kept.read_bytes() == inbox.accepted[0][2]
    parsed = message_from_bytes(kept.read_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    assert parsed["From"] == FROM
    assert {part.get_filename() for part in parsed.iter_attachments()} == {
        "memo.docx",
        "refusal_letter - carson.docx",
    }
    status = run(folder, "--status")
    assert (status.exit_code, status.stdout) == (0, first.stdout)


def test_a_line_is_secured_and_its_certificate_checked(folder: Path, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    trusted, context = certificate(tmp_path)
    inbox = Inbox()
    with server(
        inbox,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=login("fields", "secret"),
    ) as port:
        words = ["--send", "--server", f"localhost:{port}", "--from", FROM, "--user", "fields"]
        stranger = run(folder, *words, RRDOCS_MAIL_PASSWORD="secret")
        assert (stranger.exit_code, "certificate is not trusted" in stranger.stderr) == (1, True)
        wrong = run(folder, *words, "--ca", str(trusted), RRDOCS_MAIL_PASSWORD="guess")
        assert (wrong.exit_code, "the login was refused: 535" in wrong.stderr) == (1, True)
        assert inbox.accepted == []
        good = run(folder, *words, "--ca", str(trusted), RRDOCS_MAIL_PASSWORD="secret")
        assert good.exit_code == 0, good.output
    assert len(inbox.accepted) == 1
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"secret" not in everything


def test_a_server_without_starttls_is_not_used(folder: Path) -> None:
    inbox = Inbox()
    with server(inbox) as port:
        result = run(folder, "--send", "--server", f"127.0.0.1:{port}", "--from", FROM)
    assert (result.exit_code, inbox.accepted) == (1, [])
    assert "STARTTLS extension not supported" in result.stderr


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("--send", 2, "--server is missing"),
        ("--send --drafts --server x", 2, "choose one"),
        ("--send --server mail.example.com --tls none", 2, "is for this machine only"),
        ("--drafts --server x", 2, "--user is missing"),
        ("--status", 1, "there is no journal"),
        (
            "--send --server 127.0.0.1:9 --user fields",
            1,
            "the password is missing: set RRDOCS_MAIL_PASSWORD",
        ),
        ("--send --server 127.0.0.1:9 --tls none", 1, "it names no sender; give one with --from"),
    ],
)
def test_a_command_that_cannot_be_done(folder: Path, words: str, code: int, said: str) -> None:
    result = run(folder, *words.split())
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr


def test_what_is_uncertain_is_settled_by_hand(folder: Path) -> None:
    inbox = Inbox()
    with server(inbox) as port:
        words = ["--send", "--server", f"127.0.0.1:{port}", "--tls", "none", "--from", FROM]
        assert run(folder, *words).exit_code == 0
        (identity,) = inbox.ids()
        base = sqlite3.connect(folder / "mail.sqlite3")
        base.execute("update recipient set state = 'sending'")  # as a killed sender leaves it
        base.commit()
        base.close()
        stopped = run(folder, *words)
        assert (stopped.exit_code, len(inbox.accepted)) == (1, 1)
        assert f"{identity}: the sender was stopped before the server answered" in stopped.stdout
        unknown = run(folder, "--received", "<x@y>")
        assert (unknown.exit_code, unknown.stderr) == (
            1,
            (
                "no message that is uncertain or was refused has the Message-ID <x@y>; there is"
                f" {identity}\n"
            ),
        )
        noted = run(folder, "--received", identity)
        assert (noted.exit_code, noted.stdout.endswith(": noted as received\n")) == (0, True)
