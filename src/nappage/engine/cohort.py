"""Cohorts: whether courses of one purpose, taken together, are told apart from no change at all (H-32).

Everybody started counts, at one point of the course that everybody reaches: the agreed checkpoint. What is compared is
the treated place less the untreated one, from the baseline of session 1. Who was not measured there is not forgotten:
the interval is widened by what they may have been like.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import Enum

from nappage.engine.change import Exclusion, follow_up
from nappage.engine.course import given
from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy
from nappage.engine.story import Story, TapeReading
from nappage.values.citation import Citation
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRule(Entry):
    """How wide an interval of a mean is, what the lost are reckoned to be like, and how few tell nothing."""

    factor: Decimal
    lost_spread: Decimal
    fewest: int
    least_share: Decimal
    resolution: Quantity


class Told(Enum):
    """Whether a mean change is told apart from none. It never says from what a change came."""

    APART = "beyond chance"
    NOT_APART = "not told apart from none"
    TOO_FEW = "too few"


@dataclass(frozen=True, slots=True)
class CohortChange:
    """The mean net change of those measured, with the interval that reckons with those lost, to the tape's step.

    The bounds are rounded outwards, and judged as they are shown.
    """

    measured: int
    lost: int
    told: Told
    mean: Quantity | None = None
    low: Quantity | None = None
    high: Quantity | None = None
    sources: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Followed:
    """One course that was begun: its net change at the checkpoint, if any, and whether it is on the way there."""

    purpose: str
    change: Quantity | None
    under_way: bool = False


def net_change(
    edition: Edition, policy: Policy, story: Story, left_out: Iterable[Exclusion] = ()
) -> tuple[date, Quantity] | None:
    """Return a course's net change on the first day on which it was measured from the agreed checkpoint on.

    The mean over its treated places, so that a person counts once. None where no checkpoint was agreed, where it is
    not reached, or where nothing can be compared on that day or later.
    """
    done, left_out = given(story.sessions), tuple(left_out)
    agreed = story.plan.criterion.checkpoint if story.plan and story.plan.criterion else None
    if agreed is None or len(done) < max(agreed - 1, 1):
        return None
    before = local_day(done[max(agreed - 1, 1) - 1].start, policy.zone)
    for day, instant in _days(story.tape, policy):
        if day > before:
            outcomes = follow_up(edition, policy, story, instant, left_out).outcomes
            found = [one.difference for one in outcomes if one.difference and one.treated.latest.day == day]
            if found:
                return day, sum(found[1:], found[0]) * (Decimal(1) / len(found))
    return None


def _days(tape: Iterable[TapeReading], policy: Policy) -> Iterator[tuple[date, datetime]]:
    """Yield each local day on which something was measured, with its last instant, in order."""
    last = {local_day(at, policy.zone): at for at in sorted({reading.at for reading in tape})}
    yield from sorted(last.items())


def cohort_changes(edition: Edition, followed: Iterable[Followed], nameless: int = 0) -> Mapping[str, CohortChange]:
    """Return what the courses of each purpose come to, by purpose; who is still on the way counts in none.

    `nameless` were started and erased: nobody knows their purpose any more, so that each purpose reckons with them.
    """
    rule = next(iter(edition.all(CohortRule).values()))
    changes: dict[str, list[Quantity]] = {}
    lost: Counter[str] = Counter()
    for one in followed:
        if one.change is not None:
            changes.setdefault(one.purpose, []).append(one.change)
        elif not one.under_way:
            lost[one.purpose] += 1
    purposes = sorted({*changes, *lost})
    return {purpose: cohort_change(rule, changes.get(purpose, []), lost[purpose] + nameless) for purpose in purposes}


def cohort_change(rule: CohortRule, changes: Sequence[Quantity], lost: int) -> CohortChange:
    """Return what the net changes of those measured come to, with so many who were started and not measured."""
    if len(changes) < max(rule.fewest, 2):
        return CohortChange(len(changes), lost, Told.TOO_FEW, sources=rule.sources)
    amounts = [one.to(rule.resolution.unit).amount for one in changes]
    mean = sum(amounts, Decimal(0)) / len(amounts)
    squares = sum(((one - mean) ** 2 for one in amounts), Decimal(0))
    return judged(rule, len(amounts), lost, mean, (squares / (len(amounts) - 1)).sqrt())


def judged(rule: CohortRule, measured: int, lost: int, mean: Decimal, deviation: Decimal) -> CohortChange:
    """Return the interval of a mean and what it tells; all in the unit of the rule's step."""
    if measured < rule.fewest or measured < rule.least_share * (measured + lost):
        return CohortChange(measured, lost, Told.TOO_FEW, sources=rule.sources)
    chance = rule.factor * deviation / Decimal(measured).sqrt()
    unseen = rule.lost_spread * deviation * lost / (measured + lost)
    low = _rounded(mean - chance - unseen, rule, ROUND_FLOOR)
    high = _rounded(mean + chance + unseen, rule, ROUND_CEILING)
    apart = high.amount < 0 or low.amount > 0
    shown = _rounded(mean, rule, ROUND_HALF_UP)
    told = Told.APART if apart else Told.NOT_APART
    return CohortChange(measured, lost, told, shown, low, high, rule.sources)


def _rounded(amount: Decimal, rule: CohortRule, way: str) -> Quantity:
    steps = (amount / rule.resolution.amount).quantize(Decimal(1), way)
    return Quantity(steps * rule.resolution.amount + 0, rule.resolution.unit)
