"""The underwriter, the cutback and the closing."""

from rrdocs.agreement.document_types.entry import Companion, DocumentType, Occasion, also, must

UNDERWRITING_DOCUMENTS = (
    DocumentType(
        "underwriter_selection_notice",
        "D-12",
        "Underwriter Selection Notice",
        made_by="issuer",
        class_="customary",
        requires=(
            "{issuer} chooses the managing underwriter; the requesters, and holders"
            " of most of the stock being sold, must find it acceptable."
        ),
        companion=Companion("underwriter_acceptance"),
        content=(
            must(
                "the firm, nationally recognized",
                fields="firm",
                words=("nationally recognized investment banking firm",),
            ),
            must(
                "the request for acceptance by both groups",
                fields="requesters share_needed being_sold",
                words=("(A)", "(B)"),
            ),
            also("terms", words=("underwriting discount",)),
        ),
    ),
    DocumentType(
        "cutback_allocation_notice",
        "D-13",
        "Cutback Allocation Notice",
        made_by="issuer",
        class_="customary",
        requires=(
            "On the managing underwriter's good faith advice the number of shares"
            " may be reduced pro rata; it is customary to notify each participant"
            " of its allocation."
        ),
        companion=Companion("allocation_schedule", for_each=False, reply=False),
        content=(
            must(
                "the basis, the allocation and the opinion", fields="basis rows maximum advice_day"
            ),
            also("the rule for fractions", fields="rounding"),
            also("what a reduction means for the request", fields="satisfaction_clause"),
        ),
    ),
    DocumentType(
        "underwriter_acceptance",
        "D-30",
        "Acceptance of Managing Underwriter",
        made_by="holder",
        class_="right",
        no_requirement="form",
        content=(
            must("acceptance of the managing underwriter", fields="firm", words=("acceptable",)),
            also("in which capacity", fields="is_requester own_shares"),
        ),
    ),
    DocumentType(
        "closing_consent",
        "D-31",
        "Consent to Time and Place of Closing",
        made_by="holder",
        class_="right",
        requires=(
            "The time and place of closing are agreed with holders of"
            " {closing_part} of the stock being sold, except in a piggyback"
            " registration."
        ),
        content=(
            must("consent to time and place", fields="closing_at"),
            also("the votes", fields="own_shares being_sold"),
        ),
    ),
    DocumentType(
        "issuer_counsel_opinion",
        "D-46",
        "Opinion of Issuer’s Counsel",
        made_by="counsel",
        class_="condition",
        requires=(
            "In an underwritten offering, on request of a selling {holder},"
            " counsel’s opinion is furnished at closing."
        ),
        content=(
            must(
                "effectiveness, and no stop order", words=("has become effective", "no stop order")
            ),
            must(
                "form, with the carve-out; other matters",
                words=("comply as to form", "financial statements", "Other matters."),
            ),
            must("dated the day of delivery", fields="closing_day"),
            also("negative assurance", words=("Negative assurance.",)),
        ),
    ),
    DocumentType(
        "comfort_letter",
        "D-47",
        "Comfort Letter",
        made_by="others",
        class_="condition",
        requires=(
            "In an underwritten offering, on request of a selling {holder}, the"
            " accountants' letter is furnished at closing."
        ),
        content=(
            must(
                "independence, form", words=("independent public accountants", "comply as to form")
            ),
            must("the later period", fields="cutoff"),
            also("bring-down", words=("bring-down",)),
        ),
    ),
    DocumentType(
        "underwriting_agreement_signature_pages",
        "D-48",
        "Underwriting Agreement, Signature Pages",
        made_by="others",
        class_="required",
        requires=(
            "In an underwritten offering {issuer} and the sellers enter into a"
            " customary agreement with the managing underwriter."
        ),
        called_by="closing_scheduled",
        content=(
            must(
                "customary, not inconsistent as to the issuer", words=("customary", "inconsistent")
            ),
            must("closing; indemnity conformed", fields="closing_at indemnity_clause"),
            also(
                "custody agreement and power of attorney",
                words=("custody agreement and power of attorney",),
            ),
        ),
    ),
    DocumentType(
        "lock_up_agreement",
        "D-49",
        "Lock-up Agreement",
        made_by="holder",
        class_="customary",
        no_requirement="on_request",
        on_request=Occasion(("holdback_requested",), "holders", ("holdback_requested",)),
        content=(
            must(
                "the period from the effective date", fields="period effective_day holdback_clause"
            ),
        ),
    ),
    DocumentType(
        "engagement_letter",
        "D-50",
        "Engagement Letter",
        made_by="issuer",
        class_="customary",
        requires="The underwriter is engaged once both groups have accepted it.",
        called_by="underwriter_accepted",
        content=(
            must("after acceptance", fields="chosen_day choice_clause"),
            also(
                "what the clauses require of the firm",
                fields="cutback_clause underwriting_clause holdback_clause",
            ),
        ),
    ),
    DocumentType(
        "holdback_request",
        "D-51",
        "Holdback Request",
        made_by="others",
        class_="condition",
        no_requirement="on_request",
        on_request=Occasion(("holdback_requested",), "underwriter", ("holdback_requested",)),
        content=(must("the request", fields="period", words=("We request",)),),
    ),
    DocumentType(
        "cutback_opinion",
        "D-52",
        "Opinion of the Managing Underwriter",
        made_by="others",
        class_="condition",
        no_requirement="on_request",
        on_request=Occasion(
            ("demand_cutback", "piggyback_cutback"), "underwriter", ("underwriter_advice",)
        ),
        content=(
            must(
                "good faith opinion that inclusion would adversely affect marketing and price",
                fields="good_faith",
                words=("adversely affect its marketing",),
            ),
            must("the number", fields="maximum"),
        ),
    ),
    DocumentType(
        "allocation_schedule",
        "D-61",
        "Allocation Schedule",
        made_by="counsel",
        class_="internal",
        no_requirement="record",
        on_request=Occasion(
            ("demand_cutback", "piggyback_cutback"), "counsel", ("underwriter_advice",)
        ),
        content=(
            must("requests, maximum, shares allotted, remainders", fields="rows maximum rounding"),
        ),
    ),
)
