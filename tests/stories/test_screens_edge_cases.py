"""Edge cases at the screens: what a person sees and does when something is not as usual."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from nappage.actions.lots import uses_of
from nappage.actions.policies import sign_policy
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import Allergy, Reason, SessionState
from nappage.records.models import AuditEvent, Identity, Lot, Purpose, Visit
from nappage.values.answer import Answer
from support.browser import TABLET, Visitors
from support.cast import Cast, example_terms
from support.charts import lay
from support.course import WrittenCourse
from support.device import SetClock
from support.planning import FLANK, THIGHS, draft_s1
from support.sessions import Chair, at_the_chair, under_way
from support.steps import (
    answer_of_the_day,
    at,
    chart_pass,
    end_with_volumes,
    fill,
    give_test,
    open_charting,
    open_session,
    patient,
    press,
    punctures_saved,
    read_tape,
    read_test,
    register,
    said,
    settle,
    sign_chart,
    start_session,
)
from support.stories import example

CONSULTED = datetime(2026, 2, 19, 9, tzinfo=UTC)
NAMES = (
    "Prince",
    ("María de los Ángeles " * 7)[:140],
    "محمد بن عبد الله",
    "Ana 😀 👩‍⚕️",
    "Sinéad O’Brien-d'Arcy",
)
FIRST_VALUES = {"volume": "0.02", "depth": "3"}
NUMBERS = ("+50", "+50", "+10", "+10")


def planned(cast: Cast, consulted: datetime, born: date = date(1990, 5, 14)) -> WrittenCourse:
    """Return a course that was consulted, planned and consented to."""
    person = cast.register("Demo patient 014", consulted, born)
    course = WrittenCourse(cast, person.id)
    course.consulted(consulted)
    course.planned(consulted + timedelta(minutes=20))
    course.consented(consulted + timedelta(minutes=30))
    return course


def body(page: Page) -> str:
    return " ".join(page.locator("body").inner_text().split())


@pytest.mark.proves("E01", "H-02")
def test_a_test_before_the_clocks_go_forward_opens_an_hour_later_by_the_clock(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    course = planned(cast, CONSULTED)
    course.booked(at("2026-03-28 10:00"), Purpose.TEST)
    course.booked(at("2026-03-30 10:30"))
    course.asked(at("2026-03-28 09:50"))
    nurse = page_as("injector", size=TABLET)
    clock(at("2026-03-28 10:00"))
    give_test(nurse, course.person)
    clock(at("2026-03-28 10:18"))
    read_test(nurse, course.person)
    assert "Sun 29 Mar 2026, 11:00" in said(nurse)
    assert "29 Mar 2026, 10:00" not in said(nurse)


@pytest.mark.proves("E06", "H-12", "R029")
def test_22_5_in_the_centimetres_is_asked_about_and_the_keystrokes_are_kept(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))
    nurse = page_as("injector", size=TABLET)
    clock(chair.at("10:20"))
    nurse.goto(patient(chair.laid.person, f"session/{chair.visit.id}/room/"))
    read_tape(nurse, {"thigh-right-1": "57.2", "thigh-right-2": "22.5"})
    press(nurse, "Record the readings", refused=True)
    nurse.get_by_label("22.5 in = 57.2 cm").check()
    press(nurse, "Record the readings")
    assert [str(one.value) for one in chair.look("10:25").story.tape] == ["57.2 cm", "22.5 [in_i]"]
    kept = [event.detail["typed"] for event in AuditEvent.objects.filter(act__contains="tape readings")]
    assert kept[0] == ["thigh/right: 57.2 cm", "thigh/right: 22.5 cm"]
    assert kept[-1][1] == "thigh/right: 22.5 cm, meant [in_i]"


@pytest.mark.proves("E08", "H-01", "K-21")
@pytest.mark.parametrize("answer", ["unknown", "declined"])
def test_not_knowing_whether_one_is_pregnant_holds_until_a_clinician_settles_it(
    page_as: Visitors, cast: Cast, clock: SetClock, answer: str
) -> None:
    course = planned(cast, CONSULTED)
    course.tested(at("2026-03-02 10:00"), late=at("2026-03-03 10:05"))
    course.booked(at("2026-03-03 10:30"))
    nurse = page_as("injector", size=TABLET)
    clock(at("2026-03-03 10:10"))
    answer_of_the_day(nurse, course.person, pregnancy=answer)
    clock(at("2026-03-03 10:30"))
    open_session(nurse, course.person)
    expect(nurse.get_by_role("button", name="Start session")).to_be_disabled()
    assert "Nobody may decide against it" in body(nurse)
    settle(nurse, course.person, "pregnancy", "no", "Urine test of today, read by me: negative.")
    start_session(nurse, course.person)
    expect(nurse.locator("[data-saving]")).to_contain_text("nothing charted yet")


@pytest.mark.proves("E11", "H-04")
def test_an_extra_agent_at_the_chair_closes_the_gate_and_a_physician_decides_in_code_and_words(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    chair = at_the_chair(cast)
    physician = page_as("physician", size=TABLET)
    clock(chair.at("10:30"))
    add_to_mixture(physician, chair)
    expect(physician.get_by_role("button", name="Start session")).to_be_disabled()
    decide_against_the_test(physician, ".", refused=True)
    assert physician.locator("[name='for-allergy-test-words']").input_value() == "."
    decide_against_the_test(physician, "Given without a reaction elsewhere last month.")
    assert [one.by for one in chair.look("10:31").story.reasons if isinstance(one, Reason)] == ["physician-1"]
    gate = next(one for one in chair.look("10:31").outlook.gates if one.name is GateName.ALLERGY_TEST)
    assert gate.state is GateState.OPEN


@pytest.mark.proves("E11", "H-35")
def test_nobody_decides_against_the_test_of_what_an_allergy_meets(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    chair = at_the_chair(cast, example("s1-thighs-first-session").but(allergies=(Allergy("penicillin", Answer.YES),)))
    terms = example_terms()
    terms["formulary"] = [
        agent | ({"allergy_keys": ["penicillin"]} if agent["agent"] == "P" else {}) for agent in terms["formulary"]
    ]
    sign_policy(cast.actor("director", CONSULTED), terms, "what P meets")
    physician = page_as("physician", size=TABLET)
    clock(chair.at("10:30"))
    add_to_mixture(physician, chair)
    expect(physician.get_by_role("button", name="Start session")).to_be_disabled()
    assert physician.get_by_role("button", name="Record the decision").count() == 0


def add_to_mixture(page: Page, chair: Chair) -> None:
    """Add the antibiotic to the mixture of this visit."""
    page.goto(patient(chair.laid.person, f"session/{chair.visit.id}/mixture/"))
    fill(page, {"agent": "P", "volume": "0.5", "lot": "P-101"})
    press(page, "Sign with this agent")


def decide_against_the_test(page: Page, words: str, *, refused: bool = False) -> None:
    """Decide against the gate of the test, with the first code that is offered."""
    open_session(page, UUID(page.url.split("/patients/")[1][:36]))
    page.locator("[name='for-allergy-test-code']").select_option(index=1)
    fill(page, {"for-allergy-test-words": words})
    press(page, "Record the decision", refused=refused)


@pytest.mark.both_engines
@pytest.mark.proves("E13", "H-19")
def test_two_people_chart_both_thighs_together_and_the_second_in_one_zone_is_told(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    chair = under_way(cast)
    clock(chair.at("10:40"))
    nurse, physician = page_as("injector", size=TABLET), page_as("physician", size=TABLET)
    for page in (nurse, physician):
        open_charting(page, chair.laid.person)
    chart_pass(nurse, "thigh/right", NUMBERS, FIRST_VALUES)
    chart_pass(physician, "thigh/left", NUMBERS, FIRST_VALUES)
    punctures_saved(physician, 240)
    assert chair.charted().tally.punctures == 240
    chart_pass(physician, "thigh/right", ("+10",))
    expect(physician.locator("[data-saving]")).to_contain_text("Demo injector charts this zone")
    expect(physician.locator("[data-saving]")).to_contain_text("120 × 0.02 mL")
    assert chair.charted().tally.punctures == 240


@pytest.mark.proves("E18", "R009")
def test_a_full_stop_is_no_reason_for_a_third_area(page_as: Visitors, cast: Cast, clock: SetClock) -> None:
    clock(CONSULTED)
    person = cast.register("Demo patient 014", CONSULTED)
    draft_s1(cast, person, queued=(), sites=(*THIGHS, FLANK))
    physician = page_as("physician")
    physician.goto(patient(person.id, "plan/"))
    give_reason(physician, ".", refused=True)
    assert "too short" in said(physician)
    assert physician.locator("[name=area-cap-words]").input_value() == "."
    give_reason(physician, "Two small patches beside it, treated as one.")
    assert "Small neighbouring areas" in said(physician)
    assert AuditEvent.objects.filter(act="give reason", detail__rule="area-cap").count() == 1


def give_reason(page: Page, words: str, *, refused: bool = False) -> None:
    """Give a coded reason for a third area, with these words."""
    form = page.locator("form:has(#notice-area-cap)")
    form.locator("[name=area-cap-code]").select_option("small-neighbouring-areas")
    form.locator("[name=area-cap-words]").fill(words)
    press(page, "Record the reason", refused=refused)


@pytest.mark.proves("E19", "H-21")
def test_born_on_29_february_2008_one_is_of_age_on_1_march_2026(page_as: Visitors, cast: Cast, clock: SetClock) -> None:
    course = planned(cast, CONSULTED, date(2008, 2, 29))
    course.tested(at("2026-02-27 10:00"), late=at("2026-02-28 10:05"))
    course.asked(at("2026-02-28 10:10"))
    visit = course.booked(at("2026-02-28 10:30"))
    nurse, desk = page_as("injector", size=TABLET), page_as("reception")
    clock(at("2026-02-28 10:30"))
    open_session(nurse, course.person)
    expect(nurse.get_by_role("button", name="Start session")).to_be_disabled()
    assert "minimum age" in body(nurse)
    desk.goto(patient(course.person, f"visits/{visit.id}/move/"))
    fill(desk, {"day": "2026-03-02", "clock": "10:30"})
    press(desk, "Save")
    course.consented(at("2026-03-02 10:05"))
    course.asked(at("2026-03-02 10:10"))
    clock(at("2026-03-02 10:30"))
    start_session(nurse, course.person)
    expect(nurse.locator("[data-saving]")).to_contain_text("nothing charted yet")


@pytest.mark.proves("E25", "H-13")
def test_a_signed_session_of_the_wrong_twin_is_moved_and_nothing_is_deleted(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    chair = under_way(cast)
    twin = lay(cast, example("s1-thighs-first-session").but(tape=()), "Demo patient 032", "physician", 0)
    nurse = page_as("injector", size=TABLET)
    clock(chair.at("10:40"))
    open_charting(nurse, chair.laid.person)
    chart_pass(nurse, "thigh/right", NUMBERS, FIRST_VALUES)
    punctures_saved(nurse, 120)
    clock(chair.at("10:58"))
    end_with_volumes(nurse, drawn="2.6", wasted="0.2")
    sign_chart(nurse)
    nurse.get_by_role("link", name="This session belongs to another person").click()
    fill(nurse, {"q": "032"})
    nurse.get_by_role("button", name="Search").click()
    nurse.get_by_label("Demo patient 032").check()
    fill(nurse, {"words": "The twin sister was in the chair."})
    press(nurse, "Move the session")
    right = Visit.objects.get(person=twin.person, booked_by="injector-1")
    nurse.goto(patient(twin.person, f"session/{right.id}/"))
    assert "120" in said(nurse)
    assert {use.person_id for use in uses_of(Lot.objects.get(clinic=cast.clinic, lot="A-101"))} == {twin.person}
    here = chair.look("11:10")
    assert [one for one in here.story.sessions if one.state is SessionState.GIVEN] == []
    assert [line.kind for line in here.chart.lines if line.id in here.chart.struck].count("pass") == 1


@pytest.mark.proves("E29")
def test_every_name_is_kept_exactly_shown_found_and_printed(page_as: Visitors, cast: Cast, clock: SetClock) -> None:
    clock(CONSULTED)
    desk = page_as("reception")
    for year, name in enumerate(NAMES, 1980):
        person = register(desk, name, date(year, 5, 14))
        assert Identity.objects.get(person=person).name == name
        desk.goto(patient(person, "labels/"))
        assert " ".join(name.split()) in body(desk)
        assert desk.get_by_role("link", name="Print the label").or_(desk.get_by_text("whole sheet")).count() > 0
    for typed, found in (("sinead o'brien", NAMES[4]), ("maria de los angeles", NAMES[1]), ("محمد", NAMES[2])):
        desk.goto(f"/patients/?q={typed}")
        assert " ".join(found.split()) in said(desk)
