"""Reporting, and memoranda on eligibility, expenses, changes of the stock and duration."""

from rrdocs.agreement.document_types.entry import DocumentType, Occasion, also, must

MEMORANDA_DOCUMENTS = (
    DocumentType(
        "reporting_statement",
        "D-05",
        "Statement of Compliance with Reporting Requirements",
        made_by="issuer",
        class_="required",
        requires=(
            "On the written request of any {holder}, {issuer} {reporting_within}"
            " states in writing whether it has complied with its reporting"
            " requirements."
        ),
        content=(
            must(
                "a written statement of compliance with the reporting requirements",
                fields="clause asked_day",
                words=("statement to you",),
            ),
            also(
                "reports filed in the last twelve months",
                fields="since until",
                words=("Reports filed.",),
            ),
            also("current public information under the rule", words=("144(c)",)),
        ),
    ),
    DocumentType(
        "reporting_statement_request",
        "D-29",
        "Request for Reporting Statement",
        made_by="holder",
        class_="right",
        no_requirement="on_request",
        on_request=Occasion(("reporting",), "investor", ("reporting_statement_requested",)),
        recorded_by="reporting_statement_requested",
        content=(must("the written request", fields="issuer_term clause", words=("asks",)),),
    ),
    DocumentType(
        "rule_144_memo",
        "D-68",
        "Rule 144 Memorandum",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(("loss_of_rights",), "counsel"),
        content=(
            must(
                "affiliates, lots, holding period, what came after the repeal",
                fields="rows holding_period repealed",
            ),
        ),
    ),
    DocumentType(
        "expense_allocation",
        "D-69",
        "Expense Allocation",
        made_by="counsel",
        class_="internal",
        requires=(
            "Registration expenses follow the tranche of the shares; selling"
            " expenses are shared by the shares sold."
        ),
        content=(
            must(
                "the split by issue, and by shares sold",
                fields="registration_rows selling_rows spent",
            ),
        ),
    ),
    DocumentType(
        "adjustment_memo",
        "D-71",
        "Adjustment Memorandum",
        made_by="counsel",
        class_="internal",
        requires=(
            "A change of the stock adjusts share numbers and pending requests, and"
            " no amount, day count or number of demands."
        ),
        content=(
            must("the factor, what is adjusted and what is not", fields="ratio rows fixed"),
            also("new legends", fields="legend_clause"),
        ),
    ),
    DocumentType(
        "duration_memo",
        "D-72",
        "Duration Memorandum",
        made_by="counsel",
        class_="internal",
        requires="The agreement lasts {duration}.",
        on_request=Occasion(("duration",), "counsel"),
        content=(
            must("the test, accrued claims", fields="total ended indemnity_clause"),
            also("a final notice to the file", words=("final notice to the file",)),
        ),
    ),
    DocumentType(
        "reporting_calendar",
        "D-73",
        "Reporting Calendar",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(("reporting",), "counsel"),
        content=(must("eligibility and reports", fields="eligibility reporting_clause"),),
    ),
)
