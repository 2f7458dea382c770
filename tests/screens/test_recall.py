"""The recall list: windows by purpose and response, nobody who is not to be reminded, the desk without reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nappage.engine.story import Assessment, HealthEvent, Verdict
from nappage.records.models import Purpose, Visit, VisitState
from screens.test_measures import main
from support.cast import Cast
from support.course import PLAN
from support.device import SetClock
from support.measured import FIRST, TWO_WEEKS, MeasuredCourse, course_of

SHORT = replace(PLAN, sessions=2)
IN_WINDOW = datetime(2026, 10, 1, 9, tzinfo=UTC)


def complete(cast: Cast, name: str, verdict: Verdict | None = None) -> MeasuredCourse:
    """Return a course of two sessions, all given."""
    course = course_of(cast, ("56.9", "57.0"), SHORT, name)
    if verdict is not None:
        at = FIRST + 2 * TWO_WEEKS
        course.written.say("physician", at, Assessment(at, "physician-1", verdict))
    return course


@pytest.mark.proves("R038", "R112", "R139")
def test_it_lists_a_complete_course_in_its_window_with_purpose_and_response(cast: Cast, clock: SetClock) -> None:
    complete(cast, "Demo patient 041", Verdict.IMPROVED)
    clock(IN_WINDOW)
    said = main(cast.client("assistant").get("/recall/"))
    assert "Demo patient 041" in said
    assert "Thu 17 Sep 2026 – Wed 17 Mar 2027" in said
    assert "cellulite" in said
    assert "improved" in said
    assert "within measurement variation" in said


def test_it_is_narrowed_to_a_response_and_to_a_purpose(cast: Cast, clock: SetClock) -> None:
    complete(cast, "Demo patient 041", Verdict.IMPROVED)
    clock(IN_WINDOW)
    client = cast.client("assistant")
    assert "Demo patient 041" in main(client.get("/recall/?response=improved&purpose=cellulite"))
    assert "Demo patient 041" not in main(client.get("/recall/?response=not-improved"))
    assert "Demo patient 041" not in main(client.get("/recall/?response=any&purpose=wrinkles"))


def test_it_leaves_out_who_is_in_the_midst_of_a_course_or_too_early(cast: Cast, clock: SetClock) -> None:
    course_of(cast, ("56.9",), SHORT, "Demo patient 042")
    clock(IN_WINDOW)
    assert "Demo patient 042" not in main(cast.client("assistant").get("/recall/"))


def test_it_lists_nobody_months_before_the_window(cast: Cast, clock: SetClock) -> None:
    complete(cast, "Demo patient 041")
    clock(FIRST + timedelta(days=60))
    assert "Demo patient 041" not in main(cast.client("assistant").get("/recall/"))


@pytest.mark.proves("S5")
def test_who_is_not_to_be_reminded_does_not_stand_in_it(cast: Cast, clock: SetClock) -> None:
    course = complete(cast, "Demo patient 041")
    at = IN_WINDOW - timedelta(days=2)
    event = HealthEvent("pregnancy", at, "physician-1", since=(at - timedelta(days=40)).date())
    course.written.say("physician", at, event, person=True)
    clock(IN_WINDOW)
    assert "Demo patient 041" not in main(cast.client("assistant").get("/recall/"))


def test_the_desk_sees_whom_to_call_and_nothing_clinical(cast: Cast, clock: SetClock) -> None:
    complete(cast, "Demo patient 041", Verdict.NOT_IMPROVED)
    clock(IN_WINDOW)
    said = main(cast.client("reception").get("/recall/"))
    assert "Demo patient 041" in said
    assert "cellulite" not in said
    assert "not improved" not in said
    assert cast.client("auditor").get("/recall/").status_code == 403


def test_whoever_was_treated_and_marked_as_left_is_asked_back_too(cast: Cast, clock: SetClock) -> None:
    complete(cast, "Demo patient 041")
    assert Visit.objects.filter(purpose=Purpose.SESSION).update(state=VisitState.LEFT) > 0
    clock(IN_WINDOW)
    assert "Demo patient 041" in main(cast.client("assistant").get("/recall/"))


def test_another_clinics_people_are_not_in_it(cast: Cast, stranger: Cast, clock: SetClock) -> None:
    complete(cast, "Demo patient 041")
    clock(IN_WINDOW)
    assert "Demo patient 041" not in main(stranger.client("assistant").get("/recall/"))
