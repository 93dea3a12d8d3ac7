"""Terms on offerings: cutbacks, holdbacks, and the loss of rights."""

from __future__ import annotations

from typing import Literal

from rrdocs.agreement.references import (
    RankId,
)
from rrdocs.agreement.registration_rights import Share, Term
from rrdocs.agreement.thresholds import ThresholdField
from rrdocs.dates.deadlines import DeadlineField
from rrdocs.dates.moments import Day, PeriodField
from rrdocs.yamlfiles.records import Name, YesNo

Rank = Literal["issuer", "requesting", "holders", "initiating", "others"] | RankId
"""One class in a cutback: the issuer; those who made the request (all holders who ask, where
``holders`` are no class of their own); the holders; those for whom the registration is made;
the others; or a group.
"""


class Cutback(Term):
    """Whose shares go in first when not all can be sold."""

    order: tuple[tuple[Rank, ...], ...] = ()
    """The classes in the order in which they are satisfied; classes listed together share pro rata.
    Left out, the default of such clauses. Example: `[[issuer], [holders, others]]`.
    """
    basis: Literal["requested", "owned"] = "requested"
    """Whether a class shares pro rata by the shares requested or by the shares owned. Example:
    `requested`.
    """
    floor: Share | None = None
    """The least part that stays with the holders. Left out, none. Example: `25%`."""
    floor_of: Literal["offering", "requested"] = "offering"
    """Whether that is a part of the offering or of what the holders requested. Example: `offering`.
    """
    no_floor_in_ipo: YesNo = False
    """Whether there is no such part in the initial public offering. Example: `true`."""
    opinion_by: Literal["managing_underwriter", "lead_underwriter"] = "managing_underwriter"
    """Whose opinion is needed. Example: `managing_underwriter`."""
    opinion_to: Literal["not_stated", "issuer", "holders"] = "not_stated"
    """To whom it must be given. Example: `issuer`."""
    in_writing: YesNo = False
    """Whether it must be in writing. Example: `true`."""


class Holdback(Term):
    """Sales are barred around the effectiveness of a registration."""

    period: PeriodField
    """How long after it. Example: `180 days`."""
    before: PeriodField | None = None
    """How long before it too. Left out, not before it. Example: `7 days`."""
    counted_from: Literal["effectiveness", "prospectus", "underwriting"] = "effectiveness"
    """From which day it runs. Example: `effectiveness`."""
    underwriting: Literal["firm_commitment", "underwritten", "any"] = "firm_commitment"
    """In which offerings it applies. Example: `underwritten`."""
    forms: tuple[Name, ...] = ()
    """Only for registrations on these forms. Left out, on any. Example: `[S-1]`."""
    ipo_only: YesNo = False
    """Whether it applies to the initial public offering only. Example: `true`."""
    ipo_period: PeriodField | None = None
    """Another period for the initial public offering. Left out, the same. Example: `180 days`."""
    conditions: tuple[
        Literal[
            "officers_and_directors",
            "one_percent_holders",
            "five_percent_holders",
            "other_rights_holders",
        ],
        ...,
    ] = ()
    """Who must be bound likewise for it to bind the holders. Example: `[officers_and_directors]`.
    """
    issuer_bound: YesNo = False
    """Whether the issuer is bound too. Example: `true`."""
    research_extension: PeriodField | None = None
    """How much longer it lasts where rules on research reports require it. Left out, no longer.
    Example: `18 days`.
    """


class LossOfRights(Term):
    """When a holder may not use some of its rights."""

    rule: Name | None = None
    """While it may sell all its stock under this rule. Left out, no rule matters. Example:
    `144(k)`.
    """
    repealed: Day | None = None
    """From which day that rule is repealed. Example: `2008-02-15`."""
    holding_period: PeriodField | None = None
    """How long a lot must have been held under that rule. Example: `2 years`."""
    below: ThresholdField | None = None
    """While it holds less than this. Example: `at least 1% of outstanding`."""
    after: DeadlineField | None = None
    """From this day on. Example: `5 years after ipo`."""
    when: Literal["any", "all"] = "any"
    """Whether one of these conditions is enough, or all are needed. Example: `any`."""
    suspends: tuple[Literal["demand", "short_form", "piggyback"], ...]
    """The rights that it may not use. Example: `[demand, short_form, piggyback]`."""
