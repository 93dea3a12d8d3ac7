"""The fields of each letter and form, document by document."""

from __future__ import annotations

from rrdocs.dates import long_date, spoken, weekday_date
from rrdocs.decision import Decision, Finding
from rrdocs.documents.contexts import METHODS, Context, Desk, Maker, count, event_title, request_title, shares
from rrdocs.documents.phrases import NBSP, initials, name_list, period_words, section, sentence
from rrdocs.documents.signatures import block
from rrdocs.documents.wording import joined_basis, legend_texts, removal_ground, required_basis
from rrdocs.events import (
    Event,
    JoinRequest,
    LegendRemovalRequested,
    NoteConverted,
    OpinionDelivered,
    PiggybackRequest,
    PublicSale,
    RegistrationProposed,
    Request,
    SharesIssued,
    SharesSold,
    ShortFormNotice,
    StockChanged,
    TransferTerms,
    UnderwriterSelected,
)
from rrdocs.kinds import KINDS

# ---- notices of a registration


def _letters(desk: Desk, about: str) -> list[Request]:
    """The letters that make up a request: the first, and those that complete it."""
    position = desk.position
    return [event for event in position.requests if about in {event.id, event.completes}]


def _request(desk: Desk, about: str) -> Context:
    """What a demand or short form asks for."""
    letters = _letters(desk, about)
    asked: dict[str, int] = {}
    for letter in letters:
        for name, number in letter.requesting.items():
            asked[name] = asked.get(name, 0) + (number or 0)
    method = next((letter.disposition for letter in reversed(letters) if letter.disposition), "none")
    chosen = desk.position.last(UnderwriterSelected, about)
    cut, piggyback = desk.deal.terms.demand_cutback, desk.deal.terms.piggyback
    underwritten = method in ("firm_commitment", "best_efforts")
    when = desk.came(letters[-1])
    found = {
        "received_line": spoken(when),
        "request_term": request_title(letters[0]),
        "requesters": [{"name": desk.name(name), "shares": count(shares)} for name, shares in asked.items()],
        "requested_total": count(sum(asked.values())),
        "method": METHODS[method],
        "underwritten": underwritten,
        "underwriter": desk.name(chosen.underwriter) if chosen else "",
        "cutback_clause": section(cut.clause) if cut else "",
        "cutback_basis": required_basis(desk.deal),
        "piggyback_term": KINDS["piggyback_notice"].title,
        "piggyback_period": period_words(piggyback.response) if piggyback else "",
        "piggyback_test": piggyback.reply if piggyback else "given",
    }
    return found | desk.clauses()


def _pending(desk: Desk, about: str) -> Context:
    """What is said of a standstill or deferral that holds up the filing and nothing else."""
    words = desk.deal.agreement.words
    clocks = [clock for clock in desk.docket.clocks if clock.running]
    standstill = next((c for c in clocks if c.name == "standstill" and c.about == about), None)
    deferral = next((c for c in clocks if c.name == "deferral" and desk.position.by_id[c.about].subject == about), None)
    text = {"standstill_text": "", "deferral_text": ""}
    if standstill and standstill.last_day:
        text["standstill_text"] = (
            f"Under {section(standstill.clause)} {words.issuer} may put off the filing on account of a prior registration, "
            f"not beyond {weekday_date(standstill.last_day)}."
        )
    if deferral and deferral.last_day:
        text["deferral_text"] = (
            f"Under {section(deferral.clause)} {words.issuer} has put off the filing, not beyond {weekday_date(deferral.last_day)}."
        )
    return text


