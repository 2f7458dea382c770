"""Copies that count for nothing until confirmed, zones taken over, passes corrected."""

from __future__ import annotations

import pytest

from nappage.actions.acting import Conflict, NotNow
from nappage.actions.passes import confirm, copy_last, correct_pass, drop, take_over
from nappage.actions.sessions import end, reconcile, sign
from nappage.assessment.happening import Drawn, Signed
from nappage.records.keys import new_key
from nappage.records.models import AuditEvent, Entry
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.sessions import LEFT, RIGHT, SECOND_DAY, Chair, given, two_weeks_later, under_way
from support.stories import example

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(cast: Cast) -> Chair:
    """Return S1's second session under way, after a first in which one thigh was charted in points."""
    first = under_way(cast, example("s1-thighs-first-session").screened(SECOND_DAY))
    for _ in range(3):
        first.chart(given(RIGHT, 1))
    first.chart(given(LEFT, 117))
    return two_weeks_later(first)


# -- copies ----------------------------------------------------------------------------------------------------------


@pytest.mark.proves("H-39")
def test_the_last_session_is_copied_grey_with_points_as_one_pass_and_counts_for_nothing(second: Chair) -> None:
    copies = copy_last(second.actor(), second.visit.id)
    grey = second.charted().grey
    assert [line.id for line, _ in grey] == [entry.id for entry in copies]
    assert [(copied.copy.given.site, copied.copy.given.punctures) for _, copied in grey] == [(RIGHT, 3), (LEFT, 117)]
    assert second.charted().tally.punctures == 0
    with pytest.raises(Conflict, match="waiting"):
        copy_last(second.actor(), second.visit.id)


@pytest.mark.proves("R021")
def test_the_lot_of_a_needle_is_never_copied_but_said_when_the_copy_is_confirmed(cast: Cast) -> None:
    first = under_way(cast, example("s1-thighs-first-session").screened(SECOND_DAY))
    first.chart(given(RIGHT, 120, needle="30G", needle_lot="N-1"))
    second = two_weeks_later(first)
    (copy,) = copy_last(second.actor(), second.visit.id)
    ((_, grey),) = second.charted().grey
    assert (grey.copy.needle, grey.copy.needle_lot) == ("30G", "")
    confirm(second.actor(), second.visit.id, copy.id, new_key(), lot="N-2")
    ((_, passed),) = second.charted().passes
    assert (passed.needle, passed.needle_lot, passed.copied) == ("30G", "N-2", True)


@pytest.mark.proves("H-39")
def test_nothing_is_signed_beside_a_grey_copy(second: Chair) -> None:
    right, left = copy_last(second.actor(), second.visit.id)
    confirm(second.actor(), second.visit.id, left.id, new_key())
    reconcile(second.actor(), second.visit.id, Drawn(Quantity.parse("2.34 mL"), Quantity.parse("0 mL")))
    end(second.actor(), second.visit.id)
    shown = Signed(1, 117, Quantity.parse("2.34 mL"))
    with pytest.raises(NotNow) as refusal:
        sign(second.actor(), second.visit.id, shown)
    assert [fault.thing for fault in refusal.value.faults] == ["Copy in right thigh"]
    drop(second.actor(), second.visit.id, right.id)
    assert sign(second.actor(), second.visit.id, shown).kind == "signed"


@pytest.mark.proves("H-39")
def test_a_confirmed_copy_says_so_in_the_chart_and_in_the_audit_trail(second: Chair) -> None:
    right, _ = copy_last(second.actor(), second.visit.id)
    entry = confirm(second.actor("physician"), second.visit.id, right.id, new_key(), punctures=5)
    ((line, charted),) = second.charted().passes
    assert (line.id, charted.copied, charted.confirms) == (entry.id, True, right.id)
    assert (charted.given.punctures, charted.given.by) == (5, "physician-1")
    event = AuditEvent.objects.get(thing=entry.id)
    assert event.detail["copied"] is True


