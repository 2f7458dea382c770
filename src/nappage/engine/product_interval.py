"""The earliest day on which a product may be given again: its signed interval, and what a source asks on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from nappage.engine.agent import known_agent
from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, say


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductInterval(Entry):
    """An interval that holds whatever was signed. Of several spans the one that ends later counts (decision 15).

    Without an `agent` it is for every product. One marked `with_reason` may be undercut for a coded reason.
    """

    spans: tuple[CalendarSpan, ...]
    agent: str = ""
    with_reason: bool = False

    def after(self, day: date) -> date:
        """Return the first day on which this interval is over."""
        return max(span.after(day) for span in self.spans)


@dataclass(frozen=True, slots=True)
class IntervalCheck:
    """The earliest day for one product. `firm` is the part of it that no reason undercuts."""

    agent: str
    last: date
    earliest: date
    firm: date
    because: tuple[Because, ...]

    def is_too_early(self, day: date) -> bool:
        """Return whether a day is too early, with or without a reason."""
        return day < self.firm


def next_use(agent: str, last: date, policy: Policy, edition: Edition) -> IntervalCheck:
    """Return when a product last given on a day may be given again, on the clinic's calendar."""
    held = known_agent(agent, policy, edition).holds
    rules = [rule for rule in edition.all(ProductInterval).values() if not rule.agent or rule.agent in held]
    ends = [(rule, rule.after(last)) for rule in rules]
    because = tuple(_because(agent, end, rule) for rule, end in ends)
    firm = [end for rule, end in ends if not rule.with_reason]
    signed = policy.agents_signed.get(agent)
    if signed and signed.minimum_interval is not None:
        firm.append(signed.minimum_interval.after(last))
        fact = say("interval.signed", agent=agent, span=signed.minimum_interval, earliest=firm[-1])
        because = (Because("interval.signed", fact, say("interval.wait")), *because)
    firmest = max(firm, default=last)
    return IntervalCheck(agent, last, max([firmest, *(end for _, end in ends)]), firmest, because)


def _because(agent: str, earliest: date, rule: ProductInterval) -> Because:
    spans = tuple(str(span) for span in rule.spans)
    fact = say("interval.of-source", agent=agent, spans=spans, earliest=earliest)
    remedy = say("interval.give-reason") if rule.with_reason else say("interval.wait")
    return Because(f"interval.{rule.id}", fact, remedy, rule.sources)


def answer_product_interval(edition: Edition, about: str, given: Mapping[str, Any]) -> str:
    """Return the earliest day after a day."""
    return edition.all(ProductInterval)[about].after(date.fromisoformat(str(given["last"]))).isoformat()
