"""Which reasons a visit may go by: those that name it, and those given since the session before it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.story import Reason, Session, SessionState
from nappage.engine.visit import reasons_for
from support.open_visit import AT, visit_story

BEFORE = Session(AT - timedelta(days=14), SessionState.GIVEN, end=AT - timedelta(days=14) + timedelta(hours=1))
HOUR = timedelta(hours=1)


def said(at: datetime, session: datetime | None = None) -> Reason:
    return Reason("area-cap", "small-neighbouring-areas", "two small patches", "nurse", at, session=session)


@pytest.mark.parametrize("state", [SessionState.BOOKED, SessionState.GIVEN])
def test_a_session_goes_by_what_was_said_since_the_end_of_the_one_before(edition: Edition, state: SessionState) -> None:
    now = Session(AT, state)
    at_its_end, since, during = (said(at) for at in (BEFORE.start + HOUR, BEFORE.start + 2 * HOUR, AT + HOUR))
    story = visit_story(edition, sessions=(BEFORE, now), reasons=(during, since, at_its_end))
    assert reasons_for(story, now) == (since, during)
    assert reasons_for(visit_story(edition, sessions=(now,), reasons=(at_its_end,)), now) == (at_its_end,)


def test_without_a_session_it_is_since_the_last_one_given(edition: Edition) -> None:
    story = visit_story(edition, sessions=(BEFORE,), reasons=(said(BEFORE.start), said(AT)))
    assert reasons_for(story, None) == (said(AT),)


def test_a_reason_that_names_a_session_is_for_that_one_alone(edition: Edition) -> None:
    now, other = Session(AT), Session(AT + timedelta(days=14))
    story = visit_story(edition, sessions=(BEFORE, now, other), reasons=(said(BEFORE.start, AT),))
    assert reasons_for(story, now) == story.reasons
    assert reasons_for(story, other) == ()
    assert reasons_for(story, None) == ()
