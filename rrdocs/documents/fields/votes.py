"""D-20, D-35 to D-37: consents, amendments and waivers, each with the vote that its own clause
asks for.

Three tests: an amendment needs the issuer and holders of more than a share of the stock
outstanding; a consent to conflicting rights needs such holders without the issuer; a waiver needs
each party against whom it is to be enforced, and nobody else.
"""

from __future__ import annotations

from collections.abc import Sequence

from rrdocs.agreement.document_types import DOCUMENT_TYPES
from rrdocs.agreement.registration_rights import Vote
from rrdocs.agreement.thresholds import threshold
from rrdocs.dates.moments import long_date
from rrdocs.deal.events import Amendment, Consent, RightsGrantProposed, Waiver
from rrdocs.docket.decisions import Decision
from rrdocs.docket.figures import MajorityFigures
from rrdocs.documents.wording.common_fields import (
    clause,
    event_of,
    figures_of,
    form_fields,
    instrument_fields,
    letter,
)
from rrdocs.documents.wording.event_titles import event_title
from rrdocs.documents.wording.letter_fields import Context, LetterFields
from rrdocs.documents.wording.phrases import capital, enough_words, in_figures, name_list, sentence


def vote_fields(
    fields: LetterFields, rule: Vote | None, about: str, signed: Sequence[str]
) -> Context:
    """The holders with what each has, who has signed, and how many shares are needed and are
    there.
    """
    at, ledger = fields.position.as_of, fields.position.ledger
    counted = figures_of(fields, MajorityFigures, about)
    outstanding = counted.denominator if counted else ledger.total(at)
    have = counted.numerator if counted else sum(ledger.holding(name, at) for name in signed)
    holders = [
        (name, party)
        for name, party in fields.deal.parties.items()
        if party.role == "investor" and ledger.holding(name, at)
    ]
    enough = rule.threshold if rule else threshold("more than 1/2")
    return {
        "voters": [
            {
                "name": fields.name(name),
                "shares": in_figures(ledger.holding(name, at)),
                "signed": "signed" if name in signed else "not yet",
            }
            for name, _ in holders
        ],
        "outstanding": in_figures(outstanding),
        "share_needed": enough_words(enough),
        "needed": in_figures(enough.least(outstanding)),
        "have": in_figures(have),
        "carried": enough.passes(have, outstanding),
    }


def _grant(fields: LetterFields, decision: Decision) -> Context:
    event, words = event_of(fields, decision), fields.deal.agreement.words
    rule = fields.deal.terms.conflicting_rights
    grant = fields.position.by_id.get(event.subject) if isinstance(event, Consent) else event
    signed = [
        name for c in fields.position.about(Consent, (grant or event).id) for name in c.signed_by
    ]
    grantee = fields.name(grant.grantee) if isinstance(grant, RightsGrantProposed) else ""
    return vote_fields(fields, rule, (grant or event).id, signed) | {
        "grantee": grantee,
        "proposed_day": long_date((grant or event).date.day),
        "conflict_clause": clause(rule),
        "record_day": long_date(fields.today),
        "issuer_consents": f"{words.issuer} itself has no vote",
    }


def consent_solicitation(fields: LetterFields, decision: Decision) -> Context:
    """D-20: each holder is asked for its consent to rights that conflict with those granted."""
    enclosed = (
        "Draft of the rights proposed",
        f"Form of {DOCUMENT_TYPES['conflicting_rights_consent'].title}",
    )
    found = _grant(fields, decision)
    del found["voters"], found["have"], found["carried"]
    return (
        letter(fields, decision, "Proposed grant of registration rights", enclosures=enclosed)
        | found
        | {
            "own_shares": in_figures(fields.held(decision.to or "")),
        }
    )


def conflicting_rights_consent(fields: LetterFields, decision: Decision) -> Context:
    """D-37: a holder consents to the grant of rights that conflict, or does not."""
    found = _grant(fields, decision)
    for unused in ("voters", "have", "carried", "issuer_consents"):
        del found[unused]
    party = decision.sender or ""
    return (
        form_fields(fields, decision)
        | found
        | {
            "own_shares": in_figures(fields.held(party)),
            "counterparts_clause": clause(fields.deal.terms.counterparts),
        }
    )


def amendment(fields: LetterFields, decision: Decision) -> Context:
    """D-36: a writing that changes the agreement, with a counterpart page for each who may have to
    sign.
    """
    event, terms = event_of(fields, decision), fields.deal.terms
    assert isinstance(event, Amendment)  # it is asked for only about one
    holders = [
        name
        for name, party in fields.deal.parties.items()
        if party.role == "investor" and fields.held(name)
    ]
    changes = [
        {
            "term": capital(term.rpartition(".")[0].replace("_", " ").replace(".", ", ")),
            "field": term.rpartition(".")[2].replace("_", " "),
            "value": value,
        }
        for term, value in event.sets.items()
    ]
    return (
        instrument_fields(fields, decision, [fields.deal.issuer, *holders])
        | vote_fields(fields, terms.amendment, event.id, event.signed_by)
        | {
            "changes": changes,
            "note": sentence(event.note or ""),
            "amendment_clause": clause(terms.amendment),
            "issuer_signed": fields.deal.issuer in event.signed_by,
            "stock_changes_clause": clause(terms.stock_changes),
            "amendment_date": long_date(event.date.day),
            "governing_clause": clause(terms.governing_law),
            "state": terms.governing_law.state,
        }
    )


def waiver(fields: LetterFields, decision: Decision) -> Context:
    """D-35: those who give up the benefit of a provision say so in writing; it binds them and
    nobody else.
    """
    event, terms = event_of(fields, decision), fields.deal.terms
    assert isinstance(event, Waiver)  # it is asked for only about one
    about = fields.position.by_id.get(event.about)
    return instrument_fields(fields, decision, event.signed_by) | {
        "waiving": name_list([fields.name(name) for name in event.signed_by]),
        "waiver_clause": clause(terms.waiver),
        "matter": event_title(fields, about) if about else event.about,
        "note": sentence(event.note or ""),
        "several": len(event.signed_by) > 1,
        "waiver_date": long_date(event.date.day),
        "lock_clause": clause(terms.registration_lock),
    }
