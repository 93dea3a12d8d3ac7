"""What the fields of letters are made from, and the fields that every letter has: parties, the
agreement, the letterhead, holdings and clauses.

Nothing is decided here: what is due, to whom and by when comes from the decision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.parties import Address, Party
from rrdocs.dates.moments import Moment, long_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    Request,
)
from rrdocs.docket.decisions import Decision, Docket
from rrdocs.documents.wording.delivery_words import delivery_lines
from rrdocs.documents.wording.phrases import (
    NBSP,
    in_figures,
    initials,
    name_list,
    section,
)
from rrdocs.documents.wording.shapes import AgreementFields, LetterHead
from rrdocs.documents.wording.signature_blocks import block
from rrdocs.facts.notices.addresses import address_in_force
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.notices.receipt import methods
from rrdocs.facts.record.position import Position

Context = dict[str, object]

NO_ADDRESS = "[Address to be supplied]"


@dataclass(frozen=True)
class LetterFields:
    """What the fields of letters are made from: the position with its deal, the docket, and the
    day of the letters.
    """

    position: Position
    docket: Docket
    today: date

    @property
    def deal(self) -> Deal:
        return self.position.deal

    # ---- parties

    def party(self, name: str) -> Party | None:
        return self.deal.parties.get(name)

    def name(self, party: str) -> str:
        return initials(self.deal.party_name(party))

    def address(self, party: str, sender: str | None = None) -> Address | None:
        """The address of a party towards a sender (the issuer, if none is named), as an envelope
        has it; None where none is on record.
        """
        found = address_in_force(
            self.position, party, sender or self.deal.issuer, self.position.as_of
        )
        return found.address if found else None

    # ---- common fields

    def agreement(self) -> AgreementFields:
        """The agreement and its own words."""
        agreement, words = self.deal.agreement, self.deal.agreement.words
        short = f"{agreement.title} dated as of {long_date(agreement.date)}"
        others = [
            f"{other.name} dated as of {long_date(other.date)}"
            for other in agreement.other_agreements
        ]
        return {
            "agreement_short": short,
            "agreement_reference": (
                f"{short}, among {agreement.parties.replace(', L.P.', f',{NBSP}L.P.')}"
            ),
            "other_agreement": name_list(others),
            "issuer_name": self.deal.party_name(self.deal.issuer),
            "issuer_term": words.issuer,
            "holder_term": words.holder,
            "holders_term": words.holders,
            "stock_term": words.stock,
            "notices_clause": section(self.deal.terms.notices.clause),
        }

    def letter(
        self, decision: Decision, event_line: str, *, enclosures: tuple[str, ...] = ()
    ) -> LetterHead:
        """What every letter has: sender, day, delivery, addressee, reference, closing."""
        sender, to = decision.sender or self.deal.issuer, decision.to or ""
        home, there = self.address(sender, sender), self.address(to, sender)
        party = self.party(to)
        title = DOCUMENT_TYPES[decision.document].title
        address_lines = [self.name(to), *(there.lines if there and there.lines else [NO_ADDRESS])]
        return {
            **self.agreement(),
            "document_title": title,
            "clause": section(decision.clause),
            "sender_name": self.deal.party_name(sender),
            "sender_lines": list(home.lines) if home else [],
            "sender_contact": (
                f"Facsimile {home.fax.replace(' ', NBSP)}" if home and home.fax else ""
            ),
            "letter_date": long_date(self.today),
            "delivery_lines": delivery_lines(methods(self.deal, decision.document), there),
            "addressee_lines": address_lines,
            "attention": initials(there.attention) if there and there.attention else "",
            "addressee_name": self.name(to),
            "salutation": self._salutation(party, to),
            "event_line": event_line,
            "signature_blocks": [block(self.deal, sender)],
            "enclosures": list(enclosures),
            "copies": [
                self.name(copy.to)
                for copy in self.deal.terms.notices.copies
                if copy.of_notices_to == to
            ],
            "issuer_reply_lines": self.reply_lines(),
        }

    def _salutation(self, party: Party | None, to: str) -> str:
        if party is None or party.kind != "person":
            return "Ladies and Gentlemen:"
        return f"Dear {self.name(to)}:"

    def reply_lines(self) -> list[str]:
        """Where a reply to the issuer goes."""
        home = self.address(self.deal.issuer)
        lines = [self.deal.party_name(self.deal.issuer), *(home.lines if home else ())]
        if home and home.attention:
            lines.append(f"Attention: {initials(home.attention)}")
        if home and home.fax:
            lines.append(f"Facsimile: {home.fax.replace(' ', NBSP)}")
        if home and home.email and "email" in self.deal.terms.notices.methods:
            lines.append(f"E-mail: {home.email}")
        return lines

    def clerk(self) -> str:
        """Who keeps the file for the issuer."""
        return (
            f"The {self.deal.agreement.words.issuer.removeprefix('the ')} registration rights desk"
        )

    # ---- requests

    def came(self, event: Request) -> Moment:
        """When a request was received, as the rules count it; the day of the letter where that is
        not known.
        """
        got = received(self.position, event, "inbound_duty")
        return got.at or got.actual or event.date

    def held(self, party: str) -> int:
        return self.position.ledger.holding(party, self.position.as_of)

    def holding(self, party: str) -> Context:
        """What a holder has, and whether the notice should reserve the loss of rights."""
        right = self.deal.terms.loss_of_rights
        return {
            "held": in_figures(self.held(party)),
            "holds_nothing": not self.position.ledger.holding(
                party, self.position.as_of, issuable=True
            ),
            "reservation_144": right is not None and right.rule is not None,
            "exclusion_clause": section(right.clause) if right else "",
            "exclusion_rule": f"Rule{NBSP}{right.rule}" if right and right.rule else "",
        }

    def clauses(self) -> dict[str, str]:
        """The clauses that a notice of a registration names besides its own."""
        terms = self.deal.terms
        named = {
            "same_terms_clause": terms.same_terms,
            "information_clause": terms.questionnaire,
            "underwriting_clause": terms.underwriting_agreement,
            "holdback_clause": terms.holdback_automatic,
            "piggyback_clause": terms.piggyback,
        }
        return {name: section(term.clause) if term else "" for name, term in named.items()}


Maker = Callable[[LetterFields, Decision], Context]
