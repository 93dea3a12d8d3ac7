"""Single events of a generated history, each possible at any time and on its own mostly without
much sense.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.support.story import INVESTORS, TRANCHES, Story

METHODS = ("firm_commitment", "best_efforts", "non_underwritten")


def issue(story: Story) -> None:
    holder, tranche = story.pick(INVESTORS), story.pick(TRANCHES)
    shares = story.shares(3_000_000)
    story.add("shares_issued", holder=holder, tranche=tranche, shares=shares)
    story.put(holder, tranche, shares)


def note(story: Story) -> None:
    key = holder, tranche = story.pick(INVESTORS), "february_2001"
    # an odd dollar leaves half a share, which is dropped
    dollars = 2 * story.shares(500_000) + (0 if story.whole else story.count(0, 1))
    story.add(
        "note_issued",
        holder=holder,
        tranche=tranche,
        principal=f"{dollars}.00",
        conversion_price="2.00",
    )
    story.issuable[key] = story.issuable.get(key, 0) + dollars // 2
    story.price[key] = Fraction(2)
    story.put(holder, tranche, 0)


def convert(story: Story) -> None:
    # a holder of shares must have an entry, which the estate has not
    notes = [
        (key, shares)
        for key, shares in story.issuable.items()
        if shares >= story.unit and key[0] in INVESTORS
    ]
    if notes:
        (holder, tranche), most = story.pick(notes)
        shares = story.shares(most)
        cents = 100 * shares * story.price[holder, tranche]
        dollars = f"{int(cents) // 100}.{int(cents) % 100:02}"
        named = {"principal": dollars} if cents.denominator == 1 and story.flag() else {}
        story.add("note_converted", holder=holder, tranche=tranche, shares=shares, **named)
        story.issuable[holder, tranche] -= shares
        story.put(holder, tranche, shares)


def transfer(story: Story) -> None:
    if lot := story.lot():
        holder, tranche, shares = lot
        to = story.pick((*INVESTORS, "stranger", "buyer"))
        kind = story.pick(("sale", "gift", "pledge", "distribution", "other"))
        if to == holder:
            return
        relation = story.pick(("affiliate", "partner", "member", "none"))
        told: dict[str, Any] = {
            "from": holder,
            "to": to,
            "tranche": tranche,
            "shares": shares,
            "kind": kind,
            "relation": relation,
        }
        if not story.likely(90):
            story.add("transfer_presented", basis="exempt", **told)
            return
        about = story.add("transfer", basis="exempt", **told)
        if kind != "pledge":
            story.held[holder, tranche] -= shares
            story.put(to, tranche, shares)
        if story.flag():
            delivery = story.delivery(inbound=True)
            story.add(
                "notice_sent",
                document="notice_of_transfer",
                about=about,
                to="savvis",
                delivery=delivery,
                **{"from": holder},
            )


def sale(story: Story) -> None:
    if lot := story.lot():
        holder, tranche, shares = lot
        story.add(
            "public_sale",
            seller=holder,
            tranche=tranche,
            shares=shares,
            under=story.pick(("rule_144", *story.registrations)),
        )
        story.held[holder, tranche] -= shares


def demand(story: Story) -> None:
    names = story.several(INVESTORS, 4)
    fields: dict[str, Any] = {
        "requesting": {name: story.pick((None, 1, 100, 500)) for name in names},
        "disposition": story.pick((*METHODS, None)),
        "delivery": story.any_delivery(inbound=True),
    }
    fields["requesting"] = {
        name: count and count * story.unit for name, count in fields["requesting"].items()
    }
    if story.flag():
        earlier = story.ids.get("demand_notice", [])
        story.add(
            "demand_notice",
            **fields,
            completes=story.pick(earlier) if earlier and story.flag() else None,
        )
    else:
        story.add(
            "short_form_notice",
            **fields,
            net_proceeds=story.pick((None, "5000000.00", "5000000.01", "9000000.00")),
        )


def propose(story: Story) -> None:
    story.add(
        "registration_proposed",
        registration=f"registration-proposed-{len(story.events)}",
        form=story.pick(("S-1", "S-3", "S-8", "S-4")),
        security=story.pick(("common", "common", "debt")),
        account=story.pick(("issuer", "holders", "both")),
        underwriting=story.pick(("firm_commitment", "best_efforts", "none")),
    )


def step(story: Story) -> None:
    if story.registrations:
        kind = story.pick(
            (
                "registration_filed",
                "registration_effective",
                "registration_withdrawn",
                "registration_abandoned",
                "distribution_completed",
                "syndicate_terminated",
                "prospectus_supplemented",
                "shelf_takedown",
            )
        )
        fields: dict[str, Any] = {}
        if kind in ("registration_filed", "registration_effective") and story.flag():
            fields["covers"] = {name: story.unit * story.count(0, 500) for name in INVESTORS[:3]}
        story.add(kind, registration=story.pick(story.registrations), **fields)


def notice(story: Story) -> None:
    if story.registrations:
        about = story.pick(story.registrations)
        document = story.pick(
            ("demand_further_notice", "short_form_further_notice", "piggyback_notice")
        )
        for to in INVESTORS if story.flag() else (story.pick(INVESTORS),):
            story.add(
                "notice_sent",
                document=document,
                about=about,
                to=to,
                delivery=story.any_delivery(inbound=False),
            )


def arrival(story: Story) -> None:
    if sent := story.ids.get("notice_sent"):
        story.add("notice_received", notice=story.pick(sent), received=story.now)


def reply(story: Story) -> None:
    if story.requests and story.flag():
        story.add(
            "join_request",
            about=story.pick(story.requests),
            investor=story.pick(INVESTORS),
            shares=story.shares(900_000),
            same_terms=story.pick((True, False, None)),
            delivery=story.any_delivery(inbound=True),
        )
    elif proposed := story.ids.get("registration_proposed"):
        story.add(
            "piggyback_request",
            registration=story.pick(proposed),
            investor=story.pick(INVESTORS),
            shares=story.shares(900_000),
            disposition=story.pick((*METHODS, None)),
            election=story.pick(("underwriting", "open_market", None)),
            delivery=story.any_delivery(inbound=True),
        )


def underwriting(story: Story) -> None:
    if story.registrations:
        about = story.pick(story.registrations)
        match story.count(0, 4):
            case 0:
                story.add(
                    "underwriter_advice",
                    about=about,
                    maximum_shares=story.unit * story.count(0, 500),
                    good_faith=story.flag(),
                )
            case 1:
                story.add(
                    "issuer_shares_proposed", about=about, shares=story.unit * story.count(0, 200)
                )
            case 2:
                story.add("underwriter_selected", about=about, underwriter="a_bank")
            case 3:
                story.add(
                    "underwriter_accepted",
                    about=about,
                    investor=story.pick(INVESTORS),
                    accepts=story.flag(),
                )
            case _:
                story.add("holdback_requested", registration=about, underwriter="a_bank")


def status(story: Story) -> None:
    match story.count(0, 4):
        case 0:
            story.add("rule_144_status", investor=story.pick(INVESTORS), may_sell_all=story.flag())
        case 1:
            story.add(
                "form_eligibility",
                form="S-3",
                registrant=story.likely(80),
                transaction=story.likely(80),
            )
        case 2:
            story.add(
                "address_changed",
                party=story.pick(INVESTORS),
                address="1 Elm Street, Rye, NY 10580",
                told=("savvis",),
            )
        case 3:
            story.add("affiliate_status", party=story.pick(INVESTORS), affiliate=story.flag())
        case _ if story.registrations:
            story.add(
                "request_withdrawn",
                about=story.pick(story.registrations),
                investor=story.pick(INVESTORS),
            )


def split(story: Story) -> None:
    story.change(
        *story.pick(
            (("split", (2, 1)), ("split", (3, 2)), ("combination", (1, 15)), ("dividend", (1, 2)))
        )
    )


def join(story: Story) -> None:
    """The buyer joins, once."""
    if not story.joined:
        story.joined = story.add(
            "joinder", investor="buyer", told=story.pick((("savvis",), ("savvis", *INVESTORS)))
        )


def succeed(story: Story) -> None:
    """An estate takes the place of one who died, with all that this one had."""
    gone = "rupert"
    if not story.ids.get("succession"):
        story.add("succession", **{"from": gone}, to="estate", kind=story.pick(("death", "other")))
        for table in (story.held, story.issuable):
            for (holder, tranche), shares in list(table.items()):
                if holder == gone and shares:
                    table[gone, tranche] = 0
                    table["estate", tranche] = table.get(("estate", tranche), 0) + shares
                    if (gone, tranche) in story.price:
                        story.price["estate", tranche] = story.price[gone, tranche]


def consents(story: Story) -> None:
    if story.flag():
        about = story.add("rights_grant_proposed", grantee="a_lender", conflicts=story.likely(80))
        if story.likely(70):
            story.tick()
            story.add("consent", about=about, signed_by=story.several(INVESTORS, 4))
        return
    signed = story.several(INVESTORS, 5)
    story.add(
        "amendment",
        signed_by=["savvis", *signed] if story.likely(80) else signed,
        sets={"demand.response": story.pick(("20 days", "45 days"))},
    )


def legends(story: Story) -> None:
    if lot := story.lot():
        holder, tranche, shares = lot
        if holder in INVESTORS:
            about = story.add(
                "legend_removal_requested", holder=holder, tranche=tranche, shares=shares
            )
            if story.flag():
                story.add(
                    "opinion_delivered",
                    about=about,
                    counsel="A Law Firm LLP",
                    covers=story.pick((("federal",), ("federal", "state"))),
                )
            if story.flag():
                story.add(
                    "certificate_issued",
                    holder=holder,
                    tranche=tranche,
                    shares=shares,
                    certificate="C-1",
                )


def others(story: Story) -> None:
    match story.count(0, 2):
        case 0:
            story.add(
                "reporting_statement_requested",
                investor=story.pick(INVESTORS),
                delivery=story.any_delivery(inbound=True),
            )
        case 1 if story.registrations:
            story.add(
                "prospectus_misleading",
                registration=story.pick(story.registrations),
                delivery_required=story.flag(),
            )
        case _ if story.registrations:
            story.add(
                "claim_commenced",
                registration=story.pick(story.registrations),
                against="carson",
                indemnitor="savvis",
                served=story.now,
            )


def settle(story: Story) -> None:
    """Counsel's word on something that was open."""
    about = story.pick(story.requests) if story.requests else story.events[0].id
    question, decision = story.pick(
        (
            ("demand_further_notice", "due"),
            ("demand_further_notice", "not_due"),
            ("piggyback_notice", "due"),
            ("mail_actual_receipt", "earlier_of_actual"),
            ("rounding", "floor"),
            ("defective_join", "include"),
            ("email_notice", "invalid"),
        )
    )
    story.add(
        "counsel_decided", about=about, question=question, decision=decision, by="issuer_counsel"
    )


MOVES = (
    issue,
    issue,
    note,
    convert,
    transfer,
    transfer,
    sale,
    demand,
    propose,
    step,
    step,
    notice,
    arrival,
    reply,
    reply,
    underwriting,
    status,
    status,
    split,
    join,
    succeed,
    consents,
    legends,
    others,
    settle,
)
