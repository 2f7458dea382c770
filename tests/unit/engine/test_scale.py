"""Scales: what holds of one that says no more than it must."""

from __future__ import annotations

from nappage.engine.scale import Better, Scale
from nappage.engine.score import Teller
from support.small_edition import entry


def test_a_scale_is_the_clinicians_unless_it_says_otherwise() -> None:
    assert entry(Scale, "own", name="Own", better=Better.LOWER, licence="own").told_by == (Teller.CLINICIAN,)
