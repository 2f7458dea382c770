"""Doses, coverage and hours once more: slow, obvious, and with none of the engine's functions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

Component = tuple[str, str, Fraction, Fraction]
Pass = tuple[int, Fraction]
Bottle = tuple[str, str, str]
Day = tuple[date, list[Component], list[Pass]]


def total_of(agent: str, components: list[Component], passes: list[Pass]) -> Fraction:
    """Sum puncture by puncture what each drop holds of an agent (mg)."""
    total = Fraction(0)
    syringe = sum((volume for _, _, volume, _ in components), Fraction(0))
    for punctures, each in passes:
        for _ in range(punctures):
            for name, _, volume, strength in components:
                if name == agent and syringe:
                    total += each * (volume / syringe) * strength
    return total


def fullest_window(agent: str, days: list[Day], window: int) -> Fraction:
    """Return the largest sum over any run of so many days, trying every day of the calendar."""
    if not days:
        return Fraction(0)
    totals = [(row[0], total_of(agent, row[1], row[2])) for row in days]
    day, last, largest = min(each for each, _, _ in days), max(each for each, _, _ in days), Fraction(0)
    while day <= last + timedelta(days=window):
        largest = max(largest, sum((given for when, given in totals if 0 <= (day - when).days < window), Fraction(0)))
        day += timedelta(days=1)
    return largest


def is_covered(wanted: list[tuple[str, int]], tests: list[list[tuple[str, int]]]) -> bool:
    """Return whether each wanted agent and strength is in some test."""
    for agent, strength in wanted:
        found = False
        for test in tests:
            for tested, tested_strength in test:
                if tested == agent and tested_strength == strength:
                    found = True
        if not found:
            return False
    return bool(wanted)


def hours_until_covered(
    wanted: list[Bottle],
    tested: list[tuple[list[Bottle], int]],
    meaning: dict[str, int],
    by_lot: set[str],
    by_volume: set[str],
) -> int | None:
    """Return after how many hours the last wanted bottle is covered by a test of the last month; None if one is not."""
    longest = 0
    for agent, strength, lot in wanted:
        waits = []
        for bottles, hours in tested:
            for other, other_strength, other_lot in bottles:
                same = other == agent and meaning[strength] == meaning[other_strength]
                stated = meaning[strength] != 0 or agent in by_volume
                same_lot = agent not in by_lot or (lot != "" and lot == other_lot)
                if same and stated and same_lot and hours <= 30 * 24:
                    waits.append(max(24 - hours, 0))
        if not waits:
            return None
        longest = max(longest, min(waits))
    return longest if wanted else None


def wall_clock_after(zone: ZoneInfo, local: datetime, minutes: int) -> datetime:
    """Return what the wall clock shows so many minutes later, by walking minute by minute over the offsets.

    The walk starts at a moment whose POSIX time is guessed from the wall clock and corrected until the zone agrees.
    """
    guess = int(local.replace(tzinfo=UTC).timestamp())
    for shift in range(-15 * 60, 15 * 60 + 1, 15):
        moment = datetime.fromtimestamp(guess - shift * 60, UTC)
        if moment.astimezone(zone).replace(tzinfo=None) == local:
            end = moment
            for _ in range(minutes):
                end = datetime.fromtimestamp(int(end.timestamp()) + 60, UTC)
            offset = end.astimezone(zone).utcoffset()
            assert offset is not None
            return (end + offset).replace(tzinfo=None)
    raise AssertionError(f"the clocks of {zone} never showed {local}")
