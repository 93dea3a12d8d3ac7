"""Deferral, standstill, holdback and lock: when a registration may be made, or shares sold."""

from rrdocs.agreement.document_types.entry import DocumentType, Occasion, also, must

TIMING_DOCUMENTS = (
    DocumentType(
        "deferral_notice",
        "D-07",
        "Deferral Notice",
        made_by="issuer",
        class_="customary",
        requires=(
            "The text calls for no notice; it is customary to notify the holders"
            " whose shares are to be registered of a deferral."
        ),
        content=(
            also("that it was determined, and when", fields="determined"),
            also("the last day, days used and left", fields="outside_day days_used days_left"),
            also("no description of the matter itself", words=("does not describe the matter",)),
        ),
    ),
    DocumentType(
        "deferral_end_notice",
        "D-08",
        "Notice of End of Deferral",
        made_by="issuer",
        class_="customary",
        requires=(
            "The text calls for no notice; it is customary to give notice that a"
            " deferral has ended."
        ),
        content=(also("the day and the reason", fields="ended reason"),),
    ),
    DocumentType(
        "standstill_letter",
        "D-09",
        "Standstill Letter",
        made_by="issuer",
        class_="customary",
        requires=(
            "A prior registration, of which each {holder} was notified, lets"
            " {issuer} delay a required filing for a time; it is customary to"
            " notify the requesters."
        ),
        content=(
            must(
                "the prior registration, its filing and effective dates",
                fields="prior_form prior_filed prior_effective",
            ),
            must("proof that each holder was notified of it", fields="notices"),
            must("the last day of delay", fields="last_day after_effectiveness"),
            also("that the request stays pending", words=("stays pending",)),
        ),
    ),
    DocumentType(
        "holdback_notice",
        "D-14",
        "Holdback Notice",
        made_by="issuer",
        class_="customary",
        requires=(
            "While a holdback lasts, the holders bound by it may not sell; it is"
            " customary to notify them and the transfer agent."
        ),
        content=(
            must("under which limb, and why", fields="clause on_request"),
            must(
                "effective date, last day barred, first day of sale",
                fields="effective_day barred_until free_from",
            ),
            also(
                "which shares, and the request of the managing underwriter",
                fields="held firm asked_day",
            ),
        ),
    ),
    DocumentType(
        "board_determination",
        "D-67",
        "Board Determination",
        made_by="issuer",
        class_="condition",
        no_requirement="on_request",
        on_request=Occasion(("deferral",), "issuer", ("deferral_determined",)),
        content=(
            must(
                "both limbs, and the day that starts the period",
                fields="disclosure harm determined",
            ),
            also("the matter described under privilege", words=("under privilege",)),
        ),
    ),
    DocumentType(
        "lock_memo",
        "D-75",
        "Lock Memorandum",
        made_by="counsel",
        class_="internal",
        requires=(
            "From receipt of a request {issuer} effects no other registration of"
            " its common stock until the lock ends."
        ),
        content=(
            must(
                "no other registration, employee plans and mergers included; from and to",
                fields="starts ends lock_clause",
                words=("no other registration",),
            ),
            also("waivers", fields="waiver_clause waivers"),
        ),
    ),
)
