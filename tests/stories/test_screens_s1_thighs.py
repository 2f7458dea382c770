"""S1 at the screens: from registering to the signed first session, as the people of the clinic do it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from nappage.assessment.look import Look, look_at, look_at_visit
from nappage.engine.gate import GateState
from nappage.records.models import Course
from support.browser import TABLET, Visitors
from support.cast import Cast
from support.device import SetClock
from support.steps import (
    answer_questions,
    at,
    book,
    chart_pass,
    end_with_volumes,
    give_test,
    measure_and_look,
    open_charting,
    open_session,
    patient,
    press,
    punctures_saved,
    read_tape,
    read_test,
    record_intake,
    register,
    sign_chart,
    sign_consent_by_drawing,
    sign_plan,
    start_session,
    visit_at,
    write_plan,
)

NAME, BORN = "Demo patient 014", date(1990, 5, 14)
TICKED = {
    "sites": ("thigh/right", "thigh/left", "flank/right"),
    "variant": ("001-body",),
    "manner": ("measured",),
    "alternatives": ("nothing", "diet-and-exercise"),
}
TYPED = {
    "goal": "I want my trousers to sit better.",
    "sentinel": "upper-arm",
    "sessions": "10",
    "first_day": "2026-03-03",
    "first_clock": "10:30",
    "technique": "nappage",
    "layer": "superficial-subcutis",
    "depth_0": "3",
    "line1-agent": "A",
    "line1-volume_0": "3.0",
    "line1-strength_0": "10",
    "line1-strength_1": "mg/mL",
    "line1-lot": "A|A-101",
    "line2-agent": "B",
    "line2-volume_0": "2.0",
    "line2-lot": "B|B-101",
    "checkpoint": "4",
    "landmark": "thigh",
    "direction": "smaller",
    "change_0": "1.6",
    "words": "One size less at both thighs.",
    "lifestyle": "Walking three times a week; no diet planned.",
    "per_session": "120.00",
    "currency": "EUR",
    "package": "1000",
    "package_sessions": "10",
    "refund": "single-price",
}
# Before the first puncture: both thighs and the arm that nobody treats.
BASELINE = {
    "thigh-right-1": "57.2",
    "thigh-right-2": "56.8",
    "thigh-left-1": "57.2",
    "thigh-left-2": "56.8",
    "arm-right-sentinel-1": "28.4",
    "arm-right-sentinel-2": "28.6",
}


def look(cast: Cast, person: UUID, when: str) -> Look:
    course = Course.objects.get(person=person)
    return look_at(cast.clinic.id, person, course.id, at(when))


def shown(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


@pytest.mark.both_engines
@pytest.mark.takes_longest
@pytest.mark.proves("S1")
def test_a_course_for_both_thighs_from_the_desk_to_the_signed_first_session(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    desk, physician, nurse = page_as("reception"), page_as("physician"), page_as("injector", size=TABLET)

    clock(at("2026-02-19 09:30"))
    person = register(desk, NAME, BORN)
    book(desk, person, "consultation", "2026-02-19 10:00", among="Demo physician")

    clock(at("2026-02-19 10:00"))
    answer_questions(physician, person)
    measure_and_look(physician)
    record_intake(physician)
    write_plan(physician, person, "cellulite", TYPED, **TICKED)
    refused = shown(physician)
    assert "3 areas" in refused
    expect(physician.get_by_role("button", name="Sign the plan")).to_be_disabled()
    write_plan(physician, person, "cellulite", TYPED, **TICKED, later=("flank/right",))
    sign_plan(physician, person)
    sign_consent_by_drawing(physician, person, NAME)
    agreed = look(cast, person, "2026-02-19 10:45")
    assert [one.state for one in agreed.outlook.gates if one.name.value == "consent"] == [GateState.OPEN]

    book(desk, person, "test", "2026-03-02 10:00")
    book(desk, person, "session", "2026-03-03 10:30")

    clock(at("2026-03-02 09:45"))
    answer_questions(nurse, person)
    record_intake(nurse)
    clock(at("2026-03-02 10:00"))
    give_test(nurse, person)
    clock(at("2026-03-02 10:18"))
    read_test(nurse, person)

    clock(at("2026-03-03 09:50"))
    answer_questions(nurse, person)
    record_intake(nurse)
    clock(at("2026-03-03 09:58"))
    open_session(nurse, person)
    expect(nurse.get_by_role("button", name="Start session")).to_be_disabled()
    assert "Not before Tue 3 Mar 2026, 10:00" in nurse.locator("body").inner_text()

    clock(at("2026-03-03 10:02"))
    read_test(nurse, person)
    clock(at("2026-03-03 10:25"))
    nurse.goto(patient(person, f"session/{visit_at(person, '2026-03-03 10:30').id}/room/"))
    read_tape(nurse, BASELINE)
    press(nurse, "Record the readings")
    clock(at("2026-03-03 10:30"))
    start_session(nurse, person)

    clock(at("2026-03-03 10:35"))
    open_charting(nurse, person)
    first = chart_pass(nurse, "thigh/right", ("+50", "+50", "+10", "+10"), {"volume": "0.02", "depth": "3"})
    punctures_saved(nurse, 120)
    second = chart_pass(nurse, "thigh/left", ("120 as last",))
    punctures_saved(nurse, 240)
    assert first < 10
    assert second < 10
    assert "28.8 mg of 40 mg" in " ".join(nurse.locator("#totals").inner_text().split())

    clock(at("2026-03-03 10:58"))
    end_with_volumes(nurse, drawn="5.0", wasted="0.2")
    sign_chart(nurse)
    assert "2 passes, 240 punctures" in shown(nurse)
    done = look_at_visit(visit_at(person, "2026-03-03 10:30"), at("2026-03-03 11:00")).outlook
    assert [str(one.given) for one in done.treating.doses if one.agent == "A"] == ["28.8 mg"]
