"""Full outlooks of one worked course on one core, and of a run of different stories."""

from __future__ import annotations

from statistics import median
from time import process_time

from bench.stories import Asked, Stories
from nappage.engine.edition import Edition
from nappage.engine.outlook import outlook

RUNS = 5
EACH = 300


def worked(edition: Edition) -> float:
    """Return outlooks per CPU-second of the worked course in its middle, every question answered."""
    stories = Stories(edition)
    return _rate(edition, stories, [stories.answered()] * EACH)


def different(edition: Edition) -> float:
    """Return outlooks per CPU-second over stories of which no two are alike: nothing was asked before."""
    stories = Stories(edition)
    return _rate(edition, stories, [stories.story(number) for number in range(EACH)])


def _rate(edition: Edition, stories: Stories, asked: list[Asked]) -> float:
    rates = []
    for _ in range(RUNS):
        started = process_time()
        for each in asked:
            outlook(each.story, stories.policy, edition, each.at)
        rates.append(len(asked) / (process_time() - started))
    return median(rates)
