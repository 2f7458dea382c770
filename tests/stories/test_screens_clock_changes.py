"""H-02 at the screens: a test on the eve of a clock change counts 24 hours, whatever the clocks on the wall do."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from nappage.records.models import Purpose
from support.browser import TABLET, Visitors
from support.cast import Cast, example_terms, new_clinic
from support.course import WrittenCourse
from support.device import SetClock
from support.steps import give_test, open_session, read_test, said

DAYS_BEFORE = timedelta(days=10)
# Zone, the test by the clock on the wall, and when 24 hours are over by the same clock. Madrid stands with E01.
VECTORS = {
    "Asia/Jerusalem": ("2026-03-26 09:30", "2026-03-27 10:30", "Fri 27 Mar 2026, 10:30"),
    "America/New_York": ("2026-10-31 15:30", "2026-11-01 14:30", "Sun 1 Nov 2026, 14:30"),
    "Australia/Lord_Howe": ("2026-10-03 16:00", "2026-10-04 16:30", "Sun 4 Oct 2026, 16:30"),
}


@pytest.fixture
def cast(db: None, zone: str) -> Cast:
    """Return a clinic that lives by another zone."""
    return new_clinic("Elsewhere", {**example_terms(), "zone": zone})


@pytest.mark.proves("H-02", "E03")
@pytest.mark.parametrize("zone", VECTORS)
def test_the_session_opens_24_hours_after_the_test_and_not_a_minute_before(
    page_as: Visitors, cast: Cast, clock: SetClock, zone: str
) -> None:
    tested, opens, shown = VECTORS[zone]
    test, start = (datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)) for text in (tested, opens))
    person = cast.register("Demo patient 014", test - DAYS_BEFORE)
    course = WrittenCourse(cast, person.id)
    course.consulted(test - DAYS_BEFORE)
    course.planned(test - DAYS_BEFORE)
    course.consented(test - DAYS_BEFORE)
    course.booked(test, Purpose.TEST)
    course.booked(start)
    course.asked(test - timedelta(minutes=10))
    nurse = page_as("injector", size=TABLET)

    clock(test)
    give_test(nurse, person.id)
    clock(test + timedelta(minutes=18))
    read_test(nurse, person.id)
    assert shown in said(nurse)

    course.asked(start - timedelta(minutes=20))
    clock(start - timedelta(minutes=1))
    open_session(nurse, person.id)
    expect(nurse.get_by_role("button", name="Start session")).to_be_disabled()
    clock(start)
    read_test(nurse, person.id)
    open_session(nurse, person.id)
    expect(nurse.get_by_role("button", name="Start session")).to_be_enabled()
