"""E25: a signed chart belongs to the wrong twin. Struck with replacement, both recomputed, nothing deleted."""

from __future__ import annotations

import pytest

from nappage.actions.acting import Conflict, Denied
from nappage.actions.audit import broken_at
from nappage.actions.corrections import move_session
from nappage.actions.creams import put_on, wipe_off
from nappage.actions.lots import uses_of
from nappage.actions.sessions import add, end, reconcile, sign
from nappage.assessment.charted import Charted
from nappage.assessment.happening import Drawn, RecordedAgain, Signed
from nappage.assessment.look import look_at
from nappage.engine.story import Cream, SessionState
from nappage.records.models import Entry, Lot, LotUse, Visit
from nappage.values.answer import Answer
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.charts import Laid, lay
from support.sessions import LEFT, RIGHT, Chair, at_the_chair, given
from support.stories import example

pytestmark = pytest.mark.django_db

WHY = "The twin sister was in the chair."


@pytest.fixture
def wrong(cast: Cast) -> Chair:
    """Return a whole signed session, cream and addendum included, on the chart of the wrong twin."""
    chair = at_the_chair(cast, name="Demo patient 031")
    put = Cream("L-cream", Quantity.parse("8 g"), Quantity.parse("60 cm2"), chair.at("10:00"), None, Answer.NO)
    cream = put_on(chair.actor("assistant", "10:00"), chair.visit.id, put)
    wipe_off(chair.actor("assistant", "10:25"), chair.visit.id, cream.id)
    chair.start()
    chair.chart(given(RIGHT), "10:40")
    chair.chart(given(LEFT), "10:55")
    reconcile(chair.actor(clock="10:57"), chair.visit.id, Drawn(Quantity.parse("5.0 mL"), Quantity.parse("0.2 mL")))
    end(chair.actor(clock="10:58"), chair.visit.id)
    sign(chair.actor(clock="11:01"), chair.visit.id, Signed(2, 240, Quantity.parse("4.8 mL")))
    add(chair.actor(clock="11:05"), chair.visit.id, "A plaster on the left.")
    return chair


@pytest.fixture
def twin(cast: Cast, wrong: Chair) -> Laid:
    return lay(cast, example("s1-thighs-first-session").but(tape=()), "Demo patient 032", "physician", 0)


def moved(wrong: Chair, twin: Laid) -> Visit:
    return move_session(wrong.actor("physician", "12:00"), wrong.visit.id, twin.person, WHY)


@pytest.mark.proves("E25")
def test_the_session_with_its_totals_stands_on_the_right_chart_and_no_more_on_the_wrong_one(
    wrong: Chair, twin: Laid
) -> None:
    right = moved(wrong, twin)
    look = twin.look("2026-03-03 12:01")
    (session,) = [one for one in look.story.sessions if one.state is SessionState.GIVEN]
    assert (session.start, session.end) == (wrong.at("10:30"), wrong.at("10:58"))
    assert [str(check.given) for check in look.outlook.treating.doses] == ["28.8 mg", "1.92 mL"]
    assert str(session.drawn) == "5 mL"
    assert [(cream.on, cream.off) for cream in session.creams] == [(wrong.at("10:00"), wrong.at("10:25"))]
    charted = Charted(look.chart, right.id)
    assert (charted.tally.punctures, {line.by for line, _ in charted.passes}) == (240, {"injector-1"})
    left_behind = wrong.laid.look("2026-03-03 12:01")
    assert [one.state for one in left_behind.story.sessions if one.state is SessionState.GIVEN] == []
    assert Charted(left_behind.chart, wrong.visit.id).tally.punctures == 0


@pytest.mark.proves("E25", "H-16")
def test_the_trace_of_a_lot_names_the_right_twin_and_keeps_the_row_of_the_wrong_one(
    cast: Cast, wrong: Chair, twin: Laid
) -> None:
    lots = list(Lot.objects.filter(clinic=cast.clinic, lot__in=("A-101", "B-101")))
    assert {use.person_id for lot in lots for use in uses_of(lot)} == {wrong.laid.person}
    moved(wrong, twin)
    assert {use.person_id for lot in lots for use in uses_of(lot)} == {twin.person}
    assert LotUse.objects.count() == 4


