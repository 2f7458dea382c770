"""What stands on top of every patient's screen: who it is, what holds, where in the course, and the stage rail."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from nappage.assessment.chart import Chart
from nappage.assessment.happening import Started
from nappage.values.age import age_on
from nappage.values.local_time import local_day
from nappage.web.screen import Asked

STAGES = (
    ("Intake", "intake"),
    ("Screening", "screening"),
    ("Plan", "plan"),
    ("Consent", "consent"),
    ("Preparation", "preparation"),
    ("Allergy test", "allergy-test"),
    ("Session", "session"),
    ("After", "after"),
    ("Measures", "measures"),
    ("Checkpoint", "checkpoint"),
)


_ENDS = frozenset({"ended", "signed"})
_HALTS = _ENDS | {"stopped", "reaction"}
_GOES_ON = frozenset({"started", "pass", "resumed"})


def patient_context(asked: Asked, stage: str) -> dict[str, Any]:
    """Return the context of a patient's screen: banner and rail, to which the screen adds its own."""
    identity, look = asked.identity, asked.look
    assert identity is not None, "a patient's screen has a patient"
    return {
        "person": asked.person,
        "look": look,
        "banner": {
            "name": identity.name,
            "born": identity.born,
            "age": age_on(identity.born, local_day(asked.at, look.policy.zone)),
            "sex": identity.sex,
            "chips": [{"kind": "alarm", "text": f"Allergy: {allergy.to}"} for allergy in look.story.allergies],
            "next": None,
        },
        "rail": list(_rail(asked, stage)),
        **_stopping(asked),
    }


def _stopping(asked: Asked) -> dict[str, Any]:
    """Return where one tap stops the session that is running now, for whoever is there; nothing else is asked for."""
    visit = running_visit(asked.look.chart)
    if visit is None or not asked.member.may("emergency.record"):
        return {}
    for address in ({"person": asked.person, "visit": visit}, {"person": asked.person}):
        try:
            return {"running": visit, "stop_url": reverse("session-stop", kwargs=address)}
        except NoReverseMatch:
            continue
    return {}


def running_visit(chart: Chart) -> UUID | None:
    """Return the visit whose session has begun and has neither ended, nor been signed, nor is halted."""
    for line, _ in reversed(list(chart.of(Started))):
        later = [each for each in chart.standing if each.visit == line.visit and each.kind in _HALTS | _GOES_ON]
        if not any(each.kind in _ENDS for each in later) and (not later or later[-1].kind in _GOES_ON):
            return line.visit
    return None


def _rail(asked: Asked, stage: str) -> list[dict[str, Any]]:
    stops = []
    for number, (label, name) in enumerate(STAGES, 1):
        try:
            url = reverse(name, kwargs={"person": asked.person})
        except NoReverseMatch:
            continue
        stops.append({"label": label, "url": url, "number": number, "state": "current" if name == stage else "open"})
    return stops
