"""A wheal drawn to scale on a grid of millimetres: what was measured on two axes, beside the control."""

from __future__ import annotations

from html import escape

from nappage.engine.story import WhealReading

MM = 8  # drawing units to a millimetre
_WIDE = 20  # millimetres that the grid shows, unless a wheal is wider


def draw_wheal(reading: WhealReading, title: str) -> str:
    """Return an SVG of one reading; its title says the measures for those who do not see it."""
    long, short = float(reading.long_axis.amount), float(reading.short_axis.amount)
    wide = max(_WIDE, int(long) + 2)
    middle = wide * MM / 2
    said = f"{title}: {reading.long_axis} by {reading.short_axis}"
    lines = "".join(_line(number, wide) for number in range(wide + 1))
    return (
        f'<svg class="wheal" viewBox="0 0 {wide * MM} {wide * MM}" role="img" aria-label="{escape(said)}">{lines}'
        f'<ellipse cx="{middle}" cy="{middle}" rx="{long * MM / 2}" ry="{short * MM / 2}"/></svg>'
    )


def _line(number: int, wide: int) -> str:
    place, end = number * MM, wide * MM
    weight = ' class="wheal__five"' if number % 5 == 0 else ""
    return f'<path{weight} d="M{place} 0V{end}"/><path{weight} d="M0 {place}H{end}"/>'
