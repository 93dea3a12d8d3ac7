"""3(a), 3(b): what a request for registration amounts to.

One or several letters on the same terms make up a request. It is complete when the letter is
received that supplies what was missing. The terms say what a request must state and who may make
it. A number of shares that the same holder states again replaces the earlier one. Letters that come
after the request is complete are requests to join it. Readings consulted: those of the majority,
of the short form and of the conditions of a request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from rrdocs.agreement.registration_rights import Demand, ShortForm
from rrdocs.agreement.vocabulary import UNDERWRITTEN
from rrdocs.dates.moments import Moment
from rrdocs.deal.events import (
    DemandNotice,
    Request,
    RequestWithdrawn,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Finding, all_hold
from rrdocs.facts.notices.deliveries import received
from rrdocs.facts.notices.receipt_cases import Receipt
from rrdocs.facts.notices.request_letters import letters as all_letters
from rrdocs.facts.record.holders import agreement_in_force
from rrdocs.facts.record.position import Position, instant
from rrdocs.facts.record.terms_in_force import under_terms
from rrdocs.facts.requests.conditions import opening
from rrdocs.facts.requests.majority import (
    MajorityCount,
    majority_count,
    majority_finding,
    measured_at,
)
from rrdocs.facts.requests.request_contents import (
    arrival_findings,
    content_findings,
    other_agreement_findings,
    proceeds_findings,
)
from rrdocs.facts.requests.short_form_conditions import proposed_proceeds, short_form_findings

FURTHER_NOTICE = {
    DemandNotice: "demand_further_notice",
    ShortFormNotice: "short_form_further_notice",
}


@dataclass(frozen=True)
class RegistrationRequest:
    """A request as a whole: its letters, who makes it, when it was received, and the findings on
    whether it is valid.

    ``letters``: those that made it complete. ``later``: those that came after. ``requesters``: the
    shares of each, None if not stated. ``received``: deemed receipt of the letter that completed
    it. ``actual``: its actual receipt. ``form``: findings that another letter can cure.
    ``grounds``: findings that none can. ``elsewhere``: whether it is made under another agreement.
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
        """The ids of all its letters, its own first; each names the request."""
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
        """The document by which the other holders are notified."""
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
        """Whether it is valid; None where a finding is open."""
        return all_hold(finding.holds for finding in self.findings)

    @property
    def net_proceeds(self) -> Decimal | None:
        """The net proceeds that all its letters state together; None if they state none."""
        stated = [
            letter
            for letter in self.letters
            if isinstance(letter, ShortFormNotice) and letter.net_proceeds is not None
        ]
        return proposed_proceeds(stated) if stated else None

    def letter_of(self, name: str) -> Request:
        """The last letter in which a requester states how many shares it wants to sell."""
        own = [letter for letter in self.letters if name in letter.requesting]
        return next((letter for letter in reversed(own) if letter.requesting[name]), own[-1])


def all_requests(position: Position) -> tuple[RegistrationRequest, ...]:
    """Every request, in order of its first letter."""
    return position.once(_matters)


def request_of(position: Position, about: str) -> RegistrationRequest | None:
    """The request to which an id belongs; None if it belongs to none."""
    return position.once(_by_id).get(about)


def _by_id(position: Position) -> dict[str, RegistrationRequest]:
    requests = reversed(all_requests(position))
    return {name: request for request in requests for name in request.ids}


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
    """The request as it stood at the first letter that made it complete; as it stands now if none
    has.

    Letters that were properly delivered are tried by themselves first: an e-mail that was followed
    by them is no defect.
    """
    receipts = {letter.id: received(position, letter, "inbound_duty") for letter in letters}
    came = {
        letter.id: receipts[letter.id].at or receipts[letter.id].actual or letter.date
        for letter in letters
    }
    ordered = sorted(letters, key=lambda letter: came[letter.id])
    good = [letter for letter in ordered if receipts[letter.id].sufficient]
    request: RegistrationRequest | None = None
    for some in (good, ordered) if len(good) < len(ordered) else (ordered,):
        for count in range(1, len(some) + 1):
            received_at = came[some[count - 1].id]
            request = _judge(position, root, some[:count], ordered, received_at, receipts)
            if request.valid:
                return request
    assert request is not None  # a request has at least one letter
    return request


def _judge(
    position: Position,
    root: str,
    letters: Sequence[Request],
    every: Sequence[Request],
    came: Moment,
    receipts: Mapping[str, Receipt],
) -> RegistrationRequest:
    """The request that some letters make, under the terms of the day on which the last was
    received. ``every``: all letters of the request, in order of receipt.
    """
    at = instant(came, position.as_of)
    requesters = _requesters(position, letters, at)
    position = under_terms(position, at)
    right = _right(position, letters[0])
    assert right is not None  # only granted requests are judged
    methods = [letter.disposition for letter in letters if letter.disposition]
    form = [
        *arrival_findings(position, letters, receipts),
        *content_findings(position, right, letters, requesters, methods),
    ]
    elsewhere = list(other_agreement_findings(position, letters))
    conditions = opening(position, right, letters, requesters, at)
    grounds = [*elsewhere, agreement_in_force(position, at), *conditions]
    count: MajorityCount | None = None
    if isinstance(right, Demand):
        demands = cast("Sequence[DemandNotice]", letters)
        then = measured_at(position, at, demands)
        count = majority_count(position, list(requesters), then, demands)
        form.append(majority_finding(position, count, demands, requesters))
    else:
        short_forms = cast("Sequence[ShortFormNotice]", letters)
        form += proceeds_findings(position, right, short_forms)
        grounds += short_form_findings(position, right, short_forms, requesters, at)
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


def _requesters(
    position: Position, letters: Sequence[Request], at: datetime
) -> dict[str, int | None]:
    """Who makes a request, and the last number of shares that each states.

    A holder that withdrew before completion is not a requester, unless all withdrew.
    """
    requesters: dict[str, int | None] = {}
    for letter in letters:
        for name, count in letter.requesting.items():
            requesters[name] = count or requesters.get(name)
    withdrew = {name for name in requesters if _gone(position, letters, name, at)}
    if withdrew < requesters.keys():
        return {name: count for name, count in requesters.items() if name not in withdrew}
    return requesters


def _gone(position: Position, letters: Sequence[Request], name: str, at: datetime) -> bool:
    """Whether a requester had withdrawn by an instant, and not requested again since."""
    last = max(letter.date.at for letter in letters if name in letter.requesting)
    steps = (step for letter in letters for step in position.about(RequestWithdrawn, letter.id))
    return any(step.investor == name and last <= step.date.at <= at for step in steps)


def _withdrawn(
    position: Position, letters: Sequence[Request], requesters: Mapping[str, int | None]
) -> date | None:
    """The day on which the last requester withdrew; None unless all have."""
    gone = {
        step.investor: step.date.day
        for letter in letters
        for step in position.about(RequestWithdrawn, letter.id)
    }
    return max(gone[name] for name in requesters) if gone.keys() >= requesters.keys() else None
