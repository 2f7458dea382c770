"""Vacancies: times in which the clinic is open and a person, a room and, where one is needed, a device are all free."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nappage.engine.opening_hours import next_open_day
from nappage.engine.policy import Policy
from nappage.values.local_time import at_local, local

Span = tuple[datetime, datetime]
_NEXT = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Vacancy:
    """A time that can be booked, with whom and where; `device` is empty where none is needed."""

    start: datetime
    end: datetime
    member: str
    room: str
    device: str = ""

    @property
    def taken(self) -> tuple[str, ...]:
        """Return what a booking of it takes."""
        return tuple(each for each in (self.member, self.room, self.device) if each)

    def overlaps(self, other: Vacancy) -> bool:
        """Return whether both cannot be booked: the times meet, and they take something in common."""
        together = self.start < other.end and other.start < self.end
        return together and not set(self.taken).isdisjoint(other.taken)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for a booking: whom, where and on what, each in the order in which it is preferred.

    `busy` holds what is taken already; `after` is the instant before which nothing is offered, and `grid` is how far
    apart two offered starts stand, counted from midnight.
    """

    members: tuple[str, ...]
    rooms: tuple[str, ...]
    busy: Mapping[str, tuple[Span, ...]]
    after: datetime
    grid: timedelta
    devices: tuple[str, ...] = ("",)


def open_spans(policy: Policy, day: date) -> tuple[Span, ...]:
    """Return the hours of a day as instants, none where the clinic is closed.

    A day declared open outside the usual week takes the hours of the clinic's other days, from the first opening to the
    last closing.
    """
    if not policy.is_open(day):
        return ()
    usual = [each for each in policy.openings if each.weekday == day.weekday()]
    if usual:
        return tuple(sorted(_span(day, each.opens, each.closes, policy.zone) for each in usual))
    if not policy.openings:
        return ()
    opens = min(each.opens for each in policy.openings)
    return (_span(day, opens, max(each.closes for each in policy.openings), policy.zone),)


def _span(day: date, opens: time, closes: time, zone: ZoneInfo) -> Span:
    return at_local(day, opens, zone), at_local(day, closes, zone)


def closing_after(policy: Policy, at: datetime) -> datetime:
    """Return when the clinic closes next after an instant; the instant itself for a clinic that states no hours."""
    day = next_open_day(policy, local(at, policy.zone).date())
    while day is not None:
        closes = max((end for _, end in open_spans(policy, day)), default=at)
        if closes > at or not policy.openings:
            return closes
        day = next_open_day(policy, day + _NEXT)
    return at


def is_within(policy: Policy, start: datetime, end: datetime) -> bool:
    """Return whether a time lies inside the opening hours of its local day."""
    day = start.astimezone(policy.zone).date()
    return any(opens <= start and end <= closes for opens, closes in open_spans(policy, day))


def vacancies(policy: Policy, day: date, length: timedelta, offer: Offer) -> Iterator[Vacancy]:
    """Yield the vacancies of a day: for each start and each person who is free, the first room and device that are."""
    for opens, closes in open_spans(policy, day):
        start = opens + _to_grid(opens, offer.grid, policy.zone)
        while start + length <= closes:
            if start >= offer.after:
                yield from _at(start, start + length, offer)
            start += offer.grid


def _to_grid(opens: datetime, grid: timedelta, zone: ZoneInfo) -> timedelta:
    """Return how long after the opening the first start is that stands on the grid of the clinic's own clock."""
    clock = local(opens, zone)
    return -timedelta(hours=clock.hour, minutes=clock.minute) % grid


def _at(start: datetime, end: datetime, offer: Offer) -> Iterator[Vacancy]:
    room = next((each for each in offer.rooms if is_free(offer.busy.get(each, ()), start, end)), None)
    device = next((each for each in offer.devices if is_free(offer.busy.get(each, ()), start, end)), None)
    if room is None or device is None:
        return
    for member in offer.members:
        if is_free(offer.busy.get(member, ()), start, end):
            yield Vacancy(start, end, member, room, device)


def is_free(busy: Iterable[Span], start: datetime, end: datetime) -> bool:
    """Return whether nothing that is taken meets a time."""
    return all(until <= start or end <= since for since, until in busy)


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield each day from one to another, both included."""
    while first <= last:
        yield first
        first += _NEXT
