"""The checkpoint: the agreed criterion against the record, stop by default, offers, pauses, a further course."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from nappage.actions.photo_ratings import rate_pair
from nappage.assessment.look import look_at
from nappage.assessment.photographed import Better
from nappage.engine.checkpoint import Continuation
from nappage.engine.pause import Pause, PauseReason
from nappage.engine.score import Score
from nappage.engine.story import Assessment, Criterion, HealthEvent, Plan, Site, Verdict
from nappage.records.models import AuditEvent, Course, Decision, Entry
from nappage.values.quantity import Quantity
from screens.test_measures import TAPE, UNPROCESSABLE, main
from support.albums import album_by
from support.cast import Cast
from support.course import WrittenCourse
from support.device import SetClock
from support.measured import FIRST, TWO_WEEKS, MeasuredCourse, course_of, tape

CHECKPOINT = FIRST + 3 * TWO_WEEKS
WEEK = timedelta(days=7)
ADAPTIVE = Plan(
    "loose-skin", "003-adaptive", (Site("abdomen"),), "F1", 8, "nappage", "intradermal", sentinel="arm",
    criterion=Criterion(4, words="The skin is tighter on the photographs."),
)  # fmt: skip


@pytest.fixture
def course(cast: Cast, clock: SetClock) -> MeasuredCourse:
    """Return three sessions given; the fourth is booked for today, and the checkpoint with it."""
    written = course_of(cast, ("56.9", "57.0", "56.8"))
    written.written.booked(CHECKPOINT)
    clock(CHECKPOINT - timedelta(minutes=20))
    return written


class _Second(WrittenCourse):
    """The further course of a person, written on."""

    def __init__(self, cast: Cast, person: UUID, course: UUID) -> None:
        super().__init__(cast, person)
        self._course = course

    @property
    def course(self) -> UUID:
        return self._course


def test_it_waits_while_nothing_was_measured_since_the_last_session(course: MeasuredCourse) -> None:
    said = main(course.cast.client("physician").get(course.url("checkpoint/")))
    assert "Before session 4: By default: wait." in said
    assert "It is not known whether the agreed criterion is met." in said


@pytest.mark.proves("S1", "R147", "H-32")
def test_the_default_is_to_stop_and_a_named_clinician_goes_on_with_a_reason(course: MeasuredCourse) -> None:
    physician = course.cast.client("physician")
    assert physician.post(course.url("measures/tape/"), TAPE).status_code == 302
    said = main(physician.get(course.url("checkpoint/")))
    assert "By default: stop. The session is not given." in said
    assert "The agreed criterion is not met." in said
    assert "−0.4 cm, untreated place −0.1 cm" in said
    given = {"checkpoint-code": "patient-wishes-after-discussion", "checkpoint-words": "too short"}
    refused = physician.post(course.url("reasons/checkpoint/"), given)
    assert refused.status_code == UNPROCESSABLE
    assert "The agreed change (−1.6 cm) was not reached" in main(refused)
    assert "Nothing warns under this rule" not in main(refused)
    given["checkpoint-words"] = "Knows that nothing was told apart, wishes two more."
    assert physician.post(course.url("reasons/checkpoint/"), given).status_code == 302
    now = CHECKPOINT - timedelta(minutes=20)
    due = course.look(now).outlook.course.checkpoint
    assert due is not None
    assert due.continuation is Continuation.GO_ON
    again = main(physician.get(course.url("checkpoint/")))
    assert "The session may go on, as far as the checkpoint is concerned." in again
    assert "Demo physician" in again


def test_who_may_not_decide_is_not_offered_the_reason(course: MeasuredCourse) -> None:
    assistant = course.cast.client("assistant")
    assert "To go on all the same" not in main(assistant.get(course.url("checkpoint/")))
    assert assistant.post(course.url("checkpoint/response/"), {"verdict": "improved"}).status_code == 403
    assert course.cast.client("reception").get(course.url("checkpoint/")).status_code == 403


@pytest.mark.proves("R131", "R186", "S3")
def test_a_longer_interval_is_offered_with_its_reason_and_never_applied_by_itself(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, (), ADAPTIVE)
    for number in range(3):
        course.given(FIRST + number * WEEK)
    now = FIRST + 2 * WEEK + timedelta(days=3)
    clock(now)
    physician = cast.client("physician")
    judged = {"verdict": "improved", "raters": "3", "agreeing": "2"}
    assert physician.post(course.url("checkpoint/response/"), judged).status_code == 302
    before = [one.proposed for one in course.look(now).outlook.course.coming]
    said = main(physician.get(course.url("checkpoint/")))
    assert "Judged by Demo physician: improved (2 of 3 raters agree)." in said
    assert "Offered: 14 days from one session to the next." in said
    assert course.look(now).story.steps_accepted == ()
    (offer,) = [one for one in course.look(now).outlook.course.offers if one.step]
    assert offer.step is not None
    accept = course.url(f"checkpoint/interval/{offer.step.id}/")
    assert cast.client("injector").post(accept).status_code == 403
    assert [one.proposed for one in course.look(now).outlook.course.coming] == before
    assert physician.post(accept).status_code == 302
    later = [one.proposed for one in course.look(now).outlook.course.coming]
    assert before[0] is not None
    assert later[0] is not None
    assert later[0] - before[0] >= timedelta(days=4)
    assert Decision.objects.filter(act="accept interval").count() == 1
    assert physician.post(accept).status_code == 409


def test_more_raters_cannot_agree_than_rated(course: MeasuredCourse) -> None:
    answer = course.cast.client("physician").post(
        course.url("checkpoint/response/"), {"verdict": "improved", "raters": "2", "agreeing": "3"}
    )
    assert answer.status_code == UNPROCESSABLE
    assert "3 of 2" in main(answer)
    assert course.look(CHECKPOINT).story.assessments == ()


@pytest.mark.proves("S3")
def test_not_improved_is_no_reason_to_stretch_but_to_review(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, (), ADAPTIVE)
    for number in range(3):
        course.given(FIRST + number * WEEK)
    now = FIRST + 3 * WEEK
    course.written.say("physician", now, Assessment(now, "physician-1", Verdict.NOT_IMPROVED))
    clock(now)
    said = main(cast.client("physician").get(course.url("checkpoint/")))
    assert "review whether the course goes on" in said
    assert "Accept" not in said


def test_a_pause_holds_every_session_until_somebody_resumes_the_course(course: MeasuredCourse, clock: SetClock) -> None:
    injector = course.cast.client("injector")
    paused = {"why": "pause-travel", "words": "Away for work.", "until": "2026-05-01"}
    assert injector.post(course.url("checkpoint/pause/"), paused).status_code == 302
    now = CHECKPOINT - timedelta(minutes=20)
    start = course.look(now).outlook.start
    assert "pause" in {because.rule for because in start.holds}
    assert not start.may_start
    entry = Entry.objects.get(kind="pause")
    clock(CHECKPOINT + timedelta(days=40))
    after = course.look(CHECKPOINT + timedelta(days=40)).outlook.start
    assert "pause" in {because.rule for because in after.holds}
    url = course.url(f"checkpoint/pause/{entry.id}/resume/")
    assert injector.post(url, {"words": "  "}).status_code == UNPROCESSABLE
    assert injector.post(url, {"words": "Back, and well."}).status_code == 302
    resumed = course.look(CHECKPOINT + timedelta(days=40)).outlook.start
    assert "pause" not in {because.rule for because in resumed.holds}
    assert injector.post(url, {"words": "Back, and well."}).status_code == 409
    said = main(injector.get(course.url("checkpoint/")))
    assert "Travel : Away for work." in said
    assert "Back, and well." in said


def test_a_day_that_has_been_is_no_end_of_a_pause(course: MeasuredCourse) -> None:
    answer = course.cast.client("injector").post(
        course.url("checkpoint/pause/"), {"why": "pause-travel", "until": "2026-01-01"}
    )
    assert answer.status_code == UNPROCESSABLE
    assert not Entry.objects.filter(kind="pause").exists()


def test_reception_sees_that_a_paused_course_is_on_hold_and_not_why(course: MeasuredCourse) -> None:
    at = CHECKPOINT - timedelta(minutes=30)
    course.written.say("physician", at, Pause(PauseReason.REACTION, at, "physician-1", "a long story"))
    page = course.cast.client("reception").get("/").content.decode()
    assert "On hold" in page
    assert "a long story" not in page
    assert "reaction" not in page.split("<main", 1)[1]


@pytest.mark.proves("S5")
def test_a_pregnancy_holds_the_course_with_its_exposure_sheet_and_silences_recall(course: MeasuredCourse) -> None:
    since = (FIRST + timedelta(days=8)).date()
    at = CHECKPOINT - timedelta(minutes=30)
    course.written.say("physician", at, HealthEvent("pregnancy", at, "physician-1", since=since), person=True)
    said = main(course.cast.client("physician").get(course.url("checkpoint/")))
    assert "What holds the course" in said
    assert "Sessions are held, not deleted." in said
    assert "Exposure sheet" in said
    assert "−8" in said
    assert "+6" in said
    assert "A-101" in said
    assert "Reminders and recall are silenced." in said
    assert "no risk" not in said
    assert "Reminders" in said


def test_a_further_course_is_linked_and_asks_for_its_own_plan(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, ("56.9", "57.0"))
    first = course.written.course
    clock(CHECKPOINT)
    physician = cast.client("physician")
    assert "Open the course" in physician.get(course.url("checkpoint/follow-on/")).content.decode()
    answer = physician.post(course.url("checkpoint/follow-on/"))
    assert answer.headers["Location"].endswith("/plan/")
    second = Course.objects.get(follows=first)
    assert second.person_id == course.written.person
    assert "This course follows the one opened on 3 Feb 2026" in main(physician.get(course.url("checkpoint/")))
    assert AuditEvent.objects.filter(act="follow on").count() == 1
    assert physician.post(course.url("checkpoint/follow-on/")).status_code == 409


@pytest.mark.proves("H-37")
def test_a_further_course_knows_what_the_one_before_left_in_the_skin(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, ("56.9", "57.0"))
    last = FIRST + TWO_WEEKS
    clock(last + timedelta(days=1))
    physician = cast.client("physician")
    assert physician.post(course.url("checkpoint/follow-on/")).status_code == 302
    second = Course.objects.get(follows__isnull=False).id
    now = last + timedelta(days=2)
    course.written = _Second(cast, course.written.person, second)
    course.written.planned(now)
    course.written.booked(last + timedelta(days=3))
    course.written.booked(last + timedelta(days=200))
    found = look_at(cast.clinic.id, course.written.person, second, now)
    first, *_others = found.outlook.course.coming
    assert (first.number, len(found.outlook.course.given)) == (1, 0)
    assert first.booking is not None
    assert first.booking.is_refused
    assert found.outlook.after.ended is not None
    assert len(found.story.earlier) == 2
    clock(now)
    said = main(physician.get(f"/patients/{course.person}/?history=all"))
    assert "started" in said
    event = HealthEvent("pregnancy", now, "physician-1", since=FIRST.date())
    course.written.say("physician", now, event, person=True)
    held = look_at(cast.clinic.id, course.written.person, second, now).outlook.after.exposure
    assert [one.days_after_last_period for one in held] == [0, 14]
    assert all(one.agents for one in held)


def test_no_further_course_while_a_session_is_booked(course: MeasuredCourse) -> None:
    physician = course.cast.client("physician")
    assert physician.post(course.url("checkpoint/follow-on/")).status_code == 409
    assert Course.objects.filter(follows__isnull=False).count() == 0
    assert "a session of the course before is still booked" in main(physician.get(course.url("checkpoint/")))


def test_the_change_of_one_place_is_judged_against_what_was_agreed(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, ("56.9", "56.0", "54.9"))
    course.written.say("injector", CHECKPOINT, *tape(CHECKPOINT, "54.1", "28.4"))
    clock(CHECKPOINT)
    said = main(cast.client("physician").get(course.url("checkpoint/")))
    assert "The agreed criterion is met." in said
    assert "A clinician decides with the patient." in said
    assert str(Quantity.parse("-2.8 cm")) in str(course.look(CHECKPOINT).outlook.measures.outcomes[0].treated.change)


@pytest.mark.proves("S3")
def test_masked_ratings_of_photos_are_kept_with_the_judgement_and_nobody_types_them(
    cast: Cast, clock: SetClock
) -> None:
    course = course_of(cast, (), ADAPTIVE)
    for number in range(3):
        course.given(FIRST + number * WEEK)
    now = FIRST + 2 * WEEK + timedelta(days=3)
    clock(now)
    album = album_by(cast.actor("assistant", now), course.written.person)
    person, opened = course.written.person, course.written.course
    for duty, better in (("physician", Better.LEFT), ("prescriber", Better.LEFT), ("injector", Better.CANNOT_TELL)):
        rate_pair(cast.actor(duty, now), person, opened, album.pair, better)
    physician = cast.client("physician")
    form = physician.get(course.url("checkpoint/response/")).content.decode()
    assert "2 improved, 1 could not tell, 0 not improved" in form
    assert 'name="raters"' not in form
    typed = {"verdict": "improved", "raters": "9", "agreeing": "9"}
    assert physician.post(course.url("checkpoint/response/"), typed).status_code == 302
    (judged,) = course.look(now).story.assessments
    assert (judged.raters, judged.raters_agreeing) == (3, 2)
    assert "Judged by Demo physician: improved (2 of 3 raters agree)." in main(physician.get(course.url("checkpoint/")))
    assert 'name="raters"' in physician.get(course.url("checkpoint/response/")).content.decode()


@pytest.mark.proves("R104", "R105")
def test_hair_is_looked_at_again_by_days_from_the_first_session_until_a_count_settles_it(
    cast: Cast, clock: SetClock
) -> None:
    hair = replace(ADAPTIVE, indication="hair-loss", sites=(Site("scalp"),), sentinel="")
    course = course_of(cast, (), hair)
    course.given(FIRST)
    clock(FIRST + 5 * WEEK)
    physician = cast.client("physician")
    said = main(physician.get(course.url("checkpoint/")))
    assert "Hair, weeks after the first session: due now" in said
    assert "Hair, about six months after the first session: to come" in said
    assert "Counted from the first session, Tue 3 Mar 2026: from Tue 31 Mar 2026 to Tue 28 Apr 2026." in said
    assert "Score one of these, or rate photographs masked: hair density at a marked spot" in said
    count = Score("hair-density", Decimal(150), FIRST + 5 * WEEK, method="automatic")
    course.written.say("physician", FIRST + 5 * WEEK, count)
    assert "Hair, weeks after the first session: made on Tue 7 Apr 2026" in main(
        physician.get(course.url("checkpoint/"))
    )
