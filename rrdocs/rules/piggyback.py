"""3(d): each Investor is told of a proposed registration that it could join, when it is proposed.

Registrations of common stock for sale to the public, for anyone's account, on a form open to the Restricted Stock. The notice
goes to every Investor, those without stock and those shut out under 3(j) included. A demand or short form calls for it too
(``piggyback_on_required_registration``), and one combined notice gives both. Not modelled: how long before filing is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from rrdocs.dates import DAY, long_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Finding, Flag, Item
from rrdocs.events import RegistrationProposed, ShelfTakedown
from rrdocs.position import Position, Registration
from rrdocs.rules.amendments import under_terms
from rrdocs.rules.investors import barred, in_force, investors
from rrdocs.rules.joining import window
from rrdocs.rules.requests import Matter, matters
from rrdocs.rules.sending import dispatches, own_day, running, to_send


def is_form(form: str | None, named: tuple[str, ...]) -> bool:
    """Whether a form is one of those named, its post-effective and medium variants included ("S-8 POS")."""
    plain = (form or "").upper().replace("FORM", "").strip()
    return any(plain == name or plain.startswith((name + " ", name + "/")) for name in named)


def proposal_findings(position: Position, proposal: RegistrationProposed) -> tuple[Finding, ...]:
    """3(d): the conditions on the registration itself."""
    right, words = position.deal.terms.piggyback, position.deal.agreement.words
    assert right is not None  # asked only where the right is granted
    excluded = is_form(proposal.form, right.excluded_forms)
    open_form = proposal.for_resale is not False
    whose = {"issuer": "its own account", "holders": "the account of other holders", "both": "its own and others' account"}
    found = [
        Finding(
            right.clause,
            f"{words.issuer} proposes to register {proposal.security if proposal.security != 'common' else 'common stock'} "
            f"for {whose[proposal.account]}",
            proposal.security == "common", proposal.place_of("security"),
        ),
        Finding(
            right.clause,
            f"Form {proposal.form} is {'one of the excluded forms' if excluded else 'not an excluded form'}",
            not excluded, proposal.place_of("form"),
        ),
    ]  # fmt: skip
    if not excluded:
        says = f"the form is {'' if open_form else 'not '}available for {words.stock} to be sold to the public"
        found.append(Finding(right.clause, says, open_form, proposal.place_of("for_resale")))
    return tuple(found)


def piggyback(deal: Deal, position: Position) -> Iterator[Item]:
    """3(d): the Piggyback Notice to each Investor, and the windows of those that received it."""
    if deal.terms.piggyback is None:
        return
    for registration in position.registrations().values():
        if registration.proposal:
            yield from _proposed(position, registration, registration.proposal)
    for found in matters(position):
        yield from _required(position, found)
    for takedown in position.all(ShelfTakedown):
        yield from _takedown(position, takedown)


def _proposed(position: Position, registration: Registration, proposal: RegistrationProposed) -> Iterator[Item]:
    at = proposal.date.at
    position = under_terms(position, at)
    right = position.deal.terms.piggyback
    assert right is not None  # asked only where the right is granted
    findings = (*proposal_findings(position, proposal), in_force(position, at))
    ended = registration.ended
    if ended:
        findings = (*findings, _not_given_up(position, registration))
    due, arithmetic = _day(position, proposal)
    about = proposal.id
    if False in (f.holds for f in findings) and not (ended and all(f.holds is not False for f in findings[:-1])):
        yield to_send(position, "piggyback_notice", right.clause, about, None, findings, due, arithmetic=(arithmetic,))
        return
    if ended and not any(_told(position, about, name) for name in investors(position, at)):
        yield to_send(position, "piggyback_notice", right.clause, about, None, findings, due, arithmetic=(arithmetic,))
        return
    for name in investors(position, at):
        own = _for_one(position, name, at)
        # what was given stays given although the registration was then given up
        kept = findings[:-1] if ended and _told(position, about, name) else findings
        yield to_send(
            position, "piggyback_notice", right.clause, about, name, (*kept, *own), due, arithmetic=(arithmetic,)
        )
        yield from _window(position, about, name)
    if proposal.planned_filing:
        yield from _room(position, about, proposal)


def _told(position: Position, about: str, name: str) -> bool:
    return any(True for _ in dispatches(position, about, name, "piggyback_notice"))


def _not_given_up(position: Position, registration: Registration) -> Finding:
    step, right = registration.ended, position.deal.terms.piggyback
    assert step is not None and right is not None  # asked only of a registration that ended
    words = f"{position.deal.agreement.words.issuer} gave the registration up on {long_date(step.date.day)}"
    return Finding(right.clause, words, False, step.place)


def _day(position: Position, proposal: RegistrationProposed) -> tuple[date, str]:
    """When the notice is due. Readings consulted where a filing is planned: ``piggyback_timing``."""
    right = position.deal.terms.piggyback
    assert right is not None  # asked only where the right is granted
    due, arithmetic = own_day(position, proposal.date.day, right.notice)
    if proposal.planned_filing and right.notice.text == "at such time":
        filing = proposal.planned_filing.day
        match position.deal.readings.value("piggyback_timing"):
            case "before_filing":
                return filing - DAY, f"before the planned filing on {long_date(filing)}"
            case "30_days_before_filing":
                return filing - right.response.count * DAY, f"{long_date(filing)} - {right.response}"
    return due, arithmetic


def _for_one(position: Position, name: str, at: datetime) -> Iterator[Finding]:
    """Readings under which an Investor is left out; the notice sentence of 3(d) itself is not subject to 3(j)."""
    right, stock = position.deal.terms.piggyback, position.deal.agreement.words.stock
    assert right is not None  # asked only where the right is granted
    bar = barred(position, name, at)
    party = position.deal.party_name(name)
    if bar.shut_out:
        words = f"{party} is shut out under {bar.finding.clause}, and is told all the same"
        yield Finding(right.clause, words, True, bar.finding.evidence)
    empty = not position.ledger.holding(name, at, issuable=True)
    if empty:
        told = position.deal.readings("notify_zero_holders", "yes")
        yield Finding(right.clause, f"{party} holds no {stock} and is {'still' if told else 'not'} told", told)


def _window(position: Position, about: str, name: str) -> Iterator[Clock]:
    frame, right = window(position, about, "piggyback_notice", name), position.deal.terms.piggyback
    if frame and right:
        yield Clock(
            "piggyback_window", right.clause, about, name, frame.starts, frame.last_day, frame.last_permitted,
            running=running(position, frame.starts, frame.last_permitted), arithmetic=frame.arithmetic,
        )  # fmt: skip


def _room(position: Position, about: str, proposal: RegistrationProposed) -> Iterator[Flag]:
    """A filing that is planned before the last window ends."""
    right = position.deal.terms.piggyback
    assert right is not None and proposal.planned_filing is not None  # asked only where both are there
    frames = [window(position, about, "piggyback_notice", name) for name in investors(position, proposal.date.at)]
    last = max((frame.last_permitted for frame in frames if frame), default=proposal.date.day + right.response.count * DAY)
    if proposal.planned_filing.day <= last:
        words = f"the filing planned for {long_date(proposal.planned_filing.day)} is before the last window ends, {long_date(last)}"
        yield Flag(right.clause, about, words, evidence=proposal.place_of("planned_filing"))


def _required(position: Position, found: Matter) -> Iterator[Item]:
    """Whether a demand or short form itself calls for a Piggyback Notice."""
    right, readings = position.deal.terms.piggyback, position.deal.readings
    assert right is not None  # asked only where the right is granted
    reading = readings.value("piggyback_on_required_registration", found.id)
    findings = found.findings
    if found.withdrawn:
        findings = (*findings, Finding(right.clause, "all who requested have withdrawn", False))
    if reading == "none":
        words = "a registration required by the holders does not itself call for this notice"
        findings = (*findings, Finding(right.clause, words, False))
    due, arithmetic = own_day(position, found.received.day, right.notice)
    at = min(found.received.at, position.as_of)
    if False in (finding.holds for finding in findings):
        yield to_send(position, "piggyback_notice", right.clause, found.id, None, findings, due, arithmetic=(arithmetic,))
        return
    given_by = (found.document,) if reading == "combined" else ()
    for name in investors(position, at):
        yield to_send(
            position, "piggyback_notice", right.clause, found.id, name, (*findings, *_for_one(position, name, at)), due,
            given_by=given_by, arithmetic=(arithmetic,),
        )  # fmt: skip
        yield from _window(position, found.id, name)


def _takedown(position: Position, takedown: ShelfTakedown) -> Iterator[Item]:
    right = position.deal.terms.piggyback
    assert right is not None  # asked only where the right is granted
    registration = position.registrations().get(takedown.registration)
    event = registration.event if registration else takedown
    people = investors(position, event.date.at)
    noticed = all(_told(position, takedown.registration, name) for name in people)
    if position.deal.readings("shelf_takedown", "new_proposal"):
        new: bool | None = True
    else:
        new = False if noticed else None
    words = f"a takedown of an effective shelf, of which {'each' if noticed else 'not each'} {right.clause} notice was given"
    finding = Finding(right.clause, words, new, takedown.place)
    due, arithmetic = own_day(position, takedown.date.day, right.notice)
    for name in people if new is not False else (None,):
        yield to_send(
            position, "piggyback_notice", right.clause, takedown.id, name, (finding,), due, arithmetic=(arithmetic,)
        )
