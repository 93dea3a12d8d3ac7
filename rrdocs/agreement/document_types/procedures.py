"""The course of a registration: drafts, effectiveness, copies, suspension, blue sky."""

from rrdocs.agreement.document_types.entry import DocumentType, Occasion, also, must

PROCEDURES_DOCUMENTS = (
    DocumentType(
        "suspension_notice",
        "D-04",
        "Suspension Notice",
        made_by="issuer",
        class_="required",
        requires=(
            "When a prospectus that must be delivered has become misleading,"
            " {issuer} notifies each selling {holder} and each underwriter"
            " {suspension_notice}, and nobody else."
        ),
        content=(
            must(
                "that an event has happened, under its clause",
                fields="clause happened",
                words=("untrue statement of a material fact",),
            ),
            must(
                "the request to stop using the prospectus on receipt",
                words=("Stop using the prospectus at once, from receipt",),
            ),
            also("no description of the event itself", words=("does not describe the event",)),
            also(
                "how long, copies, and that a second letter follows",
                words=("How long this will last", "Copies.", "when it may be used again"),
            ),
        ),
    ),
    DocumentType(
        "resumption_notice",
        "D-06",
        "Resumption Notice",
        made_by="issuer",
        class_="customary",
        requires=(
            "The text calls for no notice; it is customary to give notice that a"
            " suspension has ended."
        ),
        content=(
            also("when the supplement took effect", fields="supplemented"),
            also("copies", fields="copies_clause"),
        ),
    ),
    DocumentType(
        "abandonment_notice",
        "D-15",
        "Abandonment Notice",
        made_by="issuer",
        class_="customary",
        requires=(
            "{issuer} may abandon or delay its own registration; it is customary to"
            " notify the holders that requested to join it."
        ),
        content=(
            must(
                "that the issuer abandons the registration, as the clause allows",
                fields="given_up clause",
                words=("free to abandon or delay",),
            ),
        ),
    ),
    DocumentType(
        "effectiveness_notice",
        "D-16",
        "Notice of Effectiveness",
        made_by="issuer",
        class_="customary",
        requires=(
            "Effectiveness starts several periods; it is customary to notify the"
            " sellers and underwriters of it."
        ),
        content=(
            also("the effective date", fields="effective_at"),
            also("the last days of the periods that it starts", fields="distribution_end lock_end"),
        ),
    ),
    DocumentType(
        "draft_registration_transmittal",
        "D-17",
        "Transmittal of Draft Registration Statement",
        made_by="issuer",
        class_="required",
        requires=(
            "Before it files, {issuer} gives counsel for the selling {holders} a"
            " reasonable opportunity to review the registration statement and"
            " comment on it."
        ),
        content=(
            must(
                "a reasonable opportunity to review and comment",
                fields="clause",
                words=("reasonable opportunity to review them and comment",),
            ),
            also("until when", fields="planned_filing"),
        ),
    ),
    DocumentType(
        "prospectus_delivery_letter",
        "D-18",
        "Prospectus Delivery Letter",
        made_by="issuer",
        class_="required",
        requires=(
            "{issuer} furnishes each selling {holder} with the copies that it reasonably requests."
        ),
        content=(
            must(
                "copies as reasonably requested, preliminary ones too",
                fields="asked_day preliminary",
                words=("Number of copies",),
            ),
        ),
    ),
    DocumentType(
        "selling_holder_questionnaire",
        "D-24",
        "Selling Holder Questionnaire",
        made_by="holder",
        class_="required",
        requires=(
            "Each {holder} whose shares are registered furnishes in writing the"
            " information about itself and its distribution that the registration"
            " reasonably needs."
        ),
        content=(
            must(
                "information about the holder and its distribution",
                fields="registration_line",
                words=("Plan of distribution.",),
            ),
            must(
                "that it is furnished specifically for use in the registration statement",
                words=("specifically for use in that registration statement",),
            ),
            also(
                "what the prospectus says of a selling holder",
                fields="held offered",
                words=("Relationships.",),
            ),
            also("affiliations with the self-regulator", words=("NASD",)),
        ),
    ),
    DocumentType(
        "procedures_request",
        "D-27",
        "Request under the Registration Procedures",
        made_by="holder",
        class_="right",
        no_requirement="on_request",
        on_request=Occasion(
            ("procedures",),
            "sellers",
            (
                "demand_notice",
                "short_form_notice",
                "registration_proposed",
                "registration_filed",
                "registration_effective",
            ),
        ),
        content=(
            must(
                "copies, blue sky, opinion and comfort, inspection",
                fields="copies_clause blue_sky_clause comfort_clause inspection_clause",
            ),
        ),
    ),
    DocumentType(
        "blue_sky_memo",
        "D-53",
        "Blue Sky Memorandum",
        made_by="counsel",
        class_="required",
        requires=(
            "The shares are qualified in the states requested, unless that would"
            " burden {issuer} beyond the clause."
        ),
        content=(
            must(
                "the states, and the three limits",
                fields="rows states",
                words=("(x)", "(y)", "(z)"),
            ),
            also("filings with the self-regulator and exchanges", words=("NASD",)),
        ),
    ),
)
