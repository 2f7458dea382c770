"""Which statements speak of somebody's weight: they have a page of their own where it is hidden (H-23)."""

from __future__ import annotations

from nappage.engine.outlook import Outlook
from nappage.rendering.wording import OF_BODY_WEIGHT
from nappage.values.quantity import Quantity
from nappage.values.statement import Statement

_READINGS = ("bmi", "weight")
_CODES = "body-mass."


def is_of_weight(statement: Statement) -> bool:
    """Return whether a statement says a weight or a body mass index, or that one is missing."""
    if statement.code.startswith(_CODES):
        return True
    return any(
        said in _READINGS or (isinstance(said, Quantity) and said.unit in OF_BODY_WEIGHT)
        for _, said in statement.values
    )


def rules_of_weight(found: Outlook) -> frozenset[str]:
    """Return the precautions that rest on somebody's weight as far as it is known, or wait for it."""
    return frozenset(
        finding.precaution.id for finding in found.findings if any(is_of_weight(fact) for fact in finding.facts)
    )
