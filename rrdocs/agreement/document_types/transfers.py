"""Transfers: notices, opinions, certificates, joinders, addresses."""

from rrdocs.agreement.document_types.entry import Companion, DocumentType, Occasion, also, must

TRANSFERS_DOCUMENTS = (
    DocumentType(
        "opinion_request",
        "D-19",
        "Request for Legal Opinion",
        made_by="issuer",
        class_="customary",
        requires=(
            "For a transfer outside a registered public offering {issuer} may"
            " request an opinion of counsel, except for transfers to affiliates,"
            " partners or members."
        ),
        companion=Companion("counsel_opinion"),
        content=(
            must(
                "the transfer, not made in a registered public offering",
                fields="transferee shares exemption_text",
            ),
            must(
                "an opinion that it is exempt under all applicable laws",
                words=("exempt from registration under all applicable laws",),
            ),
            must("counsel agreed to be satisfactory", fields="counsel_named"),
            also(
                "that the transfer is not registered until then",
                words=("will not be registered on the books",),
            ),
        ),
    ),
    DocumentType(
        "notice_of_transfer",
        "D-23",
        "Notice of Transfer",
        made_by="holder",
        class_="required",
        requires=(
            "{A_holder} that transfers {stock} in any way delivers notice of it to"
            " {issuer} {transfer_within}."
        ),
        content=(
            must("the fact of the transfer", fields="transferor transferee shares consummated"),
            must("delivery within the period", fields="notice_time last_permitted"),
            also(
                "issue, certificates, kind, exemption, relation, address",
                fields="tranche certificates kind basis relation transferee_address",
            ),
        ),
    ),
    DocumentType(
        "change_of_address",
        "D-32",
        "Change of Address",
        made_by="holder",
        class_="right",
        no_requirement="on_request",
        on_request=Occasion(("notices",), "party", ("address_changed",)),
        recorded_by="address_changed",
        content=(
            must("the new address, in writing", fields="new_lines"),
            must("to all other parties", fields="parties"),
            also("from when", fields="effective_day"),
        ),
    ),
    DocumentType(
        "joinder",
        "D-33",
        "Joinder",
        made_by="holder",
        class_="customary",
        requires=(
            "Whoever receives {stock} and is to have rights under the agreement"
            " gives an address and agrees to be bound."
        ),
        on_request=Occasion(("notices",), "newcomer", ("joinder", "succession", "transfer")),
        content=(
            must("address and facsimile", fields="newcomer_lines newcomer_fax notices_clause"),
            must("agreement to be bound", words=("agrees to be bound",)),
            must("representations", fields="representations_clause"),
            also(
                "issue and shares, notices already given",
                fields="tranche held",
                words=("Notices already given.",),
            ),
        ),
    ),
    DocumentType(
        "affiliate_certificate",
        "D-34",
        "Affiliate Certificate",
        made_by="holder",
        class_="customary",
        no_requirement="on_request",
        on_request=Occasion(
            ("transfer_compliance",), "transferor", ("transfer", "transfer_presented")
        ),
        content=(
            must("the facts that bring it within the exception", fields="relation_words excepted"),
            also("a chart", words=("chart of who controls whom",)),
        ),
    ),
    DocumentType(
        "counsel_opinion",
        "D-41",
        "Opinion of Counsel",
        made_by="counsel",
        class_="condition",
        requires=(
            "Where {issuer} has requested it and no exemption applies, the"
            " transferring {holder} delivers an opinion that the transfer is exempt"
            " from registration under all applicable laws."
        ),
        on_request=Occasion(("legend",), "holder", ("legend_removal_requested",)),
        content=(
            must(
                "exempt under all applicable laws",
                words=("exempt from registration under all applicable laws",),
            ),
            must(
                "or, for a legend, that it may be removed",
                fields="removal",
                words=("legend may come off",),
            ),
            also("reliance by the transfer agent", words=("transfer agent may rely",)),
        ),
    ),
)
