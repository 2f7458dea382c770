"""S2: a mesolift of the face in five sessions, with a traveller and a holiday that the clinic declared open.

Left for what people see: the consent that shows all twelve side effects is a page (issue B); the register of text 003
holds the twelve as requirements R192 to R197.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from nappage.engine.gate import GateName
from nappage.engine.outlook import Outlook
from nappage.engine.story import Formula, SessionState, Site
from nappage.engine.symptom import Symptom
from nappage.values.quantity import Quantity
from support.stories import closed, example, gate, shipped

FACE = example("s2-face")
AFTER = "2026-10-05 15:25"


def aftercare(found: Outlook) -> dict[str, str]:
    """Return until when each instruction holds, on the clinic's clock."""
    until = {each.instruction: each.moment for each in found.after.aftercare}
    return {id: FACE.clock(moment.instant) if moment else "" for id, moment in until.items()}


@pytest.mark.proves("S2")
def test_75_h_30_lie_between_test_and_reading_and_75_h_50_before_the_session() -> None:
    (test,) = FACE.story.tests
    late = max(reading.at for reading in test.readings)
    start = FACE.session("2026-10-05 14:50").start
    assert (late - test.at, start - test.at) == (timedelta(hours=75, minutes=30), timedelta(hours=75, minutes=50))
    waiting = FACE.with_session("2026-10-05 14:50", state=SessionState.BOOKED, passes=(), end=None)
    found = waiting.seen("2026-10-05 14:50")
    assert closed(found) == []
    assert found.start.may_start
    assert found.treating.test is not None
    assert found.treating.test.covering == ("test-1",)


@pytest.mark.proves("S2")
def test_a_reading_after_72_h_needs_what_was_seen_meanwhile_and_a_test_lasts_six_months() -> None:
    (test,) = FACE.story.tests
    silent = replace(test, readings=tuple(replace(one, seen_meanwhile="") for one in test.readings))
    told_nothing = gate(FACE.but(tests=(silent,)).seen("2026-10-05 14:50"), GateName.ALLERGY_TEST)
    assert [reason.fact.code for reason in told_nothing.reasons] == ["test.meanwhile-missing"]
    last = FACE.screened("2027-04-02").seen("2027-04-02 10:00")
    over = FACE.screened("2027-04-03").seen("2027-04-03 10:00")
    assert ("allergy-test" in closed(last), "allergy-test" in closed(over)) == (False, True)


@pytest.mark.proves("S2", "R113", "R114", "K-05")
def test_sessions_keep_two_weeks_and_the_holiday_that_was_declared_open() -> None:
    coming = FACE.seen(AFTER).course.coming
    assert [FACE.clock(line.proposed) for line in coming] == [
        "Mon 19 Oct 2026 14:50",
        "Mon 2 Nov 2026 14:50",
        "Mon 16 Nov 2026 14:50",
        "Mon 30 Nov 2026 14:50",
    ]
    assert [line.booking.standing.value for line in coming if line.booking] == ["valid"] * 4
    assert FACE.policy.is_open(date(2026, 11, 2))
    assert not FACE.under(declared_open=()).policy.is_open(date(2026, 11, 2))


@pytest.mark.proves("S2", "H-09", "K-03b", "R144")
def test_8_g_of_a_cream_of_at_most_20_g_are_two_fifths_of_the_anaesthetic_sum() -> None:
    total = FACE.seen(AFTER).treating.anaesthetic
    assert total is not None
    assert (total.total, total.state.value) == (Decimal("0.4"), "within")
    (part,) = total.parts
    assert (part.agent, part.route.value, str(part.given), str(part.maximum)) == ("L-cream", "cream", "8 g", "20 g")


@pytest.mark.proves("S2", "H-09")
def test_cream_and_injected_anaesthetic_add_up_and_too_much_of_both_closes_the_formula_gate() -> None:
    session = FACE.session("2026-10-05 14:50")
    with_l = Formula("F2", (*FACE.story.formulas[0].components, replace(
        FACE.story.formulas[0].components[0], agent="L", strength=Quantity.parse("1 %"), volume=Quantity.parse("4 mL"),
    )))  # fmt: skip
    told = FACE.but(formulas=(*FACE.story.formulas, with_l))
    cream = replace(session.creams[0], mass=Quantity.parse("17 g"))
    both = told.with_session("2026-10-05 14:50", formula="F2", creams=(cream,), passes=(), state=SessionState.BOOKED)
    total = both.seen("2026-10-05 14:50").treating.anaesthetic
    assert total is not None
    # 4 mL of 10 mg/mL are 40 of 200 mg; 17 of 20 g beside them.
    assert (total.total, total.state.value) == (Decimal("1.05"), "over")
    assert "formula" in closed(both.seen("2026-10-05 14:50"))


