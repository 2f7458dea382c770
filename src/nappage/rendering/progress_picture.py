"""Progress as a picture: the treated and the untreated place since session 1, and what a tape cannot tell from nothing.

Plain SVG with presentation attributes only, as the drawn course (timeline.py): the same on a screen, on paper and in a
PDF. Its numbers stand in the table beside it (progress_table.py), and in its description.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape

from nappage.engine.change import Outcome
from nappage.engine.progress import Progress
from nappage.rendering.timeline import ACCENT, BLUE, FONT, HAIR, INK, PAPER, SOFT
from nappage.rendering.wording import Speaker
from nappage.values.quantity import Quantity, Unit
from nappage.values.statement import say

WIDTH, LEFT, RIGHT = 760, 64, 128
TOP, HEIGHT = 46, 210
GAP, LOW = 40, 62
BAND, BAND_EDGE = "#edf0f2", "#93a3b0"
# How far apart the lines of an axis stand, in its unit: the first with which there are not too many.
STEPS = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
MOST_LINES = 7
LABEL_APART = 17.0


@dataclass(frozen=True, slots=True)
class Axis:
    """A span of values drawn from a lower to an upper edge; it grows upwards."""

    low: float
    high: float
    top: float
    height: float

    def y(self, value: float) -> float:
        """Return where a value lies."""
        return round(self.top + (self.high - value) / (self.high - self.low) * self.height, 1)

    def lines(self) -> Iterable[float]:
        """Yield the values at which a line is drawn."""
        step = next((one for one in STEPS if (self.high - self.low) / one <= MOST_LINES), STEPS[-1])
        count = int(self.low // step)
        while (value := round(count * step, 6)) <= self.high:
            if value >= self.low:
                yield value
            count += 1


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a course from left to right."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where a day lies."""
        span = max((self.last - self.first).days, 1)
        return round(LEFT + 14 + (day - self.first).days / span * (WIDTH - LEFT - RIGHT - 28), 1)


Point = tuple[float, float]


def draw_progress(
    found: Progress, speak: Speaker, unit: Unit, title: str, words: str, mass: Unit | None, key: str = "progress"
) -> str:
    """Return the picture of one place; `words` is its description, `mass` the unit of weight, None to leave it out.

    `key` tells several pictures of one page apart.
    """
    measured = [outcome.treated.latest.day for outcome in found.outcomes]
    days = Days(found.baseline, max([*measured, *found.sessions, *(day for day, _ in found.weights)]))
    changes = _axis_of_changes(found.outcomes, unit)
    parts = [
        _lines(changes, _told(speak, "axis", unit=_called(unit, speak)), speak),
        _band(found, days, changes, unit),
        _sessions(found, days, speak),
        *_both(found, days, changes, unit, speak),
    ]
    foot = TOP + HEIGHT + 26
    weights = [(day, float(weight.to(mass).amount)) for day, weight in found.weights] if mass else []
    if mass and weights:
        parts.append(_weights(weights, days, _called(mass, speak), speak))
        foot += GAP + LOW
    parts.append(_dates(found, days, speak, foot))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {foot + 24}" role="img" '
        f'aria-labelledby="{key}-title {key}-words" font-family="{FONT}" font-size="13">'
        f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-words">{escape(words)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def _told(speak: Speaker, code: str, **values: str) -> str:
    return speak(say(f"progress.{code}", **values))


def _point(speak: Speaker, value: str) -> str:
    """Return a number with the decimal point of the language."""
    return value.replace(".", speak.point)


def _called(unit: Unit, speak: Speaker) -> str:
    return speak.quantity(Quantity(Decimal(0), unit)).removeprefix("0").strip()


def amount(quantity: Quantity | None, unit: Unit) -> float:
    """Return a quantity as a number of a unit, nothing for none."""
    return float(quantity.to(unit).amount) if quantity is not None else 0.0


def _axis_of_changes(outcomes: Sequence[Outcome], unit: Unit) -> Axis:
    reached = [0.0]
    for outcome in outcomes:
        sentinel = amount(outcome.sentinel.change if outcome.sentinel else None, unit)
        width = amount(outcome.detectable, unit)
        reached += [amount(outcome.treated.change, unit), sentinel - width, sentinel + width]
    low, high = min(reached), max(reached)
    room = (high - low or 1.0) * 0.08
    return Axis(low - room, high + room, TOP, HEIGHT)


def _lines(axis: Axis, title: str, speak: Speaker) -> str:
    parts = [_text(0, TOP - 26, title, SOFT, "start")]
    for value in axis.lines():
        y, strong = axis.y(value), value == 0
        shown = _point(speak, f"{value:+g}".replace("-", "\N{MINUS SIGN}")) if value else "0"
        parts.append(_line(LEFT, y, WIDTH - RIGHT, y, INK if strong else HAIR, 1.5 if strong else 1))
        parts.append(_text(LEFT - 8, y + 4.5, shown, INK if strong else SOFT, "end"))
    return "".join(parts)


def _band(found: Progress, days: Days, axis: Axis, unit: Unit) -> str:
    """Return the band around the untreated place in which a treated one without any change would be read, too."""
    judged = [one for one in found.outcomes if one.sentinel is not None and one.detectable is not None]
    if not judged:
        return ""
    upper, lower = (_edge(found, judged, days, axis, unit, sign) for sign in (1, -1))
    points = " ".join(f"{x},{y}" for x, y in (*upper, *reversed(lower)))
    edges = _path(upper, BAND_EDGE, 1, "2 3") + _path(lower, BAND_EDGE, 1, "2 3")
    return f'<polygon points="{points}" fill="{BAND}" fill-opacity="0.75"/>{edges}'


