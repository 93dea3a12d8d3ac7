"""D-07 to D-09, D-14, D-67, D-75: what waits, and until when: deferral, standstill, holdback and
lock.
"""

from __future__ import annotations

from rrdocs.dates.moments import long_date, weekday_date
from rrdocs.deal.events import (
    DeferralDetermined,
    DeferralEnded,
    HoldbackRequested,
    NoticeSent,
    Waiver,
)
from rrdocs.docket.decisions import Decision
from rrdocs.docket.figures import DeferralFigures
from rrdocs.documents.wording.common_fields import (
    clause,
    clock,
    event_of,
    figures_of,
    letter,
    record_fields,
    registration,
    registration_of,
)
from rrdocs.documents.wording.event_titles import event_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import capital, number_words, period_words, sentence
from rrdocs.documents.wording.signature_blocks import block
from rrdocs.facts.offerings.underwriters import managing_underwriter
from rrdocs.facts.record.position import Registration

# ---- deferral


def _deferral(fields: LetterFields, decision: Decision) -> Context:
    """A deferral: of what, determined when, how long it may last, what is used and left."""
    event = event_of(fields, decision)
    assert isinstance(event, DeferralDetermined)  # it is about a determination
    rule, running = fields.deal.terms.deferral, clock(fields, "deferral", event.id)
    counted = figures_of(fields, DeferralFigures, event.about)
    request = fields.position.by_id.get(event.about)
    return {
        "request_line": event_title(fields, request) if request else event.about,
        "determined": weekday_date(event.date.day),
        "outside_day": weekday_date(running.last_day) if running and running.last_day else "",
        "longest": period_words(rule.longest) if rule else "",
        "from_request": bool(rule and rule.counted_from == "request"),
        "counted_from": (
            "receipt of the request"
            if rule and rule.counted_from == "request"
            else "the determination"
        ),
        "times": number_words(rule.times) if rule and rule.times else "",
        "days_in_period": str(rule.days_in_period) if rule and rule.days_in_period else "",
        "period": period_words(rule.period) if rule and rule.period else "",
        "days_used": str(counted.days_used) if counted else "",
        "days_left": (str(counted.days_left) if counted and counted.days_left is not None else ""),
        "deferral_clause": clause(rule),
    }


def deferral_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-07: the filing is put off; nothing is said of the reason."""
    return letter(fields, decision, "Deferral of the registration") | _deferral(fields, decision)


ENDS = {
    "disclosed": "the information on account of which it was made has been disclosed to the public",
    "immaterial": "the information on account of which it was made has ceased to be material",
}


def deferral_end_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-08: the deferral is over, and why."""
    ended = fields.position.last(DeferralEnded, decision.about)
    found = _deferral(fields, decision)
    reason = (
        ENDS[ended.because]
        if ended
        else "the longest time for which the clause allows it has run out"
    )
    day = weekday_date(ended.date.day) if ended else found["outside_day"]
    return (
        letter(fields, decision, "End of the deferral") | found | {"ended": day, "reason": reason}
    )


def board_determination(fields: LetterFields, decision: Decision) -> Context:
    """D-67: the resolution that starts a deferral, with the certificate of the officer who keeps
    the minutes.
    """
    event = event_of(fields, decision)
    found = _deferral(fields, decision) if isinstance(event, DeferralDetermined) else {}
    assert found  # it is asked for only about a determination
    issuer = fields.deal.party_name(fields.deal.issuer)
    return (
        record_fields(fields, decision)
        | found
        | {
            "disclosure": bool(getattr(event, "disclosure_required", False)),
            "harm": bool(getattr(event, "material_adverse_effect", False)),
            "signature_blocks": [block(fields.deal, fields.deal.issuer)],
            "signature_page_of": f"Certificate of Board Determination of {issuer}",
        }
    )


# ---- standstill


