"""3(a), 3(b): what a request for registration amounts to.

One or several letters on the same terms make up a request; it is complete when the letter arrives
that supplies what was missing. What a request must state and who must make it are the terms'
matter. A number that the same holder states anew takes the place of the earlier one. Letters that
come after the request is complete are taken as requests to join it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from rrdocs.agreement.registration_rights import Demand, ShortForm
from rrdocs.dates.moments import Moment, long_date
from rrdocs.deal.events import (
    DemandNotice,
    FormEligibility,
    Request,
    RequestWithdrawn,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Finding
from rrdocs.facts.notices.deliveries import reading, received
from rrdocs.facts.notices.receipt import Receipt
from rrdocs.facts.notices.request_letters import letters as all_letters
from rrdocs.facts.record.holders import agreement_in_force, has_rights
from rrdocs.facts.record.names import in_shares, is_form
from rrdocs.facts.record.position import Position, instant
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.conditions import opening
from rrdocs.facts.requests.loss_of_rights import exclusion_of
from rrdocs.facts.requests.majority import (
    MajorityCount,
    majority_count,
    majority_finding,
    measured_at,
)

UNDERWRITTEN = ("firm_commitment", "best_efforts")
FURTHER_NOTICE = {
    DemandNotice: "demand_further_notice",
    ShortFormNotice: "short_form_further_notice",
}
DISPOSITION_WORDS = {
    "firm_commitment": "a firm commitment underwritten public offering",
    "best_efforts": "a best efforts underwritten public offering",
    "non_underwritten": "an offering without underwriters",
}


@dataclass(frozen=True)
class RegistrationRequest:
    """A request as a whole: its letters, whose it is, when it came, and the findings on whether it
    is good.

    ``letters`` are those that made it complete, ``later`` those that came after. ``received`` is
    deemed receipt of the letter that completed it, ``actual`` the instant at which that came to
    hand. ``form`` are the findings that another letter can mend, ``grounds`` those that it cannot.
    ``elsewhere``: it is made under another agreement.
    """

    id: str
    letters: tuple[Request, ...]
    later: tuple[Request, ...]
    requesters: dict[str, int | None]
    disposition: str | None
    received: Moment
    actual: Moment
    form: tuple[Finding, ...]
    grounds: tuple[Finding, ...]
    majority: MajorityCount | None
    withdrawn_on: date | None
    elsewhere: bool

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that names it: those of all its letters, its own first."""
        others = (letter.id for letter in (*self.letters, *self.later) if letter.id != self.id)
        return (self.id, *others)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.form, *self.grounds)

    @property
    def demand(self) -> bool:
        return isinstance(self.letters[0], DemandNotice)

    @property
    def document(self) -> str:
        """The notice of it to the other holders."""
        return FURTHER_NOTICE[type(self.letters[0])]

    @property
    def underwritten(self) -> bool:
        return self.disposition in UNDERWRITTEN

    @property
    def withdrawn(self) -> bool:
        """Whether all who requested have withdrawn."""
        return self.withdrawn_on is not None

    @property
    def valid(self) -> bool | None:
        """Whether it is good; None where a finding is open."""
        holds = [finding.holds for finding in self.findings]
        return False if False in holds else None if None in holds else True

    @property
    def net_proceeds(self) -> Decimal | None:
        """The net proceeds that it states, by all its letters together."""
        stated = [
            letter
            for letter in self.letters
            if isinstance(letter, ShortFormNotice) and letter.net_proceeds is not None
        ]
        return proposed(stated) if stated else None

    def letter_of(self, name: str) -> Request:
        """The letter in which a requester states, last, how many shares it asks to sell."""
        own = [letter for letter in self.letters if name in letter.requesting]
        return next((letter for letter in reversed(own) if letter.requesting[name]), own[-1])


def all_requests(position: Position) -> tuple[RegistrationRequest, ...]:
    """Every request, in order of its first letter."""
    return position.once(_matters)


