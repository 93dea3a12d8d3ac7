"""Decisions in words: what each document answers to, who is concerned, and the reasons as a short memorandum."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rrdocs.dates import long_date, weekday_date
from rrdocs.deal import Deal
from rrdocs.decision import Clock, Decision, Docket, Finding
from rrdocs.kinds import KINDS
from rrdocs.readings import TABLE

OUTCOMES = {"due": "due", "given": "given", "not_due": "not due", "open": "open"}

REQUIRES = {
    "demand_further_notice": "When holders of enough {stock} ask for a registration in a writing that states the shares and the "
    "method, {issuer} tells each other {holder} of it in writing, at once; each may join within a window that runs from its own receipt.",
    "short_form_further_notice": "When a {holder} asks for a registration on the short form, {issuer} being eligible for it and the "
    "net proceeds being large enough, {issuer} tells each other {holder} in writing, at once.",
    "piggyback_notice": "When {issuer} proposes to register common stock for sale to the public on a form on which {stock} could be "
    "sold too, it tells each {holder} of its intention, in writing and at that time; each may ask to be included.",
    "suspension_notice": "When a prospectus that must be delivered has become misleading, {issuer} tells each selling {holder} and "
    "each underwriter at once, and nobody else.",
    "reporting_statement": "On the written request of any {holder}, {issuer} promptly states in writing whether it has complied with "
    "its reporting requirements.",
    "resumption_notice": "The text calls for no notice; it is customary to say when a stop has ended.",
    "deferral_notice": "The text calls for no notice; it is customary to tell those whose shares are to be registered of a deferral.",
    "deferral_end_notice": "The text calls for no notice; it is customary to say when a deferral has ended.",
    "standstill_letter": "A prior registration, of which each {holder} was told, lets {issuer} put off a required filing for a time; "
    "it is customary to tell the requesters.",
    "deficiency_letter": "The text calls for no answer; it is customary to say at once what a request lacks and how to mend it.",
    "refusal_letter": "The text calls for no answer; it is customary to say on what ground a request is declined.",
    "underwriter_selection_notice": "{issuer} chooses the managing underwriter; the requesters, and holders of most of the stock being "
    "sold, must find it acceptable.",
    "cutback_allocation_notice": "On the managing underwriter's good faith advice the number of shares may be reduced pro rata; it is "
    "customary to tell each participant its part.",
    "holdback_notice": "While a holdback lasts, those bound may not sell; it is customary to tell them and the transfer agent.",
    "abandonment_notice": "{issuer} may give up or delay its own registration; it is customary to tell those who asked to join it.",
    "effectiveness_notice": "Effectiveness starts several periods; it is customary to tell the sellers and underwriters of it.",
    "draft_registration_transmittal": "Before it files, {issuer} gives counsel for the selling {holders} a reasonable opportunity to "
    "review the registration statement and comment on it.",
    "prospectus_delivery_letter": "{issuer} furnishes each selling {holder} with the copies that it reasonably asks for.",
    "opinion_request": "For a transfer outside a registered public offering {issuer} may ask for an opinion of counsel, save for "
    "transfers to affiliates, partners or members.",
    "consent_solicitation": "Registration rights that conflict with those granted need the consent of holders of more than half of the "
    "{stock} outstanding.",
    "notice_of_transfer": "A {holder} that transfers {stock} in any way delivers notice of it to {issuer} within a few days of "
    "consummation.",
    "counsel_opinion": "Where {issuer} has asked for it and no exemption applies, the transferring {holder} delivers an opinion that "
    "the transfer is exempt from registration under all applicable laws.",
    "legend_instruction": "Certificates for {stock} held by a {holder} bear the legend from their issue.",
    "legend_removal_instruction": "The legend comes off when shares are sold to the public under a registration or Rule 144, or when "
    "the holder asks in writing and delivers an opinion.",
    "stop_transfer_instruction": "{issuer} lets no transfer be made on its books unless the agreement and the securities laws permit it.",
    "transfer_release_instruction": "A transfer that is clear is released to the transfer agent.",
    "issuer_counsel_opinion": "In an underwritten offering, on request of a selling {holder}, counsel's opinion is furnished at closing.",
    "comfort_letter": "In an underwritten offering, on request of a selling {holder}, the accountants' letter is furnished at closing.",
    "notice_of_claim": "One who is sued and would be indemnified tells the indemnifying party promptly and in writing.",
    "defence_notice": "The indemnifying party may take over the defence by notice; a settlement binds it only with its written consent.",
    "engagement_letter": "The underwriter is engaged once both groups have accepted it.",
    "lock_memo": "From receipt of a request {issuer} effects no other registration of its common stock until the lock ends.",
    "blue_sky_memo": "The shares are qualified in the states asked for, save where that would burden {issuer} beyond the clause.",
}
"""What the clause behind each document requires, in our own words; ``{issuer}``, ``{holder}`` and the like are the deal's terms."""


def requires(deal: Deal, document: str) -> str:
    """What the clause requires, in the deal's own terms; empty for documents that no clause calls for."""
    words = deal.agreement.words
    text = REQUIRES.get(document, "")
    if words.holder[:1] in "AEIOU":
        text = text.replace("A {holder}", "An {holder}").replace(" a {holder}", " an {holder}")
    return text.format(issuer=words.issuer, holder=words.holder, holders=words.holders, stock=words.stock)


