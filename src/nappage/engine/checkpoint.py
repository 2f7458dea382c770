"""The question that was agreed before the course began: is it enough to go on? Unless it is met, the answer is stop."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from nappage.engine.course import given
from nappage.engine.edition import Edition, Entry
from nappage.engine.override import Refusal, overridden
from nappage.engine.policy import Policy
from nappage.engine.story import Criterion, Plan, Reason, Story, Verdict
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from nappage.values.statement import Because, Statement, say

RULE = "checkpoint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint(Entry):
    """A session at whose visit, before the first puncture, the sessions given so far are judged."""

    session: int


@dataclass(frozen=True, slots=True)
class ObservedChange:
    """What the measurements show since baseline; None is not known. `detectable` is the least change beyond error."""

    treated: Quantity | None = None
    sentinel: Quantity | None = None
    detectable: Quantity | None = None

    @property
    def net(self) -> Quantity | None:
        """Return the change beyond that of the untreated sentinel."""
        if self.treated is None or self.sentinel is None:
            return None
        return self.treated - self.sentinel

    @property
    def is_beyond_variation(self) -> Answer:
        """Return whether the net change is larger than what measuring twice would give by itself."""
        if self.net is None or self.detectable is None:
            return Answer.UNKNOWN
        return Answer.of(abs(self.net) > self.detectable)


class Continuation(Enum):
    """What a checkpoint leads to. Nothing but GO_ON lets the session of the checkpoint be given."""

    GO_ON = "go-on"
    STOP = "stop"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class CheckpointFinding:
    """What a checkpoint says about the session numbered: the criterion met or not, and what follows by default.

    `reason` is the one by which a named clinician goes on although the default was to stop or to hold.
    """

    session: int
    met: Answer
    continuation: Continuation
    because: Because
    reason: Reason | None = None


def checkpoint(
    edition: Edition, story: Story, policy: Policy, at: datetime, change: ObservedChange
) -> CheckpointFinding | None:
    """Return the checkpoint of the next session's visit; None if there is none, or it comes before the agreed one."""
    done = given(story.sessions)
    number = len(done) + 1
    if story.plan is None or not done or not _is_due(edition, story.plan, number):
        return None
    since = done[-1].start
    met = _is_met(story, story.plan.criterion, change, since)
    because = _because(edition, story.plan, number, met, change)
    by_default = {Answer.YES: Continuation.GO_ON, Answer.NO: Continuation.STOP, Answer.UNKNOWN: Continuation.HOLD}[met]
    if by_default is not Continuation.GO_ON:
        reasons = [reason for reason in story.reasons if reason.at >= since]
        answer = overridden(edition, policy, reasons, RULE, at)
        if not isinstance(answer, Refusal):
            return CheckpointFinding(number, met, Continuation.GO_ON, because, answer)
    return CheckpointFinding(number, met, by_default, because)


def _is_due(edition: Edition, plan: Plan, number: int) -> bool:
    known = edition.derive(_sessions)
    agreed = plan.criterion.checkpoint if plan.criterion else min(known)
    return number == agreed or (number > agreed and number in known)


def _sessions(edition: Edition) -> frozenset[int]:
    return frozenset(entry.session for entry in edition.all(Checkpoint).values())


def _is_met(story: Story, criterion: Criterion | None, change: ObservedChange, since: datetime) -> Answer:
    if criterion is None:
        return Answer.UNKNOWN
    return criterion_met(criterion.change, change) if criterion.change is not None else _judged(story, since)


def criterion_met(agreed: Quantity, change: ObservedChange) -> Answer:
    """Return whether the net change reaches what was agreed; unknown where it does but within measurement variation."""
    if change.net is None:
        return Answer.UNKNOWN
    reached = change.net <= agreed if shrinks(agreed) else change.net >= agreed
    if not reached:
        return Answer.NO
    return Answer.YES if change.is_beyond_variation is Answer.YES else Answer.UNKNOWN


def shrinks(change: Quantity) -> bool:
    """Return whether a change is meant to make a girth smaller."""
    return change <= change * 0


def _judged(story: Story, since: datetime) -> Answer:
    """Return what the last assessment since the last session says: a criterion without a change is judged by eye."""
    judged = [one for one in story.assessments if one.at >= since]
    if not judged:
        return Answer.UNKNOWN
    verdict = max(judged, key=lambda one: one.at).verdict
    return {Verdict.IMPROVED: Answer.YES, Verdict.NOT_IMPROVED: Answer.NO, Verdict.BETWEEN: Answer.UNKNOWN}[verdict]


def _because(edition: Edition, plan: Plan, number: int, met: Answer, change: ObservedChange) -> Because:
    sources = tuple(
        citation for entry in edition.all(Checkpoint).values() if entry.session == number for citation in entry.sources
    )
    return Because(RULE, _fact(plan, met, change), _REMEDIES[met], sources)


_REMEDIES = {
    Answer.YES: say("checkpoint.clinician-decides"),
    Answer.NO: say("checkpoint.stop-unless-reason"),
    Answer.UNKNOWN: say("checkpoint.hold-until-known"),
}


def _fact(plan: Plan, met: Answer, change: ObservedChange) -> Statement:
    if plan.criterion is None:
        return say("checkpoint.no-criterion")
    return say(
        f"checkpoint.criterion-{met.value}",
        agreed=plan.criterion.words if plan.criterion.change is None else plan.criterion.change,
        treated=change.treated,
        sentinel=change.sentinel,
        detectable=change.detectable,
        beyond_variation=change.is_beyond_variation,
    )
