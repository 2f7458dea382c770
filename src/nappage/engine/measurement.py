"""Measurements: duplicate tape readings of one visit as one value, and what is doubtful about a reading as typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from zoneinfo import ZoneInfo

from nappage.engine.edition import Edition
from nappage.engine.landmark import Landmark, Posture, TapeMethod, Tension
from nappage.engine.objection import Objection, Weight, objection
from nappage.engine.story import Side, TapeReading
from nappage.values.local_time import local_day
from nappage.values.quantity import Quantity, Unit
from nappage.values.rounding import to_nearest
from nappage.values.statement import Statement, say

_TAPES = (Unit.CM, Unit.INCH)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What two readings must share to be compared: the landmark with its protocol, the side, treated or sentinel."""

    landmark: str
    side: Side
    sentinel: bool

    def __str__(self) -> str:
        return self.landmark if self.side is Side.MIDLINE else f"{self.landmark}/{self.side.value}"


@dataclass(frozen=True, slots=True)
class Measurement:
    """The readings of one place on one local day as one value in the tape's unit.

    `counts_as` is how many single readings the value is worth; `third_needed` asks for one more reading, because the
    two are further apart than the landmark allows.
    """

    place: Place
    day: date
    value: Quantity
    readings: tuple[Quantity, ...]
    counts_as: int
    third_needed: bool


Series = Mapping[Place, tuple[Measurement, ...]]


def tape_method(edition: Edition) -> TapeMethod:
    """Return the edition's way of making one value of readings."""
    return next(iter(edition.all(TapeMethod).values()))


def measurements(edition: Edition, zone: ZoneInfo, readings: Iterable[TapeReading], at: datetime) -> Series:
    """Return the measurements of every place up to an instant, earliest first; unknown landmarks are left out."""
    by_place: dict[Place, dict[date, list[Quantity]]] = {}
    for reading in sorted([reading for reading in readings if reading.at <= at], key=attrgetter("at")):
        days = by_place.setdefault(place_of(reading), {})
        days.setdefault(local_day(reading.at, zone), []).append(reading.value)
    landmarks, method = edition.all(Landmark), tape_method(edition)
    return {
        place: tuple(measured(method, landmarks[place.landmark], place, *visit) for visit in days.items())
        for place, days in by_place.items()
        if place.landmark in landmarks
    }


def place_of(reading: TapeReading) -> Place:
    """Return where a reading was taken."""
    return Place(reading.landmark, reading.side, reading.sentinel)