def standstill_letter(fields: LetterFields, decision: Decision) -> Context:
    """D-09: a prior registration holds up the filing, and until when."""
    found = clock(fields, "standstill", decision.about)
    prior = _prior(fields, decision)
    rule = fields.deal.terms.standstill
    sent = [
        n
        for n in fields.position.all(NoticeSent)
        if n.about in {prior.id, prior.event.id} and n.document == "piggyback_notice"
    ]
    return letter(
        fields, decision, enclosures=("Log of the notices of the prior registration",)
    ) | {
        "prior_form": f"Form\u00a0{prior.form}" if prior.form else "",
        "prior_filed": long_date(prior.filed.date.day) if prior.filed else "",
        "prior_effective": long_date(prior.effective.date.day) if prior.effective else "",
        "last_day": weekday_date(found.last_day) if found and found.last_day else "",
        "after_effectiveness": period_words(rule.after_effectiveness) if rule else "",
        "piggyback_clause": clause(fields.deal.terms.piggyback),
        "notices": [{"name": fields.name(n.to), "sent": long_date(n.date.day)} for n in sent],
    }


def _prior(fields: LetterFields, decision: Decision) -> Registration:
    """The prior registration on which the decision rests: the one whose filing its findings point
    to.
    """
    places = {finding.evidence for finding in decision.findings}
    filed = [
        r for r in fields.position.registrations().values() if r.filed and r.filed.place in places
    ]
    return filed[0] if filed else registration_of(fields, decision.about)


# ---- holdback


def holdback_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-14: one who is bound may not sell, and from which day it may."""
    found, to, terms = registration_of(fields, decision.about), decision.to or "", fields.deal.terms
    asked = event_of(fields, decision)
    on_request = isinstance(asked, HoldbackRequested)
    name = "holdback_requested" if on_request else "holdback_automatic"
    running = clock(fields, name, found.event.id, to)
    firm = (
        asked.underwriter
        if isinstance(asked, HoldbackRequested)
        else managing_underwriter(fields.position, found)
    )
    days = [
        c.free_from
        for c in fields.docket.clocks
        if c.name == name and c.about == found.event.id and c.free_from
    ]
    free = running.free_from if running else next(iter(days), None)
    return (
        letter(
            fields,
            decision,
            "Holdback of shares",
            enclosures=("Request of the managing underwriter",) if on_request else (),
        )
        | (registration(fields, decision.about))
        | fields.holding(to)
        | {
            "on_request": on_request,
            "asked_day": long_date(asked.date.day) if on_request else "",
            "firm": fields.name(firm) if firm else "the managing underwriter",
            "barred_until": weekday_date(running.last_day) if running and running.last_day else "",
            "free_from": weekday_date(free) if free else "",
            "transfer_clause": clause(terms.transfer_compliance),
            "arithmetic": [sentence(capital(line)) for line in decision.arithmetic],
        }
    )


# ---- lock


def lock_memo(fields: LetterFields, decision: Decision) -> Context:
    """D-75: to those who plan registrations: none but the one asked for, from and to which day."""
    terms, found = fields.deal.terms, clock(fields, "registration_lock", decision.about)
    waivers = [w for w in fields.position.all(Waiver) if w.about == decision.about]
    return record_fields(fields, decision) | {
        "lock_clause": clause(terms.registration_lock),
        "starts": weekday_date(found.starts) if found else "",
        "ends": weekday_date(found.last_day) if found and found.last_day else "",
        "cap": (
            period_words(terms.registration_lock.cap)
            if terms.registration_lock and terms.registration_lock.cap
            else ""
        ),
        "released_forms": [
            f"Form\u00a0{form}"
            for form in (terms.registration_lock.released_forms if terms.registration_lock else ())
        ],
        "issuer_shares_clause": clause(terms.issuer_shares),
        "waiver_clause": clause(terms.waiver),
        "waivers": [
            {"name": fields.name(name), "day": long_date(w.date.day)}
            for w in waivers
            for name in w.signed_by
        ],
        "flags": [
            sentence(f.says)
            for f in fields.docket.flags
            if f.about == decision.about and f.clause == decision.clause
        ],
    }
