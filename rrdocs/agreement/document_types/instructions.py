"""Instructions to the transfer agent, and the request to remove a legend."""

from rrdocs.agreement.document_types.entry import DocumentType, Occasion, also, must

INSTRUCTIONS_DOCUMENTS = (
    DocumentType(
        "legend_removal_request",
        "D-28",
        "Request for Removal of Legend",
        made_by="holder",
        class_="right",
        no_requirement="on_request",
        on_request=Occasion(("legend",), "holder", ("legend_removal_requested",)),
        content=(
            must(
                "the written request for new certificates",
                fields="shares",
                words=("issue new certificates",),
            ),
            must("the opinion of counsel", fields="counsel_named", words=("Opinion of counsel.",)),
            also(
                "certificates surrendered, affiliates",
                fields="certificates",
                words=("Affiliates.",),
            ),
        ),
    ),
    DocumentType(
        "legend_instruction",
        "D-42",
        "Legend Instruction",
        made_by="issuer",
        class_="required",
        requires=("Certificates for {stock} held by {a_holder} bear the legend from their issue."),
        content=(
            must("the exact legend", fields="legend_text"),
            must("holders and certificates", fields="rows"),
            also("book-entry notation", words=("book-entry",)),
        ),
    ),
    DocumentType(
        "stop_transfer_instruction",
        "D-43",
        "Stop-Transfer Instruction",
        made_by="issuer",
        class_="required",
        requires=(
            "{issuer} permits no transfer on its books unless the agreement and the"
            " securities laws permit it."
        ),
        content=(
            must(
                "no transfer on the books unless permitted by the agreement and the laws",
                fields="compliance_clause",
                words=("Do not register this transfer",),
            ),
            also("holdback, opinions outstanding", fields="barred_until opinion_asked"),
        ),
    ),
    DocumentType(
        "transfer_release_instruction",
        "D-44",
        "Transfer Release Instruction",
        made_by="issuer",
        class_="customary",
        requires="A transfer that is clear is released to the transfer agent.",
        content=(
            must("that the conditions are met", fields="reasons"),
            must("legend kept or dropped", fields="legend_kept"),
            also("the opinion", fields="opinion_line"),
        ),
    ),
    DocumentType(
        "legend_removal_instruction",
        "D-45",
        "Legend Removal Instruction",
        made_by="issuer",
        class_="required",
        requires=(
            "The legend is removed when shares are sold to the public under a"
            " registration or Rule 144, or when the holder requests it in writing"
            " and delivers an opinion."
        ),
        content=(
            must("the ground", fields="ground"),
            also("request and opinion", fields="request_line opinion_line"),
        ),
    ),
)
