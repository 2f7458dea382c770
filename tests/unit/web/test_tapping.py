"""Reading the steps of an emergency that a device sends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from nappage.assessment.happening import EmergencyStep
from nappage.values.fault import Faulty
from nappage.values.quantity import Quantity
from nappage.web.emergency.tapping import read_tapped

ID = "0192f3a0-7b1c-4d2e-8f3a-1b2c3d4e5f60"
STEP = {"id": ID, "protocol": "anaphylaxis", "step": "adrenaline", "dose": "0.5 mg", "at": "2026-03-03T09:30:00Z"}
SENT = "2026-03-03T09:31:00.000Z"


def test_a_step_is_read_with_its_dose_and_how_long_ago_it_was() -> None:
    (tapped,) = read_tapped({"sent": SENT, "steps": [STEP]})
    at = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    assert tapped.id == UUID(ID)
    assert tapped.step == EmergencyStep("anaphylaxis", "adrenaline", at, Quantity.parse("0.5 mg"))
    assert tapped.ago == timedelta(minutes=1)


def test_a_step_that_this_edition_does_not_know_is_taken() -> None:
    (tapped,) = read_tapped(
        {"sent": SENT, "steps": [{**STEP, "protocol": "of-last-year", "step": "a-step", "dose": ""}]}
    )
    assert (tapped.step.protocol, tapped.step.step, tapped.step.dose) == ("of-last-year", "a-step", None)


@pytest.mark.parametrize(
    ("raw", "things"),
    [
        ([], ["steps"]),
        ({"sent": "now", "steps": []}, ["sent", "steps"]),
        ({"sent": SENT, "steps": [STEP] * 501}, ["steps"]),
        ({"sent": SENT, "steps": ["tap"]}, ["steps[1]"]),
        ({"sent": SENT, "steps": [{**STEP, "id": "1", "at": "09:30", "step": "A B", "dose": "much"}]},
         ["steps[1].step", "steps[1].at", "steps[1].dose", "steps[1].id"]),
        ({"sent": SENT, "steps": [{**STEP, "at": "2026-03-03T09:30:00"}, {**STEP, "protocol": None}]},
         ["steps[1].at", "steps[2].protocol"]),
    ],
)  # fmt: skip
def test_everything_that_cannot_be_read_is_told_at_once(raw: Any, things: list[str]) -> None:
    with pytest.raises(Faulty) as refused:
        read_tapped(raw)
    assert [fault.thing for fault in refused.value.faults] == things
