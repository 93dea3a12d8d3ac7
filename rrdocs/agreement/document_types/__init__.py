"""The documents that administering such an agreement needs: each is one entry in the module of
its family.
"""

from rrdocs.agreement.document_types.claims import CLAIMS_DOCUMENTS
from rrdocs.agreement.document_types.entry import DocumentType
from rrdocs.agreement.document_types.instructions import INSTRUCTIONS_DOCUMENTS
from rrdocs.agreement.document_types.memoranda import MEMORANDA_DOCUMENTS
from rrdocs.agreement.document_types.procedures import PROCEDURES_DOCUMENTS
from rrdocs.agreement.document_types.records import RECORDS_DOCUMENTS
from rrdocs.agreement.document_types.registration import REGISTRATION_DOCUMENTS
from rrdocs.agreement.document_types.requests import REQUESTS_DOCUMENTS
from rrdocs.agreement.document_types.timing import TIMING_DOCUMENTS
from rrdocs.agreement.document_types.transfers import TRANSFERS_DOCUMENTS
from rrdocs.agreement.document_types.underwriting import UNDERWRITING_DOCUMENTS
from rrdocs.agreement.document_types.votes import VOTES_DOCUMENTS

FAMILIES: dict[str, tuple[DocumentType, ...]] = {
    "registration": REGISTRATION_DOCUMENTS,
    "requests": REQUESTS_DOCUMENTS,
    "transfers": TRANSFERS_DOCUMENTS,
    "instructions": INSTRUCTIONS_DOCUMENTS,
    "procedures": PROCEDURES_DOCUMENTS,
    "timing": TIMING_DOCUMENTS,
    "underwriting": UNDERWRITING_DOCUMENTS,
    "votes": VOTES_DOCUMENTS,
    "claims": CLAIMS_DOCUMENTS,
    "memoranda": MEMORANDA_DOCUMENTS,
    "records": RECORDS_DOCUMENTS,
}
"""The entries by family: the name of their module here, and of that in ``documents/fields``."""

DOCUMENT_TYPES: dict[str, DocumentType] = {
    entry.name: entry
    for entry in sorted(
        (entry for family in FAMILIES.values() for entry in family), key=lambda one: one.number
    )
}
"""Every document by its name, in the order of the catalogue."""
