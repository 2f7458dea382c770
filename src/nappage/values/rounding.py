"""Rounding of quantities to the step that an instrument resolves, and the sine of an angle, both without floats."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from nappage.values.quantity import Quantity, Unit

_PI = Decimal("3.14159265358979323846264338327950288")
_WHOLE = Decimal(1)
_SINE_PLACES = Decimal("1E-12")


def to_nearest(quantity: Quantity, step: Quantity) -> Quantity:
    """Return a quantity in the unit of `step`, rounded to a multiple of it; a half goes away from zero.

    Away from zero is what people do with a tape; Python's half-even would make 22.45 and 22.55 part by 0.2.
    """
    steps = (quantity / step).quantize(_WHOLE, ROUND_HALF_UP)
    return Quantity(steps * step.amount, step.unit)


def sine(angle: Quantity) -> Decimal:
    """Return the sine of an angle of 0 to 90 degrees, exact to twelve places.

    The power series is summed in 34 digits and then rounded, so that 30 degrees give one half and not a hair less: a
    depth of exactly 4 mm has to stay inside a bound of 4 mm.
    """
    with localcontext() as context:
        context.prec = 34
        radians = angle.to(Unit.DEGREE).amount * _PI / 180
        term = total = radians
        factor = 1
        while abs(term) > Decimal("1E-20"):
            factor += 2
            term = -term * radians * radians / (factor * (factor - 1))
            total += term
        return total.quantize(_SINE_PLACES).normalize()
