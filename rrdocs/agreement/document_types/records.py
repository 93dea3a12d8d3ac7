"""Records of the file: the docket, registers, ledgers, and the log of what was sent."""

from rrdocs.agreement.document_types.entry import DocumentType, Occasion, also, must

RECORDS_DOCUMENTS = (
    DocumentType(
        "counsel_memo",
        "D-60",
        "Memorandum to Counsel",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        content=(
            must(
                "holdings and votes under each reading, missing items, clauses, readings",
                fields="sections",
            ),
            also("what is open and who must decide it", fields="open not_due"),
        ),
    ),
    DocumentType(
        "docket",
        "D-62",
        "Docket",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(("notices",), "counsel"),
        content=(
            must(
                "each document: due, by whom, to whom, when, clause; each not due, and why",
                fields="due not_due",
            ),
        ),
    ),
    DocumentType(
        "service_log",
        "D-63",
        "Service Log",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
    ),
    DocumentType(
        "declaration_of_service",
        "D-63",
        "Declaration of Service",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
    ),
    DocumentType(
        "clock_sheet",
        "D-64",
        "Clock Sheet",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(("notices",), "counsel"),
        content=(must("every period with its days", fields="rows"),),
    ),
    DocumentType(
        "investor_register",
        "D-65",
        "Register of Holders",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(("restricted_stock", "notices"), "counsel"),
        content=(
            must(
                "lots, issue, certificate, legend, addresses with history",
                fields="lots holders total",
            ),
        ),
    ),
    DocumentType(
        "ledgers",
        "D-66",
        "Demand and Deferral Ledgers",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(("satisfaction", "deferral"), "counsel"),
        content=(
            must("filed, effective, satisfied", fields="rows used left"),
            must("determinations, days, sums", fields="deferrals days_used days_left"),
        ),
    ),
    DocumentType(
        "readings_sheet",
        "D-74",
        "Sheet of Readings",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(("notices",), "counsel"),
        content=(must("readings in force, who chose them, when", fields="rows"),),
    ),
)
