"""What an offering is: the first to the public or a later one; and whether the opinion on it is
one that its clause asks for.
"""

from __future__ import annotations

from rrdocs.agreement.registration_rights import Cutback
from rrdocs.deal.events import MilestoneReached, RegistrationProposed, UnderwriterAdvice
from rrdocs.docket.decisions import Finding
from rrdocs.facts.record.position import Position
from rrdocs.yamlfiles.records import Place

FIRMS = {"managing_underwriter": "managing underwriter", "lead_underwriter": "lead underwriter"}


def initial(position: Position, about: str) -> bool | None:
    """Whether a registration is of the initial public offering; None where that is not on
    record.
    """
    return _initial(position, about)[0]


def _initial(position: Position, about: str) -> tuple[bool | None, Place | None]:
    """The same, with the fact that decides it: what the proposal says, otherwise the day on which
    the issuer went public.
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
    """That the opinion is by the firm, to the party and in the form that the clause asks for;
    nothing where it asks for none.

    An opinion that does not say whose it is, is the managing underwriter's.
    """
    found = []
    by = advice.firm or (
        "managing_underwriter" if rule.opinion_by == "managing_underwriter" else None
    )
    if by != rule.opinion_by or rule.opinion_by != "managing_underwriter":
        says = (
            f"it is the opinion of the {FIRMS[by]}"
            if by
            else "whose opinion it is, is not on record"
        )
        holds = by == rule.opinion_by if by else None
        found.append(
            Finding(
                rule.clause,
                f"{says}; that of the {FIRMS[rule.opinion_by]} counts",
                holds,
                advice.place_of("firm"),
            )
        )
    if rule.opinion_to != "not_stated":
        words = position.deal.agreement.words
        names = {"issuer": words.issuer, "holders": f"the {words.holders}"}
        says = (
            f"the opinion is given to {names[advice.addressee]}"
            if advice.addressee
            else "to whom the opinion is given, is not on record"
        )
        holds = advice.addressee == rule.opinion_to if advice.addressee else None
        found.append(
            Finding(
                rule.clause,
                f"{says}; one to {names[rule.opinion_to]} counts",
                holds,
                advice.place_of("addressee"),
            )
        )
    if rule.in_writing:
        form = {
            True: "is in writing",
            False: "is not in writing",
            None: "is not known to be in writing",
        }
        found.append(
            Finding(
                rule.clause,
                f"the opinion {form[advice.written]}",
                advice.written,
                advice.place_of("written"),
            )
        )
    return tuple(found)
