"""An example's whole course in the database: its sessions given or booked, as the example tells."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from nappage.actions.acting import acting
from nappage.actions.entries import append
from nappage.assessment.happening import Ended, PassGiven, Started
from nappage.engine.story import Session, SessionState
from nappage.records.models import Visit
from support.cast import Cast
from support.charts import Laid, lay
from support.stories import Told


def given_course(cast: Cast, told: Told, patient: str = "Demo patient 014", who: str = "injector") -> Laid:
    """Return a patient with every session of a story booked, and charted where the story says it was given."""
    sessions = sorted(told.story.sessions, key=lambda one: one.start)
    booked = (replace(one, state=SessionState.BOOKED, end=None, passes=()) for one in sessions)
    # Who injects has a room, so that courses of the same days stand beside each other.
    laid = lay(cast, told.but(sessions=tuple(booked)), patient, who, room=int(who != "injector"))
    for session, visit in zip(sessions, laid.visits, strict=True):
        if session.state is SessionState.GIVEN:
            _chart(laid, session, visit)
    return laid


def all_given(told: Told) -> Told:
    """Return a story in which every session was given as its first one was."""
    first = min(told.story.sessions, key=lambda one: one.start)
    assert first.end is not None, "the example's first session is given"
    lasted = first.end - first.start
    given = (
        replace(one, state=SessionState.GIVEN, end=one.start + lasted, passes=first.passes)
        for one in told.story.sessions
    )
    return told.but(sessions=tuple(given))


def _chart(laid: Laid, session: Session, visit: Visit) -> None:
    assert session.end is not None, "a session given has ended"
    started = Started("injector-1", laid.told.plan.formula, session.sites, ("name", "birth-date"))
    _say(laid, session.start, started, visit=visit.id)
    for done in session.passes:
        _say(laid, session.start, PassGiven(done), visit=visit.id)
    _say(laid, session.end, Ended(session.end), visit=visit.id)


def _say(laid: Laid, at: datetime, value: object, visit: UUID) -> None:
    actor = laid.cast.actor("injector", at)
    with acting(actor, "chart.read", laid.person, act="written by a test"):
        append(actor, laid.person, value, course=laid.course, visit=visit)
