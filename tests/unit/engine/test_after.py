"""What follows the sessions: the sheet of what was given around an event counts from the last one that began."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from nappage.engine.edition import Edition
from nappage.engine.story import Session, SessionState
from support.open_visit import AT, THIGHS, look
from support.recorded import recorded
from support.stories import example

LAST = Session(AT - timedelta(days=14), SessionState.GIVEN, formula="F1", sites=THIGHS)


@pytest.mark.proves("S5")
def test_the_exposure_sheet_counts_from_the_last_pregnancy(edition: Edition) -> None:
    earlier, later = "pregnancy since 2020-01-01 until 2020-10-01", "pregnancy since 2026-02-10"
    for events in (f"{earlier}; {later}", f"{later}; {earlier}"):
        sheet = look(edition, sessions=(LAST,), **recorded(events)).after.exposure
        assert [(line.day, line.days_after_last_period) for line in sheet] == [(date(2026, 2, 17), 7)]
    assert look(edition, sessions=(LAST,)).after.exposure == ()


@pytest.mark.proves("S5")
def test_an_exposure_is_listed_though_nobody_knows_the_last_period(edition: Edition) -> None:
    for events in ("pregnancy", "pregnancy since 2026-02-10; pregnancy"):
        found = look(edition, sessions=(LAST,), **recorded(events))
        assert [(line.day, line.days_after_last_period) for line in found.after.exposure] == [(date(2026, 2, 17), None)]
        assert None in {one.since for one in found.measures.left_out}


def test_what_an_earlier_course_left_in_the_skin_is_followed_still(edition: Edition) -> None:
    told = example("s1-thighs")
    given = tuple(one for one in told.story.sessions if one.end is not None)
    before = told.but(earlier=given, sessions=()).seen("2026-04-14 10:25", edition).after
    assert before.ended == max(one.end for one in given if one.end)
    assert before.expected != ()
    assert told.but(sessions=()).seen("2026-04-14 10:25", edition).after.ended is None