@pytest.mark.proves("E25")
def test_nothing_is_deleted_and_each_chart_points_to_the_other(cast: Cast, wrong: Chair, twin: Laid) -> None:
    before = set(Entry.objects.values_list("id", flat=True))
    right = moved(wrong, twin)
    assert before < set(Entry.objects.values_list("id", flat=True))
    chart = wrong.look("12:01").chart
    struck = [line for line in chart.lines if line.visit == wrong.visit.id and line.id in chart.struck]
    assert {line.kind for line in struck} == {
        "cream", "cream-off", "started", "pass", "drawn", "ended", "observation", "signed", "addendum",
    }  # fmt: skip
    there = {line.id for line in twin.look("2026-03-03 12:01").chart.standing}
    for line in struck:
        replacement = chart.struck[line.id].values[0].replacement
        assert replacement is None if line.kind == "signed" else replacement in there
    (note,) = [value for _, value in twin.look("2026-03-03 12:01").chart.of(RecordedAgain)]
    assert (note.visit, note.why, Visit.objects.get(pk=right.pk).person_id) == (wrong.visit.id, WHY, twin.person)
    assert broken_at(cast.clinic.id) is None


@pytest.mark.proves("E25")
def test_the_gates_of_both_are_asked_anew(wrong: Chair, twin: Laid) -> None:
    assert twin.look("2026-03-03 12:00").outlook.course.given == ()
    moved(wrong, twin)
    assert [one.start for one in twin.look("2026-03-04 09:00").outlook.course.given] == [wrong.at("10:30")]
    assert wrong.laid.look("2026-03-04 09:00").outlook.course.given == ()
    early = twin.look("2026-03-06 09:00").outlook.course.coming[0]
    assert early.earliest is not None
    assert early.earliest > wrong.at("23:59")


def test_a_signature_is_not_moved_but_given_again(wrong: Chair, twin: Laid) -> None:
    right = moved(wrong, twin)
    charted = Charted(twin.look("2026-03-03 12:01").chart, right.id)
    assert charted.signed is None
    again = sign(wrong.actor("injector", "12:05"), right.id, Signed(2, 240, Quantity.parse("4.8 mL")))
    assert again.person_id == twin.person


def test_another_mixture_of_the_same_name_stays_the_twin_s_own(cast: Cast, wrong: Chair) -> None:
    told = example("s1-thighs-first-session")
    (f1,) = told.story.formulas
    weaker = told.but(formulas=(type(f1)(f1.id, f1.components[1:], f1.signed_at, f1.signed_by),))
    twin = lay(cast, weaker, "Demo patient 033", "physician", 0)
    move_session(wrong.actor("physician", "12:00"), wrong.visit.id, twin.person, WHY)
    look = look_at(cast.clinic.id, twin.person, twin.course, wrong.at("12:01"))
    assert len(next(one for one in look.story.formulas if one.id == "F1").components) == 1
    assert [str(check.given) for check in look.outlook.treating.doses] == ["28.8 mg", "1.92 mL"]


def test_it_is_refused_without_a_reason_or_onto_nobody_of_this_clinic(wrong: Chair, twin: Laid, stranger: Cast) -> None:
    elsewhere = stranger.register("Demo patient 900", wrong.at("09:00")).id
    for onto, why, thing in (
        (twin.person, " ", "Reason"),
        (wrong.laid.person, WHY, "Right person"),
        (elsewhere, WHY, "Right person"),
    ):
        with pytest.raises(Faulty) as refusal:
            move_session(wrong.actor("physician", "12:00"), wrong.visit.id, onto, why)
        assert [fault.thing for fault in refusal.value.faults] == [thing]
    for who in ("assistant", "reception", "auditor"):
        with pytest.raises(Denied):
            move_session(wrong.actor(who, "12:00"), wrong.visit.id, twin.person, WHY)


def test_what_was_moved_is_not_moved_twice(wrong: Chair, twin: Laid) -> None:
    moved(wrong, twin)
    with pytest.raises(Conflict, match="no session stands"):
        moved(wrong, twin)
