"""A series: every session still to come of one course, dated at once, by exact dynamic programming.

What a day costs does not depend on the days around it, and what a gap costs depends on two neighbours alone. So the
best end of the series after a day is worked out once for each day, from the last session to the first, and no other
choice of days is cheaper. Of several that cost the same, the earlier days are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from nappage.engine.vacancy import Vacancy, days_between


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a session may stand, and the one that the plan's interval gives."""

    earliest: date
    due: date
    latest: date


@dataclass(frozen=True, slots=True, order=True)
class Choice:
    """What to book for a session if it stands on one day: its vacancy, its test's before it, and what that costs.

    `away` are the minutes from the time of day that was wished: of choices that cost the same, the nearest is taken.
    """

    cost: int
    away: int
    session: Vacancy
    test: Vacancy | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The choice for each session, in order, and what all of it costs."""

    cost: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class DoesNotFit:
    """No dates exist. `number` counts the sessions from one: it is the first that nothing can be found for.

    Nothing is free for it from `earliest` to `latest`, whichever days the sessions before it take.
    """

    number: int
    earliest: date
    latest: date


After = Callable[[date], Window]


def series(
    days: Mapping[date, Choice], count: int, first: Window, after: After, opening: Mapping[date, Choice] | None = None
) -> Series | DoesNotFit:
    """Return the cheapest series of so many sessions.

    A day costs what its choice does, and each session one more for every day that it stands away from when it is due.
    `opening` holds the choices for the first session, where they are others than for the rest.
    """
    choices = [opening if opening is not None else days, *[days] * (count - 1)]
    ends = _ends(choices, after)
    begin = [
        (_away(first, day) + cost, day)
        for day, (cost, _next) in ends[0].items()
        if first.earliest <= day <= first.latest
    ]
    if not begin:
        return _stuck(choices, first, after)
    cost, day = min(begin)
    taken: list[Choice] = []
    for number, end in enumerate(ends):
        taken.append(choices[number][day])
        day = end[day][1] or day
    return Series(cost, tuple(taken))


_End = dict[date, tuple[int, date | None]]


def _ends(choices: list[Mapping[date, Choice]], after: After) -> list[_End]:
    """Return, for each session and day, what it costs from there to the last, and the day of the next."""
    last: _End = {day: (choice.cost, None) for day, choice in choices[-1].items()}
    ends = [last]
    for days in reversed(choices[:-1]):
        following = ends[0]
        here: _End = {}
        for day, choice in days.items():
            window = after(day)
            costs = [
                (_away(window, later) + following[later][0], later)
                for later in days_between(window.earliest, window.latest)
                if later in following
            ]
            if costs:
                cost, later = min(costs)
                here[day] = (choice.cost + cost, later)
        ends.insert(0, here)
    return ends


def _away(window: Window, day: date) -> int:
    return abs((day - window.due).days)


def _stuck(choices: list[Mapping[date, Choice]], first: Window, after: After) -> DoesNotFit:
    """Return the first session that no choice of days before it reaches."""
    number, windows = 0, [first]
    while reached := sorted({day for window in windows for day in _in(choices[number], window)}):
        number, windows = number + 1, [after(day) for day in reached]
    earliest, latest = min(window.earliest for window in windows), max(window.latest for window in windows)
    return DoesNotFit(number + 1, earliest, latest)


def _in(days: Mapping[date, Choice], window: Window) -> Iterable[date]:
    return (day for day in days_between(window.earliest, window.latest) if day in days)


def with_test(
    sessions: Iterable[Choice],
    tests: Iterable[Choice],
    opens: Callable[[datetime], datetime],
    lasts: Callable[[datetime], datetime | None],
) -> Choice | None:
    """Return the cheapest pair of a test and the session after it, as one choice; None if no two of them fit.

    The session begins when the test has opened and while it still holds; of equal pairs the test stands nearest.
    """
    holding = [(test, opens(test.session.start), lasts(test.session.start)) for test in tests]
    pairs = [
        (session.cost + test.cost, session.away, -_seconds(test.session.start), session, test)
        for session in sessions
        for test, opened, until in holding
        if opened <= session.session.start and _holds(until, session.session.end)
    ]
    if not pairs:
        return None
    cost, away, _near, session, test = min(pairs)
    return Choice(cost, away, session.session, test.session)


def _holds(until: datetime | None, end: datetime) -> bool:
    return until is None or end <= until


def _seconds(instant: datetime) -> float:
    return instant.timestamp()
