"""The answers to `rrdocs new` that make a small deal."""

from __future__ import annotations

from rrdocs.interview.questions import PROVISIONS

OPENING = [
    "",
    "2020-01-31",
    "Larkfield Inc. and the Holders named therein",
    "",
    "",
    "",
    "",
    "",
    "Series A Preferred",
    "Series A",
    "1,500,000",
    "",
]
PARTIES = [
    "Larkfield Inc.", "", "12 Mill Lane; Wilmington, DE 19801", "", "", "", "", # the issuer
    "Tern Partners, L.P.", "partnership", "", "", # a holder
    "", "", "",
]  # fmt: skip
DEMAND = ["2.1", "at least 25%", "", "10 days", "20 days after giving", "given", "", ""]
REST = len(PROVISIONS) - 3  # no other provision, then notices and law
CLOSING = [
    "6.5",
    "",
    "",
    "",
    "",
    "",
    "6.2",
    "Delaware",
    "de_501",
    "2.9(b)",
    "rights end on a sale of the company",
    "",
]
ALL = [*OPENING, *PARTIES, *DEMAND, *[""] * REST, *CLOSING]
