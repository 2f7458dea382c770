"""S1, S2, S3 and S5 at the screens, after the sessions: measured, judged, offered, held, recalled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from nappage.assessment import edition_in_use as in_use
from nappage.engine.change import Detected
from nappage.engine.edition import Edition
from nappage.engine.story import HealthEvent, Verdict
from nappage.library.edition import read_edition
from nappage.records.models import AuditEvent
from nappage.values.answer import Answer
from support.browser import Visitors
from support.cast import Cast
from support.device import SetClock
from support.given_course import all_given, given_course
from support.later_edition import next_edition_in
from support.steps import choose, faults, fill, patient, press, read_tape, said
from support.stories import example
from support.walk import Walk

# The readings of 14 April: both thighs and the arm that nobody treats.
AT_THE_CHECKPOINT = {
    "thigh-right-1": "56.5",
    "thigh-right-2": "56.7",
    "thigh-left-1": "56.9",
    "thigh-left-2": "56.7",
    "arm-right-sentinel-1": "28.3",
    "arm-right-sentinel-2": "28.5",
}
REASON = "Knows that nothing was told apart, and wishes two more."


def body(page: Page) -> str:
    return " ".join(page.locator("body").inner_text().split())


@pytest.mark.proves("S1", "R147", "H-32")
def test_s1_is_measured_stops_by_default_and_goes_on_by_a_named_clinician_with_a_reason(
    page_as: Visitors, cast: Cast, clock: SetClock, edition: Edition
) -> None:
    told = example("s1-thighs")
    baseline = tuple(one for one in told.story.tape if one.at < told.at("2026-04-01 00:00"))
    laid = given_course(cast, told.but(tape=baseline, readings=told.story.readings[:1]))
    nurse, doctor, walk = page_as("injector"), page_as("physician"), Walk(edition)

    clock(laid.at("2026-04-14 10:10"))
    nurse.goto(patient(laid.person, "measures/tape/"))
    read_tape(nurse, AT_THE_CHECKPOINT)
    press(nurse, "Record the readings")
    (right, left) = laid.look("2026-04-14 10:12").outlook.measures.outcomes
    assert (str(right.treated.change), right.detected) == ("-0.4 cm", Detected.WITHIN)
    assert left.detected is Detected.WITHIN
    assert walk.go(nurse, patient(laid.person, "measures/"), "measures", "s1-measures")
    assert "within measurement variation" in said(nurse)

    clock(laid.at("2026-04-14 10:20"))
    doctor.goto(patient(laid.person, "checkpoint/"))
    assert "By default: stop. The session is not given." in said(doctor)
    assert "The agreed criterion is not met." in said(doctor)
    choose_reason(doctor, "short")
    press(doctor, "Record the reason", refused=True)
    choose_reason(doctor, REASON)
    press(doctor, "Record the reason")
    assert "The session may go on, as far as the checkpoint is concerned." in said(doctor)
    assert not walk.wrong, "\n".join(walk.wrong)


def choose_reason(page: Page, words: str) -> None:
    fill(page, {"checkpoint-code": "patient-wishes-after-discussion", "checkpoint-words": words})


@pytest.mark.proves("S1", "S2", "E05", "R038", "R139")
def test_courses_given_to_their_end_are_recalled_in_their_own_windows(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    given_course(cast, all_given(example("s1-thighs")), "Demo patient 014")
    given_course(cast, all_given(example("s2-face")), "Demo patient 040")
    desk = page_as("assistant")

    clock(example("s1-thighs").at("2027-01-08 09:00"))
    desk.goto("/recall/")
    assert "Thu 7 Jan 2027 – Wed 7 Jul 2027" in said(desk)

    # The last session of a month of 30 days: the quarter ends on 28 February, a Sunday, and is offered on Monday.
    clock(example("s2-face").at("2027-02-20 09:00"))
    desk.goto("/recall/?purpose=face-neck-rejuvenation")
    assert "Mon 1 Mar 2027" in said(desk)
    assert "Demo patient 014" not in said(desk)


@pytest.mark.proves("S3", "R131", "R185", "R186")
def test_s3_is_offered_longer_intervals_that_a_physician_accepts_and_refused_five_days(
    page_as: Visitors, cast: Cast, clock: SetClock
) -> None:
    laid = given_course(cast, example("s3-abdomen"))
    doctor = page_as("physician")

    clock(laid.at("2026-05-07 11:00"))
    doctor.goto(patient(laid.person, "checkpoint/response/"))
    choose(doctor, "verdict", "improved")
    fill(doctor, {"raters": "3", "agreeing": "2"})
    press(doctor, "Record the judgement")
    doctor.goto(patient(laid.person, "checkpoint/"))
    assert "Offered: 14 days from one session to the next." in said(doctor)
    look = laid.look("2026-05-07 11:05")
    assert look.story.steps_accepted == ()
    assert [one.verdict for one in look.story.assessments] == [Verdict.IMPROVED]
    assert laid.told.clock(look.outlook.course.coming[0].proposed) == "Thu 14 May 2026 10:30"

    doctor.get_by_role("button", name="Accept 14 days").click()
    doctor.wait_for_selector("text=Accepted, with your name.")
    coming = laid.look("2026-05-07 11:10").outlook.course.coming
    assert [laid.told.clock(one.proposed) for one in coming[:2]] == ["Thu 21 May 2026 10:30", "Thu 4 Jun 2026 10:30"]

    desk = page_as("reception")
    desk.goto(patient(laid.person, "visits/"))
    form = desk.locator("form:has([name=purpose]:is(select))")
    fill(form, {"purpose": "session", "day": "2026-05-12", "clock": "10:30", "minutes": "45"})
    form.locator("[name=room]").select_option(index=1)
    form.locator("[name=member]").select_option(label="Demo injector")
    form.get_by_role("button", name="Book", exact=True).click()
    desk.wait_for_selector(".nhsuk-error-summary")
    assert "Minimum interval" in faults(desk)[0]
    assert "Too early after Thu 7 May 2026: not before Thu 14 May 2026. Give a coded reason" in faults(desk)[0]
    assert form.locator("[name=day]").input_value() == "2026-05-12"


@pytest.mark.proves("S5", "R046", "K-21", "H-01")
def test_s5_is_held_without_a_reason_at_the_desk_with_an_exposure_sheet_and_a_correction_that_stays(
    page_as: Visitors, cast: Cast, clock: SetClock, edition: Edition
) -> None:
    laid = given_course(cast, example("s5-pregnant").but(events=()))
    nurse, desk, doctor, walk = page_as("assistant"), page_as("reception"), page_as("physician"), Walk(edition)

    clock(laid.at("2026-06-19 11:50"))
    nurse.goto(patient(laid.person, "intake/?again=pregnancy"))
    choose(nurse, "q-pregnancy", "yes")
    nurse.wait_for_selector("[name='since-pregnancy']")
    fill(nurse, {"since-pregnancy": "20 5 2026"})
    choose(nurse, "c-pregnancy", "pregnancy")
    choose(nurse, "o-pregnancy", "none")
    press(nurse, "Record")
    held = laid.look("2026-06-19 12:00").outlook.course
    assert [hold.rule for hold in held.holds] == ["pregnancy"]
    assert sum(1 for one in held.coming if one.booking) == 7

    desk.goto(patient(laid.person, "visits/"))
    assert "On hold" in body(desk)
    assert "pregnan" not in body(desk).lower()

    assert walk.go(doctor, patient(laid.person, "checkpoint/"), "checkpoint", "s5-checkpoint")
    sheet = said(doctor)
    assert "Sessions are held, not deleted." in sheet
    assert [day in sheet for day in ("−8", "+6", "+20", "A-101")] == [True] * 4
    assert "no risk" not in sheet
    assert not walk.wrong, "\n".join(walk.wrong)

    # A mistake is corrected by a clinician only, and both states stay in the history.
    (told,) = {line.id for line, _event in laid.look("2026-06-19 12:00").chart.of(HealthEvent)}
    strike = patient(laid.person, f"entries/{told}/strike/")
    assert nurse.goto(strike).status == 403  # type: ignore[union-attr]
    doctor.goto(strike)
    fill(doctor, {"words": "Recorded in the wrong chart: the test was another person's."})
    press(doctor, "Take it back")
    assert laid.look("2026-06-19 12:30").outlook.course.holds == ()
    doctor.goto(patient(laid.person, "?history=all"))
    assert "entered in error" in said(doctor).lower()
    assert AuditEvent.objects.filter(person=laid.person, act__contains="strike").exists()


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[[], None]]:
    """Return a function that puts a later edition into use, as an upgrade of the installation does."""

    def use() -> None:
        later = read_edition(next_edition_in(tmp_path))
        monkeypatch.setattr(in_use, "read_edition", lambda *_folder, **_cache: later)
        in_use.edition_in_use.cache_clear()

    yield use
    monkeypatch.undo()
    in_use.edition_in_use.cache_clear()


@pytest.mark.proves("E23", "H-33")
def test_a_later_edition_prepares_anew_screens_open_plans_again_and_rewrites_no_date(
    page_as: Visitors, cast: Cast, clock: SetClock, upgrade: Callable[[], None]
) -> None:
    told = example("s1-thighs")
    taken = told.taking("isotretinoin", prescribed=Answer.YES, last_taken=told.at("2026-01-15 09:00"), stopped=True)
    laid, other = given_course(cast, told), given_course(cast, taken, "Demo patient 044", who="physician")
    nurse = page_as("assistant")
    clock(laid.at("2026-04-20 10:00"))
    nurse.goto(patient(laid.person, "preparation/"))
    assert "From Tue 21 Apr 2026 to Mon 27 Apr 2026" in said(nurse)
    nurse.goto(patient(other.person, "screening/"))
    assert "rule isotretinoin-recent" not in said(nurse)
    before = laid.look("2026-04-20 10:00").outlook.course

    upgrade()
    nurse.goto(patient(laid.person, "preparation/"))
    assert "From Sat 18 Apr 2026 to Mon 27 Apr 2026" in said(nurse)
    nurse.goto(patient(other.person, "screening/"))
    assert "rule isotretinoin-recent" in said(nurse)
    after = laid.look("2026-04-20 10:00").outlook.course
    assert (after.given, after.coming) == (before.given, before.coming)
