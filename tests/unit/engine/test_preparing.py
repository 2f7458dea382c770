"""A medicine as it is asked about before a visit: still taken, or left off."""

from __future__ import annotations

import pytest

from nappage.engine.edition import Edition
from nappage.engine.preparing import recognised
from nappage.engine.story import MedicineTaken
from nappage.values.answer import Answer
from support.fictional import instant
from support.open_visit import AT, MADRID, look


@pytest.mark.parametrize(
    ("taken", "ongoing"),
    [
        (MedicineTaken("ibuprofen"), Answer.YES),
        (MedicineTaken("ibuprofen", last_taken=AT), Answer.NO),
        (MedicineTaken("ibuprofen", stopped=True), Answer.NO),
        (MedicineTaken("ibuprofen", stopped=True, last_taken=AT), Answer.NO),
    ],
)
def test_a_medicine_goes_on_until_it_is_stopped_or_has_a_last_time(
    edition: Edition, taken: MedicineTaken, ongoing: Answer
) -> None:
    (found,) = recognised(edition, [taken])
    assert (found.ongoing, found.last_taken) == (ongoing, taken.last_taken)
    assert found.classes is not None
    assert "M01AE01" in found.classes


def test_a_name_that_nobody_knows_has_no_classes(edition: Edition) -> None:
    (found,) = recognised(edition, [MedicineTaken("a white tablet")])
    assert (found.typed, found.classes) == ("a white tablet", None)


@pytest.mark.parametrize(
    ("asked", "prepared"),
    [
        ("2026-03-02 10:00", "2026-03-03 10:30"),
        ("2026-03-03 18:00", "2026-03-03 10:30"),
        ("2026-03-05 10:00", "2026-03-17 10:30"),
    ],
)
def test_nobody_prepares_for_a_visit_of_a_day_gone_by(edition: Edition, asked: str, prepared: str) -> None:
    """It was booked, and nobody recorded what became of it: the next one is what there is to prepare for."""
    found = look(edition, at=instant(asked, MADRID)).preparing
    assert found.start == instant(prepared, MADRID)
    assert found.directions
