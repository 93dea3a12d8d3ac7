"""Requests for registration, their withdrawal, and the letters that answer a request."""

from rrdocs.agreement.document_types.entry import DocumentType, Occasion, also, must

REQUESTS_DOCUMENTS = (
    DocumentType(
        "deficiency_letter",
        "D-10",
        "Deficiency Letter",
        made_by="issuer",
        class_="customary",
        requires=(
            "The text calls for no answer; it is customary to say at once what a"
            " request lacks and how to cure it."
        ),
        content=(
            must("what is missing, with its clause", fields="defects"),
            also("how to cure it, and by when", fields="cure_text last_permitted"),
            also("reservation of rights", words=("All rights are reserved",)),
        ),
    ),
    DocumentType(
        "refusal_letter",
        "D-11",
        "Refusal Letter",
        made_by="issuer",
        class_="customary",
        requires=(
            "The text calls for no answer; it is customary to say on what ground a"
            " request is declined."
        ),
        content=(
            must("the ground with its clause and figures", fields="grounds"),
            also("what remains open", fields="alternative"),
        ),
    ),
    DocumentType(
        "demand_notice",
        "D-25",
        "Demand Notice",
        made_by="holder",
        class_="right",
        no_requirement="on_request",
        on_request=Occasion(("demand",), "requesters", ("demand_notice",)),
        recorded_by="demand_notice",
        content=(
            must("the number of shares to be sold", fields="rows requested_total"),
            must("the intended method of disposition", fields="method"),
            must(
                "the request to effect a registration",
                words=("effect a registration under the Securities Act",),
            ),
            also(
                "holdings by issue, which agreement, counsel",
                fields="held_total other_agreements",
                words=("Counsel to those who ask",),
            ),
            also("information, the rule", fields="information_clause exclusion_clause"),
        ),
    ),
    DocumentType(
        "short_form_notice",
        "D-26",
        "Short Form Registration Notice",
        made_by="holder",
        class_="right",
        no_requirement="on_request",
        on_request=Occasion(("short_form",), "requesters", ("short_form_notice",)),
        recorded_by="short_form_notice",
        content=(
            must("the number of shares and the method", fields="rows requested_total method"),
            must(
                "the proposed aggregate net proceeds, and the amount that they must exceed",
                fields="net_proceeds threshold",
            ),
            also(
                "the price and the discounts behind them",
                words=("price on which they are reckoned",),
            ),
        ),
    ),
    DocumentType(
        "withdrawal_notice",
        "D-38",
        "Withdrawal of Request",
        made_by="holder",
        class_="customary",
        no_requirement="on_request",
        on_request=Occasion(("demand", "piggyback"), "investor", ("request_withdrawn",)),
        content=(
            also("the request taken back", fields="request_line"),
            also("what it means for the count", fields="counts limit_words"),
        ),
    ),
)
