"""Mail against the servers that people use: Postfix takes what is sent, Dovecot keeps the
drafts.
"""

from __future__ import annotations

import imaplib
import os
import shutil
import socket
import sqlite3
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest

from tests.support.mail_command import FROM, run
from tests.support.mailserver import certificate

NOBODY = 65534
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
needs_root = pytest.mark.skipif(
    not ROOT, reason="these servers give up their rights, and so must be started by root"
)
needs_dovecot = pytest.mark.skipif(
    shutil.which("dovecot", path="/usr/sbin:/sbin") is None, reason="dovecot-imapd is not installed"
)
needs_postfix = pytest.mark.skipif(
    shutil.which("postfix", path="/usr/sbin:/sbin") is None, reason="postfix is not installed"
)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def daemon(*command: str) -> None:
    """Start or stop a server, which keeps what it inherits: it is given no pipe that we would wait
    for.
    """
    with tempfile.TemporaryFile() as said:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False, timeout=30
        )
        said.seek(0)
        assert ended.returncode == 0, said.read().decode()


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the servers' own users can reach."""
    path = Path(tempfile.mkdtemp(prefix="rrdocs-mail-"))
    path.chmod(0o755)
    (path / "mail").mkdir()
    os.chown(path / "mail", NOBODY, NOBODY)
    yield path
    shutil.rmtree(path, ignore_errors=True)


# ---- Dovecot

DOVECOT = """
base_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{home}/certificate.pem
ssl_key = <{home}/key.pem
first_valid_uid = 1
mail_location = maildir:{home}/mail/Maildir
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={nobody} gid={nobody} home={home}/mail
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
namespace inbox {{
  inbox = yes
  mailbox "My Drafts" {{
    auto = create
    special_use = \\Drafts
  }}
}}
"""


@pytest.fixture
def dovecot(home: Path) -> Iterator[int]:
    port = free_port()
    certificate(home)
    config = home / "dovecot.conf"
    config.write_text(DOVECOT.format(home=home, nobody=NOBODY, port=port), "utf-8")
    daemon("/usr/sbin/dovecot", "-c", str(config))
    yield port
    daemon("/usr/sbin/dovecot", "-c", str(config), "stop")


def in_drafts(home: Path, port: int) -> list[tuple[bytes, str]]:
    """What stands in the mailbox for drafts, with its flags."""
    box = imaplib.IMAP4("127.0.0.1", port)
    context = ssl.create_default_context(cafile=home / "certificate.pem")
    box.starttls(context)
    box.login("fields", "secret")
    box.select('"My Drafts"')
    _, (numbers,) = box.search(None, "ALL")
    found = []
    for number in numbers.split():
        _, parts = box.fetch(number.decode(), "(FLAGS BODY.PEEK[])")
        (head, content), *_ = (part for part in parts if isinstance(part, tuple))
        found.append((content, head.decode()))
    box.logout()
    return found


@needs_root
@needs_dovecot
def test_drafts_are_put_once_where_the_server_keeps_drafts(
    folder: Path, home: Path, dovecot: int
) -> None:
    words = [
        "--drafts",
        "--server",
        f"localhost:{dovecot}",
        "--user",
        "fields",
        "--from",
        FROM,
        "--ca",
        str(home / "certificate.pem"),
    ]
    wrong = run(folder, *words, RRDOCS_MAIL_PASSWORD="guess")
    assert (wrong.exit_code, "the login was refused" in wrong.stderr) == (1, True)
    first = run(folder, *words, RRDOCS_MAIL_PASSWORD="secret")
    assert first.exit_code == 0, first.output
    assert first.stdout.startswith("put: ")
    path = next((folder.parents[1] / "out").rglob("issuer_counsel.eml"))
    ((content, flags),) = in_drafts(home, dovecot)
    assert content == path.read_bytes()
    assert r"\Draft" in flags
    again = run(folder, *words, RRDOCS_MAIL_PASSWORD="secret")
    base = sqlite3.connect(folder / "mail.sqlite3")
    base.execute(
        "update recipient set state = 'sending'"
    )  # as one leaves it who was killed before the answer came
    base.commit()
    base.close()
    after_a_kill = run(folder, *words, RRDOCS_MAIL_PASSWORD="secret")
    assert (again.exit_code, after_a_kill.exit_code) == (0, 0)
    assert after_a_kill.stdout.endswith(": found there\n")
    assert len(in_drafts(home, dovecot)) == 1


