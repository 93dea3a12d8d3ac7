"""Drafts to counsel as mail: what is due and by when in a few lines, with the documents attached."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from rrdocs.dates import weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Docket
from rrdocs.events import Event
from rrdocs.explain import conclusion, groups, people
from rrdocs.kinds import KINDS

TYPES = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"), ".pdf": ("application", "pdf"),
}  # fmt: skip


def _line(text: str) -> str:
    """Text for a header: one line, without control characters that could begin another header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text.replace("\u00a0", " ")).split())


def draft_to_counsel(deal: Deal, docket: Docket, event: Event, title: str, today: date, attachments: Mapping[str, bytes]) -> bytes:
    """A message to counsel about one event, ready to open in a mail program; the same bytes each time.

    ``attachments``: path within the packet -> content. Raises ValueError where counsel has no e-mail address.
    """
    counsel, issuer = deal.role("counsel"), deal.issuer
    entry = deal.parties[counsel] if counsel else None
    if entry is None or entry.address is None or entry.address.email is None:
        raise ValueError("no counsel with an e-mail address")
    message = EmailMessage(policy=SMTP)
    message["To"] = Address(display_name=_line(entry.name), addr_spec=_line(entry.address.email))
    home = deal.parties[issuer].address
    if home and home.email:
        message["From"] = Address(display_name=_line(deal.party_name(issuer)), addr_spec=_line(home.email))
    message["Subject"] = _line(f"{deal.agreement.words.issuer}: {title} - drafts for review")
    message["Date"] = format_datetime(datetime(today.year, today.month, today.day, 12, tzinfo=UTC))
    digest = hashlib.sha256(b"\0".join([deal.name.encode(), event.id.encode(), *attachments.values()])).hexdigest()
    message["Message-ID"] = f"<{digest[:32]}@{_line(deal.name).replace(' ', '-')}.rrdocs.invalid>"
    message["X-Unsent"] = "1"
    message.set_content(body(deal, docket, event, title), cte="quoted-printable")
    for path, data in attachments.items():
        maintype, subtype = TYPES[path[path.rindex(".") :]]
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=path.removeprefix("documents/").replace("/", " - "))
    message.set_boundary(f"rrdocs-{digest[32:56]}")
    return message.as_bytes()


def body(deal: Deal, docket: Docket, event: Event, title: str) -> str:
    """What is due and by when, what is open, and what is attached."""
    found = groups(docket.decisions)
    lines = [f"{title}.", ""]
    due = [g for g in found if g.first.outcome == "due"]
    if due:
        lines.append("Due:")
        for group in due:
            d = group.first
            day = f" by {weekday_date(d.due)}" if d.due else ""
            lines.append(f"- {KINDS[d.document].title} (Section {d.clause}) to {people(deal, group.recipients)}{day}")
        lines.append("")
    opened = [g for g in found if g.first.outcome == "open"]
    if opened:
        lines += ["Open, for you to settle:", *(f"- {KINDS[g.first.document].title}: {conclusion(deal, g)}" for g in opened), ""]
    lines += [
        "Attached are the packet as one PDF, the memorandum with the reasons, and each draft in Word.",
        "Nothing has been sent to any party.", "", f"Reference: {deal.name}, {event.id}", "",
    ]  # fmt: skip
    return "\n".join(lines).replace("\u00a0", " ")
