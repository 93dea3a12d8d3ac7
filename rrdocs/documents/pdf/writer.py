"""A PDF that is written while pages are added: nothing of a document is held but where its objects
stand in the file.

Objects are read by pikepdf and copied as they are, under other numbers; what small objects there
are go into object streams (ISO 32000-1, 7.5.7 and 7.5.8). Fonts that several documents bring are
written once. Each document has a node of its own in the tree of pages. The structure of documents
for readers aloud stays behind.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from array import array
from collections.abc import Sequence
from typing import BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from rrdocs.documents.pdf import pdfa as archival
from rrdocs.documents.pdf.engines import draw, set_properties

Key = tuple[int, int]
"""The number and generation of an object in the file that it comes from."""

TOGETHER = 200
"""Objects in one object stream, at most."""
_SHARED = 1000
"""Streams of so many bytes, or more, are looked for among those that are written already."""
_TOKEN = re.compile(rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]*>|\b(\d+) (\d+) R\b", re.DOTALL)
_LENGTH = re.compile(rb"/Length \d+(?: \d+ R)?")
_IN_FILE, _IN_STREAM = 1, 2
_ENTRY = struct.Struct(">BQH")


class Binder:
    """Writes to a binary stream: append documents, then close, which adds the outline, labels,
    destinations and properties.

    `frame` is a PDF without pages whose catalog becomes that of the file: what stands in it (an
    outline, page labels) is written last. Destinations are by name, given with `append`.
    """

    def __init__(self, to: BinaryIO) -> None:
        self.frame = pikepdf.new()
        self._to, self._at, self._digest = to, 0, hashlib.sha256()
        self._kinds, self._where, self._index = (
            array("B", [0]),
            array("Q", [0]),
            array("H", [0xFFFF]),
        )
        self._small: list[tuple[int, bytes]] = []
        self._shared: dict[bytes, int] = {}
        self._nodes: list[tuple[int, int]] = []
        self._names: list[tuple[str, int]] = []
        self._root = self._number()
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def append(
        self, pdf: Pdf, indices: Sequence[int] | None = None, drawing: bytes = b"", name: str = ""
    ) -> int:
        """Add pages, all unless some are named by their indices, with a drawing over each; returns
        how many.

        `name`: of a destination, the first of them.
        """
        archival.carry(self.frame, pdf, first=not self._nodes)
        chosen = [
            pdf.pages[index] for index in (range(len(pdf.pages)) if indices is None else indices)
        ]
        node, numbers = self._number(), [self._number() for _ in chosen]
        copy = _Copy(
            self,
            pdf,
            {page.obj.objgen: number for page, number in zip(chosen, numbers, strict=True)},
        )
        for page, number in zip(chosen, numbers, strict=True):
            if drawing:
                draw(page, drawing)
            for key in ("/Parent", "/StructParents"):
                if key in page.obj:
                    del page.obj[key]
            self._put_small(
                number, copy.text(page.obj).replace(b"<<", b"<< /Parent %d 0 R" % node, 1)
            )
        copy.rest()
        kids = b" ".join(b"%d 0 R" % number for number in numbers)
        self._put_small(
            node,
            b"<< /Type /Pages /Parent %d 0 R /Count %d /Kids [%s] >>"
            % (self._root, len(chosen), kids),
        )
        self._nodes.append((node, len(chosen)))
        if name:
            self._names.append((name, numbers[0]))
        return len(chosen)

    def close(self, *, title: str, author: str = "", subject: str = "") -> None:
        """Write what is left, and the table of all objects."""
        set_properties(self.frame, title=title, author=author, subject=subject)
        kids, count = (
            b" ".join(b"%d 0 R" % node for node, _ in self._nodes),
            sum(count for _, count in self._nodes),
        )
        self._put_small(self._root, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids))
        tree = b" ".join(
            b"%s [%d 0 R /Fit]" % (String(name).unparse(), page)
            for name, page in sorted(self._names)
        )
        copy = _Copy(self, self.frame, {self.frame.Root.Pages.objgen: self._root})
        root, info = self._number(), self._number()
        catalog = copy.text(self.frame.Root)
        names = b"<< /Names << /Dests << /Names [%s] >> >>" % tree if tree else b"<<"
        self._put_small(root, catalog.replace(b"<<", names, 1))
        self._put_small(info, copy.text(self.frame.docinfo))
        copy.rest()
        self._flush()
        self._table(root, info)

    # ---- objects

    def _number(self) -> int:
        self._kinds.append(0)
        self._where.append(0)
        self._index.append(0)
        return len(self._kinds) - 1

    def _put(self, data: bytes) -> None:
        self._to.write(data)
        self._digest.update(data)
        self._at += len(data)

    def _put_small(self, number: int, body: bytes) -> None:
        self._small.append((number, body))
        if len(self._small) == TOGETHER:
            self._flush()

    def _put_stream(self, number: int, entries: bytes, data: bytes) -> None:
        self._kinds[number], self._where[number] = _IN_FILE, self._at
        if (
            b"/Filter" not in entries and b"/Metadata" not in entries
        ):  # archives read metadata as they stand
            data, entries = (
                zlib.compress(data),
                entries.replace(b"<<", b"<< /Filter /FlateDecode", 1),
            )
        length = b"<< /Length %d" % len(data)
        head = _LENGTH.sub(b"", entries, count=1).replace(b"<<", length, 1)
        self._put(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, data))

    def _flush(self) -> None:
        """Write the small objects that have come together as one object stream."""
        if not self._small:
            return
        holder, places, at = self._number(), [], 0
        for index, (number, body) in enumerate(self._small):
            self._kinds[number], self._where[number], self._index[number] = (
                _IN_STREAM,
                holder,
                index,
            )
            places.append(b"%d %d" % (number, at))
            at += len(body) + 1
        head = b" ".join(places) + b"\n"
        data = head + b"\n".join(body for _, body in self._small)
        about = b"<< /Type /ObjStm /N %d /First %d >>" % (len(self._small), len(head))
        self._small.clear()
        self._put_stream(holder, about, data)

    def _table(self, root: int, info: int) -> None:
        number, start = self._number(), self._at
        self._kinds[number], self._where[number] = _IN_FILE, start
        rows = b"".join(map(_ENTRY.pack, self._kinds, self._where, self._index))
        name = self._digest.hexdigest()[:32].encode()
        about = b"<< /Type /XRef /Size %d /W [1 8 2] /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>"
        self._put_stream(number, about % (len(self._kinds), root, info, name, name), rows)
        self._put(b"startxref\n%d\n%%%%EOF\n" % start)


class _Copy:
    """The objects of one file on their way into another: each gets a number when it is first
    spoken of, and is written later.
    """

    def __init__(self, binder: Binder, pdf: Pdf, numbers: dict[Key, int]) -> None:
        self._binder, self._pdf, self._numbers = binder, pdf, numbers
        self._waiting: list[Key] = []

    def text(self, found: pikepdf.Object) -> bytes:
        """An object as it stands in a file, with the new numbers of those that it speaks of."""
        return _TOKEN.sub(self._renumbered, found.unparse(resolved=True))

    def rest(self) -> None:
        """Write all that was spoken of."""
        binder = self._binder
        while self._waiting:
            key = self._waiting.pop()
            found, number = self._pdf.get_object(key), self._numbers[key]
            if not isinstance(found, Stream):
                binder._put_small(number, self.text(found))
                continue
            data = found.read_raw_bytes()
            binder._put_stream(number, self.text(found.stream_dict), data)

    def _renumbered(self, match: re.Match[bytes]) -> bytes:
        if match[1] is None:
            return match[0]  # a string, whatever stands in it
        key = int(match[1]), int(match[2])
        if key not in self._numbers:
            found = self._pdf.get_object(key)
            if not isinstance(found, pikepdf.Object):
                return (
                    Array([found]).unparse().strip(b"[] ")
                )  # a number, which needs no object of its own
            if isinstance(found, Dictionary) and found.get("/Type") in (
                Name.Page,
                Name.Pages,
                Name.Catalog,
            ):
                return b"null"  # a page that is left out
            self._numbers[key] = self._shared(found) or self._next(key)
        return b"%d 0 R" % self._numbers[key]

    def _next(self, key: Key) -> int:
        self._waiting.append(key)
        return self._binder._number()

    def _shared(self, found: pikepdf.Object) -> int:
        """The number of the same stream, where it is written already; nought where it is not."""
        if not isinstance(found, Stream):
            return 0
        data, about = found.read_raw_bytes(), found.stream_dict.unparse(resolved=True)
        if len(data) < _SHARED or b" R" in about:
            return 0
        digest = hashlib.sha256(about + data).digest()
        if digest not in self._binder._shared:
            number = self._binder._shared[digest] = self._binder._number()
            self._binder._put_stream(number, about, data)
        return self._binder._shared[digest]
