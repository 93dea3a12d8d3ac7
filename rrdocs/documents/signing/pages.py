"""Pages to sign: which they are, the code that each bears, and one PDF for each signer with a
sheet of instructions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import long_date
from rrdocs.documents.packets.bundle import Bundle, Draft
from rrdocs.documents.pdf.engines import AT_ONCE, Engine
from rrdocs.documents.pdf.packet import Piece, concatenate
from rrdocs.documents.signing import codes
from rrdocs.documents.signing.codes import Marks
from rrdocs.documents.templates.render import render
from rrdocs.documents.templates.template_files import Library
from rrdocs.documents.wording.phrases import plain_spaces
from rrdocs.documents.wording.signature_blocks import acting, code, file_name, page_id, version_id


class PageToSign(NamedTuple):
    """One page that one signer signs in one capacity, for the ``parties`` of these ids.

    ``file`` is its document, and ``page`` counts back from its last page.
    """

    code: str
    document: str
    file: str
    page: int
    signer: str
    capacity: str
    parties: tuple[str, ...] = ()


def pages_to_sign(bundle: Bundle, draft: Draft, version: str, file: str) -> Iterator[PageToSign]:
    """The pages of one document that are to be signed, in order: its last ones, one for each
    block.

    ``version``: the hash of the document in Word, so that a page of a document that has changed
    since is known.
    """
    deal, event = bundle.fields.deal.name, bundle.event.id
    for number, found in enumerate(draft.signature_blocks):
        text = code(
            page_id(deal, event, draft.document, draft.file, str(number)), version_id(version)
        )
        where, parties = number - len(draft.signers), tuple(found["parties"])
        yield PageToSign(
            text, draft.document, f"{file}.pdf", where, str(found["name"]), acting(found), parties
        )


def stamps(bundle: Bundle, draft: Draft, version: str, count: int) -> dict[int, bytes]:
    """The code of each page to sign of a document of so many pages, by the page's index."""
    return {
        count + page.page: codes.drawing(page.code)
        for page in pages_to_sign(bundle, draft, version, "")
    }


@dataclass(frozen=True)
class Signed:
    """A document with pages to sign: its draft and key, its version (the hash of its Word file),
    its PDF and how many pages that has.
    """

    draft: Draft
    key: str
    version: str
    pdf: Path
    pages: int


@dataclass(frozen=True)
class Gathered:
    """All pages of one signer: the name of their file, what they depend on as a hash, and the
    file.
    """

    name: str
    key: str
    pdf: bytes


def gathered(
    bundle: Bundle,
    signed: Iterable[Signed],
    library: Library,
    engine: Engine,
    marks: Marks,
    mark: str,
    kept: Callable[[str], bytes | None],
) -> Iterator[Gathered]:
    """Every page that each signer signs, behind a sheet that says what they are:
    ``signatures/<signer>.pdf``.

    ``mark``: what they are made with; ``kept``: the file of a key, where it stands there already.
    Pages of whose signer nothing is known are left out.
    """
    found: dict[str, list[tuple[PageToSign, Signed]]] = {}
    for each in signed:
        for page in pages_to_sign(bundle, each.draft, each.version, ""):
            if page.signer.strip("_ "):
                found.setdefault(page.signer, []).append((page, each))
    template, files = library.template("signature_instructions"), _files(found)
    fresh = []
    for name in sorted(found):
        fields = _instructions(bundle, name, found[name], marks)
        parts = [
            name,
            fields,
            [(page.code, each.key) for page, each in found[name]],
            template.digest,
            mark,
        ]
        key = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
        if pdf := kept(key):
            yield Gathered(files[name], key, pdf)
        else:
            fresh.append((name, key, fields))
    for first in range(0, len(fresh), AT_ONCE):
        some = fresh[first : first + AT_ONCE]
        covers = engine.convert([render(template, fields) for _, _, fields in some])
        for (name, key, _), cover in zip(some, covers, strict=True):
            sheets = [Piece(cover), *(_sheet(page, each, marks) for page, each in found[name])]
            yield Gathered(
                files[name],
                key,
                concatenate(sheets, title=f"Signature pages of {plain_spaces(name)}"),
            )


def _files(signers: Iterable[str]) -> dict[str, str]:
    """The name of each signer's file; no two are one."""
    files: dict[str, str] = {}
    taken: set[str] = set()
    for name in sorted(signers):
        stem, several = file_name(name), ""
        while f"{stem}{several}" in taken:
            several = f"-{int(several[1:] or 1) + 1}"
        taken.add(f"{stem}{several}")
        files[name] = f"signatures/{stem}{several}.pdf"
    return files


def _sheet(page: PageToSign, each: Signed, marks: Marks) -> Piece:
    """A page to sign, with its code: it bears that already if it is a page of its own."""
    drawing = codes.drawing(page.code) if marks.codes and not each.draft.on_own_pages else b""
    return Piece(each.pdf, [each.pages + page.page], drawing)


def _instructions(
    bundle: Bundle, name: str, found: Sequence[tuple[PageToSign, Signed]], marks: Marks
) -> dict[str, object]:
    """The fields of a signer's sheet of instructions."""
    fields = bundle.fields
    return {
        "document_title": "Signature Pages",
        "signer_name": name,
        "deal_title": bundle.deal_title,
        "event_title": bundle.title,
        "sheet_date": long_date(fields.today),
        "rows": [
            {
                "page": str(number),
                "document": DOCUMENT_TYPES[each.draft.document].title,
                "party": fields.name(each.draft.party),
                "capacity": page.capacity[:1].upper() + page.capacity[1:],
            }
            for number, (page, each) in enumerate(found, 1)
        ],
        "coded": marks.codes,
        "issuer_reply_lines": fields.reply_lines(),
        "several": len(found) > 1,
    }
