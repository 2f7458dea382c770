"""The plan: writing it, what stands between it and its signature, its versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from nappage.assessment.planned import draft
from nappage.records.models import Person
from support.cast import Cast
from support.planning import CONSULTED, FLANK, THIGHS, look

Clock = Callable[[datetime], None]
TYPED: dict[str, Any] = {
    "then": "save",
    "base": "",
    "rows": "4",
    "goal": "I want my trousers to sit better.",
    "sites": ["thigh/right", "thigh/left", "flank/right"],
    "later": ["flank/right"],
    "sentinel": "upper-arm",
    "sessions": "10",
    "variant": "001-body",
    "first_day": "2026-03-03",
    "first_clock": "10:30",
    "technique": "nappage",
    "layer": "superficial-subcutis",
    "depth_0": "3",
    "depth_1": "mm",
    "line1-agent": "A",
    "line1-volume_0": "3.0",
    "line1-volume_1": "mL",
    "line1-strength_0": "10",
    "line1-strength_1": "mg/mL",
    "line1-lot": "A|A-101",
    "line2-agent": "B",
    "line2-volume_0": "2.0",
    "line2-volume_1": "mL",
    "line2-strength_0": "",
    "line2-strength_1": "mg/mL",
    "line2-lot": "B|B-101",
    "checkpoint": "4",
    "manner": "measured",
    "landmark": "thigh",
    "direction": "smaller",
    "change_0": "1.6",
    "change_1": "cm",
    "words": "One size less at both thighs.",
    "lifestyle": "Walking three times a week; no diet planned.",
    "alternatives": ["nothing", "diet-and-exercise"],
    "per_session": "120.00",
    "currency": "EUR",
    "package": "1000",
    "package_sessions": "10",
    "refund": "single-price",
}


@pytest.fixture
def person(cast: Cast, clock: Clock) -> Person:
    clock(CONSULTED)
    return cast.register("Demo patient 014", CONSULTED)


def url(person: Person, rest: str = "") -> str:
    return f"/patients/{person.id}/plan/{rest}"


def typed(**changes: Any) -> dict[str, Any]:
    return {**TYPED, **changes}


def save(cast: Cast, person: Person, duty: str = "injector", purpose: str = "cellulite", **changes: Any) -> Any:
    return cast.client(duty).post(url(person, f"write/?for={purpose}"), typed(**changes))


def test_it_says_what_to_do_next_where_nothing_is_planned(cast: Cast, person: Person) -> None:
    page = cast.client("injector").get(url(person)).content.decode()
    assert "No plan is written yet." in page
    assert f'href="{url(person, "write/")}"' in page


def test_it_keeps_everything_that_was_typed_as_one_draft(cast: Cast, person: Person) -> None:
    answer = save(cast, person)
    assert (answer.status_code, answer["Location"]) == (302, url(person))
    found = draft(look(cast, person).chart)
    assert found is not None
    assert set(found.plan.sites) == set(THIGHS)
    assert found.plan.queued == (FLANK,)
