"""What each paper must contain, and what it customarily contains: the field of its template that
says it, or the fixed words.

A field stands in braces; of several, each must be there. Other evidence is words of the template or
of a block that it includes. `rrdocs template check` reports a field that is asked for here and that
a template does not use.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Item(NamedTuple):
    """One thing that a paper says: whether it must, what it is, and where the template says it."""

    must: bool
    says: str
    fields: tuple[str, ...]
    words: tuple[str, ...]


def _table(rows: str) -> dict[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = {}
    document = ""
    for line in filter(None, map(str.strip, rows.splitlines())):
        if "|" not in line:
            document = line
            continue
        kind, says, evidence = (cell.strip() for cell in line.split("|"))
        fields = tuple(re.findall(r"\{(\w+)\}", evidence))
        words = tuple(
            filter(None, (part.strip() for part in re.sub(r"\{\w+\}", ";", evidence).split(";")))
        )
        found.setdefault(document, []).append(Item(kind == "must", says, fields, words))
    return {name: tuple(items) for name, items in found.items()}


ITEMS: dict[str, tuple[Item, ...]] = _table("""
demand_further_notice
    must | the proposed registration, and that this is the notice under its clause | {clause} {document_title} {requesters}
    also | day and time of receipt of the request | {received_line}
    also | who asks, for how many shares, by which method, through which underwriter | {requesters} {requested_total} {method} {underwriter}
    also | the recipient's own last day, and how a reply counts | {last_permitted} {reply_period} {receipt_text}
    also | the statement that the terms are the same | {same_terms_clause}
    also | reduction, and the reservation as to the rule | {cutback_clause} {exclusion_clause}
    also | the questionnaire | {information_clause}
    also | the combined caption | {piggyback_term} {piggyback_clause}
    also | a standstill or deferral | {standstill_text} {deferral_text}
short_form_further_notice
    must | the proposed registration, and that this is the notice under its clause | {clause} {document_title}
    must | the number of shares and the method, as in the request | {requested_total} {method}
    also | stated aggregate net proceeds | {net_proceeds}
    also | the form, and eligibility for it | {form_name}
    also | the recipient's own last day | {last_permitted}
piggyback_notice
    must | the intention to register common stock for sale to the public | {offering_text} {account_text} intends to register
    also | form, underwriting, day of filing | {registration_form} {underwriter} {planned_filing}
    also | amount, method and election | state the number of shares; and the intended method of disposition; (i); (ii)
    also | the recipient's own last day | {last_permitted} {reply_period}
    also | reduction, abandonment, the reservation as to the rule | {cutback_clause} {may_abandon} {exclusion_clause}
suspension_notice
    must | that an event has happened, under its clause | {clause} {happened} untrue statement of a material fact
    must | the request to stop using the prospectus on receipt | Stop using the prospectus at once, from receipt
    also | nothing of the event itself | does not describe the event
    also | how long, copies, and that a second letter follows | How long this will last; Copies.; when it may be used again
reporting_statement
    must | a written statement of compliance with the reporting requirements | {clause} {asked_day} statement to you
    also | reports filed in the last twelve months | {since} {until} Reports filed.
    also | current public information under the rule | 144(c)
resumption_notice
    also | when the supplement took effect | {supplemented}
    also | copies | {copies_clause}
deferral_notice
    also | that it was determined, and when | {determined}
    also | the last day, days used and left | {outside_day} {days_used} {days_left}
    also | nothing of the matter itself | does not describe the matter
deferral_end_notice
    also | the day and the reason | {ended} {reason}
standstill_letter
    must | the prior registration, its filing and effective dates | {prior_form} {prior_filed} {prior_effective}
    must | proof that each was told of it | {notices}
    must | the last day of delay | {last_day} {after_effectiveness}
    also | that the request stays pending | stays pending
deficiency_letter
    must | what is missing, with its clause | {defects}
    also | how to cure it, and until when | {cure_text} {last_permitted}
    also | reservation of rights | All rights are reserved
refusal_letter
    must | the ground with its clause and figures | {grounds}
    also | what remains open | {alternative}
underwriter_selection_notice
    must | the firm, nationally recognized | {firm} nationally recognized investment banking firm
    must | the request for acceptance by both groups | {requesters} {share_needed} {being_sold} (A); (B)
    also | terms | underwriting discount
cutback_allocation_notice
    must | the basis, the allocation and the opinion | {basis} {rows} {maximum} {advice_day}
    also | the rule for fractions | {rounding}
    also | what a reduction means for the request | {satisfaction_clause}
