"""Consents, waivers and amendments."""

from rrdocs.agreement.document_types.entry import Companion, DocumentType, Occasion, also, must

VOTES_DOCUMENTS = (
    DocumentType(
        "consent_solicitation",
        "D-20",
        "Consent Solicitation",
        made_by="issuer",
        class_="customary",
        requires=(
            "Registration rights that conflict with those granted need the consent"
            " of holders of {conflicting_rights_part} of the {stock} outstanding."
        ),
        companion=Companion("conflicting_rights_consent"),
        content=(
            must("the rights proposed", fields="grantee clause"),
            must(
                "the majority of the shares outstanding", fields="share_needed outstanding needed"
            ),
            also("record date, counting", fields="record_day", words=("each share counts once",)),
        ),
    ),
    DocumentType(
        "waiver",
        "D-35",
        "Waiver",
        made_by="holder",
        class_="right",
        no_requirement="on_request",
        on_request=Occasion(("waiver",), "issuer", ("waiver",)),
        content=(
            must(
                "a writing signed by the party against whom it is enforced",
                fields="waiving waiver_clause",
            ),
            also("provision, scope, period", fields="matter", words=("For how long.",)),
        ),
    ),
    DocumentType(
        "amendment",
        "D-36",
        "Amendment",
        made_by="holder",
        class_="right",
        requires=(
            "An amendment is made in a writing signed by {issuer} and by the"
            " holders that the clause names."
        ),
        on_request=Occasion(("amendment",), "issuer", ("amendment",)),
        content=(
            must("a signed writing", fields="amendment_clause changes"),
            also("the majority computed", fields="needed have outstanding carried"),
            also("conformed for changes of the stock", fields="stock_changes_clause"),
        ),
    ),
    DocumentType(
        "conflicting_rights_consent",
        "D-37",
        "Consent to Registration Rights",
        made_by="holder",
        class_="right",
        no_requirement="form",
        content=(
            must(
                "consent to rights that conflict",
                fields="conflict_clause grantee",
                words=("consents",),
            ),
            also("the votes", fields="own_shares needed"),
        ),
    ),
)