def request_of(position: Position, about: str) -> RegistrationRequest | None:
    """The request that an id belongs to."""
    return position.once(_by_id).get(about)


def _by_id(position: Position) -> dict[str, RegistrationRequest]:
    return {name: found for found in reversed(all_requests(position)) for name in found.ids}


def right_of(position: Position, request: RegistrationRequest) -> Demand | ShortForm:
    """The right that a request uses."""
    right = _right(position, request.letters[0])
    assert right is not None  # only granted requests are judged
    return right


def clause_of(position: Position, request: RegistrationRequest) -> str:
    """The clause under which a request is made."""
    return right_of(position, request).clause


def _right(position: Position, letter: Request) -> Demand | ShortForm | None:
    terms = position.deal.terms
    return terms.demand if isinstance(letter, DemandNotice) else terms.short_form


def _matters(position: Position) -> tuple[RegistrationRequest, ...]:
    every = all_letters(position).items()
    return tuple(
        _assemble(position, root, letters)
        for root, letters in every
        if _right(position, letters[0]) is not None
    )


def _assemble(position: Position, root: str, letters: Sequence[Request]) -> RegistrationRequest:
    """The request as it stood at the first letter that made it complete; as it stands now where
    none has.

    Letters that the notices clause knows are tried by themselves first: an e-mail that was followed
    by them is no defect.
    """
    receipts = {letter.id: received(position, letter, "inbound_duty") for letter in letters}
    came = {
        letter.id: receipts[letter.id].at or receipts[letter.id].actual or letter.date
        for letter in letters
    }
    ordered = sorted(letters, key=lambda letter: came[letter.id])
    good = [letter for letter in ordered if receipts[letter.id].sufficient]
    made: RegistrationRequest | None = None
    for some in (good, ordered) if len(good) < len(ordered) else (ordered,):
        for count in range(1, len(some) + 1):
            made = _judge(position, root, some[:count], ordered, came[some[count - 1].id], receipts)
            if made.valid:
                return made
    assert made is not None  # a request has at least one letter
    return made


def _judge(
    position: Position,
    root: str,
    letters: Sequence[Request],
    every: Sequence[Request],
    came: Moment,
    receipts: Mapping[str, Receipt],
) -> RegistrationRequest:
    requesters: dict[str, int | None] = {}
    for letter in letters:
        for name, asked in letter.requesting.items():
            requesters[name] = asked or requesters.get(name)
    at = instant(came, position.as_of)
    gone = {
        name
        for letter in letters
        for name in letter.requesting
        if _gone(position, letters, name, at)
    }
    if (
        gone < requesters.keys()
    ):  # who withdrew before the request was complete is none of those who make it
        requesters = {name: count for name, count in requesters.items() if name not in gone}
    position = under_terms(position, at)
    right = _right(position, letters[0])
    assert right is not None  # only granted requests are judged
    methods = [letter.disposition for letter in letters if letter.disposition]
    form = [
        *_arrived(position, letters, receipts),
        *_states(position, right, letters, requesters, methods),
    ]
    elsewhere = list(_elsewhere(position, letters))
    grounds = [
        *elsewhere,
        agreement_in_force(position, at),
        *opening(position, right, letters, requesters, at),
    ]
    count: MajorityCount | None = None
    if isinstance(right, Demand):
        demands = cast("Sequence[DemandNotice]", letters)
        count = majority_count(
            position, list(requesters), measured_at(position, at, demands), demands
        )
        form.append(majority_finding(position, count, demands, requesters))
    else:
        form += _stated_proceeds(position, right, cast("Sequence[ShortFormNotice]", letters))
        grounds += _short_form(
            position, right, cast("Sequence[ShortFormNotice]", letters), requesters, at
        )
    return RegistrationRequest(
        root,
        tuple(letters),
        tuple(letter for letter in every if letter not in letters),
        requesters,
        methods[-1] if methods else None,
        came,
        min(receipts[letters[-1].id].actual or came, came),
        tuple(form),
        tuple(grounds),
        count,
        _withdrawn(position, every, requesters),
        bool(elsewhere),
    )


