"""After the sessions: aftercare of the last one, what is often seen until when, what was reported, whom to ask when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from nappage.engine.edition import Edition
from nappage.engine.escalation import escalators, zone_escalators
from nappage.engine.exposure import SessionExposure, exposure_sheet
from nappage.engine.facts import Facts
from nappage.engine.follow_up import ExpectedWindow, FollowUpDay, follow_ups, windows_of
from nappage.engine.instruction import Direction, aftercare, leaving
from nappage.engine.policy import Policy
from nappage.engine.precaution import Effect, Finding, events_behind
from nappage.engine.preparing import visit_context
from nappage.engine.story import Story
from nappage.engine.treatment import treatments
from nappage.engine.triage import Triage, triage
from nappage.values.local_time import local_day


@dataclass(frozen=True, slots=True)
class After:
    """What follows the sessions given. `aftercare`, `leaving` and `expected` are those of the last one.

    `escalators` are the circumstances by which a symptom that others often see is more urgent in this person.
    """

    ended: datetime | None
    aftercare: tuple[Direction, ...]
    leaving: tuple[Direction, ...]
    expected: tuple[ExpectedWindow, ...]
    escalators: tuple[str, ...]
    triage: Triage
    follow_ups: tuple[FollowUpDay, ...]
    exposure: tuple[SessionExposure, ...]


def after_sessions(
    story: Story, policy: Policy, edition: Edition, facts: Facts, findings: Iterable[Finding], at: datetime
) -> After:
    """Return what follows the sessions given by `at`, whichever course they were of: skin knows no courses."""
    whole = replace(story, sessions=(*story.earlier, *story.sessions))
    done = treatments(whole, policy, edition)
    last = done[-1] if done else None
    context = visit_context(story, policy, edition, facts) if last else None
    raised = escalators(edition, facts)
    return After(
        ended=last.ended if last else None,
        aftercare=aftercare(edition, last.ended, context) if last and context else (),
        leaving=leaving(edition, last.ended, context) if last and context else (),
        expected=tuple(windows_of(edition, done, raised)) if done else (),
        escalators=tuple(sorted(raised | zone_escalators(edition, last.zones))) if last else (),
        triage=triage(edition, story.reports, done, raised, at),
        follow_ups=follow_ups(edition, done, policy.zone, since=local_day(at, policy.zone)),
        exposure=_exposure(whole, policy, facts, findings),
    )


def _exposure(story: Story, policy: Policy, facts: Facts, findings: Iterable[Finding]) -> tuple[SessionExposure, ...]:
    """Return the sheet of what was given around the last event that asks for one; without days if one's is unknown."""
    began = [event.since for event in events_behind(findings, facts, Effect.EXPOSURE)]
    known = [since for since in began if since is not None]
    # Of several events any without a beginning may be the last one: days from another would mislead.
    last_period = max(known) if known and len(known) == len(began) else None
    return exposure_sheet(story.sessions, story.formulas, last_period, policy.zone) if began else ()
