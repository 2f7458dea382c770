"""Where a course stands in time: given, coming, offered; what the checkpoint says, and when to recall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from nappage.engine.adaptation import Offer, adaptations
from nappage.engine.appraisal import DatedAppraisal, appraisals
from nappage.engine.change import Outcome
from nappage.engine.checkpoint import CheckpointFinding, ObservedChange, checkpoint, shrinks
from nappage.engine.course import given
from nappage.engine.edition import Edition
from nappage.engine.gate import unsettled
from nappage.engine.indication import PlanFinding, plan_findings
from nappage.engine.maintenance import Recall, coming_recall
from nappage.engine.pause import standing
from nappage.engine.policy import Policy
from nappage.engine.precaution import Effect, Finding, Level, brings
from nappage.engine.schedule import SessionEvaluation, SessionForecast, evaluate, forecast
from nappage.engine.story import Plan, Side, Story, SymptomReport
from nappage.engine.triage import Triage
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.values.statement import Because


@dataclass(frozen=True, slots=True)
class CourseOutlook:
    """The course in time. `holds` keep every coming session from being given; none is deleted by them.

    `offered` are the dates that would follow if a clinician accepted the offered step; nothing is applied by it.
    """

    plan: tuple[PlanFinding, ...]
    given: tuple[SessionEvaluation, ...]
    coming: tuple[SessionForecast, ...]
    offers: tuple[Offer, ...]
    offered: tuple[SessionForecast, ...]
    checkpoint: CheckpointFinding | None
    recall: Recall | None
    holds: tuple[Because, ...]
    silenced: bool
    appraisals: tuple[DatedAppraisal, ...] = ()


def course_outlook(
    story: Story,
    policy: Policy,
    edition: Edition,
    at: datetime,
    triage: Triage,
    outcomes: Iterable[Outcome],
    findings: Iterable[Finding],
) -> CourseOutlook:
    """Return where the course stands; a finding that nobody may decide against, or an emergency, holds all of it."""
    findings = tuple(findings)
    silenced = brings(findings, Effect.SILENCES)
    offers = adaptations(edition, story, policy, at, _unresolved(triage))
    step = next((offer.step for offer in offers if offer.step), None)
    return CourseOutlook(
        plan=plan_findings(edition, story.plan, policy) if story.plan else (),
        given=evaluate(edition, story, policy, at),
        coming=forecast(edition, story, policy, at),
        offers=offers,
        offered=forecast(edition, story, policy, at, step) if step else (),
        checkpoint=checkpoint(edition, story, policy, at, _change(story, policy, outcomes)),
        recall=coming_recall(edition, story, policy, at, silenced),
        holds=(
            *(unsettled(edition, each) for each in story.disagreements),
            *_holds(findings, triage),
            *standing(story.pauses, at),
        ),
        silenced=silenced,
        appraisals=appraisals(edition, story, policy, at),
    )


def _unresolved(triage: Triage) -> tuple[SymptomReport, ...]:
    return tuple(found.report for found in triage.reports if found.is_open)


def _change(story: Story, policy: Policy, outcomes: Iterable[Outcome]) -> ObservedChange:
    """Return the change at the landmark of the agreed criterion, measured since the last session.

    The course is for every site of the plan: where one side was not measured nothing is known of the whole, and of two
    sides the one that is farther from what was agreed counts.
    """
    plan = story.plan
    if plan is None or plan.criterion is None or plan.criterion.change is None:
        return ObservedChange()
    found = _judged(story, policy, plan.criterion.landmark, outcomes)
    if not found or not _is_of_every_side(plan, found):
        return ObservedChange()
    farthest = max if shrinks(plan.criterion.change) else min
    least = farthest(found, key=lambda one: one.difference or one.treated.change)
    sentinel = least.sentinel.change if least.sentinel else None
    return ObservedChange(least.treated.change, sentinel, least.detectable)


def _judged(story: Story, policy: Policy, landmark: str, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes at a landmark that were measured since the last session."""
    last = max((local_day(session.start, policy.zone) for session in given(story.sessions)), default=date.min)
    return [one for one in outcomes if one.treated.place.landmark == landmark and one.treated.latest.day > last]


def _is_of_every_side(plan: Plan, outcomes: Iterable[Outcome]) -> bool:
    """Return whether each side of the plan was measured; a girth around the whole body has no sides."""
    measured = {outcome.treated.place.side for outcome in outcomes}
    return Side.MIDLINE in measured or measured >= {site.side for site in plan.sites}


def _holds(findings: Iterable[Finding], triage: Triage) -> tuple[Because, ...]:
    matched = (found for found in findings if found.answer is Answer.YES and found.precaution.level is Level.A)
    urgent = (found for found in triage.reports if found.holds_sessions)
    return (*(found.because for found in matched), *(found.because[0] for found in urgent))
