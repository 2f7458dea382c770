"""Where a date lands when the clinic has to be open for it."""

from __future__ import annotations

from datetime import date, time, timedelta

from nappage.engine.policy import Policy

_NEXT = timedelta(days=1)


def next_open_day(policy: Policy, day: date) -> date | None:
    """Return this day or the first open one after it; None for a clinic that states no opening from then on."""
    if not policy.openings:
        return min((declared for declared in policy.declared_open if declared >= day), default=None)
    while not policy.is_open(day):
        day += _NEXT
    return day


def clock_when_open(policy: Policy, day: date, clock: time) -> time:
    """Return the clock time, or the day's first opening where it is outside the hours of that weekday.

    A day declared open outside the usual week states no hours, so the clock time stays.
    """
    weekday, first = day.weekday(), time.max
    for opening in policy.openings:
        if opening.weekday == weekday:
            if opening.opens <= clock < opening.closes:
                return clock
            first = min(first, opening.opens)
    return clock if first is time.max else first
