"""The visits of one course in the order of time, and the agents behind an interval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from nappage.engine.story import Session, SessionState, Story

_START = attrgetter("start")


def given(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions given, at this clinic or elsewhere, in the order of time.

    Another clinic's injections load the same skin, so its visits count like one's own (H-37).
    """
    return tuple(sorted([s for s in sessions if s.state is SessionState.GIVEN], key=_START))


def booked(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the bookings after the last session given, in the order of time; an older one was overtaken by it."""
    sessions = tuple(sessions)
    done = given(sessions)
    ahead = [s for s in sessions if s.state is SessionState.BOOKED and (not done or s.start > done[-1].start)]
    return tuple(sorted(ahead, key=_START))


def agents_of(story: Story, session: Session | None) -> Iterator[str]:
    """Yield the agents of the plan's formula and of the formula that a session was given with."""
    wanted = {story.plan.formula if story.plan else "", session.formula if session else ""}
    for formula in story.formulas:
        if formula.id in wanted:
            yield from (component.agent for component in formula.components)