@dataclass(frozen=True)
class Group:
    """Decisions that differ only in their recipient."""

    decisions: tuple[Decision, ...]

    @property
    def first(self) -> Decision:
        return self.decisions[0]

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(d.to for d in self.decisions if d.to is not None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that all share, then those of one recipient where there is only one."""
        if len(self.decisions) == 1:
            return self.first.findings
        shared = set(self.first.findings).intersection(*(d.findings for d in self.decisions))
        return tuple(f for f in self.first.findings if f in shared)

    @property
    def own(self) -> tuple[Finding, ...]:
        """The findings that some recipients have and others have not."""
        found = dict.fromkeys(f for d in self.decisions for f in d.findings)
        return tuple(f for f in found if f not in self.findings)


def groups(decisions: Iterable[Decision]) -> list[Group]:
    """Decisions gathered by document, event, sender, outcome and day, in order."""
    found: dict[tuple[object, ...], list[Decision]] = {}
    for d in decisions:
        found.setdefault((d.document, d.about, d.sender, d.outcome, d.due, d.late, d.class_, d.readings), []).append(d)
    return [Group(tuple(items)) for items in found.values()]


def people(deal: Deal, names: Sequence[str], *, most: int = 4) -> str:
    """A few names in full; many as a number, with the holders' own term where all are holders."""
    if not names:
        return "nobody"
    if len(names) <= most:
        return "; ".join(deal.party_name(name) for name in names)
    entries = [deal.parties.get(name) for name in names]
    holders = all(entry and entry.role == "investor" for entry in entries)
    return f"{len(names)} {deal.agreement.words.holders if holders else 'recipients'}"


def conclusion(deal: Deal, group: Group) -> str:
    """The answer in a sentence."""
    d = group.first
    title, day = KINDS[d.document].title, f" by {weekday_date(d.due)}" if d.due else ""
    to = people(deal, group.recipients)
    match d.outcome:
        case "due":
            customary = " (customary, not required)" if d.class_ == "customary" else ""
            return f"Due{day}, to {to}{customary}{'; the day has passed' if d.late else ''}."
        case "given":
            assert d.given is not None  # that is what the outcome says
            late = ", late" if d.late else ""
            return f"Given{late}: {d.given.finding.says}. To {to}."
        case "open":
            missing = "; ".join(f.says for f in d.findings if f.holds is None)
            return f"Open: {missing}."
        case _:
            return f"The {title} is not due: {why_not(d)}."


def why_not(decision: Decision) -> str:
    """The findings that settled that a document is not due."""
    said = [f.says for f in decision.findings if f.holds is False]
    if decision.settled and decision.settled.holds is False and not said:
        said = [decision.settled.says]
    return "; ".join(said)


def holds_word(holds: bool | None) -> str:
    return {True: "Yes", False: "No", None: "Not on record"}[holds]


def reading_line(deal: Deal, parameter: str) -> tuple[str, str, str]:
    """A reading: the question, the value taken, and the values not taken."""
    row, value = TABLE[parameter], deal.readings.value(parameter)
    others = [other.replace("_", " ") for other in row.values if other != value]
    return f"{row.question} ({row.number})", value.replace("_", " "), ", ".join(others)


def clock_line(deal: Deal, clock: Clock) -> str:
    """A clock in a line."""
    who = f" of {deal.party_name(clock.party)}" if clock.party else ""
    parts = [f"{clock.name.replace('_', ' ').capitalize()}{who}: from {long_date(clock.starts)}"]
    if clock.last_day:
        parts.append(f"to {weekday_date(clock.last_day)}")
    if clock.last_permitted and clock.last_permitted != clock.last_day:
        parts.append(f"accepted to {weekday_date(clock.last_permitted)}")
    if clock.free_from:
        parts.append(f"free from {weekday_date(clock.free_from)}")
    return ", ".join(parts) + (" (running)" if clock.running else "")


def memorandum(deal: Deal, docket: Docket) -> Iterator[str]:
    """The reasons behind decisions as lines of text: requirement, conditions with their places, arithmetic, readings, conclusion."""
    for group in groups(docket.decisions):
        d = group.first
        yield f"{KINDS[d.document].title}: Section {d.clause}, about {d.about}"
        yield f"  {conclusion(deal, group)}"
        if text := requires(deal, d.document):
            yield f"  The clause: {text}"
        for finding in group.findings:
            place = f"  [{finding.evidence}]" if finding.evidence else ""
            yield f"  {_mark(finding.holds)} {finding.clause or d.clause}: {finding.says}{place}"
        for finding in group.own[:6]:
            place = f"  [{finding.evidence}]" if finding.evidence else ""
            yield f"  {_mark(finding.holds)} {finding.clause or d.clause}: {finding.says}{place}"
        if len(group.own) > 6:
            yield f"    and {len(group.own) - 6} more of the same kind, one for each recipient"
        if d.given:
            yield f"  {_mark(True)} {d.given.finding.says}  [{d.given.finding.evidence}]"
        if d.settled:
            yield f"  {_mark(d.settled.holds)} {d.settled.says}  [{d.settled.evidence}]"
        for line in d.arithmetic:
            yield f"  = {line}"
        for parameter in d.readings:
            question, value, others = reading_line(deal, parameter)
            yield f"  Reading {parameter}: {value}, on the question {question}; otherwise: {others}"
        if len(group.recipients) > 1:
            yield f"  To: {', '.join(deal.party_name(name) for name in group.recipients)}"
        yield ""
    for clock in docket.clocks:
        yield clock_line(deal, clock)
        for line in clock.arithmetic:
            yield f"  = {line}"
    for tally in docket.tallies:
        if tally.arithmetic:
            yield f"{tally.name.replace('_', ' ').capitalize()}, Section {tally.clause}:"
            for line in tally.arithmetic:
                yield f"  = {line}"
    for flag in docket.flags:
        yield f"Note, Section {flag.clause}: {flag.says}" + (f"  [{flag.evidence}]" if flag.evidence else "")


def _mark(holds: bool | None) -> str:
    return {True: "holds    ", False: "fails    ", None: "not known"}[holds]
