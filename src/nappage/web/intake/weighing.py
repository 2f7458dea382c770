"""Weight on a page of its own: the number typed and read apart, and what the engine makes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from nappage.engine.story import Reading
from nappage.rendering.body_weight import rules_of_weight
from nappage.rendering.sections_screening import matched, matching
from nappage.rendering.wording import Speaker
from nappage.web.asking_again import AsksAgain, range_of
from nappage.web.intake.forms import MASSES
from nappage.web.screen import Asked
from nappage.web.typed import MeasureField


class WeighingForm(AsksAgain):
    """One weight, in the person's unit."""

    weight = MeasureField(label=_("Weight"), units=MASSES)

    def __init__(self, *args: Any, speak: Speaker) -> None:
        super().__init__(*args)
        self._speak = speak

    def clean(self) -> None:
        """Ask about a weight that may be another unit's."""
        self.ask_again("weight", range_of(self._speak.edition, "weight"), self._speak)

    def readings(self, at: datetime) -> tuple[Reading, ...]:
        """Return the reading."""
        return (Reading("weight", self.cleaned_data["weight"], at),)


def weighing_speaker(asked: Asked) -> Speaker:
    """Return a speaker that says weights, whether or not they are hidden elsewhere."""
    return Speaker(asked.look.edition, asked.look.policy.zone)


def weighing_context(asked: Asked) -> dict[str, Any]:
    """Return the weights as they were typed, the index and what holds because of it. This page alone says them."""
    look, speak = asked.look, weighing_speaker(asked)
    rules = rules_of_weight(look.outlook)
    return {
        "weights": [
            {"at": reading.at, "value": speak.quantity(reading.value)}
            for reading in sorted(look.story.readings, key=lambda one: one.at, reverse=True)
            if reading.code == "weight"
        ],
        "index": speak.value(look.outlook.measures.body_mass_index),
        "findings": [matched(one, speak) for one in matching(look.outlook) if one.precaution.id in rules],
    }
