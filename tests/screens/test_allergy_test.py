"""The allergy test: giving it, reading it twice, watching after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse

from nappage.actions.allergy_tests import give_test
from nappage.actions.consents import withdraw_consent
from nappage.actions.entries import strike
from nappage.assessment.chart import chart_of
from nappage.assessment.happening import Observation, ObservationEnded, TestGiven, TestRead
from nappage.assessment.look import look_at
from nappage.engine.gate import GateName, GateState
from nappage.engine.story import Reply
from nappage.records.models import AuditEvent, Decision, Entry, LotUse, Purpose
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.course import F1, WrittenCourse

TEST = datetime(2026, 3, 2, 9, tzinfo=UTC)
Clock = Callable[[datetime], None]
GIVEN = {
    "what": "whole",
    "placed_at": "2026-03-02T10:00",
    "volume_0": "0.05",
    "volume_1": "mL",
    "mix_site": "left forearm",
    "control_site": "right forearm",
}
SEEN = {
    **{f"{site}_{axis}": "4" for site in ("mix", "control") for axis in ("long", "short")},
    **{f"{site}_{sign}": "no" for site in ("mix", "control") for sign in ("flare", "infiltrate")},
}


def until_the_test(cast: Cast) -> WrittenCourse:
    person = cast.register("Demo patient 014", TEST - timedelta(days=11))
    course = WrittenCourse(cast, person.id)
    course.consulted(TEST - timedelta(days=11))
    course.planned(TEST - timedelta(days=11))
    course.consented(TEST - timedelta(days=11))
    course.asked(TEST - timedelta(minutes=10))
    course.booked(TEST, Purpose.TEST)
    course.booked(TEST + timedelta(hours=24, minutes=30))
    return course


def given_page(cast: Cast, course: WrittenCourse, duty: str = "injector", **more: str) -> HttpResponse:
    found: HttpResponse = cast.client(duty).post(f"/patients/{course.person}/allergy-test/give/", {**GIVEN, **more})
    return found


def give(cast: Cast, course: WrittenCourse, duty: str = "injector", **more: str) -> int:
    return given_page(cast, course, duty, **more).status_code


def read(cast: Cast, course: WrittenCourse, **more: str) -> int:
    given = next(value for _, value in chart_of(course.person, course.course, TEST + timedelta(days=9)).of(TestGiven))
    where = f"/patients/{course.person}/allergy-test/{given.id}/read/"
    return int(cast.client("assistant").post(where, {**SEEN, **more}).status_code)


def test_gate(cast: Cast, course: WrittenCourse, at: datetime) -> GateState:
    gates = look_at(cast.clinic.id, course.person, course.course, at).outlook.gates
    return next(gate.state for gate in gates if gate.name is GateName.ALLERGY_TEST)


test_gate.__test__ = False  # type: ignore[attr-defined]  # the gate of a test is none


def test_every_test_has_a_number_that_people_can_say_and_one_taken_back_keeps_its_own(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    for minutes in (0, 5):
        clock(TEST + timedelta(minutes=minutes))
        assert give(cast, course) == 302
    chart = chart_of(course.person, course.course, TEST + timedelta(minutes=6))
    (first, _), (_, second) = chart.of(TestGiven)
    assert second.id == "test-2"
    strike(cast.actor("physician", TEST + timedelta(minutes=7)), first.id, "given to nobody")
    clock(TEST + timedelta(minutes=10))
    assert give(cast, course) == 302
    chart = chart_of(course.person, course.course, TEST + timedelta(minutes=11))
    assert [given.id for _, given in chart.of(TestGiven)] == ["test-2", "test-3"]
    page = cast.client("injector").get(f"/patients/{course.person}/allergy-test/").content.decode()
    assert "allergy test of Mon 2 Mar 2026" in page
    assert "(test-3)" not in page


@pytest.mark.proves("E01", "S1")
def test_it_opens_a_full_day_after_it_was_given_and_read(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    assert give(cast, course) == 302
    clock(TEST + timedelta(minutes=18))
    assert read(cast, course) == 302
    day_after = TEST + timedelta(hours=24)
    course.asked(day_after - timedelta(minutes=20))
    assert test_gate(cast, course, day_after - timedelta(minutes=2)) is not GateState.OPEN
    clock(day_after + timedelta(minutes=5))
    assert read(cast, course) == 302
    assert test_gate(cast, course, day_after + timedelta(minutes=6)) is GateState.OPEN


def test_it_keeps_sites_lots_decision_and_begins_a_watch(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    give(cast, course)
    chart = chart_of(course.person, course.course, TEST)
    given = chart.latest(TestGiven)
    watch = chart.latest(Observation)
    assert given is not None
    assert watch is not None
    assert (given.mix_site, given.control_site, str(given.volume)) == ("left forearm", "right forearm", "0.05 mL")
    assert (watch.owner, watch.minutes) == ("injector-1", 30)
    assert {(use.agent, use.lot) for use in LotUse.objects.all()} == {("A", "A-101"), ("B", "B-101")}
    assert Decision.objects.get(act="give test").rules


@pytest.mark.proves("H-01")
def test_it_refuses_the_injection_while_a_question_is_open(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    unsure = Reply("pregnancy", Answer.UNKNOWN, TEST - timedelta(minutes=5), "patient")
    course.say("assistant", TEST - timedelta(minutes=5), unsure, person=True)
    clock(TEST)
    response = cast.client("injector").post(f"/patients/{course.person}/allergy-test/give/", GIVEN)
    assert response.status_code == 422
    page = response.content.decode()
    assert "regnan" in page
    assert 'value="left forearm"' in page
    assert chart_of(course.person, course.course, TEST).latest(TestGiven) is None


def test_it_refuses_the_injection_if_the_consent_was_taken_back_before_its_turn(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    consent = Entry.objects.get(person=course.person, kind="consent")
    strike(cast.actor("physician", TEST + timedelta(seconds=1)), consent.id, "signed for somebody else")
    assert give(cast, course) == 422
    assert not list(chart_of(course.person, course.course, TEST + timedelta(minutes=1)).of(TestGiven))


def test_it_refuses_the_injection_if_the_patient_withdrew_before_its_turn(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    withdraw_consent(cast.actor("injector", TEST + timedelta(seconds=1)), course.person, course.course)
    assert give(cast, course) == 422
    assert not list(chart_of(course.person, course.course, TEST + timedelta(minutes=1)).of(TestGiven))


@pytest.mark.proves("H-22")
def test_it_refuses_whoever_has_no_order(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    injector = cast.injector
    injector.delegated_by = None
    injector.save()
    clock(TEST)
    assert give(cast, course) == 422


def test_it_refuses_a_time_to_come(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    address = f"/patients/{course.person}/allergy-test/give/"
    answer = cast.client("injector").post(address, GIVEN | {"placed_at": "2026-03-02T10:30"})
    assert answer.status_code == 422
    assert "found Mon 2 Mar 2026, 10:30." in answer.content.decode()


@pytest.mark.proves("H-11")
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"volume_0": "-1"}, "a number above nothing"),
        ({"volume_0": "0"}, "a number above nothing"),
        ({"volume_0": "0,05"}, "Write 0.05."),
        ({"volume_0": "0.05 mL"}, "Write digits only"),
        ({"volume_1": "L"}, "one of the choices shown"),
    ],
)
def test_it_refuses_a_volume_that_is_none_in_words_that_a_nurse_knows(
    cast: Cast, clock: Clock, typed: dict[str, str], says: str
) -> None:
    course = until_the_test(cast)
    clock(TEST)
    page = given_page(cast, course, **typed)
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "UCUM" not in page.content.decode()


@pytest.mark.proves("H-11")
def test_it_refuses_a_volume_of_nothing_by_whatever_way_it_comes(cast: Cast) -> None:
    course = until_the_test(cast)
    injector, below = cast.actor("injector", TEST), Quantity.parse("-1 mL")
    sites = {"mix_site": "left", "control_site": "right"}
    with pytest.raises(Faulty) as refused:
        give_test(injector, course.person, course.course, F1, TEST, volume=below, **sites)
    assert [fault.found for fault in refused.value.faults] == ["-1 mL"]


@pytest.mark.proves("H-11", "H-12")
def test_a_volume_beside_that_of_the_protocol_is_asked_about_once_and_kept_when_confirmed(
    cast: Cast, clock: Clock
) -> None:
    course = until_the_test(cast)
    clock(TEST)
    page = given_page(cast, course, volume_0="50").content.decode()
    assert "Is 50 mL what you meant?" in page
    assert "0.02 mL to 0.05 mL" in page
    assert 'value="50"' in page
    assert give(cast, course, volume_0="5", **{"volume-50-ml": "typed"}) == 422, "what was said of 50 says nothing of 5"
    assert give(cast, course, volume_0="0.1", **{"volume-0-1-ml": "typed"}) == 302
    (_, given), *_rest = chart_of(course.person, course.course, TEST).of(TestGiven)
    assert str(given.volume) == "0.1 mL"


@pytest.mark.proves("H-05")
def test_a_wheal_well_over_its_control_does_not_open(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    give(cast, course)
    clock(TEST + timedelta(minutes=18))
    read(cast, course, mix_long="8", mix_short="8")
    clock(TEST + timedelta(hours=24, minutes=5))
    read(cast, course)
    course.asked(TEST + timedelta(hours=24, minutes=6))
    assert test_gate(cast, course, TEST + timedelta(hours=24, minutes=7)) is GateState.CLOSED


def test_it_refuses_axes_that_were_mixed_up_and_keeps_them(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    give(cast, course)
    assert read(cast, course, mix_long="3", mix_short="5") == 422


def test_it_draws_what_was_measured_and_says_when_the_late_reading_is_due(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    give(cast, course)
    clock(TEST + timedelta(minutes=18))
    read(cast, course)
    page = cast.client("injector").get(f"/patients/{course.person}/allergy-test/").content.decode()
    assert "Control: 4 mm by 4 mm" in page
    assert "Late reading" in page


def test_a_watch_ends_after_its_time_or_with_a_word_on_who_left(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    give(cast, course)
    line = next(line for line, _ in chart_of(course.person, course.course, TEST).of(Observation))
    where = f"/patients/{course.person}/observations/{line.id}/end/"
    clock(TEST + timedelta(minutes=10))
    assert cast.client("assistant").post(where, {}).status_code == 422
    assert cast.client("assistant").post(where, {"left_early": "on"}).status_code == 422
    assert cast.client("assistant").post(where, {"left_early": "on", "words": "had a bus"}).status_code == 302
    ended = chart_of(course.person, course.course, TEST + timedelta(minutes=11)).latest(ObservationEnded)
    assert ended is not None
    assert (ended.left_early, ended.words) == (True, "had a bus")
    assert cast.client("assistant").post(where, {}).status_code == 409


def test_it_says_that_there_is_nothing_to_test_without_a_plan(cast: Cast, clock: Clock) -> None:
    person = cast.register("Demo patient 014", TEST)
    clock(TEST)
    page = cast.client("injector").get(f"/patients/{person.id}/allergy-test/").content.decode()
    assert "There is no plan yet" in page


def test_it_finds_no_test_that_was_not_given(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    where = f"/patients/{course.person}/allergy-test/test-9/read/"
    assert cast.client("assistant").get(where).status_code == 404


@pytest.mark.proves("H-12")
def test_it_asks_whether_a_wheal_of_60_mm_was_meant_and_keeps_what_was_typed(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    give(cast, course)
    clock(TEST + timedelta(minutes=18))
    where = f"/patients/{course.person}/allergy-test/test-1/read/"
    wide = {**SEEN, "mix_long": "60", "mix_short": "5"}
    page = cast.client("assistant").post(where, wide)
    assert page.status_code == 422
    asked = page.content.decode()
    assert "Is this what you meant?" in asked
    assert "Mix: 60 mm is far wider than wheals are (up to 20 mm)." in asked
    assert 'name="mix_long" value="60"' in asked
    assert AuditEvent.objects.get(act="question test readings").detail["doubted"] == ["mix: 60 mm x 5 mm"]
    later = TEST + timedelta(minutes=19)
    assert not list(chart_of(course.person, course.course, later).of(TestRead))
    clock(later)
    assert read(cast, course, mix_long="20", mix_short="5", **{"control-answer": "typed"}) == 302
    assert cast.client("assistant").post(where, {**wide, "mix-answer": "typed"}).status_code == 302
    page = cast.client("injector").get(f"/patients/{course.person}/allergy-test/").content.decode()
    assert "Do not repeat the test yet" in page


def test_a_due_reading_is_what_the_page_is_for_and_says_which_arm_is_which(cast: Cast, clock: Clock) -> None:
    course = until_the_test(cast)
    clock(TEST)
    give(cast, course)
    clock(TEST + timedelta(minutes=18))
    here = f"/patients/{course.person}/allergy-test/"
    shown = cast.client("injector").get(here).content.decode()
    primary = shown.index("primary__button")
    assert shown.index("Give another test") < primary < shown.index("Record a reading")
    reading = cast.client("injector").get(f"{here}test-1/read/").content.decode()
    assert reading.index("left forearm") < reading.index("Saline control") < reading.index("right forearm")
