"""What makes a symptom of one person more urgent than of another, from what is recorded about the person."""

from __future__ import annotations

from typing import Any

import pytest

from nappage.engine.edition import Edition
from nappage.engine.escalation import escalators
from nappage.engine.facts import gather
from support.open_visit import AT, CLINIC, visit_story
from support.recorded import recorded


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (recorded(""), set()),
        (recorded("takes metformin; transplant since 2010-01-01"), {"diabetes", "immunosuppressed"}),
        (recorded("takes apixaban"), {"anticoagulant"}),
        ({"replies": ()}, set()),
    ],
    ids=["nothing", "diabetes and a transplant", "an anticoagulant", "nobody asked"],
)
def test_only_what_is_known_of_a_person_escalates(edition: Edition, changes: dict[str, Any], found: set[str]) -> None:
    assert escalators(edition, gather(visit_story(edition, **changes), CLINIC, edition, AT)) == found
