"""How close and how far apart two sessions stand, judged anew each time that one of them is moved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from nappage.engine.course import agents_of
from nappage.engine.edition import Edition
from nappage.engine.minimum_interval import Minimum, minimums
from nappage.engine.override import Refusal, overridden
from nappage.engine.policy import Policy
from nappage.engine.story import Reason, Session, Story
from nappage.engine.variant import IntervalStep, ScheduleVariant, step_in_force
from nappage.values.local_time import local_day
from nappage.values.remembered import remembered
from nappage.values.statement import Because, say


class Standing(Enum):
    """How a session stands to the one before it and to the plan."""

    VALID = "valid"
    EARLY = "early"
    LATE = "late"
    OVER_LIMIT = "over-limit"


@dataclass(frozen=True, slots=True)
class IntervalFinding:
    """How a start stands to the previous session: whole local days between them, and the days it may fall on.

    `latest` is None where neither the source nor the policy says one. `reason` is the one that lets an early start be.
    """

    standing: Standing
    days: int
    earliest: date
    latest: date | None
    because: Because
    reason: Reason | None = None

    @property
    def is_refused(self) -> bool:
        """Return whether it is too early and no reason that suffices was recorded."""
        return self.standing is Standing.EARLY and self.reason is None


def judge_interval(
    edition: Edition, story: Story, policy: Policy, previous: Session, start: datetime, at: datetime
) -> IntervalFinding:
    """Return how a start stands to the previous session, whichever clinic gave that one.

    `at` is the instant until which a reason for going below the minimum must have been recorded.
    """
    variant = edition.get(ScheduleVariant, story.plan.variant) if story.plan else None
    step = step_in_force(variant, story.steps_accepted, start) if variant else None
    before, day = local_day(previous.start, policy.zone), local_day(start, policy.zone)
    agents = frozenset(agents_of(story, previous))
    days, earliest = (day - before).days, _earliest(edition, policy, agents, before)
    latest = latest_day(step, policy, before)
    if day < earliest:
        least = minimums(edition, policy, agents)
        minimum = _decisive([minimum for minimum in least if day < minimum.after(before)], before)
        answer = _set_aside(edition, story, policy, minimum, previous, start, at)
        reason = None if isinstance(answer, Refusal) else answer
        return IntervalFinding(Standing.EARLY, days, earliest, latest, _early(minimum, before, answer), reason)
    late = latest is not None and day > latest
    because = _in_time(variant, days, latest if late else None)
    return IntervalFinding(Standing.LATE if late else Standing.VALID, days, earliest, latest, because)


@remembered
def _earliest(edition: Edition, policy: Policy, agents: frozenset[str], before: date) -> date:
    return earliest_day(minimums(edition, policy, agents), before)


def earliest_day(least: Iterable[Minimum], before: date) -> date:
    """Return the first local day on which every minimum has passed since a session."""
    return max(minimum.after(before) for minimum in least)


def latest_day(step: IntervalStep | None, policy: Policy, before: date) -> date | None:
    """Return the last local day that is not late: the source's upper end, else the step and the signed tolerance."""
    if step is None:
        return None
    if step.latest is not None:
        return step.latest.after(before)
    return policy.late_tolerance.after(step.proposed.after(before)) if policy.late_tolerance else None


def _decisive(broken: list[Minimum], before: date) -> Minimum:
    # One minimum without an override is enough to refuse, however many others a reason would set aside.
    return max(broken, key=lambda minimum: (not minimum.override, minimum.after(before)))


def _set_aside(
    edition: Edition, story: Story, policy: Policy, minimum: Minimum, previous: Session, start: datetime, at: datetime
) -> Reason | Refusal:
    """Return the reason that sets a minimum aside for this start, or why none does."""
    reasons = [reason for reason in story.reasons if _is_for(reason, previous, start)]
    return overridden(edition, policy, reasons, minimum.override or minimum.rule, at)


def _is_for(reason: Reason, previous: Session, start: datetime) -> bool:
    # A reason speaks for one date. Were it to speak for the course, one visit's exception would open all later ones.
    return reason.session == start if reason.session else reason.at >= previous.start


def _early(minimum: Minimum, before: date, answer: Reason | Refusal) -> Because:
    fact = say("session.early", previous=before, earliest=minimum.after(before))
    if isinstance(answer, Refusal):
        return Because(minimum.rule, fact, answer.because.remedy, minimum.sources)
    return Because(minimum.rule, fact, say("session.early-with-reason", reason=answer.code), minimum.sources)


def _in_time(variant: ScheduleVariant | None, days: int, missed: date | None) -> Because:
    rule, sources = (variant.id, variant.sources) if variant else ("schedule", ())
    if missed is not None:
        return Because(rule, say("session.late", days=days, latest=missed), say("session.late-is-stated"), sources)
    return Because(rule, say("session.interval-kept", days=days), _NO_CHANGE_NEEDED, sources)


_NO_CHANGE_NEEDED = say("session.no-change-needed")
