"""Whether the session may start now: every gate open, no hold, and a coded reason where a rule asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.checkpoint import Continuation
from nappage.engine.edition import Edition
from nappage.engine.forecasting import CourseOutlook
from nappage.engine.gate import GateName, GateState
from nappage.engine.indication import ASSESSMENT
from nappage.engine.indication import Weight as PlanWeight
from nappage.engine.minimum_interval import MinimumInterval
from nappage.engine.objection import Weight
from nappage.engine.override import Refusal, overridden
from nappage.engine.policy import Policy
from nappage.engine.precaution import Finding, Level
from nappage.engine.preparing import Preparing
from nappage.engine.spacing import Standing
from nappage.engine.story import Reason, SessionState, Story
from nappage.engine.treating import Treating
from nappage.engine.visit import reasons_for
from nappage.engine.washout import WashoutKind
from nappage.values.answer import Answer
from nappage.values.local_time import local_day
from nappage.values.statement import Because


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that warns. With `needs_reason` the session is refused without a coded reason; `reason` is that reason.

    `firm` means that no reason helps: a detergent's layer, a signed minimum interval. `override` is the rule that a
    reason has to be recorded for.
    """

    because: Because
    needs_reason: bool = False
    reason: Reason | None = None
    firm: bool = False
    override: str = ""

    @property
    def refuses(self) -> bool:
        return self.firm or (self.needs_reason and self.reason is None)


@dataclass(frozen=True, slots=True)
class Start:
    """Whether a session may start at this instant, and everything that keeps it from it or has to be said.

    One that has begun does not start again: what stands against going on with it are the gates.

    `opens_at` is the instant at which the last gate with a known time opens, if all the others are open.
    """

    may_start: bool
    closed: tuple[GateName, ...]
    opens_at: datetime | None
    holds: tuple[Because, ...]
    notices: tuple[Notice, ...]


def may_start(
    story: Story,
    policy: Policy,
    edition: Edition,
    treatment: Treating,
    course: CourseOutlook,
    ready: Preparing,
    findings: Iterable[Finding],
    at: datetime,
) -> Start:
    """Return whether the visit's session may start now."""
    closed = tuple(gate.name for gate in treatment.gates if gate.state is not GateState.OPEN)
    waiting = [gate.opens_at for gate in treatment.gates if gate.opens_at is not None]
    notices = tuple(_notices(story, policy, edition, treatment, course, ready, findings, at))
    holds = (*course.holds, *_checkpoint(course, treatment))
    return Start(
        may_start=not closed
        and not holds
        and not any(notice.refuses for notice in notices)
        and _is_booked_today(treatment, policy, at),
        closed=closed,
        opens_at=max(waiting) if waiting and len(waiting) == len(closed) else None,
        holds=holds,
        notices=notices,
    )


def _is_booked_today(treatment: Treating, policy: Policy, at: datetime) -> bool:
    """Return whether the visit is one of today that has not begun: a session of another day is moved first, and one
    that began does not start again."""
    session = treatment.session
    return (
        session is not None
        and session.state is SessionState.BOOKED
        and local_day(session.start, policy.zone) == local_day(at, policy.zone)
    )


def _checkpoint(course: CourseOutlook, treatment: Treating) -> Iterator[Because]:
    """Yield what a checkpoint says against this visit's session; one that is under way was judged before it began."""
    found, session = course.checkpoint, treatment.session
    is_to_come = session is None or session.state is SessionState.BOOKED
    if found is not None and found.continuation is not Continuation.GO_ON and is_to_come:
        yield found.because


def _notices(
    story: Story,
    policy: Policy,
    edition: Edition,
    treatment: Treating,
    course: CourseOutlook,
    ready: Preparing,
    findings: Iterable[Finding],
    at: datetime,
) -> Iterator[Notice]:
    """Yield every notice, with the reason that was recorded where one is asked for."""

    reasons = reasons_for(story, treatment.session)

    def asking(because: Because, rule: str) -> Notice:
        answer = overridden(edition, policy, reasons, rule, at)
        reason = None if isinstance(answer, Refusal) else answer
        return Notice(because, needs_reason=True, reason=reason, override=rule)

    if treatment.over_cap is not None:
        yield asking(treatment.over_cap.because, "area-cap")
    for objection in treatment.objections:
        if objection.weight is Weight.REASON_NEEDED:
            yield asking(objection.because, "depth")
        else:
            yield Notice(objection.because, firm=objection.weight is Weight.NO_OVERRIDE)
    yield from _of_washouts(ready, asking)
    for line in course.plan:
        if line.weight is PlanWeight.NEEDS_REASON:
            yield asking(line.because, line.because.rule)
        elif line.because.rule == ASSESSMENT:
            # A plan cannot be signed without it; one that bears a signature all the same has nothing to rest on (H-24).
            yield Notice(line.because, firm=True)
    yield from _of_interval(course, policy, edition, at)
    yield from (Notice(one.because) for one in findings if one.precaution.level is Level.CAUTION)
    yield from (Notice(reason) for reason in treatment.punctures)


def _of_washouts(ready: Preparing, asking: Callable[[Because, str], Notice]) -> Iterator[Notice]:
    """Yield each wash-out that was missed, or that nobody can tell; what is only a prompt asks for a reason."""
    for finding in ready.washouts:
        if finding.kind is WashoutKind.PROMPT and finding.matches is Answer.YES:
            yield asking(finding.because, "wash-out")
        else:
            yield Notice(finding.because)


def _of_interval(course: CourseOutlook, policy: Policy, edition: Edition, at: datetime) -> Iterator[Notice]:
    """Yield what stands against the date of the session booked for today; its reason was looked up with the date."""
    today = local_day(at, policy.zone)
    for line in course.coming:
        judged = line.booking
        if judged is None or local_day(judged.start, policy.zone) != today:
            continue
        if judged.standing is Standing.OVER_LIMIT:
            yield Notice(judged.because, firm=True)
        elif judged.interval is not None and judged.standing is Standing.EARLY:
            minimum = edition.get(MinimumInterval, judged.because.rule)
            override = minimum.override if minimum else ""
            yield Notice(judged.because, needs_reason=True, reason=judged.interval.reason, override=override)
