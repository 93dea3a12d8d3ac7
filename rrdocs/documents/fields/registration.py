"""D-01 to D-03, D-21, D-22: the notices of a registration, and the forms with which the others
join.
"""

from __future__ import annotations

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.vocabulary import DISPOSITIONS
from rrdocs.dates.moments import long_date, spoken, weekday_date
from rrdocs.deal.events import (
    RegistrationProposed,
    Request,
    ShelfTakedown,
    ShortFormNotice,
)
from rrdocs.docket.decisions import Decision
from rrdocs.documents.wording.clause_wording import joined_basis, required_basis
from rrdocs.documents.wording.common_fields import dollars, registration_of, request_named
from rrdocs.documents.wording.event_titles import event_title, request_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import NBSP, in_figures, initials, period_words, section
from rrdocs.documents.wording.reply_windows import window_fields
from rrdocs.documents.wording.signature_blocks import block
from rrdocs.facts.offerings.underwriters import managing_underwriter

# ---- notices of a registration


def _letters(fields: LetterFields, about: str) -> list[Request]:
    """The letters that make up a request, as they came: the last completed it."""
    return list(request_named(fields, about).letters)


def _request(fields: LetterFields, about: str) -> Context:
    """What a demand or short form asks for."""
    letters, request = _letters(fields, about), request_named(fields, about)
    asked = {name: number or 0 for name, number in request.requesters.items()}
    method = request.disposition or "none"
    firm = managing_underwriter(fields.position, registration_of(fields, about))
    cut, piggyback = fields.deal.terms.demand_cutback, fields.deal.terms.piggyback
    underwritten = method in ("firm_commitment", "best_efforts")
    when = fields.came(letters[-1])
    found = {
        "received_line": spoken(when),
        "request_term": request_title(letters[0]),
        "requesters": [
            {"name": fields.name(name), "shares": in_figures(shares)}
            for name, shares in asked.items()
        ],
        "requested_total": in_figures(sum(asked.values())),
        "method": DISPOSITIONS[method],
        "underwritten": underwritten,
        "underwriter": fields.name(firm) if firm else "",
        "cutback_clause": section(cut.clause) if cut else "",
        "cutback_basis": required_basis(fields.deal),
        "piggyback_term": DOCUMENT_TYPES["piggyback_notice"].title,
        "piggyback_period": period_words(piggyback.response) if piggyback else "",
        "piggyback_from": bool(piggyback and any(piggyback.response.anchors)),
        "piggyback_method": bool(piggyback and "method" in piggyback.must_state),
        "piggyback_choice": bool(piggyback and "election" in piggyback.must_state),
        "piggyback_test": piggyback.reply if piggyback else "given",
    }
    return found | fields.clauses()


def _pending(fields: LetterFields, about: str) -> dict[str, str]:
    """What is said of a standstill or deferral that holds up the filing and nothing else."""
    words = fields.deal.agreement.words
    clocks = [clock for clock in fields.docket.clocks if clock.running]
    standstill = next((c for c in clocks if c.name == "standstill" and c.about == about), None)
    deferral = next(
        (
            c
            for c in clocks
            if c.name == "deferral" and fields.position.by_id[c.about].subject == about
        ),
        None,
    )
    text = {"standstill_text": "", "deferral_text": ""}
    if standstill and standstill.last_day:
        text["standstill_text"] = (
            f"Under {section(standstill.clause)} {words.issuer} may put off the filing on account"
            f" of a prior registration, not beyond {weekday_date(standstill.last_day)}."
        )
    if deferral and deferral.last_day:
        text["deferral_text"] = (
            f"Under {section(deferral.clause)} {words.issuer} has put off the filing, not beyond"
            f" {weekday_date(deferral.last_day)}."
        )
    return text


