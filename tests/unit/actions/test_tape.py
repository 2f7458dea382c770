"""Tape readings of a visit: as typed, questioned where the unit may be another, two a place, before the punctures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nappage.actions.acting import Conflict
from nappage.actions.doubts import Doubtful
from nappage.actions.tape import measure
from nappage.engine.story import Side, TapeReading
from nappage.records.models import AuditEvent, Entry
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.sessions import Chair, at_the_chair
from support.stories import example

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(cast: Cast) -> Chair:
    """Return S1's first session before any reading of the day."""
    return at_the_chair(cast, example("s1-thighs-first-session").but(tape=()))


def taken(chair: Chair, value: str, landmark: str = "thigh", side: Side = Side.RIGHT) -> TapeReading:
    return TapeReading(landmark, Quantity.parse(value), chair.at("10:20"), "injector-1", side, landmark == "arm")


def record(chair: Chair, *values: str, meant: bool = False) -> Entry:
    readings = [taken(chair, value) for value in values]
    answered = frozenset(range(len(readings))) if meant else frozenset()
    return measure(chair.actor(clock="10:20"), chair.visit.id, readings, values, answered)


@pytest.mark.proves("S1", "R029", "H-12")
def test_two_readings_a_place_are_kept_as_typed_in_inches_or_centimetres(chair: Chair) -> None:
    record(chair, "57.2 cm", "22.4 [in_i]")
    assert [str(reading.value) for reading in chair.look().story.tape] == ["57.2 cm", "22.4 [in_i]"]


@pytest.mark.proves("E06", "H-12")
def test_22_5_cm_after_57_2_asks_whether_inches_were_meant_and_the_keystrokes_stay_in_the_audit(chair: Chair) -> None:
    with pytest.raises(Doubtful) as asked:
        record(chair, "57.2 cm", "22.5 cm")
    (doubt,) = asked.value.doubts
    assert doubt.because.fact.code == "reading.unit-slip"
    meant, value = doubt.because.remedy["meant"], doubt.because.remedy["value"]
    assert (str(meant), str(value)) == ("22.5 [in_i]", "57.2 cm")
    assert chair.look().story.tape == ()
    record(chair, "57.2 cm", "22.5 [in_i]")
    events = AuditEvent.objects.filter(act__contains="tape readings").order_by("number")
    assert [(event.act, event.detail["typed"]) for event in events] == [
        ("question tape readings", ["57.2 cm", "22.5 cm"]),
        ("record tape readings", ["57.2 cm", "22.5 [in_i]"]),
    ]


def test_what_was_measured_again_is_recorded_as_it_stands(chair: Chair) -> None:
    record(chair, "57.2 cm", "22.5 cm", meant=True)
    assert [str(reading.value) for reading in chair.look().story.tape] == ["57.2 cm", "22.5 cm"]


def test_a_size_that_no_body_has_is_questioned_where_there_is_no_last_one(chair: Chair) -> None:
    with pytest.raises(Doubtful) as asked:
        record(chair, "570 cm")
    assert asked.value.doubts[0].because.fact.code == "reading.outside-range"


def at_height(chair: Chair, height: str, *values: str, meant: bool = False) -> Entry:
    readings = [replace(taken(chair, value), height=Quantity.parse(height)) for value in values]
    answered = frozenset(range(len(readings))) if meant else frozenset()
    return measure(chair.actor(clock="10:20"), chair.visit.id, readings, values, answered)


def test_a_tape_at_another_height_than_last_time_is_asked_about_once_before_it_is_recorded(chair: Chair) -> None:
    at_height(chair, "9 cm", "57.2 cm")
    with pytest.raises(Doubtful) as asked:
        at_height(chair, "11 cm", "57.0 cm", "57.1 cm")
    (doubt,) = asked.value.doubts
    assert (doubt.position, doubt.because.fact.code) == (0, "reading.height-differs")
    assert len(chair.look().story.tape) == 1
    at_height(chair, "11 cm", "57.0 cm", meant=True)
    assert [str(one.height) for one in chair.look().story.tape] == ["9 cm", "11 cm"]
    said = [each.because.fact.code for each in chair.look().outlook.measures.objections]
    assert said.count("reading.height-differs") == 1


def test_a_height_at_which_nobody_s_thigh_is_is_asked_about_at_a_baseline_too(chair: Chair) -> None:
    """22 cm typed as 220 would have the tape looked for in the air at every later visit."""
    with pytest.raises(Doubtful) as asked:
        at_height(chair, "220 cm", "57.0 cm", "57.1 cm")
    (doubt,) = asked.value.doubts
    assert doubt.because.fact.code == "reading.height-outside-range"
    assert chair.look().story.tape == ()


def test_the_same_height_in_the_other_unit_of_the_tape_is_the_same(chair: Chair) -> None:
    at_height(chair, "2.54 cm", "57.2 cm")
    at_height(chair, "1 [in_i]", "57.2 cm")
    assert [str(one.height) for one in chair.look().story.tape] == ["2.54 cm", "1 [in_i]"]


@pytest.mark.proves("H-32")
def test_a_third_reading_is_asked_for_when_two_are_apart(chair: Chair) -> None:
    record(chair, "57.2 cm", "56.4 cm")
    asked = [each.because.remedy.code for each in chair.look().outlook.measures.objections]
    assert "reading.take-third" in asked
    record(chair, "57.0 cm")
    asked = [each.because.remedy.code for each in chair.look().outlook.measures.objections]
    assert "reading.take-third" not in asked


@pytest.mark.proves("H-32")
def test_after_the_first_puncture_a_reading_is_no_baseline(chair: Chair) -> None:
    chair.start()
    chair.chart()
    with pytest.raises(Conflict, match="no baseline"):
        record(chair, "57.2 cm")


def test_a_baseline_and_a_sentinel_are_told_apart(chair: Chair) -> None:
    pair = [taken(chair, "57.2 cm"), replace(taken(chair, "28.4 cm", "arm"), sentinel=True)]
    measure(chair.actor(clock="10:20"), chair.visit.id, pair, ["57.2 cm", "28.4 cm"], frozenset())
    assert [reading.sentinel for reading in chair.look().story.tape] == [False, True]
