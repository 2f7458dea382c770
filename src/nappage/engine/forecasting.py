"""Where a course stands in time: what was given, what comes, what is offered, what the checkpoint says, when to recall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.adaptation import Offer, adaptations
from nappage.engine.change import Outcome
from nappage.engine.checkpoint import Change, CheckpointFinding, checkpoint
from nappage.engine.course import given
from nappage.engine.edition import Edition
from nappage.engine.indication import PlanFinding, plan_findings
from nappage.engine.maintenance import Recall, coming_recall
from nappage.engine.policy import Policy
from nappage.engine.precaution import Effect, Finding, Level, brings
from nappage.engine.schedule import SessionEvaluation, SessionForecast, evaluate, forecast
from nappage.engine.story import Story, SymptomReport
from nappage.engine.triage import Triage
from nappage.engine.variant import ScheduleVariant, step_in_force
from nappage.values.answer import Answer
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
        checkpoint=checkpoint(edition, story, policy, at, _change(story, outcomes)),
        recall=coming_recall(edition, story, policy, at, silenced),
        holds=_holds(findings, triage),
        silenced=silenced,
    )


def _unresolved(triage: Triage) -> tuple[SymptomReport, ...]:
    return tuple(found.report for found in triage.reports if not found.closes_by_itself)


def _change(story: Story, outcomes: Iterable[Outcome]) -> Change:
    """Return the change at the landmark of the agreed criterion; of two sides the lesser counts, a course is for both."""
    criterion = story.plan.criterion if story.plan else None
    if criterion is None:
        return Change()
    treated = [outcome for outcome in outcomes if outcome.treated.place.landmark == criterion.landmark]
    if not treated:
        return Change()
    wanted = criterion.change
    least = min(treated, key=lambda one: abs(one.treated.change - wanted) if wanted else one.treated.change)
    least = max(treated, key=lambda one: abs(one.treated.change - wanted)) if len(treated) > 1 else least
    return Change(
        treated=least.treated.change,
        sentinel=least.sentinel.change if least.sentinel else None,
        detectable=least.detectable,
    )


def _holds(findings: Iterable[Finding], triage: Triage) -> tuple[Because, ...]:
    matched = (found for found in findings if found.answer is Answer.YES and found.precaution.level is Level.A)
    urgent = (found for found in triage.reports if found.holds_sessions)
    return (*(found.because for found in matched), *(found.because[0] for found in urgent))


def step_now(story: Story, edition: Edition, at: datetime) -> str:
    """Return the id of the interval step in force, or an empty text."""
    variant = edition.get(ScheduleVariant, story.plan.variant) if story.plan else None
    step = step_in_force(variant, story.steps_accepted, at) if variant else None
    return step.id if step else ""


def sessions_given(story: Story) -> int:
    """Return how many sessions were given, here or elsewhere."""
    return len(given(story.sessions))
