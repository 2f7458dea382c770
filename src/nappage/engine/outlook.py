"""The one question: given what is recorded, what the clinic signed and what is known, what follows at this instant?

`outlook` asks each part of the engine once and puts the answers side by side. It adds nothing of its own: a part that
cannot be judged is an outlook full of holds, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.after import After, after_sessions
from nappage.engine.body_mass import shown_index
from nappage.engine.change import Exclusion, Outcome, first_session_day
from nappage.engine.change import follow_up as follow_changes
from nappage.engine.edition import Edition
from nappage.engine.facts import Facts, gather
from nappage.engine.forecasting import CourseOutlook, course_outlook
from nappage.engine.gate import Gate, unsettled
from nappage.engine.known import known_at
from nappage.engine.objection import Objection
from nappage.engine.policy import Policy
from nappage.engine.precaution import Effect, Finding, events_behind, screen
from nappage.engine.preparing import Preparing, preparing
from nappage.engine.scale import ScoreChange, score_changes
from nappage.engine.stage import StageJudgement, contradiction, only_untreatable, stage_of
from nappage.engine.start import Start, may_start
from nappage.engine.story import CelluliteObservation, Story
from nappage.engine.task import Task, Work, tasks
from nappage.engine.treating import Treating, treating
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured: changes against what a tape can tell, what is doubtful or lacking, stage, body mass, scores.

    `left_out` are the days that count in no outcome (a pregnancy).
    """

    outcomes: tuple[Outcome, ...]
    objections: tuple[Objection, ...]
    stage: StageJudgement | None
    body_mass_index: Quantity | None
    scores: tuple[ScoreChange, ...] = ()
    left_out: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from a story under a policy and an edition at an instant, each line with its rule and sources.

    `edition` and `timezones` name the knowledge it was computed with; the same four inputs give the same outlook.
    """

    at: datetime
    clinic: str
    fictional: bool
    edition: str
    timezones: str
    findings: tuple[Finding, ...]
    gates: tuple[Gate, ...]
    start: Start
    course: CourseOutlook
    treating: Treating
    preparing: Preparing
    after: After
    measures: Measures
    tasks: tuple[Task, ...]


def outlook(story: Story, policy: Policy, edition: Edition, at: datetime) -> Outlook:
    """Return what follows at an instant. Pure: it reads no clock and no file, and never raises about a patient."""
    known = known_at(story, at)
    facts = gather(known, policy, edition, at)
    findings = screen(edition, facts)
    after = after_sessions(known, policy, edition, facts, findings, at)
    treatment = treating(known, policy, edition, facts, findings, after.triage, at)
    measures = _measures(known, policy, edition, facts, findings, at)
    course = course_outlook(known, policy, edition, at, after.triage, measures.outcomes, findings)
    ready = preparing(known, policy, edition, facts, course, at)
    start = may_start(known, policy, edition, treatment, course, ready, findings, at)
    work = Work(
        treatment.gates,
        treatment.test,
        after.triage,
        after.follow_ups,
        course.checkpoint,
        course.offers,
        course.recall,
        tuple(unsettled(edition, each) for each in known.disagreements),
        () if course.silenced else course.appraisals,
    )
    return Outlook(
        at=at,
        clinic=policy.clinic,
        fictional=policy.fictional,
        edition=edition.digest,
        timezones=edition.timezones,
        findings=findings,
        gates=treatment.gates,
        start=start,
        course=course,
        treating=treatment,
        preparing=ready,
        after=after,
        measures=measures,
        tasks=tasks(work, policy, at),
    )


def _measures(
    story: Story, policy: Policy, edition: Edition, facts: Facts, findings: tuple[Finding, ...], at: datetime
) -> Measures:
    latest = max(story.cellulite, key=lambda observation: observation.at, default=None)
    left_out = _left_out(findings, facts)
    tape = follow_changes(edition, policy, story, at, left_out)
    first = first_session_day(policy, story.sessions, at)
    return Measures(
        outcomes=tape.outcomes,
        objections=(*tape.objections, *_of_cellulite(edition, story, latest)),
        stage=None if latest is None else stage_of(edition, latest),
        body_mass_index=shown_index(edition, facts.readings["bmi"][1]) if "bmi" in facts.readings else None,
        scores=score_changes(edition, story.scores, policy.zone, first),
        left_out=left_out,
    )


def _of_cellulite(edition: Edition, story: Story, latest: CelluliteObservation | None) -> Iterator[Objection]:
    """Yield what stands against the last three looks, and against a plan for causes that nobody calls treatable."""
    found = (
        contradiction(edition, latest) if latest else None,
        only_untreatable(edition, story.plan.causes) if story.plan else None,
    )
    yield from (each for each in found if each is not None)


def _left_out(findings: tuple[Finding, ...], facts: Facts) -> tuple[Exclusion, ...]:
    """Return the days that are left out of outcomes: from the beginning of the event (in pregnancy the last period).

    An event without a known beginning leaves everything out.
    """
    return tuple(Exclusion(event.since, event.until) for event in events_behind(findings, facts, Effect.LEAVES_OUT))
