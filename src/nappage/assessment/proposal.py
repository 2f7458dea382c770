"""A proposal: dates for every session still to come of one course, out of the diary and what the plan asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from uuid import UUID
from zoneinfo import ZoneInfo

from nappage.assessment.diary import Diary, diary_of
from nappage.assessment.look import Look
from nappage.engine.allergy_test import TestGate, last_day, test_protocol
from nappage.engine.course import agents_of, given
from nappage.engine.dating import dating
from nappage.engine.minimum_interval import minimums
from nappage.engine.series import After, Choice, DoesNotFit, Series, Window, series, with_test
from nappage.engine.session_limit import session_limit
from nappage.engine.slot import slot_for
from nappage.engine.spacing import earliest_day, latest_day
from nappage.engine.story import Session
from nappage.engine.vacancy import Offer, Vacancy, days_between, vacancies
from nappage.engine.variant import IntervalStep, ScheduleVariant, step_in_force
from nappage.records.models import Member, Purpose, Room, Visit, VisitState
from nappage.values.fault import Fault, Faulty
from nappage.values.local_time import at_local, local, local_day

# How the clinic weighs what it offers, and on which grid: its housekeeping, and no rule about a patient.
OTHER_PERSON = 5
HOURS_LIKE_A_DAY = 2
GRID = timedelta(minutes=30)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a proposal: from which day on, with whom rather, where, at which clock time, and how late."""

    first: date
    member: str = ""
    room: str = ""
    device: str = ""
    clock: time | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """The dates found, or why none are; they begin at session `first` and replace the bookings in `instead`.

    `due` holds for each session the day that the plan's interval gives after the one before it.
    """

    first: int
    found: Series | DoesNotFit
    instead: tuple[UUID, ...]
    due: tuple[date, ...] = ()


def propose(clinic: UUID, look: Look, course: UUID, wish: Wish) -> Proposal:
    """Return dates for all sessions that were not given yet; Faulty where nothing can be counted from.

    What is booked of the course counts as free: it is moved together with the rest.
    """
    frame, instead, zone = frame_of(look, wish), own_bookings(course, look), look.policy.zone
    diary = diary_of(clinic, first_of_tests(look, frame.window.earliest), frame.last, zone, instead)
    offers = Offers(clinic, look, diary, wish)
    choices = {
        day: choice
        for day in days_between(frame.window.earliest, frame.last)
        if (choice := min(map(offers.choice, offers.on(day, frame.length)), default=None)) is not None
    }
    opening = offers.pairs(frame.window, frame.length) if needs_test(look) else None
    found = series(choices, frame.count, frame.window, frame.after, opening)
    return Proposal(frame.number, found, instead, tuple(_dues(frame, found, zone)) if isinstance(found, Series) else ())


@dataclass(frozen=True, slots=True)
class Frame:
    """What a course asks for whatever the diary: how many sessions, from which number, on which days."""

    number: int
    count: int
    window: Window
    after: After
    last: date
    length: timedelta


def frame_of(look: Look, wish: Wish) -> Frame:
    """Return what the plan of a course asks for; Faulty where nothing can be counted from."""
    step, count = _step(look), _count(look)
    after = windows(look, step, wish.late)
    window = _first_window(look, after, wish)
    last = window.latest + (count - 1) * (after(window.latest).latest - window.latest)
    length = slot_for(look.edition, len(look.story.plan.sites) if look.story.plan else 1).booked.delta
    return Frame(len(given(look.story.sessions)) + 1, count, window, after, last, length)


def _dues(frame: Frame, found: Series, zone: ZoneInfo) -> list[date]:
    days = [local_day(choice.session.start, zone) for choice in found.choices]
    return [frame.window.due, *(frame.after(day).due for day in days[:-1])]


def _step(look: Look) -> IntervalStep:
    plan = look.story.plan
    variant = look.edition.get(ScheduleVariant, plan.variant) if plan else None
    step = step_in_force(variant, look.story.steps_accepted, look.at) if variant else None
    if plan is None or step is None:
        remedy = "Sign a plan whose schedule names an interval, or book each session by itself."
        raise Faulty([Fault("Schedule", "a plan with an interval between sessions", "none", remedy)])
    return step


def _count(look: Look) -> int:
    plan = look.story.plan
    assert plan is not None, "there is a step only with a plan"
    left = min(plan.sessions, session_limit(look.edition).most) - len(given(look.story.sessions))
    if left < 1:
        remedy = "A further session needs a new plan."
        raise Faulty([Fault("Sessions", "a session of this plan that was not given", "none left", remedy)])
    return left


def own_bookings(course: UUID, look: Look) -> tuple[UUID, ...]:
    """Return the visits of the course that would be replaced: sessions to come and the test before the first."""
    done = given(look.story.sessions)
    since = max(look.at, done[-1].start) if done else look.at
    ahead = Visit.objects.filter(course=course, state=VisitState.BOOKED, start__gt=since)
    return tuple(
        ahead.filter(purpose__in=(Purpose.SESSION, Purpose.TEST)).order_by("start").values_list("id", flat=True)
    )