def further_notice(desk: Desk, decision: Decision) -> Context:
    """D-01, D-02: a demand or short form passed on to another holder, or to a requester as a Piggyback Notice."""
    terms, about, to = desk.deal.terms, decision.about, decision.to or ""
    letters = _letters(desk, about)
    short = isinstance(letters[0], ShortFormNotice)
    right = terms.short_form if short else terms.demand
    assert right is not None  # a decision is made only under a right that is granted
    document = "short_form_further_notice" if short else "demand_further_notice"
    copy_only = decision.document == "piggyback_notice"
    request = _request(desk, about)
    combined = terms.piggyback is not None and desk.deal.readings("piggyback_on_required_registration", "combined", about)
    form = () if copy_only else (f"Form of {KINDS['joining_request'].title}",)
    copy = f"{request['request_term']} received {long_date(desk.came(letters[-1]).day)} (copy)"
    found = desk.letter(decision, event_title(desk, letters[0]), enclosures=(copy, *form))
    window, opens = ("piggyback_window", terms.piggyback) if copy_only else ("join_window", right)
    assert opens is not None  # a Piggyback Notice is decided only under a right that is granted
    found |= desk.window(about, to, window, opens.response, opens.reply) | desk.holding(to) | request
    found |= _pending(desk, about)
    found |= {
        "document_title": KINDS[document].title, "clause": section(right.clause), "combined": combined, "copy_only": copy_only,
    }  # fmt: skip
    if short:
        stated = [x.net_proceeds for x in letters if isinstance(x, ShortFormNotice) and x.net_proceeds is not None]
        found |= {
            "net_proceeds": f"${stated[-1]:,.2f}".removesuffix(".00") if stated else "not stated",
            "form_name": f"Form{NBSP}{terms.short_form.form}" if terms.short_form else "",
        }
    return found


def _proposal(desk: Desk, about: str) -> Context:
    """What the issuer proposes to register."""
    proposal = desk.position.registration(about).proposal
    assert proposal is not None  # the notice is about a proposal
    chosen = desk.position.last(UnderwriterSelected, about)
    underwriter = chosen.underwriter if chosen else proposal.underwriter
    cut, terms = desk.deal.terms.piggyback_cutback, desk.deal.terms
    accounts = {
        "issuer": "for its own account", "holders": "for the account of other security holders",
        "both": "for its own account and that of other security holders",
    }  # fmt: skip
    return desk.clauses() | {
        "registration_form": f"Form{NBSP}{proposal.form}",
        "offering_text": "shares of its common stock",
        "account_text": accounts[proposal.account],
        "underwritten": proposal.underwriting != "none",
        "method": METHODS[proposal.underwriting],
        "underwriter": desk.name(underwriter) if underwriter else "",
        "planned_filing": long_date(proposal.planned_filing.day) if proposal.planned_filing else "",
        "cutback_clause": section(cut.clause) if cut else "",
        "cutback_basis": joined_basis(desk.deal),
        "may_abandon": terms.piggyback is not None,
    }


def piggyback_notice(desk: Desk, decision: Decision) -> Context:
    """D-03: a proposed registration, told to each holder."""
    right, about, to = desk.deal.terms.piggyback, decision.about, decision.to or ""
    assert right is not None  # a decision is made only under a right that is granted
    event = desk.position.by_id[about]
    found = desk.letter(decision, event_title(desk, event), enclosures=(f"Form of {KINDS['piggyback_election'].title}",))
    found |= desk.window(about, to, "piggyback_window", right.response, right.reply) | desk.holding(to)
    return found | _proposal(desk, about) | _pending(desk, about)


# ---- forms that go with them


def _form(desk: Desk, decision: Decision, form: str, clause: str) -> Context:
    """What an investor's form has: who it is for, what it answers, where it goes, who signs."""
    to = decision.to or ""
    there, title = desk.address(to), KINDS[form].title
    lines = [*(there.lines if there else ())]
    if there and there.attention:
        lines.append(f"Attention: {initials(there.attention)}")
    notice = f"the {KINDS[decision.document].title} dated {long_date(desk.today)}"
    return desk.agreement() | desk.holding(to) | {
        "document_title": title,
        "clause": section(clause),
        "investor_name": desk.name(to),
        "investor_lines": lines,
        "notice_line": notice,
        "issuer_reply_lines": desk.reply_lines(),
        "signature_blocks": [block(desk.deal, to)],
        "signature_page_of": f"{title} of {desk.name(to)}, in answer to {notice}",
    }  # fmt: skip


def joining_request(desk: Desk, decision: Decision) -> Context:
    """D-21: the form with which another holder joins."""
    terms, about, to = desk.deal.terms, decision.about, decision.to or ""
    right = terms.short_form if decision.document == "short_form_further_notice" else terms.demand
    assert right is not None  # a decision is made only under a right that is granted
    return _form(desk, decision, "joining_request", right.clause) | desk.window(
        about, to, "join_window", right.response, right.reply
    ) | _request(desk, about)  # fmt: skip


