"""The fields of each paper: a module for each group of the catalogue, joined into one table
here.
"""

from rrdocs.documents.fields import (
    answers,
    claims,
    procedures,
    records,
    registration,
    timing,
    transfers,
    underwriting,
    votes,
)
from rrdocs.documents.wording.letter_fields import Maker

MAKERS: dict[str, Maker] = {
    name: maker
    for group in (
        registration,
        answers,
        transfers,
        procedures,
        timing,
        underwriting,
        votes,
        claims,
        records,
    )
    for name, maker in group.MAKERS.items()
}
"""Every document that is drafted from a decision, with the function that makes its fields."""

FORMS = registration.FORMS
"""The form that goes with a notice of a registration, for its recipient to fill in."""
