"""When the interval may change: offered with its reason, and never applied until a clinician accepts the step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from nappage.engine.edition import Edition, Entry
from nappage.engine.policy import Policy, Role
from nappage.engine.story import Assessment, Story, SymptomReport, Verdict
from nappage.engine.variant import IntervalStep, ScheduleVariant, step_in_force
from nappage.values.quantity import Quantity
from nappage.values.statement import Because, Statement, say


class Move(Enum):
    """What is offered: the next longer step, no change, a review whether to stop, or to wait for quiet skin."""

    LENGTHEN = "lengthen"
    HOLD = "hold"
    STOP_REVIEW = "stop-review"
    DELAY = "delay"


@dataclass(frozen=True, slots=True)
class Persisting:
    """A symptom that delays while it lasts; with `above`, only when its value is higher, or is not known."""

    symptom: str
    above: Quantity | None = None

    def matches(self, report: SymptomReport) -> bool:
        """Return whether a report that is not resolved is of this symptom and strong enough."""
        if report.symptom != self.symptom:
            return False
        return self.above is None or report.value is None or report.value > self.above


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation(Entry):
    """A rule: which recorded verdict, by someone in which role, or which persisting symptoms lead to which move.

    Without `roles` anybody's verdict counts: what slows a course down needs no licence, what stretches it does.
    """

    move: Move
    verdict: Verdict | None = None
    roles: tuple[Role, ...] = ()
    persisting: tuple[Persisting, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered, with the step that a clinician would accept; None when the interval stays as it is."""

    move: Move
    because: Because
    step: IntervalStep | None = None


def adaptations(
    edition: Edition, story: Story, policy: Policy, at: datetime, unresolved: Iterable[SymptomReport] = ()
) -> tuple[Offer, ...]:
    """Return what is offered at an instant, given the symptoms that have not resolved; nothing is applied by it."""
    variant = edition.get(ScheduleVariant, story.plan.variant) if story.plan else None
    if variant is None:
        return ()
    reports = tuple(unresolved)
    step = step_in_force(variant, story.steps_accepted, at)
    verdict = _open_verdict(story, at)
    found: list[Offer] = []
    for rule in edition.all(Adaptation).values():
        found += _delay(rule, reports)
        found += _by_verdict(rule, policy, verdict, variant, step)
    return tuple(found)


def _open_verdict(story: Story, at: datetime) -> Assessment | None:
    """Return the last assessment, unless a step was accepted since: one improvement stretches the interval once."""
    last = max((one for one in story.assessments if one.at <= at), key=lambda one: one.at, default=None)
    if last is None or any(last.at <= accepted.at <= at for accepted in story.steps_accepted):
        return None
    return last


def _delay(rule: Adaptation, reports: tuple[SymptomReport, ...]) -> Iterator[Offer]:
    matched = {report.symptom for report in reports if any(one.matches(report) for one in rule.persisting)}
    if matched:
        fact = say("adaptation.symptom-persists", symptoms=tuple(sorted(matched)))
        yield Offer(rule.move, Because(rule.id, fact, say("adaptation.wait-until-resolved"), rule.sources))


def _by_verdict(
    rule: Adaptation, policy: Policy, given: Assessment | None, variant: ScheduleVariant, step: IntervalStep | None
) -> Iterator[Offer]:
    if given is None or rule.verdict is not given.verdict:
        return
    fact = _assessed(given)
    if rule.move is not Move.LENGTHEN:
        yield Offer(rule.move, Because(rule.id, fact, _REMEDIES[rule.move], rule.sources))
        return
    longer = variant.longer_than(step) if step else None
    if not policy.has_role(given.by, *rule.roles):
        yield Offer(Move.HOLD, Because(rule.id, fact, say("adaptation.role-records"), rule.sources))
    elif longer is None:
        yield Offer(Move.HOLD, Because(rule.id, fact, say("adaptation.no-longer-step"), rule.sources))
    else:
        yield Offer(rule.move, Because(rule.id, fact, _REMEDIES[rule.move], rule.sources), longer)


def _assessed(given: Assessment) -> Statement:
    return say(
        "adaptation.assessed", verdict=given.verdict, by=given.by, raters=given.raters, agreeing=given.raters_agreeing
    )


_REMEDIES = {
    Move.LENGTHEN: say("adaptation.clinician-accepts"),
    Move.HOLD: say("adaptation.keep-interval"),
    Move.STOP_REVIEW: say("adaptation.review-stop"),
}
