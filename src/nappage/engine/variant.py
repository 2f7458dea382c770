"""Named schedule variants, one to a source. They never merge: a plan picks one, and its figures stay that source's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.edition import Edition, Entry
from nappage.engine.story import StepAccepted
from nappage.values.citation import Citation
from nappage.values.span import CalendarSpan
from nappage.values.statement import Because, say

_DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class IntervalStep:
    """An interval between sessions that a source names, with its upper end where the source gives one."""

    id: str
    proposed: CalendarSpan
    latest: CalendarSpan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleVariant(Entry):
    """How many sessions, and how far apart, one source says. What it does not say is absent.

    `steps` go from the shortest interval to the longest; the first is in force until a clinician accepts another.
    `catalogue` marks a published regimen outside the five texts: shown with its citation, never a recommendation.
    """

    title: str
    steps: tuple[IntervalStep, ...] = ()
    fewest: int | None = None
    most: int | None = None
    stated_duration: CalendarSpan | None = None
    stated_duration_sources: tuple[Citation, ...] = ()
    catalogue: bool = False

    def allows(self, sessions: int) -> bool:
        """Return whether the source's count, as far as it gives one, holds this number of sessions."""
        enough = self.fewest is None or self.fewest <= sessions
        return enough and (self.most is None or sessions <= self.most)

    def step(self, id: str) -> IntervalStep | None:
        """Return the step of this name, if the variant has it."""
        return next((step for step in self.steps if step.id == id), None)

    def longer_than(self, step: IntervalStep) -> IntervalStep | None:
        """Return the next longer step, or None after the last one."""
        return next(iter(self.steps[self.steps.index(step) + 1 :]), None)


def step_in_force(variant: ScheduleVariant, accepted: Iterable[StepAccepted], at: datetime) -> IntervalStep | None:
    """Return the step that holds at an instant: the one accepted last until then, else the variant's first.

    An accepted step that the variant does not have is not one of its figures and changes nothing.
    """
    known = [one for one in accepted if one.at <= at and variant.step(one.step)]
    if known:
        return variant.step(max(known, key=lambda one: one.at).step)
    return variant.steps[0] if variant.steps else None


def duration_note(edition: Edition, variant_id: str, sessions: int) -> Because | None:
    """Return the computed length of a course beside the length that the source states; None if it states none.

    Days = (sessions - 1) x interval: a course ends with its last session, not with the interval after it. The
    requirement counts ten sessions every 14 days as 126 days for this reason.
    """
    variant = edition.get(ScheduleVariant, variant_id)
    if variant is None or variant.stated_duration is None or not variant.steps:
        return None
    days = variant.steps[0].proposed.times(sessions - 1).days
    fact = say("variant.duration", days=days, weeks=days // _DAYS_IN_WEEK, stated=variant.stated_duration)
    return Because(variant.id, fact, say("variant.count-from-dates"), variant.stated_duration_sources)
