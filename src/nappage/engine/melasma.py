"""Melasma: the two area and severity indices, from what was seen on each part of the face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from nappage.engine.edition import Edition, Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class MelasmaRegion(Entry):
    """The share of one part of the face in the melasma index."""

    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MelasmaExtent(Entry):
    """The score for a part of the face of which at least this percentage is involved."""

    score: int
    from_percent: Decimal


@dataclass(frozen=True, slots=True)
class MelasmaLook:
    """One part of the face: the percentage involved, how dark and how even (0-4 each)."""

    percent: Decimal
    darkness: int
    evenness: int | None = None


def extent_score(edition: Edition, percent: Decimal) -> int:
    """Return the score 0-6 of an involved percentage."""
    if not percent:
        return 0
    reached = [extent.score for extent in edition.all(MelasmaExtent).values() if percent >= extent.from_percent]
    return max(reached)


def mmasi(edition: Edition, looks: Mapping[str, MelasmaLook]) -> Decimal | None:
    """Return the modified index, 0-24: the sum of weight x extent x darkness; None if a part was not looked at.

    Pandya 2011. It is another instrument than the index with evenness and is never compared with it.
    """
    return _melasma(edition, looks, lambda look: look.darkness)


def masi(edition: Edition, looks: Mapping[str, MelasmaLook]) -> Decimal | None:
    """Return the original index, 0-48: as the modified one, with darkness and evenness added."""
    return _melasma(edition, looks, lambda look: None if look.evenness is None else look.darkness + look.evenness)


def _melasma(
    edition: Edition, looks: Mapping[str, MelasmaLook], severity: Callable[[MelasmaLook], int | None]
) -> Decimal | None:
    index = Decimal(0)
    for region in edition.all(MelasmaRegion).values():
        look = looks.get(region.id)
        severe = None if look is None else severity(look)
        if look is None or severe is None:
            return None
        index += region.weight * extent_score(edition, look.percent) * severe
    return index
