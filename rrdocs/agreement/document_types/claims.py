"""Claims for indemnity."""

from rrdocs.agreement.document_types.entry import DocumentType, also, must

CLAIMS_DOCUMENTS = (
    DocumentType(
        "notice_of_claim",
        "D-39",
        "Notice of Claim",
        made_by="holder",
        class_="required",
        requires=(
            "A party that is sued and would be indemnified notifies the"
            " indemnifying party {claim_within} and in writing."
        ),
        content=(
            must("the commencement of the action", fields="served defendant"),
            must(
                "the claim under the clause, promptly and in writing",
                fields="indemnity_clause indemnitor clause",
            ),
            also(
                "pleadings, reservation",
                words=("pleadings are enclosed", "All rights are reserved"),
            ),
        ),
    ),
    DocumentType(
        "defence_notice",
        "D-40",
        "Notice of Defense",
        made_by="holder",
        class_="required",
        requires=(
            "The indemnifying party may assume the defense by notice; a settlement"
            " binds it only with its written consent."
        ),
        content=(
            must(
                "assumption of the defense, separate counsel, or settlement and consent",
                fields="settlement by_indemnitor consent",
            ),
        ),
    ),
    DocumentType(
        "indemnity_worksheet",
        "D-70",
        "Indemnity Worksheet",
        made_by="counsel",
        class_="internal",
        requires=(
            "Each seller's indemnity and contribution are limited as the clauses"
            " say; the worksheet computes each limit."
        ),
        content=(
            must(
                "both caps of the indemnity, and that of the contribution",
                fields="rows seller_clause contribution_clause",
            ),
        ),
    ),
)
