"""D-10, D-11, D-25, D-26, D-38: requests for registration, and what the issuer answers."""

from __future__ import annotations

from rrdocs.agreement.vocabulary import AGAIN_BY, CURES, DISPOSITIONS
from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    Event,
    JoinRequest,
    PiggybackRequest,
    Request,
    RequestWithdrawn,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Decision, Finding
from rrdocs.documents.wording.common_fields import clause, dollars, event_of, form_fields
from rrdocs.documents.wording.event_titles import event_title, request_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import (
    enough_words,
    in_figures,
    number_words,
    section,
    sentence,
)


def _request_line(fields: LetterFields, event: Event) -> str:
    day = long_date(event.date.day)
    match event:
        case Request():
            return f"your {request_title(event)} received on {long_date(fields.came(event).day)}"
        case JoinRequest():
            return f"your joining request received on {day}"
        case PiggybackRequest():
            return f"your piggyback request received on {day}"
        case _:
            return f"your letter of {day}"


def _cure(fields: LetterFields, finding: Finding) -> str:
    """What mends a defect, in words; nothing where no letter mends it."""
    order = sorted(finding.cures, key=lambda cure: cure != "send_again")
    return " ".join(_again(fields) if cure == "send_again" else CURES[cure] for cure in order)


def _again(fields: LetterFields) -> str:
    """That a request be sent again, by one of the agreement's methods."""
    ways = [
        AGAIN_BY[name] + (f" followed by {rule.followed_by}" if rule.followed_by else "")
        for name, rule in fields.deal.terms.notices.methods.items()
    ]
    return f"Please send it again {', '.join(ways[:-1])}{', or ' if ways[1:] else ''}{ways[-1]}."


def deficiency_letter(fields: LetterFields, decision: Decision) -> Context:
    """D-10: what is missing from a request, and how to put it right."""
    event, to = fields.position.by_id[decision.about], decision.to or ""
    replies = isinstance(event, JoinRequest | PiggybackRequest)
    # of a request to join, the first finding says what it leaves out; the others, that it counts in
    # all else
    shown = [finding for finding in decision.findings[: 1 if replies else None] if finding.holds]
    about = event.subject if replies else ""
    window = next(
        (c for c in fields.docket.clocks if c.about == about and c.party == to and c.running), None
    )
    permitted = window.last_permitted if window else None
    piggyback = fields.deal.terms.piggyback
    test = piggyback.reply if piggyback and isinstance(event, PiggybackRequest) else "received"
    cure = (
        f"A request that is put right and {test} by that day will be treated as if it had been"
        " complete from the start."
    )
    line = f"Your request of {long_date(event.date.day)}" if replies else event_title(fields, event)
    return fields.letter(decision, line) | {
        "document_title": "Your Request: Points to Be Completed",
        "request_line": _request_line(fields, event),
        "defects": [
            {"clause": section(f.clause), "words": sentence(f.says), "cure": _cure(fields, f)}
            for f in shown
        ],
        "window_open": permitted is not None,
        "last_permitted": weekday_date(permitted) if permitted else "",
        "cure_text": cure if permitted else "",
    }


def refusal_letter(fields: LetterFields, decision: Decision) -> Context:
    """D-11: the ground on which a request is declined."""
    event = fields.position.by_id[decision.about]
    demand, short = fields.deal.terms.demand, fields.deal.terms.short_form
    holders = fields.deal.agreement.words.holders
    other = ""
    if isinstance(event, ShortFormNotice) and short:
        other = (
            f"A new notice that meets {section(short.clause)} may be given at any time, alone or"
            f" together with other {holders}."
        )
    elif demand and fields.deal.terms.piggyback:
        clause = section(fields.deal.terms.piggyback.clause)
        other = f"The right under {clause} to join a registration that is proposed is not affected."
    grounds = [
        {"clause": section(f.clause), "words": sentence(f.says), "arithmetic": ""}
        for f in decision.findings
        if f.holds
    ]
    return fields.letter(decision, event_title(fields, event)) | {
        "document_title": "Your Request for Registration",
        "request_line": _request_line(fields, event),
        "grounds": grounds,
        "alternative": other,
    }


# ---- the requests themselves


def _request(fields: LetterFields, decision: Decision) -> Context:
    """A request for registration, with what is known filled in: who asks, for how many shares, how
    they are to be sold.
    """
    event = event_of(fields, decision)
    asking = dict(event.requesting) if isinstance(event, Request) else {decision.sender or "": None}
    people = list(asking)
    rows = [
        {
            "name": fields.name(name),
            "held": in_figures(fields.held(name)),
            "shares": in_figures(number) if number else "",
            "tranches": [
                {"tranche": fields.deal.agreement.tranches[tranche].short, "held": in_figures(held)}
                for tranche, held in fields.position.ledger.by_tranche(
                    name, fields.position.as_of
                ).items()
            ],
        }
        for name, number in asking.items()
    ]
    total = [number for number in asking.values() if number]
    method = event.disposition if isinstance(event, Request) and event.disposition else ""
    terms, words = fields.deal.terms, fields.deal.agreement.words
    return form_fields(fields, decision, party=people[0], others=people[1:]) | {
        "rows": rows,
        "requested_total": in_figures(sum(total)) if len(total) == len(people) else "",
        "held_total": in_figures(sum(fields.held(name) for name in people)),
        "outstanding": in_figures(fields.position.ledger.total(fields.position.as_of)),
        "method": DISPOSITIONS.get(method, ""),
        "other_agreements": [other.name for other in fields.deal.agreement.other_agreements],
        "information_clause": clause(terms.questionnaire),
        "exclusion_clause": clause(terms.loss_of_rights),
        "exclusion_rule": f"Rule\u00a0{terms.loss_of_rights.rule}" if terms.loss_of_rights else "",
        "several": len(people) > 1,
        "asker": words.holders if len(people) > 1 else words.holder,
    }


def demand_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-25: holders of enough stock ask for a registration."""
    right = fields.deal.terms.demand
    return _request(fields, decision) | {
        "clause": clause(right),
        "share_needed": enough_words(right.threshold) if right else "",
    }


def short_form_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-26: a holder asks for a registration on the short form."""
    right, event = fields.deal.terms.short_form, event_of(fields, decision)
    net = event.net_proceeds if isinstance(event, ShortFormNotice) else None
    return _request(fields, decision) | {
        "clause": clause(right),
        "registration_form": f"Form\u00a0{right.form}" if right else "",
        "net_proceeds": dollars(net) if net is not None else "",
        "threshold": dollars(right.net_proceeds_over) if right else "",
    }


def withdrawal_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-38: one who asked takes the request back."""
    event = event_of(fields, decision)
    first = (
        fields.position.by_id.get(event.subject) if isinstance(event, RequestWithdrawn) else event
    )
    first = first or event
    demand = fields.deal.terms.demand
    counts = (
        demand is not None
        and demand.limit is not None
        and fields.deal.readings("demand_withdrawal", "counts", first.id)
    )
    return form_fields(fields, decision) | {
        "request_line": _named(fields, first),
        "clause": section(decision.clause),
        "limit_words": number_words(demand.limit) if demand and demand.limit else "",
        "counts": counts,
    }


def _named(fields: LetterFields, event: Event) -> str:
    return event_title(fields, event)
