"""The visit that an outlook is about: the session being given on this day, or else the next one booked."""

from __future__ import annotations

from datetime import datetime

from nappage.engine.course import booked
from nappage.engine.policy import Policy
from nappage.engine.story import Formula, Session, SessionState, Story
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


def formula_of(story: Story, session: Session | None) -> Formula | None:
    """Return the formula of a session, or of the plan where the session names none yet."""
    wanted = session.formula if session and session.formula else story.plan.formula if story.plan else ""
    return next((formula for formula in story.formulas if formula.id == wanted), None)
