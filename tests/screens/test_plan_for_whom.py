"""Whom a plan is for and how large its places are: asked, kept as typed, shown, and never a gate."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from nappage.assessment.planned import PlanVersion, latest
from nappage.engine.area import AreaSize
from nappage.engine.edition import Edition
from nappage.engine.story import Side, Site
from nappage.engine.suitability import SuitabilityAnswer
from nappage.engine.wording import offences
from nappage.records.models import Person
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity
from screens.test_plan import save, text_of, typed, url
from support.cast import Cast
from support.planning import CONSULTED, look

Clock = Callable[[datetime], None]
FAT: dict[str, Any] = {
    "causes": [],
    "suits-fat-in-places": "yes",
    "suits-stayed-after-diet-and-exercise": "no",
    "suits-stayed-after-diet-and-exercise-how-long": "Two diets, half a year each.",
}
SIZES = {
    "size-thigh-right_0": "270",
    "size-thigh-right_1": "cm2",
    "size-thigh-left_0": "40.5",
    "size-thigh-left_1": "[sin_i]",
}


@pytest.fixture
def person(cast: Cast, clock: Clock) -> Person:
    clock(CONSULTED)
    return cast.register("Demo patient 014", CONSULTED)


def written(cast: Cast, person: Person) -> PlanVersion:
    found = latest(look(cast, person).chart)
    assert found is not None
    return found


@pytest.mark.proves("R040", "R042")
def test_fat_is_asked_whether_it_is_local_stayed_and_how_long_and_too_small_for_surgery(
    cast: Cast, person: Person
) -> None:
    page = text_of(cast.client("injector").get(url(person, "write/?for=localised-fat")).content.decode())
    for words in ("Is the fat in certain places only", "Which, and for how long", "too small for surgery", "000:19"):
        assert words in page
    assert "skin of the face" not in page
    assert save(cast, person, purpose="localised-fat", **FAT).status_code == 302
    assert written(cast, person).plan.suitability == (
        SuitabilityAnswer("fat-in-places", Answer.YES),
        SuitabilityAnswer("stayed-after-diet-and-exercise", Answer.NO, "Two diets, half a year each."),
    )


@pytest.mark.proves("R106")
def test_a_face_is_asked_for_its_skin_and_cellulite_for_nothing(cast: Cast, person: Person) -> None:
    client = cast.client("injector")
    face = text_of(client.get(url(person, "write/?for=face-neck-rejuvenation")).content.decode())
    assert "Does the skin of the face or the neck sag?" in face
    assert "of poor quality, as the patient and you see it?" in face
    assert "Is it for this person?" not in client.get(url(person, "write/?for=cellulite")).content.decode()
    said: dict[str, Any] = {"causes": [], "alternatives": [], "variant": "001-face", "suits-skin-sags": "yes"}
    save(cast, person, purpose="face-neck-rejuvenation", **said)
    assert written(cast, person).plan.suitability == (SuitabilityAnswer("skin-sags", Answer.YES),)
    assert "Does the skin of the face or the neck sag?" in text_of(client.get(url(person)).content.decode())


@pytest.mark.proves("R040", "R106")
def test_what_is_open_or_does_not_fit_is_said_before_signing_and_refuses_nothing(
    cast: Cast, person: Person, edition: Edition
) -> None:
    save(cast, person, purpose="localised-fat", **FAT)
    page = cast.client("physician").get(url(person)).content.decode()
    said = text_of(page)
    assert "For localised fat, not asked or not known yet: a place too small for surgery." in said
    assert "here it is not so: fat that stayed after diet and exercise. Talk over what can be expected" in said
    assert "No. Two diets, half a year each." in said
    found = [part for part in page.split('class="finding finding--')[1:] if "rule suitability" in part]
    assert [part.partition('"')[0] for part in found] == ["information", "information"]
    assert offences(edition, said) == ()


@pytest.mark.proves("R040")
def test_answers_stay_where_the_draft_is_gone_on_with_and_where_something_else_is_refused(
    cast: Cast, person: Person
) -> None:
    refused = save(cast, person, purpose="localised-fat", sessions="16", **FAT)
    save(cast, person, purpose="localised-fat", **FAT)
    again = cast.client("injector").get(url(person, "write/"))
    for answer, status in ((refused, 422), (again, 200)):
        assert answer.status_code == status
        page = answer.content.decode()
        chosen = page.partition('name="suits-stayed-after-diet-and-exercise" value="no"')[2][:200]
        assert "checked" in chosen.partition(">")[0]
        assert "Two diets, half a year each." in page


@pytest.mark.proves("R042", "R088")
def test_each_place_has_its_size_in_the_plan_in_the_unit_it_was_measured_in(cast: Cast, person: Person) -> None:
    assert save(cast, person, **SIZES).status_code == 302
    assert set(written(cast, person).terms.sizes) == {
        AreaSize(Site("thigh", Side.RIGHT), Quantity.parse("270 cm2")),
        AreaSize(Site("thigh", Side.LEFT), Quantity.parse("40.5 [sin_i]")),
    }
    page = text_of(cast.client("injector").get(url(person)).content.decode())
    assert "Right thigh: 270 cm²" in page
    assert "Left thigh: 40.5 sq in" in page
    assert 'value="40.5"' in cast.client("injector").get(url(person, "write/")).content.decode()


@pytest.mark.proves("R088")
def test_no_number_and_no_date_follows_from_a_size(cast: Cast, person: Person) -> None:
    client = cast.client("injector")
    pages = []
    for right in ("", "20", "2000"):
        sent = typed(**(SIZES | {"size-thigh-right_0": right}), then="reckon", sessions="")
        page = client.post(url(person, "write/?for=cellulite"), sent).content.decode()
        pages.append(text_of(page.partition('id="schedule"')[2].partition('id="placement"')[0]))
    assert pages[0] == pages[1] == pages[2]
    assert "the source gives no figure for it. Record the size with the plan; no number is worked out" in pages[0]
    assert "001:41" in pages[0]


@pytest.mark.proves("R042")
@pytest.mark.parametrize(("typed_size", "found"), [("0", "“0”"), ("2,70", "2,70"), ("large", "large")])
def test_a_size_that_cannot_be_read_is_refused_with_everything_typed_still_there(
    cast: Cast, person: Person, typed_size: str, found: str
) -> None:
    answer = save(cast, person, **(SIZES | {"size-thigh-right_0": typed_size}))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Size: Right thigh" in page
    assert found in text_of(page)
    assert f'value="{typed_size}"' in page
    assert 'value="40.5"' in page


@pytest.mark.proves("R042")
def test_a_size_is_asked_for_each_place_as_soon_as_it_is_chosen(cast: Cast, person: Person) -> None:
    client = cast.client("injector")
    page = text_of(client.post(url(person, "write/?for=cellulite"), typed(then="reckon")).content.decode())
    assert "Size: Right thigh" in page
    assert "Size: Right flank" in page
    assert "Size: Left calf" not in page