def piggyback_election(desk: Desk, decision: Decision) -> Context:
    """D-22: the form with which a holder asks to be included, and elects how."""
    right, about, to = desk.deal.terms.piggyback, decision.about, decision.to or ""
    assert right is not None  # a decision is made only under a right that is granted
    return _form(desk, decision, "piggyback_election", right.clause) | desk.window(
        about, to, "piggyback_window", right.response, right.reply
    ) | _proposal(desk, about)  # fmt: skip


# ---- transfers and legends

KIND_WORDS = {"sale": "sale", "gift": "gift", "pledge": "pledge", "distribution": "distribution", "other": "transfer"}
BASIS_WORDS = {
    "registered": "made under an effective registration statement", "rule_144": "made in reliance on Rule\u00a0144",
    "exempt": "exempt from registration under the Securities Act of 1933",
}  # fmt: skip
RELATIONS = {
    "affiliate": "affiliate of the transferor", "partner": "partner of the transferor", "member": "member of the transferor",
    "none": "none stated",
}  # fmt: skip


def _tranche(desk: Desk, tranche: str | None) -> str:
    return desk.deal.agreement.tranches[tranche].name if tranche else ""


def notice_of_transfer(desk: Desk, decision: Decision) -> Context:
    """D-23: a holder tells the issuer of a transfer, in a form that is ready to sign."""
    event, rule = desk.position.by_id[decision.about], desk.deal.terms.transfer_notice
    assert rule is not None and decision.due is not None  # a decision is made only under a clause that is granted
    seller = decision.sender or ""
    permitted = decision.last_permitted or decision.due
    found = desk.letter(decision, f"Transfer made {long_date(event.date.day)}") | {
        "transferor": desk.name(seller), "consummated": weekday_date(event.date.day), "notice_period": period_words(rule.within),
        "last_day": weekday_date(decision.due), "last_permitted": weekday_date(permitted), "transferee_address": "",
        "relation": "", "certificates": "", "tranche": "", "kind": "sale to the public", "transferee": "purchasers in the market",
        "basis": BASIS_WORDS["registered"],
    }  # fmt: skip
    match event:
        case TransferTerms():
            there = desk.address(event.to)
            found |= {
                "transferee": desk.name(event.to), "shares": count(event.shares), "tranche": _tranche(desk, event.tranche),
                "kind": KIND_WORDS[event.kind], "basis": BASIS_WORDS[event.basis],
                "relation": RELATIONS.get(event.relation or "", ""), "certificates": ", ".join(event.certificates),
                "transferee_address": ", ".join(there.lines) if there else "",
            }  # fmt: skip
        case PublicSale():
            basis = "rule_144" if event.under == "rule_144" else "registered"
            found |= {
                "shares": count(event.shares), "tranche": _tranche(desk, event.tranche), "basis": BASIS_WORDS[basis],
                "transferee_address": "not applicable",
            }  # fmt: skip
        case SharesSold():
            found |= {
                "shares": count(event.sold.get(seller, 0)), "transferee": "purchasers in the registered offering",
                "transferee_address": "not applicable",
            }  # fmt: skip
    return found


