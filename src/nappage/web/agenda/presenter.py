"""What the agenda shows: the visits of some days, in columns or lists, and the times that can be chosen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nappage.actions.moments import day_in_words
from nappage.assessment.diary import diary_of, visits_between
from nappage.assessment.proposal import GRID
from nappage.assessment.public_holiday import public_holidays
from nappage.engine.policy import Policy
from nappage.engine.vacancy import Offer, Vacancy, days_between, open_spans, vacancies
from nappage.records.models import Device, Identity, Member, Room, Visit
from nappage.values.local_time import at_local, local, local_day
from nappage.web.agenda.asking import KINDS, Choosing, View

# A row of the day, and the hours shown although nobody comes: how the page looks, and no rule.
ROW = timedelta(minutes=15)
SHOWN_FROM, SHOWN_UNTIL = time(8), time(19)
NOBODY = ""
Starts = tuple[tuple[str, datetime], ...]
# What the engine says against a start, in words; nothing where it may be booked.
Against = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Block:
    """A visit in the agenda: who comes for what, when, and with whom or where."""

    visit: Visit
    name: str
    first: int = 0
    rows: int = 1

    @property
    def end(self) -> int:
        return self.first + self.rows


@dataclass(frozen=True, slots=True)
class Day:
    """One day: which holiday it is, whether the clinic is open, its visits, and the times that can be chosen."""

    day: date
    holiday: str
    is_open: bool
    is_today: bool
    blocks: tuple[Block, ...] = ()
    free: Starts = ()
    against: str = ""
    inside: bool = True

    @property
    def booked(self) -> int:
        """Return the minutes that are booked."""
        return sum((block.visit.end - block.visit.start) // timedelta(minutes=1) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Row:
    """One person, room or device over the days of a week."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the day's table: a visit over some rows, a time that can be chosen, or nothing."""

    block: Block | None = None
    url: str = ""
    start: datetime | None = None
    rows: int = 1


@dataclass(slots=True)
class Grid:
    """A day as a table: a column for each person, room or device, and a row for each quarter of an hour."""

    heads: list[tuple[str, int]] = field(default_factory=list)
    rows: list[tuple[str, list[Cell]]] = field(default_factory=list)


