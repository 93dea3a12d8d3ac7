"""Every provision in plain words, in the order in which agreements have them, with the questions
that bring out what it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from rrdocs.agreement.terms import Terms
from rrdocs.yamlfiles.records import Record

Ask = tuple[str, str, str]
"""A field, the question for it, and what Enter means."""


@dataclass(frozen=True)
class Provision:
    """One provision: its name in the data, what it is about, the questions on it; ``must``: every
    agreement has it.
    """

    name: str
    says: str
    asks: tuple[Ask, ...] = ()
    heading: str = ""
    must: bool = False
    elsewhere: frozenset[str] = frozenset()

    @property
    def record(self) -> type[Record]:
        """The record that holds it."""
        annotation = Terms.model_fields[self.name].annotation
        kinds = [
            kind
            for kind in (annotation, *get_args(annotation))
            if isinstance(kind, type) and issubclass(kind, Record)
        ]
        return kinds[0]


_STATES = (
    "what a request must state, separated by commas (shares, method, net_proceeds, price_range,"
    " shelf)"
)
_RESPONSE = ("response", "how long the others have to join", "20 days")
_REPLY = ("reply", "a reply must in that time be (received, given, made, sent)", "received")
_NOTICE = (
    "notice",
    "how soon the issuer notifies the other holders (immediately, promptly, 10 days)",
    "promptly",
)
_HALF = ("requires", "how much must agree (more than 1/2, at least 66.67%)", "more than 1/2")

PROVISIONS: tuple[Provision, ...] = (
    Provision(
        "demand",
        "Holders may demand a registration",
        (
            (
                "requires",
                (
                    "how much of the stock must ask (more than 1/2, at least 25%, at least"
                    " 1,000,000 shares)"
                ),
                "more than 1/2",
            ),
            ("must_state", _STATES, "shares, method"),
            _NOTICE,
            _RESPONSE,
            _REPLY,
            ("limit", "how many demands there may be; Enter if there is no limit", ""),
            (
                "file_by",
                "by when it is filed, such as 60 days after request; Enter if no day is set",
                "",
            ),
        ),
        "The rights: demands and short forms",
    ),
    Provision(
        "short_form",
        "Holders may ask for a registration on a short form",
        (
            ("form", "which form", "S-3"),
            ("must_state", _STATES, "shares, method"),
            (
                "net_proceeds_over",
                (
                    "only if the net proceeds exceed so many dollars; Enter if there is no least"
                    " amount"
                ),
                "",
            ),
            _NOTICE,
            _RESPONSE,
            _REPLY,
        ),
    ),
    Provision(
        "satisfaction",
        "When a registration that was requested counts",
        (
            (
                "all_sold_for",
                (
                    "counts only once all is sold, in (firm_commitment, best_efforts,"
                    " non_underwritten); Enter if never"
                ),
                "",
            ),
        ),
    ),
    Provision(
        "standstill",
        "An earlier registration holds up a demand",
        (("after_effectiveness", "until how long after its effectiveness", "90 days"),),
    ),
    Provision(
        "demand_cutback",
        "What happens if not all can be sold in a required registration",
        (("basis", "shared pro rata by shares (requested, owned)", "requested"),),
    ),
    Provision(
        "underwriter_choice",
        "The holders must accept the underwriter that the issuer chooses",
        (("requires", "how much of the stock being sold must accept", "more than 1/2"),),
    ),
    Provision(
        "issuer_shares", "The issuer may include shares of its own in a required registration"
    ),
    Provision(
        "registration_lock",
        "The issuer registers nothing else while a required registration is pending",
        (("cap", "at most how long after effectiveness; Enter if there is no cap", ""),),
    ),
    Provision("same_terms", "Those who join an underwriting say that they do so on its terms"),
    Provision(
        "deferral",
        "The issuer may defer a required registration",
        (
            ("longest", "for how long at once", "90 days"),
            ("times", "how many times; Enter if there is no limit", ""),
            ("days_in_period", "how many days in all; Enter if there is no limit", ""),
            ("period", "in which period", "12 months"),
        ),
    ),
    Provision(
        "piggyback",
        "Holders may join a registration that the issuer proposes",
        (
            (
                "notice",
                "how soon the holders are notified (promptly, 10 days, 20 days before filing)",
                "promptly",
            ),
            _RESPONSE,
            _REPLY,
            (
                "excluded_forms",
                "not for registrations on these forms, separated by commas; - if on none",
                "S-4, S-8",
            ),
            (
                "must_state",
                "what a request to join must state (shares, method, election)",
                "shares",
            ),
        ),
        "The rights: joining the issuer's registrations",
    ),
    Provision(
        "opt_out",
        "A holder may have itself left out of notices",
        (("scope", "of which (piggyback, all)", "piggyback"),),
    ),
    Provision(
        "piggyback_election",
        "A holder that joins chooses between the underwriting and the open market",
    ),
    Provision(
        "piggyback_cutback",
        "What happens if not all can be sold in a registration that holders join",
        (
            ("basis", "shared pro rata by shares (requested, owned)", "requested"),
            (
                "floor",
                (
                    "at least this part of the offering stays with the holders, such as 30%; Enter"
                    " if there is none"
                ),
                "",
            ),
        ),
    ),
    Provision(
        "holdback_automatic",
        "Holders may not sell after a registration, without being asked",
        (("period", "for how long after effectiveness", "90 days"),),
    ),
    Provision(
        "holdback_requested",
        "Holders may not sell after a registration, where the underwriter requests it",
        (("period", "for how long after effectiveness", "180 days"),),
    ),
    Provision(
        "shelf",
        "The issuer registers the resale of all the stock by itself",
        (
            ("form", "on which form", "S-3"),
            (
                "file_by",
                "by when it is filed, such as 30 days after closing",
                "30 days after closing",
            ),
            ("effective_by", "by when it is effective", "90 days after closing"),
        ),
    ),
    Provision(
        "loss_of_rights",
        "Holders lose rights that they no longer need",
        (
            (
                "rule",
                "while all their stock may be sold under this rule, such as 144; Enter if none",
                "",
            ),
            (
                "below",
                "while they hold less than this, such as at least 1% of outstanding; Enter if none",
                "",
            ),
            ("after", "once this day has come, such as 5 years after ipo; Enter if none", ""),
            (
                "suspends",
                "which rights (demand, short_form, piggyback)",
                "demand, short_form, piggyback",
            ),
        ),
    ),
    Provision(
        "procedures",
        "How the issuer goes about a registration",
        heading="What the issuer does in a registration",
    ),
    Provision("review", "Counsel to the holders reviews drafts before filing"),
    Provision(
        "copies", "The issuer furnishes copies on request", (("within", "how soon", "promptly"),)
    ),
    Provision("blue_sky", "Registration under state law"),
    Provision(
        "suspension",
        "A misleading prospectus is not used",
        (
            ("notice", "how soon the sellers are notified", "immediately"),
            ("longest", "at most how long; Enter if there is no limit", ""),
        ),
    ),
    Provision(
        "comfort",
        "Opinions and comfort letters at a closing",
        (("cutoff", "how recent the comfort must be", "5 business days"),),
    ),
    Provision("inspection", "Sellers and their advisers may inspect the issuer's records"),
    Provision(
        "period_of_distribution",
        "How long a registration is kept effective",
        (("cap", "at most", "180 days"),),
    ),
    Provision("questionnaire", "Sellers furnish information about themselves"),
    Provision(
        "underwriting_agreement",
        "The underwriting agreement, and who agrees to its closing",
        (("requires", "how much of the stock being sold must agree", "more than 1/2"),),
    ),
    Provision(
        "expenses",
        "Who pays for a registration",
        (
            (
                "counsel_cap",
                (
                    "the most that the issuer pays for counsel to the holders, in dollars; Enter if"
                    " nothing"
                ),
                "",
            ),
        ),
        elsewhere=frozenset({"registration"}),
    ),
    Provision("restricted_stock", "What stock has the rights", heading="Transfers and legends"),
    Provision(
        "transfer_notice",
        "Holders notify the issuer of transfers",
        (("within", "when (3 days, 10 days before consummation)", "10 days before consummation"),),
    ),
    Provision(
        "transfer_compliance",
        "Transfers must be lawful, and the issuer may ask for an opinion",
        (
            (
                "no_opinion_for",
                "not for transfers to (affiliate, partner, member); - if for all",
                "affiliate, partner, member",
            ),
        ),
    ),
    Provision(
        "legend",
        "Certificates bear a legend",
        (
            ("text", "its words", ""),
            (
                "removal",
                (
                    "what takes it off (registered_sale, rule_144_sale, request_and_opinion,"
                    " transfer_agent_evidence, effectiveness)"
                ),
                "registered_sale, rule_144_sale, request_and_opinion",
            ),
        ),
    ),
    Provision("assignment", "To whom the rights pass"),
    Provision("stock_changes", "Splits and combinations of the stock"),
    Provision(
        "issuer_indemnity",
        "The issuer indemnifies the sellers",
        heading="Claims, reports and the agreement itself",
    ),
    Provision("seller_indemnity", "The sellers indemnify the issuer"),
    Provision(
        "claim_notice",
        "How soon notice of a claim is given",
        (("within", "how soon (promptly, 30 days)", "promptly"),),
    ),
    Provision("contribution", "Contribution where an indemnity is not to be had"),
    Provision(
        "reporting",
        "The issuer says on request whether it has filed its reports",
        (("within", "how soon", "promptly"),),
    ),
    Provision(
        "duration",
        "How long the agreement lasts",
        (
            (
                "until",
                (
                    "at most until, such as 5 years after agreement; Enter if it lasts while a"
                    " holder owns stock"
                ),
                "",
            ),
        ),
    ),
    Provision("representations", "What the parties represent"),
    Provision(
        "conflicting_rights",
        "The issuer grants no rights that conflict with these without consent",
        (_HALF,),
    ),
    Provision("amendment", "How the agreement is amended", (_HALF,)),
    Provision(
        "waiver",
        "How rights are waived",
        (("binds", "whom a waiver binds (signers, all, reading)", "signers"),),
    ),
    Provision("counterparts", "The agreement is signed in counterparts"),
    Provision(
        "notices",
        "How notices are given",
        must=True,
        elsewhere=frozenset({"methods", "received_clause"}),
    ),
    Provision(
        "governing_law",
        "Which law governs",
        (
            ("state", "of which state", "New York"),
            (
                "public_holidays",
                "whose public holidays count (ny_gcl24: New York; de_501: Delaware; federal; nyse)",
                "ny_gcl24",
            ),
        ),
        must=True,
    ),
)
