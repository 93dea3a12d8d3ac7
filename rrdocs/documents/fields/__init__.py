"""The fields of each document: a module for each family of the catalogue.

The function that makes the fields of a document has the document's name, and stands in the module
of the document's family (`rrdocs.agreement.document_types.FAMILIES`).
"""

from importlib import import_module

from rrdocs.agreement.document_types import FAMILIES
from rrdocs.documents.wording.letter_fields import Maker

MADE_ELSEWHERE = ("counsel_memo", "service_log", "declaration_of_service")
"""Documents that are made from a whole docket or from what was sent, and not from one decision."""


def _field_makers() -> dict[str, Maker]:
    """The function of each document, looked up by name. Raises AttributeError where one is
    missing.
    """
    found: dict[str, Maker] = {}
    for family, entries in FAMILIES.items():
        module = import_module(f"rrdocs.documents.fields.{family}")
        for entry in entries:
            if entry.name not in MADE_ELSEWHERE:
                found[entry.name] = getattr(module, entry.name)
    return found


FIELD_MAKERS: dict[str, Maker] = _field_makers()
"""Every document that is drafted from a decision, with the function that makes its fields."""
