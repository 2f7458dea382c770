"""A person's photo album: what stands of the photos in a chart, and for which uses the patient lets them be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from nappage.assessment.chart import Chart
from nappage.assessment.line import Line
from nappage.assessment.photographed import (
    Better,
    PairRating,
    PhotoConsent,
    PhotoPair,
    PhotoTaken,
    PhotoUse,
    PhotoUsed,
)
from nappage.engine.story import Verdict

# A pair is rated by so many at most: more would only wear out the raters.
MOST_RATERS = 3
_CAUTION = (Verdict.IMPROVED, Verdict.BETWEEN, Verdict.NOT_IMPROVED)


@dataclass(frozen=True)
class PhotoAlbum:
    """The photos of one chart, the consents that hold, where photos went, pairs and their ratings."""

    chart: Chart

    @cached_property
    def consents(self) -> dict[PhotoUse, tuple[Line, PhotoConsent]]:
        """Return the last answer to each use that was asked."""
        return {value.use: (line, value) for line, value in self.chart.of(PhotoConsent)}

    def allows(self, use: PhotoUse) -> bool:
        """Return whether the patient lets photos be used so; what was never asked is not allowed."""
        found = self.consents.get(use)
        return found is not None and found[1].given

    @cached_property
    def photos(self) -> dict[UUID, tuple[Line, PhotoTaken]]:
        """Return the photos that stand, by their entry, in the order they were recorded."""
        return {line.id: (line, value) for line, value in self.chart.of(PhotoTaken)}

    def of_pose(self, pose: str) -> list[tuple[Line, PhotoTaken]]:
        """Return the photos of a pose, the oldest first."""
        return [(line, photo) for line, photo in self.photos.values() if photo.pose == pose]

    @cached_property
    def pairs(self) -> dict[UUID, tuple[Line, PhotoPair]]:
        """Return the pairs both of whose photos stand."""
        found = {line.id: (line, pair) for line, pair in self.chart.of(PhotoPair)}
        return {id: one for id, one in found.items() if {one[1].left, one[1].right} <= set(self.photos)}

    def ratings(self, pair: UUID) -> list[tuple[Line, PairRating]]:
        """Return what was said of a pair."""
        return [(line, rating) for line, rating in self.chart.of(PairRating) if rating.pair == pair]

    def who_knows(self, pair: UUID) -> set[str]:
        """Return who took a photo of a pair or put it together: their eyes are not masked."""
        line, sides = self.pairs[pair]
        return {line.by, *(self.photos[side][0].by for side in (sides.left, sides.right))}

    def awaits(self, pair: UUID, rater: str) -> bool:
        """Return whether somebody may still rate a pair, with eyes that are masked and for the first time."""
        said_by = {line.by for line, _rating in self.ratings(pair)}
        free = len(said_by) < MOST_RATERS and rater not in said_by
        return free and self.allows(PhotoUse.RATING) and rater not in self.who_knows(pair)

    def later_side(self, pair: UUID) -> Better:
        """Return the side on which the later photo of a pair stands."""
        order, sides = list(self.photos), self.pairs[pair][1]
        return Better.LEFT if order.index(sides.left) > order.index(sides.right) else Better.RIGHT

    def masked_verdicts(self, since: datetime | None = None) -> dict[str, Verdict]:
        """Return what each masked rater's words on pairs put together since an instant come to, once unmasked.

        Of several pairs improvement counts only where the rater saw it in every one: never the best of several.
        """
        said: dict[str, list[Verdict]] = {}
        for pair, (made, _sides) in self.pairs.items():
            if since is None or made.at > since:
                later = self.later_side(pair)
                for line, rating in self.ratings(pair):
                    said.setdefault(line.by, []).append(_unmasked(rating.better, later))
        return {rater: max(verdicts, key=_CAUTION.index) for rater, verdicts in said.items()}

    def uses(self, use: PhotoUse) -> Iterator[tuple[Line, PhotoUsed]]:
        """Yield each time a photo went out of the record for a use."""
        return ((line, used) for line, used in self.chart.of(PhotoUsed) if used.use is use)


def _unmasked(better: Better, later: Better) -> Verdict:
    if better is Better.CANNOT_TELL:
        return Verdict.BETWEEN
    return Verdict.IMPROVED if better is later else Verdict.NOT_IMPROVED