def legend_instruction(desk: Desk, decision: Decision) -> Context:
    """D-42: the transfer agent puts the legend on certificates."""
    event, rule = desk.position.by_id[decision.about], desk.deal.terms.legend
    assert rule is not None  # a decision is made only under a clause that is granted
    rows: list[dict[str, str]] = []
    total, reason = 0, "The shares were issued."

    def row(holder: str, tranche: str, shares: int, certificates: tuple[str, ...] = ()) -> None:
        short = desk.deal.agreement.tranches[tranche].short
        rows.append(
            {
                "holder": desk.name(holder),
                "tranche": short,
                "shares": count(shares),
                "certificate": ", ".join(certificates) or "to be numbered",
            }
        )

    match event:
        case SharesIssued():
            row(event.holder, event.tranche, event.shares, event.certificates)
            total = event.shares
        case NoteConverted():
            row(event.holder, event.tranche, event.shares)
            total, reason = event.shares, "The shares were issued on conversion of a note."
        case TransferTerms():
            row(event.to, event.tranche, event.shares, event.certificates)
            total = event.shares
            reason = f"The shares were transferred by {desk.name(event.from_)} without registration."
        case StockChanged():
            at = event.date.at
            for holder, _ in desk.position.ledger.holders(at):
                for tranche, shares in desk.position.ledger.by_tranche(holder, at).items():
                    row(holder, tranche, shares)
                    total += shares
            new, old = event.ratio
            reason = f"The stock was changed, {new} for {old}, and new certificates are to be issued."
    return desk.letter(decision, event_title(desk, event)) | {
        "rows": rows, "total": count(total), "reason": reason, "legend_text": legend_texts(rule),
    }  # fmt: skip


def legend_removal_instruction(desk: Desk, decision: Decision) -> Context:
    """D-45: the transfer agent takes the legend off, on one of the grounds of the clause."""
    event = desk.position.by_id[decision.about]
    found = desk.letter(decision, event_title(desk, event)) | {
        "request_line": "",
        "opinion_line": "",
        "certificates": "to be surrendered",
    }
    match event:
        case LegendRemovalRequested():
            opinions = [e for e in desk.position.about(OpinionDelivered, event.id) if e.counsel]
            found |= {
                "holder": desk.name(event.holder), "shares": count(event.shares), "tranche": _tranche(desk, event.tranche),
                "ground": "the holder has asked for new certificates in writing and delivered "
                + ("an opinion of counsel" if opinions else "evidence that satisfies the transfer agent"),
                "request_line": f"of {desk.name(event.holder)}, received {long_date(event.date.day)}",
                "opinion_line": f"of {opinions[-1].counsel}, received {long_date(opinions[-1].date.day)}" if opinions else "",
                "certificates": ", ".join(event.certificates) or "to be surrendered",
            }  # fmt: skip
        case PublicSale():
            how = f"under Rule{NBSP}144" if event.under == "rule_144" else "under an effective registration statement"
            found |= {
                "holder": desk.name(event.seller), "shares": count(event.shares), "tranche": _tranche(desk, event.tranche),
                "ground": f"the shares were sold to the public {how} on {long_date(event.date.day)}",
            }  # fmt: skip
        case SharesSold():
            sellers = {name: n for name, n in event.sold.items() if name != desk.deal.issuer}
            found |= {
                "holder": name_list([desk.name(name) for name in sellers]),
                "shares": count(sum(sellers.values())),
                "tranche": "",
                "ground": f"the shares were sold to the public under an effective registration statement on {long_date(event.date.day)}",
            }
        case _:
            found |= removal_ground(desk.deal, decision, event)
    return found


def opinion_request(desk: Desk, decision: Decision) -> Context:
    """D-19: the issuer asks a transferring holder for an opinion."""
    event, rule = desk.position.by_id[decision.about], desk.deal.terms.transfer_compliance
    assert rule is not None and isinstance(event, TransferTerms)  # it is about a transfer, under a clause that is granted
    reasons = " ".join(sentence(finding.says) for finding in decision.findings if finding.holds)
    made = weekday_date(event.date.day) if event.type == "transfer" else ""
    return desk.letter(decision, f"Transfer of {shares(event.shares)} to {desk.name(event.to)}") | {
        "transferor": desk.name(event.from_), "transferee": desk.name(event.to), "shares": count(event.shares),
        "tranche": _tranche(desk, event.tranche), "consummated": made, "counsel_named": list(rule.opinion_counsel),
        "exemption_text": reasons,
    }  # fmt: skip


# ---- answers to requests


def _request_line(desk: Desk, event: Event) -> str:
    day = long_date(event.date.day)
    match event:
        case Request():
            return f"your {request_title(event)} received on {long_date(desk.came(event).day)}"
        case JoinRequest():
            return f"your joining request received on {day}"
        case PiggybackRequest():
            return f"your piggyback request received on {day}"
        case _:
            return f"your letter of {day}"


