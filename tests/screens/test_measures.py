"""Measures: the tape on any day, pictures with their tables, scales by whose judgement they are, weight apart."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from nappage.engine.score import Score, Teller
from nappage.engine.story import HealthEvent, SameDayOutcome
from nappage.records.models import AuditEvent, Identity
from support.cast import Cast
from support.content import blocks_of
from support.device import SetClock
from support.measured import FIRST, TWO_WEEKS, MeasuredCourse, course_of, tape
from support.papers import caught

CHECKPOINT = FIRST + 3 * TWO_WEEKS
UNPROCESSABLE = 422
TAPE = {
    "thigh-right-1": "56.5", "thigh-right-2": "56.7", "thigh-left-1": "56.5", "thigh-left-2": "56.7",
    "arm-right-sentinel-1": "28.3", "arm-right-sentinel-2": "28.5", "posture": "standing", "tension": "tape-resting",
}  # fmt: skip


@pytest.fixture
def course(cast: Cast, clock: SetClock) -> MeasuredCourse:
    """Return three sessions given, on the morning of the fourth."""
    written = course_of(cast, ("56.9", "57.0", "56.8"))
    clock(CHECKPOINT)
    return written


def main(answer: object) -> str:
    content = answer.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", content.split("<main", 1)[1].split("</main", 1)[0]).split())


@pytest.mark.proves("R029", "H-32", "K-02")
def test_it_reads_the_tape_twice_at_each_place_and_shows_what_it_can_tell(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    assert client.post(course.url("measures/tape/"), TAPE).status_code == 302
    shown = client.get(course.url("measures/")).content.decode()
    said = main(client.get(course.url("measures/")))
    assert "Right thigh: −0.4 cm, untreated place −0.1 cm." in said
    assert "within measurement variation (a tape can tell 1.3 cm)" in said
    assert "One reading errs by 0.58 cm" in said
    assert shown.count('role="img"') == 2
    assert "<desc" in shown
    assert "Tue 14 Apr 2026" in said


@pytest.mark.proves("K-02")
def test_it_refuses_the_treated_place_without_the_untreated_one(course: MeasuredCourse) -> None:
    typed = {name: value for name, value in TAPE.items() if not name.startswith("arm")}
    answer = course.cast.client("injector").post(course.url("measures/tape/"), typed)
    assert answer.status_code == UNPROCESSABLE
    assert "a reading of the untreated place on the same day" in main(answer)
    assert 'value="56.5"' in answer.content.decode()
    assert len(course.look(CHECKPOINT).story.tape) == 18


@pytest.mark.proves("E06", "H-12")
def test_it_asks_before_it_takes_inches_for_centimetres(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    slipped = TAPE | {"thigh-right-1": "22.2"}
    answer = client.post(course.url("measures/tape/"), slipped)
    assert answer.status_code == UNPROCESSABLE
    assert "22.2 in = 56.4 cm" in main(answer)
    assert len(course.look(CHECKPOINT).story.tape) == 18
    assert client.post(course.url("measures/tape/"), slipped | {"thigh-right-1-answer": "other"}).status_code == 302
    assert "22.2 [in_i]" in [str(one.value) for one in course.look(CHECKPOINT).story.tape]
    kept = AuditEvent.objects.filter(act="question tape readings").get().detail
    assert "thigh/right: 22.2 cm" in kept["typed"]


def test_it_asks_for_a_third_reading_where_two_are_apart(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    answer = client.post(course.url("measures/tape/"), TAPE | {"thigh-right-2": "57.4"})
    assert answer.headers["Location"].endswith("/measures/tape/")
    page = client.get(course.url("measures/tape/")).content.decode()
    assert 'name="thigh-right-3"' in page
    assert 'name="thigh-left-3"' not in page
    assert client.post(course.url("measures/tape/"), {"thigh-right-3": "56.6"}).status_code == 302
    assert len(course.look(CHECKPOINT).story.tape) == 25


def test_it_warns_where_the_posture_is_not_that_of_before(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    client.post(course.url("measures/tape/"), TAPE | {"posture": "lying"})
    assert "was read in several ways: lying, standing" in main(client.get(course.url("measures/")))


def test_it_takes_no_reading_after_a_puncture_of_the_day(course: MeasuredCourse, clock: SetClock) -> None:
    course.given(CHECKPOINT)
    clock(CHECKPOINT + timedelta(minutes=40))
    answer = course.cast.client("injector").post(course.url("measures/tape/"), TAPE)
    assert answer.status_code == 409
    assert len(course.look(CHECKPOINT + timedelta(hours=1)).story.tape) == 18


def test_it_offers_the_unit_that_was_typed_at_that_place_before(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, ("56.9",))
    clock(FIRST + TWO_WEEKS)
    client = cast.client("injector")
    inches = {f"{name}-unit": "[in_i]" for name in TAPE if name[-1] in "12"}
    typed = {name: f"{float(value) / 2.54:.1f}" if name[-1] in "12" else value for name, value in TAPE.items()}
    assert client.post(course.url("measures/tape/"), typed | inches).status_code == 302
    assert re.search(r"22\.\d+ in", main(client.get(course.url("measures/"))))
    clock(FIRST + 2 * TWO_WEEKS)
    page = client.get(course.url("measures/tape/")).content.decode()
    # Two readings at each of three places, and how high the tape lies at the two thighs.
    assert page.count('<option value="[in_i]" selected>') == 6 + 2


def test_it_says_that_nothing_can_be_compared_before_session_1(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, ())
    clock(FIRST)
    said = main(cast.client("injector").get(course.url("measures/")))
    assert "There is nothing to compare yet." in said


@pytest.mark.proves("R028", "R091", "R102")
def test_what_is_told_stands_apart_from_what_is_seen(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    typed = {
        "satisfaction-told-by-patient": "1",
        "clothes-fit-told-by-somebody-close": "4",
        "clothes-size-told-by-patient": "40",
        "clothes-size-told-by-patient-system": "EU",
        "belt-notch-told-by-patient": "3",
        "dimpling-seen-by-clinician": "3",
    }
    assert client.post(course.url("measures/scales/"), typed).status_code == 302
    found = {(one.scale, one.told_by) for one in course.look(CHECKPOINT).story.scores}
    assert ("clothes-fit", Teller.CLOSE) in found
    said = main(client.get(course.url("measures/")))
    seen, told = said.split("Told and noticed", 1)
    assert "1 very dissatisfied" in told
    assert "said by somebody close" in told
    assert "40 EU" in told
    assert "Dimpling" in seen
    assert "somebody pleased is not a change" in told
    assert "62 kg 17 Feb 2026" in told


def test_a_size_needs_its_system_and_a_total_all_its_parts(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    size = client.post(course.url("measures/scales/"), {"clothes-size-told-by-patient": "40"})
    assert size.status_code == UNPROCESSABLE
    assert "the system of the size" in main(size)
    assert 'value="40"' in size.content.decode()
    part = client.post(course.url("measures/scales/"), {"hexsel-seen-by-clinician-1": "2"})
    assert part.status_code == UNPROCESSABLE
    assert "every part, or none" in main(part)
    whole = {f"hexsel-seen-by-clinician-{number}": "2" for number in range(1, 6)}
    assert client.post(course.url("measures/scales/"), whole).status_code == 302
    (score,) = course.look(CHECKPOINT).story.scores
    assert (score.score, len(score.parts)) == (Decimal(10), 5)


def test_nothing_scored_is_nothing_recorded(course: MeasuredCourse) -> None:
    answer = course.cast.client("injector").post(course.url("measures/scales/"), {})
    assert answer.status_code == UNPROCESSABLE
    assert course.look(CHECKPOINT).story.scores == ()


@pytest.mark.proves("R081")
def test_the_stage_follows_from_three_looks(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    looks = {"pinch": "yes", "standing": "no", "lying": "no"}
    assert client.post(course.url("measures/scales/"), looks).status_code == 302
    assert "Stage 1" in main(client.get(course.url("measures/")))
    half = client.post(course.url("measures/scales/"), {"pinch": "yes"})
    assert half.status_code == UNPROCESSABLE


@pytest.mark.proves("R108")
def test_the_glow_of_the_day_stands_apart_from_the_weeks_after(course: MeasuredCourse) -> None:
    course.written.say("injector", FIRST + timedelta(hours=1), SameDayOutcome("glow", FIRST + timedelta(hours=1), 3))
    scores = [Score(id, Decimal(2), CHECKPOINT, "x") for id in ("elasticity", "firmness", "retraction")]
    course.written.say("physician", CHECKPOINT, *scores)
    seen, day = main(course.cast.client("injector").get(course.url("measures/"))).split("Seen on the day of a session")
    assert "Glow right after the session: 3" in day
    assert "Glow" not in seen
    assert all(name in seen for name in ("Elasticity", "Firmness and tone", "Retraction of the skin"))


def test_a_score_that_no_source_leads_to_expect_is_told(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    assert client.post(course.url("measures/scales/"), {"pain-told-by-patient": "8"}).status_code == 302
    page = client.get(course.url("measures/")).content.decode()
    assert 'class="holds"' in page


@pytest.mark.proves("R189", "K-25")
def test_outcomes_stand_with_the_mixture_and_the_way_that_were_given(course: MeasuredCourse) -> None:
    said = main(course.cast.client("injector").get(course.url("measures/"))).split("Given with", 1)[1]
    assert said.count("F1: A 3 mL 10 mg/mL (lot A-101); B 2 mL (lot B-101)") == 3
    assert said.count("4.8 mL nappage 240") == 3


@pytest.mark.proves("H-23")
def test_no_weight_is_shown_of_who_does_not_want_to_see_it(course: MeasuredCourse) -> None:
    Identity.objects.filter(person=course.written.person).update(hide_weight=True)
    page = course.cast.client("injector").get(course.url("measures/")).content.decode()
    assert "kg" not in page.split("<main", 1)[1].split("</main", 1)[0]


@pytest.mark.proves("S5")
def test_measures_of_a_pregnancy_are_kept_and_count_in_no_outcome(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    client.post(course.url("measures/tape/"), TAPE)
    since = (FIRST + TWO_WEEKS).date()
    event = HealthEvent("pregnancy", CHECKPOINT, "physician-1", since=since)
    course.written.say("physician", CHECKPOINT, event, person=True)
    said = main(client.get(course.url("measures/")))
    assert "Measures from Tue 17 Mar 2026 on are kept, and count in no outcome." in said
    assert "There is nothing to compare yet." in said
    assert len(course.look(CHECKPOINT).story.tape) == 24


def test_the_same_picture_stands_on_paper(course: MeasuredCourse) -> None:
    client = course.cast.client("injector")
    client.post(course.url("measures/tape/"), TAPE)
    first, again = (client.get(course.url("measures/paper/")) for _time in range(2))
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.content.startswith(b"%PDF-1.7")
    assert first.content == again.content
    assert first.headers["Cache-Control"] == "no-store, private"


def test_who_only_reads_is_offered_nothing_to_write(course: MeasuredCourse) -> None:
    director = course.cast.client("director")
    assert "Read the tape" not in director.get(course.url("measures/")).content.decode()
    assert director.post(course.url("measures/tape/"), TAPE).status_code == 403
    assert director.post(course.url("measures/scales/"), {"pain-told-by-patient": "1"}).status_code == 403


def test_a_doubt_is_told_where_the_untreated_place_was_not_read_at_session_1(cast: Cast, clock: SetClock) -> None:
    course = course_of(cast, ())
    at = FIRST - timedelta(minutes=8)
    course.written.say("injector", at, *(one for one in tape(at, "56.9", "28.4") if not one.sentinel))
    course.given(FIRST)
    clock(FIRST + TWO_WEEKS)
    said = main(cast.client("injector").get(course.url("measures/")))
    assert "The untreated place was not measured on the day of the first session" in said


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fr",
            (
                "Mesures",
                "non traité",
                "dans la variation de mesure",
                "Cuisse",
                "séances",
                "Urgence 112 · Emergency 112",
            ),
        ),
        ("es", ("Medidas", "sin tratar", "dentro de la variación de medida", "Muslo", "sesiones", "Urgencias 112")),
    ],
)
def test_the_paper_speaks_the_language_of_the_person(
    language: str, words: tuple[str, ...], course: MeasuredCourse
) -> None:
    Identity.objects.filter(person=course.written.person).update(language=language)
    with caught() as papers:
        course.cast.client("injector").get(course.url("measures/paper/"))
        course.cast.client("injector").get(course.url("measures/paper/?language=en"))
    own, english = (f"{' '.join(blocks_of(one.paper.page))} {' '.join(one.paper.top)}" for one in papers)
    for said in words:
        assert said in own, said
    for said in ("untreated", "a tape can tell", "Given with", "[", "sessions " if language == "fr" else "sessions"):
        assert said not in own, said
    assert "within measurement variation" in english
