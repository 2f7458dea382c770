"""Changes since session 1, beside an untreated place and against the error of the tape."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from nappage.engine.change import Detected, Exclusion, follow_up
from nappage.engine.edition import Edition
from nappage.engine.objection import Weight
from nappage.engine.policy import Policy
from nappage.engine.story import (
    Patient,
    Plan,
    Reading,
    Session,
    SessionState,
    Side,
    Story,
    TapeReading,
)
from nappage.values.quantity import Quantity
from support.spec import Row, specified_by

title = "Changes that a tape can show"
text = "The treated place less the sentinel, from the baseline of session 1, against the detectable difference."

MADRID = ZoneInfo("Europe/Madrid")
FIRST = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
CHECKPOINT = datetime(2026, 4, 14, 8, 30, tzinfo=UTC)


def policy() -> Policy:
    return Policy("madrid", "ES", MADRID, None, ())


def tape(landmark: str, at: datetime, *readings: str, sentinel: bool = False) -> tuple[TapeReading, ...]:
    side = Side.RIGHT
    return tuple(TapeReading(landmark, Quantity.parse(f"{one} cm"), at, "n", side, sentinel) for one in readings)


def story(*readings: tuple[TapeReading, ...], sentinel: str = "arm") -> Story:
    return Story(
        Patient(date(1990, 5, 14)),
        plan=Plan("cellulite", "001-body", (), "F1", 10, sentinel=sentinel),
        sessions=(
            Session(CHECKPOINT),
            Session(FIRST, SessionState.GIVEN),
            Session(FIRST.replace(day=17), SessionState.GIVEN),
        ),
        tape=tuple(one for group in readings for one in group),
        readings=(
            Reading("weight", Quantity.parse("62.0 kg"), FIRST),
            Reading("weight", Quantity.parse("61.2 kg"), CHECKPOINT),
        ),
    )


def s1() -> Story:
    enrolment = FIRST.replace(month=2, day=19)
    return story(
        tape("thigh", enrolment, "58.9", "59.1"),
        tape("thigh", FIRST, "57.2", "56.8"),
        tape("arm", FIRST, "28.4", "28.6", sentinel=True),
        tape("thigh", CHECKPOINT, "56.5", "56.7"),
        tape("arm", CHECKPOINT, "28.3", "28.5", sentinel=True),
    )


@pytest.mark.proves("S1", "H-32", "R096", "K-02", "K-17")
def test_the_checkpoint_of_s1_is_within_measurement_variation(edition: Edition) -> None:
    (found,) = follow_up(edition, policy(), s1(), CHECKPOINT).outcomes
    assert found.sentinel is not None
    assert str(found.treated.baseline.value) == "57 cm"
    assert str(found.sentinel.baseline.value) == "28.5 cm"
    assert str(found.treated.latest.value) == "56.6 cm"
    assert (str(found.treated.change), str(found.sentinel.change)) == ("-0.4 cm", "-0.1 cm")
    assert (str(found.difference), str(found.detectable)) == ("-0.3 cm", "1.3 cm")
    assert found.detected is Detected.WITHIN
    assert found.because.fact.code == "change.within-measurement-variation"
    assert found.because.fact["place"] == "thigh/right"
    assert found.because.remedy.code == "change.repeat-readings"
    assert str(found.weight_change) == "-0.8 kg"
    assert found.day_to_day is None
    assert [str(citation) for citation in found.because.sources] == [
        "K:ISAK target of 1 %",
        "K:smallest detectable change",
        "Verweij-2013",
        "decision:25",
        "J:15 % from the last reading",
    ]


@pytest.mark.proves("H-32")
@specified_by("""
    | thigh at the checkpoint | arm at the checkpoint | difference | verdict                      |
    | 55.7, 55.7              | 28.5, 28.5            | -1.3 cm    | within-measurement-variation |
    | 55.6, 55.6              | 28.5, 28.5            | -1.4 cm    | beyond-measurement-variation |
    | 58.4, 58.4              | 28.5, 28.5            | 1.4 cm     | beyond-measurement-variation |
    | 55.6, 55.6              | 28.0, 28.0            | -0.9 cm    | within-measurement-variation |
    | 55.6, 55.6              |                       | None       | not-judged                   |
