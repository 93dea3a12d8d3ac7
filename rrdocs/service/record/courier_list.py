"""Receipts from the list that a courier's website gives: each delivery found to the notice that it
delivered.

The columns are found by their usual names. A row is found to its notice by the notice's id in the
reference column, by the tracking number in the notice's note, or by the recipient's name where only
one notice to it still waits for a receipt. What cannot be found to one notice, or would contradict
the record, is set aside with its line; it is never guessed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rrdocs.agreement.vocabulary import METHODS
from rrdocs.dates.moments import Moment, moment, spoken
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import NoticeSent
from rrdocs.errors import RrdocsError
from rrdocs.facts.notices.receipt import methods
from rrdocs.facts.record.position import Position
from rrdocs.service.record.append import Fields, unused
from rrdocs.yamlfiles.records import near

COLUMNS = {
    "reference": (
        "reference",
        "reference1",
        "referencenumber",
        "shipmentreference",
        "customerreference",
        "yourreference",
        "notice",
    ),
    "tracking": (
        "trackingnumber",
        "tracking",
        "trackingno",
        "airbill",
        "airbillnumber",
        "waybill",
        "waybillnumber",
        "articlenumber",
    ),
    "recipient": (
        "recipient",
        "recipientname",
        "recipientcontactname",
        "consignee",
        "shipto",
        "shiptoname",
        "receivername",
        "addressee",
    ),
    "delivered": (
        "delivered",
        "delivereddate",
        "deliverydate",
        "dateofdelivery",
        "actualdelivery",
        "delivereddatetime",
        "deliverydatetime",
        "deliveredon",
        "deliverydateandtime",
        "actualdeliverydate",
    ),
    "time": ("deliverytime", "deliveredtime", "timeofdelivery", "actualdeliverytime"),
    "status": ("status", "deliverystatus", "shipmentstatus"),
    "signed": ("signedby", "signedforby", "signature", "receivedby", "pod"),
}
"""What is looked for, and how couriers call it, in letters and digits only."""
DATES = ("%m/%d/%Y", "%m/%d/%y", "%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d-%b-%Y")
TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%I:%M:%S %p")
COPIED = {"courier"}
"""The methods whose copies a courier delivers after a notice went out otherwise."""


class CourierError(RrdocsError):
    """A list that cannot be read at all."""


@dataclass(frozen=True)
class CourierRow:
    """One delivery of the list: its line, and what its columns say."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


@dataclass
class Sorted:
    """The receipts to be recorded; the rows that are on record already; those set aside, by line,
    with the reason.
    """

    receipts: list[Fields] = field(default_factory=list)
    known: int = 0
    aside: list[tuple[int, str]] = field(default_factory=list)


