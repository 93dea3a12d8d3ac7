"""Courses of events as a deal really takes them, for generated histories: a required registration
and one of the issuer's own.

Each is told step by step, so that anything else may happen in between; at every step something may
be left out or go wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.support.moves import METHODS
from tests.support.story import INVESTORS, Story


def _tell(story: Story, document: str, about: str, names: Any) -> None:
    for to in names:
        story.add(
            "notice_sent",
            document=document,
            about=about,
            to=to,
            delivery=story.delivery(inbound=False, sure=95),
        )


def _majority(story: Story) -> list[str]:
    """Those with the most stock, until more than half is together: or, now and then, anybody."""
    holders = story.holders
    if not holders or not story.likely(90):
        return story.several(INVESTORS, 3)
    total, names = sum(story.held.values()), []
    for name in holders:
        names.append(name)
        if 2 * sum(map(story.has, names)) > total:
            break
    return names


def required(story: Story) -> Iterator[None]:
    """A demand or a short form: told on, joined, perhaps deferred, cut back, filed, effective and
    sold.
    """
    demand = story.likely(80)
    if not story.likely(90):
        story.add("rule_144_status", investor=story.pick(INVESTORS), may_sell_all=True)
    names = _majority(story) if demand else story.several(story.holders or INVESTORS, 2)
    asked = {name: story.shares(max(story.has(name), story.unit)) for name in names}
    method = story.pick(METHODS)
    if demand:
        *first, last = asked if not story.likely(80) else [None]
        letter = {name: asked[name] for name in first} or asked
        about = story.add(
            "demand_notice",
            requesting=letter,
            disposition=method,
            delivery=story.delivery(inbound=True),
        )
        if first:
            story.tick()
            story.add(
                "demand_notice",
                requesting={last: asked[last]},
                disposition=method,
                delivery=story.delivery(inbound=True),
                completes=about,
            )
    else:
        story.add("form_eligibility", form="S-3", registrant=True, transaction=story.likely(90))
        about = story.add(
            "short_form_notice",
            requesting=asked,
            disposition=method,
            net_proceeds=story.pick(("5000000.01", "5000000.00")),
            delivery=story.delivery(inbound=True),
        )
    yield
    _tell(
        story,
        "demand_further_notice" if demand else "short_form_further_notice",
        about,
        story.people if story.likely(60) else [name for name in story.people if name not in names],
    )
    yield
    for _ in range(story.count(0, 3)):
        story.tick()
        name = story.pick(story.holders or INVESTORS)
        shares = story.shares(max(story.has(name), story.unit))
        story.add(
            "join_request",
            about=about,
            investor=name,
            shares=shares,
            same_terms=story.likely(90) or None,
            delivery=story.delivery(inbound=True),
        )
    yield
    while story.likely(25):
        deferral = story.add(
            "deferral_determined",
            about=about,
            disclosure_required=story.likely(90),
            material_adverse_effect=story.likely(90),
        )
        yield
        if story.flag():
            story.add(
                "deferral_ended", about=deferral, because=story.pick(("disclosed", "immaterial"))
            )
    if not story.likely(90):
        for name in names if story.flag() else names[:1]:
            story.add("request_withdrawn", about=about, investor=name)
    if method != "non_underwritten":
        yield from _underwritten(story, about, names, sum(asked.values()))
    yield from _registered(story, about, asked, firm=method == "firm_commitment")


def company(story: Story) -> Iterator[None]:
    """A registration of the issuer's own or for others: told on, joined, cut back, filed,
    effective, held back and sold.
    """
    name = f"registration-proposed-{len(story.events)}"
    underwriting = story.pick(("firm_commitment", "firm_commitment", "best_efforts", "none"))
    account = story.pick(("issuer", "both", "holders"))
    about = story.add(
        "registration_proposed",
        registration=name,
        form=story.pick(("S-1", "S-3")),
        security="common",
        account=account,
        underwriting=underwriting,
        underwriter="a_bank" if underwriting != "none" else None,
    )
    _tell(
        story,
        "piggyback_notice",
        about,
        story.people if story.likely(80) else story.several(story.people, 6),
    )
    yield
    if story.flag():
        story.add("registration_filed", registration=name)
    asked: dict[str, int] = {}
    for _ in range(story.count(0, 4)):
        story.tick()
        who = story.pick(story.holders or INVESTORS)
        asked[who] = story.shares(max(story.has(who), story.unit))
        election = (
            story.pick(("underwriting", "underwriting", "open_market", None))
            if underwriting != "none"
            else None
        )
        story.add(
            "piggyback_request",
            registration=name,
            investor=who,
            shares=asked[who],
            disposition=story.pick(METHODS),
            election=election,
            delivery=story.delivery(inbound=True),
        )
    yield
    for holder in story.several(("a_fund", "a_bank_holder"), 2) if story.flag() else ():
        story.add(
            "other_holder_request",
            registration=name,
            holder=holder,
            shares=story.shares(300_000),
            initiating=story.flag(),
        )
    if underwriting != "none":
        yield from _underwritten(story, name, [], sum(asked.values()))
    yield
    if underwriting == "firm_commitment" and story.likely(70):
        story.add("holdback_requested", registration=name, underwriter="a_bank")
    yield from _registered(story, name, asked, firm=underwriting == "firm_commitment")


def _underwritten(story: Story, about: str, requesters: list[str], asked: int) -> Iterator[None]:
    """The managing underwriter is chosen and accepted, and advises how much can be sold."""
    if story.likely(70):
        story.add("underwriter_selected", about=about, underwriter="a_bank")
        for name in [name for name in requesters if story.likely(85)]:
            story.add("underwriter_accepted", about=about, investor=name, accepts=story.likely(90))
    if story.flag():
        story.add("issuer_shares_proposed", about=about, shares=story.unit * story.count(0, 200))
    yield
    if story.likely(85):
        most = story.unit * story.count(0, max(asked * 5 // 4 // story.unit, 1))
        story.add(
            "underwriter_advice", about=about, maximum_shares=most, good_faith=story.likely(90)
        )
    yield


def _registered(story: Story, about: str, asked: dict[str, int], *, firm: bool) -> Iterator[None]:
    """Filed, effective, sold, with what may go wrong in between; or given up."""
    if not story.likely(90):
        story.add(
            story.pick(("registration_withdrawn", "registration_abandoned")), registration=about
        )
        return
    covers = {
        name: shares if story.likely(90) else shares // story.unit // 2 * story.unit
        for name, shares in asked.items()
    }
    story.add("registration_filed", registration=about, covers=covers if story.flag() else None)
    yield
    story.add(
        "registration_effective", registration=about, covers=covers if story.likely(90) else None
    )
    if story.flag():
        story.add(
            "closing_scheduled",
            registration=about,
            closing=story.now + story.count(1, 9) * (story.now - story.now.replace(day=1)),
        )
        if asked:
            story.add("comfort_requested", registration=about, investor=story.pick(asked))
            story.add("consent", about=about, signed_by=story.several(asked, 4))
    yield
    sold = {
        name: min(shares, story.has(name)) if story.likely(90) else 0
        for name, shares in covers.items()
    }
    if sold:
        story.add("shares_sold", registration=about, sold=sold, price="8.00", discount="0.56")
        for name, shares in sold.items():
            story.sell(name, shares)
        if story.flag():
            story.add(
                "claim_commenced",
                registration=about,
                against=story.pick(("savvis", *sold)),
                indemnitor=story.pick(tuple(sold)),
                served=story.now,
                loss="900000.00",
            )
    for kind, tranche in (("registration", "february_2001"), ("selling", None)):
        if story.flag():
            story.add(
                "expense_incurred", registration=about, kind=kind, amount="1000.01", tranche=tranche
            )
    yield
    if story.flag():
        event = story.add(
            "prospectus_misleading", registration=about, delivery_required=story.likely(80)
        )
        _tell(story, "suspension_notice", event, [name for name in asked if story.likely(80)])
        yield
        story.add("prospectus_supplemented", registration=about)
    if firm and story.flag():
        story.add("distribution_completed", registration=about)
        if story.flag():
            story.add("syndicate_terminated", registration=about)


COURSES = (required, required, company)