""")
def test_a_change_is_judged_less_that_of_the_sentinel(row: Row, edition: Edition) -> None:
    asked = story(
        tape("thigh", FIRST, "57.2", "56.8"),
        tape("arm", FIRST, "28.4", "28.6", sentinel=True),
        tape("thigh", CHECKPOINT, *row["thigh at the checkpoint"].split(", ")),
        tape("arm", CHECKPOINT, *filter(None, row["arm at the checkpoint"].split(", ")), sentinel=True),
    )
    (found,) = follow_up(edition, policy(), asked, CHECKPOINT).outcomes
    assert (str(found.difference), found.detected.value) == (row["difference"], row["verdict"])


def test_a_landmark_without_a_known_error_is_not_judged(edition: Edition) -> None:
    asked = story(
        tape("saddlebag", FIRST, "100"),
        tape("arm", FIRST, "28.5", sentinel=True),
        tape("saddlebag", CHECKPOINT, "90"),
        tape("arm", CHECKPOINT, "28.5", sentinel=True),
    )
    (found,) = follow_up(edition, policy(), asked, CHECKPOINT).outcomes
    assert found.detected is Detected.UNKNOWN
    assert found.detectable is None
    assert found.because.remedy.code == "change.collect-own-duplicates"


def test_a_change_without_a_sentinel_asks_for_one(edition: Edition) -> None:
    asked = story(tape("waist", FIRST, "80"), tape("waist", CHECKPOINT, "70"))
    (found,) = follow_up(edition, policy(), asked, CHECKPOINT).outcomes
    assert (found.detected, found.sentinel, found.difference) == (Detected.UNKNOWN, None, None)
    assert found.because.remedy.code == "change.measure-sentinel"
    assert found.day_to_day is not None
    assert found.day_to_day.value.low == Quantity.parse("7.5 cm")


def test_the_sentinel_of_the_plan_comes_before_another(edition: Edition) -> None:
    both = [tape(landmark, at, "30", sentinel=True) for landmark in ("arm", "calf") for at in (FIRST, CHECKPOINT)]
    treated = [tape("thigh", at, "57") for at in (FIRST, CHECKPOINT)]
    for named in ("arm", "calf"):
        (found,) = follow_up(edition, policy(), story(*both, *treated, sentinel=named), CHECKPOINT).outcomes
        assert found.sentinel is not None
        assert found.sentinel.place.landmark == named
    without_plan = Story(Patient(date(1990, 5, 14)), sessions=s1().sessions, tape=s1().tape)
    (found,) = follow_up(edition, policy(), without_plan, CHECKPOINT).outcomes
    assert found.weight_change is None


@pytest.mark.proves("S5")
@specified_by("""
    | left out from | to         | latest     |
    |               |            | 2026-04-14 |
    | 2026-04-14    |            | 2026-03-17 |
    | 2026-04-14    | 2026-04-14 | 2026-03-17 |
    | 2026-04-15    |            | 2026-04-14 |
    | 2026-03-01    | 2026-04-13 |            |
    | 2026-03-04    |            |            |
    | 2026-03-17    | 2026-03-17 | 2026-04-14 |
""")
def test_days_that_are_left_out_count_for_nothing(row: Row, edition: Edition) -> None:
    asked = story(*[tape("thigh", at, "57") for at in (FIRST, FIRST.replace(day=17), CHECKPOINT)])
    exclusions = []
    if row["left out from"]:
        until = date.fromisoformat(row["to"]) if row["to"] else None
        exclusions = [Exclusion(date.fromisoformat(row["left out from"]), until)]
    found = follow_up(edition, policy(), asked, CHECKPOINT, exclusions).outcomes
    assert ", ".join(one.treated.latest.day.isoformat() for one in found) == row["latest"]


def test_the_baseline_is_never_the_reading_of_the_enrolment(edition: Edition) -> None:
    asked = story(tape("thigh", FIRST.replace(month=2, day=19), "59"), tape("thigh", CHECKPOINT, "56"))
    assert follow_up(edition, policy(), asked, CHECKPOINT).outcomes == ()
    lacks = follow_up(edition, policy(), asked, CHECKPOINT).objections
    assert [(one.because.fact.code, one.weight) for one in lacks] == [
        ("baseline.missing", Weight.WARNING),
        ("sentinel.missing", Weight.WARNING),
    ]
    assert lacks[0].because.fact["day"] == date(2026, 3, 3)
    assert follow_up(edition, policy(), s1(), CHECKPOINT).objections == ()


@pytest.mark.proves("K-02")
def test_only_the_one_that_was_not_measured_on_the_day_of_session_1_is_missed(edition: Edition) -> None:
    for measured, missed in (
        (tape("thigh", FIRST, "57"), "sentinel.missing"),
        (tape("arm", FIRST, "28.5", sentinel=True), "baseline.missing"),
    ):
        lacks = follow_up(edition, policy(), story(measured), CHECKPOINT).objections
        assert [one.because.fact.code for one in lacks] == [missed]


def test_nothing_is_asked_of_outcomes_before_a_session_was_given(edition: Edition) -> None:
    assert follow_up(edition, policy(), s1(), FIRST.replace(hour=8)).outcomes == ()
    assert follow_up(edition, policy(), s1(), FIRST.replace(hour=8)).objections == ()
    assert follow_up(edition, policy(), s1(), FIRST).outcomes == ()


def test_doubts_follow_the_series_and_later_readings_are_not_known_yet(edition: Edition) -> None:
    asked = story(
        tape("thigh", FIRST, "57.2", "56.5"),
        tape("arm", FIRST, "28.5", sentinel=True),
        tape("thigh", CHECKPOINT, "22.5"),
        tape("thigh-gluteal-fold", CHECKPOINT, "60"),
        tape("nose", CHECKPOINT, "5"),
    )
    now = follow_up(edition, policy(), asked, FIRST).objections
    assert [(one.because.fact.code, one.weight) for one in now] == [("reading.duplicates-apart", Weight.NOTE)]
    assert now[0].because.fact["first"] == Quantity.parse("57.2 cm")
    assert now[0].because.remedy["beyond"] == Quantity.parse("0.5 cm")
    later = CHECKPOINT.replace(day=28)
    measured_again = (*tape("thigh", later, "56.0"), *tape("thigh", later, "57.0"))
    corrected = follow_up(edition, policy(), replace(asked, tape=(*asked.tape, *measured_again)), later)
    assert [one.because.fact.code for one in corrected.objections] == [
        "reading.duplicates-apart",
        "reading.unit-slip",
        "reading.duplicates-apart",
        "reading.protocols-mixed",
    ]
    then = follow_up(edition, policy(), asked, CHECKPOINT).objections
    assert [one.because.fact.code for one in then] == [
        "reading.duplicates-apart",
        "reading.unit-slip",
        "reading.protocols-mixed",
    ]
    assert then[1].because.fact["last"] == Quantity.parse("56.9 cm")
    assert then[2].because.fact["landmarks"] == ("thigh", "thigh-gluteal-fold")
    assert then[2].because.remedy["landmark"] == "thigh"
