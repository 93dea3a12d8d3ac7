"""The figures of each tally, typed: votes, requests, allocations, days, amounts.

The name of a tally and the keys of its values in JSON come from here. Amounts are texts with two
decimals; shares and days are whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from typing import Any, ClassVar

OPTIONAL: Mapping[str, bool] = {"optional": True}
"""A figure that stands in the values only where there is one."""


@dataclass(frozen=True)
class Figures:
    """The figures of one tally."""

    name: ClassVar[str]

    @property
    def values(self) -> dict[str, Any]:
        """The figures by name, as JSON has them: numbers, texts, days, lists and mappings."""
        return {
            each.name: value
            for each in fields(self)
            if (value := getattr(self, each.name)) is not None or not each.metadata
        }


@dataclass(frozen=True)
class MajorityFigures(Figures):
    """A vote, in shares: those that agree, all that count, and whether that is enough.

    ``holds`` is None while it is open. The last two are given where the count depends on whether
    shares of unconverted notes count, and are then those of issued shares alone.
    """

    name: ClassVar[str] = "majority"
    numerator: int
    denominator: int
    holds: bool | None
    issued_numerator: int | None = field(default=None, metadata=OPTIONAL)
    issued_denominator: int | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class WaiverFigures(Figures):
    """The vote on a waiver that binds all holders, in shares."""

    name: ClassVar[str] = "waiver"
    numerator: int
    denominator: int
    holds: bool | None


@dataclass(frozen=True)
class AcceptanceFigures(Figures):
    """Whether all requesters accept the underwriter, and the vote of those who sell, in shares."""

    name: ClassVar[str] = "underwriter_acceptance"
    requesting: bool
    numerator: int
    denominator: int
    holds: bool


@dataclass(frozen=True)
class RequestFigures(Figures):
    """A request: the shares that each requester asks for (None where it states none), the method,
    the ids of its letters and of later ones, and the days of its receipt and withdrawal.
    """

    name: ClassVar[str] = "request"
    requesters: Mapping[str, int | None]
    method: str | None
    letters: Sequence[str]
    later_letters: Sequence[str]
    received: date
    withdrawn: date | None
    net_proceeds: str | None


@dataclass(frozen=True)
class NetProceedsFigures(Figures):
    """The net proceeds that a short form request states, in US dollars, and the least."""

    name: ClassVar[str] = "net_proceeds"
    stated: str | None
    must_exceed: str
    holds: bool


@dataclass(frozen=True)
class DemandsFigures(Figures):
    """How many demands are used, and how many are left."""

    name: ClassVar[str] = "demands"
    used: int
    left: int


@dataclass(frozen=True)
class DeferralFigures(Figures):
    """How many deferrals there were, the days used and left (None without a limit), whether the
    issuer may defer, and the last day of the deferral that runs or may begin.
    """

    name: ClassVar[str] = "deferrals"
    count: int
    days_used: int
    days_left: int | None
    may_defer: bool
    last_day: date | None


@dataclass(frozen=True)
class RegisteredFigures(Figures):
    """The shares to register, in all and by holder."""

    name: ClassVar[str] = "shares_to_register"
    total: int
    by_investor: Mapping[str, int]


@dataclass(frozen=True)
class CutbackFigures(Figures):
    """How many shares the issuer, each holder and each other may sell, and by what proportion."""

    name: ClassVar[str] = "cutback"
    issuer: int
    investors: Mapping[str, int]
    others: Mapping[str, int]
    basis: str


@dataclass(frozen=True)
class HoldingsFigures(Figures):
    """The stock under the agreement, in shares: in all, by holder, by tranche, and what notes may
    still yield.
    """

    name: ClassVar[str] = "restricted_stock"
    total: int
    by_holder: Mapping[str, int]
    by_tranche: Mapping[str, int]
    issuable: int


@dataclass(frozen=True)
class ExpenseFigures(Figures):
    """Who pays which expenses, in US dollars: of the registration by payer, of selling by seller,
    and what the holders share; the fees of their counsel by payer.
    """

    name: ClassVar[str] = "expenses"
    registration: Mapping[str, str]
    selling: Mapping[str, str]
    holders: Mapping[str, str] | None = field(default=None, metadata=OPTIONAL)
    counsel: Mapping[str, str] | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class IndemnityCap:
    """The cap on one seller's indemnity: its proportion of the shares sold by price, as a decimal
    fraction; its net proceeds and the cap, in US dollars.
    """

    proportion: str
    net_proceeds: str
    cap: str


@dataclass(frozen=True)
class IndemnityCapFigures(Figures):
    """The cap on each seller's indemnity."""

    name: ClassVar[str] = "indemnity_caps"
    by_seller: Mapping[str, IndemnityCap]

    @property
    def values(self) -> dict[str, Any]:
        return {"by_seller": {name: asdict(cap) for name, cap in self.by_seller.items()}}


@dataclass(frozen=True)
class ContributionCap:
    """The cap on one seller's contribution, in US dollars."""

    cap: str


@dataclass(frozen=True)
class ContributionCapFigures(Figures):
    """The cap on each seller's contribution, in US dollars."""

    name: ClassVar[str] = "contribution_caps"
    by_seller: Mapping[str, ContributionCap]

    @property
    def values(self) -> dict[str, Any]:
        return {"by_seller": {name: asdict(cap) for name, cap in self.by_seller.items()}}


@dataclass(frozen=True)
class BlueSkyFigures(Figures):
    """The states in which the shares are qualified, and those that are refused."""

    name: ClassVar[str] = "blue_sky"
    qualify: Sequence[str]
    refused: Sequence[str]


@dataclass(frozen=True)
class SuspensionFigures(Figures):
    """The days of suspension used and left in the twelve months to today."""

    name: ClassVar[str] = "suspensions"
    days_used: int
    days_left: int


@dataclass(frozen=True)
class DamagesFigures(Figures):
    """Liquidated damages by holder and in all (None where a price is not on record), the days of
    delay, what was paid, and the interest on late payment, in US dollars.
    """

    name: ClassVar[str] = "liquidated_damages"
    holders: Mapping[str, str | None]
    total: str | None
    days: int
    paid: Mapping[str, str] | None = field(default=None, metadata=OPTIONAL)
    interest: Mapping[str, str] | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class ShelfRequestFigures(Figures):
    """Who requests the shelf, and whether they hold enough."""

    name: ClassVar[str] = "shelf_request"
    holders: Sequence[str]
    holds: bool | None


@dataclass(frozen=True)
class UnavailableFigures(Figures):
    """The days in twelve months on which the shelf was unusable, the longest run, the limits."""

    name: ClassVar[str] = "shelf_unavailable"
    days: int
    limit: int | None
    longest: int
    limit_at_once: int | None
    holds: bool
