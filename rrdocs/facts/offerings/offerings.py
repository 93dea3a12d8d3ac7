"""Whether an offering is the initial public offering, and whether the opinion on it is one that the
cutback clause asks for.
"""

from __future__ import annotations

from rrdocs.agreement.offering_terms import Cutback
from rrdocs.deal.events import MilestoneReached, RegistrationProposed, UnderwriterAdvice
from rrdocs.docket.decisions import Finding
from rrdocs.facts.record.position import Position
from rrdocs.yamlfiles.records import Place

FIRMS = {"managing_underwriter": "managing underwriter", "lead_underwriter": "lead underwriter"}


def initial(position: Position, about: str) -> bool | None:
    """Whether a registration is of the initial public offering; None if that is not on record."""
    return _initial(position, about)[0]


def _initial(position: Position, about: str) -> tuple[bool | None, Place | None]:
    """Whether it is, and the place of the fact that decides it: what the proposal says, otherwise
    the event by which the issuer went public.
    """
    proposals = position.about(RegistrationProposed, about)
    if proposals and proposals[-1].initial is not None:
        return proposals[-1].initial, proposals[-1].place_of("initial")
    done = position.last(MilestoneReached, "ipo")
    if done is None:
        return None, proposals[-1].place if proposals else None
    names = (about, *(proposal.registration for proposal in proposals))
    return done.registration is not None and done.registration in names, done.place


def initial_finding(position: Position, clause: str, about: str) -> Finding:
    """That a registration is of the initial public offering."""
    first, place = _initial(position, about)
    says = {
        True: "it is the initial public offering",
        False: "it is not the initial public offering",
        None: "whether it is the initial public offering is not on record",
    }[first]
    return Finding(clause, says, first, place)


def opinion_findings(
    position: Position, rule: Cutback, advice: UnderwriterAdvice
) -> tuple[Finding, ...]:
    """That the opinion is by the firm, to the party and in the form that the clause asks for; empty
    where it asks for none of these.
    """
    findings = [
        _by_firm(rule, advice),
        _to_addressee(position, rule, advice),
        _in_writing(rule, advice),
    ]
    return tuple(finding for finding in findings if finding)


def _by_firm(rule: Cutback, advice: UnderwriterAdvice) -> Finding | None:
    """That the opinion is by the firm that the clause names. An opinion that names no firm is the
    managing underwriter's.
    """
    wanted = rule.opinion_by
    by = advice.firm or ("managing_underwriter" if wanted == "managing_underwriter" else None)
    if by == wanted == "managing_underwriter":
        return None
    says = f"it is the opinion of the {FIRMS[by]}" if by else "whose opinion it is is not on record"
    words = f"{says}; the clause asks for that of the {FIRMS[wanted]}"
    return Finding(rule.clause, words, by == wanted if by else None, advice.place_of("firm"))


def _to_addressee(position: Position, rule: Cutback, advice: UnderwriterAdvice) -> Finding | None:
    """That the opinion is addressed to the party that the clause names."""
    if rule.opinion_to == "not_stated":
        return None
    words = position.deal.agreement.words
    names = {"issuer": words.issuer, "holders": f"the {words.holders}"}
    to = advice.addressee
    says = f"the opinion is given to {names[to]}" if to else "its addressee is not on record"
    return Finding(
        rule.clause,
        f"{says}; the clause asks for one to {names[rule.opinion_to]}",
        to == rule.opinion_to if to else None,
        advice.place_of("addressee"),
    )


def _in_writing(rule: Cutback, advice: UnderwriterAdvice) -> Finding | None:
    """That the opinion is in writing, where the clause asks for that."""
    if not rule.in_writing:
        return None
    form = {
        True: "is in writing",
        False: "is not in writing",
        None: "may not be in writing: the record does not show it",
    }
    words = f"the opinion {form[advice.written]}"
    return Finding(rule.clause, words, advice.written, advice.place_of("written"))
