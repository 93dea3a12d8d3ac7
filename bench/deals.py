"""Deals made for measuring: the agreement of the first deal with as many made-up investors, events
or folders as are asked for.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from rrdocs.agreement.parties import Party
from rrdocs.deal.deal import Deal
from rrdocs.deal.events import EVENT_TYPES, Event
from rrdocs.deal.loading import load

SAVVIS = Path(__file__).parents[1] / "data" / "savvis-2001"
START = datetime(2001, 2, 20, 9)
PROPOSAL = "form-s1"


def history(events: int, investors: int) -> Deal:
    """A deal of so many investors with a history of so many events, the same each time: issues,
    transfers, demands with a notice to every other investor, replies. Nothing is written.
    """
    deal, problems = load(SAVVIS)
    assert deal is not None, problems
    names = [f"investor_{number}" for number in range(investors)]
    address = deal.parties["lee"].address
    people = {
        name: Party(name=f"Investor {name[9:]}", kind="person", role="investor", address=address)
        for name in names
    }
    parties = {
        "savvis": deal.parties["savvis"],
        **people,
        "issuer_counsel": deal.parties["issuer_counsel"],
    }
    found: list[Event] = []

    def add(kind: str, /, **fields: Any) -> str:
        name = f"{kind}-{len(found)}"
        at = START + timedelta(minutes=37 * len(found))
        found.append(
            EVENT_TYPES[kind].model_validate({"id": name, "type": kind, "date": at, **fields})
        )
        return name

    for name in names[: max(events // 3, 1)]:
        add("shares_issued", holder=name, tranche="february_2001", shares=10_000)
    turn = 0
    while len(found) < events:
        turn += 1
        holder, other = names[turn % investors], names[(turn * 7 + 1) % investors]
        if turn % 200 == 1:
            demand = add(
                "demand_notice",
                requesting=dict.fromkeys(names[: investors * 2 // 3 + 1], 1000),
                disposition="firm_commitment",
                delivery={"method": "hand"},
            )
        elif turn % 5 < 3 and turn > 1:
            delivery = {"method": "courier", "sent": found[-1].date, "received": found[-1].date}
            add(
                "notice_sent",
                document="demand_further_notice",
                about=demand,
                to=other,
                delivery=delivery,
            )
        elif turn % 5 == 3:
            add(
                "join_request",
                about=demand,
                investor=other,
                shares=100,
                same_terms=True,
                delivery={"method": "hand"},
            )
        elif holder != other:
            gift = {"kind": "gift", "basis": "exempt", "relation": "none"}
            add("transfer", **{"from": holder}, to=other, tranche="february_2001", shares=1, **gift)
    return replace(deal, parties=parties, events=tuple(found))


def written(folder: Path, recipients: int) -> Path:
    """A deal's folder with so many investors, one issue of stock, and one proposed registration,
    which every investor is to be told of.
    """
    (folder / "events").mkdir(parents=True)
    shutil.copy(SAVVIS / "agreement.yaml", folder)
    file = yaml.safe_load((SAVVIS / "parties.yaml").read_text("utf-8"))
    own = [name for name, party in file["parties"].items() if party["role"] == "investor"]
    for name in own[recipients:]:
        file["parties"][name]["role"] = "other"
    for number in range(recipients - len(own)):  # the agreement's own investors are told too
        file["parties"][f"holder_{number}"] = {
            "name": f"Holder Number {number}",
            "kind": "person",
            "role": "investor",
            "address": {"lines": [f"{100 + number} Park Avenue", "New York, NY 10022"]},
            "signs": {"by": f"Holder Number {number}"},
        }
    (folder / "parties.yaml").write_text(json.dumps(file), "utf-8")
    proposal = {
        "id": PROPOSAL,
        "type": "registration_proposed",
        "date": "2001-09-04",
        "registration": PROPOSAL,
        "form": "S-1",
        "security": "common",
        "account": "issuer",
        "underwriting": "firm_commitment",
        "planned_filing": "2001-10-19",
    }
    issue = {
        "id": "issue",
        "type": "shares_issued",
        "date": "2001-02-20",
        "holder": "wcas_viii",
        "tranche": "february_2000",
        "shares": 6250000,
    }
    (folder / "events" / "all.yaml").write_text(json.dumps([issue, proposal]), "utf-8")
    return folder


def moved(folder: Path) -> None:
    """Give one holder of a written deal another street number."""
    path = folder / "parties.yaml"
    text = path.read_text("utf-8")
    assert text.count('"101 Park Avenue"') == 1
    path.write_text(text.replace('"101 Park Avenue"', '"9101 Park Avenue"'), "utf-8")
