"""Dating: how far a proposal of dates looks where neither the plan nor the clinic's policy says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nappage.engine.edition import Edition, Entry
from nappage.values.fault import Fault
from nappage.values.span import CalendarSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class Dating(Entry):
    """Within how long the first session stands, how long before it its test, and how late a session may be."""

    first_within: CalendarSpan
    test_within: CalendarSpan
    tolerated: CalendarSpan


def dating(edition: Edition) -> Dating:
    """Return the rule of the edition: there is one."""
    return next(iter(edition.all(Dating).values()))


def check_dating(entry: Dating, thing: str, edition: Edition) -> Iterator[Fault]:
    """Yield a fault if there is more than one rule: two would propose two sets of dates."""
    if len(edition.all(Dating)) > 1:
        yield Fault(thing, "one rule of dating", "several", "Close the older one with a new edition.")
