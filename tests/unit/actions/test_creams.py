"""Numbing cream: within the signed maxima when it is put on, off in time, added to what is injected."""

from __future__ import annotations

from typing import Any

import pytest

from nappage.actions.acting import Conflict, Denied, NotNow
from nappage.actions.creams import put_on, wipe_off
from nappage.actions.entries import record
from nappage.actions.sessions import start
from nappage.engine.story import Allergy, Cream
from nappage.records.models import Entry
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from support.cast import Cast
from support.sessions import SAID, Chair, at_the_chair

pytestmark = pytest.mark.django_db


def cream(chair: Chair, clock: str, mass: str = "8 g", area: str = "60 cm2", **more: Any) -> Entry:
    said: dict[str, Any] = {"occluded": Answer.NO} | more
    at = chair.at(clock)
    put = Cream("L-cream", Quantity.parse(mass), Quantity.parse(area), at, **said)
    return put_on(chair.actor("assistant", clock), chair.visit.id, put)


@pytest.mark.proves("H-09", "S2", "R176", "R209")
def test_8_g_on_60_cm2_are_04_of_the_sum_once_the_cream_is_off(cast: Cast) -> None:
    chair = at_the_chair(cast)
    entry = cream(chair, "10:00")
    wipe_off(chair.actor("assistant", "10:25"), chair.visit.id, entry.id)
    total = chair.look("10:29").outlook.treating.anaesthetic
    assert total is not None
    assert (str(total.total), [str(part.fraction) for part in total.parts]) == ("0.4", ["0.4"])
    chair.start()
    after = chair.look("10:40").outlook.treating.anaesthetic
    assert after is not None
    assert str(after.total) == "0.4"


@pytest.mark.proves("H-09", "R210")
def test_nothing_starts_while_the_cream_is_on(cast: Cast) -> None:
    chair = at_the_chair(cast)
    entry = cream(chair, "10:10")
    with pytest.raises(NotNow) as refusal:
        start(chair.actor(clock="10:30"), chair.visit.id, SAID)
    assert [because.fact.code for because in refusal.value.because] == ["anaesthetic.cream-still-on"]
    wipe_off(chair.actor("assistant", "10:31"), chair.visit.id, entry.id)
    chair.start("10:32")


@pytest.mark.proves("H-09")
@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"mass": "20.5 g"}, "anaesthetic.over"),
        ({"area": "201 cm2"}, "anaesthetic.cream-area"),
        ({"occluded": Answer.YES}, "anaesthetic.cream-occluded"),
        ({"occluded": Answer.UNKNOWN}, "anaesthetic.cream-occluded"),
    ],
)
def test_what_the_director_did_not_sign_is_refused_before_it_is_on(cast: Cast, said: dict[str, Any], code: str) -> None:
    chair = at_the_chair(cast)
    with pytest.raises(NotNow) as refusal:
        cream(chair, "10:00", **said)
    assert [because.fact.code for because in refusal.value.because] == [code]
    assert chair.charted().creams == ()


@pytest.mark.proves("H-35", "H-09")
def test_a_cream_is_refused_to_who_is_allergic_to_it(cast: Cast) -> None:
    chair = at_the_chair(cast)
    by = chair.actor("injector", "09:55")
    record(by, "reply.record", chair.laid.person, Allergy("lidocaine", Answer.YES))
    with pytest.raises(NotNow) as refusal:
        cream(chair, "10:00")
    assert {because.rule for because in refusal.value.because} == {"P26", "P27"}
    assert chair.charted().creams == ()


@pytest.mark.proves("H-09")
def test_a_second_cream_adds_to_the_first(cast: Cast) -> None:
    chair = at_the_chair(cast)
    first = cream(chair, "09:50", "12 g")
    wipe_off(chair.actor("assistant", "10:10"), chair.visit.id, first.id)
    with pytest.raises(NotNow) as refusal:
        cream(chair, "10:11", "9 g")
    assert [because.fact.code for because in refusal.value.because] == ["anaesthetic.over"]


@pytest.mark.proves("H-09")
def test_a_cream_left_on_too_long_keeps_the_session_from_starting(cast: Cast) -> None:
    chair = at_the_chair(cast)
    entry = cream(chair, "09:20")
    wipe_off(chair.actor("assistant", "10:21"), chair.visit.id, entry.id)
    with pytest.raises(NotNow) as refusal:
        start(chair.actor(clock="10:30"), chair.visit.id, SAID)
    assert [because.fact.code for because in refusal.value.because] == ["anaesthetic.cream-contact"]


def test_a_second_tap_on_off_changes_nothing(cast: Cast) -> None:
    chair = at_the_chair(cast)
    entry = cream(chair, "10:00")
    off = wipe_off(chair.actor("assistant", "10:20"), chair.visit.id, entry.id)
    assert wipe_off(chair.actor("assistant", "10:25"), chair.visit.id, entry.id).id == off.id
    with pytest.raises(Conflict):
        wipe_off(chair.actor("assistant", "10:25"), chair.visit.id, off.id)


def test_reception_puts_no_cream_on(cast: Cast) -> None:
    chair = at_the_chair(cast)
    put = Cream("L-cream", Quantity.parse("1 g"), Quantity.parse("10 cm2"), chair.at("10:00"), None, Answer.NO)
    with pytest.raises(Denied):
        put_on(chair.actor("reception", "10:00"), chair.visit.id, put)
