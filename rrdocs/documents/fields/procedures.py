"""D-04, D-06, D-15 to D-18, D-24, D-27, D-53: what goes with a registration that is being made,
and with its prospectus.
"""

from __future__ import annotations

from rrdocs.agreement.vocabulary import DISPOSITIONS
from rrdocs.dates.moments import long_date, spoken, weekday_date
from rrdocs.deal.events import BlueSkyRequested, ProspectusSupplemented, Request
from rrdocs.docket.decisions import Decision
from rrdocs.docket.figures import BlueSkyFigures
from rrdocs.documents.wording.common_fields import (
    clause,
    clock,
    event_of,
    figures_of,
    form_fields,
    letter,
    record_fields,
    registration,
    registration_of,
    taking_part,
)
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import in_figures, name_list

# ---- the prospectus stops and starts


def suspension_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-04: the prospectus may not be used; nothing is said of what has happened."""
    event = event_of(fields, decision)
    return (
        letter(fields, decision, f"Use of the prospectus, {long_date(event.date.day)}")
        | registration(fields, decision.about)
        | {
            "happened": spoken(event.date),
            "supplement_clause": clause(fields.deal.terms.review),
        }
    )


def resumption_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-06: the prospectus has been supplemented and may be used again."""
    event = event_of(fields, decision)
    supplements = [
        e
        for e in fields.position.about(ProspectusSupplemented, event.subject)
        if e.date.at >= event.date.at
    ]
    stopped = fields.position.sent(event.id, decision.to or "", "suspension_notice")
    return (
        letter(
            fields, decision, "Use of the prospectus", enclosures=("Supplement to the prospectus",)
        )
        | registration(fields, decision.about)
        | {
            "supplemented": spoken(supplements[0].date) if supplements else "",
            "stopped_day": long_date(stopped[-1].date.day) if stopped else "",
            "copies_clause": clause(fields.deal.terms.copies),
        }
    )


# ---- a registration goes forward, or is given up


def abandonment_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-15: the issuer has given up its own registration."""
    found = registration_of(fields, decision.about)
    step = found.ended
    return (
        letter(fields, decision)
        | registration(fields, decision.about)
        | {
            "given_up": long_date(step.date.day) if step else "",
            "withdrawn": found.withdrawn is not None,
        }
    )


def effectiveness_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-16: the registration is effective, and the periods that this starts."""
    found, terms = registration_of(fields, decision.about), fields.deal.terms
    step = found.effective
    to = decision.to or ""
    period = clock(fields, "period_of_distribution", found.event.id)
    lock = clock(fields, "registration_lock", found.id)
    covered = taking_part(fields, decision.about)
    return (
        letter(fields, decision)
        | registration(fields, decision.about)
        | {
            "effective_at": spoken(step.date) if step else "",
            "covered": in_figures(covered[to]) if to in covered else "",
            "covered_total": in_figures(sum(covered.values())),
            "distribution_end": weekday_date(period.last_day) if period and period.last_day else "",
            "distribution_clause": clause(terms.period_of_distribution),
            "lock_end": weekday_date(lock.last_day) if lock and lock.last_day else "",
            "lock_clause": clause(terms.registration_lock),
            "suspension_clause": clause(terms.suspension),
        }
    )


def draft_registration_transmittal(fields: LetterFields, decision: Decision) -> Context:
    """D-17: counsel for the selling holders reviews the draft before it is filed."""
    found, sellers = registration_of(fields, decision.about), taking_part(fields, decision.about)
    planned = found.proposal.planned_filing if found.proposal else None
    filing = planned.day if planned and found.filed is None else None
    return (
        letter(fields, decision, enclosures=("Draft registration statement", "Draft prospectus"))
        | registration(fields, decision.about)
        | {
            "sellers": [
                {"name": fields.name(name), "shares": in_figures(number)}
                for name, number in sellers.items()
            ],
            "sellers_total": in_figures(sum(sellers.values())),
            "planned_filing": weekday_date(filing) if filing else "",
            "information_clause": clause(fields.deal.terms.questionnaire),
        }
    )


def prospectus_delivery_letter(fields: LetterFields, decision: Decision) -> Context:
    """D-18: the copies that a seller or underwriter has asked for."""
    event = event_of(fields, decision)
    found = registration_of(fields, decision.about)
    papers = (
        "Registration statement",
        "Preliminary prospectus" if found.effective is None else "Prospectus",
    )
    return (
        letter(fields, decision, enclosures=papers)
        | registration(fields, decision.about)
        | {
            "asked_day": long_date(event.date.day),
            "preliminary": found.effective is None,
            "suspension_clause": clause(fields.deal.terms.suspension),
        }
    )


# ---- what the sellers send


def selling_holder_questionnaire(fields: LetterFields, decision: Decision) -> Context:
    """D-24: what a selling holder states for use in the registration statement."""
    party, terms = decision.sender or "", fields.deal.terms
    found = registration_of(fields, decision.about)
    offered = taking_part(fields, decision.about).get(party)
    request = found.request
    method = (
        request.disposition
        if isinstance(request, Request)
        else found.proposal.underwriting
        if found.proposal
        else None
    )
    return (
        form_fields(fields, decision)
        | fields.holding(party)
        | registration(fields, decision.about)
        | {
            "offered": in_figures(offered) if offered else "",
            "method": DISPOSITIONS.get(method or "", ""),
            "tranches": [
                {"tranche": fields.deal.agreement.tranches[tranche].name, "held": in_figures(held)}
                for tranche, held in fields.position.ledger.by_tranche(
                    party, fields.position.as_of
                ).items()
            ],
            "indemnity_clause": " and ".join(
                filter(None, [clause(terms.issuer_indemnity), clause(terms.seller_indemnity)])
            ),
            "suspension_clause": clause(terms.suspension),
        }
    )


def procedures_request(fields: LetterFields, decision: Decision) -> Context:
    """D-27: a seller asks for copies, qualification, inspection, or opinion and comfort."""
    terms = fields.deal.terms
    return (
        form_fields(fields, decision)
        | registration(fields, decision.about)
        | {
            "clause": clause(terms.procedures),
            "copies_clause": clause(terms.copies),
            "blue_sky_clause": clause(terms.blue_sky),
            "inspection_clause": clause(terms.inspection),
            "comfort_clause": clause(terms.comfort),
        }
    )


# ---- blue sky

BURDENS = {
    "none": "none beyond qualification",
    "general_consent": "a general consent to service of process",
    "qualify_to_do_business": "qualification to do business there",
    "taxation": "submission to taxation there",
}


def blue_sky_memo(fields: LetterFields, decision: Decision) -> Context:
    """D-53: in which states the shares are to be qualified, and in which not."""
    event = event_of(fields, decision)
    counted = figures_of(fields, BlueSkyFigures, event.id)
    assert isinstance(event, BlueSkyRequested)  # it is about such a request
    qualify = set(counted.qualify) if counted else set()
    rows = [
        {
            "state": state,
            "burden": BURDENS[burden],
            "qualify": "yes" if state in qualify else "not required",
        }
        for state, burden in event.states.items()
    ]
    return (
        record_fields(fields, decision)
        | registration(fields, decision.about)
        | {
            "rows": rows,
            "asked_by": fields.name(event.by),
            "asked_day": long_date(event.date.day),
            "states": (
                name_list([state for state in event.states if state in qualify]) or "no state"
            ),
        }
    )