def further_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-01, D-02: a demand or short form passed on to another holder, or to a requester as a
    Piggyback Notice.
    """
    terms, about, to = fields.deal.terms, decision.about, decision.to or ""
    letters = _letters(fields, about)
    short = isinstance(letters[0], ShortFormNotice)
    right = terms.short_form if short else terms.demand
    assert right is not None  # a decision is made only under a right that is granted
    document = "short_form_further_notice" if short else "demand_further_notice"
    copy_only = decision.document == "piggyback_notice"
    request = _request(fields, about)
    joined = terms.piggyback.required_registrations if terms.piggyback else "excluded"
    read = joined == "reading" and fields.deal.readings(
        "piggyback_on_required_registration", "combined", about
    )
    combined = joined == "included" or read
    form = () if copy_only else (f"Form of {DOCUMENT_TYPES['joining_request'].title}",)
    copies = [f"{event_title(fields, letter)} (copy)" for letter in letters]
    head = fields.letter(decision, event_title(fields, letters[-1]), enclosures=(*copies, *form))
    window, opens = ("piggyback_window", terms.piggyback) if copy_only else ("join_window", right)
    assert opens is not None  # a Piggyback Notice is decided only under a right that is granted
    found: Context = (
        head
        | window_fields(fields, about, to, window, opens.response, opens.reply)
        | fields.holding(to)
        | request
        | _pending(fields, about)
    )
    found |= {
        "document_title": DOCUMENT_TYPES[document].title,
        "clause": section(right.clause),
        "combined": combined,
        "copy_only": copy_only,
    }
    if short:
        stated = request_named(fields, about).net_proceeds
        found |= {
            "net_proceeds": dollars(stated) if stated else "not stated",
            "form_name": f"Form{NBSP}{terms.short_form.form}" if terms.short_form else "",
        }
    return found


def _proposal(fields: LetterFields, about: str) -> Context:
    """What the issuer proposes to register, or to take down from a shelf."""
    event = fields.position.by_id[about]
    registration = fields.position.registration(
        event.registration if isinstance(event, ShelfTakedown) else about
    )
    proposal, request = registration.proposal, registration.request
    asked = fields.deal.terms.piggyback.must_state if fields.deal.terms.piggyback else ()
    underwriter = managing_underwriter(fields.position, registration)
    underwriting = proposal.underwriting if proposal else "none"
    if request and request.disposition in ("firm_commitment", "best_efforts"):
        underwriting = request.disposition
    planned = proposal.planned_filing if proposal else None
    cut, terms = fields.deal.terms.piggyback_cutback, fields.deal.terms
    accounts = {
        "issuer": "for its own account",
        "holders": "for the account of other security holders",
        "both": "for its own account and that of other security holders",
    }
    return fields.clauses() | {
        "registration_form": f"Form{NBSP}{registration.form}" if registration.form else "its form",
        "offering_text": "shares of its common stock",
        "account_text": accounts[proposal.account if proposal else "holders"],
        "underwritten": underwriting != "none",
        "elects": underwriting != "none" and "election" in asked,
        "asks_method": "method" in asked,
        "method": DISPOSITIONS[underwriting],
        "underwriter": fields.name(underwriter) if underwriter else "",
        "planned_filing": long_date(planned.day) if planned else "",
        "cutback_clause": section(cut.clause) if cut else "",
        "cutback_basis": joined_basis(fields.deal),
        "may_abandon": terms.piggyback is not None,
    }


def piggyback_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-03: each holder is notified of a proposed registration."""
    right, about, to = fields.deal.terms.piggyback, decision.about, decision.to or ""
    assert right is not None  # a decision is made only under a right that is granted
    event = fields.position.by_id[about]
    form = f"Form of {DOCUMENT_TYPES['piggyback_election'].title}"
    return (
        fields.letter(decision, event_title(fields, event), enclosures=(form,))
        | window_fields(fields, about, to, "piggyback_window", right.response, right.reply)
        | fields.holding(to)
        | _proposal(fields, about)
        | _pending(fields, about)
    )


def demand_further_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-01: a demand passed on to another holder."""
    return further_notice(fields, decision)


def short_form_further_notice(fields: LetterFields, decision: Decision) -> Context:
    """D-02: a request on the short form passed on to another holder."""
    return further_notice(fields, decision)


# ---- forms that go with them


def _form(fields: LetterFields, decision: Decision, form: str, clause: str) -> Context:
    """What an investor's form has: who it is for, what it answers, where it goes, who signs."""
    to = decision.to or ""
    there, title = fields.address(to, to), DOCUMENT_TYPES[form].title
    lines = [*(there.lines if there else ())]
    if there and there.attention:
        lines.append(f"Attention: {initials(there.attention)}")
    notice = f"the {DOCUMENT_TYPES[decision.document].title} dated {long_date(fields.today)}"
    return (
        fields.agreement()
        | fields.holding(to)
        | {
            "document_title": title,
            "clause": section(clause),
            "investor_name": fields.name(to),
            "investor_lines": lines,
            "notice_line": notice,
            "issuer_reply_lines": fields.reply_lines(),
            "signature_blocks": [block(fields.deal, to)],
            "signature_page_of": f"{title} of {fields.name(to)},\nin answer to {notice}",
        }
    )


def joining_request(fields: LetterFields, decision: Decision) -> Context:
    """D-21: the form with which another holder joins."""
    terms, about, to = fields.deal.terms, decision.about, decision.to or ""
    right = terms.short_form if decision.document == "short_form_further_notice" else terms.demand
    assert right is not None  # a decision is made only under a right that is granted
    return (
        _form(fields, decision, "joining_request", right.clause)
        | window_fields(fields, about, to, "join_window", right.response, right.reply)
        | _request(fields, about)
    )


def piggyback_election(fields: LetterFields, decision: Decision) -> Context:
    """D-22: the form with which a holder asks to be included, and elects how."""
    right, about, to = fields.deal.terms.piggyback, decision.about, decision.to or ""
    assert right is not None  # a decision is made only under a right that is granted
    return (
        _form(fields, decision, "piggyback_election", right.clause)
        | window_fields(fields, about, to, "piggyback_window", right.response, right.reply)
        | _proposal(fields, about)
    )


def is_proposal(fields: LetterFields, about: str) -> bool:
    """Whether a Piggyback Notice is about what the issuer proposes or takes down, and not about a
    demand or short form.
    """
    return isinstance(fields.position.by_id.get(about), RegistrationProposed | ShelfTakedown)
