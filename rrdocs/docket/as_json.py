"""The docket as plain data: what `rrdocs due --json` prints, with its names and order fixed."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from rrdocs.docket.decisions import Clock, Decision, Docket, Flag, Tally


def as_data(
    deal: str, as_of: datetime, docket: Docket, *, everything: bool = False, changes: bool = False
) -> dict[str, Any]:
    """The docket as the contract writes it; ``everything`` keeps what is not due, ``changes`` adds
    other readings.
    """
    decisions = [d for d in docket.decisions if everything or d.outcome != "not_due"]
    data: dict[str, Any] = {
        "deal": deal,
        "as_of": as_of.isoformat(timespec="seconds"),
        "decisions": [_decision(d) for d in decisions],
        "clocks": [_clock(c) for c in docket.clocks],
        "tallies": [_tally(t) for t in docket.tallies],
        "flags": [_flag(f) for f in docket.flags],
    }
    if changes:
        data["readings"] = [
            {
                "parameter": c.parameter,
                "value": c.value,
                "answer": c.subject,
                "now": c.before,
                "then": c.after,
            }
            for c in docket.changes
        ]
    return data


def as_json(
    deal: str, as_of: datetime, docket: Docket, *, everything: bool = False, changes: bool = False
) -> str:
    """The same as text, with a line break at the end."""
    data = as_data(deal, as_of, docket, everything=everything, changes=changes)
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _decision(decision: Decision) -> dict[str, Any]:
    given = decision.given.finding if decision.given else None
    findings = [
        *decision.findings,
        *([given] if given else []),
        *([decision.settled] if decision.settled else []),
    ]
    return {
        "document": decision.document,
        "clause": decision.clause,
        "about": decision.about,
        "from": decision.sender,
        "to": decision.to,
        "class": decision.class_,
        "outcome": decision.outcome,
        "due": _day(decision.due),
        "last_permitted": _day(decision.last_permitted),
        "late": decision.late,
        "readings": list(decision.readings),
        "arithmetic": list(decision.arithmetic),
        "unmodelled": list(decision.unmodelled),
        "findings": [
            {
                "clause": f.clause or decision.clause,
                "says": f.says,
                "holds": f.holds,
                "evidence": str(f.evidence) if f.evidence else None,
            }
            for f in findings
        ],
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "clause": clock.clause,
        "about": clock.about,
        "party": clock.party,
        "starts": _day(clock.starts),
        "last_day": _day(clock.last_day),
        "last_permitted": _day(clock.last_permitted),
        "free_from": _day(clock.free_from),
        "running": clock.running,
        "readings": list(clock.readings),
        "arithmetic": list(clock.arithmetic),
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "name": tally.name,
        "clause": tally.clause,
        "about": tally.about,
        "values": {name: _day(v) if isinstance(v, date) else v for name, v in tally.values.items()},
        "readings": list(tally.readings),
        "arithmetic": list(tally.arithmetic),
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "clause": flag.clause,
        "about": flag.about,
        "says": flag.says,
        "readings": list(flag.readings),
        "evidence": str(flag.evidence) if flag.evidence else None,
    }