holdback_notice
    must | under which limb, and why | {clause} {on_request}
    must | effective date, last day barred, first day of sale | {effective_day} {barred_until} {free_from}
    also | which shares, and the request of the managing underwriter | {held} {firm} {asked_day}
abandonment_notice
    must | that the registration is given up, as the clause allows | {given_up} {clause} free to abandon or delay
effectiveness_notice
    also | the effective date | {effective_at}
    also | the last days of the periods that it starts | {distribution_end} {lock_end}
draft_registration_transmittal
    must | a reasonable opportunity to review and comment | {clause} reasonable opportunity to review them and comment
    also | until when | {planned_filing}
prospectus_delivery_letter
    must | copies as reasonably asked for, preliminary ones too | {asked_day} {preliminary} Number of copies
opinion_request
    must | the transfer, not made in a registered public offering | {transferee} {shares} {exemption_text}
    must | an opinion that it is exempt under all applicable laws | exempt from registration under all applicable laws
    must | counsel agreed to be satisfactory | {counsel_named}
    also | that the transfer waits meanwhile | will not be registered on the books
consent_solicitation
    must | the rights proposed | {grantee} {clause}
    must | the majority of the shares outstanding | {share_needed} {outstanding} {needed}
    also | record date, counting | {record_day} each share counts once
joining_request
    must | number of shares, in writing | number of shares
    must | if underwritten, the same terms and conditions | same terms and conditions {same_terms_clause}
    also | reduction and underwriting agreement | {cutback_clause} {underwriting_clause}
piggyback_election
    must | amount and intended method | number of shares; Method of disposition.
    must | if underwritten, the election | (i) are to be included; (ii) are to be sold in the open market
    also | holdback on the second election | {holdback_clause}
notice_of_transfer
    must | the fact of the transfer | {transferor} {transferee} {shares} {consummated}
    must | delivery within the period | {notice_time} {last_permitted}
    also | issue, certificates, kind, exemption, relation, address | {tranche} {certificates} {kind} {basis} {relation} {transferee_address}
selling_holder_questionnaire
    must | information about the holder and its distribution | {registration_line} Plan of distribution.
    must | that it is furnished specifically for use in the registration statement | specifically for use in that registration statement
    also | what the prospectus says of a selling holder | {held} {offered} Relationships.
    also | affiliations with the self-regulator | NASD
demand_notice
    must | the number of shares to be sold | {rows} {requested_total}
    must | the intended method of disposition | {method}
    must | the request to effect a registration | effect a registration under the Securities Act
    also | holdings by issue, which agreement, counsel | {held_total} {other_agreements} Counsel to those who ask
    also | information, the rule | {information_clause} {exclusion_clause}
short_form_notice
    must | the number of shares and the method | {rows} {requested_total} {method}
    must | the proposed aggregate net proceeds, and the amount that they must exceed | {net_proceeds} {threshold}
    also | the price and the discounts behind them | price on which they are reckoned
procedures_request
    must | copies, blue sky, opinion and comfort, inspection | {copies_clause} {blue_sky_clause} {comfort_clause} {inspection_clause}
legend_removal_request
    must | the written request for new certificates | {shares} issue new certificates
    must | the opinion of counsel | {counsel_named} Opinion of counsel.
    also | certificates surrendered, affiliates | {certificates} Affiliates.
reporting_statement_request
    must | the written request | asks {issuer_term} {clause}
underwriter_acceptance
    must | acceptance of the managing underwriter | {firm} acceptable
    also | in which capacity | {is_requester} {own_shares}
closing_consent
    must | consent to time and place | {closing_at}
    also | the votes | {own_shares} {being_sold}
change_of_address
    must | the new address, in writing | {new_lines}
    must | to all other parties | {parties}
    also | from when | {effective_day}
joinder
    must | address and facsimile | {newcomer_lines} {newcomer_fax} {notices_clause}
    must | agreement to be bound | agrees to be bound
    must | representations | {representations_clause}
    also | issue and shares, notices already given | {tranche} {held} Notices already given.
affiliate_certificate
    must | the facts that bring it within the exception | {relation_words} {excepted}
    also | a chart | chart of who controls whom
waiver
    must | a writing signed by the party against whom it is enforced | {waiving} {waiver_clause}
    also | provision, scope, period | {matter} For how long.
amendment
    must | a signed writing | {amendment_clause} {changes}
    also | the majority computed | {needed} {have} {outstanding} {carried}
    also | conformed for changes of the stock | {stock_changes_clause}
