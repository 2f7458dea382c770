"""Scores: one finding as it was rated on one day, by whom it was told, and what a total was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum


class Teller(Enum):
    """Whose judgement a score is: what a patient or somebody close says is never taken for what a clinician saw."""

    PATIENT = "told-by-patient"
    CLOSE = "told-by-somebody-close"
    CLINICIAN = "seen-by-clinician"


@dataclass(frozen=True, slots=True)
class Score:
    """One score of one scale; `parts` are what a total was made of, in the order of the scale's parts.

    `system` is the one in which a size is written, `method` the way in which something was counted.
    """

    scale: str
    score: Decimal
    at: datetime
    by: str = ""
    told_by: Teller = Teller.CLINICIAN
    system: str = ""
    method: str = ""
    parts: tuple[Decimal, ...] = ()
