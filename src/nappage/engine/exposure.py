"""What was given around a pregnancy: sessions by days from the last period, with agents, amounts, volumes and lots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from zoneinfo import ZoneInfo

from nappage.engine.formula import composition
from nappage.engine.story import Formula, Session, SessionState
from nappage.engine.tally import tally
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity


@dataclass(frozen=True, slots=True)
class AgentExposure:
    """One agent of one session. What is not known is None: a volume without one, an amount without a strength."""

    agent: str
    lot: str
    volume: Quantity | None = None
    amount: Quantity | None = None
    by_cream: bool = False


@dataclass(frozen=True, slots=True)
class SessionExposure:
    """One given session: its local day, days from the first day of the last period (negative before), its agents.

    The days are None when that first day is not known. `agents` is None when it is not recorded what was given, which
    is not the same as nothing.
    """

    start: datetime
    day: date
    days_after_last_period: int | None
    volume: Quantity | None
    agents: tuple[AgentExposure, ...] | None


def exposure_sheet(
    sessions: Iterable[Session], formulas: Iterable[Formula], last_period: date | None, zone: ZoneInfo
) -> tuple[SessionExposure, ...]:
    """Return every given session by start; volumes per agent are its share of the mixture times the volume given."""
    known = {formula.id: formula for formula in formulas}
    given = (session for session in sessions if session.state is SessionState.GIVEN)
    return tuple(
        _exposure(session, known.get(session.formula), last_period, zone)
        for session in sorted(given, key=lambda session: session.start)
    )


def volume_given(session: Session) -> Quantity | None:
    """Return the volume that went in: counted by puncture, else drawn less wasted, else None."""
    if session.passes:
        return tally(session.passes).volume
    if session.drawn is None or session.wasted is None:
        return None
    return session.drawn - session.wasted


def _exposure(session: Session, formula: Formula | None, last_period: date | None, zone: ZoneInfo) -> SessionExposure:
    day = local_day(session.start, zone)
    volume = volume_given(session)
    agents = None if formula is None else (*_injected(formula, volume), *_creams(session))
    days = (day - last_period).days if last_period else None
    return SessionExposure(session.start, day, days, volume, agents)


def _injected(formula: Formula, volume: Quantity | None) -> Iterable[AgentExposure]:
    contents = composition(formula.components, volume) if volume else ()
    for part, held in zip_longest(formula.components, contents):
        yield AgentExposure(part.agent, part.lot, held.volume if held else None, held.amount if held else None)


def _creams(session: Session) -> Iterable[AgentExposure]:
    for cream in session.creams:
        yield AgentExposure(cream.agent, "", amount=cream.mass, by_cream=True)