conflicting_rights_consent
    must | consent to rights that conflict | {conflict_clause} {grantee} consents
    also | the votes | {own_shares} {needed}
withdrawal_notice
    also | the request taken back | {request_line}
    also | what it means for the count | {counts} {limit_words}
notice_of_claim
    must | the commencement of the action | {served} {defendant}
    must | the claim under the clause, promptly and in writing | {indemnity_clause} {indemnitor} {clause}
    also | pleadings, reservation | pleadings are enclosed; All rights are reserved
defence_notice
    must | assumption of the defense, separate counsel, or settlement and consent | {settlement} {by_indemnitor} {consent}
counsel_opinion
    must | exempt under all applicable laws | exempt from registration under all applicable laws
    must | or, to such effect, that the legend may come off | {removal} legend may come off
    also | reliance by the transfer agent | transfer agent may rely
legend_instruction
    must | the exact legend | {legend_text}
    must | holders and certificates | {rows}
    also | book-entry notation | book-entry
stop_transfer_instruction
    must | no transfer on the books unless permitted by the agreement and the laws | Do not register this transfer; {compliance_clause}
    also | holdback, opinions outstanding | {barred_until} {opinion_asked}
transfer_release_instruction
    must | that the conditions are met | {reasons}
    must | legend kept or dropped | {legend_kept}
    also | the opinion | {opinion_line}
legend_removal_instruction
    must | the ground | {ground}
    also | request and opinion | {request_line} {opinion_line}
issuer_counsel_opinion
    must | effectiveness, and no stop order | has become effective; no stop order
    must | form, with the carve-out; other matters | comply as to form; financial statements; Other matters.
    must | dated the day of delivery | {closing_day}
    also | negative assurance | Negative assurance.
comfort_letter
    must | independence, form | independent public accountants; comply as to form
    must | the later period | {cutoff}
    also | bring-down | bring-down
underwriting_agreement_signature_pages
    must | customary, not inconsistent as to the issuer | customary; inconsistent
    must | closing; indemnity conformed | {closing_at} {indemnity_clause}
    also | custody agreement and power of attorney | custody agreement and power of attorney
lock_up_agreement
    must | the period from the effective date | {period} {effective_day} {holdback_clause}
engagement_letter
    must | after acceptance | {chosen_day} {choice_clause}
    also | what the clauses ask of the firm | {cutback_clause} {underwriting_clause} {holdback_clause}
holdback_request
    must | the request | We request {period}
cutback_opinion
    must | good faith opinion that inclusion would adversely affect marketing and price | {good_faith} adversely affect its marketing
    must | the number | {maximum}
blue_sky_memo
    must | the states, and the three limits | {rows} {states} (x); (y); (z)
    also | filings with the self-regulator and exchanges | NASD
counsel_memo
    must | holdings and votes under each reading, missing items, clauses, readings | {sections}
    also | what is open and who settles it | {open} {not_due}
allocation_schedule
    must | requests, maximum, shares allotted, remainders | {rows} {maximum} {rounding}
docket
    must | each document: due, by whom, to whom, when, clause; each not due, and why | {due} {not_due}
clock_sheet
    must | every period with its days | {rows}
investor_register
    must | lots, issue, certificate, legend, addresses with history | {lots} {holders} {total}
ledgers
    must | filed, effective, satisfied | {rows} {used} {left}
    must | determinations, days, sums | {deferrals} {days_used} {days_left}
board_determination
    must | both limbs, and the day that starts the period | {disclosure} {harm} {determined}
    also | the matter described under privilege | under privilege
rule_144_memo
    must | affiliates, lots, holding period, what came after the repeal | {rows} {holding_period} {repealed}
expense_allocation
    must | the split by issue, and by shares sold | {registration_rows} {selling_rows} {spent}
indemnity_worksheet
    must | both caps of the indemnity, and that of the contribution | {rows} {seller_clause} {contribution_clause}
adjustment_memo
    must | the factor, what is adjusted and what is not | {ratio} {rows} {fixed}
    also | new legends | {legend_clause}
duration_memo
    must | the test, accrued claims | {total} {ended} {indemnity_clause}
    also | a final notice to the file | final notice to the file
reporting_calendar
    must | eligibility and reports | {eligibility} {reporting_clause}
readings_sheet
    must | readings in force, who chose them, when | {rows}
lock_memo
    must | no other registration, employee plans and mergers included; from and to | {starts} {ends} {lock_clause} no other registration
    also | waivers | {waiver_clause} {waivers}
""")
