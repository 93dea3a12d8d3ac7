"""Contexts: the facts of a decision as the flat fields of its document's template, ready to print.

Each document is told its own recipient's facts: how it is addressed, what happened, what may be
done and by which day. Nothing is decided here: what is due, to whom and by when comes from the
decision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rrdocs.agreement.covenants import Method
from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.parties import Address, Party
from rrdocs.agreement.vocabulary import METHODS, MILESTONES, POST, MethodName
from rrdocs.dates.deadlines import Deadline
from rrdocs.dates.moments import DAY, Moment, Period, calendar, clock_time, long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import (
    Event,
    MilestoneReached,
    RegistrationProposed,
    Request,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Decision, Docket
from rrdocs.documents.wording.phrases import (
    NBSP,
    ORDINALS,
    anchor_words,
    capital,
    initials,
    name_list,
    period_words,
    section,
)
from rrdocs.documents.wording.signature_blocks import block
from rrdocs.facts.notices.addresses import address_in_force
from rrdocs.facts.notices.receipt import methods, of_event
from rrdocs.facts.record.business_days import business_days
from rrdocs.facts.record.position import Position
from rrdocs.facts.time.period_ends import period_end

Context = dict[str, Any]

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

    def agreement(self) -> Context:
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
    ) -> Context:
        """What every letter has: sender, day, delivery, addressee, reference, closing."""
        sender, to = decision.sender or self.deal.issuer, decision.to or ""
        home, there = self.address(sender, sender), self.address(to, sender)
        party = self.party(to)
        title = DOCUMENT_TYPES[decision.document].title
        address_lines = [self.name(to), *(there.lines if there and there.lines else [NO_ADDRESS])]
        return self.agreement() | {
            "document_title": title,
            "clause": section(decision.clause),
            "sender_name": self.deal.party_name(sender),
            "sender_lines": list(home.lines) if home else [],
            "sender_contact": (
                f"Facsimile {home.fax.replace(' ', NBSP)}" if home and home.fax else ""
            ),
            "letter_date": long_date(self.today),
            "delivery_lines": _delivery_lines(methods(self.deal, decision.document), there),
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

    # ---- windows

    def window(self, about: str, party: str, clock: str, length: Deadline, test: str) -> Context:
        """The recipient's own window: the last day where its receipt is known, and otherwise how
        it will be counted.
        """
        found = next((c for c in self.docket.clocks if c.key == (clock, about, party)), None)
        known: Context = {
            "window_known": found is not None,
            "receipt_day": "",
            "last_day": "",
            "last_permitted": "",
            "rolled": False,
            "roll_reason": "",
            "expected": [],
        }
        anchor = next(filter(None, length.anchors), "")
        if found:
            known |= self._last(found.starts, found.last_day, found.last_permitted)
        elif anchor in ("", "receipt", "delivery"):
            known["expected"] = self._expected(party, length)
        elif end := period_end(self.deal, self.today, length, lambda name: self._day(about, name)):
            known |= {"window_known": True} | self._last(self.today, *end[:2])
        plain = length.which == "only" and anchor in ("", "receipt", "delivery")
        return known | {
            "reply_period": period_words(
                length.length if plain or length.which == "only" else length
            ),
            "reply_from": "" if plain or length.which != "only" else anchor_words(length),
            "reply_test": test,
            "receipt_text": self.receipt_text(),
            "mail_rule": self._mail_rule(),
        }

    def _day(self, about: str, anchor: str) -> date | None:
        """The day of an anchor, for a notice that goes out today."""
        if anchor in ("", "giving", "sending", "mailing"):
            return self.today
        event = self.position.by_id.get(about)
        if anchor == "request" and isinstance(event, Request):
            return self.came(event).day
        registration = self.position.registrations().get(about)
        planned = (
            registration.proposal.planned_filing if registration and registration.proposal else None
        )
        return planned.day if anchor == "filing" and planned else None

    def _last(self, starts: date, last: date | None, permitted: date | None) -> Context:
        assert last is not None and permitted is not None  # a window has both
        holidays = calendar(self.deal.terms.governing_law.public_holidays)
        return {
            "receipt_day": weekday_date(starts),
            "last_day": weekday_date(last),
            "last_permitted": weekday_date(permitted),
            "rolled": permitted != last,
            "roll_reason": holidays.why_not(last) if permitted != last else "",
        }

    def _expected(self, party: str, length: Deadline) -> list[Context]:
        """The last day for each way in which a letter of today would ordinarily come."""
        known, there = self.deal.terms.notices.methods, self.address(party)
        ways = []
        if "fax" in known and there and there.fax:
            ways.append(("By facsimile", self.today))
        if "email" in known and there and there.email:
            open_only = known["email"].business_hours is not None
            ways.append(
                (
                    "By e-mail",
                    business_days(self.deal).on_or_after(self.today) if open_only else self.today,
                )
            )
        if "courier" in known:
            ways.append(("By overnight courier", calendar("federal").on_or_after(self.today + DAY)))
        rows = []
        for method, day in ways:
            if end := period_end(self.deal, day, length):
                words = {"last_day": weekday_date(end[0]), "last_permitted": weekday_date(end[1])}
                rows.append({"method": method, "day": weekday_date(day)} | words)
        return rows

    def receipt_text(self) -> str:
        """How a reply counts as received, method by method, under the notices clause."""
        known = self.deal.terms.notices.methods
        plain = [
            name
            for name, rule in known.items()
            if rule.received == "on_delivery" and not rule.business_hours and not rule.followed_by
        ]
        parts = (
            [
                "on the day of delivery by"
                f" {' or '.join(METHODS[name].removeprefix('by ') for name in plain)}"
            ]
            if plain
            else []
        )
        order = sorted((name for name in known if name not in plain), key=lambda name: name in POST)
        parts += [_counts(name, known[name]) for name in order]
        return ("; ".join(parts[:-1]) + "; and " + parts[-1]) if len(parts) > 1 else "".join(parts)

    def _mail_rule(self) -> str:
        mail = self.deal.terms.notices.methods.get("mail")
        if mail is None or mail.after is None or mail.earlier_of_actual:
            return ""
        return _after(mail.after, "the day of mailing")

    # ---- requests

    def came(self, event: Request) -> Moment:
        got = of_event(
            self.deal, event, event.delivery, "inbound_duty", self.position.as_of, (event.id,)
        )
        return got.at or got.actual or event.date

    def held(self, party: str) -> int:
        return self.position.ledger.holding(party, self.position.as_of)

    def holding(self, party: str) -> Context:
        """What a holder has, and whether the notice should reserve the loss of rights."""
        right = self.deal.terms.loss_of_rights
        return {
            "held": count(self.held(party)),
            "holds_nothing": not self.position.ledger.holding(
                party, self.position.as_of, issuable=True
            ),
            "reservation_144": right is not None and right.rule is not None,
            "exclusion_clause": section(right.clause) if right else "",
            "exclusion_rule": f"Rule{NBSP}{right.rule}" if right and right.rule else "",
        }

    def clauses(self) -> Context:
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


def _after(length: Period, of: str) -> str:
    """On the fifth business day after mailing; 72 hours after sending."""
    if length.unit == "hours":
        return f"{length} after {of.removeprefix('the day of ')}"
    return (
        f"on the {ORDINALS.get(length.count, f'{length.count}th')} {length.unit.removesuffix('s')}"
        f" after {of}"
    )


def _counts(name: MethodName, rule: Method) -> str:
    """When what comes in one way counts as received, in words."""
    how, step = METHODS[name], "mailing" if name in POST else "sending"
    match rule.received:
        case "after_mailing":
            words = f"{_after(rule.after, step)} {how}" if rule.after else ""
        case "next_business_day":
            words = f"on the business day after it is sent {how}"
        case "on_deposit":
            words = f"when it is sent {how}"
        case "on_delivery":
            words = f"on the day of delivery {how}"
        case _:
            words = f"when it comes in {how}"
    if rule.followed_by:
        words += (
            ", to be followed by"
            f" {'overnight courier' if rule.followed_by == 'courier' else 'a written confirmation'}"
        )
    if rule.earlier_of_actual:
        words += ", or when it really arrives, if that is earlier"
    if rule.business_hours:
        opens, closes = (
            clock_time(datetime.combine(date.min, at))
            for at in (rule.business_hours.opens, rule.business_hours.closes)
        )
        words += (
            f" between {opens} and {closes} on a business day of the recipient, and otherwise on"
            " the next business day"
        )
    return words


def _delivery_lines(known: Mapping[MethodName, Method], there: Address | None) -> list[str]:
    if there and there.fax and "fax" in known:
        return [
            f"By facsimile {there.fax.replace(' ', NBSP)}",
            "Original by national overnight courier",
        ]
    if there and there.email and "email" in known:
        return [f"By e-mail {there.email}"]
    if there and there.lines:
        return ["By national overnight courier"]
    return []


def request_title(event: Request) -> str:
    """Demand Notice, Short Form Registration Notice."""
    return DOCUMENT_TYPES[
        "short_form_notice" if isinstance(event, ShortFormNotice) else "demand_notice"
    ].title


TITLES = {
    "shares_issued": "Issue of shares",
    "note_converted": "Conversion of a note",
    "transfer": "Transfer of shares",
    "public_sale": "Sale to the public",
    "join_request": "Joining request",
    "opinion_delivered": "Delivery of an opinion of counsel",
    "legend_removal_requested": "Request for removal of a legend",
    "stock_changed": "Change of the stock",
    "shares_sold": "Sale under a registration",
    "registration_abandoned": "Abandonment of a registration",
    "defence_assumed": "Defense taken over",
}


def event_title(fields: LetterFields, event: Event) -> str:
    """An event in a few words, as a reference line has it."""
    day = long_date(event.date.day)
    match event:
        case Request():
            return f"{request_title(event)} received {long_date(fields.came(event).day)}"
        case RegistrationProposed():
            return f"Proposed registration on Form{NBSP}{event.form}"
        case MilestoneReached():
            return f"{MILESTONES[event.milestone]}, {day}"
        case _:
            title = TITLES.get(event.type) or capital(event.type.replace("_", " "))
            return f"{title}, {day}"


def about_words(fields: LetterFields, about: str) -> str:
    """What a row of a record is about: the event, or the registration, in a few words."""
    event, found = fields.position.by_id.get(about), fields.position.registrations().get(about)
    if event is None and found and found.form:
        return f"Registration on Form{NBSP}{found.form}"
    whose = next(
        (
            name
            for field in ("holder", "to", "investor")
            if isinstance(name := getattr(event, field, None), str)
        ),
        "",
    )
    return (
        (event_title(fields, event) + (f" ({fields.name(whose)})" if whose else ""))
        if event
        else about
    )


def count(number: int) -> str:
    """A number of shares, in figures."""
    return f"{number:,}"


def shares(number: int) -> str:
    """One share, several shares, with the number in figures."""
    return f"{number:,} share{'' if number == 1 else 's'}"