AGAIN = "Please send it again in person, by courier, by certified mail, or by facsimile followed by courier."
CURES = {
    "e-mail": AGAIN,
    "no method of notice": AGAIN,
    "notice in a way": AGAIN,
    "number of shares": "Please state the number for each of you.",
    "intended method": "Please state the intended method of disposition.",
    "different methods": "Please agree on one method of disposition and state it.",
    "net proceeds": "Please state the proposed aggregate net proceeds to those who ask.",
    "terms are the same": "Please add that statement; the form enclosed with our notice contains it.",
    "choice between": "Please state which you choose; the form enclosed with our notice contains both.",
    "are needed": "Further holders may add their request on the same terms, and it will then be looked at as one.",
}
"""What mends a defect, by words that stand in its finding."""


def _cure(finding: Finding) -> str:
    return " ".join(dict.fromkeys(cure for words, cure in CURES.items() if words in finding.says))


def deficiency_letter(desk: Desk, decision: Decision) -> Context:
    """D-10: what is missing from a request, and how to put it right."""
    event, to = desk.position.by_id[decision.about], decision.to or ""
    replies = isinstance(event, JoinRequest | PiggybackRequest)
    # of a request to join, the first finding says what it leaves out; the others, that it counts in all else
    shown = [finding for finding in decision.findings[: 1 if replies else None] if finding.holds]
    about = event.subject if replies else ""
    window = next((c for c in desk.docket.clocks if c.about == about and c.party == to and c.running), None)
    permitted = window.last_permitted if window else None
    test = "given" if isinstance(event, PiggybackRequest) else "received"
    cure = f"A request that is put right and {test} by that day will be treated as if it had been complete from the start."
    line = f"Your request of {long_date(event.date.day)}" if replies else event_title(desk, event)
    return desk.letter(decision, line) | {
        "document_title": "Your Request: Points to Be Completed",
        "request_line": _request_line(desk, event),
        "defects": [{"clause": section(f.clause), "words": sentence(f.says), "cure": _cure(f)} for f in shown],
        "window_open": permitted is not None,
        "last_permitted": weekday_date(permitted) if permitted else "",
        "cure_text": cure if permitted else "",
    }


def refusal_letter(desk: Desk, decision: Decision) -> Context:
    """D-11: the ground on which a request is declined."""
    event = desk.position.by_id[decision.about]
    demand, short = desk.deal.terms.demand, desk.deal.terms.short_form
    holders = desk.deal.agreement.words.holders
    other = ""
    if isinstance(event, ShortFormNotice) and short:
        other = f"A new notice that meets {section(short.clause)} may be given at any time, alone or together with other {holders}."
    elif demand and desk.deal.terms.piggyback:
        clause = section(desk.deal.terms.piggyback.clause)
        other = f"The right under {clause} to join a registration that is proposed is not affected."
    grounds = [{"clause": section(f.clause), "words": sentence(f.says), "arithmetic": ""} for f in decision.findings if f.holds]
    return desk.letter(decision, event_title(desk, event)) | {
        "document_title": "Your Request for Registration",
        "request_line": _request_line(desk, event), "grounds": grounds, "alternative": other,
    }  # fmt: skip


MAKERS: dict[str, Maker] = {
    "demand_further_notice": further_notice,
    "short_form_further_notice": further_notice,
    "piggyback_notice": piggyback_notice,
    "notice_of_transfer": notice_of_transfer,
    "legend_instruction": legend_instruction,
    "legend_removal_instruction": legend_removal_instruction,
    "opinion_request": opinion_request,
    "deficiency_letter": deficiency_letter,
    "refusal_letter": refusal_letter,
}
"""The documents that are drafted from a decision, each with the function that makes its fields."""

FORMS: dict[str, tuple[str, Maker]] = {
    "demand_further_notice": ("joining_request", joining_request),
    "short_form_further_notice": ("joining_request", joining_request),
    "piggyback_notice": ("piggyback_election", piggyback_election),
}
"""The form that goes with a notice, for its recipient to fill in."""


def is_proposal(desk: Desk, about: str) -> bool:
    """Whether a Piggyback Notice is about a proposed registration, and not about a demand or short form."""
    return isinstance(desk.position.by_id.get(about), RegistrationProposed)