def measured(
    method: TapeMethod, landmark: Landmark, place: Place, day: date, readings: Sequence[Quantity]
) -> Measurement:
    """Return the value of the readings of one visit: one as it is, two as their mean, more as their median."""
    unit = method.resolution.unit
    amounts = sorted([reading.to(unit).amount for reading in readings])
    # The median, which for one or two readings is their mean.
    middle = (amounts[(len(amounts) - 1) // 2] + amounts[len(amounts) // 2]) / 2
    value = to_nearest(Quantity(middle, unit), method.resolution)
    third_needed = len(amounts) == 2 and Quantity(amounts[1] - amounts[0], unit) > landmark.third_reading_beyond
    counts_as = len(amounts) if len(amounts) <= 2 else method.median_counts_as
    return Measurement(place, day, value, tuple(readings), counts_as, third_needed)


def doubt(
    method: TapeMethod, landmark: Landmark, place: Place, typed: Quantity, last: Quantity | None
) -> Objection | None:
    """Return what is doubtful about a reading as typed, given the last value at its place, or None (H-12, E06).

    A reading that would fit in the other unit of a tape is offered in that unit; what was typed is kept.
    """
    if _fits(method, landmark, typed, last):
        return None
    misfit = _misfit(landmark, place, typed, last)
    for unit in _TAPES:
        meant = Quantity(typed.amount, unit)
        if unit is not typed.unit and _fits(method, landmark, meant, last):
            after = say("reading.unit-slip", place=str(place), typed=typed, last=last)
            remedy = say("reading.confirm-unit", meant=meant, value=to_nearest(meant, method.resolution))
            return objection(Weight.WARNING, method, misfit if last is None else after, remedy)
    return objection(Weight.WARNING, method, misfit, say("reading.measure-again"))


def last_heights(readings: Iterable[TapeReading]) -> dict[Place, Quantity]:
    """Return the height at which the tape lay last at each place, where it was written down."""
    kept = sorted((one for one in readings if one.height is not None), key=attrgetter("at"))
    return {place_of(one): one.height for one in kept if one.height is not None}


def height_doubt(landmark: Landmark, reading: TapeReading, last: Quantity | None) -> Objection | None:
    """Return what is doubtful about the height of a reading, given the last one at its place, or None."""
    typed, bounds = reading.height, landmark.height_plausible
    if typed is None or (last is not None and _in_mm(typed) == _in_mm(last)):
        return None
    if bounds is not None and not _in_mm(bounds.low) <= _in_mm(typed) <= _in_mm(bounds.high):
        place, where = str(place_of(reading)), landmark.height
        said = say(
            "reading.height-outside-range", place=place, typed=typed, where=where, low=bounds.low, high=bounds.high
        )
        return objection(Weight.WARNING, landmark, said, say("reading.measure-again"))
    if last is None:
        return None
    fact = say("reading.height-differs", place=str(place_of(reading)), typed=typed, last=last, where=landmark.height)
    return objection(Weight.WARNING, landmark, fact, say("reading.same-height"))


def height_changes(edition: Edition, readings: Iterable[TapeReading]) -> Iterator[Objection]:
    """Yield a warning for each reading at another height than the one before at its place."""
    landmarks, last = edition.all(Landmark), dict[Place, Quantity]()
    for reading in sorted(readings, key=attrgetter("at")):
        place = place_of(reading)
        if reading.height is not None and reading.landmark in landmarks:
            against = height_doubt(landmarks[reading.landmark], reading, last.get(place))
            last[place] = reading.height
            if against is not None:
                yield against


def _misfit(landmark: Landmark, place: Place, typed: Quantity, last: Quantity | None) -> Statement:
    if last is not None:
        return say("reading.far-from-last", place=str(place), typed=typed, last=last)
    bounds = landmark.plausible
    return say("reading.outside-range", place=str(place), typed=typed, low=bounds.low, high=bounds.high)


def _fits(method: TapeMethod, landmark: Landmark, value: Quantity, last: Quantity | None) -> bool:
    # In plain millimetres: this runs for every reading of a course, and quantities would triple its time.
    typed = _in_mm(value)
    if last is None:
        return _in_mm(landmark.plausible.low) <= typed <= _in_mm(landmark.plausible.high)
    before = _in_mm(last)
    return abs(typed - before) * 100 <= before * method.plausible_change.amount


def _in_mm(length: Quantity) -> Decimal:
    return length.amount * length.unit.size


def reading_objections(edition: Edition, series: Series) -> tuple[Objection, ...]:
    """Return every doubt about measured readings: their units, their plausibility, third readings, protocols."""
    method, landmarks = tape_method(edition), edition.all(Landmark)
    found: list[Objection] = []
    for place, measured_on in series.items():
        landmark, last = landmarks[place.landmark], None
        for one in measured_on:
            doubted = [against for value in one.readings if (against := doubt(method, landmark, place, value, last))]
            found += [*doubted, *_third(landmark, one)]
            # A doubtful reading is no measure for the next one.
            last = last if doubted else one.value
    return (*found, *mixed_protocols(edition, (place.landmark for place in series)))


def manner_changes(edition: Edition, readings: Iterable[TapeReading]) -> tuple[Objection, ...]:
    """Return a warning for each place that was read in more than one posture, or with the tape held in other ways."""
    manners: dict[Place, tuple[set[Posture], set[Tension]]] = {}
    for reading in readings:
        postures, tensions = manners.setdefault(place_of(reading), (set(), set()))
        postures.update(filter(None, (reading.posture,)))
        tensions.update(filter(None, (reading.tension,)))
    method = tape_method(edition)
    return tuple(
        objection(
            Weight.WARNING,
            method,
            say("reading.manner-changed", place=str(place), manners=_in_order(postures, tensions)),
            say("reading.keep-manner"),
        )
        for place, (postures, tensions) in manners.items()
        if len(postures) > 1 or len(tensions) > 1
    )


def _in_order(postures: set[Posture], tensions: set[Tension]) -> tuple[str, ...]:
    named = (*(postures if len(postures) > 1 else ()), *(tensions if len(tensions) > 1 else ()))
    return tuple(sorted(each.value for each in named))


def _third(landmark: Landmark, one: Measurement) -> Iterator[Objection]:
    if one.third_needed:
        first, second = one.readings
        fact = say("reading.duplicates-apart", place=str(one.place), day=one.day, first=first, second=second)
        yield objection(Weight.NOTE, landmark, fact, say("reading.take-third", beyond=landmark.third_reading_beyond))


def mixed_protocols(edition: Edition, landmarks: Iterable[str]) -> tuple[Objection, ...]:
    """Return a warning for each girth of one patient that was taken by more than one protocol."""
    by_girth: dict[str, dict[str, Landmark]] = {}
    for id in landmarks:
        landmark = edition.get(Landmark, id)
        if landmark is not None:
            by_girth.setdefault(landmark.girth, {})[landmark.id] = landmark
    return tuple(
        objection(
            Weight.WARNING,
            next(iter(protocols.values())),
            say("reading.protocols-mixed", girth=girth, landmarks=tuple(protocols)),
            say("reading.keep-protocol", landmark=next(iter(protocols))),
        )
        for girth, protocols in by_girth.items()
        if len(protocols) > 1
    )
