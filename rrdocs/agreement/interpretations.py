"""Where the text is ambiguous: each question, its possible readings, and the reading taken unless
counsel chooses another.

The first value of each row is its default. A row is consulted by name; who consulted it is noted,
so that an answer can say on which readings it rests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from rrdocs.yamlfiles.records import Name, Record


class Row(NamedTuple):
    """One ambiguity: its number in the table of interpretations, the clause, its readings (default
    first), the question.
    """

    number: str
    clause: str
    values: tuple[str, ...]
    question: str


def _row(number: int, clause: str, values: str, question: str) -> Row:
    return Row(f"A{number:02}", clause, tuple(values.split()), question)


TABLE: dict[str, Row] = {
    "restricted_stock_basis_3a": _row(
        1,
        "3(a)",
        "either as_converted issued_only",
        "do shares that unconverted notes would yield count towards a majority in interest",
    ),
    "majority_denominator": _row(
        2,
        "3(a)",
        "all_restricted_stock investors_only",
        "does stock held by others than Investors stand in the denominator",
    ),
    "denominator_144k": _row(
        3,
        "3(a)",
        "include exclude",
        "do shares of a holder shut out under 3(j) stay in the denominator",
    ),
    "majority_measured_at": _row(
        4, "3(a)", "demand_receipt demand_date filing_date", "when is the holding tested"
    ),
    "demand_assembly": _row(
        5,
        "3(a)",
        "counterparts_aggregate single_writing",
        "may several letters on the same terms make up one demand",
    ),
    "immediately": _row(
        6, "3(a)", "same_day next_business_day reasonable_promptness", "how soon is immediately"
    ),
    "day_count": _row(7, "8(j)", "calendar_gcl20 business", "are days calendar days"),
    "period_end_roll": _row(
        8,
        "8(j)",
        "gcl25_roll none",
        "does a period for an act that ends on a weekend or public holiday run on to the next"
        " business day",
    ),
    "business_day_calendar": _row(
        9, "8(f)", "cautious federal_banking ny_gcl24 nyse", "whose business days count"
    ),
    "nonbusiness_receipt": _row(
        10,
        "8(f)",
        "as_received next_business_day",
        "does a facsimile or hand delivery on a day that is no business day count that day",
    ),
    "fax_followup": _row(
        11,
        "8(f)",
        "receipt_at_fax_if_followed receipt_at_courier fax_alone_ok",
        "what does the courier copy do for a facsimile",
    ),
    "email_notice": _row(
        12, "8(f)", "insufficient_protective actual_receipt_ok invalid", "is an e-mail a notice"
    ),
    "window_basis": _row(
        13, "3(a)", "per_recipient last_recipient", "does each recipient have a window of its own"
    ),
    "join_timeliness_ab": _row(
        14,
        "3(a)",
        "deemed_received dispatched",
        "must a joining request be received in the window, or sent",
    ),
    "join_timeliness_d": _row(
        15,
        "3(d)",
        "dispatched deemed_received",
        "is a piggyback request given when sent or when received",
    ),
    "sf_window_start": _row(
        16,
        "3(b)",
        "further_notice_receipt literal",
        "from which notice does the window of 3(b) run",
    ),
    "sf_request_term": _row(
        17, "3(b)", "registration_notice separate_document", "where must the net proceeds be stated"
    ),
    "further_notice_controls": _row(
        18,
        "3(b)",
        "mirror_registration_notice literal_further_notice",
        "do the figures of the issuer's own notice fix the registration",
    ),
    "net_proceeds_deductions": _row(
        19, "3(b)", "selling_expenses_only all_expenses", "net of what"
    ),
    "net_proceeds_pool": _row(20, "3(b)", "requesting_only with_joiners", "whose proceeds count"),
    "net_proceeds_test": _row(
        21, "3(b)", "stated_in_notice market_verified", "is the stated figure taken"
    ),
    "demand_count_rule": _row(
        22, "3(a)", "satisfied_only filed_and_effective", "what uses up a demand"
    ),
    "satisfied_after_cutback": _row(
        23,
        "3(c)(i)",
        "not_satisfied_literal satisfied_if_investor_consents",
        "is a demand that was cut back satisfied",
    ),
    "standstill_never_effective": _row(
        24,
        "3(c)(ii)",
        "flag_180_from_filing literal_until_withdrawn",
        "how long does a prior registration that never becomes effective hold up a demand",
    ),
    "standstill_precondition": _row(
        25,
        "3(c)(ii)",
        "each_investor_strict substantial",
        "does one Investor who was not told defeat the standstill",
    ),
    "standstill_effect": _row(
        26, "3(c)(ii)", "demand_pending demand_lapses", "does a demand wait or lapse"
    ),
    "required_reg_as_prior": _row(
        27,
        "3(c)(ii)",
        "if_d_notice_given never",
        "can an earlier required registration be the prior one",
    ),
    "piggyback_on_required_registration": _row(
        28,
        "3(d)",
        "combined separate none",
        "does a demand or short form itself call for a Piggyback Notice",
    ),
    "piggyback_timing": _row(
        29, "3(d)", "at_proposal before_filing 30_days_before_filing", "when is at such time"
    ),
    "j_notice": _row(
        30, "3(j)", "send_with_reservation omit", "is a holder shut out under 3(j) still told"
    ),
    "rule144k_after_20080215": _row(
        31,
        "3(j)",
        "human_decision_no_exclusion successor_144b1i frozen_2001",
        "what follows from the repeal of Rule 144(k) on February 15, 2008",
    ),
    "j_all_shares": _row(
        32, "3(j)", "literal_all by_lot", "does one share that is not free keep a holder in"
    ),
    "cvi_scope": _row(
        33, "3(c)(vi)", "literal_all carve_out_s8_s4", "does the lock reach Forms S-8 and S-4"
    ),
    "cvi_vs_prior_rs": _row(
        34,
        "3(c)(vi)",
        "prior_may_complete barred",
        "may a registration filed before the demand go on",
    ),
    "cvi_start": _row(
        35, "3(c)(vi)", "deemed_receipt_valid_notice any_notice", "what starts the lock"
    ),
    "deferral_limit_scope": _row(
        36,
        "3(c)(viii)",
        "rolling12_both twice_per_registration twice_ever",
        "over what span is twice counted",
    ),
    "deferral_day_count": _row(
        37,
        "3(c)(viii)",
        "exclude_determination_day include",
        "does the day of the determination count",
    ),
    "deferral_test": _row(
        38, "3(c)(viii)", "both_limbs_required disclosure_only", "what must be determined"
    ),
    "holdback_i_end": _row(
        39, "3(e)(i)", "first_sale_day_180 first_sale_day_181", "on which day may sales begin"
    ),
    "holdback_ii_end": _row(
        40, "3(e)(ii)", "first_sale_day_181 first_sale_day_180", "on which day may sales begin"
    ),
    "holdback_ii_carveout": _row(
        41,
        "3(e)(ii)",
        "participating_shares_only participating_investor",
        "is a participating Investor free of the holdback as to its other shares",
    ),
    "pd_cap_inclusive": _row(
        42, "3(f)", "through_day_180_and_90 before", "is the last day inside the cap"
    ),
    "piggyback_cut_pool": _row(
        43,
        "3(d)",
        "requesting_only_excl_initiators all_holders_incl_initiators",
        "do holders for whose benefit the registration was filed share the cut",
    ),
    "open_market_shares_cut": _row(
        44, "3(d)", "not_cut cut", "are shares for open-market sale cut"
    ),
    "demand_cut_order": _row(
        45, "3(c)(v)", "issuer_first concurrent", "who is cut first in a demand"
    ),
    "rounding": _row(
        46, "3(c)(iii)", "largest_remainder floor round", "how are fractions of shares settled"
    ),
    "transferee_status": _row(
        47,
        "8(d)",
        "compliant_transferee_notified joinder_required never",
        "who is a permitted assign",
    ),
    "addr_wcas_viii_mgmt": _row(
        48,
        "8(f)",
        "signature_page furnished_only",
        "where is a party told that 8(f)(i) does not name",
    ),
    "wcas_persons_service": _row(
        49,
        "8(f)",
        "individual_notices_one_package one_notice",
        "is each person at one address told separately",
    ),
    "aif_authority": _row(
        50, "8(g)", "require_evidence presume", "is the power of attorney to be shown again"
    ),
    "address_change_effect": _row(
        51,
        "8(f)",
        "each_recipient_on_its_receipt all_parties",
        "when does a new address take effect",
    ),
    "notify_zero_holders": _row(52, "3(a)", "yes no", "is an Investor without stock told"),
    "transfer_notice_scope": _row(
        53, "2(a)", "always not_registered_sales", "is a registered sale notified"
    ),
    "transfer_notice_timeliness": _row(
        54, "2(a)", "deemed_receipt dispatched", "is delivery the receipt or the sending"
    ),
    "affiliate_meaning": _row(
        55, "2(b)", "rule_405_control family_included", "who is an affiliate"
    ),
    "opinion_for_rule144_sale": _row(
        56, "2(b)", "may_request no", "may an opinion be asked for a Rule 144 sale"
    ),
    "legend_to_such_effect": _row(
        57, "2(c)", "opinion_no_registration_needed sold", "what must the opinion say"
    ),
    "uncertificated": _row(
        58, "2(c)", "notation_and_notice none", "what of shares without certificates"
    ),
    "named_counsel_successor": _row(
        59, "2(b)", "human_acceptance automatic", "is a successor firm satisfactory"
    ),
    "original_rra_overlap": _row(
        60,
        "recitals",
        "ask_and_protect this_agreement_only",
        "under which agreement is a request made",
    ),
    "mixed_expense_allocation": _row(
        61, "3(i)", "by_shares_registered incremental", "how are mixed expenses split"
    ),
    "selling_expense_basis": _row(
        62, "3(i)", "shares_sold_all_sellers investors_only", "who shares selling expenses"
    ),
    "duration_notes": _row(
        63, "6", "continues_while_notes issued_only", "do notes alone keep the agreement alive"
    ),
    "indemnity_survival": _row(64, "6", "accrued_survives lapses", "does the indemnity survive"),
    "waiver_rule": _row(65, "8(e)", "each_party majority_binds", "whom does a waiver bind"),
    "outstanding_8a_8e": _row(66, "8(e)", "issued_only as_converted", "what is then outstanding"),
    "purchase_agreement_8e": _row(
        67, "8(e)", "february_2001 both", "which Purchase Agreement is meant"
    ),
    "indemnity_omission": _row(
        68, "4(c)", "prejudice_only literal_relieves", "what follows if notice is omitted"
    ),
    "contribution_cap": _row(
        69, "4(d)", "gross_price_minus_other_damages", "what caps contribution"
    ),
    "timezone": _row(70, "8(f)", "America/New_York", "whose clock"),
    "defective_join": _row(
        71,
        "3(c)(vii)",
        "deficiency_letter_cure_in_window exclude include",
        "what of a request without the required statement",
    ),
    "demand_withdrawal": _row(
        72, "3(a)", "no_count_no_expense_shift counts", "does a withdrawn demand count"
    ),
    "name_spelling": _row(73, "preamble", "as_signed", "how are names spelled"),
    "s3_eligibility_level": _row(
        74, "3(b)", "registrant_and_transaction registrant", "eligible at which level"
    ),
    "shelf_takedown": _row(
        75, "3(d)", "not_new_registration new_proposal", "is a takedown a new proposal"
    ),
    "third_demand_notice": _row(
        76,
        "3(a)",
        "not_due_if_declined due_literal",
        "is a demand beyond the number granted passed on",
    ),
    "underwriter_acceptance_threshold": _row(
        77, "3(c)(iv)", "strict_majority", "of what is the majority taken"
    ),
    "j_and_requests_already_in": _row(
        78,
        "3(j)",
        "status_at_request status_through_effectiveness",
        "what if a holder is shut out after its request",
    ),
    "demand_then_short_form": _row(79, "3(a)", "one_notice_one_right", "is one notice both"),
    "joining_shares_unissued": _row(
        80, "3(a)", "allowed_if_converted_before_sale no", "may unissued shares join"
    ),
    "mail_actual_receipt": _row(
        81, "8(f)", "deemed_conclusive earlier_of_actual", "does real arrival of mail count"
    ),
    "cii_delivery_instant": _row(
        82, "3(c)(ii)", "earlier_of_actual_and_deemed deemed_receipt", "when is a demand delivered"
    ),
    "cvi_vs_short_form": _row(
        83,
        "3(c)(vi)",
        "notice_now_file_after_lock proceed_with_consents",
        "what of a request inside the lock of another",
    ),
    "successor_by_death_or_merger": _row(
        84, "preamble", "successor_is_investor needs_joinder", "is a successor an Investor"
    ),
    "third_party_indemnitees": _row(
        85, "4", "named_in_s4_may_claim parties_only", "who may claim indemnity"
    ),
    "harmless_slips": _row(86, "8(b)", "read_as_intended", "how are slips read"),
    "single_investor_majority": _row(
        87, "3(a)", "yes plural_required", "may one Investor alone demand"
    ),
    "section4_scope_original_rra": _row(
        88,
        "4",
        "this_section3_only any_registration",
        "which registrations does the indemnity cover",
    ),
}


class Choice(Record):
    """A reading that counsel chose, with the reason."""

    value: Name
    """The value chosen. Example: `next_business_day`."""
    because: Name | None = None
    """Why. Example: `the issuer asked for the later day`."""
    by: Name | None = None
    """Who chose it. Example: `Issuer's counsel`."""
    date: Name | None = None
    """When. Example: `2001-03-01`."""


@dataclass
class Readings:
    """The readings in force, which note who asks for them.

    ``chosen`` comes from the agreement's file; ``settled`` are decisions of counsel for one matter,
    (about, parameter) -> value; ``tried`` overrides both, to learn whether an answer turns on a
    reading.
    """

    chosen: Mapping[str, str] = field(default_factory=dict)
    settled: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tried: Mapping[str, str] = field(default_factory=dict)
    _frames: list[set[str]] = field(default_factory=lambda: [set()])

    def value(self, parameter: str, about: str = "") -> str:
        """The reading in force, for one matter where ``about`` names it. Raises KeyError for an
        unknown parameter.
        """
        row = TABLE[parameter]
        self._frames[-1].add(parameter)
        if parameter in self.tried:
            return self.tried[parameter]
        return self.settled.get((about, parameter)) or self.chosen.get(parameter) or row.values[0]

    def __call__(self, parameter: str, value: str, about: str = "") -> bool:
        """Whether this reading is the one in force. Raises KeyError for an unknown value."""
        if value not in TABLE[parameter].values:
            raise KeyError(value)
        return self.value(parameter, about) == value

    @contextmanager
    def noting(self) -> Iterator[set[str]]:
        """Collect the parameters that are consulted inside the block."""
        self._frames.append(set())
        try:
            yield self._frames[-1]
        finally:
            inner = self._frames.pop()
            self._frames[-1] |= inner

    def note(self, parameters: set[str]) -> None:
        """Say that an answer computed earlier, which rests on these parameters, is used again."""
        self._frames[-1] |= parameters

    def trying(self, parameter: str, value: str) -> Readings:
        """The same readings with one of them changed."""
        return Readings(self.chosen, self.settled, {**self.tried, parameter: value})
