"""Notices of a registration, and the forms with which a holder joins it."""

from rrdocs.agreement.document_types.entry import DocumentType, also, must

REGISTRATION_DOCUMENTS = (
    DocumentType(
        "demand_further_notice",
        "D-01",
        "Demand Further Notice",
        made_by="issuer",
        class_="required",
        requires=(
            "When holders of enough {stock} request a registration in a writing"
            " that states the number of shares and the method, {issuer} notifies"
            " each other {holder} in writing, {demand_notice}; each may join within"
            " {demand_window}."
        ),
        form="joining_request",
        content=(
            must(
                "the proposed registration, and that this is the notice under its clause",
                fields="clause document_title requesters",
            ),
            also("day and time of receipt of the request", fields="received_line"),
            also(
                "who requests it, how many shares, by which method, through which underwriter",
                fields="requesters requested_total method underwriter",
            ),
            also(
                "the recipient's own last day, and how a reply counts",
                fields="last_permitted reply_period receipt_text",
            ),
            also("the statement that the terms are the same", fields="same_terms_clause"),
            also(
                "reduction, and the reservation as to the rule",
                fields="cutback_clause exclusion_clause",
            ),
            also("the questionnaire", fields="information_clause"),
            also("the combined caption", fields="piggyback_term piggyback_clause"),
            also("a standstill or deferral", fields="standstill_text deferral_text"),
        ),
    ),
    DocumentType(
        "short_form_further_notice",
        "D-02",
        "Short Form Further Notice",
        made_by="issuer",
        class_="required",
        requires=(
            "When {a_holder} requests a registration on the short form, {issuer} is"
            " eligible for it and the net proceeds are large enough, {issuer}"
            " notifies each other {holder} in writing, {short_form_notice}."
        ),
        form="joining_request",
        content=(
            must(
                "the proposed registration, and that this is the notice under its clause",
                fields="clause document_title",
            ),
            must(
                "the number of shares and the method, as in the request",
                fields="requested_total method",
            ),
            also("stated aggregate net proceeds", fields="net_proceeds"),
            also("the form, and eligibility for it", fields="form_name"),
            also("the recipient's own last day", fields="last_permitted"),
        ),
    ),
    DocumentType(
        "piggyback_notice",
        "D-03",
        "Piggyback Notice",
        made_by="issuer",
        class_="required",
        requires=(
            "When {issuer} proposes to register common stock for sale to the public"
            " on a form on which {stock} could be sold too, it notifies each"
            " {holder} of its intention, in writing and {piggyback_notice}; each"
            " may request to be included."
        ),
        form="piggyback_election",
        content=(
            must(
                "the intention to register common stock for sale to the public",
                fields="offering_text account_text",
                words=("intends to register",),
            ),
            also(
                "form, underwriting, day of filing",
                fields="registration_form underwriter planned_filing",
            ),
            also(
                "amount, method and election",
                words=(
                    "state the number of shares",
                    "and the intended method of disposition",
                    "(i)",
                    "(ii)",
                ),
            ),
            also("the recipient's own last day", fields="last_permitted reply_period"),
            also(
                "reduction, abandonment, the reservation as to the rule",
                fields="cutback_clause may_abandon exclusion_clause",
            ),
        ),
    ),
    DocumentType(
        "joining_request",
        "D-21",
        "Joining Request",
        made_by="holder",
        class_="right",
        no_requirement="form",
        recorded_by="join_request",
        content=(
            must("number of shares, in writing", words=("number of shares",)),
            must(
                "if underwritten, the same terms and conditions",
                fields="same_terms_clause",
                words=("same terms and conditions",),
            ),
            also(
                "reduction and underwriting agreement", fields="cutback_clause underwriting_clause"
            ),
        ),
    ),
    DocumentType(
        "piggyback_election",
        "D-22",
        "Piggyback Request and Election",
        made_by="holder",
        class_="right",
        no_requirement="form",
        recorded_by="piggyback_request",
        content=(
            must(
                "amount and intended method", words=("number of shares", "Method of disposition.")
            ),
            must(
                "if underwritten, the election",
                words=("(i) are to be included", "(ii) are to be sold in the open market"),
            ),
            also("holdback on the second election", fields="holdback_clause"),
        ),
    ),
)
