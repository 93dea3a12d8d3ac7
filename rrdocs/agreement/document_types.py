"""The table of documents: every kind that administering such an agreement needs, with its title
and its class.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Class = Literal["required", "right", "customary", "condition", "internal"]


class Kind(NamedTuple):
    """One kind of document: its number in the catalogue, its title, who makes it, and whether the
    text calls for it.
    """

    number: str
    title: str
    maker: str
    class_: Class


def _table(rows: str) -> dict[str, Kind]:
    found = {}
    for row in rows.strip().splitlines():
        name, number, maker, class_, title = (cell.strip() for cell in row.split("|"))
        found[name] = Kind(number, title, maker, class_)  # type: ignore[arg-type]  # the last column is checked by a test
    return found


KINDS: dict[str, Kind] = _table("""
demand_further_notice            | D-01 | issuer  | required  | Demand Further Notice
short_form_further_notice        | D-02 | issuer  | required  | Short Form Further Notice
piggyback_notice                 | D-03 | issuer  | required  | Piggyback Notice
suspension_notice                | D-04 | issuer  | required  | Suspension Notice
reporting_statement              | D-05 | issuer  | required  | Statement of Compliance with Reporting Requirements
resumption_notice                | D-06 | issuer  | customary | Resumption Notice
deferral_notice                  | D-07 | issuer  | customary | Deferral Notice
deferral_end_notice              | D-08 | issuer  | customary | Notice of End of Deferral
standstill_letter                | D-09 | issuer  | customary | Standstill Letter
deficiency_letter                | D-10 | issuer  | customary | Deficiency Letter
refusal_letter                   | D-11 | issuer  | customary | Refusal Letter
underwriter_selection_notice     | D-12 | issuer  | customary | Underwriter Selection Notice
cutback_allocation_notice        | D-13 | issuer  | customary | Cutback Allocation Notice
holdback_notice                  | D-14 | issuer  | customary | Holdback Notice
abandonment_notice               | D-15 | issuer  | customary | Abandonment Notice
effectiveness_notice             | D-16 | issuer  | customary | Notice of Effectiveness
draft_registration_transmittal   | D-17 | issuer  | required  | Transmittal of Draft Registration Statement
prospectus_delivery_letter       | D-18 | issuer  | required  | Prospectus Delivery Letter
opinion_request                  | D-19 | issuer  | customary | Request for Legal Opinion
consent_solicitation             | D-20 | issuer  | customary | Consent Solicitation
joining_request                  | D-21 | holder  | right     | Joining Request
piggyback_election               | D-22 | holder  | right     | Piggyback Request and Election
notice_of_transfer               | D-23 | holder  | required  | Notice of Transfer
selling_holder_questionnaire     | D-24 | holder  | required  | Selling Holder Questionnaire
demand_notice                    | D-25 | holder  | right     | Demand Notice
short_form_notice                | D-26 | holder  | right     | Short Form Registration Notice
procedures_request               | D-27 | holder  | right     | Request under the Registration Procedures
legend_removal_request           | D-28 | holder  | right     | Request for Removal of Legend
reporting_statement_request      | D-29 | holder  | right     | Request for Reporting Statement
underwriter_acceptance           | D-30 | holder  | right     | Acceptance of Managing Underwriter
closing_consent                  | D-31 | holder  | right     | Consent to Time and Place of Closing
change_of_address                | D-32 | holder  | right     | Change of Address
joinder                          | D-33 | holder  | customary | Joinder
affiliate_certificate            | D-34 | holder  | customary | Affiliate Certificate
waiver                           | D-35 | holder  | right     | Waiver
amendment                        | D-36 | holder  | right     | Amendment
conflicting_rights_consent       | D-37 | holder  | right     | Consent to Registration Rights
withdrawal_notice                | D-38 | holder  | customary | Withdrawal of Request
notice_of_claim                  | D-39 | holder  | required  | Notice of Claim
defence_notice                   | D-40 | holder  | required  | Notice of Defense
counsel_opinion                  | D-41 | counsel | condition | Opinion of Counsel
legend_instruction               | D-42 | issuer  | required  | Legend Instruction
stop_transfer_instruction        | D-43 | issuer  | required  | Stop-Transfer Instruction
transfer_release_instruction     | D-44 | issuer  | customary | Transfer Release Instruction
legend_removal_instruction       | D-45 | issuer  | required  | Legend Removal Instruction
issuer_counsel_opinion           | D-46 | counsel | condition | Opinion of Issuer’s Counsel
comfort_letter                   | D-47 | others  | condition | Comfort Letter
underwriting_agreement_signature_pages | D-48 | others | required | Underwriting Agreement, Signature Pages
lock_up_agreement                | D-49 | holder  | customary | Lock-up Agreement
engagement_letter                | D-50 | issuer  | customary | Engagement Letter
holdback_request                 | D-51 | others  | condition | Holdback Request
cutback_opinion                  | D-52 | others  | condition | Opinion of the Managing Underwriter
blue_sky_memo                    | D-53 | counsel | required  | Blue Sky Memorandum
counsel_memo                     | D-60 | counsel | internal  | Memorandum to Counsel
allocation_schedule              | D-61 | counsel | internal  | Allocation Schedule
docket                           | D-62 | counsel | internal  | Docket
service_log                      | D-63 | counsel | internal  | Service Log
declaration_of_service           | D-63 | counsel | internal  | Declaration of Service
clock_sheet                      | D-64 | counsel | internal  | Clock Sheet
investor_register                | D-65 | counsel | internal  | Register of Holders
ledgers                          | D-66 | counsel | internal  | Demand and Deferral Ledgers
board_determination              | D-67 | issuer  | condition | Board Determination
rule_144_memo                    | D-68 | counsel | internal  | Rule 144 Memorandum
expense_allocation               | D-69 | counsel | internal  | Expense Allocation
indemnity_worksheet              | D-70 | counsel | internal  | Indemnity Worksheet
adjustment_memo                  | D-71 | counsel | internal  | Adjustment Memorandum
duration_memo                    | D-72 | counsel | internal  | Duration Memorandum
reporting_calendar               | D-73 | counsel | internal  | Reporting Calendar
readings_sheet                   | D-74 | counsel | internal  | Sheet of Readings
lock_memo                        | D-75 | counsel | internal  | Lock Memorandum
""")
