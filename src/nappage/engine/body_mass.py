"""Body mass index, and whether it is under the bound at which fat indications are held."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from nappage.engine.edition import Edition, Entry
from nappage.engine.objection import Objection, Weight, objection
from nappage.engine.story import Reading, Story
from nappage.values.answer import Answer
from nappage.values.quantity import Quantity, Unit
from nappage.values.rounding import to_nearest
from nappage.values.statement import say


@dataclass(frozen=True, slots=True, kw_only=True)
class LowBodyMass(Entry):
    """The body mass index under which fat indications are held, and the step in which an index is shown."""

    below: Quantity
    resolution: Quantity


@dataclass(frozen=True, slots=True)
class BodyMass:
    """An index as shown, and whether the exact one is low; both are unknown without height and weight."""

    index: Quantity | None
    is_low: Answer


def body_mass_index(height: Quantity, weight: Quantity) -> Quantity:
    """Return weight over height squared in kg/m2, not rounded."""
    metres = height.to(Unit.METRE).amount
    return Quantity(weight.to(Unit.KG).amount / (metres * metres), Unit.KG_PER_M2)


def body_mass(edition: Edition, story: Story, at: datetime) -> BodyMass:
    """Return the body mass of the last weight up to an instant; a rounded index never decides."""
    rule = _rule(edition)
    height, weight = story.patient.height, latest_weight(story.readings, at)
    if height is None or weight is None:
        return BodyMass(None, Answer.UNKNOWN)
    exact = body_mass_index(height, weight)
    return BodyMass(to_nearest(exact, rule.resolution), Answer.of(exact < rule.below))


def latest_weight(readings: Iterable[Reading], at: datetime) -> Quantity | None:
    """Return the last weight recorded up to an instant, or None."""
    weights = [reading for reading in readings if reading.code == "weight" and reading.at <= at]
    return max(weights, key=lambda reading: reading.at).value if weights else None


def low_body_mass(edition: Edition, story: Story, at: datetime) -> Objection | None:
    """Return what holds a fat indication: an index that is low (decision 19), or a warning that it is not known."""
    found, rule = body_mass(edition, story, at), _rule(edition)
    if found.is_low is Answer.NO:
        return None
    if found.is_low is Answer.UNKNOWN:
        return objection(Weight.WARNING, rule, say("body-mass.unknown"), say("body-mass.measure"))
    fact = say("body-mass.low", index=found.index, below=rule.below)
    return objection(Weight.PHYSICIAN_DECIDES, rule, fact, say("body-mass.hold-fat"))


def _rule(edition: Edition) -> LowBodyMass:
    return next(iter(edition.all(LowBodyMass).values()))
