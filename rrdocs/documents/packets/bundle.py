"""The values that a packet is planned from: drafts, and the bundle of one event."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import cast

from rrdocs.deal.events import Event
from rrdocs.docket.decisions import Decision
from rrdocs.documents.packets.manifest import file_id
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.shapes import SignatureBlock
from rrdocs.documents.wording.signature_blocks import page_id


@dataclass(frozen=True)
class Draft:
    """One document to be made: its kind and recipient, the template and its fields, who signs, and
    the decision behind it.

    ``file`` is the name of its file: the party, and what the document is about where a party has
    several of that kind.
    """

    document: str
    party: str
    template: str
    context: Context
    title: str
    signers: tuple[str, ...] = ()
    decision: Decision | None = None
    file: str = ""

    @property
    def path(self) -> str:
        """Where the document stands in the folder of its event, without its ending."""
        if self.document == "counsel_memo":
            return "memo"
        return f"documents/{self.document}/{file_id(self.file)}"

    @property
    def signature_blocks(self) -> list[SignatureBlock]:
        """Its signature blocks, in order."""
        return cast(list[SignatureBlock], self.context.get("signature_blocks", []))

    @property
    def on_own_pages(self) -> bool:
        """Whether its signature blocks stand on pages of their own, and not under a letter."""
        return "signature_page_of" in self.context and bool(self.signers)

    def key(self, *made_with: str) -> str:
        """What the document depends on, as a hash: itself, its fields, and what it is made with."""
        text = json.dumps(
            [self.document, self.file, self.title, self.template, self.context, made_with],
            sort_keys=True,
        )
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Bundle:
    """All drafts of one event, in the order of its packet; those of one kind of document where it
    is ``narrowed`` to that.
    """

    event: Event
    title: str
    fields: LetterFields
    drafts: tuple[Draft, ...]
    narrowed: str = ""

    @property
    def author(self) -> str:
        """The party whose documents these are."""
        return self.fields.name(self.fields.deal.issuer)

    @property
    def deal_title(self) -> str:
        """The issuer and its agreement."""
        return f"{self.author}: {self.fields.agreement()['agreement_short']}"

    def anchored(self) -> Bundle:
        """The same bundle with anchor text on every line to sign, by which services for electronic
        signing find it.
        """
        deal = self.fields.deal.name

        def anchor(draft: Draft) -> Draft:
            blocks: list[SignatureBlock] = [
                {
                    **found,
                    "anchor": (
                        f"/{page_id(deal, self.event.id, draft.document, draft.file, str(number))}/"
                    ),
                }
                for number, found in enumerate(draft.signature_blocks)
            ]
            return (
                replace(draft, context={**draft.context, "signature_blocks": blocks})
                if blocks
                else draft
            )

        return replace(self, drafts=tuple(map(anchor, self.drafts)))

    def only(self, document: str) -> Bundle:
        """The same bundle with one kind of document."""
        return replace(
            self,
            drafts=tuple(draft for draft in self.drafts if draft.document == document),
            narrowed=document,
        )
