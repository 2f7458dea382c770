"""The least time between two sessions: what the sources say for any session, and more for some agents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy
from nappage.values.citation import Citation
from nappage.values.remembered import remembered
from nappage.values.span import CalendarSpan

FORMULARY = "minimum-interval.formulary"


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumInterval(Entry):
    """Spans that must all have passed between sessions, for the agents named or, without any, for every session.

    `override` names the rule under which a coded reason may go below; without it there is no going below.
    """

    spans: tuple[CalendarSpan, ...]
    agents: tuple[str, ...] = ()
    override: str = ""


@dataclass(frozen=True, slots=True)
class Minimum:
    """One minimum that applies to the agents at hand: from the knowledge or from the signed formulary."""

    rule: str
    spans: tuple[CalendarSpan, ...]
    override: str
    sources: tuple[Citation, ...]

    def after(self, day: date) -> date:
        """Return the first local day on which every span has passed."""
        return max(span.after(day) for span in self.spans)


def minimums(edition: Edition, policy: Policy, agents: Iterable[str]) -> tuple[Minimum, ...]:
    """Return every minimum that applies to these agents; a signed one stands beside the others, never instead."""
    return _of_agents(edition, policy, frozenset(agents))


@remembered
def _of_agents(edition: Edition, policy: Policy, used: frozenset[str]) -> tuple[Minimum, ...]:
    known = [
        Minimum(entry.id, entry.spans, entry.override, entry.sources)
        for entry in edition.all(MinimumInterval).values()
        if not entry.agents or used.intersection(entry.agents)
    ]
    signed = [policy.agents_signed[agent] for agent in sorted(used) if agent in policy.agents_signed]
    return (
        *known,
        *(Minimum(FORMULARY, (one.minimum_interval,), "", ()) for one in signed if one.minimum_interval is not None),
    )
