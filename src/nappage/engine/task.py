"""What somebody has to do next, and by when: derived from the parts of an outlook, never stored beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from nappage.engine.adaptation import Offer
from nappage.engine.allergy_test import TestGate, TestState
from nappage.engine.appraisal import AppraisalState, DatedAppraisal
from nappage.engine.checkpoint import CheckpointFinding, Continuation
from nappage.engine.follow_up import FollowUpDay
from nappage.engine.gate import Gate, GateName, GateState
from nappage.engine.maintenance import Recall
from nappage.engine.policy import Policy, Role
from nappage.engine.symptom import Level
from nappage.engine.triage import Triage
from nappage.values.statement import Because, Statement, say


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work for people in a role, due at an instant or on a local day; None is as soon as possible."""

    what: Statement
    who: Role
    due: datetime | date | None = None
    because: Because | None = None


NOTHING_REPORTED = Triage()


@dataclass(frozen=True, slots=True)
class Work:
    """The parts of an outlook from which tasks follow."""

    gates: tuple[Gate, ...] = ()
    test: TestState | None = None
    triage: Triage = NOTHING_REPORTED
    follow_ups: tuple[FollowUpDay, ...] = ()
    checkpoint: CheckpointFinding | None = None
    offers: tuple[Offer, ...] = ()
    recall: Recall | None = None
    unsettled: tuple[Because, ...] = ()
    appraisals: tuple[DatedAppraisal, ...] = ()


def tasks(work: Work, policy: Policy, at: datetime) -> tuple[Task, ...]:
    """Return what has to be done, reports of patients first."""
    return (
        *_call_backs(work.triage, policy),
        *(Task(say("task.settle-records"), Role.PHYSICIAN, None, because) for because in work.unsettled),
        *_gates(work.gates),
        *_test(work.test),
        *_follow_ups(work.follow_ups),
        *_appraisals(work.appraisals),
        *_decisions(work),
    )


def _call_backs(triage: Triage, policy: Policy) -> Iterator[Task]:
    for found in triage.reports:
        if found.level is Level.OFTEN_SEEN or not found.is_open:
            continue
        what = say("task.see-patient", symptom=found.symptom.id, whom=found.whom, photo=_yes(found.photo_asked))
        yield Task(what, who_answers(found.level), found.answer_by(policy.zone), found.because[0])


def who_answers(level: Level) -> Role:
    """Return whom a report of a level waits for: from the same day on a physician, below that a nurse."""
    return Role.PHYSICIAN if level >= Level.SAME_DAY else Role.ASSISTANT


def may_close(level: Level, role: Role) -> bool:
    """Return whether somebody in a role may close a report of a level; nobody at the front desk or in the office."""
    clinical = (Role.PHYSICIAN, Role.PRESCRIBER, Role.INJECTOR, Role.ASSISTANT)
    return role is Role.PHYSICIAN if who_answers(level) is Role.PHYSICIAN else role in clinical


def _yes(fact: bool) -> str:
    return "yes" if fact else ""


_WHO_OPENS = {
    GateName.JURISDICTION: Role.DIRECTOR,
    GateName.SCREENING: Role.PHYSICIAN,
    GateName.CONSENT: Role.PRESCRIBER,
    GateName.FORMULA: Role.PRESCRIBER,
    GateName.LOT: Role.ASSISTANT,
    GateName.CREDENTIAL: Role.DIRECTOR,
    GateName.KIT: Role.ASSISTANT,
}


def _gates(gates: Iterable[Gate]) -> Iterator[Task]:
    for gate in gates:
        if gate.state is GateState.CLOSED and gate.name in _WHO_OPENS:
            yield Task(say("task.open-gate", gate=gate.name), _WHO_OPENS[gate.name], None, gate.reasons[0])


def _test(test: TestState | None) -> Iterator[Task]:
    if test is None or test.gate is TestGate.OPEN:
        return
    what = say("task.read-test") if test.gate is TestGate.OPENS else say("task.settle-test")
    yield Task(what, Role.ASSISTANT, test.opens_at, test.because[0] if test.because else None)


def _follow_ups(days: tuple[FollowUpDay, ...]) -> Iterator[Task]:
    """Yield the next day of follow-up only: a list of all of them would hide what is due."""
    for day in days[:1]:
        checks = tuple(part.follow_up.id for part in day.parts)
        until = min((part.until for part in day.parts if part.until is not None), default=day.day)
        yield Task(say("task.follow-up", check=checks), Role.ASSISTANT, until)


def _appraisals(dated: Iterable[DatedAppraisal]) -> Iterator[Task]:
    for one in dated:
        if one.state in (AppraisalState.OPEN, AppraisalState.LATE):
            yield Task(say("task.appraise", appraisal=one.id), Role.ASSISTANT, one.closes, one.because)


def _decisions(work: Work) -> Iterator[Task]:
    if work.checkpoint is not None and work.checkpoint.continuation is not Continuation.GO_ON:
        what = say("task.checkpoint", number=work.checkpoint.session)
        yield Task(what, Role.PHYSICIAN, None, work.checkpoint.because)
    for offer in work.offers:
        if offer.step is not None:
            yield Task(say("task.accept-step", step=offer.step.id), Role.PHYSICIAN, None, offer.because)
    if work.recall is not None:
        yield Task(say("task.recall", nth=work.recall.nth), Role.RECEPTION, work.recall.offered, work.recall.because)
