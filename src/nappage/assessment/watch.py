"""The watches of a chart that have begun and not ended: who stays, until when, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from nappage.assessment.chart import Chart
from nappage.assessment.happening import Observation, ObservationEnded


@dataclass(frozen=True, slots=True)
class Watch:
    """An observation that nobody has ended; `after` is what it follows, a session or a test."""

    id: UUID
    after: str
    owner: str
    until: datetime


def running_watches(chart: Chart) -> Iterator[Watch]:
    """Yield the watches that have begun and not ended, the first of them first."""
    ended = {value.observation for _line, value in chart.of(ObservationEnded)}
    for line, watch in chart.of(Observation):
        if line.id not in ended:
            yield Watch(line.id, watch.after, watch.owner, watch.began + timedelta(minutes=watch.minutes))
