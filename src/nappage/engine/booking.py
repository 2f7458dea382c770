"""A booking: what stands against a time for a session or a test, before anybody writes it into the agenda.

It is judged anew on every move: against the session before it and against the one after it, whichever clinic gave
them, and against the allergy test that it is paired with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from nappage.engine.allergy_test import last_day, test_protocol
from nappage.engine.course import booked, given
from nappage.engine.edition import Edition
from nappage.engine.policy import Policy
from nappage.engine.session_limit import session_limit
from nappage.engine.spacing import judge_interval
from nappage.engine.story import Session, SessionState, Story
from nappage.values.local_time import local_day
from nappage.values.statement import Because, say


def against_session(
    edition: Edition, story: Story, policy: Policy, start: datetime, at: datetime, instead: datetime | None = None
) -> tuple[Because, ...]:
    """Return what stands against a session at a start, nothing where it may be booked.

    `instead` is the start of the booking that is moved there, if it is a move.
    """
    others = [one for one in story.sessions if not (one.state is SessionState.BOOKED and one.start == instead)]
    told = replace(story, sessions=tuple(others))
    there = [*given(told.sessions), *booked(told.sessions)]
    pairs = _neighbours(Session(start, formula=story.plan.formula if story.plan else ""), there)
    judged = [judge_interval(edition, told, policy, previous, one.start, at) for previous, one in pairs]
    too_many = () if instead else _beyond(edition, story, len(there) + 1)
    return (*(one.because for one in judged if one.is_refused), *too_many)


def _neighbours(new: Session, there: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Yield a new session after the one before it, and the one after it after the new one."""
    before = [one for one in there if one.start <= new.start]
    if before:
        yield before[-1], new
    if len(before) < len(there):
        yield new, there[len(before)]


def _beyond(edition: Edition, story: Story, number: int) -> tuple[Because, ...]:
    """Return why one session more is one too many for the plan, if it is."""
    limit = session_limit(edition)
    most = min(story.plan.sessions, limit.most) if story.plan else limit.most
    if number <= most:
        return ()
    fact = say("session.over-limit", number=number, most=most)
    return (Because(limit.id, fact, say("session.needs-new-plan"), limit.sources),)


def against_pair(edition: Edition, policy: Policy, test: datetime, session: datetime) -> tuple[Because, ...]:
    """Return what stands against an allergy test and its session at these starts, nothing where they are a pair.

    The hours between them are hours that really pass; until when a test counts is a day of the clinic's calendar.
    """
    return tuple(_against_pair(edition, policy, test, session))


def _against_pair(edition: Edition, policy: Policy, test: datetime, session: datetime) -> Iterator[Because]:
    protocol = edition.derive(test_protocol)
    opens = protocol.opens_after.after(test)
    if session < opens:
        fact = say("booking.before-test-opens", session=session, opens=opens)
        yield protocol.because("opens_after", fact, say("booking.from-then-on", opens=opens))
    last = last_day(test, policy)
    if last is not None and local_day(session, policy.zone) > last:
        fact = say("booking.after-test-ends", session=session, last=last)
        yield protocol.because("opens_after", fact, say("booking.until-then", last=last))
