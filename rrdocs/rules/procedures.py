"""3(f): what the issuer does for those who sell: review, copies, blue sky, the stop and its end, opinion and comfort.

The stop goes at once to each selling Investor and each underwriter while a prospectus must be delivered, and to nobody else.
Opinion and comfort letter come only in an underwritten offering and only on request; comfort is addressed to the underwriters.
Not modelled: whether efforts are reasonable or expeditious, and what a state's law in truth requires.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rrdocs.dates import DAY, long_date, period, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Finding, Item, Tally
from rrdocs.events import (
    BlueSkyRequested,
    ClosingScheduled,
    ComfortRequested,
    CopiesRequested,
    ProspectusMisleading,
    ProspectusSupplemented,
    RegistrationAbandoned,
    UnderwriterSelected,
)
from rrdocs.position import Position, Registration
from rrdocs.receipt import business_calendars
from rrdocs.rules.holdback import sellers
from rrdocs.rules.joining import is_underwritten, parts
from rrdocs.rules.registration_lock import distribution_end
from rrdocs.rules.requests import matter
from rrdocs.rules.sending import counsel, dispatches, own_day, running, to_send


def procedures(deal: Deal, position: Position) -> Iterator[Item]:
    """3(f): the documents and clocks of every registration."""
    for registration in position.registrations().values():
        yield from _review(position, registration)
        yield from _effective(position, registration)
        yield from _abandoned(position, registration)
    for misleading in position.all(ProspectusMisleading):
        yield from _stop(position, misleading)
    for copies in position.all(CopiesRequested):
        yield from _copies(position, copies)
    for asked in position.all(ComfortRequested):
        yield from _comfort(position, asked)
    for request in position.all(BlueSkyRequested):
        yield from _blue_sky(position, request)
    _ = deal


def _selling(position: Position, registration: Registration) -> list[str]:
    """The selling Investors of a registration, in the order of signature pages."""
    named = sellers(position, registration) | {part.investor for part in parts(position, registration.id) if part.open_market}
    return [name for name in position.deal.parties if name in named and name != position.deal.issuer]


def _underwriters(position: Position, registration: Registration) -> list[str]:
    named = [registration.proposal.underwriter] if registration.proposal and registration.proposal.underwriter else []
    chosen = position.last(UnderwriterSelected, registration.id)
    return list(dict.fromkeys((chosen.underwriter,) if chosen else named))


def _review(position: Position, registration: Registration) -> Iterator[Decision]:
    """3(f)(i): counsel for the selling Investors reviews the draft before it is filed."""
    rule = position.deal.terms.review
    found = matter(position, registration.id)
    included = [part for part in parts(position, registration.id) if part.included]
    if rule is None or not included or (found and (found.valid is False or found.id != registration.id)):
        return
    counsel_id = _holders_counsel(position)
    event = registration.event
    stock = position.deal.agreement.words.stock
    findings = [Finding(rule.clause, f"the registration is to cover {stock} of {len(included)} selling holders", True, event.place)]
    if found and found.valid is None:
        findings.append(Finding(rule.clause, "whether the request is good is open", None, event.place))
    if registration.filed:
        findings.append(Finding(rule.clause, f"it was filed on {long_date(registration.filed.date.day)}", False, registration.filed.place))
    if registration.ended:
        findings.append(Finding(rule.clause, "it was given up", False, registration.ended.place))
    planned = registration.proposal.planned_filing if registration.proposal else None
    yield to_send(
        position, "draft_registration_transmittal", rule.clause, event.id, counsel_id, findings, planned.day if planned else None
    )


def _holders_counsel(position: Position) -> str | None:
    """Counsel for the selling Investors: the second firm in that role where there are two."""
    firms = [name for name, party in position.deal.parties.items() if party.role == "counsel"]
    return firms[-1] if firms else None


def _effective(position: Position, registration: Registration) -> Iterator[Item]:
    """The notice of effectiveness and the period of distribution."""
    rule = position.deal.terms.period_of_distribution
    if rule is None or registration.effective is None:
        return
    found, event = matter(position, registration.id), registration.event
    selling = _selling(position, registration)
    day = registration.effective.date.day
    firm = found.disposition == "firm_commitment" if found else (
        registration.proposal is not None and registration.proposal.underwriting == "firm_commitment"
    )  # fmt: skip
    if selling:
        last, line = distribution_end(position, registration, rule, firm=firm)
        yield Clock(
            "period_of_distribution", rule.clause, registration.id if not registration.proposal else event.id, None, day, last,
            free_from=last + DAY if last else None, running=running(position, day, last), arithmetic=(line,),
            evidence=registration.effective.place,
        )  # fmt: skip
    finding = Finding(rule.clause, f"it became effective on {long_date(day)}", True, registration.effective.place)
    covers = Finding(rule.clause, "it covers shares of selling holders", bool(selling), registration.effective.place)
    for name in (*selling, *_underwriters(position, registration)) if selling else (None,):
        yield to_send(
            position, "effectiveness_notice", rule.clause, event.id, name, (finding, covers), day, class_="customary"
        )


def _abandoned(position: Position, registration: Registration) -> Iterator[Decision]:
    """3(d): the issuer may give up its own registration; those who asked to join are told."""
    right = position.deal.terms.piggyback
    step = position.last(RegistrationAbandoned, registration.id) or registration.withdrawn
    if right is None or step is None or registration.proposal is None:
        return
    people = [part.investor for part in parts(position, registration.id)]
    gave_up = Finding(right.clause, f"it was given up on {long_date(step.date.day)}", True, step.place)
    asked = Finding(right.clause, "requests to join it had come" if people else "nobody had asked to join it", bool(people))
    for name in dict.fromkeys(people) if people else (None,):
        yield to_send(
            position, "abandonment_notice", right.clause, registration.event.id, name, (gave_up, asked), step.date.day,
            class_="customary",
        )  # fmt: skip


def _stop(position: Position, event: ProspectusMisleading) -> Iterator[Item]:
    """3(f)(v): the notice that stops the use of a misleading prospectus, the stop itself, and its end."""
    rule = position.deal.terms.suspension
    if rule is None:
        return
    registration = position.registration(event.registration)
    due, line = own_day(position, event.date.day, period("immediately"))
    required = Finding(
        rule.clause, f"a prospectus must {'' if event.delivery_required else 'not '}be delivered", event.delivery_required,
        event.place_of("delivery_required"),
    )  # fmt: skip
    happened = Finding(rule.clause, f"the prospectus became misleading on {long_date(event.date.day)}", True, event.place)
    mended = [e for e in position.about(ProspectusSupplemented, event.registration) if e.date.at >= event.date.at]
    people = [*_selling(position, registration), *_underwriters(position, registration)]
    if not event.delivery_required or not people:
        findings = (happened, required) if people else (happened, required, Finding(rule.clause, "nobody sells under it", False))
        yield to_send(position, "suspension_notice", rule.clause, event.id, None, findings, due, arithmetic=(line,))
        return
    for name in people:
        role = Finding(rule.clause, f"{position.deal.party_name(name)} sells or underwrites under it", True)
        yield to_send(position, "suspension_notice", rule.clause, event.id, name, (happened, required, role), due, arithmetic=(line,))
        came = [got for _, got in dispatches(position, event.id, name, "suspension_notice") if got.at]
        if came and came[0].at:
            starts = came[0].at.day
            last = mended[0].date.day if mended else None
            yield Clock(
                "prospectus_stop", rule.clause, event.id, name, starts, last, free_from=last, arithmetic=(came[0].why,),
                running=starts <= position.as_of.date() and (last is None or position.as_of.date() < last),
            )  # fmt: skip
        over = Finding(rule.clause, "the prospectus was supplemented" if mended else "no supplement is on record", bool(mended),
                       mended[0].place if mended else None)  # fmt: skip
        yield to_send(
            position, "resumption_notice", rule.clause, event.id, name, (happened, over),
            mended[0].date.day if mended else None, class_="customary",
        )  # fmt: skip


def _copies(position: Position, event: CopiesRequested) -> Iterator[Decision]:
    """3(f)(iii): copies for a selling Investor that asks."""
    rule = position.deal.terms.copies
    if rule is None:
        return
    sells = event.investor in _selling(position, position.registration(event.registration))
    name = position.deal.party_name(event.investor)
    findings = (
        Finding(rule.clause, f"{name} asked for copies on {long_date(event.date.day)}", True, event.place),
        Finding(rule.clause, f"{name} {'sells' if sells else 'does not sell'} under the registration", sells, event.place),
    )
    due, line = own_day(position, event.date.day, period("promptly"))
    yield to_send(position, "prospectus_delivery_letter", rule.clause, event.id, event.investor, findings, due, arithmetic=(line,))


def _comfort(position: Position, event: ComfortRequested) -> Iterator[Decision]:
    """3(f)(vi): opinion and comfort letter at the closing of an underwritten sale."""
    rule = position.deal.terms.comfort
    if rule is None:
        return
    registration = position.registration(event.registration)
    underwritten = is_underwritten(position, event.registration)
    name, sells = position.deal.party_name(event.investor), event.investor in _selling(position, registration)
    closing = position.last(ClosingScheduled, event.registration)
    findings: Sequence[Finding] = (
        Finding(rule.clause, f"the offering is {'' if underwritten else 'not '}underwritten", underwritten, registration.event.place),
        Finding(rule.clause, f"{name} asked on {long_date(event.date.day)}", True, event.place),
        Finding(rule.clause, f"{name} {'sells' if sells else 'does not sell'} under the registration", sells, event.place),
    )
    due = closing.closing.day if closing else None
    lines: tuple[str, ...] = ()
    if due:
        days = business_calendars(position.deal.readings, "outbound")[0]
        cut = due
        for _ in range(rule.cutoff.count):
            cut -= DAY
            while not days.is_business_day(cut):
                cut -= DAY
        lines = (f"closing {weekday_date(due)}; the comfort may not end before {weekday_date(cut)} ({rule.cutoff} earlier)",)
    firm = position.deal.role("counsel")
    addressees = [*_underwriters(position, registration), event.investor]
    for document, sender, people in (
        ("issuer_counsel_opinion", firm, addressees),
        ("comfort_letter", "accountants", _underwriters(position, registration) or [None]),
    ):
        for to in people if underwritten and sells else (None,):
            yield Decision(
                document, rule.clause, event.id, sender, to, "condition", tuple(findings), due,
                settled=counsel(position, event.id, document), as_of=position.as_of.date(), arithmetic=lines,
            )  # fmt: skip


def _blue_sky(position: Position, event: BlueSkyRequested) -> Iterator[Item]:
    """3(f)(iv): the states in which the shares are qualified; not where it would cost more than the clause asks."""
    rule = position.deal.terms.blue_sky
    if rule is None:
        return
    registration = position.registration(event.registration)
    underwritten = is_underwritten(position, event.registration)
    who = _underwriters(position, registration) if underwritten else _selling(position, registration)
    entitled = event.by in who
    qualify = sorted(state for state, burden in event.states.items() if burden == "none") if entitled else []
    refused = sorted(state for state in event.states if state not in qualify)
    yield Tally("blue_sky", rule.clause, event.id, {"qualify": qualify, "refused": refused})
    gate = "the managing underwriter" if underwritten else "a seller"
    findings = (
        Finding(rule.clause, f"{position.deal.party_name(event.by)} is {'' if entitled else 'not '}{gate}", entitled, event.place),
        Finding(rule.clause, f"to qualify in {', '.join(qualify) or 'no state'}; not required in {', '.join(refused) or 'any'}",
                bool(qualify) if entitled else True, event.place_of("states")),
    )  # fmt: skip
    yield Decision(
        "blue_sky_memo", rule.clause, event.id, position.deal.role("counsel"), position.deal.issuer, "required", findings,
        event.date.day, settled=counsel(position, event.id, "blue_sky_memo"), as_of=position.as_of.date(),
    )  # fmt: skip
