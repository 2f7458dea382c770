"""What was charted at one visit: the session under way, read out of the lines of a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar
from uuid import UUID

from nappage.assessment.chart import Chart
from nappage.assessment.happening import (
    CreamOff,
    CreamOn,
    Drawn,
    Ended,
    PassCopied,
    PassGiven,
    ReactionSeen,
    Resumed,
    Signed,
    Started,
    Stopped,
    ZoneTakenOver,
)
from nappage.assessment.line import Line
from nappage.assessment.telling import session_given
from nappage.engine.story import Session, Site
from nappage.engine.tally import Tally, tally

V = TypeVar("V")


@dataclass(frozen=True)
class Charted:
    """One visit's part of a chart. Everything is what stands: what was struck is not here."""

    chart: Chart
    visit: UUID

    def of(self, kind: type[V]) -> tuple[tuple[Line, V], ...]:
        """Return the values of a class that were recorded at the visit, each with its line."""
        return tuple(self.chart.of(kind, self.visit))

    def last(self, kind: type[V]) -> tuple[Line, V] | None:
        """Return the value of a class recorded last at the visit, with its line."""
        found = self.of(kind)
        return found[-1] if found else None

    @cached_property
    def started(self) -> tuple[Line, Started] | None:
        return self.last(Started)

    @cached_property
    def ended(self) -> tuple[Line, Ended] | None:
        return self.last(Ended)

    @cached_property
    def signed(self) -> tuple[Line, Signed] | None:
        return self.last(Signed)

    @cached_property
    def drawn(self) -> Drawn | None:
        found = self.last(Drawn)
        return found[1] if found else None

    @cached_property
    def session(self) -> Session | None:
        """Return the engine's session, or None before the start."""
        return session_given(self.chart, self.visit)

    @cached_property
    def passes(self) -> tuple[tuple[Line, PassGiven], ...]:
        return self.of(PassGiven)

    def passes_in(self, site: Site) -> tuple[tuple[Line, PassGiven], ...]:
        """Return the passes of one zone and side."""
        return tuple(each for each in self.passes if each[1].given.site == site)

    @cached_property
    def tally(self) -> Tally:
        return self.tally_of(self.passes)

    @staticmethod
    def tally_of(passes: tuple[tuple[Line, PassGiven], ...]) -> Tally:
        """Return punctures and volume of some passes."""
        return tally(charted.given for _, charted in passes)

    @cached_property
    def grey(self) -> tuple[tuple[Line, PassCopied], ...]:
        """Return the copies that no pass has confirmed: they count for nothing, and nothing is signed beside them."""
        confirmed = {charted.confirms for _, charted in self.passes}
        return tuple(each for each in self.of(PassCopied) if each[0].id not in confirmed)

    def operator_in(self, site: Site) -> str:
        """Return who charts a zone: who took it over last, else who charted its first pass; "" before that."""
        taken = [line.by for line, value in self.of(ZoneTakenOver) if value.site == site]
        begun = [charted.given.by for _, charted in self.passes_in(site)]
        return taken[-1] if taken else begun[0] if begun else ""

    @cached_property
    def paused(self) -> Line | None:
        """Return the stop or reaction that halts the session, or None while it goes on."""
        halt = None
        for line in self._halts():
            halt = None if line.kind == "resumed" else halt or line
        return halt

    def lasted(self, at: datetime) -> timedelta:
        """Return how long the session has gone on by an instant: from its start to its end, less the pauses."""
        if self.started is None:
            return timedelta(0)
        until = min(at, self.ended[1].at) if self.ended else at
        return until - self.started[0].at - sum(self._pauses(until), timedelta(0))

    def _pauses(self, until: datetime) -> Iterator[timedelta]:
        since: datetime | None = None
        for line in self._halts():
            if line.kind != "resumed":
                since = since or line.at
            elif since is not None:
                yield max(min(line.at, until) - since, timedelta(0))
                since = None
        if since is not None:
            yield max(until - since, timedelta(0))

    def _halts(self) -> list[Line]:
        lines = [line for kind in (Stopped, ReactionSeen, Resumed) for line, _ in self.of(kind)]
        since = self.started[0].at if self.started else None
        during = [line for line in lines if since is not None and line.at >= since]
        return sorted(during, key=lambda line: (line.at, line.recorded_at))

    @cached_property
    def creams(self) -> tuple[tuple[Line, CreamOn, CreamOff | None], ...]:
        """Return the creams put on, each with its end if it was wiped off."""
        off = {value.on: value for _, value in self.of(CreamOff)}
        return tuple((line, value, off.get(line.id)) for line, value in self.of(CreamOn))