def test_two_tablets_confirm_one_copy_once(second: Chair) -> None:
    right, left = copy_last(second.actor(), second.visit.id)
    id = new_key()
    assert confirm(second.actor(), second.visit.id, right.id, id).id == id
    assert confirm(second.actor(), second.visit.id, right.id, id).id == id
    with pytest.raises(Conflict, match="does not wait"):
        confirm(second.actor(), second.visit.id, right.id, new_key())
    drop(second.actor(), second.visit.id, left.id)
    with pytest.raises(Conflict, match="does not wait"):
        confirm(second.actor(), second.visit.id, left.id, new_key())
    with pytest.raises(Conflict, match="does not wait"):
        drop(second.actor(), second.visit.id, left.id)


def test_only_a_copy_of_this_visit_is_confirmed(second: Chair) -> None:
    charted = second.chart(given(RIGHT, 5))
    with pytest.raises(Entry.DoesNotExist):
        confirm(second.actor(), second.visit.id, charted.id, new_key())


def test_a_first_session_has_nothing_to_copy(cast: Cast) -> None:
    chair = under_way(cast)
    with pytest.raises(Conflict, match="no earlier session"):
        copy_last(chair.actor(), chair.visit.id)


# -- a zone taken over -----------------------------------------------------------------------------------------------


@pytest.mark.proves("H-19")
def test_a_zone_is_taken_over_by_who_has_seen_all_its_passes(cast: Cast) -> None:
    chair = under_way(cast)
    chair.chart(given(RIGHT, 40))
    with pytest.raises(Conflict, match="meanwhile"):
        take_over(chair.actor("physician"), chair.visit.id, RIGHT, seen=0)
    take_over(chair.actor("physician"), chair.visit.id, RIGHT, seen=1)
    chair.chart(given(RIGHT, 80, by="physician-1"), who="physician")
    with pytest.raises(Conflict, match="Demo physician"):
        chair.chart(given(RIGHT, 1))
    assert chair.charted().tally.punctures == 120


# -- corrections -----------------------------------------------------------------------------------------------------


def test_a_pass_entered_in_error_stays_readable_beside_the_one_in_its_place(cast: Cast) -> None:
    chair = under_way(cast)
    wrong = chair.chart(given(RIGHT, 210), "10:40")
    id = new_key()
    struck = correct_pass(chair.actor(), chair.visit.id, wrong.id, "Typed 210 for 120.", id, given(RIGHT, 120))
    charted = chair.charted()
    assert [(line.id, line.at, one.given.punctures) for line, one in charted.passes] == [(id, chair.at("10:40"), 120)]
    line = charted.chart.struck[wrong.id]
    assert (line.id, line.values[0].replacement) == (struck.id, id)
    assert Entry.objects.filter(pk=wrong.id).exists()
    with pytest.raises(Conflict, match="does not stand"):
        correct_pass(chair.actor(), chair.visit.id, wrong.id, "Again.", new_key())


def test_a_pass_is_taken_off_only_with_a_reason(cast: Cast) -> None:
    chair = under_way(cast)
    wrong = chair.chart()
    with pytest.raises(Faulty):
        correct_pass(chair.actor(), chair.visit.id, wrong.id, " ", new_key())
    correct_pass(chair.actor(), chair.visit.id, wrong.id, "Charted on the wrong side.", new_key())
    assert chair.charted().tally.punctures == 0


@pytest.mark.proves("H-10")
def test_a_correction_is_no_way_around_a_signed_limit(cast: Cast) -> None:
    chair = under_way(cast)
    small = chair.chart(given(RIGHT, 1))
    with pytest.raises(NotNow) as refusal:
        correct_pass(chair.actor(), chair.visit.id, small.id, "It was more.", new_key(), given(RIGHT, 400))
    assert [because.fact.code for because in refusal.value.because] == ["dose.over"]
    assert chair.charted().tally.punctures == 1
