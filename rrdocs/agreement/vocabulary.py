"""Every closed list that agreements, events and documents share, once, with its words.

A list is a ``Literal`` where data may hold its values, and a table of words where sentences and
letters name them.
"""

from __future__ import annotations

from typing import Literal

MethodName = Literal[
    "hand",
    "courier",
    "mail",
    "registered_mail",
    "first_class_mail",
    "messenger",
    "fax",
    "email",
    "telephone",
]
"""How a notice is delivered. ``mail`` is first-class certified mail."""
METHODS: dict[MethodName, str] = {
    "hand": "by hand",
    "courier": "by national overnight courier",
    "mail": "by first-class certified mail",
    "registered_mail": "by registered mail",
    "first_class_mail": "by first-class mail",
    "messenger": "by messenger",
    "fax": "by facsimile",
    "email": "by e-mail",
    "telephone": "by telephone",
}
"""The methods as sentences, letters and the service log name them."""
SERVED: dict[MethodName, str] = METHODS | {
    "hand": "by delivery in person",
    "email": "by electronic mail",
    "telephone": "by telephone, with written confirmation",
}
"""The methods as a declaration of service names them."""
AGAIN_BY: dict[MethodName, str] = METHODS | {"hand": "in person"}
"""The methods as a letter names them that asks for a request to be sent again."""
POST: tuple[MethodName, ...] = ("mail", "registered_mail", "first_class_mail")
"""The methods that go through the post, whose receipt may be counted from mailing."""

Disposition = Literal["firm_commitment", "best_efforts", "non_underwritten"]
"""The intended method of disposition that a request states."""
DISPOSITIONS = {
    "firm_commitment": "a firm commitment underwritten public offering",
    "best_efforts": "a best efforts underwritten public offering",
    "non_underwritten": "sales by the holders without underwriters",
    "none": "sales without underwriters",
}
"""The methods of disposition, and ``none`` for a registration that the issuer proposes without
underwriters, as sentences and letters name them."""
UNDERWRITTEN: tuple[Disposition, ...] = ("firm_commitment", "best_efforts")
"""The methods of disposition with underwriters."""

Milestone = Literal["closing", "issue", "plan", "ipo", "prospectus", "underwriting", "clearance"]
"""What happens once in a deal, or once in a registration, and starts periods."""
MILESTONES: dict[Milestone, str] = {
    "closing": "Closing",
    "issue": "Issue of the securities",
    "plan": "Effectiveness of the plan",
    "ipo": "Initial public offering",
    "prospectus": "Final prospectus",
    "underwriting": "Underwriting agreement",
    "clearance": "Clearance by the Commission",
}
"""The milestones as titles."""

PartyKind = Literal["person", "corporation", "partnership", "llc", "trust", "estate", "firm"]
"""What a party is in law."""
Certifier = Literal["officer", "president", "chief_executive", "board", "special_committee"]
"""Who certifies the determination to defer a registration."""
Security = Literal["common", "debt", "other"]
"""What a registration registers."""
Account = Literal["issuer", "holders", "both"]
"""For whose account a registration is made."""

Cure = Literal[
    "send_again",
    "shares",
    "method",
    "one_method",
    "net_proceeds",
    "same_terms",
    "election",
    "more_holders",
]
"""What would complete a request that lacks something."""
CURES: dict[Cure, str] = {
    "shares": "Please state the number for each of you.",
    "method": "Please state the intended method of disposition.",
    "one_method": "Please agree on one method of disposition and state it.",
    "net_proceeds": "Please state the proposed aggregate net proceeds to those who ask.",
    "same_terms": "Please add that statement; the form enclosed with our notice contains it.",
    "election": "Please state which you choose; the form enclosed with our notice contains both.",
    "more_holders": (
        "Further holders may add their request on the same terms, and it will then be looked at as"
        " one."
    ),
}
"""How a letter asks for each; what is to be sent again goes by the agreement's own methods."""
STATEMENTS: dict[Cure, str] = {
    "method": "the intended method of disposition",
    "election": "the choice between the underwriting and the open market",
    "same_terms": "the statement that the terms are the same",
}
"""What a request to join may leave out, in words."""
