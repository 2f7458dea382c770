"""Places picked at home: ranked, sent as a wish, and shown where the plan is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from nappage.actions.acting import Actor, Denied
from nappage.actions.area_wishes import wish_areas
from nappage.assessment.at_home import AreaWish
from nappage.assessment.look import look_at
from nappage.engine.story import Side, Site
from nappage.records.models import Entry, Person
from nappage.rendering.figures import DRAWN
from nappage.values.fault import Faulty
from support.at_home import AREAS, HELPER, NAME, helper_of
from support.cast import Cast
from support.device import Phone, SetClock
from support.pages import forbidden_words, words_of_page
from support.planning import course_of, sign_s1

AT = datetime(2026, 2, 18, 19, tzinfo=UTC)
THIGH, FLANK = Site("thigh", Side.LEFT), Site("flank", Side.RIGHT)
PICKED = {"sites": ["flank/right", "thigh/left", "abdomen/midline"]}


@pytest.fixture
def person(cast: Cast, clock: SetClock) -> Person:
    clock(AT)
    return cast.register(NAME, AT - timedelta(days=1))


@pytest.fixture
def phone(cast: Cast, person: Person) -> Phone:
    return cast.phone(person.id, at=AT)


def wish(cast: Cast, person: Person) -> AreaWish | None:
    return look_at(cast.clinic.id, person.id, course_of(person), AT).chart.latest(AreaWish)


def order(page: object) -> list[str]:

    return re.findall(r'name="order" value="([^"]+)"', page.content.decode())  # type: ignore[attr-defined]


@pytest.mark.proves("R077")
def test_places_are_picked_put_in_order_and_reach_the_plan_as_the_persons_wish(
    cast: Cast, person: Person, phone: Phone
) -> None:
    page = phone.post(AREAS, PICKED | {"do": "order"})
    assert order(page) == PICKED["sites"]
    page = phone.post(AREAS, PICKED | {"order": order(page), "do": "up:thigh/left"})
    assert order(page) == ["thigh/left", "flank/right", "abdomen/midline"]
    kept = order(page)
    page = phone.post(
        AREAS, {"sites": kept, "order": kept, "words": "Above all in summer.", "do": "away:abdomen/midline"}
    )
    assert (order(page), "Above all in summer." in page.content.decode()) == (["thigh/left", "flank/right"], True)
    sent = {"sites": order(page), "order": order(page), "words": "Above all in summer.", "do": "send"}
    assert phone.post(AREAS, sent)["Location"] == AREAS
    found = wish(cast, person)
    assert found == AreaWish((THIGH, FLANK), "Above all in summer.", DRAWN)
    assert "You sent this on 18 February" in words_of_page(phone.get(AREAS))
    plan = cast.client("injector").get(f"/patients/{person.id}/plan/write/?for=cellulite")
    words = words_of_page(plan)
    assert "Wished from home Wed 18 Feb 2026, 20:00 by the patient" in words
    assert words.index("Left thigh", words.index("Wished from home")) < words.index("Right flank")
    assert (
        'value="thigh/left" id="site-thigh-left" data-zone-box="thigh/left" aria-label="Left: Left thigh" checked'
        in (plan.content.decode())
    )


def test_a_plan_that_was_signed_keeps_its_places_whatever_is_wished_later(
    cast: Cast, person: Person, phone: Phone
) -> None:
    sign_s1(cast, person, AT)
    phone.post(AREAS, {"sites": ["abdomen/midline"], "do": "send"})
    page = cast.client("injector").get(f"/patients/{person.id}/plan/write/").content.decode()
    assert 'id="site-abdomen-midline" data-zone-box="abdomen/midline" aria-label="Choose: Abdomen" checked' not in page
    assert "Wished from home" in page


@pytest.mark.parametrize(
    "typed", [{}, {"sites": []}, {"sites": ["liver/left"]}, {"sites": ["thigh/middle"]}, {"sites": ["thigh/midline"]}]
)
@pytest.mark.parametrize("does", ["order", "send", "pick", ""])
def test_nothing_or_nowhere_is_no_wish(person: Person, phone: Phone, typed: dict[str, list[str]], does: str) -> None:
    assert phone.post(AREAS, typed | {"do": does}).status_code == 422
    assert not Entry.objects.filter(kind="area-wish").exists()


def test_too_many_words_are_refused_and_what_was_picked_stays(person: Person, phone: Phone) -> None:
    page = phone.post(AREAS, PICKED | {"words": "x" * 1001, "do": "send"})
    assert page.status_code == 422
    assert order(page) == PICKED["sites"]


def test_who_helps_wishes_by_name_and_nobody_else_does(cast: Cast, stranger: Cast, person: Person) -> None:
    helper = helper_of(cast, person, AT)
    assert Phone(helper).post(AREAS, PICKED | {"do": "send"}).status_code == 302
    found = wish(cast, person)
    assert found is not None
    assert found.helper == HELPER
    other = stranger.register("Demo patient 077", AT)
    for actor, whom in ((Actor(helper, AT), other), (cast.actor("physician", AT), person)):
        with pytest.raises(Denied):
            wish_areas(actor, whom.id, None, (THIGH,), "", DRAWN)
    with pytest.raises(Denied):
        wish_areas(Actor(helper, AT + timedelta(days=30)), person.id, course_of(person), (THIGH,), "", DRAWN)


def test_the_act_refuses_a_place_twice(cast: Cast, person: Person, phone: Phone) -> None:
    with pytest.raises(Faulty):
        wish_areas(Actor(phone.access, AT), person.id, course_of(person), (THIGH, THIGH), "", DRAWN)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_no_word_promises_anything(phone: Phone, language: str) -> None:
    from nappage.assessment.edition_in_use import edition_in_use

    phone.cookies["django_language"] = language
    for page in (phone.get(AREAS), phone.post(AREAS, PICKED | {"do": "order"})):
        assert forbidden_words(edition_in_use(), page) == []
        assert "[en:" not in page.content.decode()