def _edge(found: Progress, judged: Sequence[Outcome], days: Days, axis: Axis, unit: Unit, sign: int) -> list[Point]:
    """Return the upper (1) or lower (-1) edge of the band; on the day of session 1 it is as wide as on the next."""
    edge = [(days.x(found.baseline), axis.y(sign * amount(judged[0].detectable, unit)))]
    for one in judged:
        middle = amount(one.sentinel.change if one.sentinel else None, unit)
        edge.append((days.x(one.treated.latest.day), axis.y(middle + sign * amount(one.detectable, unit))))
    return edge


def _both(found: Progress, days: Days, axis: Axis, unit: Unit, speak: Speaker) -> Iterable[str]:
    start = (days.x(found.baseline), axis.y(0.0))
    treated = [
        start,
        *((days.x(one.treated.latest.day), axis.y(amount(one.treated.change, unit))) for one in found.outcomes),
    ]
    untreated = [
        start,
        *(
            (days.x(one.treated.latest.day), axis.y(amount(one.sentinel.change, unit)))
            for one in found.outcomes
            if one.sentinel is not None
        ),
    ]
    yield _path(untreated, BLUE, 2, "6 4") + "".join(_square(x, y) for x, y in untreated[1:])
    yield _path(treated, ACCENT, 2.5) + "".join(_circle(x, y) for x, y in treated)
    yield from _ends(treated[-1], untreated[-1] if len(untreated) > 1 else None, speak)


def _ends(treated: Point, untreated: Point | None, speak: Speaker) -> Iterable[str]:
    """Yield what each line is called at its end, moved apart where they end close together."""
    at = WIDTH - RIGHT + 10
    y = treated[1]
    if untreated is not None:
        other = untreated[1]
        near = LABEL_APART - abs(y - other)
        if near > 0:
            push = near / 2 if y >= other else -near / 2
            y, other = y + push, other - push
        yield _text(at, other + 4.5, _told(speak, "untreated"), BLUE, "start")
    yield _text(at, y + 4.5, _told(speak, "treated"), ACCENT, "start", "700")


def _sessions(found: Progress, days: Days, speak: Speaker) -> str:
    """Return a mark for each session given, numbered where there is room, above the changes."""
    parts, free = [_text(WIDTH - RIGHT + 10, TOP - 9, _told(speak, "sessions"), SOFT, "start")], 0.0
    for number, day in enumerate(found.sessions, 1):
        x = days.x(day)
        parts.append(_line(x, TOP - 4, x, TOP + HEIGHT, HAIR, 1))
        if x >= free:
            parts.append(_text(x, TOP - 9, str(number), INK))
            free = x + 16
    return "".join(parts)


def _weights(weights: Sequence[tuple[date, float]], days: Days, unit: str, speak: Speaker) -> str:
    values = [value for _, value in weights]
    low, high = min(values), max(values)
    room = max((high - low) * 0.2, 0.5)
    top = TOP + HEIGHT + GAP
    axis = Axis(low - room, high + room, top, LOW)
    points = [(days.x(day), axis.y(value)) for day, value in weights]
    last = _told(speak, "weight-end", amount=_point(speak, f"{values[-1]:g}"), unit=unit)
    parts = [
        _line(LEFT, top + LOW, WIDTH - RIGHT, top + LOW, HAIR, 1),
        _path(points, SOFT, 1.5),
        *(_diamond(x, y) for x, y in points),
        _text(LEFT - 8, points[0][1] + 4.5, _point(speak, f"{values[0]:g}"), SOFT, "end"),
        _text(WIDTH - RIGHT + 10, points[-1][1] + 4.5, last, SOFT, "start"),
    ]
    return "".join(parts)


def _dates(found: Progress, days: Days, speak: Speaker, foot: float) -> str:
    parts, free = [], 0.0
    for day in dict.fromkeys([found.baseline, *(one.treated.latest.day for one in found.outcomes), days.last]):
        x = days.x(day)
        if x - 26 >= free:
            parts.append(_text(x, foot + 6, speak.value(day).split(" ", 1)[1].rsplit(" ", 1)[0], SOFT))
            free = x + 30
    return "".join(parts)


def _text(x: float, y: float, text: str, colour: str, anchor: str = "middle", weight: str = "400") -> str:
    return (
        f'<text x="{x}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'
    )


def _line(x: float, y: float, right: float, foot: float, colour: str, width: float) -> str:
    return f'<line x1="{x}" y1="{y}" x2="{right}" y2="{foot}" stroke="{colour}" stroke-width="{width}"/>'


def _path(points: Sequence[Point], colour: str, width: float, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    drawn = " ".join(f"{x},{y}" for x, y in points)
    return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _circle(x: float, y: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="5" fill="{ACCENT}" stroke="{PAPER}" stroke-width="1.5"/>'


def _square(x: float, y: float) -> str:
    return f'<rect x="{x - 4.5}" y="{y - 4.5}" width="9" height="9" fill="{PAPER}" stroke="{BLUE}" stroke-width="2"/>'


def _diamond(x: float, y: float) -> str:
    return f'<path d="M{x} {y - 5} l5 5 l-5 5 l-5 -5 z" fill="{PAPER}" stroke="{SOFT}" stroke-width="1.5"/>'
