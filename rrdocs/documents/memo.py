"""D-60: the memorandum to counsel about one event, and the index of its packet."""

from __future__ import annotations

from collections.abc import Sequence

from rrdocs.dates import long_date, weekday_date
from rrdocs.decision import Change
from rrdocs.documents.contexts import Context, Desk
from rrdocs.documents.phrases import section, sentence
from rrdocs.explain import Group, conclusion, groups, holds_word, people, reading_line, requires, subjects, why_not
from rrdocs.kinds import KINDS


def counsel_memo(desk: Desk, title: str, event: str) -> Context:
    """What is due about an event, to whom, by when and why, on which readings; what is not due; what is open."""
    deal = desk.deal
    found = groups(desk.docket.decisions)
    going = [g for g in found if g.first.outcome in ("due", "given")]
    opened = [g for g in found if g.first.outcome == "open"]
    counsel = deal.role("counsel")
    return {
        "memo_to": deal.party_name(counsel) if counsel else f"Counsel to {deal.party_name(deal.issuer)}",
        "memo_from": f"The {deal.agreement.words.issuer} registration rights desk",
        "memo_date": long_date(desk.today),
        "memo_re": f"{title} ({event})",
        "answers": [_answer(desk, g) for g in going if g.first.outcome == "due"],
        "sections": [_section(desk, g) for g in (*going, *opened)],
        "not_due": [
            {
                "document": KINDS[g.first.document].title, "to": people(deal, g.recipients) if g.recipients else "—",
                "clause": section(g.first.clause), "why": sentence(why_not(g.first)),
            }
            for g in found
            if g.first.outcome == "not_due"
        ],
        "open": [{"question": sentence(conclusion(deal, g)), "who": "counsel"} for g in opened],
        "flags": [{"clause": section(f.clause), "says": sentence(f.says)} for f in desk.docket.flags],
        "unmodelled": [sentence(f"{section(item.clause)}: {item.says}") for item in deal.agreement.unmodelled],
    }  # fmt: skip


def _answer(desk: Desk, group: Group) -> Context:
    d = group.first
    return {
        "what": KINDS[d.document].title, "to": people(desk.deal, group.recipients), "clause": section(d.clause),
        "by": weekday_date(d.due) if d.due else "no day is set",
    }  # fmt: skip


def _section(desk: Desk, group: Group) -> Context:
    d = group.first
    facts = [*group.findings, *group.own[:1]]
    return {
        "heading": f"{KINDS[d.document].title}{'' if d.class_ == 'required' else f' ({d.class_})'}",
        "requires": requires(desk.deal, d.document),
        "facts": [
            {
                "condition": section(f.clause or d.clause), "fact": sentence(f.says), "place": str(f.evidence) if f.evidence else "—",
                "holds": holds_word(f.holds),
            }
            for f in facts
        ],
        "arithmetic": list(d.arithmetic),
        "readings": [_reading(desk, name, group) for name in d.readings],
        "conclusion": conclusion(desk.deal, group),
    }  # fmt: skip


def _reading(desk: Desk, parameter: str, group: Group) -> Context:
    question, value, others = reading_line(desk.deal, parameter)
    chosen = desk.deal.agreement.readings.get(parameter)
    because = getattr(chosen, "because", None) or ""
    changed: Sequence[Change] = [c for c in desk.docket.changes if c.parameter == parameter and c.subject in subjects(group)]
    other = "; ".join(dict.fromkeys(f"{c.value.replace('_', ' ')} would give “{c.after}”" for c in changed)) or others
    return {"name": sentence(question).removesuffix("."), "value": value, "because": sentence(because), "other": sentence(other)}


def packet_index(deal_title: str, title: str, desk: Desk, entries: Sequence[Context]) -> Context:
    """The cover of a packet: deal, event, day, and one line for each document with its page."""
    return {"deal_title": deal_title, "event_title": title, "packet_date": long_date(desk.today), "entries": list(entries)}