# ---- Postfix

MAIN = """
compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
mail_owner = postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.com
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = example.com
virtual_mailbox_maps = texthash:{home}/boxes
virtual_mailbox_base = {home}/mail
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
virtual_minimum_uid = 1
smtpd_tls_cert_file = {home}/certificate.pem
smtpd_tls_key_file = {home}/key.pem
smtpd_tls_security_level = encrypt
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_mynetworks, reject
smtputf8_enable = no
alias_maps =
alias_database =
maillog_file = {home}/queue/maillog
maillog_file_prefixes = {home}
"""
MASTER = """
{port}     inet  n       -       n       -       -       smtpd
cleanup    unix  n       -       n       -       0       cleanup
qmgr       unix  n       -       n       300     1       qmgr
tlsmgr     unix  -       -       n       1000?   1       tlsmgr
rewrite    unix  -       -       n       -       -       trivial-rewrite
bounce     unix  -       -       n       -       0       bounce
defer      unix  -       -       n       -       0       bounce
trace      unix  -       -       n       -       0       bounce
flush      unix  n       -       n       1000?   0       flush
proxymap   unix  -       -       n       -       -       proxymap
error      unix  -       -       n       -       -       error
retry      unix  -       -       n       -       -       error
discard    unix  -       -       n       -       -       discard
virtual    unix  -       n       n       -       -       virtual
anvil      unix  -       -       n       -       1       anvil
scache     unix  -       -       n       -       1       scache
postlog    unix-dgram n  -       n       -       1       postlogd
"""


@pytest.fixture
def postfix(home: Path) -> Iterator[int]:
    port = free_port()
    certificate(home)
    config = home / "etc"
    for name in ("etc", "queue", "data"):
        (home / name).mkdir()
    shutil.chown(home / "data", "postfix")
    (config / "main.cf").write_text(MAIN.format(home=home, nobody=NOBODY), "utf-8")
    (config / "master.cf").write_text(MASTER.format(port=port), "utf-8")
    (home / "boxes").write_text(
        "counsel@example.com counsel/\nsecond@example.com second/\n", "utf-8"
    )
    daemon("/usr/sbin/postfix", "-c", str(config), "start")
    yield port
    daemon("/usr/sbin/postfix", "-c", str(config), "stop")


@needs_root
@needs_postfix
def test_a_message_is_delivered_once_and_refusals_are_reported_by_address(
    folder: Path, home: Path, postfix: int
) -> None:
    words = [
        "--send",
        "--server",
        f"localhost:{postfix}",
        "--from",
        FROM,
        "--ca",
        str(home / "certificate.pem"),
    ]
    words += [
        "--cc",
        "second@example.com",
        "--cc",
        "gone@example.com",
        "--export",
        str(home / "sent"),
    ]
    first, second = run(folder, *words), run(folder, *words)
    assert (first.exit_code, second.exit_code) == (1, 1)  # one address is refused
    assert second.stdout == first.stdout
    said = {line.partition(" to ")[2].partition(" ")[0]: line for line in first.stdout.splitlines()}
    assert said["counsel@example.com"].startswith("sent: ")
    assert said["second@example.com"].startswith("sent: ")
    assert said["gone@example.com"].startswith("refused: ")
    assert ": 550 5.1.1" in said["gone@example.com"]
    (kept,) = (home / "sent").iterdir()
    delivered = [wait_for(home / "mail" / name / "new") for name in ("counsel", "second")]
    for each in delivered:
        assert (
            each.partition(b"\n\n")[2]
            == kept.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[2]
        ), "byte for byte"
        assert (
            message_from_bytes(each)["Message-ID"]
            == message_from_bytes(kept.read_bytes())["Message-ID"]
        )


def wait_for(box: Path) -> bytes:
    """The one message of a mailbox, as soon as the server has put it there."""
    for _ in range(200):
        found = list(box.glob("*")) if box.is_dir() else []
        if found:
            assert len(found) == 1
            return found[0].read_bytes()
        subprocess.run(["sleep", "0.05"], check=True)
    raise AssertionError(f"nothing came into {box}")
