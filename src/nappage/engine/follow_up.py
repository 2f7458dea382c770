"""When the clinic asks how it is, and until when a session's symptoms are often seen, as instants and local days."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition, Entry
from nappage.engine.story import SymptomReport
from nappage.engine.symptom import Cell, Level, ReactionClass, Symptom
from nappage.engine.treatment import Treatment
from nappage.engine.triage import Facts, judge, often_seen_for, triage
from nappage.values.citation import Citation
from nappage.values.fault import Fault
from nappage.values.local_time import local_day
from nappage.values.remembered import remembered
from nappage.values.span import CalendarSpan, Elapsed


class CountedFrom(Enum):
    """Whether a follow-up belongs to every session or only to the last one given."""

    EACH = "each"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Entry):
    """A time to ask: how long after a session, no later than when, and which symptoms it is there for."""

    after: Elapsed | CalendarSpan
    counted_from: CountedFrom
    looks_for: tuple[str, ...]
    no_later_than: Elapsed | None = None


@dataclass(frozen=True, slots=True)
class FollowUpPart:
    """One follow-up of one session; `due` and `until` are instants where hours count, None where the day is enough."""

    follow_up: FollowUp
    session: datetime
    due: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FollowUpDay:
    """What is asked on one local day: follow-ups of successive sessions that meet are one contact with parts."""

    day: date
    parts: tuple[FollowUpPart, ...]


@dataclass(frozen=True, slots=True)
class ExpectedWindow:
    """Until when a symptom is often seen after a session, if nothing else is said; a red flag overrides it any time.

    `neutral` marks a symptom that no patient may be told to be "often seen".
    """

    symptom: Symptom
    since: datetime
    until: datetime
    neutral: bool
    sources: tuple[Citation, ...]


def follow_ups(
    edition: Edition, sessions: Sequence[Treatment], zone: ZoneInfo, since: date = date.min
) -> tuple[FollowUpDay, ...]:
    """Return the days on which the clinic asks, from a local day on, in order.

    `sessions` are the given ones in order of time.
    """
    days: dict[date, list[FollowUpPart]] = {}
    for session in sessions:
        ended_on = local_day(session.ended, zone)
        for entry in edition.all(FollowUp).values():
            if entry.counted_from is CountedFrom.EACH or session is sessions[-1]:
                day = _day(entry, session, ended_on, zone)
                if day >= since:
                    days.setdefault(day, []).append(_part(entry, session))
    return tuple(FollowUpDay(day, tuple(days[day])) for day in sorted(days))


def expected_windows(edition: Edition, session: Treatment) -> tuple[ExpectedWindow, ...]:
    """Return the windows in which symptoms are often seen after a session, as instants, in the order of the matrix.

    They are read from the very cells that triage asks, for a symptom that begins at the end of the session. Of several
    modalities the shortest window counts; of an unknown one, the shortest of all.
    """
    return tuple(
        ExpectedWindow(each.symptom, session.ended, session.ended + each.length, each.symptom.neutral, each.sources)
        for each in _shortest(session.modalities or frozenset(edition.all(ReactionClass)), edition)
    )


def windows_of(edition: Edition, sessions: Sequence[Treatment], context: Collection[str]) -> Iterator[ExpectedWindow]:
    """Yield the windows after the last session as they are for one person, in whom the escalators of `context` hold.

    What triage would call more urgent in this person, or after an earlier session, has no window or a shorter one.
    """
    for window in expected_windows(edition, sessions[-1]):
        report = SymptomReport(window.symptom.id, onset=window.since, at=window.since)
        judged = triage(edition, [report], sessions, context, window.since).reports[0]
        if judged.level is Level.OFTEN_SEEN:
            yield replace(window, until=min(window.until, judged.often_seen_until or window.until))


@remembered
def _shortest(modalities: frozenset[str], edition: Edition) -> tuple[_Window, ...]:
    windows = edition.derive(_windows)
    first, *rest = (windows[modality] for modality in sorted(modalities))
    return tuple(
        min((window, *(other[id] for other in rest)), key=_length)
        for id, window in first.items()
        if all(id in other for other in rest)
    )


@dataclass(frozen=True, slots=True)
class _Window:
    symptom: Symptom
    length: timedelta
    sources: tuple[Citation, ...]


def _length(window: _Window) -> timedelta:
    return window.length


def _windows(edition: Edition) -> dict[str, dict[str, _Window]]:
    """Return each modality's windows by symptom."""
    return {
        modality: {
            symptom.id: window
            for symptom in edition.all(Symptom).values()
            if (window := _window(symptom, Facts(frozenset([modality]), ages=(timedelta(0),))))
        }
        for modality in edition.all(ReactionClass)
    }


def _window(symptom: Symptom, facts: Facts) -> _Window | None:
    cells = [cell for _, _, cell in judge(symptom, facts)]
    length = often_seen_for(symptom, facts)
    if length is None or any(cell.level > Level.OFTEN_SEEN for cell in cells):
        return None
    return _Window(symptom, length, _sources(cells))


def _sources(cells: Sequence[Cell]) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(citation for cell in cells for citation in cell.sources))


def _day(entry: FollowUp, session: Treatment, ended_on: date, zone: ZoneInfo) -> date:
    if isinstance(entry.after, CalendarSpan):
        return entry.after.after(ended_on)
    return local_day(entry.after.after(session.ended), zone)


def _part(entry: FollowUp, session: Treatment) -> FollowUpPart:
    if isinstance(entry.after, CalendarSpan):
        return FollowUpPart(entry, session.started)
    until = entry.no_later_than.after(session.ended) if entry.no_later_than else None
    return FollowUpPart(entry, session.started, entry.after.after(session.ended), until)


def check_follow_up(entry: FollowUp, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault for each symptom of a follow-up that the matrix does not know."""
    for id in entry.looks_for:
        if edition.get(Symptom, id) is None:
            yield Fault(f"{thing}.looks_for", "the id of a symptom", repr(id), "Add the entry, or correct the id.")
