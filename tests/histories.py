"""Generated histories: any run of events that could be recorded, in order of time, valid by the program's own checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rrdocs.deal import Deal
from rrdocs.events import EVENT_TYPES, Event
from rrdocs.loading import load

SAVVIS = Path(__file__).parents[1] / "data" / "savvis-2001"
START = datetime(2001, 2, 20, 9)
Draw = Callable[[st.SearchStrategy[Any]], Any]


@cache
def savvis() -> Deal:
    """The Savvis deal without its history."""
    deal, problems = load(SAVVIS)
    assert deal is not None, problems
    return replace(deal, events=())


@dataclass
class Story:
    """A history in the making: the instant reached, who holds what, and what there is to refer to."""

    draw: Draw
    now: datetime = START
    events: list[Event] = field(default_factory=list)
    held: dict[tuple[str, str], int] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def pick(self, choices: Any) -> Any:
        return self.draw(st.sampled_from(list(choices)))

    def count(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def flag(self) -> bool:
        return bool(self.draw(st.booleans()))

    def tick(self) -> None:
        self.now += timedelta(minutes=self.pick((1, 45, 60 * 7, 60 * 24, 60 * 24 * 3, 60 * 24 * 11, 60 * 24 * 40)))

    def add(self, kind: str, /, **fields: Any) -> str:
        """Record an event now."""
        name = f"{kind.replace('_', '-')}-{len(self.events)}"
        model = EVENT_TYPES[kind]
        self.events.append(model.model_validate({"id": name, "type": kind, "date": self.now, **fields}))
        self.ids.setdefault(kind, []).append(name)
        return name

    def delivery(self, *, inbound: bool) -> dict[str, Any]:
        """A way in which something was told just now."""
        method = self.pick(("hand", "courier", "mail", "fax", "email"))
        found: dict[str, Any] = {"method": method, "sent": self.now}
        if method != "mail" and (inbound or self.flag()):
            found["received"] = self.now if method in ("fax", "email") or inbound else self.now + timedelta(days=1)
        if method == "fax" and self.flag():
            found["courier_followup"] = self.now + timedelta(days=1)
        return found

    def lot(self) -> tuple[str, str, int] | None:
        """A holder and tranche with stock, and some of it."""
        lots = [(key, shares) for key, shares in self.held.items() if shares]
        if not lots:
            return None
        (holder, tranche), shares = self.pick(lots)
        return holder, tranche, self.count(1, shares)

    @property
    def requests(self) -> list[str]:
        return self.ids.get("demand_notice", []) + self.ids.get("short_form_notice", [])

    @property
    def registrations(self) -> list[str]:
        return self.requests + self.ids.get("registration_proposed", [])


INVESTORS = ("wcas_viii", "carson", "anderson", "paul", "lee", "rupert", "wcas_management")
SHORT = ("firm_commitment", "best_efforts", "non_underwritten")


def _issue(story: Story) -> None:
    holder, tranche = story.pick(INVESTORS), story.pick(("february_2000", "february_2001"))
    shares = story.count(1, 3_000_000)
    story.add("shares_issued", holder=holder, tranche=tranche, shares=shares)
    story.held[holder, tranche] = story.held.get((holder, tranche), 0) + shares


def _note(story: Story) -> None:
    story.add(
        "note_issued",
        holder=story.pick(INVESTORS),
        tranche="february_2001",
        principal=str(story.count(2, 900_000)),
        conversion_price="2.00",
    )


def _transfer(story: Story) -> None:
    if lot := story.lot():
        holder, tranche, shares = lot
        to = story.pick((*INVESTORS, "stranger"))
        kind = story.pick(("sale", "gift", "pledge", "distribution", "other"))
        if to == holder:
            return
        story.add("transfer", **{"from": holder}, to=to, tranche=tranche, shares=shares, kind=kind, basis="exempt",
                  relation=story.pick(("affiliate", "partner", "none")))  # fmt: skip
        if kind != "pledge":
            story.held[holder, tranche] -= shares
            story.held[to, tranche] = story.held.get((to, tranche), 0) + shares


def _sale(story: Story) -> None:
    if lot := story.lot():
        holder, tranche, shares = lot
        story.add("public_sale", seller=holder, tranche=tranche, shares=shares, under=story.pick(("rule_144", *story.registrations)))
        story.held[holder, tranche] -= shares


def _demand(story: Story) -> None:
    names = story.draw(st.lists(st.sampled_from(INVESTORS), min_size=1, max_size=4, unique=True))
    asked = {name: story.pick((None, 1, 1000, 500_000)) for name in names}
    fields: dict[str, Any] = {
        "requesting": asked,
        "disposition": story.pick((*SHORT, None)),
        "delivery": story.delivery(inbound=True),
    }
    if story.flag():
        earlier = story.ids.get("demand_notice", [])
        story.add("demand_notice", **fields, completes=story.pick(earlier) if earlier and story.flag() else None)
    else:
        net = story.pick((None, "5000000.00", "5000000.01", "9000000.00"))
        story.add("short_form_notice", **fields, net_proceeds=net)


def _propose(story: Story) -> None:
    name = f"registration-proposed-{len(story.events)}"
    story.add(
        "registration_proposed", registration=name, form=story.pick(("S-1", "S-3", "S-8", "S-4")),
        security=story.pick(("common", "common", "debt")),
        account=story.pick(("issuer", "holders", "both")), underwriting=story.pick(("firm_commitment", "best_efforts", "none")),
    )  # fmt: skip


def _step(story: Story) -> None:
    if story.registrations:
        kind = story.pick((
            "registration_filed", "registration_effective", "registration_withdrawn", "registration_abandoned", "distribution_completed",
            "syndicate_terminated", "prospectus_supplemented",
        ))  # fmt: skip
        fields: dict[str, Any] = {}
        if kind in ("registration_filed", "registration_effective") and story.flag():
            fields["covers"] = {name: story.count(0, 500_000) for name in INVESTORS[:3]}
        story.add(kind, registration=story.pick(story.registrations), **fields)


def _notice(story: Story) -> None:
    if story.registrations:
        about = story.pick(story.registrations)
        document = story.pick(("demand_further_notice", "short_form_further_notice", "piggyback_notice"))
        for to in INVESTORS if story.flag() else (story.pick(INVESTORS),):
            story.add("notice_sent", document=document, about=about, to=to, delivery=story.delivery(inbound=False))


def _reply(story: Story) -> None:
    if story.requests and story.flag():
        story.add("join_request", about=story.pick(story.requests), investor=story.pick(INVESTORS), shares=story.count(1, 900_000),
                  same_terms=story.pick((True, False, None)), delivery=story.delivery(inbound=True))  # fmt: skip
    elif proposed := story.ids.get("registration_proposed"):
        story.add("piggyback_request", registration=story.pick(proposed), investor=story.pick(INVESTORS), shares=story.count(1, 900_000),
                  disposition=story.pick((*SHORT, None)), election=story.pick(("underwriting", "open_market", None)),
                  delivery=story.delivery(inbound=True))  # fmt: skip


def _underwriting(story: Story) -> None:
    if story.registrations:
        about = story.pick(story.registrations)
        match story.count(0, 4):
            case 0:
                story.add("underwriter_advice", about=about, maximum_shares=story.count(0, 2_000_000), good_faith=story.flag())
            case 1:
                story.add("issuer_shares_proposed", about=about, shares=story.count(0, 1_000_000))
            case 2:
                story.add("underwriter_selected", about=about, underwriter="a_bank")
            case 3:
                story.add("underwriter_accepted", about=about, investor=story.pick(INVESTORS), accepts=story.flag())
            case _:
                story.add("holdback_requested", registration=about, underwriter="a_bank")


def _deferral(story: Story) -> None:
    if story.requests:
        made = story.ids.get("deferral_determined")
        if made and story.flag():
            story.add("deferral_ended", about=story.pick(made), because="disclosed")
        else:
            story.add(
                "deferral_determined",
                about=story.pick(story.requests),
                disclosure_required=story.flag(),
                material_adverse_effect=story.flag(),
            )


def _status(story: Story) -> None:
    match story.count(0, 3):
        case 0:
            story.add("rule_144_status", investor=story.pick(INVESTORS), may_sell_all=story.flag())
        case 1:
            story.add("form_eligibility", form="S-3", registrant=story.flag(), transaction=story.flag())
        case 2:
            story.add("address_changed", party=story.pick(INVESTORS), address="1 Elm Street, Rye, NY 10580", told=("savvis",))
        case _:
            if story.requests:
                story.add("request_withdrawn", about=story.pick(story.requests), investor=story.pick(INVESTORS))


def _split(story: Story) -> None:
    ratio = story.pick(("2:1", "3:2", "1:15"))
    new, old = (int(part) for part in ratio.split(":"))
    story.add("stock_changed", kind="split" if new > old else "combination", ratio=ratio)
    story.held = {key: shares * new // old for key, shares in story.held.items()}


def _others(story: Story) -> None:
    match story.count(0, 4):
        case 0:
            story.add("rights_grant_proposed", grantee="a_lender", conflicts=story.flag())
        case 1:
            signed = story.draw(st.lists(st.sampled_from(("savvis", *INVESTORS)), min_size=1, max_size=5, unique=True))
            story.add("amendment", signed_by=signed, sets={"demand.response": story.pick(("20 days", "45 days"))})
        case 2:
            story.add("reporting_statement_requested", investor=story.pick(INVESTORS), delivery=story.delivery(inbound=True))
        case 3 if story.registrations:
            story.add("prospectus_misleading", registration=story.pick(story.registrations), delivery_required=story.flag())
        case _ if story.registrations:
            story.add(
                "claim_commenced",
                registration=story.pick(story.registrations),
                against="carson",
                indemnitor="savvis",
                served=story.now,
            )


MOVES = (
    _issue, _issue, _note, _transfer, _sale, _demand, _demand, _propose, _step, _step, _notice, _notice, _reply, _reply, _underwriting,
    _deferral, _status, _split, _others,
)  # fmt: skip


@st.composite
def histories(draw: Draw, most: int = 40) -> Deal:
    """A deal with a history of about ``most`` events at the most, each at an instant of its own."""
    story = Story(draw)
    story.add("agreement_signed", signed_by=("savvis", *INVESTORS))
    story.tick()
    _issue(story)
    for move in draw(st.lists(st.sampled_from(MOVES), max_size=most)):
        story.tick()
        move(story)
    return replace(savvis(), events=tuple(story.events))


def end_of(deal: Deal) -> datetime:
    """An instant after all that happened."""
    return deal.events[-1].date.at + timedelta(days=2)