def _gone(position: Position, letters: Sequence[Request], name: str, at: datetime) -> bool:
    """Whether a requester had withdrawn by an instant, and not asked again since."""
    last = max(letter.date.at for letter in letters if name in letter.requesting)
    steps = (e for letter in letters for e in position.about(RequestWithdrawn, letter.id))
    return any(e.investor == name and last <= e.date.at <= at for e in steps)


def _withdrawn(
    position: Position, letters: Sequence[Request], requesters: Mapping[str, int | None]
) -> date | None:
    """The day on which the last of all requesters withdrew."""
    gone = {
        e.investor: e.date.day
        for letter in letters
        for e in position.about(RequestWithdrawn, letter.id)
    }
    return max(gone[name] for name in requesters) if gone.keys() >= requesters.keys() else None


# ---- its form


def _arrived(
    position: Position, letters: Sequence[Request], receipts: Mapping[str, Receipt]
) -> Iterator[Finding]:
    for letter in letters:
        got = receipts[letter.id]
        words = f"the request was {got.why}"
        holds = got.sufficient and got.at is not None
        yield Finding(position.deal.terms.notices.clause, words, holds, letter.place_of("delivery"))


def _states(
    position: Position,
    right: Demand | ShortForm,
    letters: Sequence[Request],
    requesters: Mapping[str, int | None],
    methods: Sequence[str],
) -> Iterator[Finding]:
    stock = position.deal.agreement.words.stock
    if "shares" in right.must_state:
        silent = [
            position.deal.party_name(name) for name, count in requesters.items() if count is None
        ]
        asked = in_shares(sum(count or 0 for count in requesters.values()))
        says = (
            f"the number of shares is not stated for {', '.join(silent)}"
            if silent
            else f"it states {asked} of {stock}"
        )
        yield Finding(right.clause, says, not silent, letters[0].place_of("requesting"))
    if "method" in right.must_state:
        if len(set(methods)) > 1:
            yield Finding(
                right.clause,
                "the letters name different methods of disposition",
                False,
                letters[-1].place,
            )
        else:
            says = (
                f"it states the method: {DISPOSITION_WORDS[methods[0]]}"
                if methods
                else "the intended method is not stated"
            )
            place = next(
                (x.place_of("disposition") for x in letters if x.disposition), letters[0].place
            )
            yield Finding(right.clause, says, bool(methods), place)
    if "price_range" in right.must_state:
        said = next((letter.price_range for letter in letters if letter.price_range), None)
        says = f"it states the price range: {said}" if said else "the price range is not stated"
        yield Finding(right.clause, says, bool(said), letters[0].place_of("price_range"))
    if "shelf" in right.must_state:
        stated = any(letter.shelf is not None for letter in letters)
        says = (
            f"it {'states' if stated else 'does not state'} whether a shelf registration is"
            " asked for"
        )
        yield Finding(right.clause, says, stated, letters[0].place_of("shelf"))


def _proceeds(position: Position, letters: Sequence[ShortFormNotice]) -> list[ShortFormNotice]:
    """The letters that state net proceeds where they must be stated. Readings consulted:
    ``sf_request_term``.
    """
    stated = [letter for letter in letters if letter.net_proceeds is not None]
    if stated and reading(position, "sf_request_term", letters[0].id) == "separate_document":
        return [letter for letter in stated if letter is not letters[0]]
    return stated


def _stated_proceeds(
    position: Position, right: ShortForm, letters: Sequence[ShortFormNotice]
) -> Iterator[Finding]:
    if "net_proceeds" in right.must_state and not _proceeds(position, letters):
        yield Finding(
            right.clause, "the proposed net proceeds are not stated", False, letters[0].place
        )