class Presenter:
    """The agenda of one clinic as one view shows it."""

    def __init__(self, clinic: UUID, policy: Policy, view: View, at: datetime, against: Against) -> None:
        self._clinic, self._policy, self._view, self._at = clinic, policy, view, at
        self._against = against
        self._visits = visits_between(clinic, view.first, view.last, policy.zone)
        persons = {visit.person_id for visit in self._visits}
        self._names = dict(Identity.objects.filter(person__in=persons).values_list("person", "name"))
        self._holidays = _holidays(policy, view)
        booked = {str(getattr(visit, f"{view.by}_id")) for visit in self._visits}
        self.resources = {str(one.pk): one.name for one in _listed(view.by, clinic, booked | {view.who})}

    @property
    def title(self) -> str:
        """Return what the days shown are called."""
        first, last = self._view.first, self._view.last
        if self._view.kind == "day":
            return date_format(first, "l j F Y")
        if self._view.kind == "month":
            return date_format(self._view.day, "F Y")
        return _("Week of {first} to {last}").format(first=date_format(first, "j M"), last=day_in_words(last))

    def days(self) -> list[Day]:
        """Return every day shown, with its visits."""
        return [self._day(day, self._of(self._view.who)) for day in days_between(self._view.first, self._view.last)]

    def weeks(self) -> list[list[Day]]:
        """Return the days of a month, week by week."""
        days = self.days()
        return [days[begin : begin + 7] for begin in range(0, len(days), 7)]

    def rows(self) -> list[Row]:
        """Return a row for each person, room or device; only one while a time is chosen."""
        choosing, shown = self._view.choosing, list(days_between(self._view.first, self._view.last))
        if choosing is not None:
            free = self._free(choosing)
            name = self.resources.get(self._view.who, _("Anybody") if self._view.by == "member" else _("Any"))
            visits = self._of(self._view.who) if self._view.who else []
            return [Row(name, tuple(self._chosen(choosing, day, visits, free.get(day, [])) for day in shown))]
        rows = []
        for key, name in self._resources_shown():
            visits = self._of(key) if key else self._unassigned()
            rows.append(Row(name, tuple(self._day(day, visits) for day in shown)))
        return rows

    def shown_day(self) -> dict[str, Any]:
        """Return the one day as a table, with what stands against choosing any time of it."""
        choosing, day = self._view.choosing, self._view.day
        free = self._free(choosing).get(day, []) if choosing else []
        against = self._against(free[0].start) if free else ""
        return {"grid": self._grid(day, [] if against else free), "against": against}

    def _grid(self, day: date, free: list[Vacancy]) -> Grid:
        grid, choosing = Grid(), self._view.choosing
        columns: list[tuple[list[Block | None], dict[int, Cell]]] = []
        begins, ends = self._hours(day)
        for key, name in self._resources_shown():
            visits = [one for one in (self._of(key) if key else self._unassigned()) if self._on(one) == day]
            lanes = _lanes([self._block(one, begins) for one in visits])
            grid.heads.append((name, len(lanes)))
            chosen = _cells(choosing, [one for one in free if key in one.taken], begins)
            columns += [(lane, chosen if number == 0 else {}) for number, lane in enumerate(lanes)]
        count = -(-(ends - begins) // ROW)
        filled = [_filled(lane, chosen, count) for lane, chosen in columns]
        for row in range(count):
            clock = local(begins + row * ROW, self._policy.zone)
            label = f"{clock:%H:%M}" if clock.minute % 30 == 0 else ""
            grid.rows.append((label, [column[row] for column in filled if row in column]))
        return grid

    def _resources_shown(self) -> list[tuple[str, str]]:
        if self._view.who:
            return [(self._view.who, self.resources[self._view.who])]
        named = [(key, name) for key, name in self.resources.items()]
        return [*named, (NOBODY, _("Not assigned"))] if self._unassigned() else named

    def _of(self, key: str) -> list[Visit]:
        return [one for one in self._visits if not key or str(getattr(one, f"{self._view.by}_id")) == key]

    def _unassigned(self) -> list[Visit]:
        # Without a device is how most visits are; without a person or a room something is still to be settled.
        if self._view.by == "device":
            return []
        return [one for one in self._visits if getattr(one, f"{self._view.by}_id") is None]

    def _on(self, visit: Visit) -> date:
        return local_day(visit.start, self._policy.zone)

    def _day(
        self, day: date, visits: Iterable[Visit], free: tuple[tuple[str, datetime], ...] = (), against: str = ""
    ) -> Day:
        blocks = tuple(Block(one, self._names.get(one.person_id, "")) for one in visits if self._on(one) == day)
        return Day(
            day,
            self._holidays.get(day, ""),
            self._policy.is_open(day),
            day == self._view.today,
            blocks,
            free,
            against,
            inside=day.month == self._view.day.month,
        )

    def _chosen(self, choosing: Choosing, day: date, visits: list[Visit], free: list[Vacancy]) -> Day:
        """Return a day with its free times, or with what stands against every one of them."""
        against = self._against(free[0].start) if free else ""
        return self._day(day, visits, () if against else _once(choosing, free), against)

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        """Return from when until when a day is shown: while it is open, by day, and around every visit."""
        zone = self._policy.zone
        there = [one for one in self._visits if self._on(one) == day]
        spans = open_spans(self._policy, day)
        usual = at_local(day, SHOWN_FROM, zone), at_local(day, SHOWN_UNTIL, zone)
        begins = max(min((opens for opens, _c in spans), default=usual[0]), usual[0])
        ends = min(max((closes for _o, closes in spans), default=usual[1]), usual[1])
        begins = min([begins, *(one.start for one in there)])
        ends = max([ends, begins + GRID, *(one.end for one in there)])
        return begins - timedelta(minutes=begins.minute % 30), ends

    def _block(self, visit: Visit, begins: datetime) -> Block:
        first = (visit.start - begins) // ROW
        rows = max(1, -(-(visit.end - begins) // ROW) - first)
        return Block(visit, self._names.get(visit.person_id, ""), first, rows)

    def _free(self, choosing: Choosing) -> Mapping[date, list[Vacancy]]:
        """Return the vacancies of each day shown: with the one that is asked for, or with anybody."""
        without = [choosing.moved.pk] if choosing.moved else []
        diary = diary_of(self._clinic, self._view.first, self._view.last, self._policy.zone, without)
        members, rooms, devices = (self._offered(by) for by in KINDS)
        found: dict[date, list[Vacancy]] = defaultdict(list)
        shown = SHOWN_FROM, SHOWN_UNTIL
        for day in days_between(self._view.first, self._view.last):
            offer = Offer(members, rooms, diary.on(day), self._at, GRID, devices)
            for one in vacancies(self._policy, day, timedelta(minutes=choosing.minutes), offer):
                if shown[0] <= local(one.start, self._policy.zone).time() < shown[1]:
                    found[day].append(one)
        return found

    def _offered(self, by: str) -> tuple[str, ...]:
        if self._view.by == by and self._view.who:
            return (self._view.who,)
        if by == "device":
            return ("",)
        choosing = self._view.choosing
        listed = _listed(by, self._clinic)
        if by == "member" and choosing is not None and choosing.purpose == "session":
            listed = [one for one in listed if isinstance(one, Member) and one.may("session.start")]
        return tuple(str(one.pk) for one in listed)


def _once(choosing: Choosing, free: Iterable[Vacancy]) -> Starts:
    """Return each start once, with the address that brings its first vacancy to the form."""
    starts: dict[datetime, Vacancy] = {}
    for one in free:
        starts.setdefault(one.start, one)
    return tuple((_url(choosing, one), start) for start, one in sorted(starts.items()))


def _url(choosing: Choosing, vacancy: Vacancy) -> str:
    start = timezone.localtime(vacancy.start)
    said = {
        "purpose": "" if choosing.moved else choosing.purpose, "day": f"{start:%Y-%m-%d}", "clock": f"{start:%H:%M}",
        "minutes": choosing.minutes, "room": vacancy.room, "member": vacancy.member, "device": vacancy.device,
    }  # fmt: skip
    return f"{choosing.form_url}?{urlencode({name: value for name, value in said.items() if value})}"


def _cells(choosing: Choosing | None, free: Iterable[Vacancy], begins: datetime) -> dict[int, Cell]:
    if choosing is None:
        return {}
    return {
        (one.start - begins) // ROW: Cell(url=_url(choosing, one), start=one.start, rows=GRID // ROW) for one in free
    }


def _lanes(blocks: list[Block]) -> list[list[Block | None]]:
    """Return the blocks side by side where they meet; what has no visit is one empty lane."""
    lanes: list[list[Block | None]] = []
    for block in sorted(blocks, key=lambda one: one.first):
        lane = next((lane for lane in lanes if lane[-1] is not None and lane[-1].end <= block.first), None)
        if lane is None:
            lanes.append([block])
        else:
            lane.append(block)
    return lanes or [[]]


def _filled(lane: Sequence[Block | None], chosen: Mapping[int, Cell], count: int) -> dict[int, Cell]:
    """Return the cell of each row of a lane; rows that a cell from above reaches into have none."""
    blocks = {block.first: block for block in lane if block is not None}
    cells: dict[int, Cell] = {}
    row = 0
    while row < count:
        cell = Cell(blocks[row], rows=blocks[row].rows) if row in blocks else chosen.get(row, Cell())
        room = next((later for later in range(row + 1, row + cell.rows) if later in blocks), row + cell.rows)
        cells[row] = Cell(cell.block, cell.url, cell.start, min(room, count) - row)
        row = min(room, count)
    return cells


def _holidays(policy: Policy, view: View) -> Mapping[date, str]:
    if not policy.holidays_of:
        return {}
    return public_holidays(policy.holidays_of, range(view.first.year, view.last.year + 1))


def _listed(by: str, clinic: UUID, booked: Container[str] = ()) -> list[Any]:
    """Return who or what has an agenda: people who see patients, or who are booked all the same; rooms; devices."""
    kind = KINDS[by]
    if kind is Member:
        working = Member.objects.filter(clinic=clinic, active=True).order_by("name")
        return [one for one in working if one.may("test.read") or str(one.pk) in booked]
    return list((Room if kind is Room else Device).objects.filter(clinic=clinic))
