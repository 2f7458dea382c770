"""A session of this day that has begun or is given: what to say of it, and when the next one may be."""

from __future__ import annotations

from collections.abc import Iterator

from nappage.engine.outlook import Outlook
from nappage.engine.story import Session, SessionState
from nappage.rendering.wording import Speaker


def begun_session(found: Outlook) -> Session | None:
    """Return the session that has begun on the day of the outlook, None where there is none: it never starts again."""
    session = found.treating.session
    return session if session is not None and session.state is SessionState.GIVEN else None


def begun(found: Outlook, speak: Speaker) -> Iterator[str]:
    """Yield that the session of this day has begun or is given, and then from when on the next one may be."""
    session = begun_session(found)
    if session is None:
        return
    number = next((one.number for one in found.course.given if one.start == session.start), None)
    named = f"Session {number}" if number else "A session"
    if session.end is None:
        yield f"{named} began {speak.moment(session.start)}, and has not ended."
        return
    yield f"{named} was given {speak.moment(session.start)}."
    yield from _next(found, speak)


def _next(found: Outlook, speak: Speaker) -> Iterator[str]:
    """Yield the earliest day of the session that follows, as far as anything says one."""
    coming = found.course.coming[0] if found.course.coming else None
    if coming is not None and coming.earliest is not None:
        yield f"Session {coming.number}: {speak.day(coming.earliest)} at the earliest."
