"""The forecast against its naive second implementation, and what no reschedule may ever reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from nappage.engine.edition import Edition
from nappage.engine.policy import Policy, SignedAgent
from nappage.engine.schedule import evaluate, forecast
from nappage.engine.story import Component, Formula, Reason, Session, SessionState, StepAccepted, Story
from nappage.values.quantity import Quantity
from nappage.values.span import CalendarSpan
from properties.naive_schedule import STEPS, naive_forecast, naive_standings
from support.clinic_days import CLINIC, plan, story

ZONES = st.sampled_from(["Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham"]).map(ZoneInfo)
MINUTES = st.integers(0, 545 * 24 * 60)
INSTANTS = MINUTES.map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
CLOSED = st.sets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=60)
SCHEDULES = st.sampled_from([(variant, step) for variant, steps in STEPS.items() for step in steps])


def told_so(variant: str, sessions: int, step: str, *visits: Session) -> Story:
    accepted = (StepAccepted(datetime(2020, 1, 1, tzinfo=UTC), "physician", step),)
    return replace(story(plan("loose-skin", variant, sessions), *visits), steps_accepted=accepted)


# Whether the mixture holds deoxycholate inside one of its products, and the days that its vitamin is signed for.
INJECTED = st.tuples(st.booleans(), st.sampled_from([0, 0, 5, 10, 35]))


def injecting(told: Story, policy: Policy, lytic: bool, signed: int) -> tuple[Story, Policy]:
    """Return the story and the policy with a mixture that has least intervals of its own."""
    vitamin = SignedAgent("A", minimum_interval=CalendarSpan(days=signed) if signed else None)
    lecithin = SignedAgent("PC", agent_class="lecithin")
    agents = ("A", "PC") if lytic else ("A",)
    formula = Formula("F1", tuple(Component(agent, Quantity.parse("1 mL")) for agent in agents))
    return replace(told, formulas=(formula,)), replace(policy, formulary=(vitamin, lecithin))


@pytest.mark.proves("H-37")
@drawn(
    SCHEDULES,
    st.integers(1, 18),
    st.sets(INSTANTS, max_size=5),
    st.sets(INSTANTS, max_size=3),
    CLOSED,
    ZONES,
    INSTANTS,
    INJECTED,
)
def test_every_proposal_is_the_one_that_counting_days_by_hand_gives(
    edition: Edition,
    schedule: tuple[str, str],
    sessions: int,
    given: set[datetime],
    booked: set[datetime],
    closed: set[date],
    zone: ZoneInfo,
    at: datetime,
    injected: tuple[bool, int],
) -> None:
    variant, step = schedule
    visits = [Session(start, SessionState.GIVEN) for start in given] + [Session(start) for start in booked - given]
    policy = replace(CLINIC, zone=zone, closed_days=tuple(closed), late_tolerance=CalendarSpan.parse("3 d"))
    told, policy = injecting(told_so(variant, sessions, step, *visits), policy, *injected)
    lines = forecast(edition, told, policy, at)
    proposals = [(line.number, line.earliest, line.proposed, line.latest) for line in lines if line.booking is None]
    ahead = [*(booked - given)]
    expected = naive_forecast(variant, sessions, [*given], ahead, step, closed, zone, at, 3, *injected)
    assert proposals == expected


@drawn(SCHEDULES, st.integers(1, 18), st.sets(INSTANTS, max_size=18), ZONES, INSTANTS, INJECTED)
def test_every_session_given_stands_as_counting_days_by_hand_says(
    edition: Edition,
    schedule: tuple[str, str],
    sessions: int,
    given: set[datetime],
    zone: ZoneInfo,
    at: datetime,
    injected: tuple[bool, int],
) -> None:
    variant, step = schedule
    told = told_so(variant, sessions, step, *(Session(start, SessionState.GIVEN) for start in given))
    judged = evaluate(edition, *injecting(told, replace(CLINIC, zone=zone), *injected), at)
    expected = naive_standings(variant, [*given], sessions, step, zone, *injected)
    assert [one.standing.value for one in judged] == expected


@pytest.mark.proves("H-37")
@drawn(
    st.sets(INSTANTS, max_size=3),
    st.lists(INSTANTS, min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(-20, 20), st.booleans()), max_size=12),
    ZONES,
)
def test_no_reschedule_brings_two_sessions_closer_than_the_minimum_without_a_reason_for_that_date(
    edition: Edition,
    elsewhere: set[datetime],
    bookings: list[datetime],
    moves: list[tuple[int, int, bool]],
    zone: ZoneInfo,
) -> None:
    policy = replace(CLINIC, zone=zone)
    now = max(elsewhere, default=datetime(2026, 1, 1, tzinfo=UTC))
    done = [Session(start, SessionState.GIVEN, elsewhere=True) for start in elsewhere]
    kept: list[datetime] = []
    reasons: list[Reason] = []

    def try_to_book(starts: list[datetime]) -> bool:
        told = told_so("003-adaptive", 15, "start", *done, *(Session(start) for start in starts))
        lines = forecast(edition, replace(told, reasons=tuple(reasons)), policy, now)
        return not any(line.booking.is_refused for line in lines if line.booking)

    for start in bookings:
        if start > now and try_to_book([*kept, start]):
            kept.append(start)
    for index, days, with_reason in moves:
        if index < len(kept):
            moved = kept[index] + timedelta(days=days)
            if with_reason:
                words = "abroad from Sunday on"
                reasons.append(Reason("interval", "unavoidable-absence", words, "physician", now, session=moved))
            tried = [*kept[:index], moved, *kept[index + 1 :]]
            if moved > now and try_to_book(tried):
                kept = tried
    visits = sorted([*([max(elsewhere)] if elsewhere else []), *kept])
    for before, after in pairwise(visits):
        close = (after.astimezone(zone).date() - before.astimezone(zone).date()).days < 7
        assert not close or any(reason.session == after for reason in reasons)
