"""What stands on top of every patient's screen: who it is, what holds, where in the course, and the stage rail."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

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
    }


def _rail(asked: Asked, stage: str) -> list[dict[str, Any]]:
    stops = []
    for number, (label, name) in enumerate(STAGES, 1):
        try:
            url = reverse(name, kwargs={"person": asked.person})
        except NoReverseMatch:
            continue
        stops.append({"label": label, "url": url, "number": number, "state": "current" if name == stage else "open"})
    return stops