def read_courier_list(path: Path) -> list[CourierRow]:
    """The rows of a list. Raises CourierError where it is no such list."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CourierError(f"{path.as_posix()}: this is no text in UTF-8") from error
    head = content.partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=mark, strict=True)
    try:
        names = [re.sub(r"[^a-z0-9]", "", cell.lower()) for cell in next(reader, [])]
        columns = {
            what: names.index(found)
            for what, known in COLUMNS.items()
            if (found := next((k for k in known if k in names), None))
        }
        if "delivered" not in columns or not columns.keys() & {
            "reference",
            "tracking",
            "recipient",
        }:
            raise CourierError(
                f"{path.as_posix()}:1: the first line must name a column for the day of delivery"
                " (such as Delivery Date), and one of Reference, Tracking Number and Recipient"
            )
        rows = [
            CourierRow(
                reader.line_num,
                {what: cells[at].strip() for what, at in columns.items() if at < len(cells)},
            )
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise CourierError(f"{path.as_posix()}:{reader.line_num}: {error}") from error
    return rows


def sort(position: Position, rows: Sequence[CourierRow], entered: str) -> Sorted:
    """The rows found to the notices on record; ``entered`` is the date of the events that record
    them.
    """
    found = Sorted()
    sent = [
        n
        for notice in position.all(NoticeSent)
        for n in position.sent(notice.about, notice.to, notice.document)
        if n.id == notice.id
    ]
    used, seen = {event.id for event in position.deal.events}, dict[str, int]()
    for row in rows:
        try:
            notice = _notice(position.deal, sent, row)
            receipt = _receipt(position.deal, notice, row, seen)
        except ValueError as error:
            found.aside.append((row.line, str(error)))
            continue
        if receipt is None:
            found.known += 1
        else:
            head: Fields = {
                "id": unused(f"{notice.id}-received", used),
                "type": "notice_received",
                "date": entered,
                "notice": notice.id,
            }
            found.receipts.append(head | receipt)
    return found


def _receipt(
    deal: Deal, notice: NoticeSent, row: CourierRow, seen: dict[str, int]
) -> Fields | None:
    """What a row adds to the record of its notice; None where that is on record. Raises ValueError
    where the two disagree.
    """
    when, name = _delivered(row), _field(deal, notice)
    if notice.id in seen:
        raise ValueError(f"`{notice.id}` is named in line {seen[notice.id]} already")
    seen[notice.id] = row.line
    before: Moment | None = getattr(notice.delivery, name)
    if before is not None and before.day == when.day:
        return None
    if before is not None:
        raise ValueError(
            f"`{notice.id}` is on record as delivered on {spoken(before)}, not on {spoken(when)}"
        )
    gone = notice.delivery.sent or notice.date
    if when.day < gone.day:
        raise ValueError(
            f"delivered on {spoken(when)}, before `{notice.id}` was sent on {spoken(gone)}"
        )
    tracking = f", tracking number {row['tracking']}" if row["tracking"] else ""
    signed = f", signed by {row['signed']}" if row["signed"] else ""
    return {name: str(when), "note": f"from the courier's list{tracking}{signed}"}


def _field(deal: Deal, notice: NoticeSent) -> str:
    """What a courier's delivery proves: receipt, or the copy that follows a facsimile. Raises
    ValueError where it proves neither.
    """
    rule = methods(deal, notice.document).get(notice.delivery.method)
    if notice.delivery.method == "courier":
        return "received"
    if rule and rule.followed_by in COPIED:
        return "courier_followup"
    raise ValueError(f"`{notice.id}` went {METHODS[notice.delivery.method]}, not by courier")


def _notice(deal: Deal, sent: Sequence[NoticeSent], row: CourierRow) -> NoticeSent:
    """The one notice that a row is about. Raises ValueError, in words, where there is none or more
    than one.
    """
    by_id = {notice.id: notice for notice in sent}
    if row["reference"] in by_id:
        return by_id[row["reference"]]
    if number := row["tracking"]:
        noted = [n for n in sent if re.search(rf"(?<!\w){re.escape(number)}(?!\w)", n.note or "")]
        if len(noted) == 1:
            return noted[0]
    if row["recipient"]:
        waiting = list(_waiting(deal, sent, row["recipient"])) or list(_recorded(deal, sent, row))
        if len(waiting) == 1:
            return waiting[0]
        if len(waiting) > 1:
            names = ", ".join(f"`{n.id}`" for n in waiting[:4])
            raise ValueError(
                f"{len(waiting)} notices to {row['recipient']} wait for a receipt ({names}); name"
                " one in the reference column"
            )
    said = row["reference"] or row["tracking"] or row["recipient"]
    if not said:
        raise ValueError("it names no notice")
    raise ValueError(
        "no notice that waits for a receipt is known by"
        f" `{said}`{near(said, [*by_id, *map(deal.party_name, deal.parties)])}"
    )


def _waiting(deal: Deal, sent: Sequence[NoticeSent], recipient: str) -> Iterator[NoticeSent]:
    wanted = _letters(recipient)
    for notice in sent:
        rule = methods(deal, notice.document).get(notice.delivery.method)
        copied = (
            rule is not None
            and rule.followed_by in COPIED
            and notice.delivery.courier_followup is None
        )
        open_ = copied or (notice.delivery.method == "courier" and notice.delivery.received is None)
        if open_ and wanted in (_letters(notice.to), _letters(deal.party_name(notice.to))):
            yield notice


def _recorded(deal: Deal, sent: Sequence[NoticeSent], row: CourierRow) -> Iterator[NoticeSent]:
    """The notices to this recipient whose receipt is on record as this row has it."""
    day, wanted = _delivered(row).day, _letters(row["recipient"])
    for notice in sent:
        known = [
            when.day
            for when in (notice.delivery.received, notice.delivery.courier_followup)
            if when
        ]
        if day in known and wanted in (_letters(notice.to), _letters(deal.party_name(notice.to))):
            yield notice


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _delivered(row: CourierRow) -> Moment:
    """When it was delivered. Raises ValueError where that is not said, or not in a way that can be
    read.
    """
    text = " ".join(row["delivered"].split())
    if row["status"] and not re.search("deliver", row["status"], re.IGNORECASE):
        raise ValueError(f"not delivered: {row['status']}")
    if re.search("not|un|attempt|exception|fail", row["status"], re.IGNORECASE):
        raise ValueError(f"not delivered: {row['status']}")
    if not text:
        raise ValueError("no day of delivery")
    at = f"{text} {row['time']}".strip()
    try:
        return moment(at if " " not in at else at.replace(" ", "T", 1))
    except ValueError:
        pass
    for day in DATES:
        for clock in ("", *TIMES):
            try:
                text = at.upper() if "%p" in clock else at
                found = datetime.strptime(text, f"{day} {clock}".strip())  # noqa: DTZ007 - New York
            except ValueError:
                continue
            return moment(found if clock else found.date())
    raise ValueError(
        f"`{at}` is no day of delivery that can be read; write it as 2001-06-08 or 6/8/2001"
    )