def _elsewhere(position: Position, letters: Sequence[Request]) -> Iterator[Finding]:
    """That a request names an agreement that overlaps with this one as the one it is made under."""
    for letter in letters:
        named = (letter.under_agreement or "").casefold()
        for other in position.deal.agreement.other_agreements if named else ():
            known = other.name.casefold()
            dated = long_date(other.date).replace("\u00a0", " ").casefold()
            if (
                known in named
                or dated in named
                or (named in known and named != position.deal.agreement.title.casefold())
            ):
                yield Finding(
                    other.clause, f"it is made under the {other.name}", False, letter.place
                )


# ---- who may ask for a short form


def _short_form(
    position: Position,
    right: ShortForm,
    letters: Sequence[ShortFormNotice],
    requesters: Mapping[str, int | None],
    at: datetime,
) -> Iterator[Finding]:
    deal, about = position.deal, letters[0].id
    yield _eligible(position, right, at, about)
    stated = _proceeds(position, letters)
    if stated and right.net_proceeds_over is not None:
        yield _enough(position, right, stated[-1], proposed(stated))
    unable: dict[str, Finding] = {}
    for name in requesters:
        exclusion = exclusion_of(position, name, at, about)
        place, party = letters[0].place_of("requesting"), deal.party_name(name)
        if exclusion.shut_out:
            unable[name] = exclusion.finding
        elif not has_rights(position, name, at):
            unable[name] = Finding(
                right.clause,
                f"{party} may not use rights under the {deal.agreement.words.agreement}",
                False,
                place,
            )
        elif not position.ledger.holding(name, at, issuable=True):
            unable[name] = Finding(
                right.clause, f"{party} holds no {deal.agreement.words.stock}", False, place
            )
    for finding in unable.values():
        # if another requester is left, counsel must decide whether the request is good without
        # this one
        holds = False if len(unable) == len(requesters) else None
        yield Finding(finding.clause, finding.says, holds, finding.evidence)


def _eligible(position: Position, right: ShortForm, at: datetime, about: str) -> Finding:
    """Eligibility for the form when the request is received. Readings consulted:
    ``s3_eligibility_level``.
    """
    status = [
        e
        for e in position.all(FormEligibility)
        if e.date.at <= at and is_form(e.form, (right.form,))
    ]
    if not status:
        return Finding(right.clause, f"eligibility for Form {right.form} is not on record", None)
    last = status[-1]
    eligible = last.registrant and (
        last.transaction or reading(position, "s3_eligibility_level", about) == "registrant"
    )
    says = (
        f"{position.deal.agreement.words.issuer} is {'' if eligible else 'not '}eligible for Form"
        f" {right.form}"
    )
    return Finding(
        right.clause, f"{says} (status of {long_date(last.date.day)})", eligible, last.place
    )


def proposed(letters: Iterable[ShortFormNotice]) -> Decimal:
    """The net proceeds that letters propose together: of the same holders the last, of different
    ones all.

    What a holder states for itself is a part of what a letter proposed for it and others.
    """
    found: dict[frozenset[str], Decimal] = {}
    for letter in letters:
        if letter.net_proceeds is not None:
            names = frozenset(letter.requesting)
            found = {each: net for each, net in found.items() if not each <= names}
            if not any(each & names for each in found):
                found[names] = letter.net_proceeds
    return sum(found.values(), Decimal(0))


def _enough(position: Position, right: ShortForm, letter: ShortFormNotice, net: Decimal) -> Finding:
    """Whether the proceeds stated exceed the amount. Readings consulted: ``net_proceeds_pool``,
    ``net_proceeds_test``.
    """
    over = right.net_proceeds_over
    assert over is not None  # asked only under a term that asks for them
    says = f"net proceeds of ${net:,.2f} are proposed; they must exceed ${over:,.2f}"
    holds: bool | None = net > over
    if not holds and reading(position, "net_proceeds_pool", letter.id) == "with_joiners":
        holds, says = None, f"{says}; what those who join would add is not on record"
    elif holds and reading(position, "net_proceeds_test", letter.id) == "market_verified":
        holds, says = None, f"{says}; the market's verification is not on record"
    return Finding(right.clause, says, holds, letter.place_of("net_proceeds"))
