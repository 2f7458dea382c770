"""What comes next for a person, each at its instant, by the clock of where they are, with how long it is still to wait.

Nothing is decided here: dates come from what is booked and from the outlook, words from the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from nappage.engine.instruction import Phase
from nappage.rendering.given import Given, clocks, home
from nappage.rendering.wording import Speaker, lasting
from nappage.values.local_time import at_local

_SOON = timedelta(hours=48)
_NAMED = ("session", "test", "reading", "consultation")


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit that is booked: when, and what it is for."""

    start: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that comes: when by each clock that concerns the person, how long it is still, and what it is."""

    at: datetime
    clocks: tuple[tuple[str, str], ...]
    left: str
    words: str
    note: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class _Coming:
    at: datetime
    words: str
    note: str = ""
    held: bool = False
    whole_day: bool = False


def own_steps(given: Given, visits: Iterable[Booked]) -> tuple[Step, ...]:
    """Return what comes after this instant, in order."""
    booked = tuple(visits)
    coming = [
        *_visits(given, booked),
        *_proposed(given, booked),
        *_reading(given),
        *_directions(given),
        *_contacts(given),
        *_recall(given),
    ]
    ahead = sorted((one for one in coming if one.at > given.found.at), key=lambda one: one.at)
    return tuple(Step(one.at, _clocks(one, given), left(one.at, given), one.words, one.note, one.held) for one in ahead)


def _clocks(one: _Coming, given: Given) -> tuple[tuple[str, str], ...]:
    """Return what the clocks show; what begins with a day of the clinic is told as that day, without an hour."""
    if one.whole_day:
        return ((Speaker(given.edition, given.policy.zone, given.speak.language).day(one.at), ""),)
    return clocks(one.at, given)


def left(instant: datetime, given: Given) -> str:
    """Return how long it is until an instant: hours and minutes within two days, else days. Never sooner than it is."""
    minutes = -((given.found.at - instant) // timedelta(minutes=1))
    if minutes <= 0:
        return home(given, "now")
    if timedelta(minutes=minutes) >= _SOON:
        return home(given, "in", time=lasting(minutes, given.speak.language))
    hours, rest = divmod(minutes, 60)
    return home(given, "in", time=f"{hours} h {rest:02d} min" if hours else f"{rest} min")


def _visits(given: Given, booked: Iterable[Booked]) -> Iterator[_Coming]:
    for visit in booked:
        words = home(given, f"visit-{visit.purpose}" if visit.purpose in _NAMED else "visit-other")
        held = bool(given.found.course.holds) and visit.purpose == "session"
        yield _Coming(visit.start, words, home(given, "held") if held else "", held)


def _proposed(given: Given, booked: Iterable[Booked]) -> Iterator[_Coming]:
    """Yield the next session that the course proposes, where none is booked."""
    proposed = [line.proposed for line in given.found.course.coming if line.proposed is not None]
    if proposed and not any(visit.purpose == "session" for visit in booked):
        held = bool(given.found.course.holds)
        yield _Coming(proposed[0], home(given, "held" if held else "proposed"), "", held)


def _reading(given: Given) -> Iterator[_Coming]:
    for task in given.found.tasks:
        if task.what.code == "task.read-test" and isinstance(task.due, datetime):
            yield _Coming(task.due, home(given, "visit-reading"))


def _directions(given: Given) -> Iterator[_Coming]:
    for direction in (*given.found.preparing.directions, *given.found.after.aftercare):
        words = _first_sentence(given.speak.text(direction.text))
        if direction.moment is not None:
            note = "begins-then" if direction.phase is Phase.BEFORE else "ends-then"
            yield _Coming(direction.moment.instant, words, home(given, note))
        elif direction.days is not None:
            begins = at_local(direction.days.first, time(), given.policy.zone)
            yield _Coming(begins, words, given.speak(direction.because.fact), whole_day=True)


def _first_sentence(text: str) -> str:
    head, dot, _rest = text.partition(". ")
    return f"{head}." if dot else text


def _contacts(given: Given) -> Iterator[_Coming]:
    for contact in given.contacts:
        midnight = contact.due == at_local(contact.day, time(), given.policy.zone)
        yield _Coming(contact.due, home(given, "we-ask"), whole_day=midnight)


def _recall(given: Given) -> Iterator[_Coming]:
    recall = given.found.course.recall
    if recall is not None and not given.found.course.silenced:
        words = home(given, "recall", closes=given.speak.value(recall.closes or recall.opens))
        yield _Coming(at_local(recall.opens, time(), given.policy.zone), words, whole_day=True)
