# ruff: noqa: E501 - a table reads better in its lines
"""Which provision of the Savvis agreement is decided by which rule, and why some are not.

`python tools/coverage.py > docs/coverage.md` writes the table.
"""

from __future__ import annotations

from typing import NamedTuple


class Provision(NamedTuple):
    """One provision: its clause, what it does in a few words, the rule that decides it or nothing,
    and a remark or the reason.
    """

    id: str
    clause: str
    does: str
    rule: str
    remark: str = ""


def _table(rows: str) -> tuple[Provision, ...]:
    return tuple(
        Provision(*(cell.strip() for cell in row.split("|"))) for row in rows.strip().splitlines()
    )


PROVISIONS = _table("""
PRE-1 | preamble | who is an Investor, by status and not by holding | holders
REC-1 | recitals | the February 2000 shares, a tranche of their own | stock
REC-2 | recitals | another agreement reaches the same shares | notices | flagged, and asked about; that agreement's own rights are not in the file
REC-3 | recitals | shares that notes yield | stock | the conversion price is data; its adjustment under the notes is not modelled
DEF-1 | 1 | what is Restricted Stock, and when it ceases to be | stock
DEF-2 | 1 | what is a Transfer | transfer_notices
DEF-3 | 1 | statutes and rules as in effect at the time | holders | the repeal of the rule is data; other changes of law are counsel's
2a | 2(a) | notice of a transfer within days of consummation | transfer_notices
2b-1 | 2(b) | transfers only under a registration or an exemption | opinions | the basis is recorded; whether it is in truth there is not modelled
2b-2 | 2(b) | no transfer on the books unless permitted | opinions
2b-3 | 2(b) | the issuer may ask for an opinion | opinions
2b-4 | 2(b) | firms agreed to be satisfactory | opinions
2b-5 | 2(b) | no opinion for affiliates, partners, members | opinions
2c-1 | 2(c) | the legend on certificates | legend
2c-2 | 2(c) | what takes the legend off | legend
3a-1 | 3(a) | a majority in interest may demand, in a writing with number and method | demand
3a-2 | 3(a) | the others are told at once | demand
3a-3 | 3(a) | they may join within days of their own receipt | demand
3a-4 | 3(a) | the issuer registers what was asked and joined | cutback | the shares are counted; efforts are not modelled
3a-5 | 3(a) | no more than so many demands | satisfaction
3b-1 | 3(b) | the issuer keeps its eligibility for the short form | | a standing covenant: its status is recorded by events and consulted by the short form
3b-2 | 3(b) | any Investor may ask for a short form | short_form
3b-3 | 3(b) | the others are told at once, with the request's own figures | short_form
3b-4 | 3(b) | they may join within days of their own receipt | short_form
3b-5 | 3(b) | net proceeds must exceed an amount | short_form
3c-i | 3(c)(i) | when a request is satisfied | satisfaction
3c-ii-1 | 3(c)(ii) | a prior registration holds up a request | standstill
3c-ii-2 | 3(c)(ii) | for how long | standstill
3c-iii | 3(c)(iii) | the cutback in a required offering | cutback
3c-iv | 3(c)(iv) | the underwriter must be accepted by two groups | underwriter
3c-v | 3(c)(v) | the issuer's own shares, cut first | cutback
3c-vi | 3(c)(vi) | no other registration meanwhile | registration_lock
3c-vii | 3(c)(vii) | who joins an underwriting joins on the same terms | responses
3c-viii-1 | 3(c)(viii) | deferral on a determination of two limbs | deferral | the determination is the board's and is taken as recorded
3c-viii-2 | 3(c)(viii) | how often and how long in twelve months | deferral
3d-1 | 3(d) | each Investor is told of a proposed registration | piggyback
3d-2 | 3(d) | it may ask to be included within days of its receipt | piggyback
3d-2b | 3(d) | what is asked for is included | cutback | the shares are counted; efforts are not modelled
3d-3 | 3(d) | the issuer may abandon or delay | procedures
3d-4 | 3(d) | the election in an underwritten offering | responses
3d-5 | 3(d) | the cutback in a piggyback | cutback
3e-i | 3(e)(i) | the holdback that needs no request | holdback
3e-ii | 3(e)(ii) | the holdback on request | holdback
3f-0 | 3(f) | as expeditiously as possible | | a standard of conduct without a day
3f-i | 3(f)(i) | counsel for the sellers reviews the draft | procedures
3f-ii | 3(f)(ii) | amendments for the period of distribution | procedures | the period is a clock; the amendments themselves are not modelled
3f-iii | 3(f)(iii) | copies on request | procedures
3f-iv | 3(f)(iv) | blue sky on request | procedures
3f-iv-x | 3(f)(iv) | where qualification may be refused | procedures | what a state requires is recorded with the request
3f-v | 3(f)(v) | the stop when a prospectus misleads | suspension
3f-vi | 3(f)(vi) | opinion and comfort letter | procedures
3f-vii | 3(f)(vii) | inspection of records | procedures | who may see them is decided; access is given, not drafted
3f-pd | 3(f) | the period of distribution and its caps | procedures
3g | 3(g) | information from those who sell | closing
3h | 3(h) | the underwriting agreement and its closing | closing
3i-1 | 3(i) | Registration Expenses by tranche | expenses
3i-2 | 3(i) | Selling Expenses by shares sold | expenses
3j | 3(j) | no rights while all stock is freely saleable | holders
4a | 4(a) | the issuer indemnifies the sellers | indemnity | who tells whom; whose information a statement came from is not modelled
4b-1 | 4(b) | each seller indemnifies for its own information | indemnity | who tells whom; whose information a statement came from is not modelled
4b-2 | 4(b) | two caps on a seller's indemnity | indemnity
4b-3 | 4(b) | only for information about the seller as such | | a question of fact in a claim
4c-1 | 4(c) | prompt notice of an action | indemnity
4c-2 | 4(c) | the indemnitor may take over the defence | indemnity
4c-3 | 4(c) | one's own counsel, and at whose cost | | a question of fact in a claim
4c-4 | 4(c) | one firm in each jurisdiction | | a question of fact in a claim
4c-5 | 4(c) | no liability for a settlement without consent | indemnity
4c-6 | 4(c) | the sellers' indemnity conforms to the underwriters' terms | | a term of the underwriting agreement
4c-7 | 4(c) | the underwriters' indemnity on customary terms | | a term of the underwriting agreement
4d | 4(d) | contribution and its cap | indemnity
4d-2 | 4(d) | no contribution for fraud | | a question of fact in a claim
4d-3 | 4(d) | relative fault, not pro rata | | a question of fact in a claim
5-1 | 5 | reports are filed | | a standing covenant, kept in the calendar of filings
5-2 | 5 | a statement of compliance on request | reporting
6 | 6 | how long the agreement lasts | stock
7 | 7 | representations | | given at signing; nothing runs from them
7-2 | 7 | due execution, binding effect | | given at signing; nothing runs from them
7-3 | 7 | authority, no conflict | | given at signing; nothing runs from them
8a | 8(a) | consent to conflicting registration rights | consents
8b | 8(b) | headings do not count | | a rule of reading: no rule consults a heading
8c | 8(c) | severability | | a rule of construction without a day or document
8d | 8(d) | who is a permitted assign | holders
8d-2 | 8(d) | successors | holders
8e-0 | 8(e) | the entire agreement | | a rule of construction without a day or document
8e-1 | 8(e) | amendments | consents
8e-2 | 8(e) | waivers | consents
8e-3 | 8(e) | waiver of a notice | waivers
8f-0 | 8(f) | all notices and communications are in writing | notices
8f-1 | 8(f) | by which methods | notices
8f-2 | 8(f) | to which address | notices
8f-3 | 8(f) | when they count as received | receipt
8g | 8(g) | counterparts | | every signature page is a counterpart; nothing runs from it
8h | 8(h) | changes of the stock adjust the agreement | stock
8i | 8(i) | specific performance | | a remedy, without a day or document of its own
8j | 8(j) | New York law, and its way of counting days | period_ends
""")


def page() -> str:
    """The table of provisions with the rule that decides each, or the reason why none does."""
    decided = sum(bool(row.rule) for row in PROVISIONS)
    lines = [
        "# Coverage",
        "",
        (
            "Every provision of the Savvis agreement that calls for a notice, runs a clock, counts,"
            " caps or allocates, with the rule that"
        ),
        "decides it; the others with the reason why none does. Made by `python tools/coverage.py`.",
        "",
        f"{decided} of {len(PROVISIONS)} provisions are decided by a rule.",
        "",
        "| provision | clause | what it does | rule | remark |",
        "|---|---|---|---|---|",
    ]
    for row in PROVISIONS:
        rule = f"`{row.rule}`" if row.rule else "not modelled"
        lines.append(f"| {row.id} | {row.clause} | {row.does} | {rule} | {row.remark} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
