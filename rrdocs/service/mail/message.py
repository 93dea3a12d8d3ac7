"""Drafts to counsel as mail: what is due and by when in a few lines, with the documents
attached.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from fnmatch import fnmatch
from pathlib import Path, PurePath

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import Event
from rrdocs.docket.decisions import Docket
from rrdocs.docket.explanation import DocumentGroup, conclusion, groups
from rrdocs.documents.packets.counsel_memo import merged_groups, to_whom
from rrdocs.documents.wording.phrases import name_list, section
from rrdocs.errors import DocumentError

TYPES = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".pdf": ("application", "pdf"),
}


ATTACHED = {
    "packet.pdf": "the packet as one PDF",
    "memo.docx": "the memorandum with the reasons",
    "documents/*": "each draft in Word",
}
"""What is attached, in words."""

LARGEST = 15_000_000
"""Of all attachments together, in bytes before they are encoded for mail."""


def _line(text: str) -> str:
    """Text for a header: one line, without control characters or encoded words, which could begin
    another header.
    """
    plain = "".join(c if c.isprintable() else " " for c in text.replace("\u00a0", " "))
    return " ".join(plain.replace("=?", "= ?").split())


class AddressError(DocumentError):
    """An e-mail address that a message cannot be sent to."""


def _mailbox(name: str, address: str) -> Address:
    """A name and its address for a header. Raises AddressError for what is no address."""
    try:
        found = Address(display_name=_line(name), addr_spec=address)
    except (
        HeaderParseError,
        IndexError,
        ValueError,
    ) as error:  # the standard library raises any of them
        raise AddressError(f"`{address}`, of {name}, is no e-mail address") from error
    if not found.domain or not address.isascii():
        raise AddressError(f"`{address}`, of {name}, is no e-mail address")
    return found


def draft_to_counsel(
    deal: Deal,
    docket: Docket,
    event: Event,
    title: str,
    today: date,
    attachments: Mapping[str, Path],
) -> bytes:
    """A message to counsel about one event, ready to open in a mail program; the same bytes each
    time.

    ``attachments``: path within the packet -> where it stands; what is too large stays behind, the
    drafts first, then the packet. Raises ValueError where counsel has no e-mail address, and
    AddressError where it is none.
    """
    counsel, issuer = deal.role("counsel"), deal.issuer
    entry = deal.parties[counsel] if counsel else None
    if entry is None or entry.address is None or entry.address.email is None:
        raise ValueError("no counsel with an e-mail address")
    message = EmailMessage(policy=SMTP)
    message["To"] = _mailbox(entry.name, entry.address.email)
    home = deal.parties[issuer].address
    if home and home.email:
        message["From"] = _mailbox(deal.party_name(issuer), home.email)
    message["Subject"] = _line(f"{deal.agreement.words.issuer}: {title} - drafts for review")
    message["Date"] = format_datetime(datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    attached = _fitting(attachments)
    said = body(
        deal, docket, event, title, attached, [path for path in attachments if path not in attached]
    )
    whole = [
        deal.name,
        event.id,
        str(message["To"]),
        str(message["From"]),
        str(message["Subject"]),
        said,
    ]
    content = (hashlib.sha256(path.read_bytes()).digest() for path in attachments.values())
    digest = hashlib.sha256(b"\0".join([*(text.encode() for text in whole), *content])).hexdigest()
    message["Message-ID"] = f"<{digest[:32]}@rrdocs.invalid>"
    message["X-Unsent"] = "1"
    message.set_content(said, cte="quoted-printable")
    for path, file in attached.items():
        maintype, subtype = TYPES[PurePath(path).suffix]
        name = path.removeprefix("documents/").replace("/", " - ")
        message.add_attachment(file.read_bytes(), maintype=maintype, subtype=subtype, filename=name)
    if message.is_multipart():
        message.set_boundary(f"rrdocs-{digest[32:56]}")
    return message.as_bytes()


def _fitting(attachments: Mapping[str, Path]) -> dict[str, Path]:
    """What is attached: everything; without the drafts, or without the packet too, where that is
    too large.
    """

    def size(files: Mapping[str, Path]) -> int:
        return sum(file.stat().st_size for file in files.values())

    without = {
        path: file for path, file in attachments.items() if not path.startswith("documents/")
    }
    least = {path: file for path, file in without.items() if path != "packet.pdf"}
    return next((files for files in (dict(attachments), without) if size(files) <= LARGEST), least)


def body(
    deal: Deal,
    docket: Docket,
    event: Event,
    title: str,
    attached: Collection[str],
    left: Collection[str] = (),
) -> str:
    """What is due and by when, what is open, what is attached, and what was too large to be."""
    found = merged_groups(groups(docket.decisions))
    lines = [f"{_line(title)}.", ""]
    for outcome, heading in (("due", "Due:"), ("open", "Open, for you to settle:")):
        said = [_item(deal, group) for group in found if group.first.outcome == outcome]
        lines += [heading, *dict.fromkeys(said), ""] if said else []
    papers = [
        words for name, words in ATTACHED.items() if any(fnmatch(path, name) for path in attached)
    ]
    if papers:
        lines.append(f"Attached: {name_list(papers)}.")
    if left:
        drafts = sum(path.startswith("documents/") for path in left)
        papers = [
            *(["the packet"] if "packet.pdf" in left else []),
            *([f"the {drafts:,} drafts in Word"] if drafts else []),
        ]
        lines.append(
            f"Too large to attach: {name_list(papers)}, which stand in the folder of this packet."
        )
    lines += ["Nothing has been sent to any party.", "", f"Reference: {deal.name}, {event.id}", ""]
    return "\n".join(lines).replace("\u00a0", " ")


def _item(deal: Deal, group: DocumentGroup) -> str:
    d = group.first
    paper = f"- {DOCUMENT_TYPES[d.document].title} ({section(d.clause)})"
    if d.outcome == "open":
        return f"{paper}: {conclusion(deal, group).removeprefix('Open: ')}"
    return f"{paper}: {to_whom(deal, group)}{f', by {weekday_date(d.due)}' if d.due else ''}"