def windows(look: Look, step: IntervalStep, late: int = 0) -> After:
    """Return which days a session may stand on after another: never sooner than every minimum, due by the step."""
    story = look.story
    least = minimums(look.edition, look.policy, agents_of(story, None))
    tolerated = look.edition.derive(dating).tolerated

    def after(before: date) -> Window:
        earliest = earliest_day(least, before)
        due = max(step.proposed.after(before), earliest)
        latest = latest_day(step, look.policy, before) or tolerated.after(due)
        return Window(earliest, due, max(latest, due) + timedelta(days=late))

    return after


def _first_window(look: Look, after: After, wish: Wish) -> Window:
    done: tuple[Session, ...] = given(look.story.sessions)
    rule = look.edition.derive(dating)
    begin = max(wish.first, local_day(look.at, look.policy.zone))
    if not done:
        return Window(begin, begin, rule.first_within.after(begin))
    least = minimums(look.edition, look.policy, agents_of(look.story, done[-1]))
    before = local_day(done[-1].start, look.policy.zone)
    window = after(before)
    earliest = max(earliest_day(least, before), begin)
    due = max(window.due, earliest)
    return Window(earliest, due, max(window.latest, rule.tolerated.after(due) + timedelta(days=wish.late)))


def first_of_tests(look: Look, session: date) -> date:
    """Return the first day on which a test for a session on a day can stand."""
    return look.edition.derive(dating).test_within.before(session)


def needs_test(look: Look) -> bool:
    """Return whether an allergy test has to be booked before the next session: none that was given covers it."""
    test = look.outlook.treating.test
    return test is None or test.gate is TestGate.CLOSED


class Offers:
    """What one clinic offers for the sessions of one course, day by day."""

    def __init__(self, clinic: UUID, look: Look, diary: Diary, wish: Wish) -> None:
        self._look, self._diary, self._wish = look, diary, wish
        treating = [one for one in Member.objects.filter(clinic=clinic, active=True) if one.may("session.start")]
        self._members = tuple(str(one.id) for one in sorted(treating, key=lambda one: one.slug))
        self._rooms = (wish.room,) if wish.room else _rooms(clinic)

    def on(self, day: date, length: timedelta) -> list[Vacancy]:
        """Return the vacancies of a day, each in the first room that is free."""
        return self._in(self._rooms, day, length)

    def everywhere(self, day: date, length: timedelta) -> tuple[Vacancy, ...]:
        """Return the vacancies of a day in every room that is free."""
        return tuple(one for room in self._rooms for one in self._in((room,), day, length))

    def _in(self, rooms: tuple[str, ...], day: date, length: timedelta) -> list[Vacancy]:
        devices = (self._wish.device,)
        offer = Offer(self._members, rooms, self._diary.on(day), self._look.at, GRID, devices)
        return list(vacancies(self._look.policy, day, length, offer))

    def counts_until(self, test: datetime) -> datetime | None:
        """Return until when a test counts that begins at an instant; None where the clinic signed no validity."""
        zone, last = self._look.policy.zone, last_day(test, self._look.policy)
        return at_local(last + _DAY, time(0), zone) if last is not None else None

    def choice(self, vacancy: Vacancy) -> Choice:
        """Return what a vacancy costs beside the days: another person, and hours away from the time wished."""
        cost = 0 if self._wish.member in ("", vacancy.member) else OTHER_PERSON
        if self._wish.clock is None:
            return Choice(cost, 0, vacancy)
        clock = local(vacancy.start, self._look.policy.zone).time()
        away = abs(_minutes(clock) - _minutes(self._wish.clock))
        return Choice(cost + away // (HOURS_LIKE_A_DAY * _minutes(time(1))), away, vacancy)

    @cached_property
    def test_lasts(self) -> timedelta:
        """Return what the visit of an allergy test takes."""
        return self._look.edition.derive(test_protocol).booked.delta

    def opens(self, test: datetime) -> datetime:
        """Return when a test opens that begins at an instant.

        The day's own hour counts from the injection; with the visit's end nobody waits in the chair for it.
        """
        return self._look.edition.derive(test_protocol).opens_after.after(test + self.test_lasts)

    def pairs(self, window: Window, length: timedelta) -> dict[date, Choice]:
        """Return the cheapest pair of test and first session for each day of the first session."""
        tests = {
            day: _cheapest_starts(Choice(0, 0, one) for one in self.on(day, self.test_lasts))
            for day in days_between(first_of_tests(self._look, window.earliest), window.latest)
        }
        found = {}
        for day in days_between(window.earliest, window.latest):
            days = days_between(first_of_tests(self._look, day), day)
            before = [one for test_day in days for one in tests.get(test_day, ())]
            sessions = _cheapest_starts(map(self.choice, self.on(day, length)))
            pair = with_test(sessions, before, self.opens, self.counts_until)
            if pair is not None:
                found[day] = pair
        return found


def _cheapest_starts(offered: Iterable[Choice]) -> list[Choice]:
    best: dict[datetime, Choice] = {}
    for choice in offered:
        start = choice.session.start
        best[start] = min(best.get(start, choice), choice)
    return list(best.values())


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _rooms(clinic: UUID) -> tuple[str, ...]:
    return tuple(str(key) for key in Room.objects.filter(clinic=clinic).order_by("name").values_list("id", flat=True))
