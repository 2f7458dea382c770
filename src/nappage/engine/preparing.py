"""What has to be left, done and asked before the visit, and which medicine meets which wash-out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.edition import Edition
from nappage.engine.facts import Facts
from nappage.engine.forecasting import CourseOutlook
from nappage.engine.instruction import Direction, VisitContext, at_clinic, preparation
from nappage.engine.medicine import classes_of, recognise
from nappage.engine.policy import Policy
from nappage.engine.story import MedicineTaken, Story
from nappage.engine.visit import visit
from nappage.engine.washout import PlannedTreatment, RecognisedMedicine, WashoutFinding, washout_findings
from nappage.engine.zone import needs_face_rules
from nappage.values.answer import Answer
from nappage.values.local_time import local_day


@dataclass(frozen=True, slots=True)
class Preparing:
    """What concerns the next visit; empty where no date is known, for there is nothing to count back from."""

    start: datetime | None
    directions: tuple[Direction, ...]
    at_clinic: tuple[Direction, ...]
    washouts: tuple[WashoutFinding, ...]


def preparing(
    story: Story, policy: Policy, edition: Edition, facts: Facts, course: CourseOutlook, at: datetime
) -> Preparing:
    """Return the preparation of the visit that is booked, or of the date proposed next."""
    start = _next_start(story, policy, course, at)
    if start is None:
        return Preparing(None, (), (), ())
    context = visit_context(story, policy, edition, facts)
    planned = PlannedTreatment(context.modality, context.agents)
    medicines = tuple(recognised(edition, story.medicines))
    return Preparing(
        start=start,
        directions=preparation(edition, start, context),
        at_clinic=at_clinic(edition, start, context),
        washouts=washout_findings(edition, medicines, local_day(start, policy.zone), policy.zone, planned),
    )


def _next_start(story: Story, policy: Policy, course: CourseOutlook, at: datetime) -> datetime | None:
    now = visit(story, policy, at)
    if now is not None:
        return now.start
    today = local_day(at, policy.zone)
    # A visit that was booked for a day gone by is still in the course: nobody prepares for it any more.
    coming = (line.proposed for line in course.coming if line.proposed is not None)
    return next((start for start in coming if local_day(start, policy.zone) >= today), None)


def recognised(edition: Edition, medicines: Iterable[MedicineTaken]) -> Iterable[RecognisedMedicine]:
    """Yield each typed medicine with its classes, or with None where nobody recognises it."""
    for taken in medicines:
        medicine = recognise(edition, taken.name)
        yield RecognisedMedicine(
            typed=taken.name,
            classes=classes_of(medicine) if medicine else None,
            prescribed=taken.prescribed,
            last_taken=taken.last_taken,
            ongoing=Answer.NO if taken.stopped or taken.last_taken is not None else Answer.YES,
        )


def visit_context(story: Story, policy: Policy, edition: Edition, facts: Facts) -> VisitContext:
    """Return what instructions depend on, as far as the plan says it."""
    plan, planned = story.plan, facts.planned
    modality = next(iter(planned.modalities)) if planned and len(planned.modalities) == 1 else ""
    return VisitContext(
        zone=policy.zone,
        is_face=Answer.of(needs_face_rules(edition, plan.sites)) if plan else Answer.UNKNOWN,
        modality=modality,
        indication=plan.indication if plan else "",
        agents=planned.agents | planned.classes if planned and planned.classes_known else None,
        away=story.away_zone,
    )
