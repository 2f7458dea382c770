"""The visit that an outlook is about: the session being given on this day, or else the next one booked."""

from __future__ import annotations

from datetime import datetime

from nappage.engine.course import booked, given
from nappage.engine.policy import Policy
from nappage.engine.story import Formula, Reason, Session, SessionState, Story
from nappage.values.local_time import local_day


def visit(story: Story, policy: Policy, at: datetime) -> Session | None:
    """Return the session given on the local day of `at`, else the first one booked from that day on, else None."""
    today = local_day(at, policy.zone)
    given = (session for session in story.sessions if session.state is SessionState.GIVEN and not session.elsewhere)
    for session in given:
        if local_day(session.start, policy.zone) == today:
            return session
    coming = (session for session in booked(story.sessions) if local_day(session.start, policy.zone) >= today)
    return next(coming, None)


def reasons_for(story: Story, session: Session | None) -> tuple[Reason, ...]:
    """Return the reasons given for a session: those that name it, else those recorded since the session before."""
    start = session.start if session else None
    earlier = [done for done in given(story.sessions) if start is None or done.start < start]
    since = earlier[-1].end or earlier[-1].start if earlier else None
    return tuple(
        reason
        for reason in sorted(story.reasons, key=lambda reason: reason.at)
        if (reason.session == start if reason.session else since is None or reason.at > since)
    )


def formula_of(story: Story, session: Session | None) -> Formula | None:
    """Return the formula of a session, or of the plan where the session names none yet."""
    wanted = session.formula if session and session.formula else story.plan.formula if story.plan else ""
    return next((formula for formula in story.formulas if formula.id == wanted), None)