@pytest.mark.proves("S2", "K-10", "R030", "R031", "R218", "R219", "H-38")
def test_make_up_waits_until_1920_and_a_hot_shower_until_2320_with_the_clock_of_the_journey_beside() -> None:
    found = FACE.seen(AFTER)
    assert aftercare(found)["no-make-up"] == "Mon 5 Oct 2026 19:20"
    assert aftercare(found)["no-hot-shower"] == "Mon 5 Oct 2026 23:20"
    shower = next(each.moment for each in found.after.aftercare if each.instruction == "no-hot-shower")
    assert shower is not None
    assert [(one.zone, f"{one.shows:%H:%M}") for one in shower.readings] == [
        ("Europe/Madrid", "23:20"),
        ("America/New_York", "17:20"),
    ]


@pytest.mark.proves("S2", "R107", "R108")
def test_the_glow_of_the_day_is_kept_apart_from_elasticity_firmness_and_retraction() -> None:
    (glow,) = FACE.story.same_day
    assert (glow.code, FACE.clock(glow.at)) == ("glow", "Mon 5 Oct 2026 15:25")
    assert FACE.plan.assessments == ("elasticity", "firmness", "retraction")
    assert FACE.seen(AFTER).measures.outcomes == ()


def course_of_five() -> object:
    first = FACE.session("2026-10-05 14:50")
    return tuple(
        replace(one, state=SessionState.GIVEN, end=one.start + timedelta(minutes=30), passes=first.passes)
        for one in FACE.story.sessions
    )


@pytest.mark.proves("S2", "E05", "K-08", "R115")
def test_recalls_are_counted_from_the_last_session_and_moved_to_an_open_day_never_chained() -> None:
    done = FACE.but(sessions=course_of_five())
    first = done.seen("2026-12-01 10:00").course.recall
    assert first is not None
    assert (first.nth, first.opens, first.offered) == (1, date(2027, 2, 28), date(2027, 3, 1))
    second = done.seen("2027-03-02 10:00").course.recall
    assert second is not None
    # Three months after the recall of 1 March would be 1 June; the anchor's own date is Sunday 30 May.
    assert (second.nth, second.opens, second.offered) == (2, date(2027, 5, 30), date(2027, 5, 31))


@pytest.mark.proves("S2", "K-23", "R118")
def test_a_chin_for_fat_takes_a_body_schedule_and_keeps_the_make_up_rule_of_the_face() -> None:
    chin = FACE.planned(
        indication="localised-fat",
        variant="001-body",
        sites=(Site("chin"),),
        sessions=10,
        sentinel="arm",
        assessments=("diet-and-exercise-history",),
    )
    found = chin.with_session("2026-10-05 14:50", sites=(Site("chin"),)).seen(AFTER)
    assert [finding.weight.value for finding in found.course.plan] == ["note"]
    assert aftercare(found)["no-make-up"] == "Mon 5 Oct 2026 19:20"
    face_schedule = chin.planned(variant="001-face").seen(AFTER)
    assert "variant.not-for-indication" in [each.because.fact.code for each in face_schedule.course.plan]


@pytest.mark.proves("S2", "K-11", "R032", "R221")
def test_the_protein_meal_stands_before_by_one_text_and_after_by_another_each_with_its_source() -> None:
    found = FACE.with_session("2026-10-19 14:50").seen("2026-10-12 10:00")
    before = next(each for each in found.preparing.directions if "protein" in each.instruction)
    after = next(each for each in found.after.aftercare if "protein" in each.instruction)
    assert {str(source)[:3] for source in before.because.sources} == {"000"}
    assert {str(source)[:3] for source in after.because.sources} == {"004"}


@pytest.mark.proves("S2", "K-22", "R192", "R193", "R194", "R195", "R196", "R197")
def test_every_side_effect_of_text_003_is_a_symptom_that_can_be_reported() -> None:
    names = {name.casefold() for one in shipped().all(Symptom).values() for name in (one.id, *one.names)}
    twelve = {
        "pain", "tenderness", "swelling", "itching", "redness", "bruise", "lump", "nausea", "dark-patch", "rash",
        "infection", "scar",
    }  # fmt: skip
    assert twelve <= names
