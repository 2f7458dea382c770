"""Tallies: how many punctures and how many mL, the same whether points were charted one by one or as passes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from nappage.engine.story import Pass, Session
from nappage.values.quantity import Quantity, Unit


@dataclass(frozen=True, slots=True)
class Tally:
    """A count of punctures and their volume in mL."""

    punctures: int
    volume: Quantity


def tally(passes: Iterable[Pass]) -> Tally:
    """Return punctures and mL over passes; one pass of 120 and 120 passes of one give the same (K-13)."""
    punctures, volume = 0, Decimal(0)
    for one in passes:
        punctures += one.punctures
        volume += puncture_volume(one).amount * one.punctures
    return Tally(punctures, Quantity(volume, Unit.ML))


def puncture_volume(one: Pass) -> Quantity:
    """Return the volume of one puncture in mL, typed as a volume or with its denominator (0.02 mL/{puncture})."""
    typed = one.volume_per_puncture
    return Quantity(typed.amount, Unit.ML) if typed.unit is Unit.ML_PER_PUNCTURE else typed.to(Unit.ML)


def unaccounted(session: Session) -> Quantity | None:
    """Return what was drawn and neither charted nor wasted, in mL; zero is reconciled, None is not yet recorded."""
    if session.drawn is None or session.wasted is None:
        return None
    return session.drawn.to(Unit.ML) - session.wasted - tally(session.passes).volume
