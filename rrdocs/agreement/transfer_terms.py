"""Terms on transfers of stock: notices, opinions of counsel, and legends."""

from __future__ import annotations

from typing import Annotated, Literal

from rrdocs.agreement.references import (
    Reference,
)
from rrdocs.agreement.registration_rights import Term
from rrdocs.dates.deadlines import DeadlineField
from rrdocs.dates.moments import PeriodField
from rrdocs.yamlfiles.records import Id, Name, Positive, Record, YesNo


class TransferNotice(Term):
    """A holder must notify the issuer of a transfer of stock."""

    within: DeadlineField
    """By when: after consummation, or so long before it. Example: `3 days`."""
    except_to: tuple[Literal["affiliate", "partner", "member"], ...] = ()
    """Relations of the transferee for which no notice is needed. Example: `[affiliate]`."""
    also_to: tuple[Annotated[Id, Reference("party or group", words=("holders",))], ...] = ()
    """Others that must be notified too: parties, groups, or `holders`. Example: `[holders]`."""
    approval: DeadlineField | None = None
    """The issuer's time to object, from its receipt of the notice; after it the issuer is taken to
    agree. Left out, it cannot object. Example: `10 days`.
    """
    smallest: Positive | None = None
    """The least number of shares that gives a transferee rights. Left out, any number does.
    Example: `100000`.
    """
    joinder: YesNo = False
    """Whether a transferee must join the agreement before it has rights and is notified. Example:
    `true`.
    """


class TransferCompliance(Term):
    """Transfers must comply with the securities laws; the issuer may request an opinion of
    counsel.
    """

    opinion_counsel: tuple[Name, ...] = ()
    """Firms that the agreement names as satisfactory, by name. Left out, none is named. Example:
    `["Reboul, MacMurray, Hewitt, Maynard & Kristol"]`.
    """
    no_opinion_for: tuple[Literal["affiliate", "partner", "member"], ...] = ()
    """Relations of the transferee for which no opinion may be requested. Example: `[affiliate,
    partner, member]`.
    """
    partner_transfer_by: tuple[Literal["partnership", "llc"], ...] = ("partnership", "llc")
    """Which kinds of holders may transfer to their partners or members without an opinion. Example:
    `[partnership, llc]`.
    """
    opinion_paid_by: Literal["holder", "issuer"] = "holder"
    """Who pays for the opinion. Example: `holder`."""
    instead_of_opinion: tuple[Literal["no_action_letter", "broker_letter"], ...] = ()
    """Papers that the agreement accepts in place of an opinion. Example: `[no_action_letter]`."""


Removal = Literal[
    "registered_sale",
    "rule_144_sale",
    "request_and_opinion",
    "anniversary",
    "transfer_agent_evidence",
    "effectiveness",
]


class FurtherLegend(Record):
    """Another legend on the same certificates."""

    name: Name
    """What it is called. Example: `lock-up legend`."""
    text: Name
    """Its words. Example: `These shares may not be sold before the date stated on the
    certificate.`.
    """
    removal: tuple[Removal, ...]
    """What removes it. Example: `[anniversary]`."""
    anniversary: PeriodField | None = None
    """After how long from issue it comes off. Example: `12 months`."""


class Legend(Term):
    """The words that certificates bear, and what removes them."""

    text: Name
    """Its words. Example: `These securities have not been registered under the Securities Act of
    1933.`.
    """
    removal: tuple[Removal, ...]
    """What removes it: a registered sale, a sale under Rule 144, a request with an opinion or with
    evidence that satisfies the transfer agent, effectiveness of a registration, or the passing
    of time. Example: `[registered_sale, rule_144_sale, request_and_opinion]`.
    """
    opinion_counsel: tuple[Name, ...] = ()
    """Firms that the agreement names as satisfactory for the opinion. Left out, none is named.
    Example: `["Reboul, MacMurray, Hewitt, Maynard & Kristol"]`.
    """
    anniversary: PeriodField | None = None
    """After how long from issue it comes off, where the passing of time removes it. Example: `12
    months`.
    """
    further: tuple[FurtherLegend, ...] = ()
    """Other legends on the same certificates. Example: `[{name: lock-up legend, text: Not to be
    sold before the date stated., removal: [anniversary], anniversary: 12 months}]`.
    """
