"""The demo's patients of whom the course is over, rests or changes its pace: for measures, checkpoint and recall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal

from nappage.console.demo.clinic import DemoClinic
from nappage.console.demo.patients import (
    DAY,
    F1,
    SESSIONS,
    allergy_tested,
    consented,
    consulted,
    course_until,
    new_patient,
    treated,
)
from nappage.engine.pause import Pause, PauseReason
from nappage.engine.score import Score, Teller
from nappage.engine.story import Assessment, Criterion, Formula, Plan, Side, Site, Verdict


def later_stages(home: DemoClinic, today: Callable[[int, int], datetime]) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield each patient by what they are at, and the call that writes them. `today` gives a clock time."""
    yield "course complete, half a year ago", lambda: _complete(home, today(9, 0))
    yield "skin of the abdomen: a longer interval is offered", lambda: _adapting(home, today(18, 0))
    yield "paused while travelling", lambda: _paused(home, today(9, 0))


def _complete(home: DemoClinic, at: datetime) -> None:
    """Record a course that ended a little over half a year ago, with its scales and its weights."""
    patient = new_patient(home, 27, at - 380 * DAY, date(1986, 8, 30))
    end = at - 190 * DAY
    course_until(patient, end, SESSIONS, "injector", 1)
    patient.say("physician", end - 140 * DAY, *_scored(end - 140 * DAY, 3, 2, 2))
    patient.say("physician", end - 3 * DAY, *_scored(end - 3 * DAY, 2, 3, 4))


def _scored(at: datetime, dimpling: int, skin: int, pleased: int) -> list[Score]:
    said, by = Teller.PATIENT, "physician"
    return [
        Score("dimpling", Decimal(dimpling), at, by),
        Score("skin-quality", Decimal(skin), at, by),
        Score("satisfaction", Decimal(pleased), at, by, said),
        Score("clothes-fit", Decimal(3), at, by, Teller.CLOSE),
    ]


def _adapting(home: DemoClinic, at: datetime) -> None:
    """Record a course of the third text's own schedule whose response was judged today."""
    patient = new_patient(home, 28, at - 60 * DAY, date(1977, 5, 19))
    consulted(patient, at - 50 * DAY)
    patient.say("physician", at - 50 * DAY, Formula("F1", F1, at - 50 * DAY, "physician"))
    plan = Plan(
        "loose-skin", "003-adaptive", (Site("abdomen", Side.MIDLINE),), "F1", 8, "nappage", "intradermal",
        sentinel="arm", criterion=Criterion(3, words="The skin is tighter on the photographs."),
        signed_at=at - 50 * DAY, signed_by="physician",
    )  # fmt: skip
    patient.say("physician", at - 50 * DAY, plan)
    consented(patient, at - 50 * DAY)
    allergy_tested(patient, at - 36 * DAY, late_reading=at - 34 * DAY)
    for before in (28, 21, 14):
        treated(patient, at - before * DAY, "injector", 0, "88.0 cm", (Site("abdomen", Side.MIDLINE),), "umbilicus")
    patient.say("physician", at - DAY, Assessment(at - DAY, "physician", Verdict.IMPROVED, 3, 2))


def _paused(home: DemoClinic, at: datetime) -> None:
    patient = new_patient(home, 29, at - 60 * DAY, date(1990, 2, 2))
    course_until(patient, at - 5 * DAY, 2, "injector", 2)
    until = (at + 40 * DAY).date()
    patient.say(
        "physician", at - 4 * DAY, Pause(PauseReason.TRAVEL, at - 4 * DAY, "physician", "Away for work.", until)
    )
