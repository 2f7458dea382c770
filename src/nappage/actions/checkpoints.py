"""What is decided at a checkpoint: the response judged, a longer interval accepted, a further course begun."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from nappage.actions.acting import Actor, Conflict, acting
from nappage.actions.decisions import keep_decision
from nappage.actions.entries import append
from nappage.actions.persons import open_course
from nappage.actions.turns import take_turn
from nappage.assessment.look import Look
from nappage.assessment.photo_album import PhotoAlbum
from nappage.engine.story import Assessment, StepAccepted, Verdict
from nappage.records.models import Course, Entry, Purpose, VisitState
from nappage.values.fault import Fault, Faulty

WAITING = (VisitState.BOOKED, VisitState.HERE)


def judge_response(
    actor: Actor, person: UUID, course: UUID | None, verdict: Verdict, raters: int = 0, agreeing: int = 0
) -> Entry:
    """Return the entry of a judgement of the response; Faulty where more raters agree than there were.

    Where masked ratings were kept since the last judgement they count, and nothing that somebody typed of raters.
    """
    with acting(actor, "response.judge", person, act="judge response") as trace:
        rated = masked_ratings(take_turn(actor, person, course))
        if rated:
            raters, agreeing = len(rated), sum(one is verdict for one in rated.values())
        if not 0 <= agreeing <= raters:
            found = f"{agreeing} of {raters}"
            raise Faulty(
                [Fault(_("Raters who agree"), _("at most as many as rated"), found, _("Count the raters again."))]
            )
        judged = Assessment(actor.at, actor.slug, verdict, raters, agreeing)
        entry = append(actor, person, judged, course=course)
        trace.thing = entry.id
        trace.detail = {"verdict": verdict.value}
    return entry


def masked_ratings(look: Look) -> Mapping[str, Verdict]:
    """Return what each masked rater found on the pairs of photos put together since the last judgement."""
    judged = [line.at for line, _value in look.chart.of(Assessment)]
    return PhotoAlbum(look.chart).masked_verdicts(max(judged, default=None))


def accept_step(actor: Actor, person: UUID, course: UUID | None, step: str) -> Entry:
    """Return the entry by which a named clinician accepts an offered interval; Conflict if it is not offered now."""
    with acting(actor, "step.accept", person, act="accept interval") as trace:
        look = take_turn(actor, person, course)
        if step not in {offer.step.id for offer in look.outlook.course.offers if offer.step}:
            raise Conflict(_("this interval is not offered any more"))
        entry = append(actor, person, StepAccepted(actor.at, actor.slug, step), course=course)
        trace.thing = entry.id
        trace.detail = {"step": step}
        keep_decision(actor, look, "accept interval", entry.id)
    return entry


def follow_on(actor: Actor, person: UUID, course: UUID) -> Course:
    """Return a further course, linked to the one before: a new plan, screening and consent are asked for.

    Conflict while the one before has no signed plan, or a session of it is still booked.
    """
    with acting(actor, "plan.write", person, act="follow on"):
        look = take_turn(actor, person, course)
        standing = in_the_way(look)
        if standing:
            raise Conflict(standing)
        return open_course(actor, person, follows=course)


def in_the_way(look: Look) -> str:
    """Return what keeps a further course from being opened, or nothing."""
    plan = look.story.plan
    if plan is None or plan.signed_at is None:
        return "the course before has no signed plan: go on with that one"
    booked = [one for one in look.chart.visits if one.purpose == Purpose.SESSION and one.course_id == look.chart.course]
    if any(one.state in WAITING and one.start >= look.at for one in booked):
        return "a session of the course before is still booked: cancel or give it first"
    return ""
