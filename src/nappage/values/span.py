"""Two kinds of time that never mix: elapsed (hours, minutes) and calendar (days, weeks, months, years).

24 h after a test and "one day" after it differ in the night when clocks change, so they are different types.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nappage.values.fault import Refused


@dataclass(frozen=True, slots=True, order=True)
class Elapsed:
    """Minutes that really pass, whatever clocks on walls do."""

    minutes: int

    @staticmethod
    def parse(text: str) -> Elapsed:
        """Return the span written "20 min" or "24 h"; days are refused because they are calendar time."""
        match = re.fullmatch(r"(\d{1,6}) (min|h)", text, re.ASCII)
        if match is None:
            raise Refused('an elapsed time such as "20 min" or "24 h"', text, "Use min or h; days are calendar time.")
        return Elapsed(int(match[1]) * (60 if match[2] == "h" else 1))

    @property
    def delta(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def after(self, instant: datetime) -> datetime:
        """Return the instant this long after another."""
        return instant + self.delta

    def before(self, instant: datetime) -> datetime:
        """Return the instant this long before another."""
        return instant - self.delta

    def __str__(self) -> str:
        hours, minutes = divmod(self.minutes, 60)
        return f"{hours} h" if not minutes else f"{self.minutes} min"


@dataclass(frozen=True, slots=True)
class CalendarSpan:
    """Days and months on a local calendar; a month that lacks the day ends on its last day (30 Nov + 3 mo = 28 Feb)."""

    months: int = 0
    days: int = 0

    @staticmethod
    def parse(text: str) -> CalendarSpan:
        """Return the span written "7 d", "2 wk", "3 mo" or "1 a"; hours are refused because they are elapsed time."""
        match = re.fullmatch(r"(\d{1,3}) (d|wk|mo|a)", text, re.ASCII)
        if match is None:
            raise Refused('a calendar time such as "7 d", "2 wk", "3 mo" or "1 a"', text, "Hours are elapsed time.")
        count = int(match[1])
        if match[2] in ("mo", "a"):
            return CalendarSpan(months=count * (12 if match[2] == "a" else 1))
        return CalendarSpan(days=count * (7 if match[2] == "wk" else 1))

    def after(self, day: date) -> date:
        """Return the day this span after another."""
        moved = add_months(day, self.months) if self.months else day
        return moved + timedelta(days=self.days)

    def before(self, day: date) -> date:
        """Return the day this span before another."""
        return add_months(day, -self.months) - timedelta(days=self.days)

    def times(self, count: int) -> CalendarSpan:
        """Return the span repeated, still anchored: three times one month is three months, not three clamped ones."""
        return CalendarSpan(self.months * count, self.days * count)

    def __str__(self) -> str:
        parts = [f"{self.months} mo"] if self.months else []
        return " ".join([*parts, f"{self.days} d"] if self.days or not parts else parts)


def add_months(day: date, months: int) -> date:
    """Return the same day of another month, or that month's last day where it has fewer."""
    if not months:
        return day
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


Span = Elapsed | CalendarSpan


def parse_span(text: str) -> Span:
    """Return an elapsed or a calendar span, by the unit that was written."""
    return Elapsed.parse(text) if text.endswith((" h", " min")) else CalendarSpan.parse(text)
