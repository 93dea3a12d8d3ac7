"""D-60: the memorandum to counsel about one event, and the index of its packet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.deal import Deal
from rrdocs.docket.decisions import Decision
from rrdocs.docket.explanation import (
    DocumentGroup,
    conclusion,
    groups,
    holds_word,
    people,
    reading_line,
    stop,
    subjects,
    why_not,
)
from rrdocs.docket.requirements import requires
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import NBSP, capital, glued, number_words, section, sentence


def counsel_memo(fields: LetterFields, title: str) -> Context:
    """What is due about an event, to whom, by when and why, on which readings; what is not due;
    what is open.
    """
    deal = fields.deal
    found = merged_groups(groups(fields.docket.decisions))
    going = [g for g in found if g.first.outcome in ("due", "given")]
    opened = [g for g in found if g.first.outcome == "open"]
    counsel = deal.role("counsel")
    return {
        "memo_to": (
            deal.party_name(counsel) if counsel else f"Counsel to {deal.party_name(deal.issuer)}"
        ),
        "memo_from": fields.clerk(),
        "memo_date": long_date(fields.today),
        "memo_re": title,
        "answers": _answers(deal, [g for g in going if g.first.outcome == "due"]),
        "sections": [_section(fields, g, found) for g in (*going, *opened)],
        "not_due": [
            {
                "document": DOCUMENT_TYPES[g.first.document].title,
                "to": to_whom(deal, g) if g.recipients else "—",
                "clause": section(g.first.clause),
                "why": sentence(why_not(g.first)),
            }
            for g in found
            if g.first.outcome == "not_due"
        ],
        "open": [{"question": _question(g), "who": "counsel"} for g in opened],
        "flags": [
            {"clause": capital(section(f.clause)), "says": sentence(f.says)}
            for f in fields.docket.flags
        ],
        "unmodelled": [
            sentence(f"{section(item.clause)}: {item.says}") for item in deal.agreement.unmodelled
        ],
    }


def merged_groups(found: Sequence[DocumentGroup]) -> list[DocumentGroup]:
    """Groups that differ only in their sender as one: one document that each of several
    owes.
    """
    merged: dict[tuple[object, ...], list[Decision]] = {}
    for group in found:
        d = group.first
        key = (
            d.document,
            d.about,
            d.outcome,
            d.due,
            d.late,
            d.class_,
            d.readings,
            group.recipients,
        )
        merged.setdefault(key, []).extend(group.decisions)
    return [DocumentGroup(tuple(decisions)) for decisions in merged.values()]


def to_whom(deal: Deal, group: DocumentGroup) -> str:
    """Who is notified, and by whom where that is not the issuer; the file, for a document that
    nobody is sent.
    """
    if group.first.class_ == "internal":
        return "the file"
    by = [
        name
        for name in dict.fromkeys(d.sender for d in group.decisions)
        if name and name != deal.issuer
    ]
    recipients = tuple(dict.fromkeys(group.recipients))
    to = deal.agreement.words.issuer if recipients == (deal.issuer,) else people(deal, recipients)
    return to + (f", from {people(deal, by)}" if by else "")


def _told(deal: Deal, group: DocumentGroup) -> str:
    """The answer in a sentence or two."""
    d, whom = group.first, to_whom(deal, group)
    once = DocumentGroup(tuple({d.to: d for d in group.decisions}.values()))
    said = conclusion(deal, once)
    if d.outcome == "due":
        concerned = f"for {whom}" if d.class_ == "internal" else f"to {whom}"
        said = said.replace(f"to {people(deal, once.recipients)}", concerned, 1)
    elif d.outcome == "open" and once.recipients:
        said += f" If due, it goes to {whom}."
    return stop(said.replace("..", "."))  # a name may end in a full stop


def _question(group: DocumentGroup) -> str:
    d = group.first
    return sentence(
        f"{DOCUMENT_TYPES[d.document].title}:"
        f" {'; '.join(f.says for f in d.findings if f.holds is None)}"
    )


def _answers(deal: Deal, found: Sequence[DocumentGroup]) -> list[Context]:
    """One row for each document and day, whatever the readings on which it rests."""
    rows: dict[tuple[object, ...], list[DocumentGroup]] = {}
    for group in found:
        d = group.first
        rows.setdefault((d.document, d.clause, d.class_, d.due, d.late), []).append(group)
    return [
        {
            "what": _name(alike[0]),
            "to": "; ".join(dict.fromkeys(to_whom(deal, group) for group in alike)),
            "clause": section(alike[0].first.clause),
            "by": _by(alike[0].first),
        }
        for alike in rows.values()
    ]


def _by(d: Decision) -> str:
    passed = " (the day has passed)" if d.late and d.class_ != "internal" else ""
    return f"{weekday_date(d.due)}{passed}" if d.due else "no day is set"


def _name(group: DocumentGroup) -> str:
    d = group.first
    return f"{DOCUMENT_TYPES[d.document].title}{'' if d.class_ == 'required' else f' ({d.class_})'}"


def _section(fields: LetterFields, group: DocumentGroup, found: Sequence[DocumentGroup]) -> Context:
    deal, d = fields.deal, group.first
    several = (
        sum(g.first.document == d.document and g.first.outcome != "not_due" for g in found) > 1
    )
    return {
        "heading": _name(group) + (f": {to_whom(deal, group)}" if several else ""),
        "requires": glued(requires(deal, d.document)),
        "facts": _facts(group),
        "arithmetic": [
            *(sentence(line) for line in d.arithmetic),
            *(
                sentence(f"Not expressed in the data; counsel must consider: {says}")
                for says in d.unmodelled
            ),
        ],
        "readings": [_reading(fields, name, group) for name in d.readings],
        "conclusion": _told(deal, group),
    }


def _facts(group: DocumentGroup) -> list[Context]:
    """What all share, then what is said of the first, with a word that the like holds for each of
    the others.
    """
    shared, others = group.findings, len(group.decisions) - 1
    own = [f for f in group.first.findings if f not in shared]
    like = (
        f" The like is found for each of the other {number_words(others)}."
        if others > 1
        else " The like is found for the other."
    )
    rows = [(f, sentence(f.says)) for f in shared] + [(f, sentence(f.says) + like) for f in own]
    return [
        {
            "condition": capital(section(f.clause or group.first.clause)),
            "fact": says,
            "place": f"{f.evidence.path}, line{NBSP}{f.evidence.line}" if f.evidence else "—",
            "holds": holds_word(f.holds),
        }
        for f, says in rows
    ]


def _reading(fields: LetterFields, parameter: str, group: DocumentGroup) -> Context:
    question, value, others = reading_line(fields.deal, parameter)
    chosen = fields.deal.agreement.readings.get(parameter)
    because = getattr(chosen, "because", None) or ""
    concerned = subjects(group)
    after: dict[str, list[str]] = {}
    for change in fields.docket.changes:
        if change.parameter == parameter and change.subject in concerned:
            after.setdefault(f"“{change.value.replace('_', ' ')}”", []).append(change.after)
    alike: dict[str, list[str]] = {}
    for name, answers in after.items():
        alike.setdefault(would(answers), []).append(name)
    other = "; ".join(f"on {' or '.join(names)}, {words}" for words, names in alike.items())
    return {
        "name": capital(question),
        "value": f"“{value}”",
        "because": sentence(because),
        "other": sentence(capital(other or others)),
    }


def would(answers: Sequence[str]) -> str:
    """What other answers would be, in words: due by Thursday, June 7, 2001; not due; no such
    document is called for.
    """
    said = dict.fromkeys(map(_words, answers))
    return (
        " or ".join(words for words in said if words or len(said) == 1)
        or "no such paper is called for"
    )


def _words(answer: str) -> str:
    """An answer under another reading (``due, 2001-06-07, late``) in words; none where there is no
    such decision.
    """
    outcome, *rest = answer.split(", ")
    days = [weekday_date(date.fromisoformat(day)) for day in rest if day[:1].isdigit()]
    if outcome in {"nothing", "not due"} or not days:
        return "" if outcome == "nothing" else outcome
    by = f"due by {days[0]}" + (", which has passed" if "late" in rest else "")
    return by if outcome == "due" else f"{outcome}; if due, {by.removeprefix('due ')}"


def packet_index(
    deal_title: str, title: str, fields: LetterFields, entries: Sequence[Mapping[str, str]]
) -> Context:
    """The cover of a packet: deal, event, day, and one line for each document with its page."""
    return {
        "deal_title": deal_title,
        "event_title": title,
        "packet_date": long_date(fields.today),
        "entries": list(entries),
    }
